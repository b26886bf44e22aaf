"""Repairs of several mistakes at once: all that have one meaning are made, once and for all, and nothing else."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from mistakes import MISTAKES, RECORD, Mistake
from pactstate.cli import main
from pactstate.folder.read import read_folder

PACKAGED: Final = Path(__file__).parent.parent.parent / "agreements"
STYLES: Final[Mapping[str, Callable[[str], str]]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "no final line end": lambda text: text.rstrip("\n"),
    "blank lines at the end": lambda text: f"{text}\n\n",
}
# Whether a comment silences something, or an entry repeats another one, is judged only in a file without errors. The
# meaning of an address depends on another line.
NAMES: Final = [
    name
    for name, one in MISTAKES.items()
    if "pactstate:" not in one.typed and not name.startswith(("entry twice", "address of a described"))
]


COLUMNS: Final = "dash|tab|column|further"
"""Words in the names of mistakes of columns."""
HIDES: Final = r"<<<|\"Oslo #|  event: ratified\n"
"""Parts of mistakes behind which a file is not read any further."""


def lines_of(mistake: Mistake) -> range:
    start = RECORD.index(mistake.right)
    return range(RECORD.count("\n", 0, start), RECORD.count("\n", 0, start + len(mistake.right) - 1) + 1)


def apart(names: Sequence[str]) -> list[Mistake]:
    """Return mistakes on different lines; one of columns at most, since each column shows where others belong."""
    taken: set[int] = set()
    of_columns = [name for name in names if re.search(COLUMNS, name)]
    names = [name for name in names if name not in of_columns[1:]]
    found = []
    for one in (MISTAKES[name] for name in names):
        lines = lines_of(one)
        # A slip may hide what is wrong on the lines next to it.
        if taken.isdisjoint(range(lines.start - 1, lines.stop + 1)):
            found.append(one)
            taken.update(lines)
    return found


def texts(mistakes: Sequence[Mistake]) -> tuple[str, str]:
    """Return the record with the mistakes, and with those that have no one meaning."""
    typed = repaired = RECORD
    for one in sorted(mistakes, key=lambda one: RECORD.index(one.right), reverse=True):
        start = RECORD.index(one.right)
        end = start + len(one.right)
        typed = typed[:start] + one.typed + typed[end:]
        part = one.typed if one.repaired is None else one.repaired
        repaired = repaired[:start] + part + repaired[end:]
    return typed, repaired


def fixed(text: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """Return the text after ``fix``, and the numbers of findings before and after."""
    with TemporaryDirectory() as place:
        file = Path(place) / "agreements" / "no-jp-raa.yaml"
        file.parent.mkdir()
        file.write_bytes(text.encode())
        before = _count(file.parent)
        with contextlib.redirect_stdout(io.StringIO()):
            main(["fix", str(file.parent), "--today", "2026-11-30"])
        return file.read_bytes().decode(), before, _count(file.parent)


def _count(folder: Path) -> tuple[int, int]:
    """Return the numbers of errors in the YAML, and in the form: those in the YAML hide others."""
    codes = [found.code for found in read_folder(folder).findings]
    return sum(code < "PS1" for code in codes), sum(code < "PS2" for code in codes)


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=9, unique=True), st.sampled_from(list(STYLES)))
@settings(deadline=None)
def test_all_that_has_one_meaning_is_repaired_at_once(names: list[str], style: str) -> None:
    mistakes = apart(names)
    # A fault behind a slip is not repaired until somebody corrects the slip.
    is_readable = not any(one.repaired is None and re.search(HIDES, one.typed) for one in mistakes)
    typed, repaired = map(STYLES[style], texts(mistakes))
    result, before, after = fixed(typed)
    if is_readable:
        assert result == repaired
    assert after < before or result == typed
    assert fixed(result)[0] == result


@given(st.integers(0, len(RECORD)), st.sampled_from("\t\u00a0\u200b“”'\"[]{}:,#-&*!|>%@`\r\nx0"), st.booleans())
@settings(deadline=None)
def test_any_sign_anywhere_does_no_harm(place: int, sign: str, is_instead: bool) -> None:
    """A repair of a text with any sign in it is stable, has fewer findings, and touches only the line of the sign."""
    text = RECORD[:place] + sign + RECORD[place + is_instead :]
    result, before, after = fixed(text)
    if result != text:
        assert after < before
        assert fixed(result)[0] == result
        # A line end that is gone may put the id into the comment above it, so that it is written anew.
        without_id = result.replace("id: no-jp-raa\n", "", result.count("\n") > text.count("\n"))
        pairs = itertools.zip_longest(text.split("\n"), without_id.split("\n"))
        assert sum(old != new for old, new in pairs) <= 1 or "\r" in text


def test_the_packaged_agreements_keep_their_bytes() -> None:
    files = {one.name: one.read_bytes() for one in PACKAGED.glob("*.yaml")}
    with TemporaryDirectory() as place:
        folder = Path(place) / "agreements"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        with contextlib.redirect_stdout(io.StringIO()):
            assert main(["fix", str(folder), "--today", "2026-11-30"]) == 0
        assert {one.name: one.read_bytes() for one in folder.iterdir()} == files
