"""Claims that were public by a day (``known_by``), and the date that they gave to an event.

See docs/domain.md, "Evidence" and "Status".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pactstate.domain.dates import PartialDate
from pactstate.domain.model import Claim, Event, Role, Source

__all__ = [
    "SLACK",
    "Published",
    "claims_known_by",
    "date_known",
    "doubtful_sources",
    "ends",
    "publication",
    "publications",
    "telling_sources",
]

SLACK: Final = dt.timedelta(days=1)
"""A report may bear a date one day before the event: the source may lie west of it."""

_ALWAYS: Final = PartialDate("0001-01-01/9999-12-31")

# Cached: access to an enum member is slow before Python 3.12.
_REPORTED, _ANNOUNCED, _DENIED = Role.REPORTED, Role.ANNOUNCED, Role.DENIED


def publication(claim: Claim, event: Event, source: Source | None) -> PartialDate:
    """Return when a claim was made public, as an interval.

    A report cannot be older than the event, less the slack, and an announcement of an undated source cannot be younger
    than it; of an undated denial nothing is known, since it may speak of what is still to come. A source that was
    ``updated`` after the event reports it since the update only; where the event may lie on either side of the update,
    so does the report.
    """
    published = source.published if source else None
    updated = source.updated if source else None
    if published and updated is None and (published.is_day or claim.role is not _REPORTED):
        return published
    date = claim.date or event.date
    if published is None:
        seen = min((day.latest for day in (source.accessed, source.archived) if day), default=None) if source else None
        upper = seen or dt.date.max
        if claim.role is _ANNOUNCED:
            return _interval(dt.date.min, min(upper, date.latest))
        first = dt.date.min if claim.role is _DENIED else min(_before(date.earliest), upper)
        return _interval(first, upper)
    if updated and claim.role is _REPORTED and published.earliest < date.latest:
        if _after(published.latest) < date.earliest:
            return updated
        published = _interval(published.earliest, updated.latest)
    first = _before(date.earliest)
    if claim.role is _REPORTED and published.earliest < first <= published.latest:
        return _interval(first, published.latest)
    return published


class Published(NamedTuple):
    """Accepted claims of one entry, each with its publication."""

    claims: Sequence[tuple[Claim, PartialDate]]
    settled: dt.date
    """Day by which a report of the entry's own date was certainly public: later ones tell nothing new of the entry."""
    vague: Sequence[tuple[Claim, PartialDate]]
    """Claims of which the day of publication is not known: only they can be doubtful on a day."""
    first: dt.date
    """First day on which a claim may be public."""
    last: dt.date
    """Day by which every claim is certainly public."""
    doubt: tuple[dt.date, dt.date]
    """Day from which a claim that tells something new may be only possibly public, and the day from which none is."""
    entries: dict[tuple[int, ...], object]
    """Cache: the entry as it was known by some of the claims, by their identities; ``evidence.py`` fills it."""

    def is_doubtful(self, known_by: PartialDate) -> bool:
        """Return whether a claim may be only possibly public by a day, going by the first and the last publication."""
        return self.first <= known_by.latest and known_by.earliest < self.last

    def telling(self, day: dt.date) -> Iterator[tuple[Claim, PartialDate]]:
        """Yield the claims whose publication makes a difference on a day."""
        return (one for one in self.claims if day < self.settled or one[0].role is _DENIED)

    def first_days(self) -> Sequence[dt.date]:
        """Return the days from which a claim that tells something new may be public."""
        return [day.earliest for claim, day in self.claims if day.earliest <= self.settled or claim.role is _DENIED]

    def last_days(self) -> Sequence[dt.date]:
        """Return the days from which a claim that tells something new is certainly public."""
        return [day.latest for claim, day in self.claims if day.latest <= self.settled or claim.role is _DENIED]


