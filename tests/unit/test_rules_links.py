"""Rules on links between agreements."""

from __future__ import annotations

import pytest

import pactstate
from builders import (
    SIGNED_IN_FORCE,
    SOURCES,
    TODAY,
    Write,
    agreement_text,
    dated,
    found,
    messages,
    reported,
    rules_of,
)

OLD = """id: old
title: O
kind: treaty
parties: [JP, PH]
replaced_by: [new]
history:
  - {event: [signed, in_force], date: 2010-01-01, reported_by: [s]}
"""


NEW = """id: new
title: N
kind: treaty
parties: [JP, PH]
replaces: [old]
history:
  - {event: signed, date: 2019-01-01, reported_by: [s]}
"""


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        (("2020-05-05 reported",), ("2020-05-05 reported",), 0),
        (("2020-05-05 reported",), ("2020-06-06 reported",), 1),
        # An announced day that slipped.
        (("2020-05-05 announced", "2020-06-06 reported"), ("2020-06-06 reported",), 0),
        (("2020-06-06 reported",), ("2020-05-05 announced", "2020-06-06 reported"), 0),
        (("2020-06-06 reported",), ("2020-06-06 announced", "2020-07-07 reported"), 1),
        (("2020-06-06 reported",), ("2020-07-07 announced",), 0),
        (("2020-06-06 denied", "2020-07-07 reported"), ("2020-07-07 reported",), 0),
    ],
)
def test_the_days_of_a_replacement_are_those_reported(
    write: Write, old: tuple[str, ...], new: tuple[str, ...], number: int
) -> None:
    def history(head: str, event: str, days: tuple[str, ...]) -> str:
        entries = (f"  - {{event: {event}, date: {day}, {role}_by: [s]}}\n" for day, role in map(str.split, days))
        return head + "".join(entries)

    shared = "s: {title: S, publisher: P, published: 2020-05-01}\n"
    folder = write(old=history(OLD, "terminated", old), new=history(NEW, "in_force", new), sources=shared)
    assert [one.rule for one in pactstate.check(folder, today=TODAY).findings].count("link-mismatch") == number


def test_a_link_that_leads_nowhere_hides_no_other(write: Write) -> None:
    other = "title: Y\nid: other\nkind: treaty\nparties: [JP, PH]\nhistory:\n" + reported("in_force", "2010")
    write(other=other + SOURCES)
    told = found(write, "link-mismatch", reported("in_force", "2020"), more="replaces: [nothing, other]\n")
    assert [one.message for one in told] == ["'other' does not say 'replaced_by: x' (line 2 of other.yaml)"]
    assert [(related.location.line, related.location.column) for related in told[0].related] == [(2, 5)]


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ("reported_by: [s, {source: q, rejected: it is wrong}]", "replaced on 2020"),
        ("reported_by: [{source: s, rejected: it is wrong}, {source: q, rejected: it is wrong}]", "in force without"),
    ],
)
def test_an_end_counts_as_long_as_one_source_stands(write: Write, claims: str, told: str) -> None:
    new = "id: other\ntitle: Y\nkind: treaty\nparties: [JP, PH]\nreplaces: [x]\nhistory:\n" + reported(
        "in_force", "2022"
    )
    write(other=new + SOURCES)
    history = [reported("in_force", "2010"), reported("terminated", "2020", claims)]
    more = {"more": "replaced_by: [other]\n", "sources": dated("q", "2026-01-01")}
    (one,) = found(write, "link-mismatch", *history, **more)
    assert one.message.startswith(told)


def test_a_rejected_end_is_no_end(write: Write) -> None:
    text = "id: {id}\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n{link}history:\n  - {{event: [signed, in_force], date: {day}}}\n{end}"
    finish = (
        "  - {event: terminated, date: 2015, reason: replaced, reported_by: [{source: s, rejected: years too early}]}\n"
        "sources: {s: {title: S, published: 2016}}\n"
    )
    old = text.format(id="old", link="replaced_by: new\n", day="2010", end=finish)
    new = text.format(id="new", link="replaces: old\n", day="2021", end="")
    told = [
        one for one in pactstate.check(write(old=old, new=new), today=TODAY).findings if one.rule == "link-mismatch"
    ]
    assert [one.message.partition(",")[0] for one in told] == ["in force without an end"]


def test_a_successor_may_take_effect_backwards(write: Write) -> None:
    text = "id: {id}\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n{link}history:\n  - {{event: [signed, in_force], date: {day}{more}}}\n{end}"
    for reason, end, days, wrong in (
        (", reason: replaced", "2021-01-01", "2021-06-01", True),
        (", reason: replaced", "2021-01-01", "2021-06-01, effective: 2021-01-01", False),
        ("", "2021-01-01", "2021-06-01", True),
        (", reason: expired", "2021-01-01", "2021-06-01", False),
    ):
        day, _, more = days.partition(",")
        finish = f"  - {{event: terminated, date: {end}{reason}}}\n"
        old = text.format(id="old", link="replaced_by: new\n", day="2010", more="", end=finish)
        new = text.format(id="new", link="replaces: old\n", day=day, more=f",{more}" if more else "", end="")
        report = pactstate.check(write(old=old, new=new), today=TODAY)
        assert ("link-mismatch" in rules_of(list(report.findings))) is wrong, (reason, days)


