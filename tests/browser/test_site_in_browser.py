"""The site in a real browser: its answers, its policy, its layout and its accessibility."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import pactstate
from browser.barriers import barriers
from browser.conftest import TODAY
from browser.elements import covering
from browser.tab import Tab
from hard_cases import hard_cases
from pactstate import Agreement, State, Status
from pactstate.domain.known_by import publication
from pactstate.site.plane import Plane, expected_words, plane, readable, to_answer
from pactstate.views.status import flag_words

DAY = dt.timedelta(days=1)
REGISTRY = pactstate.load(Path(__file__).parents[2] / "agreements")
QUESTIONS = [
    "jp-ph-raa/index.html#on=2025-09-20&known-by=2025-08-20",
    "jp-in-acsa/index.html#on=2019-01-01",
    "index.html#on=2025-12-22&known-by=2025-12-22",
]


@pytest.fixture(scope="module")
def kinds(site: Path) -> list[str]:
    """Pages with all kinds of elements, those that a script adds for a question among them."""
    return [*covering(site, (path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")))), *QUESTIONS]


def test_no_page_requests_or_says_anything(tab: Tab, site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        tab.open(path.relative_to(site).as_posix())
        assert tab.heard == [], path


def test_hostile_texts_run_nothing(browser, sites: Path) -> None:
    folder = sites / "hostile"
    with Tab(browser, folder) as tab:
        tab.page.on("dialog", lambda dialog: tab.heard.append(dialog.message))
        for path in sorted(folder.rglob("*.html")):
            page = tab.open(path.relative_to(folder).as_posix())
            assert page.locator("img, [onclick], [onerror]").count() == 0
            assert tab.heard == [], path


def test_no_page_is_wider_than_the_screen(tab: Tab, kinds: list[str]) -> None:
    for path in kinds:
        page = tab.open(path)
        for width in (320, 390, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_pages_are_accessible(tab: Tab, kinds: list[str]) -> None:
    assert [(path, found) for path in kinds if (found := barriers(tab.open(path), (1280, 390)))] == []


ANSWER = """hashes => hashes.map(hash => {
  history.replaceState(null, "", hash);
  dispatchEvent(new HashChangeEvent("hashchange"));
  const texts = query => [...document.querySelectorAll(query)].map(one => one.textContent);
  const lists = ["#flags li", "#consent li", "#next li"].map(query => texts(query).join("; "));
  return [texts("#chips .chip").join(" or "), texts("#since")[0], ...lists, texts("#rests strong")[0]];
})"""


def around(days: set[dt.date]) -> list[dt.date]:
    """Return days on which an answer begins, those before and after, and both ends of the calendar."""
    inner = days - {dt.date.min, dt.date.max}
    return sorted({dt.date.min, dt.date.max, *inner, *(day - DAY for day in inner), *(day + DAY for day in inner)})


def expected(agreement: Agreement, found: Plane, on: dt.date, known_by: dt.date | None) -> list[str]:
    """Return what the page must show, by the answer of the library."""
    status = agreement.status(on, known_by, today=TODAY)
    states = [state.replace("_", " ").capitalize() for state in State if state in status.possible]
    nothing = "Nothing known" if known_by else "Nothing yet"
    chips = " or ".join([*([nothing] if status.unbegun or not states else []), *states])
    ahead = ["last known; the day was still ahead"] if on > min(known_by or TODAY, TODAY) else []
    since = [readable(f"since {status.since}")] if status.since else []
    if status.presumed and not status.state:
        since = [f"presumed {readable(status.presumed)}, if what was announced came true"]
    flags = "; ".join(map(readable, flag_words(status.flags)))
    for code in agreement.parties:
        flags = re.sub(rf"\b{code}\b", agreement.party_name(code), flags)
    consent = "; ".join(to_answer(agreement, status, (), ()).consent)
    late = found.at(on, known_by).overdue
    late = tuple(f"{one[0].upper()}{one[1:]}" if ahead else f"Overdue: {one}" for one in late)
    coming = "; ".join([*late, *expected_words(agreement, status.expected)]) or "nothing announced"
    return [chips, "; ".join([*ahead, *since]), flags, consent, coming, str(used(agreement, status))]


def used(agreement: Agreement, status: Status) -> int:
    """Return the number of sources that an answer uses and that were certainly published by its day of knowledge."""
    claims = [(reason.event, claim) for reason in status.why for claim in reason.claims]
    claims += [(one.event, claim) for one in status.expected if one.event for claim in one.claims]
    until = status.known_by.latest if status.known_by else dt.date.max
    return len(
        {
            source.id
            for event, claim in claims
            if (source := agreement.source(claim.source))
            if publication(claim, event, source).latest <= until
        }
    )


@pytest.mark.parametrize("part", range(7))
def test_the_page_answers_what_the_library_answers(tab: Tab, part: int) -> None:
    for agreement in REGISTRY.agreements[part::7]:
        found = plane(agreement)
        pairs = [(on, None) for on in around({run.start for run in found.on_file})]
        for by in around({start for start, _ in found.rows}):
            # All other days lie within an answer of these rows, the first of which holds before anything was known.
            rows = [found.row(day) for day in (by, max(by, dt.date.min + DAY) - DAY)]
            pairs += [(on, by) for on in around({run.start for row in rows for run in row})]
        hashes = [f"#on={on}" + (f"&known-by={by}" if by else "") for on, by in pairs]
        page = tab.open(f"{agreement.id}/index.html")
        # The texts are compared: to lay them out anew for each question takes longer than to make them.
        page.evaluate("document.documentElement.style.display = 'none'")
        shown = page.evaluate(ANSWER, hashes)
        for (on, by), texts in zip(pairs, shown, strict=True):
            assert texts == expected(agreement, found, on, by), (agreement.id, on, by)


def test_the_overview_answers_what_the_library_answers(tab: Tab) -> None:
    days = [dt.date(1960, 6, 1), dt.date(2020, 2, 11), dt.date(2020, 6, 2), dt.date(2025, 8, 20), dt.date(2025, 12, 22)]
    planes = {agreement.id: plane(agreement) for agreement in REGISTRY.agreements}
    page = tab.open("index.html")
    for day in days:
        for by in (None, day):
            page.evaluate(ANSWER, [f"#on={day}" + (f"&known-by={by}" if by else "")])
            rows = page.evaluate(
                """() => [...document.querySelectorAll(".rows tbody tr")].map(row => [row.querySelector("a").href,
                  [...row.cells[1].querySelectorAll(".chip")].map(one => one.textContent).join(" or "),
                  [...row.cells[1].querySelectorAll(".flag")].map(one => one.textContent).join("; ")])"""
            )
            assert len(rows) == len(REGISTRY)
            for href, chips, flags in rows:
                path, _, question = href.partition("#")
                id = path.split("/")[-2]
                wanted = expected(REGISTRY[id], planes[id], day, by)
                assert [chips, flags] == [wanted[0], wanted[2]], (path, day, by)
                assert question == f"on={day}" + (f"&known-by={by}" if by else "")


JUDGE = """pairs => pairs.map(([day, state]) => {
  document.querySelector("#a-day").value = day;
  document.querySelector("#a-says").value = state;
  document.querySelector("#a-says").dispatchEvent(new Event("input", {bubbles: true}));
  return [document.querySelector("#verdict").className, document.querySelector("#verdict").textContent];
})"""


def test_an_article_is_judged_as_the_library_judges_it(tab: Tab) -> None:
    wrong = 0
    for agreement in [REGISTRY["jp-ph-raa"], REGISTRY["us-ph-vfa"], *REGISTRY.agreements[::9]]:
        days = around({run.start + more * DAY for run in plane(agreement).on_file for more in (0, 1)})
        pairs = [(str(day), str(state)) for day in days for state in State]
        shown = tab.open(f"{agreement.id}/index.html").evaluate(JUDGE, pairs)
        for (day, state), (verdict, text) in zip(pairs, shown, strict=True):
            judged = agreement.judge(state, day)
            assert verdict == str(judged.verdict), (agreement.id, day, state)
            told = re.search(r"public for (\d+) day", text)
            assert (int(told[1]) if told else None) == (judged.contrary and judged.contrary.days), (day, state)
            if judged.contrary:
                wrong += 1
                source = agreement.source(judged.contrary.sources[0])
                assert source
                assert (source.publisher or source.title) in text
            else:
                assert ("excusable" in text) is (verdict in ("stale", "premature"))
    assert wrong > 50


def test_an_article_is_of_the_day_asked_about_until_the_reader_changes_it(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html#on=2025-12-22&known-by=2025-12-22")
    assert page.input_value("#a-day") == "2025-12-22"
    page.select_option("#a-says", "proposed")
    assert "public for 102 days: Daily Tribune, 11 Sep 2025" in page.inner_text("#verdict")
    page.click("#today")
    assert page.input_value("#a-day") == "2025-12-22"
    assert page.inner_text("#verdict").startswith("Stale. On 22 Dec 2025")
    page = tab.open("jp-ph-raa/index.html")
    page.fill("#on", "2024-07-08")
    assert page.input_value("#a-day") == "2024-07-08"
    assert page.inner_text("#verdict") == "Agrees. On 8 Jul 2024: signed."
    page.fill("#on", "2010-01-01")
    assert not page.locator("#verdict").is_visible()
    page.select_option("#a-says", "signed")
    assert page.inner_text("#verdict").startswith("Premature. On 1 Jan 2010: nothing yet.")


def test_the_question_stands_in_the_address_and_is_read_from_it(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html#on=2025-09-20&known-by=2025-08-20")
    assert page.inner_text("#question") == "On 20 Sep 2025, as known by 20 Aug 2025"
    page.fill("#on", "2025-12-22")
    page.check("#same")
    assert page.url.endswith("#on=2025-12-22&known-by=2025-12-22")
    page.click("#today")
    assert page.url.endswith("#on=2026-11-29")
    assert page.inner_text("#question") == "On 29 Nov 2026, by all that is on file"
    page = tab.open("jp-ph-raa/index.html#known-by=2025-08-20&on=2025-09-20")
    assert page.inner_text("#question") == "On 20 Sep 2025, as known by 20 Aug 2025"
    for odd in (
        *("on=2025-13-45", "on=<img>", "on=2025-01-01&known-by=x", "x", "on=2025-01-01&known-by=2025-02-30", "on="),
        *("on=0000-01-01", "on=2025-02-29", "known-by=2025-01-01", "on=2025-01-01&on=2025-01-01", "on=2025-1-1"),
        *("on=+2025-01-1", "on=2025-01-01&known-by=0000-12-31", "on=2025-01-01&x=1", "on=20250101"),
        *(
            "known-by=",
            "on=2025-01-01&known-by=",
            "on=2025-01-01&on=2025-01-02&known-by=2025-01-03",
            "%",
            "on=%32025-01",
        ),
    ):
        # An address that is not understood asks about today, and does so after another question, too.
        page.evaluate("odd => { location.hash = odd; dispatchEvent(new HashChangeEvent('hashchange')); }", odd)
        assert page.inner_text("#question") == "On 29 Nov 2026, by all that is on file", odd
        page.evaluate("location.hash = 'on=2025-09-20'; dispatchEvent(new HashChangeEvent('hashchange'))")
        assert page.inner_text("#question") == "On 20 Sep 2025, by all that is on file"
    page = tab.open("jp-ph-raa/index.html#on=2025-01-01&known-by=2025-02-30")
    assert page.inner_text("#question") == "On 29 Nov 2026, by all that is on file"
    page = tab.open("jp-ph-raa/index.html#on=0001-01-01&known-by=9999-12-31")
    assert page.inner_text("#question") == "On 1 Jan 1, as known by 31 Dec 9999"
    assert tab.heard == []
    page = tab.open("jp-ph-raa/index.html#on=2025-12-22&known-by=2025-12-22")
    page.click("#otherwise")
    assert page.url.endswith("#on=2025-12-22&known-by=2025-12-22")
    assert page.evaluate("document.activeElement.id") == "disagree"
    assert page.inner_text("#cite-link") == page.url


def test_who_said_otherwise_is_three_clicks_away(tab: Tab) -> None:
    page = tab.open("index.html")
    page.fill("#on", "2025-12-22")
    page.click("#same")
    page.click("text=Japan-Philippines Reciprocal Access Agreement")
    assert page.inner_text("#question") == "On 22 Dec 2025, as known by 22 Dec 2025"
    assert page.inner_text("#chips") == "In force"
    assert page.inner_text("#otherwise") == "Who said otherwise: 4"
    page.click("#otherwise")
    assert page.locator("#wrong > li:not(.later)").last.inner_text().startswith("grayscaleinsight.com 22 Dec 2025")
    assert "China Daily Brief" in page.inner_text("#wrong > li.later")
    assert page.url.endswith("jp-ph-raa/index.html#on=2025-12-22&known-by=2025-12-22")


def assert_that_the_answer_can_be_cited(page) -> None:
    """Assert that a page shows who said otherwise than was known of the agreement on 22 December 2025."""
    assert page.inner_text("#question") == "On 22 Dec 2025, as known by 22 Dec 2025"
    assert page.inner_text("#chips") == "In force"
    assert page.evaluate("document.activeElement.id") == "disagree"
    assert page.locator("#disagree").evaluate("one => one.getBoundingClientRect().top >= 0")
    assert page.url.endswith("jp-ph-raa/index.html#on=2025-12-22&known-by=2025-12-22")
    assert page.inner_text("#cite-link") == page.url


def test_who_said_otherwise_is_found_by_the_keyboard_alone(tab: Tab) -> None:
    def go_to(query: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("query => document.activeElement.matches(query)", query):
                return
        raise AssertionError(f"{query} is not reached")

    page = tab.open("index.html")
    go_to("#f-text")
    page.keyboard.type("philippines access")
    go_to("#on")
    # A field of a date takes its month, its day and its year one after the other.
    page.keyboard.type("12222025")
    go_to("#same")
    page.keyboard.press("Space")
    go_to(".rows a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/jp-ph-raa/*")
    go_to("#otherwise")
    page.keyboard.press("Enter")
    assert_that_the_answer_can_be_cited(page)


def test_what_could_be_known_is_two_clicks_from_the_list_of_disputes(tab: Tab) -> None:
    page = tab.open("index.html")
    page.click("text=Disputed")
    page.click("tr:has-text('grayscaleinsight.com') a >> text=Reciprocal Access")
    assert page.inner_text("#question") == "On 22 Dec 2025, as known by 22 Dec 2025"


def test_who_said_otherwise_is_found_by_touch(browser, site: Path) -> None:
    with Tab(browser, site, width=390, has_touch=True) as tab:
        page = tab.open("index.html")
        page.fill("#on", "2025-12-22")
        page.tap("label:has(#same)")
        page.fill("#f-text", "access philippines")
        page.tap(".rows tr:not([hidden]) a")
        page.wait_for_url("**/jp-ph-raa/*")
        page.tap("#otherwise")
        assert_that_the_answer_can_be_cited(page)


def test_what_lies_beyond_what_is_known_is_not_overdue(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html#on=2025-09-20&known-by=2025-08-20")
    assert page.inner_text("#next") == "In force, announced for 11 Sep 2025"
    page = tab.open("jp-ph-raa/index.html#on=2025-08-20&known-by=2025-08-20")
    assert "11 Sep 2025" in page.inner_text("#next")
    page = tab.open("jp-ph-raa/index.html#on=2024-03-01&known-by=2024-03-01")
    assert "verdue" not in page.inner_text("#next")


REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter(one => one.checkVisibility() && !one.disabled)"""


