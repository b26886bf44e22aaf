"""The lifecycle against a naive model, written from the sentences of docs/domain.md and from nothing else."""

from __future__ import annotations

import copy

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import (
    START,
    TABLE,
    WAYS_OUT,
    Act,
    Deed,
    Flag,
    Flags,
    Mark,
    MutableMarks,
    Position,
    Terms,
    Violation,
    advance,
    step,
)
from profiles import examples
from strategies import acts, legal_kinds, states, terms

BACKBONE = ["proposed", "negotiating", "signed", "ratified", "in_force"]
BEFORE_FORCE = {None, "proposed", "negotiating", "signed", "ratified"}
NEEDS_PARTY = {"approved", "refused", "notice_given", "notice_suspended", "notice_revoked", "withdrawn"}
MAY_HAVE_PARTY = NEEDS_PARTY | {
    "proposed", "signed", "ratified", "in_force", "provisional", "provisional_ended", "suspended", "resumed", "note",
}  # fmt: skip

# States in which each event may happen, and its result without guards. Typed by hand from the table.
MAY_HAPPEN: dict[str, set[str | None]] = {
    "proposed": {None},
    "negotiating": {None, "proposed", "negotiating", "abandoned"},
    "text_agreed": {None, "proposed", "negotiating"},
    "stalled": {"proposed", "negotiating", "signed"},
    "postponed": {"proposed", "negotiating", "signed", "ratified", "in_force"},
    "adopted": {None, "proposed", "negotiating"},
    "signed": {None, *BACKBONE},
    "approved": {None, *BACKBONE},
    "ratified": {None, *BACKBONE},
    "in_force": {None, *BACKBONE},
    "refused": {"negotiating", "signed", "ratified"},
    "provisional": {None, "signed", "ratified", "in_force"},
    "provisional_ended": {"signed", "ratified", "in_force"},
    "amended": {"signed", "ratified", "in_force"},
    "extended": {"in_force"},
    "suspended": {"in_force"},
    "resumed": {"in_force", "abandoned"},
    "notice_given": {"in_force"},
    "notice_suspended": {"in_force"},
    "notice_revoked": {"in_force"},
    "withdrawn": {"signed", "ratified", "in_force"},
    "abandoned": {"proposed", "negotiating", "signed", "ratified"},
    "terminated": {None, "signed", "ratified", "in_force", "terminated"},
    "note": {None, *BACKBONE, "abandoned", "terminated"},
}


