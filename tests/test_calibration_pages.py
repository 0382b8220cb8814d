"""The pages on comparisons and calibration: nothing is missing from the tables, and made-up draws are judged rightly.

The draws here are made up and stand in for no result.
"""

import re
import sys
from pathlib import Path

import numpy
import pytest

from pyrrhic.errors import PyrrhicError

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))

from pages import calibration, comparisons, estimate_tables, estimates, sources
from pages.markdown import escape, reference
from pyrrhic.app.language import ENGLISH
from pyrrhic.app.witnesses import place_seen
from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.calibration.coordinates import Coordinates
from pyrrhic.calibration.landmarks import figures_behind, landmarks
from pyrrhic.calibration.likelihood import all_folds
from pyrrhic.calibration.likelihood import comparisons as figures
from pyrrhic.calibration.posterior import Shipped
from pyrrhic.calibration.structures import structure, structures
from pyrrhic.model import REGIONS, YEARS, parameters

WHERE = Coordinates(structure("base"))
DRAWS = 200
KNOWN, UNKNOWN, PULLED = "retention", "plan_bias", "food_norm"
DIAGNOSTICS = {
    "chains": 4.0,
    "draws": 50.0,
    "largest_r_hat": 1.001,
    "smallest_effective_size": 180.0,
    "divergences": 0.0,
    "mean_steps": 15.0,
}


