"""The calibration: how it is done, the rival structures, whether the sampler can be trusted, and their weights."""

import itertools
from collections.abc import Mapping, Sequence

import numpy

from pages import estimate_tables
from pages.fit import sources_of as sources
from pages.markdown import anchored, escape, facts, link, number, page, table
from pyrrhic.calibration import mixture
from pyrrhic.calibration.coordinates import (
    NATIONAL_YIELD_SPREAD,
    REGIONAL_YIELD_SPREAD,
    YEARS_OF_REGIONAL_YIELD,
    Coordinates,
)
from pyrrhic.calibration.landmarks import DEATH_CHOICES, quantities
from pyrrhic.calibration.likelihood import DEGREES_OF_FREEDOM, comparisons
from pyrrhic.calibration.persistence import kinds
from pyrrhic.calibration.posterior import SHIPPED_DRAWS, Shipped, available, load
from pyrrhic.calibration.sampling.mode import BOX, LEAST_CURVATURE, STAGES
from pyrrhic.calibration.sampling.sampler import DEPTH, GOOD_R_HAT, GOOD_SIZE, Settings
from pyrrhic.calibration.structures import Harvest, Structure, structure, structures
from pyrrhic.calibration.weights import RELIABLE_K, Weight, weights
from pyrrhic.errors import PyrrhicError
from pyrrhic.model import YEARS
from pyrrhic.runs.run import history, run
from pyrrhic.studies.fit.single import STRUCTURE
from pyrrhic.studies.predictive import row_errors

Usable = Mapping[str, Shipped]
Refused = Mapping[str, str]
_SAMPLER = (
    f"R-hat compares the chains with one another: above {GOOD_R_HAT:g} they do not agree. The effective sample "
    "size is the number of independent draws that the chains are worth for the number they know worst; which "
    "number that is, `pyrrhic calibrate` prints when it samples."
)
_HOW_TO_READ = (
    "**How to read it.** Each variant is asked for each figure as if it had not seen that figure, and "
    "the logarithms of the probabilities it gave are summed. *Behind the best* is how much lower the sum "
    "is than that of the best variant. Less than two standard errors behind means that the figures do "
    "not tell the two apart, and so all such variants have the same *weight* in the mixture from which "
    "intervals are taken; a variant further behind has none, and only its median is shown in the range. "
    "The error counts a row of the table of comparisons, or a landmark, as one piece of evidence, because a variant "
    "that misses one year of a row misses the next too. *Held out* is the weight that these sums would give by "
    "themselves (pseudo-BMA). Neither is the probability that the variant is true: they compare the variants with one "
    "another, on the figures that all of them were asked to meet, and say nothing of variants that "
    "nobody wrote down."
)


def pages() -> dict[str, str]:
    """The one page of the calibration."""
    return {"calibration": calibration(*usable())}


def usable() -> tuple[dict[str, Shipped], dict[str, str]]:
    """The shipped posteriors by structure, and why others that are shipped cannot be used."""
    good, refused = {}, {}
    for name in available():
        try:
            good[name] = load(name)
        except PyrrhicError as error:
            refused[name] = str(error)
    return good, refused


def calibration(good: Usable, refused: Refused) -> str:
    """The page over the posteriors that can be used; of the others it says why they cannot."""
    return page(
        "# The calibration",
        anchored("calibration-method", "How it is done"),
        *_method(),
        anchored("calibration-errors", "Errors that persist"),
        *_errors(good),
        anchored("calibration-structures", "The variants"),
        *map(_structure, structures().values()),
        anchored("calibration-diagnostics", "Whether the sampler can be trusted"),
        _SAMPLER,
        *(f"**Stale**: {escape(why)}" for why in refused.values()),
        _diagnostics(good, refused),
        anchored("calibration-weights", "Weights of the variants"),
        *_weights(),
        *_parameters(good, refused),
    )


def _parameters(good: Usable, refused: Refused) -> tuple[str, ...]:
    if STRUCTURE in good:
        return estimate_tables.sections(good, STRUCTURE)
    why = refused.get(STRUCTURE, f"no posterior of {STRUCTURE} is shipped")
    return (anchored("calibration-parameters", "Parameters"), f"There is nothing to show: {escape(why)}")


