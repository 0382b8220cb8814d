"""Ablations, published counterfactuals and replications as plain dicts: what was asked, what came out, the verdict."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyrrhic.app.views.figures import finite, published

if TYPE_CHECKING:
    from pyrrhic.studies import ablations, judgements, literature, replications
    from pyrrhic.texts import Text

View = dict[str, Any]


# --- mechanisms switched off ----------------------------------------------------------------------------------


def ablations_view(findings: Sequence["ablations.Finding"]) -> View:
    """Each mechanism switched off beside the fact it explains."""
    from pyrrhic.studies.ablations import CLOSING

    return {"ablations": [_ablation(finding) for finding in findings], "closing": CLOSING}


def _ablation(finding: "ablations.Finding") -> View:
    ablation = finding.ablation
    return {
        "name": ablation.name,
        "mechanism": ablation.mechanism,
        "off": [str(switch) for switch in ablation.off],
        "scenario": ablation.shipped or None,
        "fact": ablation.fact,
        "with": finding.with_it,
        "without": finding.without_it,
        "unit": ablation.unit,
        "change": finding.change,
        "expectation": ablation.expectation,
        "rough": ablation.rough,
        "verdict": finding.verdict,
        "source": ablation.source,
        "note": ablation.note,
    }


# --- published counterfactuals --------------------------------------------------------------------------------


def published_view(answers: Sequence["literature.Answer"]) -> View:
    """Published counterfactuals beside the model's."""
    return {"rule": rule(), "published": [_counterfactual(answer) for answer in answers]}


def rule() -> str:
    """How the verdicts are made, in words."""
    from pyrrhic.studies.literature import AGREED_SHARE

    return (
        f"agrees: the median and at least {AGREED_SHARE:.0%} of the draws have the published sign; leans: the "
        f"median alone; differs: not the median; a row is as good as the worst of its numbers. Where a size is "
        f"printed, what is said after the verdict is how far off the median is."
    )


def why(answer: "literature.Answer") -> "Text | str":
    """Why the model answers otherwise, where it does not agree."""
    from pyrrhic.studies.literature import AGREES

    return "" if answer.verdict == AGREES else answer.row.why


def _counterfactual(answer: "literature.Answer") -> View:
    row = answer.row
    return {
        "name": row.name,
        "title": row.title,
        "verdict": answer.verdict,
        "works": list(row.works),
        "grade": row.grade,
        "published": row.published,
        "scenario": row.scenario or None,
        "against": row.against if row.scenario else None,
        "note": row.note,
        "missing": row.missing or None,
        "why": why(answer) or None,
        "contrasts": [contrast_view(answer, finding) for finding in answer.findings],
    }


def contrast_view(answer: "literature.Answer", finding: "literature.Finding") -> View:
    """One number of a counterfactual: where it should go, where it goes, and how far off its size is."""
    contrast, measure = finding.contrast, finding.contrast.measure
    return {
        "label": contrast.label,
        "quantity": measure.quantities[0],
        "first": measure.years[0],
        "last": measure.years[-1],
        "how": measure.how,
        "by": contrast.by,
        "scenarios": list(answer.row.compared(contrast)),
        "expected": contrast.expected,
        "published": contrast.published,
        "median": finding.median,
        "interval": [finding.low, finding.high],
        "share": finding.share,
        "structures": dict(finding.structures),
        "verdict": finding.verdict,
        "size": list(contrast.size) if contrast.size else None,
        "size_off": finding.size_off,
        "factor_off": finding.factor_off,
    }


# --- published models -----------------------------------------------------------------------------------------


def replications_view(models: Sequence["replications.Replication"]) -> View:
    """Published models, with how many of their figures are met."""
    views = [replication_view(replication) for replication in models]
    return {"replications": views, "summary": summary(views)}


def replication_view(replication: "replications.Replication") -> View:
    """A published model: texts, inputs, figures, and what it answers beside them."""
    return {
        "name": replication.name,
        "title": replication.title,
        "source": replication.source,
        "about": replication.about,
        "limits": replication.limits,
        "inputs": [_input(number) for number in replication.inputs()],
        "figures": [_figure(figure) for figure in replication.figures()],
        "answers": [_answer(given) for given in replication.answers()],
    }


def met_of(views: Sequence[View]) -> tuple[int, int, int]:
    """How many figures are met, how many there are to meet, and how many are only recalled."""
    verdicts = [figure["verdict"] for view in views for figure in view["figures"]]
    recalled = verdicts.count("recalled, not seen")
    return verdicts.count("met"), len(verdicts) - recalled, recalled


def summary(views: Sequence[View]) -> str:
    """How many figures are met, in words."""
    met, figures, recalled = met_of(views)
    beside = f" {recalled} more are recalled, not seen, and do not count." if recalled else ""
    return f"{met} of {figures} figures are reproduced.{beside}"


def _answer(given: "replications.Answer") -> View:
    return {"name": given.name, "value": finite(given.value), "unit": given.unit, "note": given.note}


def _input(given: "replications.Input") -> View:
    return {
        "name": given.name,
        "value": given.value,
        "unit": given.unit,
        "source": given.source,
        "grade": given.grade,
        "note": given.note,
    }


def _figure(figure: "replications.Replicated") -> View:
    return {
        "row": figure.row,
        "title": figure.title,
        "published": published(figure),
        "tolerance": _tolerance(figure),
        "unit": figure.unit,
        "source": figure.source,
        "grade": figure.grade,
        "computed": finite(figure.computed),
        "verdict": figure.verdict,
        "reached": figure.reached,
        "note": figure.note,
    }


def _tolerance(figure: "replications.Replicated") -> str:
    """The tolerance as it is read."""
    if figure.tolerance is None:
        return "sign"
    return f"{figure.tolerance:.0%}" if figure.relative else f"{figure.tolerance:g}"


# --- fixed values that could lie otherwise ----------------------------------------------------------------------


def judgements_view(moved: Sequence["judgements.Judged"], draws: int | None) -> View:
    """Fixed values with a range, those that move a headline most first; `draws` is None for the single run."""
    from pyrrhic.studies.judgements import CLOSING, TENTH

    return {
        "by": "single" if draws is None else "mixture",
        "draws": draws or 1,
        "threshold": TENTH,
        "judgements": [_judged(judged) for judged in moved],
        "closing": CLOSING,
    }


def _judged(judged: "judgements.Judged") -> View:
    parameter = judged.parameter
    return {
        "name": parameter.name,
        "title": parameter.title,
        "unit": parameter.unit,
        "basis": parameter.basis,
        "range": parameter.range,
        "range_of": parameter.range_of,
        "reason": parameter.reason or parameter.note,
        "sources": list(parameter.source),
        "greatest": finite(judged.greatest.change),
        "is_large": bool(judged.large),
        "moves": [_move(move) for move in judged.moves],
    }


def _move(move: "judgements.Move") -> View:
    return {
        "headline": move.headline.name,
        "title": move.headline.title,
        "unit": move.headline.figure.unit,
        "usual": finite(move.usual),
        "low": finite(move.low),
        "high": finite(move.high),
        "change": finite(move.change),
        "is_large": move.is_large,
    }
