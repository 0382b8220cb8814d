"""Prior and posterior predictive checks: made-up residuals whose fault is known, and the real model at its prior."""

import json
from math import isfinite
from types import SimpleNamespace

import numpy
import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.ensemble import draws_at
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, comparisons
from pyrrhic.calibration.persistence import Chains, at_prior_medians, kinds
from pyrrhic.calibration.structures import structure
from pyrrhic.engine.loop import SUCCEEDED
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs import run as runs
from pyrrhic.runs.run import Run
from pyrrhic.studies import predictive
from pyrrhic.studies.predictive import Check, checks, headline_targets, headlines, prior, row_errors, statistics

FIGURES = comparisons(structure("base"))
DRAWS = 100
INDEPENDENT = 0.0 * at_prior_medians()
TITLES = tuple(statistics(numpy.ones((len(FIGURES), 1)), FIGURES))
BEYOND, LARGEST, SQUARE, MEAN, FAMINE, APART = TITLES


@pytest.fixture(scope="module")
def before() -> Run:
    return prior(30)


def made_up_run(monkeypatch, residuals: numpy.ndarray) -> Run:
    """Draws that all have these residuals (figure, draw)."""
    made_up = [
        SimpleNamespace(
            name=figure.name,
            year=figure.year,
            row=figure.row,
            landmark=figure.landmark,
            residual=lambda values, own=own: own,
        )
        for figure, own in zip(FIGURES, residuals, strict=True)
    ]
    monkeypatch.setattr(predictive, "comparisons", lambda of: made_up)
    return Run(
        name="made_up",
        title={},
        years=(),
        values={},
        units={},
        axes={},
        weights=numpy.full(DRAWS, 1.0 / DRAWS),
        structures=("base",),
        structure_of=numpy.zeros(DRAWS, int),
        failed_year=numpy.full(DRAWS, SUCCEEDED),
    )


def checked(monkeypatch, residuals: numpy.ndarray, persistence: numpy.ndarray = INDEPENDENT) -> dict[str, Check]:
    """The checks of draws that all have these residuals (figure, draw)."""
    every = made_up_run(monkeypatch, residuals)
    return dict(zip(TITLES, checks(every, persistence), strict=True))


def student(seed: int) -> numpy.ndarray:
    """Residuals as the likelihood has them, the same record for every draw."""
    residuals = numpy.random.default_rng(seed).standard_t(DEGREES_OF_FREEDOM, (len(FIGURES), 1))
    return numpy.repeat(residuals, DRAWS, axis=1)


def test_a_record_that_the_likelihood_made_is_not_suspect(monkeypatch):
    shares = [[check.p for check in checked(monkeypatch, student(seed)).values()] for seed in range(40)]
    assert 0.3 < numpy.mean(shares) < 0.7
    assert numpy.mean((numpy.array(shares) < 0.05) | (numpy.array(shares) > 0.95)) < 0.2


@pytest.mark.parametrize(
    "title, fault, near",
    [
        (BEYOND, lambda noise: 2.0 * noise, 0.0),
        (SQUARE, lambda noise: 2.0 * noise, 0.0),
        (SQUARE, lambda noise: 0.5 * noise, 1.0),
        (LARGEST, lambda noise: 0.5 * noise, 1.0),
        (MEAN, lambda noise: noise + 0.5, 0.0),
        (MEAN, lambda noise: noise - 0.5, 1.0),
        (FAMINE, lambda noise: noise + 2.0, 0.0),
        (APART, lambda noise: noise + 1.0, 0.0),
    ],
)
def test_each_fault_is_seen_by_its_statistic(monkeypatch, title, fault, near):
    assert checked(monkeypatch, fault(student(3)))[title].p == pytest.approx(near, abs=0.02)


def test_statistics_of_a_small_case_by_hand():
    regions = [figure for figure in FIGURES if figure.landmark and figure.landmark.regions]
    rows = [figure for figure in FIGURES if figure.name == "births"][:3]
    computed = statistics(numpy.array([[1.0], [-2.0], [3.0], *[[4.0]] * len(regions)]), [*rows, *regions])
    assert computed[APART] == pytest.approx((1 * -2 + -2 * 3) / ((1 + 4) * (4 + 9)) ** 0.5)
    assert computed[FAMINE] == 4.0 and computed[LARGEST] == 4.0
    assert computed[BEYOND] == pytest.approx((1 + len(regions)) / (3 + len(regions)))


def test_headlines_have_bounds_in_order_and_the_record_is_theirs():
    targets = {target.name: target for target in headline_targets()}
    assert len(targets) == len(headline_targets())
    assert all(target.low <= target.high and target.unit and target.why for target in targets.values())
    flow = targets["flow_to_towns_1930_33"]
    assert (
        flow.low
        == flow.high
        == pytest.approx(
            sum(figure.value for figure in FIGURES if figure.name == "migration_total" and 1930 <= figure.year <= 1933)
        )
    )


