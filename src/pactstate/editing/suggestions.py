"""Suggestions to a person who adds to a record: what may happen next, what an address says of its source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from pactstate.domain.agreement import Agreement
from pactstate.domain.lifecycle import PARTY_POLICY, TABLE, EventKind, PartyPolicy
from pactstate.domain.model import Source
from pactstate.fileformat.suggest import id_for_address

__all__ = ["agreement_id", "day_in_address", "first_events", "next_events", "source_like"]


def first_events() -> list[EventKind]:
    """Return the events with which a history can begin, without those that need a party.

    >>> [str(event) for event in first_events()][:2]
    ['proposed', 'negotiating']
    """
    return [kind for kind, cell in TABLE[None].items() if cell and PARTY_POLICY[kind] is not PartyPolicy.REQUIRED]


def next_events(agreement: Agreement, today: dt.date) -> list[EventKind]:
    """Return the events that may happen next: those that are expected, then those that move the state, then others.

    >>> signed = Agreement("x", "X", "raa", ("JP", "PH"), history=[Event("signed", "2024-07-08")])
    >>> [str(event) for event in next_events(signed, dt.date(2025, 1, 1))][:3]
    ['ratified', 'in_force', 'withdrawn']
    """
    status = agreement.status(today, today=today)
    cells = [TABLE[state] for state in status.possible or (None,)]
    legal = [kind for kind in EventKind if any(cell[kind] for cell in cells)]
    expected = {name for one in status.expected for name in one.name.split("+")}
    happened = {kind for event in agreement.history for kind in event.kinds}
    steps = {kind for step in agreement.policy.expected_steps(len(agreement.parties)) for kind in step} - happened

    def rank(kind: EventKind) -> tuple[bool, bool, bool]:
        moves = any((cell := one[kind]) and cell.target for one in cells)
        return str(kind) not in expected, kind not in steps, not moves

    return sorted(legal, key=rank)


def agreement_id(parties: Iterable[str], kind: str) -> str:
    """Return the usual id of an agreement.

    >>> agreement_id(["FR", "NO"], "equipment_transfer")
    'fr-no-equipment-transfer'
    """
    return "-".join([*(code.lower() for code in parties), kind.replace("_", "-")])


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def day_in_address(url: str) -> str | None:
    """Return the day that a web address contains; None if it contains none.

    >>> day_in_address("https://example.org/2024/07/08/signing.html")
    '2024-07-08'
    """
    found = _DAY.search(id_for_address(url) or "")
    return found.group() if found else None


def source_like(url: str, sources: Iterable[Source]) -> Source | None:
    """Return the last of the sources at the same host: probably of the same publisher.

    >>> gazette = Source("g", "Notice", "Gazette", url="https://example.org/1")
    >>> source_like("https://example.org/2", [gazette]).publisher
    'Gazette'
    """
    host = _host(url)
    return next((one for one in reversed(list(sources)) if host and one.url and _host(one.url) == host), None)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
