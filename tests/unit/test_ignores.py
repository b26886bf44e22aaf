"""Comments that silence findings: their places, their parts, the lines that they cover."""

from __future__ import annotations

import pytest

from pactstate.fileformat.document import Document, read
from pactstate.fileformat.ignores import Ignore, ignores
from pactstate.findings import Location
from pactstate.storage.limits import DEFAULT
from yaml_strategies import excerpt

C = "# pactstate: ignore[r] why"


def document(text: str) -> Document:
    return read("x.yaml", text.encode(), DEFAULT)[0]


def found(text: str) -> list[Ignore]:
    return ignores(document(text))


def covered(text: str) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in found(text)]


def only(text: str) -> Ignore:
    (one,) = found(text)
    return one


# Parts of a comment.


def test_all_parts_of_a_comment_have_their_places() -> None:
    line = "b: c  # pactstate: ignore[skipped-step, until=2027-01-31, PS205 ,x] the notes: closed (so far)."
    text = f"a: é\n{line}\n"
    one = only(text)
    assert one.location == Location("x.yaml", 2, 7, 2, len(line) + 1)
    assert excerpt(text, one.location) == line[6:]
    assert one.word == "ignore"
    assert [name for name, _ in one.rules] == ["skipped-step", "PS205", "x"]
    assert [excerpt(text, place) for _, place in one.rules] == ["skipped-step", "PS205", "x"]
    assert one.reason == "the notes: closed (so far)."
    assert one.until is not None
    assert one.until[0] == "2027-01-31"
    assert excerpt(text, one.until[1]) == "2027-01-31"
    assert (one.first, one.last) == (2, 2)


