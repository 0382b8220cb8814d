"""What a published counterfactual is, how the model answers it, and how far the two agree: a verdict from the draws.

Each is a file of `counterfactuals/`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy

from pyrrhic.calibration import mixture
from pyrrhic.calibration.mixture import LEVELS
from pyrrhic.errors import CannotRun
from pyrrhic.fields import (
    NUMBER,
    PAIR,
    TABLE,
    TABLES,
    TEXT,
    WHOLE,
    WORD,
    Content,
    check_entry,
    one_of,
    references,
)
from pyrrhic.files import read_toml
from pyrrhic.model.inputs import GRADES
from pyrrhic.runs.figures import measure_of
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.texts import NO_TEXT, Text, text_of

AGREES, LEANS, DIFFERS, NOT_COMPARABLE = "agrees", "leans", "differs", "not comparable"
VERDICTS: Mapping[str, Text] = {
    AGREES: Text(AGREES, "согласуется"),
    LEANS: Text(LEANS, "скорее согласуется"),
    DIFFERS: Text(DIFFERS, "расходится"),
    NOT_COMPARABLE: Text(NOT_COMPARABLE, "несравнимо"),
}
LOWER, HIGHER, EQUAL, NOT_HIGHER, NOT_LOWER = "lower", "higher", "equal", "not higher", "not lower"
EXPECTATIONS: Mapping[str, Text] = {
    LOWER: Text(LOWER, "ниже"),
    HIGHER: Text(HIGHER, "выше"),
    EQUAL: Text(EQUAL, "примерно равно"),
    NOT_HIGHER: Text(NOT_HIGHER, "не выше"),
    NOT_LOWER: Text(NOT_LOWER, "не ниже"),
}
WORST_FIRST = (DIFFERS, LEANS, AGREES)
AGREED_SHARE = 0.95  # of the draws that must have the published sign for the model to agree, and not only to lean
ENOUGH_NEAR = 0.05  # a change smaller than this share is near zero, where a work says "about equal"; our own choice
LOW, HIGH = LEVELS[0], LEVELS[-1]
RATIO, LEVEL = "ratio", "level"
MINUS = "\u2212"
FOLDER = "counterfactuals"


def _shipped_scenario(value: Any, field: str, place: str) -> None:
    WORD(value, field, place)
    scenarios.checked(value, f"{place}, {field}")


TEXTS, PLAIN = ("title", "published", "note", "missing", "why"), ("grade", "scenario", "against")
FIELDS: Mapping[str, Content] = {
    "order": WHOLE,
    "works": references,
    "contrasts": TABLES,
    **dict.fromkeys(TEXTS, TEXT),
    "grade": one_of("grade", GRADES),
    **dict.fromkeys(("scenario", "against"), _shipped_scenario),
}
TEXTS_OF_A_CONTRAST, PLAIN_OF_A_CONTRAST = (
    ("label", "published"),
    ("expected", "by", "near", "size", "scenario", "against"),
)
FIELDS_OF_A_CONTRAST: Mapping[str, Content] = {
    "measure": TABLE,
    **dict.fromkeys(TEXTS_OF_A_CONTRAST, TEXT),
    "expected": one_of("expectation", EXPECTATIONS),
    "by": one_of("way to compare", (RATIO, LEVEL)),
    "near": NUMBER,
    "size": PAIR,
    **dict.fromkeys(("scenario", "against"), _shipped_scenario),
}


@dataclass(frozen=True)
class Contrast:
    """One number of a published counterfactual: what changes, and where it should go.

    `by`: the ratio of the counterfactual to history, less one; or the level of the scenario itself, for a statement
    on history. `expected`: lower, higher, equal, not higher or not lower; `near` is the width of "equal", in the unit
    of the number. `published` is the published size in words, `size` the lowest and the highest printed number where
    sizes can be compared. A contrast may have its own scenario and comparison.
    """

    label: Text
    measure: Measure
    expected: str
    published: Text = NO_TEXT
    by: str = RATIO
    near: float = ENOUGH_NEAR
    size: tuple[float, float] | None = None
    scenario: str = ""
    against: str = ""

    @property
    def bounds(self) -> tuple[float, float]:
        """The open interval in which the number has the published sign."""
        return {
            LOWER: (-numpy.inf, 0.0),
            HIGHER: (0.0, numpy.inf),
            EQUAL: (-self.near, self.near),
            NOT_HIGHER: (-numpy.inf, self.near),
            NOT_LOWER: (-self.near, numpy.inf),
        }[self.expected]

    def written(self, value: float) -> str:
        """A number of the contrast as a reader writes it."""
        text = f"{100.0 * value:+.1f} %" if self.by == RATIO else f"{value:+.2f}"
        return text.replace("-", MINUS)


@dataclass(frozen=True)
class Published:
    """A counterfactual of the literature: what a work found, and what the model is asked in its place.

    `works` are citations, `grade` says how they were read: B quoted or seen in part, C recalled. `missing` says what
    the model lacks where it cannot answer. `note` says what differs between the two questions; `why`, written after
    the runs, by which mechanism the model comes to another answer.
    """

    name: str
    title: Text
    works: tuple[str, ...]
    grade: str
    published: Text
    note: Text
    scenario: str = ""
    against: str = scenarios.AS_IT_HAPPENED
    contrasts: tuple[Contrast, ...] = ()
    missing: Text = NO_TEXT
    why: Text = NO_TEXT

    def compared(self, contrast: Contrast) -> tuple[str, ...]:
        """The scenarios of a contrast: the counterfactual, and what it is compared with if it is."""
        scenario = contrast.scenario or self.scenario
        return (scenario, contrast.against or self.against) if contrast.by == RATIO else (scenario,)


@dataclass(frozen=True)
class Finding:
    """A contrast over the draws: median, 90 % interval, share with the published sign, each structure's median."""

    contrast: Contrast
    median: float
    low: float
    high: float
    share: float
    structures: Mapping[str, float]

    @property
    def verdict(self) -> str:
        """Whether median and draws have the published sign."""
        return verdict(self.contrast, self.median, self.share)

    @property
    def size_off(self) -> float | None:
        """How far the median lies outside the published sizes, in the unit of the number; None within them or without."""
        if self.contrast.size is None:
            return None
        low, high = self.contrast.size
        off = min(self.median - low, 0.0) or max(self.median - high, 0.0)
        return off or None

    @property
    def factor_off(self) -> float | None:
        """By what factor the published size nearest to the median is greater, or smaller, where both have one sign."""
        if self.contrast.size is None or self.size_off is None:
            return None
        nearest = self.contrast.size[0] if self.size_off < 0.0 else self.contrast.size[1]
        ratio = nearest / self.median if self.median else 0.0
        return max(ratio, 1.0 / ratio) if ratio > 0.0 else None


