"""The fit of the run as it happened: every series beside the record, and the figures to reach, at build time."""

from pages.markdown import anchored, escape, link, page, reference, table
from pyrrhic.app.fit_commands import IN_SAMPLE, NO_INTERVAL, log_text, numbers_text, summary, worst_text
from pyrrhic.methods.fit import Fit, SeriesFit, Verdict, fit
from pyrrhic.record.derived import DERIVED

_COLUMNS = ("The columns: number of figures; root mean square of (model - record) / error; the same of the logarithm "
            "of model over record; share of figures within one and within two errors; the worst year.")
_HEADER = ("Row", "Quantity", "Record", "Figures", "Rms", "Log", "Within 1", "Within 2", "Worst year", "Note")


def pages() -> dict[str, str]:
    """The one page of the fit."""
    return {"fit": _page(fit())}


def _page(found: Fit) -> str:
    return page("# The fit, series by series", f"{NO_INTERVAL} {IN_SAMPLE} Run `{found.fingerprint[:12]}`, structure "
                f"`{found.structure}`; the page is written when the documentation is built.",
                anchored("fit-targets", "Figures to reach"), escape(summary(found)),
                table(("", "Figure", "Number (bounds)", "How it is read", "Source"), map(_target, found.verdicts)),
                anchored("fit-series", "Series"), _COLUMNS, table(_HEADER, map(_series, found.rows)))


def _target(verdict: Verdict) -> list[str]:
    target = verdict.target
    return ["met" if verdict.met else "**NOT MET**", escape(target.title),
            escape(numbers_text(verdict).removesuffix(f" {target.why}")), escape(target.why), _sources(target.source)]


def _series(row: SeriesFit) -> list[str]:
    note = row.note if row.evidence else f"No evidence: took no part in the fit. {row.note}"
    return [escape(row.name), link(row.quantity, f"quantity-{row.quantity}"), _sources(row.source),
            str(len(row.points)), f"{row.rms_residual:.2f}", escape(log_text(row)), f"{row.within_one:.0%}",
            f"{row.within_two:.0%}", escape(worst_text(row)), escape(note)]


def _sources(text: str) -> str:
    """Links to the series of the record, or to the works."""
    return ", ".join(_source(part.strip()) for part in text.split(";"))


def _source(part: str) -> str:
    _, _, series = part.partition("record: ")
    if not series:
        return reference(part)
    return link(series, f"derived-{series}" if series in DERIVED else f"series-{series}")
