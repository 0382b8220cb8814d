"""What every command prints: an answer as text or as one JSON document, or a refusal in one sentence.

A refusal stands on standard error and exits with 2; with --json it is {"error": {what, where, allowed, nearest}} on
standard output. JSON is strict: what is not a finite number is null. Any code page will do for standard output.
"""

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from math import isfinite
from typing import Any

import click

from pyrrhic.app.cli.group import place
from pyrrhic.errors import CONTROLS, BadFile, BadInput, CannotRun, PyrrhicError, UnknownName, one_line

FINDINGS, REFUSED, STOPPED = 1, 2, 130
EXTRAS = {"nutpie": "calibrate", "arviz": "calibrate", "ziglang": "fast", "SALib": "sensitivity", "xlsxwriter": "excel"}


# --- answers --------------------------------------------------------------------------------------------------


def answer(view: Any, text: Callable[[Any], str], as_json: bool) -> None:
    """Print a view as one JSON document, or as the text that is made of it."""
    print(document(view) if as_json else plain(text(view)))


def document(view: Any) -> str:
    """A view as strict JSON."""
    return json.dumps(_plain(view), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """A value as JSON has it: no number for one that is not finite, text for what JSON has no word for."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return _number(value)


def _number(value: Any) -> float | str | None:
    """A number of any kind, null where it is none; dates and the like as text."""
    from decimal import Decimal
    from numbers import Real

    if not isinstance(value, Real | Decimal):
        return str(value)
    return float(value) if isfinite(value) else None


def tell(line: str) -> None:
    """Print a line on standard error: progress, a warning, the name of a file. Nobody may be there to read it."""
    with suppress(OSError):
        print(plain(line), file=sys.stderr, flush=True)


def plain(text: str) -> str:
    """A text that does nothing to a terminal but begin lines: names of files and sources may hold anything."""
    return CONTROLS.sub(lambda sign: sign.group() if sign.group() in "\n\t" else one_line(sign.group()), text)


def warn(warnings: Iterable[str], as_json: bool) -> None:
    """Print warnings on standard error; a JSON document holds its own."""
    for warning in () if as_json else warnings:
        tell(f"warning: {warning}")


def command_line() -> str:
    """The command line that made a result."""
    return shlex.join(["pyrrhic", *sys.argv[1:]])


def finish(sound: bool) -> None:
    """End the command: with status 1 where something is to be found in its answer."""
    if not sound:
        raise click.exceptions.Exit(FINDINGS)


# --- refusals -------------------------------------------------------------------------------------------------


def refuse(error: Exception, as_json: bool) -> int:
    """Say a refusal, and return the exit status of refusals. Raises the error itself where it is a fault of ours."""
    message = refusal(error)
    if message is None:
        raise error
    if as_json:
        print(document({"error": message.document()}))
    else:
        tell(f"pyrrhic: {message}")
    return REFUSED


def refusal(error: Exception) -> PyrrhicError | None:
    """An error that says what the user should change, in its parts; None for any other."""
    if isinstance(error, PyrrhicError):
        return error
    if isinstance(error, click.ClickException):
        return _usage_error(error)
    if isinstance(error, ImportError):
        return _missing(error)
    return BadFile(_reason(error), where=str(error.filename or "")) if isinstance(error, OSError) else None


def _usage_error(error: click.ClickException) -> PyrrhicError:
    """A wrong option or argument."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.NoSuchOption) and context:
        known = [spelling for option in context.command.get_params(context) for spelling in option.opts]
        options = [spelling for spelling in known if spelling.startswith("-")]
        return UnknownName("option", error.option_name, options, where=place(context))
    return BadInput(_small(error.format_message()), where=place(context))


def _small(sentence: str) -> str:
    """A sentence of Click as we write them: a small letter first, no full stop, on one line."""
    sentence = " ".join(sentence.split()).rstrip(".")
    return sentence[:1].lower() + sentence[1:]


def _missing(error: ImportError) -> PyrrhicError:
    """A library that is not installed, with the extra that brings it."""
    library = (error.name or str(error)).partition(".")[0]
    wanted = f"pyrrhic[{EXTRAS[library]}]" if library in EXTRAS else library
    return CannotRun(f"this needs {library}, which is not installed; install it with: pip install {wanted}")


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


# --- standard output ------------------------------------------------------------------------------------------


def write_under_any_code_page(as_json: bool) -> None:
    """Let standard output take every letter: as UTF-8 in JSON, as an escape where a code page lacks it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **({"encoding": "utf-8"} if as_json else {}))


def close_quietly(error: OSError) -> int:
    """Standard output takes no more: nothing to say where its reader has left, one sentence where the disk is full."""
    _turn_away()
    if isinstance(error, BrokenPipeError):
        return 0
    tell(f"pyrrhic: standard output cannot be written to: {_reason(error)}")
    return REFUSED


def _turn_away() -> None:
    """Send what is still to be printed nowhere, so that the end of the program does not fail on it again."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w")
