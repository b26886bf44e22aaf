"""The site: its files, what its pages say, and that no text of a stranger becomes markup."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin
from xml.etree import ElementTree as ET

import attrs
import icalendar
import jsonschema
import pytest

import pactstate
from builders import entry, head
from hard_cases import hard_cases
from pactstate import Agreement, Claim, Event, Source, Statement
from pactstate.cli import main
from pactstate.domain.parties import STATES
from pactstate.folder.jobs import WorkerError
from pactstate.site.build import build
from pactstate.site.chart import Chart, chart
from pactstate.site.folder import MARKER, OutputError, differences, write_site
from pactstate.site.plane import date_in_words, plane
from pactstate.site.templating import Site
from pactstate.tables.columns import TABLES
from strange_agreement import HOSTILE, texts

DATA = Path(__file__).parents[2] / "agreements"
TODAY = dt.date(2026, 11, 29)
_ALL = pactstate.load(DATA)
IDS = {"jp-ph-raa", "us-ph-vfa", "jp-au-acsa-2010", "jp-au-acsa-2017", "jp-kr-gsomia", *list(_ALL)[::20]}
REGISTRY = {id: agreement for id, agreement in _ALL.items() if id in IDS}
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


def test_the_site_has_the_pages_and_files_of_its_contract() -> None:
    there = set(FILES)
    assert {"index.html", "due.html", "due.ics", "disputed.html", "changes.html", "changes.atom"} <= there
    assert {"about.html", "404.html", "sources/index.html", "parties/JP.html", "kinds/raa.html"} <= there
    assert {"sitemap.xml", "_headers"} <= there
    assert {f"api/v1/{name}.json" for name in ("index", "agreements", "sources", "due", "changes", "openapi")} <= there
    own = ("index.html", "status.json", "agreement.json", "badge.svg", "events.ics", "changes.atom")
    for id in REGISTRY:
        assert {f"{id}/{name}" for name in (*own, f"{id}.yaml")} <= there


def test_the_tables_are_those_of_the_export() -> None:
    package = json.loads(FILES["data/datapackage.json"])
    assert [one["path"] for one in package["resources"]] == [f"{name}.csv" for name in TABLES if name != "findings"]
    for one in package["resources"]:
        rows = list(csv.reader(io.StringIO(FILES[f"data/{one['path']}"])))
        assert rows[0] == [field["name"] for field in one["schema"]["fields"]]
        assert len(rows) - 1 == len(pactstate.Registry(REGISTRY.values()).table(one["name"], today=TODAY))


def test_a_long_overview_leads_to_its_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    some = [REGISTRY["us-ph-vfa"], REGISTRY["jp-ph-raa"]]
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 1)
    files = dict(build(some, Site(TODAY)))
    assert 'href="us-ph-vfa/index.html"' not in files["index.html"]
    assert '<a href="kinds/raa.html">Reciprocal access</a></th><td data-l="agreements: ">1</td>' in files["index.html"]
    assert 'href="../jp-ph-raa/index.html"' in files["kinds/raa.html"]
    assert 'id="filters"' not in files["index.html"]


def test_a_long_list_goes_on_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 2)
    some = [Agreement(f"x{number}", f"X{number}", "treaty", ["JP", "PH"]) for number in range(5)]
    files = dict(build(some, Site(TODAY)))
    names = ["kinds/treaty.html", "kinds/treaty.2.html", "kinds/treaty.3.html"]
    listed = [re.findall(r'href="\.\./(x.)/', files[name]) for name in names]
    assert listed == [["x0", "x1"], ["x2", "x3"], ["x4"]]
    for name in names:
        dom = Dom(files[name])
        assert "5 agreements" in dom.text
        hrefs = [str(values["href"]) for _, values in dom.elements if str(values.get("href")).startswith("treaty")]
        assert sorted(hrefs) == sorted([*{Path(one).name for one in names} - {Path(name).name}] * 2)
    assert "page 2" in Dom(files[names[1]]).text


def test_long_tables_go_on_on_further_pages_and_each_source_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 2)
    sources = [Source(f"s{number}", f"S{number}", published="2000-01-02") for number in range(5)]
    history = [Event("signed", "2000-01-01", reported_by=[one.id for one in sources])]
    some = Agreement("x", "X", "treaty", ["JP", "PH"], history, sources=sources)
    files = dict(build([some, attrs.evolve(some, id="y"), attrs.evolve(some, id="z")], Site(TODAY)))
    pages = [f"sources/index{more}.html" for more in ("", ".2", ".3")]
    links = [one for page in pages for one in re.findall(r'href="\.\./(sources/s[^"]*)"', files[page])]
    assert len({*links}) == 5
    for link in links:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in files[path]
    assert {"changes.html", "changes.2.html"} <= files.keys()
    assert "changes.3.html" not in files
    assert "Changes, page 2" in files["changes.2.html"]
    assert files["changes.2.html"].count('aria-label="Pages') == 2


def test_what_one_source_said_goes_on_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 3)
    sources = [Source(id, id.upper(), published="2000-01-02") for id in ("sa", "sb", "sc")]
    history = [Event("signed", "2000-01-01", reported_by="sb"), Event("ratified", "2000-01-01", reported_by="sb")]
    some = Agreement("x", "Title X", "treaty", ["JP", "PH"], history, [Statement("sb", "signed")], sources)
    files = dict(build([some, attrs.evolve(some, id="y", title="Title Y")], Site(TODAY)))
    pages = [Dom(files[path]).text for path in ("sources/s.html", "sources/s.2.html", "sources/s.3.html")]
    assert "sources/s.4.html" not in files
    told = [re.findall(r"Nothing of it|Title [XY]|reports: \w+|says: \w+|continued", page) for page in pages]
    assert told == [
        ["Nothing of it", "Title X", "reports: signed", "reports: ratified"],
        ["continued", "Title Y", "reports: signed", "reports: ratified", "Title X", "says: signed"],
        ["continued", "Title Y", "says: signed", "Nothing of it"],
    ]
    assert [files[f"sources/s{more}.html"].count('id="sb"') for more in ("", ".2", ".3")] == [1, 0, 0]
    assert files["sources/index.html"].count('href="../sources/s.html#sb"') == 1
    assert files["sources/index.html"].count('href="../sources/s.3.html#sc"') == 1


def bound(day: str | None = None) -> Agreement:
    """Return an agreement that is in force, until a day if one is given."""
    history = [Event("signed", "2000-01-02", reported_by=["s"]), Event("in_force", "2000-02-03", reported_by=["s"])]
    history += [Event("terminated", day, reported_by=["s"], reason="agreed")] if day else []
    sources = [Source("s", "S", published="2000-03-01")]
    return Agreement(f"x{day or ''}", "X", "treaty", ["JP", "PH"], history, sources=sources)


def test_the_page_of_a_party_says_by_what_it_is_bound() -> None:
    notes = Agreement("n", "N", "arrangement", ["JP", "PH"], [Event("text_agreed", "2000")])
    some = [bound(), bound("2000-02-20"), uncertain(), notes, Agreement("y", "Y", "treaty", ["JP", "PH"])]
    page = dict(build([attrs.evolve(one, id=f"a{number}") for number, one in enumerate(some)], SITE))["parties/JP.html"]
    groups = dict(re.findall(r"<h2>(.*?)</h2>(.*?)</table>", page, re.DOTALL))
    assert {group: re.findall(r'href="\.\./(a.)/', rows) for group, rows in groups.items()} == {
        "Bound": ["a0"],
        "Perhaps bound": ["a2"],
        "Not bound so far": ["a4"],
        "No longer bound": ["a1"],
        "Not legally binding": ["a3"],
    }


def test_the_overview_has_the_answers_of_every_day() -> None:
    data = json.loads(DOMS["index.html"].content["script"][0])
    titles = sorted(REGISTRY.values(), key=lambda one: (one.title.casefold(), one.id))
    assert len(data["rows"]) == len(titles)
    for agreement, (file, known) in zip(titles, data["rows"], strict=True):
        found = plane(agreement)
        for on in (dt.date(2000, 1, 1), dt.date(2020, 6, 1), dt.date(2025, 8, 20), TODAY):
            for runs, by in ((file, None), (known, on)):
                states, since, flags = data["answers"][
                    next(one for day, one in reversed(runs) if day <= on.toordinal())
                ]
                answer = found.at(on, by)
                assert states == [str(state or "") for state in answer.possible]
                assert since == (date_in_words(answer.since) if answer.since else "")
                assert flags == list(answer.flags)


def test_a_change_on_an_unknown_day_is_slanted_and_an_open_question_split() -> None:
    def paths(agreement: Agreement) -> dict[str, str]:
        page = dict(build([agreement], SITE))["index.html"]
        return dict(
            re.findall(r'<path class="s-(\w+)" d="([^"]*)"/>', page.split('class="spark"')[1].split("</svg>")[0])
        )

    history = [Event("signed", "2000-01-02"), Event("in_force", "2010")]
    soft = paths(Agreement("x", "X", "treaty", ["JP", "PH"], history))
    assert re.search(r"M(\d+) 0H\d+L\1 12z", soft["signed"])
    assert re.search(r"M(\d+) 0V12H\d+zM\1 0H", soft["in_force"])
    split = paths(uncertain())
    assert re.search(r"M\d+ 0H\d+V6H", split["ratified"])
    assert re.fullmatch(r"M\d+ 6H\d+V12H\d+z", split["in_force"])


def test_a_page_is_closed_has_one_heading_and_no_id_twice() -> None:
    for path in PAGES:
        dom = DOMS[path]
        assert dom.open == []
        assert [tag for tag, _ in dom.elements].count("h1") == 1
        ids = [values["id"] for _, values in dom.elements if "id" in values]
        assert len(ids) == len(set(ids))
        levels = [int(tag[1]) for tag, _ in dom.elements if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
        assert "29 Nov 2026" in dom.text


def test_local_links_and_their_anchors_lead_somewhere() -> None:
    for path in PAGES:
        for _, values in DOMS[path].elements:
            href = values.get("href")
            if href is None or href.startswith(("http://", "https://")):
                continue
            # The page for a missing address is shown at any depth: its links begin at the root of the host.
            assert href.startswith("/t/") or path != "404.html" or href == "#main"
            target, anchor = urldefrag(urljoin(f"https://host/t/{path}", href))
            there = unquote(target.removeprefix("https://host/t/"))
            assert there in FILES, href
            if anchor and "=" not in anchor:
                assert any(other.get("id") == anchor for _, other in DOMS[there].elements), href


def test_the_policy_allows_our_style_and_script_and_nothing_else() -> None:
    for path in PAGES:
        dom = DOMS[path]
        policy = next(values["content"] for tag, values in dom.elements if "http-equiv" in values)
        assert policy is not None
        assert policy.startswith("default-src 'none';")
        scripts = [values for tag, values in dom.elements if tag == "script"]
        assert scripts in (
            [],
            [{"type": "application/json", "id": "plane"}, {}],
            [{"type": "application/json", "id": "rows"}, {}],
        )
        inline = [("style", "style-src"), *([("script", "script-src")] if scripts else [])]
        assert ("script-src" in policy) is bool(scripts)
        for tag, name in inline:
            text = dom.content[tag][-1]
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{name} 'sha256-{digest}'" in policy
        names = {name for _, values in dom.elements for name in values}
        assert not {name for name in names if name == "style" or name.startswith("on")}
        assert not {"src", "srcset", "action", "ping", "formaction"} & names
        assert not {tag for tag, _ in dom.elements} & {
            "link", "img", "iframe", "object", "embed", "base", "use", "image",
        }  # fmt: skip


def test_links_to_the_web_tell_the_other_side_nothing() -> None:
    for path in PAGES:
        for tag, values in DOMS[path].elements:
            href = values.get("href") or ""
            if ":" in href.partition("#")[0]:
                assert href.startswith(("http://", "https://"))
                assert (tag, values.get("rel")) == ("a", "noopener noreferrer")


def test_every_event_claim_and_address_is_on_the_page_without_a_script() -> None:
    for id, agreement in REGISTRY.items():
        dom = DOMS[f"{id}/index.html"]
        hrefs = {values.get("href") for _, values in dom.elements}
        items = [
            values for tag, values in dom.elements if tag == "li" and re.fullmatch("e[0-9]+", values.get("id") or "")
        ]
        assert len(items) == len(agreement.history)
        for event in agreement.history:
            assert not event.note or " ".join(event.note.split()) in dom.text
            for claim in event.claims:
                source = agreement.source(claim.source)
                assert source
                assert " ".join(source.title.split()) in dom.text
                assert source.url is None or source.url in hrefs
                assert claim.rejected is None or " ".join(claim.rejected.split()) in dom.text


def test_the_answer_of_today_is_on_the_page() -> None:
    text = DOMS["jp-ph-raa/index.html"].text
    assert "On 29 Nov 2026 , by all that is on file In force since 11 Sep 2025" in text


def uncertain() -> Agreement:
    """Return an agreement whose entry into force was announced for a day that has passed, and not reported."""
    events = [
        Event("ratified", "2023-09-15", reported_by=["s"]),
        Event("in_force", "2023-10-15", announced_by=["s"]),
    ]
    return Agreement("x", "X", "treaty", ["JP", "PH"], events, sources=[Source("s", "S", published="2023-09-15")])


def test_an_answer_that_is_not_certain_names_what_is_possible_presumed_and_overdue() -> None:
    files = dict(build([uncertain()], SITE))
    text = Dom(files["x/index.html"]).text
    assert "Ratified or In force presumed in force, if what was announced came true" in text
    assert "Overdue: in force, announced for 15 Oct 2023" in text
    assert "Overdue: in force, announced for 15 Oct 2023" in Dom(files["index.html"]).text
    assert ET.fromstring(files["x/badge.svg"]).get("aria-label") == "x: ratified or in force"


def test_the_history_says_who_reported_when_and_what_was_rejected() -> None:
    text = DOMS["jp-ph-raa/index.html"].text
    assert "NHK World reports" in text
    assert ", on the day" in text
    assert "1 day later" in text
    assert "Rejected: " in text


def test_the_plane_on_the_page_is_that_of_the_library() -> None:
    dom = DOMS["jp-ph-raa/index.html"]
    data = json.loads(dom.content["script"][0])
    row = next(runs for start, runs in reversed(data["rows"]) if start <= dt.date(2025, 8, 20).toordinal())
    index = next(answer for start, answer in reversed(row) if start <= dt.date(2025, 9, 20).toordinal())
    presumed = "presumed in force, if what was announced came true"
    assert data["answers"][index][:2] == [["ratified", "in_force"], presumed]
    assert len(data["sources"]) == len(REGISTRY["jp-ph-raa"].sources)


def test_sizes_keep_to_their_budgets() -> None:
    whole = {path: text.encode() for path, text in build(_ALL.agreements, SITE) if path.endswith(".html")}
    largest = sorted(whole.values(), key=len)[-12:]
    assert len(largest[-1]) < 130_000
    assert max(len(gzip.compress(text)) for text in largest) < 26_000
    own = sorted((whole[f"{id}/index.html"] for id in _ALL), key=len)
    middle = own[len(own) // 2]
    assert len(middle) < 50_000
    assert len(gzip.compress(middle)) < 15_000
    for path in ("jp-ph-raa/index.html", "index.html"):
        assert len(DOMS[path].content["script"][-1].encode()) < 12_000
    assert len(DOMS["index.html"].content["style"][0].encode()) < 16_000


def test_the_api_is_what_its_description_says() -> None:
    description = json.loads(FILES["api/v1/openapi.json"])
    for path, methods in description["paths"].items():
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": description["components"]}
        jsonschema.Draft202012Validator(whole).validate(json.loads(FILES[path.removeprefix("/")]))
    listed = json.loads(FILES["api/v1/agreements.json"])["agreements"]
    raa = next(one for one in listed if one["id"] == "jp-ph-raa")
    assert raa["state"] == "in_force"
    assert raa["since"] == {"text": "2025-09-11", "earliest": "2025-09-11", "latest": "2025-09-11"}


def test_the_copies_of_an_agreement_read_back() -> None:
    for id, agreement in REGISTRY.items():
        assert pactstate.loads(FILES[f"{id}/{id}.yaml"]) == agreement
    assert json.loads(FILES["jp-ph-raa/agreement.json"])["id"] == "jp-ph-raa"
    assert json.loads(FILES["jp-ph-raa/status.json"])["state"] == "in_force"


def test_calendars_and_feeds_are_read_by_others() -> None:
    for path, text in FILES.items():
        if path.endswith(".ics"):
            icalendar.Calendar.from_ical(text)
    events = icalendar.Calendar.from_ical(FILES["jp-ph-raa/events.ics"]).walk("VEVENT")
    assert len(events) == len(REGISTRY["jp-ph-raa"].history)
    assert len({str(event["UID"]) for event in events}) == len(events)
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(FILES["jp-ph-raa/changes.atom"])
    entries = feed.findall(f"{atom}entry")
    assert entries[0].findtext(f"{atom}title") == "jp-ph-raa: in force"
    link = "https://example.org/t/jp-ph-raa/index.html#on=2025-09-11&known-by=2025-09-11"
    assert entries[0].findtext(f"{atom}id") == link
    assert ET.fromstring(FILES["sitemap.xml"])[0][0].text == "https://example.org/t/"
    assert ET.fromstring(FILES["jp-ph-raa/badge.svg"]).get("aria-label") == "jp-ph-raa: in force"


def test_without_an_address_there_is_no_feed_and_no_map() -> None:
    some = [REGISTRY["us-ph-vfa"]]
    plain = dict(build(some, Site(TODAY)))
    assert "sitemap.xml" not in plain
    assert not [path for path in plain if path.endswith(".atom")]
    assert "changes.atom" not in plain["changes.html"]
    assert "due.ics" in plain["due.html"]
    bare = dict(build(some, Site(TODAY, has_api=False, has_feeds=False)))
    assert not [path for path in bare if path.endswith((".ics", ".atom")) or path.startswith("api/")]
    assert ".ics" not in bare["due.html"] + bare["us-ph-vfa/index.html"]
    assert "api/v1" not in bare["about.html"]


def test_hostile_texts_add_no_element_and_no_attribute() -> None:
    plain, hostile = (
        dict(build([texts(word)], attrs.evolve(SITE, title=f"{word}\u202e"))) for word in ("word", HOSTILE)
    )
    assert list(plain) == list(hostile)
    for path, text in hostile.items():
        if path.endswith(".html"):
            assert Dom(text).shape == Dom(plain[path]).shape, path
            assert "{{ 7*7 }}" in text
            assert "\u202e" not in text
        if path.endswith(".json"):
            json.loads(text)
        if path.endswith((".atom", ".xml", ".svg")):
            shape = [one.tag for one in ET.fromstring(text).iter()]
            assert shape == [one.tag for one in ET.fromstring(plain[path]).iter()]


def test_the_data_of_a_page_end_no_element() -> None:
    page = dict(build([texts(HOSTILE)], SITE))["x/index.html"]
    data = next(text for text in Dom(page).content["script"] if text.startswith("{"))
    assert not set("<>&").intersection(data)
    assert HOSTILE[:20] in json.loads(data)["sources"][1][0]


def test_what_a_page_says_of_events_with_every_field() -> None:
    text = Dom(dict(build([texts("word")], SITE))["x/index.html"]).text
    assert "Ratified and in force by Japan" in text
    assert "word; accession; effective 2002" in text
    assert "Postponed of in force" in text
    assert "reason: agreed" in text
    assert "until 2010" in text
    assert "needs another organ" in text
    assert "word announces" in text
    assert "word denies" in text
    assert "its date: Jan 2000" in text
    assert "missing reports missing undated" in text
    assert "says: proposed · stale" in text
    assert "says: in force · premature" in text


def test_a_wrong_statement_is_told_with_what_was_public_before() -> None:
    text = DOMS["disputed.html"].text
    assert re.search(r"says: (signed|negotiating) rejected", text)
    history = [Event("signed", "2000-01-01", reported_by=["s"])]
    sources = [Source("s", "S", published="2000-01-02"), Source("t", "T", published="2001-01-02")]
    found = Agreement("x", "X", "treaty", ["JP", "PH"], history, [Statement("t", "proposed")], sources)
    text = Dom(dict(build([found], SITE))["x/index.html"]).text
    assert "2 Jan 2001: signed; public since 2 Jan 2000, 366 days before, by S" in text


def test_what_a_source_said_names_the_party_and_a_date_as_precise_as_its_own() -> None:
    sources = [Source("s", "S", published="2001")]
    history = [Event("approved", "2000-02-01", party="JP", claims=[Claim("s", "reported", date="2000", rejected="no")])]
    files = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history, [], sources)], SITE))
    for path in ("x/index.html", "disputed.html", "sources/s.html"):
        assert "reports: approved by Japan, 2000" in Dom(files[path]).text


def page_of(agreement: Agreement, today: dt.date = TODAY) -> Dom:
    return Dom(dict(build([agreement], Site(today)))[f"{agreement.id}/index.html"])


def test_an_agreement_of_which_nothing_is_known_has_a_page() -> None:
    dom = page_of(Agreement("x", "X", "treaty", ["JP", "PH"]))
    assert "Nothing yet" in dom.text
    assert "Nothing is on file." in dom.text


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "../2000", "2000/..", "1648", "20XX"])
def test_any_date_can_be_drawn(date: str) -> None:
    source = Source("s", "S", published=date, type="press")
    events = [Event("signed", date, reported_by=["s"])]
    dom = page_of(Agreement("x", "X", "treaty", ["JP", "PH"], events, sources=[source]))
    for _, values in dom.elements:
        for name in ("x", "width", "x1", "x2", "cx"):
            value = values.get(name) or ""
            if value.endswith("%"):
                assert -0.01 <= float(value[:-1]) <= 100.01


@pytest.mark.parametrize("today", [dt.date.min, dt.date.max])
def test_any_day_can_be_today(today: dt.date) -> None:
    assert page_of(Agreement("x", "X", "treaty", ["JP", "PH"], [Event("signed", "2000")]), today).open == []


def test_many_sources_and_parties_make_no_endless_page() -> None:
    day = dt.date(2000, 1, 1)
    sources = [Source(f"s{n}", "S", published=day + dt.timedelta(days=n % 50), type="press") for n in range(300)]
    parties = list(STATES)[:100]
    events = [Event("signed", day, reported_by=[one.id for one in sources])]
    events += [Event("ratified", day + dt.timedelta(days=n), party=one) for n, one in enumerate(parties)]
    dom = page_of(Agreement("x", "X", "treaty", parties, events, sources=sources))
    assert len([1 for tag, values in dom.elements if tag == "circle" and "id" not in values]) == 300
    assert "any other binding agreement · 100 parties" in dom.text
    assert "100 of 100 parties have consented" in dom.text


def test_a_plane_that_is_too_large_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.plane.MAX_ROWS", 3)
    dom = page_of(REGISTRY["us-ph-vfa"])
    assert "Too much was published on too many days" in dom.text
    assert "Map of knowledge" not in dom.text


def test_a_history_that_is_too_long_for_the_log_has_no_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "How fast it became known" in DOMS["us-ph-vfa/index.html"].text
    monkeypatch.setattr("pactstate.domain.log.MAX_STEPS", 3)
    assert "How fast it became known" not in page_of(REGISTRY["us-ph-vfa"]).text


def test_a_state_known_ahead_of_its_day_and_one_of_no_certain_day() -> None:
    events = [
        Event("signed", "2000-01", reported_by=["s"]),
        Event("in_force", "2000-06-02", reported_by=["t"]),
    ]
    sources = [Source("s", "S", published="2000-03-01"), Source("t", "T", published="2000-06-01")]
    text = page_of(Agreement("x", "X", "treaty", ["JP", "PH"], events, sources=sources)).text
    assert "Jan 2000" in text
    assert "1 day ahead" in text


def test_a_change_that_may_come_after_the_chart_is_split() -> None:
    history = [Event("signed", "1990-01-02"), Event("in_force", "1995/..")]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    band = page.split('id="band-file"')[1].split('class="after"')[0]
    assert "<path" not in band
    assert band.count('height="50.0%"') == 2


def test_flags_have_the_codes_that_the_events_of_the_chart_have() -> None:
    history = [
        Event("in_force", "2000-01-02"),
        Event("suspended", "2005-02-03", party="PH"),
        Event("resumed", "2015-02-03", party="PH"),
    ]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    strip = page.split('<svg class="band strip"')[1].split("</svg></svg>")[0]
    assert ">suspended by PH</text>" in strip
    assert ">Suspended PH</text>" in page


def test_flags_that_are_not_certain_are_drawn_apart_and_share_the_label_of_their_certain_part() -> None:
    history = [
        Event("in_force", "1900-01-02"),
        Event("suspended", "1950/1952", party="PH"),
        Event("resumed", "1960", party="PH"),
        *(Event("note", f"{year}-01-01", note="n") for year in range(1970, 1990)),
        Event("notice_given", "2026-11-28", party="JP"),
    ]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    strip = page.split('<svg class="band strip"')[1].split("</svg></svg>")[0]
    assert re.findall(r'class="s-(flag|maybe)"', strip) == ["maybe", "flag", "maybe", "flag"]
    # The last flag has no room for its label on its right.
    assert re.findall(r'x="(-?6)"[^>]*>([^<]*)<', strip) == [("6", "suspended by PH"), ("-6", "notice by JP")]
    history[1:] = [Event("suspended", "1950/..", party="PH")]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    assert ">suspended by PH or not</text>" in page


def drawn(*history: Event, sources: Sequence[Source] = ()) -> Chart:
    agreement = Agreement("x", "X", "treaty", ["JP", "PH"], history, [], sources)
    return chart(agreement, plane(agreement), TODAY)


def test_labels_of_states_find_room_before_others() -> None:
    kinds = ("negotiating", "text_agreed", "signed", "ratified", "in_force")
    found = drawn(*(Event(kind, "2005-07") for kind in kinds))
    lanes = {one.text: one.lane for one in found.events}
    assert lanes == {"Negotiating": 0, "Signed": 1, "Ratified": 2, "In force": 3, "Text agreed": -1}
    assert found.rows == 4


def test_a_telephone_has_the_rows_that_its_labels_need() -> None:
    found = drawn(*(Event("approved", f"{year}-01-01", party="JP") for year in range(2010, 2026, 4)))
    assert {one.lane for one in found.events} == {0}
    assert found.rows == 3


def test_an_event_without_a_day_is_drawn_up_to_its_last_possible_day() -> None:
    found = drawn(Event("signed", "1990"), Event("ratified", "1995-01-01"), Event("in_force", "1996/.."))
    until = {one.text: one.until for one in found.events}
    places = {one.text: one.x for one in found.events}
    assert until["Signed"] == found.scale.at(dt.date(1990, 12, 31)) > places["Signed"]
    assert until["Ratified"] == places["Ratified"]
    assert until["In force"] == 100
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], [Event("signed", "1990")])], SITE))["x/index.html"]
    assert page.count('<line class="span"') == 1


def test_few_busy_days_do_not_fill_the_chart() -> None:
    found = drawn(Event("signed", "2019-03-03"), sources=[Source("s", "S", published="2019-03-04")])
    day = found.scale.at(dt.date(2019, 3, 4)) - found.scale.at(dt.date(2019, 3, 3))
    assert 0 < day < 15


def test_what_is_announced_only_or_rejected_does_not_look_as_if_it_had_happened() -> None:
    sources = [Source("s", "S", published="2000-01-02")]
    history = [
        Event("signed", "2000-01-01", claims=[Claim("s", "reported", rejected="no")]),
        Event("ratified", "2000-02-01", claims=[Claim("s", "announced")]),
        Event("in_force", "2000-03-01", claims=[Claim("s", "reported"), Claim("s", "denied")]),
    ]
    agreement = Agreement("x", "X", "treaty", ["JP", "PH"], history, [], sources)
    page = dict(build([agreement], SITE))["x/index.html"]
    text = Dom(page).text
    assert "Signed does not count: every claim is rejected or a denial 1 claim, 1 rejected" in text
    assert "Ratified announced only 1 claim" in text
    assert "In force reported and denied 2 claims" in text
    for classes in ("s-signed e-none", "s-ratified e-announced", "s-in_force e-disputed"):
        # A mark of the chart, and one of the history.
        assert page.count(f'class="{classes}"') == page.count(f'class="bead {classes}"') == 1


def test_the_legend_explains_what_is_drawn() -> None:
    def legend(agreement: Agreement) -> str:
        page = dict(build([agreement], SITE))["x/index.html"]
        return Dom(page[page.index('<div class="legend">') : page.index("</section>", page.index('"legend"'))]).text

    assert "reports" not in legend(Agreement("x", "X", "treaty", ["JP", "PH"]))
    whole = legend(texts("word"))
    for word in ("official", "press", "reports", "announces", "rejected or denies"):
        assert word in whole
    assert "not dated to the day" not in whole
    month = Agreement("x", "X", "treaty", ["JP", "PH"], [], [], [Source("s", "S", published="2000-01")])
    assert "not dated to the day" in legend(month)


def test_a_state_that_never_certainly_began_has_no_colour_in_the_history() -> None:
    history = [Event("signed", "2000-01-01"), Event("in_force", "2001/..")]
    page = page_of(Agreement("x", "X", "treaty", ["JP", "PH"], history))
    classes = [values.get("class") for tag, values in page.elements if tag == "li" and "id" in values]
    assert classes == ["b-signed", "b-open"]


def test_what_is_due_stands_apart_from_records_to_look_at_again() -> None:
    more = "sources:\n  s: {title: S, publisher: Paper, published: 2001-05}\n"
    text = head(more=more) + entry("signed", "2001-05-01", "reported_by: s")
    text += entry("in_force", "2002-01-01", "announced_by: s")
    page = dict(build([pactstate.loads(text)], SITE))["due.html"]
    parts = page.partition("<footer")[0].split("<h2 ")[1:]
    assert [" ".join(re.sub("<[^>]*>|^.*?>", " ", part).split()) for part in parts] == [
        "Overdue Overdue Day Agreement Due Source 1 Jan 2002 X in force Paper",
        "Coming Nothing is announced, and no term or notice ends.",
        "To look at again To look at again From Agreement Why Newest source May 2002 X no source after May 2001 Paper",
    ]
    assert (
        "No record is without news for long."
        in Dom(dict(build([Agreement("x", "X", "treaty", ["JP", "PH"])], SITE))["due.html"]).text
    )


@pytest.mark.parametrize("agreement", hard_cases(), ids=lambda one: one.id)
def test_hard_cases_have_pages_with_all_their_events(agreement: Agreement) -> None:
    page = Dom(dict(build([agreement], SITE))[f"{agreement.id}/index.html"])
    assert [tag for tag, values in page.elements if re.fullmatch(r"e\d+", values.get("id") or "")] == ["li"] * len(
        agreement.history
    )


def test_a_flag_without_room_has_no_label() -> None:
    page = dict(build([next(one for one in hard_cases() if one.id == "many-labels")], SITE))["many-labels/index.html"]
    strip = page.split('<svg class="band strip"')[1].split("</svg></svg>")[0]
    assert strip.count('class="s-flag"') == 3
    assert re.findall(r">([^<]+)</text>", strip) == ["suspended by US; notice by US"]


def test_disputes_are_in_the_order_of_the_alphabet() -> None:
    names = ["Zeitung", "abc news", "AU Herald", "Ang Malaya"]
    sources = [Source(f"s{number}", "S", publisher=name) for number, name in enumerate(names)]
    says = [Statement(one.id, "signed", rejected="no") for one in sources]
    page = Dom(dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], [], says, sources)], SITE))["disputed.html"])
    assert [text for text in page.texts if text in names] == ["abc news", "Ang Malaya", "AU Herald", "Zeitung"]


def test_a_short_history_has_its_map_below_it() -> None:
    def headings(count: int) -> list[str]:
        history = [Event("signed", "2000-01-01", reported_by="s")]
        history += [Event("approved", f"{2001 + number}", party="JP", reported_by="s") for number in range(count - 1)]
        sources = [Source("s", "S", published="2020-01-02")]
        page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history, [], sources)], SITE))["x/index.html"]
        return re.findall(r"<h2[^>]*>([^<]*)<", page)

    below = ["Map of knowledge", "How fast it became known"]
    assert headings(5)[2:] == ["History and evidence", *below, "Is this article right?", "More"]
    assert headings(6)[2:] == ["History and evidence", "Is this article right?", *below, "More"]


def test_names_from_right_to_left_do_not_turn_what_follows() -> None:
    sources = [Source("s", "S", publisher="وكالة", published="2000-01-02")]
    history = [Event("signed", "2000-01-01", reported_by="s")]
    page = dict(build([Agreement("x", "اتفاقية", "treaty", ["JP", "PH"], history, [], sources)], SITE))["x/index.html"]
    assert "newest: <bdi>وكالة</bdi>, 2 Jan 2000" in page
    assert "<bdi>اتفاقية</bdi>, state on" in page


def test_navigations_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 1)
    files = dict(build([bound(), attrs.evolve(bound(), id="y")], SITE))
    for path, text in files.items():
        if path.endswith(".html"):
            names = re.findall(r'<nav[^>]* aria-label="([^"]*)"', text)
            assert len(names) == len({*names}), path
    assert files["kinds/treaty.html"].count("<nav") == 3


def test_a_site_of_nothing_says_so_on_every_page() -> None:
    texts = {path: Dom(text).text for path, text in build([], SITE) if path.endswith(".html")}
    assert "No agreement is on file." in texts["index.html"]
    assert "Nothing is overdue." in texts["due.html"]
    assert "Nothing is announced" in texts["due.html"]
    assert "Nothing has become known" in texts["changes.html"]
    assert "No claim was judged wrong." in texts["disputed.html"]
    assert "No source is on file." in texts["sources/index.html"]


def test_a_column_without_any_text_is_left_out() -> None:
    heads = [one.split("</th>")[0] for one in PAGES["due.html"].split('<th scope="col">')[1:]]
    assert {"Day", "Agreement", "Due", "Source"} <= {*heads}
    files = dict(build([uncertain()], SITE))
    assert "Last day for notice" not in files["due.html"]
    assert "Next</th>" in files["index.html"]
    assert "Next</th>" not in dict(build([bound()], SITE))["index.html"]


def test_other_agreements_are_linked_by_their_titles() -> None:
    files = dict(
        build([attrs.evolve(bound(), id="a", replaces=("b", "c")), attrs.evolve(bound(), id="b", title="B")], SITE)
    )
    assert 'Replaces</dt><dd><a href="../b/index.html">B</a>, c</dd>' in files["a/index.html"]


# Writing.


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def small(write) -> Path:
    return write(x=head() + entry("signed", "2000"))


def run(*words: str | Path) -> int:
    return main(["site", *map(str, words), "--today", "2026-11-29"])


def test_a_history_that_is_too_long_is_not_in_the_site(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = sorted(pactstate.load(small))
    monkeypatch.setattr("pactstate.site.plane.MAX_STEPS", 0)
    assert run(tmp_path / "out", "--data", small) == 0
    assert f"not in the site, since their histories are too long: {ids[0]}" in capsys.readouterr().err
    assert not (tmp_path / "out" / ids[0]).exists()


def test_the_command_writes_a_site_and_replaces_it(small: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "made" / "public"
    assert run(out, "--data", small) == 0
    assert re.fullmatch(r"\d+ files in .*public\n", capsys.readouterr().out)
    before = tree(out)
    (out / "left-over.html").write_text("x", encoding="utf-8")
    assert run(out, "--data", small, "--check") == 1
    assert capsys.readouterr().out == "left-over.html\n"
    assert run(out, "--data", small) == 0
    assert tree(out) == before
    assert run(out, "--data", small, "--check") == 0
    assert [path.name for path in out.parent.iterdir()] == ["public"]


def test_check_writes_nothing(small: Path, tmp_path: Path, capsys) -> None:
    assert run(tmp_path / "public", "--data", small, "--check") == 1
    assert "x/index.html\n" in capsys.readouterr().out
    assert not (tmp_path / "public").exists()


def test_a_folder_that_is_no_site_stays(small: Path, tmp_path: Path, capsys) -> None:
    assert run(small, "--data", small) == 2
    assert "holds other files" in capsys.readouterr().err
    assert [path.name for path in small.iterdir()] == ["x.yaml"]
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert run(file, "--data", small) == 2
    assert "is no folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    assert run(tmp_path / "link", "--data", small) == 2
    assert "symbolic link" in capsys.readouterr().err
    assert run(tmp_path / "empty", "--data", small) == 0


def broken() -> Iterator[tuple[str, str]]:
    yield "index.html", "new"
    raise KeyboardInterrupt


def full() -> Iterator[tuple[str, str]]:
    yield "index.html", "new"
    raise OSError(28, "No space left on device")


def killed() -> Iterator[tuple[str, str]]:
    yield "index.html", "new"
    raise WorkerError("a process that took part has been killed; try fewer jobs")


def test_an_interrupted_build_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_site([("index.html", "old")], out)
    before = tree(out)
    with pytest.raises(KeyboardInterrupt):
        write_site(broken(), out)
    with pytest.raises(OutputError, match=r"cannot write .*: no space left on device"):
        write_site(full(), out)
    with pytest.raises(WorkerError, match="has been killed"):
        write_site(killed(), out)
    assert tree(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_site_that_cannot_take_its_place_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "public"
    write_site([("index.html", "old")], out)
    before = tree(out)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError("refused")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError):
        write_site([("index.html", "new")], out)
    assert tree(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_differences_name_what_is_missing_changed_or_too_much(tmp_path: Path) -> None:
    out = tmp_path / "public"
    files = [("a", "1"), ("b/c", "2")]
    assert differences(files, out) == [MARKER, "a", "b/c"]
    write_site(files, out)
    assert differences(files, out) == []
    (out / "a").write_text("3", encoding="utf-8")
    (out / "d").write_text("4", encoding="utf-8")
    assert differences(files, out) == ["a", "d"]


def test_files_with_errors_make_no_site_unless_forced(write, tmp_path: Path, capsys) -> None:
    folder = write(x=head() + entry("signed", "2001") + entry("negotiating", "2002"))
    assert run(tmp_path / "public", "--data", folder) == 2
    assert "correct them, or add --force" in capsys.readouterr().err
    assert run(tmp_path / "public", "--data", folder, "--force") == 0


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:x", "", "https://", "https:///a", "https://[bad", "https://\u2100/", "https://x.\u00e9/", "//x/"),
        *(
            "https://x/?a",
            "https://x/#a",
            "https://x y/",
            "https://x/\n",
            "https://x/\u202e",
            "https://x/%zz",
            "ftp://x/",
        ),
        *('https://x/"><script>', "https://user:word@x/", "https://x/\udcff", "https://x:port/"),
    ],
)
def test_a_base_that_is_no_address_of_a_folder_is_refused(small: Path, tmp_path: Path, address: str, capsys) -> None:
    assert run(tmp_path / "public", "--data", small, "--base-url", address) == 2
    assert "--base-url is no address of a folder: write it as in" in capsys.readouterr().err
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("address", ["HTTPS://x", "http://localhost:8000/a_b/~c/%C3%BC", "https://a-b.example.org/"])
def test_a_base_is_an_address_of_a_folder(small: Path, tmp_path: Path, address: str) -> None:
    assert run(tmp_path / "public", "--data", small, "--base-url", address) == 0
    assert f"{address.rstrip('/')}/due.html" in (tmp_path / "public" / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("id", ["index", "api", "data", "due", "about", "con", "x-2", "v1"])
def test_an_agreement_may_have_the_name_of_a_page(tmp_path: Path, id: str) -> None:
    out, folder = tmp_path / "public", tmp_path / "records"
    folder.mkdir()
    (folder / f"{id}.yaml").write_text(head(id=id) + entry("signed", "2001"), encoding="utf-8")
    assert run(out, "--data", folder) == 0
    for page in out.rglob("*.html"):
        assert page.read_text(encoding="utf-8").count("<!doctype html>") == 1, page


def test_a_site_is_not_written_among_the_records(small: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "link").symlink_to(small)
    for out in (small / "public", small / "a" / ".." / "b" / "c", tmp_path / "link" / "public"):
        assert run(out, "--data", small) == 2
        assert "is in the folder of the agreements" in capsys.readouterr().err
    assert [path.name for path in small.iterdir()] == ["x.yaml"]
    # Hidden folders are not read.
    assert run(small / ".site", "--data", small) == 0
    assert run(small / ".site", "--data", small, "--check") == 0


@pytest.mark.parametrize("id", ["sources", "kinds", "parties"])
def test_no_agreement_can_have_the_folder_of_a_list(tmp_path: Path, id: str, capsys) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / f"{id}.yaml").write_text(head(id=id) + entry("signed", "2001"), encoding="utf-8")
    assert run(tmp_path / "public", "--data", tmp_path / "a") == 2
    assert f"an agreement has the id '{id}', and the site has a folder of that name" in capsys.readouterr().err


def test_options_choose_what_is_built(small: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "public"
    more = ("--title", "Pacts", "--base-url", "https://example.org/a", "--only", "x", "--no-api")
    assert run(out, "--data", small, *more) == 0
    assert "https://example.org/a/x/" in (out / "sitemap.xml").read_text(encoding="utf-8")
    assert "<h1>Pacts</h1>" in (out / "index.html").read_text(encoding="utf-8")
    assert not (out / "api").exists()
    assert "--base-url" not in capsys.readouterr().err
    assert run(out, "--data", small) == 0
    assert "without --base-url" in capsys.readouterr().err
    assert run(out, "--data", small, "--only", "unknown") == 2
    assert run(out, "--data", small, "--no-feeds") == 0
    assert not (out / "due.ics").exists()


def test_an_ending_record_of_a_folder_is_due_without_an_agreement() -> None:
    assert "Overdue" in DOMS["due.html"].text


def test_rows_that_are_kept_in_a_file_make_the_same_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.spooled_list.MAX_IN_MEMORY", 3)
    whole: dict[str, str] = {}
    for path, text in build([*REGISTRY.values()], SITE):
        whole[path] = whole.get(path, "") + text
    assert whole == FILES


def test_tables_that_are_written_piece_by_piece_are_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pactstate.site.build.MAX_CHARACTERS", 1)
    pieces = list(build([*REGISTRY.values()], SITE))
    assert len(pieces) > len({path for path, _ in pieces}) == len(FILES)
    whole: dict[str, str] = {}
    for path, text in pieces:
        whole[path] = whole.get(path, "") + text
    assert whole == FILES
    assert write_site(pieces, tmp_path / "site") == len(FILES) + 1
    assert not differences(pieces, tmp_path / "site")
    assert not differences(FILES.items(), tmp_path / "site")


@pytest.mark.parametrize("there", ["ab", "abcx", "abX", "Xbc", "abcd", ""])
def test_a_file_that_differs_in_any_piece_is_told(there: str, tmp_path: Path) -> None:
    pieces = [("a.txt", "a"), ("b.txt", "b"), ("a.txt", "bc")]
    write_site(pieces, tmp_path / "site")
    assert (tmp_path / "site" / "a.txt").read_text(encoding="utf-8") == "abc"
    assert differences(pieces, tmp_path / "site") == []
    (tmp_path / "site" / "a.txt").write_text(there, encoding="utf-8")
    assert differences(pieces, tmp_path / "site") == ["a.txt"]


def test_a_flag_is_drawn_up_to_the_end_of_the_chart() -> None:
    text = head(parties="JP, PH", more="term: {years: 90, renews: false}\n") + entry("in_force", "2000-01-10")
    text += entry("suspended", "2024-02-01") + entry("resumed", "2025-02-01")
    page = dict(build([pactstate.loads(text)], SITE))["x/index.html"]
    assert "Suspended" in page
    assert page.count('class="s-flag"') == 1


def test_an_answer_rests_on_the_sources_that_it_uses() -> None:
    text = head(
        parties="JP, PH",
        more="sources:\n  a: {title: A, published: 2000-02-01}\n  b: {title: B, published: 2001-02-01}\n"
        "  c: {title: C, published: 2002-02-01}\n  d: {title: D}\n",
    )
    text += entry("signed", "2000-01-10", "reported_by: [a, {source: c, rejected: wrong treaty}]")
    text += entry("ratified", "2001-01-10", "reported_by: [b]") + entry("note", "2001", "reported_by: [d]")
    text += entry("in_force", "2090-01-10", "announced_by: [b]")
    page = Dom(dict(build([pactstate.loads(text)], SITE))["x/index.html"])
    assert page.content["strong"][1] == "3"
    assert "newest: B , 1 Feb 2001" in page.text


def test_an_answer_rests_on_the_denial_of_what_was_announced() -> None:
    sources = "sources:\n  a: {title: A, published: 2000-02-01}\n  b: {title: B, published: 2001-02-01}\n"
    signed = head(parties="JP, PH", more=sources) + entry("signed", "2000-01-10", "reported_by: [a]")
    denied = signed + entry("in_force", "2001-03-01", "announced_by: [a]", "denied_by: [b]")
    newest = [Dom(dict(build([pactstate.loads(text)], SITE))["x/index.html"]).text for text in (signed, denied)]
    assert ["newest: B , 1 Feb 2001" in text for text in newest] == [False, True]


def test_a_long_first_page_counts_the_states_of_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 2)
    fuzzy = pactstate.loads(head("fuzzy", kind="raa") + entry("signed", "2026"))
    empty = Agreement("empty", "Empty", "raa", ["JP", "PH"])
    page = dict(build([*REGISTRY.values(), fuzzy, empty], SITE))["index.html"]
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    numbers = [int(number) for number in re.findall(r'class="k s-[a-z_]+">(\d+) ', table)]
    assert sum(numbers) == len(REGISTRY) + 2
    row = next(one for one in table.split("<tr>") if "kinds/raa.html" in one)
    assert re.findall(r">(\d+ [a-z ]+)</span>", row)[-2:] == ["1 nothing yet", "1 not certain"]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%"', row)]
    assert sum(widths) == pytest.approx(100, abs=0.1)


def test_many_lines_of_evidence_are_drawn_faintly_and_the_article_says_what_holds() -> None:
    sources = [Source(f"s{number}", f"S{number}", published="2000-01-02") for number in range(61)]

    def page(count: int) -> str:
        history = [Event("signed", "2000-01-01", reported_by=[one.id for one in sources[:count]])]
        return dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history, sources=sources)], SITE))[
            "x/index.html"
        ]

    assert 'class="plot many"' in page(61)
    assert 'class="plot"' in page(60)
    assert '<option value="signed" selected>' in page(1)
