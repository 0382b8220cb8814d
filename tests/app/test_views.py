"""Views: measures of runs and of the record, outcomes, claims and the fit, against what stands behind them."""

import numpy
import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.report.series import derived_marks
from pyrrhic.app.report.story.pictures import pictures
from pyrrhic.app.report.story.story import Story
from pyrrhic.app.views import outcomes as views
from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.errors import PyrrhicError
from pyrrhic.record.derive.series import derive
from pyrrhic.record.load import load
from pyrrhic.runs.evidence import Evidence, find
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.sources import split
from pyrrhic.studies.claims import claims
from pyrrhic.studies.outcomes import outcomes
from pyrrhic.studies.scenarios import scenario

NAMES = ("as_it_happened", "nep", "no_virgin_lands")
WITHIN = 1e-12


@pytest.fixture(scope="module")
def record():
    return load()


@pytest.fixture(scope="module")
def runs():
    return {name: scenario.run(scenario.load(name)) for name in NAMES}


def measure(run, wanted):
    """The number of a single run; None where the run ends before the years are over."""
    numbers = measure_of_draws(run, wanted)
    return None if numbers is None else float(numbers[0])


def rows_of(table):
    return {row["name"]: row["cells"] for row in table["rows"]}


def test_a_sum_and_a_mean_are_those_of_the_run(runs):
    run = runs["as_it_happened"]
    years = [run.years.index(year) for year in range(1930, 1934)]
    deaths = run.values["excess_deaths"][years].sum()
    assert measure(run, Measure.of("excess_deaths", 1930, 1933)) == pytest.approx(deaths, rel=WITHIN)
    assert measure(run, Measure.of("excess_deaths", 1930, 1933, "mean")) == pytest.approx(deaths / 4, rel=WITHIN)


def test_kinds_regions_and_quotients_narrow_a_measure(runs):
    run = runs["as_it_happened"]
    row = run.years.index(1933)
    sheep = measure(run, Measure.of("herds", 1933, kinds=("sheep_and_goats",), regions=("kazakhstan",)))
    assert sheep == pytest.approx(run.values["herds"][row, 3, 9], rel=WITHIN)
    share = measure(
        run, Measure.of("grain_collected_total", 1933, over=Measure.of("grain_harvest_total", 1933), scale=100.0)
    )
    taken, reaped = (run.values[name][row].sum() for name in ("grain_collected_total", "grain_harvest_total"))
    assert share == pytest.approx(100.0 * taken / reaped, rel=WITHIN)


def test_nothing_is_measured_after_a_scenario_ends(runs):
    assert runs["nep"].years[-1] == 1940
    assert measure(runs["nep"], Measure.of("grain_imports", 1963, 1969)) is None
    assert measure(runs["nep"], Measure.of("grain_imports", 1939, 1942)) is None
    assert measure(runs["as_it_happened"], Measure.of("grain_imports", 1963, 1969)) is not None


def test_recovery_is_the_first_year_after_the_least(runs):
    run = runs["as_it_happened"]
    wanted = Measure.of("cattle", 1928, 1940, "recovery")
    series = dict(zip(run.years, run.values["cattle"].sum(axis=(1, 2)), strict=True))
    again = measure(run, wanted)
    least = min(range(1928, 1941), key=series.get)
    assert again > least and series[again] >= series[1928]
    assert all(series[year] < series[1928] for year in range(least, int(again)))


def test_an_unknown_quantity_or_year_is_refused_by_name(record, runs):
    with pytest.raises(PyrrhicError, match="excess_deaths"):
        measure(runs["nep"], Measure.of("excess_death", 1932))
    with pytest.raises(PyrrhicError, match="famine_excess_deaths has no figure for Ukraine 1935"):
        find(record, Evidence("famine_excess_deaths", ("1935",), region="Ukraine"))


def test_the_range_of_a_record_figure_takes_in_rivals_and_other_periods(record):
    alone = find(record, Evidence("famine_excess_deaths", ("1932-33",)))
    assert (alone.low, alone.high) == (2.0, 8.0)
    wide = find(record, outcomes().figures[0].record)
    assert wide.value == 5.7 and wide.low == 2.0 and 8.7 < wide.high < 12.0
    assert "daviesWheatcroft2004" in wide.sources and set(wide.grades) <= set("ABC")


def test_outcomes_show_the_record_first_and_differences_from_history(record, runs):
    thirties, later = views.outcomes_view(record, runs, Language("en"))
    rows = rows_of(thirties)
    assert list(rows) == ["", "as_it_happened", "nep"]
    assert list(rows_of(later)) == ["", "as_it_happened", "no_virgin_lands"]
    history, nep = rows["as_it_happened"][0], rows["nep"][0]
    assert history["note"] == "" and nep["note"]
    difference = float(nep["note"].replace("\u2212", "-"))
    assert difference == pytest.approx(nep["value"] - history["value"], abs=0.051)
    assert rows[""][0]["said"] == "5.7" and rows[""][0]["note"] == "2.0–10.8"


def test_every_claim_has_figures_of_the_record_and_of_the_model(record, runs):
    shown = views.claims_view(record, runs, Language("en"))
    keys = [claim["key"] for claim in shown]
    assert keys == sorted(set(keys), key=lambda key: (len(key), key)) and len(keys) == len(claims())
    for claim in shown:
        assert any(row["record"]["value"] is not None for row in claim["rows"]), claim["key"]
        assert any(row["model"][0]["value"] is not None for row in claim["rows"]), claim["key"]
        assert all(row["record"]["sources"] for row in claim["rows"] if row["record"]["value"] is not None)
        assert "verdict" not in claim


def test_claims_name_scenarios_and_works_that_exist(record):
    for claim in claims():
        assert claim.without
        for name in claim.without:
            scenario.load(name)
        for view in claim.views:
            assert view.sources and {split(source)[0] for source in view.sources} <= set(record.works)


def test_the_report_runs_every_scenario_that_a_claim_takes_away():
    assert {name for claim in claims() for name in claim.without} <= set(outcomes().scenarios)


def test_the_fit_has_a_row_for_each_comparison_with_finite_distances(runs):
    fit = views.fit_view(runs["as_it_happened"], Language("en"))
    assert len(fit) == len(correspondences())
    for row in fit:
        assert row["figures"] > 0 and row["title"]
        assert numpy.isfinite(row["typical"]) and abs(row["mean"]) <= row["typical"] + 1e-9
    assert any(row["given"] for row in fit)


def test_marks_keep_value_range_source_and_place_on_the_axis(record):
    marks = derived_marks(record, "urban_population_1_january", "Record", years=(1926, 1940))
    point = next(point for point in marks["points"] if point["year"] == 1939)
    behind = derive(record, "urban_population_1_january").at(1939)
    assert point["x"] == 1938.5 and (point["value"], point["low"], point["high"]) == (
        behind.value,
        behind.low,
        behind.high,
    )
    assert point["sources"] and point["territory"] == behind.territory


def test_the_headings_state_figures_of_the_record(record):
    names = ("as_it_happened", *outcomes().scenarios)
    story = Story(record, {name: scenario.run(scenario.load(name)) for name in names}, Language("en"))
    headings = {picture["key"]: picture["heading"] for picture in pictures(story)}
    taken = derive(record, "grain_collections_agricultural_year").at(1932).value
    assert f"{taken:.1f} of " in headings["harvest"]
    horses = derive(record, "horses_mid_year_extended")
    assert f"{horses.at(1933).value / horses.at(1929).value:.0%} of the horses" in headings["herds"]
