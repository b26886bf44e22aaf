"""What is fuzzed: functions that take bytes, assert what must hold whatever these are, and say in a few words what became
of them. Whatever one of them raises is a fault, of the library or of the target.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import attrs

from fuzz import archives, outputs, texts, views
from pactstate.domain.kinds import KINDS
from pactstate.domain.lifecycle import EventKind, State
from pactstate.fileformat import shapes
from pactstate.rules import RULES
from report_strategies import FRAGMENTS

__all__ = ["SEEDS", "TARGETS", "Target"]

SEEDS: Final = Path(__file__).parent / "seeds"


@attrs.frozen
class Target:
    """One thing to fuzz."""

    name: str
    check: Callable[[bytes], str]
    tokens: Sequence[bytes] = ()
    """What is put into its inputs more often than chance would have it."""
    longest: int = 160
    """So many bytes an input has at most: 160 decisions are many, and what is larger is slow."""
    kept: str = ""
    """The folder of its seeds, where that has not its name."""

    @property
    def folder(self) -> Path:
        """Where its seeds are."""
        return SEEDS / (self.kept or self.name)

    @cached_property
    def seeds(self) -> tuple[bytes, ...]:
        """The kept inputs from which others are made, in the order of their names."""
        return tuple(path.read_bytes() for path in sorted(self.folder.glob("*")))


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
_WORDS: Final = tuple(
    word.encode()
    for word in (
        *(
            f"{key}: "
            for model in (shapes.AgreementFile, shapes.EventItem, shapes.SourceItem)
            for key in shapes.keys(model)
        ),
        *(
            f"{key}: "
            for model in (shapes.ClaimItem, shapes.ForceRuleItem, shapes.TermItem)
            for key in shapes.keys(model)
        ),
        *map(str, (*EventKind, *State, *KINDS)),
    )
)
_COMMENTS: Final = _octets(
    *(
        " # pactstate: ignore[",
        "# pactstate: ",
        "ignore-file[",
        "] ",
        ", until 2027-01-31",
        "until=2027-01-31",
        "till: ",
        "expires on ",
        ", ",
    ),
    *("until the end of 2026", "#", "pactstate:", *RULES, *(rule.code for rule in RULES.values())),
)
_DATES: Final = _octets(
    "2024", "-07", "-08", "XX", "X", "?", "~", "%", "/", "..", "-", "0000", "9999", "T00:00", "Q1", " ", "٢"
)
_TOML: Final = _octets(
    *(
        "format = 1\n",
        "select = [",
        "ignore = [",
        "paths = [",
        "'",
        '"',
        "]\n",
        "\n",
        " = ",
        ".",
        "{",
        "}",
        "#",
        '"""',
        "=",
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
)

_TEXT: Final = 1500
_ALIKE: Final = {"graph": "view-show"}
"""What takes the seeds of another view."""

TARGETS: Final = {
    target.name: target
    for target in (
        Target("reader", texts.reader, (*_YAML, *_WORDS), _TEXT),
        Target("wire", texts.wire),
        Target("dates", texts.dates, _DATES),
        Target("comments", texts.comments, (*_COMMENTS, *_YAML), _TEXT),
        Target("settings", texts.settings, _TOML, _TEXT),
        Target("escapes", texts.escapes, _octets(*FRAGMENTS), _TEXT),
        *(Target(f"format-{form}", partial(outputs.printed_as, form), kept="reports") for form in outputs.PRINTED),
        Target("check", outputs.check),
        *(Target(f"view-{name}", getattr(views, name), kept=_ALIKE.get(name, "")) for name in views.__all__),
        Target("archives", archives.archives),
    )
}
"""All of them, by name."""
