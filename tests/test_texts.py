"""Texts in two languages: every one has both, the Russian is Russian, and the catalogue holds what is said and no more."""

import ast
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import pyrrhic
from pyrrhic.app.cli.main import pyrrhic as pyrrhic_command
from pyrrhic.app.language import Language, catalogue
from pyrrhic.app.views.record import TITLES_OF_TOPICS
from pyrrhic.calibration.structures import structures
from pyrrhic.engine.equations import CLOSES
from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.model import SLOTS, assemble, levers, opening_values, parameters
from pyrrhic.model.axes import KINDS, MEMBER_TITLES, REGION_KEYS
from pyrrhic.model.titles import title, titles
from pyrrhic.record.derive import operations, series
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.tables import GRADES
from pyrrhic.runs.history import judgement, note
from pyrrhic.texts import Text, text_of
from pyrrhic.units import UNITS

ROOT = Path(__file__).parents[1]
PACKAGE = Path(pyrrhic.__file__).parent
CYRILLIC, LETTER, LATIN_WORD = re.compile("[А-яЁё]"), re.compile("[A-Za-z]"), re.compile("[A-Za-z]{3,}")
MODEL = assemble()
ASSUMED = {**parameters(), **opening_values()}


def loaded(name: str, file):
    """A file as a module by itself."""
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


UPDATE = loaded("update_texts", ROOT / "scripts" / "texts.py")  # the scripts are no package


def texts_of_the_program() -> dict[str, Text]:
    """Every text that is not in the catalogue, by where it stands."""
    inputs = {**ASSUMED, **levers()}
    return {
        **{f"title of {name}": title(name) for name in (*MODEL.equations, *MODEL.stocks, *titles())},
        **{f"description of {name}": lever.description for name, lever in levers().items()},
        **{f"reason of {name}": parameter.reason for name, parameter in ASSUMED.items() if parameter.reason},
        **{f"note of {name}": parameter.note for name, parameter in ASSUMED.items() if parameter.note},
        **{f"reason of the path of {name}": reason for name in levers() if (reason := judgement(name))},
        **{f"note of the path of {name}": remark for name in levers() if (remark := note(name))},
        **{f"structure {name}": structure.title for name, structure in structures().items()},
        **{f"unit {symbol}": unit.name for symbol, unit in UNITS.items()},
        **{f"unit of {name}": MODEL.unit(name).name for name in (*MODEL.equations, *inputs) if name in MODEL.names},
        **{f"derived series {name}": operations.title_of(name) for name in DERIVED},
        **{f"topic {name}": text for name, text in TITLES_OF_TOPICS.items()},
        **{f"grade {name}": text for name, text in GRADES.items()},
        **{f"{axis} {key}": text for axis, members in MEMBER_TITLES.items() for key, text in members.items()},
    }


TEXTS = texts_of_the_program()


@pytest.mark.parametrize("place", TEXTS)
def test_every_text_has_both_languages_and_its_russian_is_russian(place):
    text = TEXTS[place]
    assert text.en.strip() and text.ru.strip(), place
    assert not CYRILLIC.search(text.en), f"{place}: {text.en}"
    assert CYRILLIC.search(text.ru) or not LETTER.search(text.ru), f"{place}: {text.ru}"
    assert not LATIN_WORD.search(text.ru), f"{place}: {text.ru}"


