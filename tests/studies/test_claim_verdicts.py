"""Verdicts on statements and claims: five posteriors give the five verdicts, each clause lowers one, a record changes one."""

from dataclasses import replace

import numpy
import pytest
from made_up_claims import EVEN, WHOLE, denied, measured, posterior, record_with, statement

from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.record.load import load
from pyrrhic.runs.figures import figures
from pyrrhic.studies.attribution.attribution import Asked, attribute
from pyrrhic.studies.claims.batch import thinned
from pyrrhic.studies.claims.estimates import grounds
from pyrrhic.studies.claims.measured import Grounds, Miss, Shares, hold_of, points_of
from pyrrhic.studies.claims.misses import Compared, misses
from pyrrhic.studies.claims.probability import in_record, in_runs, in_shares
from pyrrhic.studies.claims.statement import AGAINST, RECORD, Bounds, read_statement
from pyrrhic.studies.claims.verdict import (
    ASSUMED,
    CANNOT,
    CONTRADICTED,
    IN_PART,
    MISFIT,
    NOT_SETTLED,
    SUPPORTED,
    THIN,
    claim_verdict,
    clauses_of,
    judged_statement,
)
from pyrrhic.studies.claims.words import WORDS, confidence, word
from pyrrhic.studies.scenarios import scenario as scenarios

PLANS, NUMBERS = "grain_collections_plan_initial", ("value", "low", "high")
ABOVE, BELOW, AROUND = [2.0] * 10, [0.5] * 10, [0.5, 1.5] * 5


# --- posteriors ----------------------------------------------------------------------------------------------------


def judged(run, before=None, **fields):
    """A statement judged by a made-up posterior and prior; the prior is undecided unless given."""
    own = statement(**fields)
    found, prior = in_runs(own, [run]), in_runs(own, [before or posterior(AROUND)])
    rests_on = Grounds(("first1990", "second2000", "third2010"), "AB")
    numbers = measured(shares=found.shares, alone=found.alone, grounds=rests_on, prior=prior.shares, moves=prior.moves)
    return judged_statement(own, numbers)


def test_five_posteriors_give_the_five_verdicts():
    above, below, around = (judged(posterior(numbers, numbers)) for numbers in (ABOVE, BELOW, AROUND))
    given = judged(posterior(ABOVE, ABOVE), before=posterior(ABOVE))
    assert [each.verdict for each in (above, below, around, given)] == [SUPPORTED, CONTRADICTED, NOT_SETTLED, ASSUMED]
    claims = {
        SUPPORTED: [above, above, given],
        CONTRADICTED: [below, around],
        IN_PART: [above, below, around],
        NOT_SETTLED: [around, around, below],
        CANNOT: [given, given, around],
    }
    assert {verdict: claim_verdict(statements).verdict for verdict, statements in claims.items()} == {
        verdict: verdict for verdict in claims
    }
    assert claim_verdict([above, given, given]).verdict == IN_PART
    assert claim_verdict([]).verdict == CANNOT and claim_verdict([]).weakest is None


def test_one_variant_alone_keeps_a_statement_from_being_settled():
    assert judged(posterior(*[ABOVE] * 19, ABOVE)).verdict == SUPPORTED
    assert judged(posterior(*[ABOVE] * 19, BELOW)).verdict == NOT_SETTLED
    assert judged(posterior(*[BELOW] * 19, ABOVE)).verdict == NOT_SETTLED


def test_a_statement_against_its_claim_counts_the_other_way():
    against = [judged(posterior(numbers, numbers), bears=AGAINST) for numbers in (ABOVE, BELOW)]
    assert [each.verdict for each in against] == [SUPPORTED, CONTRADICTED]
    assert [claim_verdict([each]).verdict for each in against] == [CONTRADICTED, SUPPORTED]


def test_a_verdict_on_a_claim_is_no_surer_than_the_least_sure_statement_that_carries_it():
    sure, less = (judged_statement(statement(), measured(holds, 0.8)) for holds in (1.0, 0.91))
    open_, denies = judged_statement(statement(), measured(0.5, 0.3)), judged_statement(statement(), denied())
    verdict = claim_verdict([sure, less, open_, denies])
    assert verdict.verdict == IN_PART and verdict.weakest == less and verdict.carriers == (sure, less)


# --- the number of a statement -------------------------------------------------------------------------------------


def test_the_probability_is_the_weight_of_the_draws_in_which_it_holds():
    found = in_runs(statement(), [posterior([0.5, 2.0, 2.0], [2.0, 0.5, 0.5], weights=[3, 1, 1, 2, 2, 1])])
    assert found.shares.holds == pytest.approx(0.4) and found.shares.fails == pytest.approx(0.6)
    alone = {name: shares.holds for name, shares in found.alone.items()}
    assert alone == {"structure 0": pytest.approx(0.4), "structure 1": pytest.approx(0.4)}


