"""The shape of a file: what is wrong with it, where, and what to write; and the values that it becomes."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import (
    Claim,
    Event,
    ForceRule,
    Period,
    Role,
    Source,
    SourceType,
    Statement,
    Term,
    TerminationReason,
)
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import common
from pactstate.fileformat.convert import agreement_of, sources_of
from pactstate.fileformat.document import read
from pactstate.fileformat.values import Dates
from pactstate.findings import Finding
from pactstate.storage.limits import DEFAULT, Limits
from yaml_strategies import alone, excerpt

_HEAD = "id: a\ntitle: A\nkind: treaty\nparties: [JP, PH]\n"
_FILE = f"{_HEAD}history: []\n"


def _shape(text: str) -> tuple[Agreement | None, list[Finding]]:
    document, faults = read("a.yaml", text.encode(), DEFAULT)
    agreement, findings = agreement_of(document)
    return agreement, [*faults, *findings]


def _entry(text: str) -> str:
    """A file with one entry in its history, of which the text is the inside of a flow mapping."""
    return f"{_HEAD}history:\n- {{{text}}}\n"


def _agreement(text: str) -> Agreement:
    agreement, findings = _shape(text)
    assert not findings
    assert agreement is not None
    return agreement


def _only(text: str) -> Finding:
    findings = _shape(text)[1]
    assert len(findings) == 1, findings
    return findings[0]


def test_all_that_a_file_may_say() -> None:
    agreement = _agreement(
        """\
id: jp-ph-raa
title: RAA
formal_title: The whole name
kind: raa
parties: [JP, PH]
approvals_needed: [PH]
consents_needed: 2
entry_into_force: {after: ratified, days: 30, months: 1}
term: {years: 10, renews: true, notice: 6 months}
replaces: [b, c]
replaced_by: d
amends: e
sources:
  s3: {title: Z}
  s2:
    title: T
    publisher: P
    author: Q
    url: https://example.org/x?y=1
    published: 2024-07-08/2024-08
    updated: 2024-08-01
    accessed: 2024-08-02
    archived: 2024-08-03
    basis: undated
    based_on: s3
    type: official
    note: Note
    corrected: C
history:
- event: [signed, in_force]
  date: 2024-07
  effective: 2024-08-01
  party: JP
  by: Diet
  place: Manila
  note: Note
  corrected: C
  denied_by: s1
  announced_by: {source: s2, date: '2024', locator: L, rejected: R, note: M}
  reported_by: [s2, {source: s3}]