def publications(event: Event, sources: Mapping[str, Source]) -> Published:
    """Return the accepted claims of an entry with their publications."""
    claims: list[tuple[Claim, PartialDate]] = []
    vague: list[tuple[Claim, PartialDate]] = []
    settled, first, last = dt.date.max, dt.date.max, dt.date.min
    for claim in event.claims:
        if claim.rejected is not None:
            continue
        published = publication(claim, event, sources.get(claim.source))
        earliest, latest = published.earliest, published.latest
        claims.append((claim, published))
        if earliest != latest:
            vague.append((claim, published))
        first, last = min(first, earliest), max(last, latest)
        if latest < settled and _settles(claim, latest, event.date):
            settled = latest
    doubt = dt.date.max, dt.date.min
    if vague:
        ended = [day.latest if claim.role is _DENIED else min(day.latest, settled) for claim, day in vague]
        doubt = min([day.earliest for _, day in vague]), max(ended)
    return Published(claims, settled, vague, first, last, doubt, {})


def _settles(claim: Claim, latest: dt.date, date: PartialDate) -> bool:
    """Return whether a claim, public by a day, reports an entry with its own date, and was not published before it."""
    is_own = claim.date is None or ends(claim.date) == ends(date)
    return claim.role is _REPORTED and is_own and _before(date.earliest) <= latest


def doubtful_sources(made: Iterable[Published], known_by: PartialDate) -> list[str]:
    """Return the sources whose publication is only possibly by the day, in the order of their publication.

    ``made`` has the publications of each entry (see :func:`publications`).
    """
    found: dict[str, tuple[dt.date, dt.date]] = {}
    for one in made:
        for claim, published in one.vague if known_by.is_day else one.claims:
            if _is_doubtful(published, known_by):
                found.setdefault(claim.source, ends(published))
    return sorted(found, key=lambda name: (found[name], name))


def telling_sources(made: Iterable[Published], known_by: PartialDate) -> set[str]:
    """Return the doubtful sources without those that only repeat what others had certainly reported by the day."""
    return {
        claim.source
        for one in made
        for claim, published in one.telling(known_by.earliest)
        if _is_doubtful(published, known_by)
    }


def _is_doubtful(published: PartialDate, known_by: PartialDate) -> bool:
    return published.latest > known_by.earliest and published.earliest <= known_by.latest


def claims_known_by(
    made: Published, days: tuple[dt.date, dt.date], counted: Collection[str] | None = None
) -> list[Claim]:
    """Return the accepted claims of an entry, given with their publications, that were public by a day.

    ``days`` are the first and the last possible one of that day. ``counted`` holds the doubtful sources that count (see
    :func:`doubtful_sources`); None: all of them.
    """
    first, last = days
    return [
        claim
        for claim, published in made.claims
        if published.latest <= first or (published.earliest <= last and (counted is None or claim.source in counted))
    ]


def date_known(event: Event, reports: Sequence[Claim]) -> PartialDate:
    """Return the day of an event as the reports have it: what later sources make more precise does not leak."""
    dates: list[PartialDate] = []
    for claim in reports:
        if claim.date is None or ends(claim.date) == ends(event.date):
            return event.date
        dates.append(claim.date)
    if len(dates) == 1:
        return dates[0]
    first, last = max(date.earliest for date in dates), min(date.latest for date in dates)
    if last < first:
        # The claims contradict each other, and nobody knows which is right.
        first, last = min(date.earliest for date in dates), max(date.latest for date in dates)
    return _interval(first, last)


def _interval(earliest: dt.date, latest: dt.date) -> PartialDate:
    if earliest == dt.date.min and latest == dt.date.max:
        return _ALWAYS
    return PartialDate.between(earliest, max(earliest, latest))


def _before(day: dt.date) -> dt.date:
    return day - SLACK if day > dt.date.min else day


def _after(day: dt.date) -> dt.date:
    return day + SLACK if day < dt.date.max else day


def ends(date: PartialDate) -> tuple[dt.date, dt.date]:
    """Return the first and the last possible day of a date."""
    return date.earliest, date.latest