@pytest.mark.parametrize(
    "comment",
    [
        "# pactstate: ignore[r] why", "#pactstate:ignore[r]why", "## pactstate: ignore[r] why",
        "#\t pactstate:\tignore \t[r]\twhy", "# pactstate: ignore[ r ]: why,", "# pactstate: ignore[,r,] - why;  ",
        "# pactstate: ignore[r] -- why \t", "# pactstate: ignore[r] – — why",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["a: b ", "a: b\t", "a: b\t  ", ""])
def test_spaces_and_stops_do_not_matter(comment: str, before: str) -> None:
    one = only(f"{before}{comment}\nc: d\n")
    assert (one.word, [name for name, _ in one.rules], one.reason, one.until) == ("ignore", ["r"], "why", None)
    assert one.location.column == len(before) + 1
    assert one.location.end_column == len(f"{before}{comment}".rstrip()) + 1
    assert (one.first, one.last) == ((1, 1) if before else (2, 2))


@pytest.mark.parametrize(
    "comment",
    [
        "#  pactstate ignore[r] why",
        "# pactstate : ignore[r] why",
        "# see pactstate: ignore[r] why",
        "# Pactstate: ignore[r] why",
        "# pact state: ignore[r] why",
        "# see:#pactstate: ignore[r] why",
        "# xpactstate: ignore[r] why",
    ],
)
def test_other_comments_are_other_comments(comment: str) -> None:
    assert found(f"a: b {comment}\n") == []


@pytest.mark.parametrize(
    ("message", "word", "names", "reason"),
    [
        ("", "", [], ""),
        ("ignore", "ignore", [], ""),
        ("ignore because", "ignore", [], "because"),
        ("ignore[]", "ignore", [], ""),
        ("ignore[] because", "ignore", [], "because"),
        ("ignore[,]", "ignore", [], ""),
        ("ignore[a b]", "ignore", ["a", "b"], ""),
        ("ignore[a] x [b] y", "ignore", ["a"], "x [b] y"),
        ("ignore[a", "ignore", [], "[a"),
        ("ignore]a", "ignore", [], "]a"),
        ("ignore[[a]]", "ignore", ["[a"], "]"),
        ("[a] b", "", ["a"], "b"),
        ("ignore-file[a] b", "ignore-file", ["a"], "b"),
        ("Ignore[a] b", "Ignore", ["a"], "b"),
        ("noqa: a", "noqa:", [], "a"),
        ("ignore[a] # b", "ignore", ["a"], "# b"),
    ],
)
def test_any_comment_is_split_into_its_parts(message: str, word: str, names: list[str], reason: str) -> None:
    one = only(f"a: b # pactstate: {message}\n")
    assert (one.word, [name for name, _ in one.rules], one.reason, one.until) == (word, names, reason, None)


@pytest.mark.parametrize(
    ("inside", "names", "until"),
    [
        ("r, until=2027-01-31", ["r"], "2027-01-31"),
        ("until=2027-01-31, r", ["r"], "2027-01-31"),
        ("r,s,until=2027-01-31", ["r", "s"], "2027-01-31"),
        ("r, Until = 2027-01 ", ["r"], "2027-01"),
        ("r until=2027", ["r"], "2027"),
        ("r, until=2027-0X/2027-05", ["r"], "2027-0X/2027-05"),
        ("r, until=2027-13-45", ["r"], "2027-13-45"),
        ("r, until=January 2027", ["r"], "January 2027"),
        ("r, until=", ["r"], ""),
        ("until=2027", [], "2027"),
        ("r, until=2027, until=2028", ["r", "until=2028"], "2027"),
        ("r, until 2027", ["r", "until", "2027"], None),
        ("r, until: 2027", ["r", "until:", "2027"], None),
        ("r, xuntil=2027", ["r", "xuntil=2027"], None),
    ],
)
def test_the_last_day_is_named_in_the_brackets(inside: str, names: list[str], until: str | None) -> None:
    text = f"a: b # pactstate: ignore[{inside}] why, until 2030-01-31 perhaps\n"
    one = only(text)
    assert [name for name, _ in one.rules] == names
    assert [excerpt(text, place) for _, place in one.rules] == names
    assert (one.reason, one.trailing) == ("why, until 2030-01-31 perhaps", False)
    assert (one.until and one.until[0]) == until
    assert one.until is None or excerpt(text, one.until[1]) == until


@pytest.mark.parametrize(
    ("rest", "reason", "until"),
    [
        ("why, until 2027-01-31", "why", "2027-01-31"),
        ("why,until\t2027-01", "why", "2027-01"),
        ("why, until 2027-01-31. ", "why", "2027-01-31"),
        ("why, until 2027-13-45", "why", "2027-13-45"),
        (", until 2027-01-31", "", "2027-01-31"),
        ("secret until 1999, until 2027-01-31", "secret until 1999", "2027-01-31"),
    ],
)
def test_the_spelling_of_the_first_version_is_read(rest: str, reason: str, until: str) -> None:
    text = f"a: b # pactstate: ignore[r] {rest}\n"
    one = only(text)
    assert (one.reason, one.trailing) == (reason, True)
    assert one.until is not None
    assert one.until[0] == until == excerpt(text, one.until[1])


@pytest.mark.parametrize(
    "reason",
    [
        "the archive was closed until 2020", "the archive was closed, until 2020", "until 2020",
        "kept secret until 2020-05-05", "secret until 1999, until 2027", "the notes (until 2027-01-31)",
        "why, until 2020-01-31 (see 4)", "why, until 2020-01-31 at the latest", "why, until the end of 2027",
        "why, until March 2027", "why, expires on 2027-01-31", "why, till 2027-01-31", "why, until today",
        "why, until", "why, until ../2027-01-31", "why, instill 2027-01-31", "why 2027-01-31",
    ],
)  # fmt: skip
def test_a_reason_that_speaks_of_a_day_is_a_reason(reason: str) -> None:
    one = only(f"a: b # pactstate: ignore[r] {reason}\n")
    assert (one.reason, one.until, one.trailing) == (reason, None, False)


# Texts that are no comments.


@pytest.mark.parametrize(
    "text",
    [
        f'a: "b {C}"\n',
        f"a: 'b {C}'\n",
        f"a: 'b\n  {C}\n  c'\n",
        f'a: "b\n\n  {C}"\n',
        f"a: |\n  b {C}\n",
        f"a: |\n   | {C}\n",
        f'a: "\x07 {C}"\n',
        f"a: '\x85 {C}'\n",
        f"a: |-\n  {C}\n",
        f"a: >\n  b\n  {C}\n\n  c\n",
        f"a: >+\n  b\n\n\n  {C}\n\n",
        f"a:\n  - |2\n     {C}\n  - c\n",
        f'"b {C}": c\n',
        f"'{C}': c\n",
        f"a: [b, 'c {C}', d]\n",
        f"a: {{'b {C}': c}}\n",
        "a: b#pactstate:ignore[r]\n",
        "a: b:#pactstate:ignore[r] why\n",
        f'a: "b\\\n  {C}"\n',
        f'a: "\\t{C[:2]}\\tpactstate: ignore[r]"\n',
    ],
)
def test_inside_a_text_there_is_no_comment(text: str) -> None:
    assert document(text).root is not None
    assert found(text) == []
    assert covered(text + f"z: y {C}\n")[-1:] == [(text.count("\n") + 1,) * 2]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"a: 'b' {C}\n", 1),
        (f'a: "b\n  c" {C}\n', 2),
        (f"a: b {C}\n", 1),
        (f"a:  {C}\n  b\n", 1),
        (f"a: b\n  c {C}\n", 2),
        (f"'a' : b {C}\n", 1),
        (f"a: [b, {C}\n  c]\n", 1),
        (f"a: [b, c] {C}\n", 1),
        (f"a: {{b: c}} {C}\n", 1),
        (f"a: | {C}\n  b\n", 1),
        (f"a: >-  {C}\n  b\n", 1),
        (f"a: |2+\t{C}\n    b\n", 1),
        (f"a: >1 {C}\n  b # c\n", 1),
        (f"a:\n  - | {C}\n    pactstate: b\n", 2),
        (f"a: | {C}\n  # pactstate: ignore[x] inside\n", 1),
        (f"a: |2- {C}\n    # pactstate: ignore[x] inside\n", 1),
        (f"a: >+ {C}\n  # pactstate: ignore[x] inside\n", 1),
        (f"---  {C}\na: b\n", 1),
    ],
)
def test_after_a_text_there_is_one(text: str, line: int) -> None:
    assert covered(text) == [(line, line)]


