"""Figures of verdicts and of published models, as text."""

from math import isfinite

from pyrrhic.studies.replications.replicate import Replicated


def verdict_line(verdict) -> str:
    """A target, met or NOT MET, with its numbers."""
    return f"{'met' if verdict.met else 'NOT MET':8}{verdict.target.title}: {numbers_text(verdict)}"


def numbers_text(verdict) -> str:
    """The number that counts with the bounds; every number that falls short, and how the target was read."""
    target = verdict.target
    shown = verdict.missed or (verdict.worst,)
    numbers = ", ".join(
        f"{one.label} {number_text(one.value, target.unit)}"
        if target.unit != "year"
        else number_text(one.value, target.unit)
        for one in shown
    )
    nearest = " nearest to a bound" if verdict.met and len(verdict.figures) > 1 else ""
    unit = "" if target.unit in ("1", "year") else f" {target.unit}"
    reason = "" if verdict.met else f" {target.why}"
    return f"{numbers}{unit}{nearest} ({bounds_text(target)}).{reason}"


def bounds_text(target) -> str:
    """The bounds in words."""
    low, high = (number_text(bound, target.unit) for bound in (target.low, target.high))
    if not isfinite(target.high):
        return f"above {low}" if target.strict else f"{low} or more"
    if not isfinite(target.low) or (target.strict and target.low == 0.0):
        return f"below {high}" if target.strict else f"{high} or less"
    return f"in {low}" if target.low == target.high else f"{low} to {high}"


def number_text(value: float, unit: str) -> str:
    """A number with enough digits to tell it from its bound; a year without any; none where there is no number."""
    if not isfinite(value):
        return "not reached"
    return f"{value:.0f}" if unit == "year" else f"{value:.3f}"


def finite(value: float | None) -> float | None:
    """The number, or None where there is none or no bound."""
    return value if value is not None and isfinite(value) else None


def number(value: float | str | None) -> str:
    """A number to four figures or so, a word as it is."""
    if not isinstance(value, float):
        return value or "none"
    return f"{value:.1f}" if abs(value) >= 100.0 else f"{value:.4g}"


def published(one: Replicated) -> float | str:
    """The printed number, or the sign as a word."""
    if one.tolerance is None:
        return "positive" if one.published > 0.0 else "negative"
    return one.published
