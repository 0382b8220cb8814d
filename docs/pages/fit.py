"""The fit of the run as it happened: every series beside the record, and the figures to reach, at build time."""

from pages.markdown import anchored, escape, link, page, reference, table
from pyrrhic.app.language import ENGLISH
from pyrrhic.app.text import fit as texts
from pyrrhic.app.text import second_edition
from pyrrhic.app.text.fit import log_text
from pyrrhic.app.views import fit as views
from pyrrhic.app.views import published_results as table_views
from pyrrhic.app.views.figures import bounds_text, number_text, numbers_text, verdict_line
from pyrrhic.app.views.fit import second_edition_view
from pyrrhic.fields import RECORD
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.studies.fit.changed_readings import changed_readings
from pyrrhic.studies.fit.posterior import Covered, PosteriorFit, posterior_fit
from pyrrhic.studies.fit.single import SeriesFit, fit
from pyrrhic.studies.literature.results import EVIDENCE, JudgedRow, Table
from pyrrhic.studies.replications.replicate import MET, NOT_MET
from pyrrhic.studies.verdict import Judged, Verdict
from pyrrhic.texts import Text

_COLUMNS = (
    "The columns: number of figures; how many of them lie in the 50 % and the 90 % interval of model and "
    "measurement; the figure farthest out, with its median and 90 % interval; then, of the single run at the "
    "starting fit, the root mean square of (model - record) / error and that of the log of model over record."
)
_HEADER = ("Row", "Quantity", "Record", "Figures", "In 50 %", "In 90 %", "Farthest out", "Rms", "Log", "Note")


def pages() -> dict[str, str]:
    """The one page of the fit."""
    return {"fit": _page(posterior_fit(), {row.name: row for row in fit().rows})}


def _page(found: PosteriorFit, single: dict[str, SeriesFit]) -> str:
    return page(
        "# The fit, series by series",
        f"{texts.heading(found)}. {views.IN_SAMPLE} The page is written when the documentation is built.",
        anchored("fit-targets", "Figures to reach"),
        escape(texts.summary(found)),
        table(
            ("Verdict", "Share", "Figure", "Median (bounds)", "How it is read", "Likely reason", "Source"),
            map(_target, found.judged),
        ),
        *_table_one(found),
        *_second_edition(found),
        *_changed_readings(),
        anchored("fit-series", "Series"),
        _COLUMNS,
        texts.coverage_text(found),
        *(escape(verdict_line(one)) for one in found.coverage_verdicts),
        table(_HEADER, (_series(row, single[row.name]) for row in found.rows)),
    )


def _target(one: Judged) -> list[str]:
    target = one.target
    return [
        "in range" if one.verdict.met else "**OUTSIDE**",
        f"{one.share:.0%}",
        escape(str(target.title)),
        escape(numbers_text(one.verdict).removesuffix(f" {target.why}")),
        escape(str(target.why)),
        "" if one.verdict.met else escape(str(target.reason)),
        sources_of(target.source),
    ]


def _table_one(found: PosteriorFit) -> list[str]:
    judged = table_views.table_of(found)
    return [
        anchored("fit-table-1", "Table 1: published results, row by row"),
        escape(texts.table_1_summary(judged)),
        escape(texts.READING),
        *(part for kind, title in EVIDENCE.items() for part in _rows_of(judged, kind, title)),
    ]


def _rows_of(judged: Table, evidence: str, title: Text) -> list[str]:
    """The rows of one kind of evidence under their heading."""
    head = (
        "Row",
        "As printed",
        "As read",
        "Published",
        "Numbers of the model, and how they are read",
        "Likely reason, and what is not computed",
        "Source",
    )
    return [anchored(f"fit-table-1-{evidence}", str(title), level=3), table(head, map(_row, judged.of(evidence)))]


def _row(row: JudgedRow) -> list[str]:
    printed = [verdict for verdict in row.printed if verdict not in row.verdicts]
    return [
        str(row.row.number),
        _state(row.state_as_printed),
        _state(row.state),
        escape(str(row.row.title)),
        escape(
            " ".join(
                [
                    *map(_numbers, row.verdicts),
                    *(f"As printed: {_numbers(verdict)}" for verdict in printed),
                    *map(table_views.replicated_text, row.replicated),
                ]
            )
        ),
        escape(" ".join(_beside(row))),
        sources_of(row.row.source),
    ]


def _state(state: str) -> str:
    return f"**{state.upper()}**" if state == NOT_MET else state


def _beside(row: JudgedRow) -> list[str]:
    reasons = [one.target.reason for one in row.missed if isinstance(one, Verdict)]
    computed = row.verdicts or row.replicated
    beyond = row.row.beyond if computed else row.row.why_not_computed
    return [str(text) for text in (*reasons, beyond, row.row.reading) if text]


def _numbers(verdict: Verdict) -> str:
    figures = ", ".join(f"{one.label} {number_text(one.value, verdict.target.unit)}" for one in verdict.figures)
    return f"{verdict.target.title}: {figures} ({bounds_text(verdict.target)}). {verdict.target.why}"


def _second_edition(found: PosteriorFit) -> list[str]:
    """The figures that the second edition should reach, each with its verdict."""
    view = second_edition_view(single=False, draws=int(found.run.weights.size))
    counts = ", ".join(f"{state} {count}" for state, count in view["counts"].items())
    return [
        anchored("fit-second-edition", "Figures that the second edition should reach"),
        f"{escape(second_edition.ABOUT)} {escape(counts)}.",
        table(
            ("Verdict", "Figure", "Judged by", "Numbers (bounds)", "How it is read", "Source"),
            map(_figure_to_reach, view["figures"]),
        ),
    ]


def _figure_to_reach(figure: dict) -> list[str]:
    numbers, bounds = second_edition.numbers_of(figure, ENGLISH), second_edition.bounds(figure, ENGLISH)
    return [
        figure["state"] if figure["state"] == MET else f"**{figure['state'].upper()}**",
        escape(figure["title"]),
        figure["judged_by"],
        escape(f"{numbers} ({bounds})"),
        escape(figure["why"]),
        sources_of("; ".join(figure["sources"])),
    ]


def _changed_readings() -> list[str]:
    """The readings that were changed after their outcome was seen, old and new side by side."""
    return [
        anchored("fit-changed-readings", "Readings changed after the outcome was seen"),
        table(
            ("Reading", "Old", "New", "Commit or day", "What was known", "Reason"),
            (
                [escape(one.what), escape(one.old), escape(one.new), one.changed, escape(one.known), escape(one.reason)]
                for one in changed_readings()
            ),
        ),
    ]


def _series(row: Covered, single: SeriesFit) -> list[str]:
    return [
        escape(row.name),
        link(single.quantity, f"quantity-{single.quantity}"),
        sources_of(single.source),
        str(len(row.figures)),
        f"{row.coverage[0]:.0%}",
        f"{row.coverage[1]:.0%}",
        escape(texts.worst_text(row)),
        f"{single.rms_residual:.2f}",
        escape(log_text(single)),
        escape(single.note),
    ]


def sources_of(text: str) -> str:
    """Links to the series of the record, or to the works."""
    return ", ".join(_source(part.strip()) for part in text.split(";"))


def _source(part: str) -> str:
    if part == RECORD:
        return "the record"
    _, _, series = part.partition("record: ")
    if not series:
        return reference(part)
    return link(series, f"derived-{series}" if series in DERIVED else f"series-{series}")
