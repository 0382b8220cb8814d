"""Checks of what names a figure and says how it was obtained: identifier, kind of value, variant, how and where it was seen.

The record's own figures have all of these; a file of a user's own may leave them out.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

from pyrrhic.errors import shown_name, unknown
from pyrrhic.record.checks.problem import Problem, Table, finite, problem
from pyrrhic.record.registers import Change, Member, Witness
from pyrrhic.record.tables import FLAGS, SEEN, VALUE_IS, VARIANT, Row, grade_of

IDENTIFIER = re.compile(r"PYR-\d{6}")
NAME = re.compile(r"[a-z][a-z0-9_]*")  # of a family or a variant; of a series too
REMOVED = "removed"
MIDPOINT, PRINTED = "midpoint", "printed"
SAYS_SO = re.compile(
    r"\bprinted\b.*\bwith\b|plus or minus|computed from the printed percentage|central estimate", re.IGNORECASE
)


@dataclass(frozen=True)
class Known:
    """What figures may refer to: the kinds of works, and the registers beside the figures."""

    kinds_of_works: Mapping[str, str]
    witnesses: Mapping[str, Witness]
    regions: Collection[str]
    changes: Collection[Change]


def shape_problems(table: Table, known: Known) -> Iterator[Problem]:
    """Every problem of the columns that name a figure and say how it was obtained."""
    own = [row for row in table.rows if row.file not in table.user_files]
    yield from _identifier_problems(table, any(row.fields["id"] for row in own), known.changes)
    for row in table.rows:
        yield from _word_problems(row)
        yield from _variant_problems(row)
        yield from _region_problems(row, known.regions, table)
        if row.fields["id"]:
            yield from _provenance_problems(row, known.kinds_of_works, known.witnesses)
            yield from _midpoint_problems(row)


def family_problems(families: Mapping[str, Member], table: Table, folder: Path) -> Iterator[Problem]:
    """Every member of a family that is no series, says too little, or says what another says; and names that are taken."""
    file = str(folder / "registers" / "families.csv")
    taken: set[tuple[str, str]] = set()
    for line, member in enumerate(families.values(), start=2):
        shown = {(member.family, member.member_en), (member.family, member.member_ru)}
        if not NAME.fullmatch(member.family):
            yield Problem(file, line, 1, f"{shown_name(member.family)} is no name; allowed: {NAME.pattern}")
        if not all(astuple(member)):
            yield Problem(file, line, 1, "an empty field; a member has all of them, in both languages")
        if shown & taken:
            yield Problem(file, line, 1, f"another member of {member.family} is called {member.member_en} too")
        taken |= shown
        if member.series not in table.catalogue:
            yield Problem(file, line, 1, unknown("series", member.series, table.catalogue))
        if member.family in table.catalogue:
            yield Problem(file, line, 1, f"{member.family} is the name of a series; give the family another")


def _identifier_problems(table: Table, is_numbered: bool, changes: Collection[Change]) -> Iterator[Problem]:
    """Each figure of the record has an identifier of its own, which no removed figure had; a user's has none."""
    first: dict[str, Row] = {}
    removed = {change.id for change in changes if change.field == REMOVED}
    for row in table.rows:
        name = row.fields["id"]
        if row.file in table.user_files:
            if name:
                yield problem(row, "id", f"{name} names a figure of the record; leave the column out")
        elif is_numbered and not IDENTIFIER.fullmatch(name):
            yield problem(
                row, "id", f"{name or 'no identifier'}; scripts/number_figures.py gives one such as PYR-000123"
            )
        elif name in first:
            yield problem(row, "id", f"{name} stands twice, first at {first[name].place}")
        elif name in removed:
            yield problem(row, "id", f"{name} named a figure that was removed; an identifier is never used again")
        if name:
            first.setdefault(name, row)


def _word_problems(row: Row) -> Iterator[Problem]:
    allowed = {"value_is": VALUE_IS, "seen": SEEN, "flag": FLAGS}
    for column, names in allowed.items():
        text = row.fields[column]
        if text and text not in names:
            yield problem(row, column, unknown(column, text, names))


def _variant_problems(row: Row) -> Iterator[Problem]:
    """A variant says which definition it follows, in a word."""
    variant, role = row.fields["variant"], row.fields["role"]
    if role == VARIANT and not variant:
        yield problem(row, "variant", "a variant has a word for its definition, such as with_flour")
    if variant and not NAME.fullmatch(variant):
        yield problem(row, "variant", f"variant {variant!r} must be lower-case words joined by _")


def _region_problems(row: Row, regions: Collection[str], table: Table) -> Iterator[Problem]:
    """A region is one of the register; a user's file may name another, unless it looks like a misspelling."""
    name = row.fields["region"]
    if not name or not regions or name in regions:
        return
    if row.file not in table.user_files or table.nearest_of("region", name, regions):
        yield problem(row, "region", table.unknown("region", name, regions))


def _provenance_problems(
    row: Row, kinds_of_works: Mapping[str, str], witnesses: Mapping[str, Witness]
) -> Iterator[Problem]:
    """How a figure was seen, where, and the grade that follows from that and the kind of the work."""
    seen, witness = row.fields["seen"], row.fields["seen_in"]
    for column in ("value_is", "seen"):
        if not row.fields[column]:
            yield problem(row, column, f"no {column}; every figure of the record has one")
    if witness and witness not in witnesses:
        yield problem(row, "seen_in", unknown("witness", witness, witnesses))
    if witness and seen == "memory":
        yield problem(row, "seen_in", "a figure known from memory was seen nowhere")
    kind = kinds_of_works.get(row.fields["source"], "")
    if seen in SEEN and row.fields["grade"] != (grade := grade_of(kind, seen)):
        named = f"of a work of kind {kind}" if kind else "so"
        yield problem(row, "grade", f"grade {row.fields['grade']}; a figure {named} seen by {seen} has grade {grade}")


def _midpoint_problems(row: Row) -> Iterator[Problem]:
    """The middle of a range says that it is one."""
    low, value, high = (finite(row.fields[name]) for name in ("low", "value", "high"))
    if low is None or value is None or high is None or not low < high or row.fields["value_is"] != PRINTED:
        return
    if abs((low + high) / 2 - value) < 1e-9 and not SAYS_SO.search(row.fields["note"]):
        yield problem(
            row,
            "value_is",
            f"{row.fields['value']} is the middle of {row.fields['low']} to {row.fields['high']}: is it printed?",
        )
