"""The command line as a user meets it: tables, one JSON document, one sentence for a mistake, exit codes, speed."""

import json
import os
import re
import subprocess
import sys

import pytest

from pyrrhic.app.cli import installation as doctor
from pyrrhic.app.cli.main import COMMANDS
from pyrrhic.errors import CannotRun
from pyrrhic.model import levers
from pyrrhic.studies.scenarios import scenario


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """Every test runs in an empty folder."""
    monkeypatch.chdir(tmp_path)


def table(text):
    """The lines of a table by their first cell."""
    return {line.split()[0]: line.split()[1:] for line in text.splitlines() if line[:4].isdecimal()}


def test_help_names_every_command(call):
    status, out, _ = call("--help")
    assert status == 0
    assert all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"record"}))
def test_every_command_has_help(call, name):
    status, out, _ = call(name, "--help")
    assert status == 0 and f"Usage: pyrrhic {name}" in out


def test_run_prints_a_line_per_year_to_the_end_of_the_scenario(call):
    status, out, err = call("run", "nep")
    lines = table(out)
    assert status == 0 and err == ""
    assert list(lines) == [f"{year}/{(year + 1) % 100:02d}" for year in range(1926, 1941)]
    assert "excess" in out and "(Mt)" in out and "NEP continued" in out
    done = scenario.run(scenario.load("nep"), ["grain_harvest_total"])
    assert lines["1932/33"][0] == f"{done.values['grain_harvest_total'][6].item():.1f}"
    assert done.short in out


def test_years_and_keep(call):
    status, out, _ = call("run", "nep", "--years", "1930-1931", "--keep", "grain_exports,herds")
    lines = table(out)
    assert status == 0 and list(lines) == ["1930/31", "1931/32"]
    assert [len(line) for line in lines.values()] == [5, 5], "one column for exports and one for each species"
    assert "cattle" in out and "excess" not in out


def test_run_json_is_one_document(call):
    status, out, _ = call("run", "no_exports+relief_accepted", "--json", "--years", "1932")
    document = json.loads(out)
    assert status == 0 and document["scenario"] == "no_exports+relief_accepted" and document["years"] == [1932]
    assert document["quantities"]["grain_exports"]["unit"] == "Mt"
    assert document["quantities"]["horses"]["dims"] == ["year", "region"]
    assert len(document["fingerprint"]) == 64 and document["warnings"] == [] and document["failed_year"] is None


def test_the_table_of_a_run_prints_what_its_document_holds(call):
    _, text, _ = call("run", "nep", "--years", "1931-1932", "--keep", "cattle,grain_yield")
    _, out, _ = call("run", "nep", "--years", "1931-1932", "--keep", "cattle,grain_yield", "--json")
    cattle, yields = json.loads(out)["quantities"].values()
    assert cattle["over_regions"] == "sum" and yields["over_regions"] == "mean"
    assert cattle["national"] == pytest.approx([sum(regions) for regions in cattle["values"]])
    assert yields["national"] == pytest.approx([sum(regions) / len(regions) for regions in yields["values"]])
    numbers = [
        [f"{herd:.1f}", f"{crop:.3f}"] for herd, crop in zip(cattle["national"], yields["national"], strict=True)
    ]
    assert list(table(text).values()) == numbers


def test_run_writes_files_and_says_so(call, tmp_path):
    status, out, err = call("run", "nep", "--out", "a.nc", "-o", "a.csv", "--keep", "horses")
    assert status == 0 and err.splitlines() == ["written: a.nc", "written: a.csv"] and table(out)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "a.nc"]
    status, out, err = call("run", "nep", "--out", "b.json", "--keep", "horses", "--json")
    assert json.loads(out)["written"] == ["b.json"] and err == ""


def test_files_hold_every_quantity_unless_told_otherwise(call, tmp_path):
    call("run", "nep", "--out", "a.json", "--json")
    written = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    kept = set(written["runs"][0]["quantities"])
    assert {"grain_harvest", "herds", "outflow_in_investment"} <= kept and "herds_next" not in kept
    call("run", "nep", "--out", "b.json", "--keep", "herds_next", "--json")
    written = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert "1 July of the year after" in written["runs"][0]["quantities"]["herds_next"]["comment"]


def test_warnings_go_to_standard_error_and_into_json(call, tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = { en = "A", ru = "А" }\ndescription = { en = "B", ru = "Б" }\n[levers]\ncoercion = { 1935 = 1.0 }\n'
        "grain_export_plan = { 1930 = 1.0 }",
        encoding="utf-8",
    )
    _, _, err = call("run", "no_exports+mine.toml", "--years", "1932")
    warnings = [
        "grain_export_plan 1930-1932: set by no_exports and by mine; mine holds",
        "no_exports+mine: lever coercion is as in history in every year shown, so it changes nothing",
    ]
    assert err.splitlines() == [f"warning: {warning}" for warning in warnings]
    _, out, err = call("run", "no_exports+mine.toml", "--years", "1932", "--json")
    assert json.loads(out)["warnings"] == warnings and err == ""
    status, out, _ = call("scenario", "check", "mine.toml")
    assert status == 1 and "so it changes nothing" in out