- {event: postponed, of: signed, date: 2024-08}
- {event: terminated, reason: expired, date: 2025/..}
statements:
- {source: s2, says: in_force, date: 2024-09, locator: L, rejected: R, note: Note}
"""
    )
    assert agreement == Agreement(
        id="jp-ph-raa",
        title="RAA",
        formal_title="The whole name",
        kind="raa",
        parties=("JP", "PH"),
        approvals_needed=("PH",),
        consents_needed=2,
        entry_into_force=ForceRule(EventKind.RATIFIED, 30, 1),
        term=Term(10, True, Period(6, "months")),
        replaces=("b", "c"),
        replaced_by=("d",),
        amends=("e",),
        sources=(
            Source(
                id="s2",
                title="T",
                publisher="P",
                author="Q",
                url="https://example.org/x?y=1",
                published=PartialDate("2024-07-08/2024-08"),
                updated=PartialDate("2024-08-01"),
                accessed=PartialDate("2024-08-02"),
                archived=PartialDate("2024-08-03"),
                basis="undated",
                based_on=("s3",),
                type=SourceType.OFFICIAL,
                note="Note",
                corrected="C",
            ),
            Source("s3", "Z"),
        ),
        history=(
            Event(
                kinds=(EventKind.SIGNED, EventKind.IN_FORCE),
                date=PartialDate("2024-07"),
                effective=PartialDate("2024-08-01"),
                party="JP",
                by="Diet",
                place="Manila",
                note="Note",
                corrected="C",
                claims=(
                    Claim("s2", Role.REPORTED),
                    Claim("s3", Role.REPORTED),
                    Claim("s2", Role.ANNOUNCED, PartialDate("2024"), "L", "R", "M"),
                    Claim("s1", Role.DENIED),
                ),
            ),
            Event((EventKind.POSTPONED,), PartialDate("2024-08"), of=EventKind.SIGNED),
            Event((EventKind.TERMINATED,), PartialDate("2025/.."), reason=TerminationReason.EXPIRED),
        ),
        statements=(Statement("s2", State.IN_FORCE, PartialDate("2024-09"), "L", "R", "Note"),),
    )


def test_what_a_file_may_leave_out() -> None:
    assert _agreement(_FILE) == Agreement("a", "A", "treaty", ("JP", "PH"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("term: {}", Term()),
        ("term: {renews: false}", Term(renews=False)),
        ("term: {notice: 1 day}", Term(notice=Period(1, "days"))),
        ("term: {notice: 180 days}", Term(notice=Period(180, "days"))),
        ("term: {notice: 1 month}", Term(notice=Period(1, "months"))),
        ("term: {notice: 9999 years}", Term(notice=Period(9999, "years"))),
        ("term: {years: '99999'}", Term(years=99_999)),
    ],
)
def test_terms(line: str, expected: Term) -> None:
    assert _agreement(f"{_FILE}{line}\n").term == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{after: signed}", ForceRule(EventKind.SIGNED)),
        ("{after: approved, days: 0}", ForceRule(EventKind.APPROVED)),
        ("{after: ratified, months: 3}", ForceRule(EventKind.RATIFIED, months=3)),
    ],
)
def test_rules_of_entry_into_force(line: str, expected: ForceRule) -> None:
    assert _agreement(f"{_FILE}entry_into_force: {line}\n").entry_into_force == expected


def test_an_empty_list_of_approvals_is_not_none() -> None:
    assert _agreement(f"{_FILE}approvals_needed: []\n").approvals_needed == ()


# Wrong values, each with its rule, the underlined text, and parts of the message and the help.

_WRONG = [
    # ids
    (_FILE.replace("id: a", "id: Jp_Ph RAA"), "invalid-value", "Jp_Ph RAA", "is not an id", "write 'jp-ph-raa'"),
    (_FILE.replace("id: a", "id: a--b"), "invalid-value", "a--b", "is not an id", "write 'a-b'"),
    (_FILE.replace("id: a", "id: -a-"), "invalid-value", "-a-", "is not an id", "write 'a'"),
    (_FILE.replace("id: a", "id: 日本"), "invalid-value", "日本", "is not an id", None),
    (_FILE.replace("id: a", 'id: "a\\n"'), "invalid-value", '"a\\n"', "is not an id", "write 'a'"),
    (_FILE.replace("id: a", "id: '{help}'"), "invalid-value", "'{help}'", "'{help}' is not an id", "write 'help'"),
    (_FILE.replace("id: a", "id: '{message}'"), "invalid-value", "'{message}'", "'{message}' is not an id", "write"),
    (_FILE.replace("id: a", f"id: {'A' * 90}"), "invalid-value", "A" * 90, f"'{'A' * 60}...'", f"'{'a' * 60}'"),
    (_FILE.replace("id: a", f"id: {'A' * 60}"), "invalid-value", "A" * 60, f"'{'A' * 60}'", "write"),
    # texts
    (_FILE.replace("title: A", "title: [A]"), "invalid-value", "A", "expected a text, found a list", None),
    (_FILE.replace("title: A", "title: {A: b}"), "invalid-value", "A", "expected a text, found a mapping", None),
    (_FILE.replace("title: A", "title:"), "invalid-value", "title", "the value is empty", "leave the key out"),
    (_FILE.replace("title: A", "title: '  '"), "invalid-value", "'  '", "the value is empty", "leave the key out"),
    # words
    (_FILE.replace("treaty", "traety"), "invalid-value", "traety", "is not a kind of agreement", "'treaty'?"),
    (_FILE.replace("treaty", "zzz"), "invalid-value", "zzz", "is not a kind of agreement", " or arrangement"),
    (_FILE.replace("treaty", "Treaty"), "invalid-value", "Treaty", "is not a kind", "did you mean 'treaty'?"),
    (_FILE.replace("treaty", "equipment transfer"), "invalid-value", "equipment transfer", "", "'equipment_transfer'?"),
    (_entry("event: signde, date: '2024'"), "invalid-value", "signde", "'signde' is not an event", "'signed'?"),
    (_entry("event: [signed, in force], date: '2024'"), "invalid-value", "in force", "not an event", "'in_force'?"),
    (_entry("event: [], date: '2024'"), "invalid-value", "[]", "an entry names at least one event", None),
    (_entry("event: [note, note], date: '2024'"), "invalid-value", "note", "'note' stands twice", "keep one"),
    (_entry("event: {a: b}, date: '2024'"), "invalid-value", "a", "expected a text, found a mapping", None),
    (_entry("event: withdrawn, of: note, date: '2024'"), "invalid-value", "note", "takes back", "leave 'of' out"),
    (_entry("event: postponed, of: flag, date: '2024'"), "invalid-value", "flag", "is not an event", "note"),
    (_entry("event: signed, date: '2024', manner: accession"), "invalid-value", "manner", "goes with 'ratified'", "out"),
    (_entry("event: terminated, reason: why, date: '2024'"), "invalid-value", "why", "a reason for an end", "or other"),
    (f"{_FILE}term: {{renews: yes}}", "invalid-value", "yes", "'yes' is not a yes or no", "did you mean 'true'?"),
    (f"{_FILE}term: {{renews: True}}", "invalid-value", "True", "'True' is not a yes or no", "did you mean 'true'?"),
    (f"{_FILE}entry_into_force: {{after: note}}", "invalid-value", "note", "force can follow", "approved or ratified"),
    (f"{_FILE}statements: [{{source: b, says: sigend}}]", "invalid-value", "sigend", "not a state", "'signed'?"),
    (f"{_FILE}sources: {{b: {{title: B, type: blog}}}}", "invalid-value", "blog", "a type of source", "did you mean 'secondary'?"),
    # parties
    (_FILE.replace("PH]", "UK]"), "unknown-party-code", "UK", "'UK' is not the code of a party", "did you mean 'GB'"),
    (_FILE.replace("PH]", "ph]"), "unknown-party-code", "ph", "'ph' is not the code of a party", "did you mean 'PH'"),
    (_FILE.replace("PH]", "Philippines]"), "unknown-party-code", "Philippines", "not the code", "did you mean 'PH'"),
    (_FILE.replace("PH]", "qqqqqq]"), "unknown-party-code", "qqqqqq", "not the code", "write the ISO 3166-1 code"),
    (_FILE.replace("PH]", "to]"), "unknown-party-code", "to", "not the code", "did you mean 'TO'"),
    (_FILE.replace("[JP, PH]", "[JP]"), "invalid-value", "JP", "an agreement has at least two parties", "open: true"),
    (_FILE.replace("[JP, PH]", "[JP, PH, JP]"), "invalid-value", "JP", "'JP' stands twice in the list", "keep one"),
    (_FILE.replace("[JP, PH]", "JP"), "invalid-value", "JP", "expected a list", "parties: [JP, PH]"),
    (_FILE.replace("[JP, PH]", "{JP: PH}"), "invalid-value", "JP", "expected a list", "parties: [JP, PH]"),
    (f"{_FILE}approvals_needed: JP", "invalid-value", "JP", "expected a list", "did you mean [JP]?"),
    (f"{_FILE}approvals_needed: [PH, PH]", "invalid-value", "PH", "'PH' stands twice in the list", "keep one"),
    (_entry("event: approved, party: [JP], date: '2024'"), "invalid-value", "JP", "expected a text, found a list", None),
    # numbers and lengths of time
    (f"{_FILE}consents_needed: two", "invalid-value", "two", "'two' is not a whole number", "digits only"),
    (f"{_FILE}consents_needed: '0'", "invalid-value", "'0'", "expected a number from 1 upwards", None),
    (f"{_FILE}consents_needed: 100000", "invalid-value", "100000", "is not a whole number", "digits only"),
    (f"{_FILE}consents_needed: -1", "invalid-value", "-1", "is not a whole number", "digits only"),
    (f"{_FILE}consents_needed: ²", "invalid-value", "²", "is not a whole number", "digits only"),
    (f"{_FILE}consents_needed: ٣", "invalid-value", "٣", "is not a whole number", "digits only"),
    (f"{_FILE}term: {{years: 0}}", "invalid-value", "0", "expected a number from 1 upwards", None),
    (f"{_FILE}entry_into_force: {{after: signed, days: 1.5}}", "invalid-value", "1.5", "whole number", "digits"),
    (f"{_FILE}term: {{notice: 0 days}}", "invalid-value", "0 days", "is not a length of time", "'6 months'"),
    (f"{_FILE}term: {{notice: six months}}", "invalid-value", "six months", "is not a length of time", "'6 months'"),
    (f"{_FILE}term: {{notice: 2 weeks}}", "invalid-value", "2 weeks", "is not a length of time", "'180 days'"),
    # web addresses
    (f"{_FILE}sources: {{b: {{title: B, url: example.org}}}}", "invalid-value", "example.org", "web address", "https://"),
    (f"{_FILE}sources: {{b: {{title: B, url: 'javascript:x'}}}}", "invalid-value", "'javascript:x'", "web address", "full"),
    (f"{_FILE}sources: {{b: {{title: B, url: 'https://a b'}}}}", "invalid-value", "'https://a b'", "web address", "full"),
    (f"{_FILE}sources: {{b: {{title: B, url: 'https://'}}}}", "invalid-value", "'https://'", "web address", "full"),
    # dates
    (_entry("event: signed, date: 2024-02-30"), "invalid-date", "2024-02-30", "February has 29 in 2024", None),
    (_entry("event: signed, date: 31/12/2024"), "invalid-date", "31/12/2024", "2024-12-31", None),
    (_entry("event: signed, date: "), "invalid-date", "date", "the date is empty", "leave the whole entry out"),
    (_entry("event: signed, date: [2024]"), "invalid-value", "2024", "expected a text, found a list", None),
    (_entry("event: signed, date: {2024: a}"), "invalid-value", "2024", "expected a text, found a mapping", None),
    (_entry("event: signed, date: '2024', effective: soon"), "invalid-date", "soon", "'soon' is no date", "leave the key out"),
    (f"{_FILE}sources: {{b: {{title: B, published: 2024-13}}}}", "invalid-date", "2024-13", "month", None),
    # lists and mappings
    (f"{_HEAD}history: signed", "invalid-value", "signed", "expected a list", "- event:"),
    (f"{_HEAD}history: {{event: signed}}", "invalid-value", "event", "expected a list", "- event:"),
    (f"{_HEAD}history:\n- signed", "invalid-value", "signed", "expected keys with values", "- event:"),
    (f"{_HEAD}history:\n- [signed]", "invalid-value", "signed", "expected keys with values", "- event:"),
    (f"{_HEAD}history:", "invalid-value", "history", "expected a list", "- event:"),
    (f"{_FILE}term: ten years", "invalid-value", "ten years", "expected keys with values", "years: 10"),
    (f"{_FILE}sources: [b]", "invalid-value", "b", "expected keys with values", "title:"),
    (f"{_FILE}sources: {{b: c}}", "invalid-value", "c", "expected keys with values", "title:"),
    (f"{_FILE}statements: {{source: b}}", "invalid-value", "source", "expected a list", "- source:"),
    (f"{_FILE}sources: {{B: {{title: c}}}}", "invalid-value", "B", "'B' is not an id", "write 'b'"),
    (f"{_FILE}sources: {{'[key]': {{title: c}}}}", "invalid-value", "'[key]'", "'[key]' is not an id", "write 'key'"),
    # claims
    (_entry("event: note, date: '2024', reported_by: B"), "invalid-value", "B", "is not an id", "write 'b'"),
    (_entry("event: note, date: '2024', reported_by: [b, [c]]"), "invalid-value", "c", "keys with values", "name the id"),
    (_entry("event: note, date: '2024', denied_by: {source: b, date: x}"), "invalid-date", "x", "'x'", None),
    # what belongs to one event only
    (_entry("event: signed, date: '2024', of: ratified"), "invalid-value", "of", "'of' goes with 'postponed' or 'withdrawn' only", "leave it out"),
    (_entry("event: note, date: '2024', reason: other"), "invalid-value", "reason", "'reason' goes with 'terminated' only", "leave"),
    (_entry("event: postponed, date: '2024'"), "missing-key", "postponed", "'postponed' does not say of what", "of: signed"),
    (_entry("event: [note, postponed], date: '2024'"), "missing-key", "note", "'postponed' does not say", "of: signed"),
    # missing keys
    (_FILE.replace("id: a\n", ""), "missing-key", "title", "the key 'id' is missing", "add 'id:'"),
    (_FILE.replace("title: A\n", ""), "missing-key", "id", "the key 'title' is missing", "add 'title:'"),
    (_FILE.replace("kind: treaty\n", ""), "missing-key", "id", "the key 'kind' is missing", "kind: treaty"),
    (_HEAD, "missing-key", "id", "the key 'history' is missing", "oldest first"),
    (_entry("event: note"), "missing-key", "event", "the key 'date' is missing in this entry", "'2024-07-08'"),
    (_entry("date: '2024'"), "missing-key", "date", "the key 'event' is missing in this entry", "event: signed"),
    (_entry("event: note, date: '2024', reported_by: [{note: x}]"), "missing-key", "note", "'source' is missing in this claim", "id of a source"),
    (f"{_FILE}statements: [{{source: b}}]", "missing-key", "source", "'says' is missing in this statement", "says: signed"),
    (f"{_FILE}entry_into_force: {{days: 3}}", "missing-key", "days", "'after' is missing in 'entry_into_force'", "after: ratified"),
    (f"{_FILE}sources: {{b: {{}}}}", "missing-key", "{}", "'title' is missing in this source", "add 'title:'"),
    # unknown keys
    (f"{_FILE}titel: x", "unknown-key", "titel", "unknown key 'titel'", "did you mean 'title'?"),
    (f"{_FILE}Replaced By: x", "unknown-key", "Replaced By", "unknown key 'Replaced By'", "did you mean 'replaced_by'?"),
    (f"{_FILE}zzzz: x", "unknown-key", "zzzz", "unknown key 'zzzz'", "known here: id, title, formal_title, kind"),
    (f"{_FILE}'[key]': x", "unknown-key", "'[key]'", "unknown key '[key]'", "known here"),
    (f"{_FILE}{'z' * 61}: x", "unknown-key", "z" * 61, f"unknown key '{'z' * 60}...'", "known here"),
    (f"{_FILE}{'z' * 60}: x", "unknown-key", "z" * 60, f"unknown key '{'z' * 60}'", "known here"),
    (_entry("event: note, date: '2024', sources: x"), "unknown-key", "sources", "in this entry", "did you mean 'reported_by'?"),
    (_entry("event: note, date: '2024', plcae: x"), "unknown-key", "plcae", "in this entry", "'place'?"),
    (_entry("event: note, date: '2024', denied_by: [{source: b, reject: x}]"), "unknown-key", "reject", "in this claim", "'rejected'?"),
    (_entry("event: note, date: '2024', reported_by: {source: b, zzzz: x}"), "unknown-key", "zzzz", "in this claim", "known here: source, date, locator"),
    (f"{_FILE}statements: [{{source: b, says: signed, sayz: x}}]", "unknown-key", "sayz", "in this statement", "'says'?"),
    (f"{_FILE}sources: {{b: {{title: c, pubilshed: x}}}}", "unknown-key", "pubilshed", "in this source", "'published'?"),
    (f"{_FILE}sources: {{term: {{title: c, pubilshed: x}}}}", "unknown-key", "pubilshed", "in this source", "'published'?"),
    (f"{_FILE}term: {{yaers: x}}", "unknown-key", "yaers", "in 'term'", "'years'?"),
    (f"{_FILE}entry_into_force: {{after: signed, day: x}}", "unknown-key", "day", "in 'entry_into_force'", "'days'?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "shown", "message", "help"), _WRONG)
def test_each_fault_is_named_where_it_stands(text: str, rule: str, shown: str, message: str, help: str | None) -> None:
    _, findings = _shape(text)
    # 'yes', '0x1' and the like are an info beside.
    findings = [found for found in findings if found.rule != "ambiguous-scalar"]
    assert len(findings) == 1, findings
    found = findings[0]
    assert (found.rule, excerpt(text, found.location)) == (rule, shown)
    assert message in found.message
    assert (found.help is None) if help is None else (found.help and help in found.help), found.help


_CLAIM = "reported_by: [{source: b, "
_TEXTS = [
    *((f"{_HEAD}%s: %s\nhistory: []\n", key) for key in ("formal_title",)),
    *(
        (f"{_FILE}sources: {{b: {{title: B, %s: %s}}}}\n", key)
        for key in ("publisher", "author", "basis", "note", "corrected")
    ),
    *((f"{_FILE}statements: [{{source: b, says: signed, %s: %s}}]\n", key) for key in ("locator", "rejected", "note")),
    *((_entry("event: note, date: '2024', %s: %s"), key) for key in ("by", "place", "note", "corrected")),
    *((_entry(f"event: note, date: '2024', {_CLAIM}%s: %s}}]"), key) for key in ("locator", "rejected", "note")),
]


@pytest.mark.parametrize(("text", "key"), _TEXTS)
def test_every_text_is_a_text_and_not_empty(text: str, key: str) -> None:
    assert not _shape(text % (key, "word"))[1]
    assert _only(text % (key, "' '")).message == "the value is empty"
    assert _only(text % (key, "[word]")).message == "expected a text, found a list"


def test_a_party_is_suggested_by_its_code() -> None:
    """A suggestion can be written as it stands."""
    found = _only(_FILE.replace("PH]", "the philippines]"))
    assert found.help
    assert "'PH'" in found.help


@pytest.mark.parametrize("word", ["NO", "yes", "~"])
def test_a_wrong_value_is_an_error_also_when_it_is_ambiguous(word: str) -> None:
    agreement, findings = _shape(_FILE.replace("treaty", word))
    assert agreement is None
    assert {found.rule for found in findings} == {"ambiguous-scalar", "invalid-value"}


def test_a_missing_key_is_an_error_also_after_an_ambiguous_one() -> None:
    _, findings = _shape("NO: x\n" + _FILE.replace("title: A\n", ""))
    assert {found.rule for found in findings} == {"ambiguous-scalar", "unknown-key", "missing-key"}


def test_norway_is_a_party() -> None:
    agreement, findings = _shape(_FILE.replace("PH]", "NO]"))
    assert agreement is not None
    assert agreement.parties == ("JP", "NO")
    assert [(found.rule, found.agreement) for found in findings] == [("ambiguous-scalar", None)]


def test_one_reading_reports_all_faults_of_shape() -> None:
    text = """\
