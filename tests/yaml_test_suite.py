"""The yaml-test-suite against the reader: ``python tests/yaml_test_suite.py FOLDER`` writes ``yaml_test_suite.csv`` anew.

FOLDER is a checkout of a data release of the suite (a branch or tag named ``data-...``), of which nothing is kept here but
the names of its cases and which of them are valid. Every case is refused, with the rules that say why, or read; what is
read is held against the events that the suite gives for it.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from pactstate.fileformat.document import read
from pactstate.findings import Severity
from pactstate.storage.limits import DEFAULT

TABLE: Final = Path(__file__).with_suffix(".csv")


@attrs.frozen
class Row:
    """One case: as the suite has it, and what became of it here."""

    case: str
    valid: str
    """``yes`` or ``no``, by the suite."""
    verdict: str
    """``read`` or ``refused``, or ``misread``: read, and not as the suite has it."""
    rules: str
    """Why it is refused: the codes of all errors."""


def cases(folder: Path) -> Iterator[tuple[str, Path]]:
    """The name of each case, and its folder; the links by which the suite groups them are passed over."""
    for path in sorted(folder.glob("[0-9A-Z]???/**/in.yaml")):
        yield path.parent.relative_to(folder).as_posix(), path.parent


def judged(case: str, folder: Path) -> Row:
    """Result of a case."""
    document, findings = read("in.yaml", (folder / "in.yaml").read_bytes(), DEFAULT)
    errors = sorted({found.code for found in findings if found.severity is Severity.ERROR})
    valid = not (folder / "error").exists()
    verdict = "refused"
    if not errors:
        same = document.root is not None and (not valid or document.root.data == data_of(events(folder)))
        verdict = "read" if same else "misread"
    return Row(case, "yes" if valid else "no", verdict, " ".join(errors))


def events(folder: Path) -> list[str]:
    """The events of the one document of a case, as the suite writes them."""
    lines = (folder / "test.event").read_text(encoding="utf-8").splitlines()
    return [line.lstrip(" ") for line in lines if not re.match(r"\s*[-+](STR|DOC)", line)]


_ESCAPES: Final = {"\\": "\\", "n": "\n", "t": "\t", "r": "\r", "b": "\b"}


def data_of(told: list[str]) -> object:
    """The texts, lists and mappings that events without tags, anchors and aliases tell of."""
    rest = iter(told)

    def node(event: str) -> object:
        if event.startswith("=VAL "):
            return re.sub(r"\\(.)", lambda escape: _ESCAPES[escape[1]], event[6:])
        inside = [node(part) for part in iter(rest.__next__, f"-{event[1:4]}")]
        return inside if event.startswith("+SEQ") else dict(zip(inside[::2], inside[1::2], strict=True))

    return node(next(rest))


def table() -> list[Row]:
    """The kept table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def main() -> None:
    """Write the table anew."""
    rows = [judged(*case) for case in cases(Path(sys.argv[1]))]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in attrs.fields(Row))
        writer.writerows(attrs.astuple(row) for row in rows)


if __name__ == "__main__":
    main()
