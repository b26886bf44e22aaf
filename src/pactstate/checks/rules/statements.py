"""Rules on statements, which name the state without naming an event, and on rejected statements and claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property, partial
from typing import Final

import attrs

from pactstate.checks.case import Case
from pactstate.checks.context import CitedClaim
from pactstate.checks.outliers import MAX_SEARCHED, errors_in
from pactstate.checks.rule import Found, Issue, rule
from pactstate.domain.dates import PartialDate, certainly_before, compatible
from pactstate.domain.evidence import Evidence, live
from pactstate.domain.fields import evolved
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Event, Role, Statement
from pactstate.domain.statements import Contrary, Judgement, Verdict

__all__ = ["needless_rejection", "premature_statement", "stale_statement"]


def _judged(case: Case, wanted: Verdict) -> Iterator[Found]:
    judged = [
        (index, statement, judgement)
        for index, (statement, judgement) in enumerate(zip(case.agreement.statements, case.judgements, strict=True))
        if statement.rejected is None and judgement.verdict is wanted
    ]
    if not judged:
        return
    against = case.agreement.contraries([(statement, judgement) for _, statement, judgement in judged])
    for (index, statement, judgement), public in zip(judged, against, strict=True):
        yield partial(_contradicted, case, index, statement, judgement, public)


def _contradicted(case: Case, index: int, statement: Statement, judgement: Judgement, public: Contrary | None) -> Issue:
    states = [str(state) for state in State if state in judgement.possible]
    truth = " or ".join(["nothing yet", *states] if judgement.unbegun else states)
    source = case.agreement.source(statement.source)
    known = ""
    related = case.publication_of(source) if source and statement.date is None else ()
    if public:
        before = f", {public.days} {'day' if public.days == 1 else 'days'} before" if public.days else ""
        by = " and ".join(f"'{id}'" for id in public.sources[:_MAX_SOURCES])
        known = f"; public since {public.since}{before} ({by})"
        related += tuple(
            one
            for id in public.sources[:_MAX_SOURCES]
            if (other := case.agreement.source(id))
            for one in case.publication_of(other)
        )
    return Issue(
        case.at("statements", index, "says"),
        f"'{statement.source}' says {statement.says} of {judgement.day}; the history has {truth} on that day{known}",
        "reject it with a reason ('rejected: ...'), or correct the history",
        related,
    )


_MAX_SOURCES: Final = 2
"""Number of sources of one day that a finding names."""


@rule("stale-statement", over="agreement", needs=("statements",))
def stale_statement(case: Case) -> Iterator[Found]:
    """A source names an earlier state than the history allows on its day.

    A newer source is not always a better one. Of the five articles that this project grew from, two describe the
    Japan-Philippines reciprocal access agreement as still to come, months after it had entered into force on
    2025-09-11. One of them, of May 2026, is the newest of the five. A statement that is judged wrong stays in the file,
    rejected with its reason, so that the next reader finds the explanation there.

        The finding says since when the contrary had been public, and by which source.

    To do: reject the statement with the reason (`rejected: ...`), or correct the history. If the source speaks of a day
    before its publication, write that day as the `date` of the statement.
    """
    yield from _judged(case, Verdict.STALE)


@rule("premature-statement", over="agreement", needs=("statements",))
def premature_statement(case: Case) -> Iterator[Found]:
    """A source names a later state than the history allows on its day.

    The source takes a plan for a fact, or the history lacks a step. Newspapers often call a treaty ratified when one
    party has completed its approval at home. The Philippine Senate concurred in the reciprocal access agreement with
    Japan on 2024-12-16. Consent between the two states (VCLT 2, 16) was established by the exchange of notes on
    2025-08-12.

    To do: reject the statement with the reason (`rejected: ...`), or add the missing step with its source.
    """
    yield from _judged(case, Verdict.PREMATURE)


@rule("needless-rejection", over="agreement", needs=("rejected",))
def needless_rejection(case: Case) -> Iterator[Issue]:
    """A rejected claim or statement conflicts with nothing that is recorded.

    The date of the claim fits, its source is not too early, and the history would be as consistent with it. A rejection
    answers a conflict. If a later correction has removed the conflict, the rejection only loses a witness. A rejection
    for another reason is right and needs no change: for example, a magazine is rejected because it names Tokyo instead
    of Manila as the place where the Japan-Philippines agreement was signed, although its day is right.

    To do: delete `rejected`, if its reason no longer applies. Otherwise leave it.
    """
    trials = _Trials(case)
    beside: dict[int, frozenset[Role]] = {}
    for cited in case.claims(lambda claim: claim.rejected is not None):
        if cited.index not in beside:
            beside[cited.index] = frozenset(claim.role for claim in cited.event.claims if claim.accepted)
        if not _conflicts(cited, beside[cited.index], case.today, trials):
            yield Issue(
                case.claim_at(cited, "rejected"),
                f"'{cited.claim.source}' is rejected, and conflicts with nothing recorded of '{cited.event.name}'",
            )
    for index, statement in enumerate(case.agreement.statements):
        if statement.rejected is not None and case.judgements[index].verdict in (Verdict.AGREES, Verdict.UNDECIDABLE):
            yield Issue(
                case.at("statements", index, "rejected"),
                f"'{statement.source}' is rejected, and what it says ({statement.says}) was possible on its day",
            )


_MAX_REPLAYED: Final = MAX_SEARCHED * MAX_SEARCHED
"""Number of entries and claims that the trials of one agreement go through; further claims count as conflicts."""


@attrs.define(eq=False, repr=False, slots=False)
class _Trials:
    """Replays of a history, each with one rejected claim accepted."""

    _case: Case
    _made: int = attrs.field(default=0, init=False)

    @cached_property
    def _history(self) -> list[Event]:
        # One rejected claim of an entry is enough, since rejected claims decide nothing.
        return [
            evolved(event, claims=tuple(claim for claim in event.claims if claim.accepted) or event.claims[:1])
            for event in self._case.agreement.history
        ]

    @cached_property
    def _most(self) -> int:
        """Number of trials that may be made."""
        is_long = len(self._history) > MAX_SEARCHED
        return 0 if is_long else _MAX_REPLAYED // sum(1 + len(event.claims) for event in self._history)

    def upsets(self, cited: CitedClaim) -> bool:
        """Return whether the history has more errors with an entry whose only claim is the rejected one.

        A conflict is assumed where the history is long, or where too many claims have been tried.
        """
        if self._made >= self._most:
            return True
        self._made += 1
        history = list(self._history)
        history[cited.index] = evolved(cited.event, claims=(evolved(cited.claim, rejected=None),))
        case = self._case
        taken = [entry for entry in live(history, case.sources) if entry.evidence is Evidence.REPORTED]
        return errors_in(taken, case.terms) > self._errors

    @cached_property
    def _errors(self) -> int:
        return errors_in(self._case.firm, self._case.terms)


def _conflicts(cited: CitedClaim, beside: Collection[Role], today: PartialDate, trials: _Trials) -> bool:
    """Return whether a rejected claim would conflict with the other claims or entries if it were accepted.

    ``beside`` holds the roles of the accepted claims of its entry.
    """
    claim, event = cited.claim, cited.event
    if claim.role is Role.DENIED:
        return Role.REPORTED in beside
    if Role.DENIED in beside or not compatible(cited.date, event.date):
        return True
    if claim.role is Role.ANNOUNCED:
        # The rejection is justified if nobody reported the announced event, or if it was over when it was announced.
        overtaken = certainly_before(cited.date, today) and Role.REPORTED not in beside
        late = cited.published is not None and certainly_before(cited.date, cited.published)
        return overtaken or late
    return cited.days_early is not None or (not beside and trials.upsets(cited))