def test_every_table_of_two_languages_in_every_file_has_both():
    files = [file for file in PACKAGE.rglob("*.toml")]
    tables = [
        table for file in files for table in _languages(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    ]
    assert len(tables) > 500
    for place, table in tables:
        assert set(table) == {"en", "ru"} and all(text.strip() for text in table.values()), place
        assert CYRILLIC.search(table["ru"]) or not LETTER.search(table["ru"]), place


def _languages(document, place):
    """Every table of a document that has a text in one of the languages."""
    if isinstance(document, dict):
        if {"en", "ru"} & set(document):
            yield place, document
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, part in parts:
        yield from _languages(part, f"{place}, {name}")


# --- titles of the model ----------------------------------------------------------------------------------


def test_every_name_of_the_model_has_a_short_title_and_no_other_name_has():
    rivals = {f"{slot.quantity}:{rival}" for slot in SLOTS for rival in slot.rivals}
    closing = {stock + CLOSES for stock in MODEL.stocks}
    computed = {*MODEL.equations, *MODEL.stocks, *rivals} - closing
    assert set(titles()) == computed | set(ASSUMED) | set(levers())
    for name in computed:
        assert len(title(name).en.split()) <= 7, title(name)


def test_no_two_names_of_one_kind_have_one_title():
    for names in ((*MODEL.equations, *MODEL.stocks), ASSUMED, levers(), DERIVED):
        for language in ("en", "ru"):
            texts = [
                operations.title_of(name)[language] if names is DERIVED else title(name)[language] for name in names
            ]
            assert len(texts) == len(set(texts)), sorted(text for text in set(texts) if texts.count(text) > 1)


def test_a_quantity_that_closes_a_stock_is_called_after_the_stock():
    assert title("herds_next").en.startswith(title("herds").en)
    assert title("herds_next").ru.startswith(title("herds").ru)


@pytest.mark.parametrize("name, nearest", [("grain_harvst", "grain_harvest"), ("herd_next", "herd")])
def test_a_name_without_a_title_is_refused(name, nearest):
    with pytest.raises(UnknownName, match=f"there is no title named {name}; did you mean {nearest}"):
        title(name)


def test_a_new_name_without_a_title_is_told_where_to_write_it():
    with pytest.raises(BadFile, match=r"quantities\.toml: xylophones has no title; write xylophones\.title = "):
        title("xylophones")


def test_members_of_axes_have_titles():
    assert {axis: tuple(members) for axis, members in MEMBER_TITLES.items()} == {"region": REGION_KEYS, **KINDS}


def test_a_derived_series_without_a_title_is_refused(monkeypatch):
    monkeypatch.delitem(operations.TITLES, "grain_area")
    with pytest.raises(BadFile, match="derived series grain_area has no title; write @titled"):
        operations.title_of("grain_area")
    with pytest.raises(BadFile, match=r"no title; write .* did you mean horses_mid_year_extended\?"):
        operations.title_of("horses_mid_yeer_extended")
    with pytest.raises(BadFile, match="derived series grain_area has no title"):
        loaded("series_again", series.__file__)


def test_a_derived_series_in_an_unknown_unit_is_refused_where_it_is_declared():
    def sheaves(record):
        """A series that is never computed."""

    with pytest.raises(
        UnknownName, match="derived series sheaves: there is no unit named milion; did you mean million"
    ):
        operations.titled(Text("Sheaves", "Снопы"), "milion")(sheaves)
    assert "sheaves" not in operations.TITLES


# --- one word for one thing -------------------------------------------------------------------------------


NAMED_SO = re.compile(r"--structure \w+|\[structure\]|\{[^}]*\}")  # as an option, a section of a file, or a slot
STRUCTURE = re.compile(r"\bstructures?\b", re.IGNORECASE)


def sentences_of_the_program() -> dict[str, str]:
    """What the program says in English, by where it stands: strings of more than a word, and the help of commands."""
    said = {f"pyrrhic {' '.join(words)}": command.help or "" for words, command in _commands(pyrrhic_command)}
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                said[f"{file.relative_to(PACKAGE)}:{node.lineno}:{node.col_offset}"] = node.value
    of_files = ("# ", "structure ")  # lines of a file that is written, and the place of a section in one that is read
    return {place: text for place, text in said.items() if " " in text and not text.startswith(of_files)}


def _commands(command, words=()):
    """Every command below one, with the words that call it."""
    yield words, command
    for name in getattr(command, "list_commands", lambda _: ())(None):
        yield from _commands(command.get_command(None, name), (*words, name))


def test_users_read_of_variants_and_not_of_structures():
    sentences = sentences_of_the_program()
    assert len(sentences) > 500
    assert not {place: text for place, text in sentences.items() if STRUCTURE.search(NAMED_SO.sub("", text))}


# --- one spelling in files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry, sentence",
    [
        ({}, "a.toml, b: the field title is missing"),
        ({"title": "Seed"}, "a.toml, b: write title = "),
        ({"title": {"en": "Seed"}}, "a.toml, b: title has no text in ru"),
        ({"title": {"en": " ", "ru": "Семена"}}, "a.toml, b: title has no text in en"),
        (
            {"title": {"en": "Seed", "ru": "Семена", "uk": "Насіння"}},
            "a.toml, b: title has a text in uk; allowed: en, ru",
        ),
    ],
)
def test_a_text_without_both_languages_is_refused_with_file_and_entry(entry, sentence):
    with pytest.raises(BadFile, match=f"^{re.escape(sentence)}"):
        text_of(entry, "title", "a.toml, b")


