"""The entries of `history.toml`, one for each lever and driver: which fields they have, and what those may hold."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pyrrhic.errors import BadFile
from pyrrhic.fields import (
    BY_YEAR,
    BY_YEAR_OF_LINES,
    NUMBER,
    TEXT,
    WORD,
    Content,
    check_entry,
    check_name,
    check_required,
    entries_of,
    one_of,
    works,
)
from pyrrhic.model import levers
from pyrrhic.model.inputs import GRADES, JUDGEMENT, WORK
from pyrrhic.record.derive.series import DERIVED

FILE = "history.toml"
LINE, STEP = "line", "step"
DEFINITION = "definition"
BASES = {WORK: ("source",), JUDGEMENT: ("reason",), DEFINITION: ()}
PATHS = ("values", "record", "regions", "kinds", "compute")
FIELDS: Mapping[str, Content] = {
    "values": BY_YEAR,
    "record": one_of("derived series", DERIVED),
    "regions": BY_YEAR_OF_LINES,
    "kinds": BY_YEAR_OF_LINES,
    "compute": WORD,
    "between": one_of("way between dated values", (LINE, STEP)),
    "scale": NUMBER,
    "towns": BY_YEAR,
    "least": NUMBER,
    "basis": one_of("basis", BASES),
    "source": works,
    "reason": TEXT,
    "grade": one_of("grade", GRADES),
    "note": TEXT,
}


@cache
def entries() -> Mapping[str, Mapping]:
    """The entries by name; raises a `PyrrhicError` with file and entry for what is wrong, missing or unknown."""
    declared = entries_of(files(__package__).joinpath(FILE))
    for name, entry in declared.items():
        check_name("lever", name, levers(), FILE)
        check(entry, f"{FILE}, {name}")
    for name in levers():
        if name not in declared:
            raise BadFile(f"the lever {name} has no historical path", where=FILE)
    return declared


def check(entry: Mapping, place: str) -> None:
    """Raise a `PyrrhicError` where an entry has no path, or not what its basis asks for: works, or a reason."""
    check_entry(entry, FIELDS, place, required=("grade",))
    basis = entry.get("basis", WORK)
    check_required(entry, BASES[basis], place)
    for field in ("source", "reason"):
        if field in entry and field not in BASES[basis]:
            raise BadFile(f'the basis is "{basis}", so the field {field} does not belong here', where=place)
    if not any(field in entry for field in PATHS):
        raise BadFile("it has no path", where=place, allowed=", ".join(PATHS))
