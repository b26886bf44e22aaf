"""Agreements and sources as plain data, and plain data as small YAML in the style of the packaged files.

The keys and their order are those of :mod:`pactstate.fileformat.shapes`, so that a new key of the format is written
without a line here. A key whose value is the default is left out. See docs/format.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Claim, Event, Source
from pactstate.errors import TypeRefusedError, ValueRefusedError
from pactstate.fileformat import shapes
from pactstate.fileformat.convert import ROLES
from pactstate.smallyaml.scalars import OPENING_CURLY_QUOTES, other_meaning

__all__ = [
    "PACKAGED",
    "Style",
    "agreement_data",
    "entry_lines",
    "in_brackets",
    "item_lines",
    "sources_data",
    "yaml_text",
]

_WIDTH: Final = 120
"""Characters of a line, if its texts can be folded."""
_MAX_DEPTH: Final = 20
"""Levels of lists and mappings in data; the format has five."""


def agreement_data(
    agreement: Agreement, sources: Iterable[Source] | None = None, *, states_not_recorded: bool = False
) -> dict[str, object]:
    """Return an agreement as data of lists, mappings, texts, whole numbers and truth values, nested like a file.

    Args:
        agreement: Agreement to write.
        sources: Sources to describe in its file; default: all of them.
        states_not_recorded: Whether to write ``not_recorded`` also if it is empty, since settings have another default.
    """
    special: dict[str, object] = {
        "identifiers": dict(agreement.identifiers) or None,
        "sources": sources_data(agreement.sources if sources is None else sources) or None,
        "history": [_event(event) for event in agreement.history],
        "statements": [_fields(one, shapes.StatementItem) for one in agreement.statements] or None,
        "entry_into_force": _mapping(agreement.entry_into_force, shapes.ForceRuleItem),
        "term": _mapping(agreement.term, shapes.TermItem),
    }
    if states_not_recorded and not agreement.not_recorded:
        special["not_recorded"] = list[object]()
    return _fields(agreement, shapes.AgreementFile, special)


def sources_data(sources: Iterable[Source]) -> dict[str, object]:
    """Return sources as data nested like a file of shared sources, by id."""
    return {source.id: _fields(source, shapes.SourceItem) for source in sources}


def _mapping(value: attrs.AttrsInstance | None, item: type) -> dict[str, object] | None:
    return None if value is None else _fields(value, item)


def _event(event: Event) -> dict[str, object]:
    special: dict[str, object] = {"event": str(event.kinds[0]) if len(event.kinds) == 1 else _plain(event.kinds)}
    for key, role in ROLES:
        special[key] = [_claim(claim) for claim in event.claims if claim.role is role] or None
    return _fields(event, shapes.EventItem, special)


def _claim(claim: Claim) -> object:
    data = _fields(claim, shapes.ClaimItem)
    return claim.source if len(data) == 1 else data


def _fields(value: attrs.AttrsInstance, item: type, special: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return the keys of an item with their data. ``special`` has the data of some keys; None leaves a key out."""
    defaults = _defaults(type(value))
    data: dict[str, object] = {}
    for key in shapes.keys(item):
        if special and key in special:
            if special[key] is not None:
                data[key] = special[key]
        elif (field := getattr(value, key)) is not None and field != defaults[key]:
            data[key] = _plain(field)
    return data


