"""The mutants that are made: what is changed, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutation.operators import mutants


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("def f(a, b):\n    return a < b", ["return a < b -> return None", "a < b -> a <= b", "a < b -> a >= b"]),
        ("def f(a):\n    if not a: a.b()", ["not a -> a", "a.b() -> (left out)"]),
        ("def f(a):\n    if a: return None", ["a -> not a"]),
        ("def f(a):\n    return 'word'", ["return 'word' -> return None", "'word' -> 'XXwordXX'"]),
        ("def f(a):\n    raise E('told to people')", []),
        ("def f(a: int = 1) -> 'A':\n    'Text.'", ["1 -> 2"]),
        (
            "def f(a):\n    while a and max(a): break",
            ["a and max(a) -> a or max(a)", "max -> min", "break -> continue"],
        ),
        ("def f(a):\n    a += 1", ["a += 1 -> a -= 1", "a += 1 -> a = 1", "1 -> 2"]),
        ("def f(a):\n    yield a.earliest", ["yield a.earliest -> (left out)", "a.earliest -> a.latest"]),
        ("def f(a):\n    for b in a[1:]: continue", ["1: -> :", "1 -> 2", "continue -> break"]),
        ("T = (A, B)", ["element A -> (left out)", "element B -> (left out)"]),
        ("T = {A: b}", ["{A: b} -> (left out)"]),
        ("T = f(a=b)", ["f(..., a=b) -> (left out)"]),
        ("Kind = A | None", []),
        ("class A:\n    b: int = True", ["True -> False"]),
        ("R = re.compile('a+ b')", [f"pattern {part} -> (left out)" for part in ("a<<+>> b", "a+<< >>b", "a+ <<b>>")]),
        ("R = re.compile('a  # b\\n', re.VERBOSE)", ["pattern <<a>> # b -> (left out)"]),
        ("T = '''\na b c\nd d d\ne e e\n'''", ["row a b c -> b a c", "row a b c -> a c b"]),
        ("if TYPE_CHECKING:\n    a = 1", []),
        ("def f(a):\n    b = cast('C', a)", ["b = cast('C', a) -> b = None"]),
    ],
)
def test_one_small_fault_at_a_time(tmp_path: Path, source: str, made: list[str]) -> None:
    path = tmp_path / "m.py"
    path.write_text(source)
    assert [mutant.key.partition(": ")[2] for mutant in mutants(path, "m")] == made
