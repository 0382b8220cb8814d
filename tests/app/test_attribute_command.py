"""`pyrrhic attribute` as a user meets it."""

import csv
import json
import re

import pytest

from pyrrhic.calibration.posterior import available
from pyrrhic.studies.attribution import saved
from pyrrhic.studies.scenarios.scenario import load

ASKED = ("attribute", "no_exports+relief_accepted", "--outcome", "excess_deaths_1930_31_1933_34")
VARIANTS = len(available())
DRAWS = ("--draws", str(2 * VARIANTS))
RUNS = 8 * 2 * VARIANTS
CYRILLIC = re.compile("[А-яЁё]")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    """Numbers of other users are not seen, and theirs are not touched."""
    folder = tmp_path_factory.getbasetemp() / "attribution"
    monkeypatch.setattr(saved, "folder", lambda: folder)


def document(call, *options) -> dict:
    status, out, _ = call(*ASKED, *options, "--json")
    assert status == 0
    return json.loads(out)


def test_the_plain_table_comes_before_the_shares_and_both_say_how_they_are_read(call):
    status, out, _ = call(*ASKED, *DRAWS)
    assert status == 0
    order = [
        "The figure with one change made",
        "Neither column adds up",
        "share of each change",
        "All combinations of the changes were run",
    ]
    assert [out.index(words) for words in order] == sorted(out.index(words) for words in order)
    assert (
        f"{2 * VARIANTS} draws of {VARIANTS} variants; {RUNS} runs" in out
        and "Shapley" in out
        and "assign no guilt" in out
    )
    assert "by channel" not in out and "two changes together" not in out


def test_the_numbers_of_a_document_add_up(call):
    whole = document(call, *DRAWS)
    assert whole["runs"] == 8 * whole["draws"] and whole["failed_runs"] == whole["left_out"] == 0 and whole["exact"]
    difference = whole["changed"]["mean"] - whole["history"]["mean"]
    assert whole["difference"]["mean"] == pytest.approx(difference)
    assert sum(player["share"]["mean"] for player in whole["players"]) == pytest.approx(difference)
    assert sum(player["share_of_difference"] for player in whole["players"]) == pytest.approx(1.0)
    sizes = [abs(player["share"]["mean"]) for player in whole["players"]]
    assert sizes == sorted(sizes, reverse=True) and all(player["standard_error"] is None for player in whole["players"])
    for player in whole["players"]:
        assert player["first"]["mean"] == pytest.approx(player["alone"]["mean"] - whole["history"]["mean"])
        assert player["last"]["mean"] == pytest.approx(whole["changed"]["mean"] - player["others"]["mean"])
        assert player["share"]["low"] <= player["share"]["median"] <= player["share"]["high"]


def test_interactions_and_channels_are_shown_on_request(call):
    whole = document(call, *DRAWS, "--interactions", "--channels")
    assert len(whole["interactions"]) == 3
    through = whole["channels"]
    passed = sum(share["mean"] for share in through["shares"]) + through["rest"]["mean"]
    assert passed == pytest.approx(whole["difference"]["mean"]) == pytest.approx(through["difference"]["mean"])
    out = call(*ASKED, *DRAWS, "--interactions", "--channels")[1]
    assert "two changes together" in out and "by none of these" in out and "need not balance" in out


def test_sampled_orders_have_a_standard_error(call):
    whole = document(call, *DRAWS, "--orders", "6", "--seed", "3")
    assert (whole["orders"], whole["seed"], whole["exact"]) == (6, 3, False)
    assert all(player["standard_error"] >= 0.0 for player in whole["players"])
    out = call(*ASKED, *DRAWS, "--orders", "6", "--seed", "3")[1]
    assert "6 orders were sampled" in out and "seed 3" in out and "standard error" in out


def test_one_change_leaves_nothing_to_divide(call):
    status, out, _ = call("attribute", "no_exports", "--outcome", "excess_deaths_1932_33", "--single")
    assert status == 0 and "There is nothing to divide." in out and "share of each change" not in out
    russian = call("attribute", "no_exports", "--outcome", "excess_deaths_1932_33", "--single", "--lang", "ru")[1]
    assert "Делить нечего" in russian


def test_levers_that_belong_together_are_pointed_out_where_they_are_moved_apart(call):
    assert "--by group moves such levers as one" in call(*ASKED, "--single")[1]
    assert "--by group moves" not in call(*ASKED, "--single", "--by", "group")[1]


def test_failed_runs_are_told(call, monkeypatch):
    import numpy

    from pyrrhic.studies.attribution import coalitions

    simulated = coalitions.simulated

    def failing(*arguments):
        from dataclasses import replace

        whole = simulated(*arguments)
        return replace(whole, failed_year=numpy.where(numpy.arange(len(whole.failed_year)) == 4, 3, whole.failed_year))

    monkeypatch.setattr(saved, "_reopened", lambda *arguments: None)
    monkeypatch.setattr(saved, "KEPT_FILES", 0)
    monkeypatch.setattr(coalitions, "simulated", failing)
    out = call(*ASKED, *DRAWS)[1]
    assert f"gave no number: 1 of {RUNS}. Draws left out for that, the same in every number: 1." in out


def test_in_russian_everything_is_russian(call):
    out = call(*ASKED, *DRAWS, "--lang", "ru", "--interactions", "--channels")[1]
    words = set(re.findall("[A-Za-z]{3,}", out.replace("--by group", "")))
    assert not words - set(re.findall("[a-f0-9]{3,}", out)), words


