"""The model as XMILE: what the file computes is what a single run computes, by a reader that knows the format alone."""

import json
import re

import numpy
import pytest
from xmile_reader import SPACE, File

from pyrrhic.app import xmile
from pyrrhic.app.language import ENGLISH, Language
from pyrrhic.engine.printers.xmile import NET_FLOW
from pyrrhic.model import SLOTS, assemble
from pyrrhic.runs.case import Case, history
from pyrrhic.runs.run import run
from pyrrhic.studies.scenarios import scenario

NEAR, NOTHING = 1e-9, 1e-12  # of a number; and what is nought but for rounding, in the unit of the quantity
NAME = re.compile(r"[a-z_][a-z0-9_]*")
UNIT = re.compile(r"(1|[A-Za-z_][A-Za-z0-9_]*)(/[A-Za-z_][A-Za-z0-9_]*)*")
RESERVED = {
    *("and", "or", "not", "if", "then", "else", "mod", "time", "dt", "starttime", "stoptime", "self", "pi", "inf"),
    *("abs", "exp", "int", "ln", "log10", "max", "min", "sqrt", "sin", "cos", "tan", "random", "normal", "poisson"),
    *("delay", "delay1", "delay3", "delayn", "smth1", "smth3", "smthn", "trend", "forcst", "pulse", "ramp", "step"),
    *(
        "init",
        "previous",
        "size",
        "sum",
        "mean",
        "rank",
        "stddev",
        "safediv",
        "lookup",
        "uniform",
        "exprnd",
        "lognormal",
    ),
}


def last_rivals() -> Case:
    """History with the last of the rival equations in every slot."""
    return history(structure={slot.quantity: list(slot.rivals)[-1] for slot in SLOTS})


def with_given() -> Case:
    """Two years with a quantity of every region taken as given."""
    held = run(history(keep=["grain_yield"])).values["grain_yield"] * 0.9
    return history(given={"grain_yield": held}, ends=1927)


CASES = {
    "as_it_happened": history,
    "nep": lambda: scenario.case(scenario.load("nep")),
    "no_exports": lambda: scenario.case(scenario.load("no_exports")),
    "last_rivals": last_rivals,
    "with_given": with_given,
}


@pytest.fixture(scope="module")
def file() -> File:
    """The file of history."""
    return File(xmile.text(history(), ENGLISH))


@pytest.mark.parametrize("name", CASES)
def test_the_file_computes_every_quantity_of_a_single_run(name):
    case = CASES[name]()
    computed, ours = File(xmile.text(case, ENGLISH)).run(), run(case)
    assert set(ours.values) <= set(computed)
    for quantity, values in ours.values.items():
        wanted = values.reshape(len(ours.years), -1)
        apart = numpy.abs(computed[quantity] - wanted)
        assert (apart <= NEAR * numpy.abs(wanted) + NOTHING).all(), (quantity, apart.max())


def test_a_changed_number_of_the_file_changes_what_it_computes():
    text = xmile.text(history(ends=1927), ENGLISH)
    changed = re.sub(r'(<aux name="horse_work">.*?<eqn>)[^<]*', r"\g<1>0.5", text, count=1, flags=re.DOTALL)
    before, after = (File(written).run()["grain_harvest"] for written in (text, changed))
    assert changed != text and not numpy.allclose(before, after)


def test_names_and_units_are_those_that_xmile_allows(file):
    elements = [
        element.attrib["name"].replace(" ", "_")
        for axis in file.root.findall(f"{SPACE}dimensions/{SPACE}dim")
        for element in axis
    ]
    axes = [axis.attrib["name"].replace(" ", "_") for axis in file.root.findall(f"{SPACE}dimensions/{SPACE}dim")]
    names = [*file.names, *elements, *axes]
    assert all(map(NAME.fullmatch, names)) and len(names) == len(set(names)) and not RESERVED & set(names)
    units = {node.text for node in file.root.iter(f"{SPACE}units")}
    assert "t/ha" in units and all(map(UNIT.fullmatch, units)), units


def test_everything_is_said_to_be_something_and_has_its_unit(file):
    model = assemble()
    assert {*model.stocks, *model.equations, *(stock + NET_FLOW for stock in model.stocks)} <= set(file.variables)
    for name, variable in file.variables.items():
        assert variable.node.find(f"{SPACE}doc").text
        if name in model.names:
            assert variable.node.find(f"{SPACE}units") is not None
            assert variable.axes == tuple(axis for axis in model.axes_of(name) if axis)


def test_equations_are_written_in_the_names_that_they_read(file):
    assert file.variables["grain_harvest"].node.find(f"{SPACE}eqn").text == "grain_area[region] * grain_yield[region]"
    assert file.variables["net_grain_imports"].node.find(f"{SPACE}eqn").text == "grain_imports - grain_exports"
    assert file.variables["horses"].node.find(f"{SPACE}eqn").text == "herds[species_horses, region]"
    for name, equation in assemble().equations.items():
        lines = [line for line in file.variables if line == name or line.startswith(f"{name}_part_")]
        reads = set().union(*(file.variables[line].reads for line in lines))
        assert set(equation.reads) == reads - set(lines), name


def test_a_parameter_names_its_work_or_the_judgement():
    text = xmile.text(history(ends=1926), ENGLISH)
    assert "Sources: Davies and Wheatcroft 2004" in text and "Judgement of this project: " in text


def test_the_file_is_written_in_russian_too():
    file = File(xmile.text(history(ends=1926), Language("ru")))
    for name in ("herds", "herds_net_flow", "grain_exports", "grain_exports_part_1", "coercion", "horse_work"):
        text = file.variables[name].node.find(f"{SPACE}doc").text.partition("\nИсточники: ")[0]
        assert re.search("[а-я]", text) and not re.search("[a-z]{3}", text), text


def test_the_command_writes_the_file_whole(call, tmp_path):
    out = tmp_path / "nep.xmile"
    status, printed, _ = call("scenario", "export", "nep", "-o", str(out), "--json")
    assert status == 0 and json.loads(printed) == {"scenario": "nep", "written": str(out), "warnings": []}
    assert out.read_text(encoding="utf-8") == xmile.text(scenario.case(scenario.load("nep")), ENGLISH)
    assert call("scenario", "export", "nep", "-o", str(out), "--lang", "ru")[1] == f"записано: {out}\n"


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["nepp", "-o", "a.xmile"], "there is no scenario named nepp; did you mean nep?"),
        (["nep", "-o", "a.xml"], "no format has the suffix .xml; allowed: .xmile"),
        (["nep", "-o", "lost/a.xmile"], "there is no folder lost"),
        (["nep"], "missing option '--out'"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(call, tmp_path, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    status, out, err = call("scenario", "export", *words)
    assert status == 2 and out == "" and sentence in err and not list(tmp_path.iterdir())
