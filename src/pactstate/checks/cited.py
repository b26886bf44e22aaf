"""Claims of a history with their entries and sources, as rules look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate, compatible
from pactstate.domain.known_by import publication
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.smallyaml import NodePath

__all__ = ["CitedClaim", "cited_claims"]

_ROLES: Final = tuple(Role)


@attrs.frozen(eq=False, repr=False)
class CitedClaim:
    """Claim of a history, with its entry and its source."""

    index: int
    """Index of the entry in the history."""
    event: Event
    claim: Claim
    number: int
    """Index of the claim among the claims of the entry that have the same role."""
    source: Source | None
    """None if the source is described nowhere."""

    @property
    def path(self) -> NodePath:
        """Path in the tree of the file."""
        return "history", self.index, f"{self.claim.role}_by", self.number

    @property
    def published(self) -> PartialDate | None:
        """Days on which the claim was published; None if the source has no date."""
        if self.source is None or self.source.published is None:
            return None
        return publication(self.claim, self.event, self.source)

    @property
    def date(self) -> PartialDate:
        """Date of the claim, or else of the entry."""
        return self.claim.date or self.event.date

    @property
    def days_early(self) -> dt.timedelta | None:
        """Time by which a report certainly precedes the reported event; None if it may be later.

        A source without a date is not later than the day on which it was read.
        """
        last = self.last_day
        if last is None:
            return None
        first = self.date.earliest
        if compatible(self.date, self.event.date):
            # A source that is less precise than the entry means the day of the entry.
            first = max(first, self.event.date.earliest)
        return first - last[1].latest if last[1].latest < first else None

    @property
    def last_day(self) -> tuple[str, PartialDate] | None:
        """Field of the source with the last day on which it can have been published, and that day; None if unknown."""
        source = self.source
        if source is None:
            return None
        if source.published:
            published = publication(self.claim, self.event, source)
            updated = source.updated is not None and published.latest == source.updated.latest
            return "updated" if updated else "published", published
        read = [(name, day) for name, day in (("accessed", source.accessed), ("archived", source.archived)) if day]
        return min(read, key=lambda pair: pair[1].latest, default=None)


def cited_claims(
    history: Sequence[Event], sources: Mapping[str, Source], is_wanted: Callable[[Claim], bool]
) -> list[CitedClaim]:
    """Return the claims for which a function returns true, in the order of the entries."""
    return [
        CitedClaim(index, event, claim, number, sources.get(claim.source))
        for index, event in enumerate(history)
        for number, claim in _numbered(event.claims)
        if is_wanted(claim)
    ]


def _numbered(claims: Sequence[Claim]) -> Sequence[tuple[int, Claim]]:
    """Return the claims of an entry, role by role, each with its index among the claims of its role."""
    if len(claims) == 1:
        return ((0, claims[0]),)
    return [pair for role in _ROLES for pair in enumerate([claim for claim in claims if claim.role is role])]
