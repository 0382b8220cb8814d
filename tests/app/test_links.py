"""Links of the laboratory, read, run, written: what is wrong is said with its place, and the same run comes out everywhere."""

import json
import random
import re
import tomllib
from pathlib import Path

import numpy
import pytest
from made_links import drawn, hostile

from pyrrhic.app.cli.main import main
from pyrrhic.app.links.as_link import changes_of, link_of
from pyrrhic.app.links.link import Changes, Link, Moved, own_mark, positions, scenario_names
from pyrrhic.app.links.reading import decoded, is_link, read, read_to_run
from pyrrhic.app.links.scenario import load
from pyrrhic.app.links.scenario_file import scenario_file
from pyrrhic.app.links.writing import address, state
from pyrrhic.app.site.laboratory.held import draws_of_page
from pyrrhic.app.site.page_script import measures_of_outcomes
from pyrrhic.calibration.posterior import available
from pyrrhic.errors import BadInput, CannotRun, PyrrhicError
from pyrrhic.model import YEARS
from pyrrhic.runs.history import historical_paths
from pyrrhic.runs.measure import measure_of_draws
from pyrrhic.studies.debates.expressed import asked
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.warnings import warnings

PAST = Path(__file__).with_name("links_of_the_past.toml")
NEP = "lab.en.html#v=1&s=nep&l=relief:1@1931-1932;coercion:x0.5@1930-1938&y=1933"


def test_everything_that_a_link_says_is_read():
    link = read(
        "https://example.org/a%20b/lab.ru.html#v=1&s=no_exports+nep&l=relief:0.5@1931-1932;coercion:x0.05@1930-1938"
        f"&b=nep~relief:1@1931-1932&p=harvest,deaths&y=1930&w=1970&q={positions()[0]}&t=s3.2&e=1&m={own_mark()}"
    )
    assert link == Link(
        Changes(("no_exports", "nep"), {"relief": Moved(0.5, 1931, 1932), "coercion": Moved(0.05, 1930, 1938)}),
        Changes(("nep",), {"relief": Moved(1.0, 1931, 1932)}),
        ("harvest", "deaths"),
        1930,
        True,
        positions()[0],
        "s3.2",
        True,
        "lab",
        "ru",
    )


@pytest.mark.parametrize("text", ["v=1&s=nep", "#v=1&s=nep", "lab.en.html#v=1&s=nep", "a b/лаб/index.ru.html#s=nep"])
def test_a_link_may_be_an_address_or_a_part_of_it(text):
    assert is_link(text) and read(text).changes == Changes(("nep",)) and load(text).name == "nep"


@pytest.mark.parametrize("spec", ["nep", "nep+no_exports", "C#/my.toml", "v=1.toml", "as_it_happened"])
def test_what_is_no_link_stays_a_scenario(spec):
    assert not is_link(spec)


@pytest.mark.parametrize(
    ("text", "where", "what", "allowed", "nearest"),
    [
        ("#s=no_export", "link, s", "there is no scenario named no_export", "", "no_exports"),
        ("#l=relif:1@1931-1932", "link, l, relif:1@1931-1932", "there is no lever named relif", "", "relief"),
        ("#l=relief:2@1931-1932", "link, l, relief:2@1931-1932", "2 is out of bounds", "0 to 1", None),
        ("#l=relief:1@1932-1931", "link, l, relief:1@1932-1931", "1932-1931 is out of bounds", "1926 to 1939", None),
        ("#l=relief:1@1932-1941", "link, l, relief:1@1932-1941", "1932-1941 is out of bounds", "1926 to 1939", None),
        ("#l=relief:1@1939-1946", "link, l, relief:1@1939-1946", "1939-1946 is out of bounds", "1946 to 1970", None),
        ("#l=mts_share:x1.05@1950-1951", "link, l, mts_share:x1.05@1950-1951", "1.05 is out of bounds", "0 to 1", None),
        ("#l=deportees:x0@1950-1951", "link, l, deportees:x0@1950-1951", "1950-1951 is out of", "1926 to 1939", None),
        ("#l=relief:x1@1931-1932", "link, l, relief:x1@1931-1932", "is not understood", "relief:1@1931-1932", None),
        ("#l=coercion", "link, l, coercion", "is not understood", "coercion:x0.5@1930-1932", None),
        ("#b=nep~coercion:x9@1930-1931", "link, b, coercion:x9@1930-1931", "9 is out of bounds", "0 to 1", None),
        ("#v=2", "link, v", "the scheme 2 is not known here", "1", None),
        ("#z=3", "link, z=3", "there is no part of a link named z", "", None),
        ("#s=", "link, s=", "nothing stands after =", "", None),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text, where, what, allowed, nearest):
    with pytest.raises(PyrrhicError) as refused:
        read_to_run(text)
    error = refused.value
    assert error.where == where and what in error.what and allowed in error.allowed and error.nearest == nearest


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(PyrrhicError) as refused:
        read_to_run("#s=nop&l=relif:1@1931-1932;coercion:x2@1930-1931&y=2000")
    assert len(refused.value.problems) == 3, "the year alone changes no number"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#v=1&y=2000", "2000 is not understood; allowed: an agricultural year, 1926 to 1939, 1946 to 1970"),
        ("#v=1&p=harvst", "there is no panel named harvst; did you mean harvest?"),
        ("#v=1&m=00000000", "numbers may differ from the day of the link"),
        ("#v=1&q=deaths.intnt", "did you mean deaths.intent?"),
    ],
)
def test_what_changes_no_number_is_said_and_the_rest_is_run(text, said, capsys):
    link = read_to_run(text)
    assert said in str(link.ignored[0].error) and not link.changes.any


