"""The mixture of the rival structures: one ensemble over all their posteriors, each draw with its structure's weight.

    found = mixture(historical_paths(), draws=400, keep=["excess_deaths"])
    found.quantile(deaths, 0.5)         # the median of the mixture
    found.range_of_medians(deaths)      # the lowest and highest median of a structure

`deaths` is any array computed from the values, with draws along its last axis.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import chosen, run_structures
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.weights import weights
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import CannotRun

USUAL_DRAWS = 400
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)  # what is shown: the median, the 50 % and the 90 % interval


@dataclass(frozen=True)
class Mixture:
    """Values (year, kind, place, draw) of one set of paths, the structure of each draw, and its weight.

    Draws that failed have no weight; `failures` says how many there are. `fingerprints` are those of the posteriors.
    """

    values: Mapping[str, numpy.ndarray]
    structures: tuple[str, ...]
    structure_of: numpy.ndarray
    weight_of: numpy.ndarray
    failures: int
    fingerprints: Mapping[str, str]

    def quantile(self, series: numpy.ndarray, levels) -> numpy.ndarray:
        """Quantiles over the draws, which run along the last axis; the levels come first, as in NumPy."""
        return weighted_quantile(series, self.weight_of, levels)

    def mean(self, series: numpy.ndarray) -> numpy.ndarray:
        """Weighted mean over the draws: of a truth value the share of the mixture in which it holds."""
        return series @ self.weight_of

    def medians(self, series: numpy.ndarray) -> Mapping[str, numpy.ndarray]:
        """The median of each structure by itself."""
        sound = self.weight_of > 0.0
        members = {name: sound & (self.structure_of == index) for index, name in enumerate(self.structures)}
        return {name: numpy.median(series[..., chosen], axis=-1) for name, chosen in members.items() if chosen.any()}

    def range_of_medians(self, series: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
        """The lowest and the highest of the structures' medians."""
        found = numpy.stack(list(self.medians(series).values()))
        return found.min(axis=0), found.max(axis=0)


def mixture(
    paths: Mapping[str, numpy.ndarray], draws: int | None, keep: Iterable[str], structures: Sequence[str] = ()
) -> Mixture:
    """Run the paths at `draws` draws, shared equally by the structures: all whose posterior is shipped, unless named.

    Without a number of draws there are 400, or as many as are shipped. Raises `CannotRun` where a posterior is
    missing or stale, or where there are fewer draws than structures.
    """
    names, keep = tuple(structures) or available(), tuple(keep)
    share, known = _share(draws, names), weights() if len(names) > 1 else None
    run = run_structures([(coordinates(name), chosen(name, share)) for name in names], paths, keep)
    sound = run.failed_year == SUCCEEDED
    weight = numpy.concatenate(
        [
            _weights_of_draws(ok, known[name].weight if known else 1.0)
            for ok, name in zip(numpy.split(sound, len(names)), names, strict=True)
        ]
    )
    if not weight.any():
        raise CannotRun("every draw of these paths failed")
    return Mixture(
        run.values,
        names,
        numpy.repeat(numpy.arange(len(names)), share),
        weight / weight.sum(),
        int((~sound).sum()),
        {name: load(name).fingerprint for name in names},
    )


def number_of_draws(text: str) -> int:
    """The number that someone typed; raises `CannotRun` where it is none, or one that no one could mean."""
    if not text.isdecimal() or len(text) > 9:
        raise CannotRun("not a number of draws", where=f"--draws {text[:20]}")
    return int(text)


def sound_in_all(runs: Sequence[Mixture]) -> Mixture:
    """The first of several mixtures of the same draws, with weight only for draws that failed in none of them."""
    weight = numpy.where(numpy.all([run.weight_of > 0.0 for run in runs], axis=0), runs[0].weight_of, 0.0)
    if not weight.any():
        raise CannotRun("every draw failed in one of these paths")
    return replace(runs[0], weight_of=weight / weight.sum(), failures=int((weight == 0.0).sum()))


def _share(draws: int | None, names: Sequence[str]) -> int:
    """Draws of each structure."""
    if not names:
        raise CannotRun("no posterior is shipped; make one with: pyrrhic calibrate --structure base --ship")
    most = sum(len(load(name).z) for name in names)
    draws = min(USUAL_DRAWS, most) if draws is None else draws
    if not len(names) <= draws <= most:
        raise CannotRun(
            f"{draws} draws asked for", allowed=f"{len(names)} to {most}, shared equally by the {len(names)} structures"
        )
    return draws // len(names)


def _weights_of_draws(sound: numpy.ndarray, weight: float) -> numpy.ndarray:
    """The structure's weight shared by its sound draws."""
    return numpy.where(sound, weight / max(int(sound.sum()), 1), 0.0)


def weighted_quantile(series: numpy.ndarray, weight: numpy.ndarray, levels) -> numpy.ndarray:
    """Quantiles along the last axis of draws with weights, on a line between the middles of their shares.

    Draws of one value share their weight equally, so that the order in which they come does not matter. Where all
    weights are equal these are NumPy's quantiles by the method `hazen`.
    """
    levels = numpy.asarray(levels, float)
    used = weight > 0.0
    series, weight = series[..., used], weight[used] / weight[used].sum()
    order = numpy.argsort(series, axis=-1)
    ordered = numpy.take_along_axis(series, order, axis=-1)
    shares = _shared_by_equals(ordered, weight[order])
    middles = numpy.cumsum(shares, axis=-1) - 0.5 * shares
    found = _on_the_line(ordered, middles, levels.reshape(-1))
    return numpy.moveaxis(found, -1, 0).reshape((*levels.shape, *series.shape[:-1]))


def _shared_by_equals(ordered: numpy.ndarray, shares: numpy.ndarray) -> numpy.ndarray:
    """The share of each draw: the mean share of all draws of its value in its row."""
    begins = numpy.ones(ordered.shape, bool)
    begins[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    starts = numpy.flatnonzero(begins)
    counts = numpy.diff(starts, append=begins.size)
    return numpy.repeat(numpy.add.reduceat(shares.reshape(-1), starts) / counts, counts).reshape(ordered.shape)


def _on_the_line(ordered: numpy.ndarray, middles: numpy.ndarray, levels: numpy.ndarray) -> numpy.ndarray:
    """The values at the levels, on a line between the middles on either side; the outermost values beyond them."""
    passed = (middles[..., None, :] <= levels[:, None]).sum(axis=-1)
    below, above = numpy.maximum(passed - 1, 0), numpy.minimum(passed, ordered.shape[-1] - 1)
    low, high = (numpy.take_along_axis(ordered, at, axis=-1) for at in (below, above))
    first, last = (numpy.take_along_axis(middles, at, axis=-1) for at in (below, above))
    between = (first < levels) & (levels < last)
    with numpy.errstate(all="ignore"):
        slope = (high - low) / numpy.where(between, last - first, 1.0)
        value = slope * (levels - first) + low
        value = numpy.where(numpy.isnan(value), slope * (levels - last) + high, value)
    return numpy.where(between, value, numpy.where(levels < last, low, high))
