"""What was believed of a number before the fit and after it: the middle nine tenths of prior and posterior, on one scale.

beliefs("slaughter", 400, Language("en"))[0]["posterior"]      # of horses, as the page prints it
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.model_parts.values import Ends, with_interval
from pyrrhic.app.views.show import View
from pyrrhic.calibration import mixture
from pyrrhic.calibration.coordinates import from_standard
from pyrrhic.model import assemble, opening_values, parameters
from pyrrhic.model.axes import MEMBER_TITLES
from pyrrhic.runs.quantiles import weighted_quantile

LEVELS = (0.05, 0.5, 0.95)
STANDARD = numpy.array([-1.6449, 0.0, 1.6449])  # the same levels of a standard normal number
WIDTH, EDGE = 220.0, 4.0  # of the picture


def beliefs(name: str, draws: int | None, say: Language) -> list[View]:
    """Prior and posterior of a free number, one of each kind that it has."""
    return [
        {
            "kind": _kind(name, key, say),
            "prior": with_interval(prior, say),
            "posterior": with_interval(posterior, say),
            "picture": _picture(prior, posterior),
        }
        for key, prior, posterior in _both(name, draws)
    ]


def _both(name: str, draws: int | None) -> list[tuple[str, Ends, Ends]]:
    """By kind, nothing for a number without kinds: the ends and the middle of prior and posterior."""
    prior = {**parameters(), **opening_values()}[name].prior or {}
    drawn = mixture.draws(draws)
    numbers = drawn.parameters[name].reshape(-1, drawn.weights.size)
    return [
        (key, _prior(prior, median), _ends(weighted_quantile(row, drawn.weights, LEVELS)))
        for (key, median), row in zip(_medians(prior).items(), numbers, strict=True)
    ]


def _medians(prior: Mapping[str, Any]) -> Mapping[str, float]:
    return prior["median"] if isinstance(prior["median"], Mapping) else {"": prior["median"]}


def _prior(prior: Mapping[str, Any], median: float) -> Ends:
    return _ends(from_standard(prior["distribution"], STANDARD, median, prior["spread"]))


def _ends(numbers: Iterable[float]) -> Ends:
    low, middle, high = map(float, numbers)
    return low, middle, high


def _kind(name: str, key: str, say: Language) -> str:
    axes = [axis for axis in assemble().axes_of(name) if axis]
    return say.pick(MEMBER_TITLES[axes[0]][key]) if key else ""


def _picture(prior: Ends, posterior: Ends) -> View:
    """Where both lie across the picture, from the least end to the greatest."""
    ends = (*prior, *posterior)
    least, most = min(ends), max(ends)
    across = [round(EDGE + (end - least) / (most - least or 1.0) * (WIDTH - 2 * EDGE), 1) for end in ends]
    return {"prior": across[:3], "posterior": across[3:]}
