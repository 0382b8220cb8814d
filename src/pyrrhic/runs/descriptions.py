"""What the quantities and axes of a file are, in the attributes of the CF conventions: `units`, `long_name`, `comment`.

The words are those of the model: the first sentence of an equation, the title of a parameter or lever.
"""

import inspect
import json
from collections.abc import Iterable, Mapping, Sequence

from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.model import SLOTS, assemble

CONVENTIONS = "CF-1.11"
DATE = "on 1 July"
OPENING = "as it stands on 1 July of the year named, when the agricultural year begins"
CLOSING = "as it stands on 1 July of the year after the one named, when the agricultural year ends"
AXES = {
    "scenario": {"long_name": "scenario"},
    "year": {
        "long_name": "agricultural year, 1 July to 30 June, named after its harvest: 1932 is 1932/33",
        "units": "1",
    },
    "region": {"long_name": "region within the borders of 1926-39"},
    "species": {"long_name": "species of livestock"},
    "crop": {"long_name": "industrial crop"},
    "price_vector": {"long_name": "prices at which goods are counted"},
    "kind": {"long_name": "kind"},
    "draw": {"long_name": "running number of the draw", "units": "1"},
    "structure": {"long_name": "variant of the model from whose posterior the draw comes"},
    "weight": {"long_name": "weight of the draw; all together 1, a draw that failed 0", "units": "1"},
    "posterior": {"long_name": "fingerprint of the posterior from which the draw comes"},
}


def axis_names() -> dict[str, tuple[str, ...]]:
    """The names along each axis of kinds, and the regions."""
    from pyrrhic.model.axes import KINDS, REGION_KEYS

    return {**KINDS, "region": REGION_KEYS}


def models_of(choices: Iterable[Mapping[str, str]]) -> list[Model]:
    """The models with these rivals in their slots, each once; what else a structure chooses is passed over."""
    return list(dict.fromkeys(assemble(_slots_of(chosen)) for chosen in choices))


def _slots_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """The rivals among what a structure chooses, by slot."""
    return {slot.quantity: chosen[slot.quantity] for slot in SLOTS if slot.quantity in chosen}


def description(name: str, models: Sequence[Model]) -> dict[str, str]:
    """The attributes of a quantity that these models compute; `unit_symbol` is the unit as the model writes it."""
    unit, sentence = models[0].unit(name), long_name(name, models)
    known = {"units": unit.cf, "unit_symbol": unit.symbol, "long_name": sentence}
    if name.endswith(CLOSES):
        return {**known, "comment": CLOSING}
    return {**known, "comment": OPENING} if name in models[0].stocks or DATE in sentence else known


def long_name(name: str, models: Sequence[Model]) -> str:
    """What a quantity is, in one sentence without its full stop; where rivals differ, the sentence of each."""
    return "; or: ".join(dict.fromkeys(_sentence(name, model) for model in models))


def _sentence(name: str, model: Model) -> str:
    """The first sentence of the equation that computes a quantity or closes a stock; the title of an input."""
    equation = model.equations.get(name) or model.equations.get(name + CLOSES)
    if equation is None:
        return _titles()[name]
    return " ".join((inspect.getdoc(equation.function) or "").partition("\n\n")[0].split()).rstrip(".")


def _titles() -> dict[str, str]:
    from pyrrhic.model import levers, opening_values, parameters

    return {
        name: entry.title.en for group in (parameters(), levers(), opening_values()) for name, entry in group.items()
    }


def russian_title(name: str) -> dict[str, str]:
    """The Russian title of a name as an attribute."""
    from pyrrhic.model.titles import title

    return {"title_ru": title(name).ru}


def program() -> str:
    """The name of the program and its version."""
    import pyrrhic

    return f"pyrrhic {pyrrhic.__version__}"


def made_by(command: str) -> dict[str, str]:
    """The attributes of a file that say which program and which command line made it."""
    return {
        "Conventions": CONVENTIONS,
        "source": f"{program()}, a model of Soviet collectivized agriculture",
        "history": f"made by {program()}: {command}",
        "command": command,
    }


def as_text(mapping: Mapping) -> str:
    """A mapping as the text of an attribute: JSON."""
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True)
