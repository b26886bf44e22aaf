"""The lifecycle against a naive model, written from the sentences of domain.md section 1 and from nothing else."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pactstate.domain.lifecycle import (
    START,
    TABLE,
    WAYS_OUT,
    Act,
    EventKind,
    Fault,
    Flags,
    Ledger,
    Notice,
    Position,
    Terms,
    step,
)
from profiles import examples
from strategies import acts, event_kinds, legal_kinds, states, terms

BACKBONE = ["proposed", "negotiating", "signed", "ratified", "in_force"]
BEFORE_FORCE = {None, "proposed", "negotiating", "signed", "ratified"}
NEEDS_PARTY = {"approved", "notice_given", "notice_suspended", "notice_revoked", "withdrawn"}
MAY_HAVE_PARTY = NEEDS_PARTY | {
    "proposed",
    "signed",
    "ratified",
    "in_force",
    "provisional",
    "suspended",
    "resumed",
    "note",
}

# Where each event may happen, and what it leads to if no guard has its say; from the table, read by hand.
MAY_HAPPEN: dict[str, set[str | None]] = {
    "proposed": {None},
    "negotiating": {None, "proposed", "negotiating", "abandoned"},
    "text_agreed": {None, "proposed", "negotiating"},
    "stalled": {"proposed", "negotiating"},
    "postponed": {"proposed", "negotiating", "signed", "ratified"},
    "adopted": {None, "proposed", "negotiating"},
    "signed": {None, *BACKBONE},
    "approved": {None, *BACKBONE},
    "ratified": {None, *BACKBONE},
    "in_force": {None, *BACKBONE},
    "provisional": {None, "signed", "ratified"},
    "amended": {"signed", "ratified", "in_force"},
    "extended": {"in_force"},
    "suspended": {"in_force"},
    "resumed": {"in_force"},
    "notice_given": {"in_force"},
    "notice_suspended": {"in_force"},
    "notice_revoked": {"in_force"},
    "withdrawn": {"signed", "ratified", "in_force"},
    "abandoned": {"proposed", "negotiating", "signed", "ratified"},
    "terminated": {None, "signed", "ratified", "in_force"},
    "note": {None, *BACKBONE, "abandoned", "terminated"},
}


class Naive:
    """Plain sets and ifs."""

    def __init__(self, terms: Terms) -> None:
        self.parties = set(terms.parties)
        self.needed = terms.consents_needed
        self.state: str | None = None
        self.forget_flags()
        self.forget_ledger()

    def forget_flags(self) -> None:
        self.stalled = self.provisional = False
        self.suspended: set[str] = set()
        self.notices: dict[str, tuple[bool, object]] = {}

    def forget_ledger(self) -> None:
        self.signed: set[str] = set()
        self.approved: set[str] = set()
        self.consented: set[str] = set()
        self.bound: set[str] = set()
        self.gone: set[str] = set()
        self.by_name: set[tuple[str, str]] = set()
        self.adopted = self.signed_for_all = False

    def take(self, act: Act) -> str | None:
        """Take the event, or say which rule it breaks."""
        kind, party, complaint = str(act.kind), act.party, None
        if self.state not in MAY_HAPPEN[kind]:
            return "illegal-transition"
        if kind in NEEDS_PARTY and party is None:
            return "party-required"
        if kind not in MAY_HAVE_PARTY and party is not None:
            party, complaint = None, "party-not-allowed"
        if fault := self.judge(kind, party, act):
            return fault
        self.happen(kind, party, act)
        return complaint

    def judge(self, kind: str, party: str | None, act: Act) -> str | None:
        state = self.state
        if kind == "negotiating" and state == "negotiating" and not self.stalled:
            return "repeated-event"
        if kind == "stalled" and self.stalled:
            return "repeated-event"
        if kind in ("signed", "ratified", "in_force") and (kind, party) in self.by_name:
            return "repeated-event"
        further = state in ("signed", "ratified", "in_force")
        if kind == "signed" and party is None and further and (not self.adopted or self.signed_for_all):
            return "repeated-event"
        if kind == "ratified" and party is None and state in ("ratified", "in_force"):
            return "repeated-event"
        if kind == "in_force" and party is None and state == "in_force":
            return "repeated-event"
        if kind == "suspended" and (party or "*") in self.suspended:
            return "repeated-event"
        if kind == "resumed" and not (self.suspended & {party, "*"} if party else self.suspended):
            return "nothing-to-act-on"
        if kind == "notice_given" and party in self.notices and not self.notices[party][0]:
            return "repeated-event"
        if kind in ("notice_suspended", "notice_revoked") and party not in self.notices:
            return "nothing-to-act-on"
        if kind == "notice_revoked" and party is not None:
            effective = self.notices[party][1]
            if act.date and effective and not act.date.earliest < effective.latest:
                return "notice-already-effective"
        if kind == "withdrawn" and party in self.gone:
            return "repeated-event"
        return None

    def happen(self, kind: str, party: str | None, act: Act) -> None:
        everyone = self.parties - self.gone if party is None else {party}
        bilateral = len(self.parties) == 2
        before = self.state
        if kind in ("proposed", "abandoned", "terminated"):
            self.state = kind
        elif kind == "negotiating":
            if before == "abandoned":
                self.forget_ledger()
            self.state, self.stalled = "negotiating", False
        elif kind == "text_agreed":
            self.state = "negotiating"
        elif kind == "stalled":
            self.stalled = True
        elif kind == "adopted":
            self.state, self.adopted = "signed", True
        elif kind == "approved":
            self.approved.add(party or "")
            self.state = "negotiating" if before in (None, "proposed") else before
        elif kind == "signed":
            self.signed |= everyone
            self.signed_for_all |= party is None
            waits = before == "negotiating" and bilateral and party and not self.parties <= self.signed
            if before in (None, "proposed", "negotiating") and not waits:
                self.state = "signed"
        elif kind == "ratified":
            self.consented |= everyone
            if self.needed is None:
                enough = self.consented >= self.parties - (self.gone - everyone)
            else:
                enough = len(self.consented) >= self.needed
            if before not in ("ratified", "in_force"):
                self.state = "ratified" if enough or party is None else "signed"
        elif kind == "in_force":
            self.bound |= self.consented if party is None and not bilateral and self.consented else everyone
            self.state = "in_force"
        elif kind == "provisional":
            self.state, self.provisional = before or "signed", True
        elif kind == "suspended":
            self.suspended.add(party or "*")
        elif kind == "resumed":
            if party is None:
                self.suspended = set()
            else:
                self.suspended.remove(party if party in self.suspended else "*")
        elif kind == "notice_given":
            self.notices[party or ""] = (False, act.effective)
        elif kind == "notice_suspended":
            self.notices[party or ""] = (True, None)
        elif kind == "notice_revoked":
            del self.notices[party or ""]
        elif kind == "withdrawn":
            # In force, those that are bound or have consented; before, or with less than two, all that may come to be.
            joined = self.consented | self.bound
            for ledger in (self.signed, self.approved, self.consented, self.bound, self.suspended):
                ledger.discard(party or "")
            members = self.parties | self.signed | self.consented | self.bound
            if before == "in_force" and len(joined) > 1:
                members = joined
            self.gone.add(party or "")
            self.notices.pop(party or "", None)
            self.by_name = {(done, who) for done, who in self.by_name if who != party}
            if len(members - self.gone) < 2:
                self.state = "terminated" if before == "in_force" else "abandoned"
        self.settle(kind, party)

    def settle(self, kind: str, party: str | None) -> None:
        if kind in ("signed", "approved", "ratified", "in_force") and party:
            self.gone.discard(party)
            self.by_name.add((kind, party))
        if self.state not in ("proposed", "negotiating"):
            self.stalled = False
        if self.state not in ("signed", "ratified"):
            self.provisional = False
        if self.state != "in_force":
            self.suspended, self.notices = set(), {}
        if self.state in ("abandoned", "terminated"):
            self.bound = set()


def _agrees(naive: Naive, position: Position) -> None:
    flags, ledger = position.flags, position.ledger
    assert position.state == naive.state
    assert (flags.stalled, flags.provisional) == (naive.stalled, naive.provisional)
    assert sorted(flags.suspended) == sorted(naive.suspended)
    assert {notice.party: (notice.on_hold, notice.effective) for notice in flags.notices} == naive.notices
    for name in ("signed", "approved", "consented", "bound", "gone"):
        assert sorted(getattr(ledger, name)) == sorted(getattr(naive, name)), name


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
        assert taken.fault is None or isinstance(taken.fault, Fault)
        assert (taken.fault.rule if taken.fault else None) == expected
        if taken.fault and taken.fault.rule != "party-not-allowed":
            assert taken.position == before
        old, new = before.state, taken.position.state
        assert _place(new) >= _place(old) or (old, new) == ("abandoned", "negotiating")
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
        assert not flags.stalled or state in ("proposed", "negotiating")
        assert not flags.provisional or state in ("signed", "ratified")
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
        assert not set(ledger.gone) & {*ledger.signed, *ledger.approved, *ledger.consented, *ledger.bound}


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=examples(150), stateful_step_count=25)


parties = st.sampled_from(["JP", "PH", "FR", "", "*"])
groups = st.lists(parties, max_size=3).map(tuple)
positions = st.builds(
    Position,
    st.none() | states,
    st.builds(
        Flags,
        st.booleans(),
        st.booleans(),
        groups,
        st.lists(st.builds(Notice, parties, st.booleans(), st.none()), max_size=2).map(tuple),
    ),
    st.builds(
        Ledger,
        *[groups] * 5,
        st.frozensets(st.tuples(event_kinds, st.none() | parties), max_size=3),
    ),
)


@given(positions, event_kinds, st.none() | parties, st.builds(Terms, groups, st.none() | st.integers(-1, 4)))
@settings(max_examples=examples(500))
def test_no_position_whatever_makes_a_step_raise(
    position: Position, kind: EventKind, party: str | None, terms: Terms
) -> None:
    taken = step(position, Act(kind, party), terms)
    if taken.fault and taken.fault.rule != "party-not-allowed":
        assert taken.position is position
    assert (taken.fault is not None and taken.fault.rule == "illegal-transition") == (
        TABLE[position.state][kind] is None
    )
    assert attrs.has(type(taken.position))
