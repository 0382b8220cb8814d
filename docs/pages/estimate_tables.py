"""Tables of what the figures make of each parameter and each year's unexplained yield."""

from collections.abc import Mapping, Sequence

import numpy

from pages import estimates
from pages.estimates import AT_ODDS, CORRELATED, LEVELS, UNIDENTIFIED, Estimate
from pages.markdown import anchored, escape, link, number, reference, table
from pyrrhic.calibration.coordinates import (
    NATIONAL_YIELD_SPREAD,
    REGIONAL_YIELD_SPREAD,
    YEARS_OF_REGIONAL_YIELD,
    Coordinates,
)
from pyrrhic.calibration.posterior import Shipped
from pyrrhic.calibration.structures import structure
from pyrrhic.model import FIRST_YEAR, REGIONS, YEARS

NINE_TENTHS = 1.645  # standard deviations on either side of the median of a normal distribution
_NOT_WEATHER = (
    "What neither the drought code nor the other causes of the model explain of a season's yield is called "
    "unexplained. It is not weather: it also takes up errors of the published harvests and everything "
    'that the equations leave out. "Average weather" in a scenario leaves it as it is.'
)


def sections(good: Mapping[str, Shipped], base: str) -> tuple[str, ...]:
    """Parameters and unexplained yields under one structure, with the range of the medians over all of them."""
    by_structure = {name: estimates.estimates(one) for name, one in good.items()}
    found = by_structure[base]
    return (
        anchored("calibration-parameters", "Parameters"),
        *_about(good, base, found),
        parameter_table(found, estimates.medians(by_structure)),
        anchored("calibration-unidentified", "What the figures do not tell"),
        *unidentified(found),
        anchored("calibration-at-odds", "At odds with the prior"),
        *at_odds(found),
        anchored("calibration-pairs", "Parameters that stand in for one another"),
        *_pairs(good[base]),
        anchored("calibration-yields", "Unexplained yields"),
        *_yields(good, base),
    )


def _about(good: Mapping[str, Shipped], base: str, found: Sequence[Estimate]) -> tuple[str, ...]:
    draws, guessed = len(good[base].z), sum(one.parameter.judgement for one in found)
    over = (
        f"The last column is the range of the posterior medians over the {len(good)} variants in use, each with "
        "the priors it has."
        if len(good) > 1
        else "Only one variant is in use, so there is no range over variants."
    )
    return (
        f"Under {link(base, f'structure-{base}')} alone, which understates what is unknown. The prior is given by "
        "its distribution, its median and its spread: the standard deviation of the logarithm (lognormal), of the "
        "log odds (logitnormal) or of the number itself (normal). The letter is the grade of the source, A to C. "
        f"No historical work was seen to give {guessed} of the {len(found)} numbers; they are judgements of this project, "
        "and the page of each parameter says why.",
        "*Ratio* is the posterior spread over the prior's: near 0 the figures decide, near 1 they tell nothing. "
        "*Shift* is the posterior mean in prior standard deviations from the prior median. From "
        f"{draws} draws a ratio is known to about {100.0 / (2.0 * draws) ** 0.5:.0f} %. {over}",
    )


def parameter_table(found: Sequence[Estimate], medians: Mapping[str, Sequence[float]]) -> str:
    """A row for every number that is free."""
    header = (
        "Parameter",
        "Prior",
        "Source",
        "Posterior median and 90 % interval",
        "Ratio",
        "Shift",
        "Medians of the variants",
    )
    rows = [
        [
            _described(one),
            escape(f"{one.prior.distribution}, {number(one.prior_median)}, {number(one.prior.spread)}"),
            f"{', '.join(map(reference, one.parameter.source)) or 'judgement'} ({one.parameter.grade})",
            f"{_rounded(one.median)} ({_rounded(one.low)} to {_rounded(one.high)})",
            f"{one.spread:.2f}",
            _shift(one),
            _range(medians[one.label], _rounded),
        ]
        for one in found
    ]
    return table(header, rows)


def _described(one: Estimate) -> str:
    unit = "" if one.parameter.unit == "1" else f" ({one.parameter.unit})"
    return f"{_link(one)}: {escape(one.parameter.title.en + unit)}"


def _first_cells(one: Estimate) -> list[str]:
    return [_link(one), escape(one.parameter.title.en)]


def _link(one: Estimate) -> str:
    return link(one.label, f"quantity-{one.parameter.name}")


def _rounded(value: float) -> str:
    """Three significant digits, without an exponent for everyday sizes."""
    return escape(number(float(f"{value:.3g}")))


def _shift(one: Estimate) -> str:
    return escape(f"{one.shift:+z.1f}")


