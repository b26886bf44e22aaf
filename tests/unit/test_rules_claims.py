"""Rules on claims: conflicts of dates, witnesses, events without a source."""

from __future__ import annotations

import pactstate
from builders import (
    TODAY,
    Write,
    entry,
    findings_in,
    found,
    history_text,
    places_of,
    reported,
    rules_of,
    source,
    text_at,
)


def test_witnesses_are_followed_to_all_their_roots(write: Write) -> None:
    def paper(id: str, *based_on: str) -> str:
        rest = f", based_on: [{', '.join(based_on)}]" if based_on else ""
        return f"  {id}: {{title: {id}, publisher: P, published: 2026-01-01{rest}}}\n"

    sources = paper("b", "d") + paper("c", "d") + paper("d") + paper("e") + paper("f", "d")
    one = reported("signed", "2024-03-15", "reported_by: [a, f]")
    assert found(write, "single-witness", one, sources=sources + paper("a", "e", "b", "c")) == []
    (told,) = found(write, "single-witness", one, sources=sources + paper("a", "b", "c"))
    assert told.message.endswith("go back to 'd'")


def test_of_several_events_without_a_source_the_first_is_pointed_at(write: Write) -> None:
    (one,) = found(write, "unsourced-event", "  - {event: [signed, in_force], date: 2020}\n")
    assert text_at(write, one) == "signed"


def test_an_announced_day_may_be_moved_by_another_announcement(write: Write) -> None:
    claims = "announced_by: [{source: d, date: 2020-06}, {source: s, date: 2027-07-01}]"
    (told,) = findings_in(write, entry("signed", "2027-07-01", claims), source("d", "2019-10-01"))
    assert (told.rule, str(told.severity)) == ("date-conflict", "info")


def test_a_denial_with_its_own_day_is_no_date_conflict(write: Write) -> None:
    history = entry("signed", "2020-03-10", "reported_by: s, denied_by: {source: d, date: 2020-04-01}")
    assert rules_of(findings_in(write, history, source("d", "2020-05-01"))) == ["denied-event"]


def test_a_date_may_rest_on_an_announcement(write: Write) -> None:
    claims = "reported_by: {source: s, date: 2020-03-11}, announced_by: d"
    assert rules_of(findings_in(write, entry("signed", "2020-03-10", claims), source("d", "2020-03-01"))) == [
        "date-conflict"
    ]


def test_two_announcements_with_two_days_are_an_info(write: Write) -> None:
    sources = "a: {title: A, published: 2025-01-01}, b: {title: B, published: 2025-02-01}"
    claims = "announced_by: [{source: a, date: 2025-03-01}, {source: b, date: 2025-05}]"
    text = history_text("event: signed, date: 2025, " + claims, sources=sources)
    (one,) = [one for one in pactstate.check(write(x=text), today=TODAY).findings if one.rule == "date-conflict"]
    assert (str(one.severity), one.message) == (
        "info",
        "'signed' is announced for 2025-03-01 by 'a' (line 7) and for 2025-05 by 'b'",
    )
    for same in (text.replace("2025-05}", "2025-03}"), text.replace("2025-05}]", "2025-05}], reported_by: [s]")):
        assert places_of(write(x=same), "date-conflict") == []


def test_witnesses(write: Write) -> None:
    """Copies of copies go back to one; a circle of copies to none, and is no proof of dependence."""
    history = "history:\n  - {{event: [signed, in_force], date: 2020, reported_by: [{ids}]}}\n"
    text = "id: x\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n" + history
    sources = (
        "a: {title: A, published: 2021}\n"
        "b: {title: B, published: 2021, based_on: a}\n"
        "c: {title: C, published: 2021, based_on: [b]}\n"
        "d: {title: D, published: 2021, based_on: [a, e]}\n"
        "e: {title: E, published: 2021}\n"
        "f: {title: F, published: 2021, based_on: [g]}\n"
        "g: {title: G, published: 2021, based_on: [f]}\n"
        "h: {title: H, published: 2021, based_on: unknown}\n"
        "i: {title: I, published: 2021, based_on: unknown}\n"
    )
    for ids, one in (
        ("a", False),
        ("a, b", True),
        ("b, c", True),
        ("a, b, c", True),
        ("a, d", False),
        ("a, e", False),
        ("f, g", False),
        ("h, i", True),
        ("c, {source: e, rejected: no}", False),
        ("b, c, {source: e, rejected: no}", True),
    ):
        report = pactstate.check(write(x=text.format(ids=ids), sources=sources))
        assert ("single-witness" in {finding.rule for finding in report.findings}) is one, ids
