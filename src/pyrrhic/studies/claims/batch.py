"""The runs that statements are read from: each scenario and ablation once, at draws of the posteriors and of the prior.

A run has a name: `as_it_happened`, that of a scenario, or `without NAME` where an ablation switches a mechanism off.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.model import parameters
from pyrrhic.runs.case import AS_IT_HAPPENED, Case, Draws, history
from pyrrhic.runs.run import Run, run
from pyrrhic.studies.ablations import Ablation, ablation
from pyrrhic.studies.claims.claim import Claim
from pyrrhic.studies.claims.statement import Statement
from pyrrhic.studies.scenarios import scenario as scenarios

WITHOUT = "without "
DIVIDED_AT = 20  # draws of each variant at which a difference is divided, for each takes a run of every coalition
PRIOR_DRAWS, SEED, STRUCTURE = 1000, 1926, "base"
Needs = Mapping[str, tuple[str, ...]]
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Batch:
    """Every run by its name: at draws of the posteriors, and at draws of the prior where that was asked for.

    `drawn` and `prior` are fewer of these draws, at which differences are divided.
    """

    after: Mapping[str, Run]
    before: Mapping[str, Run]
    drawn: Draws
    prior: Draws


def runs_of(statement: Statement) -> tuple[str, ...]:
    """The runs that a statement is read from, in the order of the comparison: what is compared with, then the other."""
    if statement.is_of_the_record or statement.divided:
        return ()
    if not statement.compare:
        return (AS_IT_HAPPENED,)
    mark = WITHOUT if statement.ablation else ""
    other = f"{mark}{statement.ablation or statement.scenario}"
    return (f"{mark}{statement.beside}" if statement.beside else AS_IT_HAPPENED, other)


def taken_away(claim: Claim, statement: Statement) -> str:
    """The scenario without the policy of a claim in which a statement about history alone is tried; "" for others."""
    return claim.without[0] if runs_of(statement) == (AS_IT_HAPPENED,) and claim.without else ""


def needed_after(claims: Iterable[Claim]) -> Needs:
    """The quantities that each run at draws of the posteriors must keep: for statements, claims and comparisons."""
    wanted: dict[str, list[str]] = {AS_IT_HAPPENED: list(quantities())}
    for claim in claims:
        _add(wanted, _of_statements(claim))
        shown = [name for figure in claim.figures if figure.measure for name in figure.measure.needs]
        for name in (AS_IT_HAPPENED, *claim.without):
            wanted.setdefault(name, []).extend(shown)
    return {name: tuple(dict.fromkeys(names)) for name, names in wanted.items()}


def needed_before(claims: Iterable[Claim]) -> Needs:
    """The quantities that each run at draws of the prior must keep."""
    wanted: dict[str, list[str]] = {}
    for claim in claims:
        _add(wanted, _of_statements(claim))
        _add(wanted, ((taken_away(claim, statement), _needs(statement)) for statement in claim.statements))
    return {name: tuple(dict.fromkeys(names)) for name, names in wanted.items() if name}


def _of_statements(claim: Claim) -> Iterator[tuple[str, tuple[str, ...]]]:
    for statement in claim.statements:
        yield from ((name, _needs(statement)) for name in runs_of(statement))


def _needs(statement: Statement) -> tuple[str, ...]:
    """The quantities that the figures of a statement are read from; none where no run is read."""
    if statement.is_of_the_record:
        return ()
    return tuple(name for figure in statement.figures if figure.measure for name in figure.measure.needs)


def _add(wanted: dict[str, list[str]], more: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    for name, names in more:
        wanted.setdefault(name, []).extend(names)


def batch(claims: Iterable[Claim], drawn: Draws, tell: Tell, with_prior: bool = True) -> Batch:
    """Run everything that some claims need, each run once; `tell` is told the name, its number, and how many there are."""
    claims = tuple(claims)
    after, before = needed_after(claims), needed_before(claims) if with_prior else {}
    number_of_runs = len(after) + len(before)

    def runs(needs: Needs, at: Draws, done: int) -> dict[str, Run]:
        made = {}
        for number, (name, keep) in enumerate(needs.items(), start=done + 1):
            tell(name, number, number_of_runs)
            made[name] = run_of(name, keep, at)
        return made

    prior = prior_draws()
    made = runs(after, drawn, 0), runs(before, prior, len(after))
    return Batch(*made, thinned(drawn, DIVIDED_AT), thinned(prior, DIVIDED_AT * len(drawn.structures)))


def thinned(drawn: Draws, of_each: int) -> Draws:
    """So many draws of each structure at most, evenly spaced, each structure with the weight that it had."""
    places = [numpy.flatnonzero(drawn.structure_of == place) for place in range(len(drawn.structures))]
    kept = numpy.concatenate(
        [own[numpy.linspace(0, len(own) - 1, min(of_each, len(own))).astype(int)] for own in places]
    )
    scale = {place: drawn.weights[own].sum() for place, own in enumerate(places)}
    weights = drawn.weights[kept]
    for place, whole in scale.items():
        mine = drawn.structure_of[kept] == place
        weights[mine] *= whole / weights[mine].sum()
    return replace(
        drawn,
        structure_of=drawn.structure_of[kept],
        weights=weights,
        parameters=_of_members(drawn.parameters, kept),
        yields=_of_members(drawn.yields, kept),
        persistence=drawn.persistence[:, kept] if drawn.persistence.shape[-1] > 1 else drawn.persistence,
        fingerprint=f"{drawn.fingerprint} {of_each} of each",
    )


def _of_members(arrays: Mapping[str, numpy.ndarray], kept: numpy.ndarray) -> dict[str, numpy.ndarray]:
    """Inputs at some of their members; those that have one for all stay as they are."""
    return {name: array[..., kept] if array.shape[-1] > 1 else array for name, array in arrays.items()}


def prior_draws(number: int = PRIOR_DRAWS) -> Draws:
    """So many draws of the prior of the base structure."""
    where = coordinates(STRUCTURE)
    return draws_at([(where, numpy.random.default_rng(SEED).standard_normal((number, where.size)))])


def run_of(name: str, keep: tuple[str, ...], at: Draws) -> Run:
    """The run of a name at some draws. Raises `CannotRun` where every draw fails."""
    if not name.startswith(WITHOUT):
        return run(replace(scenarios.case(scenarios.load(name)), keep=keep).at(at))
    mechanism = ablation(name.removeprefix(WITHOUT))
    usual = history(keep=keep)
    case = Case(name, {**usual.paths, **_moved(mechanism)}, title=mechanism.mechanism, keep=keep, beyond_bounds=True)
    return run(case.at(_with_parameters(at, mechanism.parameters, name)))


def switched_off(name: str) -> str:
    """The fingerprint of what a run without a mechanism sets: levers and parameters."""
    mechanism = ablation(name.removeprefix(WITHOUT))
    numbers = {f"parameter {key}": numpy.array(value) for key, value in mechanism.parameters.items()}
    return f"{name} {fingerprints.of_bytes({**_moved(mechanism), **numbers})}"


def _moved(mechanism: Ablation) -> dict[str, numpy.ndarray]:
    """The levers that an ablation moves, with their paths."""
    changed = scenarios.paths(mechanism.scenario)
    return {change.target: numpy.asarray(changed[change.target]) for change in mechanism.scenario.changes}


def _with_parameters(at: Draws, values: Mapping[str, float], name: str) -> Draws:
    """Draws with some parameters set to one value."""
    set_to = {key: numpy.full((*parameters()[key].value.shape[:2], 1), value) for key, value in values.items()}
    return replace(at, parameters={**at.parameters, **set_to}, fingerprint=f"{at.fingerprint} {name}") if values else at
