"""When each state became known: the certain states in the order of the evidence, each with the source that settled it.

Of two days one is asked at once: where did the agreement stand on the day K, as far as was known by K? To ask for the
status anew on every day would cost days times entries, so the walk carries the four lists of entries of which a status
is made (reported or foreseen, with and without the doubtful sources) from day to day and changes what changed.

Rule: domain.md section 4; that the walk says what ``status(on=K, known_by=K)`` says is a property test.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import groupby
from typing import Final

import attrs

from pactstate.agreement import Agreement
from pactstate.dates import PartialDate
from pactstate.escape import csv_cell, json_text, markdown, visible
from pactstate.lifecycle import START, EventKind, Ledger, Position, State, Terms
from pactstate.model import Claim, Event, Role, Source
from pactstate.timeline import SLACK, publication, replay
from pactstate.views.tables import markdown_table, plain_table

__all__ = [
    "COLUMNS",
    "Change",
    "Log",
    "TangledError",
    "cells",
    "changes",
    "record",
    "render_csv",
    "render_json",
    "render_markdown",
    "render_plain",
    "summary",
]

_MOST_EFFORT: Final = 50_000_000
"""What may be spent on one agreement: some ten seconds. An entry in its place costs some dozens."""

COLUMNS = ("Known", "Agreement", "State", "Since", "Days", "Source", "Publisher", "Published")


@attrs.frozen
class Change:
    """A day from which on an agreement was known to be in another state than the one known before."""

    known: dt.date
    agreement: str
    state: State
    since: PartialDate | None
    """When the state began; None when that was not certain itself."""
    source: str
    """The id of the source that was the first to report what brought the state about."""
    publisher: str | None
    """Its publisher, or its title; None when the source is not described."""
    published: PartialDate | None

    @property
    def days(self) -> int | None:
        """How many days it took to become known; None when the state did not begin on a known day."""
        return (self.known - self.since.earliest).days if self.since and self.since.is_day else None


@attrs.frozen
class Log:
    """The changes in the order in which they became known, and what is to be said of them."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    """Of each agreement whose present state is not among them, a sentence that says so."""


class TangledError(Exception):
    """So much of an agreement's history became known out of order that telling it day by day would take too long."""


def record(agreements: Sequence[Agreement], until: dt.date, today: dt.date) -> Log:
    """The changes that were known by ``until``; the notes speak of what was known by ``today``.

    Raises :class:`TangledError`.
    """
    found: list[Change] = []
    notes: list[str] = []
    for agreement in agreements:
        own = list(changes(agreement, max(until, today)))
        found += [change for change in own if change.known <= until]
        state = agreement.status(today).state
        reached = next((change.state for change in reversed(own) if change.known <= today), None)
        if state and state is not reached:
            notes.append(
                f"{agreement.id}: {state} by all that the file holds, but not for certain by what had been published "
                f"by {today}; a source without any date makes nothing known by a day"
            )
    return Log(tuple(sorted(found, key=lambda change: (change.known, change.agreement))), tuple(notes))


def changes(agreement: Agreement, until: dt.date) -> Iterator[Change]:
    """The days up to ``until`` on which ``status(on=day, known_by=day)`` was certain of another state than before.

    A stretch without a certain state is no change: what was certain before it is compared with what is after it.

    Only some days are asked about: those on which an accepted claim was first or last possibly published, and the
    first and last day on which an entry may have happened, as then known. On the days between, the same claims are
    known, so the entries and their bounds are the same, and each bound lies on the same side of the day: every list of
    entries is cut at the same place, and the answer is the same.

    Raises :class:`TangledError` where a stranger's file would keep it busy for minutes.
    """
    sources = {source.id: source for source in agreement.sources}
    purse = _Purse(agreement.id, _MOST_EFFORT)
    views = [_View(agreement, sources, purse, doubtful=doubtful) for doubtful in (True, False)]
    lines = [line for view in views for line in (view.foreseen, view.firm)]
    known: State | None = None
    for day in sorted({*views[0].days, *views[1].days}):
        if day > until:
            return
        for view in views:
            view.move_to(day)
        settled = [line.certain(day) for line in lines]
        states = {certain.state if certain else None for certain in settled}
        # The last line is the strictest: what was reported, by sources that were published for certain.
        certain = settled[-1]
        if len(states) > 1 or certain is None or certain.state is known:
            continue
        known = certain.state
        since = {line.forms[one.setter].date for line, one in zip(lines, settled, strict=True) if one}
        claim = _first_report(agreement.history[certain.setter], sources)
        source = sources.get(claim.source)
        yield Change(
            known=day,
            agreement=agreement.id,
            state=known,
            since=since.pop() if len(since) == 1 else None,
            source=claim.source,
            publisher=(source.publisher or source.title) if source else None,
            published=source.published if source else None,
        )


def _first_report(event: Event, sources: Mapping[str, Source]) -> Claim:
    def made(claim: Claim) -> tuple[dt.date, dt.date]:
        published = publication(claim, event, sources.get(claim.source))
        return published.latest, published.earliest

    return min(event.accepted(Role.REPORTED), key=made)


