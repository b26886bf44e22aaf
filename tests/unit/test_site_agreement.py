"""What the page of an agreement says: the answer, the history with its evidence, and who said otherwise."""

from __future__ import annotations

import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import attrs
import pytest

import pactstate
from builders import entry, head
from built_site import DOMS, REGISTRY, SITE, WHOLE, Dom, bound, page_of, uncertain
from hard_cases import hard_cases
from pactstate import Agreement, Claim, Event, Source, Statement
from pactstate.domain.parties import STATES
from pactstate.site.build import build
from strange_agreement import texts


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


def test_what_a_page_says_of_events_with_every_field() -> None:
    text = Dom(dict(build([texts("word")], SITE))["x/index.html"]).text
    for part in (
        "Ratified and in force by Japan",
        "word; accession; effective 2002",
        "Postponed of in force",
        "reason: agreed",
        "until 2010",
        "needs another organ",
        "word announces",
        "word denies",
        "its date: Jan 2000",
        "missing reports missing undated",
        "says: proposed · stale",
        "says: in force · premature",
    ):
        assert part in text


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


def test_an_agreement_of_which_nothing_is_known_has_a_page() -> None:
    dom = page_of(Agreement("x", "X", "treaty", ["JP", "PH"]))
    assert "Nothing yet" in dom.text
    assert "Nothing is on file." in dom.text


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
    assert "Signed does not count: what was claimed is rejected or denied 1 claim, 1 rejected" in text
    assert "Ratified announced only 1 claim" in text
    assert "In force reported and denied 2 claims" in text
    for classes in ("s-signed e-none", "s-ratified e-announced", "s-in_force e-disputed"):
        # A mark of the chart, and one of the history.
        assert page.count(f'class="{classes}"') == page.count(f'class="bead {classes}"') == 1


@pytest.mark.parametrize(
    ("denied", "words", "style"),
    [("2002-01-01", "does not count", "none"), ("2000-01-01", "announced only", "announced")],
)
def test_only_a_later_denial_takes_an_announcement_back(denied: str, words: str, style: str) -> None:
    sources = [Source("s", "S", published="2001-01-01"), Source("t", "T", published=denied)]
    event = Event("in_force", "2003-03-01", claims=[Claim("s", "announced"), Claim("t", "denied")])
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], [event], [], sources)], SITE))["x/index.html"]
    assert f"In force {words}" in Dom(page).text
    assert page.count(f"s-in_force e-{style}") == 2


def test_a_state_that_never_certainly_began_has_no_colour_in_the_history() -> None:
    history = [Event("signed", "2000-01-01"), Event("in_force", "2001/..")]
    page = page_of(Agreement("x", "X", "treaty", ["JP", "PH"], history))
    classes = [values.get("class") for tag, values in page.elements if tag == "li" and "id" in values]
    assert classes == ["b-signed", "b-open"]


@pytest.mark.parametrize("agreement", hard_cases(), ids=lambda one: one.id)
def test_hard_cases_have_pages_with_all_their_events(agreement: Agreement) -> None:
    page = Dom(dict(build([agreement], SITE))[f"{agreement.id}/index.html"])
    assert [tag for tag, values in page.elements if re.fullmatch(r"e\d+", values.get("id") or "")] == ["li"] * len(
        agreement.history
    )


def of_many(*history: Event, parties: int = 9) -> str:
    """Return the page of an agreement of several parties."""
    agreement = Agreement("x", "X", "treaty", list(STATES)[:parties], history)
    return dict(build([agreement], SITE))["x/index.html"]


def test_many_acts_of_parties_in_a_row_are_one_entry_that_opens() -> None:
    codes = list(STATES)
    days = [f"2000-01-{number:02}" for number in range(1, 29)]
    ratified = [Event("ratified", day, party=code) for day, code in zip(days, codes[:9], strict=False)]
    page = of_many(Event("signed", "1999"), *ratified, Event("in_force", "2001"), *ratified[:8])
    assert re.findall(r"<h[34]>([^<]*)</h[34]>", page)[-20:-8] == [
        "Signed",
        "Ratified by 9 parties",
        *(f"Ratified by {STATES[code]}" for code in codes[:9]),
        "In force",
    ]
    fold = page.partition('<details class="acts">')[2].partition("</details>")[0]
    assert re.findall(r'id="(e\d+)"', fold) == [f"e{number}" for number in range(2, 11)]
    assert '<span class="day">1 Jan 2000 to 9 Jan 2000</span>' in page
    assert re.findall(r'id="(e\d+)"', page) == [f"e{number}" for number in range(1, 20)]
    assert '<details class="acts">' not in of_many(*ratified[:8])
    # Of an agreement of few parties, each entry is shown at once.
    assert '<details class="acts">' not in of_many(*ratified[:8], *ratified[:8], parties=8)


def test_acts_of_several_kinds_in_a_row_are_counted_by_kind() -> None:
    codes = list(STATES)
    notes = [Event("note", "2000", party=code, note="n") for code in codes[:8]]
    page = of_many(*notes, Event("approved", "2000", party=codes[0]), Event("approved", "2000", party=codes[0]))
    assert "<h3>Approved by 1 party, note on 8 parties</h3>" in page
    assert '<span class="day">2000</span><div class="what"><span class="bead s-event"' in page


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


def test_what_is_not_of_one_day_stands_below_more() -> None:
    shown = page_of(WHOLE["jp-kr-gsomia"]).text.partition(" More ")[2]
    assert f"Term {WHOLE['jp-kr-gsomia'].term}" in shown
    assert "Enters into force 5 days after ratified" in page_of(WHOLE["jp-au-raa"]).text
    assert "Not recorded ratified, in force" in page_of(WHOLE["au-gb-geelong"]).text


def test_other_agreements_are_linked_by_their_titles() -> None:
    files = dict(
        build([attrs.evolve(bound(), id="a", replaces=("b", "c")), attrs.evolve(bound(), id="b", title="B")], SITE)
    )
    assert 'Replaces</dt><dd><a href="../b/index.html">B</a>, c</dd>' in files["a/index.html"]


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