id: A B
titel: x
kind: raaa
parties: [JP, XX]
sources:
  s: {published: 2024-02-30}
history:
- {event: signde, date: 2024-13, reported_by: [{sorce: x}]}
- {event: signed, of: signed}
"""
    _, findings = _shape(text)
    assert sorted((found.line, found.rule) for found in findings) == [
        (1, "invalid-value"),
        (2, "unknown-key"),
        (3, "invalid-value"),
        (4, "unknown-party-code"),
        (6, "invalid-date"),
        (6, "missing-key"),
        (8, "invalid-date"),
        (8, "invalid-value"),
        (8, "unknown-key"),
        (9, "invalid-value"),
        (9, "missing-key"),
    ]


def test_a_file_cut_short_does_not_miss_what_may_follow() -> None:
    _, findings = _shape("id: A\nkind: zzz\nparties: [JP]\nhistory:\n- event: postponed\n  zzz: x\n- [\n")
    assert {(found.rule, found.line) for found in findings} == {
        ("invalid-yaml", 7),
        ("invalid-value", 1),
        ("invalid-value", 2),
        ("unknown-key", 6),
    } | {(found.rule, found.line) for found in findings if found.line == 3}
    assert "missing-key" not in [found.rule for found in findings]


def test_a_fault_of_the_yaml_has_no_echo() -> None:
    assert _only(_FILE.replace("treaty", "*x")).rule == "unsafe-yaml"
    assert _only(_FILE.replace("treaty", "&x treaty")).rule == "unsafe-yaml"


def test_a_file_with_no_keys_has_no_shape() -> None:
    assert [found.rule for found in _shape("- a\n")[1]] == ["invalid-yaml"]


def test_findings_of_a_readable_agreement_name_it() -> None:
    _, findings = _shape(_entry("event: signed, date: '2024', of: signed"))
    assert [found.agreement for found in findings] == ["a"]


@pytest.mark.parametrize(
    "history", ["x", "{event: signed, of: signed}", "[x, [y]]", "[{event: {signed: x}, of: y}]", "[{of: x}]"]
)
def test_a_history_of_the_wrong_shape_is_read_without_harm(history: str) -> None:
    agreement, findings = _shape(f"{_HEAD}history: {history}\n")
    assert agreement is None
    assert findings


# Shared sources.


def _sources(text: str) -> tuple[dict[str, Source], list[Finding]]:
    return sources_of(read("sources.yaml", text.encode(), DEFAULT)[0])


def test_shared_sources_come_by_id() -> None:
    assert _sources("b: {title: B, published: '2024'}\na: {title: A, based_on: [b]}\n") == (
        {"b": Source("b", "B", published=PartialDate("2024")), "a": Source("a", "A", based_on=("b",))},
        [],
    )


@pytest.mark.parametrize(
    ("text", "rule", "shown", "message", "help"),
    [
        ("a: b", "invalid-value", "b", "expected keys with values", None),
        ("A: {title: b}", "invalid-value", "A", "'A' is not an id", "write 'a'"),
        ("'[key]': {title: b}", "invalid-value", "'[key]'", "'[key]' is not an id", "write 'key'"),
        ("a: {publisher: b}", "missing-key", "publisher", "the key 'title' is missing", "headline"),
        ("a: {title: b, titles: c}", "unknown-key", "titles", "unknown key 'titles' in 'a'", "did you mean 'title'?"),
        ("term: {title: b, zzzz: c}", "unknown-key", "zzzz", "unknown key", "known here: title, publisher"),
        ("history: {title: b, zzzz: c}", "unknown-key", "zzzz", "unknown key", "known here: title, publisher"),
        ("a: {title: b, published: c}", "invalid-date", "c", "'c'", None),
        ("a: {title: b, type: pres}", "invalid-value", "pres", "is not a type of source", "did you mean 'press'?"),
    ],
)
def test_faults_of_shared_sources(text: str, rule: str, shown: str, message: str, help: str | None) -> None:
    sources, findings = _sources(text)
    assert not sources
    assert [(found.rule, excerpt(text, found.location)) for found in findings] == [(rule, shown)]
    assert message in findings[0].message
    assert (findings[0].help is None) if help is None else (findings[0].help and help in findings[0].help)


def test_of_many_wrong_words_the_first_get_a_suggestion() -> None:
    """A search for each would take longer than the reading; a file with so many is not about spelling."""
    text = _FILE.replace("JP, PH", ", ".join(f"Philippine{number}" for number in range(1000)))
    _, findings = _shape(text)
    assert len(findings) == 1000
    assert [found.help is not None for found in findings] == [True] * 100 + [False] * 900
    assert all(alone(excerpt(text, found.location)).startswith("Phil") for found in findings[::250])


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow ten faults in a file."""
    for module in ("convert", "shape_findings"):
        monkeypatch.setattr(f"pactstate.fileformat.{module}.DEFAULT", Limits(faults=10))


