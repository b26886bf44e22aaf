"""The site in a real browser: its answers, its policy, its layout and its accessibility.

The tests are skipped where the browser or playwright is not installed. ``.ci/run`` installs both.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

import pactstate
from pactstate import Agreement, State
from pactstate.site.build import build
from pactstate.site.folder import write_site
from pactstate.site.pages import Site
from pactstate.site.plane import plane
from unit.test_site import HOSTILE, texts

sync_api = pytest.importorskip("playwright.sync_api")
BROWSER = shutil.which("chromium-headless-shell")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="chromium-headless-shell is not installed")

TODAY = dt.date(2026, 11, 29)
DAY = dt.timedelta(days=1)
REGISTRY = pactstate.load(Path(__file__).parents[2] / "agreements")
ORACLES = ["jp-ph-raa", "us-ph-vfa", "jp-kr-gsomia", "jp-us-sma"]
KINDS = [
    "index.html", "jp-ph-raa/index.html#on=2025-09-20&known-by=2025-08-20", "us-ph-vfa/index.html", "due.html",
    "disputed.html", "changes.html", "sources/index.html", "sources/m.html", "parties/PH.html", "kinds/raa.html",
    "about.html", "404.html",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "public"
    write_site(build(REGISTRY.agreements, Site(TODAY)), out)
    write_site(build([texts(HOSTILE)], Site(TODAY, title=HOSTILE)), out.with_name("hostile"))
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


class Tab:
    """Page that notes every request, message and error."""

    def __init__(self, browser, site: Path, *, width: int = 1280, scheme: str = "light", script: bool = True) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        self.page = self.context.new_page()
        self.site = site
        self.heard: list[str] = []
        self.page.on("console", lambda message: self.heard.append(message.text))
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.page.on("request", lambda request: request.is_navigation_request() or self.heard.append(request.url))

    def open(self, path: str):
        # Without a page between, a change of the part after '#' would load nothing.
        self.page.goto("about:blank")
        self.page.goto(f"{self.site.as_uri()}/{path}")
        return self.page

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


def test_no_page_requests_or_says_anything(browser, site: Path) -> None:
    with Tab(browser, site) as tab:
        for path in sorted(site.rglob("*.html")):
            tab.open(path.relative_to(site).as_posix())
            assert tab.heard == [], path


def test_hostile_texts_run_nothing(browser, site: Path) -> None:
    folder = site.with_name("hostile")
    with Tab(browser, folder) as tab:
        tab.page.on("dialog", lambda dialog: tab.heard.append(dialog.message))
        for path in sorted(folder.rglob("*.html")):
            page = tab.open(path.relative_to(folder).as_posix())
            assert page.locator("img, [onclick], [onerror]").count() == 0
            assert tab.heard == [], path


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_page_is_wider_than_the_screen(browser, site: Path, width: int) -> None:
    with Tab(browser, site, width=width) as tab:
        for path in KINDS:
            page = tab.open(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_accessible(browser, site: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with Tab(browser, site, width=width, scheme=scheme) as tab:
        for path in KINDS:
            page = tab.open(path)
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == [], path


ANSWER = """async pairs => {
  const found = [];
  for (const hash of pairs) {
    const moved = new Promise(done => addEventListener("hashchange", done, {once: true}));
    if (location.hash !== hash) { location.hash = hash; await moved; }
    found.push([...document.querySelectorAll("#chips .chip")].map(one => one.textContent).join(" or ")
      + "|" + document.querySelector("#since").textContent);
  }
  return found;
}"""


def around(days: set[dt.date]) -> list[dt.date]:
    inner = {day for day in days if dt.date.min < day < dt.date.max}
    return sorted(inner | {day - DAY for day in inner} | {day + DAY for day in inner})


def words(agreement: Agreement, on: dt.date, known_by: dt.date | None) -> str:
    status = agreement.status(on, known_by, today=TODAY)
    states = [state.replace("_", " ").capitalize() for state in State if state in status.possible]
    return " or ".join([*(["Nothing yet"] if status.unbegun or not states else []), *states])


@pytest.mark.parametrize("id", ORACLES)
def test_the_page_answers_what_the_library_answers(browser, site: Path, id: str) -> None:
    agreement = REGISTRY[id]
    found = plane(agreement)
    ons = around({run.start for _, runs in (*found.rows, (None, found.on_file)) for run in runs})
    known = [None, *around({start for start, _ in found.rows})[::3]]
    pairs = [(on, by) for by in known for on in ons[:: 1 + len(ons) // 40]]
    hashes = [f"#on={on}" + (f"&known-by={by}" if by else "") for on, by in pairs]
    with Tab(browser, site) as tab:
        shown = tab.open(f"{id}/index.html").evaluate(ANSWER, hashes)
    for (on, by), text in zip(pairs, shown, strict=True):
        states, since = text.split("|")
        assert states == words(agreement, on, by), (on, by)
        assert ("the day was still ahead" in since) is (on > (by or TODAY)), (on, by)


@pytest.mark.parametrize("id", ORACLES)
def test_an_article_is_judged_as_the_library_judges_it(browser, site: Path, id: str) -> None:
    agreement = REGISTRY[id]
    days = around({run.start for run in plane(agreement).on_file})
    pairs = [(str(day), str(state)) for day in days for state in State]
    with Tab(browser, site) as tab:
        shown = tab.open(f"{id}/index.html").evaluate(
            """pairs => pairs.map(([day, state]) => {
              document.querySelector("#a-day").value = day;
              document.querySelector("#a-says").value = state;
              document.querySelector("#a-says").dispatchEvent(new Event("input", {bubbles: true}));
              return document.querySelector("#verdict").className;
            })""",
            pairs,
        )
    for (day, state), verdict in zip(pairs, shown, strict=True):
        assert verdict == str(agreement.judge(state, day).verdict), (day, state)


def test_the_question_stands_in_the_address_and_is_read_from_it(browser, site: Path) -> None:
    with Tab(browser, site) as tab:
        page = tab.open("jp-ph-raa/index.html#on=2025-09-20&known-by=2025-08-20")
        assert page.inner_text("#question") == "On 20 Sep 2025, as known by 20 Aug 2025"
        page.fill("#on", "2025-12-22")
        page.check("#same")
        assert page.url.endswith("#on=2025-12-22&known-by=2025-12-22")
        page.click("#today")
        assert page.url.endswith("#on=2026-11-29")
        assert page.inner_text("#question") == "On 29 Nov 2026, by all that is on file"
        for odd in ("on=2025-13-45", "on=<img>", "on=2025-01-01&known-by=x", "x"):
            page = tab.open(f"jp-ph-raa/index.html#{odd}")
            assert page.inner_text("#question") == "On 29 Nov 2026, by all that is on file", odd
        assert tab.heard == []


def test_what_lies_beyond_what_is_known_is_not_overdue(browser, site: Path) -> None:
    with Tab(browser, site) as tab:
        page = tab.open("jp-ph-raa/index.html#on=2025-09-20&known-by=2025-08-20")
        assert page.inner_text("#next") == "In force, announced for 11 Sep 2025"
        page = tab.open("jp-ph-raa/index.html#on=2025-08-20&known-by=2025-08-20")
        assert "11 Sep 2025" in page.inner_text("#next")
        page = tab.open("jp-ph-raa/index.html#on=2024-03-01&known-by=2024-03-01")
        assert "verdue" not in page.inner_text("#next")


def test_the_keyboard_alone_asks_any_question(browser, site: Path) -> None:
    with Tab(browser, site) as tab:
        page = tab.open("jp-ph-raa/index.html#on=2025-09-10")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        reached = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.id"))
        assert {"on", "by", "same", "back", "forth", "today", "on-slide", "by-slide", "a-day", "a-says"} <= reached
        page.focus("#on-slide")
        page.keyboard.press("ArrowRight")
        assert page.get_attribute("#on-slide", "aria-valuetext") == "11 Sep 2025"
        assert page.inner_text("#chips") == "In force"
        page.keyboard.press("PageDown")
        assert page.get_attribute("#on-slide", "aria-valuetext") == "12 Aug 2025"
        page.focus("#by-slide")
        assert page.get_attribute("#by-slide", "aria-valuetext") == "all on file"
        page.keyboard.press("ArrowLeft")
        assert page.get_attribute("#by-slide", "aria-valuetext") == "28 Nov 2026"


def test_filters_leave_the_rows_that_are_asked_for(browser, site: Path) -> None:
    with Tab(browser, site) as tab:
        page = tab.open("index.html")
        page.select_option("#f-kind", "raa")
        page.select_option("#f-party", "PH")
        assert page.locator(".rows tbody tr:visible").count() == 1
        page.fill("#f-text", "no such agreement")
        assert page.locator(".rows tbody tr:visible").count() == 0
        assert page.inner_text("#f-count") == f"0 of {len(REGISTRY)}"


def test_without_a_script_everything_but_the_sliders_is_there(browser, site: Path) -> None:
    with Tab(browser, site, script=False) as tab:
        page = tab.open("jp-ph-raa/index.html")
        assert page.locator("ol.history > li").count() == len(REGISTRY["jp-ph-raa"].history)
        for id in ("#controls", "#slides", "#article"):
            assert not page.locator(id).is_visible()
        assert page.locator("#chips").inner_text() == "In force"


def test_print_opens_every_claim(browser, site: Path) -> None:
    with Tab(browser, site) as tab:
        page = tab.open("jp-ph-raa/index.html")
        page.pdf()
        assert page.locator("details:not([open])").count() == 0


def test_the_answer_is_the_same_with_and_without_a_script(browser, site: Path) -> None:
    ids = ("chips", "since", "flags", "consent", "rests", "newest", "next")
    for path in sorted(site.glob("*/index.html"))[::7]:
        name = path.relative_to(site).as_posix()
        if name.startswith("sources/"):
            continue
        with Tab(browser, site) as tab, Tab(browser, site, script=False) as plain:
            pages = tab.open(name), plain.open(name)
            for id in ids:
                with_script, without = (" ".join(page.locator(f"#{id}").all_inner_texts()) for page in pages)
                assert with_script == without, (name, id)
