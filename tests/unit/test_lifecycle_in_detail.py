"""Guards and effects where a small slip would show in one constellation of parties only (docs/domain.md, "States, flags, events")."""

from __future__ import annotations

import attrs
import pytest

from pactstate.domain.lifecycle import (
    FLAG_STATES,
    START,
    WAYS_OUT,
    Act,
    EventKind,
    Manner,
    Position,
    State,
    Terms,
    Violation,
    step,
)

BILATERAL = Terms(("JP", "PH"))
TRILATERAL = Terms(("JP", "PH", "US"))
TWO_OF_THREE = Terms(("JP", "PH", "US"), 2)


def replayed(terms: Terms, *texts: str) -> tuple[Position, Violation | None]:
    """The position after events written as ``kind [PARTY]``, and the fault of the last one."""
    position, fault = START, None
    for text in texts:
        kind, _, party = text.partition(" ")
        position, fault = (
            (taken := step(position, Act(EventKind(kind), party or None), terms)).position,
            taken.violation,
        )
    return position, fault


@pytest.mark.parametrize(
    ("terms", "past", "state"),
    [
        # Before force everyone counts who may still come to be bound, also who has not consented yet.
        (TRILATERAL, ["signed", "ratified JP", "ratified PH", "withdrawn JP"], State.SIGNED),
        (BILATERAL, ["signed", "ratified FR", "withdrawn JP"], State.SIGNED),
        # So in force: that few are left of those that are bound does not end a treaty of many (VCLT 55).
        (TWO_OF_THREE, ["signed", "ratified JP", "ratified PH", "in_force", "withdrawn JP"], State.IN_FORCE),
        (TRILATERAL, ["signed", "in_force", "withdrawn JP", "withdrawn PH"], State.TERMINATED),
        (TWO_OF_THREE, ["signed", "ratified JP", "ratified PH", "in_force", "withdrawn US"], State.IN_FORCE),
        (TRILATERAL, ["signed", "ratified", "in_force", "withdrawn JP"], State.IN_FORCE),
        # Where only one consent is on record, the record has a gap.
        (TRILATERAL, ["signed", "in_force US", "withdrawn US"], State.IN_FORCE),
    ],
)
def test_a_withdrawal_ends_it_when_fewer_than_two_are_left(terms: Terms, past: list[str], state: State) -> None:
    position, fault = replayed(terms, *past)
    assert fault is None
    assert position.state is state


def test_a_withdrawal_leaves_what_the_others_have_done() -> None:
    ledger = replayed(TRILATERAL, "signed", "approved JP", "approved US", "in_force", "withdrawn US")[0].ledger
    assert ledger.approved == ("JP",)
    assert ledger.signed == ledger.bound == ("JP", "PH")
    assert ledger.gone == ("US",)


@pytest.mark.parametrize(
    ("past", "message"),
    [
        (["proposed", "stalled", "stalled"], "it is recorded as stalled already"),
        (["negotiating", "negotiating"], "'negotiating' is recorded already; it comes again only after 'stalled'"),
        (["in_force", "suspended", "suspended"], "already suspended"),
        (["in_force", "suspended JP", "suspended JP"], "already suspended by JP"),
        (["in_force", "notice_given JP", "notice_given JP"], "a notice by JP is running already"),
        (["in_force", "notice_revoked JP"], "no notice by JP is running or on hold"),
    ],
)
def test_a_fault_says_what_is_there_already_or_is_not(past: list[str], message: str) -> None:
    fault = replayed(BILATERAL, *past)[1]
    assert fault is not None
    assert fault.message == message


@pytest.mark.parametrize("text", ["negotiating JP", "adopted JP"])
def test_an_event_for_all_that_names_a_party_still_speaks_for_all(text: str) -> None:
    position, fault = replayed(BILATERAL, "proposed", text)
    assert fault is not None
    assert fault.rule == "party-not-allowed"
    assert position == replayed(BILATERAL, "proposed", text.removesuffix(" JP"))[0]


def test_a_suspension_by_all_is_written_as_a_star() -> None:
    assert replayed(BILATERAL, "in_force", "suspended")[0].flags.suspended == ("*",)


