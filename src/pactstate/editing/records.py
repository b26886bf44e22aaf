"""Additions to the data of an agreement: where an event, source, claim, statement or rejection belongs."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import operator
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, cast

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind
from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem, TextToMapping
from pactstate.errors import ValueRefusedError
from pactstate.fileformat import shapes, usual
from pactstate.fileformat.convert import ROLES
from pactstate.fileformat.find import meant
from pactstate.fileformat.suggest import usual_word
from pactstate.smallyaml import Data, NodePath
from pactstate.text.suggest import clip, did_you_mean, listed, shortened

__all__ = [
    "ROLE_KEYS",
    "STATEMENT",
    "CitedPart",
    "as_claim",
    "date_of",
    "entry_names",
    "event_named",
    "find_entry",
    "new_claim",
    "new_claims",
    "new_event",
    "new_events",
    "new_source",
    "new_statement",
    "new_statements",
    "places_of",
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

    A postponement stands behind the announcement that it calls off, whose day is still ahead. An event of all parties
    stands before the acts of single parties that are the same event on the same day, which it would repeat behind them.

    >>> new_event({"history": [{"event": "signed", "date": "2024"}]}, {"event": "in_force", "date": "2025"}).index
    1
    """
    day = PartialDate(cast("str", event["date"])).earliest
    before = [
        index
        for index, entry in enumerate(_items(data, "history"))
        if _is_before(entry, PartialDate(_text(entry, "date")).earliest, event, day) or _is_called_off(entry, event)
    ]
    return NewItem(("history",), before[-1] + 1 if before else 0, _ordered(event, shapes.EventItem))


def _is_before(entry: _Record, first: dt.date, event: _Record, day: dt.date) -> bool:
    """Return whether an entry, given its first possible day, stands before a new event, given its day."""
    is_own = "party" in entry and "party" not in event and entry.get("event") == event["event"]
    return first < day or (first == day and not is_own)


def new_events(data: _Record, events: Sequence[Mapping[str, Data]]) -> list[Addition]:
    """Return the additions of events, none a postponement, to a history as it is, as :func:`new_event` would add them.

    The history is read once, however many events there are.

    >>> before = {"history": [{"event": "signed", "date": "2024"}, {"event": "in_force", "date": "2025"}]}
    >>> later = new_events(before, [{"event": "note", "date": "2024-07"}, {"event": "note", "date": "2024-06"}])
    >>> [(one.index, one.value["date"]) for one in later]
    [(1, '2024-06'), (1, '2024-07')]
    """
    entries = _items(data, "history")
    firsts = [PartialDate(_text(entry, "date")).earliest for entry in entries]
    # The earliest day from each entry on: an event stands behind the last entry for which it is not later.
    earliest = list(itertools.accumulate(reversed(firsts), min))[::-1]
    dated = [(PartialDate(cast("str", event["date"])).earliest, event) for event in events]
    placed: list[tuple[int, _Record]] = []
    for day, event in sorted(dated, key=operator.itemgetter(0)):
        index = bisect.bisect_right(earliest, day)
        while index and not _is_before(entries[index - 1], firsts[index - 1], event, day):
            index -= 1
        placed.append((index, event))
    placed.sort(key=operator.itemgetter(0))
    return [NewItem(("history",), index, _ordered(event, shapes.EventItem)) for index, event in placed]


def _is_called_off(entry: _Record, event: _Record) -> bool:
    """Return whether an entry is only announced, and is of the event that a postponement calls off."""
    is_postponed = EventKind.POSTPONED in _as_list(event["event"])
    return is_postponed and "reported_by" not in entry and event.get("of") in _as_list(entry["event"])


def new_statement(data: _Record, statement: Mapping[str, Data]) -> Addition:
    """Return the addition of a statement behind the others.

    >>> new_statement({}, {"source": "gazette", "says": "signed"})
    NewKey(path=(), key='statements', value=[{'source': 'gazette', 'says': 'signed'}])
    """
    (addition,) = new_statements(data, [statement])
    return addition


def new_statements(data: _Record, statements: Sequence[Mapping[str, Data]]) -> list[Addition]:
    """Return the additions of statements behind the others.

    >>> new_statements({"statements": []}, [{"source": "a", "says": "signed"}])
    [NewItem(path=('statements',), index=0, value={'source': 'a', 'says': 'signed'})]
    """
    items: list[Data] = [_ordered(statement, shapes.StatementItem) for statement in statements]
    if "statements" in data:
        return [NewItem(("statements",), len(_items(data, "statements")), item) for item in items]
    return [NewKey((), "statements", items)] if items else []


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


