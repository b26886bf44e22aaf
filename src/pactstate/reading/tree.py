"""A tree whose every node knows its place, built from the YAML parser's events without recursion.

Every scalar is text: YAML's own typing never runs. What is more than the small YAML of format.md (tags, anchors,
aliases, merge keys, further documents) becomes a finding, and reading goes on where it can, so that one reading
reports all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final, cast

import attrs
import yaml
from yaml import events as ev

from pactstate.reading.limits import Limits
from pactstate.reading.suggest import clip

__all__ = ["Fault", "Found", "Mapping", "Node", "Path", "Scalar", "Sequence", "Span", "Tree", "parse", "texts_with"]

Path = tuple[str | int, ...]
"""The way to a node: keys and indices, as in ``("history", 3, "date")``."""

Span = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1, the end exclusive."""


@attrs.frozen
class Scalar:
    """A text."""

    span: Span
    value: str
    plain: bool
    """Whether it stands without quotes, so that other readers may take it for something else than text."""


@attrs.define
class Sequence:
    """A list."""

    span: Span
    items: list[Node] = attrs.Factory(list)


@attrs.define
class Mapping:
    """A mapping. A key that comes twice keeps its first value; the others have been reported."""

    span: Span
    entries: dict[str, tuple[Scalar, Node]] = attrs.Factory(dict)


Node = Scalar | Sequence | Mapping


@attrs.frozen
class Fault:
    """What is wrong with a text as YAML: the rule's name, a sentence, the place, and a place that it speaks of."""

    rule: str
    message: str
    span: Span
    help: str | None = None
    related: tuple[str, Span] | None = None


@attrs.frozen
class Tree:
    """What was read: the root (None when there is none to speak of), and all faults."""

    root: Node | None
    faults: tuple[Fault, ...]
    complete: bool
    """Whether the text was read to its end."""


_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What the parser says, and what a person would want to be told.
_HINTS: Final = (
    (
        "mapping values are not allowed",
        "quote a text that contains ': ', and give every key of a mapping the same indentation",
    ),
    (
        "could not find expected ':'",
        "write 'key: value'; a text that goes on over several lines is indented further than its key",
    ),
    ("cannot start any token", "indent with spaces, not tabs, and quote a text that begins with one of % @ ` \\t"),
    ("did not find expected key", "give every key of a mapping the same indentation"),
    ("did not find expected '-' indicator", "give every '- ' of a list the same indentation"),
    ("unexpected end of stream", "a quote or a bracket is opened and not closed"),
    ("did not find expected ',' or", "a bracket is opened and not closed, or a comma is missing"),
    ("unexpected document indicator", "a quote is opened and not closed"),
    ("unknown escape character", "inside \"...\" write \\\\ for a backslash, or use '...'"),
)


def parse(text: str, limits: Limits) -> Tree:
    """Read a YAML text as a tree. Never raises for any text without surrogates."""
    builder = _Builder(limits, text)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not builder.take(event):
                return Tree(builder.root, tuple(builder.faults), complete=False)
            if len(builder.faults) >= limits.faults:
                builder.exceed(f"more than {limits.faults:,} faults in one file", _span(event))
                return Tree(builder.root, tuple(builder.faults), complete=False)
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_syntax(error, builder.unclosed()))
        return Tree(builder.root, tuple(builder.faults), complete=False)
    except yaml.YAMLError as error:
        builder.faults.append(Fault("invalid-yaml", f"this is not YAML: {_first_line(error)}", (1, 1, 1, 1)))
        return Tree(builder.root, tuple(builder.faults), complete=False)
    return Tree(builder.root, tuple(builder.faults), complete=True)


def texts_with(text: str, part: str) -> list[Span]:
    """Where the texts of a file stand that hold a part, in order, also those that the tree has dropped.

    Only for texts that :func:`parse` has read to the end: nothing else bounds the depth here.
    """
    return [
        _span(token)
        for token in yaml.scan(text, Loader=_Loader)
        if isinstance(token, yaml.ScalarToken) and part in token.value
    ]


def _syntax(error: yaml.MarkedYAMLError, bracket: Span | None) -> Fault:
    # The parser's own words are constant; the quotation of the source that it appends is left out.
    problem = error.problem or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if bracket and "did not find expected" in problem and line > bracket[0]:
        # The parser notices only far below that something is missing.
        closing = "close the bracket, or put a comma between its values"
        return Fault("invalid-yaml", "this is not YAML: a bracket is opened here and not closed", bracket, closing)
    context = ""
    if error.context and error.context_mark and error.context_mark.line + 1 < line:
        context = f" {error.context} that begins on line {error.context_mark.line + 1}"
    hint = next((hint for words, hint in _HINTS if words in problem), None)
    return Fault("invalid-yaml", f"this is not YAML: {problem}{context}", (line, column, line, column), hint)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


