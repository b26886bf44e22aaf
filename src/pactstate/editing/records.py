"""Additions to the data of an agreement: where an event, source, claim, statement or rejection belongs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Final, cast

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind
from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem, TextToMapping
from pactstate.errors import ValueRefusedError
from pactstate.fileformat import shapes, usual
from pactstate.fileformat.convert import ROLES
from pactstate.fileformat.find import meant
from pactstate.fileformat.suggest import usual_word
from pactstate.smallyaml import Data
from pactstate.text.suggest import clip, did_you_mean, listed

__all__ = [
    "ROLE_KEYS",
    "as_claim",
    "find_entry",
    "new_claim",
    "new_event",
    "new_source",
    "new_statement",
    "rejection",
    "source_id",
]

ROLE_KEYS: Final = tuple(key for key, _ in ROLES)
"""Keys of an event that list sources."""

_Record = Mapping[str, Data]


def as_claim(source: str, more: Mapping[str, str]) -> Data:
    """Return a claim as it is written: the id of the source alone, if nothing else is said.

    >>> as_claim("gazette", {}), as_claim("gazette", {"locator": "page 1"})
    ('gazette', {'source': 'gazette', 'locator': 'page 1'})
    """
    return _ordered({"source": source, **more}, shapes.ClaimItem) if more else source


def new_event(data: _Record, event: Mapping[str, Data]) -> Addition:
    """Return the addition of an event to the history: behind all events that do not begin later.

    >>> new_event({"history": [{"event": "signed", "date": "2024"}]}, {"event": "in_force", "date": "2025"}).index
    1
    """
    day = PartialDate(cast("str", event["date"])).earliest
    earlier = [
        index
        for index, entry in enumerate(_items(data, "history"))
        if PartialDate(_text(entry, "date")).earliest <= day
    ]
    return NewItem(("history",), earlier[-1] + 1 if earlier else 0, _ordered(event, shapes.EventItem))


def new_statement(data: _Record, statement: Mapping[str, Data]) -> Addition:
    """Return the addition of a statement behind the others.

    >>> new_statement({}, {"source": "gazette", "says": "signed"})
    NewKey(path=(), key='statements', value=[{'source': 'gazette', 'says': 'signed'}])
    """
    item = _ordered(statement, shapes.StatementItem)
    if "statements" in data:
        return NewItem(("statements",), len(_items(data, "statements")), item)
    return NewKey((), "statements", [item])


def new_source(data: _Record, id: str, source: Mapping[str, Data], *, is_shared: bool) -> Addition:
    """Return the addition of a source to an agreement, or to a file of shared sources.

    >>> new_source({}, "gazette", {"title": "Notice"}, is_shared=False)
    NewKey(path=(), key='sources', value={'gazette': {'title': 'Notice'}})
    """
    item = _ordered(source, shapes.SourceItem)
    if is_shared:
        return NewKey((), id, item)
    if "sources" in data:
        return NewKey(("sources",), id, item)
    return NewKey((), "sources", {id: item})


def find_entry(data: _Record, words: str) -> int:
    """Return the index of an entry of the history: ``in_force``, or ``in_force#2`` for the second of that event.

    Raises:
        ValueRefusedError: There is no such entry, or there are several.

    >>> find_entry({"history": [{"event": "note"}, {"event": ["signed", "in_force"]}]}, "signed")
    1
    """
    name, _, number = words.partition("#")
    event = meant(name, list(EventKind), usual.EVENTS)
    if event is None:
        raise ValueRefusedError(
            f"no event '{clip(name)}': {usual_word(name, EventKind, usual.EVENTS) or listed(EventKind)}"
        )
    entries = _items(data, "history")
    found = [index for index, entry in enumerate(entries) if event in _as_list(entry["event"])]
    if not found:
        present = dict.fromkeys(str(one) for entry in entries for one in _as_list(entry["event"]))
        raise ValueRefusedError(f"the history has no '{event}'; it has {listed(present) if present else 'no event'}")
    if not number and len(found) == 1:
        return found[0]
    if number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(found):
        return found[int(number) - 1]
    days = ", ".join(f"{event}#{one} ({_text(entries[index], 'date')})" for one, index in enumerate(found, 1))
    raise ValueRefusedError(f"the history has {len(found)} of '{event}': name one of {days}")


def new_claim(data: _Record, entry: int, key: str, claim: Data) -> Addition:
    """Return the addition of a claim to an entry of the history, under a key of :data:`ROLE_KEYS`.

    >>> new_claim({"history": [{"event": "signed", "reported_by": "a"}]}, 0, "reported_by", "b")
    SecondItem(path=('history', 0, 'reported_by'), value='b')
    """
    path = ("history", entry, key)
    present = _items(data, "history")[entry].get(key)
    if present is None:
        return NewKey(("history", entry), key, [claim])
    if isinstance(present, list):
        return NewItem(path, len(present), claim)
    return SecondItem(path, claim)


def rejection(data: _Record, entry: int, source: str, reason: str) -> Addition:
    """Return the addition of a reason for which the claim of a source on an entry is rejected.

    Raises:
        ValueRefusedError: The source makes no claim on the entry, or its claim is rejected already.

    >>> rejection({"history": [{"event": "signed", "reported_by": ["a"]}]}, 0, "a", "Wrong day.")
    TextToMapping(path=('history', 0, 'reported_by', 0), key='source', more={'rejected': 'Wrong day.'})
    """
    record = _items(data, "history")[entry]
    claiming: list[str] = []
    for key in ROLE_KEYS:
        value = record.get(key, [])
        for index, claim in enumerate(_as_list(value)):
            path = ("history", entry, key, index) if isinstance(value, list) else ("history", entry, key)
            if claim == source:
                return TextToMapping(path, "source", {"rejected": reason})
            if isinstance(claim, dict) and claim["source"] == source:
                if "rejected" in claim:
                    raise ValueRefusedError(f"the claim of '{clip(source)}' is rejected already")
                return NewKey(path, "rejected", reason)
            claiming.append(_text(claim, "source") if isinstance(claim, dict) else str(claim))
    hint = did_you_mean(source, claiming) or (f"it has claims of {listed(claiming)}" if claiming else "it has none")
    raise ValueRefusedError(f"the entry has no claim of '{clip(source)}': {hint}")


_MAX_NAME: Final = 40
"""Characters of an id that come from the name of a publisher, or from a title."""


def source_id(name: str, published: str | None, taken: Collection[str]) -> str:
    """Return an id for a source, made of the name of its publisher and its day.

    >>> source_id("Daily Tribune", "2025-09-11", {"daily-tribune-2025-09-11"})
    'daily-tribune-2025-09-11-2'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain) or ["source"]
    kept = [word for index, word in enumerate(words) if len("-".join(words[: index + 1])) <= _MAX_NAME]
    day = re.match("[0-9]{4}(?:-[0-9]{2}){0,2}", published or "")
    id = "-".join([*(kept or [words[0][:_MAX_NAME]]), *([day.group()] if day else [])])
    number = 2
    free = id
    while free in taken:
        free = f"{id}-{number}"
        number += 1
    return free


def _ordered(values: Mapping[str, Data], item: type) -> dict[str, Data]:
    """Return the values in the order of the keys of the format."""
    return {key: values[key] for key in shapes.keys(item) if key in values}


def _items(data: _Record, key: str) -> Sequence[dict[str, Data]]:
    return cast("list[dict[str, Data]]", data[key])


def _as_list(value: Data) -> list[Data]:
    return value if isinstance(value, list) else [value]


def _text(record: _Record, key: str) -> str:
    return cast("str", record[key])
