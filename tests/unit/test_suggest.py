"""Suggestions for mistyped words."""

from __future__ import annotations

import pytest

from pactstate.domain.parties import PARTIES
from pactstate.fileformat import usual
from pactstate.fileformat.suggest import (
    description,
    id_for_address,
    like_agreement,
    like_party,
    like_source,
    usual_word,
)
from pactstate.text.suggest import (
    MAX_HELPED,
    Names,
    Suggestions,
    clip,
    did_you_mean,
    first,
    listed,
    nearest,
)

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


@pytest.mark.parametrize(
    ("typed", "ids", "question"),
    [
        ("jp-uk-raa", ["jp-au-raa", "jp-gb-raa"], "did you mean 'jp-gb-raa'?"),
        ("Japan-UK RAA", ["jp-au-raa", "jp-gb-raa"], "did you mean 'jp-gb-raa'?"),
        ("no-fr-acsa", ["fr-no-acsa"], "did you mean 'fr-no-acsa'?"),
        ("jp-ph-ra", ["jp-pk-raa", "jp-ph-raa"], "did you mean 'jp-ph-raa'?"),
        ("jp-pg-raa", ["jp-ph-raa"], None),
        ("jp-raa", ["jp-ph-raa"], None),
        ("jp-ph-treaty", ["jp-ph-raa"], None),
        ("x" * 65, ["x" * 64], None),
    ],
)
def test_an_agreement_is_suggested_only_with_the_same_parties(typed: str, ids: list[str], question: str | None) -> None:
    assert like_agreement(typed, ids) == question


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("mofa-2023-09-15", "did you mean 'mofa-2023-09-15'?"),
        ("mofa-2023-09-51", "did you mean 'mofa-2023-09-15'?"),
        ("mfa-2023-09-14", "did you mean 'mofa-2023-09-15'?"),
        ("MOFA-2023-09-15", "did you mean 'mofa-2023-09-15'?"),
        ("gov-uk-2023-10-15", None),
        ("mofa-2023-10-25x", None),
        ("seed-00", "did you mean 'seed-000' or 'seed-001'?"),
        ("ab", None),
        ("x" * 65, None),
    ],
)
def test_a_source_is_suggested_only_if_two_letters_differ_at_most(typed: str, question: str | None) -> None:
    assert like_source(typed, ["mofa-2023-09-15", "seed-000", "seed-001", "cd"]) == question


def test_a_party_is_suggested_by_its_whole_name_only() -> None:
    assert like_party("Vatican", PARTIES) == "did you mean 'VA' for Holy See?"
    assert like_party("Congo", PARTIES) == "did you mean 'CD' for Congo (Kinshasa) or 'CG' for Congo (Brazzaville)?"
    assert like_party("Lapan", PARTIES) is None


def test_a_usual_word_leads_to_the_word_of_the_format() -> None:
    assert usual_word("Entry into Force", ["signed", "in_force"], usual.EVENTS) == "did you mean 'in_force'?"
    assert usual_word("IN-FORCE", ["signed", "in_force"], {}) == "did you mean 'in_force'?"
    # A word that is not allowed at the place is not suggested.
    assert usual_word("entry into force", ["signed"], usual.EVENTS) is None
    assert usual_word("s" * 65, ["signed"], usual.EVENTS) is None


@pytest.mark.parametrize("table", ["EVENTS", "STATES", "REASONS", "SOURCE_TYPES", "KINDS", "FLAGS", "KEYS"])
def test_usual_words_are_spelled_as_they_are_looked_up(table: str) -> None:
    words = getattr(usual, table)
    assert words
    assert all(usual.plain(word) == word for word in words)
    assert all(len(set(meant)) == len(meant) for meant in words.values())


@pytest.mark.parametrize(
    ("url", "id"),
    [
        ("https://www.mofa.go.jp/a/2024/07/08/b.html", "mofa-2024-07-08"),
        ("https://www.gov.uk/news-20231015", "gov-uk-2023-10-15"),
        ("https://www3.nhk.or.jp/x", "nhk"),
        ("https://news.abs-cbn.com/10/07/16/x", "abs-cbn"),
        ("http://localhost/x?d=2024-07-08", "localhost-2024-07-08"),
        ("https://example.org/2024/13/08", "example"),
        ("https://[x", None),
        ("https:///2024", None),
        (f"https://{'x' * 65}.org", None),
    ],
)
def test_an_address_gives_an_id_for_its_source(url: str, id: str | None) -> None:
    assert id_for_address(url) == id


def test_a_line_to_paste_has_the_day_of_the_id_only_if_there_is_such_a_day() -> None:
    assert description("a-2024-07-08").endswith(
        "a-2024-07-08: {title: '', publisher: '', url: '', published: 2024-07-08}"
    )
    assert description("a-2024-13-08").endswith("published: ''}")
    assert description("a").endswith("published: ''}")


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