@pytest.mark.parametrize("below", ["", "c: d\n"])
@pytest.mark.parametrize("header", ["|", ">", "|-", ">+", "|2"])
@pytest.mark.parametrize("gap", ["", "\n", "\n\n"])
@pytest.mark.parametrize("indent", [0, 1])
def test_below_a_block_text_there_is_one(header: str, gap: str, indent: int, below: str) -> None:
    text = f"a: {header}\n  b\n{gap}{' ' * indent}{C}\n{below}"
    last = text.count("\n")
    if indent and below:  # indented further than what follows, it belongs to what stands above
        assert covered(text) == [(last - 1, last - 2)]
    else:
        assert covered(text) == [(last, last) if below else (last, last - 1)]


def test_a_text_that_names_us_hides_no_comment_behind_it() -> None:
    assert covered(f'a: "b {C}"  {C}\n') == [(1, 1)]
    assert covered(f"a: {{b: 'c {C}', d: e}}  {C}\n") == [(1, 1)]


def test_of_two_comments_on_a_line_the_second_is_a_part_of_the_first() -> None:
    assert only(f"a: b {C} {C}\n").reason == f"why {C}"


def test_a_text_that_is_not_kept_is_a_text_all_the_same() -> None:
    assert found(f"a: b\na: 'c {C}'\n") == []


def test_a_file_that_is_not_whole_has_no_comments() -> None:
    for text in (f"a: b {C}\nc: [\n", f"a: b {C}\n---\nc: d\n", f"{C}\n", f"- a {C}\n"):
        assert found(text) == []


def test_a_file_with_other_faults_has_them() -> None:
    assert covered(f"a: b {C}\na: c\n") == [(1, 1)]
    assert covered(f"a: \u200bb {C}\n") == [(1, 1)]


