"""Kinds and parties: those of the package, those that the settings of a folder add, and their effects."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pactstate
from pactstate.domain.agreement import Agreement
from pactstate.domain.kinds import KINDS, STEPS, Kind, all_kinds
from pactstate.domain.lifecycle import TABLE, EventKind, State
from pactstate.domain.model import Event
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import Vocabulary, common

Write = Callable[..., Path]

FISH = Kind("fisheries", "fishing", approvals=("PH",))
OWN = common().extended({"fisheries": FISH}, {"QORG": "Association"})


def made(kind: str = "fisheries", vocabulary: Vocabulary | None = OWN) -> Agreement:
    return Agreement("a", "A", kind, ("JP", "PH", "QORG"), vocabulary=vocabulary)


def test_the_common_words_are_the_package_s() -> None:
    assert common().kinds == KINDS
    assert common().parties == PARTIES


def test_more_words_are_added_and_the_old_ones_kept() -> None:
    assert OWN.kinds == {**KINDS, "fisheries": FISH}
    assert OWN.parties == {**PARTIES, "QORG": "Association"}
    further = OWN.extended({"fisheries": Kind("fisheries", "other")}, {"X1": "One"})
    assert further.kinds["fisheries"].title == "other"
    assert further.parties["QORG"] == "Association"
    assert further.parties["X1"] == "One"
    assert OWN.kinds["fisheries"] is FISH


def test_the_words_are_the_vocabulary_s_own() -> None:
    kinds, parties = {"fisheries": FISH}, {"QORG": "Association"}
    words = Vocabulary(kinds, parties)
    kinds.clear()
    parties.clear()
    assert words.kinds == {"fisheries": FISH}
    assert words.parties == {"QORG": "Association"}
    assert all_kinds() == KINDS


def test_words_can_be_sent_elsewhere() -> None:
    again = pickle.loads(pickle.dumps(OWN))
    assert (again.kinds, again.parties) == (OWN.kinds, OWN.parties)
    assert hash(OWN) == hash(OWN)


def test_an_agreement_goes_by_its_own_words() -> None:
    assert made().policy is FISH
    assert made().needs_approval_of() == ("PH",)
    assert made("raa").policy is KINDS["raa"]
    assert [made().party_name(code) for code in ("QORG", "JP", "XX")] == ["Association", "Japan", "XX"]


def test_an_agreement_without_words_of_its_own_goes_by_the_common_ones() -> None:
    plain = Agreement("a", "A", "raa", ("JP", "PH"))
    assert plain.policy is KINDS["raa"]
    assert [plain.party_name(code) for code in ("QORG", "JP")] == ["QORG", "Japan"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "fisheries"}, "'fisheries' is no kind of agreement: write one of acsa, .*Kind\\('fisheries'"),
        ({"parties": ["JP", "QORG"]}, "parties: 'QORG' is not the code of a party: write the ISO .*parties={'OWN'"),
        ({"parties": ["JP", "Philippines"]}, "'Philippines' is not the code of a party: write PH$"),
        ({"parties": ["JP", "Congo"]}, "'Congo' is not the code of a party: write CD or CG$"),
        ({"approvals_needed": ["ph"]}, "approvals_needed: 'ph' is not the code of a party: write PH$"),
        ({"history": [Event("signed", "2024", party="QORG")]}, "Event.party: 'QORG' is not the code of a party"),
    ],
)
def test_words_that_nobody_declared_are_refused(fields: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"id": "a", "title": "A", "kind": "raa", "parties": ["JP", "PH"], **fields}
    with pytest.raises(pactstate.ValueRefusedError, match=says):
        Agreement(**given)
    if "QORG" in says or "fisheries" in says:
        assert Agreement(**given, vocabulary=OWN).title == "A"


def test_the_words_are_no_part_of_what_an_agreement_is() -> None:
    other = OWN.extended({}, {"X1": "One"})
    assert made() == made(vocabulary=other)
    assert hash(made()) == hash(made(vocabulary=other))
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


# Words of a caller.

CAUGHT = Vocabulary([FISH], {"ASEM": "Association"})
FILE = """id: a
title: A
kind: fisheries
parties: [JP, PH, ASEM]
history:
  - {event: signed, date: 2024-07-08, reported_by: [s]}
sources:
  s: {title: S, publisher: P, published: 2024-07-09}
