"""The lifecycle by itself: judge events one by one, without an agreement or its sources.

>>> from pactstate.lifecycle import Act, Position, Terms, step
>>> taken = step(Position(), Act("suspended"), Terms(["JP", "PH"]))
>>> taken.position.state, taken.violation.rule
(None, 'illegal-transition')

See docs/domain.md, "States, flags, events".
"""

from __future__ import annotations

from pactstate.domain.lifecycle import (
    Act,
    Deed,
    Flags,
    Ledger,
    Mark,
    Notice,
    Position,
    Terms,
    Transition,
    Violation,
    step,
)

__all__ = [
    "Act",
    "Deed",
    "Flags",
    "Ledger",
    "Mark",
    "Notice",
    "Position",
    "Terms",
    "Transition",
    "Violation",
    "step",
]
