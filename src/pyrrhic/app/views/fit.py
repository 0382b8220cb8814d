"""What `pyrrhic fit` shows of the run as it happened, under the mixture of structures or of the single run, as plain dicts.

So also the figures that the second edition should reach, and the readings changed after their outcome was seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from pyrrhic.app.views.figures import finite, number_text
from pyrrhic.errors import UnknownName
from pyrrhic.record.load import Record
from pyrrhic.runs.case import Draws
from pyrrhic.studies.fit import second_edition
from pyrrhic.studies.fit import single as single_runs
from pyrrhic.studies.fit.changed_readings import changed_readings
from pyrrhic.studies.fit.posterior import Covered, PosteriorFit, posterior_fit
from pyrrhic.studies.fit.second_edition import Aimed
from pyrrhic.studies.fit.single import Fit, SeriesFit
from pyrrhic.studies.kinds import RECORD, bare_name
from pyrrhic.studies.verdict import Judged

IN_SAMPLE = "Nearly all of these figures were used to calibrate: a close fit is no test; see pyrrhic validate."
NO_INTERVAL = "A single run at the mode of the base variant, so nothing here has an interval."
IN_SAMPLE_OF_SINGLE_RUN = "Most of these figures were used to find that mode: a close fit is no test of the model."


@dataclass(frozen=True)
class FittedSingly:
    """The single run beside the record: the series asked for, every figure of each where they are not all."""

    fit: Fit
    rows: Sequence[SeriesFit]
    each_figure: bool

    @property
    def document(self) -> dict[str, Any]:
        """Everything as plain dicts."""
        return single_document(self.fit, self.rows)


@dataclass(frozen=True)
class FittedAtDraws:
    """The run at draws beside the record: the series asked for, every figure of each where they are not all."""

    fit: PosteriorFit
    rows: Sequence[Covered]
    each_figure: bool

    @property
    def document(self) -> dict[str, Any]:
        """Everything as plain dicts."""
        return document(self.fit, self.rows)


def single(word: str, record: Record | None = None) -> FittedSingly:
    """The single run at the starting fit, with the series in whose name a word occurs."""
    fit = single_runs.fit(record)
    wanted = _matching([row.name for row in fit.rows], word)
    return FittedSingly(fit, [row for row in fit.rows if row.name in wanted], bool(word))


def at_draws(
    draws: int | None, structure: str, word: str, record: Record | None = None, at: Draws | None = None
) -> FittedAtDraws:
    """The run at draws of all variants or of one, with the series in whose name a word occurs."""
    fit = posterior_fit(draws, [structure] if structure else [], record, at)
    wanted = _matching([row.name for row in fit.rows], word)
    return FittedAtDraws(fit, [row for row in fit.rows if row.name in wanted], bool(word))


def _matching(names: Sequence[str], word: str) -> list[str]:
    """The names in which the word occurs. Raises `UnknownName` where it occurs in none."""
    sought = bare_name(word, RECORD).casefold()
    matching = [name for name in names if sought in name.casefold()]
    if not matching:
        words = dict.fromkeys(part for name in names for part in (name, *name.replace(" ", "_").split("_")))
        raise UnknownName("series", word, words, where="--series")
    return matching


def document(fit: PosteriorFit, rows: Iterable[Covered]) -> dict[str, Any]:
    """Everything as plain dicts."""
    half, most = fit.coverage
    return {
        "run": "history",
        "draws": int(fit.run.weights.size),
        "structures": list(fit.run.structures),
        "posteriors": dict(fit.run.posteriors),
        "failed_draws": fit.run.failures,
        "about": IN_SAMPLE,
        "in_50": half,
        "in_90": most,
        "coverage": {
            verdict.target.name: {"met": verdict.met, "share": finite(float(verdict.worst.value))}
            for verdict in fit.coverage_verdicts
        },
        "series": [_row(row) for row in rows],
        "targets": [_target(judged) for judged in fit.judged],
        "met": len(fit.judged) - len(fit.missed),
        "not_met": [judged.target.name for judged in fit.missed],
    }


def _row(row: Covered) -> dict[str, Any]:
    half, most = row.coverage
    return {"name": row.name, "in_50": half, "in_90": most, "figures": [vars(figure) for figure in row.figures]}


def _target(judged: Judged) -> dict[str, Any]:
    target = judged.target
    return {
        "name": target.name,
        "title": str(target.title),
        "met": judged.verdict.met,
        "share": judged.share,
        "shares": dict(judged.shares),
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "source": target.source,
        "why": str(target.why),
        "reason": str(target.reason),
        "rows": list(target.rows),
        "medians": {
            str(figure.label): number_text(float(figure.value), target.unit) for figure in judged.verdict.figures
        },
    }


# --- the single run -------------------------------------------------------------------------------------------


def single_document(fit: Fit, rows: Iterable[SeriesFit]) -> dict[str, Any]:
    """The whole comparison as plain dicts; a number that is none, or without bound, is null."""
    return {
        "run": "history",
        "structure": fit.structure,
        "fingerprint": fit.fingerprint,
        "posterior": None,
        "about": f"{NO_INTERVAL} {IN_SAMPLE_OF_SINGLE_RUN}",
        "failed_year": fit.failed_year,
        "series": [_single_series(row) for row in rows],
        "targets": [_single_target(verdict) for verdict in fit.verdicts],
        "met": len(fit.verdicts) - len(fit.missed),
        "not_met": [verdict.target.name for verdict in fit.missed],
    }


def _single_series(row) -> dict[str, Any]:
    return {
        "name": row.name,
        "quantity": row.quantity,
        "source": row.source,
        "evidence": row.evidence,
        "figures": len(row.points),
        "rms_residual": finite(row.rms_residual),
        "rms_log_error": finite(row.rms_log_error),
        "within_one": row.within_one,
        "within_two": row.within_two,
        "worst": _point(row.worst),
        "note": str(row.note),
        "points": [_point(point) for point in row.points],
    }


def _point(point) -> dict[str, Any]:
    return {
        "year": point.year,
        "model": finite(point.model),
        "record": point.record,
        "error": point.error,
        "residual": finite(point.residual),
    }


def _single_target(verdict) -> dict[str, Any]:
    target = verdict.target
    return {
        "name": target.name,
        "title": str(target.title),
        "met": verdict.met,
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "strict": target.strict,
        "source": target.source,
        "why": str(target.why),
        "rows": list(target.rows),
        "figures": {str(figure.label): _figure(figure.value, target.unit) for figure in verdict.figures},
        "missed": [str(figure.label) for figure in verdict.missed],
    }


def _figure(value: float, unit: str) -> float | int | None:
    """A number of a target; a year without decimals."""
    return round(value) if unit == "year" and isfinite(value) else finite(value)


# --- the second edition ----------------------------------------------------------------------------------------


def second_edition_view(single: bool, draws: int | None) -> dict[str, Any]:
    """Every figure to reach, judged by the mixture, or by the single run where that can judge."""
    basis = second_edition.at_the_starting_fit() if single else second_edition.at_draws(draws)
    judged = second_edition.judge(basis)
    return {
        "by": "single" if single else "mixture",
        "draws": 1 if single else int(basis.history.weights.size),
        "figures": [figure_view(aimed) for aimed in judged],
        "counts": {state: sum(aimed.state == state for aimed in judged) for state in second_edition.STATES},
    }


def figure_view(aimed: Aimed) -> dict[str, Any]:
    """One figure to reach: its bounds, its numbers, and the verdict that follows from them."""
    target = aimed.aim.target
    return {
        "name": target.name,
        "title": target.title,
        "state": aimed.state,
        "judged_by": aimed.aim.judged_by,
        "unit": target.unit,
        "low": finite(target.low),
        "high": finite(target.high),
        "strict": target.strict,
        "misses_allowed": aimed.aim.misses_allowed,
        "numbers": [
            {
                "label": figure.label,
                "value": finite(float(figure.value)),
                "outside": figure in aimed.outside,
            }
            for figure in aimed.figures
        ],
        "share": aimed.share,
        "unknown": list(aimed.aim.unknown),
        "why_not": aimed.why_not or None,
        "why": target.why,
        "sources": list(target.sources),
    }


def changed_readings_view() -> dict[str, Any]:
    """Every reading that was changed after its outcome was seen."""
    return {"changed_readings": [vars(reading) for reading in changed_readings()]}
