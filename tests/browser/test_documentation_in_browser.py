"""The documentation site in a real browser: what it requests, what it says, and whether everyone can read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.barriers import barriers
from browser.elements import covering
from browser.tab import Tab


@pytest.fixture(scope="module")
def site(documentation: tuple[Path, object]) -> Path:
    return documentation[0]


@pytest.fixture(scope="module")
def paths(site: Path) -> list[str]:
    """All pages but those of the demo, which are tested as those of any site."""
    found = (path.relative_to(site) for path in sorted(site.rglob("*.html")))
    return [path.as_posix() for path in found if path.parts[0] != "demo"]


@pytest.fixture(scope="module")
def kinds(site: Path, paths: list[str]) -> list[str]:
    # These two are made by the theme alone; that of the search has no heading of its own.
    return covering(site, (path for path in paths if path not in ("search.html", "genindex.html")))


@pytest.fixture
def tab(browser: object, site: Path) -> Iterator[Tab]:
    with Tab(browser, site, has_files=True) as tab:
        yield tab


def test_no_page_asks_elsewhere_or_says_anything(tab: Tab, paths: list[str]) -> None:
    for path in paths:
        tab.open(path)
    assert tab.heard == []


def test_pages_have_no_barriers(tab: Tab, kinds: list[str]) -> None:
    assert [(path, found) for path in kinds if (found := barriers(tab.open(path), (1280, 390)))] == []


def test_no_page_is_wider_than_the_screen(tab: Tab, kinds: list[str]) -> None:
    wide = []
    for path in kinds:
        page = tab.open(path)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((path, width))
    assert wide == []
