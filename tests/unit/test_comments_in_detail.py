"""Edge cases of comments that silence findings: at texts, at brackets, at the end of the file."""

from __future__ import annotations

import pytest

from pactstate.fileformat.document import read
from pactstate.fileformat.ignores import Ignore, ignores
from pactstate.storage.limits import DEFAULT

C = "# pactstate: ignore[r] why"


def found(text: str) -> list[Ignore]:
    return ignores(read("x.yaml", text.encode(), DEFAULT)[0])


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
