"""Prior and posterior predictive checks: what the model says of the headline figures before and after it saw the
record, and whether figures drawn from the fitted model look like those of the record.

    drawn = mixture.draws(200)
    fitted = run(history(keep=quantities(), draws=drawn))
    headlines(prior(200), fitted)            # 5, 50 and 95 % points beside the published bounds
    checks(fitted, drawn.persistence)        # the tail probability of each statistic of the residuals
    row_errors(fitted, drawn.persistence)    # how errors of each row hang together a year apart

A check compares T(record, draw) with T(replicated, draw): one statistic of the residuals of the record, and of figures
drawn around the same draw with the errors of the likelihood, Student-t and persistent where the row's are (Gelman, Meng and Stern 1996). Its `p` is the
share of the mixture in which the replicated statistic is at least as great. Near 0: the record has more of it than the
fitted model can produce. Near 1: less. Near a half: the model reproduces this side of the record. As the same figures
were used for the fit, p leans to the middle: an extreme one is a fault, a middling one no proof of health.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.likelihood import Comparison, comparisons, degrees_of
from pyrrhic.calibration.persistence import Chains, kind_of_row
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


def checks(draws: Run, persistence: numpy.ndarray, seed: int = SEED) -> tuple[Check, ...]:
    """Every statistic of the residuals of the record against replicated ones, each draw by its structure's figures.

    `persistence` is that of each kind of errors (kind, draw), or the same for all draws (kind, 1).
    """
    random, record, replicated = numpy.random.default_rng(seed), [], []
    for figures, residuals, persists in _by_structure(draws, persistence):
        drawn = random.standard_t(degrees_of(figures)[:, None], residuals.shape)
        record.append(statistics(residuals, figures))
        replicated.append(statistics(Chains(figures).drawn(drawn, persists), figures))
    return tuple(_check(title, _drawn(title, record), _drawn(title, replicated), draws) for title in record[0])


def _by_structure(
    draws: Run, persistence: numpy.ndarray
) -> Iterator[tuple[Sequence[Comparison], numpy.ndarray, numpy.ndarray]]:
    """Figures, residuals (figure, draw) and persistence (kind, draw) of the draws of each structure."""
    of_draws = numpy.broadcast_to(persistence, (len(persistence), len(draws.structure_of)))
    for index, name in enumerate(draws.structures):
        figures, members = comparisons(structure(name)), draws.structure_of == index
        values = {quantity: array[..., members] for quantity, array in draws.values.items()}
        yield figures, numpy.stack([figure.residual(values) for figure in figures]), of_draws[:, members]


@dataclass(frozen=True)
class RowErrors:
    """How the errors of a row hang together: its kind of persistent errors, "" where they are independent.

    `pairs` counts the figures with one a year earlier. `mean` is the mean residual, in errors; `apart` the correlation of
    residuals a year apart, `new` that of what is new in them: the same where they are independent. Medians of the draws.
    """

    name: str
    kind: str
    figures: int
    pairs: int
    mean: float
    apart: float
    new: float


FEWEST_PAIRS = 3  # below it a correlation says nothing


def row_errors(draws: Run, persistence: numpy.ndarray) -> tuple[RowErrors, ...]:
    """Every row with enough figures a year apart, the greatest correlation of what is new first."""
    parts = list(_by_structure(draws, persistence))
    names = dict.fromkeys(figure.name for figures, _, _ in parts for figure in figures if figure.row)
    rows = [_row_errors(name, parts, draws) for name in names if len(_years(name, parts[0][0])[1]) >= FEWEST_PAIRS]
    return tuple(sorted(rows, key=lambda row: -row.new))


def _years(name: str, figures: Sequence[Comparison]) -> tuple[list[int], list[int]]:
    """The years of a row's figures, in their order, and those of them that follow another by a year."""
    years = [figure.year for figure in figures if figure.row and figure.name == name]
    return years, [year for year in years if year - 1 in years]


def _row_errors(name: str, parts: Sequence, draws: Run) -> RowErrors:
    """One row of the record under the draws of every structure."""
    numbers = []
    for figures, residuals, persists in parts:
        places = [place for place, figure in enumerate(figures) if figure.row and figure.name == name]
        years, following = _years(name, figures)
        later, earlier = ([years.index(year - ago) for year in following] for ago in (0, 1))
        errors = residuals[places]
        new = Chains([figures[place] for place in places]).innovations(errors, persists)
        numbers.append([errors.mean(axis=0), *(_correlation(part[earlier], part[later]) for part in (errors, new))])
    years, following = _years(name, parts[0][0])
    medians = (float(draws.quantile(row, 0.5)) for row in numpy.concatenate(numbers, axis=1))
    return RowErrors(name, kind_of_row().get(name, ""), len(years), len(following), *medians)


def _correlation(first: numpy.ndarray, second: numpy.ndarray) -> numpy.ndarray:
    """The correlation of errors (pair, draw) whose mean is taken to be zero (draw)."""
    return (first * second).sum(axis=0) / numpy.sqrt((first * first).sum(axis=0) * (second * second).sum(axis=0))


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
    squares = residuals * residuals
    return {
        "Share of residuals beyond two errors": (squares > 4.0).mean(axis=0),
        "Largest residual": abs(residuals).max(axis=0),
        "Mean square of the residuals": squares.mean(axis=0),
        "Mean residual, model less record": residuals.mean(axis=0),
        "Mean residual of famine deaths by region": residuals[famine].mean(axis=0),
        "Correlation of residuals a year apart": _correlation(residuals[earlier], residuals[later]),
    }
