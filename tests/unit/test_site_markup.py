"""The markup of the pages of the site: whole, linked, without barriers, and closed to texts of strangers."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from urllib.parse import unquote, urldefrag, urljoin
from xml.etree import ElementTree as ET

import attrs
import pytest

from built_site import DOMS, FILES, PAGES, SITE, Dom, bound
from pactstate import Agreement, Event, Source
from pactstate.site.build import build
from strange_agreement import HOSTILE, texts


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
            [{}],
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
