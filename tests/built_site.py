"""The site of some of the packaged agreements, built once, and a reader of its pages."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from pathlib import Path

import pactstate
from pactstate import Agreement, Event, Source
from pactstate.site.build import build
from pactstate.site.templating import Site

__all__ = ["DOMS", "FILES", "PAGES", "REGISTRY", "SITE", "TODAY", "WHOLE", "Dom", "bound", "page_of", "uncertain"]

DATA = Path(__file__).parents[1] / "agreements"
TODAY = dt.date(2026, 11, 29)
WHOLE = pactstate.load(DATA)
IDS = {"jp-ph-raa", "us-ph-vfa", "jp-au-acsa-2010", "jp-au-acsa-2017", "jp-kr-gsomia", *list(WHOLE)[::20]}
REGISTRY = {id: agreement for id, agreement in WHOLE.items() if id in IDS}
SITE = Site(TODAY, base_url="https://example.org/t/")
FILES = dict(build([*REGISTRY.values()], SITE))
PAGES = {path: text for path, text in FILES.items() if path.endswith(".html")}

VOID = {"meta", "input", "br", "link", "hr", "img"}


class Dom(HTMLParser):
    """Elements of a page with their attributes, its texts, and whether every element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.content: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.content.setdefault(self.open[-1] if self.open else "", []).append(data)
        if not {"script", "style"}.intersection(self.open):
            self.texts.append(data)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Elements with the names of their attributes."""
        return [(tag, tuple(values)) for tag, values in self.elements]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


DOMS = {path: Dom(text) for path, text in PAGES.items()}


def bound(day: str | None = None) -> Agreement:
    """Return an agreement that is in force, until a day if one is given."""
    history = [Event("signed", "2000-01-02", reported_by=["s"]), Event("in_force", "2000-02-03", reported_by=["s"])]
    history += [Event("terminated", day, reported_by=["s"], reason="agreed")] if day else []
    sources = [Source("s", "S", published="2000-03-01")]
    return Agreement(f"x{day or ''}", "X", "treaty", ["JP", "PH"], history, sources=sources)


def uncertain() -> Agreement:
    """Return an agreement whose entry into force was announced for a day that has passed, and not reported."""
    events = [
        Event("ratified", "2023-09-15", reported_by=["s"]),
        Event("in_force", "2023-10-15", announced_by=["s"]),
    ]
    return Agreement("x", "X", "treaty", ["JP", "PH"], events, sources=[Source("s", "S", published="2023-09-15")])


def page_of(agreement: Agreement, today: dt.date = TODAY) -> Dom:
    return Dom(dict(build([agreement], Site(today)))[f"{agreement.id}/index.html"])
