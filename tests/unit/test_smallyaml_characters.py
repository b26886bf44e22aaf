"""Decoding of bytes, and suspicious characters."""

from __future__ import annotations

import pytest

from pactstate.smallyaml import YamlFault, decode
from pactstate.smallyaml.characters import clip, replace_suspicious, suspicious_names
from pactstate.smallyaml.scalars import in_curly_quotes


@pytest.mark.parametrize("text", ["", "id: a\n", "日本–Côte d'Ivoire \U0001f600\r\n"])
def test_utf_8_is_decoded_with_and_without_a_byte_order_mark(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(text.encode("utf-8-sig")) == text


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("data", "byte", "line", "column"),
    [
        (b"\xff", "ff", 1, 1),
        (b"id: a\ntitle: caf\xe9\n", "e9", 2, 11),
        ("日本\U0001f600".encode() + b"\x80", "80", 1, 4),
        ("日\r\n\r\né".encode() + b"\xc0\xaf", "c0", 3, 2),
        (b"a\n\xed\xa0\x80", "ed", 2, 1),
        (b"a: \xe6\x97", "e6", 1, 4),
    ],
    ids=["first byte", "latin-1", "wide characters before", "overlong", "surrogate", "cut short"],
)
def test_other_bytes_are_named_with_line_and_column(
    mark: bytes, data: bytes, byte: str, line: int, column: int
) -> None:
    fault = decode(mark + data)
    assert isinstance(fault, YamlFault)
    assert fault.rule == "unreadable-file"
    assert fault.message == f"the file is not UTF-8: byte 0x{byte}"
    assert fault.span == (line, column, line, column)
    assert fault.help == "save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16_is_named(encoding: str) -> None:
    mark = {"utf-16-be": b"\xfe\xff", "utf-16-le": b"\xff\xfe"}.get(encoding, b"")
    fault = decode(mark + "id: é".encode(encoding))
    assert isinstance(fault, YamlFault)
    assert fault.help == "the file seems to be UTF-16: save it as UTF-8"


@pytest.mark.parametrize(
    "text", ["", "id: a\r\n\ttitle: b\n\n", "日本 – é ü ß \U0001f600 \U0001f1ef\U0001f1f5 שלום مرحبا \xa0"]
)
def test_what_shows_is_left_alone(text: str) -> None:
    assert replace_suspicious(text) == (text, ())


_HIDDEN = {
    "\x00": "U+0000 (null)",
    "\x07": "U+0007 (a control character)",
    "\x08": "U+0008 (backspace)",
    "\x0b": "U+000B (a control character)",
    "\x0c": "U+000C (a control character)",
    "\x0e": "U+000E (a control character)",
    "\x1b": "U+001B (escape)",
    "\x1f": "U+001F (a control character)",
    "\x7f": "U+007F (a control character)",
    "\x85": "U+0085 (a control character)",
    "\x9f": "U+009F (a control character)",
    "\xad": "U+00AD (soft hyphen)",
    "\u061c": "U+061C (arabic letter mark)",
    "\u180e": "U+180E (mongolian vowel separator)",
    "\u200b": "U+200B (zero width space)",
    "\u200d": "U+200D (zero width joiner)",
    "\u200f": "U+200F (right-to-left mark)",
    "\u2028": "U+2028 (line separator)",
    "\u2029": "U+2029 (paragraph separator)",
    "\u202a": "U+202A (left-to-right embedding)",
    "\u202e": "U+202E (right-to-left override)",
    "\u2060": "U+2060 (word joiner)",
    "\u2066": "U+2066 (left-to-right isolate)",
    "\u2069": "U+2069 (pop directional isolate)",
    "\u206f": "U+206F (nominal digit shapes)",
    "\ufeff": "U+FEFF (zero width no-break space)",
    "\ufff9": "U+FFF9 (interlinear annotation anchor)",
    "\ufffc": "U+FFFC (object replacement character)",
    "\ufffe": "U+FFFE (a control character)",
    "\uffff": "U+FFFF (a control character)",
    "\U000e0001": "U+E0001 (language tag)",
    "\U000e007f": "U+E007F (cancel tag)",
    "\r": "U+000D (carriage return without line feed)",
}


@pytest.mark.parametrize(("character", "name"), _HIDDEN.items(), ids=[name[:6] for name in _HIDDEN.values()])
def test_what_does_not_show_is_named_and_replaced(character: str, name: str) -> None:
    clean, faults = replace_suspicious(f"id: a\r\ntitle: 日\U0001f600{character}x\n")
    assert clean == "id: a\r\ntitle: 日\U0001f600\ufffdx\n"
    assert [fault.rule for fault in faults] == ["suspicious-character"]
    assert faults[0].message.startswith(f"{name} does not show")
    assert faults[0].span == (2, 10, 2, 11)
    assert faults[0].help == "delete it"


def test_every_one_is_reported_in_order() -> None:
    clean, faults = replace_suspicious("\u200ba\u200b\n\nb\r\r\n\u202e")
    assert clean == "\ufffda\ufffd\n\nb\ufffd\r\n\ufffd"
    assert [fault.span[:2] for fault in faults] == [(1, 1), (1, 3), (3, 2), (4, 1)]


def test_a_binary_file_is_cleaned_whole_and_reported_in_part() -> None:
    clean, faults = replace_suspicious("\x00" * 150)
    assert clean == "\ufffd" * 150
    assert [fault.span[1] for fault in faults] == list(range(1, 101))


def test_hidden_characters_of_a_value_are_named_once() -> None:
    assert list(suspicious_names("a\u202eb\x1b\u202e\r\n\t日")) == [
        "U+202E (right-to-left override)",
        "U+001B (escape)",
    ]
    assert not list(suspicious_names("plain\n"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("“a”", True), ("‘a’", True), ("“”", True), ("„a“", True)]
    + [(value, False) for value in ("“", "”", "“a", "a”", "ab", "”a")],
)
def test_values_in_curly_quotes(value: str, expected: bool) -> None:
    assert in_curly_quotes(value) is expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a b", "a b"),
        ("日本\u3000b", "日本\u3000b"),
        ("é\u202eb", "é\\u{202e}b"),
        ("a\x1bb", "a\\u{1b}b"),
        ("é\n", "é\\u{a}"),
    ],
)
def test_a_quoted_text_shows_hidden_characters(text: str, shown: str) -> None:
    assert clip(text) == shown