_PATTERNS: dict[str, Callable[[int, int], bool]] = {
    "none": lambda number, count: False,
    "all": lambda number, count: True,
    "each fifth": lambda number, count: number % 5 == 4,
    "second half": lambda number, count: number >= count // 2,
    "last": lambda number, count: number == count - 1,
    "first": lambda number, count: number == 0,
    "both ends": lambda number, count: number < 2 or number >= count - 20,
    "denser and denser": lambda number, count: number * number % count < number,
}


def _findings(text: str) -> list[Finding]:
    return agreement_of(read("a.yaml", text.encode(), DEFAULT)[0])[1]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("pattern", _PATTERNS)
@pytest.mark.parametrize("count", [1, 17, 2_001, 4_000])
@pytest.mark.parametrize(
    ("key", "sound", "faulty"),
    [("amends", "- a{}", "- a{}!"), ("sources", "  s{}: {{title: S}}", "  s{}: {{}}")],
    ids=["list", "mapping"],
)
def test_of_many_faults_the_first_ones_are_reported(
    key: str, sound: str, faulty: str, count: int, pattern: str
) -> None:
    wrong = [number for number in range(count) if _PATTERNS[pattern](number, count)]
    at = set(wrong)
    lines = ((faulty if number in at else sound).format(number) for number in range(count))
    found = _findings(f"{_FILE}{key}:\n" + "\n".join(lines) + "\n")
    before = _FILE.count("\n") + 2
    assert [one.line - before for one in found] == wrong[:10]


