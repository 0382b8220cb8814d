"""The site as a package for a learning management system: SCORM 1.2, which opens a page, gives no mark and follows nobody.

write_package(Path("site"), "en")        # site.zip beside the folder

The package lists every file that the pages lead to. The same site makes the same bytes.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import escape, quoteattr

import pyrrhic
from pyrrhic.app.language import Language
from pyrrhic.app.site.site import LATER, PAGES, file_of
from pyrrhic.files import whole_or_not_at_all
from pyrrhic.runs.run import SHORT, model_fingerprint
from pyrrhic.texts import LANGUAGES

MANIFEST, START = "imsmanifest.xml", "index"
LINK = re.compile(r'(?:src|href)="([^"#?:]+)')
PACKAGING, ADL = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that such an archive knows
READABLE = 0o644 << 16


def write_package(folder: Path, language: str) -> Path:
    """Write the package of a site beside its folder; it opens in a language. Raises `BadFile` where it cannot be written."""
    names = files_of_site(folder)
    package = folder.resolve().with_suffix(".zip")

    def write(draft: Path) -> None:
        with zipfile.ZipFile(draft, "w") as archive:
            _add(archive, MANIFEST, manifest(names, language).encode("utf-8"))
            for name in names:
                _add(archive, name, (folder / name).read_bytes())

    return whole_or_not_at_all(package, write)


def files_of_site(folder: Path) -> list[str]:
    """The files that the pages lead to or ask for later, by name: whatever else lies in the folder is left out."""
    later = (script for page in PAGES.values() for script in page.later)
    names, ahead = set(), [*(file_of(START, language) for language in LANGUAGES), *later, *LATER]
    while ahead:
        name = ahead.pop()
        if name not in names and (folder / name).is_file():
            names.add(name)
            ahead += _named_in(folder, name) if name.endswith(".html") else []
    return sorted(names)


def _named_in(folder: Path, page: str) -> list[str]:
    """The files that a page names."""
    base = PurePosixPath(page).parent
    return [str(base / name) for name in LINK.findall((folder / page).read_text(encoding="utf-8"))]


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.external_attr, entry.compress_type, entry.create_system = READABLE, zipfile.ZIP_DEFLATED, 3
    archive.writestr(entry, content, compresslevel=9)


def manifest(names: Iterable[str], language: str) -> str:
    """The manifest of a package: one organization with one item, which opens one page and needs all the files."""
    say = Language(language)
    title = say("Pyrrhic: Soviet agriculture, 1913–1970")
    return MANIFEST_TEXT.format(
        identifier=f"pyrrhic-{pyrrhic.__version__}-{model_fingerprint()[:SHORT]}",
        version=escape(pyrrhic.__version__),
        packaging=PACKAGING,
        adl=ADL,
        title=escape(title),
        opens=quoteattr(file_of(START, language)),
        files=_listed(list(names)),
    )


def _listed(names: Sequence[str]) -> str:
    return "\n".join(f"      <file href={quoteattr(name)}/>" for name in names)


MANIFEST_TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{identifier}" version="{version}"
    xmlns="{packaging}" xmlns:adlcp="{adl}">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="site">
    <organization identifier="site">
      <title>{title}</title>
      <item identifier="start" identifierref="pages" isvisible="true">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="pages" type="webcontent" adlcp:scormtype="asset" href={opens}>
{files}
    </resource>
  </resources>
</manifest>
"""
