"""Estimates beside the record's own figures, each called by its author and kind: official, low, the middle of a range."""

from collections.abc import Iterable, Mapping

from pyrrhic.app.language import Language
from pyrrhic.app.report.series import printed_marks
from pyrrhic.app.report.story.story import Story
from pyrrhic.app.text.names import in_words
from pyrrhic.record.added import is_users
from pyrrhic.record.load import Observation
from pyrrhic.sources import split

MOST_NAMED = 4


def rivals(story: Story, series: str, *, official: bool = False, label: str = "", **options) -> dict:
    """The figures of a printed series as hollow marks, squares for official ones.

    The key of the picture names the authors, or has the `label` given; in the table each figure has its author and kind.
    A user's figures have marks of their own.
    """
    say = story.say
    marks = printed_marks(story.record, series, "", role="official" if official else "rival", **options)
    by_figure = {(seen.year, seen.value, seen.citation): seen for seen in story.record.series(series).observations}
    points = [
        {**point, "label": _named(by_figure[point["year"], point["printed"], point["sources"][0]], say, label)}
        for point in marks["points"]
        if not any(map(is_users, point["figures"]))
    ]
    authors = _listed((in_words(split(point["sources"][0])[0], say) for point in points), say)
    named = (
        say("Official: {authors}", authors=authors) if official else say("Other estimates: {authors}", authors=authors)
    )
    return {**marks, "points": points, "label": label or named}


def _named(figure: Observation, say: Language, label: str) -> str:
    """Author and kind of a figure."""
    kind = kind_of(figure, say)
    author = label or in_words(figure.source, say)
    return f"{author}, {kind}" if kind else author


def kind_of(figure: Observation, say: Language) -> str:
    """What kind of estimate a figure is, by the record's own note on it; nothing where the note does not say."""
    kinds: Mapping[str, str] = {
        "low estimate": say("low estimate"),
        "high estimate": say("high estimate"),
        "left unrevised": say("official, left unrevised"),
        "midpoint": say("middle of a range"),
        "middle of": say("middle of a range"),
    }
    return next((word for sign, word in kinds.items() if sign in figure.note), "")


def _listed(names: Iterable[str], say: Language) -> str:
    """The first few of different names."""
    different = list(dict.fromkeys(names))
    if len(different) <= MOST_NAMED:
        return "; ".join(different)
    return say("{names} and others", names="; ".join(different[:MOST_NAMED]))
