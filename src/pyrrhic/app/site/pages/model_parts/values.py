"""The value of every quantity of the model in history, by year: the middle of the draws with the 90% interval, as `pyrrhic run --draws`.

    values(400)["grain_harvest_total"][0][1932]      # (low, middle, high) of the only kind

Regions are summed where the unit adds up, else it is their mean. Numbers are rounded once, to the decimals that are
printed: a number rounded twice can differ in the last of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.calibration import mixture
from pyrrhic.model import KINDS, assemble
from pyrrhic.model.axes import MEMBER_TITLES
from pyrrhic.runs.run import Run, history, run

LEVELS = (0.05, 0.5, 0.95)
LEAST = (100.0, 10.0, 0.1, 0.01, 0.0)  # from these on a number has no decimals, one, two, three, four
Ends = tuple[float, float, float]
Years = Mapping[int, Ends]


@cache
def values(draws: int | None) -> Mapping[str, tuple[Years, ...]]:
    """By equation, for each of its kinds, low, middle and high by year."""
    names = list(assemble().equations)
    kept = run(history(keep=names, draws=mixture.draws(draws)))
    return {name: tuple(_kinds(kept, name)) for name in names}


def _kinds(kept: Run, name: str) -> Iterator[Years]:
    numbers = kept.by_kind(name)
    for kind in range(numbers.shape[1]):
        ends = kept.quantile(numbers[:, kind], LEVELS).T
        yield {
            year: _rounded(of_year)
            for year, of_year in zip(kept.years, ends, strict=True)
            if numpy.isfinite(of_year).all()
        }


def _rounded(ends: numpy.ndarray) -> Ends:
    low, middle, high = (float(f"{end:.{decimals(ends)}f}") for end in ends)
    return low, middle, high


def kinds_of(name: str, say: Language) -> list[str]:
    """What the kinds of a quantity are called; one without a name where there are none."""
    axis = assemble().axes_of(name)[0]
    return [say.pick(MEMBER_TITLES[axis][kind]) for kind in KINDS[axis]] if axis else [""]


def decimals(ends: Iterable[float]) -> int:
    """Four decimals for the smallest numbers, none above a hundred; by the end that is farthest from nought."""
    size = max(map(abs, ends))
    return next(digits for digits, least in enumerate(LEAST) if size >= least) if size else 2


def with_interval(ends: Ends | None, say: Language) -> str:
    """The middle with its interval; the middle alone where all draws agree to the last printed digit."""
    if ends is None:
        return "–"
    low, middle, high = (say.number(end, decimals(ends)) for end in ends)
    return middle if low == high else say("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def values_document(draws: int | None) -> dict[str, list[dict[int, Any]]]:
    """The same for the page's script: by equation and kind, a number where all draws agree, else low, middle and high."""
    return {
        name: [{year: ends[1] if ends[0] == ends[2] else ends for year, ends in kind.items()} for kind in kinds]
        for name, kinds in values(draws).items()
    }
