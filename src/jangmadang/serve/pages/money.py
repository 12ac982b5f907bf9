"""Money and goods: who paid whom in a quarter of a kept run, where the yuan comes from and goes, and goods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from jangmadang.labels import label
from jangmadang.report import palette
from jangmadang.report.flow_matrix import CURRENCY_WORDS, matrix_in_words
from jangmadang.report.wording import joined, number, percent, signed
from jangmadang.serve import money_view, sankey
from jangmadang.serve.charts import Chart, Spec, colour, day_line, drawn, line
from jangmadang.serve.kept_run import MANIFEST, kept_names
from jangmadang.serve.known import Stamp, stamp_of
from jangmadang.serve.money_view import Asked, Flow, Quarter, name_of
from jangmadang.serve.rendering import kept_answer, page, settings_of
from jangmadang.serve.settings import Settings

CURRENCY_NAMES = (("cny", "yuan"), ("kpw", "won"))
MOST_NAMED, LEAST_NAMED = 3, 0.01
SIDES = ("payer", "receiver")
FLOW_HEADINGS = ("for what", "from", "to", "amount", "share")


def warm(settings: Settings) -> None:
    """Read the ledger of the first run."""
    if kept_names(settings.results):
        money_view.quarter_of(settings.results, Asked())


def show(request: Request) -> Response:
    """The page."""
    settings, asked = settings_of(request), Asked.of(request.query_params)
    names = kept_names(settings.results)
    if not names:
        return page(request, "pages/money.html", quarter=None, results=settings.results)
    return kept_answer(request, _made_from(settings, asked), lambda: _page(request, settings, asked, names))


def chart_spec(request: Request) -> Response:
    """The picture of the yuan by quarter."""
    settings, asked = settings_of(request), Asked.of(request.query_params)

    def make() -> Response:
        return JSONResponse(yuan_spec(money_view.quarter_of(settings.results, asked)))

    return kept_answer(request, _made_from(settings, asked), make)


def picture(request: Request) -> Response:
    """The diagram as a file of its own."""
    settings, asked = settings_of(request), Asked.of(request.query_params)

    def make() -> Response:
        quarter = money_view.quarter_of(settings.results, asked)
        drawing = diagram(quarter, sankey.WIDE, lambda hue: hue, palette.INK)
        return Response(str(drawing), media_type="image/svg+xml")

    answer = kept_answer(request, _made_from(settings, asked), make)
    answer.headers["content-disposition"] = 'attachment; filename="who-paid-whom.svg"'
    return answer


def _made_from(settings: Settings, asked: Asked) -> tuple[Stamp | str, ...]:
    """The files that the page tells of, and the names of runs that it lists."""
    names = kept_names(settings.results)
    chosen = asked.run if asked.run in names else (names or [""])[0]
    return (stamp_of(settings.results / chosen / MANIFEST), *names)


def _page(request: Request, settings: Settings, asked: Asked, names: list[str]) -> Response:
    quarter = money_view.quarter_of(settings.results, asked)
    channels = [label(str(one)) for one in quarter.run.dataset["channel"].values]
    first, last = quarter.span
    yuan = quarter if quarter.currency == "cny" else money_view.quarter_of(
        settings.results, Asked(quarter.run.name, quarter.name, "cny")
    )  # fmt: skip
    return page(
        request,
        "pages/money.html",
        quarter=quarter,
        asked=Asked(quarter.run.name, quarter.name, quarter.currency),
        runs=names,
        quarters=list(money_view.quarters_of(quarter.ledger["weeks"])),
        currencies=CURRENCY_NAMES,
        first=first,
        last=last,
        lead=lead(yuan),
        cards=_cards(yuan),
        wide=diagram(quarter, sankey.WIDE, colour, "var(--ink)"),
        narrow=diagram(quarter, sankey.NARROW, colour, "var(--ink)"),
        file=f"/money/flows.svg?{_query(quarter)}",
        matrix=_matrix(quarter),
        flow_headings=FLOW_HEADINGS,
        came_in=_flow_rows(yuan.came_in),
        went_out=_flow_rows(yuan.went_out),
        holdings=[[name_of(name), number(held), signed(change)] for name, held, change in yuan.holdings],
        chart=yuan_chart(yuan),
        staples=money_view.staple_rows(quarter),
        beside=money_view.beside_market_rows(quarter),
        border=money_view.border_rows(quarter),
        channels=channels,
        use=money_view.use_rows(quarter),
        bands=quarter.run.bands,
    )


def lead(quarter: Quarter) -> str:
    """Where the yuan came from and went, in a sentence."""
    would = quarter.is_projected
    came, went = ("would come", "would go") if would else ("came", "went")
    into, out = (sum(one.amount for one in flows) for flows in (quarter.came_in, quarter.went_out))
    return (
        f"In {quarter.name} {number(into)} million yuan {came} into the country: {_most(quarter.came_in, into)}; "
        f"{number(out)} million {went} out: {_most(quarter.went_out, out)}."
    )


def _most(flows: list[Flow], total: float) -> str:
    """The largest kinds of payment with their shares, those that are at least a hundredth."""
    named = [one for one in flows[:MOST_NAMED] if one.amount >= LEAST_NAMED * total]
    return joined([f"{one.meaning} ({percent(one.amount / total)})" for one in named] or ["nothing"])


def _cards(quarter: Quarter) -> list[dict[str, str]]:
    """Yuan in, out and kept, and trade at Hyesan with its band."""
    came, went, kept_words = (
        ("Would come in", "Would go out", "Would be kept") if quarter.is_projected else ("Came in", "Went out", "Kept")
    )
    into, out = (sum(one.amount for one in flows) for flows in (quarter.came_in, quarter.went_out))
    kept = sum(change for *_, change in quarter.holdings)
    held = sum(amount for _, amount, _ in quarter.holdings)
    of = quarter.run.bands.of_what if quarter.run.bands.replicates is not None else ""
    band = f" [{of}]" if of else ""
    return [
        {"name": f"{came}, million yuan", "level": number(into), "says": "the whole country"},
        {"name": f"{went}, million yuan", "level": number(out), "says": "the whole country"},
        {
            "name": f"{kept_words}, million yuan",
            "level": signed(kept),
            "says": f"{number(held)} million held at the end",
        },
        *(
            {
                "name": f"{name} over the border at Hyesan, million yuan{band}",
                "level": money_view.trade_with_band(quarter, indicator),
                "says": "",
            }
            for name, indicator in (("Imports", "imports"), ("Exports", "exports"))
        ),
    ]


def diagram(quarter: Quarter, size: sankey.Size, hue: Callable[[str], str], ink: str) -> Markup:
    """The diagram of who paid whom."""
    ribbons = quarter.ribbons()
    words = {}
    for side in SIDES:
        for name in {getattr(one, side) for one in ribbons}:
            total = sum(one.amount for one in ribbons if getattr(one, side) == name)
            words[f"{side} {name}"] = f"{name_of(name)} {number(total)}" if size is sankey.WIDE else name_of(name)
    alt = f"Who paid whom in {quarter.name}, {quarter.unit}: payers on the left, receivers on the right; table below."
    return sankey.sankey(ribbons, size, alt, words, hue, ink)


def _matrix(quarter: Quarter) -> dict[str, Any]:
    """The flow matrix as the report writes it, rows with their sums."""
    found = matrix_in_words(quarter.ledger, quarter.weeks, quarter.currency)
    blank = [""]
    return {
        "headings": ["payer", *found["sectors"], "paid"],
        "rows": [
            *([name, *cells, paid] for name, cells, paid in found["rows"]),
            ["received", *found["received"], *blank],
            ["received less paid", *found["gained"], *blank],
            ["change of balances", *found["balances"], *blank],
        ],
    }


def _flow_rows(flows: list[Flow]) -> list[list[str]]:
    total = sum(one.amount for one in flows)
    return [
        [one.meaning, name_of(one.payer), name_of(one.receiver), number(one.amount), percent(one.amount / total)]
        for one in flows
    ]


def _query(quarter: Quarter) -> str:
    return urlencode({"run": quarter.run.name, "quarter": quarter.name, "currency": quarter.currency})


def yuan_chart(quarter: Quarter) -> Chart:
    """What stands beside the picture of the yuan by quarter."""
    return Chart(
        f"/money/yuan.json?{_query(quarter)}",
        "Yuan from abroad and to abroad, by quarter",
        CURRENCY_WORDS["cny"][0],
        "Model output of one run, the whole country; the ledger is kept without bands. After the end of the evidence "
        "it is what would be. Quarters that the run cuts short are left out.",
        ("quarter", "came in", "went out"),
        [[name, number(into), number(out)] for name, into, out in money_view.abroad_by_quarter(quarter)],
    )


def yuan_spec(quarter: Quarter) -> Spec:
    """The picture of the yuan by quarter."""
    chart, rows = yuan_chart(quarter), money_view.abroad_by_quarter(quarter)
    days = [_middle(name) for name, *_ in rows]
    layers = [
        line([{"day": day, "value": row[1]} for day, row in zip(days, rows, strict=True)], "came in"),
        line(
            [{"day": day, "value": row[2]} for day, row in zip(days, rows, strict=True)],
            "went out",
            palette.VERMILION,
            dashed=True,
        ),
    ]
    if quarter.evidence_day is not None:
        layers.append(day_line(quarter.evidence_day, "end of the evidence"))
    ends = f"{number(rows[0][1])} in and {number(rows[0][2])} out in {rows[0][0]}"
    alt = f"{chart.title}, {chart.unit}: {ends}, {number(rows[-1][1])} and {number(rows[-1][2])} in {rows[-1][0]}."
    return drawn(chart.title, chart.unit, layers, alt, from_zero=True)


def _middle(quarter: str) -> str:
    """The middle day of a quarter."""
    year, number_of = quarter.split("-Q")
    return f"{year}-{3 * int(number_of) - 1:02}-15"


ROUTES = [Route("/money", show), Route("/money/yuan.json", chart_spec), Route("/money/flows.svg", picture)]
