"""The table and its guards, cell by cell (docs/domain.md, "States, flags, events")."""

from __future__ import annotations

import operator
import pickle
from collections.abc import Callable

import attrs
import pytest

from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import (
    ALL,
    FLAG_STATES,
    PARTY_POLICY,
    START,
    TABLE,
    WAYS_OUT,
    Act,
    Cell,
    Deed,
    EventKind,
    Flag,
    Flags,
    Manner,
    Notice,
    PartyPolicy,
    Position,
    State,
    Terms,
    Violation,
    step,
)

BILATERAL = Terms(("JP", "PH"))
TRILATERAL = Terms(("JP", "PH", "US"))

# The table as domain.md prints it; not imported, so that neither can drift alone.
DESIGN = """
| event | none | P | N | S | R | F | A | T |
|---|---|---|---|---|---|---|---|---|
| `proposed` | P | . | . | . | . | . | . | . |
| `negotiating` | N | N | = 1 | . | . | . | N | . |
| `text_agreed` | N | N | = | . | . | . | . | . |
| `stalled` | . | = 1 | = 1 | = 1 | . | . | . | . |
| `postponed` | . | = | = | = | = | = | . | . |
| `adopted` | S | S | S | . | . | . | . | . |
| `signed` | S 2 | S 2 | S 2 | = 3 | = 3 | = 3 | . | . |
| `approved` (p) | N | N | = | = | = | = | . | . |
| `refused` (p) | . | . | = | = | = | . | . | . |
| `ratified` | R 4 | R 4 | R 4 | R 4 | = 5 | = 5 | . | . |
| `in_force` | F | F | F | F | F | = 5 | . | . |
| `provisional` | S | . | . | = | = | = 9 | . | . |
| `provisional_ended` | . | . | . | = 9 | = 9 | = 9 | . | . |
| `amended` | . | . | . | = | = | = | . | . |
| `extended` | . | . | . | . | . | = | . | . |
| `suspended` | . | . | . | . | . | = 6 | . | . |
| `resumed` | . | . | . | . | . | = 6 | 10 | . |
| `notice_given` (p) | . | . | . | . | . | = 7 | . | . |
| `notice_suspended` (p) | . | . | . | . | . | = 7 | . | . |
| `notice_revoked` (p) | . | . | . | . | . | = 7 | . | . |
| `withdrawn` (p) | . | . | . | = / A 8 | = / A 8 | = / T 8 | . | . |
| `abandoned` | . | A | A | A | A | . | . | . |
| `terminated` | T | . | . | T | T | T | . | 11 |
| `note` | = | = | = | = | = | = | = | = |
"""
STALLED_GUARD = 1
"""Guard 1 speaks of ``stalled`` too: "itself only when not stalled"."""

LETTERS = {
    "P": State.PROPOSED,
    "N": State.NEGOTIATING,
    "S": State.SIGNED,
    "R": State.RATIFIED,
    "F": State.IN_FORCE,
    "A": State.ABANDONED,
    "T": State.TERMINATED,
}


def _rows() -> dict[str, list[str]]:
    lines = [[part.strip() for part in line.strip("|").split("|")] for line in DESIGN.strip().splitlines()]
    return {line[0]: line[1:] for line in lines if line[0].startswith("`")}


def _designed(kind: EventKind, state: State | None) -> Cell | None:
    row = next(cells for name, cells in _rows().items() if name.split("`")[1] == kind)
    text = row[0 if state is None else 1 + list(LETTERS.values()).index(state)].removeprefix("= / ")
    if text == ".":
        return None
    guard = int(text.split()[-1]) if text[-1].isdigit() else 0
    return Cell(LETTERS.get(text[0]), STALLED_GUARD if kind is EventKind.STALLED else guard)


STATES: tuple[State | None, ...] = (None, *State)
CELLS = [pytest.param(state, kind, id=f"{state or 'none'}-{kind}") for state in STATES for kind in EventKind]


def take(position: Position, text: str, terms: Terms) -> tuple[Position, Violation | None]:
    """One event written as ``kind PARTY @date >effective ^of``."""
    kind, *rest = text.split()
    marked = {word[0]: PartialDate(word[1:]) for word in rest if word[0] in "@>"}
    party = next((word for word in rest if word[0] not in "@>^"), None)
    of = next((EventKind(word[1:]) for word in rest if word[0] == "^"), None)
    taken = step(position, Act(EventKind(kind), party, marked.get("@"), marked.get(">"), of), terms)
    return taken.position, taken.violation


def after(*texts: str, terms: Terms = BILATERAL) -> Position:
    """The position after events that are all without fault."""
    position = START
    for text in texts:
        position, fault = take(position, text, terms)
        assert fault is None, (text, fault)
    return position


PATHS: dict[State | None, tuple[str, ...]] = {
    None: (),
    State.PROPOSED: ("proposed",),
    State.NEGOTIATING: ("negotiating",),
    State.SIGNED: ("signed",),
    State.RATIFIED: ("ratified",),
    State.IN_FORCE: ("in_force",),
    State.ABANDONED: ("signed", "abandoned"),
    State.TERMINATED: ("in_force", "terminated"),
}


# The data.


def test_the_table_has_every_event_and_every_state() -> None:
    assert list(TABLE) == list(STATES)
    assert all(list(row) == list(EventKind) for row in TABLE.values())
    assert [name.split("`")[1] for name in _rows()] == list(EventKind)
    assert len(State) == 7
    assert len(EventKind) == 24


@pytest.mark.parametrize(("state", "kind"), CELLS)
def test_the_cell_is_the_designed_one(state: State | None, kind: EventKind) -> None:
    assert TABLE[state][kind] == _designed(kind, state)


