"""Measure the figure of each finding of docs/second_edition.md as it stands now, and write docs/findings.json.

Takes facts and responses from the committed table (`make facts-table`) and levels from one history.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import xarray as xr

from jangmadang.engine.run import simulate
from jangmadang.evidence.benchmarks import skills
from jangmadang.evidence.comparing import compare_with
from jangmadang.evidence.fit import episodes
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.facts.levels import measure_levels
from jangmadang.facts.publishing import published
from jangmadang.facts.records import from_record, shipped_records
from jangmadang.facts.response_measures import COUNTRY, hunger
from jangmadang.facts.running import Verdict
from jangmadang.results.dataset import to_dataset
from jangmadang.scenario import load

TARGET = Path(__file__).resolve().parents[1] / "docs" / "findings.json"
FACTS = ("R1", "R2", "R3", "R5", "R6", "R8", "R11", "S6", "S8", "S9")


def figures(verdicts: Sequence[Verdict]) -> dict[str, list[float]]:
    """Means by fact, in the order of its conditions."""
    return {verdict.fact.name: [item.mean for item in verdict.conditions] for verdict in verdicts}


def year(series: xr.DataArray, number: int) -> xr.DataArray:
    """The weeks of a year."""
    return series.isel(week=series["week"].dt.year == number)


def hungry(run: xr.Dataset, household_class: str, months: Sequence[int]) -> float:
    """Share of a class of Hyesan short of staples in some months of 2015-2019."""
    series = hunger("hyesan", [household_class])(run, run)
    chosen = series["week"].dt.month.isin(months) & (series["week"].dt.year <= 2019)
    return float(series[chosen.values].mean())


def spent_cny(run: xr.Dataset, household_class: str, number: int) -> float:
    """Mean weekly spending of a class at Hyesan in a year, yuan."""
    series = run["spending_mean"].sel(place="hyesan", household_class=household_class) / run["exchange_rate"]
    return float(year(series, number).mean())


def hungry_money(run: xr.Dataset, household_class: str) -> float:
    """Money of a household of Hyesan that is short of staples in 2021, yuan."""
    at = run.sel(place="hyesan", household_class=household_class)
    short = year(at["short_of_staples_share"] * at["households"], 2021)
    return float((year(at["hungry_wealth_cny"], 2021) * short).sum() / max(float(short.sum()), 1e-9))


def percent(share: float) -> str:
    """A share as a signed percentage."""
    return f"{100.0 * share:+.1f} %"


def now(run: xr.Dataset, found: Mapping[str, list[float]], level: Mapping[str, float], s6: str) -> dict[int, str]:
    """What stands now of each finding, in words."""
    wealth = run["household_kpw"].sum(["place", "household_class"])
    pairs, _ = compare_with(run, shipped_prices(), [bool(week) for week in run["exchange_rate_imposed"].values])
    rice = next(s for s in skills(pairs) if (s.item, s.currency, s.place, s.period) == ("rice", "KPW", "hyesan", "all"))
    coats = next(episode for episode in episodes(run) if episode.name == "coats_2026")
    short = hunger(COUNTRY)(run, run)
    pyongyang = hunger("pyongyang")(run, run)
    quiet = short["week"].dt.year.values <= 2019
    farmers = hunger(COUNTRY, ["farmer"])(run, run)
    lean = farmers["week"].dt.month.isin([4, 5, 6]).values & quiet
    trade = {flow: run[f"{flow}_value"].sum(["channel", f"{flow}_good"]) for flow in ("import", "export")}
    donju = run.sel(place="hyesan", household_class="donju")
    return {
        1: f"hungry labourers hold {hungry_money(run, 'labourer'):.0f} yuan, hungry stallholders "
        f"{hungry_money(run, 'stallholder'):.0f}; "
        f"{100 * float(year(donju['short_of_staples_share'], 2021).mean()):.0f} % of donju hungry in 2021",
        2: f"Hyesan's labourers short {hungry(run, 'labourer', [4]):.2f} in April, "
        f"{hungry(run, 'labourer', [8, 9, 10]):.2f} August to October; "
        f"farmers {float(farmers[lean].mean()):.2f} in April to June; a harvest 30 % short adds "
        f"{100 * found['R3'][1]:.1f} points; Pyongyang {float(pyongyang[quiet].mean()):.2f}, the country "
        f"{float(short[quiet].mean()):.2f}",
        3: f"won halved: pass-through to rice {found['R6'][0]:.2f}, hunger in the country "
        f"{100 * found['R6'][1]:+.1f} points from the second quarter on",
        4: f"real income {percent(found['R1'][0])}, turnover {percent(found['R1'][1])} at Hyesan; turnover "
        f"{percent(found['R1'][3])} in the country",
        5: f"Hyesan's openness at half: imports {percent(found['R2'][0])}; price of the state channel's goods "
        f"in its stop {percent(found['R8'][0])}",
        6: f"{level['L72']:.0f} companies and investors buying in 2025 (100 to 440 reckoned); S6 is published as: {s6}",
        7: f"import-only goes {found['S8'][0]:.2f} of the way with the country's inflow kept; imports alone "
        f"{percent(found['S8'][4])}, exports alone {percent(found['S8'][5])}, both {percent(found['S8'][6])}, own "
        f"exports {percent(found['S8'][7])}, the country's inflow {percent(found['S8'][8])}; Hyesan imported "
        f"{float(year(trade['import'], 2019).mean()) * 52.18e-6:.0f} and exported "
        f"{float(year(trade['export'], 2019).mean()) * 52.18e-6:.0f} million yuan in 2019",
        8: f"spending in yuan: stallholders {percent(level['L23'] - 1)} in the first nine months of 2020; labourers "
        f"{percent(spent_cny(run, 'labourer', 2021) / spent_cny(run, 'labourer', 2019) - 1)}, donju "
        f"{percent(spent_cny(run, 'donju', 2021) / spent_cny(run, 'donju', 2019) - 1)} in 2021 over 2019; unexplained "
        f"inflow of 2021 {float(year(run['unexplained_inflow'], 2021).sum()) / 1e6:.0f} million yuan",
        9: f"money changers hold {100 * float((run['changers_kpw'] / (run['changers_kpw'] + wealth)).mean()):.0f} % of "
        f"households' and changers' won; a yuan 30 % dearer is {percent(found['R5'][1])} after two years, prices "
        f"{percent(found['R5'][2])}",
        10: f"two stops within a year change stocks of medicine by {percent(found['R11'][0])}, its price by "
        f"{percent(found['R11'][1])}",
        11: f"gold {level['L73']:.1f} kg a year; a household's money {level['L33']:.0f} dollars; state pay "
        f"{level['L29']:.1f} kg of rice a month before October 2023, {level['L30']:.1f} in December 2025; sweater "
        f"{level['L57']:.0f} yuan; herbs {level['L75']:.0f} yuan/kg at the border, leeches {level['L76']:.0f} as "
        f"dealers pay; padded coat {level['L58']:.0f} kg of rice; {level['L52']:.1f} garments a person-year",
        12: "each has its flow or is gone; opening + flows = closing is checked every week",
        13: f"{percent(coats.modelled - 1)}",
        14: f"mean error {rice.model:.3f}; ln p = a + b ln E {rice.by_rate:.3f}, last report {rice.carried:.3f}, "
        f"constant yuan price {rice.constant_yuan:.3f} on the same {rice.n} reports",
    }


def main() -> None:
    """Measure and write."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    verdicts = [from_record(record) for record in shipped_records() if record["id"] in FACTS]
    run = to_dataset(simulate(load("hyesan"), 1, "calibration"))
    runs = {"hyesan": run, "baseline": run}  # the findings rest on levels of history alone
    s6 = next(published(verdict) for verdict in verdicts if verdict.fact.name == "S6")
    said = now(run, figures(verdicts), measure_levels(runs), s6)
    record = {"scenario": load("hyesan").name, "now": said}
    TARGET.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for number, words in said.items():
        print(f"{number:>2}  {words}")


if __name__ == "__main__":
    main()
