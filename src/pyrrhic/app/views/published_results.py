"""What `pyrrhic fit --table-1` shows: twenty-eight published results, row by row, as text and as plain dicts."""

from collections.abc import Iterable
from typing import Any

from pyrrhic.app.text.figures import finite, number, numbers_text, published
from pyrrhic.studies.fit.posterior import PosteriorFit
from pyrrhic.studies.fit.single import Fit
from pyrrhic.studies.literature.results import ENOUGH, MET, NOT_COMPUTED, NOT_MET, JudgedRow, Table, table_one
from pyrrhic.studies.replications import Replicated
from pyrrhic.studies.verdict import Verdict

BY_THE_MEDIAN = "Twenty-eight published results, judged by the medians of the mixture"
BY_ONE_RUN = "Twenty-eight published results, judged by the single run at the starting fit"
READING = (
    "A row is met if every number of it lies within the published tolerance, or the union of published ranges "
    'where scholars differ. "In part": the model does not compute all of the row. Most of the figures were '
    "used in calibration, and some rows are nearly tautologies, as is said below them."
)
SAID = {MET: "met", NOT_MET: "NOT MET", NOT_COMPUTED: "not computed"}


def table_of(found: Fit | PosteriorFit) -> Table:
    """The rows judged by a fit."""
    return table_one(_verdicts(found))


def _verdicts(found: Fit | PosteriorFit) -> Iterable[Verdict]:
    if isinstance(found, Fit):
        return (*found.verdicts, *found.literature)
    return (one.verdict for one in (*found.judged, *found.literature))


def text_lines(found: Fit | PosteriorFit) -> list[str]:
    """Every row with its state, the numbers that fall short and why, and how many are met."""
    table = table_of(found)
    return [
        BY_ONE_RUN if isinstance(found, Fit) else BY_THE_MEDIAN,
        READING,
        "",
        *(line for row in table.rows for line in row_lines(row)),
        "",
        summary(table),
    ]


def row_lines(row: JudgedRow) -> list[str]:
    """A row, and below it what falls short, what is not computed."""
    return [f"{row.row.number:2d}  {SAID[row.state]:12}  {row.row.title}", *(f"{'':18}{text}" for text in notes(row))]


def notes(row: JudgedRow) -> list[str]:
    """What falls short of a row with the likely reason, and what of it is not computed."""
    if row.state == NOT_COMPUTED:
        return [str(row.row.why_not_computed)]
    short = [missed_text(one) if isinstance(one, Verdict) else replicated_text(one) for one in row.missed]
    part = [f"In part. Not computed: {row.row.beyond}"] if row.row.beyond else []
    return [*short, *part, *([str(row.row.reading)] if row.row.reading else [])]


def replicated_text(one: Replicated) -> str:
    """A figure of a replicated model beside the printed one, which is a number or a sign."""
    return f"{one.title}: {number(finite(one.computed))}, published {number(published(one))}."


def missed_text(verdict: Verdict) -> str:
    """A target that is not met: its numbers, how it was read, and the likely reason."""
    return f"{verdict.target.title}: {numbers_text(verdict)} {verdict.target.reason}".rstrip()


def summary(table: Table) -> str:
    """How many rows are met, and whether that is enough."""
    part = f", {table.in_part} of them in part" if table.in_part else ""
    return (
        f"Table 1: {table.met} of {len(table.rows)} rows met{part}; {len(table.of(NOT_MET))} not met, "
        f"{len(table.of(NOT_COMPUTED))} not computed. At least {ENOUGH} are asked for."
    )


def short_lines(table: Table) -> list[str]:
    """The summary, and the rows that fall short where too few are met."""
    if table.enough:
        return [summary(table)]
    return [
        summary(table),
        *(
            f"{SAID[state]}: rows {', '.join(str(one.row.number) for one in table.of(state))}"
            for state in (NOT_MET, NOT_COMPUTED)
            if table.of(state)
        ),
    ]


def document(table: Table) -> dict[str, Any]:
    """The table as plain dicts."""
    return {
        "rows": [_row(one) for one in table.rows],
        "met": table.met,
        "met_in_part": table.in_part,
        "asked_for": ENOUGH,
        "enough": table.enough,
        "not_met": [one.row.number for one in table.of(NOT_MET)],
        "not_computed": [one.row.number for one in table.of(NOT_COMPUTED)],
    }


def without_comparisons(whole: dict[str, Any]) -> dict[str, Any]:
    """What a fit says of its run, without the series and the figures to reach."""
    return {name: value for name, value in whole.items() if name not in ("series", "targets", "met", "not_met")}


def _row(row: JudgedRow) -> dict[str, Any]:
    return {
        "row": row.row.number,
        "title": str(row.row.title),
        "state": row.state,
        "source": row.row.source,
        "beyond": str(row.row.beyond),
        "notes": notes(row),
        "targets": [
            {
                "name": one.target.name,
                "met": one.met,
                "unit": one.target.unit,
                "low": finite(one.target.low),
                "high": finite(one.target.high),
                "source": one.target.source,
                "why": str(one.target.why),
                "figures": {str(figure.label): finite(figure.value) for figure in one.figures},
            }
            for one in row.verdicts
        ],
        "replicated": [
            {"title": str(one.title), "computed": finite(one.computed), "published": published(one), "met": one.met}
            for one in row.replicated
        ],
    }