def test_compare_is_the_second_less_the_first(call):
    status, out, _ = call("compare", "as_it_happened", "nep", "--json")
    document = json.loads(out)
    history, nep = (scenario.run(scenario.load(name), ["horses"]) for name in ("as_it_happened", "nep"))
    assert status == 0 and document["years"] == list(nep.years)
    horses = document["differences"]["horses"]
    assert horses["values"][6] == pytest.approx(nep.values["horses"][6].sum() - history.values["horses"][6].sum())
    assert horses["in_all"] is None and horses["over_regions"] == "sum"
    deaths = document["differences"]["excess_deaths"]
    assert deaths["in_all"] == pytest.approx(sum(deaths["values"])) and deaths["in_all"] < 0
    _, out, _ = call("compare", "as_it_happened", "nep")
    assert "difference from: Historical run" in out and "total" in out and table(out)["1932/33"][4].startswith("+")


def test_a_scenario_compared_with_itself_differs_in_nothing(call):
    _, out, _ = call("compare", "nep", "nep", "--json")
    assert all(value == 0 for difference in json.loads(out)["differences"].values() for value in difference["values"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "nepp"], "there is no scenario named nepp"),
        (["run", "nep", "--keep", "hnger"], "did you mean hunger?"),
        (["run", "nep", "--years", "1900-1930"], "allowed: 1926-1970"),
        (["run", "nep", "--years", "1941-1945"], "the scenario ends in 1940"),
        (["run", "nep", "--out", "a.xls"], "no format has the suffix .xls; allowed: .nc, .parquet, .csv, .json"),
        (["rnu"], "there is no command named rnu; did you mean run?"),
        (["run"], "missing argument"),
        (["run", "nep", "--yaers", "1930"], "--yaers"),
        (["cite", "grain_harvst"], "did you mean grain_harvest?"),
        (["scenario", "show", "lost.toml"], "there is no file lost.toml"),
        (["scenario", "list", "--lang", "de"], "there is no language named de; allowed: en, ru"),
        (["scenario", "new", "a.yaml"], "a scenario file ends in .toml"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(call, arguments, sentence):
    status, out, err = call(*arguments)
    assert status == 2 and out == "" and sentence in err
    assert len(err.splitlines()) == 1 and err.startswith("pyrrhic: ") and "Traceback" not in err
    status, out, err = call(*arguments, "--json")
    error = json.loads(out)["error"]
    assert status == 2 and err == "" and set(error) == {"what", "where", "allowed", "nearest"}


def test_the_json_of_an_error_has_its_parts(call):
    _, out, _ = call("run", "nep+no_exprots", "--json")
    error = json.loads(out)["error"]
    assert error["what"] == "there is no scenario named no_exprots" and error["nearest"] == "no_exports"
    assert error["where"] is None and error["allowed"] is None
    _, out, _ = call("run", "xyzzy", "--json")
    assert "no_mts" in json.loads(out)["error"]["allowed"]


def test_a_fault_of_the_program_is_not_hidden(call, monkeypatch):
    def broken(*_):
        raise RuntimeError("a fault")

    monkeypatch.setattr(scenario, "load_all", broken)
    with pytest.raises(RuntimeError, match="a fault"):
        call("run", "nep")


def test_scenario_list_show_and_levers(call):
    _, out, _ = call("scenario", "list", "--json")
    assert [row["name"] for row in json.loads(out)] == scenario.names()
    _, out, _ = call("scenario", "list", "--lang", "ru")
    assert "Исторический ход" in out and len(out.splitlines()) == len(scenario.names())
    _, out, _ = call("scenario", "show", "nep")
    assert "coercion (share): 0" in out and "Ends with 1940/41" in out and "Farm to Factory" in out
    _, out, _ = call("scenario", "show", "nep", "--json")
    assert {change["target"] for change in json.loads(out)["changes"]} >= {"coercion", "deportees"}
    _, out, _ = call("scenario", "levers", "--json")
    assert {row["name"] for row in json.loads(out)} == set(levers())
    _, out, _ = call("scenario", "levers")
    assert "grain_export_plan" in out and "(Mt, 0 to 15, national, lever)" in out


def test_a_new_scenario_can_be_run_at_once_and_is_not_overwritten(call, tmp_path):
    status, out, _ = call("scenario", "new", "mine.toml", "--extends", "nep")
    assert status == 0 and out.startswith("written: mine.toml")
    status, out, _ = call("run", "mine.toml", "--years", "1932", "--json")
    assert status == 0 and json.loads(out)["scenario"] == "mine"
    status, _, err = call("scenario", "new", "mine.toml")
    assert status == 2 and "exists already" in err


def test_what_a_new_scenario_leaves_to_be_written_is_asked_for(call, tmp_path):
    call("scenario", "new", "mine.toml", "--extends", "nep")
    status, out, _ = call("scenario", "check", "mine.toml", "--json")
    asked = [warning for warning in json.loads(out)["warnings"] if "write your own" in warning]
    assert status == 1 and len(asked) == 4 and asked[0].startswith("mine: the title in en")
    file = tmp_path / "mine.toml"
    title = 'title = { en = "More peace", ru = "Больше мира" }'
    file.write_text(re.sub("title = .*", title, file.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    _, out, _ = call("scenario", "check", "mine.toml", "--json")
    asked = [warning for warning in json.loads(out)["warnings"] if "write your own" in warning]
    assert len(asked) == 2 and all("description" in warning for warning in asked)


def test_cite(call):
    _, out, _ = call("cite", "grain_harvest")
    assert out.startswith("grain_harvest: quantity; upstream of it: ")
    assert "Davies, R. W.; Wheatcroft, S. G." in out and "daviesWheatcroft2004" not in out
    _, out, _ = call("cite", "producer_share", "--json")
    (meaning,) = json.loads(out)["meanings"]
    assert meaning["kind"] == "lever" and meaning["sources"][0]["key"] == "allen2003"
    _, out, _ = call("cite", "producer_share", "--bibtex")
    assert out.startswith("@book{allen2003,")


def test_doctor_finds_a_sound_installation_sound(call):
    status, out, _ = call("doctor", "--json")
    document = json.loads(out)
    assert document["sound"], [check for check in document["checks"] if not check["sound"]]
    assert status == 0
    assert [check["check"] for check in document["checks"]] == list(doctor.CHECKS)


def test_doctor_names_a_fault_and_exits_with_1(call, monkeypatch, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    status, out, _ = call("doctor")
    faults = [line for line in out.splitlines() if line.startswith("FAULT")]
    assert status == 1 and len(faults) == 1 and "cache" in faults[0] and "XDG_CACHE_HOME" in faults[0]


def test_doctor_names_the_library_that_files_lack(call, monkeypatch):
    monkeypatch.setitem(sys.modules, "h5py", None)
    status, out, _ = call("doctor")
    faults = [line for line in out.splitlines() if line.startswith("FAULT")]
    assert status == 1
    assert faults == ["FAULT  files: NetCDF needs h5py, which is not installed; install it with: pip install h5py"]


@pytest.mark.parametrize("suffix", doctor.READERS)
def test_doctor_reads_back_what_it_wrote(monkeypatch, suffix):
    assert suffix in doctor.CHECKS["files"]()
    monkeypatch.setitem(doctor.READERS, suffix, lambda file: [0.0])
    with pytest.raises(CannotRun, match=rf"a file \{suffix} does not hold the numbers that were written"):
        doctor.CHECKS["files"]()


def test_an_identity_that_does_not_close_is_found():
    done = scenario.run(scenario.load("as_it_happened"))
    assert max(doctor.identity_gaps(done).values()) < doctor.TOLERANCE
    broken = dict(done.values) | {"grain_exports": done.values["grain_exports"] + 1e-6}
    assert doctor.identity_gaps(type("Run", (), {"values": broken}))["state grain"] > doctor.TOLERANCE


def test_version(call):
    import pyrrhic

    assert call("version")[1] == call("--version")[1] == f"pyrrhic {pyrrhic.__version__}\n"
    assert json.loads(call("version", "--json")[1]) == {"version": pyrrhic.__version__}


def test_report_hands_its_options_on_and_names_the_file(call, monkeypatch):
    asked = {}

    def write_report(out, **options):
        asked.update(options, out=out)
        return out

    monkeypatch.setattr("pyrrhic.app.report.report.write_report", write_report)
    options = ["-o", "r.html", "--scenario", "nep", "--scenario", "no_mts", "--lang", "ru", "--json"]
    status, out, _ = call("report", *options)
    assert status == 0 and json.loads(out)["written"] == "r.html"
    assert str(asked["out"]) == "r.html" and asked["scenarios"] == ["nep", "no_mts"]
    assert asked["language"] == "ru" and asked["quiet"]


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        ("--help", "numpy rich pydantic"),
        ("run nep", "rich pydantic scipy xarray pandas pyarrow duckdb"),
        ("show grain_yield", "rich pydantic scipy xarray pandas pyarrow duckdb babel"),
        ("scenario list", "rich scipy xarray pandas"),
        ("version", "numpy rich pydantic"),
    ],
)
def test_a_command_imports_nothing_it_does_not_use(arguments, heavy):
    program = (
        f"import sys; from pyrrhic.app.cli.main import main; main({arguments.split()!r}); "
        f"found = set({heavy.split()!r}) & set(sys.modules); sys.exit(str(found) if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0, done.stderr
