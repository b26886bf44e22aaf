"""Contradictions: which source stands against which others about an event or about the state.

See docs/domain.md, "Evidence".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate, compatible
from pactstate.domain.fields import repr_as_call
from pactstate.domain.known_by import publication
from pactstate.domain.model import Claim, Event, Role, Statement
from pactstate.domain.statements import Judgement, Verdict

__all__ = ["ClaimContradiction", "Contradiction", "StatementContradiction", "contradictions", "is_disputed"]

_MAX_OTHERS: Final = 10
"""Number of sources that one contradiction names. Without it, many claims of one event would name each other."""


@attrs.frozen
class ClaimContradiction:
    """Claim that other claims of its event contradict."""

    event: Event
    claim: Claim
    against: tuple[str, ...]
    """Ids of the first sources whose accepted claims it contradicts, in the order of the file."""

    __repr__ = repr_as_call

    @property
    def source(self) -> str:
        """Id of the source that makes the claim."""
        return self.claim.source

    @property
    def rejected(self) -> str | None:
        """Why the claim is judged wrong; None if nobody decided."""
        return self.claim.rejected


@attrs.frozen
class StatementContradiction:
    """Statement that is rejected, or that the history contradicts."""

    statement: Statement
    judgement: Judgement

    __repr__ = repr_as_call

    @property
    def source(self) -> str:
        """Id of the source that makes the statement."""
        return self.statement.source

    @property
    def rejected(self) -> str | None:
        """Why the statement is judged wrong; None if nobody decided."""
        return self.statement.rejected


Contradiction = ClaimContradiction | StatementContradiction


def contradictions(agreement: Agreement, known_by: PartialDate | None = None) -> Iterator[Contradiction]:
    """Yield the contradictions of a record: claims in the order of the history, then statements.

    A claim is one if it is rejected, if it denies what others report or announce, or if it dates what has been
    reported to another day. A changed announcement is none, since plans change. A statement is one if it is rejected,
    stale or premature.

    Args:
        agreement: The agreement.
        known_by: Leave out what was certainly published later. Default: everything in the file.
    """
    for event in agreement.history:
        accepted = [
            claim for claim in event.claims if claim.accepted and _was_public(agreement, event, claim, known_by)
        ]
        affirming = [claim for claim in accepted if claim.role is not Role.DENIED]
        for claim in event.claims:
            if not _is_at_odds(event, claim, affirming) or not _was_public(agreement, event, claim, known_by):
                continue
            others = affirming if claim.role is Role.DENIED else accepted
            # One more than needed, since its own source may be among them.
            ids = dict.fromkeys(other.source for other in others[: _MAX_OTHERS + 1] if other.source != claim.source)
            yield ClaimContradiction(event, claim, tuple(ids)[:_MAX_OTHERS])
    for statement in agreement.statements:
        source = agreement.source(statement.source)
        published = source.published if source else None
        if known_by and published and published.earliest > known_by.latest:
            continue
        judgement = agreement.weigh(statement)
        if statement.rejected is not None or judgement.verdict in (Verdict.STALE, Verdict.PREMATURE):
            yield StatementContradiction(statement, judgement)


def is_disputed(event: Event) -> bool:
    """Return whether one accepted claim reports an event and another one denies it."""
    roles = {claim.role for claim in event.claims if claim.accepted}
    return {Role.REPORTED, Role.DENIED} <= roles


def _is_at_odds(event: Event, claim: Claim, affirming: list[Claim]) -> bool:
    if not claim.accepted:
        return True
    if claim.role is Role.DENIED:
        return bool(affirming)
    return claim.role is Role.REPORTED and claim.date is not None and not compatible(claim.date, event.date)


def _was_public(agreement: Agreement, event: Event, claim: Claim, known_by: PartialDate | None) -> bool:
    """Return whether a claim may have been public by a day."""
    if known_by is None:
        return True
    return publication(claim, event, agreement.source(claim.source)).earliest <= known_by.latest
