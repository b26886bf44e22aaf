"""Log of an agreement: the days on which each of its states became known.

See docs/domain.md, "Status".
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.fields import unchecked
from pactstate.domain.flags import FlagStatus, may_have_flags
from pactstate.domain.known_by import SLACK, Published, claims_known_by, ends
from pactstate.domain.known_entries import count_readings
from pactstate.domain.model import Claim, Role, Source
from pactstate.domain.outcomes import Possible, one_day, state_began
from pactstate.domain.position import Place
from pactstate.domain.readings import (
    AscendingKnowledge,
    Knowledge,
    Prepared,
    Reading,
    days_of_knowledge,
    knowledge,
)
from pactstate.domain.status import Status, answer, flag_words, flags_on, newest_claim, possible_on

__all__ = ["KnownChange", "KnownDetail", "LongHistoryError", "knowledge_for_log", "known_changes", "known_details"]

MAX_STEPS: Final = 1_000_000
"""Limit of readings on all days of publication times entries and claims, about a second of work.

A day has more than one reading where it is not certain which sources were public. A treaty of 190 parties needs a third
of the limit.
"""


class LongHistoryError(ValueError):
    """Error: the history has too many entries and days of publication (see :data:`MAX_STEPS`)."""


@attrs.frozen(kw_only=True)
class _BecameKnown:
    """Fields of what became known of an agreement on a day."""

    known: dt.date
    """Day on which it became known."""
    agreement: str
    """Id of the agreement."""
    since: PartialDate | None
    """Day on which it began; None if that day was not certain."""
    source: str
    """Id of the source; empty if no source has a date."""
    publisher: str | None
    """Publisher of the source, else its title; None if the source is not described."""
    published: PartialDate | None
    title: str | None
    """Title of the source; None if the source is not described."""
    url: str | None
    """Address of the source."""

    @property
    def days(self) -> int | None:
        """Number of days from ``since`` to ``known``; None if it did not begin on a known day."""
        return (self.known - self.since.earliest).days if self.since and self.since.is_day else None


@attrs.frozen(kw_only=True)
class KnownChange(_BecameKnown):
    """Change of the known state of an agreement. The source is the first that reported the event behind the state."""

    state: State


@attrs.frozen(kw_only=True)
class KnownDetail(_BecameKnown):
    """Change of a known flag, or of where a party is known to stand. The source is the newest one on that day."""

    change: str
    """The change in words, as in ``suspended by JP``."""


def known_changes(
    agreement: Agreement, until: dt.date, knowledge: AscendingKnowledge | Knowledge | None = None
) -> Iterator[KnownChange]:
    """Yield a change for each day up to ``until`` on which another state became certain.

    The answer for a day is ``status(on=day, known_by=day)``. Days without a certain state are skipped: the last certain
    state is compared with the next one.

    Args:
        agreement: The agreement.
        until: Last day.
        knowledge: What was known of it, where that is computed already.

    Raises:
        LongHistoryError: There are too many days and entries.
    """
    known = knowledge or _ascending(agreement)
    days = _days_until(agreement, known.publications, until)
    _refuse_long(agreement, known.publications, [day for day in days.published if day <= until])
    last: State | None = None
    for day in days.turns:
        state = known.certain(day).state_on(day)
        if state is None or state is last:
            continue
        # The doubtful sources decide only where what is certainly known has another state.
        readings: list[Reading] = []
        for reading in known.readings(day):
            readings.append(reading)
            if reading.state_on(day) is not state:
                break
        else:
            last = state
            yield _change(agreement, day, state, readings, known.publications)


def _change(
    agreement: Agreement, day: dt.date, state: State, readings: Sequence[Reading], made: Sequence[Published]
) -> KnownChange:
    """Return the change to a state that was certain from a day, given the readings of that day."""
    claim = _first_report(made[_setter(readings, day)])
    source = agreement.source(claim.source)
    return _made_change(
        known=day,
        agreement=agreement.id,
        since=_began(readings, day),
        source=claim.source,
        publisher=(source.publisher or source.title) if source else None,
        published=source.published if source else None,
        title=source.title if source else None,
        url=source.url if source else None,
        state=state,
    )


_made_change: Final = unchecked(KnownChange)


def known_details(
    agreement: Agreement,
    until: dt.date,
    knowledge: AscendingKnowledge | Knowledge | None = None,
    *,
    flags: bool = False,
    party: str | None = None,
) -> Iterator[KnownDetail]:
    """Yield a change for each day up to ``until`` on which a flag, or where a party stands, became certain or ended.

    Args:
        agreement: The agreement.
        until: Last day.
        knowledge: What was known of it, where that is computed already.
        flags: Whether to follow the flags.
        party: Party whose standing is followed. Default: none.

    Raises:
        LongHistoryError: There are too many days and entries.
    """
    if party is None and not may_have_flags(agreement.history, agreement.clauses):
        return
    sources = agreement.sources_by_id
    by_day = knowledge or _ascending(agreement)
    days = _days_until(agreement, by_day.publications, until)
    _refuse_long(agreement, by_day.publications, days.turns)
    made = {id(event): one for event, one in zip(agreement.history, by_day.publications, strict=True)}
    known: dict[str, PartialDate | None] = {}
    standing = ""
    before: tuple[Prepared, Sequence[Possible]] | None = None
    # Sorted, so that it is a heap.
    turns = [*days.turns]
    while turns:
        turn = heapq.heappop(turns)
        day = PartialDate(turn)
        prepared = by_day.by(turn)
        if agreement.clauses.term and (before is None or before[0] is not prepared):
            for end in _ends_of_term(prepared):
                if turn < end <= until:
                    heapq.heappush(turns, end)
        possible = possible_on(prepared, day)
        if before and before[0] is prepared and before[1] == possible and not prepared.has_other_days:
            continue
        before = prepared, possible
        now = _flags(flags_on(prepared, day, possible)) if flags else {}
        changes = [(words, since) for words, since in now.items() if words not in known]
        changes += [(f"no longer {words}", None) for words in known if words not in now]
        known = now
        if not changes and party is None:
            continue
        found = answer(prepared, sources, day, day)
        place = _place(found, party) if party is not None else None
        if place and place[0] != standing:
            standing = place[0]
            changes.append(place)
        published, source = _newest(prepared, found, made, sources) if changes else (None, None)
        for words, since in changes:
            yield KnownDetail(
                known=turn,
                agreement=agreement.id,
                since=since,
                source=source.id if source else "",
                publisher=(source.publisher or source.title) if source else None,
                published=published,
                change=words,
                title=source.title if source else None,
                url=source.url if source else None,
            )


def knowledge_for_log(agreement: Agreement, *, flags: bool = False, party: str | None = None) -> Knowledge | None:
    """Return what was known by every day, for :func:`known_changes` and :func:`known_details` both.

    Return None where there are no details, so that the changes take less time without it, and where there are too many
    days and entries.
    """
    if party is None and not (flags and may_have_flags(agreement.history, agreement.clauses)):
        return None
    known = _ascending(agreement)
    if _size(agreement) * count_readings(known.publications, days_of_knowledge(known.publications)) > MAX_STEPS:
        return None
    return knowledge(known)


def _ascending(agreement: Agreement) -> AscendingKnowledge:
    return AscendingKnowledge(agreement.history, agreement.sources_by_id, agreement.prepared)


def _newest(
    prepared: Prepared, found: Status, made: Mapping[int, Published], sources: Mapping[str, Source]
) -> tuple[PartialDate | None, Source | None]:
    """Return when the newest source was published on which an answer about its day of knowledge rests, and the source.

    The answer itself may not know it: readings of an earlier day lack the claims that told nothing new.
    """
    told = [one.event for one in found.why] + [one.event for one in found.expected if one.event]
    told += [item.event for item in prepared.readings[0].refuted if item.span[0] <= found.on.latest]
    known = [(event, claims_known_by(made[id(event)], ends(found.on))) for event in told]
    newest = newest_claim(None, known, sources)
    return (newest[0], sources[newest[1]]) if newest else (None, None)


def _flags(flags: Iterable[FlagStatus]) -> dict[str, PartialDate | None]:
    """Return the certain flags in words, each with its beginning."""
    certain = [one for one in flags if one.certain]
    # Without their beginnings: a flag that is only dated more closely has not changed.
    words = flag_words([attrs.evolve(one, since=None) for one in certain])
    return {text: one.since for text, one in zip(words, certain, strict=True)}


def _place(status: Status, party: str) -> tuple[str, PartialDate | None] | None:
    """Return in words where a party certainly stands, and since when; None if that is not certain."""
    standing = status.of(party)
    if standing.certain in (None, Place.NONE):
        return None
    return f"{party}: {attrs.evolve(standing, since=None)}", standing.since


def _refuse_long(agreement: Agreement, made: Sequence[Published], days: Collection[dt.date]) -> None:
    size = _size(agreement)
    if size * count_readings(made, days) > MAX_STEPS:
        raise LongHistoryError(
            f"{agreement.id}: not in the log, since {size:,} entries and claims, published on {len(days):,} days, "
            "are too many"
        )


def _size(agreement: Agreement) -> int:
    """Return the number of entries and claims."""
    return sum(1 + len(event.claims) for event in agreement.history)


class _Days(NamedTuple):
    """Days on which the answer about an agreement may change."""

    published: AbstractSet[dt.date]
    """Days on which more may be known, or be known for certain."""
    turns: Sequence[dt.date]
    """All days up to the last one, in order."""


def _days_until(agreement: Agreement, made: Iterable[Published], until: dt.date) -> _Days:
    """Return the days up to a last one on which the answer about an agreement may change.

    An answer depends on which claims are public, and on whether the first and last possible days of the acts and their
    effects are before or after the day. It changes only on the first or last possible day of a publication, or, of an
    entry that may be known, of a date or of an effect. A report limits an imprecise date to the day after it.
    """
    published: set[dt.date] = set()
    turns: set[dt.date] = set()
    for event, one in zip(agreement.history, made, strict=True):
        if not one.claims:
            continue
        published.update(one.first_days())
        published.update(one.last_days())
        dates = [event.date, *[claim.date for claim, _ in one.claims if claim.date]]
        last = max([date.latest for date in dates])
        if event.effective is None and last <= one.first:
            # The usual case: nothing is published of an entry before it is over.
            continue
        days = {day for date in (*dates, event.effective or event.date) for day in ends(date)}
        days.update(day.latest + SLACK for _, day in one.claims if day.latest < last)
        turns.update(day for day in days if day > one.first)
    return _Days(published, sorted([day for day in published | turns if day <= until]))


def _ends_of_term(prepared: Prepared) -> Iterable[dt.date]:
    """Return the first and last possible days of presumed ends, among them that of the term, which no entry has."""
    return {day for line in prepared.timelines for point in line.points if point.is_presumed for day in point.span}


def _began(readings: Sequence[Reading], day: dt.date) -> PartialDate | None:
    """Return when the certain state of a day began; None if that is not certain itself."""
    days = [state_began(line, line.reach(day)) for reading in readings for line in reading.timelines]
    return one_day(days if len(days) == 1 else {*days})


def _setter(readings: Sequence[Reading], day: dt.date) -> int:
    """Return the index of the entry that set the certain state of the day. Only certainly public reports count."""
    reported = readings[-1].reported
    since = reported.since(reported.reach(day))
    assert since is not None  # noqa: S101 - a certain state was set by an entry
    return reported.points[since].index


def _first_report(made: Published) -> Claim:
    """Return the accepted report that was certainly public first."""
    reports = [(claim, day) for claim, day in made.claims if claim.role is Role.REPORTED]
    if len(reports) > 1:
        reports.sort(key=lambda one: (one[1].latest, one[1].earliest))
    return reports[0][0]
