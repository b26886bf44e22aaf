"""Histories with the answers that they must get: acts and effects, flags, standing, evidence, silence.

The histories of the first part stand in ``tests/answers.yaml``. Unless a case says otherwise it is a treaty between JP and PH with one
source ``a``, published on 2026-01-01, and today is 2026-11-22.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import pactstate
from builders import (
    SIGNED_IN_FORCE,
    Write,
    agreement_text,
    messages,
)
from pactstate.domain.standing import Standing
from pactstate.domain.status import Status
from pactstate.views.status import flag_words, in_words

TODAY = dt.date(2026, 11, 22)
CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parents[1] / "answers.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
NAMES = [case["name"] for case in CASES]
SOURCE = "  a: {title: A, published: 2026-01-01, type: official}\n"


def document(case: dict[str, Any]) -> str:
    """The file of a case, with the id ``x``."""
    sources = "".join(f"  {line}\n" for line in case.get("sources", "").splitlines()) or SOURCE
    history = "".join(f"  {line}\n" for line in case["history"].splitlines())
    parties = ", ".join(case.get("parties", ["JP", "PH"]))
    return (
        f"id: x\ntitle: X\nkind: {case.get('kind', 'treaty')}\nparties: [{parties}]\n{case.get('head', '')}\n"
        f"sources:\n{sources}history:\n{history}"
    )


@pytest.fixture
def folder(write: Callable[..., Path], request: pytest.FixtureRequest) -> tuple[dict[str, Any], Path]:
    case = CASES[NAMES.index(request.param)]
    return case, write(x=document(case))


def _wrong(case: dict[str, Any], ask: dict[str, Any], status: Status) -> Iterator[tuple[str, object, object]]:
    """Return the differences of an answer from the expected one."""
    party = status.of(ask["party"]) if "party" in ask else None
    if party and "flags" in ask:
        yield "flags", [str(one.flag) for one in party.flags if one.certain], [ask["flags"]]
    elif "flags" in ask:
        yield "flags", "; ".join(flag_words(status.flags)), ask["flags"]
    if "state" in ask:
        yield "state", str(status.state or "null"), ask["state"]
    if "since" in ask:
        yield "since", str(status.since), ask["since"]
    if "possible" in ask:
        yield "possible", {str(state) for state in status.possible}, set(ask["possible"])
    if "not_possible" in ask:
        yield "not possible", {str(state) for state in status.possible} & set(ask["not_possible"]), set()
    if "presumed" in ask:
        yield "presumed", str(status.presumed), ask["presumed"]
    if "expected" in ask:
        yield "expected", [str(one) for one in status.expected], [ask["expected"]] if ask["expected"] else []
    if "projected" in ask:
        yield "projected", str(status.projected).lower(), ask["projected"]
    if "newest" in ask:
        yield "newest", status.newest_source and status.newest_source.id, ask["newest"]
    if "words" in ask:
        parties = case.get("parties", ["JP", "PH"])
        yield "words", in_words(status, parties, since="since" in ask["words"]), ask["words"]
    if party and "party_since" in ask:
        yield "since when the party", str(party.since), ask["party_since"]
    if party and "standing" in ask:
        words = str(party)
        yield "standing", words if "since" in ask["standing"] else words.partition(" since ")[0], ask["standing"]


@pytest.mark.parametrize("folder", [case["name"] for case in CASES if "ask" in case], indirect=True)
def test_the_answer_is_right(folder: tuple[dict[str, Any], Path]) -> None:
    case, path = folder
    agreement = pactstate.load(path)["x"]
    for ask in case["ask"]:
        status = agreement.status(ask["on"], ask.get("known_by"), today=TODAY)
        assert [(what, found) for what, found, right in _wrong(case, ask, status) if found != right] == [], ask
        if "party" in ask:
            standing: Standing = agreement.status(ask["on"], ask.get("known_by"), party=ask["party"], today=TODAY)
            assert standing == status.of(ask["party"])


@pytest.mark.parametrize("folder", NAMES, indirect=True)
def test_the_check_finds_what_it_should_and_no_error_beside(folder: tuple[dict[str, Any], Path]) -> None:
    case, path = folder
    found = pactstate.check(path, today=TODAY).findings
    rules = {(one.rule, str(one.severity)) for one in found}
    for wanted in case.get("findings", ()):
        assert any(
            rule == wanted["rule"] and wanted.get("severity", severity) == severity for rule, severity in rules
        ), (wanted, rules)
    assert not {rule for rule, _ in rules} & set(case.get("findings_not", ()))
    wanted = {one["rule"] for one in case.get("findings", ())}
    assert {rule for rule, severity in rules if severity == "error"} <= wanted, rules


def test_a_postponed_effect_does_not_come_about(write: Write) -> None:
    entries = (
        "event: signed, date: 2010-01-10",
        "event: in_force, date: 2010-02-10, effective: 2010-06-10",
        "event: postponed, of: in_force, date: 2010-05-10",
    )
    one = pactstate.load(write(x=agreement_text("x", *entries)))["x"]
    assert one.status("2011-01-01").state == "signed"
    assert one.status("2010-04-01").expected == ()


def test_a_revocation_stops_an_end_that_was_decided(write: Write) -> None:
    entries = (
        *SIGNED_IN_FORCE,
        "event: withdrawn, party: PH, date: 2015-01-10, effective: 2016-01-10",
        "event: notice_revoked, party: PH, date: 2015-06-10",
    )
    path = write(x=agreement_text("x", *entries))
    assert pactstate.load(path)["x"].status("2020-01-01").state == "in_force"
    assert messages(path, "nothing-to-act-on") == []


def test_force_by_the_rule_of_the_agreement_is_expected(write: Write) -> None:
    head = "entry_into_force: {after: ratified, days: 30}\n"
    one = pactstate.load(
        write(x=agreement_text("x", "event: signed, date: 2026-01-01", "event: ratified, date: 2026-01-02", head=head))
    )["x"]
    assert [str(item) for item in one.status("2026-01-10", today=TODAY).expected] == ["in_force 2026-02-01 by rule"]
    assert one.status("2026-02-10", today=TODAY).expected == ()


def test_all_that_is_expected_stands_in_order_with_its_entry(write: Write) -> None:
    head = "term: {years: 10, renews: false}\n"
    entries = (*SIGNED_IN_FORCE, "event: amended, date: 2010-06-01, effective: 2015-01-10")
    one = pactstate.load(write(x=agreement_text("x", *entries, head=head)))["x"]
    status = one.status("2011-01-10", today=TODAY)
    assert [(str(item), item.event) for item in status.expected] == [
        ("amended 2015-01-10", one.history[1]),
        ("end of term 2020-01-10", one.history[0]),
    ]
    head = "entry_into_force: {after: ratified, days: 30}\n"
    two = ("event: signed, date: 2026-01-01", "event: ratified, date: 2026-01-02")
    one = pactstate.load(write(x=agreement_text("x", *two, head=head)))["x"]
    (force,) = one.status("2026-01-10", today=TODAY).expected
    assert force.event is one.history[1]


def test_the_last_day_for_notice_is_shown_with_the_end_of_the_term(write: Write) -> None:
    head = "term: {years: 10, renews: false, notice: 6 months}\n"
    one = pactstate.load(write(x=agreement_text("x", "event: [signed, in_force], date: 2020-08-31", head=head)))["x"]
    (end,) = one.status("2026-01-10", today=TODAY).expected
    assert (str(end), str(end.notice_by)) == ("end of term 2030-08-31", "2030-02-28")
    extended = agreement_text(
        "x", "event: [signed, in_force], date: 2020-08-31", "event: extended, date: 2025-01-10, until: 2040", head=head
    )
    (end,) = pactstate.load(write(x=extended))["x"].status("2026-01-10", today=TODAY).expected
    assert str(end) == "end of term 2040"


def test_silence_says_so_and_presumes_nothing(write: Write) -> None:
    head = "not_recorded: [ratified, in_force]\n"
    one = pactstate.load(write(x=agreement_text("x", "event: signed, date: 2010-01-10", head=head)))["x"]
    status = one.status("2020-01-01", today=TODAY)
    assert (status.state, status.presumed, [str(kind) for kind in status.silent]) == (
        None,
        None,
        ["ratified", "in_force"],
    )
    assert {str(place) for place in status.of("JP").possible} == {"signed", "consented", "bound"}
    assert one.status("2009-01-01").unbegun


def test_two_houses_approve_in_part_and_then_whole(write: Write) -> None:
    entries = [
        "event: signed, date: 2010-01-10",
        "event: approved, party: PH, partial: true, date: 2011-01-10",
        "event: approved, party: PH, date: 2012-01-10",
    ]
    one = pactstate.load(write(x=agreement_text("x", *entries)))["x"]
    assert (one.status("2011-06-01").approved, one.status("2011-06-01").approved_in_part) == ((), ("PH",))
    assert str(one.status("2011-06-01")) == "signed; approved in part by PH"
    assert (one.status("2012-06-01").approved, one.status("2012-06-01").approved_in_part) == (("PH",), ())


def test_how_a_party_consented(write: Write) -> None:
    text = agreement_text(
        "x", "event: signed, date: 2010-01-10", "event: ratified, manner: accession, party: PH, date: 2011-01-10"
    )
    standing = pactstate.load(write(x=text))["x"].status("2012-01-01", party="PH")
    assert (standing.manner, str(standing), standing.certain) == (
        "accession",
        "consented since 2011-01-10",
        pactstate.Place.CONSENTED,
    )


def test_a_party_of_which_nothing_is_recorded_is_not_yet_one(write: Write) -> None:
    one = pactstate.load(write(x=agreement_text("x", "event: signed, date: 2010-01-10")))["x"]
    assert str(one.status("2012-01-01", party="FR")) == "not yet a party"
