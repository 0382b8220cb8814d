"""What is compared with what: every row of the table of comparisons, every single figure, and what is held out."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby

from pages.fit import sources_of as sources
from pages.markdown import anchored, escape, facts, link, number, page, table
from pages.seen import works_of_figures
from pyrrhic.calibration.comparisons import Correspondence, correspondences, observations
from pyrrhic.calibration.landmarks import Landmark, figures_behind, landmarks
from pyrrhic.calibration.likelihood import Comparison, Fold, all_folds, comparisons
from pyrrhic.calibration.structures import structure, structures
from pyrrhic.model import FIRST_YEAR, REGIONS, assemble
from pyrrhic.runs.calendars import FAMINE_DEATHS_BEFORE_JANUARY, IMPORTS_BEFORE_JANUARY
from pyrrhic.studies.fit.single import STRUCTURE
from pyrrhic.studies.verdict import source_of

CALENDARS = {
    "agricultural year": "The figure belongs to the agricultural year that begins on 1 July of the year named.",
    "1 July": "A stock at the beginning of the agricultural year.",
    "1 January": "The mean of the stocks of the July before and the July after.",
    "end of year": "The mean of the stocks of this July and the next.",
    "calendar year": "Half of each of the two agricultural years that share in it.",
    "calendar deaths": "Ordinary deaths as in a calendar year; of an agricultural year's deaths above the ordinary "
    f"{100.0 * FAMINE_DEATHS_BEFORE_JANUARY:g} % before 1 January and the others after it.",
    "calendar flow": "Half of each of the two agricultural years that share in it; what shut towns kept out falls "
    "into calendar 1933.",
    "calendar trade": f"Of an agricultural year's imports {100.0 * IMPORTS_BEFORE_JANUARY:g} % before 1 January and "
    "the others after it; of its exports half.",
}
SUMMED = "summed over agricultural years"
_HEADER = (
    "Comparison, with its quantity of the model",
    "Record or work",
    "Calendar",
    "Years",
    "Figures",
    "Error",
    "Region",
    "Note",
)
_ABOUT = (
    "The model is fitted to these figures and to no others; "
    "[paths that are read off the record](model/levers.md) are given to it and not fitted. Each row sets a "
    "quantity of the model beside a series of the record, or beside one published figure. How near the model "
    "comes is on [the page of the fit](#fit-series); what the figures make of the parameters on "
    "[the page of the calibration](#calibration-method)."
)
_ERRORS = (
    "The error is the standard deviation that is allowed for measuring: a percentage is one of the logarithm. "
    "Where the record gives a range, a quarter of its width on the logarithmic scale is taken if that is more; "
    "the column then ends with the largest. Rows without a region are for the country. Figures are those of the "
    "base variant's choice of data."
)


def pages() -> dict[str, str]:
    """The one page of comparisons."""
    return {
        "comparisons": page(
            "# What is compared with what",
            _ABOUT,
            anchored("comparisons-table", "Comparisons"),
            _ERRORS,
            _harvests(),
            table(_HEADER, rows()),
            anchored("comparisons-calendar", "Calendars"),
            facts(CALENDARS),
            anchored("comparisons-folds", "Figures held out"),
            "Sets of figures that are left out of a fit and predicted by it: see [Figures held out](../held-out.md).",
            table(("Set", "What is left out", "Years or figures", "Figures"), map(_fold, all_folds())),
        )
    }


def rows() -> list[list[str]]:
    """The cells of every row of the table of comparisons, and of every single figure."""
    return [*map(_series, correspondences()), *map(_landmark, landmarks())]


@cache
def _figures() -> dict[str, list[Comparison]]:
    """The figures to be met under the base structure, by comparison."""
    return {name: list(found) for name, found in groupby(comparisons(structure(STRUCTURE)), key=lambda one: one.name)}


def _series(row: Correspondence) -> list[str]:
    seen = _figures()[row.name] if row.evidence else observations(row)
    rest = escape(row.name.removeprefix(row.quantity))
    return [
        f"{_quantity(row)} {rest}".strip(),
        sources(source_of(row)),
        escape(row.calendar + (f", as ratios to {row.relative_to}" if row.relative_to else "")),
        escape(spans([one.year for one in seen])),
        str(len(seen)),
        escape(_error(row, seen)),
        escape(_region(row)),
        escape(_note(row)),
    ]


def _landmark(one: Landmark) -> list[str]:
    return [
        f"{escape(one.name)}: {_quantity(one)}",
        works_of_figures(figures_behind(one)) or sources(one.source),
        SUMMED if len(one.years) > 1 else "agricultural year",
        escape(spans(one.years)),
        escape(f"one: {number(one.value)} {_unit(one)}"),
        escape(_size(one, one.error)),
        escape(_named(one.regions)),
        escape(str(one.note)),
    ]


def _quantity(one: Correspondence | Landmark) -> str:
    return link(one.quantity, f"quantity-{one.quantity}")


def _unit(one: Correspondence | Landmark) -> str:
    """The unit of the quantity; nothing for a ratio or a count."""
    symbol = assemble().unit(one.quantity).symbol
    return "" if symbol in ("1", "number") else symbol


def _note(row: Correspondence) -> str:
    return " ".join(
        filter(
            None,
            (
                "" if row.evidence else "Shown and not fitted.",
                "" if row.scale == 1.0 else f"Times {row.scale:.4g}.",
                str(row.note),
            ),
        )
    )


def _error(row: Correspondence, seen: Sequence) -> str:
    largest = max(one.error for one in seen)
    return _size(row, row.error) + (f" to {_size(row, largest)}" if largest > row.error else "")


def _size(one: Correspondence | Landmark, error: float) -> str:
    return f"{number(error)} {_unit(one)}" if one.absolute else f"{number(float(f'{100.0 * error:.2g}'))} %"


def _region(row: Correspondence) -> str:
    """The regions of the model, and the record's own name where it is another."""
    named = _named(row.regions)
    return f"{named} (record: {row.record_region})" if row.record_region not in ("", named) else named


def _named(keys: Sequence[str]) -> str:
    return "; ".join(region.title.en for region in REGIONS if region.key in keys)


def spans(years: Sequence[int]) -> str:
    """Years in order, those that follow one another joined.

    >>> spans([1926, 1927, 1928, 1931])
    '1926-28, 1931'
    """
    groups = groupby(enumerate(sorted(years)), key=lambda pair: pair[1] - pair[0])
    found = [[year for _, year in group] for _, group in groups]
    return ", ".join(f"{one[0]}-{one[-1] % 100}" if len(one) > 1 else str(one[0]) for one in found)


def _harvests() -> str:
    """The harvest of the structures that believe another one."""
    chosen = [
        f"{link(one.title.en, f'structure-{one.name}')}: {sources(f'record: {one.harvest.series}')}, {one.harvest.years}"
        for one in structures().values()
        if one.harvest
    ]
    return f"Some variants believe another harvest in the first row, in the years named. {'; '.join(chosen)}."


def _fold(fold: Fold) -> list[str]:
    held = [one for found in _figures().values() for one in found if fold.holds(one)]
    first, last = max(fold.first, FIRST_YEAR), max(one.year for one in held)
    which = "; ".join(fold.landmarks) or (f"{first}-{last}" if first != last else str(first))
    return [f"`{fold.name}`", escape(str(fold.title)), escape(which), str(len(held))]