@attrs.define
class _Frame:
    """A collection that is still open, and the key that waits for its value."""

    node: Sequence | Mapping
    key: Scalar | None = None
    skip: bool = False
    """Whether the next value belongs to a key that cannot be kept."""


@attrs.define
class _Builder:
    limits: Limits
    text: str
    root: Node | None = None
    faults: list[Fault] = attrs.Factory(list)
    _open: list[_Frame] = attrs.Factory(list)
    _nodes: int = 0
    _documents: int = 0
    _hidden: int = 0
    """How many collections are open inside a key that is no text; what they hold is not kept."""

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def unclosed(self) -> Span | None:
        """Where the bracket stands that was opened last, if it is still open."""
        if not self._open:
            return None
        line, column, *_ = self._open[-1].node.span
        is_bracket = self._lines[line - 1][column - 1 : column] in ("[", "{")
        return (line, column, line, column) if is_bracket else None

    def take(self, event: ev.Event) -> bool:
        """Take one event of the parser; False when there is no sense in going on."""
        if isinstance(event, ev.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, ev.CollectionStartEvent):
            return self._start(event)
        if isinstance(event, ev.CollectionEndEvent):
            self._end(event)
        elif isinstance(event, ev.AliasEvent):
            self._refuse("alias", f"*{event.anchor}", event)
            return self._count(event) and self._add(Scalar(_span(event), "", plain=False))
        elif isinstance(event, ev.DocumentStartEvent):
            return self._document(event)
        return True

    def _document(self, event: ev.DocumentStartEvent) -> bool:
        self._documents += 1
        if self._documents > 1:
            self.faults.append(
                Fault(
                    "invalid-yaml",
                    "a second document begins here",
                    _span(event),
                    "one file holds one agreement: move the rest to a file of its own",
                )
            )
            return False
        if event.tags:
            self._refuse("tag directive", "%TAG", event)
        return True

    def _refuse(self, what: str, text: str, event: ev.Event) -> None:
        article = "an" if what[0] in "aeiou" else "a"
        self.faults.append(
            Fault(
                "unsafe-yaml",
                f"{article} {what} ('{clip(text)}') is not allowed here",
                self._property(what, _span(event)),
                _UNSAFE_HELP[what],
            )
        )

    def _property(self, what: str, span: Span) -> Span:
        """Where a tag or an anchor stands at the beginning of a node: the word alone, without the node."""
        line, column, *_ = span
        word = re.compile(_WORDS[what]).search(self._lines[line - 1], column - 1)
        return (line, word.start() + 1, line, word.end() + 1) if word else span

    def _common(self, event: ev.ScalarEvent | ev.CollectionStartEvent) -> bool:
        """What every node is held to: no anchor, no tag, not too many."""
        if event.anchor:
            self._refuse("anchor", f"&{event.anchor}", event)
        if event.tag is not None:
            self._refuse("tag", event.tag, event)
        return self._count(event)

    def _count(self, event: ev.Event) -> bool:
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            self.exceed(f"more than {self.limits.nodes:,} values in one file", _span(event))
            return False
        return True

    def exceed(self, message: str, span: Span) -> None:
        """Note that a limit is exceeded."""
        self.faults.append(Fault("limit-exceeded", message, span, "the limits are listed in SECURITY.md"))

    def _scalar(self, event: ev.ScalarEvent) -> bool:
        if not self._common(event):
            return False
        if len(event.value) > self.limits.scalar:
            line, column, *_ = _span(event)
            self.exceed(
                f"a text of {len(event.value):,} characters; {self.limits.scalar:,} are allowed",
                (line, column, line, column),
            )
            return False
        return self._add(Scalar(_span(event), event.value, plain=not event.style))

    def _start(self, event: ev.CollectionStartEvent) -> bool:
        if not self._common(event):
            return False
        if len(self._open) + self._hidden >= self.limits.depth:
            self.exceed(f"nested more than {self.limits.depth} levels deep", _span(event))
            return False
        node = Sequence(_span(event)) if isinstance(event, ev.SequenceStartEvent) else Mapping(_span(event))
        if self._hidden or self._expects_key():
            # A list or mapping where a key is due: it is named once, and what it holds is not kept.
            if not self._hidden:
                self._no_text_key(node.span)
            self._hidden += 1
        else:
            self._add(node)
            self._open.append(_Frame(node))
        return True

    def _end(self, event: ev.CollectionEndEvent) -> None:
        if self._hidden:
            self._hidden -= 1
            if not self._hidden:
                self._open[-1].skip = True
            return
        node = self._open.pop().node
        node.span = (*node.span[:2], *_span(event)[2:])

    def _expects_key(self) -> bool:
        frame = self._open[-1] if self._open else None
        return frame is not None and isinstance(frame.node, Mapping) and frame.key is None and not frame.skip

    def _no_text_key(self, span: Span) -> None:
        self.faults.append(Fault("invalid-value", "a key must be a text, not a list or a mapping", span))

    def _add(self, node: Node) -> bool:
        if self._hidden:
            return True
        if not self._open:
            self.root = node
            return True
        frame = self._open[-1]
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        elif frame.skip:
            frame.skip = False
        elif frame.key is not None:
            self._entry(frame.node, frame.key, node)
            frame.key = None
        else:
            return self._key(frame, cast("Scalar", node))
        return True

    def _key(self, frame: _Frame, key: Scalar) -> bool:
        if len(key.value) > self.limits.key:
            self.exceed(f"a key of {len(key.value):,} characters; {self.limits.key:,} are allowed", key.span)
            return False
        if key.plain and key.value == "<<":
            self.faults.append(
                Fault("unsafe-yaml", "a merge key ('<<') is not allowed here", key.span, _UNSAFE_HELP["merge key"])
            )
            frame.skip = True
        else:
            frame.key = key
        return True

    def _entry(self, mapping: Mapping, key: Scalar, value: Node) -> None:
        first = mapping.entries.get(key.value)
        if first is None:
            mapping.entries[key.value] = (key, value)
            return
        self.faults.append(
            Fault(
                "duplicate-key",
                f"the key '{clip(key.value)}' stands twice in one mapping",
                key.span,
                "keep one of the two; other YAML readers would silently drop the first",
                ("the first one", first[0].span),
            )
        )


