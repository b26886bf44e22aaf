"""What comes from a file is harmless where it is printed."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactstate.escape import csv_cell, json_text, markdown, visible

HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\x1b\r\n\u2028\u202e\u200b#[:|<>&*_`=+-@")), max_size=40
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("相互アクセス été", "相互アクセス été"),
        ("a\x1b[31mb", "a\\u{1b}[31mb"),
        ("a\nb\tc", "a\\u{a}b\\u{9}c"),
        ("\u202eabc\u200b", "\\u{202e}abc\\u{200b}"),
        ("::error::x", ":\\u{3a}error:\\u{3a}x"),
        ("##[error]x", "#\\u{23}[error]x"),
        ("a: b", "a: b"),
        ("soft\xadhyphen", "soft\\u{ad}hyphen"),
    ],
)
def test_what_does_not_show_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(HOSTILE)
def test_no_control_and_no_command_is_left(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for character in shown)
    assert "::" not in shown
    assert "##[" not in shown
    assert len(shown.splitlines()) <= 1


@given(HOSTILE)
def test_json_is_strict_and_no_command(text: str) -> None:
    printed = json_text({"text": text})
    assert json.loads(printed) == {"text": text}
    assert printed.isascii()
    assert not re.search(r"::|##\[", printed)


def test_json_has_no_nan() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))


@given(HOSTILE)
def test_a_cell_is_no_formula(text: str) -> None:
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(HOSTILE)
def test_markdown_has_no_bare_mark(text: str) -> None:
    printed = markdown(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*\[\]|~]", printed)
    assert "<" not in printed
    assert ">" not in printed
