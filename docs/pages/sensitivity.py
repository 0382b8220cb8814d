"""What the headlines depend on: a tornado of each, computed when the pages are written."""

import tempfile
from pathlib import Path

from pages.markdown import anchored, escape, link, page, reference, table
from pyrrhic.app.language import ENGLISH
from pyrrhic.app.report.sensitivity import draw
from pyrrhic.app.text.answered.sensitivity import name_of, title_of
from pyrrhic.app.views.answered.sensitivity import belief_view, tornado_view
from pyrrhic.calibration.posterior import available
from pyrrhic.studies.sensitivity.beliefs import free_beliefs, groups
from pyrrhic.studies.sensitivity.identified import LOOSE, NEAR, WIDE, informed
from pyrrhic.studies.sensitivity.outcomes import outcomes
from pyrrhic.studies.sensitivity.tornado import AGAINST, movable, move

DRAWS_OF_EACH = 4  # of each variant, as on the page of fixed values
_ABOUT = (
    "Each free number that the data do not identify is moved from the 5 % to the 95 % point of its prior, and each fixed "
    "value with a range from one end of it to the other, by itself, over {count} draws of the mixture of the variants; "
    "`pyrrhic sensitivity` does it with 170. The numbers are medians. Nothing is fitted anew. Fit is by how much the log "
    "density of all compared figures changes at an end, the median of the draws: where it falls by more than {few:g}, the "
    "figures contradict that end unless other numbers make up for it, a new fit would take back a part of the move, and the "
    "bar is pale. So a wide pale bar says what the fit has to hold in its place, and not how uncertain the headline is. Reasons of the ranges stand on the page of [fixed values](#judgements-deaths)."
)
_RULE = (
    f"A free number counts as not identified where its posterior spread is at least {WIDE:g} of the prior's and its mean "
    f"lies within {NEAR:g} prior standard deviation of the prior's. Such a number may be tied to others: the data know a "
    "sum or a ratio, and neither part of it. What it may do while all others stay is the spread alone, by linear "
    f"regression over the draws; below {LOOSE:g} it is tied, and marked with an asterisk. Of a number that is tied the data "
    "would not allow the whole bar."
)
_GROUPS = (
    "`pyrrhic sensitivity --method sobol` varies everything at once and divides the variance of each outcome among groups "
    "of numbers ({sobol}, by the estimators of {saltelli}); `--method morris` takes the groups in turn from many points "
    "({morris}, {campolongo}), which is cheaper and says less. Both are computed by SALib, which `pip install "
    "pyrrhic[sensitivity]` brings. The independent inputs are: a variant and a draw of its posterior together, so that all "
    "that the data inform moves as they allow; the free numbers that are neither identified nor tied, by their priors; and "
    "the fixed values, evenly within their ranges. With `--prior` it is every free number and every unexplained yield by "
    "its prior. A member that fails, or that has no number, is counted, and so is the block of the sample that it spoils; "
    "where members fail, the quarters of the ranges in which they crowd are named."
)
_BOXES = (
    "`pyrrhic discover NAME --above X`, or with the key of a statement of a claim, looks for the beliefs under which it "
    "holds: the patient rule induction of {friedman}, as {bryant} use it. Half of the members makes the boxes, a quarter "
    "chooses among them and drops the limits that may be there by chance, and the last quarter says coverage (the share of "
    "all that holds which lies in the box) and density (the share of the box in which it holds). The limits are in the units "
    "of the numbers. Only numbers that have to do with the statement by themselves are tried, so what follows from two of "
    "them jointly and from neither alone is not found."
)
_WORKS = {
    "sobol": "sobol2001",
    "saltelli": "saltelli2010",
    "morris": "morris1991",
    "campolongo": "campolongo2007",
    "friedman": "friedmanFisher1999",
    "bryant": "bryantLempert2010",
}
_HEADER = ("Number", "Range", "Low end", "High end", "Change", "Fit, low end", "Fit, high end")


def pages() -> dict[str, str]:
    """The one page of what the headlines depend on."""
    draws = DRAWS_OF_EACH * len(available())
    view = tornado_view(move(outcomes(), movable(), draws))
    works = {name: reference(key) for name, key in _WORKS.items()}
    return {
        "sensitivity": page(
            "# What the headlines depend on",
            _ABOUT.format(count=view["draws"], few=-AGAINST),
            _picture(view),
            *(_outcome(outcome) for outcome in view["outcomes"]),
            anchored("sensitivity-identified", "Free numbers that the data do not identify"),
            _RULE,
            _identified(),
            anchored("sensitivity-groups", "Many numbers at once"),
            _GROUPS.format(**works),
            f"The groups: {', '.join(escape(title.en) for title in groups().values())}.",
            anchored("sensitivity-boxes", "Under which beliefs a statement holds"),
            _BOXES.format(**works),
        )
    }


def _picture(view: dict) -> str:
    """The tornado as it stands in the page."""
    with tempfile.TemporaryDirectory() as folder:
        written = draw(view, Path(folder) / "tornado.svg", ENGLISH).read_text(encoding="utf-8")
    drawn = written[written.index("<svg") :]
    return f'```{{raw}} html\n<div role="img" aria-label="Tornado of the headlines; its numbers stand in the tables">{drawn}</div>\n```'


def _outcome(outcome: dict) -> str:
    """The numbers that move one headline by more than a tenth."""
    head = f"{title_of(outcome, ENGLISH)} ({outcome['unit']})"
    large = [_row(bar) for bar in outcome["bars"] if bar["is_large"]]
    points = f"{outcome['median']:.3g}, 90 % interval {outcome['low']:.3g} to {outcome['high']:.3g}."
    named = anchored(f"sensitivity-{outcome['name']}", escape(head))
    return page(named, points, table(_HEADER, large) if large else "Nothing moves it by more than a tenth.")


def _row(bar: dict) -> list[str]:
    low, high = bar["range"]
    of = "" if bar["range_of"] == "value" else f" ({bar['range_of']})"
    change = "fails" if bar["change"] is None else f"{bar['change']:.0%}"
    ends = ["fails" if bar[end] is None else f"{bar[end]:.3g}" for end in ("low", "high")]
    fits = ["fails" if fit is None else f"{round(fit):d}" for fit in bar["fit"]]
    return [_name(bar), f"{low:.3g} to {high:.3g}{of}", *ends, change, *fits]


def _name(belief: dict) -> str:
    mark = r"\*" if belief.get("tied") else ""
    return link(name_of(belief, ENGLISH), f"quantity-{belief['name']}") + mark


def _identified() -> str:
    """The free numbers that the data do not identify, with mean and spread in prior standard deviations."""
    views = {belief.key: belief_view(belief) for belief in free_beliefs()}
    open_numbers = [known for known in informed().values() if not known.identified]
    rows = [
        [
            _name({**views[known.name], "tied": known.tied}),
            escape(views[known.name]["title"]),
            *(f"{part:.2f}" if part == part else "–" for part in (known.mean, known.spread, known.alone)),
        ]
        for known in sorted(open_numbers, key=lambda known: -known.spread)
    ]
    return table(("Number", "What it is", "Mean", "Spread", "Spread alone"), rows)