# Lines that a comment covers.


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{C}\na: b\nc: d\n", (2, 2)),
        (f"a: b\n{C}\n", (2, 1)),
        (f"a: b\n{C}\n\n# further\n", (2, 1)),
        (f"{C}\n\n# a remark\n\na: b\nc: d\n", (5, 5)),
        (f"{C}\na:\n  b: c\n\n  # remark\n  d: e\nf: g\n", (2, 6)),
        (f"{C}\na:\n- b\n- c: d\n  e: f\ng: h\n", (2, 5)),
        (f"{C}\na:\n-\n  b: c\n- d\ng: h\n", (2, 5)),
        (f"{C}\na:\n  - b\n  - c\nd: e\n", (2, 4)),
        (f"a:\n{C}\n- b: c\n  d: e\n- f\n", (3, 4)),
        (f"a:\n  {C}\n  - b: c\n    d: e\n  - f\n", (3, 4)),
        (f"a:\n        {C}\n  - b: c\n    d: e\n  - f\n", (2, 1)),
        (f"a:\n{C}\n  - b: c\n    d: e\n  - f\n", (3, 4)),
        (f"a:\n  - b: c\n    {C}\n    d: e\n    f: g\n", (4, 4)),
        (f"a:\n  - b: c\n    {C}\n    d:\n    - e\n    - f\n    g: h\n", (4, 6)),
        (f"a:\n  - b: c\n    {C}\n    d:\n      - e\n  - f\n", (4, 5)),
        (f"a:\n  - b: c\n    {C}\n  - d: e\n    f: g\n", (3, 2)),
        (f"a:\n  - b\n{C}\nc: d\ne: f\n", (4, 4)),
        (f"{C}\na: |\n  b\n   c\n\n  d\ne: f\n", (2, 6)),
        (f"{C}\na: b\n  c\nd: e\n", (2, 3)),
        (f"a: [\n  {C}\n  b,\n  c]\n", (3, 3)),
        (f"{C}\na: {{b: c,\n  d: e}}\nf: g\n", (2, 3)),
        (f"a: {{\n{C}\n  b: c,\n  d: e}}\n", (3, 3)),
        (f"{C}\n-a: b\n-c: d\n", (2, 2)),
    ],
)
def test_on_a_line_of_its_own_it_covers_what_begins_below(text: str, lines: tuple[int, int]) -> None:
    assert covered(text) == [lines]
    assert covered(text.replace("\n", "\r\n")) == [lines]
    assert covered(text.removesuffix("\n")) == [lines]


def test_several_comments_above_one_entry_cover_it_all() -> None:
    assert covered(f"{C}\n{C}\n\n{C}\na:\n  b: c\nd: e\n") == [(5, 6)] * 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # Lines at the column of the key, or left of it, belong to its value nevertheless.
        (f"{C}\na: [\n  b,\n]\nc: d\n", (2, 4)),
        (f"{C}\na: [\n  b,\n]\n# d\n\n", (2, 4)),
        (f"{C}\na: b\n\n# c\nd: e\n", (2, 2)),
        (f"{C}\na: [b,\nc]\nd: e\n", (2, 3)),
        (f"{C}\na: 'b\nc'\nd: e\n", (2, 3)),
        # A line of a block text is no comment, whatever it looks like.
        (f"{C}\na: |\n  b\n  # c\nd: e\n", (2, 4)),
    ],
)
def test_what_belongs_to_an_element_is_for_yaml_to_say(text: str, lines: tuple[int, int]) -> None:
    assert covered(text) == [lines]


def test_a_comment_above_the_beginning_of_the_document_covers_its_first_key() -> None:
    assert covered(f"{C}\n---\na: b\nc: d\n") == [(3, 3)]


@pytest.mark.parametrize("text", ["# pactstate: {}[r] why\na: b\nc: d", "a: b\nc: d # pactstate: {}[r] why"])
def test_for_a_whole_file(text: str) -> None:
    assert covered(text.format("ignore-file")) == [(1, text.count("\n") + 1)]
    assert covered(text.format("ignore-file") + "\n") == [(1, text.count("\n") + 2)]
    assert covered(text.format("ignore-files")) != [(1, text.count("\n") + 1)]


