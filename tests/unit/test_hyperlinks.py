"""Hyperlinks of terminals: which terminals know them, and how they are wrapped."""

from __future__ import annotations

import re

import pytest

from pactstate.cli import output
from pactstate.text.escape import TerminalText, terminal_link

VARIABLES = (
    "FORCE_HYPERLINK", "TERM_PROGRAM", "WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM", "KONSOLE_VERSION",
    "ALACRITTY_WINDOW_ID", "VTE_VERSION",
)  # fmt: skip


@pytest.mark.parametrize(
    ("variables", "is_terminal", "expected"),
    [
        ({}, True, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, True, False),
        ({"WT_SESSION": "1"}, True, True),
        ({"VTE_VERSION": "6800"}, True, True),
        ({"VTE_VERSION": "4800"}, True, False),
        ({"VTE_VERSION": "\u00b2"}, True, False),
        ({"WT_SESSION": "1"}, False, False),
        ({"WT_SESSION": "1", "TERM": "tmux-256color"}, True, False),
        ({"KITTY_WINDOW_ID": "1", "TERM": "dumb"}, True, False),
        ({"FORCE_HYPERLINK": "1"}, False, True),
        ({"FORCE_HYPERLINK": "0", "WT_SESSION": "1"}, True, False),
    ],
)
def test_terminals_with_links(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], is_terminal: bool, expected: bool
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(output, "on_terminal", lambda: is_terminal)
    assert output.knows_links() is expected


def test_links_are_wrapped_like_their_texts() -> None:
    text = TerminalText.of("by {}, and {}.", terminal_link("The Gazette of 2024", "https://example.org/a"), "others")
    lines = text.wrapped(14, first="* ", rest="  ")
    code = "\x1b]8;;"
    assert lines == [
        f"* by {code}https://example.org/a\x1b\\The{code}\x1b\\",
        f"  {code}https://example.org/a\x1b\\Gazette of{code}\x1b\\",
        f"  {code}https://example.org/a\x1b\\2024{code}\x1b\\, and",
        "  others.",
    ]
    plain = [re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", line) for line in lines]
    assert plain == TerminalText.of("by The Gazette of 2024, and others.").wrapped(14, first="* ", rest="  ")


def test_two_links_side_by_side_stay_apart() -> None:
    text = TerminalText.of(
        "{} {}", terminal_link("a", "https://example.org/a"), terminal_link("b", "https://example.org/b")
    )
    assert [line.count("8;;http") for line in text.wrapped(80)] == [2]
    assert text.wrapped(80) == [text]


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "file:///etc/passwd"])
def test_only_addresses_of_the_web_are_links(url: str | None) -> None:
    assert terminal_link("a\x1b", url) == "a\\u{1b}"


def test_an_address_cannot_end_its_code() -> None:
    link = terminal_link("a", "https://example.org/\x1b\\\x07\u202e")
    assert link.count("\x1b") == 4
    assert "\x07" not in link
