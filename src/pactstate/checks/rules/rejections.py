"""The rule on what was rejected: a rejection answers a conflict."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pactstate.checks.case import Case
from pactstate.checks.cited import CitedClaim
from pactstate.checks.odd import MAX_SEARCHED, errors_in
from pactstate.checks.rule import Issue, rule
from pactstate.domain.dates import certainly_before, compatible
from pactstate.domain.evidence import Evidence, live
from pactstate.domain.model import Claim, Role
from pactstate.domain.statements import Verdict

__all__ = ["needless_rejection"]


@rule("needless-rejection", over="agreement", needs=("rejected",))
def needless_rejection(case: Case) -> Iterator[Issue]:
    """A rejected claim or statement conflicts with nothing that is recorded.

    Its date fits, its source is not too early, and the history would be as consistent with it. A rejection answers a
    conflict; when a later correction has removed the conflict, a witness is lost for nothing. A rejection for another
    reason is right and needs nothing: a magazine is rejected for placing the signing of the Japan-Philippines agreement
    in Tokyo instead of Manila, on the right day.

    To do: take `rejected` out, if its reason is gone. Otherwise leave it.
    """
    for cited in case.cited(lambda claim: claim.rejected is not None):
        if not _conflicts(case, cited):
            yield Issue(
                case.claim_at(cited, "rejected"),
                f"'{cited.claim.source}' is rejected, and conflicts with nothing recorded of '{cited.event.name}'",
            )
    for index, (statement, judgement) in enumerate(zip(case.agreement.statements, case.judgements, strict=True)):
        if statement.rejected is not None and judgement.verdict in (Verdict.AGREES, Verdict.UNDECIDABLE):
            yield Issue(
                case.at("statements", index, "rejected"),
                f"'{statement.source}' is rejected, and what it says ({statement.says}) was possible on its day",
            )


def _conflicts(case: Case, cited: CitedClaim) -> bool:
    """Whether a rejected claim would be at odds with the rest if it were accepted."""
    claim, event = cited.claim, cited.event
    others = [other for other in event.claims if other.accepted]
    if claim.role is Role.DENIED:
        return any(other.role is Role.REPORTED for other in others)
    if any(other.role is Role.DENIED for other in others):
        return True
    if not compatible(cited.date, event.date):
        return True
    if claim.role is Role.ANNOUNCED:
        # What was announced, has passed and was not reported did not come about; so it was with what came too late.
        overtaken = certainly_before(cited.date, case.today) and not event.accepted(Role.REPORTED)
        late = cited.published is not None and certainly_before(cited.date, cited.published)
        return overtaken or late
    # To try a whole entry out costs a replay; a long history is not tried.
    return cited.days_early is not None or (
        not others and (len(case.agreement.history) > MAX_SEARCHED or _upsets(case, cited))
    )


def _upsets(case: Case, cited: CitedClaim) -> bool:
    """Whether the history has more errors with an entry that rests on the rejected claim alone."""
    history = list(case.agreement.history)
    history[cited.index] = attrs.evolve(
        cited.event, claims=tuple(_taken(claim) if claim is cited.claim else claim for claim in cited.event.claims)
    )
    sources = {source.id: source for source in case.agreement.sources}
    terms = case.agreement.terms
    taken = [entry for entry in live(history, sources) if entry.evidence is Evidence.REPORTED]
    return errors_in(taken, terms) > errors_in(case.firm, terms)


def _taken(claim: Claim) -> Claim:
    return attrs.evolve(claim, rejected=None)