def test_the_events_marked_p_need_a_party() -> None:
    marked = {name.split("`")[1] for name in _rows() if name.endswith("(p)")}
    assert marked == {kind for kind, policy in PARTY_POLICY.items() if policy is PartyPolicy.REQUIRED}
    assert set(PARTY_POLICY) == set(EventKind)


def test_the_guards_that_look_at_a_party_are_on_events_that_may_have_one() -> None:
    guarded = {kind for row in TABLE.values() for kind, cell in row.items() if cell and 2 <= cell.guard <= 8}
    assert all(PARTY_POLICY[kind] is not PartyPolicy.NOT_ALLOWED for kind in guarded)


def test_flags_stand_in_the_designed_states() -> None:
    assert {
        "stalled": {State.PROPOSED, State.NEGOTIATING, State.SIGNED},
        "provisional": {State.SIGNED, State.RATIFIED, State.IN_FORCE},
        "suspended": {State.IN_FORCE},
        "notice": {State.IN_FORCE},
        "refused": {State.NEGOTIATING, State.SIGNED, State.RATIFIED, State.IN_FORCE},
    } == FLAG_STATES
    assert {field.name for field in attrs.fields(Flags)} == {*FLAG_STATES} - {"notice"} | {"notices"}
    assert set(WAYS_OUT) == {State.ABANDONED, State.TERMINATED}
    assert all(WAYS_OUT.isdisjoint(states) for states in FLAG_STATES.values())


@pytest.mark.parametrize(
    "change",
    [
        lambda: operator.setitem(TABLE, None, {}),
        lambda: operator.setitem(TABLE[None], EventKind.NOTE, None),
        lambda: operator.setitem(PARTY_POLICY, EventKind.NOTE, PartyPolicy.REQUIRED),
        lambda: operator.setitem(FLAG_STATES, "stalled", frozenset()),
        lambda: setattr(START, "state", State.SIGNED),
        lambda: setattr(START.flags, "stalled", True),
    ],
)
def test_the_data_are_frozen(change: Callable[[], None]) -> None:
    with pytest.raises((AttributeError, TypeError)):
        change()


def test_a_position_is_a_value() -> None:
    position = after("in_force", "notice_given PH >2025-09", "suspended JP")
    assert pickle.loads(pickle.dumps(position)) == position
    assert len({position, after("in_force", "notice_given PH >2025-09", "suspended JP")}) == 1


# The shape of the table.


def _next(state: State | None) -> set[State | None]:
    return {cell.target for cell in TABLE[state].values() if cell is not None and cell.target is not None}


def _reachable(state: State | None) -> set[State | None]:
    found: set[State | None] = set()
    todo = [state]
    while todo:
        for following in _next(todo.pop()) - found:
            found.add(following)
            todo.append(following)
    return found


def test_every_state_is_reachable() -> None:
    assert _reachable(None) == set(State)
    for state, path in PATHS.items():
        assert after(*path).state is state


@pytest.mark.parametrize("state", STATES)
def test_from_every_state_there_is_a_way_to_the_end_and_only_there_it_ends(state: State | None) -> None:
    if state is State.TERMINATED:
        assert _next(state) == set()
    else:
        assert State.TERMINATED in _reachable(state)


def test_the_backbone_never_goes_back() -> None:
    order = {state: place for place, state in enumerate(STATES)}
    back = {
        (state, cell.target)
        for state, row in TABLE.items()
        for cell in row.values()
        if cell and cell.target and order[cell.target] < order[state]
    }
    assert back == {(State.ABANDONED, State.NEGOTIATING)}


def test_a_note_is_possible_everywhere_and_changes_nothing() -> None:
    for path in PATHS.values():
        position = after(*path)
        assert take(position, "note", BILATERAL) == (position, None)
        assert take(position, "note PH", BILATERAL) == (position, None)


# Every cell, taken.


@pytest.mark.parametrize(("state", "kind"), CELLS)
@pytest.mark.parametrize("party", [None, "JP", "FR"])
def test_an_empty_cell_is_an_illegal_transition_and_another_is_not(
    state: State | None, kind: EventKind, party: str | None
) -> None:
    position = after(*PATHS[state])
    taken = step(position, Act(kind, party), BILATERAL)
    if TABLE[state][kind] is None:
        assert taken.violation is not None
        assert taken.violation.rule == "illegal-transition"
        assert f"'{kind}' cannot" in taken.violation.message
        assert (state or "first event") in taken.violation.message
    else:
        # Provisional application beside force is for a party that is not bound yet.
        assert taken.violation is None or taken.violation.rule != "illegal-transition" or kind == "provisional"
    if taken.violation is not None and taken.violation.rule != "party-not-allowed":
        assert taken.position == position


@pytest.mark.parametrize(("state", "kind"), CELLS)
def test_a_cell_without_guard_leads_where_it_says(state: State | None, kind: EventKind) -> None:
    cell = TABLE[state][kind]
    if cell is None or cell.guard:
        return
    party = "JP" if PARTY_POLICY[kind] is PartyPolicy.REQUIRED else None
    taken = step(after(*PATHS[state]), Act(kind, party), BILATERAL)
    assert taken.violation is None
    assert taken.position.state is (cell.target or state)


@pytest.mark.parametrize("kind", [kind for kind in EventKind if PARTY_POLICY[kind] is PartyPolicy.REQUIRED])
def test_an_event_of_one_party_needs_the_party(kind: EventKind) -> None:
    position = after("signed") if kind is EventKind.REFUSED else after("in_force", "notice_given JP")
    taken = step(position, Act(kind), BILATERAL)
    assert taken.violation is not None
    assert taken.violation.rule == "party-required"
    assert "party: JP" in taken.violation.message
    assert taken.position == position


