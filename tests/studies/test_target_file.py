"""Files of targets: what is read of an entry, and what is wrong with one, told with file, entry and nearest match."""

from math import inf

import pytest

from pyrrhic.calibration.comparisons import observations
from pyrrhic.errors import PyrrhicError
from pyrrhic.studies.target_file import read_targets, row_named

ROWS = (7, 8)
SOUND = """
[towns]
title = { en = "Urban population", ru = "Городское население" }
unit = "model / record"
row = "urban_population"
year = 1939
against = "record"
bounds = { low = 0.95, high = 1.05 }
why = { en = "Within 5 %.", ru = "С точностью до 5 %." }
rows = [7]
"""
PARTS = """
[towns]
title = { en = "Urban population", ru = "Городское население" }
unit = "1"
bounds = { low = 0.0 }
sources = ["lorimer1946"]
why = { en = "Above zero.", ru = "Выше нуля." }

[[towns.parts]]
label = { en = "early", ru = "раньше" }
quantity = "urban_population"
year = 1926
"""


@pytest.fixture
def read(tmp_path):
    """The targets of a file of this text."""

    def targets(text):
        file = tmp_path / "some_targets.toml"
        file.write_text(text, encoding="utf-8")
        return read_targets(file, rows=ROWS)

    return targets


def test_an_entry_of_a_row_has_its_calendar_its_record_and_its_source(read):
    (target,) = read(SOUND)
    (part,) = target.parts
    recorded = {seen.year: seen.value for seen in observations(row_named("urban_population"))}
    assert part.measure.calendar == "1 January" and part.measure.years == (1939,)
    assert part.against == (recorded[1939],) and target.sources == ("record: urban_population_1_january",)
    assert (target.low, target.high, target.strict, target.rows) == (0.95, 1.05, False, (7,))


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("{ low = 10.0, high = 12.0, tolerance = 0.2 }", (8.0, 14.4)),
        ("{ low = 3.0, high = 4.0, factor = 2.0 }", (1.5, 8.0)),
        ("{ low = 0.78, high = 0.82, margin = 0.03 }", (0.75, 0.85)),
        ("{ high = 0.5 }", (-inf, 0.5)),
        ('"none published"', (-inf, inf)),
    ],
)
def test_bounds_are_widened_as_the_entry_says(read, bounds, expected):
    (target,) = read(SOUND.replace("{ low = 0.95, high = 1.05 }", bounds))
    assert (target.low, target.high) == pytest.approx(expected)


def test_a_published_range_is_that_of_the_record_added_up_over_the_years(read):
    text = SOUND.replace("year = 1939", 'years = [1927, 1939]\nhow = "sum"').replace(
        "{ low = 0.95, high = 1.05 }", '{ range = "published", tolerance = 0.1 }'
    )
    (target,) = read(text)
    seen = [figure for figure in observations(row_named("urban_population")) if figure.year in (1927, 1939)]
    expected = 0.9 * sum(figure.low for figure in seen), 1.1 * sum(figure.high for figure in seen)
    assert (target.low, target.high) == pytest.approx(expected)


def test_a_figure_lends_its_title_and_unit(read):
    text = SOUND.replace("row =", "figure =").replace('"urban_population"', '"people_in_towns_1_january_1939"')
    lines = [line for line in text.splitlines() if not line.startswith(("title", "unit", "year", "against"))]
    (target,) = read("\n".join([*lines, 'sources = ["lorimer1946"]']))
    assert target.title.ru and target.unit == "million persons" and target.needs == ("urban_population",)


WRONG = [
    ("bounds =", "bonds =", "did you mean bounds?"),
    ("row =", "rwo =", "did you mean row?"),
    ('"urban_population"', '"urban_populaton"', "did you mean urban_population?"),
    ("low = 0.95", "lwo = 0.95", "did you mean low?"),
    ("low = 0.95", 'low = "much"', "low is 'much'; allowed: a number"),
    ("low = 0.95", "low = 2.0", "above its upper bound"),
    ("bounds = { low = 0.95, high = 1.05 }", "", "the field bounds is missing"),
    ("low = 0.95, high = 1.05", "strict = true", "allowed: low, high"),
    ('row = "urban_population"\nyear = 1939\nagainst = "record"', "", "does not say what is read"),
    ('row = "urban_population"', 'row = "urban_population"\nquantity = "births"', "row and quantity"),
    ("year = 1939\n", "", "which years"),
    ("year = 1939", "year = 1890", "among"),
    ("year = 1939", "year = 1953", "no figure of urban_population for 1953"),
    ("year = 1939", 'year = 1939\nhow = "ech"', "did you mean each?"),
    ("year = 1939", 'year = 1939\nhow = "mean"', "not set against the record"),
    ("year = 1939", 'year = 1939\nkinds = ["horses"]', "no field named kinds"),
    ("rows = [7]", "rows = [99]", "Table 1 has no row 99; allowed: 7, 8"),
    ('unit = "model / record"\n', "", "the field unit is missing"),
    (', ru = "С точностью до 5 %."', "", "why has no text in ru"),
    ('ru = "Городское население"', 'ru = ""', "title has no text in ru"),
    ('"record"', '{ seris = "births" }', "against what is not said"),
    ('"record"', '{ series = "birhts" }', "did you mean births?"),
    ('"record"', '{ series = "urban_population_1_january", by = "diference" }', "did you mean difference?"),
    ('"record"', "{ published = [2.0] }", "the field work is missing"),
    ('"record"', '{ published = [2.0, 3.0], work = "osokina1999" }', "not one printed number"),
]


@pytest.mark.parametrize(("sound", "wrong", "message"), WRONG)
def test_what_is_wrong_is_told_with_file_and_entry(read, sound, wrong, message):
    assert sound in SOUND
    with pytest.raises(PyrrhicError) as refused:
        read(SOUND.replace(sound, wrong, 1))
    assert str(refused.value).startswith("some_targets.toml, towns") and message in str(refused.value)


@pytest.mark.parametrize(
    ("sound", "wrong", "message"),
    [
        ("urban_population", "urban_populaton", "did you mean urban_population?"),
        ("label =", "lable =", "did you mean label?"),
        ("label =", "title =", "no field named title"),
        ('ru = "раньше"', 'ru = ""', "label has no text in ru"),
        ('quantity = "urban_population"\nyear = 1926', 'figure = "horses_1934"', "did you mean horses_1933?"),
    ],
)
def test_a_part_is_told_by_its_number(read, sound, wrong, message):
    place, _, part = PARTS.partition("[[towns.parts]]")
    with pytest.raises(PyrrhicError) as refused:
        read(f"{place}[[towns.parts]]{part.replace(sound, wrong, 1)}")
    assert "some_targets.toml, towns, part 1" in str(refused.value) and message in str(refused.value)


def test_a_target_of_no_row_has_its_own_sources(read):
    with pytest.raises(PyrrhicError, match=r"some_targets\.toml, towns: it has no sources"):
        read(PARTS.replace('sources = ["lorimer1946"]\n', ""))


def test_a_file_that_is_no_toml_is_refused_with_its_name(read):
    for text in ("[towns", 'towns = "many"'):
        with pytest.raises(PyrrhicError, match=r"some_targets\.toml"):
            read(text)
