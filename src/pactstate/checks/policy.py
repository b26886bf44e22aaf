"""Rules that the kind of an agreement sets: what is expected on the way, and what is unusual."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.findings import Severity
from pactstate.kinds import all_kinds
from pactstate.lifecycle import TABLE, WAYS_OUT, EventKind, State
from pactstate.reading.suggest import listed

__all__ = ["skipped_step", "unusual_event"]

_RANK = {state: rank for rank, state in enumerate(State) if state not in WAYS_OUT}


@over_agreements("skipped-step")
def skipped_step(case: Case) -> Iterator[Issue]:
    """A step that the kind of agreement expects was jumped.

    The table lets the backbone skip a state, since sources are silent about many of them; a reciprocal access
    agreement in force without a recorded signature or exchange of notes is nevertheless a gap worth a look.
    """
    steps = all_kinds()[case.agreement.kind].expected_steps(len(case.agreement.parties))
    seen: set[EventKind] = set()
    reached = -1
    for entry, step in zip(case.firm, case.steps, strict=True):
        if State.ABANDONED is step.position.state:
            seen, reached = set(), -1  # what comes after is another text
            continue
        seen.update(entry.event.kinds)
        rank = _RANK.get(step.position.state, -1) if step.position.state else -1
        for expected in steps:
            if reached <= _rank_of(expected) < rank and not seen & expected:
                words = listed(f"'{kind}'" for kind in EventKind if kind in expected)
                yield Issue(
                    case.event_at(entry.index, len(entry.event.kinds) - 1),
                    f"{step.position.state} without {words} before it, expected of kind '{case.agreement.kind}'",
                    "add the step with its source, if one is found",
                )
        reached = max(reached, rank)


def _rank_of(expected: frozenset[EventKind]) -> int:
    """The furthest state to which a step leads."""
    return max(_RANK[cell.target] for kind in expected if (cell := TABLE[None][kind]) and cell.target)


@over_agreements("unusual-event")
def unusual_event(case: Case) -> Iterator[Issue]:
    """An event that is unusual for the kind of agreement, or the wrong word for it.

    Provisional application of an access agreement, or a legislature's approval of an information security agreement,
    has not been seen in this family: it may be true, and is worth a second look. `ratified` of an arrangement that
    binds nobody in law is the wrong word, and a warning.
    """
    kind = all_kinds()[case.agreement.kind]
    for entry in case.live:
        for nth, event in enumerate(entry.event.kinds):
            place = case.event_at(entry.index, nth)
            if event in kind.wrong:
                yield Issue(
                    place,
                    f"'{event}' is the wrong word for kind '{kind.name}' ({kind.title})",
                    "an arrangement is adopted or signed; if it binds in law, its kind is another one",
                    severity=Severity.WARNING,
                )
            elif event in kind.unusual:
                yield Issue(place, f"'{event}' is unusual for kind '{kind.name}' ({kind.title})")
            elif event is EventKind.APPROVED and kind.legislature_unusual and _is_legislature(entry.event.by):
                yield Issue(
                    case.at("history", entry.index, "by"),
                    f"approval by a legislature is unusual for kind '{kind.name}' ({kind.title})",
                )


_LEGISLATURES = (
    "assembly", "bundestag", "chamber", "congress", "council of state", "diet", "house of", "knesset", "legislature",
    "parliament", "riksdag", "senate",
)  # fmt: skip


def _is_legislature(organ: str | None) -> bool:
    return organ is not None and any(word in organ.casefold() for word in _LEGISLATURES)