def test_at_the_start_no_flag_stands_and_nobody_has_done_anything() -> None:
    assert not any(attrs.astuple(START.flags))
    assert not any(attrs.astuple(START.ledger))


def test_talks_that_are_stalled_stay_so_while_they_are_talks() -> None:
    assert replayed(BILATERAL, "proposed", "stalled", "text_agreed")[0].flags.stalled
    assert not replayed(BILATERAL, "proposed", "stalled", "signed")[0].flags.stalled


def test_which_flags_may_stand_where() -> None:
    assert dict(FLAG_STATES) == {
        "stalled": {State.PROPOSED, State.NEGOTIATING, State.SIGNED},
        "provisional": {State.SIGNED, State.RATIFIED, State.IN_FORCE},
        "suspended": {State.IN_FORCE},
        "notice": {State.IN_FORCE},
        "refused": {State.NEGOTIATING, State.SIGNED, State.RATIFIED},
    }
    assert all(WAYS_OUT.isdisjoint(states) for states in FLAG_STATES.values())
    assert set(WAYS_OUT) == {State.ABANDONED, State.TERMINATED}


@pytest.mark.parametrize(
    ("past", "text"),
    [
        ("note", "proposed"),
        ("proposed", "signed"),
        ("signed", "ratified"),
        ("ratified", "in_force"),
        ("signed", "provisional"),
        ("in_force", "suspended"),
        ("in_force; suspended", "resumed"),
        ("in_force", "note"),
    ],
)
def test_one_party_may_do_what_all_may_do(past: str, text: str) -> None:
    before = past.split("; ")
    assert replayed(BILATERAL, *before, text)[1] is None
    assert replayed(BILATERAL, *before, f"{text} JP")[1] is None


OPEN = Terms(("JP", "PH", "US"), open=True)


@pytest.mark.parametrize(
    ("last", "bound"),
    [("provisional PH", ()), ("in_force PH", ("PH",)), ("note", ())],
)
def test_force_for_all_makes_no_signatory_of_an_open_list_bound_for_certain(last: str, bound: tuple[str, ...]) -> None:
    position, fault = replayed(OPEN, "signed JP", "signed PH", "in_force", last)
    assert fault is None
    assert position.ledger.bound == bound


def test_a_successor_that_may_be_bound_is_bound_by_the_succession() -> None:
    before, _ = replayed(OPEN, "signed JP", "signed PH", "in_force")
    taken = step(before, Act(EventKind.RATIFIED, "PH", manner=Manner.SUCCESSION), OPEN)
    assert taken.position.ledger.bound == ("PH",)
    again = step(taken.position, Act(EventKind.PROVISIONAL, "PH"), OPEN)
    assert again.violation == Violation(
        "illegal-transition", "'provisional' cannot follow in_force: PH is bound already"
    )


def test_force_clears_every_flag_that_it_ends() -> None:
    position, fault = replayed(TRILATERAL, "signed", "provisional", "refused JP", "refused PH", "stalled", "in_force")
    assert fault is None
    assert not any(
        position.marks[topic] for topic in position.marks if str(topic) in ("stalled", "provisional", "refused")
    )


@pytest.mark.parametrize(
    ("past", "state"),
    [
        (["ratified JP", "ratified PH", "ratified US", "withdrawn JP"], State.SIGNED),
        (["ratified JP", "ratified PH", "ratified US", "ratified AU", "withdrawn JP"], State.RATIFIED),
        (["ratified", "withdrawn JP"], State.RATIFIED),
        (["ratified", "withdrawn JP", "withdrawn PH"], State.SIGNED),
    ],
)
def test_a_withdrawal_counts_the_consents_that_are_left(past: list[str], state: State) -> None:
    """A consent for all is one of each party, and none beside them."""
    position, fault = replayed(Terms(("JP", "PH", "US", "AU"), 3), "signed", *past)
    assert fault is None
    assert position.state is state


def test_the_position_before_an_illegal_event_is_named_and_kept() -> None:
    position, fault = replayed(BILATERAL, "signed", "proposed")
    assert fault is not None
    assert (fault.state, position.state) == (State.SIGNED, State.SIGNED)
