"""The command `pyrrhic`. A command and what it needs are imported when it runs, so that `pyrrhic --help` answers at once.

Exit status: 0, 1 where there are findings, 2 where something is refused, 130 where the user stopped it.
"""

import os
import sys

import click

from pyrrhic.app.cli import answers
from pyrrhic.app.cli.group import COMPLETION, LazyGroup
from pyrrhic.errors import BadFile

ROOM = "pyrrhic.app.cli."
# name: (module:attribute, help)
COMMANDS = {
    "run": (ROOM + "run:run", "Run a scenario: a table per year, and files on request."),
    "compare": (ROOM + "run:compare", "Run two scenarios and show the differences per year."),
    "scenario": (ROOM + "scenario:scenario", "List, show, check and begin scenarios."),
    "show": (ROOM + "show:show", "Show a name of the model: formula, units, values, sources, file."),
    "record": (ROOM + "record:record", "What is known: every figure with its source."),
    "cite": (ROOM + "show:cite", "Print the sources behind a quantity, series, lever or scenario."),
    "report": (ROOM + "run:report", "Write the report: one HTML file that opens offline."),
    "site": (ROOM + "answered.site:site", "Write the laboratory: a folder of plain files, for a stick or a web host."),
    "handout": (ROOM + "answered.handout:handout", "A lesson on two pages: points, table and worksheet; key apart."),
    "lab": (ROOM + "answered.site:lab", "Open the laboratory in the browser."),
    "calibrate": (ROOM + "calibrate:calibrate", "Fit a variant of the model to the record: mode or posterior."),
    "posterior": (ROOM + "posterior:posterior", "Show and check the shipped posterior."),
    "structures": (ROOM + "posterior:structures", "The rival variants of the model, and the data they believe."),
    "validate": (ROOM + "calibrate:validate", "Fit without some figures, and predict them."),
    "fit": (ROOM + "questions:fit", "Compare the historical run with the record, series by series."),
    "claims": (ROOM + "answered.claims:claims", "Judge the claims, each with its statements, by rule."),
    "attribute": (
        ROOM + "answered.attribution:attribute",
        "What of a scenario's effect is due to each of its changes.",
    ),
    "ablate": (ROOM + "questions:ablate", "Switch each mechanism off and show the fact it explains."),
    "judgements": (ROOM + "questions:judgements", "Move each fixed judgement over its range, and show the headlines."),
    "sensitivity": (
        ROOM + "answered.sensitivity:sensitivity",
        "Show which numbers and judgements the headlines depend on.",
    ),
    "discover": (ROOM + "answered.sensitivity:discover", "Find the beliefs under which a statement holds."),
    "debates": (ROOM + "answered.debates:list_debates", "Where scholars disagree: debates and their positions."),
    "debate": (ROOM + "answered.debates:debate", "One debate: what follows from each position, side by side."),
    "replicate": (ROOM + "questions:replicate", "Published models: printed figures and computed."),
    "published": (ROOM + "questions:published", "Compare published counterfactuals with the model's."),
    "doctor": (ROOM + "installation:doctor", "Check the installation, the data and the model."),
    "warm": (ROOM + "installation:warm", "Compile the model into the cache."),
    "completion": (ROOM + "installation:completion", "Print a script that completes commands in a shell."),
    "version": (ROOM + "installation:version", "Print the version."),
}


def _print_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        import pyrrhic

        print(f"pyrrhic {pyrrhic.__version__}")
        context.exit()


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
def pyrrhic() -> None:
    """The Soviet collectivized-agriculture system and its results, 1913-1970: a sourced record and a model.

    Years are agricultural years, 1 July to 30 June, named after the harvest: 1932 means 1932/33.
    """


def main(arguments: list[str] | None = None) -> int:
    """Run one command line, that of this process unless given, and return its exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if COMPLETION in os.environ:
        return _complete(os.environ[COMPLETION])
    if sys.stdout is None:
        return answers.refuse(BadFile("it is closed, so nothing can be printed", where="standard output"), False)
    as_json = "--json" in words
    answers.write_under_any_code_page(as_json)
    try:
        status = _status(words, as_json)
        sys.stdout.flush()
    except OSError as error:  # of standard output: those of files are refusals
        return answers.close_quietly(error)
    return status


def _status(words: list[str], as_json: bool) -> int:
    """Run one command line; what the package itself refuses becomes one sentence."""
    try:
        with pyrrhic.make_context("pyrrhic", words) as context:
            pyrrhic.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (click.Abort, KeyboardInterrupt):
        return answers.STOPPED
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            raise
        return answers.refuse(error, as_json)
    return 0


def _complete(instruction: str) -> int:
    """Answer the question of a shell which words may come next."""
    from click.shell_completion import shell_complete

    return shell_complete(pyrrhic, {}, "pyrrhic", COMPLETION, instruction)