def made_up(name: str = "base") -> Shipped:
    """Draws that repeat the prior, save one parameter that is known, one that is pulled away, and one pair tied.

    Each stands with its mirror image, so that medians are those of the prior.
    """
    where = Coordinates(structure(name))
    half = numpy.random.default_rng(11).standard_normal((DRAWS // 2, where.size))
    z = numpy.concatenate([half, -half])
    z = z / z.std(axis=0)
    columns = where.names()
    z[:, columns.index(KNOWN)] *= 0.1
    z[:, columns.index(PULLED)] += 3.0
    z[:, columns.index("market_norm")] = -z[:, columns.index("food_first")]
    return Shipped(name, tuple(columns), z, DIAGNOSTICS, (numpy.zeros(1), numpy.zeros(1)), "made up")


@pytest.fixture(scope="module")
def made_up_estimates() -> dict[str, estimates.Estimate]:
    return {estimate.label: estimate for estimate in estimates.estimates(made_up())}


@pytest.fixture(scope="module")
def two() -> str:
    """The page over two made-up posteriors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "weights", refuse)
        return calibration.calibration({name: made_up(name) for name in ("base", "unequal_food")}, {})


def refuse(*names):
    raise PyrrhicError("the posterior of base was made by another model; renew it with: pyrrhic calibrate --ship")


def section(page: str, anchor: str) -> str:
    """The text under a heading up to the next one of its level."""
    return page.partition(f"({anchor})=\n## ")[2].partition("\n## ")[0]


def rows(text: str) -> list[str]:
    """The rows of the tables in a text, without their heads."""
    return [line for line in text.splitlines() if line.startswith("|[") or line.startswith("|`")]


# --- what is compared with what -----------------------------------------------------------------------------


def test_every_comparison_has_its_row():
    written = comparisons.rows()
    assert len(written) == len(correspondences()) + len(landmarks())
    for row, row_of_table in zip(written, [*correspondences(), *landmarks()], strict=True):
        words = re.sub(r"\\|[\[\]]|\(#.*?\)", "", row[0])
        assert row_of_table.name in words and f"(#quantity-{row_of_table.quantity})" in row[0] and all(row[1:6])


def test_the_rows_hold_every_figure_that_is_fitted():
    series = [
        int(row[4])
        for row, row_of_table in zip(comparisons.rows(), correspondences(), strict=False)
        if row_of_table.evidence
    ]
    assert sum(series) + len(landmarks()) == len(figures(structure("base")))


def test_every_fold_has_its_row():
    text = section(comparisons.pages()["comparisons"], "comparisons-folds")
    assert [row.split("`")[1] for row in rows(text)] == [fold.name for fold in all_folds()]


def test_every_calendar_is_explained():
    assert {row.calendar for row in correspondences()} <= set(comparisons.CALENDARS)


def test_years_that_follow_one_another_are_joined():
    assert comparisons.spans([1931, 1926, 1927, 1928]) == "1926-28, 1931"


# --- the calibration ----------------------------------------------------------------------------------------


def test_every_free_number_has_its_row(made_up_estimates):
    table = estimate_tables.parameter_table(
        list(made_up_estimates.values()), estimates.medians({"base": made_up_estimates.values()})
    )
    assert len(rows(table)) == len(made_up_estimates) == sum(free.size for free in WHERE.free)
    assert {estimate.parameter.name for estimate in made_up_estimates.values()} == {free.name for free in WHERE.free}


def test_every_free_number_moves(made_up_estimates):
    assert all(estimate.low < estimate.high for estimate in made_up_estimates.values())


def test_a_parameter_that_the_figures_know_is_identified_and_the_others_are_not(made_up_estimates):
    assert made_up_estimates[KNOWN].identified and not made_up_estimates[UNKNOWN].identified
    listed = "\n".join(estimate_tables.unidentified(list(made_up_estimates.values())))
    assert f"#quantity-{UNKNOWN})" in listed and f"#quantity-{KNOWN})" not in listed


def test_medians_and_intervals_are_in_the_unit_of_the_parameter(made_up_estimates):
    estimate = made_up_estimates[KNOWN]
    prior = parameters()[KNOWN].prior
    assert estimate.median == pytest.approx(prior["median"], rel=0.01)
    assert estimate.high / estimate.low == pytest.approx(numpy.exp(2 * 1.645 * 0.1 * prior["spread"]), rel=0.01)


def test_a_parameter_far_from_its_prior_is_listed(made_up_estimates):
    assert [estimate.label for estimate in made_up_estimates.values() if estimate.at_odds] == [PULLED]
    assert f"#quantity-{PULLED})" in "\n".join(estimate_tables.at_odds(list(made_up_estimates.values())))


def test_a_pair_that_moves_together_is_found():
    ((first, second, correlation),) = estimates.pairs(made_up())
    assert {first.label, second.label} == {"market_norm", "food_first"} and correlation == pytest.approx(-1.0)


def test_medians_over_structures_come_from_each_structures_own_prior():
    several = {name: estimates.estimates(made_up(name)) for name in ("base", "unequal_food")}
    own = [parameters()["hunger_spread"].prior["median"], structure("unequal_food").priors["hunger_spread"]["median"]]
    assert estimates.medians(several)["hunger_spread"] == pytest.approx(own, rel=0.02)


def test_every_structure_has_its_entry_and_its_state(two):
    states = dict(zip(structures(), rows(section(two, "calibration-diagnostics")), strict=True))
    assert all(f"(structure-{name})=" in two for name in structures())
    assert "|in use|4|50|1.0010|180|" in states["unequal_food"] and "|not shipped|" in states["harvest_tauger"]


def test_every_year_and_region_has_its_unexplained_yield(two):
    text = section(two, "calibration-yields")
    assert all(f"\n|{year}|" in text for year in YEARS) and all(f"\n|{region.title.en}|" in text for region in REGIONS)
    assert "not weather" in text


def test_weights_that_cannot_be_computed_are_said_to_be_missing(two):
    assert "There are no weights" in section(two, "calibration-weights")


def test_a_stale_posterior_is_said_to_be_stale_with_the_command(monkeypatch):
    monkeypatch.setattr(calibration, "load", refuse)
    monkeypatch.setattr(calibration, "weights", refuse)
    monkeypatch.setattr(calibration, "available", lambda: ("base",))
    page = calibration.pages()["calibration"]
    assert "**stale**" in page and "pyrrhic calibrate" in section(page, "calibration-parameters")


def test_without_any_posterior_the_page_is_written(monkeypatch):
    monkeypatch.setattr(calibration, "available", lambda: ())
    monkeypatch.setattr(calibration, "weights", refuse)
    assert "no posterior of base is shipped" in calibration.pages()["calibration"]


def test_a_single_figure_has_its_work_page_identifier_and_the_place_where_it_was_read():
    behind = {mark.title.en: figures_behind(mark) for mark in landmarks()}
    assert sum(map(bool, behind.values())) > len(behind) / 2
    for mark, cells in zip(landmarks(), comparisons.rows()[-len(landmarks()) :], strict=True):
        for figure in figures_behind(mark):
            assert reference(figure.citation) in cells[1] and f"`{figure.id}`" in cells[1]
            assert escape(place_seen(figure, ENGLISH)) in cells[1]


def test_a_work_of_the_bibliography_says_where_its_figures_were_read_and_is_called_by_author_and_year():
    assert reference("allen2003[57]") == "[Allen 2003, p. 57](#source-allen2003)"
    _, _, entry = sources.pages()["bibliography"].partition("(source-tauger1991)=")
    entry, _, _ = entry.partition("(source-")
    assert "## Tauger 1991" in entry and "- **Key**: `tauger1991`" in entry
    assert "Read as another work quotes it. Seen in: M. B. Tauger" in entry
