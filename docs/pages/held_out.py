"""The figures held out: how each fold is predicted by a fit that has not seen it, from the results that are shipped."""

from math import isfinite

from pages.markdown import anchored, escape, page, table
from pyrrhic.calibration.sampling.folds import FoldResult, HeldOut, coverage, coverage_without_given, is_given, shipped
from pyrrhic.errors import PyrrhicError

_WORST = 10


def pages() -> dict[str, str]:
    """The one page of the folds."""
    try:
        return {"folds": _page(shipped())}
    except PyrrhicError as error:
        return {"folds": page("# Figures held out, fold by fold", f"**Not current**: {escape(str(error))}.")}


def _page(results: list[FoldResult]) -> str:
    (half, most), (half_apart, most_apart) = coverage(results), coverage_without_given(results)
    return page(
        "# Figures held out, fold by fold",
        f"Variant `{results[0].structure}`; written by `pyrrhic validate --ship`. Of all figures {half:.0%} "
        f"lie in the 50 % interval of their prediction and {most:.0%} in the 90 % interval; without those of rows whose "
        f"driver is given to the model, {half_apart:.0%} and {most_apart:.0%}. "
        "[What the folds are and how to read them](../held-out.md).",
        table(("Fold", "Figures", "In 50 %", "In 90 %", "Driver not given", "In 90 %", "Score"), map(_fold, results)),
        *(part for result in results for part in _worst(result)),
    )


def _fold(result: FoldResult) -> list[str]:
    (half, most), apart = result.coverage, coverage_without_given([result])[1]
    return [
        escape(str(result.fold.title)),
        str(len(result.figures)),
        f"{half:.0%}",
        f"{most:.0%}",
        str(sum(not is_given(figure) for figure in result.figures)),
        f"{apart:.0%}" if isfinite(apart) else "",
        f"{result.score:.2f}",
    ]


def _worst(result: FoldResult) -> tuple[str, str]:
    """The figures of a fold that are predicted worst."""
    worst = sorted(result.figures, key=lambda one: one.log_density)[:_WORST]
    return (
        anchored(f"fold-{result.fold.name}", result.fold.title),
        table(("Figure", "Year", "Record", "Predicted", "90 % interval", ""), map(_figure, worst)),
    )


def _figure(one: HeldOut) -> list[str]:
    return [
        escape(one.name),
        str(one.year),
        f"{one.observed:.4g}",
        f"{one.median:.4g}",
        f"{one.low:.4g} to {one.high:.4g}",
        "" if one.in_nine_tenths else "outside",
    ]