@pytest.mark.usefixtures("few")
def test_no_more_faults_are_reported_than_are_allowed() -> None:
    assert len(_findings(f"{_HEAD}history:\n" + "- {}\n" * 40)) == 10
    assert len(_findings(f"{_HEAD}history:\n" + "- {}\n" * 4)) == 8


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("inner", ["event: note, date: '2024'", "date: '2024', event: note"])
def test_a_key_that_stands_further_down_is_not_missed(inner: str) -> None:
    unknown = [f"k{number}: v" for number in range(20)]
    lines = "".join(f"{line}\n" for line in unknown)
    assert {found.rule for found in _findings(lines + _FILE)} == {"unknown-key"}
    entry = f"{', '.join(unknown)}, {inner}"
    assert {found.rule for found in _findings(f"{_HEAD}history: [{{{entry}}}]\n")} == {"unknown-key"}


@pytest.mark.usefixtures("few")
def test_a_key_that_stands_nowhere_is_missed_also_among_many_faults() -> None:
    entries = "- {event: note, date: '2024'}\n" + "- {date: '2024'}\n" * 30
    found = _findings(f"{_HEAD}history:\n{entries}")
    assert [(one.rule, one.line) for one in found] == [("missing-key", line) for line in range(7, 17)]


_NOTES = "- {event: note, date: 2024}\n"
_WRONG_KEYS = [f"k{number}: v" for number in range(24)]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("\n".join([*_WRONG_KEYS, _FILE]), "unknown-key"),
        ("\n".join([_FILE[:-1], *_WRONG_KEYS]) + "\n", "unknown-key"),
        (f"{_HEAD}history:\n" + _NOTES * 15 + "- {}\n" * 12, "missing-key"),
        (f"{_HEAD}history:\n" + _NOTES * 38 + "- {}\n" * 3, "missing-key"),
        (f"{_HEAD}history:\n- [" + "a, " * 24 + "]\n", "invalid-value"),
        (f"{_HEAD}history:\n{_NOTES * 20}- {{event: note, date: 2024, {', '.join(_WRONG_KEYS)}}}\n", "unknown-key"),
    ],
)
def test_of_many_faults_no_false_one_is_reported(text: str, rule: str) -> None:
    found = _findings(text)
    assert {one.rule for one in found} == {rule}
    assert 0 < len(found) <= 10


