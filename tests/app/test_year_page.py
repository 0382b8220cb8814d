"""One year: what its file declares is checked, means close in every year, nothing stands elsewhere in another year."""

import copy
import json
import re
from functools import cache
from itertools import pairwise

import pytest

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages.one_year import entries as year_entries
from pyrrhic.app.site.pages.one_year import flow
from pyrrhic.app.site.pages.one_year import view as year
from pyrrhic.app.site.pages.one_year.entries import entries, picture, years
from pyrrhic.app.site.pages.one_year.numbers import Numbers, history_of, numbers_of, recorded
from pyrrhic.app.site.pages.one_year.script import year_script
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import PyrrhicError
from pyrrhic.model import REGION_KEYS
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import LANGUAGES

CLOSES_TO = 1e-9
HEIGHTS = re.compile(r"^M\S+ (\S+)C.*L\S+ (\S+)C\S+ \S+ \S+ \S+ \S+ (\S+)Z$")


@cache
def draws():
    return mixture.draws(3 * len(available()))


@cache
def history() -> Numbers:
    return history_of(draws())


@cache
def ran(name: str) -> Numbers:
    return numbers_of(scenarios.run(scenarios.load(name), year_entries.quantities(), draws()))


@pytest.mark.parametrize("name", ["", "no_exports", "plans_cut_with_harvest", "nep"])
def test_what_comes_into_a_place_leaves_it_in_every_year(name):
    numbers = ran(name) if name else history()
    between = [key for key, node in entries("nodes").items() if node["column"] not in (0, year_entries.LAST_COLUMN)]
    assert len(between) == 3 and len(numbers.flows["taken"]) >= 14
    for each in numbers.flows["taken"]:
        means = numbers.means(each)
        for node in between:
            came, went = (sum(means[key] for key in flow.keys_at(node, end)) for end in ("to", "from"))
            assert abs(came - went) < CLOSES_TO * came
        outer = [sum(means[key] for key in year._outer(end)) for end in ("from", "to")]
        assert outer[0] > 40 and abs(outer[0] - outer[1]) < CLOSES_TO * outer[0]


def test_a_flow_left_out_of_the_file_would_not_close(monkeypatch):
    broken = {**year_entries.document(), "flows": {k: v for k, v in entries("flows").items() if k != "exports"}}
    monkeypatch.setattr(year_entries, "document", lambda: broken)
    means = history().means(1932)
    came, went = (sum(means[key] for key in flow.keys_at("state", end)) for end in ("to", "from"))
    assert abs(came - went) > 1


def test_the_war_and_the_change_of_borders_are_not_shown():
    assert years()[0] == 1926 and years()[-1] == 1969 and not set(range(1940, 1946)) & set(years())


def test_each_flow_is_as_wide_as_its_number_at_one_scale_and_no_node_moves():
    where = flow.places(history().greatest)
    for each in years():
        means = history().means(each)
        for key, band in flow.bands(where, means).items():
            begins, end, _ = map(float, HEIGHTS.match(band.path).groups())
            for top, bottom in (band.begins, band.ends):
                assert bottom - top == pytest.approx(means[key] * picture()["pixels_per_tonne"], abs=0.01)
            assert begins == pytest.approx(band.begins[0], abs=0.01) and end == pytest.approx(band.ends[1], abs=0.01)
        for key, bar in flow.bars(where, means).items():
            assert bar.top + bar.height / 2 == pytest.approx(where.middles[key])
            assert bar.top >= 0 and bar.top + bar.height <= where.height


def test_nodes_of_an_outer_column_never_touch():
    where = flow.places(history().greatest)
    for column in (0, year_entries.LAST_COLUMN):
        keys = [key for key, node in entries("nodes").items() if node["column"] == column]
        for each in years():
            bars = [flow.bars(where, history().means(each))[key] for key in keys]
            assert all(bar.top + bar.height < after.top for bar, after in pairwise(bars))