def test_two_runs_are_compared_draw_by_draw_and_a_failed_draw_counts_for_nothing():
    own = read_statement({**WHOLE, "holds": {"above": 0.5}}, "mine.toml")
    history, other = posterior([4.0, 4.0, 4.0, 4.0]), posterior([1.0, 1.0, 3.0, 1.0], name="no_exports", failed=[3])
    found = in_runs(own, [history, other])
    assert found.shares.holds == pytest.approx(2 / 3) and (found.draws, found.failed) == (3, 1)
    assert found.sides["no_exports"].median == 1.0 and found.number.high == 0.75


def test_a_share_of_no_deaths_counts_neither_for_the_statement_nor_against_it():
    own = read_statement({**WHOLE, "holds": {"above": 0.5}}, "mine.toml")
    found = in_runs(own, [posterior([4.0, 4.0, 0.0, 0.0]), posterior([1.0, 3.0, 0.0, 0.0], name="no_exports")])
    assert found.shares == Shares(0.25, 0.25)


@pytest.mark.parametrize("years, holds, fails", [("every", [1, 0, 0], [0, 1, 1]), ("any", [1, 1, 0], [0, 0, 1])])
def test_every_year_or_any_year(years, holds, fails):
    numbers = numpy.array([[2.0, 2.0, 0.0], [2.0, 0.0, 0.0]])
    found = hold_of(Bounds(low=1.0), numbers, years)
    assert [part.tolist() for part in found] == [list(map(bool, holds)), list(map(bool, fails))]


def test_a_draw_without_a_number_lies_beyond_the_points_of_all_others():
    points = points_of(numpy.array([1.0, 2.0, 3.0, numpy.nan]), numpy.full(4, 0.25))
    assert points.low == 1.0 and points.median == 2.5 and points.high is None


# --- the record ----------------------------------------------------------------------------------------------------


def test_a_perturbed_record_changes_a_verdict():
    own = statement(
        kind=RECORD,
        figure="first_plan_of_grain_collections_1932_33",
        minus="first_plan_of_grain_collections_1931_32",
        holds={"above": 0.0},
    )

    def lowered(observation):
        tenth = {name: value / 10.0 for name in NUMBERS if (value := getattr(observation, name)) is not None}
        return replace(observation, **tenth) if observation.year.startswith("1931") else observation

    def on(record):
        found = in_record(own, record)
        return judged_statement(own, measured(shares=found.shares, alone=found.alone, prior=None)).verdict

    assert (on(load()), on(record_with(PLANS, lowered))) == (CONTRADICTED, SUPPORTED)


def test_a_record_of_recalled_figures_alone_is_thin():
    own = statement(kind=RECORD, figure="excess_deaths_of_1946_47")

    def recalled(observation):
        return replace(observation, grade="C")

    for record, thin in ((load(), False), (record_with("famine_excess_deaths_1946_47", recalled), True)):
        numbers = measured(grounds=grounds(own, record), prior=None)
        assert judged_statement(own, numbers).provisional is thin
        assert (THIN in clauses_of(numbers)) is thin


# --- clauses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prior, moves, assumed",
    [
        (EVEN, True, False),
        (Shares(0.95, 0.05), True, False),
        (Shares(0.96, 0.04), True, True),
        (Shares(0.04, 0.96), True, True),
        (Shares(0.04, 0.10), True, False),
        (EVEN, False, True),
        (None, True, False),
    ],
)
@pytest.mark.parametrize("numbers", [measured, denied])
def test_what_the_prior_decides_is_assumed_whatever_the_posterior_says(numbers, prior, moves, assumed):
    verdict = judged_statement(statement(), numbers(prior=prior, moves=moves)).verdict
    assert (verdict == ASSUMED) is assumed


@pytest.mark.parametrize(
    "miss, lowered",
    [
        (Miss("horses", (1932, 1933), 10), False),
        (Miss("horses", (1932, 1933, 1934), 10), True),
        (Miss("horses", (1932,), 10, (1932,), 4), True),
        (Miss("horses", (1932,), 10, (1932,), 5), False),
        (Miss("horses_1933", (1933,), 1), True),
        (Miss("horses_1933", (), 1), False),
    ],
)
@pytest.mark.parametrize("numbers", [measured, denied])
def test_a_miss_in_more_than_one_year_in_five_leaves_a_statement_open(numbers, miss, lowered):
    plain, found = (judged_statement(statement(), numbers(misses=part)) for part in ((), (miss,)))
    assert plain.verdict in (SUPPORTED, CONTRADICTED) and plain.confidence.evidence == 2
    assert found.verdict == (NOT_SETTLED if lowered else plain.verdict) and found.unclaused == plain.verdict
    assert found.confidence.evidence == (0 if lowered else 2) and (MISFIT in found.clauses) is lowered
    assert claim_verdict([found]).verdict == (CANNOT if lowered else plain.verdict)


