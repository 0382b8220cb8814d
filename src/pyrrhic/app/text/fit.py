"""The run as it happened beside the record as text: under the mixture, of the single run, and Table 1 row by row."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrrhic.app.language import ENGLISH, Language, spoken
from pyrrhic.app.text.table import Column, figures, fixed, paragraph, percent, table
from pyrrhic.app.views.figures import numbers_text, verdict_line
from pyrrhic.app.views.fit import IN_SAMPLE, IN_SAMPLE_OF_SINGLE_RUN, NO_INTERVAL, FittedAtDraws, FittedSingly
from pyrrhic.app.views.published_results import notes, table_of
from pyrrhic.calibration.likelihood import Predicted
from pyrrhic.studies.committed import Difference
from pyrrhic.studies.fit.changed_readings import changed_readings
from pyrrhic.studies.fit.posterior import Covered, PosteriorFit
from pyrrhic.studies.fit.single import Fit, SeriesFit
from pyrrhic.studies.literature import results
from pyrrhic.studies.literature.results import JudgedRow, Table
from pyrrhic.studies.replications.replicate import MET, NOT_MET
from pyrrhic.studies.verdict import Judged

COLUMNS = "in 50, in 90: share of the figures inside the 50% and the 90% interval of model and measurement."
RMS_NOTE = "rms: root mean square of (model - record) / error; log: the same of log(model / record)."
READING = 'Two verdicts: by the tolerances that are printed, and as the row is read, by all published ranges taken together where scholars differ. "In part": the model does not compute all of the row. Most of the figures were used in calibration. Rows that check the code, the record or what is given to the model stand apart.'
WIDEST = 14  # of the words for a state, in either language
STATES = {MET: "agrees", NOT_MET: "DISAGREES", results.NOT_COMPUTED: "not computed"}


def fit_text(fitted: FittedSingly | FittedAtDraws, judged: Table, say: Language) -> str:
    """The series beside the record; the targets and Table 1 in short, or every figure of the series asked for."""
    if isinstance(fitted, FittedSingly):
        text = single_text(fitted.fit, fitted.rows, fitted.each_figure, say)
    else:
        text = mixture_text(fitted.fit, fitted.rows, fitted.each_figure, say)
    if fitted.each_figure:
        return text
    return "\n".join([text, paragraph(table_1_summary(judged, say)), paragraph(changed_summary(say))])


def changed_summary(say: Language = ENGLISH) -> str:
    """How many readings were changed after their outcome was seen, and what prints them."""
    return say(
        "{count} readings were changed after their outcome was seen; old and new: pyrrhic fit --changed-readings",
        count=len(changed_readings()),
    )


def check_text(
    fitted: FittedSingly | FittedAtDraws, judged: Table, differences: Sequence[Difference], say: Language
) -> str:
    """The targets that are not met, and every verdict that differs from the committed table."""
    targets = single_check(fitted.fit, say) if isinstance(fitted, FittedSingly) else mixture_check(fitted.fit, say)
    return "\n".join([targets, paragraph(table_1_summary(judged, say)), differences_text(differences, say)])


def differences_text(differences: Sequence[Difference], say: Language) -> str:
    """Every verdict that is not that of the committed table, with the old and the new one."""
    if not differences:
        return say("Every verdict is that of the committed table.")
    head = say("Verdicts that differ from the committed table; explain them with: pyrrhic fit --write-table REASON")
    rows = [
        say("{name}: was {old}, is {new}", name=part.name, old=say(part.old), new=say(part.new)) for part in differences
    ]
    return "\n".join([paragraph(head), *rows])


def written_text(view: Mapping[str, Any], say: Language) -> str:
    """What was written into the committed table."""
    head = say("{form}: {count} verdicts written", form=view["form"], count=view["verdicts"])
    changed = [f"{part['name']}: {part['old']} → {part['new']}" for part in view["changed"]]
    return "\n".join([head, *changed])


# --- the mixture ----------------------------------------------------------------------------------------------


def mixture_text(fit: PosteriorFit, rows: Sequence[Covered], each_figure: bool, say: Language) -> str:
    """The coverage by series, with every figure where asked, or with the targets."""
    lines = [heading(fit, say), paragraph(say(IN_SAMPLE)), paragraph(say(COLUMNS)), "", _coverage(rows, say)]
    if each_figure:
        return "\n".join([*lines, *(_predicted(row, say) for row in rows)])
    return "\n".join(
        [
            *lines,
            "",
            coverage_text(fit, say),
            *(paragraph(verdict_line(verdict, say), " " * 8, "") for verdict in fit.coverage_verdicts),
            "",
            say("Targets, by the median over the variants"),
            *(judged_line(judged, say) for judged in fit.judged),
            "",
            summary(fit, say),
        ]
    )


def mixture_check(fit: PosteriorFit, say: Language) -> str:
    """The targets that the medians do not meet, then how many are met."""
    return "\n".join(
        [
            *(judged_line(judged, say) for judged in fit.missed),
            coverage_text(fit, say),
            *(paragraph(verdict_line(verdict, say), " " * 8, "") for verdict in fit.coverage_verdicts),
            summary(fit, say),
        ]
    )


def heading(fit: PosteriorFit, say: Language = ENGLISH) -> str:
    """How many draws of which structures."""
    names, draws, failures = fit.run.structures, fit.run.weights.size, fit.run.failures
    of = (
        say("{draws} draws of {count} variants of the model, by their weights", draws=draws, count=len(names))
        if len(names) > 1
        else say("{draws} draws of the variant {name}", draws=draws, name=names[0])
    )
    failed = "; " + say("{count} failed and have no weight", count=failures) if failures else ""
    return f"{say('The historical run and the record')}: {of}{failed}"


def coverage_text(fit: PosteriorFit, say: Language = ENGLISH) -> str:
    """The coverage of all figures."""
    half, most = (f"{share:.0%}" for share in fit.coverage)
    return say("All figures: {half} in the 50% interval, {most} in the 90% interval.", half=half, most=most)


def _coverage(rows: Sequence[Covered], say: Language) -> str:
    """A line for each series: figures, coverage, and the figure farthest out."""
    heads = [
        Column(say("series"), left=True),
        Column(say("figures")),
        Column(say("in 50"), written=percent()),
        Column(say("in 90"), written=percent()),
        Column(say("farthest out"), left=True),
    ]
    return table(heads, [(row.name, len(row.figures), *row.coverage, worst_text(row, say)) for row in rows])


def worst_text(row: Covered, say: Language = ENGLISH) -> str:
    """The figure farthest from the median in widths of its interval."""
    worst = max(row.figures, key=_distance)
    low, median, high, record = (f"{value:.4g}" for value in (worst.low, worst.median, worst.high, worst.observed))
    span = say("{low} to {high}", low=low, high=high)
    return f"{worst.year}: {median} ({span}), {say('record')} {record}"


def _distance(figure: Predicted) -> float:
    above = figure.observed > figure.median
    side = figure.high - figure.median if above else figure.median - figure.low
    return abs(figure.observed - figure.median) / side if side > 0.0 else 0.0


def _predicted(row: Covered, say: Language) -> str:
    """Every figure of a series with its interval."""
    heads = [
        Column(say("year"), left=True),
        *(Column(say(title), written=figures()) for title in ("5%", "median", "95%", "record")),
        Column(left=True),
    ]
    cells = [
        (
            str(figure.year),
            figure.low,
            figure.median,
            figure.high,
            figure.observed,
            "" if figure.in_nine_tenths else say("outside"),
        )
        for figure in row.figures
    ]
    return f"\n{row.name}\n{table(heads, cells)}"


def judged_line(judged: Judged, say: Language = ENGLISH) -> str:
    """A target, met or NOT MET by the medians, with the share of the mixture that meets it."""
    verdict, target = judged.verdict, judged.target
    mark = say("in range") if verdict.met else say("OUTSIDE")
    reason = f" {spoken(target.reason, say)}" if target.reason and not verdict.met else ""
    sentence = f"{spoken(target.title, say)}: {numbers_text(verdict, say)}{_shares(judged, say)}{reason}"
    return paragraph(sentence, " " * 16, f"{mark:11}{judged.share:4.0%}  ")


def _shares(judged: Judged, say: Language) -> str:
    """The lowest and the highest share of a structure, where there are several."""
    low, high = (f"{end(judged.shares.values()):.0%}" for end in (min, max))
    return " " + say("Variants: {low} to {high}.", low=low, high=high) if len(judged.shares) > 1 else ""


def summary(fit: PosteriorFit, say: Language = ENGLISH) -> str:
    """How many targets are met."""
    met = len(fit.judged) - len(fit.missed)
    return say("{met} of {count} targets within range by the median.", met=met, count=len(fit.judged))


# --- the single run -------------------------------------------------------------------------------------------


def single_text(fit: Fit, rows: Sequence[SeriesFit], each_figure: bool, say: Language) -> str:
    """The table of series, with every figure where asked, or with the targets."""
    lines = [
        f"{say('The historical run and the record')} ({fit.fingerprint[:12]})",
        paragraph(say(NO_INTERVAL)),
        paragraph(say(IN_SAMPLE_OF_SINGLE_RUN)),
        paragraph(say(RMS_NOTE)),
        "",
        _residuals(rows, say),
    ]
    if each_figure:
        return "\n".join([*lines, *(_compared(row, say) for row in rows)])
    verdicts = [_verdict(verdict, say) for verdict in fit.verdicts]
    return "\n".join([*lines, "", say("Targets"), *verdicts, "", single_summary(fit, say)])


def single_check(fit: Fit, say: Language) -> str:
    """The targets that are not met, then how many are."""
    return "\n".join([*(_verdict(verdict, say) for verdict in fit.missed), single_summary(fit, say)])


def _verdict(verdict, say: Language) -> str:
    return paragraph(verdict_line(verdict, say), " " * 8, "")


def single_summary(fit: Fit, say: Language) -> str:
    """How many targets are met."""
    met = len(fit.verdicts) - len(fit.missed)
    return say("{met} of {count} targets within range.", met=met, count=len(fit.verdicts))


def _residuals(rows: Sequence[SeriesFit], say: Language) -> str:
    """A line for each series: figures, rms, share within one and two errors, the worst year."""
    heads = [
        Column(say("series"), left=True),
        Column(say("figures")),
        Column("rms", written=fixed(2)),
        Column("log"),
        Column(say("in 1"), written=percent()),
        Column(say("in 2"), written=percent()),
        Column(say("worst"), left=True),
    ]
    cells = [
        (row.name, len(row.points), row.rms_residual, log_text(row), row.within_one, row.within_two, _worst(row, say))
        for row in rows
    ]
    return table(heads, cells)


def log_text(row: SeriesFit) -> str:
    """The rms log error, or a dash where figures are compared as differences."""
    return "-" if row.rms_log_error is None else f"{row.rms_log_error:.2f}"


def _worst(row: SeriesFit, say: Language) -> str:
    """The worst year with the model's figure and that of the record."""
    no_evidence = "" if row.evidence else f"  ({say('no evidence')})"
    return f"{row.worst.year}: {row.worst.model:.4g}, {say('record')} {row.worst.record:.4g}{no_evidence}"


