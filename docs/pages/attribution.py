"""A difference divided among the changes that make it: how, among whom, and an example computed with the pages."""

from collections.abc import Iterable

from pages.markdown import anchored, block, escape, link, page, reference, table
from pyrrhic.app.views.answered.attribution import BY_LEVER, CLOSING, OF_CHANNELS
from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available
from pyrrhic.runs.figures import figure
from pyrrhic.studies.attribution import MOST_EXACT, USUAL_PAIRS, Asked, Attribution, attribute, groups, largest_first
from pyrrhic.studies.attribution.channels import channels
from pyrrhic.studies.scenarios.scenario import load

DRAWS_OF_EACH = 2  # of each variant: every combination is run at every draw
SCENARIO, OUTCOME = "famine_causes_removed", "excess_deaths_1932_33"
_COMMANDS = """pyrrhic attribute famine_causes_removed --outcome excess_deaths_1932_33 --by scenario
pyrrhic attribute nep --outcome excess_deaths_1930_31_1933_34 --by group --interactions
pyrrhic attribute no_exports+relief_accepted --outcome excess_deaths_1932_33 --channels
pyrrhic attribute nep --outcome cattle_1933 --by group --lang ru -o shares.csv --picture shares.svg"""
_ABOUT = (
    "A scenario that makes several changes moves a figure away from history. How much of that is due to each change? A famine "
    "is a threshold: several causes may each seem to explain most of it, for without any one of them there would have been "
    "grain enough, and each may seem to explain nothing once the others are gone. So the plain table comes first: the "
    "figure with each change made alone, and with all changes but that one. Neither column adds up to the difference."
)
_SHARES = (
    "Then the difference is divided. The share of a change is what it adds when it is made, averaged over all orders in which "
    "the changes may be made ({shapley}). Up to {most} changes every combination of them is run; beyond that {orders} orders are "
    "sampled, each with its reverse, and the standard error of the mean is shown. The shares add up to the difference in "
    "every draw, so they have intervals, and a range of the variants' medians. Medians of the shares do not add up, and "
    "means do; tables and the picture show means."
)
_INTERACTIONS = (
    "With `--interactions`, for every two changes: how much more they do together than apart, averaged over what else has been "
    "done ({owen}). Where one change needs the other it has the sign of the difference; where one does what the other would "
    "have done, the opposite sign."
)
_PLAYERS = (
    "`--by lever` divides among the levers whose path differs from history, `--by scenario` among the scenarios of which one is "
    "made (by `extends`, or joined by +), `--by group` among the groups below; a lever that is in none stands by itself. A file of "
    "your own has the same form as `studies/attribution/groups.toml`: `--by my.toml`."
)
_CHANNELS = (
    "With `--channels` the difference is divided once more, among the quantities through which it reaches the figure."
)
_FAILURES = (
    "A draw in which one of the runs fails, or gives no number for the figure, has no part in any number; how many runs and draws "
    "that concerns is printed. Unexplained yields are those of the draw in every year that a scenario leaves as in history. "
    "The numbers of all runs are kept in the cache of the user and reopened while nothing that they depend on has changed."
)
_HEADS = ("Change", "Made first", "Made last", "Share, mean", "5 to 95 %", "Variants", "Of the whole")


def pages() -> dict[str, str]:
    """The one page of attribution."""
    draws = mixture.draws(DRAWS_OF_EACH * len(available()))
    divided = attribute(Asked(load(SCENARIO), figure(OUTCOME), "scenario"), draws)
    shares = _SHARES.format(shapley=reference("shapley1953"), most=MOST_EXACT, orders=2 * USUAL_PAIRS)
    return {
        "attribution": page(
            "# Attribution",
            _ABOUT,
            shares,
            escape(CLOSING),
            block(_COMMANDS),
            anchored("attribution-example", "What the deaths of 1932/33 are due to"),
            _example(divided, len(draws)),
            anchored("attribution-groups", "Among whom"),
            _PLAYERS,
            escape(BY_LEVER),
            table(("Group", "Levers"), ([escape(group.title), _linked(group.levers)] for group in groups())),
            anchored("attribution-channels", "Interactions and channels"),
            _INTERACTIONS.format(owen=reference("owen1972")),
            _CHANNELS,
            escape(OF_CHANNELS),
            table(("Channel", "Quantities"), ([escape(one.title), _linked(one.quantities)] for one in channels())),
            anchored("attribution-failures", "What is left out and what is kept"),
            _FAILURES,
        )
    }


def _linked(names: Iterable[str]) -> str:
    return ", ".join(link(name, f"quantity-{name}") for name in names)


def _example(divided: Attribution, draws: int) -> str:
    weighed = divided.weighed
    ends = (float(weighed.mean(numbers)) for numbers in (divided.history, divided.scenario))
    about = "The scenario {scenario}, by the scenarios of which it is made, at {draws} draws of the mixture: {figure} fall from {before:.2f} to {after:.2f} million."
    before, after = ends
    text = about.format(
        scenario=link(SCENARIO, f"scenario-{SCENARIO}"),
        draws=draws,
        figure=escape(divided.asked.figure.title).casefold(),
        before=before,
        after=after,
    )
    return page(text, table(_HEADS, (_row(divided, player) for player in largest_first(divided))))


def _row(divided: Attribution, player: int) -> list[str]:
    name, spread = divided.players[player].name, divided.weighed.spread(divided.shares[player])
    first, last = (float(divided.weighed.mean(numbers[player])) for numbers in (divided.first, divided.last))
    return [
        link(name, f"scenario-{name}"),
        _signed(first),
        _signed(last),
        _signed(spread.mean),
        f"{_signed(spread.low)} to {_signed(spread.high)}",
        f"{_signed(spread.lowest)} to {_signed(spread.highest)}",
        f"{divided.share_of_difference[player]:.0%}",
    ]


def _signed(number: float) -> str:
    """A number with its sign, nothing without one."""
    rounded = round(number, 2)
    return f"{rounded:+.2f}" if rounded else "0.00"
