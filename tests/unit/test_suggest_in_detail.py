"""Suggestions at the limits of length and number."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from pactstate.fileformat.suggest import like_source
from pactstate.text.suggest import MAX_HELPED, Names, Suggestions, clip, first, nearest, within_edits


def test_the_nearest_of_several_is_named() -> None:
    assert nearest("signd", ["sign", "signed", "singed"]) == "signed"
    assert nearest("ratify", ["satisfy", "rats", "ratified"]) == "satisfy"


def test_what_is_hardly_like_it_is_not_named() -> None:
    # Six of ten characters are alike, and five of ten.
    assert nearest("abcvw", ["abcxy"]) == "abcxy"
    assert nearest("abcdvwxyz", ["abcd"]) == "abcd"
    assert nearest("abcdvwxyzz", ["abcd"]) is None


@pytest.mark.parametrize(("number", "found"), [(299, "signed"), (300, None)])
def test_so_many_words_are_compared(number: int, found: str | None) -> None:
    assert nearest("signde", [*(f"{other:04}" for other in range(number)), "signed"]) == found


def test_a_long_known_word_is_skipped() -> None:
    assert nearest("x" * 64, ["x" * 65, "x" * 63]) == "x" * 63


@pytest.mark.parametrize(("number", "near"), [(200, 200), (201, 16)])
def test_of_few_names_all_are_compared(number: int, near: int) -> None:
    names = Names(f"{name:03}" for name in range(number))
    assert len(names.near("100")) == near


def test_names_are_compared_on_both_sides_of_the_word() -> None:
    names = Names(f"{name:03}" for name in range(300))
    assert names.near("100") == tuple(f"{name:03}" for name in range(92, 108))
    assert names.near("999") == tuple(f"{name:03}" for name in range(292, 300))


def test_so_many_words_are_helped() -> None:
    suggest = Suggestions()
    assert [suggest() for _ in range(MAX_HELPED + 1)] == [True] * 100 + [False]


def test_a_text_of_sixty_characters_is_shown_whole() -> None:
    assert clip("x" * 60) == "x" * 60
    assert clip("x" * 61) == "x" * 60 + "..."
    assert clip("a\nb") == "a\\u{a}b"


def test_the_first_of_several_and_how_many_more() -> None:
    assert first(["a"]) == "a"
    assert first(iter("ab")) == "a and 1 more"
    assert first("abcd") == "a and 3 more"


@pytest.mark.parametrize("search", ["ids", "words"])
def test_long_similar_words_take_few_steps(search: str) -> None:
    """Each letter of one was compared with each letter of the other, hundreds of thousands of times in a small file."""
    known = [f"{'abc' * 20}{number:04}" for number in range(200)]

    def search_one() -> None:
        if search == "ids":
            assert like_source(f"{'acb' * 20}0000", known) is None
        else:
            nearest(f"{'acb' * 20}0000", known)

    assert _lines_run(search_one) < 1_000_000


def test_twice_as_long_ids_take_as_many_steps() -> None:
    short, long = (
        _lines_run(lambda half=half: within_edits(f"{half}x{half}", f"{half}yz{half}", 2))
        for half in ("a" * 15, "a" * 30)
    )
    assert long <= 1.3 * short


def _lines_run(call: Callable[[], object]) -> int:
    """Return the number of lines of Python that a call runs."""
    count = 0

    def line(*_: object) -> object:
        nonlocal count
        count += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