def test_escapes_are_those_of_a_browser():
    assert decoded("a%20%D0%B9+%2B") == "a й++"
    assert [decoded(text) for text in ("%E0%A4%A", "%zz%20", "%C0%80", "%ED%A0%80")] == [
        "%E0%A4%A",
        "%zz%20",
        "%C0%80",
        "%ED%A0%80",
    ]


def test_random_links_survive_being_written_and_read():
    chance = random.Random(1932)
    links = [drawn(chance) for _ in range(300)]
    assert [read(address(link)) for link in links] == links


def test_no_link_whatever_stops_the_reading():
    for text in hostile(random.Random(1934), 500):
        link = read(f"#{text.removeprefix('#')}")
        assert load(state(link)).number_of_changes >= len(link.changes.levers), text
        if any(part.of_the_run for part in link.ignored):
            with pytest.raises(PyrrhicError):
                read_to_run(f"#{text.removeprefix('#')}")


def test_a_link_that_is_too_long_is_refused():
    names = tuple(scenario_names()) * 10
    with pytest.raises(BadInput, match="1500 at most"):
        state(Link(Changes(names)))


# --- the same run ------------------------------------------------------------------------------------------------


def test_a_multiple_is_of_history_whatever_a_scenario_did_before():
    own, history = scenarios.paths(load("#s=nep&l=collectivization:x0.5@1930-1938")), historical_paths()
    rows = slice(YEARS.index(1930), YEARS.index(1938) + 1)
    numpy.testing.assert_array_equal(
        own["collectivization_target"][rows], 0.5 * history["collectivization_target"][rows]
    )
    assert not warnings(load("#s=nep&l=collectivization:x0.5@1930-1938"))


def test_a_file_of_a_link_has_its_paths_and_gives_the_link_back(tmp_path):
    chance = random.Random(1933)
    for number in range(20):
        link = drawn(chance)
        if not link.changes.any:
            continue
        file = tmp_path / f"own_{number}.toml"
        file.write_text(scenario_file(link.changes), encoding="utf-8")
        from_file, from_link = (scenarios.load(str(file)), load(state(link)))
        for name, path in scenarios.paths(from_link).items():
            numpy.testing.assert_array_equal(scenarios.paths(from_file)[name], path)
        assert from_file.ends == from_link.ends
        again = scenarios.paths(load(state(link_of(str(file), "en"))))
        for name, path in scenarios.paths(from_link).items():
            last = (from_link.ends or 1970) - 1970 + len(path) - 1
            numpy.testing.assert_allclose(again[name][: last + 1], path[: last + 1], 1e-12, err_msg=address(link))


def test_a_file_that_levers_cannot_say_is_refused_with_the_reason(tmp_path):
    head = 'title = { en = "a", ru = "б" }\ndescription = { en = "a", ru = "б" }\nends = 1940\n'
    for body, said in {
        '[levers]\nrelief = { 1931 = 0.5, 1932 = 1.0, 1933 = "history" }': "it is not one value",
        "[levers]\ncoercion = { from = 1930, to = 1931, times = 0.333333 }": "it is not one multiple of history",
        "[levers]\nunexplained_yield = { from = 1930, to = 1931, plus = 0.01 }": "no lever of the page moves it",
        "[levers]\ncoercion = { from = 1930, to = 1940, times = 0.5 }": "it is moved in 1940",
        '[structure]\nconsumer_goods = "allen"': "it has equations",
    }.items():
        file = tmp_path / "own.toml"
        file.write_text(head + body, encoding="utf-8")
        with pytest.raises(CannotRun, match=said):
            changes_of(str(file))


