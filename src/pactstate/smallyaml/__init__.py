"""Strict subset of YAML with positions.

Every value is a text, a list or a mapping. Tags, anchors, aliases, merge keys, duplicate keys and invisible characters
are faults. :func:`decode` reads bytes, :func:`parse` reads text, and :func:`find_node` finds the place of a value.
"""

from pactstate.smallyaml.faults import Span, YamlFault, YamlLimits
from pactstate.smallyaml.parse import decode, parse
from pactstate.smallyaml.tree import (
    Data,
    FoundNode,
    MappingNode,
    Node,
    NodePath,
    ScalarNode,
    SequenceNode,
    Tree,
    find_node,
    is_in_text,
    text_spans,
)

__all__ = [
    "Data",
    "FoundNode",
    "MappingNode",
    "Node",
    "NodePath",
    "ScalarNode",
    "SequenceNode",
    "Span",
    "Tree",
    "YamlFault",
    "YamlLimits",
    "decode",
    "find_node",
    "is_in_text",
    "parse",
    "text_spans",
]
