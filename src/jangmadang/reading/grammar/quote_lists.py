"""Amounts in a list: to each its own place or time, as "respectively" says; none where the lists do not fit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from jangmadang.reading.grammar.quote import NEXT_IN_LIST, SHARED, Quote
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.places import PlaceMention
from jangmadang.reading.mentions.times import TimeMention

_NEXT_TIME = re.compile(r",?\s(?:and|or)\s(?:in\s|on\s|the\s)*|,\s(?:in\s|on\s)?")


def share_out(report: Report, quotes: Sequence[Quote]) -> list[Quote]:
    """Give each quote of a list its own place and time, and return the quotes of which it is known what they price.

    Parameters
    ----------
    report : Report
        The text with its mentions.
    quotes : sequence of Quote
        From left to right; their places and times are set.
    """
    kept: list[Quote] = []
    for run in _runs(report, quotes):
        said = bool(SHARED.search(report.view, run[-1].amount.end, run[-1].sentence.end))
        earlier = [one for one in kept if one.sentence is run[0].sentence and one.amount.end <= run[0].amount.start]
        _without_places_of_others(earlier, run)
        if len(run) == 1:
            run[0].unclear |= said
            if said and len(run[0].places) > 1:
                _put_nowhere(run)
            kept += run
        elif not _may_be_of_each(earlier, run) and _share_run(report, run, said):
            kept += run
    return kept


def _may_be_of_each(earlier: Sequence[Quote], run: Sequence[Quote]) -> bool:
    """Whether amounts taken for prices of one good may be of the goods before: "and in Musan 20,900 and 6,000 won"."""
    goods = {quote.thing.id for quote in earlier}
    is_named_anew = not earlier or run[0].thing.start > earlier[-1].amount.start
    return not is_named_anew and len(goods) == len(run) > 1 and len({quote.thing.id for quote in run}) == 1


def _put_nowhere(quotes: Sequence[Quote]) -> None:
    """Say that it is not known where quotes hold."""
    for quote in quotes:
        place = quote.places[0]
        quote.places, quote.unclear = [PlaceMention(place.start, place.end, "", "place")], True


def _without_places_of_others(earlier: Sequence[Quote], run: Sequence[Quote]) -> None:
    """Take from a list a place that is an earlier quote's, where the list names another or there are several.

    "... in Hyesan, and 20,900 won and 6,000 won in Chongjin"; "... in Musan and ... in Hyesan, corn 6,000 and 6,100".
    """
    borrowed = [quote for quote in run if quote.places and any(quote.places == other.places for other in earlier)]
    others = {place.id for quote in (*earlier, *run) for place in quote.places}
    if len(run) > 1 and borrowed and len(others) > 1:
        _put_nowhere(borrowed)


def _runs(report: Report, quotes: Sequence[Quote]) -> list[list[Quote]]:
    """Quotes whose amounts stand in one list, each list together."""
    runs: list[list[Quote]] = []
    for quote in quotes:
        last = runs[-1][-1] if runs else None
        if (
            last
            and last.sentence is quote.sentence
            and not (last.amount.pair or quote.amount.pair)
            and last.phase == quote.phase
            and NEXT_IN_LIST.fullmatch(report.view, last.amount.end, quote.amount.start)
        ):
            runs[-1].append(quote)
        else:
            runs.append([quote])
    return runs


def _share_run(report: Report, run: list[Quote], said: bool) -> bool:
    """Share out the places and times of a list; whether it is known what its amounts price."""
    same = len({quote.thing.id for quote in run}) == 1
    places = max((quote.places for quote in run), key=len)
    times = _times_in_list(report, run[0], len(run)) if said else []
    for quote, time in zip(run, times, strict=bool(times)):
        quote.time = time
    if len(places) > 1 and (same or said):
        behind = said and places[0].start > run[-1].amount.end  # goods, amounts, places: each its own
        if (same or behind) and len(places) == len(run):
            for quote, place in zip(run, places, strict=True):
                quote.places, quote.place_basis = [place], "stated"
        elif said and same and not times:
            return False
        else:
            _put_nowhere([quote for quote in run if quote.places])
    elif said and same and not times:
        for quote in run:
            quote.unclear = True
    return True


def _times_in_list(report: Report, quote: Quote, count: int) -> list[TimeMention]:
    """The times of a sentence, if they are a list as long as that of its amounts."""
    times = report.within(report.times, quote.sentence.start, quote.sentence.end)
    gaps = itertools.pairwise(times)
    in_list = all(_NEXT_TIME.fullmatch(report.view, one.end, other.start) for one, other in gaps)
    return times if len(times) == count > 1 and in_list else []
