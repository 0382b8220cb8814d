"""A difference divided: among whom, by which runs, through which channels, what is kept, and what is refused."""

from dataclasses import replace

import numpy
import pytest

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.errors import BadInput, CannotRun, PyrrhicError, UnknownName
from pyrrhic.model import levers
from pyrrhic.runs.figures import figure
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.runs.run import history, run
from pyrrhic.studies.attribution import Asked, Weighed, at_the_starting_fit, attribute, groups, players_of, saved
from pyrrhic.studies.attribution import attribution as study
from pyrrhic.studies.attribution import channels as by_channels
from pyrrhic.studies.attribution import coalitions as runs
from pyrrhic.studies.attribution.players import read_groups
from pyrrhic.studies.attribution.shares import all_coalitions
from pyrrhic.studies.scenarios import scenario as scenarios

DEATHS = "excess_deaths_1930_31_1933_34"
EXPORTS_AND_RELIEF = "no_exports+relief_accepted"
DRAWS = 3


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Numbers of other runs are not seen."""
    monkeypatch.setattr(saved, "folder", lambda: tmp_path / "attribution")


@pytest.fixture(scope="module")
def points():
    """A few points of the prior of two structures, near its middle."""
    random = numpy.random.default_rng(7)
    parts = [
        (coordinates(name), 0.3 * random.standard_normal((DRAWS, coordinates(name).size)))
        for name in ("base", "long_memory")
    ]
    return draws_at(parts)


def asked(scenario: str = EXPORTS_AND_RELIEF, outcome: str = DEATHS, **options) -> Asked:
    return Asked(scenarios.load(scenario), figure(outcome), **options)


# --- players ----------------------------------------------------------------------------------------------------


def test_every_lever_of_a_group_is_a_lever_and_in_no_other_group():
    members = [lever for group in groups() for lever in group.levers]
    assert len(members) == len(set(members)) and set(members) <= set(levers())


def test_the_levers_of_a_scenario_are_players_alone_or_in_groups():
    nep = scenarios.load("nep")
    alone, grouped = players_of(nep), players_of(nep, "group")
    assert {player.name for player in alone} == {change.target for change in nep.changes}
    assert sorted(lever for player in grouped for lever in player.levers) == sorted(player.name for player in alone)
    pace = next(player for player in grouped if player.name == "pace_of_collectivization")
    assert pace.levers == ("collectivization_target", "collectivization_peak")


def test_the_scenarios_of_which_one_is_made_are_players_with_their_titles():
    causes = scenarios.load("famine_causes_removed")
    players = players_of(causes, "scenario")
    assert [player.name for player in players] == list(causes.extends)
    assert [player.title for player in players] == [scenarios.load(name).title for name in causes.extends]


def test_a_lever_that_two_scenarios_change_cannot_be_divided_between_them():
    with pytest.raises(CannotRun, match="both change grain_export_plan"):
        players_of(scenarios.load("no_exports_1932+no_exports"), "scenario")


def test_a_lever_that_is_as_in_history_in_the_years_read_is_no_player():
    reforms = scenarios.load("slower_collectivization")
    assert players_of(reforms, years=4)
    with pytest.raises(CannotRun, match="does not differ from history"):
        players_of(reforms, years=3)


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"a": {"title": {"en": "A", "ru": "А"}, "levers": ["relif"]}}, "no lever named relif; did you mean relief?"),
        ({"a": {"title": {"en": "A", "ru": "А"}}}, "the field levers is missing"),
        ({"relief": {"title": {"en": "A", "ru": "А"}, "levers": ["relief"]}}, "it has the name of a lever"),
        (
            {name: {"title": {"en": "A", "ru": "А"}, "levers": ["relief"]} for name in ("a", "b")},
            "the lever relief is in a too",
        ),
    ],
)
def test_groups_that_say_something_wrong_are_refused_with_their_place(entries, sentence):
    with pytest.raises(PyrrhicError) as refused:
        read_groups(entries, "my.toml")
    assert str(refused.value).startswith("my.toml") and sentence in str(refused.value)


def test_groups_of_ones_own_are_read_from_a_file(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('[grain]\ntitle = { en = "Grain", ru = "Зерно" }\nlevers = ["relief", "grain_export_plan"]\n')
    players = players_of(scenarios.load(EXPORTS_AND_RELIEF), str(file))
    assert [player.name for player in players] == ["grain", "state_stock_target"]


# --- the model --------------------------------------------------------------------------------------------------


def test_the_shares_of_the_model_add_up_in_every_draw_and_the_ends_are_the_runs(points):
    divided = attribute(asked(), points)
    assert abs(divided.shares.sum(axis=0) - divided.difference).max() < 1e-9
    for values, case in (
        (divided.history, history()),
        (divided.scenario, scenarios.case(scenarios.load(EXPORTS_AND_RELIEF))),
    ):
        whole = run(replace(case, keep=["excess_deaths"], draws=points))
        numpy.testing.assert_allclose(values, measure_of_draws(whole, figure(DEATHS).measure), rtol=1e-10)


def test_a_change_made_alone_is_the_scenario_that_makes_it_and_the_last_one_is_withheld(points):
    divided = attribute(asked(), points)
    place = [player.name for player in divided.players].index("grain_export_plan")
    alone = run(scenarios.case(scenarios.load("no_exports"), ["excess_deaths"]).at(points))
    others = run(scenarios.case(scenarios.load("relief_accepted"), ["excess_deaths"]).at(points))
    measure = figure(DEATHS).measure
    numpy.testing.assert_allclose(divided.alone[place], measure_of_draws(alone, measure), rtol=1e-10)
    numpy.testing.assert_allclose(divided.others[place], measure_of_draws(others, measure), rtol=1e-10)
    numpy.testing.assert_allclose(divided.first[place], divided.alone[place] - divided.history)
    numpy.testing.assert_allclose(divided.last[place], divided.scenario - divided.others[place])


def test_yields_that_a_scenario_leaves_unexplained_are_those_of_the_draw(points):
    divided = attribute(asked("famine_causes_removed", by="scenario"), points)
    case = scenarios.case(scenarios.load("famine_causes_removed"), ["excess_deaths"])
    whole = measure_of_draws(run(case.at(points)), figure(DEATHS).measure)
    numpy.testing.assert_allclose(divided.scenario, whole, rtol=1e-10)
    place = [player.name for player in divided.players].index("no_unexplained_yields_1931_32")
    assert (abs(divided.first[place]) > 1e-3).all()


def test_sampled_orders_agree_with_all_coalitions_of_the_model(points):
    exact = attribute(asked("famine_causes_removed", by="scenario"), points)
    sampled = attribute(asked("famine_causes_removed", by="scenario", pairs=40), points)
    assert exact.is_exact and not sampled.is_exact and sampled.orders == 80
    assert abs(sampled.shares.sum(axis=0) - sampled.difference).max() < 1e-9
    apart = abs(exact.weighed.mean(exact.shares) - sampled.weighed.mean(sampled.shares))
    assert (apart <= 4.0 * sampled.errors).all() and (sampled.errors > 0.0).any()
    numpy.testing.assert_array_equal(exact.alone, sampled.alone)


def test_blocks_do_not_change_the_numbers(points, monkeypatch):
    whole = attribute(asked(), points)
    monkeypatch.setattr(saved, "_reopened", lambda *arguments: None)
    monkeypatch.setattr(runs, "MEMBERS", 3 * len(points))
    parts = attribute(asked(), points)
    numpy.testing.assert_array_equal(whole.played.values, parts.played.values)


def test_one_change_takes_all_of_the_difference(points):
    divided = attribute(asked("no_exports"), points)
    numpy.testing.assert_allclose(divided.shares[0], divided.difference)
    assert len(divided.players) == 1 and divided.share_of_difference == pytest.approx([1.0])


def test_the_starting_fit_is_one_draw_whose_numbers_are_those_of_the_single_run():
    divided = attribute(asked(), at_the_starting_fit())
    case = scenarios.case(scenarios.load(EXPORTS_AND_RELIEF), ["excess_deaths"])
    assert divided.history.shape == (1,)
    assert divided.scenario == pytest.approx(measure_of_draws(run(case), figure(DEATHS).measure), rel=1e-9)


def test_a_draw_in_which_a_run_fails_has_no_part_and_is_counted(points, monkeypatch):
    sound = attribute(asked(), points)
    values = sound.played.values.copy()
    values[2, 1] = numpy.nan
    monkeypatch.setattr(study, "played", lambda *arguments: (runs.Played(sound.played.coalitions, values), "f"))
    divided = attribute(asked(), points)
    assert divided.played.failed_runs == 1 and divided.weighed.left_out == 1 and divided.weighed.weights[1] == 0.0
    assert divided.weighed.weights[:DRAWS].sum() == pytest.approx(0.5)
    others = [draw for draw in range(len(points)) if draw != 1]
    by_hand = numpy.average(divided.shares[0][others], weights=divided.weighed.weights[others])
    assert divided.weighed.mean(divided.shares)[0] == pytest.approx(by_hand)
    assert numpy.isfinite(list(vars(divided.weighed.spread(divided.shares[0])).values())).all()
    values[:] = numpy.nan
    with pytest.raises(CannotRun, match="in every draw some run failed"):
        attribute(asked(), points)


def test_failed_runs_of_the_driver_give_no_number(points, monkeypatch):
    simulated = runs.simulated

    def failing(*arguments):
        whole = simulated(*arguments)
        return replace(whole, failed_year=numpy.where(numpy.arange(len(whole.failed_year)) == 4, 3, whole.failed_year))

    monkeypatch.setattr(runs, "simulated", failing)
    divided = attribute(asked(), points)
    assert divided.played.failed_runs == 1 and numpy.isnan(divided.history[4])


# --- what is kept -------------------------------------------------------------------------------------------------


def test_numbers_are_reopened_unless_something_changed(points, monkeypatch):
    first = attribute(asked(), points)
    monkeypatch.setattr(saved, "play", lambda *arguments: pytest.fail("it was run again"))
    again = attribute(asked(), points)
    numpy.testing.assert_array_equal(first.played.values, again.played.values)
    doubled = replace(figure(DEATHS), measure=replace(figure(DEATHS).measure, scale=2.0))
    for other in (replace(asked(), figure=doubled), asked("no_exports_1932+relief_accepted"), asked(by="group")):
        with pytest.raises(pytest.fail.Exception, match="it was run again"):
            attribute(other, points)
    moved = replace(points, parameters={**points.parameters, "famine_scale": 1.01 * points.parameters["famine_scale"]})
    with pytest.raises(pytest.fail.Exception, match="it was run again"):
        attribute(asked(), moved)


def test_a_damaged_file_is_run_again(points):
    first = attribute(asked(), points)
    (file,) = saved.folder().glob("*.npz")
    file.write_bytes(file.read_bytes()[:-100])
    numpy.testing.assert_array_equal(attribute(asked(), points).played.values, first.played.values)


def test_an_interruption_leaves_no_file(points, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "_played", interrupted)
    with pytest.raises(KeyboardInterrupt):
        attribute(asked(), points)
    assert not saved.folder().exists() or not list(saved.folder().iterdir())


def test_a_cache_that_cannot_be_written_to_costs_nothing(points, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(saved, "folder", lambda: tmp_path / "file" / "attribution")
    assert numpy.isfinite(attribute(asked(), points).shares).all()


def test_the_oldest_files_are_forgotten(points, monkeypatch):
    monkeypatch.setattr(saved, "KEPT_FILES", 1)
    attribute(asked(), points)
    attribute(asked("no_exports"), points)
    assert len(list(saved.folder().glob("*.npz"))) == 1


def test_progress_is_told_of_long_batches(points, monkeypatch):
    lines = []
    monkeypatch.setattr(runs, "MEMBERS", len(points))
    monkeypatch.setattr(runs, "EVERY_SECONDS", 0.0)
    attribute(asked(), points, lambda done, of: lines.append((done, of)))
    assert lines == [(count * len(points), 8 * len(points)) for count in range(1, 8)]


# --- channels -----------------------------------------------------------------------------------------------------


def test_channels_and_the_rest_add_up_to_the_difference_in_every_draw(points):
    divided = attribute(asked(channels=True), points)
    by_channel = divided.by_channel
    assert abs(by_channel.shares.sum(axis=0) + by_channel.rest - divided.difference).max() < 1e-9
    names = [channel.name for channel in by_channel.channels]
    mean = dict(zip(names, by_channel.weighed.mean(by_channel.shares), strict=True))
    assert max(mean, key=lambda name: abs(mean[name])) == "returns"  # grain not exported comes back to the villages
    assert abs(mean["deportation"]) < 1e-9


def test_a_quantity_that_is_held_is_at_its_path_and_with_none_held_nothing_changes(points):
    model = by_channels.assemble_with_held(by_channels._held())
    paths, keep = history().paths, ["grain_collected", "state_supply"]
    free = by_channels.simulated(points, paths, keep).values
    for held in (0.0, 1.0):
        whole = runs.game(points, figure(DEATHS), 15, [])
        shut = {by_channels.CHOICE + name: numpy.full((1, 1, 1), 0.0) for name in by_channels._held()}
        shut[by_channels.CHOICE + "grain_collected"][:] = held
        given = {by_channels.path_of(name): path for name, path in by_channels._history(whole).items()}
        given["path_of_grain_collected"] = 0.9 * given["path_of_grain_collected"]
        draws = replace(points, parameters={**points.parameters, **shut})
        short = {name: path[:15] for name, path in paths.items()}
        values = by_channels.simulated(draws, {**short, **given}, keep, model).values
        factor = 0.9 if held else 1.0
        numpy.testing.assert_allclose(values["grain_collected"], factor * free["grain_collected"][:15], rtol=1e-9)
        assert numpy.allclose(values["state_supply"], free["state_supply"][:15], rtol=1e-9) == (not held)


def test_a_quantity_that_is_one_of_several_rivals_cannot_be_held():
    with pytest.raises(BadInput, match="investment: it cannot be held"):
        by_channels.assemble_with_held(("investment",))


def test_only_channels_before_the_figure_are_players():
    names = [channel.name for channel in by_channels.channels_to(("grain_harvest_total",))]
    assert "harvest" in names
    assert not by_channels.channels_to(("year",))


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "kind", "sentence"),
    [
        ({"scenario": "as_it_happened"}, CannotRun, "it does not differ from history"),
        ({"outcome": "excess_deaths_of_1946_47"}, CannotRun, "the run ends with 1940"),
        ({"by": "levr"}, UnknownName, "no way to divide named levr"),
        ({"scenario": "nep", "interactions": True}, CannotRun, "there are 16 of them; allowed: at most 10"),
        ({"interactions": True, "pairs": 4}, CannotRun, "where orders are sampled"),
    ],
)
def test_what_cannot_be_divided_is_refused(points, options, kind, sentence):
    with pytest.raises(kind, match=sentence):
        attribute(asked(**options), points)


def test_a_scenario_that_chooses_equations_is_refused(points):
    chosen = replace(scenarios.load("no_exports"), structure={"investment": "machines_from_abroad"})
    with pytest.raises(CannotRun, match="changes levers alone"):
        attribute(replace(asked(), scenario=chosen), points)


def test_a_figure_that_looks_into_later_years_runs_all_of_them():
    recovery = Measure.of("draft_power_total", 1928, 1933, how="recovery")
    assert runs.years_read(recovery, 1940) == 15 > runs.years_read(figure(DEATHS).measure, 1940) == 8
    assert runs.years_read(replace(figure(DEATHS).measure, minus=recovery), 1940) == 15


def test_medians_of_variants_bound_the_range(points):
    weighed = Weighed.of(points, numpy.ones(len(points), bool), "here")
    numbers = numpy.array([1.0, 2.0, 3.0, 10.0, 20.0, 30.0])
    spread = weighed.spread(numbers)
    assert (spread.lowest, spread.highest) == (2.0, 20.0) and spread.mean == pytest.approx(11.0)
    assert all_coalitions(3).tolist() == list(range(8))