def test_they_come_in_order() -> None:
    text = f"a: b {C}1\nc: | {C}2\n  {C}\n{C}3\nd: 'x {C}' \n{C}4\ne: f\n"
    assert [one.reason for one in found(text)] == ["why1", "why2", "why3", "why4"]


@pytest.mark.parametrize(
    ("filler", "message"),
    [
        (" ", "# pactstate: ignore[r] why"),
        ("#", "# pactstate: ignore[r] why"),
        ("# ", "# pactstate: ignore[r] why"),
        ("#\t", "x"),
        (" ", "# pactstate:"),
        (" ", "# pactstate: ignore[r"),
        ("[", "# pactstate: ignore["),
        ("x,", "# pactstate: ignore["),
        ("until ", "# pactstate: ignore[r] why "),
        (" until 1", "# pactstate: ignore[r] why"),
        (".", "# pactstate: ignore[r] why, until 2027-01"),
        (", until 2027-01", "# pactstate: ignore[r] why"),
        (" ", "# pactstate: ignore[r] why, until"),
        ("until ", "# pactstate: ignore["),
        ("until=", "# pactstate: ignore["),
        (" ", "# pactstate: ignore[until"),
        (",; -(", "# pactstate: ignore[r]"),
        ("pactstate: ", "# "),
        ("# pactstate: ", "# "),
    ],
)
@pytest.mark.parametrize("end", ["", "x", "\x85", " # pactstate: x"])
def test_a_long_line_takes_linear_time(filler: str, message: str, end: str) -> None:
    """Quadratic work on a hundred thousand characters would not come back."""
    text = f"a: b {message}{filler * (100_000 // len(filler))}{end}\nc: d {C}\n"
    assert 1 <= len(found(text)) <= 2


@pytest.mark.parametrize("between", [" ", "\t", "  "])
@pytest.mark.parametrize("text", ["'b pactstate: c'", '"pactstate:"', "[d, 'pactstate: c']", "{'pactstate: c': d}"])
def test_a_comment_may_stand_close_behind_a_text_that_names_us(text: str, between: str) -> None:
    assert [(one.first, one.last) for one in found(f"a: {text}{between}{C}\n")] == [(1, 1)]


@pytest.mark.parametrize(
    ("message", "is_open"),
    [
        ("ignore[r why", True),
        ("ignore [r why", True),
        ("ignore[", True),
        ("ignore[r] why", False),
        ("ignore[r] why [", False),
        ("ignore[r][", False),
        ("ignore why [r", False),
        ("ignore why [", False),
        ("ignore", False),
    ],
)
def test_an_unclosed_bracket_is_noted(message: str, is_open: bool) -> None:
    (one,) = found(f"a: b # pactstate: {message}\n")
    assert one.open is is_open


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{C}\na:\n  b: c\n  # remark\nd: e\n", (2, 3)),
        (f"{C}\na: [\n  b,\n]\n", (2, 4)),
        (f"{C}\na: [\n  b,\n]", (2, 4)),
        (f"{C}\na: [\n  b,\n\n]\n\n# c\n", (2, 5)),
        (f"{C}\na:\n  - b\n  - c\n", (2, 4)),
        (f"{C}\na: |\n  b\n\n\nc: d\n", (2, 5)),
        (f"{C}\na: |\n  b\n  c\n", (2, 4)),
        (f"{C}\nabcdefghij: |\n  b\nc: d\n", (2, 3)),
        (f"{C}\na: 'b\n  c'\nd: e\n", (2, 3)),
        (f"{C}\na: 'b\n  # c'\nd: e\n", (2, 3)),
        (f"{C}\na: >+\n  b\n\n", (2, 4)),
        (f"{C}\na:\nb: c\n", (2, 2)),
        (f"{C}\n- \n- b\n", None),
        (f"a: b\n\n{C}\nc:\n\n\nd: e\n", (4, 4)),
        (f"{C}\na: {{b: [c, d],\n  e: f,\n  g: h}}\ni: j\n", (2, 4)),
    ],
)
def test_to_the_last_line_of_an_element_and_no_further(text: str, lines: tuple[int, int] | None) -> None:
    assert [(one.first, one.last) for one in found(text)] == ([lines] if lines else [])
