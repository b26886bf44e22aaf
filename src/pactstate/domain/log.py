"""Log of an agreement: the days on which each of its states became known.

See docs/domain.md, "Status".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.known_by import SLACK, publication, publications
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.outcomes import only
from pactstate.domain.status import answer
from pactstate.domain.timeline import Prepared, prefix_counts, prepare, states_on

__all__ = ["KnownChange", "LongHistoryError", "known_changes"]

MAX_STEPS: Final = 1_000_000
"""Limit of days of publication times entries and claims, about a second of work. A treaty of 190 parties needs a third
of it.
"""


class LongHistoryError(ValueError):
    """Error: too much became known on too many days (see :data:`MAX_STEPS`)."""


@attrs.frozen
class KnownChange:
    """KnownChange of the known state of an agreement, on the day on which the new state became known."""

    known: dt.date
    """Day on which the state became known."""
    agreement: str
    """Id of the agreement."""
    state: State
    since: PartialDate | None
    """Day on which the state began; None if that day was not certain."""
    source: str
    """Id of the first source that reported the event behind the state."""
    publisher: str | None
    """Publisher of the source, else its title; None if the source is not described."""
    published: PartialDate | None

    @property
    def days(self) -> int | None:
        """Number of days from ``since`` to ``known``; None if the state did not begin on a known day."""
        return (self.known - self.since.earliest).days if self.since and self.since.is_day else None


def known_changes(agreement: Agreement, until: dt.date) -> Iterator[KnownChange]:
    """Yield a change for each day up to ``until`` on which another state became certain.

    The answer for a day is ``status(on=day, known_by=day)``. Days without a certain state are skipped: the last certain
    state is compared with the next one. Raises :class:`LongHistoryError`.
    """
    sources = {source.id: source for source in agreement.sources}
    published, turns = _turns(agreement, sources)
    news = {day for day in published if day <= until}
    size = sum(1 + len(event.claims) for event in agreement.history)
    if len(news) * size > MAX_STEPS:
        raise LongHistoryError(
            f"{agreement.id}: not in the log, since {size:,} entries and claims, published on {len(news):,} days, are "
            "too many"
        )
    known: State | None = None
    made = [publications(event, sources) for event in agreement.history]
    terms, clauses = agreement.terms, agreement.clauses
    prepared = prepare(agreement.history, sources, terms, PartialDate(dt.date.min), clauses, made=made)
    for turn in sorted(news.union(day for day in turns if day <= until)):
        day = PartialDate(turn)
        if turn in news:
            prepared = prepare(agreement.history, sources, terms, day, clauses, prepared, made)
        state = only(states_on(prepared, day))
        if state is None or state is known:
            continue
        known = state
        claim = _first_report(_setter(prepared, day), sources)
        source = sources.get(claim.source)
        yield KnownChange(
            known=turn,
            agreement=agreement.id,
            state=known,
            since=answer(prepared, sources, day, day).since,
            source=claim.source,
            publisher=(source.publisher or source.title) if source else None,
            published=source.published if source else None,
        )


def _turns(agreement: Agreement, sources: Mapping[str, Source]) -> tuple[set[dt.date], set[dt.date]]:
    """Return the days on which the evidence may change, and the other days on which an answer may change.

    An answer depends on which claims are public, and on whether the first and last possible days of the acts and their
    effects are before or after the day. It changes only on the first or last possible day of a publication, of a date
    or of an effect. A report limits an imprecise date to the day after it.
    """
    published: set[dt.date] = set()
    turns: set[dt.date] = set()
    for event in agreement.history:
        dates = {event.date, *(claim.date for claim in event.claims if claim.date)}
        last = max(date.latest for date in dates)
        for date in (*dates, *((event.effective,) if event.effective else ())):
            turns |= {date.earliest, date.latest}
        for claim in event.claims:
            made = publication(claim, event, sources.get(claim.source))
            published |= {made.earliest, made.latest}
            if made.latest < last:
                turns.add(made.latest + SLACK)
    return published, turns


def _setter(prepared: Prepared, day: PartialDate) -> Event:
    """Return the entry that set the certain state of the day. Only certainly public reports count."""
    reported = prepared.readings[-1].reported
    last = reported.steps[prefix_counts(reported.limits, day)[-1] - 1]
    assert last.since is not None  # noqa: S101 - a certain state was set by an entry
    return reported.points[last.since].event


def _first_report(event: Event, sources: Mapping[str, Source]) -> Claim:
    """Return the accepted report that was certainly public first."""

    def made(claim: Claim) -> tuple[dt.date, dt.date]:
        published = publication(claim, event, sources.get(claim.source))
        return published.latest, published.earliest

    return min(event.accepted(Role.REPORTED), key=made)
