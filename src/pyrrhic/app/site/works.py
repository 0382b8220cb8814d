"""The works as pages cite them: author and year, a link to the entry of the work, and the entries themselves.

cited(["allen2003[57]"], "words.en.html", Language("en"))     # [{"said": "Allen 2003, p. 57", "href": "words.en.html#source-allen2003"}]
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pyrrhic.app.language import Language
from pyrrhic.app.text.names import in_words, label
from pyrrhic.app.views.show import RIVALS
from pyrrhic.engine.equations import CLOSES
from pyrrhic.model import assemble, assemble_all_rivals, parameters
from pyrrhic.model.titles import titles
from pyrrhic.record.derive.series import title_of_series
from pyrrhic.record.load import load
from pyrrhic.sources import Source, bibliography, references, split
from pyrrhic.studies.claims.claim import Claim, claims

View = dict[str, Any]
RIVAL = "_by_"
OF_A_SLOT = ":"
MANY = 12  # series that use a work are named up to so many
FIRST_RUSSIAN_LETTER = "а"


def anchor(key: str) -> str:
    """The anchor of a work, the same in every language."""
    return f"source-{key}"


def cited(sources: Iterable[str], file: str, say: Language) -> list[View]:
    """Each reference once: how it is said, and the entry that it opens on the page of works."""
    return [
        {"said": said(reference, say), "href": f"{file}#{anchor(split(reference)[0])}"}
        for reference in dict.fromkeys(sources)
    ]


@cache
def _said(reference: str, code: str) -> str:
    return in_words(reference, Language(code))


def said(reference: str, say: Language) -> str:
    """A reference as author, year and page."""
    return _said(reference, say.code)


# --- the entries ----------------------------------------------------------------------------------------------------


def works_view(files: Mapping[str, str], say: Language) -> list[View]:
    """Every work in the order of authors and years, with where it is used; `files` are those of the pages."""
    of_claims = _claims_by_work()
    entries = sorted(bibliography().values(), key=lambda work: _order(work, say.code))
    return [
        {
            "anchor": anchor(work.key),
            "letter": _order(work, say.code)[1][:1].upper(),
            "named": in_words(work.key, say),
            "author": "; ".join(work.authors(say.code)),
            "title": _own(work, "title", say),
            "published": ", ".join(filter(None, (_own(work, "publication", say), work.year.replace("--", "–")))),
            "note": _note(work, say),
            **_uses(work.key, files, say),
            "claims": [
                {"said": key, "href": f"{files['claims']}#{key.lower()}"} for key in of_claims.get(work.key, ())
            ],
        }
        for work in entries
    ]


def _note(work: Source, say: Language) -> View:
    """The note of a work, and its language where that is not the page's."""
    translated = say(work.note)
    return {"text": translated, "foreign": "en" if say.code != "en" and translated == work.note and work.note else ""}


def _own(work: Source, field: str, say: Language) -> str:
    """Title or publication of a work; on a Russian page in its own letters, where it is a Russian work."""
    own = getattr(work, f"{field}_ru") if say.code == "ru" else ""
    return (own or getattr(work, field)).replace("--", "–")


def _order(work: Source, language: str) -> tuple[bool, str, str]:
    """By authors and years; in Russian the works in Russian letters come first, as in a Russian bibliography."""
    named = "; ".join(work.authors(language)) or (work.title_ru if language == "ru" else "") or work.title
    plain = unicodedata.normalize("NFD", named.lstrip("“\"'«"))
    written = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return language == "ru" and written < FIRST_RUSSIAN_LETTER, written, work.year


def _uses(key: str, files: Mapping[str, str], say: Language) -> View:
    """The series in which a work stands, and what of the model names it."""
    series = sorted((_title(name, say), name) for name in _series_by_work().get(key, ()))
    shown = [{"said": title, "href": f"{files['record']}#{name}"} for title, name in series]
    return {
        "series": shown[:MANY],
        "more": max(0, len(shown) - MANY),
        "model": [
            {"said": title, "href": f"{files['model']}#{place}"}
            for title, place in sorted({_in_model(name, say) for name in _model_by_work().get(key, ())})
        ],
    }


def _in_model(name: str, say: Language) -> tuple[str, str]:
    """The title of what names a work in the model, and its place on the page of the model."""
    slot = name.replace(RIVAL, OF_A_SLOT, 1)
    return label(_quantity(name), say), place_in_model(slot if slot in RIVALS else name)


def place_in_model(name: str) -> str:
    """The anchor of a name on the page of the model, the same in every language.

    A stock stands with the equation that closes it, the rival that the model uses with its quantity.
    """
    model = assemble()
    if name in RIVALS and model.choices[RIVALS[name][0].quantity] == RIVALS[name][1]:
        return RIVALS[name][0].quantity
    return name + CLOSES if name in model.stocks else name.replace(OF_A_SLOT, "-by-")


def _quantity(name: str) -> str:
    """The quantity of an equation: of a rival, `pull_rate_by_one_law`, what it is a rival for."""
    return name if name in titles() else name.partition(RIVAL)[0]


@cache
def _series_by_work() -> Mapping[str, tuple[str, ...]]:
    """By work the printed series in which it stands."""
    return _by_work((key, name) for name in load() for key in load().series(name).sources())


@cache
def _model_by_work() -> Mapping[str, tuple[str, ...]]:
    """By work the equations and parameters that name it."""
    equations, numbers = assemble_all_rivals().equations, parameters()
    of_equations = ((of, name) for name in equations for of in references(equations[name].function.__doc__ or ""))
    of_parameters = ((of, name) for name in numbers for of in numbers[name].source)
    return _by_work((split(of)[0], name) for of, name in (*of_equations, *of_parameters))


def _by_work(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    gathered: dict[str, dict[str, None]] = {}
    for key, name in pairs:
        gathered.setdefault(key, {})[name] = None
    return {key: tuple(names) for key, names in gathered.items()}


@cache
def _title_in(name: str, code: str) -> str:
    return title_of_series(name)[code]


def _title(name: str, say: Language) -> str:
    return _title_in(name, say.code)


@cache
def _claims_by_work() -> Mapping[str, tuple[str, ...]]:
    """By work the claims whose statements or views name it."""
    return _by_work((split(of)[0], claim.key) for claim in claims() for of in _references(claim))


def _references(claim: Claim) -> list[str]:
    views = [source for view in (*claim.views, *claim.not_in_model) for source in view.sources]
    return views + [source for each in claim.statements for source in (*each.sources, *each.rival.sources)]
