"""Positions as draws of the model: one position by itself, or several from different debates taken together.

    expressed([position("harvest=tauger")], 200).draws          # those of the shipped variant harvest_tauger
    asked(["harvest=tauger", "exports=relief"], 200).draws      # the same, and a scenario in the place of history
    draws_of_history(["harvest=tauger"]).draws                  # for what is asked about history alone

A shipped posterior is used where there is one, else shipped draws are weighed anew, else a fit is made if it is asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyrrhic.calibration import mixture
from pyrrhic.calibration.posterior import available, load
from pyrrhic.calibration.structures import Structure, read_structure, structure, structures
from pyrrhic.errors import BadInput, CannotRun
from pyrrhic.runs.case import AS_IT_HAPPENED, Draws
from pyrrhic.studies.debates.debate import Position, position
from pyrrhic.studies.debates.fitted import draws_by_fit
from pyrrhic.studies.debates.importance import LEAST_EFFECTIVE, Weighed, weighed
from pyrrhic.texts import NO_TEXT

BASE, AND = "base", "_and_"
SET = ("harvest", "deaths", "choices", "priors", "fixed", "yield_spread", "regional_yields_centred", "levers")
POSTERIOR, MIXTURE, REWEIGHTED, FITTED = "posterior", "mixture", "reweighted", "fit"
NOT_IN_MODEL, NOT_SHIPPED, TOO_FEW, NOT_FITTED = "not in the model", "not shipped", "too few draws", "not fitted"
LEAST_DRAWS = 2
Progress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Expressed:
    """One or several positions as draws, or why there are none.

    `state` says how: by a shipped posterior, the mixture of all, draws weighed anew or a fit at the mode; or that there
    is none. `variants` are the variants whose posteriors it rests on, or the one that is missing. `scenario` stands in
    the place of history. `weighed` are the shipped draws with their weights, where they were weighed anew.
    """

    positions: tuple[Position, ...]
    state: str
    variants: tuple[str, ...] = ()
    draws: Draws | None = None
    weighed: Weighed | None = None

    @property
    def scenario(self) -> str:
        """The scenarios of the positions, joined; history where they have none."""
        own = dict.fromkeys(each.scenario for each in self.positions if each.scenario not in ("", AS_IT_HAPPENED))
        return "+".join(own) or AS_IT_HAPPENED

    def joined_to(self, spec: str) -> str:
        """A scenario on top of that of the positions."""
        parts = [part for part in (self.scenario, spec) if part != AS_IT_HAPPENED]
        return "+".join(parts) or AS_IT_HAPPENED

    @property
    def can_be_fitted(self) -> bool:
        """Whether it has no draws and a fit would give it some: what is known by a figure alone is not fitted."""
        outside = self.state == NOT_IN_MODEL or any(each.believes for each in self.positions)
        return self.draws is None and not outside

    @property
    def effective(self) -> float | None:
        """How many draws of equal weight it is worth, where draws were weighed anew."""
        return self.weighed.effective if self.weighed else None


def expressed(
    positions: Sequence[Position], number: int, fit: bool = False, progress: Progress = lambda line: None
) -> Expressed:
    """Positions as draws. Raises `BadInput` where two of them set one thing differently, `CannotRun` as posteriors do."""
    held = tuple(positions)
    if any(each.not_in_model for each in held):
        return Expressed(held, NOT_IN_MODEL)
    form = _shipped(held, number)
    if not (fit and form.can_be_fitted):
        return form
    return replace(form, state=FITTED, draws=draws_by_fit(taken_together(held), number, progress), weighed=None)


def asked(
    keys: Sequence[str], number: int | None = None, fit: bool = False, progress: Progress = lambda line: None
) -> Expressed:
    """The positions asked for as DEBATE=POSITION, together, as draws; 400 of them unless a number is given.

    Raises `CannotRun` with the reason where there are none, `BadInput` and `UnknownName` for what is asked wrongly.
    """
    where = " ".join(f"--position {key}" for key in keys)
    positions = [position(key, f"--position {key}") for key in keys]
    debates = [each.debate for each in positions]
    if len(set(debates)) < len(debates):
        raise BadInput("two positions in one debate cannot be held together", where=where)
    form = expressed(positions, mixture.USUAL_DRAWS if number is None else number, fit, progress)
    if form.draws is None:
        raise _refusal(form, where)
    if number is not None:
        _refuse_number(form, number)
    return form


def _refuse_number(form: Expressed, number: int) -> None:
    """Raise `CannotRun` where so many draws are asked for as the posteriors do not hold, or too few for their variants."""
    least = max(LEAST_DRAWS, len(form.variants) if form.state == MIXTURE else 1)
    most = sum(len(load(name).z) for name in form.variants)
    if form.state != FITTED and not least <= number <= most:
        raise CannotRun(f"{number} draws asked for", where=f"--draws {number}", allowed=f"{least} to {most}")


def draws_of_history(
    keys: Sequence[str], number: int | None = None, fit: bool = False, progress: Progress = lambda line: None
) -> Expressed:
    """The same for what is asked about history. Raises `CannotRun` where a position puts a scenario in its place."""
    form = asked(keys, number, fit, progress)
    if form.scenario != AS_IT_HAPPENED:
        where = " ".join(f"--position {key}" for key in keys)
        raise CannotRun(f"the scenario {form.scenario} would stand in the place of history", where=where)
    return form


def remarks(form: Expressed) -> list[str]:
    """What is to be said of draws that are not those of a sampled posterior, in a sentence each."""
    keys = ", ".join(each.key for each in form.positions)
    if form.state == MIXTURE:
        return [f"{keys}: nothing is set in the model, so these are draws of all variants, as without a position"]
    if form.state == REWEIGHTED:
        return [f"{keys}: shipped draws weighed anew, worth {form.effective:.0f} draws"]
    return [f"{keys}: a fit at the mode, less to be trusted than a sampled posterior"] if form.state == FITTED else []


def _refusal(form: Expressed, where: str) -> CannotRun:
    """Why positions cannot be run, and what would make it possible."""
    return CannotRun(_why(form), where=where, allowed="--fit, which fits it at the mode" if form.can_be_fitted else "")


def _why(form: Expressed) -> str:
    if form.state == NOT_IN_MODEL:
        outside = next(each for each in form.positions if each.not_in_model)
        return f"{outside.key} is not in the model: {outside.not_in_model.en}"
    if form.state == NOT_SHIPPED:
        return f"no posterior of {form.variants[0]} is shipped"
    if form.state == TOO_FEW:
        return f"the draws weighed anew are worth {form.effective:.0f}, fewer than {LEAST_EFFECTIVE:.0f}"
    return "no posterior of this model and data is shipped"


# --- which posterior ----------------------------------------------------------------------------------------------


def _shipped(held: tuple[Position, ...], number: int) -> Expressed:
    """Positions by shipped draws, or why these do not do."""
    whole = taken_together(held)
    variants, priors = _variants(held, whole)
    if not variants:
        return Expressed(held, NOT_FITTED)
    missing = tuple(name for name in variants if name not in available())
    if missing:
        return Expressed(held, NOT_SHIPPED, missing)
    beliefs = [each.believes for each in held if each.believes]
    if priors or beliefs:
        again = weighed(variants, priors, beliefs)
        drawn = again.draws(min(number, len(again.after))) if again.is_enough else None
        return Expressed(held, REWEIGHTED if drawn else TOO_FEW, variants, drawn, again)
    if len(variants) > 1:
        return Expressed(held, MIXTURE, variants, mixture.draws(max(number, len(variants))))
    return Expressed(held, POSTERIOR, variants, mixture.draws(min(number, len(load(variants[0]).z)), variants))


def _variants(held: tuple[Position, ...], whole: Structure) -> tuple[tuple[str, ...], Mapping[str, Mapping]]:
    """The variants that the draws come from, none where no variant is like it, and the priors by which to weigh them.

    Positions that set nothing but priors are weighed over all that is shipped.
    """
    same = _like(whole)
    if same not in ("", BASE) or (any(each.structure == BASE for each in held) and same):
        return (same,), {}
    bare = replace(whole, priors={})
    if _like(bare) == BASE and not any(each.structure for each in held):
        return available(), whole.priors
    like = _like(bare)
    return ((like,), whole.priors) if like else ((), {})


def _like(wanted: Structure) -> str:
    """The variant that sets the same, or none."""
    return next((known.name for known in structures().values() if _set(known) == _set(wanted)), "")


def sets_the_same(first: Position, second: Position) -> bool:
    """Whether two positions set the same in the model, whatever scenario or figure they go by."""
    return _set(taken_together([first])) == _set(taken_together([second]))


def _set(each: Structure) -> dict[str, Any]:
    """What a structure sets."""
    return {name: getattr(each, name) for name in SET}


# --- several together ---------------------------------------------------------------------------------------------


def taken_together(held: Sequence[Position]) -> Structure:
    """The base structure with everything that the positions set. Raises `BadInput` where two set one thing differently."""
    whole: dict[str, Any] = {}
    for each in held:
        for name, value in _settings(each):
            whole[name] = _merged(whole[name], value, name, each) if name in whole else value
    named = AND.join(f"{each.debate}_{each.name}" for each in held)
    return replace(structure(BASE), name=named, title=held[0].title if len(held) == 1 else NO_TEXT, **whole)


def _settings(each: Position) -> Iterator[tuple[str, Any]]:
    """What a position sets otherwise than the base."""
    if each.structure:
        chosen = structure(each.structure)
    else:
        chosen = read_structure(each.name, {"title": dict(each.title), **each.own}, each.key)
    base = structure(BASE)
    for name in SET:
        if getattr(chosen, name) != getattr(base, name):
            yield name, getattr(chosen, name)


def _merged(before: Any, value: Any, name: str, each: Position) -> Any:
    """Two settings of one field: tables are joined, and anything else must be the same."""
    if isinstance(before, Mapping):
        differing = [key for key in value if key in before and before[key] != value[key]]
        if not differing:
            return {**before, **value}
    elif before == value:
        return value
    raise BadInput(f"it sets {name} otherwise than another position", where=f"--position {each.key}")
