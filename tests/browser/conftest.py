"""The browser, and the sites that the tests share. Each of them is made once.

The tests are skipped where the browser or playwright is not installed. ``.ci/run`` installs both.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pactstate
from browser.tab import Tab
from hard_cases import hard_cases
from pactstate.site.build import build
from pactstate.site.folder import write_site
from pactstate.site.templating import Site
from strange_agreement import HOSTILE, texts

TODAY = dt.date(2026, 11, 29)
BASE_URL = "http://127.0.0.1/treaties/"


@pytest.fixture(scope="session")
def sites(once: Callable[..., tuple[Path, object]]) -> Path:
    """The folder of the sites.

    They are "public"; "hostile", of one agreement; "hard"; "long" and "very-long", which list the packaged agreements
    as if they were many; and "host/treaties", with an address.
    """

    def fill(folder: Path) -> None:
        agreements = pactstate.load(Path(__file__).parents[2] / "agreements").agreements
        strange = texts(HOSTILE)
        write_site(build(agreements, Site(TODAY)), folder / "public")
        write_site(build([strange], Site(TODAY, title=HOSTILE)), folder / "hostile")
        write_site(build(hard_cases(), Site(TODAY)), folder / "hard")
        with pytest.MonkeyPatch.context() as limits:
            limits.setattr("pactstate.site.pages.MAX_ROWS", 50)
            write_site(build(agreements, Site(TODAY)), folder / "long")
            limits.setattr("pactstate.site.lists.MAX_TITLES", 40)
            write_site(build(agreements, Site(TODAY)), folder / "very-long")
        # Below a path of a host, as on GitHub Pages.
        write_site(build([*agreements, strange], Site(TODAY, base_url=BASE_URL)), folder / "host" / "treaties")

    return once("sites", fill)[0]


@pytest.fixture(scope="session")
def site(sites: Path) -> Path:
    """The site of all agreements."""
    return sites / "public"


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium-headless-shell")
    if path is None:
        pytest.skip("chromium-headless-shell is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: object, site: Path) -> Iterator[Tab]:
    """A tab for the pages of the site, with a script, wide and light."""
    with Tab(browser, site) as tab:
        yield tab
