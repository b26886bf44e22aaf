"""Part of a record that was known by a day: its events with their claims, its statements and contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.contradictions import Contradiction, contradictions
from pactstate.domain.evidence import live
from pactstate.domain.fields import evolved
from pactstate.domain.known_by import publication
from pactstate.domain.model import Claim, Event, Source, Statement
from pactstate.domain.statements import Contrary, Judgement
from pactstate.domain.status import Status

__all__ = ["Elsewhere", "Judged", "KnownRecord", "days_apart", "elsewhere"]

Judged = tuple[Statement, Judgement, Contrary | None]
"""Statement with its judgement and what had been public against it."""

Elsewhere = tuple[Agreement, Contradiction]
"""Contradiction in the record of another agreement."""


def elsewhere(agreement: Agreement, agreements: Iterable[Agreement]) -> Iterator[Elsewhere]:
    """Yield the contradictions in the records of other agreements by sources that this one cites, too."""
    cited = agreement.sources_by_id
    for other in agreements:
        if other.id == agreement.id or not any(source.id in cited for source in other.sources):
            continue
        for one in contradictions(other):
            # Sources of several files may share an id.
            if one.source in cited and other.source(one.source) == cited[one.source]:
                yield other, one


@attrs.frozen
class KnownRecord:
    """Part of the record of an agreement that was known by ``known_by`` of the status; all of it without one."""

    agreement: Agreement
    status: Status

    def is_later(self, event: Event) -> bool:
        """Return whether an event certainly lies after the day of the question."""
        return event.date.earliest > self.status.on.latest

    def contradictions(self) -> list[Contradiction]:
        """Return the contradictions that may have been published by ``known_by``."""
        return list(contradictions(self.agreement, self.status.known_by))

    def judged(self) -> list[Judged]:
        """Return the statements, each judged, with what had been public against it."""
        if self.status.known_by is None:
            return [*self.agreement.judged]
        found = [(one, self.agreement.weigh(one)) for one in self.statements()]
        against = self.agreement.contraries(found)
        return [(*one, public) for one, public in zip(found, against, strict=True)]

    def known(self) -> Iterator[tuple[Event, tuple[Claim, ...]]]:
        """Yield the events that have claims made by ``known_by``, dated as then known, with these claims."""
        if self.status.known_by is None:
            yield from ((event, event.claims) for event in self.agreement.history)
            return
        entries = live(self.agreement.history, self.agreement.sources_by_id, self.status.known_by)
        days = {entry.index: entry.date for entry in entries}
        for index, event in enumerate(self.agreement.history):
            claims = tuple(claim for claim in event.claims if self._was_made(claim, event))
            if claims:
                yield evolved(event, date=days.get(index, event.date)), claims

    def _was_made(self, claim: Claim, event: Event) -> bool:
        known_by = self.status.known_by
        made = publication(claim, event, self.agreement.source(claim.source))
        return known_by is None or made.earliest <= known_by.latest

    def statements(self) -> list[Statement]:
        """Return the statements that may have been published by ``known_by``."""
        return [statement for statement in self.agreement.statements if self.has_source(statement.source)]

    def has_source(self, id: str) -> bool:
        """Return whether a source may have been published by ``known_by``."""
        source, known_by = self.agreement.source(id), self.status.known_by
        published = source.published if source else None
        return known_by is None or published is None or published.earliest <= known_by.latest


def days_apart(event: Event, claim: Claim, source: Source | None) -> int | None:
    """Return the days from an event to the publication of a claim; None if one of the two is not known to the day."""
    if source is None or source.published is None:
        return None
    made = publication(claim, event, source)
    return (made.earliest - event.date.earliest).days if made.is_day and event.date.is_day else None
