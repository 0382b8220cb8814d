"""The few draws of a site: those kept in few.toml where all draws are the shipped ones, else those of a short search.

    few_of(drawn, entries("panels"))        # Few(draws=(3, 17, ...), weights=(0.03, 0.02, ...))

`python -P scripts/few_draws.py` makes the file anew, by a longer search.
"""

from collections.abc import Mapping
from importlib.resources import files
from itertools import islice
from math import inf
from pathlib import Path
from typing import Any

from pyrrhic.app.site.laboratory.few import Few, rows_of
from pyrrhic.app.site.laboratory.few_search import MANY, choices
from pyrrhic.engine import fingerprint as fingerprints
from pyrrhic.errors import BadFile
from pyrrhic.fields import NUMBERS_BY_NAME, WHOLE, WORD, check_entry
from pyrrhic.files import read_toml, write_text
from pyrrhic.runs.case import Draws

FILE = "few.toml"
FIELDS = {"draws": WHOLE, "fingerprint": WORD, "weights": NUMBERS_BY_NAME}
HEAD = "# The draws that run while a lever moves, by their places among all draws, and what each weighs; written by scripts/few_draws.py."
DIGITS = 6
TRIES = 15  # of a short search


def few_of(drawn: Draws, panels: Mapping[str, Mapping[str, Any]]) -> Few:
    """The few draws and their weights; all of them where they are few."""
    if len(drawn) <= MANY:
        return Few(tuple(range(len(drawn))), tuple(drawn.weights.tolist()))
    document = kept()
    few = few_in(document)
    if document["fingerprint"] == fingerprint(drawn):
        return few
    return next(islice(choices(rows_of(drawn, panels), drawn.weights), TRIES, None)).few


def kept() -> dict[str, Any]:
    """What few.toml says."""
    return read_toml(files(__package__).joinpath(FILE))


def fingerprint(drawn: Draws) -> str:
    """Of draws, what each weighs, and the posteriors that they are of."""
    return fingerprints.of_text(drawn.fingerprint, *drawn.posteriors.values(), fingerprints.numbers(drawn.weights))


def few_in(document: Mapping[str, Any]) -> Few:
    """What a document such as few.toml says. Raises a `PyrrhicError` for whatever is wrong with it."""
    check_entry(document, FIELDS, FILE, required=FIELDS)
    weights, most = document["weights"], document["draws"]
    places = set(map(str, range(most)))
    wrong = [draw for draw in weights if draw not in places or not 0 < weights[draw] < inf]
    if wrong or not weights:
        allowed = f"places below {most}, each with a weight above nought"
        what = f"{wrong[0]} = {weights[wrong[0]]}" if wrong else "it is empty"
        raise BadFile(what, where=f"{FILE}, weights", allowed=allowed)
    whole = sum(weights.values())
    return Few(tuple(map(int, weights)), tuple(weight / whole for weight in weights.values()))


def write(few: Few, drawn: Draws, file: Path | None = None) -> Path:
    """Write few draws of all draws into the package."""
    weights = [f"{draw} = {weight:.{DIGITS}f}" for draw, weight in zip(few.draws, few.weights, strict=True)]
    of = [f"draws = {len(drawn)}", f'fingerprint = "{fingerprint(drawn)}"']
    return write_text(file or Path(__file__).with_name(FILE), "\n".join([HEAD, "", *of, "", "[weights]", *weights, ""]))
