"""Rules on what sources say of the state, without an event."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.judgement import Verdict
from pactstate.lifecycle import State

__all__ = ["premature_statement", "stale_statement"]


def _judged(case: Case, wanted: Verdict) -> Iterator[Issue]:
    for index, (statement, judgement) in enumerate(zip(case.agreement.statements, case.judgements, strict=True)):
        if statement.rejected is not None:
            continue
        if judgement.verdict is not wanted or judgement.status is None:
            continue
        states = [str(state) for state in State if state in judgement.status.possible]
        truth = " or ".join(["nothing yet", *states] if judgement.status.unbegun else states)
        source = case.agreement.source(statement.source)
        yield Issue(
            case.at("statements", index, "says"),
            f"'{statement.source}' says {statement.says} of {judgement.day}; the history has {truth} on that day",
            "reject it with a reason ('rejected: ...'), or correct the history",
            case.publication_of(source) if source and statement.date is None else (),
        )


@over_agreements("stale-statement")
def stale_statement(case: Case) -> Iterator[Issue]:
    """A source says an earlier state than the history allows on its day.

    Two of the five articles that this project grew from speak of an agreement as still to come, months after it had
    entered into force; one of them is the newest of all. A statement judged wrong stays, rejected with its reason.
    """
    yield from _judged(case, Verdict.STALE)


@over_agreements("premature-statement")
def premature_statement(case: Case) -> Iterator[Issue]:
    """A source says a later state than the history allows on its day.

    Either it takes what is planned for done, or a step is missing in the history.
    """
    yield from _judged(case, Verdict.PREMATURE)
