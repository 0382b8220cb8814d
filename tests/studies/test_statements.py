"""Statements: what a file may say, and what is refused with its file, what is allowed and the nearest match."""

import re

import pytest
from made_up_claims import ENTRY, TEXT, WHOLE, statement

from pyrrhic.errors import PyrrhicError
from pyrrhic.sources import bibliography, split
from pyrrhic.studies.claims import claims
from pyrrhic.studies.claims.claim import read_claim
from pyrrhic.studies.claims.statement import MECHANISM, MODEL, RECORD, read_statement

CYRILLIC, HYPHENATED_YEARS = re.compile("[а-яё]"), re.compile(r"\d{2}-\d{2}")
STATEMENTS = [statement for claim in claims() for statement in claim.statements]
OF_RECORD = ENTRY | {"kind": RECORD, "figure": "excess_deaths_1930_31_1933_34"}
OF_A_MECHANISM = ENTRY | {"kind": MECHANISM, "ablation": "exports", "compare": "difference"}
DIVIDED = ENTRY | {"kind": MECHANISM, "attribution": {"scenario": "no_exports", "part": "exports"}}


@pytest.mark.parametrize("entry", [ENTRY, WHOLE, OF_RECORD, OF_A_MECHANISM, DIVIDED])
def test_each_kind_is_read(entry):
    assert read_statement(entry, "mine.toml").kind == entry["kind"]


@pytest.mark.parametrize(
    "entry, wrong, sentence",
    [
        (ENTRY, {"figure": "excess_deaths_1932_34"}, "did you mean excess_deaths_1932_33"),
        (ENTRY, {"holdz": {"above": 1.0}}, "did you mean holds"),
        (ENTRY, {"holds": {}}, "holds: it does not say in one way"),
        (ENTRY, {"holds": {"above": 1.0, "below": 2.0}}, "holds: it does not say in one way"),
        (ENTRY, {"holds": {"between": [2.0, 1.0]}}, "two numbers, the lower one first"),
        (ENTRY, {"kind": "modell"}, "did you mean model"),
        (ENTRY, {"scenario": "nep"}, "a statement of the kind model has no scenario"),
        (ENTRY, {"kind": "counterfactual", "scenario": "nep"}, "says its compare"),
        (WHOLE, {"scenario": "no_exportz"}, "did you mean no_exports"),
        (WHOLE, {"compare": "share"}, "there is no comparison named share"),
        (WHOLE, {"beside": "nepp"}, "did you mean nep"),
        (OF_A_MECHANISM, {"ablation": "exportz"}, "did you mean exports"),
        (ENTRY, {"series": ["herds_hors"]}, "series: there is no series named herds_hors"),
        (ENTRY, {"figure": "real_wage_in_1937"}, "no run computes the figure real_wage_in_1937"),
        (ENTRY, {"kind": RECORD}, "the record has nothing of the figure excess_deaths_1932_33"),
        (ENTRY, {"years": "every"}, "years = every or any is for a figure that is several numbers"),
        (OF_RECORD, {"years": "every"}, "the record of excess_deaths_1930_31_1933_34 has one"),
        (ENTRY, {"than": "horses_1933", "minus": "horses_1933"}, "declare a figure for it"),
        (ENTRY, {"rival": {"text": TEXT}}, "rival: the field sources is missing"),
        (ENTRY, {"rival": {"text": TEXT, "sources": ["taugr1991"]}}, "did you mean tauger1991"),
        (
            ENTRY,
            {"weigh": [{"source": "tauger1991", "weight": 2.0, "why": TEXT}]},
            "only a statement of the kind record",
        ),
        (OF_RECORD, {"weigh": [{"source": "tauger1991", "weight": 0.0, "why": TEXT}]}, "the weight is 0"),
        (DIVIDED, {"attribution": {"scenario": "no_exportz", "part": "exports"}}, "did you mean no_exports"),
        (DIVIDED, {"attribution": {"scenario": "no_exports", "part": "export"}}, "did you mean exports"),
        (DIVIDED, {"attribution": {"scenario": "no_exports"}}, "attribution: the field part is missing"),
        (DIVIDED, {"compare": "difference"}, "a statement of the kind mechanism has no compare"),
        (DIVIDED, {"minus": "horses_1933"}, "a difference is divided of one figure"),
        (ENTRY, {"attribution": {"scenario": "no_exports", "part": "exports"}}, "kind model has no attribution"),
        (WHOLE, {"figure": "cattle_1969"}, "no_exports ends with 1940"),
    ],
)
def test_what_is_wrong_is_refused_with_its_file(entry, wrong, sentence):
    with pytest.raises(PyrrhicError, match=sentence) as refused:
        read_statement({**entry, **wrong}, "mine.toml, statement mine")
    assert "mine.toml, statement mine" in str(refused.value)


def test_statements_may_stand_in_a_file_of_their_own():
    entry = {"key": "S9", "name": "mine", "title": TEXT, "text": TEXT, "figures": ["horses_1933"], "views": []}
    claim = read_claim({**entry, "without": ["nep"]}, "mine.toml", {"statements": [ENTRY]})
    assert [each.key for each in claim.statements] == ["mine"]
    with pytest.raises(PyrrhicError, match=r"statements/mine\.toml, statement mine: .*did you mean horses_1933"):
        read_claim({**entry, "without": ["nep"]}, "mine.toml", {"statements": [ENTRY | {"figure": "horses_1934"}]})


@pytest.mark.parametrize("each", STATEMENTS, ids=lambda each: each.key)
def test_every_statement_is_said_in_both_languages_and_names_works_that_exist(each):
    for text in (each.text, each.rival.text, each.would_change):
        assert text.en.strip() and not CYRILLIC.search(text.en) and CYRILLIC.search(text.ru)
        assert not HYPHENATED_YEARS.search(text.en) and not HYPHENATED_YEARS.search(text.ru)
    assert each.sources and each.rival.sources
    assert all(split(source)[0] in bibliography() for source in each.sources if not source.startswith("record"))


def test_what_a_statement_rests_on_are_its_own_series_and_those_of_its_figures():
    own = statement(figure="horses_1933", minus="cattle_1933", series=["draft_power"])
    assert own.rests_on == ("draft_power", "horses_mid_year_extended", "cattle_mid_year_extended")
    assert own.kind == MODEL and [figure.name for figure in own.figures] == ["horses_1933", "cattle_1933"]


@pytest.mark.parametrize("each", [each for each in STATEMENTS if each.given.en], ids=lambda each: each.key)
def test_what_a_verdict_hangs_on_is_said_in_both_languages(each):
    assert not CYRILLIC.search(each.given.en) and CYRILLIC.search(each.given.ru)


@pytest.mark.parametrize(
    "each", [each for each in STATEMENTS if "deaths" in each.figure.name], ids=lambda each: each.key
)
def test_fewer_deaths_with_less_export_are_said_to_hang_on_the_share_released(each):
    if "no_exports" in each.scenario:
        assert "the smaller this share, the smaller the difference in deaths" in each.given.en
        assert "чем она меньше, тем меньше разница в числе смертей" in each.given.ru
