"""The documentation site: it builds without a warning, and asks nobody for anything."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(documentation: tuple[Path, object]) -> Path:
    assert documentation[1] == [0, ""]
    return documentation[0]


def test_every_page_of_the_repository_is_in_the_site(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")}
    built = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    assert pages <= built
    assert "Limits" in (site / "project" / "security.html").read_text(encoding="utf-8")


def test_the_demo_is_part_of_the_site(site: Path) -> None:
    assert (site / "demo" / "jp-ph-raa" / "index.html").is_file()
    for page in ("index.html", "site.html"):
        assert 'href="demo/index.html"' in (site / page).read_text(encoding="utf-8")


def test_every_page_has_a_place_in_the_navigation(site: Path) -> None:
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html") if "demo" not in path.parts}
    # Furo puts every page of the tree of contents into the navigation of the first page, open or folded.
    index = (site / "index.html").read_text(encoding="utf-8")
    navigation = index[index.index('class="sidebar-tree"') : index.index('class="main"')]
    listed = {html.unescape(one).partition("#")[0] for one in re.findall(r'href="([^"]+)"', navigation)}
    assert pages - listed == {"genindex.html", "search.html", "index.html"}


def test_no_link_inside_the_site_is_broken(site: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in texts.items()}
    broken = []
    for path, text in texts.items():
        for link in set(re.findall(r'<a\b[^>]*\bhref="([^"]+)"', text)):
            place, _, part = html.unescape(link).partition("#")
            if re.match(r"[a-z][a-z0-9+.-]*:", place):
                continue
            target = (path.parent / unquote(place)).resolve() if place else path
            # In the demo, the part after '#' of an answer holds two days.
            is_known = target in ids and (not part or "=" in part or unquote(part) in ids[target])
            if not is_known and not (target not in ids and target.is_file()):
                broken.append((path.relative_to(site).as_posix(), link))
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)[^>]+src=\"([^\"]+)", text)
        loaded += re.findall(r"<link(?![^>]*rel=\"(?:next|prev|index|search|canonical)\")[^>]+href=\"([^\"]+)", text)
        assert not [one for one in loaded if re.match("(?:https?:)?//", one)], path
    for path in site.rglob("*.css"):
        assert not re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path