# The walk.


@attrs.define
class _Purse:
    """What may still be spent on an agreement."""

    agreement: str
    left: int

    def spend(self, effort: int) -> None:
        self.left -= effort
        if self.left < 0:
            raise TangledError(
                f"{self.agreement}: too much of its history became known out of order to tell it day by day"
            )


@attrs.frozen
class _Form:
    """How an entry is known from some day on: reported or only announced, for which day, within which days."""

    firm: bool
    date: PartialDate
    first: dt.date
    last: dt.date


@attrs.frozen
class _Certain:
    """A state, and the entry that set it."""

    state: State
    setter: int


def _forms(event: Event, sources: Mapping[str, Source], *, doubtful: bool) -> Iterator[tuple[dt.date, _Form]]:
    """Each day on which the entry becomes known in another way, in order, as :func:`pactstate.timeline.live` has it."""
    made = [
        (publication(claim, event, sources.get(claim.source)), claim)
        for claim in event.claims
        if claim.accepted and claim.role is not Role.DENIED
    ]

    def heard(item: tuple[PartialDate, Claim]) -> dt.date:
        return item[0].earliest if doubtful else item[0].latest

    firm, date, last = False, event.date, event.date.latest
    newest: tuple[dt.date, dt.date] | None = None
    for day, claims in groupby(sorted(made, key=heard), heard):
        for published, claim in claims:
            span = (published.earliest, published.latest)
            if claim.role is Role.REPORTED:
                firm = True
                if published.latest < dt.date.max and published.latest + SLACK >= event.date.earliest:
                    last = min(last, published.latest + SLACK)
            elif newest is None or span > newest:
                newest, date = span, claim.date or event.date
        yield (
            day,
            _Form(firm, *((event.date, event.date.earliest, last) if firm else (date, date.earliest, date.latest))),
        )


def _alike(one: Position, other: Position) -> bool:
    """Whether the same states follow from both: no state depends on a flag, or on the order in which parties acted."""
    return one.state is other.state and all(
        set(mine) == set(its) for mine, its in zip(_ledger(one.ledger), _ledger(other.ledger), strict=True)
    )


def _ledger(ledger: Ledger) -> tuple[Collection[object], ...]:
    return ledger.recorded, ledger.signed, ledger.consented, ledger.bound, ledger.gone


class _Line:
    """A growing list of entries, and the state after those that had happened by a day that only moves forward."""

    def __init__(self, events: Sequence[Event], terms: Terms, purse: _Purse) -> None:
        self.forms: dict[int, _Form] = {}
        self._events, self._terms, self._purse = events, terms, purse
        self._order: list[int] = []
        # The position after each entry of the order, stale from _low to _high; and which entries set a state, in order.
        self._after: list[Position] = []
        self._setters: list[int] = []
        self._low, self._high = len(events), -1
        # The next entry that may be still ahead and the last that is surely past are on top, below what is outdated.
        self._ahead: list[int] = []
        self._past: list[int] = []

    def put(self, index: int, form: _Form, day: dt.date) -> None:
        """Add an entry, or change how it is known."""
        if index not in self.forms:
            place = bisect_left(self._order, index)
            self._order.insert(place, index)
            self._after.insert(place, START)
            self._spoil(index)
        self.forms[index] = form
        if form.first > day:
            heappush(self._ahead, index)
        if form.last <= day:
            heappush(self._past, -index)

    def drop(self, index: int) -> None:
        """Take an entry out, if it is there."""
        if self.forms.pop(index, None):
            place = bisect_left(self._order, index)
            del self._order[place], self._after[place]
            self._mark(index, sets=False)
            self._spoil(index)

    def certain(self, day: dt.date) -> _Certain | None:
        """The one state that was possible on the day; None when there were several, or none yet."""
        while self._ahead and not ((form := self.forms.get(self._ahead[0])) and form.first > day):
            heappop(self._ahead)
        while self._past and not ((form := self.forms.get(-self._past[0])) and form.last <= day):
            heappop(self._past)
        perhaps = bisect_left(self._order, self._ahead[0]) if self._ahead else len(self._order)
        surely = bisect_right(self._order, -self._past[0]) if self._past else 0
        fewest, most = sorted((surely, perhaps))
        if not fewest:
            return None
        self._replay()
        state = self._after[most - 1].state
        if state is None:
            return None
        setter = self._setters[bisect_right(self._setters, self._order[most - 1]) - 1]
        # All these positions have one state if the entry that set the last one's is in the first one already.
        return _Certain(state, setter) if setter <= self._order[fewest - 1] else None

    def _mark(self, index: int, *, sets: bool) -> None:
        place = bisect_left(self._setters, index)
        known = self._setters[place : place + 1] == [index]
        if sets and not known:
            self._setters.insert(place, index)
        elif known and not sets:
            del self._setters[place]

    def _spoil(self, index: int) -> None:
        self._low, self._high = min(self._low, index), max(self._high, index)

    def _replay(self) -> None:
        """Make the positions good again, as far as they are not what they were."""
        start = bisect_left(self._order, self._low)
        position = self._after[start - 1] if start else START
        for place in range(start, len(self._order)):
            index = self._order[place]
            # A step copies what it changes of the ledger, which in a long history is most of the work.
            self._purse.spend(16 + len(position.ledger.recorded))
            (taken,) = replay([self._events[index]], self._terms, position)
            position = taken.position
            self._mark(index, sets=taken.since is not None)
            if index > self._high and _alike(position, self._after[place]):
                break
            self._after[place] = position
        self._low, self._high = len(self._events), -1


