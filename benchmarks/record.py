"""What a machine of the peers keeps beside its state: the flags and the ledger of our lifecycle, in plain sets.

Written for them as one would write it for oneself: conditions that answer yes or no, effects that change sets. It does
what :mod:`pactstate.domain.lifecycle` does, except that nothing is said about why an event may not happen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

__all__ = ["CHOICES", "EFFECTS", "GUARDS", "Deed", "Guard", "History", "Record", "leave_flags"]

ALL: Final = "*"


class Deed(NamedTuple):
    """One event, with all that a condition asks about; days are numbers."""

    event: str
    party: str | None
    day: int
    effective: int | None


@dataclass(frozen=True)
class History:
    """What a machine is given: who concludes the agreement, and the deeds of each entry."""

    parties: tuple[str, ...]
    consents_needed: int | None
    entries: tuple[tuple[Deed, ...], ...]


@dataclass
class Record:
    """The flags and the ledger of one agreement."""

    parties: tuple[str, ...]
    needed: int | None
    stalled: bool = False
    provisional: bool = False
    suspended: set[str] = field(default_factory=set)
    notices: dict[str, int | None] = field(default_factory=dict)
    """The day on which each takes effect; None while on hold."""
    signed: set[str] = field(default_factory=set)
    approved: set[str] = field(default_factory=set)
    consented: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    seen: set[tuple[str, str | None]] = field(default_factory=set)


Guard = Callable[[Record, Deed], bool]
Effect = Callable[[Record, Deed], None]


def _in_turn(record: Record, deed: Deed) -> bool:
    return record.stalled == (deed.event == "negotiating")


def _first_signature(record: Record, deed: Deed) -> bool:
    return deed.party is None or len(record.parties) != 2 or ("signed", deed.party) not in record.seen


def _further_signature(record: Record, deed: Deed) -> bool:
    if deed.party is None:
        return ("adopted", None) in record.seen and ("signed", None) not in record.seen
    return ("signed", deed.party) not in record.seen


def _once_if_by_one(record: Record, deed: Deed) -> bool:
    return deed.party is None or _once_by_one(record, deed)


def _once_by_one(record: Record, deed: Deed) -> bool:
    return deed.party is not None and (deed.event, deed.party) not in record.seen


def _suspension(record: Record, deed: Deed) -> bool:
    if deed.event == "suspended":
        return (deed.party or ALL) not in record.suspended
    return bool(record.suspended) and (deed.party is None or bool({deed.party, ALL} & record.suspended))


def _notice(record: Record, deed: Deed) -> bool:
    there = deed.party in record.notices
    effective = record.notices.get(deed.party or "")
    if deed.event == "notice_given":
        return not there or effective is None
    return there and (deed.event == "notice_suspended" or effective is None or deed.day < effective)


def _still_there(record: Record, deed: Deed) -> bool:
    return deed.party not in record.gone


def _all_signed(record: Record, deed: Deed) -> bool:
    if deed.party is None or len(record.parties) != 2:
        return True
    return {deed.party, *record.signed}.issuperset(record.parties)


def _all_consented(record: Record, deed: Deed) -> bool:
    if deed.party is None:
        return True
    consented = {deed.party, *record.consented}
    if record.needed is not None:
        return len(consented) >= record.needed
    return consented.issuperset(set(record.parties) - record.gone)


def _too_few_before_force(record: Record, deed: Deed) -> bool:
    members = record.consented | record.bound | set(record.parties) | record.signed
    return len(members - record.gone - {deed.party or ""}) < 2


def _too_few_in_force(record: Record, deed: Deed) -> bool:
    members = record.consented | record.bound
    if len(members) < 2:
        return _too_few_before_force(record, deed)
    return len(members - record.gone - {deed.party or ""}) < 2


GUARDS: Final[Mapping[int, Guard]] = {
    1: _in_turn,
    2: _first_signature,
    3: _further_signature,
    4: _once_if_by_one,
    5: _once_by_one,
    6: _suspension,
    7: _notice,
    8: _still_there,
}
"""The condition for each number in the table of events."""

CHOICES: Final[Mapping[tuple[str, bool], Guard]] = {
    ("signed", False): _all_signed,
    ("ratified", False): _all_consented,
    ("withdrawn", False): _too_few_before_force,
    ("withdrawn", True): _too_few_in_force,
}
"""When an event leads to another state, where that depends: by the event, and by whether the agreement is in force."""


def _stall(record: Record, deed: Deed) -> None:
    record.stalled = True


def _unstall(record: Record, deed: Deed) -> None:
    record.stalled = False


def _begin_again(record: Record, deed: Deed) -> None:
    for members in (record.signed, record.approved, record.consented, record.bound, record.gone, record.seen):
        members.clear()


def _apply(record: Record, deed: Deed) -> None:
    record.provisional = True


def _see(record: Record, deed: Deed) -> None:
    record.seen.add((deed.event, deed.party))


def _join(record: Record, deed: Deed) -> None:
    everyone = record.parties
    if deed.event == "in_force" and len(record.parties) != 2 and record.consented:
        everyone = tuple(record.consented)
    acting = [deed.party] if deed.party else [party for party in everyone if party not in record.gone]
    {
        "signed": record.signed,
        "approved": record.approved,
        "ratified": record.consented,
        "in_force": record.bound,
    }[deed.event].update(acting)
    record.gone.difference_update(acting)
    _see(record, deed)


def _suspend(record: Record, deed: Deed) -> None:
    record.suspended.add(deed.party or ALL)


def _resume(record: Record, deed: Deed) -> None:
    if deed.party is None:
        record.suspended.clear()
    else:
        record.suspended.discard(deed.party if deed.party in record.suspended else ALL)


def _give_notice(record: Record, deed: Deed) -> None:
    record.notices[deed.party or ""] = deed.effective


def _hold_notice(record: Record, deed: Deed) -> None:
    record.notices[deed.party or ""] = None


def _revoke_notice(record: Record, deed: Deed) -> None:
    del record.notices[deed.party or ""]


def _leave(record: Record, deed: Deed) -> None:
    party = deed.party or ""
    for members in (record.suspended, record.signed, record.approved, record.consented, record.bound):
        members.discard(party)
    record.notices.pop(party, None)
    record.gone.add(party)
    record.seen = {one for one in record.seen if one[1] != party}


EFFECTS: Final[Mapping[str, Effect]] = {
    "stalled": _stall,
    "negotiating": _unstall,
    "begun again": _begin_again,
    "provisional": _apply,
    "adopted": _see,
    "approved": _join,
    "signed": _join,
    "ratified": _join,
    "in_force": _join,
    "suspended": _suspend,
    "resumed": _resume,
    "notice_given": _give_notice,
    "notice_suspended": _hold_notice,
    "notice_revoked": _revoke_notice,
    "withdrawn": _leave,
}
"""What an event changes beside the state."""


def leave_flags(record: Record, state: str) -> None:
    """Clear the flags that may not stand in a state that is entered, and who is bound where nobody is."""
    if state not in ("proposed", "negotiating"):
        record.stalled = False
    if state not in ("signed", "ratified"):
        record.provisional = False
    if state != "in_force":
        record.suspended.clear()
        record.notices.clear()
    if state in ("abandoned", "terminated"):
        record.bound.clear()