@functools.cache
def _defaults(kind: type[attrs.AttrsInstance]) -> Mapping[str, object]:
    return {field.name: field.default for field in attrs.fields(kind)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [str(one) for one in cast("tuple[object, ...]", value)]
    return value if isinstance(value, bool | int) else str(value)


def yaml_text(data: Mapping[str, object]) -> str:
    """Return data as YAML: block style, with short lists and the clauses of an agreement in brackets.

    Raises:
        TypeRefusedError: A value is no text, number, truth value, list or mapping with texts as keys.
        ValueRefusedError: The data are nested too deeply.
    """
    lines = list(_block(data, 0, PACKAGED))
    return "\n".join([*lines, ""]) if lines else "{}\n"


@attrs.frozen
class Style:
    """Style of a file, apart from its columns."""

    step: int = 2
    """Blanks by which a collection is indented below its key."""
    quotes: str = ""
    """Quote around every value; empty: only around values that need quotes."""
    key_quotes: str = ""
    """Quote around every key; empty: only around keys that need quotes."""


PACKAGED: Final = Style()
"""Style of the packaged files."""


def entry_lines(key: str, value: object, indent: int, style: Style = PACKAGED) -> list[str]:
    """Return the lines of one key with its value, in block style.

    >>> entry_lines("reported_by", ["gazette"], 4)
    ['    reported_by: [gazette]']
    """
    return list(_block({key: value}, indent, style))


def item_lines(value: object, indent: int, padding: int = 1, style: Style = PACKAGED) -> list[str]:
    """Return the lines of one item of a list, in block style.

    Args:
        value: Item.
        indent: Blanks before its dash.
        padding: Blanks after its dash.
        style: Quotes, and indentation of lists in the item.

    >>> item_lines({"event": "signed", "date": "2024-07-08"}, 2)
    ['  - event: signed', '    date: 2024-07-08']
    """
    return list(_item(value, indent, style, padding))


_IN_BRACKETS: Final = frozenset({"entry_into_force", "term"})
_APART: Final = frozenset({"sources", "history", "statements"})
"""Keys with a blank line before them, and between their items."""


def _block(data: Mapping[str, object], indent: int, style: Style, *, apart: bool = False) -> Iterator[str]:
    if indent > 2 * _MAX_DEPTH:
        raise ValueRefusedError(f"data are nested more than {_MAX_DEPTH} levels deep: an agreement has five")
    for number, (key, value) in enumerate(data.items()):
        if not isinstance(key, str):
            raise TypeRefusedError(f"keys are texts, not {key!r:.60}")
        if number and (
            apart
            or (
                not indent
                and (key in _APART or isinstance(value, Mapping))
                and key not in _IN_BRACKETS
                and key != "identifiers"
            )
        ):
            yield ""
        name = _scalar(key, style.key_quotes, in_brackets=True)
        yield from _entry(f"{' ' * indent}{name}:", key, value, indent, style)


def _entry(head: str, key: str, value: object, indent: int, style: Style) -> Iterator[str]:
    """Yield the lines of a key with its value; ``head`` is the beginning of the first line."""
    if isinstance(value, str):
        yield from _text(head, value, indent, style)
    elif isinstance(value, Mapping):
        if not value or key in _IN_BRACKETS:
            yield f"{head} {in_brackets(value, style)}"
        else:
            yield head
            yield from _block(value, indent + style.step, style, apart=not indent and key in _APART)
    elif isinstance(value, list | tuple):
        yield from _list(head, cast("list[object]", value), indent, style, apart=not indent and key in _APART)
    else:
        yield f"{head} {in_brackets(value, style)}"


def _list(
    head: str, items: list[object] | tuple[object, ...], indent: int, style: Style, *, apart: bool
) -> Iterator[str]:
    if not any(isinstance(item, Mapping | list | tuple) for item in items):
        line = f"{head} {in_brackets(items, style)}"
        if len(line) <= _WIDTH or not items:
            yield line
            return
    yield head
    for number, item in enumerate(items):
        if number and apart:
            yield ""
        yield from _item(item, indent + style.step, style)


def _item(item: object, indent: int, style: Style, padding: int = 1) -> Iterator[str]:
    """Yield the lines of an item of a list; ``padding`` is the number of blanks after its dash."""
    dash = f"{' ' * indent}-{' ' * (padding - 1)}"
    if isinstance(item, Mapping) and item:
        first, *rest = _block(cast("Mapping[str, object]", item), indent + 1 + padding, style)
        yield f"{dash} {first.lstrip(' ')}"
        yield from rest
    elif isinstance(item, str):
        yield from _text(dash, item, indent, style)
    else:
        yield f"{dash} {in_brackets(item, style)}"


def _text(head: str, text: str, indent: int, style: Style) -> Iterator[str]:
    """Yield the lines of a text: on one line if it fits, else folded; several lines literally."""
    line = f"{head} {_scalar(text, style.quotes)}"
    inner = " " * (indent + style.step)
    if style.quotes:
        yield line
    elif "\n" in text and _LITERAL.fullmatch(text) and _is_printable(text.replace("\n", "")):
        yield f"{head} |-"
        yield from (f"{inner}{part}" if part else "" for part in text.split("\n"))
    elif len(line) > _WIDTH and _FOLDABLE.fullmatch(text) and _is_printable(text):
        yield f"{head} >-"
        yield from _folded(text, inner)
    else:
        yield line


# One blank between words, and none at the ends: readers keep such a text when its lines are folded.
_FOLDABLE: Final = re.compile(r"[^\s]+(?: [^\s]+)+")
# Lines with a sign first and last, and single empty lines between them.
_LITERAL: Final = re.compile(r"[^\s](?:[^\n]*[^\s])?(?:\n\n?[^\s](?:[^\n]*[^\s])?)*")


def _folded(text: str, inner: str) -> Iterator[str]:
    line = inner
    for word in text.split(" "):
        if line != inner and len(line) + 1 + len(word) > _WIDTH:
            yield line
            line = inner
        line += word if line == inner else f" {word}"
    yield line


def in_brackets(value: object, style: Style = PACKAGED, depth: int = 0) -> str:
    """Return a value in flow style, on one line.

    Raises:
        TypeRefusedError: It is no text, number, truth value, list or mapping with texts as keys.
        ValueRefusedError: It is nested too deeply.

    >>> in_brackets({"source": "gazette", "locator": "page 1, left"})
    '{source: gazette, locator: "page 1, left"}'
    """
    if depth > _MAX_DEPTH:
        raise ValueRefusedError(f"data are nested more than {_MAX_DEPTH} levels deep: an agreement has five")
    if isinstance(value, str):
        return _scalar(value, style.quotes, in_brackets=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        parts = [
            f"{_scalar(_key(key), style.key_quotes, in_brackets=True)}: {in_brackets(one, style, depth + 1)}"
            for key, one in value.items()
        ]
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join([in_brackets(one, style, depth + 1) for one in cast('list[object]', value)])}]"
    raise TypeRefusedError(f"{value!r:.60} cannot be written: data are texts, whole numbers, lists and mappings")


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    raise TypeRefusedError(f"keys are texts, not {key!r:.60}")


