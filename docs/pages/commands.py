"""The commands, asked of the program itself."""

from collections.abc import Iterator

import click

from pages.markdown import anchored, escape, page, paragraphs, table
from pyrrhic.app.cli.main import pyrrhic


def pages() -> dict[str, str]:
    """The one page of commands."""
    commands = list(walk(pyrrhic, ("pyrrhic",)))
    return {
        "commands": page(
            "# Commands",
            "`--json` prints one JSON document instead of text, `--lang ru` prints it in Russian, `-h` prints help. "
            "What is refused is one sentence on standard error, with `--json` a document `error` with the parts `what`, "
            "`where`, `allowed` and `nearest` on standard output. The exit status is 0, 1 where there are findings, 2 "
            "where something is refused, and 130 where it was stopped. Tables fit the width of the terminal, or of the "
            "variable `COLUMNS`; without either it is 100 letters.",
            *(_command(words, command) for words, command in commands),
        )
    }


def walk(command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every command that can be given, with the words that give it; groups themselves are left out."""
    if not hasattr(command, "list_commands"):
        yield words, command
        return
    context = click.Context(command, info_name=words[-1])
    for name in command.list_commands(context):
        yield from walk(command.get_command(context, name), (*words, name))


def _command(words: tuple[str, ...], command) -> str:
    name = " ".join(words)
    shown = [one for one in command.params if not getattr(one, "hidden", False) and one.name != "help"]
    rows = [
        [f"`{_written(one)}`", escape(getattr(one, "help", None) or ""), escape(_default(one))]
        for one in sorted(shown, key=lambda one: one.param_type_name)
    ]
    return page(
        anchored(f"command-{'-'.join(words)}", f"`{name}`"),
        _help(command),
        table(("Argument or option", "What it is", "Otherwise"), rows) if rows else "",
    )


def _help(command) -> str:
    """The help text; a part that stands below a mark of Click keeps its lines."""
    text, _, kept = (command.help or "").partition("\b\n")
    return page(paragraphs(text), f"```text\n{kept.rstrip()}\n```") if kept else paragraphs(text)


def _written(one) -> str:
    if one.param_type_name == "argument":
        return (one.metavar or one.name or "").upper()
    return ", ".join((*one.opts, *one.secondary_opts))


def _default(one) -> str:
    """What holds when the option is not given, where that is a plain value."""
    plain = isinstance(one.default, str | int | float) and not isinstance(one.default, bool)
    return str(one.default) if plain else ""
