"""Quantiles over draws that have weights."""

import numpy


def weighted_quantile(series: numpy.ndarray, weight: numpy.ndarray, levels) -> numpy.ndarray:
    """Quantiles along the last axis of draws with weights, on a line between the middles of their shares.

    Draws of one value share their weight equally, so that the order in which they come does not matter. Where all
    weights are equal these are NumPy's quantiles by the method `hazen`; those of one draw are the draw.
    """
    levels = numpy.asarray(levels, float)
    used = weight > 0.0
    series, weight = series[..., used], weight[used] / weight[used].sum()
    order = numpy.argsort(series, axis=-1)
    ordered = numpy.take_along_axis(series, order, axis=-1)
    shares = _shared_by_equals(ordered, weight[order])
    middles = numpy.cumsum(shares, axis=-1) - 0.5 * shares
    quantiles = _on_the_line(ordered, middles, levels.reshape(-1))
    return numpy.moveaxis(quantiles, -1, 0).reshape((*levels.shape, *series.shape[:-1]))


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
