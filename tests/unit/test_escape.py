"""Texts of files are escaped for the target where they are printed."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactstate.text.escape import (
    DotText,
    MarkdownText,
    MermaidText,
    SafeText,
    TerminalText,
    coloured,
    csv_cell,
    csv_text,
    dot,
    json_lines,
    json_pieces,
    json_text,
    markdown,
    mermaid,
    visible,
    visible_characters,
    visible_lines,
    without_commands,
    workflow_command,
    xml_text,
)

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
        ("::error::x", ":\\u{3a}error::x"),
        ("##[error]x", "#\\u{23}[error]x"),
        ("##vso[task.x]", "#\\u{23}vso[task.x]"),
        ("##x y[", "##x y["),
        ("a: b", "a: b"),
        ("soft\xadhyphen", "soft\\u{ad}hyphen"),
        ("::: ###[", ":\\u{3a}: ##\\u{23}["),
        (" \u3000::x", " \u3000:\\u{3a}x"),
        ("A::B", "A::B"),
        ("a ::b", "a ::b"),
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
    assert not re.match(r"\s*::", shown)
    assert "##[" not in shown
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a::b\n", "a::b\n"),
        ("a\n::error::x\n", "a\n:\\u{3a}error::x\n"),
        ("a\n \u3000\t::x\n::y", "a\n \u3000\t:\\u{3a}x\n:\\u{3a}y"),
        ("\x1b[31m\x1b[1m ::x\x1b[0m", "\x1b[31m\x1b[1m :\\u{3a}x\x1b[0m"),
        (":::", ":\\u{3a}:"),
        ("\n\n::", "\n\n:\\u{3a}"),
        (": :", ": :"),
        ("", ""),
    ],
)
def test_no_line_of_a_log_is_a_command(text: str, shown: str) -> None:
    assert without_commands(text) == shown
    assert without_commands(shown) == shown


def test_very_many_blanks_take_little_time() -> None:
    text = " " * 1_000_000 + ":"
    assert without_commands(text) == text


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


@given(HOSTILE)
def test_json_that_is_to_be_read_holds_what_shows_as_it_is(text: str) -> None:
    printed = json_text({"text": text}, ascii=False)
    assert json.loads(printed) == json.loads(json_text({"text": text}))
    assert all(one == "\n" or one.isprintable() or unicodedata.category(one) == "Zs" for one in printed)
    assert not re.search(r"::|##\[", printed)
    assert [one for one in printed if one > "~"] == [one for one in text if one > "~" and one in visible(one)]


def test_json_escapes_what_does_not_show_beyond_the_first_plane_too() -> None:
    assert json_text("\U000e0041\x7f\x9b", ascii=False) == '"\\udb40\\udc41\\u007f\\u009b"\n'
    assert json_text("\x7fé") == '"\\u007f\\u00e9"\n'
    assert json_text("Åland ##vso[x ::", ascii=False) == '"Åland #\\u0023vso[x :\\u003a"\n'


def test_json_has_no_nan() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))


@given(HOSTILE)
def test_a_cell_is_no_formula(text: str) -> None:
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20")
def test_what_begins_a_formula_is_quoted_and_nothing_else(sign: str) -> None:
    assert csv_cell(f"{sign}1") == f"'{sign}1"
    assert csv_cell(f"1{sign}") == f"1{sign}"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1", "'=1"),
        ("+1,2", '"\'+1,2"'),
        ('-"1"', '"\'-""1"""'),
        ("@a", "'@a"),
        ("a\nb", "a\\u{a}b"),
        ("::stop", ":\\u{3a}stop"),
        ("a,=1", '"a,=1"'),
        ('a"-1', '"a""-1"'),
        ("朝日新聞", "朝日新聞"),
    ],
)
def test_a_cell_that_needs_an_escape_leaves_the_others_as_they_are(cell: str, written: str) -> None:
    rows = [["a-b", "朝日", None, 1], ["x", cell, None, -1], [cell, "y = 2", "z", 0]]
    assert csv_text(rows) == f"a-b,朝日,,1\nx,{written},,-1\n{written},y = 2,z,0\n"


@pytest.mark.parametrize(
    ("first", "last"),
    [(" ", "~"), ("\u00ae", "\u024f"), ("\u3041", "\u3096"), ("\u30a0", "\u30ff"), ("\u4e00", "\u9fef")],
)
def test_letters_are_shown_as_they_are(first: str, last: str) -> None:
    letters = [chr(code) for code in range(ord(first), ord(last) + 1)]
    assert [visible_characters(letter) for letter in letters] == [[letter] for letter in letters]
    text = "".join(letters)
    assert visible(text) == text


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=2), max_size=3))
def test_rows_read_back_as_they_were_shown(rows: list[list[str]]) -> None:
    text = csv_text(rows)
    assert list(csv.reader(io.StringIO(text), strict=True)) == [[csv_cell(cell) for cell in row] for row in rows]
    assert text.count("\n") == len(rows)


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


