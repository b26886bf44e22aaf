"""YAML for the tests of reading: texts of files, the data they hold, and what stands at a place."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from pactstate.domain.kinds import KINDS
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import FORCE_AFTER, SourceType, TerminationReason
from pactstate.domain.parties import STATES
from pactstate.findings import Location
from pactstate.smallyaml import Node, ScalarNode, SequenceNode
from strategies import date_texts

Data = str | list["Data"] | dict[str, "Data"]
Way = tuple[str | int, ...]


def excerpt(text: str, place: Location | tuple[int, int, int, int]) -> str:
    """Return the text at a place, counted in code points and in lines that end with a line feed."""
    if isinstance(place, Location):
        place = (place.line, place.column, place.end_line, place.end_column)
    line, column, end_line, end_column = place
    starts = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]
    return text[starts[line - 1] + column - 1 : starts[end_line - 1] + end_column - 1]


def lies_within(text: str, place: Location) -> bool:
    """Whether a place lies within a text, or at its end, and does not end before it begins."""
    lines = text.split("\n")
    return all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1
        for line, column in ((place.line, place.column), (place.end_line, place.end_column))
    ) and (place.line, place.column) <= (place.end_line, place.end_column)


def alone(text: str) -> str:
    """Return the scalar of a stretch of YAML, read by itself."""
    value = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    assert isinstance(value, str)
    return value


IGNORABLE = [
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010)),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0),
    *(*range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
]
"""Default_Ignorable_Code_Point, as DerivedCoreProperties.txt of Unicode 15.1 lists it."""
EMPTY = [0x2800, 0xFFFC, 0x13441, 0x13442, 0x16FE4, 0x1D159]
"""Other characters whose glyph is empty."""

# Texts without what is suspicious: no controls, no formatting characters, no noncharacters, nothing invisible.

_HIDDEN_CATEGORIES = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
characters = st.characters(
    exclude_categories=_HIDDEN_CATEGORIES,
    exclude_characters="".join(
        chr(code) for code in IGNORABLE + EMPTY if unicodedata.category(chr(code)) not in _HIDDEN_CATEGORIES
    ),
)
hard = st.sampled_from(
    [
        "NO", "012", "1:30", "~", "", " a", "a ", "a: b", "a #b", "- a", "'", '"', "<<", "\\", "\U0001f600", "日本",
        "a\nb",
    ]
)  # fmt: skip
texts = st.text(characters | st.sampled_from("\n\t :-#'\"{}[],&*!|>%@`?"), max_size=12) | hard
data = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def styles(draw: st.DrawFn) -> dict[str, Any]:
    """Ways to write the same data."""
    return {
        "default_style": draw(st.sampled_from(['"', "'", None])),
        "default_flow_style": draw(st.sampled_from([True, False, None])),
        "width": draw(st.sampled_from([20, 80, 10_000])),
        "indent": draw(st.integers(2, 7)),
        "allow_unicode": draw(st.booleans()),
        "line_break": draw(st.sampled_from(["\n", "\r\n"])),
        "explicit_start": draw(st.booleans()),
    }


def written(value: Data, style: dict[str, Any]) -> str:
    """The data as YAML in a style. Anchors are never written, since no part of the data is the same object twice."""
    stream = io.StringIO(newline="")
    yaml.safe_dump(value, stream, sort_keys=False, **style)
    # PyYAML writes some blanks at the end of a line in such a way that nobody can read them back.
    assume(yaml.load(stream.getvalue(), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)) == value)
    return stream.getvalue()


# Any text that may be YAML: free, and with the words of YAML more often than chance would have it.

_YAML = [
    "a", "b", "1", "NO", ":", "-", "?", "#", ",", "[", "]", "{", "}", "'", '"', "|", ">", "|-", ">2", "!", "&", "*",
    "%", "@", "`", "\\", "<<", "---", "...", "!!str", "&x", "*x", "%TAG", "!t", "é", "😀",
]  # fmt: skip
_SPACE = ["\n", "\n", "\n  ", " ", " ", ":\n", "- ", ": ", "\t", "\r\n", "\r", "id: "]
_HIDDEN = ["\ufeff", "\u2028", "\x85", "\u202e", "\x00"]
tokens = st.sampled_from([*_YAML, *_SPACE, *_YAML, *_SPACE, *_HIDDEN])
loose_texts = st.lists(tokens, max_size=25).map("".join) | st.text(max_size=30)


# A valid agreement file, as data.

ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
words = texts.filter(lambda text: bool(text.strip()))
dates = date_texts()
parties = st.sampled_from(sorted({*STATES, "EU", "NATO", "UN"}))
numbers = st.integers(1, 99_999).map(str)
periods = st.tuples(st.integers(1, 9999), st.sampled_from(["day", "days", "month", "months", "year", "years"])).map(
    lambda period: f"{period[0]} {period[1]}"
)
claims = ids | st.fixed_dictionaries(
    {"source": ids}, optional={"date": dates, "locator": words, "rejected": words, "note": words}
)
claim_lists = ids | st.lists(claims, max_size=2) | claims


def values(kind: Any) -> st.SearchStrategy[str]:
    """The words of a table."""
    return st.sampled_from([str(member) for member in kind])


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """One entry of a history, with the keys that its event needs."""
    happened = draw(values(EventKind) | st.lists(values(EventKind), min_size=1, max_size=3, unique=True))
    entry = draw(
        st.fixed_dictionaries(
            {"event": st.just(happened), "date": dates},
            optional={
                "effective": dates,
                "party": parties,
                "by": words,
                "place": words,
                "note": words,
                "corrected": words,
                "reported_by": claim_lists,
                "announced_by": claim_lists,
                "denied_by": claim_lists,
            },
        )
    )
    if "postponed" in happened:
        entry["of"] = draw(values(tuple(EventKind)))
    if "terminated" in happened and draw(st.booleans()):
        entry["reason"] = draw(values(TerminationReason))
    return entry


links = st.from_regex(r"https?://[a-z]{1,8}\.org/[a-z0-9?=&%-]{0,8}", fullmatch=True)
sources = st.fixed_dictionaries(
    {"title": words},
    optional={
        "publisher": words,
        "author": words,
        "url": links,
        "published": dates,
        "updated": dates,
        "accessed": dates,
        "archived": dates,
        "basis": words,
        "based_on": ids | st.lists(ids, max_size=2),
        "type": values(SourceType),
        "note": words,
        "corrected": words,
    },
)
statements = st.fixed_dictionaries(
    {"source": ids, "says": values(State)},
    optional={"date": dates, "locator": words, "rejected": words, "note": words},
)
agreements: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "id": ids,
        "title": words,
        "kind": values(KINDS),
        "parties": st.lists(parties, min_size=2, max_size=4, unique=True),
        "history": st.lists(entries(), max_size=3),
    },
    optional={
        "formal_title": words,
        "approvals_needed": st.lists(parties, max_size=3, unique=True),
        "consents_needed": numbers,
        "entry_into_force": st.fixed_dictionaries(
            {"after": values(FORCE_AFTER)}, optional={"days": numbers | st.just("0"), "months": numbers}
        ),
        "term": st.fixed_dictionaries(
            {}, optional={"years": numbers, "renews": st.sampled_from(["true", "false"]), "notice": periods}
        ),
        "replaces": ids | st.lists(ids, max_size=2),
        "replaced_by": ids,
        "amends": st.lists(ids, max_size=2),
        "sources": st.dictionaries(ids, sources, max_size=2),
        "statements": st.lists(statements, max_size=2),
    },
)


def scalars(root: Node | None) -> Iterator[tuple[Way, ScalarNode, bool]]:
    """Every text of the tree with its path, and whether it is a key."""
    stack: list[tuple[Way, Node]] = [((), root)] if root is not None else []
    while stack:
        path, node = stack.pop()
        if isinstance(node, ScalarNode):
            yield path, node, False
        elif isinstance(node, SequenceNode):
            stack.extend(((*path, index), item) for index, item in reversed(list(enumerate(node.items))))
        else:
            for key, (name, _) in node.entries.items():
                yield (*path, key), name, True
            stack.extend(((*path, key), value) for key, (_, value) in reversed(list(node.entries.items())))
