"""Reader of the YAML that people write, line by line and without the parser.

It returns the tree that the parser would return, in a quarter of the time. It returns None for a text that may have a
fault, and for a text outside its subset, which holds:

- empty lines and comments;
- ``key: value``, ``key:``, ``- value`` and ``- key: value``, where a key has ASCII letters, digits, ``_`` and ``-``,
  and all keys of a mapping and all dashes of a list stand in one column;
- values on one line: a text without quotes and without the signs that end one, a text in quotes without escapes, or a
  list or mapping in brackets of such texts;
- values on the lines below: a text behind ``|``, ``|-``, ``>`` or ``>-`` whose first line is indented least.

A text without a sign that goes on over lines is indented further than its key, which the subset allows only below a key
without a value. None of these lines has room for a tab, a control, a foreign line end, an anchor, a tag, a directive or
a further document.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from typing import Final, cast

from pactstate.smallyaml.characters import is_all_visible
from pactstate.smallyaml.faults import YamlLimits
from pactstate.smallyaml.lines.patterns import LEADING_LINES, Row, bracket_parts, rows
from pactstate.smallyaml.lines.positions import root_node
from pactstate.smallyaml.scalars import AMBIGUOUS_WORDS, NUMBER_STARTS, other_meaning
from pactstate.smallyaml.tree import Data, KeyPath, Tree

__all__ = ["read_lines"]

_MAX_DEPTH: Final = 20
"""Levels of nesting, and as many within brackets."""
_MAX_KEY: Final = 150
"""Characters of a key that the patterns match at most."""

# A pattern that begins with its rarest sign is found in a third of the time of two signs as a text.
_COMMENT_SIGN: Final = re.compile(r"#(?<= #)")
_END_OF_PLAIN: Final = re.compile(r":[ \n]")
_SIMPLE_LIST: Final = re.compile(r"\[[A-Za-z][A-Za-z0-9-]*+(?:, [A-Za-z][A-Za-z0-9-]*+)*\]")
_QUOTES: Final = frozenset("'\"")
_OPENING_BRACKETS: Final = frozenset("[{")
_EMPTY_COLLECTIONS: Final = frozenset({"[]", "{}"})
_TYPE_OF_CLOSING: Final = {"]": list, "}": dict}

_Collection = list[Data] | dict[str, Data]


class _OutsideSubsetError(Exception):
    """The text is outside the subset of the line reader, or may have a fault."""


def read_lines(text: str, limits: YamlLimits, marker: str, boolean_paths: Collection[KeyPath]) -> Tree | None:
    """Return the tree of a text whose root is a mapping.

    Returns None if the text is outside the subset, if it may have a fault, or if a scalar holds the marker.
    """
    # A node takes at least one character, so a text of this length cannot exceed the limit of nodes.
    if len(text) > limits.nodes or limits.depth < 2 * _MAX_DEPTH or min(limits.key, limits.scalar) < _MAX_KEY:
        return None
    if not text.endswith("\n") or " \n" in text or not is_all_visible(text):
        return None
    start = cast("re.Match[str]", LEADING_LINES.match(text)).end()
    for commented in (False, True) if _COMMENT_SIGN.search(text) else (False,):
        pattern = rows(commented=commented)
        reader = _Reader(text, limits.scalar, marker, boolean_paths)
        try:
            data = reader.read(pattern.findall(text, start))
        except _OutsideSubsetError:
            continue
        return Tree(data, partial(root_node, text, pattern, data), (), complete=True)
    return None


class _Reader:
    """Data of one text, collected from its rows."""

    def __init__(self, text: str, max_scalar: int, marker: str, boolean_paths: Collection[KeyPath]) -> None:
        self._marker = marker if marker and marker in text else None
        self._boolean_paths = boolean_paths
        self._max_scalar = max_scalar
        self._may_exceed = len(text) > max_scalar
        """Whether a scalar may be longer than allowed."""

    def read(self, rows: list[Row]) -> dict[str, Data]:
        """Return the data of all rows. Raises :class:`_OutsideSubsetError`."""
        if not rows or not any(rows[-1]):
            raise _OutsideSubsetError
        self._check_texts(rows)
        root: dict[str, Data] = {}
        mapping = root
        """Mapping of the last key."""
        # The first entry is a floor: no row is left of it.
        opened: list[tuple[int, _Collection]] = [(-1, []), (0, root)]
        """Open lists and mappings, with the column of their dashes or keys."""
        lead_of_mapping: str | None = ""
        """Text before a further key of the mapping; None if the next row may open or close a collection."""
        empty_key = None
        """Key without a value so far, which the next row may hold."""
        for lead, key, plain, other, indent in rows:
            if lead != lead_of_mapping:
                dash = lead.find("-")
                is_item = dash >= 0
                column = dash if is_item else len(lead)
                above, collection = opened[-1]
                if empty_key is not None and (column > above or column == above == dash):
                    mapping[empty_key] = collection = [] if is_item else {}
                    opened.append((column, collection))
                else:
                    while column != above or isinstance(collection, list) is not is_item:
                        if above < column:
                            raise _OutsideSubsetError
                        opened.pop()
                        above, collection = opened[-1]
                empty_key = None
                if not isinstance(collection, list):
                    mapping = collection
                elif key:
                    mapping = {}
                    collection.append(mapping)
                    opened.append((len(lead), mapping))
                else:
                    collection.append(plain or self._value(other, indent, lead, key))
                    lead_of_mapping = None
                    continue
                if len(opened) > _MAX_DEPTH:
                    raise _OutsideSubsetError
                lead_of_mapping = " " * len(lead)
            if key in mapping:
                raise _OutsideSubsetError
            if plain:
                mapping[key] = plain
            elif other:
                mapping[key] = self._value(other, indent, lead, key)
            else:
                mapping[key], lead_of_mapping, empty_key = "", None, key
        return root

    def _check_texts(self, rows: list[Row]) -> None:
        """Refuse rows in which a key or a text without quotes may have a fault."""
        _, keys, plain, others, _ = zip(*rows, strict=True)
        texts = "\n".join(plain) + "\n"
        if self._may_exceed and max(map(len, plain + others)) > self._max_scalar:
            raise _OutsideSubsetError
        if _has_end_of_plain(texts) or (self._marker and (self._marker in texts or self._marker in "\n".join(keys))):
            raise _OutsideSubsetError
        if not AMBIGUOUS_WORDS.isdisjoint(keys):
            raise _OutsideSubsetError
        if not AMBIGUOUS_WORDS.isdisjoint(plain) and not self._are_boolean_values(rows):
            raise _OutsideSubsetError

    def _are_boolean_values(self, rows: list[Row]) -> bool:
        """Return whether every ambiguous word may be true or false: as a value of the root, or below a key of it."""
        above = last = ("", "")
        """Lead and key of the last row with another lead, and those of the last row."""
        for lead, key, plain, _, _ in rows:
            above, last = above if lead == last[0] else last, (lead, key)
            if plain in AMBIGUOUS_WORDS:
                is_deep = lead and (above[0] or not lead.isspace())
                if is_deep or ((above[1], key) if lead else (key,)) not in self._boolean_paths:
                    return False
        return True

    def _value(self, value: str, indent: str, lead: str, key: str) -> Data:
        """Return a value in quotes, in brackets, on the lines below, or one that may be a number."""
        if self._marker and self._marker in value:
            raise _OutsideSubsetError
        if indent:
            return self._block_text(value, indent, len(lead))
        first = value[:1]
        if first in _QUOTES and value.count(first) == 2 and value.endswith(first) and "\\" not in value:
            return value[1:-1]
        if first in _OPENING_BRACKETS:
            return self._in_brackets(value, "" if lead else key)
        # A value that begins with a hyphen may be an item.
        if first not in NUMBER_STARTS or first == "-" or _has_end_of_plain(f"{value}\n") or other_meaning(value):
            raise _OutsideSubsetError
        return value

    def _block_text(self, value: str, indent: str, column: int) -> str:
        """Return the text on the lines below a key."""
        header, _, lines = value.rstrip("\n").partition("\n")
        folded = header.startswith(">")
        if len(indent) <= column or (folded and ("\n\n" in lines or f"\n{indent} " in lines)):
            raise _OutsideSubsetError
        text = lines[len(indent) :].replace(f"\n{indent}", " " if folded else "\n")
        if self._marker and self._marker in text:
            raise _OutsideSubsetError
        return text if header.endswith("-") else f"{text}\n"

    def _in_brackets(self, value: str, root_key: str) -> _Collection:
        """Return a list or mapping in brackets. ``root_key`` is its key if this is a key of the root."""
        if _SIMPLE_LIST.fullmatch(value):
            items = cast("list[Data]", value[1:-1].split(", "))
            if not AMBIGUOUS_WORDS.isdisjoint(items):
                raise _OutsideSubsetError
            return items
        if value in _EMPTY_COLLECTIONS:
            return [] if value == "[]" else {}
        outer: list[Data] = []
        into: _Collection = outer
        above: list[_Collection] = []
        """Open lists and mappings around the innermost one."""
        for key, bracket, plain, quoted, closing, comma in bracket_parts().findall(value):
            part: Data
            opened: _Collection | None = None
            if plain:
                part = text = plain.rstrip()
                may_differ = text[0] in NUMBER_STARTS or text in AMBIGUOUS_WORDS
                if (
                    may_differ
                    and other_meaning(text)
                    and not (len(above) == 1 and (root_key, key) in self._boolean_paths)
                ):
                    raise _OutsideSubsetError
            elif quoted:
                part = quoted[1:-1]
            elif bracket:
                part = opened = [] if bracket == "[" else {}
            else:
                raise _OutsideSubsetError
            if isinstance(into, list):
                if key:
                    raise _OutsideSubsetError
                into.append(part)
            elif not key or key in into or key in AMBIGUOUS_WORDS:
                raise _OutsideSubsetError
            else:
                into[key] = part
            if opened is not None:
                above.append(into)
                into = opened
                if len(above) >= _MAX_DEPTH:
                    raise _OutsideSubsetError
                continue
            for sign in closing.replace(" ", ""):
                if not above or not isinstance(into, _TYPE_OF_CLOSING[sign]):
                    raise _OutsideSubsetError
                into = above.pop()
            # A part follows until the last bracket is closed, and none after it.
            if bool(comma) != bool(above):
                raise _OutsideSubsetError
        if above:
            raise _OutsideSubsetError
        return cast("_Collection", outer[0])


def _has_end_of_plain(texts: str) -> bool:
    """Return whether one of the texts without quotes, each on a line, holds a sign that ends it."""
    return bool(_END_OF_PLAIN.search(texts) or _COMMENT_SIGN.search(texts))