def test_a_position_in_a_link_is_held_as_the_page_holds_it(capsys):
    number = 3 * len(available())
    words = ["run", "#v=1&s=no_exports&q=harvest.tauger", "--draws", str(number), "--lang", "en", "--json"]
    assert main(words) == 0
    held = json.loads(capsys.readouterr().out)
    assert any("under the position harvest=tauger, with the draws and weights" in line for line in held["warnings"])
    assert not any("not held" in line for line in held["warnings"]) and "q=harvest.tauger" in held["link"]
    assert main(["run", "#v=1&s=no_exports", *words[2:]]) == 0
    whole = json.loads(capsys.readouterr().out)
    of_harvest = [next(row for row in view["outcomes"] if row["outcome"] == "harvest") for view in (held, whole)]
    assert of_harvest[0]["run"] != of_harvest[1]["run"]
    drawn = asked(["harvest=tauger"], 3).draws
    measure = measures_of_outcomes()["harvest"]
    ran = scenarios.run(scenarios.load("no_exports"), tuple(measure.needs), drawn)
    expected = list(ran.quantile(measure_of_draws(ran, measure), (0.05, 0.5, 0.95)))
    assert of_harvest[0]["run"] == pytest.approx(expected, rel=1e-9)


def test_a_position_of_a_scenario_stands_under_the_run_and_a_prior_weighs_anew():
    number = 3 * len(available())
    assert draws_of_page("exports.relief", number).below == "relief_accepted"
    anew = [draws_of_page(key, number) for key in positions() if draws_of_page(key, number)]
    assert len(anew) > 5 and all(abs(float(at.draws.weights.sum()) - 1.0) < 1e-9 for at in anew)
    for at in anew:
        assert len(at.draws) == len(at.draws.structure_of) == max(of.shape[-1] for of in at.draws.parameters.values())


def test_a_lever_moved_after_the_war_runs_on_to_the_end_and_one_before_it_does_not():
    late = load("#v=1&l=virgin_land:0@1954-1969")
    assert late.ends is None and load("#v=1&l=virgin_land:0@1954-1969;coercion:x0.5@1930-1932").ends == 1940
    assert not scenarios.paths(late)["virgin_land"][1954 - 1926 : 1970 - 1926].any()
    assert state(link_of("#v=1&l=virgin_land:0@1954-1969", "en")).startswith("#v=1&l=virgin_land:0@1954-1969&m=")


def test_the_command_line_reads_and_prints_links(tmp_path, capsys):
    file = tmp_path / "own.toml"
    assert main(["scenario", "new", str(file), "--from", NEP]) == 0
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    assert document["extends"] == ["nep"] and document["levers"]["relief"]["value"] == 1
    assert "от факта" in document["title"]["ru"]
    capsys.readouterr()
    printed = []
    for spec in (NEP, str(file)):
        assert main(["run", spec, "--draws", "30", "--json", "--keep", "excess_deaths"]) == 0
        printed.append(json.loads(capsys.readouterr().out))
    assert printed[0]["quantities"] == printed[1]["quantities"] and "outcomes" not in printed[1]
    assert printed[0]["link"] == NEP + f"&m={own_mark()}"
    assert main(["run", str(file), "--link", "--lang", "ru"]) == 0
    assert read(capsys.readouterr().out.strip()).changes.levers == read(NEP).changes.levers
    assert main(["compare", "no_exports", "nep", "--link"]) == 0
    assert capsys.readouterr().out == f"lab.en.html#v=1&s=nep&b=no_exports&m={own_mark()}\n"


def test_a_wrong_link_is_refused_as_everything_else(capsys):
    assert main(["run", "#v=1&l=relif:1@1931-1932", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error == {
        "what": "there is no lever named relif",
        "where": "link, l, relif:1@1931-1932",
        "allowed": None,
        "nearest": "relief",
    }
    assert main(["run", "nep", "--link", "--draws", "30"]) == 2
    assert "--draws cannot be used with --link" in capsys.readouterr().err


# --- links of the past -------------------------------------------------------------------------------------------


def test_links_of_every_past_scheme_still_open():
    for scheme, links in tomllib.loads(PAST.read_text(encoding="utf-8")).items():
        assert len(links["open"]) == 10, scheme
        for text in links["open"]:
            link = read_to_run(text)
            assert link.changes.any and re.fullmatch("[0-9a-f]{8}", re.search("m=(.*)", text)[1]), text
            assert all(ignored.part.startswith("m=") for ignored in link.ignored), text
            assert load(text).number_of_changes
        for text, nearest in links["ignored"].items():
            assert [part.error.nearest for part in read(text).ignored if part.of_the_run] == [nearest]