def _compared(row: SeriesFit, say: Language) -> str:
    """Every figure of a series, and its note."""
    heads = [
        Column(say("year"), left=True),
        Column(say("model"), written=figures()),
        Column(say("record"), written=figures()),
        Column(say("error"), written=figures(3)),
        Column(say("residual"), written=fixed(2)),
    ]
    cells = [(str(point.year), point.model, point.record, point.error, point.residual) for point in row.points]
    note = [paragraph(spoken(row.note, say))] if row.note else []
    return "\n".join(["", row.name, *note, table(heads, cells)])


# --- Table 1 --------------------------------------------------------------------------------------------------


def table_1_text(fit: Fit | PosteriorFit, say: Language) -> str:
    """Every row with its state, the numbers that fall short and why, and how many are met."""
    judged = table_of(fit)
    by = (
        say("{count} published results, judged by the single run at the starting fit", count=len(judged.rows))
        if isinstance(fit, Fit)
        else say("{count} published results, judged by the medians of the mixture", count=len(judged.rows))
    )
    parts = [_part(judged, kind, say) for kind in results.EVIDENCE]
    return "\n".join([by, paragraph(say(READING)), *parts, "", paragraph(table_1_summary(judged, say))])


def _part(judged: Table, evidence: str, say: Language) -> str:
    """The rows of one kind of evidence under its heading."""
    head = f"    {say('as printed'):{WIDEST}}  {say('as read'):{WIDEST}}".rstrip()
    rows = [line for row in judged.of(evidence) for line in _row(row, say)]
    return "\n".join(["", spoken(results.EVIDENCE[evidence], say), head, *rows])


def _row(row: JudgedRow, say: Language) -> list[str]:
    """A row with its two verdicts, and below it what falls short, what is not computed."""
    first = f"{row.row.number:2d}  {say(STATES[row.state_as_printed]):{WIDEST}}  {say(STATES[row.state]):{WIDEST}}  "
    below = [paragraph(note, " " * (4 + 2 * (WIDEST + 2))) for note in notes(row, say)]
    return [paragraph(spoken(row.row.title, say), " " * (4 + 2 * (WIDEST + 2)), first), *below]


def table_1_summary(judged: Table, say: Language = ENGLISH) -> str:
    """How many rows of each kind are met, by the printed bounds and as they are read."""
    parts = [
        say(
            "{kind}: of {rows} rows {printed} agree as printed, {met} as read.",
            kind=spoken(title, say),
            rows=len(judged.of(kind)),
            printed=judged.met_as_printed(kind),
            met=judged.met(kind),
        )
        for kind, title in results.EVIDENCE.items()
    ]
    return " ".join([say("Table 1."), *parts])
