"""Fault in a text, with its place."""

from __future__ import annotations

import attrs

__all__ = ["Span", "YamlFault"]

Span = tuple[int, int, int, int]
"""Line, column, end line, end column. They count from 1; the end is exclusive."""


@attrs.frozen(eq=False, repr=False)
class YamlFault:
    """Fault in a text."""

    rule: str
    """Name of the rule that the text breaks, such as ``duplicate-key``."""
    message: str
    span: Span
    help: str | None = None
    """Advice to the author of the text."""
    related: tuple[str, Span] | None = None
    """Description and place of another part of the text that explains the fault."""
