"""The bibliography: every work cited, in the order of its key."""

from pages.markdown import anchored, escape, facts, page
from pyrrhic.sources import bibliography


def pages() -> dict[str, str]:
    """The one page of the bibliography."""
    works = sorted(bibliography().values(), key=lambda source: source.key.casefold())
    about = f"{len(works)} works. A reference `key[page]` names one of them."
    return {"bibliography": page("# Bibliography", about, *map(_work, works))}


def _work(source) -> str:
    return page(
        anchored(f"source-{source.key}", escape(source.key)),
        escape(source.citation()),
        facts({"Kind of source": escape(source.note)}),
    )
