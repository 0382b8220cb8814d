"""What a name means: one thing in its room, and no printed series has the name of a derived one."""

import json

import pytest

import pyrrhic
from pyrrhic.app.cli import show as show_commands
from pyrrhic.app.cli.main import main
from pyrrhic.errors import BadFile, UnknownName
from pyrrhic.record import load
from pyrrhic.record.derive.series import DERIVED, derive
from pyrrhic.record.tables import TRANSCRIBED_HEADER
from pyrrhic.studies import kinds
from pyrrhic.studies.kinds import ambiguous, full_names, meanings, parted
from pyrrhic.studies.provenance import answers, sources_of


def test_no_name_is_both_printed_and_derived():
    assert not set(load()) & set(DERIVED)


def test_a_name_means_one_thing_in_its_room():
    for name in {name for names in kinds.named().values() for name in names}:
        rooms = [meaning.room for meaning in meanings(name)]
        assert len(set(rooms)) == len(rooms), name


@pytest.mark.parametrize("name", sorted(ambiguous()))
def test_a_name_of_two_rooms_can_be_cited_by_both(name):
    both = answers(name)
    assert len(both) > 1 and [answer.name for answer in both] == [meaning.full for meaning in meanings(name)]
    assert [sources_of(answer.name) for answer in both] == list(both)


def test_names_of_two_rooms_are_those_that_both_have():
    assert {"excess_deaths", "grain_export_plan", "tractors"} <= ambiguous()
    assert not ambiguous() & {"horses", "grain_harvest", "allen2003"}


def test_a_room_is_stated_before_the_name():
    assert parted("record: excess_deaths ") == ("record", "excess_deaths")
    assert parted("nonfarm_output:allen") == ("", "nonfarm_output:allen")
    assert [meaning.kind for meaning in meanings("work:allen2003")] == ["work"]
    assert [meaning.kind for meaning in meanings("scenario:nep+no_exports")] == ["scenario"]
    with pytest.raises(UnknownName, match="did you mean record:horses_1_january"):
        meanings("record:horses_1_januar")


def test_both_spellings_are_completed():
    assert "record:excess_deaths" in full_names("record") and "model:excess_deaths" in full_names("model")
    offered = show_commands._citable()
    assert {"excess_deaths", "model:excess_deaths", "record:excess_deaths"} <= set(offered)
    assert len(offered) == len(set(offered)) + len(ambiguous()), "bare names of two rooms alone are offered twice"


def test_each_meaning_stands_under_its_own_heading(capsys):
    assert main(["cite", "excess_deaths"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("model:excess_deaths: quantity") and "\n\nrecord:excess_deaths: derived series" in shown
    assert main(["cite", "record:excess_deaths", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [meaning["name"] for meaning in document["meanings"]] == ["record:excess_deaths"]


def test_works_used_under_one_name_in_two_rooms_are_told_apart(capsys):
    main(["cite", "model:drought_code", "--json"])
    (meaning,) = json.loads(capsys.readouterr().out)["meanings"]
    used = {(use["kind"], use["name"]) for source in meaning["sources"] for use in source["used_by"]}
    assert ("derived series", "record:drought_code") in used


def test_the_record_says_where_the_other_is(capsys):
    assert main(["record", "show", "record:excess_deaths", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["name"] == "record:excess_deaths"
    assert [other["command"] for other in document["elsewhere"]] == ["pyrrhic show excess_deaths"]
    assert main(["record", "show", "excess_deaths"]) == 0
    assert "pyrrhic show excess_deaths" in capsys.readouterr().out
    assert main(["record", "show", "model:excess_deaths"]) == 2
    assert "shown by: pyrrhic show excess_deaths" in capsys.readouterr().err
    assert main(["record", "show", "herds"]) == 2
    assert "a quantity of that name: pyrrhic show herds" in capsys.readouterr().err


def test_a_series_of_ones_own_cannot_take_the_name_of_a_derived_one(tmp_path):
    mine = tmp_path / "mine.csv"
    row = 'draft_power,1934,70,,,million,"USSR, interwar borders",,main,allen2003,,C,title: Draft power'
    mine.write_text(",".join(TRANSCRIBED_HEADER) + f"\n{row}\n")
    with pytest.raises(BadFile, match=r"mine\.csv:2: draft_power is the name of a derived series"):
        derive(load([mine]), "draft_power")


def test_a_quantity_to_be_kept_may_say_that_it_is_of_the_model(capsys):
    assert main(["run", "nep", "--keep", "model:excess_deaths,horses", "--years", "1932", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["quantities"]) == {"excess_deaths", "horses"}
    assert list(pyrrhic.run(keep="model:excess_deaths").run.values) == ["excess_deaths"]
    assert main(["run", "nep", "--keep", "record:excess_deaths"]) == 2
    assert "is not of the model" in capsys.readouterr().err
