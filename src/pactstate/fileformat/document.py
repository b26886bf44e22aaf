"""One file as read: its text, its tree, and where things stand in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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

__all__ = ["NAME", "Document", "finding", "line_at", "read", "without_slips"]

NAME: Final = "pactstate:"
"""What our comments begin with. What a text says is no comment."""


@attrs.frozen
class Document:
    """A file that is, or was meant to be, YAML."""

    path: str
    """As it is shown to people."""
    text: str
    tree: Tree | None
    """None if there are no keys with values to be had of it."""
    complete: bool
    """Whether it was read to its end."""
    faulty: frozenset[tuple[int, int]] = frozenset()
    """Lines and columns at which the text is at fault as YAML: what is read there is not what was meant."""
    spoilt: frozenset[int] = frozenset()
    """Lines with slips of typing, which are mended in what was read: nothing else is to be said of them."""
    limits: Limits = DEFAULT
    """With which it was read."""

    @property
    def data(self) -> dict[str, Data]:
        """The keys and values; none, where nothing is to be had."""
        return cast("dict[str, Data]", self.tree.data) if self.tree else {}

    @property
    def root(self) -> Mapping | None:
        """The same with the places."""
        return cast("Mapping", self.tree.root) if self.tree else None

    @property
    def named(self) -> tuple[Span, ...]:
        """Where texts stand that hold the name."""
        return self.tree.named if self.tree else ()

    def at(self, path: Path, *, key: bool = False) -> Location:
        """The place of the value at a path, or of its key; of the nearest node above, where the path leads nowhere."""
        if self.root is None:
            return Location(self.path)
        found = find(self.root, path)
        return self.place(found.key if key else found.value)

    def lines_of(self, key: str) -> range:
        """Return the lines of a key at the left edge, with its value."""
        name, value = cast("Mapping", self.root).entries[key]
        return range(name.span[0], value.span[2] + 1)

    def place(self, span: Span) -> Location:
        """The place of a stretch of text; of its end, where the parser means what follows the last line."""
        if span[2] < self._end[0]:
            return Location(self.path, *span)
        return Location(self.path, *min(span[:2], self._end), *min(span[2:], self._end))

    @cached_property
    def _end(self) -> tuple[int, int]:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def whole_line(self, line: int) -> str:
        """A line of the text, counted from 1, without its end; empty past the last one."""
        lines = self.text.split("\n", line)
        return lines[line - 1].rstrip("\r") if line <= len(lines) else ""


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
) -> Finding:
    """A finding of a rule in the catalogue; its severity is the rule's unless given."""
    info = RULES[rule]
    return Finding(rule, info.code, severity or info.severity, message, location, agreement, help, related, excerpt)


def read(path: str, data: bytes, limits: Limits) -> tuple[Document, list[Finding]]:
    """The bytes of a file as a document, with all that is wrong with it as UTF-8 and as small YAML. Never raises."""
    decoded = texts.decode(data)
    if isinstance(decoded, Fault):
        place = Location(path, *decoded.span)
        return Document(path, "", None, complete=False), [
            finding(decoded.rule, decoded.message, place, help=decoded.help)
        ]
    faults: list[Fault] = []
    tree = parse_quickly(decoded, limits, NAME)
    if tree is None:
        # Most texts are read by now. Of one whose lines end with CR alone, nothing else can be told.
        from pactstate.fileformat.mistakes import lone_returns

        returns = lone_returns(decoded)
        if returns:
            document = Document(path, decoded, None, complete=False)
            return document, [_as_finding(document, returns)]
        clean, faults = texts.suspicious(decoded)
        tree = parse(clean, limits, NAME)
        if any(_may_be_a_slip(fault) for fault in tree.faults):
            found = _without_slips(clean, limits)
            if found:
                tree, slips, spoilt = found
                return _document(path, decoded, tree, [*faults, *slips], limits, spoilt)
    return _document(path, decoded, tree, faults, limits)


def without_slips(document: Document, lines: Collection[int]) -> tuple[Document, list[Finding]] | None:
    """Return a document with errors in its shape as it is without its slips of typing, and the findings on these.

    None if none of the lines with the errors has a slip, or they are mended already.
    """
    if document.spoilt:
        return None
    found = _without_slips(texts.suspicious(document.text)[0], document.limits)
    if found is None:
        return None
    tree, faults, spoilt = found
    # What was a fault of the text before is known already.
    slips = [fault for fault in faults if fault.span[0] in lines and fault.span[:2] not in document.faulty]
    if not slips:
        return None
    again, findings = _document(document.path, document.text, tree, slips, document.limits, spoilt)
    return again, findings


def _may_be_a_slip(fault: Fault) -> bool:
    return RULES[fault.rule].severity is Severity.ERROR and fault.rule != "limit-exceeded"


def _without_slips(clean: str, limits: Limits) -> tuple[Tree, list[Fault], frozenset[int]] | None:
    """Return what is read of a text when its slips of typing are mended, the faults in it, and the lines with slips."""
    from pactstate.fileformat.mistakes import mended

    found = mended(clean, lambda tried: parse(tried, limits).complete)
    if found is None:
        return None
    tree = parse(found.text, limits, NAME)
    others = [fault for fault in tree.faults if not _echoes(fault, found.spoilt)]
    return tree, [*found.faults, *others], found.spoilt


_ECHO: Final = 3
"""So many lines below a slip, an error of the parser may be due to what the mend could not know."""


def _echoes(fault: Fault, spoilt: frozenset[int]) -> bool:
    """Return whether a fault of the parser may be due to a slip."""
    line = fault.span[0]
    return line in spoilt or (fault.rule == "invalid-yaml" and not spoilt.isdisjoint(range(line - _ECHO, line)))


def _document(
    path: str, text: str, tree: Tree, faults: list[Fault], limits: Limits, spoilt: frozenset[int] = frozenset()
) -> tuple[Document, list[Finding]]:
    """Return a document, and its faults as findings."""
    faults += (*(() if spoilt else tree.faults), *(one for one in tree.text_faults if one.span[0] not in spoilt))
    errors = [fault for fault in faults if RULES[fault.rule].severity is Severity.ERROR]
    if not errors and not isinstance(tree.data, dict):
        faults.append(_no_mapping(tree.root))
    # What is larger than allowed is not looked into any further.
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
