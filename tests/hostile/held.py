"""Conditions that every output fulfils, whatever was read.

Rules: safety.md, promises 2, 6 and 8; GitHub's runner for what is a workflow command.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from markdown_it import MarkdownIt

from hostile.running import Done

__all__ = ["complaints", "json_complaints"]

_WRONG_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# The runner splits at LF, CR and CRLF, passes white space over, and knows an older form anywhere in a line; so does
# that of Azure Pipelines, with a word in it.
_LINES: Final = re.compile(r"\r\n|\r|\n")
_NEW: Final = re.compile(r"\s*::")
_OLD: Final = re.compile(r"##\w*\[", re.ASCII)
_OURS: Final = re.compile(r"::(error|warning|notice) (file|title)=[^\n]*::[^\n]*")
_INTERNAL: Final = ("Traceback", "please report it", "Error in pactstate", "Exception ignored")


def complaints(done: Done, form: str) -> list[str]:
    """What is wrong with an output of a format (``github``, ``json``, ``csv``, ...); empty when it is clean."""
    found = [*_of_stream(done.out, "stdout", ours=form == "github"), *_of_stream(done.err, "stderr")]
    if done.code not in (0, 1, 2):
        found.append(f"exit code {done.code}")
    lines = done.err.splitlines()
    if not all(line.startswith(b"pactstate: ") for line in lines) or len(lines) > 2 or (done.code == 2 and not lines):
        found.append(f"not a line or two of ours on stderr: {done.err!r}")
    found += [f"internal: {words}" for words in _INTERNAL if words.encode() in done.err + done.out]
    if not found and done.out and form in _PARSED:
        found += [f"{form}: {fault}" for fault in _PARSED[form](done.out.decode())]
    return found


def _of_stream(data: bytes, name: str, *, ours: bool = False) -> Iterator[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"{name} is not UTF-8: {error}"
        return
    if data and not data.endswith(b"\n"):
        yield f"{name} does not end with a line end"
    wrong = {one for one in text if one != "\n" and unicodedata.category(one) in _WRONG_CATEGORIES}
    if wrong:
        yield f"{name} has raw {sorted(map(ascii, wrong))}"
    for line in _LINES.split(text):
        if _OLD.search(line) or (_NEW.match(line) and not (ours and _OURS.fullmatch(line))):
            yield f"{name} has a workflow command: {line!r}"


def json_complaints(text: str) -> Iterator[str]:
    """Whether it is strict JSON whose texts are text."""
    try:
        value = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except ValueError as error:
        yield f"no strict JSON: {error}"
        return
    yield from (f"half a character in {one!a}" for one in _texts(value) if not _is_text(one))


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _xml(text: str) -> Iterator[str]:
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        yield f"no XML: {error}"
        return
    strange = {element.tag for element in root.iter()} - {
        "testsuites", "testsuite", "testcase", "failure", "properties", "property", "system-out", "skipped", "error",
    }  # fmt: skip
    yield from (f"an element of somebody else's: {tag}" for tag in strange)


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _csv(text: str) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(text), strict=True))
    yield from (f"{len(row)} cells under {len(rows[0])} names" for row in rows if len(row) != len(rows[0]))
    yield from (f"a formula: {cell!r}" for row in rows for cell in row if cell.startswith(_FORMULA))


_MARKDOWN: Final = MarkdownIt("commonmark", {"html": True}).enable("table")
_ACTIVE: Final = frozenset({"html_block", "html_inline", "image", "code_inline", "em_open", "s_open"})
_OUR_CODE: Final = ("pactstate diff",)
_PIPE: Final = re.compile(r"(?<!\\)(?:\\\\)*\|")


def _markdown(text: str) -> Iterator[str]:
    tokens = [inner for token in _MARKDOWN.parse(text) for inner in (token, *(token.children or ()))]
    yield from (
        f"{token.type}: {token.content!r}"
        for token in tokens
        if token.type in _ACTIVE and token.content not in _OUR_CODE
    )
    widths = [
        [len(_PIPE.findall(line)) for line in block.splitlines()]
        for block in text.split("\n\n")
        if block.startswith("| ")
    ]
    yield from (f"rows of {set(width)} cells in one table" for width in widths if len(set(width)) > 1)
    # Links lead to web pages only, and stand where a source's address is meant.
    for token in tokens:
        if token.type == "link_open" and not re.match(r"https?://", str(token.attrGet("href"))):
            yield f"a link to {token.attrGet('href')!r}"


_PARSED: Final[Mapping[str, Callable[[str], Iterator[str]]]] = {
    "json": json_complaints,
    "sarif": json_complaints,
    "rdjson": json_complaints,
    "gitlab": json_complaints,
    "junit": _xml,
    "csv": _csv,
    "markdown": _markdown,
}
