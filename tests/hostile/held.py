"""Conditions that every output of a hostile case fulfils, whatever was read."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Final

from clean import assert_clean
from hostile.running import Done
from readers import FORMS

__all__ = ["complaints", "faults"]

_INTERNAL: Final = ("Traceback", "please report it", "Error in pactstate", "Exception ignored")


def complaints(done: Done, form: str) -> list[str]:
    """List the faults of an output of a format (``github``, ``json``, ``csv``, ...); empty if it is clean."""
    found = [*faults(done.out, FORMS.get(form, assert_clean)), *faults(done.err, assert_clean)]
    if done.code not in (0, 1, 2):
        found.append(f"exit code {done.code}")
    lines = done.err.splitlines()
    if not all(line.startswith(b"pactstate: ") for line in lines) or len(lines) > 2 or (done.code == 2 and not lines):
        found.append(f"not a line or two of ours on stderr: {done.err!r}")
    return found + [f"internal: {words}" for words in _INTERNAL if words.encode() in done.err + done.out]


def faults(data: bytes, read: Callable[[str], object]) -> Iterator[str]:
    """Return the faults that a reader of a format finds in an output that is not empty."""
    try:
        if data:
            read(data.decode())
    except (AssertionError, ValueError, ET.ParseError, csv.Error) as error:
        yield f"{type(error).__name__}: {error} ({data[:200]!r})"
