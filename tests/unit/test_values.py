"""Public values convert what they are given, or refuse it at once; public words have no order that is silently wrong."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import attrs
import pytest

import pactstate
from pactstate import (
    Agreement,
    Claim,
    Event,
    EventKind,
    Finding,
    ForceRule,
    Kind,
    Location,
    PartialDate,
    Period,
    Report,
    Role,
    Severity,
    Source,
    SourceType,
    State,
    Statement,
    Suppression,
    Term,
    TerminationReason,
)
from pactstate.lifecycle import Act, Flags, Ledger, Position, Terms
from process.test_values_across_processes import values

PLACE = Location("a.yaml")
FOUND = Finding("r", "PS1", Severity.ERROR, "m", PLACE)
DAY = PartialDate("2024-07-08")

# As somebody would write them who does not look at types.
made: Callable[..., Any] = lambda make, *given, **named: make(*given, **named)  # noqa: E731  # untyped on purpose


@pytest.mark.parametrize("unit", ["days", "months", "years"])
def test_a_unit_of_time_may_be_one(unit: str) -> None:
    assert Period(180, unit.removesuffix("s")) == Period(180, unit)
    assert Period(180, unit).unit == unit


def test_a_period_of_days_is_counted_in_days() -> None:
    assert Period(180, "day").after(PartialDate("2020-02-11")) == PartialDate("2020-08-09")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (made(Claim, "s", "reported"), Claim("s", Role.REPORTED)),
        (made(Claim, "s", Role.DENIED, "2024-07-08"), Claim("s", Role.DENIED, DAY)),
        (made(Statement, "s", "in_force", dt.date(2024, 7, 8)), Statement("s", State.IN_FORCE, DAY)),
        (made(Event, "signed", "2024-07-08"), Event((EventKind.SIGNED,), DAY)),
        (made(Event, ["signed", "in_force"], DAY), Event((EventKind.SIGNED, EventKind.IN_FORCE), DAY)),
        (made(Event, "terminated", DAY, reason="expired").reason, TerminationReason.EXPIRED),
        (made(Event, "postponed", DAY, of="signed").of, EventKind.SIGNED),
        (made(Event, "note", DAY, claims=[Claim("s", Role.REPORTED)]).claims, (Claim("s", Role.REPORTED),)),
        (made(Source, "s", "S", published="2024-07-08", type="press").type, SourceType.PRESS),
        (made(Source, "s", "S", based_on=["t"]).based_on, ("t",)),
        (made(Source, "s", "S", based_on="t").based_on, ("t",)),
        (made(ForceRule, "ratified", days=30), ForceRule(EventKind.RATIFIED, days=30)),
        (made(Kind, "k", "K", expects=[["signed"]], unusual=["amended"]).expects, (frozenset({EventKind.SIGNED}),)),
        (made(Act, "signed", date="2024-07-08"), Act(EventKind.SIGNED, date=DAY)),
        (made(Terms, ["JP", "PH"]), Terms(("JP", "PH"))),
        (made(Position, "signed"), Position(State.SIGNED)),
        (made(Flags, suspended=["JP"]), Flags(suspended=("JP",))),
        (made(Agreement, "a", "A", "treaty", ["JP", "PH"]).parties, ("JP", "PH")),
        (made(Finding, "r", "PS1", "error", "m", PLACE), FOUND),
        (made(Finding, "r", "PS1", "warning", "m", PLACE).severity, Severity.WARNING),
    ],
)
def test_what_is_given_is_converted(value: object, expected: object) -> None:
    assert value == expected
    assert type(value) is type(expected)
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            assert type(getattr(value, field.name)) is type(getattr(expected, field.name)), field.name


def test_a_finding_whose_severity_is_given_as_text_counts() -> None:
    """A value that equals a right one was no error."""
    assert not Report([made(Finding, "r", "PS1", "error", "m", PLACE)]).ok


@pytest.mark.parametrize(
    ("make", "given", "named", "says"),
    [
        (Period, (180, "fortnight"), {}, "write one of days, months, years"),
        (Period, (-1, "days"), {}, "Period.count is -1: write 0 or more"),
        (Period, ("180", "days"), {}, "Period.count takes a whole number, not '180'"),
        (Period, (True, "days"), {}, "Period.count takes a whole number, not True"),
        (Period, (1.5, "years"), {}, "Period.count takes a whole number, not 1.5"),
        (Period, (1, None), {}, "write one of days, months, years"),
        (ForceRule, ("ratifed",), {}, "'ratifed' is no EventKind: write one of proposed, "),
        (ForceRule, ("ratified",), {"days": -3}, "ForceRule.days is -3: write 0 or more"),
        (Term, (0,), {}, "Term.years is 0: write 1 or more"),
        (Term, (), {"renews": "no"}, "Term.renews takes True or False, not 'no'"),
        (Term, (), {"notice": "6 months"}, "Term.notice takes a Period, not '6 months'"),
        (Claim, ("s", "said"), {}, "'said' is no Role: write one of reported, announced, denied"),
        (Claim, ("s", []), {}, "[] is no Role"),
        (Claim, (5, "reported"), {}, "Claim.source takes a text, not 5"),
        (Claim, ("s", "reported"), {"date": "8.7.2024"}, "write '2024-07-08'"),
        (Claim, ("s", "reported"), {"date": 2024}, "not from int"),
        (Claim, ("s", "reported"), {"rejected": True}, "Claim.rejected takes a text, not True"),
        (Event, ("singed", DAY), {}, "'singed' is no EventKind"),
        (Event, ([], DAY), {}, "an entry names at least one event"),
        (Event, (5, DAY), {}, "Event.kinds takes an event, or a list of events, not 5"),
        (Event, (["signed", "signed"], DAY), {}, "Event.kinds: 'signed' stands twice in the list"),
        (Event, ("signed", DAY), {"party": "Japan"}, "Event.party is 'Japan': write the code of a party, as in 'JP'"),
        (Event, ("signed", DAY), {"manner": "accession"}, "'manner' goes with 'ratified' only: leave it out"),
        (Event, ("signed", DAY), {"partial": True}, "'partial' goes with 'approved' only"),
        (Event, ("signed", DAY), {"of": "signed"}, "'of' goes with 'postponed' or 'withdrawn' only"),
        (Event, ("postponed", DAY), {}, "'postponed' does not say of what: add the event"),
        (Event, ("withdrawn", DAY), {"of": "in_force"}, "takes back 'signed', 'ratified' or 'approved' only"),
        (ForceRule, ("in_force",), {}, "'in_force' is not an event that force can follow: write one of signed"),
        (ForceRule, ("signed",), {"days": 100_000}, "ForceRule.days is 100,000: write 99,999 at most"),
        (Term, (), {"notice": Period(0, "days")}, "Term.notice is 0 days: write 1 to 9,999"),
        (Term, (), {"notice": Period(10_000, "days")}, "Term.notice is 10000 days: write 1 to 9,999"),
        (Kind, ("K", "K"), {}, "Kind.name is 'K': the name of a kind is made of a-z"),
        (Kind, ("k", " "), {}, "Kind.title is empty: write a name"),
        (Kind, ("k", "K" * 501), {}, "Kind.title has 501 characters: write 500 at most"),
        (Kind, ("k", "K"), {"approvals": ["Japan"]}, "Kind.approvals: 'Japan' is neither the code of a party"),
        (Event, ("signed", None), {}, "not from NoneType"),
        (Event, ("signed", DAY), {"claims": ["s"]}, "Event.claims takes a Claim, not 's'"),
        (Event, ("signed", DAY), {"claims": Claim("s", Role.REPORTED)}, "Event.claims takes a list"),
        (Statement, ("s", "signd"), {}, "'signd' is no State"),
        (Source, ("s", "S"), {"based_on": 5}, "Source.based_on takes a list, not 5"),
        (Source, ("s", "S"), {"type": "blog"}, "write one of official, press, secondary"),
        (Kind, ("k", "K"), {"approvals": "JP"}, "a list of texts is needed, not 'JP'"),
        (Kind, ("k", "K"), {"approvals": [1]}, "a list of texts is needed"),
        (Kind, ("k", "K"), {"expects": "signed"}, "a list of lists of events"),
        (Kind, ("k", "K"), {"expects": ["signed"]}, "a list of texts is needed, not 'signed'"),
        (Kind, ("k", "K"), {"wrong": "amended"}, "a list of texts is needed, not 'amended'"),
        (Kind, ("k", "K"), {"unusual": ["amend"]}, "'amend' is no EventKind"),
        (Kind, ("k", "K"), {"legislature_unusual": "no"}, "Kind.legislature_unusual takes True or False"),
        (Act, ("sign",), {}, "'sign' is no EventKind"),
        (Terms, ("JP",), {}, "Terms.parties takes a list, not 'JP'"),
        (Position, ("force",), {}, "'force' is no State"),
        (Ledger, (), {"bound": "JP"}, "Ledger.bound takes a list, not 'JP'"),
        (Agreement, ("a", "A", "treaty", "JP"), {}, "Agreement.parties takes a list, not 'JP'"),
        (Agreement, ("a", "A", "treaty", ["JP"]), {}, "at least two parties: name them, or pass open=True"),
        (Agreement, ("a", "A", "treaty", []), {"open": True}, "at least two parties"),
        (Agreement, ("a", "A", "treaty", ["JP", "JP"]), {}, "Agreement.parties: 'JP' stands twice"),
        (Agreement, ("", "A", "treaty", ["JP", "PH"]), {}, "Agreement.id is empty: an id is made of a-z, 0-9"),
        (Agreement, ("a" * 201, "A", "treaty", ["JP", "PH"]), {}, "Agreement.id has 201 characters: write 200 at most"),
        (Source, ("s", "S" * 1_001), {}, "Source.title has 1,001 characters: write 1,000 at most"),
        (Source, ("s", "S"), {"note": "n" * 70_000}, "Source.note has 70,000 characters"),
        (Agreement, ("A b", "A", "treaty", ["JP", "PH"]), {}, "Agreement.id is 'A b': an id is made of a-z, 0-9"),
        (Agreement, ("a\n", "A", "treaty", ["JP", "PH"]), {}, "Agreement.id is"),
        (Agreement, ("a", " ", "treaty", ["JP", "PH"]), {}, "Agreement.title is empty: write a text"),
        (Agreement, ("a", "A\u200b", "treaty", ["JP", "PH"]), {}, "U+200B (zero width space), which does not show"),
        (Agreement, ("a", "A\ud800", "treaty", ["JP", "PH"]), {}, "write characters that UTF-8 has"),
        (Agreement, ("a", "A", "treaty", ["JP", "PH"]), {"replaces": ["B"]}, "Agreement.replaces is 'B'"),
        (Source, ("s", "S"), {"url": "example.org"}, "Source.url is 'example.org': write a web address in full"),
        (Statement, ("S", "signed"), {}, "Statement.source is 'S'"),
        (Agreement, ("a", "A", "treaty", ["JP", 5]), {}, "Agreement.parties takes a text, not 5"),
        (
            Agreement,
            ("a", "A", "treaty", ["JP", "PH"]),
            {"consents_needed": 0},
            "consents_needed is 0: write 1 or more",
        ),
        (Agreement, ("a", "A", "raa", ["JP", "PH"]), {"not_recorded": ["singed"]}, "'singed' is no EventKind"),
        (Agreement, ("a", "A", "raa", ["JP", "PH"]), {"identifiers": "unts"}, "takes texts by text"),
        (Agreement, ("a", "A", "raa", ["JP", "PH"]), {"identifiers": {"unts": " "}}, "identifiers['unts'] is empty"),
        (Agreement, ("a", "A", "raa", ["JP", "PH"]), {"sources": ""}, "Agreement.sources takes a list, not ''"),
        (Agreement, ("a", "A", "treaty", ["JP", "PH"]), {"history": ["x" * 99]}, "takes an Event, not str"),
        (Finding, ("r", "PS1", "fatal", "m", PLACE), {}, "'fatal' is no Severity"),
        (Finding, ("r", "PS1", "error", "m", "a.yaml"), {}, "Finding.location takes a Location"),
        (Location, ("a.yaml", "3"), {}, "Location.line takes a whole number, not '3'"),
        (Report, (), {"paths": "a.yaml"}, "a list of texts is needed, not 'a.yaml'"),
        (Suppression, (FOUND, None, PLACE), {}, "Suppression.reason takes a text, not None"),
    ],
)
def test_what_cannot_be_converted_is_refused(
    make: Callable[..., object], given: tuple[object, ...], named: dict[str, object], says: str
) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        make(*given, **named)
    assert says in str(caught.value)


JUNK = (5, -1, 1.5, True, None, object(), "", "x", b"x", [None], [[]], {}, {"a": 1}, [("a",)], [object()], ("a", "b"))


def of_every_class() -> list[Any]:
    """Return a value of each public class with fields that can be given."""
    found: dict[type, Any] = {}
    pending = list(values().values())
    while pending:
        one = pending.pop()
        if isinstance(one, tuple | list | frozenset | Mapping):
            pending += one.values() if isinstance(one, Mapping) else one
        if attrs.has(type(one)) and type(one) not in found:
            found[type(one)] = one
            pending += [getattr(one, field.name) for field in attrs.fields(type(one))]
    names = [*pactstate.__all__, *(f"lifecycle.{name}" for name in pactstate.lifecycle.__all__)]
    public = [operator.attrgetter(name)(pactstate) for name in names]
    # The fields of a partial date are not given: they are read from its text.
    kinds = [one for one in public if isinstance(one, type) and attrs.has(one) and one is not PartialDate]
    assert found.keys() >= {*kinds}
    return [found[kind] for kind in kinds]


def test_a_wrong_value_raises_an_error_of_ours_in_every_field() -> None:
    """A list that was none, or held something else, led to an AttributeError."""
    for value in of_every_class():
        for field in attrs.fields(type(value)):
            for junk in JUNK if field.init else ():
                try:
                    attrs.evolve(value, **{field.alias: junk})
                except pactstate.PactstateError as error:
                    assert str(error), (type(value), field.name)  # noqa: PT017 - most values are taken or refused


def test_a_registry_has_one_agreement_of_an_id() -> None:
    twice = [Agreement("a", "A", "treaty", ["JP", "PH"]), Agreement("a", "B", "treaty", ["JP", "PH"])]
    with pytest.raises(pactstate.ValueRefusedError, match="two agreements have the id 'a'"):
        pactstate.Registry(twice)


def test_a_history_has_no_more_claims_than_a_file() -> None:
    claims = [Claim("s", Role.REPORTED)] * 20_001
    Agreement("a", "A", "treaty", ["JP", "PH"], [Event("note", DAY, claims=claims[1:])])
    with pytest.raises(pactstate.ValueRefusedError, match="has 20,001 claims: 20,000 are possible at most"):
        Agreement("a", "A", "treaty", ["JP", "PH"], [Event("note", DAY, claims=claims)])


def test_events_that_a_record_does_not_follow_are_in_the_order_of_the_words() -> None:
    made = Agreement("a", "A", "treaty", ["JP", "PH"], not_recorded=["ratified", "signed"])
    text = "{id: a, title: A, kind: treaty, parties: [JP, PH], history: [], not_recorded: [ratified, signed]}"
    assert pactstate.loads(text) == made == attrs.evolve(made, not_recorded=["signed", "ratified"])


def public(kind: type) -> list[Any]:
    values = (getattr(pactstate, name) for name in pactstate.__all__)
    return [value for value in values if isinstance(value, type) and issubclass(value, kind)]


WORDS = public(str)
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge)


def test_every_public_list_of_words_is_looked_at() -> None:
    assert {one.__name__ for one in WORDS} == {"EventKind", "Flag", "Manner", "Place", "RemarkKind", "Role",
                                               "Severity", "SourceType", "State", "TerminationReason", "Verdict",
                                               "Why"}  # fmt: skip
    assert set(public(Enum)) == set(WORDS)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("compare", COMPARISONS)
def test_words_have_no_order(words: Any, compare: Callable[[object, object], bool]) -> None:
    """By the alphabet, signed would come after ratified."""
    first, *_, last = words
    for one, other in ((first, last), (first, str(last)), (str(first), last), (first, first), (first, "x"), (first, 3)):
        with pytest.raises(TypeError):
            compare(one, other)
    assert first == str(first)
    assert sorted(words, key=str)
    assert {str(first): 1}[first] == 1


@pytest.mark.parametrize(
    ("period", "date", "due"),
    [
        (Period(30, "days"), "2025-08-12", "2025-09-11"),
        (Period(1, "months"), "2024-01-31", "2024-02-29"),
        (Period(1, "months"), "2023-12-15", "2024-01-15"),
        (Period(13, "months"), "2023-12-15", "2025-01-15"),
        (Period(1, "years"), "2024-02-29", "2025-02-28"),
        (Period(4, "years"), "2024-02-29", "2028-02-29"),
        (Period(6, "months"), "2024-07", "2025-01-01/2025-01-31"),
        (Period(5, "years"), "9998-01-01", "9999-12-31"),
        (Period(400, "days"), "9999-01-01", "9999-12-31"),
        (Period(0, "days"), "2024-05-05", "2024-05-05"),
    ],
)
def test_a_period_later(period: Period, date: str, due: str) -> None:
    expected = PartialDate(due)
    assert (period.after(PartialDate(date)).earliest, period.after(PartialDate(date)).latest) == (
        expected.earliest,
        expected.latest,
    )
