"""The files of the laboratory: what is wrong in one is told with its place, and a page shows what they declare."""

import json

import pytest

from pyrrhic.app.site import page_script, texts
from pyrrhic.app.site.site import write_site
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import PyrrhicError
from pyrrhic.fields import entries_of

FILES = ("panels", "levers", "outcomes")


def page(language: str) -> dict:
    return json.loads(page_script.page_script(language).partition("const page = ")[2].rstrip(";\n"))


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
        page_script._lever("plan", {**entry, "levers": ["procurement_plam"]}, "en")
    entry = next(iter(page_script.entries("panels").values()))
    with pytest.raises(PyrrhicError, match=r"panels\.toml, harvest: .*grain_area"):
        page_script._record({**entry, "record": "grain_aria"}, "panels.toml, harvest")


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
