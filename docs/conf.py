"""Sphinx settings. The generated pages are written from the code before anything is read."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

import pages  # noqa: E402
from pages.numbers import numbers  # noqa: E402

project = "Pyrrhic"
author = "The Pyrrhic founders"
copyright = "2026, The Pyrrhic founders"
html_title = "Pyrrhic"
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["pyrrhic.css"]
html_extra_path = ["generated/beside"]
html_copy_source = False
html_show_sourcelink = False
extensions = ["myst_parser", "pages.series"]
myst_enable_extensions = ["attrs_inline", "deflist", "substitution"]
myst_substitutions = numbers()
myst_heading_anchors = 2
myst_ref_domains = ["std"]  # else every link is also read as a declaration of C++
exclude_patterns = ["_build", "pages"]
smartquotes = False
nitpicky = True
highlight_language = "none"

pages.write(FOLDER / "generated")


def setup(app) -> None:
    """Name the level of the headings in the sidebar, which Sphinx writes as paragraphs with the role of a heading."""
    app.connect("build-finished", _name_levels)


def _name_levels(app, exception) -> None:
    if exception is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace('role="heading">', 'role="heading" aria-level="2">'), encoding="utf-8")
