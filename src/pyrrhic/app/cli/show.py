"""`pyrrhic show`: what the model has under a name, and everything it says of it."""

import json
from typing import Annotated

import typer


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A quantity, stock, parameter, opening value, lever, driver, or a rival equation as QUANTITY:RIVAL.",
        ),
    ],
    language: Annotated[str, typer.Option("--lang", help="en or ru.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show a name of the model: its sentence, formula, unit, what it reads and what reads it, values, sources, file."""
    from pyrrhic.app.language import Language
    from pyrrhic.app.text.show import text
    from pyrrhic.app.views.show import view

    shown = view(name, Language(language))
    typer.echo(json.dumps(shown, ensure_ascii=False, allow_nan=False) if as_json else text(shown, Language(language)))