class Naive:
    """Plain sets and ifs."""

    def __init__(self, terms: Terms) -> None:
        self.parties = set(terms.parties)
        self.needed = terms.consents_needed
        self.open = terms.open
        self.bilateral = len(terms.parties) == 2 and not terms.open
        self.state: str | None = None
        self.before: str | None = None
        self.ended_on: PartialDate | None = None
        self.derived = False
        self.forget_flags()
        self.forget_ledger()

    def forget_flags(self) -> None:
        self.stalled = False
        self.provisional: set[str] = set()
        self.suspended: set[str] = set()
        self.refused: set[str] = set()
        self.notices: dict[str, tuple[bool, object]] = {}

    def forget_ledger(self) -> None:
        self.signed: set[str] = set()
        self.approved: set[str] = set()
        self.consented: set[str] = set()
        self.bound: set[str] = set()
        self.gone: set[str] = set()
        self.by_name: set[tuple[str, str]] = set()
        self.text = self.signed_for_all = False

    def take(self, act: Act) -> str | None:
        """Take the event, or say which rule it breaks."""
        kept = copy.deepcopy(self.__dict__)
        again = self.derived and self.ended_on and act.date and not self.ended_on.latest < act.date.earliest
        if again and self.before in MAY_HAPPEN[str(act.kind)]:
            # Fewer than two parties end it at the end of the day only.
            self.state = self.before
        else:
            again = False
        kind, party, complaint = str(act.kind), act.party, None
        if self.state not in MAY_HAPPEN[kind]:
            complaint = "illegal-transition"
        elif kind in NEEDS_PARTY and party is None:
            complaint = "party-required"
        else:
            if kind not in MAY_HAVE_PARTY and party is not None:
                party, complaint = None, "party-not-allowed"
            if fault := self.judge(kind, party, act):
                complaint = fault
            else:
                self.happen(kind, party, act, again=bool(again))
                return complaint
        self.__dict__.update(kept)
        return complaint

    def judge(self, kind: str, party: str | None, act: Act) -> str | None:
        state = self.state
        if kind == "negotiating" and state == "negotiating" and not self.stalled:
            return "repeated-event"
        if kind == "stalled" and self.stalled:
            return "repeated-event"
        returns = kind in ("ratified", "in_force") and party in self.notices
        if kind in ("signed", "ratified", "in_force") and (kind, party) in self.by_name and not returns:
            return "repeated-event"
        further = state in ("signed", "ratified", "in_force")
        if kind == "signed" and party is None and further and (not self.text or self.signed_for_all):
            return "repeated-event"
        if kind == "ratified" and party is None and state in ("ratified", "in_force"):
            return "repeated-event"
        if kind == "in_force" and party is None and state == "in_force":
            return "repeated-event"
        known_free = party in self.gone or (party in self.parties and not self.open)
        not_bound = party is not None and party not in self.bound | self.consented and known_free
        if kind == "suspended" and (party or "*") in self.suspended:
            return "repeated-event"
        if kind == "suspended" and not_bound:
            return "nothing-to-act-on"
        if kind == "resumed" and state == "in_force":
            theirs = self.suspended & {party, "*"} if party else self.suspended
            return None if theirs else "nothing-to-act-on"
        if kind == "notice_given" and party in self.notices and not self.notices[party][0]:
            return "repeated-event"
        if kind == "notice_given" and not_bound:
            return "nothing-to-act-on"
        if kind in ("notice_suspended", "notice_revoked") and party not in self.notices:
            return "nothing-to-act-on"
        if kind in ("notice_suspended", "notice_revoked") and party is not None:
            effective = self.notices[party][1]
            if isinstance(effective, PartialDate) and act.date:
                if kind == "notice_revoked" and not act.date.earliest < effective.latest:
                    return "notice-already-effective"
                if kind == "notice_suspended" and effective.latest < act.date.earliest:
                    return "nothing-to-act-on"
        if kind == "withdrawn" and party in self.gone:
            return "repeated-event"
        if kind == "withdrawn" and act.of:
            done = {"signed": self.signed, "ratified": self.consented, "approved": self.approved}[str(act.of)]
            return None if party in done else "nothing-to-act-on"
        if kind == "provisional" and state == "in_force" and (party is None or party in self.bound):
            return "illegal-transition"
        if kind == "provisional_ended":
            theirs = self.provisional & {party, "*"} if party else self.provisional
            return None if theirs else "nothing-to-act-on"
        if kind == "terminated" and state == "terminated" and not self.derived:
            return "repeated-event"
        return None

    def enough(self) -> bool:
        if self.needed is not None:
            return len(self.consented) >= self.needed
        return not self.open and self.consented >= self.parties - self.gone

    def happen(self, kind: str, party: str | None, act: Act, *, again: bool) -> None:
        everyone = self.parties - self.gone if party is None else {party}
        old, who = self.state, party or ""
        if kind in ("proposed", "abandoned", "terminated"):
            self.state = kind
        elif kind == "negotiating":
            if old == "abandoned":
                self.forget_ledger()
                self.forget_flags()
            self.state, self.stalled = "negotiating", False
        elif kind == "text_agreed":
            self.state = "negotiating"
        elif kind == "stalled":
            self.stalled = True
        elif kind == "adopted":
            self.state, self.text = "signed", True
        elif kind == "approved":
            self.approved.add(who)
            self.refused.discard(who)
            self.stalled = self.stalled and old != "signed"
            self.state = "negotiating" if old in (None, "proposed") else old
        elif kind == "refused":
            self.refused.add(who)
        elif kind == "signed":
            self.signed |= everyone
            self.gone -= everyone
            self.signed_for_all |= party is None
            if old in (None, "proposed", "negotiating"):
                waits = self.bilateral and party and not self.parties <= self.signed
                self.state = "negotiating" if waits else "signed"
        elif kind == "ratified":
            self.consented |= everyone
            self.gone -= everyone
            self.refused = set() if party is None else self.refused - everyone
            self.stalled = False
            if party and old == "in_force" and str(act.manner) == "succession":
                self.bound.add(party)
                self.provisional.discard(party)
            if old not in ("ratified", "in_force"):
                self.state = "ratified" if party is None or self.enough() else "signed"
        elif kind == "in_force":
            some = party is None and not self.bilateral and bool(self.consented)
            now = self.consented - self.gone if some else everyone
            now |= self.parties - self.gone if self.bilateral else set()
            told = self.notices.get(party, (False, None))[1] if party else None
            if isinstance(told, PartialDate) and act.date and not act.date.latest < told.earliest:
                del self.notices[who]
            if party is None and not some and not self.bilateral:
                # Who has refused may be bound, and that is not certain; nor is anybody, if few consents are enough.
                few = self.needed is not None and self.needed < len(self.parties - self.gone)
                now = set() if few and not self.open else now - self.refused
            if "*" in self.provisional and not self.bilateral:
                self.provisional |= self.parties - now - self.gone - self.bound
            self.refused -= now
            self.bound |= now
            self.gone -= everyone if party else set()
            self.provisional -= {*now, "*"}
            self.state = "in_force"
        elif kind == "provisional":
            self.state, self.text = old or "signed", True
            self.provisional.add(party or "*")
        elif kind == "provisional_ended":
            if party and "*" in self.provisional:
                self.provisional |= set() if self.bilateral else self.parties - self.gone - self.bound
                self.provisional -= {"*", party}
            self.provisional = self.without(self.provisional, party)
        elif kind == "suspended":
            self.suspended.add(party or "*")
        elif kind == "resumed" and old == "abandoned":
            self.state = self.before
            self.forget_flags()
        elif kind == "resumed":
            self.suspended = self.without(self.suspended, party)
        elif kind == "notice_given":
            self.notices[who] = (False, act.effective)
        elif kind == "notice_suspended":
            self.notices[who] = (True, None)
        elif kind == "notice_revoked":
            del self.notices[who]
        elif kind == "withdrawn" and act.of and not self.leaves(act, old):
            {"signed": self.signed, "ratified": self.consented, "approved": self.approved}[str(act.of)].discard(who)
            self.by_name.discard((str(act.of), who))
            if str(act.of) == "ratified":
                self.bound.discard(who)
                self.suspended.discard(who)
                self.notices.pop(who, None)
        elif kind == "withdrawn":
            for marks in (self.signed, self.approved, self.consented, self.bound, self.suspended, self.provisional):
                marks.discard(who)
            self.refused.discard(who)
            self.notices.pop(who, None)
            self.gone.add(who)
            self.by_name = {(done, one) for done, one in self.by_name if one != party}
        self.settle(kind, party, act, old, again=again)

    def leaves(self, act: Act, state: str | None) -> bool:
        """A party leaves by everything, or by its ratification of a treaty of two in force."""
        return not act.of or (str(act.of) == "ratified" and state == "in_force" and self.bilateral)

    @staticmethod
    def without(marks: set[str], party: str | None) -> set[str]:
        if party is None:
            return set()
        return marks - ({party} if party in marks else {"*"})

    def settle(self, kind: str, party: str | None, act: Act, old: str | None, *, again: bool) -> None:
        if kind in ("signed", "ratified", "in_force") and party:
            self.by_name.add((kind, party))
        over = ("abandoned", "terminated")
        if self.state not in over and self.state != old and self.state not in ("proposed", "negotiating"):
            self.stalled = False
        if self.state in over:
            if old not in over:
                self.before, self.derived, self.ended_on = old, False, None
            elif kind == "terminated":
                self.derived, self.ended_on = False, None
            return
        left = (self.parties | self.signed | self.consented | self.bound) - self.gone
        leaves = kind == "withdrawn" and self.leaves(act, old)
        if (leaves or again) and len(left) < 2 and not self.open:
            self.ended_on = self.ended_on if again else act.date
            self.before, self.derived = self.state, True
            self.state = "terminated" if self.state == "in_force" else "abandoned"
            return
        self.before, self.derived, self.ended_on = None, False, None
        if kind == "withdrawn" and self.state == "ratified" and not self.open and not self.enough():
            self.state = "signed"