class _View:
    """What was known on a day that only moves forward: all that was foreseen, and of it what was reported."""

    def __init__(self, agreement: Agreement, sources: Mapping[str, Source], purse: _Purse, *, doubtful: bool) -> None:
        events = agreement.history
        self.foreseen, self.firm = (_Line(events, agreement.terms, purse) for _ in range(2))
        self._events, self._purse = events, purse
        self._forms: dict[int, _Form] = {}
        self._news: dict[dt.date, dict[int, _Form]] = {}
        self._due: dict[dt.date, list[int]] = {}
        for index, event in enumerate(events):
            for day, form in _forms(event, sources, doubtful=doubtful):
                self._news.setdefault(day, {})[index] = form
                for bound in (form.first, form.last):
                    if bound > day:
                        self._due.setdefault(bound, []).append(index)
        cancelled = {event.of for event in events if event.of and EventKind.POSTPONED in event.kinds}
        self._cancellable = [
            index
            for index, event in enumerate(events)
            if cancelled and (event.of or cancelled.intersection(event.kinds))
        ]
        self._off: set[int] = set()

    @property
    def days(self) -> Iterable[dt.date]:
        """The days on which something may change."""
        return (*self._news, *self._due)

    def move_to(self, day: dt.date) -> None:
        """Take in what is new on the day. Every one of :attr:`days` is to be moved to, in order."""
        news = self._news.get(day, {})
        self._forms.update(news)
        touched = {*news, *self._due.get(day, ())}
        if news and self._cancellable:
            off = self._cancelled()
            touched |= off ^ self._off
            self._off = off
        for index in sorted(touched):
            form = self._forms[index]
            if form.firm:
                self.firm.put(index, form, day)
            if index in self._off:
                self.foreseen.drop(index)
            else:
                self.foreseen.put(index, form, day)

    def _cancelled(self) -> set[int]:
        """The entries that a postponement takes back: the latest one of its event that was only announced."""
        off: set[int] = set()
        announced: dict[EventKind, list[int]] = {}
        self._purse.spend(4 * len(self._cancellable))
        for index in self._cancellable:
            form, event = self._forms.get(index), self._events[index]
            if form is None:
                continue
            if event.of and EventKind.POSTPONED in event.kinds:
                pending = announced.setdefault(event.of, [])
                while pending and pending[-1] in off:
                    pending.pop()
                off.update(pending[-1:])
            if not form.firm:
                for kind in event.kinds:
                    announced.setdefault(kind, []).append(index)
        return off


# The layouts.


def cells(change: Change) -> tuple[str, ...]:
    """The change as texts, one for each of :data:`COLUMNS`."""
    return (
        str(change.known),
        visible(change.agreement),
        str(change.state),
        str(change.since or ""),
        "" if change.days is None else str(change.days),
        visible(change.source),
        visible(change.publisher or ""),
        str(change.published or ""),
    )


def _told(log: Log) -> list[str]:
    count, agreements = len(log.changes), len({change.agreement for change in log.changes})
    nouns = ("change" if count == 1 else "changes", "agreement" if agreements == 1 else "agreements")
    return [f"{count} {nouns[0]} in {agreements} {nouns[1]}", *log.notes]


def summary(log: Log) -> str:
    """How many changes became known, in how many agreements; then the notes, a line each."""
    return "\n".join(map(visible, _told(log)))


def render_plain(log: Log) -> str:
    """The table as plain text, and a summary."""
    return f"{plain_table(COLUMNS, [cells(change) for change in log.changes])}\n\n{summary(log)}\n"


def render_markdown(log: Log) -> str:
    """The table in GitHub's Markdown, and a summary."""
    table = markdown_table(COLUMNS, [cells(change) for change in log.changes])
    return "\n\n".join([table, *map(markdown, _told(log))]) + "\n"


def _as_json(change: Change) -> dict[str, object]:
    return {
        "known": str(change.known),
        "agreement": change.agreement,
        "state": change.state,
        "since": str(change.since) if change.since else None,
        "days": change.days,
        "source": change.source,
        "publisher": change.publisher,
        "published": str(change.published) if change.published else None,
    }


def render_json(log: Log) -> str:
    """The changes. The format is versioned."""
    return json_text({"version": 1, "changes": [_as_json(change) for change in log.changes]})


def render_csv(log: Log) -> str:
    """One line a change, with the fields of the JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.lower() for column in COLUMNS])
    for change in log.changes:
        values = _as_json(change).values()
        writer.writerow([csv_cell("" if value is None else str(value)) for value in values])
    return out.getvalue()