def event_named(word: str) -> EventKind:
    """Return the event that a person names.

    Raises:
        ValueRefusedError: No event has this name. The message suggests one.

    >>> event_named("entry into force")
    <EventKind.IN_FORCE: 'in_force'>
    """
    event = meant(word, list(EventKind), usual.EVENTS)
    if event is None:
        hint = usual_word(word, EventKind, usual.EVENTS) or f"write {listed(EventKind)}"
        raise ValueRefusedError(f"no event '{clip(word)}': {hint}")
    return EventKind(event)


def find_entry(data: _Record, words: str) -> int:
    """Return the index of an entry of the history: ``in_force``, or ``in_force#2`` for the second of that event.

    Raises:
        ValueRefusedError: There is no such entry, or there are several.

    >>> find_entry({"history": [{"event": "note"}, {"event": ["signed", "in_force"]}]}, "signed")
    1
    """
    name, _, number = words.partition("#")
    event = event_named(name)
    entries = _items(data, "history")
    found = [index for index, entry in enumerate(entries) if event in _as_list(entry["event"])]
    if not found:
        present = dict.fromkeys(str(one) for entry in entries for one in _as_list(entry["event"]))
        raise ValueRefusedError(f"the history has no '{event}'; it has {listed(present) if present else 'no event'}")
    if not number and len(found) == 1:
        return found[0]
    if number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(found):
        return found[int(number) - 1]
    days = [f"{event}#{one} ({_text(entries[index], 'date')})" for one, index in enumerate(found, 1)]
    raise ValueRefusedError(f"the history has {len(found)} of '{event}': name one of {shortened(days)}")


def date_of(data: _Record, entry: int) -> str:
    """Return the date of an entry of the history, given its index.

    >>> date_of({"history": [{"event": "signed", "date": "2024-07"}]}, 0)
    '2024-07'
    """
    return _text(_items(data, "history")[entry], "date")


def entry_names(data: _Record) -> Iterator[tuple[str, str]]:
    """Yield a name for each entry of the history, as :func:`find_entry` takes it, and its date with the party.

    >>> list(entry_names({"history": [{"event": "signed", "date": "2024", "party": "JP"}]}))
    [('signed', '2024, JP')]
    """
    entries = _items(data, "history")
    totals = Counter(event for entry in entries for event in _as_words(entry["event"]))
    counts: Counter[str] = Counter()
    for entry in entries:
        events = _as_words(entry["event"])
        counts.update(events)
        name = min(events, key=lambda event: totals[event])
        number = f"#{counts[name]}" if totals[name] > 1 else ""
        yield f"{name}{number}", ", ".join(_text(entry, key) for key in ("date", "party") if key in entry)


def new_claim(data: _Record, entry: int, key: str, claim: Data) -> Addition:
    """Return the addition of a claim to an entry of the history, under a key of :data:`ROLE_KEYS`.

    >>> new_claim({"history": [{"event": "signed", "reported_by": "a"}]}, 0, "reported_by", "b")
    SecondItem(path=('history', 0, 'reported_by'), value='b')
    """
    (addition,), _ = new_claims(data, {(entry, key): [claim]})
    return addition


def new_claims(
    data: _Record, claims: Mapping[tuple[int, str], Sequence[Data]]
) -> tuple[list[Addition], list[Addition]]:
    """Return the additions of claims to a file as it is, and the additions to the result of these.

    ``claims`` has the new claims by the index of the entry and the key. A single claim that is no list becomes one with
    the first addition; further claims are added to that list.

    >>> before = {"history": [{"event": "signed", "reported_by": "a"}, {"event": "in_force"}]}
    >>> new_claims(before, {(0, "reported_by"): ["b", "c"], (1, "reported_by"): ["b", "c"]})
    ([SecondItem(path=('history', 0, 'reported_by'), value='b'), \
NewKey(path=('history', 1), key='reported_by', value=['b', 'c'])], \
[NewItem(path=('history', 0, 'reported_by'), index=2, value='c')])
    """
    first: list[Addition] = []
    further: list[Addition] = []
    for (entry, key), (one, *more) in claims.items():
        path = ("history", entry, key)
        present = _items(data, "history")[entry].get(key)
        if present is None:
            first.append(NewKey(("history", entry), key, [one, *more]))
        elif isinstance(present, list):
            first += [NewItem(path, len(present), claim) for claim in (one, *more)]
        else:
            first.append(SecondItem(path, one))
            further += [NewItem(path, 2, claim) for claim in more]
    return first, further


