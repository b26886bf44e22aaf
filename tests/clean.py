"""Promises of SECURITY.md about everything that is printed."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from typing import Final

from markdown_it import MarkdownIt

__all__ = ["assert_clean", "assert_csv", "assert_markdown", "read_json"]

_HIDDEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
# As lax as GitHub's runner is, and laxer: white space as .NET trims it, any name, no end needed. The older form is known
# anywhere in a line, and to Azure Pipelines with a word in it.
_COMMAND: Final = re.compile(r"^\s*::|##[A-Za-z]*\[", re.MULTILINE)


def assert_clean(printed: str, *, commands: bool = False) -> None:
    """Whole lines, no character that does not show, and no workflow command (unless they are looked at elsewhere)."""
    assert printed.endswith("\n")
    body = printed.replace("\n", "")
    if not body.isprintable():
        hidden = {character for character in body if unicodedata.category(character) in _HIDDEN}
        assert not hidden, f"printed as it is: {hidden!a}"
    command = None if commands else _COMMAND.search(printed)
    assert not command, f"a workflow command: {command and printed[command.start() :][:40]!r}"


def _refused(*_: object) -> None:
    raise AssertionError("no strict JSON")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    assert len(read) == len(pairs), "a key twice"
    return read


def read_json(printed: str) -> object:
    """JSON as the strictest parser reads it: ASCII, no NaN, no key twice, no half characters."""
    assert printed.isascii()
    assert_clean(printed)
    value: object = json.loads(printed, parse_constant=_refused, object_pairs_hook=_once)
    json.dumps(value, ensure_ascii=False).encode()
    return value


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def assert_csv(printed: str) -> list[dict[str, str]]:
    """The records of a table: as many cells in each as in the head, and none of them a formula."""
    assert_clean(printed)
    head, *rows = csv.reader(io.StringIO(printed), strict=True)
    assert len(rows) == printed.count("\n") - 1
    for row in rows:
        assert len(row) == len(head)
        assert not any(cell.startswith(_FORMULA) for cell in row), "a formula"
    return [dict(zip(head, row, strict=True)) for row in rows]


_READER: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_ESCAPED: Final = re.compile(r"\\[!-/:-@\[-`{-~]")
# Our own markup: marks at the beginning of a line, and bold words at the beginning of a line or a cell.
_OURS: Final = re.compile(r"^#{2,4} |(?:^(?:- )?|(?<=\| ))\*\*(?P<bold>[^*\n]+)\*\*|^- ", re.MULTILINE)
_WITHIN: Final = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_MARKUP: Final = frozenset("`*_[]<>~")
_ENTITY: Final = re.compile(r"&(?!amp;|lt;|gt;|quot;|#x27;)")
# Texts without markup that GitHub links, notifies or draws.
_GITHUB: Final = re.compile(r"@[\w-]|://|www\.|#\d|\bgh-\d|\$|:(?:tada|100|\+1):", re.IGNORECASE | re.ASCII)
_PLAIN: Final = frozenset(
    {"inline", "text", "softbreak", "paragraph", "strong", "heading", "bullet_list", "list_item"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)


# A link of ours to a source. Its text is a file's, and so is its address, of characters that end no link.
_LINK: Final = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\\n])*)\]\(https?://[A-Za-z0-9._~:/?#@!$&'+,;=%-]*\)")


# A mark of a footnote of ours, or its beginning.
_FOOTNOTE: Final = re.compile(r"(?<!\\)\[\^\d+\](?:: (?=.))?")


def assert_markdown(printed: str, *, thorough: bool = False) -> list[list[str]]:
    """The cells of all rows of tables, each as it is read; no markup but ours anywhere.

    ``thorough`` asks another parser as well, which takes its time.
    """
    assert_clean(printed)
    printed = _FOOTNOTE.sub("", printed).replace("`pactstate diff`", "")
    told = _LINK.sub(r"\1", printed)
    bare = _ESCAPED.sub("", told)
    markup = _MARKUP.intersection(_WITHIN.sub("", _OURS.sub(lambda ours: ours["bold"] or "", bare)))
    assert not markup, f"markup: {markup}"
    assert not _ENTITY.search(bare)
    read = html.unescape(_ESCAPED.sub(lambda escape: escape[0][1], told))
    assert not _GITHUB.search(read), "GitHub makes something of it"
    rows = [line.split("|")[1:-1] for line in bare.splitlines() if line.startswith("| ")]
    widths = [line.count("---") for line in bare.splitlines() if line.startswith("|") and not line.strip("| -")]
    assert {len(row) for row in rows} <= {*widths}, "a cell too many"
    if thorough:
        tokens = _READER.parse(printed)
        nested = [child for token in tokens for child in token.children or ()]
        kinds = {re.sub(r"_(?:open|close)$", "", token.type) for token in (*tokens, *nested)}
        assert kinds <= _PLAIN | {"link"}, f"markup: {kinds - _PLAIN}"
        links = [str(child.attrs["href"]) for child in nested if child.type == "link_open"]
        assert len(links) == len(_LINK.findall(printed)), "a link that is not ours"
        assert all(link.startswith(("https://", "http://")) for link in links)
    return rows