END = "event: terminated, date: 2020-01-10, reason: replaced"


def test_a_chain_that_comes_back_is_named_in_each_of_its_agreements(write: Write) -> None:
    files = {
        name: agreement_text(name, *SIGNED_IN_FORCE, END, head=f"replaces: [{before}]\nreplaced_by: [{after}]\n")
        .replace("sources:", "# sources:")
        .replace("  s: {", "#  s: {")
        for name, before, after in (("a", "c", "b"), ("b", "a", "c"), ("c", "b", "a"))
    }
    path = write(**files, sources="s: {title: S, published: 2026-01-01}\n")
    assert messages(path, "link-mismatch") == [
        f"by way of '{other}' the agreement replaces itself" for other in ("b", "c", "a")
    ]


def test_a_chain_that_ends_is_no_circle(write: Write) -> None:
    old = agreement_text("old", *SIGNED_IN_FORCE, END, head="replaced_by: [new]\n")
    new = agreement_text("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    assert messages(write(old=old, new=new.replace("  s:", "  t:").replace("[s]", "[t]")), "link-mismatch") == []


def test_an_end_by_a_successor_names_it(write: Write) -> None:
    assert messages(write(x=agreement_text("x", *SIGNED_IN_FORCE, END)), "link-mismatch") == [
        "'reason: replaced' does not say by which agreement"
    ]


def test_what_is_in_force_after_its_successor_needs_an_end(write: Write) -> None:
    old = agreement_text("old", *SIGNED_IN_FORCE, head="replaced_by: [new]\n")
    new = agreement_text("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    path = write(old=old, new=new.replace("  s:", "  t:").replace("[s]", "[t]"))
    (one,) = messages(path, "link-mismatch")
    assert one.startswith("in force without an end, while its successor 'new' entered into force on 2020-01-10")


@pytest.mark.parametrize("key", ["amends", "supplements"])
def test_no_agreement_changes_itself(write: Write, key: str) -> None:
    texts = {
        one: agreement_text(one, *SIGNED_IN_FORCE, head=f"{key}: [{other}]\n")
        for one, other in (("a", "b"), ("b", "a"))
    }
    assert messages(write(**texts), "link-mismatch") == [
        f"by way of 'b' the agreement {key} itself",
        f"by way of 'a' the agreement {key} itself",
    ]
    assert messages(write(a=agreement_text("a", *SIGNED_IN_FORCE, head=f"{key}: [a]\n")), "link-mismatch")[0] == (
        f"'{key}' names the agreement itself"
    )
    assert messages(write(b=agreement_text("b", *SIGNED_IN_FORCE), a=texts["a"]), "link-mismatch") == []


@pytest.mark.parametrize(
    ("act", "finds"),
    [
        ("event: withdrawn, party: FR, date: 2012-01-10", True),
        ("event: withdrawn, party: JP, date: 2012-01-10, of: approved", True),
        ("event: terminated, date: 2020-01-10", False),
        ("event: notice_given, party: FR, date: 2012-01-10, effective: 2013-01-10", True),
    ],
)
def test_one_party_that_leaves_ends_no_treaty_of_many(write: Write, act: str, finds: bool) -> None:
    old = agreement_text(
        "old", "event: approved, party: JP, date: 2009", *SIGNED_IN_FORCE, act, head="replaced_by: [new]\nopen: true\n"
    )
    new = agreement_text("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    told = messages(write(old=old.replace("[JP, PH]", "[JP, PH, FR]"), new=new), "link-mismatch")
    assert [one.partition(",")[0] for one in told] == ["in force without an end"] * finds


def test_links_that_agree_and_links_that_do_not(write: Write) -> None:
    text = "id: {id}\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n{links}history:\n{history}"
    force = "  - {event: [signed, in_force], date: 2020-05-05}\n"
    end = "  - {event: terminated, date: 2021-06, reason: replaced}\n"
    new = text.format(
        id="new", links="replaces: old\namends: [other, nothing]\n", history=force.replace("2020-05-05", "2021-06-15")
    )
    cases = {
        "replaced_by: new\n": [],
        "": ["link-mismatch", "link-mismatch"],
        "replaced_by: [new, newer]\n": ["dangling-link"],
    }
    other = text.format(id="other", links="", history=force)
    for links, rules in cases.items():
        folder = write(new=new, old=text.format(id="old", links=links, history=force + end), other=other)
        report = pactstate.check(folder)
        linked = [one.rule for one in report.findings if one.code.startswith("PS4")]
        assert sorted(linked) == sorted(["dangling-link", *rules])
    for finish, rules in (
        (end.replace("2021-06", "2021-07"), ["link-mismatch"]),
        (end.replace("date: 2021-06", "date: 2021-05, effective: 2021-06-15"), []),
        (end.replace("replaced", "agreed"), []),
        ("", ["link-mismatch"]),
    ):
        old = text.format(id="old", links="replaced_by: new\n", history=force + finish)
        report = pactstate.check(write(new=new, old=old, other=other))
        assert [one.rule for one in report.findings if one.code == "PS403"] == rules
    never = new.replace("[signed, in_force]", "signed")
    report = pactstate.check(
        write(new=never, old=text.format(id="old", links="replaced_by: new\n", history=force + end))
    )
    assert [one.rule for one in report.findings if one.code == "PS403"] == []
