"""Rules on statements: sources that name the state without naming an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pactstate.checks.case import Case
from pactstate.checks.rule import Issue, rule
from pactstate.domain.lifecycle import State
from pactstate.domain.statements import Verdict

__all__ = ["premature_statement", "stale_statement"]


def _judged(case: Case, wanted: Verdict) -> Iterator[Issue]:
    judged = [
        (index, statement, judgement)
        for index, (statement, judgement) in enumerate(zip(case.agreement.statements, case.judgements, strict=True))
        if statement.rejected is None and judgement.verdict is wanted
    ]
    against = case.agreement.contraries([(statement, judgement) for _, statement, judgement in judged])
    for (index, statement, judgement), public in zip(judged, against, strict=True):
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
        yield Issue(
            case.at("statements", index, "says"),
            f"'{statement.source}' says {statement.says} of {judgement.day}; "
            f"the history has {truth} on that day{known}",
            "reject it with a reason ('rejected: ...'), or correct the history",
            related,
        )


_MAX_SOURCES: Final = 2
"""Number of sources of one day that a finding names."""


@rule("stale-statement", over="agreement", needs=("statements",))
def stale_statement(case: Case) -> Iterator[Issue]:
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
def premature_statement(case: Case) -> Iterator[Issue]:
    """A source names a later state than the history allows on its day.

    The source takes a plan for a fact, or the history lacks a step. Newspapers often call a treaty ratified when one
    party has completed its approval at home. The Philippine Senate concurred in the reciprocal access agreement with
    Japan on 2024-12-16. Consent between the two states (VCLT 2, 16) was established by the exchange of notes on
    2025-08-12.

    To do: reject the statement with the reason (`rejected: ...`), or add the missing step with its source.
    """
    yield from _judged(case, Verdict.PREMATURE)
