"""Rule on rejected claims and statements: a rejection should answer a conflict."""

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

    The date of the claim fits, its source is not too early, and the history would be as consistent with it. A rejection
    answers a conflict. If a later correction has removed the conflict, the rejection only loses a witness. A rejection
    for another reason is right and needs no change: for example, a magazine is rejected because it names Tokyo instead
    of Manila as the place where the Japan-Philippines agreement was signed, although its day is right.

    To do: delete `rejected`, if its reason no longer applies. Otherwise leave it.
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
    """Return whether a rejected claim would conflict with the other claims or entries if it were accepted."""
    claim, event = cited.claim, cited.event
    others = [other for other in event.claims if other.accepted]
    if claim.role is Role.DENIED:
        return any(other.role is Role.REPORTED for other in others)
    if any(other.role is Role.DENIED for other in others):
        return True
    if not compatible(cited.date, event.date):
        return True
    if claim.role is Role.ANNOUNCED:
        # The rejection is justified if nobody reported the announced event, or if it was over when it was announced.
        overtaken = certainly_before(cited.date, case.today) and not event.accepted(Role.REPORTED)
        late = cited.published is not None and certainly_before(cited.date, cited.published)
        return overtaken or late
    # Trying the entry costs a replay of the history; for a long history, assume a conflict.
    return cited.days_early is not None or (
        not others and (len(case.agreement.history) > MAX_SEARCHED or _upsets(case, cited))
    )


def _upsets(case: Case, cited: CitedClaim) -> bool:
    """Return whether the history has more errors with an entry whose only claim is the rejected one."""
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
