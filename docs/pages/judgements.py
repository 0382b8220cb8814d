"""Fixed values that could lie otherwise, and the headlines that they move: computed when the pages are written."""

from collections.abc import Iterable, Sequence

from pages.markdown import anchored, escape, link, page, table
from pyrrhic.calibration.posterior import available
from pyrrhic.studies.judgements import (
    CLOSING,
    TENTH,
    Headline,
    Judged,
    Move,
    at_draws,
    at_the_starting_fit,
    headlines,
    judged,
)

DRAWS_OF_EACH = 4  # of each variant: every range is run in every scenario
_ABOUT = (
    "A number that calibration may not move and that no work was seen to give has a range, and so have a few of works, "
    "within which it could plausibly lie; the reason of the range stands beside the number. Here each is moved from one "
    "end of its range to the other, in the single run at the starting fit and over {count} draws of the mixture of the "
    "variants. A change is the widest difference among the headline as it is and at both ends, as a share of it; a change "
    "of famine deaths under a million is measured against a million, of deaths averted against half a million. "
    "A range of the contrast is a power of the regions' numbers, their sum kept."
)
_HEADER = ("Fixed value", "Range", "As it is", "Low end", "High end", "Change", "Change, single run")


def pages() -> dict[str, str]:
    """The one page of fixed values."""
    draws = DRAWS_OF_EACH * len(available())
    single, mixture = judged(at_the_starting_fit()), judged(at_draws(draws))
    return {
        "judgements": page(
            "# Fixed values that move a headline",
            _ABOUT.format(count=draws),
            escape(CLOSING),
            *(_headline(one, mixture, single) for one in headlines()),
            anchored("judgements-small", "Fixed values that move no headline by more than a tenth"),
            _small(mixture, single),
        )
    }


def _headline(headline: Headline, mixture: Sequence[Judged], single: Sequence[Judged]) -> str:
    """The values that move one headline by more than a tenth, over the draws or in the single run."""
    at_draws, alone = _moves(headline, mixture), _moves(headline, single)
    large = [name for name, (_, move) in at_draws.items() if move.is_large or alone[name][1].is_large]
    largest = sorted(large, key=lambda name: at_draws[name][1].change, reverse=True)
    title = anchored(f"judgements-{headline.name}", escape(f"{headline.title} ({headline.figure.unit})"))
    rows = [_row(*at_draws[name], alone[name][1]) for name in largest]
    return page(title, table(_HEADER, rows) if rows else "None.")


def _moves(headline: Headline, found: Iterable[Judged]) -> dict[str, tuple[Judged, Move]]:
    """By the name of a value how far it moves the headline."""
    moves = ((one, move) for one in found for move in one.moves)
    return {one.parameter.name: (one, move) for one, move in moves if move.headline == headline}


def _row(one: Judged, move: Move, alone: Move) -> list[str]:
    return [
        _name(one),
        _range(one),
        *(f"{value:.3g}" for value in (move.usual, move.low, move.high)),
        _share(move.change),
        _share(alone.change),
    ]


def _small(mixture: Sequence[Judged], single: Sequence[Judged]) -> str:
    """What moves nothing much, with the greatest change of a headline."""
    alone = {one.parameter.name: one for one in single}
    small = [one for one in mixture if not (one.large or alone[one.parameter.name].large)]
    rows = [
        [_name(one), _range(one), f"{one.greatest.change:.1%}", escape(one.greatest.headline.title)] for one in small
    ]
    return table(("Fixed value", "Range", "Greatest change", "Headline"), rows)


def _name(one: Judged) -> str:
    return link(one.parameter.name, f"quantity-{one.parameter.name}")


def _range(one: Judged) -> str:
    assert one.parameter.range is not None
    low, high = one.parameter.range
    of = "" if one.parameter.range_of == "value" else f" ({one.parameter.range_of})"
    return f"{low:g} to {high:g}{of}"


def _share(change: float) -> str:
    return f"**{change:.0%}**" if change > TENTH else "fails" if change != change else f"{change:.0%}"