def test_the_prior_is_wide_and_reproducible_and_points_are_in_order(before):
    assert before.weights.sum() == pytest.approx(1.0) and before.failures == (before.weights == 0.0).sum()
    again = prior(30).values["excess_deaths"]
    numpy.testing.assert_array_equal(again, before.values["excess_deaths"])
    assert not numpy.array_equal(again, prior(30, seed=2).values["excess_deaths"])
    unmoved = headlines(before, before)
    assert all(
        headline.prior == headline.posterior and headline.prior[0] <= headline.prior[1] <= headline.prior[2]
        for headline in unmoved
    )
    harvest = next(headline for headline in unmoved if headline.target.name == "harvest_1932")
    assert harvest.prior[0] < harvest.target.high and harvest.prior[2] > harvest.target.low
    with numpy.errstate(
        invalid="ignore"
    ):  # at some draws of the prior towns lose people: a net flow without a logarithm
        assert checks(before, INDEPENDENT)[TITLES.index(BEYOND)].p < 0.01


def test_failed_draws_are_left_out(monkeypatch):
    real = runs.simulated

    def one_fails(*arguments):
        run = real(*arguments)
        failed = numpy.where(numpy.arange(run.failed_year.size) == 0, 3, SUCCEEDED)
        return type(run)(
            {name: numpy.where(failed == SUCCEEDED, array, numpy.nan) for name, array in run.values.items()}, failed
        )

    monkeypatch.setattr(runs, "simulated", one_fails)
    drawn = prior(5)
    assert drawn.failures == 1 and drawn.weights[0] == 0.0
    assert all(isfinite(point) for headline in headlines(drawn, drawn) for point in headline.prior)
    assert all(isfinite(check.p) for check in checks(drawn, INDEPENDENT))


@pytest.mark.parametrize("draws", [0, -3])
def test_no_draws_are_refused(draws):
    with pytest.raises(PyrrhicError, match="1 or more"):
        prior(draws)


def two_points(number):
    """Two points near the prior medians in place of draws of the posteriors."""
    where = coordinates("base")
    return draws_at([(where, 0.01 * numpy.arange(2)[:, None] * numpy.ones(where.size))])


def test_the_command_prints_every_figure_and_statistic_and_one_document(before, monkeypatch, capsys):
    monkeypatch.setattr("pyrrhic.calibration.mixture.draws", two_points)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["posterior", "predictive", "--draws", "5"]) == 0
    text = capsys.readouterr().out
    assert all(str(headline.title) in text for headline in headline_targets()) and all(
        headline in text for headline in TITLES
    )
    assert main(["posterior", "predictive", "--draws", "5", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [headline["title"] for headline in document["headlines"]] == [
        str(headline.title) for headline in headline_targets()
    ]
    assert [check["title"] for check in document["checks"]] == list(TITLES)
    assert next(headline for headline in document["headlines"] if headline["name"] == "deaths_1932_33")["low"] is None


ROW = "herds_total cattle"
OF_ROW = [place for place, figure in enumerate(FIGURES) if figure.name == ROW]


@pytest.mark.filterwarnings("error")
def test_rows_are_told_apart_by_how_their_errors_hang_together(monkeypatch):
    """A steady misfit of one row is seen in its mean and its correlation, and nearly gone from what is new in it."""
    residuals = student(5)
    residuals[OF_ROW] = numpy.linspace(1.0, 2.0, len(OF_ROW))[:, None]
    every = made_up_run(monkeypatch, residuals)
    rows = {row.name: row for row in row_errors(every, numpy.full((len(kinds()), 1), 0.99))}
    steady = rows[ROW]
    assert steady.kind == "converted_counts" and steady.figures == len(OF_ROW) > steady.pairs > 30
    assert steady.mean == pytest.approx(1.5, abs=0.01) and steady.apart > 0.99
    assert row_errors(every, INDEPENDENT)[0].name == ROW and rows["births"].kind == ""
    assert all(row.apart == row.new for row in rows.values() if not row.kind)
    assert all(row.pairs >= 3 for row in rows.values()) and "state_grain post-war" not in rows


def test_a_record_whose_errors_persist_is_suspect_only_where_they_are_taken_for_independent(monkeypatch):
    steady = numpy.full((len(kinds()), 1), 0.9)
    shares = {}
    for seed in range(20):
        new = numpy.random.default_rng(seed).standard_t(DEGREES_OF_FREEDOM, (len(FIGURES), 1))
        residuals = numpy.repeat(Chains(FIGURES).drawn(new, steady), DRAWS, axis=1)
        for name, persistence in (("as they are", steady), ("as independent", INDEPENDENT)):
            shares.setdefault(name, []).append(checked(monkeypatch, residuals, persistence)[APART].p)
    assert numpy.mean(numpy.array(shares["as independent"]) < 0.02) > 0.9
    assert 0.2 < numpy.mean(shares["as they are"]) < 0.8


def test_the_command_prints_every_row_and_one_document(monkeypatch, capsys):
    monkeypatch.setattr("pyrrhic.calibration.mixture.draws", two_points)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["posterior", "residuals", "--draws", "5"]) == 0
    text = capsys.readouterr().out
    assert ROW in text and "converted_counts" in text and "independent" in text
    assert main(["posterior", "residuals", "--draws", "5", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in document} >= {ROW, "births", "gross_product"}
