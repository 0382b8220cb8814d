"""How well a structure predicts each figure without that figure, from its draws and no new fit.

A figure of a row whose errors persist is predicted from the one before it in the row.

Pareto-smoothed importance sampling (Vehtari, Gelman and Gabry 2017): a draw that owes its place to a figure counts less
when that figure is predicted. Where the shape k of the tail is above 0.7 the estimate is not to be trusted.
"""

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import run_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import comparisons, log_densities
from pyrrhic.calibration.sampling.diagnostics import smoothed_weights
from pyrrhic.runs.history import historical_paths


def scores(name: str, draws: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """For each comparison of a structure its log predictive density without itself, and the Pareto k of the estimate.

    `draws` are draws of z (draw, coordinate) from the posterior of all figures.
    """
    where = coordinates(name)
    values = run_at(where, draws, historical_paths(), quantities()).values
    densities = log_densities(comparisons(where.structure), values, where.persistence(draws))
    smoothed, shape = smoothed_weights(-densities)
    return numpy.log(numpy.exp(smoothed + densities).sum(axis=1)), shape