def test_the_record_stands_beside_the_year_to_which_it_belongs():
    assert recorded(entries("flows")["taken"])[1932][1] == 18.5
    assert recorded(entries("nodes")["state_stock"])[1932] == recorded(entries("nodes")["state_end"])[1931]
    assert max(recorded(entries("nodes")["harvest"])) == 1939


def test_what_the_record_has_by_region_stands_beside_the_model_with_its_grade():
    rows = {row["key"]: row for row in script("en")["collected"]}
    assert rows["ukraine"]["record"]["1932"] == [[4.27, 4.27, 4.27], "C"]
    assert set(rows["north_caucasus"]["record"]) == {"1930", "1931", "1932", "1933"}
    low, mean, high = rows["ukraine"]["history"][years().index(1932)]
    assert low < mean < high < 8


@pytest.mark.parametrize(
    ("part", "key", "change", "told"),
    [
        ("flows", "seed", {"plus": ["sead"]}, "did you mean seed"),
        ("flows", "seed", {"from": "seed", "to": "left"}, "later column"),
        ("flows", "seed", {"plus": ["rural_population"]}, "not in million tonnes"),
        ("flows", "seed", {"to": "sed"}, "seed"),
        ("nodes", "seed", {"record": "grain_aria"}, "grain_area"),
        ("nodes", "seed", {"column": 7}, "from 0 to 4"),
        ("nodes", "seed", {"title": {"en": "Seed"}}, "no text in ru|title"),
        ("measures", "taken", {"plus": ["grain_exports"]}, "no regions"),
        ("measures", "taken", {"steps": [20, 10]}, "rise"),
        ("measures", "taken", {"record": "rain_anomaly_april_july"}, "either"),
        ("tiles", "volga", {"colour": 1}, "colour"),
        ("deaths", "volga", {"regions": ["wolga"]}, "volga"),
    ],
)
def test_a_wrong_entry_is_told_with_its_place(monkeypatch, part, key, change, told):
    broken = copy.deepcopy(dict(year_entries.document()))
    broken[part][key] = {**broken[part][key], **change}
    monkeypatch.setattr(year_entries, "entries_of", lambda file: broken)
    with pytest.raises(PyrrhicError, match=told) as refused:
        year_entries.document.__wrapped__()
    assert f"year.toml, {part}.{key}" in str(refused.value)


def script(language: str) -> dict:
    return json.loads(year_script(history(), language).partition("const oneYear = ")[2].rstrip(";\n"))


def test_both_languages_hold_the_same_numbers_and_other_words():
    english, russian = map(script, LANGUAGES)
    for part in ("nodes", "flows", "measures", "tiles", "deaths"):
        assert [each["key"] for each in english[part]] == [each["key"] for each in russian[part]]
        for one, other in zip(english[part], russian[part], strict=True):
            assert one.get("history") == other.get("history") and one["title"] != other["title"]
    assert len(english["tiles"]) == len(REGION_KEYS) == len({tuple(tile["place"]) for tile in english["tiles"]})


def test_every_region_stands_in_the_deaths_once_and_deaths_have_an_interval():
    rows = script("en")["deaths"]
    assert sorted(place for row in rows for place in row["places"]) == list(range(len(REGION_KEYS)))
    for row in rows:
        low, mean, high = row["history"]
        assert low < mean < high and all(least <= value <= most for least, value, most, _ in row["record"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_without_scripts_holds_every_number_of_its_year(language):
    say = Language(language)
    shown = year.year_view(history(), say, "words.html")
    assert [row["mean"] for row in shown["flows"]] == [
        say.number(history().means(1932)[key]) for key in entries("flows")
    ]
    assert len(shown["regions"]) == len(shown["tiles"]) == len(REGION_KEYS)
    assert all(len(row["cells"]) == len(entries("measures")) for row in shown["regions"])
    assert shown["balance"]["apart"] == say.number(0.0) and not say.missing
