"""Edge cases of escaping: characters next to those with a meaning."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from pactstate.text.escape import csv_text, json_text, markdown, mermaid, visible, workflow_command, xml_text


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
        # What is written like one.
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


def test_json_is_laid_out_in_steps_of_two() -> None:
    assert json_text({"a": [1]}) == '{\n  "a": [\n    1\n  ]\n}\n'


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
