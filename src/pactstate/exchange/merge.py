"""Additions of an imported agreement to the existing record. Nothing that is recorded changes. See docs/import.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, cast

from pactstate.domain.agreement import Agreement
from pactstate.domain.events import EventKind
from pactstate.domain.model import Claim, Event
from pactstate.editing.additions import Addition
from pactstate.editing.records import as_claim, new_claim, new_event, new_statement
from pactstate.errors import PactstateError
from pactstate.fileformat.convert import ROLES
from pactstate.fileformat.write import agreement_data
from pactstate.smallyaml import Data

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


def additions(there: Agreement, data: Mapping[str, Data], new: Agreement) -> Iterator[Addition]:
    """Yield what the record lacks, in the order in which it is added: claims, then events, then statements.

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
    lacking: list[int] = []
    for index, event in enumerate(new.history):
        entry = _entry(there, event)
        if entry is None:
            lacking.append(index)
            continue
        (claim,) = event.claims
        if any(_says_the_same(there.history[entry], one, event, claim) for one in there.history[entry].claims):
            continue
        more = {"locator": claim.locator} if claim.locator else {}
        if not _is_same_day(there.history[entry], event):
            more["date"] = str(event.date)
        addition = new_claim(data, entry, _KEYS[claim.role], as_claim(claim.source, more))
        data = cast("Mapping[str, Data]", addition.applied(dict(data)))
        yield addition
    texts = _texts(agreement_data(new, ()))
    for index in lacking:
        addition = new_event(data, cast("list[Mapping[str, Data]]", texts["history"])[index])
        data = cast("Mapping[str, Data]", addition.applied(dict(data)))
        yield addition
    known = {(one.source, one.says, one.locator) for one in there.statements}
    for number, one in enumerate(new.statements):
        if (one.source, one.says, one.locator) not in known:
            addition = new_statement(data, cast("list[Mapping[str, Data]]", texts["statements"])[number])
            data = cast("Mapping[str, Data]", addition.applied(dict(data)))
            yield addition


def _entry(there: Agreement, event: Event) -> int | None:
    """Return the index of the entry of the record that an event is; None for a new one."""
    (kind,) = event.kinds
    by = (event.party, event.of)
    same = [index for index, one in enumerate(there.history) if kind in one.kinds and (one.party, one.of) == by]
    on_day = [index for index in same if _is_same_day(there.history[index], event)]
    if on_day:
        return on_day[0]
    if not same or kind not in _HAPPENS_ONCE:
        return None
    said = [index for index in same if any(_gives(one, event) for one in there.history[index].claims)]
    if said:
        return said[0]
    if len(same) > 1:
        days = " and ".join(str(there.history[index].date) for index in same)
        raise MergeRefusedError(f"the record has '{kind}' on {days}, the table on {event.date}: add the claim by hand")
    return same[0]


def _is_same_day(one: Event, other: Event) -> bool:
    return (one.date.text, one.effective) == (other.date.text, other.effective)


def _gives(claim: Claim, event: Event) -> bool:
    """Return whether a claim gives the date of an event as its own."""
    return claim.date is not None and claim.date.text == event.date.text


def _says_the_same(there: Event, one: Claim, event: Event, claim: Claim) -> bool:
    """Return whether the source of a claim is on record for an event with this date."""
    return one.source == claim.source and (_gives(one, event) or (one.date is None and _is_same_day(there, event)))


def _texts(value: object) -> dict[str, Data]:
    """Return data of an agreement as they are read from a file: every scalar is a text."""
    return cast("dict[str, Data]", _as_texts(value))


def _as_texts(value: object) -> Data:
    if isinstance(value, dict):
        return {key: _as_texts(one) for key, one in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_as_texts(one) for one in cast("list[object]", value)]
    return str(value).lower() if isinstance(value, bool) else str(value)
