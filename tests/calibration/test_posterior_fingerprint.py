"""What changes the fingerprint of a posterior and of a run, and what does not: one test for each."""

import inspect
from dataclasses import replace

import pytest

from pyrrhic import model
from pyrrhic.calibration import comparisons as observe
from pyrrhic.calibration import likelihood, posterior
from pyrrhic.calibration.coordinates import Coordinates
from pyrrhic.calibration.landmarks import quantities
from pyrrhic.calibration.structures import structure, structures
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.engine.equations import equation
from pyrrhic.model.farm import harvest
from pyrrhic.model.grain import village_grain
from pyrrhic.runs import calendars, starting_fit
from pyrrhic.runs import run as results
from pyrrhic.runs.history import historical_paths
from pyrrhic.texts import Text

now = posterior.fingerprint.__wrapped__
AS_IT_IS = now("base")
READ = fingerprints.computed(model.assemble_all_rivals(), quantities()).reads


@pytest.fixture
def rebuilt(monkeypatch):
    """Build the models anew from what the test has changed, and forget them afterwards."""
    caches = (model._assembled, model.assemble_all_rivals, observe.terms, observe.observations)

    def forget():
        for cache in caches:
            cache.cache_clear()

    yield forget
    monkeypatch.undo()
    forget()


def changed_equation(monkeypatch, block, name: str, change) -> None:
    """Another body for an equation of the model: `change` of what it computes."""
    real = getattr(block, name)

    def another(*arguments):
        return change(real(*arguments))

    another.__name__, another.__module__, another.__doc__ = name, block.__name__, "Another sentence."
    another.__signature__ = inspect.signature(real)
    monkeypatch.setattr(block, name, equation(*real.axes)(another))


def with_table(monkeypatch, change) -> None:
    """The table of comparisons with its first row changed."""
    first, *others = likelihood.correspondences()
    monkeypatch.setattr(likelihood, "correspondences", lambda: (change(first), *others))


def with_landmark(monkeypatch, change) -> None:
    first, *others = likelihood.landmarks()
    monkeypatch.setattr(likelihood, "landmarks", lambda deaths, record: (change(first), *others))


def with_structure(monkeypatch, **changes) -> None:
    where = Coordinates(replace(structure("base"), **changes))
    monkeypatch.setattr(posterior, "coordinates", lambda name: where)


def with_path(monkeypatch, name: str, change) -> None:
    paths = dict(historical_paths())
    paths[name] = change(paths[name])
    monkeypatch.setattr(posterior, "historical_paths", lambda: paths)


def a_lever(read: bool) -> str:
    return next(
        name
        for name, path in historical_paths().items()
        if (name in READ) == read and name not in posterior.YIELDS and path.any()
    )


# --- what changes it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block, name", [(harvest, "grain_yield"), (village_grain, "grain_feed")])
def test_a_coefficient_of_an_equation_changes_it(monkeypatch, rebuilt, block, name):
    changed_equation(monkeypatch, block, name, lambda result: result * 1.00001)
    rebuilt()
    assert now("base") != AS_IT_IS


def test_a_path_that_is_read_changes_it(monkeypatch):
    with_path(monkeypatch, a_lever(read=True), lambda path: path * 1.0001)
    assert now("base") != AS_IT_IS


@pytest.mark.parametrize(
    "change",
    [
        lambda row: replace(row, scale=1.001 * row.scale),
        lambda row: replace(row, error=1.01 * row.error),
        lambda row: replace(row, calendar="1 January"),
        lambda row: replace(row, skip=(1930,)),
        lambda row: replace(row, quantity="grain_collected_total"),
        lambda row: replace(row, absolute=True),
        lambda row: replace(row, relative_to=1928),
        lambda row: replace(row, evidence=False),
    ],
    ids=["figure", "error", "calendar", "a figure less", "quantity", "scale of comparison", "ratio", "not fitted"],
)
def test_a_row_of_the_table_changes_it(monkeypatch, change):
    with_table(monkeypatch, change)
    assert now("base") != AS_IT_IS


def test_a_figure_of_the_record_changes_it(monkeypatch, rebuilt):
    real = observe._figures
    monkeypatch.setattr(
        observe,
        "_figures",
        lambda row, record: (
            (year, value * (1.001 if year == 1931 else 1.0), low, high) for year, value, low, high in real(row, record)
        ),
    )
    rebuilt()
    assert now("base") != AS_IT_IS


@pytest.mark.parametrize(
    "change",
    [
        lambda mark: replace(mark, value=1.01 * mark.value),
        lambda mark: replace(mark, error=1.01 * mark.error),
        lambda mark: replace(mark, years=(1931, 1932)),
        lambda mark: replace(mark, regions=("volga",)),
        lambda mark: replace(mark, quantity="deaths"),
    ],
    ids=["value", "error", "years", "regions", "quantity"],
)
def test_a_landmark_changes_it(monkeypatch, change):
    with_landmark(monkeypatch, change)
    assert now("base") != AS_IT_IS


@pytest.mark.parametrize("prior", [{"spread": 0.30}, {"median": 0.31}, {"distribution": "normal"}])
def test_a_prior_changes_it(monkeypatch, prior):
    with_structure(monkeypatch, priors={"retention": prior})
    assert now("base") != AS_IT_IS


@pytest.mark.parametrize("changes", [{"fixed": {"retention": 0.3}}, {"yield_spread": {"1932": 0.2}}])
def test_a_fixed_parameter_and_the_spread_of_yields_change_it(monkeypatch, changes):
    with_structure(monkeypatch, **changes)
    assert now("base") != AS_IT_IS