STATEMENT: Final = "statement"
"""Word for a statement, where a command takes an event."""


def rejection(data: _Record, words: str, source: str, reason: str, *, role: str | None = None) -> Addition:
    """Return the addition of a reason for which a claim or a statement of a source is rejected.

    Args:
        data: Data of the agreement.
        words: Entry of the history, as for :func:`find_entry`; ``statement``, or ``statement#2`` for the
            source's second.
        source: Id of the source.
        reason: Why the claim or statement is wrong.
        role: Key of :data:`ROLE_KEYS`, for a source that has several claims on one entry.

    Raises:
        ValueRefusedError: The source makes no such claim, several, or one that is rejected already.

    >>> rejection({"history": [{"event": "signed", "reported_by": ["a"]}]}, "signed", "a", "Wrong day.")
    TextToMapping(path=('history', 0, 'reported_by', 0), key='source', more={'rejected': 'Wrong day.'})
    """
    name, _, number = words.partition("#")
    what = STATEMENT if name == STATEMENT else "claim"
    places = places_of(data, words)
    of_source = [place for place in places if place.source == source]
    if not of_source:
        others = list(dict.fromkeys(place.source for place in places))
        hint = did_you_mean(source, others) or (f"it is of {listed(others)}" if others else "there is none at all")
        raise ValueRefusedError(f"there is no {what} of '{clip(source)}': {hint}")
    wanted = (words if number else None) if name == STATEMENT else role
    chosen = [place for place in of_source if wanted in (None, place.name)]
    accepted = [place for place in chosen if not place.is_rejected]
    if chosen and not accepted:
        raise ValueRefusedError(f"the {what} of '{clip(source)}' is rejected already")
    if len({place.name for place in accepted}) != 1:
        names = shortened([f"{place.name}{place.hint}" for place in accepted or of_source])
        option = "" if name == STATEMENT else " with --as"
        raise ValueRefusedError(f"'{clip(source)}' has {what}s: name one of them{option}: {names}")
    place = accepted[0]
    if place.is_text:
        return TextToMapping(place.path, "source", {"rejected": reason})
    return NewKey(place.path, "rejected", reason)


@attrs.frozen
class CitedPart:
    """Claim or statement in the data of an agreement."""

    path: NodePath
    source: str
    name: str
    """Word that tells it from others of the same source: the role of a claim, ``statement#2`` for a statement."""
    hint: str = ""
    is_rejected: bool = False
    is_text: bool = False
    """Whether it is the id of the source alone."""


def places_of(data: _Record, words: str) -> list[CitedPart]:
    """Return the claims on an entry of the history, or the statements; the words are those of :func:`rejection`.

    >>> [one.source for one in places_of({"history": [{"event": "signed", "reported_by": "a"}]}, "signed")]
    ['a']
    """
    return _statements(data) if words.partition("#")[0] == STATEMENT else _claims(data, find_entry(data, words))


def _statements(data: _Record) -> list[CitedPart]:
    places: list[CitedPart] = []
    counts: Counter[str] = Counter()
    for index, one in enumerate(_items(data, "statements") if "statements" in data else ()):
        source = _text(one, "source")
        counts[source] += 1
        says = clip(", ".join(_text(one, key) for key in ("says", "locator") if key in one))
        name = f"{STATEMENT}#{counts[source]}"
        places.append(CitedPart(("statements", index), source, name, f" ({says})", "rejected" in one))
    return places


def _claims(data: _Record, entry: int) -> list[CitedPart]:
    record, places = _items(data, "history")[entry], list[CitedPart]()
    for key in ROLE_KEYS:
        value = record.get(key, [])
        for index, claim in enumerate(_as_list(value)):
            path: NodePath = ("history", entry, key, index) if isinstance(value, list) else ("history", entry, key)
            if isinstance(claim, dict):
                places.append(CitedPart(path, _text(claim, "source"), key, is_rejected="rejected" in claim))
            else:
                places.append(CitedPart(path, cast("str", claim), key, is_text=True))
    return places


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


def _as_words(value: Data) -> list[str]:
    return cast("list[str]", _as_list(value))


def _text(record: _Record, key: str) -> str:
    return cast("str", record[key])
