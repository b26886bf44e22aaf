"""From a draft of a file to YAML, in one of the styles in which people write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["COMMENT", "STYLES", "Item", "Style", "text_of"]

Item = Mapping[str, "Value"]
Value = str | list["Item | str"] | Item

COMMENT: Final = "#"
"""The key of an entry under which a comment above it stands."""


@dataclass(frozen=True)
class Style:
    """Style of a file."""

    entries_in_flow: bool
    claims_in_flow: bool
    quoted: bool
    """Whether texts stand in quotes that do not need them."""
    airy: bool
    """Whether an empty line stands between entries."""
    literal: bool
    """Whether long texts keep their lines (``|``) or are folded (``>-``)."""


STYLES: Final = (
    Style(entries_in_flow=False, claims_in_flow=True, quoted=False, airy=True, literal=False),
    Style(entries_in_flow=False, claims_in_flow=False, quoted=False, airy=True, literal=False),
    Style(entries_in_flow=False, claims_in_flow=True, quoted=True, airy=False, literal=True),
    Style(entries_in_flow=True, claims_in_flow=True, quoted=False, airy=False, literal=False),
)

# Plain for us and for every reader of YAML 1.1 alike: no sign of its grammar, and nothing that it takes for a number.
_PLAIN: Final = re.compile(r"""[^\W\d_][^:#{}\[\],"'&*!|>%@`\n]*(?<!\s)|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?[~?]?""")
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_TYPED: Final = frozenset({"days", "years", "consents_needed", "renews", "open", "partial"})
"""Keys whose values are written as the numbers and flags that they are."""
_SHOWN_IN_FLOW: Final = frozenset({"parties", "approvals_needed", "event", "entry_into_force", "term"})


def text_of(draft: Item, style: Style, rooted: str = "") -> str:
    """The text of a file; ``rooted`` is what stands at its top."""
    return "\n".join((*([rooted] if rooted else ()), *_block(draft, "", style, top=True), ""))


def _scalar(value: str, style: Style, *, typed: bool = False) -> str:
    if typed or value.startswith(("http://", "https://")):
        return value
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and not (style.quoted and " " in value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _flow(value: Value, style: Style, *, typed: bool = False) -> str:
    if isinstance(value, str):
        # In flow, an address would end at a comma.
        text = value.replace("\n", " ")
        return json.dumps(text, ensure_ascii=False) if "://" in text else _scalar(text, style, typed=typed)
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, style) for item in value)}]"
    pairs = (f"{key}: {_flow(inner, style, typed=key in _TYPED)}" for key, inner in value.items() if key != COMMENT)
    return f"{{{', '.join(pairs)}}}"


def _block(item: Item, indent: str, style: Style, *, top: bool = False) -> Iterator[str]:
    for key, value in item.items():
        if key == COMMENT:
            continue
        if isinstance(value, str):
            yield from _entry(key, value, indent, style)
        elif _is_short(key, value, style):
            yield f"{indent}{key}: {_flow(value, style)}"
        elif isinstance(value, list):
            yield from _opened(key, indent, style, top=top)
            for number, inner in enumerate(value):
                if top and style.airy and number:
                    yield ""
                yield from _listed(inner, indent + "  ", style)
        else:
            yield from _opened(key, indent, style, top=top)
            yield from _block(value, indent + "  ", style)


def _opened(key: str, indent: str, style: Style, *, top: bool) -> Iterator[str]:
    if top:
        yield ""
    yield f"{indent}{key}:"


def _entry(key: str, value: str, indent: str, style: Style) -> Iterator[str]:
    if "\n" not in value:
        yield f"{indent}{key}: {_scalar(value, style, typed=key in _TYPED)}"
        return
    yield f"{indent}{key}: {'|' if style.literal else '>-'}"
    for line in value.split("\n"):
        yield f"{indent}  {line}"


def _is_short(key: str, value: Value, style: Style) -> bool:
    """Whether a list or a mapping stands on its key's own line."""
    if key in _SHOWN_IN_FLOW:
        return True
    return isinstance(value, list) and style.claims_in_flow and all(isinstance(item, str) for item in value)


def _listed(item: Item | str, indent: str, style: Style) -> Iterator[str]:
    if isinstance(item, str):
        yield f"{indent}- {_scalar(item, style)}"
        return
    comment = item.get(COMMENT)
    if isinstance(comment, str):
        yield f"{indent}# {comment}"
    nested = len(indent) > 2
    if (style.claims_in_flow and nested and "rejected" not in item) or (style.entries_in_flow and not nested):
        yield f"{indent}- {_flow(item, style)}"
        return
    for number, line in enumerate(_block(item, indent + "  ", style)):
        yield line if number else f"{indent}- {line[len(indent) + 2 :]}"
