"""The laboratory in one file: scripts, styles, data, record and words written into the page, which needs nothing beside it.

write_one_file(Path("site"), "en")        # laboratory.en.html, of a site that has been written into this folder

Its policy names the hash of each script and style in it. The record and the words are sections that open in place; what
leads to the other pages is taken out, for they need the folder.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from pyrrhic.app.language import Language
from pyrrhic.app.site.pages import alone
from pyrrhic.app.site.site import LATER, PAGES, file_of, script_of
from pyrrhic.errors import BadFile
from pyrrhic.files import write_text
from pyrrhic.texts import LANGUAGES

NAME, PAGE, LARGEST = "laboratory", "lab", 3_000_000  # bytes
STYLES_OF_SECTIONS = ("reading.css",)
ELSEWHERE, ASKS_LATER = "elsewhere.js", "later.js"
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
OF_LANGUAGES = "|".join(LANGUAGES)
TO_A_PAGE = re.compile(rf'<a [^>]*href="(?!{NAME}\.)[a-z]+\.(?:{OF_LANGUAGES})\.html[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
PAGES_IN_HEAD = re.compile(r"(<nav [^>]*>)(.*?)(</nav>)", re.DOTALL)
SITE_MAP = re.compile(r'<section class="map".*?</section>', re.DOTALL)
INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
END_OF_SCRIPT, COMMENT = re.compile(r"</(?=script)", re.IGNORECASE), re.compile("<!--")


def write_one_file(folder: Path, language: str) -> Path:
    """Write the laboratory of a folder as one file into it. Raises `BadFile` where it is larger than it may be."""
    page = (folder / file_of(PAGE, language)).read_text(encoding="utf-8")
    whole = _with_policy(_alone(_inlined(_with_sections(page, folder, language), folder), language))
    file = folder / file_of(NAME, language)
    size = len(whole.encode("utf-8"))
    if size > LARGEST:
        raise BadFile(
            f"it has {size:,} bytes", where=str(file), allowed=f"{LARGEST:,} at most; fewer --draws make it smaller"
        )
    return write_text(file, whole)


def _with_sections(page: str, folder: Path, language: str) -> str:
    """The page with the record and the words in it, and their styles."""
    styles = "".join(f'<link rel="stylesheet" href="{name}">' for name in STYLES_OF_SECTIONS)
    parts = alone.sections(folder, Language(language))
    return (
        alone.linked(page, language)
        .replace("</head>", f"{styles}</head>", 1)
        .replace("</main>", f"{parts}\n</main>", 1)
    )


def _inlined(page: str, folder: Path) -> str:
    """The page with its scripts and styles in it, those too that it would ask for later, and what answers for the rest."""

    def style(link: re.Match) -> str:
        return f"<style>{_read(folder, link[1])}</style>"

    def script(link: re.Match) -> str:
        at_once = PAGES[PAGE].later if link[1] == ASKS_LATER else ()
        return "\n".join(_script(text) for text in (_read(folder, link[1]), *map(script_of, at_once)))

    others = "\n".join(_script(script_of(name)) for name in (*LATER, ELSEWHERE))
    return SCRIPT.sub(script, STYLE.sub(style, page)).replace("</body>", f"{others}\n</body>")


def _read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _script(text: str) -> str:
    """A script as it may stand in a page: no text in it ends it or begins a comment."""
    safe = COMMENT.sub(r"\\x3c!--", END_OF_SCRIPT.sub(r"<\\/", text))
    return f"<script>{safe}</script>"


def _alone(page: str, language: str) -> str:
    """The page without what leads to other pages; the other language is the file beside it."""
    say = Language(language)
    for code in LANGUAGES:
        page = page.replace(file_of(PAGE, code), file_of(NAME, code))
    note = say("This is the laboratory in one file. The other pages stand in the folder of the site.")
    head = PAGES_IN_HEAD.sub(
        lambda nav: nav[1] + _own_page(nav[2]) + alone.links(say) + nav[3], SITE_MAP.sub("", page), count=1
    )
    return TO_A_PAGE.sub(r"<span>\1</span>", head).replace(
        '<footer class="foot">', f'<footer class="foot"><p>{note}</p>'
    )


def _own_page(nav: str) -> str:
    """Of the pages that the head names the one that is here."""
    return "".join(re.findall(r'<a [^>]*aria-current="page"[^>]*>.*?</a>', nav, re.DOTALL))


def _with_policy(page: str) -> str:
    """The page with a policy that lets the scripts and styles in it, and no other, do their work."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in INLINE.findall(page):
        hashes[kind].append(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'")
    policy = (
        f"default-src 'none'; script-src {_listed(hashes['script'])}; style-src {_listed(hashes['style'])}; "
        "img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    return POLICY.sub(rf"\g<1>{policy}\g<2>", page, count=1)


def _listed(hashes: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(hashes))
