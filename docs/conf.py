"""Settings of the documentation site: ``python -m sphinx -W --keep-going -n -b html docs build/docs``.

The pages are those that are read in the repository. Links that lead out of ``docs`` lead to the copies of these files
under ``project/``, or become plain text where the site has no copy. Links to the folder of the data lead to its web
site, in ``demo/``.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pactstate
from pactstate.site.build import build
from pactstate.site.folder import write_site
from pactstate.site.templating import Site

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT: Final = Path(__file__).parent.parent

project = "pactstate"
author = "The pactstate authors"
project_copyright = "The pactstate authors"
release = version = re.findall(
    r'__version__ = "([^"]+)"', (ROOT / "src/pactstate/version.py").read_text(encoding="utf-8")
)[0]

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build"]
root_doc = "index"
language = "en"
nitpicky = True
myst_heading_anchors = 4
# Lexers know nothing of our sessions and of TOML with comments that explain; the code is shown all the same.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = f"pactstate {release}"
html_copy_source = False
html_show_sourcelink = False
# The site asks nobody for anything: no fonts, no analytics, no link to an editor.
html_theme_options = {"top_of_page_buttons": []}

_COPIES: Final = {
    "project/security": "SECURITY.md",
    "project/contributing": "CONTRIBUTING.md",
    "project/changes": "CHANGELOG.md",
}
"""Files of the repository that are pages of the site."""
_PAGES: Final = {file: page for page, file in _COPIES.items()} | {"README.md": "index"}
_DEMO: Final = "demo/index.html"
"""First page of the web site of the packaged data."""
_LABELS: Final = {
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper ': '<div role="group" aria-label="Table" tabindex="0" class="table-wrapper ',
}
"""Tags of the theme that screen readers or keyboards cannot use, with those that they can (WCAG 1.3.1, 2.1.1)."""
_LIST: Final = "\n```{{toctree}}\n:hidden:\n:glob:\n:titlesonly:\n\n{}\n```\n"
_CHILDREN: Final = {"rules/README": _LIST.format("[a-z]*"), "decisions/README": _LIST.format("0*")}
"""Lists of the pages below a page, which readers of the repository see as a folder."""
_LINK: Final = re.compile(r"\[([^\]]*)\]\(((?:\.\./)*[^)#\s:]+)(#[^)\s]*)?\)")


def _with_links_inside(app: Sphinx, docname: str, source: list[str]) -> None:
    """Lead the links of a page to pages of the site; give a copy the text of its file."""
    docs = ROOT / "docs"
    copied = _COPIES.get(docname)
    text = (ROOT / copied).read_text(encoding="utf-8") if copied else source[0]
    folder = ROOT if copied else (docs / docname).parent

    def replaced(match: re.Match[str]) -> str:
        words, path, anchor = match[1], match[2], match[3] or ""
        target = (folder / path).resolve()
        if not target.exists():
            return match[0]
        if target.is_relative_to(docs):
            return f"[{words}](/{target.relative_to(docs).as_posix()}{anchor})"
        if target == ROOT / "agreements":
            return f'<a href="{"../" * docname.count("/")}{_DEMO}">{words}</a>'
        page = _PAGES.get(target.relative_to(ROOT).as_posix())
        if page is None:
            return words
        return f"[{words}](/{page}.md{'' if page == 'index' else anchor})"

    source[0] = _LINK.sub(replaced, text) + _CHILDREN.get(docname, "")


def _finish(app: Sphinx, error: Exception | None) -> None:
    """Label the parts of the pages, and write the web site of the packaged data beside them."""
    if error is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            for old, new in _LABELS.items():
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
        registry = pactstate.load(ROOT / "agreements")
        write_site(build(registry.agreements, Site(dt.date.today())), Path(app.outdir, _DEMO).parent)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the events of Sphinx."""
    app.connect("source-read", _with_links_inside)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True}
