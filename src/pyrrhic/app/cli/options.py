"""The options that several commands share: one spelling, one help text, one check each; and what completes names."""

from collections.abc import Callable, Iterable
from math import inf, isfinite, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pyrrhic.app.cli.group import place
from pyrrhic.errors import BadFile, BadInput, UnknownName
from pyrrhic.files import refuse_device
from pyrrhic.texts import LANGUAGES

if TYPE_CHECKING:
    from pyrrhic.runs.case import Draws

# --- names to complete ----------------------------------------------------------------------------------------


def completed(names: Callable[[], Iterable[str]], mark: str = "") -> Callable:
    """Completes a name; `mark` separates several of them in one word, as + does scenarios."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        before, separator, begun = incomplete.rpartition(mark) if mark else ("", "", incomplete)
        return [f"{before}{separator}{name}" for name in names() if name.startswith(begun)]

    return complete


def scenario_names() -> list[str]:
    """The shipped scenarios."""
    from pyrrhic.studies.scenarios.scenario import names

    return names()


def model_names() -> list[str]:
    """Every name of the model."""
    from pyrrhic.model import assemble

    return list(assemble().names)


def series_names() -> list[str]:
    """The series of the record, transcribed and derived."""
    from pyrrhic.record import load
    from pyrrhic.record.derive.series import DERIVED

    return [*load(), *DERIVED]


def structure_names() -> list[str]:
    """The rival structures."""
    from pyrrhic.calibration.structures import structures

    return list(structures())


def position_names() -> list[str]:
    """The positions of scholars in their debates, as they are asked for."""
    from pyrrhic.studies.debates import position_names

    return position_names()


# --- checks ---------------------------------------------------------------------------------------------------

MOST = 999_999_999  # of any number that is asked for


class Count(click.ParamType):
    """A whole number, so many at least."""

    name = "N"

    def __init__(self, least: int = 1, most: int = MOST):
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises `BadInput` for anything else, and for more digits than anyone could mean."""
        text = str(value)
        if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) and self.least <= int(text) <= self.most:
            return int(text)
        raise BadInput(
            f"{text[:20]} is not a number that it takes",
            where=param.opts[0] if param else "",
            allowed=f"{self.least} to {self.most:,}" if self._is_too_large(text) else f"{self.least} or more",
        )

    def _is_too_large(self, text: str) -> bool:
        return text.isascii() and text.isdecimal() and (len(text) > len(str(MOST)) or int(text) > self.most)


