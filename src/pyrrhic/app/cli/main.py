"""The command `pyrrhic`. Heavy imports stand inside the commands, so that `pyrrhic --help` answers at once.

A command that fails for a reason of its own prints one sentence on standard error and exits with 2; with --json it
prints {"error": {what, where, allowed, nearest}} on standard output instead.
"""

import gc
import importlib
import json
import os
import sys
from typing import Annotated, Any

from pyrrhic.errors import PyrrhicError, unknown

os.environ.setdefault("TYPER_USE_RICH", "0")


import typer
from typer.core import TyperCommand, TyperGroup

FAILED, STOPPED = 2, 130
QUICK_TYPES = (str, list[str], bool)
# Objects made before Python looks for cycles among them; its own 700 costs a short command a tenth of its time.
YOUNG_OBJECTS = 500_000

# name: (module, attribute, help). The module is imported when the command is run or its own help is asked for.
COMMANDS = {
    "run": ("pyrrhic.app.cli.run", "run", "Run a scenario: a table per year, and files on request."),
    "compare": ("pyrrhic.app.cli.run", "compare", "Run two scenarios and show the differences per year."),
    "scenario": ("pyrrhic.app.cli.scenario", "app", "List, show, check and begin scenarios."),
    "show": ("pyrrhic.app.cli.show", "show", "Show a name of the model: formula, units, values, sources, file."),
    "record": ("pyrrhic.app.cli.record", "app", "What is known: every figure with its source."),
    "cite": ("pyrrhic.app.cli.cite", "cite", "Print the sources behind a quantity, series, lever or scenario."),
    "report": ("pyrrhic.app.cli.run", "report", "Write the report: one HTML file that opens offline."),
    "calibrate": ("pyrrhic.app.cli.calibrate", "calibrate", "Fit a structure to the record: mode or posterior."),
    "posterior": ("pyrrhic.app.cli.posterior", "app", "Show and check the shipped posterior."),
    "structures": ("pyrrhic.app.cli.posterior", "structures_app", "Rival structures and data choices."),
    "validate": ("pyrrhic.app.cli.folds", "validate", "Fit without some figures, and predict them."),
    "fit": ("pyrrhic.app.cli.fit", "fit", "Compare the run as it happened with the record, series by series."),
    "ablate": ("pyrrhic.app.cli.ablate", "ablate", "Switch each mechanism off and show the fact it explains."),
    "replicate": ("pyrrhic.app.cli.replicate", "replicate", "Published models: printed figures and computed."),
    "published": ("pyrrhic.app.cli.published", "published", "Compare published counterfactuals with the model's."),
    "doctor": ("pyrrhic.app.cli.doctor", "doctor", "Check the installation, the data and the model."),
    "warm": ("pyrrhic.app.cli.run", "warm", "Compile the ensemble model into the cache."),
    "version": ("pyrrhic.app.cli.run", "version", "Print the version."),
}


class _AsItIs:
    """What Typer asks of a converter, for flags and for options that are text: they need none."""

    def coerce(self, value, param, ctx):
        """The value as the command line gives it; a list where the option may be repeated."""
        if param.multiple or param.nargs == -1:
            return list(value or ())
        return value


class Quick:
    """Keeps Typer from importing Pydantic to turn text into text, which costs more than a run of the model.

    Typer from 0.29 on looks for a ready converter on each option; where it does not, nothing is lost but the time.
    """

    def get_params(self, ctx):
        """The options and arguments, those that are text or flags with their converter."""
        params = super().get_params(ctx)
        for param in params:
            if getattr(param, "_runtime_param", param) is None and param.type_descriptor.annotation in QUICK_TYPES:
                param._runtime_param = _AsItIs()
        return params


class QuickCommand(Quick, TyperCommand):
    """A single command whose options are text and flags."""


class LazyGroup(Quick, TyperGroup):
    """A group that knows the names and help of its commands and imports a command only to run it."""

    def list_commands(self, ctx) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx, cmd_name: str):
        """The command, imported now; None where there is none of the name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        found = getattr(importlib.import_module(module), attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
            single.command(cmd_name, cls=QuickCommand)(found)
            found = single
        command = typer.main.get_command(found)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx, args):
        """The command to run, or the nearest match for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(unknown("command", args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx, formatter) -> None:
        """The list of commands for the help page, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


app = typer.Typer(
    cls=LazyGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True
)


def _show_version(wanted: bool) -> None:
    if wanted:
        import pyrrhic

        typer.echo(f"pyrrhic {pyrrhic.__version__}")
        raise typer.Exit()


@app.callback()
def pyrrhic(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """The Soviet collectivized-agriculture system and its results, 1913-1970: a sourced record and a model.

    Years are agricultural years, 1 July to 30 June, named after the harvest: 1932 means 1932/33.
    """


def main(arguments: list[str] | None = None) -> int:
    """Run one command line, that of this process unless given, and return its exit status."""
    if arguments is not None:
        return _answer(arguments)
    gc.set_threshold(YOUNG_OBJECTS)
    status = _answer(sys.argv[1:])
    gc.freeze()  # a process that ends need not search what it leaves for cycles
    return status


def _answer(arguments: list[str]) -> int:
    """Run one command line; what the package itself refuses becomes one sentence."""
    try:
        status = typer.main.get_command(app).main(args=arguments, prog_name="pyrrhic", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return STOPPED
    except Exception as error:
        if not _is_a_refusal(error):
            raise
        _report(error, "--json" in arguments)
        return FAILED
    return status if isinstance(status, int) else 0


def _is_a_refusal(error: Exception) -> bool:
    """Whether an error says in its own words what the user should change: our own, a wrong option, a file."""
    ours = isinstance(error, PyrrhicError | OSError | ImportError)
    return ours or type(error).__module__.startswith("typer.")


def _report(error: Exception, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"error": error_document(error)}, ensure_ascii=False, allow_nan=False))
    else:
        typer.echo(f"pyrrhic: {_sentence(error)}", err=True)


def error_document(error: Exception) -> dict[str, Any]:
    """What is wrong, where, what is allowed there, and the nearest match, as far as the error says."""
    return (error if isinstance(error, PyrrhicError) else PyrrhicError(_sentence(error))).document()


def _sentence(error: Exception) -> str:
    return error.format_message() if hasattr(error, "format_message") else str(error)
