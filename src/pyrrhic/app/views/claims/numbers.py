"""How the numbers of statements are written: in the unit of a figure, or as a share."""

from dataclasses import dataclass
from math import isfinite

from pyrrhic.app.language import Language
from pyrrhic.app.views.outcomes import unit_name
from pyrrhic.runs.figures import Figure
from pyrrhic.studies.attribution.players import players_of
from pyrrhic.studies.claims.statement import Statement
from pyrrhic.studies.scenarios import scenario as scenarios

SHARES = ("share of history", "saved share")
YEAR, SHARE, PLAIN = "year", "%", "1"


@dataclass(frozen=True)
class Scale:
    """The unit in which a number is written, its decimals, and whether it is a share that is written in per cent."""

    unit: str
    decimals: int
    is_share: bool = False

    def said(self, value: float | None, say: Language) -> str:
        """The number as it is written; words where there is none."""
        if value is None or not isfinite(value):
            return say("not reached") if self.unit == YEAR else say("no number")
        if self.unit == YEAR:
            return str(round(value))
        return say.percent(value) if self.is_share else say.number(value, self.decimals)

    def unit_said(self, say: Language) -> str:
        """The name of the unit; nothing where the number says it itself."""
        return "" if self.is_share else unit_name(self.unit, say)


def scale_of_figure(figure: Figure) -> Scale:
    """How a figure by itself is written."""
    return Scale(figure.unit, figure.decimals)


def scale_of_sides(statement: Statement) -> Scale:
    """How what a statement reads in one run is written: its figure, or the ratio to another."""
    return Scale(PLAIN, 2) if statement.than else _of_difference(statement)


def scale_of(statement: Statement) -> Scale:
    """How the number is written that the bounds of a statement are about."""
    is_share = statement.compare in SHARES or statement.divided is not None
    return Scale(PLAIN, 0, is_share=True) if is_share else scale_of_sides(statement)


def _of_difference(statement: Statement) -> Scale:
    """A difference of years is a number of years, and no year."""
    is_span = statement.figure.unit == YEAR and (statement.minus or statement.compare == "difference")
    return Scale(PLAIN if is_span else statement.figure.unit, statement.figure.decimals)


def bounds_said(statement: Statement, say: Language) -> str:
    """The bounds between which the number lies where a statement holds."""
    scale, bounds = scale_of(statement), statement.holds
    low, high = (_exactly(bound, scale, say) for bound in (bounds.low, bounds.high))
    if isfinite(bounds.low) and isfinite(bounds.high):
        return say("holds between {low} and {high}", low=low, high=high)
    return say("holds above {low}", low=low) if isfinite(bounds.low) else say("holds below {high}", high=high)


def _exactly(bound: float, scale: Scale, say: Language) -> str:
    """A bound with as many decimals as it has, up to four."""
    if not isfinite(bound) or scale.unit == YEAR:
        return scale.said(bound, say)
    if scale.is_share:
        return say.percent(bound, len(f"{round(100.0 * bound, 1):g}".partition(".")[2]))
    return say.number(bound, len(f"{round(bound, 4):.10g}".partition(".")[2]))


def compared_said(statement: Statement, say: Language) -> str:
    """What the number of a statement is."""
    read = read_said(statement, say)
    if statement.divided:
        return say(
            "Share in the difference between the two runs: {part}; {read}", part=_part(statement, say), read=read
        )
    return _compared_with_another(statement, read, say) if statement.beside else _compared(statement, read, say)


def _part(statement: Statement, say: Language) -> str:
    """The title of the part to which a share of a difference is due."""
    assert statement.divided is not None
    players = players_of(scenarios.load(statement.divided.scenario), statement.divided.by)
    return next(say.pick(player.title) for player in players if player.name == statement.divided.part)


def _compared(statement: Statement, read: str, say: Language) -> str:
    """What is compared with history."""
    if statement.compare == "saved share":
        return say("Reduction against history: {read}", read=read)
    if statement.compare == "share of history":
        return say("Share of history: {read}", read=read)
    return say("Difference from history: {read}", read=read) if statement.compare == "difference" else read


def _compared_with_another(statement: Statement, read: str, say: Language) -> str:
    """What is compared with a run that is not history."""
    if statement.compare == "saved share":
        return say("Share of the other run that does not occur: {read}", read=read)
    if statement.compare == "share of history":
        return say("Share of the other run: {read}", read=read)
    return say("Difference from the other run: {read}", read=read) if statement.compare == "difference" else read


def read_said(statement: Statement, say: Language) -> str:
    """The figure of a statement, with the one that it is divided or lessened by."""
    title = say.pick(statement.figure.title)
    if statement.than:
        return say("{first}, as a ratio to: {second}", first=title, second=say.pick(statement.than.title))
    if statement.minus:
        return say("{first}, less: {second}", first=title, second=say.pick(statement.minus.title))
    return title
