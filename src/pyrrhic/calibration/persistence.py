"""Errors that persist within a row of comparisons: which rows, and what that does to the likelihood.

The error e of a figure is correlated with that of the row's figure before it: by the persistence of the row's kind
where that is a year earlier, by its square where it is two. What is new in it is the innovation

    u = (e - r e_before) / sqrt(1 - r^2),    r = persistence ^ years between,

and its log density is that of u less log sqrt(1 - r^2). With normal errors this is the density of a stationary process
with correlation persistence^years. A row without a kind has r = 0: its innovations are its errors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Protocol

import numpy

from pyrrhic.calibration.comparisons import correspondences
from pyrrhic.errors import BadFile
from pyrrhic.fields import NUMBER, TEXT, WORDS, Content, check_entry, check_name, entries_of
from pyrrhic.texts import Text, text_of

FILE = "errors.toml"
OF_A_PRIOR: Mapping[str, Content] = {"median": NUMBER, "spread": NUMBER}
FIELDS: Mapping[str, Content] = {
    "title": TEXT,
    "why": TEXT,
    "prior": lambda prior, field, place: check_entry(prior, OF_A_PRIOR, f"{place}, {field}", OF_A_PRIOR),
    "rows": WORDS,
}
DISTRIBUTION = "logitnormal"


@dataclass(frozen=True)
class Kind:
    """Rows whose errors persist alike, and the prior of that persistence: its median, and its spread on logits."""

    name: str
    title: Text
    why: Text
    median: float
    spread: float
    rows: tuple[str, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of errors.toml by name, in its order. Raises a `PyrrhicError` with the kind that is wrong."""
    entries = entries_of(files(__package__).joinpath(FILE))
    by_name = {name: _kind(name, entry, f"{FILE}, {name}") for name, entry in entries.items()}
    rows = [row for kind in by_name.values() for row in kind.rows]
    for row in rows:
        if rows.count(row) > 1:
            raise BadFile(f"the row {row} stands under two kinds, or twice", where=FILE)
    return by_name


def _kind(name: str, entry: Mapping, place: str) -> Kind:
    check_entry(entry, FIELDS, place, required=FIELDS)
    known = [row.name for row in correspondences()]
    for row in entry["rows"]:
        check_name("row", row, known, place)
    median, spread = entry["prior"]["median"], entry["prior"]["spread"]
    if not 0.0 < median < 1.0:
        raise BadFile(f"the median of the persistence is {median:g}", where=place, allowed="above 0 and below 1")
    title, why = (text_of(entry, field, place) for field in ("title", "why"))
    return Kind(name, title, why, median, spread, tuple(entry["rows"]))


@cache
def kind_of_row() -> Mapping[str, str]:
    """The kind of every row that has one."""
    return {row: kind.name for kind in kinds().values() for row in kind.rows}


def at_prior_medians() -> numpy.ndarray:
    """The persistence of every kind at the median of its prior (kind, 1)."""
    return numpy.array([[kind.median] for kind in kinds().values()])


class Figure(Protocol):
    """What is asked of a figure: the name of its row, the year, and its row, None where it is a landmark."""

    @property
    def name(self) -> str:
        """The name of its row or landmark."""

    @property
    def year(self) -> int:
        """The year it speaks of."""

    @property
    def row(self) -> Any:
        """Its row."""


class Chains:
    """The figures whose errors hang on an earlier one: `later`, `earlier` (link) among the figures, and the years
    between them; `kind` is the place of each link's kind among `kinds`.
    """

    def __init__(self, figures: Sequence[Figure]):
        self.figures, links = len(figures), []
        for row, kind in kind_of_row().items():
            of_row = sorted((figure.year, place) for place, figure in enumerate(figures) if _is_of(figure, row))
            number = list(kinds()).index(kind)
            links += [(later, earlier, year - before, number) for (before, earlier), (year, later) in pairwise(of_row)]
        self.links = numpy.array(links, int).reshape(-1, 4)
        self.later, self.earlier, self.years, self.kind = self.links.T

    def correlation(self, persistence: numpy.ndarray) -> numpy.ndarray:
        """The correlation of each linked error with the earlier one (link, draw), from persistence (kind, draw)."""
        return persistence[self.kind] ** self.years[:, None]

    def innovations(self, errors: numpy.ndarray, persistence: numpy.ndarray) -> numpy.ndarray:
        """What is new in each error (figure, draw), from errors (figure, draw) and persistence (kind, draw)."""
        r = self.correlation(persistence)
        new = numpy.array(numpy.broadcast_to(errors, numpy.broadcast_shapes(errors.shape, (1, r.shape[1]))))
        new[self.later] = (errors[self.later] - r * errors[self.earlier]) / numpy.sqrt(1.0 - r * r)
        return new

    def log_scale(self, persistence: numpy.ndarray) -> numpy.ndarray:
        """What the log density of each figure's innovation is above that of its error (figure, draw)."""
        scale = numpy.zeros((self.figures, persistence.shape[1]))
        scale[self.later] = -0.5 * numpy.log1p(-(self.correlation(persistence) ** 2))
        return scale

    def back(
        self, by_innovation: numpy.ndarray, errors: numpy.ndarray, persistence: numpy.ndarray
    ) -> tuple[numpy.ndarray, numpy.ndarray]:
        """The derivatives of a log density by errors (figure) and by persistence (kind), from those by innovations.

        All at one point: `errors` (figure), `persistence` (kind). That of the scale is included.
        """
        r = self.correlation(persistence[:, None])[:, 0]
        rest = 1.0 - r * r
        by_new, before = by_innovation[self.later], errors[self.earlier]
        by_error = by_innovation.copy()
        by_error[self.later] = by_new / numpy.sqrt(rest)
        numpy.subtract.at(by_error, self.earlier, by_new * r / numpy.sqrt(rest))
        by_r = by_new * (r * errors[self.later] - before) / rest**1.5 + r / rest
        slope = self.years * persistence[self.kind] ** (self.years - 1)
        return by_error, numpy.bincount(self.kind, by_r * slope, len(persistence))

    def drawn(self, innovations: numpy.ndarray, persistence: numpy.ndarray) -> numpy.ndarray:
        """Errors (figure, draw) whose innovations these are: the inverse of `innovations`."""
        r, errors = self.correlation(persistence), innovations.copy()
        for link in range(len(self.later)):  # of a row from the first year to the last
            before, new = errors[self.earlier[link]], innovations[self.later[link]]
            errors[self.later[link]] = r[link] * before + numpy.sqrt(1.0 - r[link] ** 2) * new
        return errors


def _is_of(figure: Figure, row: str) -> bool:
    return figure.row is not None and figure.name == row
