"""Document: one file with its text, its tree and its locations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, cast

import attrs

from pactstate.domain.fields import unchecked
from pactstate.fileformat.repeated_keys import without_repetition
from pactstate.findings import Finding, Fix, Location, Related, Severity, TextEdit
from pactstate.rules import RULES
from pactstate.smallyaml import (
    Data,
    MappingNode,
    Node,
    NodePath,
    SequenceNode,
    Span,
    Tree,
    YamlFault,
    decode,
    find_node,
    parse,
)
from pactstate.smallyaml.characters import replace_suspicious
from pactstate.storage.limits import DEFAULT, Limits

__all__ = ["BOOLEAN_PATHS", "NAME", "Document", "finding", "is_boolean", "line_at", "read", "without_slips"]

NAME: Final = "pactstate:"
"""Beginning of the comments that this package reads."""
BOOLEAN_PATHS: Final = frozenset({("open",), ("term", "renews"), ("history", None, "partial")})
"""Paths to the values that are true or false; None stands for any item of a list."""
_LIMITS_HELP: Final = "the limits are listed in SECURITY.md"


@attrs.frozen
class Document:
    """File that is, or should be, YAML."""

    path: str
    """Path as it is shown."""
    text: str
    tree: Tree | None
    """None if no keys with values could be read."""
    complete: bool
    """Whether it was read to its end without repair."""
    faulty: frozenset[tuple[int, int]] = frozenset()
    """Lines and columns of errors in the YAML. A value there may differ from what the author meant."""
    spoilt: frozenset[int] = frozenset()
    """Lines with typing errors, which were repaired before reading. Other findings on them are not reported."""
    limits: Limits = DEFAULT
    """Limits with which it was read."""

    @property
    def data(self) -> dict[str, Data]:
        """Keys and values; empty if none could be read."""
        return cast("dict[str, Data]", self.tree.data) if self.tree else {}

    @property
    def root(self) -> MappingNode | None:
        """The data as nodes with positions; None if no keys with values could be read."""
        return cast("MappingNode", self.tree.root) if self.tree else None

    @property
    def marker_spans(self) -> tuple[Span, ...]:
        """Spans of the scalars that hold the beginning of our comments."""
        return self.tree.marker_spans if self.tree else ()

    def at(self, path: NodePath, *, key: bool = False) -> Location:
        """Return the location of the value at a path, or of its key; else of the nearest node above."""
        root = self.root
        if root is None:
            return Location(self.path)
        found = find_node(root, path)
        return self.location(found.key_span if key else found.value_span)

    def paths(self) -> Mapping[Span, NodePath]:
        """Return the path of each key and of each value without values below it, by the span of its text."""
        return dict(_paths(self.root, ())) if self.root else {}

    def lines_of(self, key: str) -> range:
        """Return the lines of a key at the left edge, with its value."""
        name, value = cast("MappingNode", self.root).entries[key]
        return range(name.span[0], value.span[2] + 1)

    def location(self, span: Span) -> Location:
        """Return the location of a span; the end of the text for a span after the last line."""
        if span[2] < self._end[0]:
            return _made_location(self.path, *span)
        return _made_location(self.path, *min(span[:2], self._end), *min(span[2:], self._end))

    @cached_property
    def lines(self) -> list[str]:
        """Lines of the text."""
        return self.text.split("\n")

    @cached_property
    def _end(self) -> tuple[int, int]:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def whole_line(self, line: int) -> str:
        """Return a line of the text, counted from 1, without its end; an empty text after the last line."""
        return line_at(self.lines, line)


def _paths(node: Node, path: NodePath) -> Iterator[tuple[Span, NodePath]]:
    if isinstance(node, MappingNode):
        for name, (key, value) in node.entries.items():
            yield key.span, (*path, name)
            yield from _paths(value, (*path, name))
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.items):
            yield from _paths(item, (*path, number))
    else:
        yield node.span, path


_made_finding: Final = unchecked(Finding)
_made_location: Final = unchecked(Location)


def is_boolean(path: NodePath) -> bool:
    """Return whether the value at a path is true or false."""
    return tuple(step if isinstance(step, str) else None for step in path) in BOOLEAN_PATHS


def line_at(lines: Sequence[str], number: int) -> str:
    """Return a line of a text without its end, counted from 1; empty past the last line."""
    return lines[number - 1].rstrip("\r") if number <= len(lines) else ""


def finding(
    rule: str,
    message: str,
    location: Location,
    *,
    agreement: str | None = None,
    help: str | None = None,
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
    excerpt: str = "",
    fix: Fix | None = None,
) -> Finding:
    """Return a finding of a rule, with the severity of the rule unless another one is given."""
    info = RULES[rule]
    return _made_finding(
        rule, info.code, severity or info.severity, message, location, agreement, help, related, excerpt, fix=fix
    )


def read(path: str, data: bytes, limits: Limits, tree: Tree | None = None) -> tuple[Document, list[Finding]]:
    """Return the bytes of a file as a document, and the findings on its text and its YAML. Never raises.

    ``tree`` is that of the text, if it has been read with these limits, :data:`NAME` and :data:`BOOLEAN_PATHS`.
    """
    text = decode(data)
    if isinstance(text, YamlFault):
        place = Location(path, *text.span)
        return Document(path, "", None, complete=False), [finding(text.rule, text.message, place, help=text.help)]
    tree = tree or _parse(text, limits)
    if tree.character_faults or tree.faults:
        from pactstate.smallyaml.tabs_and_quotes import bare_carriage_returns  # most files have no fault

        # A text whose lines end with CR alone is one line to the parser: its other faults would mislead.
        returns = bare_carriage_returns(text)
        if returns:
            document = Document(path, text, None, complete=False)
            return document, [_as_finding(document, returns)]
        if any(_may_be_a_slip(fault) for fault in tree.faults):
            found = _without_slips(text, limits)
            if found:
                corrected_tree, slips, spoilt = found
                return _document(path, text, corrected_tree, [*tree.character_faults, *slips], limits, spoilt)
    return _document(path, text, tree, [*tree.character_faults], limits)


def _parse(text: str, limits: Limits) -> Tree:
    return parse(text, limits, marker=NAME, boolean_paths=BOOLEAN_PATHS)


def without_slips(document: Document, lines: Collection[int]) -> tuple[Document, list[Finding]] | None:
    """Return a document with its typing errors repaired, and the findings on them.

    Args:
        document: A document with errors in its shape.
        lines: Lines of these errors. Return None if no line has a typing error, or if they are repaired already.
    """
    if document.spoilt:
        return None
    found = _without_slips(document.text, document.limits)
    if found is None:
        return None
    tree, faults, spoilt = found
    # Faults of the text were reported before.
    slips = [fault for fault in faults if fault.span[0] in lines and fault.span[:2] not in document.faulty]
    if not slips:
        return None
    again, findings = _document(document.path, document.text, tree, slips, document.limits, spoilt)
    return again, findings


def _may_be_a_slip(fault: YamlFault) -> bool:
    return RULES[fault.rule].severity is Severity.ERROR and fault.rule != "limit-exceeded"


def _without_slips(text: str, limits: Limits) -> tuple[Tree, list[YamlFault], frozenset[int]] | None:
    """Return the tree of a text without its slips of typing, the faults of the text, and the corrected lines."""
    from pactstate.fileformat.slips import correct_slips  # most files have no fault

    def data_of(tried: str) -> Data | None:
        tree = parse(tried, limits)
        return tree.data if tree.complete else None

    found = correct_slips(replace_suspicious(text)[0], data_of)
    if found is None:
        return None
    tree = _parse(found.text, limits)
    others = [fault for fault in tree.faults if not _echoes(fault, found.corrected)]
    return tree, [*found.faults, *others], found.corrected


_MAX_ECHO_LINES: Final = 3
"""Lines below a slip on which an error of the parser may be due to a wrong guess in its correction."""


def _echoes(fault: YamlFault, spoilt: frozenset[int]) -> bool:
    """Return whether a fault of the parser may be due to a slip."""
    line = fault.span[0]
    return line in spoilt or (
        fault.rule == "invalid-yaml" and not spoilt.isdisjoint(range(line - _MAX_ECHO_LINES, line))
    )


def _document(
    path: str, text: str, tree: Tree, faults: list[YamlFault], limits: Limits, spoilt: frozenset[int] = frozenset()
) -> tuple[Document, list[Finding]]:
    """Return a document, and its faults as findings."""
    faults += (*(() if spoilt else tree.faults), *(one for one in tree.scalar_faults if one.span[0] not in spoilt))
    errors = [fault for fault in faults if RULES[fault.rule].severity is Severity.ERROR]
    if not errors and not isinstance(tree.data, dict):
        faults.append(_no_mapping(tree.root))
    # A file over a limit is not read any further.
    exceeded = any(fault.rule == "limit-exceeded" for fault in faults)
    usable = tree if isinstance(tree.data, dict) and not exceeded else None
    complete = tree.complete and not spoilt
    document = Document(path, text, usable, complete, frozenset(fault.span[:2] for fault in errors), spoilt, limits)
    return document, [_as_finding(document, fault) for fault in faults]


def _as_finding(document: Document, fault: YamlFault) -> Finding:
    related = (Related(fault.related[0], document.location(fault.related[1])),) if fault.related else ()
    help = _LIMITS_HELP if fault.rule == "limit-exceeded" else fault.help
    location = document.location(fault.span)
    return finding(fault.rule, fault.message, location, help=help, related=related, fix=_as_fix(document, fault))


def _as_fix(document: Document, fault: YamlFault) -> Fix | None:
    if fault.rule == "duplicate-key" and fault.related:
        return without_repetition(document.path, document.lines, fault.related[1], fault.span)
    if not fault.edits:
        return None
    edits = tuple(TextEdit(Location(document.path, *span), text) for span, text in fault.edits)
    return Fix(str(fault.help), edits, fault.is_safe)


def _no_mapping(root: Node | None) -> YamlFault:
    if root is None:
        return YamlFault("invalid-yaml", "the file is empty", (1, 1, 1, 1), "an agreement begins with 'id:'")
    span: Span = (*root.span[:2], *root.span[:2])
    return YamlFault("invalid-yaml", "expected keys with values", span, "an agreement begins with 'id:'")
