"""The documentation site in a real browser: what it requests, what it says, and whether everyone can read it.

The tests are skipped where Sphinx with its theme, the browser or playwright is not installed. ``.ci/run`` installs them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from patience import HANGS

sync_api = pytest.importorskip("playwright.sync_api")
pytest.importorskip("furo")
pytest.importorskip("myst_parser")
BROWSER = shutil.which("chromium-headless-shell")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="chromium-headless-shell is not installed")

ROOT = Path(__file__).parents[2]
KINDS = [
    "index.html", "tutorial.html", "import.html", "how-to/questions.html", "format.html", "commands.html", "api.html",
    "rules/README.html", "rules/date-conflict.html", "domain.html", "testing.html", "project/security.html",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docs") / "html"
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "docs", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=HANGS)
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


def test_no_page_asks_elsewhere_or_says_anything(browser, site: Path) -> None:
    heard: list[tuple[str, str]] = []
    page = browser.new_page()
    page.on("console", lambda message: heard.append((page.url, message.text)))
    page.on("pageerror", lambda error: heard.append((page.url, str(error))))
    page.on("requestfailed", lambda request: heard.append((page.url, request.url)))
    page.on(
        "request", lambda request: request.url.startswith(("file:", "data:")) or heard.append((page.url, request.url))
    )
    for path in sorted(site.rglob("*.html")):
        if "demo" not in path.parts:
            page.goto(path.as_uri())
    page.close()
    assert heard == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_barriers(browser, site: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = []
    for path in KINDS:
        page.goto((site / path).as_uri())
        violations = axe.run(page).response["violations"]
        found += [
            (path, one["id"], node["target"], node["failureSummary"][:200])
            for one in violations
            for node in one["nodes"]
        ]
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_the_screen(browser, site: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    wide = []
    for path in KINDS:
        page.goto((site / path).as_uri())
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    context.close()
    assert wide == []
