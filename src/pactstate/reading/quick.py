"""The short way for small files of which nothing is to be said as YAML, as of nearly all: the parser composes them.

It gives what :func:`pactstate.reading.tree.parse` would give, in two thirds of the time; or nothing, where that one
may have something to say. Rule: format.md.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from pactstate.reading.ambiguous import STARTS, WORDS, taken_for
from pactstate.reading.limits import DEFAULT, Limits
from pactstate.reading.nodes import Data, Mark
from pactstate.reading.text import hidden_characters
from pactstate.reading.tree import BLOCK_STYLES, LOGICAL, LONGEST_HEADER, Tree

if TYPE_CHECKING:
    from yaml import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["parse_quickly"]

_LONGEST: Final = 16 * 1024
_BRACKETS: Final = 300
_INDICATORS: Final = "-----"
# What may be an anchor, an alias or a tag. In the middle of a word it is none.
_PROPERTY: Final = re.compile(r"[&*!](?<![^\s\[\]{},:].)")

_Parser: Final[Any] = getattr(getattr(yaml, "cyaml", None), "CParser", None)
_Composer: Final[Any] = _Parser and type(
    "_Composer",
    (_Parser,),
    # It asks these for the type of each value. None has one, and nobody looks at what they answer.
    {"descend_resolver": operator.is_, "ascend_resolver": object, "resolve": slice},
)


class _OddError(Exception):
    """There may be something to say."""


def parse_quickly(text: str, limits: Limits, name: str) -> Tree | None:
    """Read a YAML text whose top is a mapping; None if it may be at fault, or holds the name in one of its texts."""
    if _Composer is None or limits != DEFAULT or not _is_shallow(text) or _has_more(text):
        return None
    try:
        root = _Composer(text).get_single_node()
        if not isinstance(root, yaml.MappingNode):
            return None
        taker = _Taker(text, limits, name)
        return Tree(taker.mapping(root, (), 1), lambda: _marks(root), (), complete=True, longest=taker.longest)
    except (_OddError, yaml.YAMLError):
        return None


def _is_shallow(text: str) -> bool:
    """Whether no more than some hundred levels can be nested, which the composer takes without harm to the stack.

    A level takes a bracket, or an indicator on a line that is further indented than the one above; or one of several
    indicators in a row.
    """
    if len(text) > _LONGEST or "\t" in text or text.count("[") + text.count("{") > _BRACKETS:
        return False
    return _INDICATORS not in text.replace(" ", "").replace("?", "-").replace(":", "-")


def _has_more(text: str) -> bool:
    """Whether there may be more than the small YAML knows: directives, anchors, aliases, tags."""
    if text.startswith("%") or "\n%" in text:
        return True
    return ("&" in text or "*" in text or "!" in text) and _PROPERTY.search(text) is not None


def _marks(root: MappingNode) -> Iterator[Mark]:
    """The beginnings and ends of all nodes, in the order of the text, keys before their values."""
    pending: list[Node] = [root]
    while pending:
        node = pending.pop()
        yield node.start_mark
        yield node.end_mark
        if isinstance(node, yaml.MappingNode):
            pending += (part for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, yaml.SequenceNode):
            pending += reversed(node.value)


class _Taker:
    """Takes the data out of composed nodes."""

    def __init__(self, text: str, limits: Limits, name: str) -> None:
        self._text = text
        self._depth = limits.depth
        self._longest_key = limits.key
        self._name = name if name in text else None
        self._asks = "?" in text
        self._keys: set[str] = set()
        """Those without quotes of which nothing is to be said."""
        self.longest = 0

    def mapping(self, node: MappingNode, path: tuple[str, ...], depth: int) -> dict[str, Data]:
        """The keys and values of a mapping that stands under these keys."""
        keys, closely, asks = self._keys, self._name is not None, self._asks and node.flow_style
        self._begin(node, depth)
        taken: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _OddError
            name = key.value
            if key.style or name not in keys:
                self._look_at_key(key)
            if name in taken or (asks and self._text[key.start_mark.index - 1] == "?"):
                raise _OddError
            if isinstance(value, yaml.ScalarNode):
                data = value.value
                if value.style or closely or data[:1] in STARTS or data in WORDS:
                    self._look(value, logical=(*path, name) == LOGICAL)
                taken[name] = data
            elif isinstance(value, yaml.MappingNode):
                taken[name] = self.mapping(value, (*path, name), depth + 1)
            else:
                taken[name] = self._sequence(cast("SequenceNode", value), depth + 1)
        self.longest = max(self.longest, len(taken))
        return taken

    def _sequence(self, node: SequenceNode, depth: int) -> list[Data]:
        self._begin(node, depth)
        self.longest = max(self.longest, len(node.value))
        return [self._item(item, depth + 1) for item in node.value]

    def _item(self, node: Node, depth: int) -> Data:
        if isinstance(node, yaml.ScalarNode):
            self._look(node)
            return cast("str", node.value)
        return (
            self.mapping(node, ("",), depth)
            if isinstance(node, yaml.MappingNode)
            else self._sequence(cast("SequenceNode", node), depth)
        )

    def _begin(self, node: MappingNode | SequenceNode, depth: int) -> None:
        if depth > self._depth:
            raise _OddError
        # What goes on over lines may stand too far left.
        end = node.end_mark
        if node.flow_style and (node.start_mark.line < end.line or self._text.startswith("#", end.index)):
            raise _OddError

    def _look_at_key(self, key: ScalarNode) -> None:
        self._look(key)
        if len(key.value) > self._longest_key or key.value == "<<":
            raise _OddError
        if not key.style:
            self._keys.add(key.value)

    def _look(self, node: ScalarNode, *, logical: bool = False) -> None:
        """Whether there may be something to say of a text."""
        value, style = node.value, node.style
        if self._name and self._name in value:
            raise _OddError
        if not style:
            if (value[:1] in STARTS or value in WORDS) and not logical and taken_for(value):
                raise _OddError
        elif not value.isprintable() and any(hidden_characters(value)):
            raise _OddError
        elif style in BLOCK_STYLES:
            start = node.start_mark.index
            if "#" in self._text[start : start + LONGEST_HEADER] or not value.strip("\n"):
                raise _OddError
        elif node.start_mark.line < node.end_mark.line or self._text.startswith("#", node.end_mark.index):
            raise _OddError