def _range(several: Sequence[float], written) -> str:
    return f"{written(min(several))} to {written(max(several))}" if len(several) > 1 else ""


def unidentified(found: Sequence[Estimate]) -> tuple[str, ...]:
    """The parameters that the figures do not identify."""
    unknown = sorted((one for one in found if not one.identified), key=lambda one: -one.spread)
    about = (
        f"{len(unknown)} of {len(found)} numbers have a posterior spread above {UNIDENTIFIED:g} of the prior's. "
        "The figures do not identify them: their posterior is the prior over again, at most shifted, and what "
        "depends on them rests on the prior. A ratio well above 1 is no better: there the figures widen the prior "
        "instead of narrowing it."
    )
    return (
        about,
        _optional(
            ("Parameter", "What it is", "Ratio", "Shift"),
            [[*_first_cells(one), f"{one.spread:.2f}", _shift(one)] for one in unknown],
        ),
    )


def at_odds(found: Sequence[Estimate]) -> tuple[str, ...]:
    """The parameters that the figures pull far from their priors."""
    pulled = sorted((one for one in found if one.at_odds), key=lambda one: -abs(one.shift))
    about = (
        f"{len(pulled)} of {len(found)} posterior means lie more than {AT_ODDS:g} prior standard deviations from "
        "the prior median. Either the prior is wrong for this use, or an equation is, and the parameter makes up "
        "for it."
    )
    return (
        about,
        _optional(
            ("Parameter", "What it is", "Prior median", "Posterior median", "Shift"),
            [[*_first_cells(one), _rounded(one.prior_median), _rounded(one.median), _shift(one)] for one in pulled],
        ),
    )


def _pairs(base: Shipped) -> tuple[str, ...]:
    strong = estimates.pairs(base)
    about = (
        f"Pairs with a correlation beyond {CORRELATED:g} either way in the posterior: {len(strong)}. Of such a "
        "pair the figures know a combination better than either parameter by itself."
    )
    return (
        about,
        _optional(
            ("Parameter", "Parameter", "Correlation"),
            [[_link(one), _link(other), escape(f"{correlation:+.2f}")] for one, other, correlation in strong],
        ),
    )


def _optional(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return table(header, rows) if rows else ""


# --- unexplained yields -----------------------------------------------------------------------------------------


def _yields(good: Mapping[str, Shipped], base: str) -> tuple[str, ...]:
    drawn = {name: estimates.unexplained(one) for name, one in good.items()}
    country, regions = drawn[base]
    medians = [numpy.median(one, axis=0) for one, _ in drawn.values()]
    about = (
        f"Per cent of yield, under {link(base, f'structure-{base}')}: median and 90 % interval. The country's "
        "holds in every region; a region's own, in the years that have one, comes on top of it. Before the "
        f"figures are seen the interval is {_prior_interval(NATIONAL_YIELD_SPREAD)} for the country and "
        f"{_prior_interval(REGIONAL_YIELD_SPREAD)} for a region; where it is still about that, the figures say "
        "nothing."
    )
    return _NOT_WEATHER, about, _national(good[base], country, medians), _regional(regions)


def _prior_interval(spread: float) -> str:
    return " to ".join(_percent(100.0 * numpy.expm1(side * spread)) for side in (-NINE_TENTHS, NINE_TENTHS))


def _national(base: Shipped, country: numpy.ndarray, medians: Sequence[numpy.ndarray]) -> str:
    ratios = base.z[:, Coordinates(structure(base.structure)).national].std(axis=0)
    rows = [
        [str(year), *_levels(draws), f"{ratio:.2f}", _range(several, _percent)]
        for year, draws, ratio, several in zip(YEARS, country.T, ratios, numpy.array(medians).T, strict=True)
    ]
    return table(("Year", "Median", "90 % interval", "Ratio", "Medians of the variants"), rows)


def _regional(regions: numpy.ndarray) -> str:
    rows = [
        [
            escape(region.title.en),
            *map(_cell, regions[:, [year - FIRST_YEAR for year in YEARS_OF_REGIONAL_YIELD], place].T),
        ]
        for place, region in enumerate(REGIONS)
    ]
    return table(("Region", *map(str, YEARS_OF_REGIONAL_YIELD)), rows)


def _cell(draws: numpy.ndarray) -> str:
    median, interval = _levels(draws)
    return f"{median} ({interval})"


def _levels(draws: numpy.ndarray) -> tuple[str, str]:
    low, median, high = map(_percent, numpy.quantile(draws, LEVELS))
    return median, f"{low} to {high}"


def _percent(value: float) -> str:
    return escape(f"{value:+z.0f} %")
