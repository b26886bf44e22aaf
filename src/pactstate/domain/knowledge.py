"""When each state became known: where an agreement stood on a day, as far as was known by that very day.

Rule: domain.md section 4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.timeline import SLACK, Prepared, answer, prefix_counts, prepare, publication

__all__ = ["Change", "LongHistoryError", "chronicle"]

_MOST: Final = 3_000_000
"""So many times at most a claim or an entry is looked at: some ten seconds. A treaty of 190 parties takes a tenth."""


class LongHistoryError(ValueError):
    """A history that would take too long to be told day by day."""


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


def chronicle(agreement: Agreement, until: dt.date) -> Iterator[Change]:
    """The days up to ``until`` on which ``status(on=day, known_by=day)`` was certain of another state than before.

    A stretch without a certain state is no change: what was certain before it is compared with what is after it.
    Raises :class:`LongHistoryError`.
    """
    sources = {source.id: source for source in agreement.sources}
    days = sorted(day for day in _turns(agreement, sources) if day <= until)
    size = sum(1 + len(event.claims) for event in agreement.history)
    if len(days) * size > _MOST:
        raise LongHistoryError(f"{agreement.id}: {size:,} entries and claims are too many to be told day by day")
    known: State | None = None
    for day in map(PartialDate, days):
        prepared = prepare(agreement.history, sources, agreement.terms, day)
        status = answer(prepared, sources, day, day)
        if status.state is None or status.state is known:
            continue
        known = status.state
        claim = _first_report(_setter(prepared, day), sources)
        source = sources.get(claim.source)
        yield Change(
            known=day.earliest,
            agreement=agreement.id,
            state=known,
            since=status.since,
            source=claim.source,
            publisher=(source.publisher or source.title) if source else None,
            published=source.published if source else None,
        )


def _turns(agreement: Agreement, sources: Mapping[str, Source]) -> set[dt.date]:
    """The days on which an answer may change.

    It rests on the claims that are known, and on which side of the day the bounds of the entries lie. So it stays as it
    is from the first or last possible publication of a claim, and from the bound of a date, to the next of these days.
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
    """The entry that set a certain state, by what was reported for certain: the strictest of all readings."""
    line = prepared.lines[-1][0]
    last = line.steps[prefix_counts(line.limits, day)[-1] - 1]
    assert last.since is not None  # noqa: S101 - something set the state
    return line.items[last.since].event


def _first_report(event: Event, sources: Mapping[str, Source]) -> Claim:
    def made(claim: Claim) -> tuple[dt.date, dt.date]:
        published = publication(claim, event, sources.get(claim.source))
        return published.latest, published.earliest

    return min(event.accepted(Role.REPORTED), key=made)
