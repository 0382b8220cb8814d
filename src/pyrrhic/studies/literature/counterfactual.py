"""What a published counterfactual is, how the model answers it, and how far the two agree: a verdict from the draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy

from pyrrhic.calibration import mixture
from pyrrhic.calibration.mixture import LEVELS
from pyrrhic.runs.measure import Measure, measure_of_draws
from pyrrhic.runs.run import Run, sound_in_all
from pyrrhic.studies.scenarios import scenario as scenarios

AGREES, LEANS, DIFFERS, NOT_COMPARABLE = "agrees", "leans", "differs", "not comparable"
WORST_FIRST = (DIFFERS, LEANS, AGREES)
AGREED_SHARE = 0.95  # of the draws that must have the published sign for the model to agree, and not only to lean
ENOUGH_NEAR = 0.05  # a change smaller than this share is near zero, where a work says "about equal"; our own choice
LOW, HIGH = LEVELS[0], LEVELS[-1]
RATIO, LEVEL = "ratio", "level"
MINUS = "\u2212"


@dataclass(frozen=True)
class Contrast:
    """One number of a published counterfactual: what changes, and where it should go.

    `by`: the ratio of the counterfactual to history, less one; or the level of the scenario itself, for a statement
    on history. `expected`: lower, higher, equal, not higher or not lower; `near` is the width of "equal", in the unit
    of the number. `published` is the published size in words. A contrast may have its own scenario and comparison.
    """

    label: str
    measure: Measure
    expected: str
    published: str = ""
    by: str = RATIO
    near: float = ENOUGH_NEAR
    scenario: str = ""
    against: str = ""

    @property
    def bounds(self) -> tuple[float, float]:
        """The open interval in which the number has the published sign."""
        return {
            "lower": (-numpy.inf, 0.0),
            "higher": (0.0, numpy.inf),
            "equal": (-self.near, self.near),
            "not higher": (-numpy.inf, self.near),
            "not lower": (-self.near, numpy.inf),
        }[self.expected]

    def written(self, value: float) -> str:
        """A number of the contrast as a reader writes it."""
        said = f"{100.0 * value:+.1f} %" if self.by == RATIO else f"{value:+.2f}"
        return said.replace("-", MINUS)


@dataclass(frozen=True)
class Published:
    """A counterfactual of the literature: what a work found, and what the model is asked in its place.

    `works` are citations, `grade` says how they were read: B quoted or seen in part, C recalled. `missing` says what
    the model lacks where it cannot answer. `note` says what differs between the two questions; `why`, written after
    the runs, by which mechanism the model comes to another answer.
    """

    name: str
    title: str
    works: tuple[str, ...]
    grade: str
    published: str
    note: str
    scenario: str = ""
    against: str = scenarios.AS_IT_HAPPENED
    contrasts: tuple[Contrast, ...] = ()
    missing: str = ""
    why: str = ""

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
    """The finding of a contrast from its values at every draw."""
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
    keep = tuple(dict.fromkeys(contrast.measure.quantity for _, contrast in asked))
    last = max(contrast.measure.end for _, contrast in asked)
    drawn = mixture.draws(draws)
    runs = {spec: scenarios.run(replace(scenarios.load(spec), ends=last), keep, drawn) for spec in specs}
    sound = sound_in_all(list(runs.values()))
    return [
        Answer(row, tuple(finding_of(contrast, _values(row, contrast, runs), sound) for contrast in row.contrasts))
        for row in rows
    ]


def _values(row: Published, contrast: Contrast, runs: Mapping[str, Run]) -> numpy.ndarray:
    """The contrast at every draw."""
    measured = [measure_of_draws(runs[spec], contrast.measure) for spec in row.compared(contrast)]
    return measured[0] / measured[1] - 1.0 if contrast.by == RATIO else measured[0]
