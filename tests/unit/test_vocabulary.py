"""The words for kinds and parties: the package's own, and those that a folder adds; and what an agreement makes of them."""

from __future__ import annotations

import pickle

import pytest

from pactstate import kinds as module
from pactstate.agreement import Agreement
from pactstate.kinds import KINDS, STEPS, Kind, all_kinds, register_kind
from pactstate.lifecycle import TABLE, EventKind, State
from pactstate.parties import PARTIES
from pactstate.vocabulary import Vocabulary, common

FISH = Kind("fisheries", "fishing", approvals=("PH",))
OWN = common().extended({"fisheries": FISH}, {"ASEAN": "Association"})


def made(kind: str = "fisheries", vocabulary: Vocabulary | None = OWN) -> Agreement:
    return Agreement("a", "A", kind, ("JP", "PH", "ASEAN"), vocabulary=vocabulary)


def test_the_common_words_are_the_package_s() -> None:
    assert common().kinds == KINDS
    assert common().parties == PARTIES


def test_a_kind_that_is_registered_is_common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_registered", {})
    before = common()
    register_kind(FISH)
    assert common().kinds["fisheries"] is FISH
    assert "fisheries" not in before.kinds
    assert made(vocabulary=None).policy is FISH


def test_more_words_are_added_and_the_old_ones_kept() -> None:
    assert OWN.kinds == {**KINDS, "fisheries": FISH}
    assert OWN.parties == {**PARTIES, "ASEAN": "Association"}
    further = OWN.extended({"fisheries": Kind("fisheries", "other")}, {"X1": "One"})
    assert further.kinds["fisheries"].title == "other"
    assert further.parties["ASEAN"] == "Association"
    assert further.parties["X1"] == "One"
    assert OWN.kinds["fisheries"] is FISH


def test_the_words_are_the_vocabulary_s_own() -> None:
    kinds, parties = {"fisheries": FISH}, {"ASEAN": "Association"}
    words = Vocabulary(kinds, parties)
    kinds.clear()
    parties.clear()
    assert words.kinds == {"fisheries": FISH}
    assert words.parties == {"ASEAN": "Association"}
    assert all_kinds() == KINDS


def test_words_can_be_sent_elsewhere() -> None:
    again = pickle.loads(pickle.dumps(OWN))
    assert (again.kinds, again.parties) == (OWN.kinds, OWN.parties)
    assert hash(OWN) == hash(OWN)


def test_an_agreement_goes_by_its_own_words() -> None:
    assert made().policy is FISH
    assert made().needs_approval_of() == ("PH",)
    assert made("raa").policy is KINDS["raa"]
    assert made("unheard_of").policy == Kind("unknown", "unheard_of")
    assert [made().party_name(code) for code in ("ASEAN", "JP", "XX")] == ["Association", "Japan", "XX"]


def test_an_agreement_without_words_of_its_own_goes_by_the_common_ones() -> None:
    assert made(vocabulary=None).policy == Kind("unknown", "fisheries")
    assert made(vocabulary=None).needs_approval_of() == ()
    assert made("raa", None).policy is KINDS["raa"]
    assert [made(vocabulary=None).party_name(code) for code in ("ASEAN", "JP")] == ["ASEAN", "Japan"]


def test_the_words_are_no_part_of_what_an_agreement_is() -> None:
    assert made() == made(vocabulary=None)
    assert hash(made()) == hash(made(vocabulary=None))
    assert "fishing" not in repr(made())


@pytest.mark.parametrize("event", EventKind)
@pytest.mark.parametrize("field", ["expects", "expects_many"])
def test_a_kind_expects_only_steps_on_the_way_to_force(event: EventKind, field: str) -> None:
    steps = [[EventKind.SIGNED], [EventKind.RATIFIED, event]]
    if event in STEPS:
        assert getattr(Kind("own", "mine", **{field: steps}), field)[1] == {EventKind.RATIFIED, event}
        return
    with pytest.raises(
        ValueError, match=f"'{event}' is no step on the way to force: expected one of proposed, .*, rat"
    ):
        Kind("own", "mine", **{field: steps})


def test_a_step_leads_from_nothing_to_a_state_before_force() -> None:
    """The check of skipped steps asks for the furthest state to which a step leads."""
    before = list(State)[: list(State).index(State.IN_FORCE)]
    for event in STEPS:
        cell = TABLE[None][event]
        assert cell is not None
        assert cell.target in before
    assert [event for event in EventKind if event in STEPS] == list(STEPS)


@pytest.mark.parametrize("field", ["expects", "expects_many"])
def test_a_step_is_met_by_at_least_one_event(field: str) -> None:
    with pytest.raises(ValueError):
        Kind("own", "mine", **{field: [[EventKind.SIGNED], []]})


def test_a_kind_may_differ_for_many_in_expecting_nothing() -> None:
    kind = Kind("own", "mine", [[EventKind.SIGNED]], expects_many=None)
    assert kind.expected_steps(3) == (frozenset({EventKind.SIGNED}),)
