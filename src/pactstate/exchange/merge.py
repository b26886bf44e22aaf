"""Additions of an imported agreement to the existing record. Nothing that is recorded changes. See docs/import.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from pactstate.domain.agreement import Agreement
from pactstate.domain.events import EventKind
from pactstate.domain.model import Event
from pactstate.editing.additions import Addition
from pactstate.editing.records import as_claim, new_claims, new_events, new_statements
from pactstate.errors import PactstateError
from pactstate.fileformat.convert import ROLES
from pactstate.fileformat.write import agreement_data
from pactstate.smallyaml import Data
from pactstate.text.suggest import shortened

__all__ = ["MergeRefusedError", "additions"]

_HAPPENS_ONCE: Final = frozenset(
    {
        EventKind.PROPOSED,
        EventKind.NEGOTIATING,
        EventKind.ADOPTED,
        EventKind.SIGNED,
        EventKind.APPROVED,
        EventKind.RATIFIED,
        EventKind.IN_FORCE,
        EventKind.TERMINATED,
    }
)
"""Events of which a second day is another date of the same event, for the agreement or for one party."""
_KEYS: Final = {role: key for key, role in ROLES}


class MergeRefusedError(PactstateError):
    """A row and a record cannot be matched. The message says what a person must decide."""


def additions(there: Agreement, data: Mapping[str, Data], new: Agreement) -> list[list[Addition]]:
    """Return what the record lacks, in steps that are made in turn: claims, then events and statements.

    - The same event on the same day gets the claim of the new source, unless the source has one.
    - The same event on another day gets the claim with a date of its own, so that ``date-conflict`` asks a person.
    - An event that the record does not have is inserted.

    Args:
        there: Agreement that exists.
        data: Data of its file.
        new: Agreement of the table.

    Raises:
        MergeRefusedError: The record has several events that may be meant.
    """
    entries = _EntryIndex(there.history)
    lacking: list[int] = []
    claims: dict[tuple[int, str], list[Data]] = {}
    for index, event in enumerate(new.history):
        entry = entries.find(event)
        if entry is None:
            lacking.append(index)
            continue
        (claim,) = event.claims
        if entries.has_claim(entry, event, claim.source):
            continue
        more = {"locator": claim.locator} if claim.locator else {}
        if not _is_same_day(there.history[entry], event):
            more["date"] = str(event.date)
        claims.setdefault((entry, _KEYS[claim.role]), []).append(as_claim(claim.source, more))
    texts = _texts(agreement_data(new, ()))
    events = [cast("list[Mapping[str, Data]]", texts["history"])[index] for index in lacking]
    known = {(one.source, one.says, one.locator) for one in there.statements}
    said = [
        cast("list[Mapping[str, Data]]", texts["statements"])[number]
        for number, one in enumerate(new.statements)
        if (one.source, one.says, one.locator) not in known
    ]
    first, further = new_claims(data, claims)
    return [step for step in (first, further, [*new_events(data, events), *new_statements(data, said)]) if step]


class _EntryIndex:
    """Index of the entries of a record: both the record and the table may have very many."""

    def __init__(self, history: Sequence[Event]) -> None:
        self._history = history
        self._same: dict[object, list[int]] = {}
        self._on_day: dict[object, int] = {}
        self._said: dict[object, int] = {}
        self._claims: set[tuple[int, str, str | None]] = set()
        for index, one in enumerate(history):
            dates = [claim.date.text if claim.date else None for claim in one.claims]
            self._claims.update((index, claim.source, date) for claim, date in zip(one.claims, dates, strict=True))
            for kind in dict.fromkeys(one.kinds):
                what = (kind, one.party, one.of)
                self._same.setdefault(what, []).append(index)
                self._on_day.setdefault((what, one.date.text, one.effective), index)
                for date in dict.fromkeys(dates):
                    self._said.setdefault((what, date), index)

    def find(self, event: Event) -> int | None:
        """Return the number of the entry that records an event; None if there is none."""
        (kind,) = event.kinds
        what = (kind, event.party, event.of)
        on_day = self._on_day.get((what, event.date.text, event.effective))
        if on_day is not None:
            return on_day
        same = self._same.get(what, [])
        if not same or kind not in _HAPPENS_ONCE:
            return None
        said = self._said.get((what, event.date.text))
        if said is not None:
            return said
        if len(same) > 1:
            days = shortened([str(self._history[index].date) for index in same], " and ")
            raise MergeRefusedError(
                f"the record has '{kind}' on {days}, the table on {event.date}: add the claim by hand"
            )
        return same[0]

    def has_claim(self, entry: int, event: Event, source: str) -> bool:
        """Return whether a source is on record for an event with this date."""
        if (entry, source, event.date.text) in self._claims:
            return True
        return (entry, source, None) in self._claims and _is_same_day(self._history[entry], event)


def _is_same_day(one: Event, other: Event) -> bool:
    return (one.date.text, one.effective) == (other.date.text, other.effective)


def _texts(value: object) -> dict[str, Data]:
    """Return data of an agreement as they are read from a file: every scalar is a text."""
    return cast("dict[str, Data]", _as_texts(value))


def _as_texts(value: object) -> Data:
    if isinstance(value, dict):
        return {key: _as_texts(one) for key, one in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_as_texts(one) for one in cast("list[object]", value)]
    return str(value).lower() if isinstance(value, bool) else str(value)
