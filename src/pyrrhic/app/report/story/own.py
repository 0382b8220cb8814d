"""A user's figures in the pictures: hollow triangles where their series is drawn, called by the works that they are from.

    with_own(picture, record, say)     # the same picture where no file was added

A picture that draws only what is calculated from a series, as a ratio or a share, has no place for a figure of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyrrhic.app.language import Language
from pyrrhic.app.report.series import gathered, mark
from pyrrhic.app.text.names import in_words
from pyrrhic.record.added import is_users
from pyrrhic.record.load import Observation, Record

OWN = "own"  # the role of the marks
SCALES = (1.0, 0.001, 1000.0)  # between the unit of a printed series and that of a panel
CLOSE = 1e-9


@dataclass(frozen=True)
class Example:
    """A printed figure that a panel draws as it is, at a place of the axis and to a scale, which others of its series share."""

    figure: Observation
    place: float
    scale: float

    def marks(self, figure: Observation) -> dict:
        """Another figure of the series as a mark."""
        return mark(figure, self.place + figure.when.middle - self.figure.when.middle, self.scale)

    def is_like(self, figure: Observation) -> bool:
        """Whether another figure is of one year or date, or of the same period."""
        return figure.when.kind != "period" or figure.year == self.figure.year


def with_own(picture: dict, record: Record, say: Language) -> dict:
    """A picture with the user's figures of the series that it draws."""
    own = [figure for figure in record.observations if is_users(figure) and figure.role in ("main", "rival")]
    if not own:
        return picture
    panels = [
        _of_years(panel, own, say) if panel["kind"] == "years" else _of_rows(panel, say) for panel in picture["panels"]
    ]
    return {**picture, "panels": panels, **gathered(panels)}


def _of_years(panel: dict, own: Sequence[Observation], say: Language) -> dict:
    """A panel with marks for those figures of which it draws the series."""
    examples, (first, last) = list(_examples(panel)), panel["years"]
    placed = [(figure, _nearest(examples, figure)) for figure in own if not figure.region]
    marks = [
        {**example.marks(figure), "label": in_words(figure.source, say)}
        for figure, example in placed
        if example and example.is_like(figure)
    ]
    points = [point for point in marks if first <= point["x"] <= last]
    if not points:
        return panel
    added = {"role": OWN, "label": _label(points, say), "series": "", "calendar": "", "points": points}
    return {**panel, "series": [*panel["series"], added]}


def _nearest(examples: Sequence[Example], figure: Observation) -> Example | None:
    """The example of the same series that is nearest in time, for a series may write its years in several ways."""
    alike = (example for example in examples if example.figure.series == figure.series)
    return min(alike, key=lambda example: abs(example.figure.when.middle - figure.when.middle), default=None)


def _examples(panel: dict) -> Iterator[Example]:
    """The figures of the record that stand in a panel as they are printed."""
    for point in (point for series in panel["series"] for point in series["points"]):
        for figure in point.get("figures", ()):
            scale = next((scale for scale in SCALES if _is_close(figure.value * scale, point["value"])), None)
            if scale and not is_users(figure):
                yield Example(figure, point["x"], scale)


def _is_close(printed: float, drawn: float) -> bool:
    return drawn != 0.0 and abs(printed - drawn) <= CLOSE * abs(drawn)


def _of_rows(panel: dict, say: Language) -> dict:
    """A panel of rows with the user's figures among its marks told apart."""
    rows = [{**row, "marks": [_told_apart(point, say) for point in row["marks"]]} for row in panel["rows"]]
    points = [point for row in rows for point in row["marks"] if point["role"] == OWN]
    return {**panel, "rows": rows, "added": _label(points, say)} if points else panel


def _told_apart(point: dict, say: Language) -> dict:
    figures = point["figures"]
    return {**point, "role": OWN, "label": in_words(figures[0].source, say)} if all(map(is_users, figures)) else point


def _label(points: Sequence[dict], say: Language) -> str:
    return say("Added: {works}", works="; ".join(dict.fromkeys(point["label"] for point in points)))
