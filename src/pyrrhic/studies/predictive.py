"""Prior and posterior predictive checks: what the model says of the headline figures before and after it saw the
record, and whether figures drawn from the fitted model look like those of the record.

    found = run(history(keep=quantities(), draws=mixture.draws(200)))
    headlines(prior(200), found)    # 5, 50 and 95 % points beside the published bounds
    checks(found)                   # the tail probability of each statistic of the residuals

A check compares T(record, draw) with T(replicated, draw): one statistic of the residuals of the record, and of figures
drawn around the same draw with the Student-t errors of the likelihood (Gelman, Meng and Stern 1996). Its `p` is the
share of the mixture in which the replicated statistic is at least as great. Near 0: the record has more of it than the
fitted model can produce. Near 1: less. Near a half: the model reproduces this side of the record. As the same figures
were used for the fit, p leans to the middle: an extreme one is a fault, a middling one no proof of health.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy

from pyrrhic.calibration.comparisons import observations, predicted, quantities
from pyrrhic.calibration.coordinates import coordinates, structure
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, Comparison, comparisons
from pyrrhic.errors import CannotRun
from pyrrhic.runs.run import Run, history, run
from pyrrhic.studies.fit.single import STRUCTURE, targets
from pyrrhic.studies.verdict import DEATHS, TONNES, Figure, Target, deaths_of, row_named, source_of

SEED = 1926
LEVELS = (0.05, 0.5, 0.95)
OF_THE_RECORD = (  # title, unit, row of the table of comparisons, years that are added up
    *((f"Grain harvest of {year}", TONNES, "grain_harvest_total", (year,)) for year in (1930, 1931, 1932, 1933)),
    ("Grain harvest of 1963", TONNES, "grain_harvest_total post-war", (1963,)),
    ("Grain collected, 1932/33", TONNES, "grain_collected_total", (1932,)),
    ("Horses, 1 July 1933", "million head", "herds_total horses", (1933,)),
    ("Net flow to towns, calendar 1930-33", DEATHS, "migration_total", (1930, 1931, 1932, 1933)),
    ("People in towns, 1 January 1939", DEATHS, "urban_population", (1939,)),
    ("Net grain imports, calendar 1964", TONNES, "net_grain_imports", (1964,)),
)
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
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]


@dataclass(frozen=True)
class Check:
    """One statistic of the residuals: 5, 50, 95 % points for the record and for replicated figures, and `p`."""

    title: str
    record: tuple[float, float, float]
    replicated: tuple[float, float, float]
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


def headline_targets() -> tuple[Target, ...]:
    """The headline figures: sums of rows of the record with its published range, and the deaths of fit.py."""
    by_name = {one.name: one for one in targets()}
    deaths = Target(
        "deaths_1932_33",
        "Deaths above the ordinary, 1932/33",
        DEATHS,
        -inf,
        inf,
        "",
        "No published range is for an agricultural year.",
        deaths_of(1932),
    )
    return (*(_of_the_record(*one) for one in OF_THE_RECORD), deaths, *(by_name[name] for name in OF_THE_TARGETS))


def _of_the_record(title: str, unit: str, name: str, years: Sequence[int]) -> Target:
    row = row_named(name)
    seen = [one for one in observations(row) if one.year in years]

    def measure(values) -> Iterable[Figure]:
        return [Figure(title, sum(predicted(row, values, year) for year in years))]

    return Target(
        title,
        title,
        unit,
        sum(one.low for one in seen),
        sum(one.high for one in seen),
        source_of(row),
        "The published range.",
        measure,
    )


def headlines(before: Run, after: Run) -> tuple[Headline, ...]:
    """Every headline figure under the prior and under the posterior mixture."""
    wanted = headline_targets()
    return tuple(Headline(*one) for one in zip(wanted, _points(wanted, before), _points(wanted, after), strict=True))


def _points(wanted: Sequence[Target], found: Run) -> list[tuple[float, ...]]:
    """5, 50 and 95 % points of the first number of each target."""
    numbers = numpy.array([one.read(found.values)[0].value for one in wanted])
    return [tuple(map(float, row)) for row in found.quantile(numbers, LEVELS).T]


def checks(found: Run, seed: int = SEED) -> tuple[Check, ...]:
    """Every statistic of the residuals of the record against replicated ones, each draw by its structure's figures."""
    random, record, replicated = numpy.random.default_rng(seed), [], []
    for index, name in enumerate(found.structures):
        figures, members = comparisons(structure(name)), found.structure_of == index
        values = {quantity: array[..., members] for quantity, array in found.values.items()}
        residuals = numpy.stack([one.residual(values) for one in figures])
        record.append(statistics(residuals, figures))
        replicated.append(statistics(random.standard_t(DEGREES_OF_FREEDOM, residuals.shape), figures))
    return tuple(
        _check(title, *(numpy.concatenate([part[title] for part in parts]) for parts in (record, replicated)), found)
        for title in record[0]
    )


def _check(title: str, record: numpy.ndarray, replicated: numpy.ndarray, found: Run) -> Check:
    points = (tuple(map(float, found.quantile(one, LEVELS))) for one in (record, replicated))
    return Check(title, *points, float(found.mean((replicated >= record).astype(float))))


def statistics(residuals: numpy.ndarray, figures: Sequence[Comparison]) -> Mapping[str, numpy.ndarray]:
    """What is compared, per draw, from residuals (figure, draw): (model - record) / error, so above 0 is too high."""
    place = {(one.name, one.year): index for index, one in enumerate(figures) if one.row}
    earlier = [index for (name, year), index in place.items() if (name, year + 1) in place]
    later = [place[figures[index].name, figures[index].year + 1] for index in earlier]
    famine = [index for index, one in enumerate(figures) if one.landmark and one.landmark.regions]
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