class Amount(click.ParamType):
    """A finite number within bounds; with `min_open` the least is not among them."""

    name = "X"

    def __init__(self, min: float = -inf, max: float = inf, min_open: bool = False):
        self.min, self.max, self.min_open = min, max, min_open

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises `BadInput` for anything else."""
        try:
            number = float(value)
        except ValueError:
            number = nan
        if isfinite(number) and self.min <= number <= self.max and not (self.min_open and number == self.min):
            return number
        raise BadInput(
            f"{str(value)[:20]} is not a number that it takes",
            where=param.opts[0] if param else "",
            allowed=self._allowed(),
        )

    def _allowed(self) -> str:
        least = f"above {self.min:g}" if self.min_open else f"at least {self.min:g}"
        bounds = [least if isfinite(self.min) else "", f"at most {self.max:g}" if isfinite(self.max) else ""]
        return ", ".join(filter(None, bounds)) or "a number such as 1.5"


class OneOf(click.ParamType):
    """One of a few words."""

    name = "word"

    def __init__(self, kind: str, words: Iterable[str]):
        self.kind, self.words = kind, tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word. Raises `UnknownName` for any other."""
        if value not in self.words:
            raise UnknownName(self.kind, value, self.words, where=param.opts[0] if param else "")
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str):
        """The words that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


def _language(context: click.Context, parameter: click.Parameter, code: str):
    from pyrrhic.app.language import Language

    return Language(code)


def _names(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, ...]:
    """Names of the model, separated by commas; each may say that it is one, `model:excess_deaths`."""
    names = [name.strip() for name in text.split(",")]
    if text and not all(names):
        raise BadInput("a name is missing beside a comma", where=f"{parameter.opts[0]} {text}")
    if not text:
        return ()
    from pyrrhic.studies.kinds import MODEL, bare_name

    return tuple(dict.fromkeys(bare_name(name, MODEL) for name in names))


def _files(context: click.Context, parameter: click.Parameter, files: tuple[str, ...]) -> list[str]:
    for file in files:
        _refuse_no_file(file)
    return list(files)


def _file(context: click.Context, parameter: click.Parameter, file: str) -> Path:
    _refuse_no_file(file)
    return Path(file)


def _optional_file(context: click.Context, parameter: click.Parameter, file: str | None) -> Path | None:
    return None if file is None else _file(context, parameter, file)


def _refuse_no_file(file: str) -> None:
    if Path(file).is_dir():
        raise BadFile("it is a folder; name a file in it", where=file)
    refuse_device(Path(file), file)


def folder(context: click.Context, parameter: click.Parameter, name: str) -> Path:
    """The folder of an option or argument, which may be missing still. Raises `BadFile` for a file."""
    if Path(name).exists() and not Path(name).is_dir():
        raise BadFile("it is a file; name a folder", where=name)
    return Path(name)


def _paths(context: click.Context, parameter: click.Parameter, files: tuple[str, ...]) -> list[Path]:
    return list(map(Path, files))


def given(context: click.Context, *names: str) -> list[str]:
    """Those of the options that stand on the command line, as they are written there."""
    written = {option.name: option.opts[0] for option in context.command.params}
    return [
        written[name] for name in names if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    ]


def refuse_together(context: click.Context, option: str, *names: str) -> None:
    """Refuse options that would be ignored beside `option`. Raises `BadInput`."""
    ignored = given(context, *names)
    if ignored:
        raise BadInput(f"{', '.join(ignored)} cannot be used with {option}", where=place(context))


def refuse_without(context: click.Context, option: str, *names: str) -> None:
    """Refuse options that would be ignored where `option` is not given. Raises `BadInput`."""
    ignored = given(context, *names)
    if ignored:
        raise BadInput(f"{', '.join(ignored)} needs {option}", where=place(context))


# --- the draws of a folder ------------------------------------------------------------------------------------


def own_draws(
    folder: Path | None, files: list[Path], number: int | None, structure: str
) -> tuple["Draws | None", bool]:
    """The draws of a folder, of one variant where it is named, and whether they were fitted to a user's files too.

    None where no folder is named.
    """
    if folder is None:
        return None, False
    from pyrrhic.calibration.sampling.folder import draws_of
    from pyrrhic.record import load

    return draws_of(folder, load(files), number, [structure] if structure else [])


# --- options --------------------------------------------------------------------------------------------------

SCENARIO = "SCENARIO[+SCENARIO]"

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
language_option = click.option(
    "--lang",
    "say",
    type=OneOf("language", LANGUAGES),
    default="en",
    callback=_language,
    metavar="LANGUAGE",
    help="en or ru.",
)
keep_option = click.option(
    "--keep",
    default="",
    metavar="A,B",
    callback=_names,
    shell_complete=completed(model_names, ","),
    help="Quantities to show and write instead of the usual.",
)
years_option = click.option("--years", default="", metavar="1926-1940", help="Agricultural years to show.")
draws_option = click.option(
    "--draws",
    type=Count(),
    metavar="N",
    help="Draws of the posterior to run; intervals are shown over them.",
)
structure_option = click.option(
    "--structure",
    default="",
    metavar="STRUCTURE",
    shell_complete=completed(structure_names),
    help="One variant of the model by itself, such as harvest_low, instead of their mixture.",
)
position_option = click.option(
    "--position",
    "positions",
    multiple=True,
    metavar="DEBATE=POSITION",
    shell_complete=completed(position_names),
    help="Hold a position of a debate, such as harvest=tauger (may be repeated); at draws. See: pyrrhic debates.",
)
fit_option = click.option(
    "--fit", is_flag=True, help="Fit positions at the mode where no posterior is shipped for them; a minute or so."
)
seed_option = click.option("--seed", type=Count(0), default=1926, metavar="N", help="Seed of the random numbers.")
with_option = click.option(
    "--with",
    "with_",
    multiple=True,
    metavar="FILE.csv",
    callback=_paths,
    shell_complete=None,
    help="Add a file of rival figures (may be repeated); its new sources stand in FILE.bib beside it.",
)
posterior_option = click.option(
    "--posterior",
    "posterior",
    metavar="FOLDER",
    callback=lambda context, parameter, name: None if name is None else folder(context, parameter, name),
    help="Take the draws of a folder that pyrrhic calibrate wrote; those fitted with files of yours need the same --with.",
)
out_option = click.option(
    "--out",
    "-o",
    multiple=True,
    metavar="FILE",
    callback=_files,
    help="Also write a file: .nc, .parquet, .csv or .json (may be repeated); with --draws every draw, not as .json.",
)


def out_file_option(default: str | None, what: str) -> Callable:
    """--out for the one file that a command writes; without a default it must be given."""
    needed: dict[str, Any] = {"required": True} if default is None else {"default": default}
    return click.option("--out", "-o", metavar="FILE", callback=_file, help=what, **needed)


def pdf_option(command: Callable) -> Callable:
    """--pdf for a document that is printed besides."""
    option = click.option("--pdf", metavar="FILE", callback=_optional_file, help="A PDF besides, printed by Chromium.")
    return option(command)


def scenario_argument(name: str, metavar: str = SCENARIO) -> Callable:
    """A shipped scenario, a TOML file, or several joined by +."""
    return click.argument(name, metavar=metavar, shell_complete=completed(scenario_names, "+"))


def structure_argument(**options: Any) -> Callable:
    """The name of a structure."""
    return click.argument("structure", metavar="STRUCTURE", shell_complete=completed(structure_names), **options)


def out_folder_option(default: str, what: str) -> Callable:
    """--out for the folder in which a command keeps its files."""
    return click.option("--out", "-o", default=default, metavar="FOLDER", callback=folder, help=what)
