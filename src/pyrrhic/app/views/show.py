"""What `pyrrhic show` says of a name of the model, as plain dicts and lists."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any

import numpy

from pyrrhic.app.language import Language
from pyrrhic.app.views.figures import finite
from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES, Equation
from pyrrhic.engine.printers.formula import formula
from pyrrhic.errors import UnknownName
from pyrrhic.model import SLOTS, YEARS, assemble, levers, opening_values, parameters
from pyrrhic.model.titles import title
from pyrrhic.runs.history import historical_paths, judgement, note, provenance
from pyrrhic.runs.history_entries import entries
from pyrrhic.runs.run import Run, history, run
from pyrrhic.runs.starting_fit import fitted_parameters
from pyrrhic.sources import bibliography, references, split
from pyrrhic.studies import places
from pyrrhic.studies.kinds import MODEL, ambiguous, bare_name, elsewhere, refuse_of_another_room, shown
from pyrrhic.studies.provenance import Answer

SHOWN_YEARS = (1926, 1928, 1930, 1932, 1933, 1937, 1940, 1950, 1960, 1969)
RECORD = "record: "
RIVALS = {f"{slot.quantity}:{rival}": (slot, rival) for slot in SLOTS for rival in slot.rivals}
View = dict[str, Any]


def view(name: str, language: Language) -> View:
    """Everything about one name of the model. Raises `UnknownName`, and `BadInput` for a name of another room."""
    name = bare_name(re.sub(r"\s*:\s*", ":", name.strip()), MODEL)
    kind = kind_of(name)
    made = _VIEWS[kind](name, language)
    others = [meaning.document() for meaning in elsewhere(made["name"], MODEL)]
    facts = {key: value for key, value in made.items() if key != "name"}
    return {"name": f"{MODEL}:{name}" if name in ambiguous() else name, "kind": kind, **facts, "elsewhere": others}


def kind_of(name: str) -> str:
    """What a name of the model is. Raises `UnknownName` for any other."""
    model = assemble()
    groups = {
        "rival equation": RIVALS,
        "stock": model.stocks,
        "quantity": model.equations,
        "parameter": parameters(),
        "opening value": opening_values(),
        "lever": _levers_of("lever"),
        "driver": _levers_of("driver"),
    }
    for kind, names in groups.items():
        if name in names:
            return kind
    refuse_of_another_room(name, MODEL)
    known = chain.from_iterable(groups.values())
    raise UnknownName("quantity, stock, parameter, opening value, lever, driver or rival equation", name, known)


def _levers_of(role: str) -> list[str]:
    """The levers that policy moves, or the drivers from outside."""
    return [lever.name for lever in levers().values() if lever.role == role]


# --- one view for each kind of name ---------------------------------------------------------------------------


def _quantity(name: str, language: Language) -> View:
    model = assemble()
    stock = name.removesuffix(CLOSES)
    closes = stock if stock != name and stock in model.stocks else None
    chosen = _chosen(model, name) if name in model.choices else {}
    return {**_computed(model, model.equations[name], name, language), "closes": closes, **chosen}


def _stock(name: str, language: Language) -> View:
    model = assemble()
    readers = [*model.readers(name), *model.readers(name + CLOSES)]
    return {
        **_computed(model, model.equations[name + CLOSES], name, language),
        "name": name,
        "closed_by": name + CLOSES,
        "opening": _numbers(model, f"{name}_1926"),
        "readers": list(dict.fromkeys(readers)),
    }


def _rival(name: str, language: Language) -> View:
    slot, rival = RIVALS[name]
    model = assemble({slot.quantity: rival})
    return {
        **_computed(model, model.equations[slot.quantity], slot.quantity, language),
        **_chosen(model, slot.quantity),
        "title": language.pick(title(name)),
    }


def _chosen(model: Model, quantity: str) -> View:
    """Which rival fills a slot of this model, and which others could."""
    rival = model.choices[quantity]
    slot, _ = RIVALS[f"{quantity}:{rival}"]
    return {
        "rival": rival,
        "default": rival == slot.default,
        "rivals": [f"{quantity}:{other}" for other in slot.rivals if other != rival],
    }


def _parameter(name: str, language: Language) -> View:
    model, parameter = assemble(), {**parameters(), **opening_values()}[name]
    return {
        "name": name,
        "sentence": language.pick(parameter.title),
        **_unit(model, name, language),
        **_assumed(model, name),
        "basis": parameter.basis,
        "reason": language.pick(parameter.reason) if parameter.reason else "",
        "note": language.pick(parameter.note) if parameter.note else "",
        "readers": list(model.readers(name)),
        "sources": _citations(parameter.source, language),
        "file": places.of_input(name),
    }


def _lever(name: str, language: Language) -> View:
    model, lever, path = assemble(), levers()[name], entries()[name]
    series = [origin.removeprefix(RECORD) for origin in provenance(name) if origin.startswith(RECORD)]
    works = [origin for origin in provenance(name) if not origin.startswith(RECORD)]
    reason, remark = judgement(name), note(name)
    return {
        "name": name,
        "title": language.pick(lever.title),
        "sentence": language.pick(lever.description),
        "group": lever.group,
        **_unit(model, name, language),
        "bounds": list(lever.bounds),
        "readers": list(model.readers(name)),
        "history": _history(historical_paths()[name][..., 0], YEARS),
        "grade": path.get("grade"),
        "reason": language.pick(reason) if reason else "",
        "note": language.pick(remark) if remark else "",
        "series": series,
        "sources": _citations(works, language),
        "file": places.of_input(name),
        "path_file": places.of_path(name),
    }


_VIEWS: Mapping[str, Callable[[str, Language], View]] = {
    "quantity": _quantity,
    "stock": _stock,
    "rival equation": _rival,
    "parameter": _parameter,
    "opening value": _parameter,
    "lever": _lever,
    "driver": _lever,
}


# --- parts ----------------------------------------------------------------------------------------------------


@cache
def _history_with(choices: tuple[tuple[str, str], ...]) -> Run:
    """The run of history with these rivals, kept for the next name that is shown."""
    return run(history(structure=dict(choices)))


def _computed(model: Model, item: Equation, quantity: str, language: Language) -> View:
    """What an equation says of itself, computes and reads, with the values of `kept` in the run of history."""
    chosen = {
        slot.quantity: rival for slot, rival in RIVALS.values() if model.choices[slot.quantity] == rival != slot.default
    }
    run = _history_with(tuple(chosen.items()))
    sentence, words, holds = parts_of_docstring(item.function.__doc__ or "")
    return {
        "name": item.name,
        "title": language.pick(title(quantity)),
        "sentence": language(sentence),
        "formula": f"{item.name} = {formula(item, model)}",
        "in_words": words,
        "holds": language(holds),
        **_unit(model, item.name, language),
        "reads": [_read(model, name, language) for name in item.reads],
        "readers": list(model.readers(item.name)),
        "history": _history(run.values[quantity][..., 0], run.years),
        "sources": _citations(references(item.function.__doc__ or ""), language),
        "file": places.of_equation(item.function),
    }


def parts_of_docstring(docstring: str) -> tuple[str, str, str]:
    """A docstring's sentence, its formula in words, and what follows its sources."""
    sentence, _, rest = (" ".join(part.split()) for part in docstring.partition("\n\n"))
    words, _, cited = rest.partition("Source: ")
    return sentence, words.strip(), cited.partition(". ")[2]


