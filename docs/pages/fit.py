"""The fit of the run as it happened: every series beside the record, and the figures to reach, at build time."""

from pages.markdown import anchored, escape, link, page, reference, table
from pyrrhic.app.text import fit as texts
from pyrrhic.app.text.fit import log_text
from pyrrhic.app.views import fit as views
from pyrrhic.app.views import published_results as table_views
from pyrrhic.app.views.figures import bounds_text, number_text, numbers_text, verdict_line
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.studies.fit.posterior import Covered, PosteriorFit, posterior_fit
from pyrrhic.studies.fit.single import SeriesFit, fit
from pyrrhic.studies.literature.results import JudgedRow
from pyrrhic.studies.verdict import Judged, Verdict

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
            ("", "Share", "Figure", "Median (bounds)", "How it is read", "Likely reason", "Source"),
            map(_target, found.judged),
        ),
        *_table_one(found),
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
        table(
            (
                "Row",
                "",
                "Published",
                "Numbers of the model, and how they are read",
                "Likely reason, and what is not computed",
                "Source",
            ),
            map(_row, judged.rows),
        ),
    ]


def _row(row: JudgedRow) -> list[str]:
    return [
        str(row.row.number),
        f"**{row.state.upper()}**" if row.missed else row.state,
        escape(str(row.row.title)),
        escape(" ".join([*map(_numbers, row.verdicts), *map(table_views.replicated_text, row.replicated)])),
        escape(" ".join(_beside(row))),
        sources_of(row.row.source),
    ]


def _beside(row: JudgedRow) -> list[str]:
    reasons = [one.target.reason for one in row.missed if isinstance(one, Verdict)]
    computed = row.verdicts or row.replicated
    beyond = row.row.beyond if computed else row.row.why_not_computed
    return [str(text) for text in (*reasons, beyond, row.row.reading) if text]


def _numbers(verdict: Verdict) -> str:
    figures = ", ".join(f"{one.label} {number_text(one.value, verdict.target.unit)}" for one in verdict.figures)
    return f"{verdict.target.title}: {figures} ({bounds_text(verdict.target)}). {verdict.target.why}"


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
    _, _, series = part.partition("record: ")
    if not series:
        return reference(part)
    return link(series, f"derived-{series}" if series in DERIVED else f"series-{series}")
