"""Agenda of an agreement: what is coming, what is overdue, and when its record is to be looked at again.

See docs/domain.md, "Agenda".
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.expectations import force_by_rule, is_open
from pactstate.domain.fields import Word, shallow
from pactstate.domain.model import NO_NEWS, Claim, Period, Reminder
from pactstate.domain.points import Point, first_term_end
from pactstate.domain.status import Status

__all__ = ["Item", "Topic", "agenda"]


class Topic(Word):
    """Reason why something is on the agenda."""

    ANNOUNCED = "announced"
    """A source says that it will happen, and none reports it."""
    EFFECT = "effect"
    """A reported act takes effect."""
    RULE = "by rule"
    """The agreement's own rule of entry into force gives the day."""
    NOTICE = "notice"
    """A notice takes effect."""
    TERM = "term"
    """The term ends and does not renew."""
    RENEWAL = "renewal"
    """The term ends and renews, unless a party gives notice."""
    LAST_NOTICE = "last day for notice"
    """Last day on which a party can give notice for the end of the term."""
    IGNORE = "ignore"
    """A comment that silences a finding ends."""
    NO_NEWS = "no news"
    """The newest source is so old that the record is to be looked at again."""


@attrs.frozen(field_transformer=shallow)
class Item:
    """Line of the agenda."""

    agreement: str
    topic: Topic
    name: str
    """The word of the event; several are joined with ``+``. Empty if the item concerns no event."""
    date: PartialDate
    """The day; an interval if it is not known to the day."""
    is_overdue: bool
    """Whether the day has certainly passed."""
    party: str | None = None
    number: int = 1
    """Number among the items of the same agreement, topic, event and party."""
    claims: tuple[Claim, ...] = ()
    """The claims on which it rests."""
    source: str | None = None
    """Id of the newest source, where there are no claims on which it rests."""
    notice_by: PartialDate | None = None
    """Last day for a notice before the end of a term."""
    detail: str | None = None

    @property
    def is_certain(self) -> bool:
        """Whether it follows from a reported act, and not from an announcement, a rule or a presumption."""
        return self.topic in (Topic.EFFECT, Topic.LAST_NOTICE, Topic.IGNORE, Topic.NO_NEWS)

    @property
    def words(self) -> str:
        """The item in words, without its day.

        >>> day = PartialDate("2025-09-11")
        >>> Item("jp-ph-raa", Topic.RULE, "in_force", day, is_overdue=False).words
        'in_force by rule'
        """
        if self.topic is Topic.NOTICE:
            return f"end by notice of {self.party}"
        fixed = _WORDS.get(self.topic)
        if fixed:
            return fixed
        preposition = "for" if self.name == EventKind.IN_FORCE else "by"
        by = f" {preposition} {self.party}" if self.party else ""
        return f"{self.name}{by}" + {Topic.EFFECT: " takes effect", Topic.RULE: " by rule"}.get(self.topic, "")


_WORDS: Final = {
    Topic.TERM: "end of term",
    Topic.RENEWAL: "term renews",
    Topic.LAST_NOTICE: "last day for notice",
    Topic.IGNORE: "ignore ends",
    Topic.NO_NEWS: "no news: look again",
}


def agenda(
    agreement: Agreement, today: dt.date, reminder: Reminder = NO_NEWS, status: Status | None = None
) -> Iterator[Item]:
    """Yield what is coming and what is overdue for an agreement, as far as its file tells.

    Postponed, rejected and denied events are left out. So is an announced event that is reported. Everything that is
    known counts, whenever it was published.

    Args:
        agreement: The agreement.
        today: Day that divides what is coming from what is overdue.
        reminder: Time without news after which the record is to be looked at again.
        status: Status on that day, where it is known already.
    """
    numbers: Counter[tuple[Topic, str, str | None]] = Counter()
    status = status or agreement.status(today, today=today)
    for item in _items(agreement, today, status, reminder):
        key = (item.topic, item.name, item.party)
        numbers[key] += 1
        yield attrs.evolve(item, number=numbers[key])


