"""A page for each block of the model, one for the levers, and one for the country on 1 July 1926."""

import inspect
from collections.abc import Iterable, Mapping

import numpy

from pages.markdown import anchored, block, contents, escape, facts, link, number, page, paragraphs, reference, table
from pyrrhic.engine import arithmetic
from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES, Equation, read_equation
from pyrrhic.engine.printers.formula import formula, wrapped
from pyrrhic.model import (
    BLOCKS,
    KINDS,
    REGIONS,
    SLOTS,
    YEARS,
    Lever,
    Parameter,
    assemble,
    levers,
    opening_values,
    parameters,
)
from pyrrhic.model.titles import title
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.runs.history import historical_paths, judgement, provenance
from pyrrhic.studies import places

FUNCTIONS = ("smooth_minimum", "positive_part", "saturating", "normal_distribution", "minimum", "maximum", "exp", "log")
SHARPNESS = inspect.signature(arithmetic.smooth_minimum).parameters["sharpness"].default


def pages() -> dict[str, str]:
    """Every page of the model by its name."""
    model = assemble()
    equations = _by_block(model.equations.values(), lambda equation: _last_word(equation.function.__module__))
    assumed = _by_block(parameters().values(), lambda parameter: parameter.block)
    blocks = list(dict.fromkeys([*map(_last_word, (one.__name__ for one in BLOCKS)), *equations, *assumed]))
    written = {f"model/{name}": _block(model, name, equations.get(name, []), assumed.get(name, [])) for name in blocks}
    written["model/levers"] = _levers(model)
    written["model/opening"] = _opening(model)
    written["model/index"] = _index(model, blocks)
    return written


def _last_word(module: str) -> str:
    """The block that a module is: the name of its file."""
    return module.rsplit(".", 1)[-1]


def _by_block(items, key) -> dict[str, list]:
    found: dict[str, list] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _index(model: Model, blocks: list[str]) -> str:
    rows = [[escape(region.key), escape(region.title.en), escape(region.title.ru)] for region in REGIONS]
    free = sum(one.free for one in parameters().values())
    return page(
        "# The model",
        f"{len(model.equations)} equations, {len(model.stocks)} stocks, {len(parameters())} parameters, "
        f"of which {free} are free for calibration, and {len(levers())} dated levers and drivers. One step "
        f"is one agricultural year, 1 July to 30 June, named after its harvest: {YEARS[0]} to {YEARS[-1]}.",
        "The function's name is the quantity; what it reads are its arguments. A quantity that ends in "
        "`_next` closes the stock of that name on the next 1 July. The formula of an equation is printed from what it "
        "computes, in the names it reads; `pyrrhic show NAME` prints it in a terminal, with values and sources.",
        contents([*blocks, "levers", "opening"]),
        "## Functions in the formulas",
        f"`a ^ b` is a to the power b. The sharpness p of a smooth minimum is {SHARPNESS:g} unless another is shown.",
        facts({f"`{name.replace('_', ' ')}`": paragraphs(getattr(arithmetic, name).__doc__) for name in FUNCTIONS}),
        "## Regions",
        table(("Key", "Region", "In Russian"), rows),
    )


def _block(model: Model, name: str, equations: list[Equation], assumed: list[Parameter]) -> str:
    about = inspect.getmodule(equations[0].function).__doc__ if equations else ""
    return page(
        f"# {_title(name)}",
        paragraphs(about or ""),
        *(["## Equations", *(_equation(model, one) for one in equations)] if equations else []),
        *(["## Parameters", *(_parameter(model, one) for one in assumed)] if assumed else []),
    )


def _equation(model: Model, equation: Equation) -> str:
    stock = equation.name.removesuffix(CLOSES)
    closes = f"(quantity-{stock})=\n" if stock in model.stocks else ""
    return page(
        closes + anchored(f"quantity-{equation.name}", f"`{equation.name}`", 3),
        *_said(model, equation, {"Read by": _readers(model, equation.name, stock)}),
        *_rivals(model, equation.name),
    )


def _said(model: Model, equation: Equation, more: Mapping[str, str]) -> list[str]:
    """An equation's sentence, its formula, the rest of what it says, unit, axes, what it reads, where it is written."""
    sentence, _, rest = (inspect.getdoc(equation.function) or "").partition("\n\n")
    reads = [f"{_quantity(name)} ({escape(unit.symbol)})" for name, unit in equation.reads.items()]
    return [
        paragraphs(sentence),
        block(wrapped(f"{equation.name} = {formula(equation, model)}")),
        paragraphs(rest),
        facts(
            {
                "Title": f"{escape(title(equation.name).en)} ({escape(title(equation.name).ru)})",
                "Unit": escape(equation.unit.name.en),
                "Axes": _axes(equation.axes),
                "Reads": ", ".join(reads),
                **more,
                "File": f"`{places.of_equation(equation.function)}`",
            }
        ),
    ]


def _axes(names: Iterable[str]) -> str:
    return "by " + " and ".join(name.replace("_", " ") for name in names) if names else "national"


def _readers(model: Model, *names: str) -> str:
    readers = dict.fromkeys(reader for name in names for reader in model.readers(name))
    return ", ".join(map(_quantity, readers))


