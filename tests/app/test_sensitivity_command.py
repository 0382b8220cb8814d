"""`pyrrhic sensitivity` and `discover` as a user meets them: text, one document, files, pictures, and what is refused."""

import csv
import json
import sys

import pytest

from pyrrhic.calibration.posterior import available
from pyrrhic.studies.sensitivity import members

FEW = str(len(available()))
TORNADO = ("sensitivity", "--number", "reserve_release", "--number", "crop_yield_trend", "--members", FEW)
ASKED = ("--outcome", "deaths_saved", "--outcome", "cattle_1933")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Members are kept in a folder of the test, which is empty when it begins."""
    monkeypatch.setattr(members, "usual_folder", lambda: tmp_path / "members")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "members"


def test_a_tornado_prints_the_widest_move_first_and_is_opened_again(call, own_cache, monkeypatch):
    status, out, err = call(*TORNADO, *ASKED)
    assert status == 0 and err == ""
    lines = out.splitlines()
    widest = next(number for number, line in enumerate(lines) if line.startswith("  reserve_release"))
    assert lines[widest - 1].startswith("Fewer deaths without the exports of 1932/33 (million persons): ")
    assert "Nothing is fitted anew" in out and "Not identified: the posterior spread" in out
    assert len(list(own_cache.iterdir())) == 1
    monkeypatch.setattr(members, "run_of", lambda *_: pytest.fail("everything is kept"))
    assert call(*TORNADO, *ASKED) == (status, out, err)


def test_a_tornado_as_one_document_and_as_files(call, tmp_path):
    status, out, err = call(*TORNADO, *ASKED, "--json", "-o", "a.json", "-o", "a.csv")
    document = json.loads(out)
    assert (
        status == 0 and err == "" and [one["name"] for one in document["outcomes"]] == ["deaths_saved", "cattle_1933"]
    )
    bar = document["outcomes"][0]["bars"][0]
    assert bar["name"] == "reserve_release" and bar["low"] < bar["high"] and bar["is_large"] and bar["failed"] == [0, 0]
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == document
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["outcome"] for row in rows] == ["deaths_saved"] * 2 + ["cattle_1933"] * 2
    assert float(rows[0]["range_low"]) == bar["range"][0] and float(rows[0]["low"]) == bar["low"]


@pytest.mark.parametrize("suffix, begins", [(".svg", b"<?xml"), (".pdf", b"%PDF"), (".png", b"\x89PNG")])
def test_a_tornado_is_drawn_with_titles_for_names_and_the_same_bytes_every_time(call, tmp_path, suffix, begins):
    pictures = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for picture in pictures:
        status, _, err = call(*TORNADO, *ASKED, "--picture", picture.name, "--lang", "ru")
        assert status == 0 and picture.name in err
    first, second = (picture.read_bytes() for picture in pictures)
    assert first.startswith(begins) and first == second
    if suffix == ".svg":
        drawn = first.decode("utf-8")
        assert "нижний конец" in drawn and "возвращаемая" in drawn and "reserve_release" not in drawn


@pytest.mark.parametrize("method, size", [("sobol", "16"), ("morris", "8")])
def test_effects_are_printed_by_group_with_what_failed(call, tmp_path, method, size):
    words = ("sensitivity", "--method", method, "--members", size, "--outcome", "deaths", "--picture", "a.svg")
    status, out, _ = call(*words)
    assert status == 0 and "Yields and harvest" in out and "No member failed." in out
    assert "Yields and harvest" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    status, out, _ = call(*words[:-2], "--json")
    document = json.loads(out)
    groups = document["groups"]
    assert document["members"] == int(size) * (len(groups) + {"sobol": 2, "morris": 1}[method])
    assert {effect["group"] for effect in document["outcomes"][0]["effects"]} == set(groups)


def test_by_each_number_it_is_named_by_its_title(call):
    status, out, _ = call(
        "sensitivity", "--method", "morris", "--each", "--prior", "--members", "8", "--outcome", "deaths"
    )
    assert status == 0 and "Before the data" in out and "Unexplained yields" in out
    status, out, _ = call(
        "sensitivity", "--method", "morris", "--each", "--prior", "--members", "8", "--outcome", "deaths", "--json"
    )
    assert "herd_hunger[1]" in json.loads(out)["groups"]


def test_beliefs_are_found_as_boxes_in_the_units_of_the_numbers(call):
    status, out, err = call(
        "discover", "deaths_saved", "--above", "1", "--members", "512", "-o", "a.csv", "-o", "a.json"
    )
    assert status == 0 and "It holds in " in out and "a.csv" in err
    status, out, _ = call("discover", "deaths_saved", "--above", "1", "--members", "512", "--json")
    document = json.loads(out)
    assert document["above"] == 1.0 and document["below"] is None and 0.0 < document["share"] < 1.0
    for box in document["boxes"]:
        assert box["limits"] and 0.0 < box["coverage"] <= 1.0 and box["density"] > document["share"]


def test_a_figure_of_a_scenario_says_so(call):
    words = ("discover", "cattle_1933", "--scenario", "no_exports", "--below", "0", "--members", "256")
    status, out, _ = call(*words)
    assert status == 0 and out.startswith("Cattle, 1933 (no_exports): below 0 (million)")
    assert "It is the same everywhere, so there is no box." in out
    assert call(*words, "--saved")[1].startswith("Cattle, 1933: history less no_exports: below 0 (million)")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("sensitivity --each", "sensitivity: --each cannot be used with --method tornado"),
        ("sensitivity --method sobol --number seed_rate", "sensitivity: --number cannot be used with --method sobol"),
        (
            "sensitivity --method sobol --members 100",
            "--members: a base sample of 100 rows; allowed: a power of two, 16 or more",
        ),
        ("sensitivity --members 3", f"--members 3: 3 draws asked for; allowed: {FEW} to"),
        ("sensitivity --number seed_rat", "named seed_rat; did you mean seed_rate?"),
        ("sensitivity --picture a.gif", "a.gif: no format has the suffix .gif; allowed: .svg, .pdf, .png"),
        ("sensitivity -o a.nc", "a.nc: no format has the suffix .nc; allowed: .json, .csv"),
        (
            "discover cattle_1933",
            "cattle_1933: it does not say above or below what; allowed: --above X, --below X, or both",
        ),
        ("discover deaths --above 9 --below 5", "deaths: nothing is above 9 and below 5"),
        ("discover deaths --above 9 --members 20", "--members: 20 members; allowed: 256 or more"),
        ("discover deaths --above 9 --density 0", "allowed: above 0, at most 1"),
    ],
)
def test_what_is_refused_is_one_sentence(call, words, sentence):
    status, out, err = call(*words.split())
    assert status == 2 and out == "" and sentence in err and len(err.splitlines()) == 1


def test_without_salib_the_extra_is_named_before_anything_is_run(call, monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib", None)
    monkeypatch.setattr(members, "run_of", lambda *_: pytest.fail("nothing may be run"))
    status, out, err = call("sensitivity", "--method", "sobol")
    assert (status, out) == (2, "")
    assert (
        err.strip()
        == "pyrrhic: this needs SALib, which is not installed; install it with: pip install pyrrhic[sensitivity]"
    )


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("--above", "x"), "--above: x is not a number that it takes; allowed: a number such as 1.5"),
        (("--below", "inf"), "--below: inf is not a number that it takes"),
        (("--above", "1", "--density", "0"), "--density: 0 is not a number that it takes; allowed: above 0, at most 1"),
    ],
)
def test_a_number_that_is_none_is_refused_in_our_words(call, words, sentence):
    status, out, err = call("discover", "excess_deaths_1932_33", *words)
    assert (status, out) == (2, "") and sentence in err


def test_the_help_holds_nothing_of_how_numbers_are_checked(call):
    assert "None" not in call("discover", "--help")[1]


def test_history_saves_nothing_beside_itself(call):
    status, _, err = call("sensitivity", "--scenario", "as_it_happened", "--saved")
    assert status == 2 and "history saves nothing beside itself" in err