def test_a_list_as_long_as_a_file_may_hold_is_read_and_its_faults_are_limited() -> None:
    names = ", ".join(f"a{number}" for number in range(45_000))
    assert len(_agreement(f"{_FILE}amends: [{names}]\n").amends) == 45_000
    assert len(_findings(f"{_HEAD}history:\n" + "- {}\n" * 12_000)) == DEFAULT.faults


def test_a_key_with_an_unusual_name_is_not_taken_for_a_wrong_key() -> None:
    text = "'[key]': b\n"
    found = sources_of(read("sources.yaml", text.encode(), DEFAULT)[0])[1]
    assert [(excerpt(text, one.location), one.message) for one in found] == [
        ("'[key]'", "'[key]' is not an id: ids are made of a-z, 0-9 and single hyphens"),
        ("b", "expected keys with values"),
    ]
    text = f"{_FILE}sources: {{B: {{title: c, '[key]': d}}}}\n"
    assert [(excerpt(text, one.location), one.rule) for one in _findings(text)] == [
        ("B", "invalid-value"),
        ("'[key]'", "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_FILE.replace("id: a\n", ""), "the key 'id' is missing"),
        (f"{_FILE}zzzz: x\n", "unknown key 'zzzz'"),
        *(
            (f"{_HEAD}history: [{{event: note, date: '2024', {key}: {{note: x}}}}]\n", "the key 'source' is missing in this claim")
            for key in ("reported_by", "announced_by", "denied_by")
        ),
    ],
)  # fmt: skip
def test_a_message_names_the_mapping_if_it_is_not_the_file(text: str, message: str) -> None:
    assert [one.message for one in _findings(text)] == [message]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("uk", "GB"),
        ("UK", "GB"),
        ("USA", "US"),
        ("jpn", "JP"),
        ("PHL", "PH"),
        ("ROK", "KR"),
        ("Korea", "KR"),
        ("America", "US"),
        ("Nato", "NATO"),
    ],
)
def test_a_party_is_known_by_other_names(said: str, code: str) -> None:
    (found,) = _findings(_FILE.replace("PH]", f"{said}]"))
    assert found.rule == "unknown-party-code"
    assert found.help == f"did you mean '{code}' for {PARTIES[code]}?"


