"""A run: its numbers year by year, at one point or at many draws, with the fingerprint of everything that made it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy

from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.loop import SUCCEEDED, Simulated, simulate
from pyrrhic.errors import BadInput, CannotRun
from pyrrhic.model import assemble, assemble_all_rivals, opening
from pyrrhic.runs.case import AS_IT_HAPPENED, Case, Draws, history, parameters_with
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.texts import Text
from pyrrhic.units import ADDITIVE

__all__ = ["AS_IT_HAPPENED", "Case", "Draws", "Run", "history", "model_fingerprint", "run", "sound_in_all"]

SHORT = 12
STARTING_FIT = "starting_fit"
ALTERNATIVES = "price_vector"  # an axis along which nothing adds up: one thing counted at several prices


@dataclass(frozen=True, eq=False)
class Run:
    """The kept quantities of one case, at each of its draws; a run at the starting fit has one draw.

    `values` are arrays (year, kind, place, draw) that cannot be written to; a national quantity has length one along
    kind and place. `axes` gives the names of those two, or None. `weights` (draw) sum to one: a draw that failed
    weighs nothing, unless it is the only one. `structure_of` (draw) is the place of a draw's structure among
    `structures`, `choices` what each of these chooses, `posteriors` the fingerprints of their posteriors.
    `failed_year` (draw) is the agricultural year in which a stock stopped being a finite, non-negative number, or -1.
    `texts` are the documents of the scenario by their names.
    """

    name: str
    title: Text
    years: tuple[int, ...]
    values: Mapping[str, numpy.ndarray]
    units: Mapping[str, str]
    axes: Mapping[str, tuple[str | None, str | None]]
    weights: numpy.ndarray
    structures: tuple[str, ...]
    structure_of: numpy.ndarray
    failed_year: numpy.ndarray
    fingerprint: str = ""
    model_fingerprint: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    posteriors: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The fingerprint's first twelve digits."""
        return self.fingerprint[:SHORT]

    @property
    def is_single(self) -> bool:
        """Whether it is a run at one point."""
        return len(self.weights) == 1

    @property
    def structure(self) -> Mapping[str, str]:
        """What all its structures choose alike: of a single run the rival in each slot."""
        first, *others = self.choices.values() or [{}]
        return {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}

    @property
    def failures(self) -> int:
        """How many draws failed."""
        return int((self.failed_year != SUCCEEDED).sum())

    @property
    def fails_in(self) -> int | None:
        """The first agricultural year in which a draw fails, or None."""
        return int(self.failed_year[self.failed_year != SUCCEEDED].min()) if self.failures else None

    def in_years(self, first: int, last: int) -> "Run":
        """The same run, shown from one agricultural year to another, both included. Raises `BadInput` without years."""
        rows = [index for index, year in enumerate(self.years) if first <= year <= last]
        if not rows:
            allowed = f"{self.years[0]} to {self.years[-1]}"
            raise BadInput(f"the run has no year from {first} to {last}", where=self.name, allowed=allowed)
        shown = slice(rows[0], rows[-1] + 1)
        return replace(
            self, years=self.years[shown], values={name: array[shown] for name, array in self.values.items()}
        )

    def only(self, names: Iterable[str]) -> "Run":
        """The same run with some of its quantities."""
        return replace(self, values={name: self.values[name] for name in names})

    def without_closing_stocks(self) -> "Run":
        """The same run without each stock as it stands when a year ends, which is that of the next year's 1 July."""
        return self.only(
            name for name in self.values if not (name.endswith(CLOSES) and name.removesuffix(CLOSES) in self.values)
        )

    def by_kind(self, name: str) -> numpy.ndarray:
        """Numbers (year, kind, draw): the sum over regions where the unit adds up, else their mean."""
        array = self.values[name]
        return array.sum(axis=2) if self.units[name] in ADDITIVE or array.shape[2] == 1 else array.mean(axis=2)

    def national(self, name: str) -> numpy.ndarray:
        """Numbers (year, draw): the sum over kinds and regions where the unit adds up, else their mean.

        Sums at different prices are the same thing counted several times, so of these it is the mean.
        """
        kinds = self.by_kind(name)
        adds_up = self.units[name] in ADDITIVE and self.axes[name][0] != ALTERNATIVES
        return kinds.sum(axis=1) if adds_up or kinds.shape[1] == 1 else kinds.mean(axis=1)

    def quantile(self, series: numpy.ndarray, levels) -> numpy.ndarray:
        """Quantiles over the draws, which run along the last axis; the levels come first, as in NumPy."""
        return weighted_quantile(series, self.weights, levels)

    def mean(self, series: numpy.ndarray) -> numpy.ndarray:
        """Weighted mean over the draws: of a truth value the share of the draws in which it holds."""
        return numpy.average(numpy.where(self.weights > 0.0, series, 0.0), axis=-1, weights=self.weights)

    def medians(self, series: numpy.ndarray) -> Mapping[str, numpy.ndarray]:
        """The median of each structure's draws, by its name, of numbers (..., draw)."""
        sound = self.weights > 0.0
        members = {name: sound & (self.structure_of == index) for index, name in enumerate(self.structures)}
        return {name: numpy.median(series[..., draws], axis=-1) for name, draws in members.items() if draws.any()}

    def range_of_medians(self, series: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
        """The lowest and the highest of the structures' medians, of numbers (..., draw)."""
        medians = numpy.stack(list(self.medians(series).values()))
        return medians.min(axis=0), medians.max(axis=0)

    def __repr__(self) -> str:
        years = f"{self.years[0]}-{self.years[-1]}" if self.years else "no year"
        of = self.structures[0] if len(self.structures) == 1 else f"{len(self.structures)} variants"
        draws = "one run" if self.is_single else f"{len(self.weights)} draws of {of}"
        return (
            f"<Run {self.name}: {self.title or self.name}\n"
            f" {years}, {draws}, {self.failures} failed, {len(self.values)} quantities\n"
            f" fingerprint {self.short}>"
        )


def run(case: Case) -> Run:
    """Run a case. Raises `BadInput` for a value out of its bounds, `CannotRun` where every one of many draws fails."""
    return _at_the_starting_fit(case) if case.draws is None else _at_draws(case, case.draws)


def sound_in_all(runs: Sequence[Run]) -> Run:
    """The first of several runs at the same draws, with weight only for draws that failed in none of them."""
    first = runs[0]
    if any(len(other.weights) != len(first.weights) for other in runs):
        raise BadInput("the runs are not at the same draws", where=", ".join(other.name for other in runs))
    weights = numpy.where(numpy.all([other.weights > 0.0 for other in runs], axis=0), first.weights, 0.0)
    if not weights.any():
        raise CannotRun("every draw failed in one of these runs", where=", ".join(other.name for other in runs))
    failed_year = numpy.max([other.failed_year for other in runs], axis=0)
    return replace(first, weights=weights / weights.sum(), failed_year=failed_year)


def simulated(
    draws: Draws, paths: Mapping[str, numpy.ndarray], keep: Iterable[str] | None, model: Model | None = None
) -> Simulated:
    """The paths at each draw, members last; one program serves all structures.

    Unexplained yields come from the draws, but for the years in which the paths depart from those of the starting fit.
    `model` is the one with all rivals unless given.
    """
    from pyrrhic.engine import compiled  # single runs need no compiler
    from pyrrhic.runs.history import historical_paths  # nor does a run that is opened need the record

    historical, years = historical_paths(), len(next(iter(paths.values())))
    drawn = {
        name: numpy.where(paths[name] == historical[name][:years], path[:years], paths[name])
        for name, path in draws.yields.items()
    }
    return compiled.simulate(
        model or assemble_all_rivals(),
        draws.parameters,
        opening(draws.parameters),
        {**paths, **drawn},
        keep,
        beyond_bounds=True,
    )


@cache
def model_fingerprint() -> str:
    """The fingerprint of everything but the scenario that a run depends on: equations, all rivals, parameters, opening.

    The number of the version is not among them, nor is how equations are written: what computes the same is the same.
    """
    model = assemble_all_rivals()
    computed = fingerprints.computed(model, model.equations)
    return fingerprints.of_text(
        computed.fingerprint, fingerprints.of_arrays(computed.read(fitted_parameters()), opening(fitted_parameters()))
    )


# --- at the starting fit, and at draws ----------------------------------------------------------------------------


def _at_the_starting_fit(case: Case) -> Run:
    """One run by the plain driver, which needs no compiler."""
    model = assemble(case.structure, case.given)
    paths, values = paths_of(case), parameters_with(case.parameters)
    computed = simulate(model, values, opening(values), paths, case.keep, beyond_bounds=case.beyond_bounds)
    return _frozen_run(
        case,
        model,
        computed,
        weights=numpy.ones(1),
        structures=(STARTING_FIT,),
        structure_of=numpy.zeros(1, int),
        choices={STARTING_FIT: model.choices},
        fingerprint=_fingerprint(model, values, paths),
    )


def _at_draws(case: Case, draws: Draws) -> Run:
    """A run of many members by the compiled program of the model with all rivals."""
    model, paths = assemble_all_rivals(), paths_of(case)
    members = simulated(draws, paths, case.keep)
    weights = shared_by_sound(draws, numpy.asarray(members.failed_year) == SUCCEEDED)
    if not weights.any():
        raise CannotRun("every draw failed", where=case.name)
    computed = fingerprints.computed(model, model.equations)
    inputs = fingerprints.of_arrays(opening(), computed.read(paths))
    return _frozen_run(
        case,
        model,
        members,
        weights=weights / weights.sum(),
        structures=draws.structures,
        structure_of=draws.structure_of,
        choices=draws.choices,
        posteriors=draws.posteriors,
        fingerprint=fingerprints.of_text(computed.fingerprint, inputs, draws.fingerprint),
    )


def shared_by_sound(draws: Draws, sound: numpy.ndarray) -> numpy.ndarray:
    """The weight of each structure shared by its draws that did not fail."""
    weights = numpy.where(sound, draws.weights, 0.0)
    for index in range(len(draws.structures)):
        members = draws.structure_of == index
        if weights[members].any():
            weights[members] *= draws.weights[members].sum() / weights[members].sum()
    return weights


def _frozen_run(case: Case, model: Model, result: Simulated, **fields) -> Run:
    """What a driver computed as a run."""
    failed = numpy.asarray(result.failed_year)
    return Run(
        name=case.name,
        title=case.title,
        years=case.years,
        values={name: _frozen(array) for name, array in result.values.items()},
        units={name: model.unit(name).symbol for name in result.values},
        axes={name: model.axes_of(name) for name in result.values},
        failed_year=numpy.where(failed == SUCCEEDED, SUCCEEDED, failed + case.years[0]),
        model_fingerprint=model_fingerprint(),
        texts=dict(case.texts),
        **fields,
    )


def _frozen(array: numpy.ndarray) -> numpy.ndarray:
    """The same numbers, not to be written to."""
    array = numpy.asarray(array, dtype=float).view()
    array.setflags(write=False)
    return array


def paths_of(case: Case) -> dict[str, numpy.ndarray]:
    """Every path, of levers and drivers and of given quantities, over the years that are run."""
    number = len(case.years)
    return {name: path[:number] if numpy.ndim(path) else path for name, path in {**case.paths, **case.given}.items()}


def _fingerprint(model: Model, values: Mapping[str, numpy.ndarray], paths: Mapping[str, numpy.ndarray]) -> str:
    """The fingerprint of a run: what is computed, from which opening state, and every input that is read."""
    computed = fingerprints.computed(model, model.equations)
    return fingerprints.of_text(
        computed.fingerprint, fingerprints.of_arrays(computed.read(values), opening(values), computed.read(paths))
    )
