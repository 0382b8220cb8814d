"""One figure of the record by its identifier: what it is, and how to cite it."""

import re
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.witnesses import witness_in_words
from pyrrhic.errors import UnknownName
from pyrrhic.record.load import Observation, Record
from pyrrhic.record.package.description import TITLE
from pyrrhic.record.registers import changes, data_version
from pyrrhic.record.tables import GRADES, SEEN, VALUE_IS

IDENTIFIER = re.compile(r"(PYR|OWN)-\d+", re.IGNORECASE)


def figure_view(record: Record, name: str, say: Language) -> dict[str, Any]:
    """A figure with its work, page, where it was seen, what changed, and a citation. Raises `UnknownName`."""
    figures = {figure.id: figure for figure in record.observations}
    if name.upper() not in figures:
        raise UnknownName("figure", name, (), see=f"{min(figures)} to {max(figures)}")
    figure = figures[name.upper()]
    series, work = record.series(figure.series), record.works[figure.source]
    return {
        **figure.row(),
        "title": say.pick(series.title),
        "unit_name": say.unit(figure.unit),
        "reference": work.citation(say.code),
        "grade_means": say.pick(GRADES[figure.grade]),
        "value_means": say.pick(VALUE_IS[figure.value_is]),
        "seen_means": say.pick(SEEN[figure.seen]),
        "seen_where": witness_in_words(figure.seen_in, say),
        "changes": [
            {"version": change.version, "field": change.field, "old": change.old, "new": change.new, "why": change.why}
            for change in changes()
            if change.id == figure.id
        ],
        "citation": _citation(figure, work.citation(say.code), say),
    }


def _citation(figure: Observation, reference: str, say: Language) -> str:
    version, _ = data_version()
    place = f", {figure.page}" if figure.page else ""
    return say(
        "{reference}{place}; figure {identifier} of {title}, version {version}.",
        reference=reference.rstrip("."),
        place=place,
        identifier=figure.id,
        title=TITLE,
        version=version,
    )