@given(HOSTILE, HOSTILE)
def test_xml_reads_back_as_it_was_shown(text: str, value: str) -> None:
    root = ET.Element("a", {"b": value})
    ET.SubElement(root, "c").text = text
    printed = xml_text(root)
    read = ET.fromstring(printed)
    assert (read.tag, read.attrib, [one.tag for one in read]) == ("a", {"b": visible(value)}, ["c"])
    assert (read[0].text or "") == "\n".join(map(visible, text.split("\n")))
    assert printed.isascii()
    assert printed.endswith(">\n")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|^\s*::|##\[", printed, re.MULTILINE)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_a_workflow_command_contains_no_command_of_a_file(value: str, one: str, other: str) -> None:
    printed = workflow_command("error", {"file": value, "line": 3}, [one, other])
    match = re.fullmatch(r"::error file=([^:,]*),line=3::(.*)", printed)
    assert match
    assert len(printed.splitlines()) == 1

    def given_back(text: str) -> str:
        return re.sub("%(25|0D|0A|3A|2C)", lambda code: chr(int(code[1], 16)), text)

    assert given_back(match[1]) == visible(value)
    assert given_back(match[2]) == f"{visible(one)}\n{visible(other)}"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("in_force (2024-07-08), it's a/b", "in_force (2024-07-08), it's a/b"),
        ('a"b', "a#34;b"),
        ("a: b; c", "a#58; b#59; c"),
        ("#35;", "#35;35#59;"),
        ("<b>&amp;`*", "#60;b#62;#38;amp#59;#96;#42;"),
        ("_a_ b__c", "#95;a#95; b#95;#95;c"),
        ("- a --> b-c", "#45; a #45;#45;#62; b-c"),
        ("1. a 2. b 3) c", "1#46; a 2. b 3) c"),
        ("12) a", "12#41; a"),
        ("www.x.org Sept. 11", "www#46;x#46;org Sept. 11"),
        ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
        ("\ufb02\xb0\xb060\xb6\xdf", "\ufb02#176;#176;60#182;\xdf"),
        (" été 相互 ", "été 相互"),
        ("a\x1bb", "a#92;u#123;1b#125;b"),
        ("", ""),
    ],
)
def test_what_could_mean_something_in_mermaid_is_a_number(text: str, drawn: str) -> None:
    assert mermaid(text) == drawn


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("in_force: <b> #1 {x}", "in_force: <b> #1 {x}"),
        ('a"b', 'a\\"b'),
        ("\\N \\", "\\\\N \\\\"),
        ("&lt;", "&amp;lt;"),
        ("a\nb", "a\\\\u{a}b"),
        ("", ""),
    ],
)
def test_what_could_mean_something_in_dot_is_escaped(text: str, drawn: str) -> None:
    assert dot(text) == drawn