@pytest.mark.parametrize("kind", [kind for kind in EventKind if PARTY_POLICY[kind] is PartyPolicy.NOT_ALLOWED])
def test_a_party_where_the_event_speaks_for_all_is_a_fault_but_the_event_is_taken(kind: EventKind) -> None:
    position = next(after(*PATHS[state]) for state in State if TABLE[state][kind] and state in PATHS)
    with_party, without = step(position, Act(kind, "JP"), BILATERAL), step(position, Act(kind), BILATERAL)
    assert with_party.violation is not None
    assert with_party.violation.rule == "party-not-allowed"
    assert without.violation is None
    assert with_party.position == without.position


def test_a_guard_has_the_last_word_over_a_party_that_is_not_allowed() -> None:
    position = after("negotiating")
    taken = step(position, Act(EventKind.NEGOTIATING, "JP"), BILATERAL)
    assert taken.violation is not None
    assert taken.violation.rule == "repeated-event"
    assert taken.position == position


# The guards: events without fault, then one more, then the state it leads to or the rule that it breaks.

OPEN = Terms(("JP", "PH"), open=True)
TWO_OF_THREE = Terms(("JP", "PH", "US"), 2)
THREE_OF_FOUR = Terms(("JP", "PH", "US", "AU"), 3)
GUARDS: list[tuple[int, Terms, str, str, str]] = [
    # 1: only while stalled (clears it); stalled itself only when not stalled
    (1, BILATERAL, "negotiating", "negotiating", "repeated-event"),
    (1, BILATERAL, "negotiating; stalled", "negotiating", "negotiating"),
    (1, BILATERAL, "negotiating; stalled; negotiating", "negotiating", "repeated-event"),
    (1, BILATERAL, "negotiating; stalled; negotiating", "stalled", "negotiating"),
    (1, BILATERAL, "negotiating; stalled", "stalled", "repeated-event"),
    (1, BILATERAL, "proposed", "stalled", "proposed"),
    (1, BILATERAL, "proposed; stalled", "stalled", "repeated-event"),
    (1, BILATERAL, "proposed; stalled", "negotiating", "negotiating"),
    # 2: bilateral with party waits until both have signed, from every cell; multilateral: the first one moves it
    (2, BILATERAL, "negotiating", "signed", "signed"),
    (2, BILATERAL, "negotiating", "signed JP", "negotiating"),
    (2, BILATERAL, "negotiating; signed JP", "signed PH", "signed"),
    (2, BILATERAL, "negotiating; signed JP", "signed JP", "repeated-event"),
    (2, BILATERAL, "negotiating; signed JP", "signed FR", "negotiating"),
    (2, BILATERAL, "negotiating; signed JP", "signed", "signed"),
    (2, BILATERAL, "proposed", "signed JP", "negotiating"),
    (2, BILATERAL, "", "signed JP", "negotiating"),
    (2, BILATERAL, "signed JP", "signed PH", "signed"),
    (2, BILATERAL, "signed JP", "signed", "signed"),
    (2, OPEN, "", "signed JP", "signed"),
    (2, TRILATERAL, "negotiating", "signed JP", "signed"),
    # 3: with a party only, or once for all after adopted
    (3, BILATERAL, "signed", "signed", "repeated-event"),
    (3, BILATERAL, "signed", "signed JP", "signed"),
    (3, BILATERAL, "signed JP", "signed JP", "repeated-event"),
    (3, BILATERAL, "signed; signed JP", "signed JP", "repeated-event"),
    (3, TRILATERAL, "signed JP", "signed", "repeated-event"),
    (3, BILATERAL, "provisional", "signed", "signed"),
    (3, BILATERAL, "provisional; signed", "signed", "repeated-event"),
    (3, TRILATERAL, "ratified; provisional", "signed", "ratified"),
    (3, TRILATERAL, "adopted", "signed", "signed"),
    (3, TRILATERAL, "adopted; signed", "signed", "repeated-event"),
    (3, TRILATERAL, "adopted; signed JP", "signed", "signed"),
    (3, TRILATERAL, "adopted; signed; signed JP", "signed JP", "repeated-event"),
    (3, TRILATERAL, "adopted; ratified", "signed", "ratified"),
    (3, TRILATERAL, "adopted; in_force", "signed", "in_force"),
    (3, TRILATERAL, "ratified", "signed PH", "ratified"),
    (3, TRILATERAL, "ratified", "signed", "repeated-event"),
    (3, TRILATERAL, "in_force", "signed PH", "in_force"),
    (3, TRILATERAL, "in_force", "signed", "repeated-event"),
    (3, TRILATERAL, "signed; signed JP; withdrawn JP", "signed JP", "signed"),
    # 4: R when the consents reach consents_needed (default: all), S until then; without party for all
    (4, BILATERAL, "", "ratified", "ratified"),
    (4, BILATERAL, "", "ratified JP", "signed"),
    (4, BILATERAL, "proposed", "ratified JP", "signed"),
    (4, BILATERAL, "negotiating", "ratified JP", "signed"),
    (4, BILATERAL, "signed", "ratified JP", "signed"),
    (4, BILATERAL, "signed; ratified JP", "ratified JP", "repeated-event"),
    (4, BILATERAL, "signed; ratified JP", "ratified FR", "signed"),
    (4, BILATERAL, "signed; ratified JP", "ratified PH", "ratified"),
    (4, BILATERAL, "signed; ratified JP", "ratified", "ratified"),
    (4, TRILATERAL, "signed; ratified JP; ratified PH", "ratified US", "ratified"),
    (4, TRILATERAL, "signed; ratified JP", "ratified PH", "signed"),
    (4, Terms(("JP", "PH", "US"), 2), "signed; ratified JP", "ratified PH", "ratified"),
    (4, Terms(("JP", "PH", "US"), 2), "signed; ratified JP", "ratified FR", "ratified"),
    (4, Terms(("JP", "PH", "US"), 1), "signed", "ratified PH", "ratified"),
    (4, Terms(("JP", "PH"), 3), "signed; ratified JP", "ratified PH", "signed"),
    (4, TRILATERAL, "signed; withdrawn US; ratified JP", "ratified PH", "ratified"),
    (4, TRILATERAL, "signed; withdrawn US; ratified US; ratified JP", "ratified PH", "ratified"),
    (4, Terms(("JP", "PH", "US"), 2), "signed; ratified US; withdrawn US", "ratified PH", "signed"),
    (4, OPEN, "signed; ratified JP", "ratified PH", "signed"),
    (4, OPEN, "signed; ratified JP", "ratified", "ratified"),
    (4, Terms(("JP", "PH"), 2, open=True), "signed; ratified JP", "ratified FR", "ratified"),
    # 5: with a party only; twice by one party is repeated-event, unless it withdrew meanwhile
    (5, BILATERAL, "ratified", "ratified", "repeated-event"),
    (5, TRILATERAL, "ratified", "ratified US", "ratified"),
    (5, TRILATERAL, "ratified; ratified US", "ratified US", "repeated-event"),
    (5, TRILATERAL, "in_force; ratified US", "ratified US", "repeated-event"),
    (5, TRILATERAL, "in_force; ratified US; withdrawn US", "ratified US", "in_force"),
    (5, TRILATERAL, "in_force", "ratified", "repeated-event"),
    (5, TRILATERAL, "in_force", "ratified FR", "in_force"),
    (5, BILATERAL, "in_force", "in_force", "repeated-event"),
    (5, TRILATERAL, "in_force", "in_force US", "in_force"),
    (5, TRILATERAL, "in_force; in_force US", "in_force US", "repeated-event"),
    (5, TRILATERAL, "in_force US", "in_force US", "repeated-event"),
    (5, TRILATERAL, "in_force; in_force US; withdrawn US", "in_force US", "in_force"),
    # 6: suspend: not already by that party; resume: something suspended, one's own or the common one
    (6, BILATERAL, "in_force", "suspended", "in_force"),
    (6, BILATERAL, "in_force; suspended", "suspended", "repeated-event"),
    (6, BILATERAL, "in_force; suspended", "suspended JP", "in_force"),
    (6, BILATERAL, "in_force; suspended JP", "suspended", "in_force"),
    (6, BILATERAL, "in_force; suspended JP", "suspended JP", "repeated-event"),
    (6, BILATERAL, "in_force; suspended JP", "suspended PH", "in_force"),
    (6, BILATERAL, "in_force", "resumed", "nothing-to-act-on"),
    (6, BILATERAL, "in_force", "resumed JP", "nothing-to-act-on"),
    (6, BILATERAL, "in_force; suspended JP", "resumed PH", "nothing-to-act-on"),
    (6, BILATERAL, "in_force; suspended JP", "resumed JP", "in_force"),
    (6, BILATERAL, "in_force; suspended JP", "resumed", "in_force"),
    (6, BILATERAL, "in_force; suspended", "resumed JP", "in_force"),
    (6, BILATERAL, "in_force; suspended JP; resumed JP", "resumed JP", "nothing-to-act-on"),
    (6, BILATERAL, "in_force; suspended JP; resumed JP", "suspended JP", "in_force"),
    (6, TWO_OF_THREE, "signed; ratified JP; ratified PH; in_force", "suspended US", "nothing-to-act-on"),
    (6, TWO_OF_THREE, "signed; ratified JP; ratified PH; in_force", "suspended PH", "in_force"),
    (6, OPEN, "in_force JP", "suspended PH", "in_force"),
    (6, OPEN, "in_force; withdrawn PH", "suspended PH", "nothing-to-act-on"),
    # 7: give: none running; hold: one running or on hold; revoke: one there, possibly before it takes effect
    (7, BILATERAL, "in_force", "notice_given PH", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH", "notice_given PH", "repeated-event"),
    (7, BILATERAL, "in_force; notice_given PH", "notice_given JP", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH; notice_suspended PH", "notice_given PH", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH; notice_revoked PH", "notice_given PH", "in_force"),
    (7, BILATERAL, "in_force", "notice_suspended PH", "nothing-to-act-on"),
    (7, BILATERAL, "in_force; notice_given PH", "notice_suspended JP", "nothing-to-act-on"),
    (7, BILATERAL, "in_force; notice_given PH", "notice_suspended PH", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH; notice_suspended PH", "notice_suspended PH", "in_force"),
    (7, BILATERAL, "in_force", "notice_revoked PH", "nothing-to-act-on"),
    (7, BILATERAL, "in_force; notice_given PH", "notice_revoked JP", "nothing-to-act-on"),
    (7, BILATERAL, "in_force; notice_given PH", "notice_revoked PH @2020-07", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08", "notice_revoked PH", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08-09", "notice_revoked PH @2020-08-08", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08-09", "notice_revoked PH @2020-08", "in_force"),
    (
        7,
        BILATERAL,
        "in_force; notice_given PH >2020-08-09",
        "notice_revoked PH @2020-08-09",
        "notice-already-effective",
    ),
    (7, BILATERAL, "in_force; notice_given PH >2020-08", "notice_revoked PH @2020-08-30", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08", "notice_revoked PH @2020-08-31", "notice-already-effective"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08; notice_suspended PH", "notice_revoked PH @2021", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08; notice_revoked PH", "notice_revoked PH", "nothing-to-act-on"),
    # 8: fewer than two parties left: abandoned before force, terminated after
    (8, BILATERAL, "signed", "withdrawn JP", "abandoned"),
    (8, BILATERAL, "ratified", "withdrawn JP", "abandoned"),
    (8, BILATERAL, "in_force", "withdrawn JP", "terminated"),
    (8, BILATERAL, "in_force; ratified FR", "withdrawn JP", "in_force"),
    (8, BILATERAL, "signed; signed FR", "withdrawn JP", "signed"),
    (8, TRILATERAL, "signed", "withdrawn JP", "signed"),
    (8, TRILATERAL, "ratified", "withdrawn JP", "ratified"),
    (8, TRILATERAL, "in_force", "withdrawn JP", "in_force"),
    (8, TRILATERAL, "in_force; withdrawn JP", "withdrawn JP", "repeated-event"),
    (8, TRILATERAL, "in_force; withdrawn JP", "withdrawn PH", "terminated"),
    (8, TRILATERAL, "signed; withdrawn JP", "withdrawn PH", "abandoned"),
    (8, TRILATERAL, "signed; withdrawn JP; in_force", "withdrawn PH", "terminated"),
    (8, TRILATERAL, "signed; withdrawn JP; ratified", "withdrawn PH", "abandoned"),
    (8, TRILATERAL, "in_force; withdrawn JP; in_force JP", "withdrawn PH", "in_force"),
    (8, TRILATERAL, "in_force; withdrawn JP; ratified JP; withdrawn JP", "withdrawn JP", "repeated-event"),
    # Before force everyone counts who may still come to be bound, also who has not consented yet.
    (8, TRILATERAL, "signed; ratified JP; ratified PH", "withdrawn JP", "signed"),
    (8, BILATERAL, "signed; ratified FR", "withdrawn JP", "signed"),
    # In force too: a treaty of many does not end because few bound parties are left (VCLT 55).
    (8, TWO_OF_THREE, "signed; ratified JP; ratified PH; in_force", "withdrawn JP", "in_force"),
    (8, TWO_OF_THREE, "signed; ratified JP; ratified PH; in_force", "withdrawn US", "in_force"),
    # A record with a single consent has a gap.
    (8, TRILATERAL, "signed; in_force US", "withdrawn US", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08", "notice_suspended PH @2020-08-31", "in_force"),
    (7, BILATERAL, "in_force; notice_given PH >2020-08", "notice_suspended PH @2020-09-01", "nothing-to-act-on"),
    (7, TWO_OF_THREE, "signed; ratified JP; ratified PH; in_force", "notice_given US", "nothing-to-act-on"),
    (7, OPEN, "in_force JP", "notice_given PH", "in_force"),
    # 8: what a withdrawal takes back
    (8, BILATERAL, "signed; ratified JP", "withdrawn JP ^ratified", "signed"),
    (8, BILATERAL, "signed; ratified", "withdrawn JP ^ratified", "signed"),
    (8, BILATERAL, "signed; ratified", "withdrawn JP ^signed", "ratified"),
    (8, BILATERAL, "signed", "withdrawn JP ^ratified", "nothing-to-act-on"),
    (8, BILATERAL, "signed; approved JP", "withdrawn JP ^approved", "signed"),
    (8, TWO_OF_THREE, "signed; ratified JP; ratified PH", "withdrawn PH", "signed"),
    (8, OPEN, "signed; ratified", "withdrawn JP ^ratified", "ratified"),
    # 8: the consents that are left; one for all counts once for each party
    (8, THREE_OF_FOUR, "signed; ratified JP; ratified PH; ratified US", "withdrawn JP", "signed"),
    (8, THREE_OF_FOUR, "signed; ratified JP; ratified PH; ratified US; ratified AU", "withdrawn JP", "ratified"),
    (8, THREE_OF_FOUR, "signed; ratified", "withdrawn JP", "ratified"),
    (8, THREE_OF_FOUR, "signed; ratified; withdrawn JP", "withdrawn PH", "signed"),
    (8, OPEN, "in_force", "withdrawn JP", "in_force"),
    # 8: all may leave on one day
    (8, BILATERAL, "in_force; withdrawn JP @2020-01-02", "withdrawn PH @2020-01-02", "terminated"),
    (8, BILATERAL, "in_force; withdrawn JP @2020-01-02", "withdrawn PH @2020-01", "terminated"),
    (8, BILATERAL, "in_force; withdrawn JP @2020-01-02", "withdrawn PH @2020-01-03", "illegal-transition"),
    (8, BILATERAL, "in_force; withdrawn JP @2020-01-02", "withdrawn JP @2020-01-02", "repeated-event"),
    (8, BILATERAL, "in_force; withdrawn JP @2020-01-02", "ratified JP @2020-01-02", "in_force"),
    (8, BILATERAL, "in_force; withdrawn JP @2020-01-02", "proposed @2020-01-02", "illegal-transition"),
    (8, BILATERAL, "signed; withdrawn JP @2020-01-02", "withdrawn PH @2020-01-02", "abandoned"),
    # 9: in force with a party that is not bound yet; to end, something must be applied
    (9, BILATERAL, "in_force", "provisional", "illegal-transition"),
    (9, BILATERAL, "in_force", "provisional JP", "illegal-transition"),
    (9, TWO_OF_THREE, "signed; ratified JP; ratified PH; in_force", "provisional US", "in_force"),
    (9, BILATERAL, "signed", "provisional_ended", "nothing-to-act-on"),
    (9, BILATERAL, "signed; provisional", "provisional_ended", "signed"),
    (9, BILATERAL, "signed; provisional JP", "provisional_ended PH", "nothing-to-act-on"),
    (9, BILATERAL, "signed; provisional", "provisional_ended JP", "signed"),
    (9, BILATERAL, "signed; provisional; provisional_ended", "provisional_ended", "nothing-to-act-on"),
    # 10: back to the state before it was given up
    (10, BILATERAL, "signed; abandoned", "resumed", "signed"),
    (10, BILATERAL, "negotiating; abandoned", "resumed", "negotiating"),
    (10, BILATERAL, "ratified; abandoned", "resumed JP", "ratified"),
    (10, BILATERAL, "signed; withdrawn JP", "resumed", "signed"),
    # 11: an explicit end after a derived one
    (11, BILATERAL, "in_force; withdrawn JP @2020-01-02", "terminated @2020-02", "terminated"),
    (11, BILATERAL, "in_force; withdrawn JP", "terminated", "terminated"),
    (11, BILATERAL, "in_force; withdrawn JP; terminated", "terminated", "repeated-event"),
    (11, BILATERAL, "in_force; terminated", "terminated", "repeated-event"),
]


@pytest.mark.parametrize(
    ("guard", "terms", "past", "text", "outcome"),
    [pytest.param(*row, id=f"{row[0]}: {row[2] or 'none'} + {row[3]}" + f" ({len(row[1].parties)})") for row in GUARDS],
)
def test_a_guard_judges(guard: int, terms: Terms, past: str, text: str, outcome: str) -> None:
    position = after(*(part.strip() for part in past.split(";") if part), terms=terms)
    following, fault = take(position, text, terms)
    if "-" in outcome:
        assert fault is not None
        assert fault.rule == outcome
        assert following == position
    else:
        assert fault is None
        assert following.state == outcome


def test_an_act_of_all_parties_is_reported_if_it_comes_twice_or_too_late() -> None:
    twice, late = (take(after(*past), "ratified", BILATERAL)[1] for past in (["ratified"], ["in_force"]))
    assert twice is not None
    assert "'ratified' is recorded already" in twice.message
    assert late is not None
    assert "it is in_force already" in late.message


def test_every_guard_of_the_table_is_tried() -> None:
    assert {row[0] for row in GUARDS} >= {cell.guard for row in TABLE.values() for cell in row.values() if cell} - {0}


# Flags.


def _flags(*texts: str, terms: Terms = BILATERAL) -> Flags:
    return after(*texts, terms=terms).flags


def test_stalled_is_cleared_by_negotiating_and_by_every_later_state() -> None:
    assert _flags("proposed", "stalled") == Flags(stalled=True)
    assert _flags("proposed", "stalled", "negotiating") == Flags()
    assert _flags("negotiating", "stalled", "negotiating") == Flags()
    assert _flags("negotiating", "stalled", "approved JP") == Flags(stalled=True)
    for text in ("signed", "adopted", "ratified", "in_force", "abandoned"):
        assert _flags("negotiating", "stalled", text) == Flags()


def test_provisional_stands_until_force() -> None:
    assert _flags("provisional") == Flags(provisional=(ALL,))
    assert _flags("signed", "provisional", "ratified") == Flags(provisional=(ALL,))
    assert _flags("signed", "provisional", "in_force") == Flags()
    assert _flags("signed", "provisional", "terminated") == Flags()


def test_suspensions_are_by_whom() -> None:
    assert _flags("in_force", "suspended").suspended == (ALL,)
    assert _flags("in_force", "suspended PH", "suspended").suspended == ("PH", ALL)
    assert _flags("in_force", "suspended PH", "suspended JP", "resumed PH").suspended == ("JP",)
    assert _flags("in_force", "suspended PH", "suspended JP", "resumed").suspended == ()
    assert _flags("in_force", "suspended", "suspended PH", "resumed PH").suspended == (ALL,)
    assert _flags("in_force", "suspended", "suspended PH", "resumed JP").suspended == ("PH",)
    assert _flags("in_force", "suspended", "terminated") == Flags()


def test_a_notice_runs_is_put_on_hold_and_is_revoked() -> None:
    given = ("in_force", "notice_given PH >2020-08-09")
    assert _flags(*given).notices == (Notice("PH", False, PartialDate("2020-08-09")),)
    assert _flags(*given, "notice_suspended PH").notices == (Notice("PH", True, None),)
    assert _flags(*given, "notice_suspended PH >2021-01").notices == (Notice("PH", True, None),)
    assert _flags(*given, "notice_suspended PH", "notice_suspended PH").notices == (Notice("PH", True, None),)
    again = _flags(*given, "notice_suspended PH", "notice_given PH >2021-01")
    assert again.notices == (Notice("PH", False, PartialDate("2021-01")),)
    assert _flags(*given, "notice_revoked PH") == Flags()
    two = _flags(*given, "notice_given JP", "notice_revoked PH")
    assert two.notices == (Notice("JP", False, None),)
    assert _flags(*given, "notice_given JP", "terminated") == Flags()


def test_the_treaty_may_be_suspended_and_under_notice_at_once() -> None:
    flags = _flags("in_force", "suspended JP", "notice_given PH")
    assert flags.suspended == ("JP",)
    assert flags.notices == (Notice("PH", False, None),)


def test_stalled_after_signature_is_cleared_by_the_next_step() -> None:
    assert _flags("signed", "stalled") == Flags(stalled=True)
    assert _flags("signed", "stalled", "amended") == Flags(stalled=True)
    for text in ("approved JP", "ratified JP", "ratified", "in_force"):
        assert _flags("signed", "stalled", text) == Flags()


def test_force_clears_every_flag_that_it_ends() -> None:
    found = after("signed", "provisional", "refused JP", "refused PH", "stalled", "in_force", terms=TRILATERAL)
    assert not any(found.marks.get(topic) for topic in (Flag.STALLED, Flag.PROVISIONAL, Flag.REFUSED))


def test_refused_stands_until_the_party_agrees() -> None:
    assert _flags("signed", "refused PH").refused == ("PH",)
    assert _flags("negotiating", "refused PH", "signed").refused == ("PH",)
    assert _flags("signed", "refused PH", "approved JP").refused == ("PH",)
    for text in ("approved PH", "ratified PH", "ratified", "in_force", "abandoned", "withdrawn PH"):
        assert _flags("signed", "refused PH", text).refused == ()


def test_provisional_application_in_force_is_of_those_that_are_not_bound() -> None:
    consents = ("signed", "provisional US", "provisional JP", "ratified JP", "ratified PH", "in_force")
    assert _flags(*consents, terms=TWO_OF_THREE).provisional == ("US",)
    assert _flags(*consents, "in_force US", terms=TWO_OF_THREE).provisional == ()
    assert _flags(*consents, "provisional_ended US", terms=TWO_OF_THREE).provisional == ()


def test_a_project_that_is_taken_up_again_has_its_standing_and_no_flag() -> None:
    position = after("signed", "approved JP", "stalled", "abandoned", "resumed")
    assert position.state is State.SIGNED
    assert position.flags == Flags()
    assert position.ledger.approved == ("JP",)


def test_an_explicit_end_after_a_derived_one_is_no_longer_derived() -> None:
    derived = after("in_force", "withdrawn JP @2020-01-02")
    assert (derived.derived, derived.before) == (True, State.IN_FORCE)
    assert not after("in_force", "withdrawn JP @2020-01-02", "terminated @2020-02").derived
    assert not after("in_force", "withdrawn JP @2020-01-02", "terminated @2020-01-02").derived


# The ledger.


def test_an_approval_does_not_bring_a_party_back() -> None:
    assert after("signed", "withdrawn US", "approved US", terms=TRILATERAL).ledger.gone == ("US",)


def test_the_ledger_keeps_who_did_what_in_order() -> None:
    ledger = after(
        "signed", "approved PH", "approved PH", "approved JP", "ratified PH", "ratified JP", "in_force"
    ).ledger
    assert ledger.signed == ("JP", "PH")
    assert ledger.approved == ("PH", "JP")
    assert ledger.consented == ("PH", "JP")
    assert ledger.bound == ("JP", "PH")
    assert ledger.gone == ()


def test_a_signature_for_all_follows_one_by_name() -> None:
    assert after("negotiating", "signed PH", "signed").ledger.signed == ("PH", "JP")


def test_approval_is_not_consent() -> None:
    position = after("signed", "approved JP", "approved PH")
    assert position.state is State.SIGNED
    assert position.ledger.consented == ()


def test_force_binds_both_of_two_and_of_many_those_that_consented() -> None:
    many = Terms(("JP", "PH", "US"), 2)
    assert after("signed", "ratified PH", "in_force").ledger.bound == ("JP", "PH")
    assert after("signed", "ratified PH", "ratified US", "in_force", terms=many).ledger.bound == ("PH", "US")
    assert after("signed", "in_force", terms=Terms(("JP", "PH"), 1)).ledger.bound == ("JP", "PH")
    # Two consents are enough, and nobody knows whose.
    assert after("signed", "in_force", terms=many).ledger.bound == ()
    assert after("signed", "in_force", terms=Terms(("JP", "PH", "US"), 3)).ledger.bound == ("JP", "PH", "US")
    assert after("signed", "withdrawn US", "in_force", terms=many).ledger.bound == ("JP", "PH")
    later = after("signed", "ratified PH", "ratified US", "in_force", "ratified JP", "in_force JP", terms=many)
    assert later.ledger.bound == ("PH", "US", "JP")
    assert after("signed", "in_force US", terms=many).ledger.bound == ("US",)


def test_a_withdrawal_takes_the_party_out_of_everything() -> None:
    position = after(
        "signed",
        "approved US",
        "ratified",
        "in_force",
        "suspended US",
        "suspended JP",
        "notice_given US",
        "notice_given PH",
        "withdrawn US",
        terms=TRILATERAL,
    )
    ledger, flags = position.ledger, position.flags
    assert position.state is State.IN_FORCE
    assert (ledger.signed, ledger.approved, ledger.consented, ledger.bound) == (
        ("JP", "PH"),
        (),
        ("JP", "PH"),
        ("JP", "PH"),
    )
    assert ledger.gone == ("US",)
    assert flags.suspended == ("JP",)
    assert [notice.party for notice in flags.notices] == ["PH"]


@pytest.mark.parametrize("text", ["signed US", "ratified US", "in_force US"])
def test_a_party_that_left_may_join_again(text: str) -> None:
    position = after("signed", "signed US", "in_force", "withdrawn US", text, terms=TRILATERAL)
    assert position.ledger.gone == ()


@pytest.mark.parametrize("text", ["signed", "ratified", "in_force"])
def test_an_act_for_all_does_not_speak_for_a_party_that_left(text: str) -> None:
    ledger = after("adopted", "withdrawn US", text, terms=TRILATERAL).ledger
    assert ledger.gone == ("US",)
    assert "US" not in (*ledger.signed, *ledger.consented, *ledger.bound)


def test_talks_that_restart_begin_an_empty_ledger() -> None:
    position = after("signed", "approved JP", "withdrawn PH", "negotiating")
    assert position == Position(State.NEGOTIATING)
    assert after("adopted", "abandoned", "negotiating", "signed JP", "signed PH").state is State.SIGNED


def test_nobody_is_bound_after_the_end_but_what_was_done_stays() -> None:
    ledger = after("signed", "in_force", "terminated").ledger
    assert ledger.bound == ()
    assert ledger.signed == ("JP", "PH")


# Whole histories.


def test_the_vfa_was_never_suspended_only_the_notice() -> None:
    position = after(
        "signed",
        "in_force",
        "notice_given PH @2020-02-11 >2020-08-09",
        "notice_suspended PH @2020-06-01",
        "notice_suspended PH @2020-11-11",
        "notice_suspended PH @2021-06-14",
        "notice_revoked PH @2021-07-30",
        terms=Terms(("PH", "US")),
    )
    assert position.state is State.IN_FORCE
    assert position.flags == Flags()


@pytest.mark.parametrize("terms", [Terms(), Terms(("JP",)), Terms(("JP", "JP")), Terms(("JP", "PH"), 0)])
def test_odd_terms_raise_nothing(terms: Terms) -> None:
    for path in PATHS.values():
        for kind in EventKind:
            for party in (None, "JP", "FR", ""):
                step(after(*path), Act(kind, party), terms)


# Messages of faults, and acts of one party.


@pytest.mark.parametrize(
    ("past", "message"),
    [
        ("proposed; stalled; stalled", "it is recorded as stalled already"),
        ("negotiating; negotiating", "'negotiating' is recorded already; it comes again only after 'stalled'"),
        ("in_force; suspended; suspended", "already suspended"),
        ("in_force; suspended JP; suspended JP", "already suspended by JP"),
        ("in_force; notice_given JP; notice_given JP", "a notice by JP is running already"),
        ("in_force; notice_revoked JP", "no notice by JP is running or on hold"),
    ],
)
def test_a_fault_says_what_is_there_already_or_is_not(past: str, message: str) -> None:
    *before, last = past.split("; ")
    _, fault = take(after(*before), last, BILATERAL)
    assert fault is not None
    assert fault.message == message


def test_at_the_start_no_flag_stands_and_nobody_has_done_anything() -> None:
    assert not any(attrs.astuple(START.flags))
    assert not any(attrs.astuple(START.ledger))


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
    assert after(*before, text).state
    assert after(*before, f"{text} JP").state


@pytest.mark.parametrize(
    ("last", "bound"),
    [("provisional PH", ()), ("in_force PH", ("PH",)), ("note", ())],
)
def test_force_for_all_makes_no_signatory_of_an_open_list_bound_for_certain(last: str, bound: tuple[str, ...]) -> None:
    assert after("signed JP", "signed PH", "in_force", last, terms=OPEN).ledger.bound == bound


def test_a_successor_that_may_be_bound_is_bound_by_the_succession() -> None:
    before = after("signed JP", "signed PH", "in_force", terms=OPEN)
    taken = step(before, Act(EventKind.RATIFIED, "PH", manner=Manner.SUCCESSION), OPEN)
    assert taken.position.ledger.bound == ("PH",)
    again = step(taken.position, Act(EventKind.PROVISIONAL, "PH"), OPEN)
    assert again.violation == Violation(
        "illegal-transition", "'provisional' cannot follow in_force: PH is bound already"
    )


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


def test_force_clears_every_flag_that_it_ends() -> None:
    past = ("signed", "provisional", "refused JP", "refused PH", "stalled", "in_force")
    position, fault = replayed(BILATERAL, *past)
    assert fault is None
    assert not any(
        position.marks[topic] for topic in position.marks if str(topic) in ("stalled", "provisional", "refused")
    )
    assert replayed(TRILATERAL, *past)[0].flags == Flags(provisional=("JP", "PH"), refused=("JP", "PH"))


def test_force_binds_who_has_refused_and_not_consented_perhaps_only() -> None:
    bound = after("signed", "refused JP", "in_force", terms=TRILATERAL)
    assert (bound.ledger.bound, bound.flags.refused) == (("PH", "US"), ("JP",))
    assert after("signed", "refused JP", "in_force", "ratified JP", terms=TRILATERAL).flags.refused == ()
    assert after("signed", "refused JP", "ratified", "in_force", terms=TRILATERAL).ledger.bound == ("JP", "PH", "US")
    by_some = after("signed", "refused JP", "ratified PH", "ratified US", "in_force", terms=TRILATERAL)
    assert (by_some.ledger.bound, by_some.flags.refused) == (("PH", "US"), ("JP",))
    assert after("signed", "refused JP", "in_force JP", terms=TRILATERAL).flags.refused == ()
    one_sided = after("signed JP", "signed PH", "refused PH", "in_force", terms=OPEN)
    assert (one_sided.ledger.bound, one_sided.flags.refused) == ((), ("PH",))


def test_application_by_all_goes_on_for_those_for_whom_force_has_not_come() -> None:
    some = after("signed", "provisional", "ratified", "in_force JP", terms=TRILATERAL)
    assert (some.ledger.bound, some.flags.provisional) == (("JP",), ("PH", "US"))
    adopted = after("adopted", "provisional", "ratified JP", "ratified PH", "in_force", terms=TRILATERAL)
    assert (adopted.ledger.bound, adopted.flags.provisional) == (("JP", "PH"), ("US",))
    assert after("signed", "provisional", "in_force JP").flags.provisional == ()


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


def test_another_party_takes_over_on_the_day_on_which_one_leaves() -> None:
    # A treaty of two ends at the end of that day, whatever else is noted on it.
    noted = after("in_force", "withdrawn JP @2020-01-02", "note @2020-01-02")
    assert noted.state is State.TERMINATED
    assert take(noted, "in_force US @2020-01-02", BILATERAL)[0].state is State.IN_FORCE
    assert take(noted, "in_force US @2020-01-03", BILATERAL)[1] is not None


@pytest.mark.parametrize(
    ("date", "effective", "manner", "state"),
    [
        # Only a succession counts from the day from which it takes effect.
        ("2020-03-01", "2020-01-02", Manner.SUCCESSION, State.IN_FORCE),
        ("2020-03-01", "2020-01-02", Manner.ACCESSION, State.TERMINATED),
        ("2020-01-02", None, Manner.SUCCESSION, State.IN_FORCE),
        ("2020-03-01", None, Manner.SUCCESSION, State.TERMINATED),
    ],
)
def test_a_consent_after_a_derived_end(date: str, effective: str | None, manner: Manner, state: State) -> None:
    ended = after("in_force", "withdrawn JP @2020-01-02")
    day = PartialDate(effective) if effective else None
    joined = step(ended, Act(EventKind.RATIFIED, "US", PartialDate(date), effective=day, manner=manner), BILATERAL)
    assert joined.position.state is state


def test_a_consent_for_all_has_its_manner_for_each() -> None:
    consented = step(after("signed"), Act(EventKind.RATIFIED, manner=Manner.ACCEPTANCE), BILATERAL).position
    marks = consented.of(Deed.CONSENTED)
    assert [marks[party].manner for party in BILATERAL.parties] == [Manner.ACCEPTANCE] * 2