def _rivals(model: Model, name: str) -> list[str]:
    """The other equations that can fill the slot of this quantity, where it has one."""
    parts = []
    for slot in (slot for slot in SLOTS if slot.quantity == name):
        others = {key: rival for key, rival in slot.rivals.items() if key != model.choices[name]}
        parts.append(
            f"This is the equation `{model.choices[name]}`, which holds unless a scenario chooses a "
            f"rival: {', '.join(f'`{key}`' for key in others)}."
        )
        for key, rival in others.items():
            parts += [
                anchored(f"rival-{name}-{key}", f"`{name}`: `{key}`", 4),
                *_said(model, read_equation(name, rival), {}),
            ]
    return parts


def _quantity(name: str) -> str:
    return link(name, f"quantity-{name}")


def _parameter(model: Model, one: Parameter, level: int = 3) -> str:
    return page(
        anchored(f"quantity-{one.name}", f"`{one.name}`", level),
        f"{escape(one.title.en)} ({escape(one.title.ru)})",
        facts(
            {
                "Value": _value(one),
                "Unit": escape(one.unit),
                "Bounds": escape(f"{number(one.bounds[0])} to {number(one.bounds[1])}"),
                "Plausible range": escape(f"{number(one.range[0])} to {number(one.range[1])} ({one.range_of})")
                if one.range
                else "",
                "Prior": escape(_prior(one.prior)),
                "Source": f"{', '.join(map(reference, one.source))} (grade {one.grade})" if one.source else "",
                "Judgement of this project": escape(one.reason.en) if one.reason else "",
                "Note": escape(one.note.en) if one.note else "",
                "Read by": _readers(model, one.name),
                "File": f"`{places.of_input(one.name)}`",
            }
        ),
    )


def _prior(prior: Mapping | None) -> str:
    if prior is None:
        return "none: fixed"
    return ", ".join(f"{name} {number(value) if isinstance(value, float) else value}" for name, value in prior.items())


def _value(one: Parameter) -> str:
    if one.value.size == 1:
        return escape(number(float(one.value.item())))
    kinds, places = axes(one.shape)
    named = [
        (" ".join(part for part in (kind, place) if part), one.value[row, column, 0])
        for row, kind in enumerate(kinds)
        for column, place in enumerate(places)
    ]
    return "; ".join(f"{escape(name)} {escape(number(float(value)))}" for name, value in named)


def axes(shape: str) -> tuple[list[str], list[str]]:
    """Names along the kind and place axes of an array of that shape; an axis of one has the empty name."""
    kinds = KINDS.get(shape.removesuffix("_regional"), ("",))
    return list(kinds), [region.key for region in REGIONS] if shape.endswith("regional") else [""]


def _opening(model: Model) -> str:
    return page(
        "# The country on 1 July 1926",
        "The opening values, by region where there are regions.",
        *(_parameter(model, one, 2) for one in opening_values().values()),
    )


def _levers(model: Model) -> str:
    paths = historical_paths()
    groups = _by_block(levers().values(), lambda lever: lever.group)
    parts = []
    for group, members in groups.items():
        parts += [f"## {_title(group)}", *(_lever(model, one, paths[one.name]) for one in members)]
    return page(
        "# Levers and drivers",
        "A *lever* is a policy, which a scenario may change; a "
        "*driver* comes from outside, such as drought or war. The table of each is the path as it "
        "happened.",
        *parts,
    )


def _lever(model: Model, lever: Lever, path: numpy.ndarray) -> str:
    reason = judgement(lever.name)
    return page(
        anchored(f"quantity-{lever.name}", f"`{lever.name}`", 3),
        f"*{escape(lever.title.en)}* ({escape(lever.title.ru)}). {paragraphs(lever.description.en)}",
        facts(
            {
                "Role": lever.role,
                "Unit": escape(lever.unit),
                "Bounds": escape(f"{number(lever.bounds[0])} to {number(lever.bounds[1])}"),
                "Sources": "; ".join(map(_provenance, provenance(lever.name))),
                "Judgement of this project": escape(reason.en) if reason else "",
                "Read by": _readers(model, lever.name),
                "File": f"`{places.of_input(lever.name)}`, its path `{places.of_path(lever.name)}`",
            }
        ),
        _history(lever.shape, path),
    )


def _provenance(source: str) -> str:
    """A link to the series of the record, or to the work, that a path comes from."""
    _, _, series = source.partition("record: ")
    if not series:
        return reference(source)
    return link(series, f"derived-{series}" if series in DERIVED else f"series-{series}")


def _history(shape: str, path: numpy.ndarray) -> str:
    """The path as a table, years of one value together."""
    kinds, places = axes(shape)
    columns = [" ".join(filter(None, (kind, place))) or "Value" for kind in kinds for place in places]
    flat = path[..., 0].reshape(path.shape[0], -1)
    starts = [0, *(numpy.flatnonzero((flat[1:] != flat[:-1]).any(axis=1)) + 1)]
    rows = []
    for start, stop in zip(starts, [*starts[1:], len(flat)], strict=True):
        years = str(YEARS[start]) if stop == start + 1 else f"{YEARS[start]}-{YEARS[stop - 1]}"
        rows.append([years, *(escape(f"{value:.4g}") for value in flat[start])])
    return table(("Year", *(escape(column.replace("_", " ")) for column in columns)), rows)
