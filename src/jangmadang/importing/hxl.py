"""Observations as WFP's price tables on the Humanitarian Data Exchange hold them, with HXL tags."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from jangmadang.errors import InputError
from jangmadang.evidence.observations import Observation, each_place
from jangmadang.files import write_whole

#: Columns in the order of WFP's tables, then those that say where a row comes from, each with its tag.
COLUMNS = {
    "date": "#date",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "market": "#loc+market+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "category": "#item+type",
    "commodity": "#item+name",
    "unit": "#item+unit",
    "priceflag": "#item+price+flag",
    "pricetype": "#item+price+type",
    "currency": "#currency",
    "price": "#value",
    "usdprice": "#value+usd",
    "start_date": "#date+start",
    "end_date": "#date+end",
    "low": "#value+min",
    "high": "#value+max",
    "publisher": "#meta+publisher",
    "source": "#meta+source",
    "id": "#meta+id",
}
_TYPES = {"_wholesale": "Wholesale", "_state": "State", "_purchase": "Farm Gate", "_credit": "Credit"}


def write_hxl(path: Path, rows: Iterable[Observation]) -> int:
    """Write observations with their tags, a row for each place; excluded ones are left out. Returns how many.

    A price with one end stands at that end; a range at its middle, with both ends beside it.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow(COLUMNS)
    used = each_place(rows)
    writer.writerows(_row(observation) for observation in used)
    try:
        write_whole(path, lambda file: file.write(text.getvalue().encode()))
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}); give another path") from None
    return len(used)


def _row(o: Observation) -> Mapping[str, str]:
    """An observation as a row."""
    suffix = next((end for end in _TYPES if o.item.endswith(end)), "")
    quantity = "" if o.per_qty == 1 else f"{o.per_qty:.15g} "
    return {
        "date": str(o.date),
        "market": o.place,
        "commodity": o.item.removesuffix(suffix),
        "unit": quantity + ("KG" if o.unit == "kg" else o.unit),
        "priceflag": "disputed" if o.disputed else "actual",
        "pricetype": _TYPES.get(suffix, "Retail"),
        "currency": o.currency,
        "price": f"{o.value * o.per_qty:.15g}",
        "start_date": str(o.date_start),
        "end_date": str(o.date_end),
        "low": "" if o.low is None else f"{o.low:.15g}",
        "high": "" if o.high is None else f"{o.high:.15g}",
        "publisher": o.publisher,
        "source": o.source,
        "id": o.id,
    }