@pytest.mark.parametrize("said", ["natoo", "Japann", "EUX", "Zimbabwee"])
def test_a_name_that_is_nearly_right_is_no_name(said: str) -> None:
    (found,) = _findings(_FILE.replace("PH]", f"{said}]"))
    assert "did you mean" not in (found.help or "did you mean")
    assert "pactstate.toml" in (found.help or "")


@pytest.mark.parametrize("event", ["adopted", "signed", "ratified", "in_force"])
def test_what_can_be_postponed(event: str) -> None:
    assert _findings(f"{_HEAD}history: [{{event: postponed, of: {event}, date: '2024'}}]\n") == []


@pytest.mark.parametrize(
    ("line", "help"),
    [
        ("history: [{event: note, date: '2024', reported_by: [[b]]}]", "name the id of a source"),
        ("history: [{event: note, date: '2024', announced_by: [[b]]}]", "name the id of a source"),
        ("history: [{event: note, date: '2024', denied_by: [[b]]}]", "name the id of a source"),
        ("history: []\nentry_into_force: ratified", "after: ratified"),
        ("history: []\nterm: [10]", "years: 10"),
        ("history: []\nreplaces: [{b: c}]", None),
    ],
)
def test_a_value_of_another_shape_comes_with_an_example(line: str, help: str | None) -> None:
    (found,) = _findings(f"{_HEAD}{line}\n")
    assert found.rule == "invalid-value"
    assert (found.help is None) if help is None else (found.help and help in found.help)


