"""Rules that version 2 of the domain changed, where no case of ``answers.yaml`` shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate

TODAY = dt.date(2026, 11, 22)
Write = Callable[..., Path]
SOURCES = "sources:\n  s: {title: S, published: 2026-01-01}\n"


def agreement(id: str, *entries: str, head: str = "") -> str:
    history = "".join(f"  - {{{entry}, reported_by: [s]}}\n" for entry in entries)
    return f"id: {id}\ntitle: {id}\nkind: treaty\nparties: [JP, PH]\n{head}{SOURCES}history:\n{history}"


def messages(path: Path, rule: str) -> list[str]:
    return [one.message for one in pactstate.check(path, today=TODAY).findings if one.rule == rule]


FORCE = ("event: [signed, in_force], date: 2010-01-10",)
END = "event: terminated, date: 2020-01-10, reason: replaced"


def test_a_chain_that_comes_back_is_named_in_each_of_its_agreements(write: Write) -> None:
    files = {
        name: agreement(name, *FORCE, END, head=f"replaces: [{before}]\nreplaced_by: [{after}]\n")
        .replace("sources:", "# sources:")
        .replace("  s: {", "#  s: {")
        for name, before, after in (("a", "c", "b"), ("b", "a", "c"), ("c", "b", "a"))
    }
    path = write(**files, sources="s: {title: S, published: 2026-01-01}\n")
    assert messages(path, "link-mismatch") == [
        f"by way of '{other}' the agreement replaces itself" for other in ("b", "c", "a")
    ]


def test_a_chain_that_ends_is_no_circle(write: Write) -> None:
    old = agreement("old", *FORCE, END, head="replaced_by: [new]\n")
    new = agreement("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    assert messages(write(old=old, new=new.replace("  s:", "  t:").replace("[s]", "[t]")), "link-mismatch") == []


def test_an_end_by_a_successor_names_it(write: Write) -> None:
    assert messages(write(x=agreement("x", *FORCE, END)), "link-mismatch") == [
        "'reason: replaced' does not say by which agreement"
    ]


def test_what_is_in_force_after_its_successor_needs_an_end(write: Write) -> None:
    old = agreement("old", *FORCE, head="replaced_by: [new]\n")
    new = agreement("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    path = write(old=old, new=new.replace("  s:", "  t:").replace("[s]", "[t]"))
    (one,) = messages(path, "link-mismatch")
    assert one.startswith("in force without an end, while its successor 'new' entered into force on 2020-01-10")


def test_a_mistyped_year_of_a_step_that_others_need_is_the_odd_date(write: Write) -> None:
    entries = (
        "event: signed, date: 2010-01-10",
        "event: in_force, date: 2091-02-10",
        "event: suspended, date: 2012-01-10",
        "event: resumed, date: 2013-01-10",
    )
    found = pactstate.check(write(x=agreement("x", *entries)), today=TODAY).findings
    helps = {one.rule: str(one.help) for one in found if one.rule in ("future-event", "out-of-order")}
    assert helps["out-of-order"].startswith("without this date the history is consistent")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("event: postponed, of: signed, date: 2012-01-10", ["no 'signed' is announced above that could be postponed"]),
        ("event: provisional_ended, date: 2012-01-10", ["nothing is applied provisionally that could end"]),
        ("event: withdrawn, of: ratified, party: PH, date: 2012-01-10", ["no 'ratified' by PH is recorded that could"]),
    ],
)
def test_what_acts_on_nothing(write: Write, entry: str, said: list[str]) -> None:
    found = messages(write(x=agreement("x", "event: signed, date: 2010-01-10", entry)), "nothing-to-act-on")
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


def test_a_postponed_effect_does_not_come_about(write: Write) -> None:
    entries = (
        "event: signed, date: 2010-01-10",
        "event: in_force, date: 2010-02-10, effective: 2010-06-10",
        "event: postponed, of: in_force, date: 2010-05-10",
    )
    one = pactstate.load(write(x=agreement("x", *entries)))["x"]
    assert one.status("2011-01-01").state == "signed"
    assert one.status("2010-04-01").expected == ()


def test_a_revocation_stops_an_end_that_was_decided(write: Write) -> None:
    entries = (
        *FORCE,
        "event: withdrawn, party: PH, date: 2015-01-10, effective: 2016-01-10",
        "event: notice_revoked, party: PH, date: 2015-06-10",
    )
    path = write(x=agreement("x", *entries))
    assert pactstate.load(path)["x"].status("2020-01-01").state == "in_force"
    assert messages(path, "nothing-to-act-on") == []


def test_force_by_the_rule_of_the_agreement_is_expected(write: Write) -> None:
    head = "entry_into_force: {after: ratified, days: 30}\n"
    one = pactstate.load(
        write(x=agreement("x", "event: signed, date: 2026-01-01", "event: ratified, date: 2026-01-02", head=head))
    )["x"]
    assert [str(item) for item in one.status("2026-01-10", today=TODAY).expected] == ["in_force 2026-02-01 by rule"]
    assert one.status("2026-02-10", today=TODAY).expected == ()


def test_the_last_day_for_notice_is_told_with_the_end_of_the_term(write: Write) -> None:
    head = "term: {years: 10, renews: false, notice: 6 months}\n"
    one = pactstate.load(write(x=agreement("x", "event: [signed, in_force], date: 2020-08-31", head=head)))["x"]
    (end,) = one.status("2026-01-10", today=TODAY).expected
    assert (str(end), str(end.notice_by)) == ("end of term 2030-08-31", "2030-02-28")
    extended = agreement(
        "x", "event: [signed, in_force], date: 2020-08-31", "event: extended, date: 2025-01-10, until: 2040", head=head
    )
    (end,) = pactstate.load(write(x=extended))["x"].status("2026-01-10", today=TODAY).expected
    assert str(end) == "end of term 2040"


def test_silence_says_so_and_presumes_nothing(write: Write) -> None:
    head = "not_recorded: [ratified, in_force]\n"
    one = pactstate.load(write(x=agreement("x", "event: signed, date: 2010-01-10", head=head)))["x"]
    status = one.status("2020-01-01", today=TODAY)
    assert (status.state, status.presumed, [str(kind) for kind in status.silent]) == (
        None,
        None,
        ["ratified", "in_force"],
    )
    assert {str(place) for place in status.of("JP").possible} == {"signed", "consented", "bound"}
    assert one.status("2009-01-01").unbegun


def test_a_listed_party_alone_needs_an_open_list(write: Write) -> None:
    text = agreement("x", "event: signed, date: 2010-01-10").replace("[JP, PH]", "[JP]")
    (found,) = [one for one in pactstate.check(write(x=text), today=TODAY).findings if one.rule == "invalid-value"]
    assert "open: true" in str(found.help)


def test_two_houses_approve_in_part_and_then_whole(write: Write) -> None:
    entries = [
        "event: signed, date: 2010-01-10",
        "event: approved, party: PH, partial: true, date: 2011-01-10",
        "event: approved, party: PH, date: 2012-01-10",
    ]
    one = pactstate.load(write(x=agreement("x", *entries)))["x"]
    assert (one.status("2011-06-01").approved, one.status("2011-06-01").approved_in_part) == ((), ("PH",))
    assert (one.status("2012-06-01").approved, one.status("2012-06-01").approved_in_part) == (("PH",), ())


def test_how_a_party_consented(write: Write) -> None:
    text = agreement(
        "x", "event: signed, date: 2010-01-10", "event: ratified, manner: accession, party: PH, date: 2011-01-10"
    )
    standing = pactstate.load(write(x=text))["x"].status("2012-01-01", party="PH")
    assert (standing.manner, str(standing), standing.certain) == (
        "accession",
        "consented since 2011-01-10",
        pactstate.Place.CONSENTED,
    )


def test_a_party_of_which_nothing_is_recorded_is_not_yet_one(write: Write) -> None:
    one = pactstate.load(write(x=agreement("x", "event: signed, date: 2010-01-10")))["x"]
    assert str(one.status("2012-01-01", party="FR")) == "not yet a party"