def _method() -> tuple[str, ...]:
    where, settings = Coordinates(structure(STRUCTURE)), Settings()
    crisis, moved = ", ".join(map(str, YEARS_OF_REGIONAL_YIELD)), where.national.start
    return (
        f"**Coordinates.** Every free parameter and every unexplained yield is written as a standard normal number: 0 "
        f"is the prior median and 1 is a prior standard deviation. The base variant has {where.size}: {moved} for "
        f"parameters, {len(YEARS)} for the country's unexplained yield in each year (standard deviation "
        f"{100.0 * NATIONAL_YIELD_SPREAD:g} %), {where.regional.stop - where.national.stop} for the regions' in {crisis} "
        f"({100.0 * REGIONAL_YIELD_SPREAD:g} %), and {len(kinds())} for the persistence of errors.",
        f"**Likelihood.** Each of the {len(comparisons(where.structure))} figures of "
        f"{link('the table of comparisons', 'comparisons-table')} has a residual, (model - figure) / error, taken on "
        f"logarithms unless the figure can be zero or negative. Residuals follow Student's t with "
        f"{DEGREES_OF_FREEDOM:g} degrees of freedom, so that one misfit does not rule the rest; a harvest that a variant must meet has a normal error. Errors of different "
        f"rows are taken to be independent; those of one row are, unless {link('they persist', 'calibration-errors')}.",
        f"**Mode.** The most probable point is sought by L-BFGS-B within {BOX:g} prior standard deviations, with "
        f"{' and then '.join(f'{degrees:g}' for degrees in STAGES)} degrees of freedom; where a harvest must be met, also with nearly "
        f"normal tails first, and from the mode without that harvest.",
        f"**Draws.** The sampler is NUTS, that of nutpie, in coordinates whitened by the Hessian at the mode (a "
        f"curvature below {LEAST_CURVATURE:g} of the prior's own counts as {LEAST_CURVATURE:g}). By default it runs "
        f"{settings.chains} chains of {settings.draws} draws after {settings.warmup} steps of warm-up, from seed "
        f"{settings.seed}, with a target acceptance of {settings.acceptance:g} and trees of depth {DEPTH} at most; how "
        f"long each shipped posterior was sampled is {link('in the table below', 'calibration-diagnostics')}. A "
        f"posterior is shipped if every R-hat is below {GOOD_R_HAT:g}, every effective sample size at least "
        f"{GOOD_SIZE} and no transition diverges. {SHIPPED_DRAWS} draws of it, evenly spaced, go into the package; "
        f"what is said of parameters and yields here is computed from these when the documentation is built.",
    )


_ERRORS = (
    "A row that misses a figure by much in one year often misses the next by as much, because its figures were made "
    "from one another or by one rule. Such rows are named in `calibration/errors.toml` by kind. The rows of a kind share "
    "one persistence, the correlation of errors a year apart, which is calibrated; what is new in each error is what "
    "follows Student's t. All other rows have independent errors. A steady misfit of a persistent row is cheap, so such "
    "a row says more of changes than of levels."
)
_ROW_ERRORS = (
    "What remains, by row: the mean of model less record in errors; the correlation of residuals with those of the year "
    "before; and the same of what is new in them, which should be near 0. Medians over the mixture, as `pyrrhic "
    "posterior residuals` prints them; rows with fewer than three pairs of years are left out."
)


def _errors(good: Usable) -> tuple[str, ...]:
    """The kinds of errors that persist, and how the residuals of each row hang together."""
    base = good.get(STRUCTURE)
    fitted = Coordinates(structure(STRUCTURE)).persistence(base.z) if base else None
    rows = [
        [
            escape(kind.title.en),
            ", ".join(f"`{row}`" for row in kind.rows),
            escape(kind.why.en),
            f"{kind.median:g}",
            " to ".join(f"{end:.2f}" for end in numpy.quantile(fitted[place], (0.05, 0.95))) if base else "",
        ]
        for place, kind in enumerate(kinds().values())
    ]
    header = ("Kind", "Rows", "Why they persist", "Prior median", "Persistence, 90 %")
    return (_ERRORS, table(header, rows), *_row_errors())


