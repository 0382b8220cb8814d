"""Groups of commands. A lazy group knows the names of its commands and imports one only when it is wanted."""

import importlib
from collections import Counter
from collections.abc import Mapping

import click

from pyrrhic.errors import BadInput, UnknownName

COMPLETION = "_PYRRHIC_COMPLETE"  # what a shell's script sets when it asks which words may come next


def place(context: click.Context | None) -> str:
    """The command in which something is wrong, as it is typed after `pyrrhic`."""
    return context.command_path.partition(" ")[2] if context else ""


class Group(click.Group):
    """A group that prints its help when nothing is asked, and offers the nearest match for a misspelt command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words of the command line; without any the help is the answer."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they were written down."""
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """The command to run. Raises `UnknownName` where there is none of the name."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise UnknownName("command", args[0], known, where=place(ctx))
        name, command, rest = super().resolve_command(ctx, args)
        if command and not ctx.resilient_parsing:
            _refuse_ignored(click.Context(command, parent=ctx, info_name=name), rest)
        return name, command, rest


def _refuse_ignored(context: click.Context, words: list[str]) -> None:
    """Refuse an option that is given twice, of which the last would count, or an empty word. Raises `BadInput`."""
    values, _, order = context.command.make_parser(context).parse_args(list(words))
    for parameter, count in Counter(order).items():
        name = parameter.make_metavar(context)
        if isinstance(parameter, click.Option):
            name = parameter.opts[0]
            _refuse_repeated(parameter, count, context)
        given = values.get(parameter.name or "")
        if any(isinstance(word, str) and not word.strip() for word in (given if isinstance(given, list) else [given])):
            raise BadInput(f"{name} is empty", where=place(context))


def _refuse_repeated(option: click.Option, count: int, context: click.Context) -> None:
    if count > 1 and not (option.multiple or option.is_flag):
        raise BadInput(f"{option.opts[0]} is given {count} times", where=place(context), allowed="once")


class LazyGroup(Group):
    """A group with a table: name -> ("module:attribute", help)."""

    def __init__(self, *arguments, lazy: Mapping[str, tuple[str, str]], **options):
        super().__init__(*arguments, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None where there is none of the name."""
        if cmd_name not in self.lazy:
            return None
        module, _, attribute = self.lazy[cmd_name][0].partition(":")
        return getattr(importlib.import_module(module), attribute)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for the help page, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.lazy.items()])
