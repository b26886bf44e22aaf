"""Fuzz targets: functions that take bytes, assert what must hold for any input, and return a short answer.

Hypothesis makes the inputs (``inputs``) and shortens those that fail. Any exception is a fault, of the library or of
the target.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs
from hypothesis import strategies as st

from fuzz import archives, texts
from pactstate.domain.kinds import KINDS
from pactstate.domain.lifecycle import EventKind, State
from pactstate.fileformat import shapes
from pactstate.rules import RULES
from report_strategies import FRAGMENTS
from strategies import broken_date_texts, date_texts

__all__ = ["TARGETS", "Target", "inputs"]

_SEEDS: Final = Path(__file__).parent / "seeds"
_MAX_PIECES: Final = 12


@attrs.frozen
class Target:
    """A function to fuzz."""

    name: str
    check: Callable[[bytes], str]
    tokens: Sequence[bytes] = (b"\0",)
    """Words of the format; inputs contain them more often than chance would have it."""
    max_size: int = 160
    """Bytes of an input. 160 decisions are many, and larger values are slow to check."""
    made: st.SearchStrategy[bytes] = attrs.field(factory=st.nothing)
    """Inputs that are sound, or nearly: chance would seldom find them."""

    @cached_property
    def seeds(self) -> tuple[bytes, ...]:
        """The kept inputs, in the order of their names."""
        return tuple(path.read_bytes() for path in sorted((_SEEDS / self.name).glob("*")))


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Return a strategy for inputs: seeds with a stretch replaced, words of the format, any bytes, what is nearly sound."""
    pieces = st.lists(st.sampled_from(target.tokens) | st.binary(max_size=8), max_size=_MAX_PIECES).map(b"".join)
    offsets = st.integers(0, target.max_size)
    others = [pieces, st.binary(max_size=target.max_size)]
    if target.seeds:
        seeds = st.sampled_from(target.seeds)
        others += [st.builds(_edited, seeds, offsets, offsets, put) for put in (pieces, seeds)]
    return st.one_of(*others).map(lambda data: data[: target.max_size]) | target.made


def _edited(seed: bytes, start: int, length: int, replacement: bytes) -> bytes:
    return seed[:start] + replacement + seed[start + length :]


def _octets(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


_YAML: Final = (
    *_octets("\n", "\r\n", "\r", "\t", "  ", "\n  ", ": ", ":\n", "- ", "? ", ", ", " #", "'", '"', "[", "]", "{", "}"),
    *_octets("|", ">", "|2-\n", ">+\n", "---\n", "...\n", "%YAML 1.1\n---\n", "%TAG ! !x\n---\n", "!!binary ", "!<x> "),
    *_octets(
        "&a ", "*a", "<<: ", "=", "~", "NO", "012", "1:30", "0x1F", ".inf", "2024-07-08", "true", "\\x00", "\\u202e"
    ),
    *_octets(
        "\\ud800", "\\UFFFFFFFF", "\\", "''", "\u202e", "\u2028", "\x85", "\ufeff", "\ufffe", "\x00", "\x1b[2J", "🇯🇵"
    ),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff\x00", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"),
    *(b"[" * 70, b"{a: " * 70, b"- " * 70, b"? " * 70, b"'" * 99, b"x" * 99, b"[a, " * 5, b"\xe6\x97\xa5" * 30),
)
_MODELS: Final = (
    *(
        shapes.AgreementFile,
        shapes.EventItem,
        shapes.SourceItem,
        shapes.ClaimItem,
        shapes.ForceRuleItem,
        shapes.TermItem,
    ),
)
_WORDS: Final = _octets(
    *(f"{key}: " for model in _MODELS for key in shapes.keys(model)), *map(str, (*EventKind, *State, *KINDS))
)
_COMMENTS: Final = _octets(
    *(
        " # pactstate: ignore[", "# pactstate: ", "ignore-file[", "] ", ", until 2027-01-31", "until=2027-01-31",
        "till: ", "expires on ", ", ",
    ),
    *("until the end of 2026", "#", "pactstate:", *RULES, *(rule.code for rule in RULES.values())),
)  # fmt: skip
_DATES: Final = _octets(
    "2024", "-07", "-08", "XX", "X", "?", "~", "%", "/", "..", "-", "0000", "9999", "T00:00", "Q1", " ", "٢"
)
_TOML: Final = _octets(
    *(
        "format = 1\n", "select = [", "ignore = [", "paths = [", "'", '"', "]\n", "\n", " = ", ".", "{", "}", "#",
        '"""', "=",
    ),
    *(
        "[kinds.x]\n",
        "title = 'x'\n",
        "expects = [['signed']]\n",
        "expects-many = []\n",
        "unusual = ['stalled']\n",
        "[parties]\n",
    ),
    *(
        "[tool.pactstate]\n",
        "XX = 'x'\n",
        "approvals = ['*']\n",
        "legislature-unusual = true\n",
        "a." * 60,
        "[" * 70,
        "../",
    ),
    *(
        "1979-05-27T07:32:00Z",
        "1e999",
        "0xdead",
        "inf",
        "nan",
        "9" * 40,
        "\\u0000",
        "\\ud800",
        "\x00",
        "\ufeff",
        "\u202e",
    ),
    *("skipped-step", "PS3", "fail-on", "wrong = ['ratified']\n", "approval = 'x'\n"),
)  # fmt: skip

_TEXT: Final = 1500

TARGETS: Final = {
    target.name: target
    for target in (
        Target("reader", texts.reader, (*_YAML, *_WORDS), _TEXT),
        Target("dates", texts.dates, _DATES, made=(date_texts() | broken_date_texts()).map(str.encode)),
        Target("comments", texts.comments, (*_COMMENTS, *_YAML), _TEXT),
        Target("settings", texts.settings, _TOML, _TEXT, made=texts.tomls()),
        Target("escapes", texts.escapes, _octets(*FRAGMENTS), _TEXT),
        Target("archives", archives.archives, made=archives.tars()),
    )
}
"""All of them, by name."""
