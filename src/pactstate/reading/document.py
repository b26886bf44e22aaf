"""One file as read: its text, its tree, and where things stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from pactstate.findings import Finding, Location, Related, Severity
from pactstate.reading import text as texts
from pactstate.reading.limits import Limits
from pactstate.reading.tree import Fault, Mapping, Node, Path, Scalar, Span, find, parse, scalars
from pactstate.rules import RULES

__all__ = ["Document", "finding", "read"]


@attrs.frozen
class Document:
    """A file that is, or was meant to be, YAML."""

    path: str
    """As it is shown to people."""
    text: str
    root: Node | None
    complete: bool
    """Whether it was read to its end."""
    faulty: frozenset[tuple[int, int]] = frozenset()
    """Lines and columns at which the text is at fault as YAML: what is read there is not what was meant."""

    def at(self, path: Path, *, key: bool = False) -> Location:
        """The place of the value at a path, or of its key; of the nearest node above, where the path leads nowhere."""
        if self.root is None:
            return Location(self.path)
        found = find(self.root, path)
        return Location(self.path, *(found.key if key else found.value))

    def whole_line(self, line: int) -> str:
        """A line of the text, counted from 1, without its end; empty past the last one."""
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
    """A finding of a rule in the catalogue; its severity is the rule's unless given."""
    info = RULES[rule]
    return Finding(rule, info.code, severity or info.severity, message, location, agreement, help, related)


def read(path: str, data: bytes, limits: Limits) -> tuple[Document, list[Finding]]:
    """The bytes of a file as a document, with all that is wrong with it as UTF-8 and as small YAML. Never raises."""
    decoded, fault = texts.decode(data)
    if decoded is None or fault is not None:
        faults = [fault] if fault else []
        return Document(path, "", None, complete=False), [_as_finding(path, fault) for fault in faults]
    clean, faults = texts.suspicious(decoded)
    tree = parse(clean, limits)
    faults += tree.faults
    faults += _scalar_faults(tree.root)
    errors = [fault for fault in faults if RULES[fault.rule].severity is Severity.ERROR]
    if not errors and not isinstance(tree.root, Mapping):
        faults.append(_no_mapping(tree.root))
    # What is larger than allowed is not looked into any further.
    exceeded = any(fault.rule == "limit-exceeded" for fault in faults)
    root = tree.root if isinstance(tree.root, Mapping) and not exceeded else None
    end = (decoded.count("\n") + 1, len(decoded) - decoded.rfind("\n"))
    faults = [fault if fault.span[0] <= end[0] else attrs.evolve(fault, span=(*end, *end)) for fault in faults]
    faulty = frozenset(fault.span[:2] for fault in errors)
    return Document(path, decoded, root, tree.complete, faulty), [_as_finding(path, fault) for fault in faults]


def _as_finding(path: str, fault: Fault) -> Finding:
    related = (Related(fault.related[0], Location(path, *fault.related[1])),) if fault.related else ()
    return finding(fault.rule, fault.message, Location(path, *fault.span), help=fault.help, related=related)


def _no_mapping(root: Node | None) -> Fault:
    if root is None:
        return Fault("invalid-yaml", "the file is empty", (1, 1, 1, 1), "an agreement begins with 'id:'")
    span: Span = (*root.span[:2], *root.span[:2])
    return Fault("invalid-yaml", "expected keys with values", span, "an agreement begins with 'id:'")


def _scalar_faults(root: Node | None) -> Iterator[Fault]:
    for path, scalar, _ in scalars(root):
        if not scalar.plain:
            yield from (
                Fault(
                    "suspicious-character", f"an escape brings in {name}, which does not show", scalar.span, "delete it"
                )
                for name in texts.hidden_characters(scalar.value)
            )
        elif what := _changes(path, scalar):
            yield Fault(
                "ambiguous-scalar",
                f"other YAML readers take {scalar.value} for {what}",
                scalar.span,
                f"write it in quotes: '{scalar.value}'",
            )


# What YAML 1.1 readers make of a text without quotes (yaml.org/type/, 1.1 schema): one expression, since every text of
# a file is held against it.
_READ_AS: Final = {
    "yes": (r"y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE", "the logical value true"),
    "no": (r"n|N|no|No|NO|off|Off|OFF|false|False|FALSE", "the logical value false"),
    "null": (r"null|Null|NULL|~", "nothing at all"),
    "octal": (r"[-+]?0[0-7_]+", "an octal number"),
    "base": (r"[-+]?0(?:b[01_]+|x[0-9a-fA-F_]+)", "a binary or hexadecimal number"),
    "sixty": (r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "a number to the base 60"),
    "underscored": (r"[-+]?[0-9]+_[0-9_]*", "a number without the underscores"),
    "zero": (r"[-+]?[0-9]*\.[0-9]*0", "a number without its last zero"),
    "float": (
        r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "a number",
    ),
}
_AMBIGUOUS: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _READ_AS.items()))
_LOGICAL: Final = (("term", "renews"),)
"""Where true and false are meant."""


def _changes(path: Path, scalar: Scalar) -> str | None:
    match = _AMBIGUOUS.fullmatch(scalar.value) if len(scalar.value) <= 40 else None
    if match is None or path in _LOGICAL:
        return None
    return _READ_AS[match.lastgroup or ""][1]