def _agrees(naive: Naive, position: Position) -> None:
    flags, ledger = position.flags, position.ledger
    over = naive.state in ("abandoned", "terminated")
    assert position.state == naive.state
    assert (position.before, position.derived, position.ended_on) == (naive.before, naive.derived, naive.ended_on)
    assert flags.stalled == (naive.stalled and not over)
    for name in ("suspended", "provisional", "refused"):
        assert set(getattr(flags, name)) == (set() if over else getattr(naive, name)), name
    notices = {notice.party: (notice.on_hold, notice.effective) for notice in flags.notices}
    assert notices == ({} if over else naive.notices)
    for name in ("signed", "approved", "consented", "bound", "gone"):
        expected = set() if name == "bound" and over else getattr(naive, name)
        assert sorted(getattr(ledger, name)) == sorted(expected), name


def _place(state: str | None) -> int:
    return -1 if state is None else [*BACKBONE, "abandoned", "terminated"].index(state)


class Histories(RuleBasedStateMachine):
    """Any events, legal ones more often, under any terms."""

    @initialize(terms=terms)
    def begin(self, terms: Terms) -> None:
        self.terms = terms
        self.position = START
        self.naive = Naive(terms)

    @rule(act=acts())
    def any_event(self, act: Act) -> None:
        self.take(act)

    @rule(data=st.data())
    def event_with_a_cell(self, data: st.DataObject) -> None:
        self.take(data.draw(acts(st.sampled_from(legal_kinds(self.position.state)))))

    @rule(data=st.data())
    def event_that_lasts(self, data: st.DataObject) -> None:
        # Without this one most histories are over soon.
        lasting = [kind for kind in legal_kinds(self.position.state) if kind not in ("abandoned", "terminated")]
        self.take(data.draw(acts(st.sampled_from(lasting))))

    def take(self, act: Act) -> None:
        before, expected = self.position, self.naive.take(act)
        taken = step(before, act, self.terms)
        assert taken.violation is None or isinstance(taken.violation, Violation)
        assert (taken.violation.rule if taken.violation else None) == expected
        if taken.violation and taken.violation.rule != "party-not-allowed":
            assert taken.position == before
        old, new = before.state, taken.position.state
        back = old in ("abandoned", "terminated") or (old, new) == ("ratified", "signed")
        assert _place(new) >= _place(old) or back
        self.position = taken.position

    @invariant()
    def the_naive_model_agrees(self) -> None:
        if hasattr(self, "naive"):
            _agrees(self.naive, self.position)

    @invariant()
    def flags_stand_only_in_their_states(self) -> None:
        if not hasattr(self, "position"):
            return
        state, flags = self.position.state, self.position.flags
        assert not flags.stalled or state in ("proposed", "negotiating", "signed")
        assert not flags.provisional or state in ("signed", "ratified", "in_force")
        assert not flags.refused or state in ("negotiating", "signed", "ratified", "in_force")
        assert state != "in_force" or not {*flags.refused} & {*self.position.ledger.bound}
        assert not flags.suspended or state == "in_force"
        assert not flags.notices or state == "in_force"
        if state in WAYS_OUT:
            assert flags == Flags()
            assert self.position.ledger.bound == ()

    @invariant()
    def the_ledger_names_a_party_once_and_nobody_who_is_gone(self) -> None:
        if not hasattr(self, "position"):
            return
        ledger = self.position.ledger
        for parties in (ledger.signed, ledger.approved, ledger.consented, ledger.bound, ledger.gone):
            assert len(set(parties)) == len(parties)
        assert not set(ledger.gone) & {*ledger.signed, *ledger.consented, *ledger.bound}


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=examples(150), stateful_step_count=25)