def test_numbers_are_written_to_files(call, tmp_path):
    files = [tmp_path / "a.json", tmp_path / "a.csv"]
    status, _, err = call(*ASKED, *DRAWS, "--channels", *(part for file in files for part in ("-o", str(file))))
    assert status == 0 and err.count("written: ") == 2
    whole = document(call, *DRAWS, "--channels")
    assert json.loads(files[0].read_text(encoding="utf-8")) == whole
    with files[1].open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    shares = {row["name"]: float(row["mean"]) for row in rows if row["what"] == "share"}
    assert shares == {player["name"]: player["share"]["mean"] for player in whole["players"]}
    assert {row["fingerprint"] for row in rows} == {whole["fingerprint"]} and {row["what"] for row in rows} >= {
        "channel"
    }


@pytest.mark.parametrize(("language", "title"), [("en", "Relief where grain was short"), ("ru", "Помощь с учётом")])
def test_the_picture_goes_from_history_to_the_scenario_in_both_languages(call, tmp_path, language, title):
    svg, again, png = tmp_path / "a.svg", tmp_path / "b.svg", tmp_path / "a.png"
    files = [part for file in (svg, again, png) for part in ("--picture", str(file))]
    assert call(*ASKED, *DRAWS, "--lang", language, *files)[0] == 0
    assert svg.read_bytes() == again.read_bytes() and png.read_bytes().startswith(b"\x89PNG")
    text = svg.read_text(encoding="utf-8")
    assert (
        title in text
        and ("History" in text) == (language == "en")
        and bool(CYRILLIC.search(text)) == (language == "ru")
    )


def test_bars_begin_where_the_one_above_ends(call):
    from pyrrhic.app.language import Language
    from pyrrhic.app.report.waterfall import bars_of

    bars = bars_of(document(call, *DRAWS), Language("en"))
    assert bars[0].begins == bars[-1].begins == 0.0
    assert all(bars[row].ends == bars[row + 1].begins for row in range(len(bars) - 2))
    assert bars[-2].ends == pytest.approx(bars[-1].ends)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nepp", "--outcome", "horses_1933"), "there is no scenario named nepp; did you mean nep?"),
        (("nep", "--outcome", "hores_1933"), "there is no figure named hores_1933; did you mean horses_1933?"),
        (
            ("nep", "--outcome", "horses_1933", "--by", "grup"),
            "no way to divide named grup; allowed: lever, group, scenario",
        ),
        (("nep", "--outcome", "horses_1933", "--by", "none.toml"), "none.toml: cannot be read"),
        (("nep",), "attribute: missing option '--outcome'"),
        (("nep", "--outcome", "horses_1933", "--single", "--draws", "20"), "--draws cannot be used with --single"),
        (("nep", "--outcome", "horses_1933", "-o", "a.nc"), "no format has the suffix .nc; allowed: .json, .csv"),
        (("nep", "--outcome", "horses_1933", "--picture", "a.gif"), "suffix .gif; allowed: .svg, .png"),
        (("nep", "--outcome", "horses_1933", "--interactions", "--orders", "8"), "--orders cannot be used with"),
        (("nep", "--outcome", "horses_1933", "--orders", "2"), "2 is not a number that it takes; allowed: 4 or more"),
        (("nep", "--outcome", "horses_1933", "--structure", "bsae"), "there is no variant named bsae"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(call, words, sentence):
    status, out, err = call("attribute", *words)
    assert status == 2 and out == "" and sentence in err and err.count("\n") == 1, err
    assert "error" in json.loads(call("attribute", *words, "--json")[1])


def test_the_causes_of_the_famine_are_divided_by_the_scenarios_that_remove_them(call):
    words = ("attribute", "famine_causes_removed", "--outcome", "excess_deaths_1932_33", "--by", "scenario")
    whole = json.loads(call(*words, "--single", "--json")[1])
    assert {player["name"] for player in whole["players"]} == set(load("famine_causes_removed").extends)
    assert whole["changed"]["mean"] < whole["history"]["mean"]


@pytest.mark.parametrize(
    ("outcome", "cut"), [("people_in_towns_1_january_1939", True), ("excess_deaths_1932_33", False)]
)
def test_an_axis_that_does_not_begin_at_zero_says_so(call, tmp_path, outcome, cut):
    file = tmp_path / "a.svg"
    words = ("attribute", "no_exports+relief_accepted", "--outcome", outcome, "--single", "--picture", str(file))
    assert call(*words)[0] == 0
    words = " ".join(re.sub("<[^>]*>", " ", file.read_text(encoding="utf-8")).split())
    assert ("The axis does not begin at zero." in words) == cut


def test_what_would_be_run_in_vain_is_refused_before_anything_is_run(call, tmp_path, monkeypatch):
    monkeypatch.setattr(saved, "play", lambda *_: pytest.fail("nothing is run"))
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "empty.toml").write_text("", encoding="utf-8")
    for words, sentence in (
        (("-o", str(tmp_path / "folder.json")), "it is a folder; name a file in it"),
        (("--by", str(tmp_path / "empty.toml")), "it holds no group"),
        (("--orders", "100000000"), "allowed: 4 to 10,000"),
        (("--draws", "1000000000"), "allowed: 1 to 999,999,999"),
    ):
        status, out, err = call(*ASKED, *words)
        assert (status, out) == (2, "") and sentence in err


def test_a_folder_that_takes_no_file_is_refused_before_anything_is_run(call, tmp_path, monkeypatch):
    monkeypatch.setattr(saved, "play", lambda *_: pytest.fail("nothing is run"))
    monkeypatch.setattr("pyrrhic.files.os.access", lambda *_: False)
    status, _, err = call(*ASKED, "-o", str(tmp_path / "a.json"))
    assert status == 2 and "nothing can be written in the folder" in err