_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`=<") | OPENING_CURLY_QUOTES
"""Characters with which no text without quotes is written."""
_ENDS_PLAIN: Final = re.compile(r": | #|:$")
_ENDS_IN_BRACKETS: Final = re.compile(r"[,\[\]{}:#?]")
# Readers with types of their own take a year for a number.
_DIGITS: Final = re.compile(r"[0-9]+")


def _scalar(text: str, quotes: str = "", *, in_brackets: bool = False) -> str:
    """Return a text on one line, in the given quotes, or in those that it needs to be read as a text."""
    if not quotes and _is_plain(text) and not (in_brackets and _ENDS_IN_BRACKETS.search(text)):
        return text
    if quotes == '"' or not _is_printable(text) or ("'" in text and ('"' in text or "\\" in text)):
        return f'"{text.translate(_ESCAPES)}"'
    # Prefer the quotes that need no escape.
    is_single = '"' in text or "\\" in text or (quotes == "'" and "'" not in text)
    return f"'{text}'" if is_single else f'"{text}"'


def _is_plain(text: str) -> bool:
    """Return whether a text needs no quotes in block style."""
    return _is_plain_word(text) if len(text) <= _MAX_WORD else _is_plain_text(text)


def _is_plain_text(text: str) -> bool:
    return (
        text != ""
        and text[0] not in _INDICATORS
        and text == text.strip()
        and _is_printable(text)
        and not _ENDS_PLAIN.search(text)
        and not _DIGITS.fullmatch(text)
        and other_meaning(text) is None
    )


# Keys, codes, dates and ids are written many times.
_is_plain_word: Final = functools.lru_cache(maxsize=4_096)(_is_plain_text)
_MAX_WORD: Final = 40
"""Characters of a text whose answer is cached."""


def _is_printable(text: str) -> bool:
    return text.isprintable()


_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})
