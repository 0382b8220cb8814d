"""Where scholars disagree: each debate a question with positions, and each position a model, data or belief to run."""

from pyrrhic.studies.debates.debate import Debate, Position, debate, debates, position, position_names

__all__ = ["Debate", "Position", "debate", "debates", "position", "position_names"]