"""


def test_kinds_are_given_one_after_the_other_or_by_name() -> None:
    assert Vocabulary([FISH]).kinds == Vocabulary({"fisheries": FISH}).kinds == {"fisheries": FISH}
    assert Vocabulary([FISH, FISH]).kinds == {"fisheries": FISH}
    assert (Vocabulary().kinds, Vocabulary().parties) == ({}, {})


@pytest.mark.parametrize(
    ("kinds", "parties", "says"),
    [
        ({"fish": FISH}, {}, "the kind 'fisheries' stands under the name 'fish'"),
        ([FISH, Kind("fisheries", "other")], {}, "defined twice, and differently"),
        (["fisheries"], {}, "Vocabulary.kinds takes a Kind, not 'fisheries'"),
        ([], {"asem": "Association"}, "'asem' is not a code"),
        ([], {5: "Association"}, "5 is not a code"),
        ([], {"ASEM": " "}, "the party ASEM has no name"),
        ([], {"ASEM": None}, "the party ASEM has no name"),
        ([], {"ASEM": "x" * 501}, "the name of the party ASEM has 501 characters: write 500 at most"),
        ([], {"JP": "Jupiter"}, "the code 'JP' is that of Japan: take another code"),
        ([Kind("raa", "mine")], {}, "the kind 'raa' comes with the package, with another meaning"),
        ([Kind("own", "mine", approvals=["ASEM"])], {}, "'own' needs the approval of 'ASEM', which is not the code"),
    ],
)
def test_words_that_cannot_be_used_are_refused_at_once(kinds: Any, parties: Any, says: str) -> None:
    with pytest.raises((TypeError, ValueError), match=re.escape(says)):
        Vocabulary(kinds, parties)


def test_a_folder_is_read_with_the_words_that_are_passed(write: Write) -> None:
    folder = write(a=FILE)
    assert {one.rule for one in pactstate.check(folder).findings} == {"invalid-value", "unknown-party-code"}
    agreement = pactstate.load(folder, vocabulary=CAUGHT)["a"]
    assert (agreement.policy, agreement.party_name("ASEM")) == (FISH, "Association")
    assert agreement.needs_approval_of() == ("PH",)
    assert pactstate.check(folder, vocabulary=CAUGHT).findings == ()
    # Nothing stays of it.
    with pytest.raises(pactstate.AgreementError):
        pactstate.load(folder)
    other = Kind("fisheries", "other")
    assert pactstate.load(folder, vocabulary=Vocabulary([other], CAUGHT.parties))["a"].policy == other
    assert agreement.policy is FISH


def test_words_of_a_caller_and_of_the_settings_go_together(write: Write) -> None:
    folder = write(a=FILE)
    (folder / "pactstate.toml").write_text("format = 1\n[parties]\nASEM = 'Association'\n")
    assert pactstate.check(folder, vocabulary=Vocabulary([FISH])).findings == ()
    assert pactstate.check(folder, vocabulary=CAUGHT).findings == ()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (Vocabulary([FISH]), "the kind 'fisheries' is defined in .*pactstate.toml, with another meaning"),
        (Vocabulary([], {"GCCX": "Other"}), "the party 'GCCX' is defined in .*pactstate.toml, with another meaning"),
    ],
)
def test_a_word_has_one_meaning(write: Write, words: Vocabulary, says: str) -> None:
    folder = write(a=FILE)
    settings = "[kinds.fisheries]\ntitle = 'fish'\n[parties]\nASEM = 'Association'\nGCCX = 'Gulf'\n"
    (folder / "pactstate.toml").write_text(settings)
    assert pactstate.check(folder).findings == ()
    for read in (pactstate.load, pactstate.check):
        with pytest.raises(pactstate.ConfigurationError, match=says):
            read(folder, vocabulary=words)


def test_an_organisation_that_the_settings_name_is_written_and_checked(write: Write) -> None:
    """The package came to know it later, under another name. It could be loaded, and neither dumped nor checked."""
    folder = write(a=FILE.replace("fisheries", "treaty").replace("ASEM", "ASEAN"))
    (folder / "pactstate.toml").write_text("[parties]\nASEAN = 'South-East Asia'\n")
    agreement = pactstate.load(folder)["a"]
    assert agreement.party_name("ASEAN") == "South-East Asia"
    assert pactstate.check(agreement).ok
    again = pactstate.loads(pactstate.dumps(agreement), vocabulary=agreement.vocabulary)
    assert again == agreement
    assert again.party_name("ASEAN") == "South-East Asia"


def test_a_base_is_read_with_the_words_that_are_passed(write: Write, tmp_path: Path) -> None:
    folder = write(a=FILE)
    before = shutil.copytree(folder, tmp_path / "before" / "agreements")
    (folder / "a.yaml").write_text(FILE.replace("2024-07-08", "2024-07-07"))
    report = pactstate.check(folder, against=before, vocabulary=CAUGHT)
    assert [one.rule for one in report.findings] == ["event-rewritten"]


def test_the_package_s_words_are_known_beside_one_s_own() -> None:
    agreement = Agreement("a", "A", "raa", ("JP", "ASEM"), vocabulary=CAUGHT)
    assert agreement.policy is KINDS["raa"]
    assert [agreement.party_name(code) for code in ("ASEM", "JP", "XX")] == ["Association", "Japan", "XX"]


def test_nothing_is_registered_for_the_process() -> None:
    assert not hasattr(pactstate, "register_kind")
    assert all_kinds() == KINDS
    dict(all_kinds()).update(fisheries=FISH)
    assert "fisheries" not in all_kinds()


def test_vocabularies_are_equal_by_value() -> None:
    kind, other = Kind("fisheries", "fish"), Kind("fisheries", "other fish")
    words = Vocabulary([kind], {"ODDORG": "Odd"})
    assert words == Vocabulary({"fisheries": kind}, {"ODDORG": "Odd"})
    assert hash(words) == hash(Vocabulary({"fisheries": kind}, {"ODDORG": "Odd"}))
    assert words not in {
        Vocabulary([other], {"ODDORG": "Odd"}),
        Vocabulary([kind]),
        Vocabulary([kind], {"ODDORG": "odd"}),
    }
