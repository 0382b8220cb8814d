"""`pyrrhic debate`, and `--position` of `run`, `compare` and `claims`: what is shown, in both languages, and what is refused."""

import json

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.text.answered.debates import debate_text
from pyrrhic.app.views.answered.debates import debate_view
from pyrrhic.studies.claims.verdict import NOT_SETTLED, SUPPORTED
from pyrrhic.studies.debates import compared, debate, expressed
from pyrrhic.texts import Text

OF_DEATHS = ("no_exports", "--outcome", "excess_deaths_1932_33")
ASKED = ("--keep", "excess_deaths", "--years", "1932")


@pytest.fixture(scope="module")
def view() -> dict:
    """One debate with few draws."""
    return debate_view(compared.compared(debate("deaths"), 40))


@pytest.fixture
def known(monkeypatch):
    """A debate that is answered already."""
    answer = compared.compared(debate("exports"), 40)
    monkeypatch.setattr(compared, "compared", lambda *_: answer)


def test_every_position_is_shown_with_who_holds_it_its_works_and_how_it_is_expressed(view):
    text = " ".join(debate_text(view, Language("en")).split())
    for position in view["positions"]:
        assert f"{position['name']}: {position['title'].en} ({position['author'].en})" in text
        assert position["not_in_model"].en in text if position["not_in_model"] else "Works: " in text
    assert "Here: the shipped posterior of the variant base, 40 draws." in text
    assert "shipped draws weighed anew" in text and "Not in this model: " in text


def test_the_record_stands_beside_what_follows_from_each_position(view):
    deaths = next(each for each in view["headlines"] if each["name"] == "excess_deaths_1930_31_1933_34")
    assert deaths["record"]["low"] < deaths["record"]["value"] < deaths["record"]["high"]
    averted = next(each for each in view["headlines"] if each["name"].endswith("saved"))
    assert averted["record"] is None, "the record has nothing of what did not happen"


def test_all_is_said_in_russian_and_lines_fit_the_terminal(view, monkeypatch):
    say = Language("ru")
    for width in ("90", "140"):
        monkeypatch.setenv("COLUMNS", width)
        for text in (debate_text(view, say), debate_text(view, Language("en"))):
            assert max(map(len, text.splitlines())) <= int(width)
    assert not say.missing


def test_a_debate_is_one_document(call, known):
    status, out, _ = call("debate", "exports", "--json")
    document = json.loads(out)
    assert status == 0 and document["name"] == "exports"
    assert [each["state"] for each in document["positions"]][-1] == expressed.NOT_IN_MODEL
    assert sum(row["equal"] for row in document["weights"]["positions"]) == pytest.approx(1.0)
    assert set(document["title"]) == {"en", "ru"}


def test_a_run_under_a_position_is_a_run_of_its_variant(call):
    held = json.loads(
        call("run", "as_it_happened", "--position", "towns=one_law", "--draws", "30", *ASKED, "--json")[1]
    )
    same = json.loads(
        call("run", "as_it_happened", "--structure", "one_migration_law", "--draws", "30", *ASKED, "--json")[1]
    )
    assert held["quantities"] == same["quantities"] and held["structures"] == ["one_migration_law"]


def test_two_scenarios_are_compared_on_top_of_that_of_a_position(call):
    words = ("compare", "as_it_happened", "no_exports_1932", *ASKED, "--json")
    held = json.loads(call(*words, "--position", "exports=relief", "--draws", "30")[1])
    assert held["scenarios"] == ["relief_accepted", "relief_accepted+no_exports_1932"]


def test_draws_weighed_anew_are_warned_of(call):
    status, _, err = call("run", "as_it_happened", "--position", "procurement=unbiased", *ASKED)
    assert status == 0 and "warning: procurement=unbiased: shipped draws weighed anew, worth " in err


def test_a_difference_is_divided_under_a_position(call):
    held = json.loads(call("attribute", *OF_DEATHS, "--position", "exports=reserve", "--draws", "20", "--json")[1])
    same = json.loads(call("attribute", *OF_DEATHS, "--structure", "reserve_rule", "--draws", "20", "--json")[1])
    assert held == same


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "nep", "--position", "harvest"), "harvest names no position; allowed: DEBATE=POSITION"),
        (("run", "nep", "--position", "harvst=low"), "there is no debate named harvst; did you mean harvest?"),
        (("run", "nep", "--position", "effort=domar"), "effort=domar is not in the model"),
        (
            ("run", "nep", "--position", "towns=one_law", "--structure", "base"),
            "--structure cannot be used with --position",
        ),
        (("run", "nep", "--fit"), "--fit needs --position"),
        (("claims", "--fit"), "--fit needs --position"),
        (("claims", "--position", "exports=relief"), "would stand in the place of history"),
        (("attribute", *OF_DEATHS, "--position", "exports=relief"), "would stand in the place of history"),
        (
            ("attribute", *OF_DEATHS, "--position", "towns=one_law", "--single"),
            "--position cannot be used with --single",
        ),
        (
            ("run", "nep", "--position", "towns=one_law", "--position", "procurement=proportional"),
            "no posterior of this model and data is shipped; allowed: --fit",
        ),
    ],
)
def test_what_cannot_be_held_is_refused(call, words, sentence):
    status, out, err = call(*words)
    assert status == 2 and out == "" and sentence in err


@pytest.mark.parametrize("position", ["harvest=tauger", "effort=strong", "payment=nove"])
def test_more_draws_than_there_are_and_one_alone_are_refused_under_a_position(call, position):
    for command in (("run", "nep"), ("claims", "S1"), ("attribute", *OF_DEATHS)):
        for number in ("1", "100000"):
            status, out, err = call(*command, "--position", position, "--draws", number)
            assert (status, out) == (2, "") and f"--draws {number}" in err and "allowed: " in err


def test_one_draw_of_each_position_is_refused(call):
    status, out, err = call("debate", "exports", "--draws", "1")
    assert (status, out) == (2, "") and "one draw has no interval; allowed: 2 or more" in err


def test_a_position_that_sets_nothing_in_the_model_says_so(call):
    status, _, err = call("run", "as_it_happened", "--position", "payment=nove", *ASKED)
    assert status == 0 and "payment=nove: nothing is set in the model" in err
    status, _, err = call("run", "as_it_happened", "--position", "harvest=tauger", *ASKED)
    assert status == 0 and "nothing is set" not in err


def test_a_verdict_that_a_missed_series_holds_back_says_so_beside_its_probability(view):
    differing = {"key": "some", "text": Text("Some.", "Некое."), "missed": ("low",)}
    held = {"verdicts": {"high": SUPPORTED, "low": NOT_SETTLED}, "probabilities": {"high": 1.0, "low": 1.0}}
    verdicts = {**view["verdicts"], "differing_statements": [{**differing, **held}]}
    told = debate_text({**view, "verdicts": verdicts}, Language("en"))
    assert "not settled (misfit)" in told and "supported (misfit)" not in told