def _unit(model: Model, name: str, language: Language) -> View:
    symbol = model.unit(name).symbol
    return {
        "unit": symbol,
        "unit_name": language.pick(model.unit(name).name),
        "axes": [axis for axis in model.axes_of(name) if axis],
    }


def _read(model: Model, name: str, language: Language) -> View:
    """One line of what an equation reads; a parameter comes with its numbers."""
    kind = kind_of(name)
    numbers = _assumed(model, name) if kind in ("parameter", "opening value") else {}
    return {"name": name, "kind": kind, **_unit(model, name, language), **numbers}


def _assumed(model: Model, name: str) -> View:
    parameter = {**parameters(), **opening_values()}[name]
    return {
        **_numbers(model, name),
        "bounds": list(parameter.bounds),
        "prior": dict(parameter.prior) if parameter.prior else None,
        "range": {"ends": list(parameter.range), "of": parameter.range_of} if parameter.range else None,
        "total": parameter.total,
        "references": list(parameter.source),
        "basis": parameter.basis,
        "grade": parameter.grade,
    }


def _numbers(model: Model, name: str) -> View:
    """The value that stands in the file, and that of the starting fit with which single runs are made."""
    given, fitted = opening_values().get(name) or parameters()[name], fitted_parameters()[name]
    return {
        "value": _nested(given.value[..., 0]),
        "fitted": _nested(fitted[..., 0]),
        "members": [list(model.axes[axis].members) for axis in model.axes_of(name) if axis],
    }


def _history(values: numpy.ndarray, years: tuple[int, ...]) -> View:
    """A few years of values (year, kind, place)."""
    shown = [year for year in SHOWN_YEARS if year in years]
    return {"years": shown, "values": [_nested(values[years.index(year)]) for year in shown]}


def _nested(array: numpy.ndarray):
    """Numbers (kind, place) as lists without the axes of length one; null for what is not finite."""
    rows = [_without_single_axis([finite(float(value)) for value in row]) for row in array]
    return _without_single_axis(rows)


def _without_single_axis(items: list):
    """The only item of a list that has but one, else the list."""
    return items[0] if len(items) == 1 else items


def _citations(cited: Iterable[str], language: Language) -> list[View]:
    works = bibliography()
    return [
        {"reference": reference, "citation": works[split(reference)[0]].citation(language.code)} for reference in cited
    ]


# --- the works behind a name ----------------------------------------------------------------------------------


def cited_view(name: str, answers: Iterable[Answer]) -> View:
    """The works behind everything that has a typed name."""
    return {"name": name, "meanings": list(map(_cited, answers))}


def _cited(answer: Answer) -> View:
    """The works behind one thing, and what lies upstream of it."""
    return {
        "name": answer.name,
        "kind": answer.kind,
        "upstream": {kind: list(names) for kind, names in answer.upstream.items()},
        "sources": [
            {
                "key": cited.work.key,
                "citation": cited.work.citation(),
                "pages": list(cited.pages),
                "bibtex": cited.work.bibtex(),
                "used_by": [
                    {"kind": use.kind, "name": shown(use.kind, use.name), "page": use.page} for use in cited.uses
                ],
            }
            for cited in answer.cited
        ],
        "judgements": [
            {
                "kind": basis.kind,
                "name": shown(basis.kind, basis.name),
                "reason": {"en": basis.reason.en, "ru": basis.reason.ru},
            }
            for basis in answer.judgements
        ],
    }
