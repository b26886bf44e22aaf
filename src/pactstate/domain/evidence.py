"""Evidence: which entries of a history count, as known by a day.

Which claims were public by the day is decided in ``known_by.py``.

See docs/domain.md, "Evidence".
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, cast

import attrs

from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.events import EventKind
from pactstate.domain.fields import Word, repr_as_call
from pactstate.domain.known_by import SLACK, Published, claims_known_by, date_known, ends, publication, publications
from pactstate.domain.model import Claim, Event, Role, Source

__all__ = [
    "LATER_EFFECT",
    "Evidence",
    "Known",
    "LiveEntry",
    "effect_day",
    "entries_known_by",
    "evidence_of",
    "is_plain",
    "known_entry",
    "known_of",
    "live",
]


class Evidence(Word):
    """Way in which an entry is known."""

    REPORTED = "reported"
    ANNOUNCED = "announced"
    DISPUTED = "disputed"
    """Reported by one accepted source and denied by another."""
    NONE = "none"


LATER_EFFECT: Final = frozenset(
    {
        EventKind.IN_FORCE,
        EventKind.PROVISIONAL,
        EventKind.PROVISIONAL_ENDED,
        EventKind.AMENDED,
        EventKind.EXTENDED,
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        EventKind.WITHDRAWN,
        EventKind.TERMINATED,
        EventKind.ABANDONED,
    }
)
"""Events that move an agreement on their ``effective`` day, where that is later than the day of the act."""

# Cached: access to an enum member is slow before Python 3.12.
_REPORTED, _ANNOUNCED, _DENIED = Role.REPORTED, Role.ANNOUNCED, Role.DENIED
_IS_REPORTED, _IS_ANNOUNCED, _IS_NONE = Evidence.REPORTED, Evidence.ANNOUNCED, Evidence.NONE
_POSTPONED, _REVOKED, _NOTICE = EventKind.POSTPONED, EventKind.NOTICE_REVOKED, EventKind.NOTICE_GIVEN
_ENDS: Final = frozenset({EventKind.WITHDRAWN, EventKind.TERMINATED})


# Changed only by `entries_known_by`, before it is handed out. A frozen attrs class takes three times as long to create.
@attrs.define
class LiveEntry:
    """Entry that counts, with the claims that are known, its date, and the days on which it may have happened."""

    index: int
    """Index of the entry in the history."""
    event: Event
    evidence: Evidence
    claims: tuple[Claim, ...]
    date: PartialDate
    span: tuple[dt.date, dt.date]
    kinds: tuple[EventKind, ...] = ()
    """The events of the entry that count; fewer than in the file where a later report took the place of one."""
    effect_cancelled: Evidence | None = None
    """Evidence of the entry that cancels the later effect of this one; None while nothing does."""
    idle: bool = False
    """Whether it is a postponement of an event, and there was nothing to postpone."""
    revoked: LiveEntry | None = None
    """Entry that revokes the end which this one decided for a later day; until then the end was expected."""

    __repr__ = repr_as_call

    @property
    def key(self) -> Hashable:
        """Everything but the claims: entries with the same key lead to the same states on the same days."""
        return self.index, self.evidence, self.span, self.date.text, self.kinds, self.effect_cancelled, self.idle


@attrs.frozen(eq=False, repr=False)
class Known:
    """Everything that was known of a history by a day."""

    live: list[LiveEntry]
    """The entries that count, in the order of the file."""
    refuted: list[LiveEntry]
    """Announced entries that a later denial took back."""


def effect_day(event: Event, date: PartialDate) -> PartialDate | None:
    """Return the day on which an act of the date takes effect, where that is, or may be, later; else None.

    >>> str(effect_day(Event((EventKind.IN_FORCE,), PartialDate("2025-08-12"), PartialDate("2025-09-11")),
    ...     PartialDate("2025-08-12")))
    '2025-09-11'
    """
    effective = event.effective
    if effective is None or (effective.latest <= date.latest and effective.earliest <= date.earliest):
        return None
    if certainly_before(date, effective):
        return effective
    return PartialDate.between(max(date.earliest, effective.earliest), max(date.latest, effective.latest))


def live(
    events: Sequence[Event], sources: Mapping[str, Source], known_by: PartialDate | None = None
) -> list[LiveEntry]:
    """Return the entries that count: accepted, not cancelled, and possibly known by the day (None: everything)."""
    return entries_known_by(events, sources, known_by).live


def entries_known_by(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    known_by: PartialDate | None = None,
    counted: Collection[str] | None = None,
) -> Known:
    """Return what was known of a history by a day.

    ``counted`` holds the doubtful sources that count (see ``known_by.py``); None: all of them.
    """
    if known_by is None:
        return known_of([_entry_on_file(index, event, sources) for index, event in enumerate(events)], sources)
    found = [
        known_entry(index, event, publications(event, sources), ends(known_by), counted, sources)
        for index, event in enumerate(events)
    ]
    return known_of(found, sources)


def known_of(found: Iterable[LiveEntry | None], sources: Mapping[str, Source], *, shared: bool = False) -> Known:
    """Return what was known of a history, given what was known of each entry by itself.

    ``shared`` says that the entries are also part of other answers. An entry that another one revises is copied then.
    """
    entries = [entry for entry in found if entry is not None]
    refuted = [entry for entry in entries if entry.evidence is _IS_NONE]
    if refuted:
        entries = [entry for entry in entries if entry.evidence is not _IS_NONE]
    if not all(map(is_plain, entries)):
        if shared:
            entries = [_copied(entry) for entry in entries]
        revised = _revised(entries, sources)
        gone = _cancelled(entries)
        entries = _overtaken([entry for entry in entries if entry.index not in gone] if gone else entries, revised)
    return Known(entries, refuted)


def is_plain(entry: LiveEntry) -> bool:
    """Return whether an entry neither revises another one nor can be revised by another one."""
    event = entry.event
    return entry.evidence is _IS_REPORTED and event.effective is None and event.of is None


def _entry_on_file(index: int, event: Event, sources: Mapping[str, Source]) -> LiveEntry | None:
    """Return an entry by its accepted claims; None if all are rejected. An entry without any claims counts."""
    claims = [claim for claim in event.claims if claim.rejected is None]
    return _entry(index, event, claims, sources, dated=False) if claims or not event.claims else None


def evidence_of(event: Event, sources: Mapping[str, Source]) -> Evidence:
    """Return the evidence of an entry by itself, by everything on file; NONE if it does not count."""
    entry = _entry_on_file(0, event, sources)
    return _IS_NONE if entry is None else entry.evidence


def known_entry(
    index: int,
    event: Event,
    published: Published,
    days: tuple[dt.date, dt.date],
    counted: Collection[str] | None,
    sources: Mapping[str, Source],
) -> LiveEntry | None:
    """Return an entry as it was known by a day, given its first and last possible day; see :func:`entries_known_by`.

    It is cached by its claims.
    """
    if not published.claims or published.first > days[1]:
        return None
    all_known = published.last <= days[0]
    claims = [] if all_known else claims_known_by(published, days, counted)
    if not claims and not all_known:
        return None
    # The empty key stands for all claims.
    key = tuple(map(id, claims)) if len(claims) < len(published.claims) else ()
    if key not in published.entries:
        known = claims or [claim for claim, _ in published.claims]
        published.entries[key] = _entry(index, event, known, sources, dated=True)
    return cast("LiveEntry | None", published.entries[key])


def _copied(entry: LiveEntry) -> LiveEntry:
    return LiveEntry(entry.index, entry.event, entry.evidence, entry.claims, entry.date, entry.span, entry.kinds)


def _entry(
    index: int, event: Event, claims: Sequence[Claim], sources: Mapping[str, Source], *, dated: bool
) -> LiveEntry | None:
    """Return an entry as it was known, with evidence NONE if a denial took it back; or None if it does not count.

    ``claims`` were public, and decide on its day if it is to be ``dated`` as it was known.
    """
    reports = [claim for claim in claims if claim.role is _REPORTED]
    date, latest, evidence = event.date, event.date.latest, _IS_REPORTED
    if reports:
        if len(reports) < len(claims) and any(claim.role is _DENIED for claim in claims):
            evidence = Evidence.DISPUTED
        if dated:
            date = date_known(event, reports)
            latest = date.latest
        # That it had happened by then says nothing new of a known day.
        if date.earliest != latest:
            latest = _latest(event, date, reports, sources)
        return LiveEntry(index, event, evidence, tuple(claims), date, (date.earliest, latest), event.kinds)
    announcements = [claim for claim in claims if claim.role is _ANNOUNCED]
    if announcements:
        denials = [claim for claim in claims if claim.role is _DENIED]
        evidence = Evidence.NONE if denials and _taken_back(event, announcements, denials, sources) else _IS_ANNOUNCED
        date = _date_announced(event, announcements, sources)
        return LiveEntry(index, event, evidence, tuple(claims), date, ends(date), event.kinds)
    if claims:
        return None
    return LiveEntry(index, event, evidence, (), date, ends(date), event.kinds)


def _date_announced(event: Event, announcements: Sequence[Claim], sources: Mapping[str, Source]) -> PartialDate:
    """Return the day of the last announcement. Where it is not certain which is the last, all their days count.

    "In September" does not revise "on 11 September": an announcement of more days than another one is left out.
    """
    if len(announcements) == 1:
        return announcements[0].date or event.date
    made = [(publication(claim, event, sources.get(claim.source)), claim.date or event.date) for claim in announcements]
    exact = _exact({ends(date) for _, date in made})
    made = [one for one in made if ends(one[1]) in exact]
    start = max(published.earliest for published, _ in made)
    dates = [date for published, date in made if published.latest >= start]
    if all(date == dates[0] for date in dates):
        return dates[0]
    return PartialDate.between(min(date.earliest for date in dates), max(date.latest for date in dates))


def _exact(spans: Collection[tuple[dt.date, dt.date]]) -> set[tuple[dt.date, dt.date]]:
    """Return the intervals that contain no other one."""
    found: set[tuple[dt.date, dt.date]] = set()
    start = dt.date.min
    # By the last day, the shortest first: an interval contains another if one so far began no earlier.
    for first, last in sorted(spans, key=lambda span: (span[1], -span[0].toordinal())):
        if not found or first > start:
            found.add((first, last))
            start = first
    return found


def _taken_back(
    event: Event, announcements: Iterable[Claim], denials: Iterable[Claim], sources: Mapping[str, Source]
) -> bool:
    """Return whether a denial certainly came after every announcement."""
    last = max(publication(claim, event, sources.get(claim.source)).latest for claim in announcements)
    return any(publication(claim, event, sources.get(claim.source)).earliest > last for claim in denials)


def _cancelled(entries: Sequence[LiveEntry]) -> set[int]:
    """Return the indices of the announced entries that a later one cancels, and mark the effects that one cancels.

    A ``postponed`` cancels the latest entry of its event that was only announced, or whose effect is still to come. A
    ``notice_revoked`` cancels the effects of all ends that were decided for a later day by its party, or for all.
    """
    found: set[int] = set()
    noticed: set[str | None] = set()
    pending = _Pending()
    for entry in entries:
        event = entry.event
        if event.of and _POSTPONED in event.kinds:
            target = pending.latest(event.of, entry.date)
            if target is None:
                entry.idle = True
            elif target.evidence is _IS_ANNOUNCED:
                found.add(target.index)
            else:
                target.effect_cancelled = entry.evidence
        elif _NOTICE in event.kinds:
            noticed.add(event.party)
        elif _REVOKED in event.kinds:
            for target in pending.ends(event.party, entry.date):
                target.effect_cancelled = entry.evidence
                target.revoked = entry
                if event.party not in noticed:
                    entry.kinds = tuple(kind for kind in entry.kinds if kind is not _REVOKED)
        pending.add(entry)
    return found


class _Pending:
    """Entries of which something has not come about: announced ones, and acts with a later effect.

    They are kept by event, the latest last, so that each cancellation looks only at what it may cancel.
    """

    def __init__(self) -> None:
        self._by_kind: dict[EventKind, list[LiveEntry]] = {}
        self._ends: dict[str | None, list[LiveEntry]] = {}
        self._gone: set[int] = set()

    def add(self, entry: LiveEntry) -> None:
        """Add an entry, if something of it is still to come."""
        announced = entry.evidence is _IS_ANNOUNCED
        day = None if announced else effect_day(entry.event, entry.date)
        kinds = entry.kinds if announced else [kind for kind in entry.kinds if kind in LATER_EFFECT] if day else ()
        for kind in dict.fromkeys(kinds):
            self._by_kind.setdefault(kind, []).append(entry)
        if not announced and not _ENDS.isdisjoint(kinds):
            self._ends.setdefault(entry.event.party, []).append(entry)

    def latest(self, kind: EventKind, on: PartialDate) -> LiveEntry | None:
        """Take out and return the latest entry of an event that is still to come on a day."""
        waiting = self._by_kind.get(kind, [])
        while waiting:
            # Since the list is in order, an effect that has come before one entry has come before all that follow.
            entry = waiting.pop()
            if entry.index in self._gone or entry.effect_cancelled is not None:
                continue
            if entry.evidence is _IS_ANNOUNCED:
                self._gone.add(entry.index)
                return entry
            if not _has_come(entry, on):
                return entry
        return None

    def ends(self, party: str | None, on: PartialDate) -> Sequence[LiveEntry]:
        """Take out and return the ends decided for a later day by a party, or for all, that are to come on a day."""
        waiting = (*self._ends.pop(party, ()), *self._ends.pop(None, ()))
        return [entry for entry in waiting if entry.effect_cancelled is None and not _has_come(entry, on, begun=True)]


def _has_come(entry: LiveEntry, on: PartialDate, *, begun: bool = False) -> bool:
    """Return whether the later effect of an act certainly came before a day, or, ``begun``, on that day at the latest.

    A party may revoke what has not taken effect yet (VCLT 68); what was to come on a day may be called off on that day.
    """
    day = effect_day(entry.event, entry.date)
    return day is not None and (certainly_before(day, on) or (begun and day.latest <= on.earliest))


_ONCE: Final = frozenset(
    {
        EventKind.ADOPTED,
        EventKind.SIGNED,
        EventKind.RATIFIED,
        EventKind.IN_FORCE,
        EventKind.WITHDRAWN,
        EventKind.TERMINATED,
    }
)
"""Events of which two announcements for one party, or for all, mean the same one."""


def _revised(entries: Sequence[LiveEntry], sources: Mapping[str, Source]) -> set[tuple[int, EventKind]]:
    """Return the announced events that another entry certainly announced later, by the entry."""
    made: dict[tuple[EventKind, str | None, EventKind | None], list[tuple[LiveEntry, dt.date, dt.date]]] = {}
    for entry in entries:
        event = entry.event
        if entry.evidence is _IS_ANNOUNCED and not _ONCE.isdisjoint(entry.kinds):
            days = [publication(one, event, sources.get(one.source)) for one in entry.claims if one.role is _ANNOUNCED]
            first, last = max(day.earliest for day in days), max(day.latest for day in days)
            for kind in _ONCE.intersection(entry.kinds):
                made.setdefault((kind, event.party, event.of), []).append((entry, first, last))
    return {(index, kind) for (kind, _, _), announced in made.items() for index in _announced_again(announced)}


def _announced_again(announced: Sequence[tuple[LiveEntry, dt.date, dt.date]]) -> Iterator[int]:
    """Yield the indices of the announcements after which another one certainly came that is not vaguer.

    Each comes with the first and the last day on which it can have been the last word of its entry. All later ones are
    vaguer if the interval of days that they have in common contains that of the announcement, and none has the same.
    """
    by_day = sorted(announced, key=lambda one: one[1])
    days = [first for _, first, _ in by_day]
    starts = list(accumulate((entry.date.earliest for entry, _, _ in reversed(by_day)), max))[::-1]
    stops = list(accumulate((entry.date.latest for entry, _, _ in reversed(by_day)), min))[::-1]
    same = {ends(entry.date): first for entry, first, _ in by_day}
    for entry, _, last in announced:
        place = bisect_right(days, last)
        if place < len(days) and (
            starts[place] > entry.date.earliest or stops[place] < entry.date.latest or same[ends(entry.date)] > last
        ):
            yield entry.index


def _overtaken(entries: list[LiveEntry], revised: Collection[tuple[int, EventKind]]) -> list[LiveEntry]:
    """Return the entries without announcements that were revised, or of what a later entry reports of the party."""
    reported: set[tuple[EventKind, str | None]] = set()
    kept: list[LiveEntry] = []
    for entry in reversed(entries):
        party = entry.event.party
        if entry.evidence is _IS_ANNOUNCED:
            entry.kinds = tuple(
                kind for kind in entry.kinds if (kind, party) not in reported and (entry.index, kind) not in revised
            )
            if not entry.kinds:
                continue
        elif entry.evidence is _IS_REPORTED:
            reported.update((kind, party) for kind in entry.kinds)
        kept.append(entry)
    return kept[::-1]


def _latest(event: Event, date: PartialDate, reports: Iterable[Claim], sources: Mapping[str, Source]) -> dt.date:
    """Return the last possible day of an event that had happened when it was reported."""
    latest = date.latest
    for claim in reports:
        published = publication(claim, event, sources.get(claim.source)).latest
        # A report certainly before the event is a fault of its own, and says nothing about the day.
        if published < latest and date.earliest <= (cap := published + SLACK):
            latest = cap
    return latest
