"""`pyrrhic debates` and `pyrrhic debate`: where scholars disagree, and what follows from each position."""

from typing import TYPE_CHECKING

import click

from pyrrhic.app.cli.answers import answer, tell
from pyrrhic.app.cli.options import completed, draws_option, json_option, language_option

if TYPE_CHECKING:
    from pyrrhic.app.language import Language


def _names() -> list[str]:
    from pyrrhic.studies.debates import debates

    return list(debates())


@click.command("debates")
@language_option
@json_option
def list_debates(say: "Language", as_json: bool) -> None:
    """List the debates of scholars, and the positions in each."""
    from pyrrhic.app.text.answered.debates import debates_text
    from pyrrhic.app.views.answered.debates import debates_view, in_both_languages
    from pyrrhic.studies.debates import debates

    view = debates_view(list(debates().values()))
    answer(in_both_languages(view), lambda _: debates_text(view, say), as_json)


@click.command()
@click.argument("name", metavar="NAME", shell_complete=completed(_names))
@click.option("--fit", is_flag=True, help="Fit positions that have no posterior at the mode; a minute or so for each.")
@draws_option
@language_option
@json_option
def debate(name: str, fit: bool, draws: int | None, say: "Language", as_json: bool) -> None:
    """Set the positions of one debate side by side: who holds what, what follows from it, and how well the data go with it.

    A position is run at the shipped posterior of its variant where it has one, else at shipped draws weighed anew.
    """
    from pyrrhic.app.text.answered.debates import debate_text
    from pyrrhic.app.views.answered.debates import debate_view, in_both_languages
    from pyrrhic.studies.debates import debate as debate_named
    from pyrrhic.studies.debates.compared import compared

    view = debate_view(compared(debate_named(name), draws, fit, tell))
    answer(in_both_languages(view), lambda _: debate_text(view, say), as_json)
