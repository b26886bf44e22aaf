"""The line reader returns the tree that the parser returns, or None."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from profiles import examples
from short_way import SAMPLE, is_read_alike
from yaml_strategies import Data, agreements, data, loose_texts, styles, texts, written


@given(loose_texts)
@settings(max_examples=examples(600))
def test_any_text(text: str) -> None:
    is_read_alike(text)


@given(st.dictionaries(texts, data, min_size=1), styles())
def test_any_data(value: Data, style: dict[str, Any]) -> None:
    is_read_alike(written(value, style))


@given(agreements, styles())
def test_agreements(value: dict[str, Any], style: dict[str, Any]) -> None:
    is_read_alike(written(value, style))


# Lines at the edges of what the short way knows, to be put below each other in any order.
_VALUES = [
    "b", "b c", "b #c", "b # c", "b#c", "b:c", "b: c", "b:", "'b'", '"b"', "'b # c'", "'b: c' # d", "'b''c'", "'b'#c",
    "'b'c", '"b\\tc"', '""', "'", "[b, c]", "[b,c, 2024-07-08]", "[ b , 'c' ]", "[b, {c: d}, [e]] # f", "[b]#c",
    "[b]]", "[b", "[b,]", "[b: c]", "[no]", "[no , b]", "[b, 012 ]", "[[b] , {c: [d] } ]", "{b: no }", "[012]", "[]", "{}", "{b: c, d: [e]}", "{ b: 'c' }", "{b: c, b: d}",
    "{b: c: d}", "{b}", "{b:c}", "{?b: c}", "{b: }", "{renews: true}", "|", "|-", ">", ">-", "|+", "|2", "> # c", "1",
    "012", "1.0", "1:30", "1e5", "1e-5", "+1", ".5", "...", "-b", "?b", ":b", "- b", "? b", "2024-07-08", "2024-07~?",
    "yes", "true", "~", "<<", "=", "&b c", "*b", "!b c", "%b", "@b", "`b`", "https://example.org/a?b=c&d#e",
    "pactstate: b", "b # pactstate: c", "日本", "b\tc", "b ", "b\u2028c",
]  # fmt: skip
_KEYS = [
    "a", "b", "c", "term", "renews", "a-b_C", "2day-a", "1e-5", "no", "<<", "a b", "é", '"a"', "?", "---", "-",
    "&a a",
]  # fmt: skip
_INDENTS = st.sampled_from(["", "", "  ", "  ", "  ", "    ", "      ", " ", "   ", "\t"])
_HEADS = st.builds("{}{}:".format, st.sampled_from(["", "", "- ", "-   ", "- - "]), st.sampled_from(_KEYS))
_LINES = st.one_of(
    st.builds("{}{} {}".format, _INDENTS, _HEADS, st.sampled_from(_VALUES)),
    st.builds(str.__add__, _INDENTS, _HEADS),
    st.builds("{}- {}".format, _INDENTS, st.sampled_from(_VALUES)),
    # A text on the lines below its sign, with lines that may look like the end of it.
    st.builds(
        "{}{} {}\n{}X{}".format,
        _INDENTS,
        _HEADS | st.just("-"),
        st.sampled_from(["|", "|-", ">", ">-"]),
        _INDENTS,
        st.sampled_from(["", "", "\n", "\n\n      X", "\n    X"]),
    ),
    st.builds("{}{}".format, _INDENTS, st.sampled_from(["b", "# b", "#b", "-", "b c", "# pactstate: b", "---", "..."])),
    st.just(""),
)


@given(
    st.sampled_from(["", "", "", "\n", "# b\n", "\n  # b\n\n"]),
    st.lists(_LINES, max_size=6),
    st.sampled_from(["\n", "\n", "\n", "", "\n\n", "\n  # b\n"]),
    st.sampled_from(["  ", "  ", " ", "   "]),
)
@settings(max_examples=examples(1500))
def test_lines_below_each_other(start: str, lines: list[str], end: str, indent: str) -> None:
    is_read_alike(start + "\n".join(["a:", *lines]).replace("  ", indent) + end)


@given(st.data())
@settings(max_examples=examples(400))
def test_a_file_with_a_line_changed(draws: st.DataObject) -> None:
    lines = SAMPLE.split("\n")
    number = draws.draw(st.integers(0, len(lines) - 1))
    how = draws.draw(st.sampled_from(["delete", "repeat", "move", "insert", "replace", "indent", "cut"]))
    line = lines[number]
    if how in ("insert", "replace"):
        lines[number : number + (how == "replace")] = [draws.draw(_LINES)]
    elif how == "delete":
        del lines[number]
    elif how == "indent":
        lines[number] = draws.draw(_INDENTS) + line.lstrip()
    elif how == "cut":
        at = draws.draw(st.integers(0, len(line)))
        lines[number] = line[:at] + draws.draw(st.sampled_from(["", " ", "'", ": ", " #", "]"])) + line[at + 1 :]
    else:
        other = draws.draw(st.integers(0, len(lines) - 1))
        lines.insert(other, line if how == "repeat" else lines.pop(number))
    is_read_alike("\n".join(lines))
