"""`pyrrhic show` and `pyrrhic cite`: what the model has under a name, and the works behind it."""

from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer
from pyrrhic.app.cli.options import (
    completed,
    json_option,
    language_option,
    model_names,
    scenario_names,
    series_names,
)
from pyrrhic.errors import BadInput

if TYPE_CHECKING:
    from pyrrhic.app.language import Language


def _of_the_model() -> list[str]:
    from pyrrhic.studies.kinds import MODEL, full_names

    return [*model_names(), *full_names(MODEL)]


def _citable() -> list[str]:
    from pyrrhic.record.registers import families
    from pyrrhic.studies.kinds import MODEL, RECORD, SCENARIO, full_names

    of_the_record = [*series_names(), *families()]
    return [*model_names(), *of_the_record, *scenario_names(), *full_names(MODEL, RECORD, SCENARIO)]


@click.command()
@click.argument("name", metavar="NAME", shell_complete=completed(_of_the_model))
@language_option
@json_option
def show(name: str, say: "Language", as_json: bool) -> None:
    """Show a name of the model: its sentence, formula, unit, what it reads and what reads it, values, sources, file.

    NAME is a quantity, stock, parameter, opening value, lever, driver, or a rival equation as QUANTITY:RIVAL.
    """
    from pyrrhic.app.text.show import text
    from pyrrhic.app.views.show import view

    answer(view(name, say), lambda shown: text(shown, say), as_json)


@click.command()
@click.argument("name", metavar="NAME", shell_complete=completed(_citable))
@click.option("--bibtex", is_flag=True, help="Print BibTeX entries.")
@language_option
@json_option
def cite(name: str, bibtex: bool, say: "Language", as_json: bool) -> None:
    """Print the sources of everything upstream of a name, the most used first, with pages.

    NAME is a quantity, series, family of series, parameter, lever, scenario, the key of a source, or a figure such as
    PYR-000123. A name that the model and the record both have is answered for both; record:NAME or model:NAME asks for one.
    """
    from pyrrhic.app.text.show import cited_text
    from pyrrhic.app.views.answered.figure import IDENTIFIER
    from pyrrhic.app.views.show import cited_view
    from pyrrhic.studies.provenance import answers

    if bibtex and as_json:
        raise BadInput("--bibtex cannot be used with --json, which holds the entries", where="cite")
    if IDENTIFIER.fullmatch(name.strip()):
        return _cite_figure(name.strip(), bibtex, say, as_json)
    view = cited_view(name, answers(name))
    works = {source["key"]: source["bibtex"] for meaning in view["meanings"] for source in meaning["sources"]}
    entries = "\n\n".join(works.values())
    answer(view, lambda shown: entries if bibtex else cited_text(shown, say), as_json)


def _cite_figure(name: str, bibtex: bool, say: "Language", as_json: bool) -> None:
    """One figure of the record: its work and page, where it was seen, and how to cite it."""
    from pyrrhic.app.text.answered.figure import figure_text
    from pyrrhic.app.views.answered.figure import figure_view
    from pyrrhic.record import load

    view = figure_view(load(), name, say)
    entry = load().works[view["source"]].bibtex()
    answer(view, lambda shown: entry if bibtex else figure_text(shown, say), as_json)