def test_a_text_of_both_languages_is_read():
    assert text_of({"title": {"en": "Seed", "ru": "Семена"}}, "title", "a.toml, b") == Text("Seed", "Семена")
    assert Text("Seed", "Семена")["ru"] == "Семена"


# --- the catalogue ----------------------------------------------------------------------------------------


def test_nothing_that_is_said_lacks_a_russian_entry_and_no_entry_is_stale():
    catalogue = UPDATE.read()
    assert len(UPDATE.in_calls()) > 100
    assert not UPDATE.untranslated(catalogue) and not UPDATE.stale(catalogue)
    assert UPDATE.FILE.read_text(encoding="utf-8").startswith(UPDATE.HEADER)


def test_the_texts_of_calls_are_found_without_a_warning(capfd):
    UPDATE.in_calls()
    assert capfd.readouterr() == ("", "")


def test_the_russian_of_the_catalogue_is_russian():
    for text, message in UPDATE.messages(catalogue("ru")).items():
        for form in [message.string] if isinstance(message.string, str) else message.string:
            words = re.sub(r"\{.*?\}", "", form)
            assert CYRILLIC.search(words) or not LATIN_WORD.search(words) or form == text == "Python", text


def test_the_update_adds_what_is_new_and_takes_out_what_nobody_says(monkeypatch):
    kept = "A text that " + "somebody says"
    catalogue = Catalog(locale="ru")
    catalogue.add(kept, "Текст")
    catalogue.add("A text that " + "nobody says", "Текст")
    monkeypatch.setattr(UPDATE, "in_calls", lambda: {kept: kept, "{count} mule": ("{count} mule", "{count} mules")})
    made = UPDATE.messages(UPDATE.update(catalogue))
    assert kept in made and "A text that " + "nobody says" not in made
    assert made["{count} mule"].id == ("{count} mule", "{count} mules") and len(made["{count} mule"].string) == 3
    assert UPDATE.untranslated(UPDATE.update(catalogue)) == ["{count} mule"]


@pytest.mark.parametrize(
    "count, expected", [(1, "1 мул"), (3, "3 мула"), (11, "11 мулов"), (21, "21 мул"), (1000, "1\u202f000 мулов")]
)
def test_russian_has_three_forms_after_a_count(count, expected):
    language = Language("ru")
    language.catalogue = Catalog(locale="ru")
    language.catalogue.add(("{count} mule", "{count} mules"), ("{count} мул", "{count} мула", "{count} мулов"))
    assert language.many("{count} mule", "{count} mules", count) == expected and not language.missing


def test_english_has_two_forms_after_a_count_and_a_missing_text_is_remembered():
    sentences = [
        Language("en").many("{count} mule of {place}", "{count} mules of {place}", count, place="Omsk")
        for count in (1, 2)
    ]
    assert sentences == ["1 mule of Omsk", "2 mules of Omsk"]
    language = Language("ru")
    assert language.many("{count} mule", "{count} mules", 2) == "2 mules" and language.missing == {"{count} mule"}