@dataclass(frozen=True)
class Answer:
    """A published counterfactual and what the model finds of it."""

    row: Published
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """The worst verdict of the contrasts."""
        if not self.findings:
            return NOT_COMPARABLE
        return min((finding.verdict for finding in self.findings), key=WORST_FIRST.index)


def verdict(contrast: Contrast, median: float, share: float) -> str:
    """Agrees when the median and enough of the draws have the published sign, leans when the median alone has it."""
    low, high = contrast.bounds
    if not low < median < high:
        return DIFFERS
    return AGREES if share >= AGREED_SHARE else LEANS


def finding_of(contrast: Contrast, values: numpy.ndarray, draws: Run) -> Finding:
    """The finding of a contrast from its values (draw)."""
    low, high = contrast.bounds
    quantiles = draws.quantile(values, (LOW, 0.5, HIGH))
    return Finding(
        contrast,
        float(quantiles[1]),
        float(quantiles[0]),
        float(quantiles[2]),
        float(draws.mean((low < values) & (values < high))),
        {name: float(median) for name, median in draws.medians(values).items()},
    )


def answer(rows: Iterable[Published], draws: int | None = None) -> list[Answer]:
    """Every row over the mixture of the shipped posteriors; each scenario is run once, all at the same draws."""
    rows = list(rows)
    asked = [(row, contrast) for row in rows for contrast in row.contrasts]
    if not asked:
        return [Answer(row, ()) for row in rows]
    specs = dict.fromkeys(spec for row, contrast in asked for spec in row.compared(contrast))
    measures = [contrast.measure for _, contrast in asked]
    keep = tuple(dict.fromkeys(name for measure in measures for name in measure.needs))
    last = max(measure.end for measure in measures)
    drawn = mixture.draws(draws)
    runs = {spec: scenarios.run(replace(scenarios.load(spec), ends=last), keep, drawn) for spec in specs}
    sound = sound_in_all(list(runs.values()))

    def answered(row: Published) -> Answer:
        findings = (finding_of(contrast, _values(row, contrast, runs), sound) for contrast in row.contrasts)
        return Answer(row, tuple(findings))

    return [answered(row) for row in rows]


def _values(row: Published, contrast: Contrast, runs: Mapping[str, Run]) -> numpy.ndarray:
    """The contrast at every draw."""
    measured = [_measured(runs[spec], contrast.measure) for spec in row.compared(contrast)]
    return measured[0] / measured[1] - 1.0 if contrast.by == RATIO else measured[0]


def _measured(run: Run, measure: Measure) -> numpy.ndarray:
    numbers = measure_of_draws(run, measure)
    if numbers is None:
        raise CannotRun("the scenario ends before the years of the measure", where=run.name)
    return numbers


@cache
def published() -> Mapping[str, Published]:
    """Every published counterfactual by name, in the order that its file states."""
    folder = files(__package__).joinpath(FOLDER)
    entries = {file.name.removesuffix(".toml"): read_toml(file) for file in folder.iterdir()}
    rows = {name: read_published(name, entry, f"{FOLDER}/{name}.toml") for name, entry in entries.items()}
    return {name: rows[name] for name in sorted(rows, key=lambda name: entries[name]["order"])}


def read_published(name: str, entry: Mapping[str, Any], place: str) -> Published:
    """A published counterfactual as its file declares it; `place` names the file in an error."""
    check_entry(entry, FIELDS, place, required=("order", "works", "grade", "title", "published", "note"))
    contrasts = tuple(
        read_contrast(contrast, f"{place}, contrast {number}")
        for number, contrast in enumerate(entry.get("contrasts", ()), start=1)
    )
    texts: dict[str, Any] = {field: text_of(entry, field, place) for field in TEXTS if field in entry}
    plain: dict[str, Any] = {field: entry[field] for field in PLAIN if field in entry}
    return Published(name=name, works=tuple(entry["works"]), contrasts=contrasts, **texts, **plain)


def read_contrast(entry: Mapping[str, Any], place: str) -> Contrast:
    """One number of a published counterfactual; `place` names the file and the number of the contrast in an error."""
    check_entry(entry, FIELDS_OF_A_CONTRAST, place, required=("label", "measure", "expected"))
    texts: dict[str, Any] = {field: text_of(entry, field, place) for field in TEXTS_OF_A_CONTRAST if field in entry}
    plain: dict[str, Any] = {field: entry[field] for field in PLAIN_OF_A_CONTRAST if field in entry}
    plain |= {"size": tuple(plain["size"])} if "size" in plain else {}
    return Contrast(measure=measure_of(entry["measure"], place), **texts, **plain)
