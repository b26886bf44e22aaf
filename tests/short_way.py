"""Whether the line reader reads a text, and reads what the parser reads."""

from __future__ import annotations

from typing import Any

from pactstate.smallyaml import MappingNode, Node, SequenceNode
from pactstate.smallyaml.characters import replace_suspicious
from pactstate.smallyaml.faults import DEFAULT_LIMITS
from pactstate.smallyaml.libyaml import parse_events
from pactstate.smallyaml.lines.reader import read_lines

__all__ = ["BOOLEAN_PATHS", "MARKER", "SAMPLE", "is_read_alike"]

MARKER = "pactstate:"
BOOLEAN_PATHS = frozenset({("open",), ("term", "renews"), ("history", None, "partial")})
SAMPLE = """\
# a comment

id: jp-ph-raa
title: "Japan: an agreement"  # with a comment
parties: [JP, PH]
entry_into_force: {after: ratified, days: 30}
term:
  years: 10
  renews: true

sources:
  2day-press:
    title: 'It''s a title'
    url: https://example.org/?a=b#c
    published: 2024-07
    basis: >-
      One line,
      and another one.

    note: |
      # One line

        and another one.
    based_on:
    - a
    - b

history:
  # a comment
  - event: [signed, in_force]
    date: 2024-07-08
    reported_by:
      - 2day-press
      - {source: b, date: 2024-07-09, rejected: 'a, b'}
      - source: c
        locator: "paragraph: 1"
    announced_by:
  - event: note
"""
"""A file in the style of the packaged data."""


def is_read_alike(text: str) -> bool:
    """Return whether the line reader reads a text; fail if it reads another tree than the parser."""
    quick = read_lines(text, DEFAULT_LIMITS, MARKER, BOOLEAN_PATHS)
    if quick is None:
        return False
    assert replace_suspicious(text) == (text, ())
    tree = parse_events(text, DEFAULT_LIMITS, MARKER, BOOLEAN_PATHS)
    assert _ordered(quick.data) == _ordered(tree.data)
    assert quick.complete == tree.complete
    assert (tree.faults, tree.scalar_faults, tree.marker_spans) == ((), (), ())
    assert (quick.faults, quick.scalar_faults, quick.marker_spans) == ((), (), ())
    assert tree.root is not None
    assert quick.root is not None
    assert list(_nodes(quick.root)) == list(_nodes(tree.root))
    return True


def _ordered(value: Any) -> Any:
    """The same with the order of the keys."""
    if isinstance(value, dict):
        return [(key, _ordered(inner)) for key, inner in value.items()]
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _nodes(node: Node) -> Any:
    """The type, the data and the span of each node, from the root down."""
    yield type(node), node.data, node.span
    if isinstance(node, MappingNode):
        assert len(node.entries) == len(node.data)
        for name, (key, value) in node.entries.items():
            yield name, type(key), key.data, key.span
            yield from _nodes(value)
    elif isinstance(node, SequenceNode):
        assert len(node.items) == len(node.data)
        for item in node.items:
            yield from _nodes(item)