@pytest.mark.parametrize(
    "path", ["jp-ph-raa/index.html#on=2025-09-10", "parties/PH.html", "due.html", "sources/b.html"]
)
def test_the_keyboard_alone_reaches_everything(tab: Tab, path: str) -> None:
    page = tab.open(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    count = page.evaluate(f"({REACHABLE})().length")
    reached = {0}
    for _ in range(count + 20):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(f"({REACHABLE})().indexOf(document.activeElement)"))
    # Focus on the body counts as -1.
    assert reached - {-1} == set(range(count))


def test_the_keyboard_alone_asks_any_question(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html#on=2025-09-10")
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
    page = tab.open("index.html")
    page.focus("#on-slide")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#on-slide", "aria-valuetext") == "28 Nov 2026"
    assert page.inner_text("#asked") == "On 28 Nov 2026, by all that is on file"


def test_buttons_step_over_the_turning_points(tab: Tab) -> None:
    found = plane(REGISTRY["jp-ph-raa"])
    by = dt.date(2025, 8, 20)
    days = sorted({run.start for run in (*found.on_file, *found.row(by))} - {dt.date.min})
    page = tab.open(f"jp-ph-raa/index.html#on={days[0] - DAY}&known-by={by}")
    seen = []
    for _ in days:
        page.click("#forth")
        seen.append(page.input_value("#on"))
    assert seen == [str(day) for day in days]
    page.click("#forth")
    assert page.input_value("#on") == seen[-1]
    for day in reversed(seen[:-1]):
        page.click("#back")
        assert page.input_value("#on") == day
    assert page.input_value("#by") == str(by)


def test_both_sliders_move_while_they_are_locked_to_the_same_day(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html#on=2025-09-10")
    page.check("#same")
    for slider, key, day in (("#on-slide", "ArrowRight", "2025-09-11"), ("#by-slide", "ArrowLeft", "2025-09-10")):
        page.focus(slider)
        page.keyboard.press(key)
        assert page.input_value("#on") == page.input_value("#by") == day
    page.fill("#by", "2024-07-08")
    assert page.url.endswith("#on=2024-07-08&known-by=2024-07-08")
    page.uncheck("#same")
    page.fill("#on", "2024-07-09")
    assert page.url.endswith("#on=2024-07-09&known-by=2024-07-08")
    page.fill("#by", "")
    assert page.url.endswith("#on=2024-07-09")


COLOURS = """() => [["#wider + span .k", "::before"], [".legend .fading"], [".bead"]].flatMap(([query, part]) =>
  [...document.querySelectorAll(query)].map(one => getComputedStyle(one, part)).map(style => style.backgroundColor + style.backgroundImage))"""


def test_forced_colours_leave_what_only_a_colour_tells(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html")
    before = page.evaluate(COLOURS)
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(COLOURS) == before
    assert len({*before}) > 5


def test_a_page_moves_at_once_if_motion_is_to_be_reduced(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html")
    scroll = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(scroll) == "smooth"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(scroll) == "auto"


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("is_even", [False, True])
def test_the_lines_of_the_sliders_stand_on_their_days(browser, site: Path, width: int, is_even: bool) -> None:
    with Tab(browser, site, width=width) as tab:
        page = tab.open("jp-ph-raa/index.html#on=2025-09-11&known-by=2024-07-08")
        page.set_checked("#even", is_even)
        for slider, line, event in (("#on-slide", "#on-line", "in_force"), ("#by-slide", "#by-line", "signed")):
            thumb = page.evaluate(
                f"""() => {{
                  const slider = document.querySelector("{slider}"), box = slider.getBoundingClientRect();
                  return box.left + 10 + (box.width - 20) * slider.value / 100;
                }}"""
            )
            drawn = page.evaluate(f"document.querySelector('{line}').getBoundingClientRect().left")
            mark = page.evaluate(
                f"""() => {{
                  const box = document.querySelector(".mark .s-{event}").getBoundingClientRect();
                  return box.left + box.width / 2;
                }}"""
            )
            assert abs(thumb - drawn) < 2
            assert abs(mark - drawn) < 2


LABELS = """() => [...document.querySelectorAll(".label, .chart .axis text, .strip text")]
  .filter(one => one.getAttribute("visibility") !== "hidden" && one.getClientRects().length)
  .map(one => { const b = one.getBoundingClientRect(); return [b.left, b.right, b.top, b.bottom]; })"""
CUT = """() => [...document.querySelectorAll(".band:not(.strip) svg text")]
  .filter(one => one.getAttribute("visibility") !== "hidden" && one.getClientRects().length
    && one.getBoundingClientRect().right > one.parentNode.getBoundingClientRect().right)
  .map(one => one.textContent)"""


def resize(page, width: int) -> None:
    """Change the width of the screen, and wait until the page has heard of it."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def assert_labels_are_apart(page, width: int, where: object) -> None:
    """Assert that no label of the chart touches another, leaves the screen, or is cut."""
    boxes = page.evaluate(LABELS)
    assert all(left >= -1 and right <= width + 1 for left, right, _, _ in boxes), where
    for number, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = right <= other[0] or other[1] <= left or bottom <= other[2] + 3 or other[3] <= top + 3
            assert apart, (where, (left, top), other)
    assert page.evaluate(CUT) == [], where


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_label_touches_another_or_is_cut(browser, site: Path, width: int) -> None:
    with Tab(browser, site, width=width) as tab:
        for id in ("jp-ph-raa", "us-ph-vfa", "jp-kr-gsomia", "jp-us-sma"):
            page = tab.open(f"{id}/index.html#on=2020-01-01&known-by=2021-01-01")
            for is_even in (False, True):
                page.set_checked("#even", is_even)
                # The year at the end of the axis and "today" below the chart are among them.
                assert len(page.evaluate(LABELS)) > 3
                assert_labels_are_apart(page, width, (id, is_even))


def test_hard_cases_are_drawn_on_every_screen(browser, sites: Path) -> None:
    with Tab(browser, sites / "hard") as tab:
        for agreement in hard_cases():
            page = tab.open(f"{agreement.id}/index.html#on=2020-01-01&known-by=2021-01-01")
            for width in (320, 390, 768, 1280):
                resize(page, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (agreement.id, width)
                assert_labels_are_apart(page, width, (agreement.id, width))
                # "today" is drawn if nothing else is.
                assert page.evaluate(LABELS), (agreement.id, width)
            assert tab.heard == [], agreement.id


def test_acts_of_many_parties_take_little_room_until_they_are_opened_or_printed(browser, sites: Path) -> None:
    height = "document.documentElement.scrollHeight"
    with Tab(browser, sites / "hard", width=390) as tab:
        page = tab.open("many-parties/index.html")
        assert page.evaluate(height) < 4_000
        page.click("text=Ratified by 150 parties")
        assert page.locator("text=Ratified by Andorra").filter(visible=True).count() == 0
        assert page.locator("text=Ratified by Jamaica").filter(visible=True).count() == 1
        assert page.evaluate(height) > 8_000
    with Tab(browser, sites / "hard", script=False) as tab:
        page = tab.open("many-parties/index.html")
        assert not page.locator(".claims").filter(visible=True).count()
        page.emulate_media(media="print")
        assert page.locator(".claims").filter(visible=True).count() == 192


def test_hard_cases_are_accessible(browser, sites: Path) -> None:
    folder = sites / "hard"
    with Tab(browser, folder) as tab:
        paths = covering(folder, (path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/index.html"))))
        assert [(path, found) for path in paths if (found := barriers(tab.open(path), (1280, 390)))] == []


def test_a_telephone_names_every_state_that_began(browser, site: Path) -> None:
    with Tab(browser, site, width=390) as tab:
        page = tab.open("jp-ph-raa/index.html")
        shown = page.evaluate(
            """() => [...document.querySelectorAll(".label")].filter(one => one.getAttribute("visibility") === "visible")
              .map(one => one.textContent)"""
        )
        assert {"Proposed", "Negotiating", "Signed", "Ratified", "In force"} <= {*shown}


SMALL = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const isInSentence = one => one.matches(".prose a, .lead a");
  return [...document.querySelectorAll("a[href]:not(.skip), button, select, summary, label.check, input:not([type=checkbox])")]
    .filter(one => one.checkVisibility() && !isInSentence(one) && one.getBoundingClientRect().height < 43.5)
    .map(one => one.outerHTML);
}"""


def test_fingers_have_room(browser, sites: Path) -> None:
    with Tab(browser, sites, width=390, has_touch=True) as tab:
        some = [
            "index.html",
            "jp-ph-raa/index.html",
            "due.html",
            "disputed.html",
            "sources/index.html",
            "sources/b.html",
        ]
        large = ("hard/many-parties/index.html", "hard/many-parties/parties.html", "long/index.html")
        for path in (*(f"public/{one}" for one in some), *large):
            assert tab.open(path).evaluate(SMALL) == [], path


def test_rows_and_fields_use_the_whole_width_of_a_telephone(browser, site: Path) -> None:
    wide = "queries => queries.map(query => document.querySelector(query).getBoundingClientRect().width)"
    with Tab(browser, site, width=390) as tab:
        assert min(tab.open("index.html").evaluate(wide, [".rows th[scope=row]", "#f-text"])) > 230
        left = "() => [...document.querySelectorAll('.fields label:not(.check) > *')].map(one => one.getBoundingClientRect().left)"
        assert len({*tab.page.evaluate(left)}) == 1


def test_the_tables_of_a_party_share_their_columns(tab: Tab) -> None:
    page = tab.open("parties/PH.html")
    places = page.evaluate(
        """() => [...document.querySelectorAll(".rows thead")]
          .map(head => [...head.querySelectorAll("th")].map(one => one.getBoundingClientRect().left).join())"""
    )
    assert len(places) > 2
    assert len({*places}) == 1


def test_the_history_marks_what_no_source_had_told_by_the_day_of_knowledge(tab: Tab) -> None:
    marked = "() => [...document.querySelectorAll('.unknown')].map(one => +one.id.slice(1) - 1)"
    for id, by in (("jp-ph-raa", dt.date(2024, 7, 8)), ("jp-kr-gsomia", dt.date(2016, 11, 14))):
        agreement = REGISTRY[id]
        page = tab.open(f"{id}/index.html#on={by}&known-by={by}")
        later = [
            index
            for index, event in enumerate(agreement.history)
            if (made := [publication(one, event, agreement.source(one.source)) for one in event.claims if one.accepted])
            and all(day.earliest > by for day in made)
        ]
        assert page.evaluate(marked) == later
        note = page.locator(f"#e{later[0] + 1} h3").evaluate("one => getComputedStyle(one, '::after').content")
        assert "no source published by then" in note
        page.click("#today")
        assert page.evaluate(marked) == []


def test_what_was_published_later_is_pale(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html#on=2025-08-20&known-by=2024-07-08")
    line, veil = (
        page.evaluate(f"document.querySelector('{id}').getBoundingClientRect().x") for id in ("#by-line", "#veil")
    )
    assert abs(line - veil) < 2
    page.click("#today")
    assert page.evaluate("document.querySelector('#veil').getBoundingClientRect().width") == 0


def test_paper_has_labels_that_are_apart(tab: Tab) -> None:
    for id in ("jp-ph-raa", "us-ph-vfa"):
        page = tab.open(f"{id}/index.html#on=2020-01-01&known-by=2021-01-01")
        wide = page.evaluate(LABELS)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        # A4 with usual margins.
        page.set_viewport_size({"width": 703, "height": 1000})
        assert len(page.evaluate(LABELS)) > 8
        assert_labels_are_apart(page, 703, id)
        assert page.evaluate("document.documentElement.scrollWidth") <= 703
        page.emulate_media(media="screen")
        resize(page, 1280)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert len(page.evaluate(LABELS)) == len(wide)


def test_a_day_after_today_is_shown_as_last_known(tab: Tab) -> None:
    for question in ("on=2026-11-30", "on=2026-11-30&known-by=2026-11-30", "on=2027-06-01&known-by=2030-01-01"):
        page = tab.open(f"jp-ph-raa/index.html#{question}")
        assert page.get_attribute("#chips", "class") == "ahead", question
        assert page.inner_text("#since").startswith("last known; the day was still ahead"), question
    page = tab.open("index.html#on=2026-11-30")
    assert page.inner_text("#asked") == "On 30 Nov 2026, by all that is on file: last known, the day is still ahead"
    assert page.locator(".rows.ahead").count() == 1
    page.click("#today")
    assert page.locator(".rows.ahead").count() == 0


def test_filters_leave_the_rows_that_are_asked_for(tab: Tab) -> None:
    page = tab.open("index.html")
    page.select_option("#f-kind", "raa")
    page.select_option("#f-party", "PH")
    assert page.locator(".rows tbody tr:visible").count() == 1
    page.fill("#f-text", "no such agreement")
    assert page.locator(".rows tbody tr:visible").count() == 0
    assert page.inner_text("#f-count") == f"0 of {len(REGISTRY)}"


def test_groups_without_a_row_that_is_asked_for_are_hidden(tab: Tab) -> None:
    page = tab.open("parties/PH.html")
    heads = page.locator("main h2").all_inner_texts()
    assert heads[0] == "Bound on 29 Nov 2026"
    page.select_option("#f-state", "negotiating")
    assert page.locator("main h2").filter(visible=True).all_inner_texts() == ["Not bound so far on 29 Nov 2026"]
    assert page.locator(".rows").filter(visible=True).count() == 1
    page.select_option("#f-state", "")
    assert page.locator("main h2").filter(visible=True).all_inner_texts() == heads
    # The groups are those of today. On an earlier day, a row has another state.
    page.fill("#on", "2000-01-01")
    page.select_option("#f-state", "in_force")
    assert "Not bound so far on 29 Nov 2026" not in page.locator("main h2").filter(visible=True).all_inner_texts()


def test_the_text_of_a_long_list_is_searched(browser, sites: Path) -> None:
    found = "#titles li"
    for path, count, words in (
        ("long/index.html", len(REGISTRY), ("ACCESS", "philippines")),
        ("very-long/titles.2.html", 40, ("Reciprocal", "jp")),
    ):
        with Tab(browser, sites) as tab:
            page = tab.open(path)
            assert page.locator(found).count() == count
            rows = [text.lower() for text in page.locator(found).all_text_contents()]
            page.fill("#f-text", " ".join(words))
            shown = page.locator(found).filter(visible=True).all_text_contents()
            assert [text.lower() for text in shown] == [row for row in rows if all(one.lower() in row for one in words)]
            assert page.inner_text("#f-count") == f"{len(shown)} of {count}"
            page.fill("#f-text", "jp-ph-raa")
            assert page.locator(found).filter(visible=True).all_inner_texts() == [
                "Japan-Philippines Reciprocal Access Agreement JP, PH"
            ]
            page.click("#titles li:not([hidden]) a")
            assert page.inner_text("h1") == "Japan-Philippines Reciprocal Access Agreement"
            assert tab.heard == []
    with Tab(browser, sites, script=False) as tab:
        page = tab.open("long/index.html")
        assert not page.locator("#f-text").is_visible()
        page.click("#titles summary")
        assert page.locator(found).filter(visible=True).count() == len(REGISTRY)


def test_long_lists_have_no_barriers_and_fit_every_screen(browser, sites: Path) -> None:
    with Tab(browser, sites) as tab:
        for path in ("long/index.html", "very-long/index.html", "very-long/titles.2.html"):
            page = tab.open(path)
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            for width in (320, 390, 768, 1280, 1920):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert barriers(page, (1280, 390)) == [], path


def test_without_a_script_everything_but_the_sliders_is_there(browser, site: Path) -> None:
    with Tab(browser, site, script=False) as tab:
        page = tab.open("jp-ph-raa/index.html")
        assert page.locator("ol.history > li").count() == len(REGISTRY["jp-ph-raa"].history)
        for id in ("#controls", ".track", "#article", "#even", "#on-line", "#by-line"):
            assert not page.locator(id).filter(visible=True).count()
        assert page.locator("#chips").inner_text() == "In force"


def test_without_a_script_the_lists_are_whole(browser, site: Path) -> None:
    with Tab(browser, site, script=False) as tab:
        page = tab.open("index.html")
        assert page.locator(".rows tbody tr:visible").count() == len(REGISTRY)
        assert not page.locator("#filters").is_visible()
        page.click("text=Japan-Philippines Reciprocal Access Agreement")
        assert page.inner_text("h1") == "Japan-Philippines Reciprocal Access Agreement"


def test_print_opens_every_claim_and_shows_every_address(tab: Tab) -> None:
    page = tab.open("jp-ph-raa/index.html")
    page.pdf()
    assert page.locator("details:not([open])").count() == 0
    page.emulate_media(media="print")
    links = page.evaluate(
        """() => [...document.querySelectorAll("main a[href^=http]")]
          .map(one => [one.href, getComputedStyle(one, "::after").content])"""
    )
    assert len(links) > 30
    assert [href for href, shown in links if href.rstrip("/") not in shown] == []
    assert not page.locator("#controls, .heads, .track").filter(visible=True).count()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder by Python's own server, and yield the address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def send_error(self, code: int, *_: object, **__: object) -> None:
            text = (folder / "treaties" / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_site_works_below_a_path_of_a_host(tab: Tab, sites: Path) -> None:
    first = REGISTRY.agreements[0]
    page = tab.page
    with served(sites / "host") as host:
        page.goto(f"{host}/treaties/")
        page.click(f"text={first.title}")
        page.click("text=Sources")
        page.click(".rows a >> nth=0")
        page.click("main .source p a >> nth=0")
        assert page.url.startswith(f"{host}/treaties/")
        # The browser reports a status of 404 itself.
        heard, tab.heard[:] = [*tab.heard], []
        assert heard == []
        page.goto(f"{host}/treaties/no/such/page.html")
        page.click("text=The start page")
        assert page.inner_text("h1") == "pactstate"
        page.goto(f"{host}/treaties/no/such/page.html")
        page.click("text=Changes")
        assert page.inner_text("h1") == "Changes"


def test_the_answer_is_the_same_with_and_without_a_script(browser, site: Path) -> None:
    ids = ["chips", "since", "flags", "consent", "rests", "newest", "next"]
    shown = "ids => ids.map(id => document.getElementById(id).innerText)"
    with Tab(browser, site) as tab, Tab(browser, site, script=False) as plain:
        for agreement in REGISTRY.agreements[::3]:
            pages = [one.open(f"{agreement.id}/index.html") for one in (tab, plain)]
            with_script, without = ([text.split() for text in page.evaluate(shown, ids)] for page in pages)
            assert with_script == without, agreement.id
