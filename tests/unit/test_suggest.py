"""Did you mean?"""

from __future__ import annotations

import pytest

from pactstate.reading.suggest import Names, did_you_mean, listed, nearest

_WORDS = ("signed", "ratified", "in_force", "Côte d'Ivoire")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("signde", "signed"),
        ("SIGNED", "signed"),
        ("in force", "in_force"),
        ("ratifed", "ratified"),
        ("côte d'ivoire", "Côte d'Ivoire"),
        ("zzz", None),
        ("", None),
        ("s", None),
    ],
)
def test_the_nearest_word(word: str, expected: str | None) -> None:
    assert nearest(word, _WORDS) == expected
    assert did_you_mean(word, _WORDS) == (f"did you mean '{expected}'?" if expected else None)


def test_letter_case_makes_no_difference() -> None:
    assert nearest("nato", ["NATO"]) == nearest("NATO", ["NATO"]) == "NATO"
    assert nearest("NATO", ["nato"]) == "nato"


def test_nothing_is_near_when_nothing_is_known() -> None:
    assert nearest("a", ()) is None
    assert did_you_mean("a", []) is None


def test_words_may_come_from_an_iterator() -> None:
    assert nearest("signde", iter(_WORDS)) == "signed"


def test_long_words_are_not_compared() -> None:
    assert nearest("x" * 64, ["x" * 64]) == "x" * 64
    assert nearest("x" * 65, ["x" * 65]) is None
    assert nearest("x" * 1_000_000, [f"{'x' * 60}{number}" for number in range(100)]) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["a"], "a"), (["a", "b"], "a or b"), (("a", "b", "c"), "a, b or c"), (iter("ab"), "a or b")],
)
def test_an_enumeration(words: list[str], expected: str) -> None:
    assert listed(words) == expected


def test_of_many_names_those_near_the_word_are_compared() -> None:
    many = Names(f"{letter}{number:03}" for letter in "abc" for number in range(100))
    assert "b042" in many.near("b042x")
    assert "b042" in many.near("b04")
    assert len(many.near("b042x")) == 16
    assert many.near("") == tuple(f"a{number:03}" for number in range(8))
    few = Names(["b", "a"])
    assert few.near("x") == ("a", "b")
