"""`pyrrhic record`: what it prints, where errors go, and how it exits."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from pyrrhic.app.cli.main import main
from pyrrhic.app.language import Language
from pyrrhic.app.text.record.plot import Mark, plot
from pyrrhic.record import load
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.tables import TERRITORIES, TOPICS, TRANSCRIBED_HEADER

HEADER = ",".join(TRANSCRIBED_HEADER) + "\n"


@dataclass(frozen=True)
class Answer:
    """What a command printed, and how it exited."""

    exit_code: int
    stdout: str
    stderr: str


def run(*words, stdin=""):
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        patch.setenv("COLUMNS", "400")
        status = main(["record", *words])
    return Answer(status, out.getvalue(), err.getvalue())


def document(*words, stdin=""):
    """The one JSON document on standard output of a command that succeeds."""
    result = run(*words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_list_searches_and_filters():
    names = [row["series"] for row in document("list", "tractor", "--topic", "machinery")]
    assert "tractor_power" in names
    assert all(load()[name].topic == "machinery" for name in names)
    assert "series" in run("list", "horses", "--grade", "A").stdout


def test_list_names_derived_series_with_their_topic():
    rows = {row["series"]: row["topic"] for row in document("list", "draft power")}
    assert rows == {"draft_power": "derived", "draft_power_of_1928_regained": "derived"}
    assert len(document("list", "--topic", "derived")) == len(DERIVED)


def test_list_speaks_russian():
    (row,) = [r for r in document("list", "horses_1_january", "--lang", "ru")]
    assert row["title"] == load()["horses_1_january"].title.ru


def test_regions_territories_and_topics_of_the_record_are_named_in_russian():
    say, record = Language("ru"), load()
    for name in {o.region for o in record.observations} | set(TERRITORIES):
        say(name)
    assert not say.missing, f"names to translate in pyrrhic.po: {sorted(say.missing)}"
    shown = run("show", "famine_excess_deaths", "--lang", "ru").stdout
    assert "Тема: Голод" in shown and "Украина" in shown
    assert "прочитано в цитате другой работы" in shown
    (row, *_) = document("list", "famine_excess_deaths", "--lang", "ru")
    assert row["topic"] in TOPICS and row["topic_title"] == TOPICS[row["topic"]].ru


def test_show_prints_definition_figures_rivals_warning_plot_and_sources():
    shown = run("show", "cattle_mid_year")
    assert shown.exit_code == 0
    series = load()["cattle_mid_year"]
    for part in (series.title.en, series.definition, series.do_not_mix, "rival", "70.5", "\u25cf", "Sources"):
        assert part in shown.stdout
    assert "several territories" in shown.stdout


def test_show_derived_says_what_was_done():
    view = document("show", "grain_harvest_composite_of_estimates")
    assert view["kind"] == "derived"
    assert "biological harvest" in view["what_was_done"]
    assert "grain_harvest_revised_official" in view["inputs"]
    assert "What was done" in run("show", "grain_harvest_composite_of_estimates").stdout


def test_a_misspelt_series_exits_2_with_one_sentence_on_stderr():
    result = run("show", "draft_powr")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "pyrrhic: there is no series named draft_powr; did you mean draft_power?\n"


def test_with_json_the_error_is_one_document_on_standard_output():
    result = run("show", "draft_powr", "--json")
    assert result.exit_code == 2
    assert result.stderr == ""
    assert json.loads(result.stdout)["error"]["nearest"] == "draft_power"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["list", "--topic", "herd"], "did you mean herds?"),
        (["list", "--lang", "de"], "there is no language named de"),
        (["sql", "select valeu from observations"], "Candidate bindings"),
        (["export", "anywhere", "--format", "xls"], "no format named xls"),
        (["check", "--with", "missing.csv"], "missing.csv: cannot be read"),
        (["sql", "-"], "the query is empty"),
    ],
)
def test_errors_are_one_sentence(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_record_has_no_problem():
    result = run("check")
    assert result.stdout == "no problems found\n"
    assert result.exit_code == 0
    assert document("check") == []


def test_check_lists_the_problems_of_a_users_file_and_exits_1(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(HEADER + 'sown_area_grain,1932,90,,,Mha,"USSR, interwar borders",,rival,nobody1900,,A,\n')
    result = run("check", "--with", str(mine))
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{mine}:2:63: there is no source named nobody1900")
    problems = json.loads(run("check", "--with", str(mine), "--json").stdout)
    assert [(p["line"], p["column"]) for p in problems] == [(2, 63)]


def test_a_users_rival_is_shown(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text(HEADER + 'sown_area_grain,1932,90,,,Mha,"USSR, interwar borders",,rival,own2026,3,A,\n')
    (tmp_path / "mine.bib").write_text("@book{own2026,\n  title = {My estimate},\n  year = {2026},\n}\n")
    shown = run("show", "sown_area_grain", "--with", str(mine))
    assert "My estimate, 2026, p. 3" in shown.stdout and "own2026" not in shown.stdout
    sources = document("sql", "select reference from sources where key = 'own2026'", "--with", str(mine))
    assert sources == [{"reference": "My estimate (2026)"}]


def test_sql_reads_a_query_from_standard_input():
    assert document("sql", "-", stdin="select count(*) as n from catalogue") == [{"n": len(load())}]


def test_sql_writes_decimals_and_dates_as_json():
    assert document("sql", "select 1.5 as a, date '1930-03-01' as b") == [{"a": 1.5, "b": "1930-03-01"}]


def test_export_names_its_files(tmp_path):
    files = document("export", str(tmp_path / "out"), "--format", "json")["files"]
    assert [file.rsplit("/", 1)[-1] for file in files] == ["record.json"]


def test_help_loads_nothing_heavy():
    program = (
        "import sys; from pyrrhic.app.cli.main import main\n"
        "main(['record', '--help'])\n"
        "heavy = {'rich', 'duckdb', 'pyarrow', 'numpy', 'pandas', 'pyrrhic.record'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert answer.endswith("HEAVY []\n")


def test_the_plot_draws_ends_ranges_and_rivals():
    drawn = plot([Mark(1930, 10, 5, 20), Mark(1935, 15, 15, 15, rival=True), Mark(1940, 30, 30, 30)], 21, 6)
    lines = drawn.split("\n")
    assert lines[0].startswith("30 \u2524")
    assert lines[0].endswith("\u25cf")
    assert lines[5].startswith(" 0 \u2524")
    assert "\u25cb" in drawn
    assert drawn.count("\u2502") == 2
    assert lines[-1].split() == ["1930", "1935", "1940"]


def test_a_flat_series_is_drawn_in_the_middle():
    assert "\u25cf" in plot([Mark(1930, 7, 7, 7), Mark(1931, 7, 7, 7)], 10, 3).split("\n")[1]


def test_columns_of_one_name_are_numbered_in_json():
    assert document("sql", "select 1 as a, 2 as a, 3 as a_2") == [{"a": 1, "a_2": 2, "a_2_2": 3}]
