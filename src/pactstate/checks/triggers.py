"""What an agreement holds that a rule may look for: words of its file, and what follows from them.

Most rules look for something that most agreements do not have, and need not be put to them. What a rule needs stands
beside its name; here stands how it is recognised. It may be seen where nothing comes of it, never overlooked where a
rule would find something. See docs/rules/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import compatible
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Role, Source

__all__ = ["WORDS", "written"]

_WRITTEN: Final = (
    # of an agreement
    "entry_into_force",
    "statements",
    "term",
    # of an entry, beside the words of its events
    "after today",
    "effective",
    "no claims",
    "party",  # also one whose approval is needed
    # of a claim, beside its role, if it is accepted
    "another date",  # than that of its entry
    "early source",  # which may be older than what it reports
    # of any claim
    "rejected",  # also of a statement
    # of sources
    "one origin",  # several may go back to one
)
_DERIVED: Final = (
    "changed",  # something was recorded otherwise
    "disorder",  # of the dates
    "narrowed",  # a date, by a report
    "fault",  # in the replay
    "remarkable",  # an event of which its kind has something to say
)

WORDS: Final = frozenset({*EventKind, *Role, *_WRITTEN, *_DERIVED})
"""All that a rule may need: events, roles of claims, and these."""


_REPORTED: Final = Role.REPORTED


def written(agreement: Agreement, sources: Mapping[str, Source], today: dt.date) -> set[str]:
    """The words that the agreement itself holds; ``sources`` are those that it cites, by id."""
    held: set[str] = set()
    if agreement.entry_into_force:
        held.add("entry_into_force")
    if agreement.statements:
        held.add("statements")
    if agreement.term:
        held.add("term")
    if agreement.approvals_needed:
        held.add("party")
    for event in agreement.history:
        held.update(event.kinds)
        date = event.date
        if date.earliest > today:
            held.add("after today")
        if event.party is not None:
            held.add("party")
        if event.effective:
            held.add("effective")
        for claim in event.claims:
            source = sources.get(claim.source)
            if claim.rejected is not None:
                held.add("rejected")
                continue
            first = date.earliest
            if claim.date is not None:
                first = max(first, claim.date.earliest)
                if not compatible(claim.date, date):
                    held.add("another date")
            if claim.role is not _REPORTED:
                held.add(claim.role)
            elif source and (source.updated or source.published is None or source.published.latest < first):
                held.add("early source")
        if not event.claims:
            held.add("no claims")
        elif len(event.claims) > 1 and len({claim.source for claim in event.claims}) < len(event.claims):
            held.add("one origin")
    for source in sources.values():
        if source.based_on:
            held.add("one origin")
    for statement in agreement.statements:
        if statement.rejected is not None:
            held.add("rejected")
    return held