def test_the_value_of_a_parameter_that_is_not_free_and_an_opening_stock_change_it(monkeypatch):
    where = Coordinates(structure("base"))
    name = next(
        name
        for name, parameter in model.parameters().items()
        if not parameter.free and name in READ and parameter.value.any()
    )
    real = where.parameters
    where.parameters = lambda z: {**real(z), name: real(z)[name] * 1.001}
    monkeypatch.setattr(posterior, "coordinates", lambda of: where)
    assert now("base") != AS_IT_IS
    del where.parameters
    assert now("base") == AS_IT_IS
    where.opening = {**where.opening, "state_grain": where.opening["state_grain"] * 1.001}
    assert now("base") != AS_IT_IS


@pytest.mark.parametrize(
    "name, value",
    [
        ("REGIONAL_YIELD_SPREAD", 0.2),
        ("YEARS_OF_REGIONAL_YIELD", (1931, 1932)),
        ("DEGREES_OF_FREEDOM", 7.0),
        ("FLOOR", 1e-4),
    ],
)
def test_what_the_likelihood_assumes_changes_it(monkeypatch, name, value):
    monkeypatch.setattr(posterior, name, value)
    assert now("base") != AS_IT_IS


@pytest.mark.parametrize("name", ["FAMINE_DEATHS_BEFORE_JANUARY", "IMPORTS_BEFORE_JANUARY"])
def test_a_judgement_of_the_calendar_changes_it(monkeypatch, rebuilt, name):
    monkeypatch.setattr(calendars, name, 0.5 * getattr(calendars, name))
    rebuilt()
    assert now("base") != AS_IT_IS


def test_every_structure_has_its_own():
    assert len({now(name) for name in structures()}) == len(structures())


# --- what does not --------------------------------------------------------------------------------------------


def test_the_same_equation_written_otherwise_does_not_change_it(monkeypatch, rebuilt):
    changed_equation(monkeypatch, harvest, "grain_yield", lambda result: result)
    rebuilt()
    assert now("base") == AS_IT_IS


def test_the_order_of_equations_blocks_and_inputs_does_not_change_it(monkeypatch, rebuilt):
    monkeypatch.setattr(model, "BLOCKS", model.BLOCKS[::-1])
    real = model._inputs
    monkeypatch.setattr(model, "_inputs", lambda: dict(reversed(real().items())))
    rebuilt()
    assert next(iter(model.assemble_all_rivals().inputs)) != next(iter(real()))
    assert now("base") == AS_IT_IS


def test_a_persistence_of_errors_changes_it(monkeypatch):
    kinds = posterior.kinds()
    first = next(iter(kinds))
    monkeypatch.setattr(posterior, "kinds", lambda: {**kinds, first: replace(kinds[first], spread=0.5)})
    assert now("base") != AS_IT_IS


def test_what_a_variant_chooses_changes_it(monkeypatch):
    for changes in ({"levers": {a_lever(read=True): {"1932": 0.123}}}, {"regional_yields_centred": True}):
        with_structure(monkeypatch, **changes)
        assert now("base") != AS_IT_IS, changes


def test_a_lever_that_nothing_compared_reads_does_not_change_it(monkeypatch):
    unread = [name for name in historical_paths() if name not in READ]
    assert unread, "every lever is read; take this test away"
    with_path(monkeypatch, unread[0], lambda path: path * 0.5 + 1.0)
    assert now("base") == AS_IT_IS


def test_an_equation_that_nothing_compared_depends_on_does_not_change_it(monkeypatch, rebuilt):
    every = model.assemble_all_rivals()
    needed = frozenset().union(*(every.upstream(name) for name in (*quantities(), *every.stocks)))
    aside = next(name for name in every.equations if name not in needed and "_by_" not in name)
    block = next(block for block in model.BLOCKS if block.__name__.endswith(model.block_of(aside)))
    changed_equation(monkeypatch, block, aside, lambda result: result * 2.0)
    rebuilt()
    assert now("base") == AS_IT_IS


ANOTHER = Text("Another.", "Другое.")


def test_prose_does_not_change_it(monkeypatch):
    with_table(monkeypatch, lambda row: replace(row, note=ANOTHER, title=ANOTHER))
    with_landmark(monkeypatch, lambda mark: replace(mark, name="another", source="allen2003", note="Another."))
    with_structure(monkeypatch, title=Text("Another", "Другое"))
    assert now("base") == AS_IT_IS


def test_the_tenth_digit_does_not_change_it(monkeypatch):
    with_path(monkeypatch, a_lever(read=True), lambda path: path * (1.0 + 1e-13))
    with_table(monkeypatch, lambda row: replace(row, scale=row.scale * (1.0 + 1e-13)))
    assert now("base") == AS_IT_IS


def test_the_yields_of_the_starting_fit_do_not_change_it(monkeypatch):
    """A posterior draws its own."""
    with_path(monkeypatch, "unexplained_yield", lambda path: path + 0.1)
    assert now("base") == AS_IT_IS


# --- runs -----------------------------------------------------------------------------------------------------


def test_the_fingerprint_of_the_model_follows_equations_and_parameters(monkeypatch, rebuilt):
    whole, fitted = results.model_fingerprint.__wrapped__, starting_fit.fitted_parameters()
    before = whole()
    assert before == results.model_fingerprint()
    with monkeypatch.context() as patch:
        patch.setattr(results, "fitted_parameters", lambda: {**fitted, "retention": fitted["retention"] * 1.001})
        assert whole() != before
    changed_equation(monkeypatch, harvest, "grain_yield", lambda result: result)
    rebuilt()
    assert whole() == before
    changed_equation(monkeypatch, harvest, "grain_yield", lambda result: result * 1.00001)
    rebuilt()
    assert whole() != before
