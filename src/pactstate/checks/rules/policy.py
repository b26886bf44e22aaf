"""Rules that depend on the kind of an agreement: its expected steps and its unusual events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pactstate.checks.case import Case
from pactstate.checks.rule import Issue, rule
from pactstate.domain.lifecycle import TABLE, WAYS_OUT, EventKind, State
from pactstate.findings import Severity
from pactstate.text.suggest import clip, listed

__all__ = ["skipped_step", "unusual_event"]

_RANK: dict[State | None, int] = {state: rank for rank, state in enumerate(State) if state not in WAYS_OUT}
_ABANDONED = State.ABANDONED


@rule("skipped-step", over="agreement")
def skipped_step(case: Case) -> Iterator[Issue]:
    """A step that the kind of agreement expects is missing.

    A state is bound because it has consented, and it consents by an act that can be recorded: a signature, an exchange
    of instruments, a ratification (VCLT 11 to 14). The table of events lets a history skip a state, since sources do
    not report every step. The kind of agreement nevertheless says which steps are expected. A reciprocal access
    agreement, for example, enters into force after an exchange of notes: the Japan-Philippines one entered into force
    on 2025-09-11, 30 days after the notes of 2025-08-12. If such an agreement is in force without that step, the record
    has a gap.

    To do: look for the step, and add it with its source. If you find none, silence the finding and say so. If the
    record follows no such events, name them under `not_recorded`.
    """
    steps = _steps(case.policy.expected_steps(len(case.agreement.parties)), case.silence)
    seen: set[EventKind] = set()
    reached = -1
    for point, step in zip(case.firm_line.points, case.firm_line.steps, strict=True):
        state, kinds = step.state, point.kinds
        rank = _RANK.get(state, -1)
        if state is _ABANDONED:
            seen, reached = set(), -1  # negotiations after that are about another text
            continue
        seen.update(kinds)
        if rank <= reached:
            continue
        for expected, or_like, least in steps:
            if reached <= least < rank and seen.isdisjoint(or_like):
                words = listed(f"'{kind}'" for kind in EventKind if kind in expected)
                yield Issue(
                    case.event_at(point.index, point.event.kinds.index(kinds[-1])),
                    f"{state} without {words} before it, expected of kind '{case.agreement.kind}'",
                    "add the step with its source, if one is found",
                )
        reached = rank


_ALIKE = frozenset({EventKind.ADOPTED, EventKind.SIGNED})


def _or_like(expected: frozenset[EventKind]) -> frozenset[EventKind]:
    """Return the events that count as a step: a signature and an adoption count for each other."""
    return expected if expected.isdisjoint(_ALIKE) else expected | _ALIKE


@lru_cache
def _steps(
    expected: Sequence[frozenset[EventKind]], silence: frozenset[EventKind]
) -> Sequence[tuple[frozenset[EventKind], frozenset[EventKind], int]]:
    """Return the steps that a record follows, each with the events that count as it and its rank."""
    return [
        (step, or_like, _rank_of(step))
        for step in dict.fromkeys(expected)
        if silence.isdisjoint(or_like := _or_like(step))
    ]


def _rank_of(expected: frozenset[EventKind]) -> int:
    """Return the rank of the furthest state to which a step leads."""
    return max(_RANK[cell.target] for kind in expected if (cell := TABLE[None][kind]) and cell.target)


@rule("unusual-event", over="agreement", needs=("remarkable",))
def unusual_event(case: Case) -> Iterator[Issue]:
    """An event is unusual for the kind of agreement, or is the wrong word for it.

    An unusual event may be true, but deserves a second look. Among the access agreements followed here, none was
    provisionally applied (VCLT 25). Approval by a legislature is unusual for an agreement on the security of
    information: nine such agreements that Japan concluded from 2007 to 2021 are absent from the list of treaties put to
    its Diet.

    `ratified` means consent to be bound (VCLT 2, 14). It is the wrong word for an arrangement that is not legally
    binding; then the finding is a warning.

    To do: read the source again. It may mean another event, or the agreement may be of another kind. If the event is
    right, change nothing. An arrangement is `adopted` or `signed`.
    """
    kind = case.policy
    for entry in case.live:
        for nth, event in enumerate(entry.event.kinds):
            if event in kind.wrong:
                yield Issue(
                    case.event_at(entry.index, nth),
                    f"'{event}' is the wrong word for kind '{kind.name}' ({clip(kind.title)})",
                    "an arrangement is adopted or signed; if it binds in law, its kind is another one",
                    severity=Severity.WARNING,
                )
            elif event in kind.unusual:
                place = case.event_at(entry.index, nth)
                yield Issue(place, f"'{event}' is unusual for kind '{kind.name}' ({clip(kind.title)})")
            elif event is EventKind.APPROVED and kind.legislature_unusual and _is_legislature(entry.event.by):
                yield Issue(
                    case.at("history", entry.index, "by"),
                    f"approval by a legislature is unusual for kind '{kind.name}' ({clip(kind.title)})",
                )


_LEGISLATURES = (
    "assembly", "bundestag", "chamber", "congress", "council of state", "diet", "house of", "knesset", "legislature",
    "parliament", "riksdag", "senate",
)  # fmt: skip


def _is_legislature(organ: str | None) -> bool:
    return organ is not None and any(word in organ.casefold() for word in _LEGISLATURES)
