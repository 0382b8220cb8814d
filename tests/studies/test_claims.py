"""Claims and outcomes: every text has both languages, and a misspelt name is refused with its file."""

import re
import tomllib
from importlib.resources import files

import pytest

from pyrrhic.errors import PyrrhicError
from pyrrhic.runs.figures import figures
from pyrrhic.sources import bibliography, split
from pyrrhic.studies.claims import claims
from pyrrhic.studies.claims.claim import read_claim
from pyrrhic.studies.outcomes import FILE, outcomes, read_outcomes
from pyrrhic.studies.scenarios import scenario as scenarios

CYRILLIC, HYPHENATED_YEARS = re.compile("[а-яё]"), re.compile(r"\d{2}-\d{2}")
TEXT = {"en": "Mine.", "ru": "Моё."}
ENTRY = {
    "key": "S1",
    "name": "mine",
    "title": TEXT,
    "text": TEXT,
    "figures": ["horses_1933"],
    "views": [{"text": TEXT, "sources": ["allen2003"]}],
    "without": ["nep"],
}


def texts():
    """Every text of the claims, the outcomes and the figures, with its place."""
    for claim in claims():
        views = (view.text for view in (*claim.views, *claim.not_in_model))
        yield from ((claim.name, text) for text in (claim.title, claim.text, *views))
        for statement in claim.statements:
            own = (statement.text, statement.rival.text, statement.would_change)
            yield from ((statement.key, text) for text in own)
    yield from (("limits", text) for text in outcomes().limits)
    yield from outcomes().given.items()
    yield from ((name, figure.title) for name, figure in figures().items())


@pytest.mark.parametrize("place, text", list(texts()))
def test_every_text_has_both_languages_with_a_dash_between_years(place, text):
    assert text.en.strip() and not CYRILLIC.search(text.en), place
    assert CYRILLIC.search(text.ru), place
    assert not HYPHENATED_YEARS.search(text.en) and not HYPHENATED_YEARS.search(text.ru), place


def test_no_two_figures_are_the_same():
    names = {}
    for figure in figures().values():
        names.setdefault((figure.measure, figure.record), []).append(figure.name)
    assert [same for same in names.values() if len(same) > 1] == []


def test_claims_name_works_and_scenarios_that_exist():
    for claim in claims():
        assert all(scenarios.load(spec).changes for spec in claim.without)
        views = (*claim.views, *claim.not_in_model, *(statement.rival for statement in claim.statements))
        assert all(split(source)[0] in bibliography() for view in views for source in view.sources)
        assert all(split(source)[0] in bibliography() for part in claim.statements for source in part.sources)


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"figures": ["horses_1934"]}, r"mine\.toml.*did you mean horses_1933"),
        ({"without": ["nep", "no_exportz"]}, r"mine\.toml, without: .*no_exportz.*did you mean no_exports"),
        ({"titel": TEXT}, r"mine\.toml.*did you mean title"),
        (
            {"views": [{"text": {"en": "Mine.", "ru": ""}, "sources": []}]},
            r"mine\.toml, view 1: text has no text in ru",
        ),
        ({"text": {"en": "Mine."}}, r"mine\.toml: text has no text in ru"),
    ],
)
def test_what_is_misspelt_or_missing_is_refused_with_its_file(wrong, sentence):
    assert read_claim(ENTRY, "mine.toml").figures[0].name == "horses_1933"
    with pytest.raises(PyrrhicError, match=sentence):
        read_claim({**ENTRY, **wrong}, "mine.toml")


@pytest.mark.parametrize(
    "field, name, nearest",
    [
        ("scenarios", "no_exportz", "no_exports"),
        ("outcomes", "horses_1934", "horses_1933"),
        ("long_outcomes", "cattle_1968", "cattle_1969"),
    ],
)
def test_a_misspelt_name_among_the_outcomes_is_refused_with_file_and_entry(field, name, nearest):
    entry = tomllib.loads(files("pyrrhic.studies").joinpath(FILE).read_text(encoding="utf-8"))
    assert read_outcomes(entry) == outcomes()
    with pytest.raises(PyrrhicError, match=rf"{FILE}, {field}: .*{name}.*did you mean {nearest}"):
        read_outcomes({**entry, field: [*entry[field], name]})


def test_the_claims_of_machines_and_after_mix_what_they_rest_on():
    for name in ("machines", "long_run", "discontent", "human_cost"):
        (claim,) = (claim for claim in claims() if claim.name == name)
        kinds = {statement.kind for statement in claim.statements}
        assert len(claim.statements) >= 5 and {"record", "mechanism"} <= kinds, name
        assert all(statement.rival.sources and statement.rests_on for statement in claim.statements), name
        assert claim.not_in_model, name
