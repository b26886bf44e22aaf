"""Triggers: features of an agreement without which certain rules find nothing, so that they need not run.

Most rules look for something that most agreements do not have. The decorator of a rule names its triggers; this module
recognises them. A false positive costs time; a false negative would hide a finding. See docs/rules/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Event, Role, Source

__all__ = ["TRIGGERS", "written_triggers"]

_WRITTEN: Final = (
    # Words about an agreement:
    "entry_into_force",
    "statements",
    "term",
    # Words about an entry, beside the words of its events:
    "after today",
    "effective",
    "no claims",
    "party",  # the entry names a party, or approvals are needed
    # Words about an accepted claim, beside its role:
    "another date",  # the claim has another date than its entry, or than another claim
    "early source",  # the source may be older than the event that it reports
    # Words about any claim, and about a statement:
    "rejected",
    # Words about sources:
    "one origin",  # several of them may go back to one
)
_DERIVED: Final = (
    "changed",  # the agreement differs from that of the base
    "disorder",  # the dates are not in order
    "narrowed",  # a report narrows a date
    "fault",  # the replay has a violation
    "remarkable",  # the kind calls an event unusual or wrong
)

TRIGGERS: Final = frozenset({*EventKind, *Role, *_WRITTEN, *_DERIVED})
"""All triggers: events, roles of claims, and those above."""


_REPORTED: Final = Role.REPORTED


def _has_another_date(event: Event, dates: Sequence[PartialDate]) -> bool:
    """Return whether an accepted claim has another date than its entry or another claim.

    ``dates`` are the dates of all claims, rejected ones included.
    """
    latest = max(event.date.earliest, *(date.earliest for date in dates))
    soonest = min(event.date.latest, *(date.latest for date in dates))
    accepted = (claim.date for claim in event.claims if claim.date is not None and claim.rejected is None)
    return any(date.earliest > soonest or date.latest < latest for date in accepted)


def written_triggers(agreement: Agreement, sources: Mapping[str, Source], today: dt.date) -> set[str]:
    """Return the triggers that can be seen in the file itself; ``sources`` are those that it cites, by id."""
    found: set[str] = set()
    if agreement.entry_into_force:
        found.add("entry_into_force")
    if agreement.statements:
        found.add("statements")
    if agreement.term:
        found.add("term")
    if agreement.approvals_needed:
        found.add("party")
    for event in agreement.history:
        found.update(event.kinds)
        day, claims = event.date.earliest, event.claims
        if day > today:
            found.add("after today")
        if event.party is not None:
            found.add("party")
        if event.effective:
            found.add("effective")
        if not claims:
            found.add("no claims")
        elif len(claims) > 1 and len({claim.source for claim in claims}) < len(claims):
            found.add("one origin")
        dates = [claim.date for claim in claims if claim.date is not None]
        if dates and _has_another_date(event, dates):
            found.add("another date")
        for claim in claims:
            if claim.rejected is not None:
                found.add("rejected")
            elif claim.role is not _REPORTED:
                found.add(claim.role)
            elif source := sources.get(claim.source):
                first = day if claim.date is None else max(day, claim.date.earliest)
                if source.updated or source.published is None or source.published.latest < first:
                    found.add("early source")
    for source in sources.values():
        if source.based_on:
            found.add("one origin")
    for statement in agreement.statements:
        if statement.rejected is not None:
            found.add("rejected")
    return found