@given(HOSTILE)
def test_no_text_ends_a_label(text: str) -> None:
    assert re.fullmatch(r"""(?:[\w ,.()'/-]|#[0-9]+;)*""", mermaid(text))
    assert re.fullmatch(r'(?:[^"\\&]|\\[\\"]|&amp;)*', dot(text))
    assert len(dot(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("depth", "printed"),
    [
        (0, '{"a": [{"b": [1]}, {}], "c": {}, "d": []}\n'),
        (1, '{\n  "a": [{"b": [1]}, {}],\n  "c": {},\n  "d": []\n}\n'),
        (2, '{\n  "a": [\n    {"b": [1]},\n    {}\n  ],\n  "c": {},\n  "d": []\n}\n'),
    ],
)
def test_deep_values_of_json_are_on_one_line(depth: int, printed: str) -> None:
    assert json_text({"a": [{"b": [1]}, {}], "c": {}, "d": []}, depth=depth) == printed


def test_json_takes_what_comes_one_after_the_other() -> None:
    assert json_text({"a": iter("bc")}, depth=2) == '{\n  "a": [\n    "b",\n    "c"\n  ]\n}\n'
    assert json_text(iter(()), depth=1) == "[]\n"


def test_json_in_pieces_is_the_same_and_no_piece_is_long() -> None:
    items = [{"name": f"a\u0085{number}", "more": ["b" * 1000]} for number in range(1000)]
    pieces = list(json_pieces({"head": 1, "items": iter(items)}, depth=2))
    assert "".join(pieces) == json_text({"head": 1, "items": items}, depth=2)
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 210_000
    assert "".join(json_pieces([], depth=2)) == "[]\n"


ODD_CELLS = [
    "a",
    "null",
    "",
    "two\nlines",
    "::set-env",
    "##[error]",
    "\ud800",
    "\u200b",
    "é",
    'a","b',
    "\\ud",
    0,
    True,
    None,
]


@pytest.mark.parametrize("odd", ODD_CELLS)
def test_lines_of_json_are_those_of_each_row_alone(odd: str | int | None) -> None:
    rows = [[number, odd, "x" * (number % 3), None] for number in range(1_234)]
    alone = [
        json_text(
            {key: value for key, value in zip("abcd", row, strict=True) if value is not None}, depth=0, compact=True
        )
        for row in rows
    ]
    assert "".join(json_lines("abcd", iter(rows))) == "".join(alone)


def test_no_rows_are_no_lines_of_json() -> None:
    assert not list(json_lines(["code"], []))


@given(HOSTILE, st.integers(0, 3))
def test_json_is_the_same_on_one_line_and_on_many(text: str, depth: int) -> None:
    value = {text: [{"b": text}, [text]]}
    printed = json_text(value, depth=depth)
    assert json.loads(printed) == json.loads(json_text(value))
    assert not re.search(r"::|##\[", printed)


# Safe text as a type.


@pytest.mark.parametrize("kind", [SafeText, TerminalText, MarkdownText])
def test_text_is_not_made_safe_by_a_name(kind: type) -> None:
    with pytest.raises(TypeError):
        kind("x")
    with pytest.raises(TypeError, match=f"{kind.__name__} is made by the functions"):
        kind()


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (TerminalText, "<{}>: **\\u{1b}|** 7"),
        (MarkdownText, r"<{}>: \*\*\\u{1b}\|\*\* 7"),
        (DotText, r"<{}>: **\\u{1b}|** 7"),
        (MermaidText, "<{}>: #42;#42;#92;u#123;1b#125;#124;#42;#42; 7"),
    ],
)
def test_values_in_a_template_are_escaped_and_its_own_words_are_not(kind: type[TerminalText], shown: str) -> None:
    made = kind.of("<{{}}>: {} {}", "**\x1b|**", 7)
    assert made == shown
    assert type(made) is kind
    assert kind.of("{}", made) == made
    assert kind.joined("\n", [made, "**\x1b|**"]).lines() == [made, kind.of("{}", "**\x1b|**")]


def test_text_that_is_safe_for_another_target_is_escaped_again() -> None:
    assert MarkdownText.of("{}", visible("a|b")) == r"a\|b"
    assert TerminalText.joined("; ", [markdown("a|b"), "\t"]) == r"a\|b; \u{9}"


def test_a_format_is_applied_to_what_is_shown() -> None:
    assert TerminalText.of("{:<{}}|{:>3}", visible("\t"), 7, 5) == "\\u{9}  |  5"


def test_safe_text_stays_safe_when_it_is_broken_or_trimmed() -> None:
    text = TerminalText.of("{}", "one two three  ")
    for made in (*text.wrapped(11, first="  ", rest="    "), *text.lines(), text.trimmed()):
        assert type(made) is TerminalText
    assert text.wrapped(11, first="  ", rest="    ") == ["  one two", "    three"]
    assert text.trimmed() == "one two three"


@given(st.text(st.sampled_from("wWgGhH.-1 2)(,;/'\"!?%a#@:=+*"), min_size=1, max_size=12))
def test_a_last_word_that_needs_no_escape_changes_none_before_it(text: str) -> None:
    """Most texts are found to need no escape at once; with an accent they are looked at character by character."""
    assert markdown(f"{text} \u00e9") == f"{markdown(f'{text} x')[:-1]}\u00e9"


@given(st.text(st.sampled_from("ab \u00e9\u3000-"), max_size=16), st.integers(4, 20))
def test_a_line_that_fits_is_broken_like_every_other(text: str, width: int) -> None:
    lines = textwrap.wrap(
        text, width, initial_indent="- ", subsequent_indent="   ", break_long_words=False, break_on_hyphens=False
    )
    assert visible(text).wrapped(width, first="- ", rest="   ") == lines


def test_lines_of_a_text_stay_lines() -> None:
    assert visible_lines("a\n\x1b\n::error::\n") == "a\n\\u{1b}\n:\\u{3a}error::\n"


def test_colours_of_what_was_drawn_stay_and_nothing_else() -> None:
    drawn = "\x1b[1;31mred\x1b[0m \x1b]0;title\x07\x1b[2J\n::error::"
    shown = "\x1b[1;31mred\x1b[0m \\u{1b}]0;title\\u{7}\\u{1b}[2J\n:\\u{3a}error::"
    assert coloured(drawn) == shown