def _items(agreement: Agreement, today: dt.date, status: Status, reminder: Reminder) -> Iterator[Item]:
    reading = agreement.prepared.readings[0]
    entries = {entry.index: entry for entry in reading.items}
    is_force_ahead = False
    possible = status.possible | ({None} if status.unbegun else set())
    for point, step in zip(reading.foreseen.points, reading.foreseen.steps, strict=True):
        topic = _topic(point)
        if topic is None or (point.date.latest < today and topic is Topic.EFFECT):
            continue
        if not is_open(point, step, possible):
            continue
        if topic in (Topic.NOTICE, Topic.TERM) and State.IN_FORCE not in status.possible:
            continue
        is_force_ahead = is_force_ahead or EventKind.IN_FORCE in point.kinds
        notice_by = _last_notice(agreement, point.date) if topic is Topic.TERM else None
        claims = entries[point.index].claims
        yield Item(
            agreement.id,
            topic,
            "+".join(point.kinds),
            point.date,
            is_overdue=point.date.latest < today,
            party=point.event.party,
            claims=claims,
            notice_by=notice_by,
        )
        if notice_by:
            yield from _if_ahead(agreement, Topic.LAST_NOTICE, notice_by, today, claims)
    due = force_by_rule(reading.items, agreement.clauses, PartialDate(today), possible)
    if due and not is_force_ahead:
        is_overdue = due.date.latest < today
        yield Item(agreement.id, Topic.RULE, due.name, due.date, is_overdue=is_overdue, claims=due.claims)
    if State.IN_FORCE in status.possible:
        yield from _renewal(agreement, reading.items, today)
    if status.newest and status.state is not State.TERMINATED:
        settled = status.state in (State.IN_FORCE, State.ABANDONED)
        day = (reminder.settled if settled else reminder.open).after(status.newest)
        is_overdue = day.latest < today
        yield Item(
            agreement.id,
            Topic.NO_NEWS,
            "",
            day,
            is_overdue=is_overdue,
            source=status.newest_source.id if status.newest_source else None,
        )


def _topic(point: Point) -> Topic | None:
    """Return why a point may be due; None for an act that is reported, and for a note."""
    if not set(point.kinds) - {EventKind.NOTE}:
        return None
    if point.is_presumed:
        return Topic.NOTICE if point.event.party else Topic.TERM
    if point.item.evidence is Evidence.ANNOUNCED:
        return Topic.ANNOUNCED
    return Topic.EFFECT if point.is_effect else None


def _renewal(agreement: Agreement, items: Sequence[LiveEntry], today: dt.date) -> Iterator[Item]:
    """Yield the next end of a term that renews, or of which the agreement does not say so; and its day for notice."""
    term, first = agreement.term, first_term_end(items, agreement.clauses)
    if term is None or term.years is None or first is None or term.renews is False:
        return
    end, start = first
    if term.renews:
        missed = max(0, today.year - end.latest.year - 1) // term.years
        end = Period(missed * term.years, "years").after(end)
        while end.latest < today:
            end = Period(term.years, "years").after(end)
    topic = Topic.RENEWAL if term.renews else Topic.TERM
    yield from _if_ahead(agreement, topic, end, today, start.claims)
    notice_by = _last_notice(agreement, end)
    if notice_by:
        yield from _if_ahead(agreement, Topic.LAST_NOTICE, notice_by, today, start.claims)


def _last_notice(agreement: Agreement, end: PartialDate) -> PartialDate | None:
    notice = agreement.term.notice if agreement.term else None
    return notice.before(end) if notice else None


def _if_ahead(
    agreement: Agreement, topic: Topic, day: PartialDate, today: dt.date, claims: tuple[Claim, ...]
) -> Iterator[Item]:
    if day.latest >= today:
        yield Item(agreement.id, topic, "", day, is_overdue=False, claims=claims)
