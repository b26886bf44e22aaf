"""Faults of a text with their places, and the limits beyond which a text is refused.

The parser checks the limits before their cost is paid.
"""

from __future__ import annotations

from typing import Final

import attrs

__all__ = ["DEFAULT_LIMITS", "Span", "YamlFault", "YamlLimits"]

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
    edits: tuple[tuple[Span, str], ...] = ()
    """Stretches of the text with the text to write there, which repair the fault without a change of meaning."""
    is_safe: bool = True
    """Whether the edits are certain. Else they are likely, and a person looks at them."""


@attrs.frozen
class YamlLimits:
    """Size and depth that a text may have. Only the caller raises them, never the text.

    >>> from pactstate.smallyaml import parse
    >>> parse("a: [[b]]", YamlLimits(depth=2)).faults[0].message
    'nested more than 2 levels deep'
    """

    depth: int = 64
    """Levels of lists and mappings."""
    nodes: int = 200_000
    """Texts, lists, mappings and aliases."""
    scalar: int = 64 * 1024
    """Characters of a text."""
    key: int = 1024
    """Characters of a key."""
    faults: int = 10_000
    """Faults that are reported. Reading ends at the last one."""


DEFAULT_LIMITS: Final = YamlLimits()
