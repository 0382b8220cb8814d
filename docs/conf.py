"""Sphinx settings. The generated pages are written from the code before anything is read."""

import sys
from pathlib import Path

from sphinx import addnodes

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
    """Write the sidebar from the titles of pages, and name the level of its headings."""
    app.connect("env-updated", _keep_titles)
    app.connect("html-page-context", _list_titles, priority=400)  # before the theme writes the sidebar
    app.connect("build-finished", _name_levels)


def _keep_titles(app, env) -> None:
    """Keep of the contents of each page its title and the pages below it."""
    env.titles_alone = {name: contents.deepcopy() for name, contents in env.tocs.items()}
    for contents in env.titles_alone.values():
        for item in contents:
            if listed := list(item.findall(addnodes.toctree)):
                item[1][:] = listed
            else:
                del item[1:]


def _list_titles(app, pagename, templatename, context, doctree) -> None:
    """List titles only, as the theme asks: Sphinx copies every heading of every page for that, and drops it again."""
    listed = context["toctree"]

    def toctree(**options) -> str:
        whole, app.env.tocs = app.env.tocs, app.env.titles_alone
        try:
            return listed(**options)
        finally:
            app.env.tocs = whole

    context["toctree"] = toctree


def _name_levels(app, exception) -> None:
    if exception is None and app.builder.format == "html":
        for page in Path(app.outdir).rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace('role="heading">', 'role="heading" aria-level="2">'), encoding="utf-8")
