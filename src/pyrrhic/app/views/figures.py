"""Figures of verdicts and of published models, in words."""

from math import inf, isfinite

from pyrrhic.app.language import ENGLISH, Language, spoken
from pyrrhic.studies.replications.replicate import Replicated
from pyrrhic.studies.verdict import Target, Verdict


def verdict_line(verdict: Verdict, say: Language = ENGLISH) -> str:
    """A target, met or NOT MET, with its numbers."""
    mark = say("in range") if verdict.met else say("OUTSIDE")
    return f"{mark:11}{spoken(verdict.target.title, say)}: {numbers_text(verdict, say)}"


def numbers_text(verdict: Verdict, say: Language = ENGLISH) -> str:
    """The number that counts with the bounds; every number that falls short, and how the target was read."""
    target = verdict.target
    shown = verdict.missed or (verdict.worst,)
    numbers = ", ".join(
        f"{'' if target.unit == 'year' else spoken(figure.label, say) + ' '}{number_text(float(figure.value), target.unit, say)}"
        for figure in shown
    )
    nearest = f" {say('nearest to a bound')}" if verdict.met and len(verdict.figures) > 1 else ""
    unit = "" if target.unit in ("1", "year") else f" {spoken(target.unit, say)}"
    reason = "" if verdict.met else f" {spoken(target.why, say)}"
    return f"{numbers}{unit}{nearest} ({bounds_text(target, say)}).{reason}"


def bounds_text(target: Target, say: Language = ENGLISH) -> str:
    """The bounds of a target in words."""
    return bounds_of(finite(target.low), finite(target.high), target.strict, target.unit, say)


def bounds_of(low: float | None, high: float | None, strict: bool, unit: str, say: Language = ENGLISH) -> str:
    """Bounds in words; None where there is none."""
    below, above = (number_text(inf if bound is None else bound, unit, say) for bound in (low, high))
    if high is None:
        return say("above {low}", low=below) if strict else say("{low} or more", low=below)
    if low is None or (strict and low == 0.0):
        return say("below {high}", high=above) if strict else say("{high} or less", high=above)
    return say("in {year}", year=below) if low == high else say("{low} to {high}", low=below, high=above)


def number_text(value: float, unit: str, say: Language = ENGLISH) -> str:
    """A number with enough digits to tell it from its bound; a year without any; none where there is no number."""
    if not isfinite(value):
        return say("not reached")
    return f"{value:.0f}" if unit == "year" else f"{value:.3f}"


def finite(value: float | None) -> float | None:
    """The number, or None where there is none or no bound."""
    return value if value is not None and isfinite(value) else None


def number(value: float | str | None) -> str:
    """A number to four figures or so, a word as it is."""
    if not isinstance(value, float):
        return value or "none"
    return f"{value:.1f}" if abs(value) >= 100.0 else f"{value:.4g}"


def published(figure: Replicated) -> float | str:
    """The printed number, or the sign as a word."""
    if figure.tolerance is None:
        return "positive" if figure.published > 0.0 else "negative"
    return figure.published
