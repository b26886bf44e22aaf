"""The kinds are policies over the one table (docs/domain.md, "States, flags, events")."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import attrs
import pytest

from pactstate.domain.agreement import Agreement
from pactstate.domain.kinds import KINDS, Kind, all_kinds
from pactstate.domain.lifecycle import EventKind, PartyPolicy

# As domain.md prints it: the name, the steps expected with two and with three parties, unusual events, wrong words.
DESIGN = """
raa                | signed, ratified       | signed, ratified       | provisional |
acsa               | signed, ratified       | signed, ratified       | provisional |
gsoia              | signed                 | signed                 |             |
equipment_transfer | signed                 | signed                 |             |
treaty             | signed                 | adopted or signed      |             |
arrangement        | text_agreed or adopted | text_agreed or adopted |             | ratified
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in DESIGN.strip().splitlines()]


def _steps(text: str) -> tuple[frozenset[EventKind], ...]:
    return tuple(frozenset(map(EventKind, step.split(" or "))) for step in text.split(", "))


def _events(text: str) -> frozenset[EventKind]:
    return frozenset(EventKind(word) for word in text.split())


def test_the_kinds_are_the_designed_ones() -> None:
    assert list(KINDS) == [row[0] for row in ROWS]
    assert all(name == kind.name for name, kind in KINDS.items())
    assert list(all_kinds()) == list(KINDS)


@pytest.mark.parametrize(("name", "two", "three", "unusual", "wrong"), ROWS, ids=[row[0] for row in ROWS])
def test_a_kind_has_the_designed_policy(name: str, two: str, three: str, unusual: str, wrong: str) -> None:
    kind = KINDS[name]
    for parties in (0, 1, 2):
        assert kind.expected_steps(parties) == _steps(two)
    for parties in (3, 4, 150):
        assert kind.expected_steps(parties) == _steps(three)
    assert kind.unusual == _events(unusual)
    assert kind.wrong == _events(wrong)
    assert kind.title
    assert kind.approval


@pytest.mark.parametrize(
    ("kind", "stated", "needed"),
    [
        ("raa", None, ("JP", "PH")),
        ("acsa", None, ("JP",)),
        ("gsoia", None, ()),
        ("equipment_transfer", None, ()),
        ("treaty", None, ()),
        ("arrangement", None, ()),
        ("raa", ("PH",), ("PH",)),
        ("raa", (), ()),
        ("treaty", ("JP", "PH"), ("JP", "PH")),
    ],
)
def test_whose_approval_is_needed(kind: str, stated: tuple[str, ...] | None, needed: tuple[str, ...]) -> None:
    agreement = Agreement("id", "title", kind, ("JP", "PH"), approvals_needed=stated)
    assert agreement.needs_approval_of() == needed


def test_a_step_that_is_expected_is_neither_unusual_nor_wrong() -> None:
    for kind in KINDS.values():
        expected = frozenset().union(*kind.expected_steps(2), *kind.expected_steps(3))
        assert not expected & (kind.unusual | kind.wrong)
        assert not kind.unusual & kind.wrong


def test_kinds_are_frozen_values() -> None:
    raa = KINDS["raa"]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        raa.title = "other"
    with pytest.raises(TypeError):
        KINDS["other"] = raa
    all_kinds()["other"] = raa
    assert "other" not in all_kinds()
    assert pickle.loads(pickle.dumps(raa)) == raa
    assert len({raa, attrs.evolve(raa)}) == 1


def test_steps_and_events_are_given_in_any_collection() -> None:
    def steps() -> Iterator[list[EventKind]]:
        yield [EventKind.SIGNED]

    kind = Kind("own", "of my own", steps(), [EventKind.NOTE], {EventKind.RATIFIED}, approvals=["JP"], expects_many=[])
    assert kind.expected_steps(2) == (frozenset({EventKind.SIGNED}),)
    assert kind.expected_steps(3) == ()
    assert kind.unusual == frozenset({EventKind.NOTE})
    assert kind.wrong == frozenset({EventKind.RATIFIED})
    assert kind.approvals == ("JP",)
    assert hash(kind)


@pytest.mark.parametrize("name", ["", "RAA", "with space", "1st", "_x", "r\u00e4a", "a" * 65, "raa\n"])
def test_a_name_is_a_word(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Kind(name, "title")


def test_a_name_may_be_as_long_as_this() -> None:
    assert Kind("a" * 64, "title").name == "a" * 64
    assert Kind("a_1", "title").name == "a_1"


def test_every_event_has_one_party_policy() -> None:
    # A kind names events of the one table as unusual or wrong, and each event says whether it has a party.
    assert all(isinstance(kind, EventKind) for policy in KINDS.values() for kind in policy.unusual | policy.wrong)
    assert len(PartyPolicy) == 3


@pytest.mark.parametrize(
    ("steps", "error", "message"),
    [
        ("signed", TypeError, "the steps are a list of lists of events, as in [['signed'], ['ratified']]"),
        ([[]], ValueError, "a step names at least one event"),
        ([["note"]], ValueError, "'note' is no step on the way to force: expected one of proposed, negotiating, "),
    ],
)
def test_the_message_about_wrong_steps(steps: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as refused:
        Kind("own", "of my own", steps)
    assert str(refused.value).startswith(message)