_WORDS: Final = {
    "tag": r"!(?:<[^>\s]*>|[^\s,\[\]{}]*)",
    "tag directive": r"%TAG\b.*",
    "anchor": r"&[^\s,\[\]{}]+",
    "alias": r"\*[^\s,\[\]{}]+",
}
_UNSAFE_HELP: Final = {
    "tag": "every value is text: leave the tag out",
    "tag directive": "every value is text: leave the directive out",
    "anchor": "write the value out where it is needed: agreement files need no anchors",
    "alias": "write the value out: agreement files need no aliases",
    "merge key": "write the keys out: agreement files need no merge keys",
}


def _span(event: ev.Event | yaml.Token) -> Span:
    # The parser always gives both; the stubs allow for events that are made by hand.
    start, end = cast("yaml.Mark", event.start_mark), cast("yaml.Mark", event.end_mark)
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


@attrs.frozen
class Found:
    """Where a path leads: the node, and the stretches of text to point at for its key and for itself."""

    node: Node
    key: Span
    value: Span


def find(root: Node, path: Path) -> Found:
    """The node that a path leads to; the nearest one above, where it leads nowhere.

    An index into something that is no list stays where it is, since one value may stand for a list of one.
    """
    key = value = _visible(root)
    node = root
    for part in path:
        if isinstance(node, Mapping) and part in node.entries:
            name, node = node.entries[str(part)]
            key, value = name.span, _visible(node)
            # An absent value has no width: its key is what a person would point at.
            if value[:2] == value[2:]:
                value = key
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            key = value = _visible(node)
        elif isinstance(node, Scalar) or isinstance(part, str):
            break
    return Found(node, key, value)


def _visible(node: Node) -> Span:
    """What to underline for a node: a collection is shown by its first key or item, since its end lies far below."""
    while not isinstance(node, Scalar):
        if isinstance(node, Mapping):
            if not node.entries:
                break
            node = next(iter(node.entries.values()))[0]
        elif node.items:
            node = node.items[0]
        else:
            break
    return node.span


def plain(root: Node) -> object:
    """The tree as dicts, lists and texts; every text is a ``str``."""
    if isinstance(root, Scalar):
        return root.value
    if isinstance(root, Sequence):
        return [plain(item) for item in root.items]
    return {key: plain(value) for key, (_, value) in root.entries.items()}


def scalars(root: Node | None) -> Iterator[tuple[Path, Scalar, bool]]:
    """Every text of the tree with its path, and whether it is a key."""
    stack: list[tuple[Path, Node]] = [((), root)] if root is not None else []
    while stack:
        path, node = stack.pop()
        if isinstance(node, Scalar):
            yield path, node, False
        elif isinstance(node, Sequence):
            stack.extend(((*path, index), item) for index, item in reversed(list(enumerate(node.items))))
        else:
            for key, (name, _) in node.entries.items():
                yield (*path, key), name, True
            stack.extend(((*path, key), value) for key, (_, value) in reversed(list(node.entries.items())))
