"""The model as JavaScript in a browser gives what the NumPy driver gives, in every quantity of every year."""

import base64
import json
import sys
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrrhic.app.site.model_script import model_script
from pyrrhic.calibration import mixture
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.posterior import available, load
from pyrrhic.engine import loop
from pyrrhic.engine.equations import CHOICE
from pyrrhic.engine.loop import NEGATIVE
from pyrrhic.engine.printers import javascript
from pyrrhic.engine.printers.plan import PARAMETERS, PATHS, plan
from pyrrhic.model import SLOTS, YEARS, assemble_all_rivals, opening
from pyrrhic.runs.quantiles import weighted_quantile
from pyrrhic.runs.run import run as run_case
from pyrrhic.studies.scenarios import scenario as scenarios

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import operations

pytestmark = pytest.mark.browser
CASES = 200
RUN = """(text) => {
    const given = JSON.parse(text), room = roomFor(program), array = (numbers) => Float64Array.from(numbers);
    const keep = given.names.flatMap((name) => placesOf(program, name));
    const out = new Float64Array(given.years * keep.length);
    const failed = runMember(program, room, array(given.parameters), array(given.opening), array(given.paths),
                             given.years, keep, out, 0, 1, given.negative);
    const bytes = new Uint8Array(out.buffer);
    let string = '';
    for (let at = 0; at < bytes.length; at += 32768) string += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return [failed, btoa(string)];
}"""


def opened(browser, model, paths, names):
    """A page that holds the program of a model, and how its inputs stand in flat arrays."""
    layout = plan(model, paths, names)
    page = browser.new_page()
    page.add_script_tag(content=files("pyrrhic.engine").joinpath("members.js").read_text(encoding="utf-8"))
    page.add_script_tag(content=f"const program = {javascript.program(layout)};")
    return page, layout


def flat(layout, array: str, group, years: int = 0) -> numpy.ndarray:
    """The inputs of an array as the program takes them: (number), or (year, number) for paths."""
    numbers = numpy.zeros((max(years, 1), layout.sizes[array]))
    for name, place in layout.inputs.items():
        if place.array == array and name in group:
            numbers[:, place.start : place.start + place.size] = group[name].reshape(
                -1 if not years else years, place.size
            )
    return numbers


def run(page, layout, parameters, stocks, paths, names, years: int) -> tuple[int, dict[str, numpy.ndarray]]:
    """The year of failure and the quantities (year, kind, place) of one member, as the browser computes them."""
    first = sum(place.size for place, _ in layout.closing)
    given = {
        "parameters": flat(layout, PARAMETERS, parameters)[0].tolist(),
        "opening": flat(layout, "V", stocks)[0, :first].tolist(),
        "paths": flat(layout, PATHS, paths, years).reshape(-1).tolist(),
        "names": list(names),
        "years": years,
        "negative": NEGATIVE["float64"],
    }
    failed, text = page.evaluate(RUN, json.dumps(given))
    table, values, start = numpy.frombuffer(base64.b64decode(text)).reshape(years, -1), {}, 0
    for name in names:
        place = layout.kept_places[name]
        values[name] = table[:, start : start + place.size].reshape(years, *place.shape)
        start += place.size
    return failed, values


def test_every_operation_agrees(browser):
    model, random = operations.model(), numpy.random.default_rng(5)
    page, layout = opened(browser, model, {"x"}, operations.KEPT)
    for _ in range(20):
        shape = (*operations.SHAPE, 1)
        x = random.uniform(-3.0, 3.0, (operations.YEARS, *shape))
        parameters = {"y": random.uniform(0.1, 3.0, shape), "z": random.uniform(0.0, 2.0, (1, 1, 1))}
        expected = loop.simulate(model, parameters, operations.opening(), {"x": x}, operations.KEPT)
        failed, values = run(
            page, layout, parameters, operations.opening(), {"x": x}, operations.KEPT, operations.YEARS
        )
        assert failed == expected.failed_year[0]
        for name in operations.KEPT:
            numpy.testing.assert_allclose(values[name], expected.values[name][..., 0], 1e-11, 1e-13, err_msg=name)


def drawn(random: numpy.random.Generator):
    """A random scenario at a random draw of a random variant: parameters with the rivals' numbers, and paths."""
    name = random.choice(available())
    where, z = coordinates(name), load(name).z
    point = z[[random.integers(len(z))]]
    scenario = str(random.choice([one for one in scenarios.names() if not scenarios.load(one).structure]))
    own = where.paths(point)
    choices = {
        CHOICE + slot.quantity: numpy.full((1, 1, 1), slot.number(where.structure.choices.get(slot.quantity)))
        for slot in SLOTS
    }
    yields = {key: own[key] for key in ("unexplained_yield", "unexplained_yield_regional")}
    return f"{scenario} of {name}", {**where.parameters(point), **choices}, {**paths_of(scenario), **yields}


