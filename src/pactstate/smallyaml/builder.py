"""Construction of a tree from the events of the YAML parser, without recursion."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection
from typing import Final, cast

import attrs
import yaml
from yaml import events as ev

from pactstate.smallyaml.characters import clip
from pactstate.smallyaml.faults import Span, YamlFault, YamlLimits
from pactstate.smallyaml.node_checks import LimitError, Mark, NodeChecks, span_between, span_of
from pactstate.smallyaml.scalars import (
    AMBIGUOUS_WORDS,
    NUMBER_STARTS,
    OPENING_CURLY_QUOTES,
    in_curly_quotes,
    other_meaning,
)
from pactstate.smallyaml.tree import (
    UNKNOWN_END,
    Data,
    KeyPath,
    MappingNode,
    Node,
    Offsets,
    Places,
    SequenceNode,
    Tree,
    root_of,
)

__all__ = ["LimitError", "TreeBuilder"]

_HAS_CONTENT: Final = re.compile(r"\s*[^\s#]")


class _Open:
    """List or mapping that is being read."""

    __slots__ = ("data", "end_index", "is_flow", "key", "offsets", "start")

    def __init__(
        self, data: list[Data] | dict[str, Data], start: Mark, offsets: Offsets, key: str | None, is_flow: bool
    ) -> None:
        self.data = data
        self.start = start
        self.offsets = offsets
        """Offsets of all nodes, to which those of its values are added."""
        self.end_index = len(offsets) + 1
        """Index of its end among the offsets."""
        self.key = key
        """Key of which it is the value."""
        self.is_flow = is_flow
        """Whether it has brackets."""

    @property
    def column(self) -> int | None:
        """Column of the block; -1 for the list of documents, None within brackets."""
        if self.is_flow:
            return None
        return cast("yaml.Mark", self.start).column if self.start else -1


class TreeBuilder:
    """Data, offsets and faults of a text, collected from events."""

    def __init__(self, text: str, limits: YamlLimits, marker: str, boolean_paths: Collection[KeyPath]) -> None:
        self.text = text
        self.complete = False
        """Whether the text was read to its end."""
        self._checks = NodeChecks(text, limits, marker)
        self.faults = self._checks.faults
        self._limits = limits
        self._boolean_paths = boolean_paths
        self._offsets: Offsets = array("I")
        self._documents: list[Data] = []
        # The documents of a text are kept like the items of a list.
        self._open = [_Open(self._documents, None, self._offsets, None, is_flow=False)]
        self._has_hash = "#" in text
        self._unended = len(text) if not text.endswith("\n") else -1
        """Length of a text whose last line has no end. The parser ends a block there in a further line."""
        self._duplicates: list[tuple[int, Mark, str]] = []
        """For each duplicate key: index of its fault, start of the mapping, key."""

    def tree(self) -> Tree:
        """Return the tree of the events so far."""
        data = self._documents[0] if self._documents else None
        offsets, places = self._offsets, Places(self.text)
        if self._duplicates and data is not None:
            self._relate_to_first(_mappings_by_start(root_of(data, offsets, places)))
        return Tree(
            data,
            lambda: root_of(cast("Data", data), offsets, places),
            tuple(self.faults),
            self.complete,
            tuple(self._checks.scalar_faults),
            tuple(self._checks.marker_spans),
        )

    def _relate_to_first(self, mappings: dict[int, MappingNode]) -> None:
        for index, start, key in self._duplicates:
            first = mappings[cast("yaml.Mark", start).index].entries[key][0].span
            self.faults[index] = attrs.evolve(self.faults[index], related=("the first one", first))

    def open_bracket(self) -> Span | None:
        """Return the place of the bracket that was opened last, if it is not closed."""
        if not self._open[-1].is_flow:
            return None
        line, column, *_ = span_between(self._open[-1].start, self._open[-1].start)
        is_bracket = self._checks.lines[line - 1][column - 1 : column] in ("[", "{")
        return (line, column, line, column) if is_bracket else None

    def refuse_directives(self) -> None:
        """Refuse a text with several tag directives.

        The parser compares each directive with all before it: a file of 1 MiB would take many seconds.
        """
        if "\n%TAG" not in self.text:
            return
        numbers = [number for number, line in enumerate(self._checks.lines, 1) if line.startswith("%TAG")]
        if len(numbers) > 1:
            self._checks.refuse("tag directive", "%TAG", (numbers[1], 1, numbers[1], 1))
            raise LimitError

    def read(self, next_event: Callable[[], ev.Event]) -> None:
        """Take the parser's events to the end of the text.

        Raises :class:`LimitError` where reading stops, and the errors of the parser.
        """
        # Most events of a file are scalars without a fault. Such a scalar makes no call here, and a collection one: a
        # call doubles the cost of a scalar. So the open collection is kept in local names, and faults have methods.
        max_nodes, max_key, max_depth = self._limits.nodes, self._limits.key, self._limits.depth
        max_scalar, marker = self._limits.scalar, self._checks.marker
        may_be_rare = marker is not None or len(self.text) > max_scalar or "&" in self.text or "!" in self.text
        has_question_mark = "?" in self.text
        count = hidden = 0
        opened = self._open[-1]
        into, offsets = opened.data, opened.offsets
        key: str | None = None
        """Key of a mapping whose value comes next."""
        dropped = False
        """Whether the value of the key is left out."""
        while True:
            event = next_event()
            if isinstance(event, ev.ScalarEvent):
                count += 1
                if count > max_nodes:
                    self._checks.exceed_nodes(event)
                value = event.value
                if may_be_rare and (
                    event.anchor is not None
                    or event.tag is not None
                    or len(value) > max_scalar
                    or (marker is not None and marker in value)
                ):
                    self._checks.check_rare(event)
                if event.style:
                    self._checks.check_quoted(event, self._open[-1].column)
                elif (value[:1] in NUMBER_STARTS or value in AMBIGUOUS_WORDS) and other_meaning(value):
                    if not self._is_boolean_value(key):
                        self._checks.note_ambiguous(event)
                elif value[:1] in OPENING_CURLY_QUOTES and in_curly_quotes(value):
                    self._checks.note_curly(event)
            elif isinstance(event, ev.CollectionStartEvent):
                count += 1
                if count > max_nodes:
                    self._checks.exceed_nodes(event)
                if event.anchor is not None or event.tag is not None:
                    self._checks.refuse_properties(event)
                if len(self._open) - 1 + hidden >= max_depth:
                    self._checks.exceed(f"nested more than {max_depth} levels deep", span_of(event))
                if hidden or (key is None and isinstance(into, dict)):
                    hidden += 1
                    if hidden == 1:
                        # A collection in the place of a key is reported once, and its values are left out.
                        message = "a key must be a text, not a list or a mapping"
                        self._checks.note(YamlFault("invalid-value", message, span_of(event)))
                    continue
                opened = self._begin(event, key, dropped)
                into, offsets, key, dropped = opened.data, opened.offsets, None, False
                continue
            elif isinstance(event, ev.CollectionEndEvent):
                if hidden:
                    hidden -= 1
                    if not hidden:
                        key, dropped = "", True
                    continue
                opened = self._end(event)
                into, offsets, key, dropped = opened.data, opened.offsets, None, False
                continue
            elif isinstance(event, ev.AliasEvent):
                count += 1
                if count > max_nodes:
                    self._checks.exceed_nodes(event)
                self._checks.refuse("alias", f"*{event.anchor}", span_of(event))
                value = ""
            elif isinstance(event, ev.DocumentStartEvent):
                self._check_document(event)
                continue
            elif isinstance(event, ev.StreamEndEvent):
                return
            else:
                continue
            if hidden:
                continue
            if isinstance(into, list):
                into.append(value)
            elif key is None:
                key = value
                if value in into or len(value) > max_key or value == "<<" or (has_question_mark and opened.is_flow):
                    dropped = self._refuses_key(event, value, opened)
                    if dropped:
                        continue
            elif dropped:
                key, dropped = None, False
                continue
            else:
                into[key] = value
                key = None
            # The parser always gives marks, though its stubs allow None; a cast would be a call. Offsets take a tenth
            # of the memory of marks. Only an empty text can stand behind the end of the text, which _offset corrects.
            if value:
                offsets.append(event.start_mark.index)  # type: ignore[union-attr]  # marks are never None
                offsets.append(event.end_mark.index)  # type: ignore[union-attr]  # marks are never None
            else:
                offsets.extend((self._offset(event.start_mark), self._offset(event.end_mark)))

    def _is_boolean_value(self, key: str | None) -> bool:
        """Return whether the next scalar, the value of a key, may be true or false."""
        # The list of documents and the root have no key.
        return (*(one.key for one in self._open[2:]), key) in self._boolean_paths

    def _begin(self, event: ev.CollectionStartEvent, key: str | None, dropped: bool) -> _Open:
        """Open a list or a mapping, and return it."""
        above = self._open[-1]
        data: list[Data] | dict[str, Data] = [] if isinstance(event, ev.SequenceStartEvent) else {}
        if not dropped:
            if isinstance(above.data, list):
                above.data.append(data)
            else:
                above.data[key] = data  # type: ignore[index]  # a mapping has a key here; a cast would be a call
        # The offsets of values that are left out are left out too.
        offsets = array("I") if dropped else above.offsets
        opened = _Open(data, event.start_mark, offsets, key, bool(event.flow_style))
        offsets.extend((event.start_mark.index, event.end_mark.index, UNKNOWN_END))  # type: ignore[union-attr]  # never None
        self._open.append(opened)
        return opened

    def _end(self, event: ev.CollectionEndEvent) -> _Open:
        """Close the list or the mapping that was opened last, and return the one around it."""
        closed = self._open.pop()
        start, end = cast("yaml.Mark", closed.start), cast("yaml.Mark", event.end_mark)
        offsets, index = closed.offsets, closed.end_index
        offsets[index] = self._offset(end)
        offsets[index + 1] = len(offsets)
        if closed.is_flow and (self._has_hash or start.line != end.line):
            self._checks.check_end(start, end, self._open[-1].column)
        return self._open[-1]

    def _offset(self, mark: Mark) -> int:
        """Return the offset of a mark; that behind the end of the text, for a further line."""
        mark = cast("yaml.Mark", mark)
        return mark.index + (mark.index == self._unended and not mark.column)

    def _check_document(self, event: ev.DocumentStartEvent) -> None:
        if self._documents:
            help = "keep one document, and move the rest to a file of its own"
            span = span_of(event)
            line = span[0]
            is_empty = not any(_HAS_CONTENT.match(one) for one in self._checks.lines[line:])
            is_marker = self._checks.lines[line - 1].rstrip() == "---"
            edits = (((*self._checks.end_of(line - 1), line, len("---") + 1), ""),) if is_empty and is_marker else ()
            help = "delete this line: nothing follows it" if edits else help
            self._checks.note(YamlFault("invalid-yaml", "a second document begins here", span, help, edits=edits))
            raise LimitError
        if event.tags:
            self._checks.refuse("tag directive", "%TAG", span_of(event))

    def _refuses_key(self, event: ev.ScalarEvent | ev.AliasEvent, key: str, within: _Open) -> bool:
        """Report the faults of a key, and return whether its value is left out."""
        if self._checks.check_key(event, key, within.is_flow):
            return True
        if key not in within.data:
            return False
        if within.offsets is self._offsets:
            self._duplicates.append((len(self.faults), within.start, key))
        message = f"the key '{clip(key)}' stands twice in one mapping"
        help = "keep one of the two; other YAML readers would silently drop the first"
        self._checks.note(YamlFault("duplicate-key", message, span_of(event), help))
        return True


def _mappings_by_start(node: Node) -> dict[int, MappingNode]:
    """Return all mappings of a tree by the offsets where they start."""
    found: dict[int, MappingNode] = {}
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, MappingNode):
            found[node.start] = node
            pending += (value for _, value in node.entries.values())
        elif isinstance(node, SequenceNode):
            pending += node.items
    return found
