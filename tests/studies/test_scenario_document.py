"""The door for scenario documents: what may stand in one, and the sentence for everything that may not."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrrhic.errors import PyrrhicError
from pyrrhic.files import parse_toml
from pyrrhic.studies.scenarios.change import Quantity
from pyrrhic.studies.scenarios.document import Change, Frame, read

LEVERS = {
    "grain_export_plan": SimpleNamespace(unit="Mt", bounds=(0, 15), shape="national"),
    "collectivization_target": SimpleNamespace(unit="share", bounds=(0, 1), shape="regional"),
    "herds_imposed_factor": SimpleNamespace(unit="1", bounds=(0.3, 2), shape="species"),
}
REGIONS = ("volga", "kazakhstan")
QUANTITIES = {
    "grain_harvest": Quantity("Mt", REGIONS),
    "grain_harvest_total": Quantity("Mt", (), total_of="grain_harvest"),
    "nonfarm_output": Quantity("billion rubles of 1937", ()),
}
FRAME = Frame(
    LEVERS,
    tuple(range(1926, 1970)),
    {"regional": REGIONS, "species": ("horses", "cattle")},
    slots={"nonfarm_output": ("cobb_douglas", "allen")},
    quantities=lambda: QUANTITIES,
    refused=lambda: {"herds": "is a stock"},
)
HEAD = 'title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\n'


def scenario(text: str):
    """The scenario of a document with a title, a description and this text."""
    return read(parse_toml(HEAD + text, "mine.toml"), "mine", "mine.toml", FRAME)


def lever(text: str):
    """The changes that a document makes to levers."""
    return scenario("[levers]\n" + text).changes


def refused(text: str, message: str):
    """The document must be refused with exactly this sentence."""
    with pytest.raises(PyrrhicError) as caught:
        scenario(text)
    assert message in str(caught.value).splitlines()


def test_a_value_holds_until_the_next_date():
    assert lever('grain_export_plan = { 1930 = 1.5, 1932 = 0, 1934 = "history" }') == (
        Change("grain_export_plan", "value", 1.5, 1930, 1931, "mine"),
        Change("grain_export_plan", "value", 0, 1932, 1933, "mine"),
        Change("grain_export_plan", "history", None, 1934, 1969, "mine"),
    )


def test_dates_may_stand_in_any_order():
    ordered = lever("grain_export_plan = { 1930 = 1.5, 1932 = 0 }")
    assert lever("grain_export_plan = { 1932 = 0, 1930 = 1.5 }") == ordered


@pytest.mark.parametrize("action", ["times", "plus", "value", "as_in"])
def test_a_span_has_one_action(action):
    amount = 1928 if action == "as_in" else 0.5
    (change,) = lever(f"grain_export_plan = {{ from = 1931, to = 1932, {action} = {amount} }}")
    assert (change.action, change.amount, change.span) == (action, amount, "1931-1932")


def test_a_span_may_be_open_on_either_side():
    (change,) = lever("grain_export_plan = { from = 1931, times = 0.5 }")
    assert (change.first, change.last) == (1931, 1969)
    (change,) = lever("grain_export_plan = { to = 1931, times = 0.5 }")
    assert (change.first, change.last) == (1926, 1931)


def test_a_lever_may_have_one_value_or_several_spans():
    (change,) = lever("grain_export_plan = 2")
    assert (change.amount, change.span) == (2, "1926-1969")
    first, second = lever(
        "grain_export_plan = [{ from = 1930, to = 1930, plus = 1 }, { from = 1932, to = 1932, times = 2 }]"
    )
    assert (first.action, first.span, second.action, second.span) == ("plus", "1930", "times", "1932")


def test_values_by_region():
    (change,) = lever("collectivization_target = { 1930 = { volga = 0.2 } }")
    assert change.amount == {"volga": 0.2} and change.action == "value"
    (change,) = lever("collectivization_target = { from = 1930, to = 1931, times = { volga = 0.2, kazakhstan = 0.1 } }")
    assert change.amount == {"volga": 0.2, "kazakhstan": 0.1} and change.action == "times"


def test_given_and_structure_and_ends():
    document = scenario('ends = 1940\n[given]\nnonfarm_output = { 1932 = 60 }\n[structure]\nnonfarm_output = "allen"')
    assert document.ends == 1940 and document.structure == {"nonfarm_output": "allen"}
    assert document.given == (Change("nonfarm_output", "value", 60, 1932, 1969, "mine"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[levers]\ngrain_exprot_plan = 0",
            "mine.toml, lever grain_exprot_plan: there is no lever named grain_exprot_plan; allowed: see `pyrrhic scenario "
            "levers`; did you mean grain_export_plan?",
        ),
        (
            "[levers]\ngrain_export_plan = { 1925 = 0 }",
            "mine.toml, lever grain_export_plan: the agricultural year 1925 is outside the model; allowed: 1926 to 1969",
        ),
        (
            "[levers]\ngrain_export_plan = { from = 1930, to = 1970, value = 0 }",
            "mine.toml, lever grain_export_plan: the agricultural year 1970 is outside the model; allowed: 1926 to 1969",
        ),
        (
            "[levers]\ngrain_export_plan = { unit = 'kt', 1930 = 0 }",
            "mine.toml, lever grain_export_plan: the unit is stated as kt; allowed: Mt",
        ),
        (
            "[levers]\ngrain_export_plan = { 1930 = 'none' }",
            "mine.toml, lever grain_export_plan, 1930: 'none' is not a value; allowed: a number, \"history\", or a table",
        ),
        (
            "[levers]\ngrain_export_plan = { 1930 = true }",
            'mine.toml, lever grain_export_plan, 1930: True is not a value; allowed: a number, "history", or a table',
        ),
        (
            "[levers]\ngrain_export_plan = { 1930 = nan }",
            'mine.toml, lever grain_export_plan, 1930: nan is not a value; allowed: a number, "history", or a table',
        ),
        (
            "[levers]\ngrain_export_plan = { 1930 = { volga = 1 } }",
            "mine.toml, lever grain_export_plan, 1930: grain_export_plan is national, so it has no parts; allowed: one number",
        ),
        (
            "[levers]\ncollectivization_target = { 1930 = { vogla = 0.1 } }",
            "mine.toml, lever collectivization_target, 1930: there is no part named vogla; allowed: volga, kazakhstan; "
            "did you mean volga?",
        ),
        (
            "[levers]\nherds_imposed_factor = { 1930 = { volga = 1 } }",
            "mine.toml, lever herds_imposed_factor, 1930: there is no part named volga; allowed: horses, cattle",
        ),
        (
            "[levers]\ngrain_export_plan = { from = 1932, to = 1930, value = 0 }",
            "mine.toml, lever grain_export_plan: the span ends in 1930, before it begins in 1932",
        ),
        (
            "[levers]\ngrain_export_plan = { from = 1930, to = 1932 }",
            "mine.toml, lever grain_export_plan: a span needs exactly one of the actions; allowed: value, times, plus, as_in",
        ),
        (
            "[levers]\ngrain_export_plan = { from = 1930, times = 2, plus = 1 }",
            "mine.toml, lever grain_export_plan: a span needs exactly one of the actions; allowed: value, times, plus, as_in",
        ),
        (
            "[levers]\ngrain_export_plan = { from = 1930, tmies = 2 }",
            "mine.toml, lever grain_export_plan: there is no key named tmies; allowed: unit, from, to, value, times, plus, "
            "as_in; did you mean times?",
        ),
        (
            "[levers]\ngrain_export_plan = { soon = 0 }",
            "mine.toml, lever grain_export_plan: 'soon' is not an agricultural year; allowed: 1926 to 1969",
        ),
        (
            "[levers]\ngrain_export_plan = { 1930 = { as_in = 1900 } }",
            "mine.toml, lever grain_export_plan, 1930: the agricultural year 1900 is outside the model; "
            "allowed: 1926 to 1969",
        ),
        (
            "[levers]\ngrain_export_plan = { '01930' = 0 }",
            "mine.toml, lever grain_export_plan: '01930' is not an agricultural year; allowed: 1926 to 1969",
        ),
        (
            "[levers]\ngrain_export_plan = { '١٩٣٠' = 0 }",
            "mine.toml, lever grain_export_plan: '١٩٣٠' is not an agricultural year; allowed: 1926 to 1969",
        ),
        (
            f"[levers]\ngrain_export_plan = {{ {'9' * 5000} = 0 }}",
            f"mine.toml, lever grain_export_plan: '{'9' * 60}...' is not an agricultural year; allowed: 1926 to 1969",
        ),
        (
            f"[levers]\ngrain_export_plan = 1{'0' * 400}",
            f"mine.toml, lever grain_export_plan: 1{'0' * 59}... is not a value; "
            'allowed: a number, "history", or a table',
        ),
        (
            "[levers]\ngrain_export_plan = { from = 1930, times = inf }",
            'mine.toml, lever grain_export_plan: inf is not a value; allowed: a number, "history", or a table',
        ),
        (
            "[levers]\ngrain_export_plan = [1, 2, 3]",
            "mine.toml, lever grain_export_plan: a list must hold spans of years, such as "
            "{ from = 1930, to = 1932, value = 0 }",
        ),
        (
            "[levers]\ngrain_export_plan = []",
            "mine.toml, lever grain_export_plan: a list must hold spans of years, such as "
            "{ from = 1930, to = 1932, value = 0 }",
        ),
        (
            "[levers]\ncollectivization_target = { 1930 = {} }",
            "mine.toml, lever collectivization_target, 1930: the table is empty, so it holds no value; "
            'allowed: a number, "history", or a table',
        ),
        (
            "[levers]\ngrain_export_plan = {}",
            "mine.toml, lever grain_export_plan: it holds neither a value nor a year",
        ),
        (
            "[levers]\ncollectivization_target = { volga = 0.2 }",
            "mine.toml, lever collectivization_target: numbers by region or kind need a year, such as "
            "{ 1930 = { volga = 0 } }",
        ),
        (
            "[levers]\ngrain_export_plan = { 1930 = { times = 2, plus = 1 } }",
            "mine.toml, lever grain_export_plan, 1930: a value needs exactly one of the actions; "
            "allowed: value, times, plus, as_in",
        ),
        (
            "[levers]\ngrain_export_plan = [{ unit = 'kt', from = 1930, value = 0 }]",
            "mine.toml, lever grain_export_plan: the unit is stated as kt; allowed: Mt",
        ),
        (
            '[levers]\n"a\\u001b[2J" = 0',
            "mine.toml, lever a\\u001b[2J: there is no lever named a\\u001b[2J; allowed: see `pyrrhic scenario levers`",
        ),
        (
            "[given]\nnonfarm_output = { unit = 'kg', 1930 = 5 }",
            "mine.toml, given nonfarm_output: the unit is stated as kg; allowed: billion rubles of 1937",
        ),
        (
            "[given]\nnonfarm_output = { 1930 = { volga = 5 } }",
            "mine.toml, given nonfarm_output, 1930: nonfarm_output is national, so it has no parts; allowed: one number",
        ),
        (
            "[given]\ngrain_harvst = 5",
            "mine.toml, given grain_harvst: there is no quantity named grain_harvst; allowed: see `pyrrhic show "
            "QUANTITY`; did you mean grain_harvest?",
        ),
        ("[given]\nherds = 5", "mine.toml, given herds: herds is a stock"),
        (
            "[given]\ngrain_harvest_total = 60",
            "mine.toml, given grain_harvest_total: grain_harvest_total is only the total of grain_harvest, which would "
            "no longer add up to it; give grain_harvest, by region",
        ),
        ("structure = 'allen'", "mine.toml: structure must be a table"),
        (
            "[structure]\nnonfarm_output = 3",
            "mine.toml, structure nonfarm_output: 3 is not the name of an equation; allowed: cobb_douglas, allen",
        ),
        (
            "[structure]\nnonfarm_output = ['allen']",
            "mine.toml, structure nonfarm_output: ['allen'] is not the name of an equation; allowed: cobb_douglas, allen",
        ),
        (
            "[structure]\nnonfarm_outptu = 'allen'",
            "mine.toml, structure nonfarm_outptu: there is no slot named nonfarm_outptu; allowed: nonfarm_output; "
            "did you mean nonfarm_output?",
        ),
        (
            "[structure]\nnonfarm_output = 'alen'",
            "mine.toml, structure nonfarm_output: there is no equation named alen; allowed: cobb_douglas, allen; "
            "did you mean allen?",
        ),
        ("ends = true", "mine.toml, ends: True is not an agricultural year; allowed: 1926 to 1969"),
        ("ends = '1940'", "mine.toml: ends must be an agricultural year"),
        ("note = 3", "mine.toml: note must be a text, or a table with a text in each language"),
        ("sources = [3]", "mine.toml: sources must be a list of names"),
        ('note = "a\\u001b[2J"', "mine.toml: note holds the control character \\u001b"),
        ("ends = 1980", "mine.toml, ends: the agricultural year 1980 is outside the model; allowed: 1926 to 1969"),
        ("extends = 'nep'", "mine.toml: extends must be a list of names"),
        ("levers = 3", "mine.toml: levers must be a table"),
        (
            "leevrs = 3",
            "mine.toml: there is no field named leevrs; allowed: title, description, extends, ends, sources, "
            "note, levers, given, structure; did you mean levers?",
        ),
    ],
)
def test_what_may_not_stand_there_is_said_in_one_sentence(text, message):
    refused(text, message)


def test_title_and_description_in_both_languages():
    with pytest.raises(PyrrhicError) as caught:
        read(parse_toml('title = { en = "A" }', "mine.toml"), "mine", "mine.toml", FRAME)
    assert str(caught.value).splitlines() == [
        "mine.toml: title must be a table with a text in each language; allowed: en, ru",
        "mine.toml: description must be a table with a text in each language; allowed: en, ru",
    ]


@pytest.mark.parametrize("letter", ["\n", "\x1b", "\u202e"])
def test_a_title_is_one_line_of_plain_text(letter):
    document = {"title": {"en": f"A{letter}B", "ru": "А"}, "description": {"en": "B\nC", "ru": "Б"}}
    with pytest.raises(PyrrhicError, match="title holds the control character") as caught:
        read(document, "mine", "mine.toml", FRAME)
    assert len(caught.value.problems) == 1


def test_a_total_may_be_given_with_its_parts():
    (harvest, total) = scenario("[given]\ngrain_harvest = { 1932 = { volga = 5 } }\ngrain_harvest_total = 60").given
    assert (harvest.amount, total.amount) == ({"volga": 5}, 60)


def test_a_document_may_be_written_in_python_with_years_as_numbers():
    document = {"title": {"en": "A", "ru": "А"}, "description": {"en": "B", "ru": "Б"}}
    changes = read({**document, "levers": {"grain_export_plan": {1930: 0.5}}}, "mine", "a dict", FRAME).changes
    assert changes == lever("grain_export_plan = { 1930 = 0.5 }")


def test_every_problem_is_reported_at_once():
    with pytest.raises(PyrrhicError) as caught:
        scenario("[levers]\ngrain_export_plan = { 1925 = 0 }\ncollectivisation_target = 0")
    assert len(caught.value.problems) == 2
    assert caught.value.problems[1].nearest == "collectivization_target"


def test_not_toml():
    with pytest.raises(PyrrhicError, match=re.escape("mine.toml: not a TOML document: ")):
        parse_toml("levers = {", "mine.toml")


@given(st.dictionaries(st.integers(1926, 1969), st.floats(0, 15), min_size=1))
def test_dated_values_cover_every_year_from_the_first_once(dated):
    document = {
        "title": {"en": "A", "ru": "А"},
        "description": {"en": "B", "ru": "Б"},
        "levers": {"grain_export_plan": {str(year): value for year, value in dated.items()}},
    }
    changes = read(document, "mine", "mine.toml", FRAME).changes
    years = [year for change in changes for year in change.years]
    assert years == list(range(min(dated), 1970))
    assert {change.first: change.amount for change in changes} == dated


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        | st.dictionaries(st.sampled_from(["from", "to", "times", "value", "as_in", "1930"]), inner)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["title", "ends", "extends", "levers", "given", "structure", "note"]), junk), junk
)
def test_any_document_is_read_or_refused_in_words(document, entry):
    document = {**document, "levers": {"grain_export_plan": entry}}
    try:
        read(document, "mine", "mine.toml", FRAME)
    except PyrrhicError as error:
        assert all(str(problem).startswith("mine.toml") for problem in error.problems)
