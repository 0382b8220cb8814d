"""The files of the laboratory: what is wrong in one is told with its place, and a page shows what they declare."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.site import page_script, texts
from pyrrhic.app.site.laboratory.levers import lever_view
from pyrrhic.app.site.past import ALLOWED, Past, is_outside, past_of
from pyrrhic.app.site.site import write_site
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import PyrrhicError
from pyrrhic.fields import entries_of
from pyrrhic.files import read_toml

FILES = ("panels", "levers", "outcomes")


@cache
def past():
    drawn = mixture.draws(3 * len(available()))
    return past_of(drawn, page_script.entries("panels"), page_script.measures_of_outcomes())


def page(language: str) -> dict:
    return json.loads(page_script.page_script(language, past()).partition("const page = ")[2].rstrip(";\n"))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("wrong", [{"tittle": 1}, {"title": {"en": "One"}}, {"title": None}])
def test_a_wrong_entry_is_told_with_file_and_name(monkeypatch, name, wrong):
    key, entry = next(iter(page_script.entries(name).items()))
    broken = {field: value for field, value in {**entry, **wrong}.items() if value is not None}
    monkeypatch.setattr(page_script, "entries_of", lambda file: {key: broken})
    with pytest.raises(PyrrhicError, match=f"{name}.toml, {key}"):
        page_script.entries.__wrapped__(name)


def test_a_lever_or_a_series_that_there_is_not_is_told_with_the_nearest(monkeypatch):
    entry = next(iter(page_script.entries("levers").values()))
    with pytest.raises(PyrrhicError, match="did you mean procurement_plan"):
        lever_view("plan", {**entry, "levers": ["procurement_plam"]}, "en")
    entry = next(iter(page_script.entries("panels").values()))
    with pytest.raises(PyrrhicError, match=r"panels\.toml, harvest: .*grain_area"):
        page_script._record({**entry, "record": "grain_aria"}, "panels.toml, harvest", Language("en"))


def test_both_languages_show_the_same_things_and_every_point_of_the_record_lies_in_its_range():
    english, russian = page("en"), page("ru")
    for part in ("panels", "levers", "outcomes", "scenarios"):
        assert [one["key"] for one in english[part]] == [one["key"] for one in russian[part]]
        assert all(one["title"] != other["title"] for one, other in zip(english[part], russian[part], strict=True))
    points = [point for panel in english["panels"] if panel["record"] for point in panel["record"]["points"]]
    assert len(points) > 100 and all(low <= value <= high for _, value, low, high in points)


def test_every_text_that_a_script_says_is_there():
    import re
    from importlib.resources import files

    scripts = [
        file.read_text(encoding="utf-8") for file in files(page_script.__package__).joinpath("scripts").iterdir()
    ]
    said = {key for script in scripts for key in re.findall(r'\bsay\("(\w+)"', script)}
    assert len(said) > 25 and said <= texts.texts("en").keys()


def test_a_text_without_a_language_is_refused(monkeypatch):
    monkeypatch.setattr(texts, "read_toml", lambda file: {"run": {"en": "this run"}})
    with pytest.raises(PyrrhicError, match="run has no text in ru"):
        texts.texts("en")


def test_the_files_are_read_as_they_stand():
    for name in FILES:
        assert page_script.entries(name) == entries_of(
            page_script.files(page_script.__package__).joinpath(f"{name}.toml")
        )


def test_a_folder_that_cannot_be_made_is_refused_with_the_way_to_another(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PyrrhicError, match=r"no folder can be made: .*pyrrhic site -o FOLDER"):
        write_site(tmp_path / "file" / "laboratory", len(available()))


@pytest.mark.parametrize(("missed", "misses"), [(0, False), (2, False), (3, True)])
def test_a_panel_misses_where_more_than_a_fifth_of_its_years_lie_outside(missed, misses):
    assert ALLOWED == 0.2
    assert Past([], tuple(range(1926, 1936)), tuple(range(1926, 1926 + missed))).misses is misses


def test_a_point_within_the_last_printed_digit_of_the_band_is_not_outside():
    assert is_outside(1.16, 1.0, 1.1, 1) and not is_outside(1.14, 1.0, 1.1, 1)
    assert is_outside(0.94, 1.0, 1.1, 1) and not is_outside(0.96, 1.0, 1.1, 1)


def test_the_panels_name_the_years_in_which_their_own_band_misses_the_record():
    shown = {panel["key"]: panel for panel in page("en")["panels"]}
    for name in ("horses", "taken"):  # figures of the agricultural year, that can be read off the line
        panel, years = shown[name], set()
        for year, value, _, _ in panel["record"]["points"]:
            if year == int(year) and 1926 < year <= 1939:
                low, _, high = panel["history"][int(year) - 1926]
                years |= {int(year)} if is_outside(value, low, high, panel["decimals"]) else set()
        assert set(past()[name].missed) == years
        assert panel["missed"] == (sorted(years) if len(years) > ALLOWED * panel["compared"] else [])
    assert not any(panel["missed"] for panel in shown.values() if panel["record"] is None)


def test_russian_numbers_stay_with_their_units():
    assert page_script.kept_together("5 млн т, 1933 г. и 90 %") == "5\u00a0млн\u00a0т, 1933\u00a0г. и 90\u00a0%"


YEARS_AND_LEVELS = re.compile(
    r"\b1[89]\d\d(?:[/–]\d\d)?\b|\b90(?:[ \u00a0]?%|-процентн)|\b(?:1 July|30 June|1 January|1 июля|30 июня|1 января)\b|\bS\d\b"
)
SAID_IN_TEMPLATES = re.compile(r"""say\(\s*(["'])(.*?)\1""", re.DOTALL)
NOT_TEXT = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", re.DOTALL)


def test_no_number_is_typed_into_a_template_or_a_text_but_years_and_the_level_of_intervals():
    """What is computed is a slot; a year, a day of the calendar, the 90 % of an interval and the name of a claim are not."""
    site = files("pyrrhic.app.site")
    texts = [text for entry in read_toml(site / "texts.toml").values() for text in entry.values()]
    for template in sorted(Path(str(site / "templates")).glob("*.html")):
        whole = template.read_text(encoding="utf-8")
        texts += [*(said for _, said in SAID_IN_TEMPLATES.findall(whole)), *NOT_TEXT.sub("\n", whole).splitlines()]
    assert len(texts) > 400
    assert not [text for text in texts if re.search(r"\d", re.sub(r"\{\w+\}", "", YEARS_AND_LEVELS.sub("", text)))]
