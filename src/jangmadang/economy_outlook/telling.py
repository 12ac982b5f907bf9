"""The economy's outlook in words: names of figures and parts, amounts, and what must be said of them."""

from __future__ import annotations

from jangmadang.axes import AXES
from jangmadang.economy_outlook.answer import (
    BORDER,
    CHINA,
    GATE,
    RATE,
    SEASON,
    STAPLE_PRICES,
    TOGETHER,
    EconomyOutlook,
    Part,
    Pushing,
    Told,
)
from jangmadang.economy_outlook.figures import ALL, INDEX, PEOPLE, SHARE, TITLES
from jangmadang.economy_outlook.record import HISTORY
from jangmadang.labels import label, openness_in_words, place_in_words
from jangmadang.results.summary import COUNTRY
from jangmadang.scenario import load
from jangmadang.world.members import HYESAN

WORDS = {
    RATE: "the won against the yuan, staples as dear in yuan",
    STAPLE_PRICES: "rice and corn in yuan",
    SEASON: "season, harvest and what is under way",
    TOGETHER: "won and staples together, beyond each alone",
    BORDER: "the border as now, not as over the past year",
    CHINA: "China's demand and prices as now, not as over the past year",
}
UNITS = {SHARE: "%", PEOPLE: "people", INDEX: "past year = 100"}
#: Figures whose change is explained in print and on the page; JSON has all.
EXPLAINED = (
    ("short_of_staples", "hyesan", ALL),
    ("short_of_staples", COUNTRY, ALL),
    ("real_income", "hyesan", "labourer"),
    ("throughput", "hyesan", ALL),
)
STATEMENT = (
    "Model output under stated assumptions, never scored: if prices and the rate went as the outlook of their reports "
    "has them, and the border and China stayed as in the origin's week, the economy would be so. Bands hold 50 and "
    "90 % of {members} members, each with parameters of the shipped posterior, a sampled path of prices, and dice."
)


def border_in_words(answer: EconomyOutlook) -> str:
    """How open each channel at Hyesan is in the origin's week, and so stays in all weeks ahead."""
    openness = load(HISTORY).weekly_paths(answer.last_week, 1)["openness"][0, ..., HYESAN]
    channels = []
    for channel, row in zip(AXES["channel"], openness, strict=True):
        flows = (f"{label(flow)} {openness_in_words(float(one))}" for flow, one in zip(AXES["flow"], row, strict=True))
        channels.append(f"{label(channel)} {', '.join(flows)}")
    return f"The border as in the week of {answer.last_week}, taken to stay: {'; '.join(channels)}."


def pushing_in_words(one: Pushing, members: int) -> str:
    """Whether the model stands where reports of a staple are by itself."""
    weekly = f"{100.0 * one.weekly:+.1f} % a week in the median member"
    return (
        f"To keep to reported {one.staple} over the past year {one.down} of {members} members had to be pushed down "
        f"and {one.up} up by more than {GATE} standard errors ({weekly}). "
        f"Members keep to sampled prices within {100.0 * one.gap:.1f} %."
    )


def caution(answer: EconomyOutlook) -> str:
    """What a gate that fails means for the figures."""
    if answer.withheld:
        return (
            "By itself the model is not where reports of staples are, and hardly a member is: hunger and incomes are "
            "withheld."
        )
    hunger = answer.of("short_of_staples")
    now, ahead = (f"{100.0 * hunger.unpushed[n]:.0f} %" for n in (0, -1))
    return (
        "By itself most of the model's members would not be where reports of staples are: take levels of hunger and "
        f"incomes as indications. In the {answer.unpushed} members that need no push, hunger at Hyesan is {now} at "
        f"{answer.origin} and {ahead} {hunger.bands[-1].weeks} weeks later, in the median."
    )


def title_of(told: Told) -> str:
    """A figure with its place, class and unit."""
    return f"{TITLES[told.figure.name]}, {whose(told)}, {UNITS[told.figure.unit]}"


def whose(told: Told) -> str:
    """Place and class of a figure."""
    place = "the country" if told.figure.place == COUNTRY else place_in_words(told.figure.place)
    return place if told.figure.household_class == ALL else f"{place}, {label(told.figure.household_class)}"


def amount(told: Told, value: float) -> str:
    """A value in the unit of its title."""
    if told.figure.unit == PEOPLE:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{float(f'{100.0 * value:.2g}'):g}" if told.figure.unit == SHARE else f"{value:.0f}"


def between(told: Told, low: float, high: float) -> str:
    """Ends of an interval in the unit of its title."""
    return f"{amount(told, low)} to {amount(told, high)}"


def part_of(told: Told, part: Part) -> str:
    """A part of a change with its interval, in points or people."""
    times = 100.0 if told.figure.unit == SHARE else 1.0
    return f"{times * part.mean:+z.1f} [{times * part.low:z.1f} to {times * part.high:z.1f}]"


def unit_of_change(told: Told) -> str:
    """What a change is counted in."""
    return "points" if told.figure.unit in (SHARE, INDEX) else UNITS[told.figure.unit]