parties = st.sampled_from(["JP", "PH", "FR", "", "*"])
groups = st.lists(parties, max_size=3).map(tuple)
dates = st.none() | st.sampled_from([PartialDate("2025"), PartialDate("2025-01-02")])
marks = st.builds(Mark, st.just(0), st.booleans(), st.none(), st.booleans(), st.booleans(), dates)
positions = st.builds(
    Position,
    st.none() | states,
    st.dictionaries(
        st.sampled_from([*Deed, *Flag]), st.dictionaries(parties, marks, min_size=1, max_size=3), max_size=5
    ),
    st.none() | states,
    st.booleans(),
    dates,
)


@given(positions, acts(), st.none() | parties, st.builds(Terms, groups, st.none() | st.integers(-1, 4), st.booleans()))
@settings(max_examples=examples(500))
def test_no_position_whatever_makes_a_step_raise(position: Position, act: Act, party: str | None, terms: Terms) -> None:
    taken = step(position, attrs.evolve(act, party=party), terms)
    if taken.violation and taken.violation.rule != "party-not-allowed":
        assert taken.position is position
    if TABLE[position.state][act.kind] is None and not position.derived:
        assert taken.violation is not None
        assert taken.violation.rule == "illegal-transition"
    assert attrs.has(type(taken.position))


@given(st.lists(acts(), max_size=12), terms)
@settings(max_examples=examples(200), deadline=None)
def test_a_replay_in_place_is_the_same_as_step_by_step(some: list[Act], terms: Terms) -> None:
    marks: MutableMarks = {}
    position, alone = Position(None, marks), START
    for act in some:
        position, violation, _ = advance(marks, position, act, terms)
        alone, other = step(alone, act, terms)
        assert (position, violation) == (alone, other)
