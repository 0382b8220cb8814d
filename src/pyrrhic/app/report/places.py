"""Where the report cites its works, and the way back from each entry of the bibliography."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words
from pyrrhic.app.views.outcomes import bibliography_view
from pyrrhic.record.load import Record
from pyrrhic.sources import split

Place = tuple[str, str]  # the id of an element, and what a link to it says


def anchor(scenario: str) -> str:
    """A name of a scenario as part of an id."""
    return scenario.replace("+", "-and-")


def works_of(citations: Iterable[str]) -> list[str]:
    """The keys of the works behind citations, each once."""
    return list(dict.fromkeys(split(citation)[0] for citation in citations))


def with_pages(citations: Iterable[str], say: Language) -> list[dict[str, str]]:
    """The works behind citations, each once, in words with all its pages."""
    cited = list(citations)
    works = []
    for key in works_of(cited):
        author = in_words(key, say)
        pages = (in_words(each, say).removeprefix(author) for each in dict.fromkeys(cited) if split(each)[0] == key)
        works.append({"key": key, "words": author + "".join(pages)})
    return works


def bibliography(record: Record, cited: Iterable[tuple[Place, str]], say: Language) -> list[dict]:
    """The works cited, in order of author, each with the places that cite it."""
    places: dict[str, dict[Place, None]] = {}
    for place, citation in cited:
        places.setdefault(split(citation)[0], {})[place] = None
    works = bibliography_view(record, places, say)
    return [{**work, "places": [{"id": to, "label": label} for to, label in places[work["key"]]]} for work in works]


def citations(pictures: Sequence[dict], parts: Mapping, say: Language) -> Iterator[tuple[Place, str]]:
    """Every citation that the report makes, with its place."""
    for picture in pictures:
        place = (f"picture-{picture['key']}", say("picture {number}", number=picture["number"]))
        of_heading = [source for row in picture["told_rows"] for source in row["sources"]]
        yield from ((place, key) for key in (*picture["sources"], *of_heading))
    for claim in parts["claims"]:
        place = (f"claim-{claim['name']}", claim["key"])
        yield from ((place, key) for key in _of_claim(claim))
    for scenario in parts["scenarios"]:
        place = (f"scenario-{scenario['id']}", scenario["title"])
        yield from ((place, key) for key in scenario["sources"])


def _of_claim(claim: Mapping) -> Iterator[str]:
    for view in (*claim["views"], *claim["not_in_model"]):
        yield from view["sources"]
    for row in claim["rows"]:
        yield from row["record"]["sources"]
    for statement in claim["statements"]:
        yield from (*statement["sources"], *statement["rival"]["sources"])
        yield from (source for row in statement["rows"] for source in row["sources"])