def _row_errors() -> tuple[str, ...]:
    try:
        drawn = mixture.draws()
        rows = row_errors(run(history(keep=quantities(), draws=drawn)), drawn.persistence)
    except PyrrhicError as error:
        return (f"What remains in each row is not known: {escape(error)}",)
    header = ("Row", "Errors", "Figures", "Mean", "A year apart", "Of what is new")
    cells = [
        [f"`{row.name}`", row.kind or "independent", str(row.figures), *map(_signed, (row.mean, row.apart, row.new))]
        for row in rows
    ]
    return (_ROW_ERRORS, table(header, cells))


def _signed(value: float) -> str:
    return f"{value:+.2f}"


def _structure(one: Structure) -> str:
    rivals = (link(f"{quantity}: {name}", f"rival-{quantity}-{name}") for quantity, name in one.choices.items())
    priors = (
        f"{_quantity(name)} " + ", ".join(f"{escape(key)} {escape(value)}" for key, value in prior.items())
        for name, prior in one.priors.items()
    )
    spreads = (f"{number(spread)} in {year}" for year, spread in one.yield_spread.items())
    return page(
        anchored(f"structure-{one.name}", f"`{one.name}`", 3),
        escape(one.title.en),
        facts(
            {
                "In Russian": escape(one.title.ru),
                "Harvest": _harvest(one.harvest) if one.harvest else "",
                "Famine deaths": one.deaths if one.deaths != DEATH_CHOICES[0] else "",
                "Equations": ", ".join(rivals),
                "Priors": "; ".join(priors),
                "Fixed": ", ".join(f"{_quantity(name)} at {number(at)}" for name, at in one.fixed.items()),
                "Spread of the unexplained yield": ", ".join(spreads),
                "Unexplained yields of the regions": "centred on the country's" if one.regional_yields_centred else "",
                "Levers": "; ".join(itertools.starmap(_lever, one.levers.items())),
            }
        ),
    ).rstrip()


def _harvest(one: Harvest) -> str:
    return f"{sources(f'record: {one.series}')}, {one.years}, error {100.0 * one.error:g} %"


def _lever(name: str, line: Mapping[str, float]) -> str:
    return f"{_quantity(name)} " + ", ".join(f"{number(value)} in {year}" for year, value in line.items())


def _quantity(name: str) -> str:
    return link(name, f"quantity-{name}")


def _named(name: str) -> str:
    return link(name, f"structure-{name}")


def _diagnostics(good: Usable, refused: Refused) -> str:
    header = (
        "Structure",
        "State",
        "Chains",
        "Draws in each",
        "Largest R-hat",
        "Smallest effective sample size",
        "Divergences",
        "Steps per draw",
    )
    return table(
        header,
        [
            [_named(name), "in use", *_reported(good[name])]
            if name in good
            else [_named(name), "**stale**" if name in refused else "not shipped", *[""] * 6]
            for name in structures()
        ],
    )


def _reported(shipped: Shipped) -> list[str]:
    found = shipped.diagnostics
    return [
        f"{found['chains']:.0f}",
        f"{found['draws']:.0f}",
        f"{found['largest_r_hat']:.4f}",
        f"{found['smallest_effective_size']:.0f}",
        f"{found['divergences']:.0f}",
        f"{found['mean_steps']:.1f}",
    ]


def _weights() -> tuple[str, ...]:
    try:
        found = sorted(weights().values(), key=lambda one: one.behind)
    except PyrrhicError as error:
        return (f"There are no weights: {escape(error)}",)
    header = (
        "Variant",
        "Weight",
        "Held out",
        "Behind the best",
        "Standard error of that",
        "Figures",
        "Unreliable figures",
    )
    alone = "Only one variant is shipped, so its weight is 1 and says nothing." if len(found) == 1 else ""
    return (alone, table(header, map(_weight, found)), _HOW_TO_READ, _unreliable(found))


def _weight(one: Weight) -> list[str]:
    return [
        _named(one.structure),
        f"{one.weight:.3f}",
        f"{one.held_out:.3f}",
        f"{one.behind:.1f}",
        f"{one.error:.1f}",
        str(one.figures),
        str(one.unreliable),
    ]


def _unreliable(found: Sequence[Weight]) -> str:
    most = max(one.unreliable for one in found)
    return (
        (
            f"The sums are estimated from the draws, not by fitting anew without each figure. Where the Pareto k of a "
            f"figure is above {RELIABLE_K:g} that estimate is unreliable: up to {most} of the {found[0].figures} "
            f"figures here. A difference of a few units may rest on these, and is no finding."
        )
        if most
        else ""
    )
