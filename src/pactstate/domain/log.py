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
from pactstate.domain.known_by import SLACK, publication
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.status import answer
from pactstate.domain.timeline import Prepared, prefix_counts, prepare

__all__ = ["KnownChange", "LongHistoryError", "known_changes"]

MAX_STEPS: Final = 3_000_000
"""Limit of days times entries and claims, about ten seconds of work. A treaty of 190 parties needs a tenth of it."""


class LongHistoryError(ValueError):
    """Error: the history is too long for an answer for each day (see :data:`MAX_STEPS`)."""


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
    days = sorted(day for day in _turns(agreement, sources) if day <= until)
    size = sum(1 + len(event.claims) for event in agreement.history)
    if len(days) * size > MAX_STEPS:
        raise LongHistoryError(f"{agreement.id}: {size:,} entries and claims are too many to be told day by day")
    known: State | None = None
    for day in map(PartialDate, days):
        prepared = prepare(agreement.history, sources, agreement.terms, day, agreement.clauses)
        status = answer(prepared, sources, day, day)
        if status.state is None or status.state is known:
            continue
        known = status.state
        claim = _first_report(_setter(prepared, day), sources)
        source = sources.get(claim.source)
        yield KnownChange(
            known=day.earliest,
            agreement=agreement.id,
            state=known,
            since=status.since,
            source=claim.source,
            publisher=(source.publisher or source.title) if source else None,
            published=source.published if source else None,
        )


def _turns(agreement: Agreement, sources: Mapping[str, Source]) -> set[dt.date]:
    """Return the days on which an answer may change.

    An answer depends on which claims are public, and on whether the first and last possible days of the entries are
    before or after the day. It changes only on the first or last possible day of a publication or of a date.
    """
    turns: set[dt.date] = set()
    for event in agreement.history:
        turns |= {event.date.earliest, event.date.latest}
        for claim in event.claims:
            published = publication(claim, event, sources.get(claim.source))
            date = claim.date or event.date
            turns |= {published.earliest, published.latest, date.earliest, date.latest}
            if published.latest < dt.date.max:
                turns.add(published.latest + SLACK)
    return turns


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
