"""Links as scenarios.

    loaded = load("lab.en.html#v=1&s=no_exports&l=relief:1@1931-1932")

A multiple is one of history in each year, whatever the scenarios below it did; later changes override earlier ones.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.links.link import POSITION_APART, Changes, Link, Moved, spec_of
from pyrrhic.app.links.reading import is_link, read_to_run
from pyrrhic.app.links.sliders import declared, sliders
from pyrrhic.app.links.writing import lever_written, state
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.studies.scenarios import scenario as scenarios
from pyrrhic.studies.scenarios.library import Written
from pyrrhic.studies.scenarios.scenario import Scenario
from pyrrhic.texts import LANGUAGES

ENDS = 1940  # of levers moved before the war, as of the shipped scenarios of these years: the country's borders change

Span = dict[str, int | float | str]


def load(spec: str) -> Scenario:
    """The scenario of a spec, or of a link. Raises a `PyrrhicError` with every part of the link that cannot be used."""
    return load_all([spec])[0]


def load_all(specs: Iterable[str], below: str = AS_IT_HAPPENED) -> list[Scenario]:
    """Several scenarios to be set beside each other, each a spec or a link, on top of the one named by `below`."""
    return scenarios.load_all([_named(spec, below) for spec in specs])


def remarks(specs: Iterable[str], is_held: bool = False) -> list[str]:
    """What is to be said of links: the parts that are not used, and the run that one of them is compared with.

    `is_held` says that the run is under the position that the link names.
    """
    links = [read_to_run(spec) for spec in specs if is_link(spec)]
    ignored = [str(part.error) for link in links for part in link.ignored]
    held = [link.position.replace(POSITION_APART, "=") for link in links if link.position and not is_held]
    return [
        *ignored,
        *(_compared(link) for link in links if link.compared is not None),
        *(f"link, q: the position is not held here; a run at its draws has --position {name}" for name in held),
    ]


def _compared(link: Link) -> str:
    first, second = (state(Link(changes)) for changes in (link.compared or Changes(), link.changes))
    return f"link, b: the run that it is compared with is left out; see: pyrrhic compare '{first}' '{second}'"


def _named(spec: str, below: str) -> str | Written:
    changes = read_to_run(spec).changes if is_link(spec) else Changes((spec,))
    names = [name for name in (below, *changes.scenarios) if name != AS_IT_HAPPENED]
    if not changes.levers:
        return "+".join(names) or AS_IT_HAPPENED
    levers = (lever_written(key, moved) for key, moved in changes.levers.items())
    return Written(document(Changes(tuple(names), changes.levers)), "+".join([*names, *levers]))


# --- a document of a scenario -------------------------------------------------------------------------------------


def document(changes: Changes) -> dict[str, Any]:
    """Some changes as a scenario document that extends the scenarios among them."""
    base = scenarios.load(spec_of(changes))
    ends = {} if all(moved.is_late for moved in changes.levers.values()) else {"ends": ENDS}
    extends = list(changes.scenarios)
    return {
        **_texts(changes),
        "extends": extends,
        **ends,
        "sources": list(base.sources),
        "levers": _levers(changes, base),
    }


def _levers(changes: Changes, base: Scenario) -> dict[str, list[Span]]:
    """What is done to each lever of the model."""
    moves = [(lever, key) for key in changes.levers for lever in sliders()[key].levers]
    times = Counter([*(lever for lever, _ in moves), *(change.target for change in base.changes)])
    levers: dict[str, list[Span]] = {}
    for lever, key in moves:
        levers.setdefault(lever, []).extend(_spans(key, changes.levers[key], moved_before=times[lever] > 1))
    return levers


def _spans(key: str, moved: Moved, moved_before: bool) -> list[Span]:
    """What a lever of the page does to one of the model: a multiple is one of history, not of what stood before."""
    years: Span = {"from": moved.first, "to": moved.last}
    if sliders()[key].sets:
        return [{**years, "value": moved.value}]
    afresh: list[Span] = [{**years, "value": "history"}] if moved_before else []
    return [*afresh, {**years, "times": moved.value}]


def _texts(changes: Changes) -> Mapping[str, Mapping[str, str]]:
    """The title and the description of some changes, in both languages."""
    titles, descriptions = {}, {}
    for code in LANGUAGES:
        say = Language(code)
        titles[code] = "; ".join(_in_words(changes, say))
        descriptions[code] = say("Written from a link of the laboratory. Changed: {changes}.", changes=titles[code])
    return {"title": titles, "description": descriptions}


def _in_words(changes: Changes, say: Language) -> Sequence[str]:
    """Every change in words."""
    named = [declared("scenarios")[name]["short"][say.code] for name in changes.scenarios if name != AS_IT_HAPPENED]
    return [*named, *(_lever_in_words(key, moved, say) for key, moved in changes.levers.items())]


def _lever_in_words(key: str, moved: Moved, say: Language) -> str:
    title, value = sliders()[key].title[say.code], say.number(moved.value, 2)
    years = say.years(moved.first, moved.last)
    if sliders()[key].sets:
        return say("{lever}: {value}, {years}", lever=title, value=value, years=years)
    return say("{lever}: {value} of history, {years}", lever=title, value=value, years=years)
