"""What every command says of a user's figures: which files, how many figures and which hash, and where they stand.

with_added({...}, record, [run])      # the document of a command, with the entry "added" where there are files
heading(record, say)                  # the one line above its text
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words
from pyrrhic.app.text.table import Column, figures, paragraph, table
from pyrrhic.record.added import SHORT
from pyrrhic.record.derive.operations import years_in_words
from pyrrhic.record.load import Record
from pyrrhic.runs.run import Run
from pyrrhic.studies.added import (
    COMPARED,
    DERIVED_FROM,
    OTHER_TERRITORY,
    RANGE,
    RIVAL,
    AddedFigures,
    Beside,
    added_to,
    model_beside,
)
from pyrrhic.texts import Text

OWN_RECORD, WITH_FILES = "the project's own record", "the record with these files"
MOST_SHOWN = 40  # lines of figures in a text; --json has all
HOW: Mapping[str, Text] = {
    COMPARED: Text("compared", "сопоставляется с моделью"),
    RIVAL: Text("a rival beside it", "другая оценка того же"),
    DERIVED_FROM: Text("derived from it", "выведено с этим числом"),
    RANGE: Text("widens the range", "расширяет диапазон"),
    OTHER_TERRITORY: Text("on another territory than the record", "по другой территории, чем в своде"),
}


def with_added(
    view: Mapping[str, Any], record: Record, runs: Sequence[Run] = (), calibrated_with: bool = False
) -> dict:
    """A document, with what was added to the record where anything was."""
    return {**view, "added": added_view(record, runs, calibrated_with)} if record.added else dict(view)


def added_view(record: Record, runs: Sequence[Run] = (), calibrated_with: bool = False) -> dict[str, Any]:
    """The files, what the draws were calibrated on, and the user's figures beside the runs."""
    added = added_to(record)
    return {
        "files": [asdict(file) for file in record.added],
        "calibrated_on": WITH_FILES if calibrated_with else OWN_RECORD,
        "figures": [_figure(part, runs) for part in added.beside],
        "derived": [asdict(effect) for effect in added.effects],
        "not_compared": dict(added.others),
    }


def _figure(part: Beside, runs: Sequence[Run]) -> dict[str, Any]:
    figure = part.figure
    models = [model_beside(part, run) for run in runs]
    return {
        "row": part.row.name,
        "series": figure.series,
        "year": part.year,
        "role": figure.role,
        "how": part.how,
        "value": part.value,
        "source": figure.citation,
        "model": [model and asdict(model) for model in models],
    }


# --- as text ---------------------------------------------------------------------------------------------------------


def with_works(say: Language, record: Record) -> Language:
    """The language, which knows the works of a user's files besides."""
    return Language(say.code, record.works) if record.added else say


def heading(record: Record, say: Language, calibrated_with: bool = False) -> str:
    """One line: which file was added, its figures and hash, and on what the draws were calibrated."""
    files = "; ".join(_file(file, say) for file in record.added)
    if calibrated_with:
        return say("Added: {files}. The draws were calibrated on the record with these figures.", files=files)
    return say(
        "Added: {files}. The draws and the starting fit were calibrated on the project's own record, without these figures.",
        files=files,
    )


def _file(file, say: Language) -> str:
    return say(
        "{file}, figures: {figures}, main ones among them: {main}, SHA-256 {hash}",
        file=file.file,
        figures=file.figures,
        main=file.main,
        hash=file.sha256[:SHORT],
    )


def around(text: str, record: Record, say: Language, runs: Sequence[Run] = (), calibrated_with: bool = False) -> str:
    """A text with the line on what was added above it, and the figures below it."""
    head = paragraph(heading(record, say, calibrated_with))
    return "\n".join([head, text, added_text(record, with_works(say, record), runs)])


def added_text(record: Record, say: Language, runs: Sequence[Run] = ()) -> str:
    """The user's figures beside the model, and what they do to the derived series."""
    added = added_to(record)
    parts = [_table(added, say, runs), *map(paragraph, notes(added, say))]
    return "\n".join(part for part in parts if part)


def _table(added: AddedFigures, say: Language, runs: Sequence[Run]) -> str:
    shown = added.beside[:MOST_SHOWN]
    if not shown:
        return paragraph(say("None of the figures added is of a series that is compared with the model."))
    heads = [
        Column(say("series"), left=True),
        Column(say("year"), left=True),
        Column(say("added"), written=figures()),
        *(Column(title, left=True) for title in _titles(runs, say)),
        Column(left=True),
        Column(say("source"), left=True),
    ]
    rows = [
        (
            part.row.name,
            str(part.year),
            part.value,
            *(model_said(part, run, say) for run in runs),
            how_said(part, say),
            in_words(part.figure.citation, say),
        )
        for part in shown
    ]
    more = len(added.beside) - len(shown)
    lines = ["", say("Figures added, in the units of the model"), table(heads, rows)]
    return "\n".join([*lines, *([say("{count} more: --json", count=more)] if more else [])])


def _titles(runs: Sequence[Run], say: Language) -> list[str]:
    return [say("model")] if len(runs) == 1 else [run.name for run in runs]


def how_said(part: Beside, say: Language) -> str:
    """How a figure stands beside what is compared with the model."""
    return say.pick(HOW[part.how])


def model_said(part: Beside, run: Run, say: Language) -> str:
    """The model's number for a figure, with its 90 % interval."""
    number = model_beside(part, run)
    if number is None:
        return "-"
    low, median, high = (f"{value:.4g}" for value in (number.low, number.median, number.high))
    return median if low == high else f"{median} ({say('{low} to {high}', low=low, high=high)})"


def notes(added: AddedFigures, say: Language) -> list[str]:
    """Sentences on the derived series that rest on the figures, and on the figures that nothing reads."""
    sentences = [_effect(effect, say) for effect in added.effects]
    if added.others:
        others = ", ".join(f"{series} ({count})" for series, count in list(added.others.items())[:MOST_SHOWN])
        sentences.append(say("Neither compared nor part of a derived series: {series}.", series=others))
    return sentences


def _effect(effect, say: Language) -> str:
    name = effect.series
    if effect.why_not:
        return say("{series} stays as in the project's own record: {reason}.", series=name, reason=effect.why_not)
    if effect.moved:
        return say("{series} follows the figures added in {years}.", series=name, years=years_in_words(effect.moved))
    if effect.widened:
        years = years_in_words(effect.widened)
        return say("{series} keeps its values; its range is another in {years}.", series=name, years=years)
    return say(
        "{series} is not moved: by its rule it takes other figures, years, regions or works; see pyrrhic record show {series}.",
        series=name,
    )
