"""What ArviZ computes of draws: how many independent ones they are worth, whether chains agree, smoothed weights."""

import warnings
from types import ModuleType

import numpy


def effective_size(draws: numpy.ndarray) -> float:
    """The bulk effective sample size of the draws of one coordinate (chain, draw), in draws."""
    return float(load_arviz().ess(draws))


def r_hat(draws: numpy.ndarray) -> float:
    """How far chains differ from one another: 1 where the draws (chain, draw) of one coordinate agree."""
    return float(load_arviz().rhat(draws))


def smoothed_weights(log_weights: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Log weights (figure, draw) with their upper tails smoothed by a Pareto law, and the shape k of each tail."""
    smoothed, shape = load_arviz().psislw(log_weights)
    return smoothed, numpy.asarray(shape)


def load_arviz() -> ModuleType:
    """ArviZ, loaded when first asked for; once a day it announces its next edition to whoever loads it, which we leave out."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\s*ArviZ is undergoing", category=FutureWarning)
        import arviz
    return arviz
