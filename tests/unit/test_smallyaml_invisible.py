"""Invisible characters: refused in files, escaped in every output."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate import check
from pactstate.fileformat.document import read
from pactstate.smallyaml.characters import has_invisible, invisible_places
from pactstate.storage.limits import DEFAULT
from pactstate.text.escape import json_text, markdown, visible
from yaml_strategies import EMPTY, IGNORABLE

SOME = [0x3164, 0x115F, 0x1160, 0xFFA0, 0x2800, 0x34F, 0x17B4, 0x17B5, 0x180B, 0xFE00, 0xFE0F, 0xFFFC, 0xE0100, 0xE01EF]
NAMES = [f"U+{code:04X}" for code in SOME]
AGREEMENT = "id: a\ntitle: {title}\nkind: raa\nparties: [JP, PH]\n{more}"


def test_whatever_unicode_calls_ignorable_or_is_empty_is_invisible_alone_and_beside_letters() -> None:
    for code in IGNORABLE + EMPTY:
        one = chr(code)
        for text in (one, f"a{one}b", f"{one}{one}", f"é{one}", f" {one} "):
            assert has_invisible(text), hex(code)
            assert one not in visible(text), hex(code)
            assert f"\\u{{{code:x}}}" in visible(text)


def test_nothing_else_is() -> None:
    hidden = {*IGNORABLE, *EMPTY}
    others = [chr(code) for code in range(0x20000) if code not in hidden and not 0xD800 <= code < 0xE000]
    assert not [one for one in others if has_invisible(f"a{one}b")]


NEEDED = {
    "a picture": "\u2600\ufe0f",
    "a picture as text": "\U0001f600\ufe0e!",
    "a keycap": "1\ufe0f\u20e3",
    "a form of an ideograph": "\u845b\U000e0100\u98fe",
    "a compatible form of an ideograph": "\u5199\ufe00",
    "a form of an operator": "\u2268\ufe00",
    "a vowel of Hangul alone": "\u115f\u1161",
    "a leading consonant of Hangul alone": "\u1100\u1160",
    "a trailing consonant of Hangul alone": "\u115f\u1160\u11a8",
    "marks kept in order": "e\u0301\u034f\u0302",
    "points of Hebrew kept in order": "\u05e9\u05b8\u034f\u05b4",
    "a blank in Braille": "\u2801\u2800\u2803",
    "a form of a Mongolian letter": "\u1820\u180b",
    "Khitan": "\U00018b00\U00016fe4",
}


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_the_writing_needs_is_left(text: str) -> None:
    assert invisible_places(text) == []
    assert visible(text) == text
    assert json_text(text, ascii=False) == f'"{text}"\n'
    assert read("a.yaml", AGREEMENT.format(title=text, more="").encode(), DEFAULT)[1] == []


UNNEEDED = {
    "a selector behind a letter": ("a\ufe0f", [1]),
    "a selector behind a digit": ("1\ufe0f", [1]),
    "a keycap of a letter": ("a\ufe0f\u20e3", [1]),
    "a second selector": ("\u2600\ufe0f\ufe0f", [2]),
    "a selector of ideographs behind a letter": ("a\U000e0100", [1]),
    "fillers of Hangul alone": ("\u115f\u1160", [0, 1]),
    "a filler behind a whole syllable": ("\ud55c\u1160", [1]),
    "a filler for a consonant behind one": ("\u1100\u115f", [1]),
    "a joiner between a letter and a mark": ("e\u034f\u0302", [1]),
    "a joiner behind a mark": ("e\u0301\u034f", [2]),
    "a joiner behind a mark that is written out": ("\u0301\u034f\u0302", [1]),
    "a selector behind what is written out": ("\U0001faff\ufe0f", [1]),
    "a blank behind Braille": ("\u2801\u2800", [1]),
    "a blank before Braille": ("\u2800\u2801", [0]),
}


@pytest.mark.parametrize(("text", "places"), UNNEEDED.values(), ids=UNNEEDED)
def test_what_the_writing_does_not_need_is_found(text: str, places: list[int]) -> None:
    assert invisible_places(text) == places
    shown = visible(text)
    assert visible(shown) == shown
    assert not has_invisible(shown)


@pytest.mark.parametrize("code", SOME, ids=NAMES)
@pytest.mark.parametrize(
    "line", ["title: a{0}b", "title: '{0}'", "title: {0}", "{0}", "a{0}b: c", "# a{0}b", "note: |\n  {0}", "- [{0}]"]
)
def test_a_file_is_refused_whatever_its_line_ends(code: int, line: str) -> None:
    text = "id: a\n" + line.format(chr(code)) + "\n"
    found = []
    for ends in ("\n", "\r\n"):
        _, findings = read("a.yaml", text.replace("\n", ends).encode(), DEFAULT)
        found.append([(one.rule, one.message, one.location) for one in findings if one.rule == "suspicious-character"])
    assert len(found[0]) == 1
    assert found[0] == found[1]
    assert f"U+{code:04X} ({unicodedata.name(chr(code)).lower()}) does not show" in found[0][0][1]


@pytest.mark.parametrize("code", SOME, ids=NAMES)
def test_an_escape_is_refused(code: int) -> None:
    text = AGREEMENT.format(title=f'"a\\U{code:08x}b"', more="")
    _, findings = read("a.yaml", text.encode(), DEFAULT)
    assert [one.rule for one in findings] == ["suspicious-character"]


@pytest.mark.parametrize("code", SOME, ids=NAMES)
def test_it_is_written_out_in_all_that_is_printed(code: int) -> None:
    one = chr(code)
    assert visible(f"a{one}b") == f"a\\u{{{code:x}}}b"
    assert one not in markdown(f"a{one}b")
    printed = json_text([f"a{one}b"], ascii=False)
    assert one not in printed
    assert json.loads(printed) == [f"a{one}b"]


@pytest.mark.parametrize("code", SOME, ids=NAMES)
def test_names_of_files_and_settings_are_written_out(code: int, tmp_path: Path, write: Callable[..., Path]) -> None:
    one = chr(code)
    folder = write(a=AGREEMENT.format(title="A", more="").encode())
    (folder / f"b{one}.yaml").write_text("id: b\n", encoding="utf-8")
    report = check(folder)
    assert one not in "".join(f"{visible(str(found.location))}{found.message}{found.help}" for found in report.findings)
    assert any(one in str(found.location.path) for found in report.findings)
    (folder / "pactstate.toml").write_text(f'format = 1\n"select{one}" = []\n', encoding="utf-8")
    with pytest.raises(Exception, match="select") as raised:
        check(folder)
    assert one not in visible(str(raised.value))
