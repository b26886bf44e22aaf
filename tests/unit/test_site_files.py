"""The files of the site: which there are, what programs read in them, and how large the pages are."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import jsonschema
import pytest

import pactstate
from built_site import DOMS, FILES, PAGES, REGISTRY, SITE, TODAY, WHOLE, bound
from pactstate.site.build import build
from pactstate.site.folder import differences, write_site
from pactstate.site.templating import Site
from pactstate.tables.columns import TABLES


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


def test_the_site_map_has_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses(text: str) -> list[str]:
        return [str(one[0].text).removeprefix("https://example.org/t/") for one in ET.fromstring(text)]

    found = addresses(FILES["sitemap.xml"])
    there = [f"{address}index.html" if address.endswith("/") or not address else address for address in found]
    assert sorted(there) == sorted(PAGES.keys() - {"404.html"})
    assert found[0] == ""
    monkeypatch.setattr("pactstate.site.sitemap.MAX_ADDRESSES", 5)
    files = dict(build([bound()], SITE))
    maps = addresses(files["sitemap.xml"])
    assert maps == ["sitemap.1.xml", "sitemap.2.xml", "sitemap.3.xml"]
    some = [address for name in maps for address in addresses(files[name])]
    assert {"", "due.html", "about.html", "x/", "kinds/treaty.html", "parties/JP.html", "parties/PH.html"} <= {*some}
    assert len(some) == len({*some}) == len([path for path in files if path.endswith(".html")]) - 1


def test_sizes_keep_to_their_budgets() -> None:
    whole = {path: text.encode() for path, text in build(WHOLE.agreements, SITE) if path.endswith(".html")}
    largest = sorted(whole.values(), key=len)[-12:]
    assert len(largest[-1]) < 130_000
    assert max(len(gzip.compress(text)) for text in largest) < 26_000
    own = sorted((whole[f"{id}/index.html"] for id in WHOLE), key=len)
    middle = own[len(own) // 2]
    assert len(middle) < 50_000
    assert len(gzip.compress(middle)) < 15_000
    for path in ("jp-ph-raa/index.html", "index.html"):
        assert len(DOMS[path].content["script"][-1].encode()) < 12_000
    assert len(DOMS["index.html"].content["style"][0].encode()) < 16_000


def test_the_api_is_what_its_description_says() -> None:
    description = json.loads(FILES["api/v1/openapi.json"])
    # A value has one type, and a date one form.
    assert not re.findall(r'"(anyOf|oneOf|allOf|nullable|null)"|"type": ?\[', FILES["api/v1/openapi.json"])
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
