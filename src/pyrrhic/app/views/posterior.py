"""The calibrated model as plain dicts: posterior, structures, checks of the fit and of the sampler, folds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from pyrrhic.calibration.structures import structures
from pyrrhic.errors import PyrrhicError

if TYPE_CHECKING:
    from pyrrhic.calibration.sampling.folds import FoldResult
    from pyrrhic.calibration.sampling.rank_check import RankCheck
    from pyrrhic.runs.run import Run
    from pyrrhic.studies.predictive import Check, Headline, RowErrors

View = dict[str, Any]
CURRENT, NOT_SHIPPED = "current", "not shipped"


def posterior_view(name: str) -> View:
    """Diagnostics of a shipped posterior, and mean and spread of every coordinate in prior standard deviations."""
    from pyrrhic.calibration.posterior import load

    shipped = load(name)
    return {
        "structure": name,
        "draws": len(shipped.z),
        "fingerprint": shipped.fingerprint,
        "diagnostics": dict(shipped.diagnostics),
        "coordinates": shipped.parameters(),
    }


def states_view() -> dict[str, str]:
    """By structure, whether its shipped posterior is current, or why not."""
    from pyrrhic.calibration.posterior import available

    return {name: _state(name) for name in available()}


def _state(name: str) -> str:
    from pyrrhic.calibration.posterior import load

    try:
        load(name)
    except PyrrhicError as error:
        return str(error)
    return CURRENT


def structures_view() -> list[View]:
    """The rival structures, which have a posterior, and why one cannot be used."""
    states = states_view()
    return [
        {
            "name": structure.name,
            "title": structure.title.en,
            "title_ru": structure.title.ru,
            "posterior": structure.name in states,
            "state": states.get(structure.name, NOT_SHIPPED),
        }
        for structure in structures().values()
    ]


def weights_view() -> list[View]:
    """The weight of each structure in the mixture, and what it rests on."""
    from pyrrhic.calibration.weights import weights

    return [asdict(weight) for weight in weights().values()]


def predictive_view(
    before: "Run", after: "Run", headlines: Sequence["Headline"], checks: Sequence["Check"], draws: int
) -> View:
    """Headline figures before and after the fit, and replicated figures beside the record."""
    return {
        "draws": draws,
        "prior_failures": before.failures,
        "posterior_draws": int(after.weights.size),
        "failures": after.failures,
        "structures": list(after.structures),
        "headlines": [_headline(headline) for headline in headlines],
        "checks": [asdict(check) for check in checks],
    }


def _headline(headline: "Headline") -> View:
    """A headline; a bound that is not published is null."""
    target = headline.target
    low, high = (bound if isfinite(bound) else None for bound in (target.low, target.high))
    return {
        "name": target.name,
        "title": str(target.title),
        "unit": target.unit,
        "low": low,
        "high": high,
        "source": target.source,
        "prior": headline.prior,
        "posterior": headline.posterior,
    }


def residuals_view(rows: Iterable["RowErrors"]) -> list[View]:
    """How the errors of each row hang together."""
    return [asdict(row) for row in rows]


def rank_check_view(check: "RankCheck") -> View:
    """The ranks of the truths among the draws, row by row."""
    rows = [{**asdict(row), "ranks": row.ranks.tolist()} for row in check.rows]
    return {**asdict(check), "rows": rows, "sound": check.sound}


def folds_view(results: Iterable["FoldResult"]) -> list[View]:
    """Figures that were left out of a fit, predicted by it."""
    return [_fold(result) for result in results]


def _fold(result: "FoldResult") -> View:
    half, most = result.coverage
    return {
        "fold": result.fold.name,
        "title": result.fold.title,
        "structure": result.structure,
        "in_50": half,
        "in_90": most,
        "score": result.score,
        "failed_draws": result.failed_draws,
        "figures": [asdict(figure) for figure in result.figures],
    }


def structure_view(name: str) -> Mapping[str, Any]:
    """What a structure assumes otherwise than the base. Raises `UnknownName`."""
    from pyrrhic.calibration.structures import structure

    chosen = structure(name)
    return {**asdict(chosen), "title": chosen.title.en, "title_ru": chosen.title.ru}
