"""Document: one file with its text, its tree and its places."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Final, cast

import attrs

from pactstate.findings import Finding, Location, Related, Severity
from pactstate.rules import RULES
from pactstate.smallyaml import decode as texts
from pactstate.smallyaml.faults import Fault, Span
from pactstate.smallyaml.limits import DEFAULT, Limits
from pactstate.smallyaml.lines.reader import parse_quickly
from pactstate.smallyaml.parse import Tree, parse
from pactstate.smallyaml.tree import Data, Mapping, Node, Path, find

__all__ = ["NAME", "Document", "finding", "read", "without_slips"]

NAME: Final = "pactstate:"
"""Beginning of our comments, after ``#``. The name in a text is no comment."""


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
    def root(self) -> Mapping | None:
        """Keys and values with their places; None if none could be read."""
        return cast("Mapping", self.tree.root) if self.tree else None

    @property
    def named(self) -> tuple[Span, ...]:
        """Places of texts that contain :data:`NAME`."""
        return self.tree.named if self.tree else ()

    def at(self, path: Path, *, key: bool = False) -> Location:
        """Return the place of the value at a path, or of its key; if there is none, of the nearest node above."""
        if self.root is None:
            return Location(self.path)
        found = find(self.root, path)
        return self.place(found.key if key else found.value)

    def lines_of(self, key: str) -> range:
        """Return the lines of a top-level key with its value."""
        name, value = cast("Mapping", self.root).entries[key]
        return range(name.span[0], value.span[2] + 1)

    def place(self, span: Span) -> Location:
        """Return the place of a span; the end of the text for a span after the last line."""
        if span[2] < self._end[0]:
            return Location(self.path, *span)
        return Location(self.path, *min(span[:2], self._end), *min(span[2:], self._end))

    @cached_property
    def _end(self) -> tuple[int, int]:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def whole_line(self, line: int) -> str:
        """Return a line of the text, counted from 1, without its end; an empty text after the last line."""
        lines = self.text.split("\n", line)
        return lines[line - 1].rstrip("\r") if line <= len(lines) else ""


def finding(
    rule: str,
    message: str,
    location: Location,
    *,
    agreement: str | None = None,
    help: str | None = None,
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
) -> Finding:
    """Return a finding of a rule, with the severity of the rule unless another one is given."""
    info = RULES[rule]
    return Finding(rule, info.code, severity or info.severity, message, location, agreement, help, related)


def read(path: str, data: bytes, limits: Limits) -> tuple[Document, list[Finding]]:
    """Return the document of a file's bytes, and findings on errors in UTF-8 and in YAML. Never raises."""
    decoded = texts.decode(data)
    if isinstance(decoded, Fault):
        place = Location(path, *decoded.span)
        return Document(path, "", None, complete=False), [
            finding(decoded.rule, decoded.message, place, help=decoded.help)
        ]
    faults: list[Fault] = []
    tree = parse_quickly(decoded, limits, NAME)
    if tree is None:
        # Only texts outside the fast subset come here. If lines end with CR alone, no other finding is meaningful.
        from pactstate.fileformat.mistakes import lone_returns

        returns = lone_returns(decoded)
        if returns:
            document = Document(path, decoded, None, complete=False)
            return document, [_as_finding(document, returns)]
        clean, faults = texts.suspicious(decoded)
        tree = parse(clean, limits, NAME)
        if any(_may_be_typing_error(fault) for fault in tree.faults):
            found = _without_slips(clean, limits)
            if found:
                tree, slips, spoilt = found
                return _document(path, decoded, tree, [*faults, *slips], limits, spoilt)
    return _document(path, decoded, tree, faults, limits)


def without_slips(document: Document, lines: Collection[int]) -> tuple[Document, list[Finding]] | None:
    """Return a document with its typing errors repaired, and the findings on them.

    Args:
        document: A document with errors in its shape.
        lines: Lines of these errors. Return None if no line has a typing error, or if they are repaired already.
    """
    if document.spoilt:
        return None
    found = _without_slips(texts.suspicious(document.text)[0], document.limits)
    if found is None:
        return None
    tree, faults, spoilt = found
    # Faults of the text were reported before.
    slips = [fault for fault in faults if fault.span[0] in lines and fault.span[:2] not in document.faulty]
    if not slips:
        return None
    again, findings = _document(document.path, document.text, tree, slips, document.limits, spoilt)
    return again, findings


def _may_be_typing_error(fault: Fault) -> bool:
    return RULES[fault.rule].severity is Severity.ERROR and fault.rule != "limit-exceeded"


def _without_slips(clean: str, limits: Limits) -> tuple[Tree, list[Fault], frozenset[int]] | None:
    """Return the tree of a text with its typing errors repaired, its faults, and the lines of the typing errors."""
    from pactstate.fileformat.mistakes import mended

    found = mended(clean, lambda tried: parse(tried, limits).complete)
    if found is None:
        return None
    tree = parse(found.text, limits, NAME)
    others = [fault for fault in tree.faults if not _is_echo(fault, found.spoilt)]
    return tree, [*found.faults, *others], found.spoilt


_MAX_ECHO_LINES: Final = 3
"""Number of lines below a typing error in which an error of the parser may be caused by its repair."""


def _is_echo(fault: Fault, spoilt: frozenset[int]) -> bool:
    """Return whether a fault of the parser may be caused by a typing error."""
    line = fault.span[0]
    return line in spoilt or (
        fault.rule == "invalid-yaml" and not spoilt.isdisjoint(range(line - _MAX_ECHO_LINES, line))
    )


def _document(
    path: str, text: str, tree: Tree, faults: list[Fault], limits: Limits, spoilt: frozenset[int] = frozenset()
) -> tuple[Document, list[Finding]]:
    """Return a document, and its faults as findings."""
    faults += (*(() if spoilt else tree.faults), *(one for one in tree.text_faults if one.span[0] not in spoilt))
    errors = [fault for fault in faults if RULES[fault.rule].severity is Severity.ERROR]
    if not errors and not isinstance(tree.data, dict):
        faults.append(_no_mapping(tree.root))
    # A file over a limit is not read any further.
    exceeded = any(fault.rule == "limit-exceeded" for fault in faults)
    usable = tree if isinstance(tree.data, dict) and not exceeded else None
    complete = tree.complete and not spoilt
    document = Document(path, text, usable, complete, frozenset(fault.span[:2] for fault in errors), spoilt, limits)
    return document, [_as_finding(document, fault) for fault in faults]


def _as_finding(document: Document, fault: Fault) -> Finding:
    related = (Related(fault.related[0], document.place(fault.related[1])),) if fault.related else ()
    return finding(fault.rule, fault.message, document.place(fault.span), help=fault.help, related=related)


def _no_mapping(root: Node | None) -> Fault:
    if root is None:
        return Fault("invalid-yaml", "the file is empty", (1, 1, 1, 1), "an agreement begins with 'id:'")
    span: Span = (*root.span[:2], *root.span[:2])
    return Fault("invalid-yaml", "expected keys with values", span, "an agreement begins with 'id:'")
