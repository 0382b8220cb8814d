"""Prior and posterior predictive checks: what the model says of the headline figures before and after it saw the
record, and whether figures drawn from the fitted model look like those of the record.

    fitted = run(history(keep=quantities(), draws=mixture.draws(200)))
    headlines(prior(200), fitted)    # 5, 50 and 95 % points beside the published bounds
    checks(fitted)                   # the tail probability of each statistic of the residuals

A check compares T(record, draw) with T(replicated, draw): one statistic of the residuals of the record, and of figures
drawn around the same draw with the Student-t errors of the likelihood (Gelman, Meng and Stern 1996). Its `p` is the
share of the mixture in which the replicated statistic is at least as great. Near 0: the record has more of it than the
fitted model can produce. Near 1: less. Near a half: the model reproduces this side of the record. As the same figures
were used for the fit, p leans to the middle: an extreme one is a fault, a middling one no proof of health.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, Comparison, comparisons
from pyrrhic.calibration.structures import structure
from pyrrhic.errors import CannotRun
from pyrrhic.runs.run import Run, history, run
from pyrrhic.studies.fit.single import STRUCTURE, targets
from pyrrhic.studies.target_file import read_targets
from pyrrhic.studies.verdict import Target

SEED = 1926
ENDS_AND_MEDIAN = (0.05, 0.5, 0.95)
Points = tuple[float, float, float]
OF_THE_TARGETS = (
    "deaths_1931_34",
    "deaths_share_1933",
    "deaths_ukraine",
    "deaths_kazakhstan",
    "deaths_1936_37",
    "deaths_1946_47",
)


@dataclass(frozen=True)
class Headline:
    """A headline figure of the model, without errors of measurement: 5, 50 and 95 % points before and after the fit.

    `target` holds its unit and the published bounds, which are one number twice where no range is published and
    infinite where there is none.
    """

    target: Target
    prior: Points
    posterior: Points


@dataclass(frozen=True)
class Check:
    """One statistic of the residuals: 5, 50, 95 % points for the record and for replicated figures, and `p`."""

    title: str
    record: Points
    replicated: Points
    p: float


def prior(draws: int, seed: int = SEED) -> Run:
    """History run at draws from the prior of the base structure; those that failed have no weight.

    Raises `CannotRun` where fewer than one draw is asked for or all of them failed.
    """
    if draws < 1:
        raise CannotRun(f"{draws} draws asked for", allowed="1 or more")
    where = coordinates(STRUCTURE)
    z = numpy.random.default_rng(seed).standard_normal((draws, where.size))
    return run(history(keep=quantities(), draws=draws_at([(where, z)])))


@cache
def headline_targets() -> tuple[Target, ...]:
    """The headline figures: numbers with their published range, and famine deaths as among the figures to reach."""
    by_name = {target.name: target for target in targets()}
    headlines = read_targets(files(__package__).joinpath("headlines.toml"))
    return (*headlines, *(by_name[name] for name in OF_THE_TARGETS))


def headlines(before: Run, after: Run) -> tuple[Headline, ...]:
    """Every headline figure under the prior and under the posterior mixture."""
    return tuple(Headline(target, _points(target, before), _points(target, after)) for target in headline_targets())


def _points(target: Target, draws: Run) -> Points:
    """5, 50 and 95 % points of the first number of a target."""
    return _quantiles(numpy.asarray(target.read(draws.values)[0].value), draws)


def _quantiles(numbers: numpy.ndarray, draws: Run) -> Points:
    low, median, high = map(float, draws.quantile(numbers, ENDS_AND_MEDIAN))
    return low, median, high


def checks(draws: Run, seed: int = SEED) -> tuple[Check, ...]:
    """Every statistic of the residuals of the record against replicated ones, each draw by its structure's figures."""
    random, record, replicated = numpy.random.default_rng(seed), [], []
    for index, name in enumerate(draws.structures):
        figures, members = comparisons(structure(name)), draws.structure_of == index
        values = {quantity: array[..., members] for quantity, array in draws.values.items()}
        residuals = numpy.stack([figure.residual(values) for figure in figures])
        record.append(statistics(residuals, figures))
        replicated.append(statistics(random.standard_t(DEGREES_OF_FREEDOM, residuals.shape), figures))
    return tuple(_check(title, _drawn(title, record), _drawn(title, replicated), draws) for title in record[0])


def _drawn(title: str, parts: Sequence[Mapping[str, numpy.ndarray]]) -> numpy.ndarray:
    """One statistic at the draws of every structure."""
    return numpy.concatenate([part[title] for part in parts])


def _check(title: str, record: numpy.ndarray, replicated: numpy.ndarray, draws: Run) -> Check:
    p = float(draws.mean((replicated >= record).astype(float)))
    return Check(title, _quantiles(record, draws), _quantiles(replicated, draws), p)


def statistics(residuals: numpy.ndarray, figures: Sequence[Comparison]) -> Mapping[str, numpy.ndarray]:
    """What is compared, per draw, from residuals (figure, draw): (model - record) / error, so above 0 is too high."""
    yearly = [(index, figure) for index, figure in enumerate(figures) if figure.row]
    place = {(figure.name, figure.year): index for index, figure in yearly}
    earlier = [index for (name, year), index in place.items() if (name, year + 1) in place]
    later = [place[figures[index].name, figures[index].year + 1] for index in earlier]
    famine = [index for index, figure in enumerate(figures) if figure.landmark and figure.landmark.regions]
    squares, first, second = residuals * residuals, residuals[earlier], residuals[later]
    return {
        "Share of residuals beyond two errors": (squares > 4.0).mean(axis=0),
        "Largest residual": abs(residuals).max(axis=0),
        "Mean square of the residuals": squares.mean(axis=0),
        "Mean residual, model less record": residuals.mean(axis=0),
        "Mean residual of famine deaths by region": residuals[famine].mean(axis=0),
        "Correlation of residuals a year apart": (first * second).sum(axis=0)
        / numpy.sqrt(squares[earlier].sum(axis=0) * squares[later].sum(axis=0)),
    }