def test_no_clause_makes_a_verdict_better():
    every = {"prior": Shares(0.99, 0.01), "misses": (Miss("horses", (1932,), 1),), "grounds": Grounds(("a",), "C")}
    for fields in ({name: every[name]} for name in every):
        assert judged_statement(statement(), measured(0.5, 0.3, **fields)).verdict in (NOT_SETTLED, ASSUMED)


def test_the_model_misses_a_figure_that_no_row_compares_where_the_intervals_do_not_meet():
    wanted = figures()["people_in_towns_1_january_1939"]
    own = statement(figure=wanted.name)
    seen = load()
    for number, missed in ((56.0, False), (30.0, True), (90.0, True)):
        towns = numpy.full((45, 1, 1, 4), number)
        run = replace(posterior([1.0] * 4), values={"urban_population": towns}, years=tuple(range(1926, 1971)))
        (found,) = misses(own, seen, Compared((), run))
        assert found.name == wanted.name and bool(found.outside) is missed


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "probability, said",
    [
        (1.0, "virtually certain"),
        (0.99, "virtually certain"),
        (0.98, "very likely"),
        (0.90, "very likely"),
        (0.66, "likely"),
        (0.65, "about as likely as not"),
        (0.33, "about as likely as not"),
        (0.32, "unlikely"),
        (0.10, "very unlikely"),
        (0.01, "exceptionally unlikely"),
        (0.0, "exceptionally unlikely"),
    ],
)
def test_the_words_are_those_of_the_calibrated_language(probability, said):
    assert word(probability) == said and said in WORDS


@pytest.mark.parametrize(
    "works, grades, low, high, evidence, agreement",
    [
        (3, "A", 0.7, 1.0, 2, 2),
        (3, "B", 0.5, 1.0, 1, 1),
        (2, "AC", 0.1, 0.9, 1, 0),
        (1, "A", 0.0, 0.3, 0, 2),
        (3, "C", 0.45, 0.6, 0, 2),
        (0, "", 0.4, 0.7, 0, 1),
    ],
)
def test_confidence_has_the_axes_evidence_and_agreement(works, grades, low, high, evidence, agreement):
    alone = {"a": Shares(low, 1.0 - low), "b": Shares(high, 1.0 - high)}
    found = confidence(measured(alone=alone, grounds=Grounds(tuple(map(str, range(works))), grades)))
    assert (found.evidence, found.agreement, found.level) == (evidence, agreement, evidence + agreement)


# --- a difference that is divided ----------------------------------------------------------------------------------


def test_the_share_of_a_part_is_that_of_the_attribution_draw_by_draw():
    divided = {"scenario": "no_exports+relief_accepted", "part": "exports"}
    own, other = (
        statement(kind="mechanism", attribution={**divided, "part": part}, holds={"above": 0.5})
        for part in ("exports", "returns_to_villages")
    )
    drawn = thinned(mixture.draws(4 * len(available())), 2)
    shares = [in_shares(each, drawn) for each in (own, other)]
    whole = attribute(Asked(scenarios.load(divided["scenario"]), own.figure, "group"), drawn)
    assert [player.name for player in whole.players] == ["exports", "returns_to_villages"]
    expected = whole.shares[0] / whole.difference
    assert shares[0].shares.holds == pytest.approx(float(whole.weighed.mean((expected > 0.5).astype(float))))
    assert shares[0].number.median == pytest.approx(1.0 - shares[1].number.median, abs=0.05)
    assert set(shares[0].sides) == {"as_it_happened", divided["scenario"]} and shares[0].draws == len(drawn)


def test_thinned_draws_are_some_of_the_draws_and_keep_the_weight_of_each_structure():
    drawn = mixture.draws(10 * len(available()))
    few = thinned(drawn, 3)
    assert len(few) == 3 * len(available()) and few.weights.sum() == pytest.approx(1.0)
    for place in range(len(drawn.structures)):
        weights = (part.weights[part.structure_of == place].sum() for part in (drawn, few))
        assert next(weights) == pytest.approx(next(weights))
    name = next(name for name, array in drawn.parameters.items() if array.shape[-1] > 1)
    numpy.testing.assert_array_equal(few.parameters[name][..., 0], drawn.parameters[name][..., 0])
    assert thinned(drawn, 1000).weights == pytest.approx(drawn.weights)
