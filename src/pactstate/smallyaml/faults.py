"""What is wrong with a text, before anything is made of it."""

from __future__ import annotations

import attrs

__all__ = ["Fault", "Span"]

Span = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1, the end exclusive."""


@attrs.frozen(eq=False, repr=False)
class Fault:
    """What is wrong with a text as YAML: the rule's name, a sentence, the place, and a place that it speaks of."""

    rule: str
    message: str
    span: Span
    help: str | None = None
    related: tuple[str, Span] | None = None
