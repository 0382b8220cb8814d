"""The bibliography: every work cited, in the order of its key, and the judgements for which no work is cited."""

from pages.markdown import anchored, escape, facts, link, page, table
from pyrrhic.model import levers, opening_values, parameters
from pyrrhic.runs.history import judgement
from pyrrhic.sources import Source, bibliography


def pages() -> dict[str, str]:
    """The one page of the bibliography."""
    works = sorted(bibliography().values(), key=lambda source: source.key.casefold())
    about = f"{len(works)} works. A reference `key[page]` names one of them."
    return {"bibliography": page("# Bibliography", about, *map(_work, works), *_judgements())}


def _work(source: Source) -> str:
    return page(
        anchored(f"source-{source.key}", escape(source.key)),
        escape(source.citation()),
        facts({"Kind of source": escape(source.note)}),
    )


def _judgements() -> tuple[str, ...]:
    """Every number of the model that no work gives, with its reason."""
    reasons = {
        **{name: one.reason for name, one in {**parameters(), **opening_values()}.items()},
        **{name: judgement(name) for name in levers()},
    }
    rows = [[link(name, f"quantity-{name}"), escape(reason.en)] for name, reason in reasons.items() if reason]
    return (
        anchored("judgements", "Judgements of this project"),
        f"{len(rows)} parameters, opening values and paths of levers are taken from no work. A judgement is not a source.",
        table(("Name", "Reason"), rows),
    )
