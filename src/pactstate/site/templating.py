"""Templates of the site, and what all pages have in common."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import attrs
import jinja2
from markupsafe import Markup, escape

from pactstate.domain.model import NO_NEWS, Reminder
from pactstate.site.inline import inline
from pactstate.site.plane import date_in_words, in_words
from pactstate.text.escape import json_text, visible
from pactstate.version import __version__

__all__ = ["Site", "inert_json", "render", "shown"]

_TEMPLATES: Final = Path(__file__).parent / "templates"


@attrs.frozen
class Site:
    """Parts that all pages have in common."""

    today: dt.date
    title: str = "pactstate"
    base_url: str | None = None
    """Address of the site, with a slash at its end; None if it is not known."""
    has_api: bool = True
    has_feeds: bool = True
    reminder: Reminder = NO_NEWS
    version: str = __version__

    @property
    def today_words(self) -> str:
        """The day that the site was built for."""
        return date_in_words(str(self.today))

    @property
    def has_atom(self) -> bool:
        """Whether there are feeds, which need absolute addresses."""
        return self.has_feeds and self.base_url is not None


def _finalize(value: object) -> object:
    """Write out the characters of a text that are not shown; Jinja escapes markup after this."""
    if type(value) is not str or (value.isascii() and value.isprintable()):
        return value
    return visible(value)


def shown(text: str) -> Markup:
    """Return a text as HTML, without elements, and with every character that is not shown written out."""
    return escape(_finalize(text))


def _cited(text: str, url: str | None) -> Markup:
    """Return a text that is a link, if the address is one of the web."""
    if url is None or not url.startswith(("http://", "https://")):
        return shown(text)
    # Markup.format takes five times as long.
    return Markup(f'<a href="{shown(url)}" rel="noopener noreferrer">{shown(text)}</a>')  # noqa: S704 - escaped here


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        # To fold constants takes an eighth of the time of compiling, and our templates have none.
        optimized=False,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["words"] = in_words
    environment.filters["cited"] = _cited
    environment.globals["style"] = inline("style.css")
    return environment


_SCRIPTS: Final = {"agreement.html": "agreement.js", "list.html": "list.js", "titles.html": "list.js"}
"""Scripts of the templates that have one."""


def inert_json(value: object) -> Markup:
    """Return JSON that no parser of HTML takes for markup: the escapes are the same JSON."""
    text = json_text(value, depth=0, compact=True)
    inert = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(inert)  # noqa: S704 - escaped above


def render(
    template: str, site: Site, root: str = "", page: Mapping[str, object] | None = None, **values: object
) -> str:
    """Return a page.

    Args:
        template: Name of the template.
        site: What all pages have in common.
        root: Relative path from the page to the start of the site, as in ``../``.
        page: Its own values, by name.
        values: Values of the template.
    """
    script = inline("common.js", _SCRIPTS[template]) if template in _SCRIPTS else None
    # Jinja looks for an attribute before a key, and to miss it takes long.
    shown = SimpleNamespace(**page or {})
    return _environment().get_template(template).render(site=site, root=root, script=script, page=shown, **values)
