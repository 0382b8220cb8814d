"""The bibliography: every work cited, in the order of its author, and the judgements with their reasons."""

from pages.markdown import anchored, escape, facts, link, page, table
from pages.seen import places_of_work
from pyrrhic.app.text.names import in_words
from pyrrhic.model import levers, opening_values, parameters
from pyrrhic.runs.history import judgement
from pyrrhic.sources import Source, bibliography


def pages() -> dict[str, str]:
    """The one page of the bibliography."""
    works = sorted(bibliography().values(), key=lambda source: in_words(source.key).casefold())
    about = (
        f"{len(works)} works. In files a work is named by its key, `key[page]`. Figures of the record are counted with "
        "how and where they were read; [their series](record/index.md) have the page of each."
    )
    return {"bibliography": page("# Bibliography", about, *map(_work, works), *_judgements())}


def _work(source: Source) -> str:
    return page(
        anchored(f"source-{source.key}", escape(in_words(source.key))),
        escape(source.citation()),
        facts(
            {
                "Key": f"`{source.key}`",
                "Kind of source": escape(source.note),
                "Figures of the record": places_of_work(source.key),
            }
        ),
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
        f"{len(rows)} parameters, opening values and paths of levers rest on no place in a work that was seen. A reason names "
        "the work that a number was taken after. A judgement is not a source.",
        table(("Name", "Reason"), rows),
    )