@cache
def paths_of(scenario: str):
    return scenarios.paths(scenarios.load(scenario))


def side_by_side(groups):
    """The inputs of several members as those of one run."""
    return {name: numpy.concatenate([group[name] for group in groups], axis=-1) for name in groups[0]}


def test_the_whole_model_agrees_in_random_scenarios_draws_and_variants(browser):
    model, random = assemble_all_rivals(), numpy.random.default_rng(1932)
    names, cases = (*model.stocks, *model.equations), [drawn(random) for _ in range(CASES)]
    parameters, paths = (side_by_side([case[at] for case in cases]) for at in (1, 2))
    expected = loop.simulate(model, parameters, opening(parameters), paths, names, beyond_bounds=True)
    page, layout = opened(browser, model, paths, names)
    for member, (what, own, changed) in enumerate(cases):
        failed, values = run(page, layout, own, opening(own), changed, names, len(YEARS))
        assert failed == expected.failed_year[member], what
        for name in names:
            numpy.testing.assert_allclose(
                values[name], expected.values[name][..., member], 1e-9, 1e-12, err_msg=f"{what}: {name}"
            )


@settings(max_examples=30)
@given(
    numbers=st.lists(st.tuples(st.sampled_from([0.0, 1.0, 1.5, 2.0, -3.0, 1e6]), st.sampled_from([0.0, 0.1, 0.5, 1.0])))
)
def test_quantiles_are_those_of_the_program(page_with_quantiles, numbers):
    values, weights = ([float(one[at]) for one in numbers] for at in (0, 1))
    if not any(weights):
        return
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    ours = page_with_quantiles.evaluate("([v, w, l]) => weightedQuantiles(v, w, l)", [values, weights, levels])
    expected = weighted_quantile(numpy.array(values), numpy.array(weights), levels)
    rounding = 1e-12 * (1.0 + max(values) - min(values))  # of a level that lies on a middle, times the slope there
    numpy.testing.assert_allclose(ours, expected, 1e-12, rounding)


@pytest.fixture(scope="module")
def page_with_quantiles(browser):
    page = browser.new_page()
    page.add_script_tag(content=files("pyrrhic.engine").joinpath("members.js").read_text(encoding="utf-8"))
    return page


SERIES = ("grain_harvest_total", "herds_total", "excess_deaths_rural", "urban_population", "grain_imports")


@pytest.fixture(scope="module")
def ensemble(browser):
    """A page with the ensemble of the mixture, and the draws that it has."""
    draws = mixture.draws(len(available()) * 3)
    page = browser.new_page()
    for folder, name in (
        ("pyrrhic.engine", "members.js"),
        ("pyrrhic.app.site", "scripts/ensemble.js"),
        ("pyrrhic.app.site", "scripts/state.js"),
    ):
        page.add_script_tag(content=files(folder).joinpath(name).read_text(encoding="utf-8"))
    page.add_script_tag(content=f"{model_script(draws)} const ensemble = new Ensemble(model);")
    return page, draws


@pytest.mark.parametrize("name", ["as_it_happened", "nep", "no_passports", "famine_causes_removed"])
def test_an_ensemble_gives_the_numbers_and_weights_of_a_run_at_draws(ensemble, name):
    page, draws = ensemble
    expected = run_case(replace(scenarios.case(scenarios.load(name), SERIES), ends=None).at(draws))
    rows, values, weights = page.evaluate(
        """([name, names]) => {
            const changes = changesOf({ scenarios: [name], levers: {} }, { levers: [] }, model, ensemble.history);
            const run = ensemble.run(ensemble.pathsWith(changes), names);
            return [run.rows, Array.from(run.values), run.weights];
        }""",
        [name, SERIES],
    )
    table, start = numpy.array(values).reshape(len(YEARS), rows, len(draws)), 0
    for series in SERIES:
        array = expected.values[series]
        size = array.shape[1] * array.shape[2]
        ours = table[:, start : start + size].reshape(array.shape)
        numpy.testing.assert_allclose(ours, array, 1e-9, 1e-12, err_msg=series)
        start += size
    numpy.testing.assert_allclose(weights, expected.weights, 1e-12)