@pytest.mark.parametrize("text", ["#[x]", "a:b", "##error", "# #[x]", "a\u0301"])
def test_what_is_nearly_a_command_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("a:/b", "a//b", "ww.x", "wwx.y", "x #a", "XGH-3", "H-3", "GH-x", "GH 3"),
        *("a =", "a ==", "=a", "x:", "x:-", ": -", ":-x", "2025-09-11", "12:30", "1 .", "a+b", "a#", "e-mail"),
        *(":10:", ":123:", ":a b:", ":a", "a: b:"),
    ],
)
def test_what_is_nearly_a_mark_is_no_mark(text: str) -> None:
    assert markdown(text) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (":1st:", r"\\u{3a}1st:"),
        (":-1:", r"\\u{3a}-1:"),
        (":a_b:", r"\\u{3a}a\_b:"),
        (":-:", r"\\u{3a}-:"),
        ("::", r":\\u{3a}"),
        (":", r"\:"),
        ("=", r"\="),
        ("#", r"\#"),
        ("123. x", r"123\. x"),
        ("gh-12", r"gh\\u{2d}12"),
        ("a WWW.x", r"a WWW\\u{2e}x"),
    ],
)
def test_a_mark_is_known_in_its_shortest_and_in_its_longest_form(text: str, printed: str) -> None:
    assert markdown(text) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\U0001f600", r"\ud83d\ude00"),
        ("\U00010000\U0010ffff", r"\ud800\udc00\udbff\udfff"),
        # Halves, alone or in the wrong order.
        ("\ud83d", r"\\u{d83d}"),
        ("\ude00", r"\\u{de00}"),
        ("\udbff \udc00", r"\\u{dbff} \\u{dc00}"),
        ("\udc00\ud800", r"\\u{dc00}\\u{d800}"),
        ("\ud800\ud800", r"\\u{d800}\\u{d800}"),
        ("\udfff\U00010000", r"\\u{dfff}\ud800\udc00"),
        # Texts that look like one.
        ("\\ud800", r"\\ud800"),
        ("\\\ud800", r"\\\\u{d800}"),
        ("ud800", "ud800"),
        # Neighbours of the halves, and characters whose numbers look like them.
        ("\ud7ff\ue000", r"\ud7ff\ue000"),
        ("部\u0d80\u8dff", r"\u90e8\u0d80\u8dff"),
    ],
)
def test_json_distinguishes_lone_surrogates_from_pairs(text: str, printed: str) -> None:
    assert json_text(text) == f'"{printed}"\n'
    assert json.loads(json_text(text)) == json.loads(json_text(text, ascii=False))


def test_rows_end_as_lines_do_here() -> None:
    assert csv_text([["a", "b,c"], ["d", "e"]]) == 'a,"b,c"\nd,e\n'


def test_a_tree_has_a_declaration_and_is_indented() -> None:
    root = ET.Element("a", {"b": "é"})
    ET.SubElement(root, "c").text = "1\n2"
    ET.SubElement(root, "d")
    printed = xml_text(root).replace("'", '"')
    assert printed == ('<?xml version="1.0" encoding="us-ascii"?>\n<a b="&#233;">\n  <c>1\n2</c>\n  <d />\n</a>\n')


def test_properties_of_a_command_are_separated_by_commas() -> None:
    printed = workflow_command("error", {"file": "a,b:c%", "line": 1}, ["50%", "x"])
    assert printed == "::error file=a%2Cb%3Ac%25,line=1::50%25%0Ax"


@pytest.mark.parametrize("text", [".x", "x.", "a .x", "x-y", "a-", "a. b", "é_é", "x) y", "2025-09-11"])
def test_characters_without_a_meaning_in_mermaid_stay(text: str) -> None:
    assert mermaid(text) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("a_", "a#95;"),
        ("_a", "#95;a"),
        ("a _", "a #95;"),
        ("1.2", "1#46;2"),
        ("123) x", "123#41; x"),
        ("é|a", "é#124;a"),
    ],
)
def test_a_mark_in_mermaid_is_known_where_it_means_something(text: str, drawn: str) -> None:
    assert mermaid(text) == drawn


@pytest.mark.parametrize("depth", [None, 1, 2])
def test_json_laid_out_to_a_depth_is_the_same_json(depth: int | None) -> None:
    value = {"é": ["ü", {"a": "日"}]}
    assert json_text(value, depth=depth).isascii()
    assert {"é", "ü", "日"} <= {*json_text(value, depth=depth, ascii=False)}
    with pytest.raises(ValueError, match="JSON"):
        json_text({"a": [float("nan")]}, depth=depth)


def test_a_whole_number_in_csv_is_no_formula() -> None:
    assert csv_text([["a", -1, None], ["-1", 2, ""]]) == "a,-1,\n'-1,2,\n"
