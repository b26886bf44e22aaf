"""Pages that together have every kind of element that any page of a site has."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["covering"]

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class _Elements(HTMLParser):
    """Elements of a page by their names and classes, each with those of the element around it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.around = [""]
        self.found: set[tuple[str, str]] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = f"{tag} {' '.join(sorted((dict(attrs).get('class') or '').split()))}"
        self.found.add((self.around[-1], name))
        if tag not in VOID:
            self.around.append(name)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while len(self.around) > 1 and self.around.pop().split(" ")[0] != tag:
                pass


def covering(folder: Path, paths: Iterable[str]) -> list[str]:
    """Return few of the paths, whose pages have every element, with its classes and in its parent, of all the pages.

    Style goes by these, and so do most rules for accessibility: further pages, which are built of the same elements,
    would show nothing new. What a page has of a new kind is covered without a change of the tests.
    """
    pages = {path: _Elements((folder / path).read_text(encoding="utf-8")).found for path in paths}
    left = set().union(*pages.values())
    chosen = []
    while left:
        chosen.append(max(pages, key=lambda path: len(pages[path] & left)))
        left -= pages[chosen[-1]]
    return chosen
