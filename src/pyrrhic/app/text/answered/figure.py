"""One figure of the record, for a reader."""

from collections.abc import Iterator
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import variant_in_words


def figure_text(view: dict[str, Any], say: Language) -> str:
    """The figure, how it was obtained and seen, what changed, and how to cite it."""
    return "\n".join(_lines(view, say))


def _lines(view: dict[str, Any], say: Language) -> Iterator[str]:
    between = f" ({view['low']:g}–{view['high']:g})" if view["low"] is not None else ""
    where = say(view["region"] or view["territory"])
    yield f"{view['id']}  {view['title']}, {view['year']}: {view['printed']}{between} {view['unit_name']} ({where})"
    reference = ", ".join(filter(None, (view["reference"], say(view["page"]) if view["page"] else "")))
    yield say("Work: {reference}", reference=reference)
    yield say("Grade {grade}: {meaning}", grade=view["grade"], meaning=view["seen_means"])
    if view["seen_where"]:
        yield say("Seen in: {witness}", witness=view["seen_where"])
    if view["value_is"] != "printed":
        yield say("The number is {how}.", how=view["value_means"])
    if view["variant"]:
        yield say("Variant: {name}", name=variant_in_words(view["variant"], say))
    if view["note"]:
        yield say("Note: {note}", note=say(view["note"]))
    for change in view["changes"]:
        yield say("Changed in version {version}, {field}: “{old}” became “{new}”: {why}.", **change)
    yield say("Cite: {citation}", citation=view["citation"])
