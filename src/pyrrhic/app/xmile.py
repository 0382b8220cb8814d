"""The model under a scenario as an XMILE file, with what each name means and where its number comes from."""

from collections.abc import Iterator
from pathlib import Path

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words
from pyrrhic.app.views.show import parts_of_docstring
from pyrrhic.engine.build import Model
from pyrrhic.engine.equations import CLOSES
from pyrrhic.engine.inputs import checked
from pyrrhic.engine.printers.xmile import Words, document
from pyrrhic.files import suffix_of, write_text
from pyrrhic.model import Parameter, assemble, levers, opening, opening_values, parameters
from pyrrhic.model.titles import title
from pyrrhic.runs.case import Case, parameters_with
from pyrrhic.runs.run import paths_of
from pyrrhic.sources import references

XMILE = ".xmile"


def refuse_unwritable(file: Path) -> None:
    """Raise `BadFile` for another suffix, or where there is no folder to write in."""
    suffix_of(file, [XMILE])


def write(case: Case, file: Path, say: Language) -> Path:
    """Write the model of a case, at the starting fit, to a file."""
    refuse_unwritable(file)
    return write_text(file, text(case, say))


def text(case: Case, say: Language) -> str:
    """The model of a case, at the starting fit, as XMILE."""
    model, values = assemble(case.structure, case.given), parameters_with(case.parameters)
    inputs = checked(model, values, opening(values), paths_of(case), case.beyond_bounds)
    return document(
        model, inputs, {stock: f"{stock}_1926" for stock in model.stocks}, case.years, _words(case, model, say)
    )


def _words(case: Case, model: Model, say: Language) -> Words:
    titles = {name: say.pick(title(name)) for name in model.names}
    return Words(
        title=f"Pyrrhic: {say.pick(case.title) or case.name}",
        language=say.code,
        version=pyrrhic.__version__,
        titles=titles,
        texts={name: "\n".join([titles[name], *_lines(name, model, say)]) for name in model.names},
        part=say("part of its equation"),
        flow=say("change in the year"),
    )


def _lines(name: str, model: Model, say: Language) -> Iterator[str]:
    """What is to be said of a name besides its title."""
    equation = model.equations.get(name) or model.equations.get(name + CLOSES)
    if equation is not None:
        docstring = equation.function.__doc__ or ""
        yield say(parts_of_docstring(docstring)[0])
        yield from _sources(references(docstring), say)
    elif name in levers():
        yield say.pick(levers()[name].description)
    elif name in model.inputs and (assumed := {**parameters(), **opening_values()}.get(name)):
        yield from _basis(assumed, say)


def _basis(assumed: Parameter, say: Language) -> Iterator[str]:
    """On what the number of a parameter rests."""
    yield from _sources(assumed.source, say)
    if assumed.reason:
        yield f"{say('Judgement of this project')}: {say.pick(assumed.reason)}"
    if assumed.note:
        yield f"{say('Note')}: {say.pick(assumed.note)}"


def _sources(cited, say: Language) -> Iterator[str]:
    if cited:
        yield f"{say('Sources')}: {'; '.join(in_words(reference, say) for reference in cited)}"
