"""What comes from a file is harmless where it is printed."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactstate.escape import csv_cell, json_text, markdown, visible, visible_characters

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
        ("::: ###[", ":\\u{3a}\\u{3a} ##\\u{23}["),
        ("## [x]", "## [x]"),
        ("no\xa0break\u3000space", "no\xa0break\u3000space"),
        ("lone\ud800", "lone\\u{d800}"),
        ("\ue000\uffff", "\\u{e000}\\u{ffff}"),
        ("\u0301e\u0301", "\\u{301}e\u0301"),
        ("", ""),
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
    assert visible(shown) == shown


@given(HOSTILE)
def test_every_character_is_found_again(text: str) -> None:
    characters = visible_characters(text)
    assert len(characters) == len(text)
    assert "".join(characters) == visible(text)
    for character, printed in zip(text, characters, strict=True):
        assert printed in (character, f"\\u{{{ord(character):x}}}")


@given(HOSTILE)
def test_json_is_strict_and_no_command(text: str) -> None:
    printed = json_text({"text": text})
    read = json.loads(printed)["text"]
    # Half characters, which strict parsers refuse, are written out.
    assert isinstance(read.encode(), bytes)
    assert read == text or re.search("[\ud800-\udfff]", text)
    assert printed.isascii()
    assert not re.search(r"::|##\[", printed)


def test_json_has_no_nan() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))


@given(HOSTILE)
def test_a_cell_is_no_formula(text: str) -> None:
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain: 2025-09-11, 'x' (12:30:45)", "plain: 2025-09-11, 'x' (12:30:45)"),
        ("a_b*c`d[e]|~f\\", "a\\_b\\*c\\`d\\[e\\]\\|\\~f\\\\"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("  # x  ", "\\# x"),
        ("- x", "\\- x"),
        ("+ x", "\\+ x"),
        ("1. x", "1\\. x"),
        ("12) x", "12\\) x"),
        ("x 1. y", "x 1. y"),
        ("===", "\\==="),
        ("=1+1", "=1+1"),
        (":--", "\\:--"),
        (": x", ": x"),
        ("@name a@b.c @-x @ x", "\\\\u{40}name a\\\\u{40}b.c \\\\u{40}-x @ x"),
        ("https://x.org", "https\\\\u{3a}//x.org"),
        ("WWW.x.org www2.x", "WWW\\\\u{2e}x.org www2.x"),
        ("#12 a/b#1 GH-3 gh-4 high-5 # 1", "\\\\u{23}12 a/b\\\\u{23}1 GH\\\\u{2d}3 gh\\\\u{2d}4 high-5 # 1"),
        (
            ":tada: a:100:5 b:1234: :+1: :99: c:d",
            r"\\u{3a}tada: a\\u{3a}100:5 b\\u{3a}1234: \\u{3a}+1: :99: c:d",
        ),
        ("US$ 5, $x$", "US\\\\u{24} 5, \\\\u{24}x\\\\u{24}"),
        ("", ""),
    ],
)
def test_markdown_is_inert(text: str, printed: str) -> None:
    assert markdown(text) == printed


@given(HOSTILE)
def test_markdown_has_no_bare_mark(text: str) -> None:
    printed = markdown(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]|~]", printed)
    assert "$" not in printed
    assert not re.search(r"@\w|://|(?i:www\.)", printed, re.ASCII)
    assert "<" not in printed
    assert ">" not in printed