def test_a_code_that_is_nearly_right_is_no_code() -> None:
    parties = {**common().parties, "GCC": "Gulf Cooperation Council", "ABCD": "Alphabet"}
    vocabulary = attrs.evolve(common(), parties=parties)

    def helps(said: str) -> str | None:
        text = _FILE.replace("PH]", f"{said}]")
        (found,) = agreement_of(read("a.yaml", text.encode(), DEFAULT)[0], vocabulary)[1]
        return found.help

    assert "did you mean" not in (helps("GCCZ") or "did you mean")
    assert (helps("gcc") or "").startswith("did you mean 'GCC' for ")
    assert "did you mean" not in (helps("ABCDZ") or "did you mean")


@pytest.mark.parametrize("title", ["X", "x", "-", "0", "日", "\u00a0X"])
def test_one_letter_is_a_text(title: str) -> None:
    assert _findings(_FILE.replace("title: A", f"title: '{title}'")) == []


@pytest.mark.parametrize("title", [" ", "\u00a0", "\u3000", " \u2003 "])
def test_white_space_is_none(title: str) -> None:
    (found,) = _findings(_FILE.replace("title: A", f"title: '{title}'"))
    assert found.message == "the value is empty"


@pytest.mark.parametrize("key", ["id", "title", "kind", "parties"])
def test_a_key_that_is_missing_comes_with_an_example(key: str) -> None:
    lines = [line for line in _FILE.splitlines(keepends=True) if not line.startswith(key)]
    (found,) = _findings("".join(lines))
    assert found.help
    assert found.help.startswith(f"add '{key}:'")


def test_a_long_file_of_shared_sources_is_read_source_by_source() -> None:
    text = "".join(f"s{number}: {{title: {'T' * 100}, published: 2024-01-01}}\n" for number in range(600))
    sources, findings = _sources(text)
    assert (len(sources), findings) == (600, [])
    sources, findings = _sources(text + "wrong: {titel: T}\n")
    assert len(sources) == 600
    assert [found.rule for found in findings] == ["unknown-key"]


def test_the_values_of_a_file_are_those_of_the_constructors() -> None:
    text = (
        f"{_HEAD}sources: {{s: {{title: A, author: B}}}}\n"
        "history: [{event: signed, date: 2024-07-08, place: Oslo, reported_by: [{source: s, locator: page 1}]}]\n"
        "statements: [{source: s, says: signed, locator: page 1}]\n"
    )
    agreement = _agreement(text)
    event, source, statement = agreement.history[0], agreement.sources[0], agreement.statements[0]
    built = Event("signed", "2024-07-08", place="Oslo", reported_by=Claim("s", "reported", locator="page 1"))
    assert (event, source, statement) == (built, Source("s", "A", author="B"), Statement("s", "signed", None, "page 1"))
    for value in (agreement, event, event.claims[0], source, statement):
        assert type(value) in (Agreement, Event, Claim, Source, Statement)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, attrs.fields(type(value))[0].name, "other")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(value, attrs.fields(type(value))[0].name)


def test_a_date_that_is_repeated_is_kept_once() -> None:
    dates = Dates(most=2)
    first = dates["2024-07"]
    assert first == PartialDate("2024-07")
    assert dates["2024-07"] is first
    with pytest.raises(DateError):
        dates["July"]
    assert dates["2025"].text == "2025"
    assert dates["2024-07"] is first
    assert dates["2026"].text == "2026"
    assert list(dates) == ["2026"]
    for rarely_repeated in ("2024-07-08?", "2024-07/2024-09"):
        assert dates[rarely_repeated] == PartialDate(rarely_repeated)
    assert list(dates) == ["2026"]
