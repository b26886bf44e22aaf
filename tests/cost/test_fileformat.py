"""Cost of comments, suggestions and repairs, in lines of Python that are run and calls."""

from __future__ import annotations

import functools
import gc
import time
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from counted import measured
from pactstate.domain.dates import DateError, PartialDate, refuse_in_brief
from pactstate.editing.fixes import applied, keeps_the_rest
from pactstate.fileformat.config import Config
from pactstate.fileformat.convert import agreement_of
from pactstate.fileformat.document import Document, read
from pactstate.fileformat.ignores import ignores
from pactstate.fileformat.slips import correct_slips
from pactstate.fileformat.suggest import like_source, nearest, within_edits
from pactstate.findings import Finding, Location, TextEdit
from pactstate.smallyaml import MappingNode
from pactstate.storage.limits import DEFAULT

HEAD = "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\nsources: {s: {title: S}}\n"
C = "# pactstate: ignore[r] why"


def document(text: str) -> Document:
    return read("x.yaml", text.encode(), DEFAULT)[0]


def calls(work: Callable[[], object]) -> int:
    return measured(work, memory=False).steps


@pytest.mark.parametrize(
    "text",
    [
        lambda count: "a: b\n" + f"{C}\n" * count,
        lambda count: "".join(f"{C}\nk{number}: b\n" for number in range(count)),
        lambda count: "".join(f"k{number}: b {C}\n" for number in range(count)),
        lambda count: "".join(f"k{number}: 'b {C}'\n" for number in range(count)),
        lambda count: "a:\n" + f"  - b: c {C}\n    {C}\n    d: e\n" * count,
        lambda count: "a: b\n" + "# x\n" * count + f"{C}\n" + "# x\n" * count,
        lambda count: f"{C}\na: |\n" + f"  {C}\n" * count,
        lambda count: f"{C}\n" * count + "a: b\n" + "# x\n" * count + "c: d\n",
        lambda count: f"{C}\n" * count + "a:\n" + "  - b: c\n" * count,
    ],
)
def test_twice_the_comments_cost_twice_as_much(text: Callable[[int], str]) -> None:
    """With 4,000 comments in a row it took three seconds; a file has room for ten times as many."""
    once, twice = document(text(100)), document(text(200))
    assert once.root is not None
    assert twice.root is not None
    ignores(document(text(1)))  # what only the first call costs
    assert calls(lambda: ignores(twice)) < 2.2 * calls(lambda: ignores(once)) + 50


@pytest.mark.parametrize("search", ["ids", "words"])
def test_long_similar_words_take_few_steps(search: str) -> None:
    """Each letter of one was compared with each letter of the other, hundreds of thousands of times in a small file."""
    known = [f"{'abc' * 20}{number:04}" for number in range(200)]

    def search_one() -> None:
        if search == "ids":
            assert like_source(f"{'acb' * 20}0000", known) is None
        else:
            nearest(f"{'acb' * 20}0000", known)

    assert calls(search_one) < 1_000_000


def test_twice_as_long_ids_take_as_many_steps() -> None:
    short, long = (
        calls(lambda half=half: within_edits(f"{half}x{half}", f"{half}yz{half}", 2)) for half in ("a" * 15, "a" * 30)
    )
    assert long <= 1.3 * short


MEBIBYTE = 1024 * 1024
WORST = {
    "one line of dashes": "- " * (MEBIBYTE // 2),
    "one line of blanks behind a document": "---" + " " * MEBIBYTE,
    "one line of brackets": "[" * MEBIBYTE,
    "one line of colons": ": " * (MEBIBYTE // 2),
    "lines of blanks": (" " * 999 + "\n") * 1048,
    "lines of blanks with a tab": (" " * 990 + "\ta\n") * 1048,
    "lines of foreign blanks": ("\u00a0" * 19 + "a: b\n") * 20_000,
    "lines of curly quotes": (" : \u201ca" * 7 + "\n") * 20_000,
    "lines with a key and blanks": ("date" + " " * 990 + "=\n") * 1048,
    "entries without a dash": "history:\n  - event: a\n" + "    event: a\n" * 19_990,
}


@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_the_search_takes_time_in_proportion_to_the_text(text: str) -> None:
    """A file of 1 MiB took minutes where a pattern took time that grew with the square of a line."""

    def seconds(size: int) -> float:
        """Time the search in a file of a size. Patterns are one call, whose steps cannot be counted."""
        start = time.process_time()
        correct_slips(f"a: b: c\n{text}"[:size] + "\n", lambda tried: None)
        return time.process_time() - start

    half, whole = (min(seconds(size) for _ in range(3)) for size in (MEBIBYTE // 8, MEBIBYTE // 4))
    assert whole < 3.2 * half + 0.05


class Split(str):
    """Text that counts how often it is split."""

    __slots__ = ()
    times = 0

    def split(self, *given: Any, **named: Any) -> list[str]:
        Split.times += 1
        return super().split(*given, **named)


def test_a_text_is_split_once_for_all_lines_that_findings_look_at() -> None:
    """It was split for each value that is empty: a file of 1 MiB took 2.3 seconds."""
    text = document(f"{HEAD}history:\n" + "  - {event: , date: 2024, reported_by: s}\n" * 50)
    split = attrs.evolve(text, text=Split(text.text))
    Split.times = 0
    found = agreement_of(split, Config().own_vocabulary)[1]
    assert len(found) == 50
    assert Split.times <= 2


def dates(count: int, text: str) -> list[Finding]:
    lines = "".join(f"  - {{event: signed, date: {text}{1000 + number}}}\n" for number in range(count))
    return agreement_of(document(f"{HEAD}history:\n{lines}"), Config().own_vocabulary)[1]


def test_of_very_many_wrong_dates_the_first_say_what_is_meant() -> None:
    found = dates(501, "3 July ")
    assert [one.message.endswith(f"write '{1000 + number}-07-03'") for number, one in enumerate(found)] == [
        *[True] * 500,
        False,
    ]
    assert found[-1].message.startswith("'3 July 1500' is not a date here: write a day")


def refused(text: str, refuse: Callable[[str], object]) -> int:
    """Return the steps of refusing a date."""

    def steps() -> None:
        with pytest.raises(DateError):
            refuse(text)

    return calls(steps)


@pytest.mark.parametrize("text", ["https://a.example/", "May 1/June 2/July "])
def test_what_a_wrong_date_may_mean_is_looked_for_once(text: str) -> None:
    """An address in the place of a date was tried as an interval of intervals, twice: 260 KB of them took 3 seconds."""
    dates(3, text)
    more = calls(functools.partial(dates, 2, text)) - calls(functools.partial(dates, 1, text))
    in_full, in_brief = (refused(f"{text}1001", refuse) for refuse in (PartialDate, refuse_in_brief))
    assert more < 1.6 * in_full
    assert in_brief < in_full / 4


def mappings_with_places() -> int:
    """Return the number of nodes in memory that stand for a mapping."""
    gc.collect()
    return sum(isinstance(one, MappingNode) for one in gc.get_objects())


def test_the_places_of_very_many_entries_are_not_all_kept() -> None:
    """The nodes of 29,000 entries, each with a finding, had taken 40 MB."""
    text = document(f"{HEAD}history:\n" + "- {event: note, date: 2024}\n" * 12_000)
    before = mappings_with_places()
    places = [text.at(("history", number, "date")) for number in range(12_000)]
    kept = mappings_with_places() - before
    assert len(set(places)) == 12_000
    assert kept <= 10_000
    before = mappings_with_places()
    assert [text.at(("history", number, "date")) for number in range(12_000)] == places
    assert mappings_with_places() <= before + 10_000 - kept


def test_the_places_of_very_many_keys_are_not_all_kept() -> None:
    text = document("".join(f"k{number}: {{a: b}}\n" for number in range(12_000)))
    before = mappings_with_places()
    places = [text.at((f"k{number}", "a")) for number in range(12_000)]
    assert [place.line for place in places] == [*range(1, 12_001)]
    assert mappings_with_places() - before <= 10_000


def test_what_a_repair_leaves_alone_is_compared_without_places() -> None:
    """To compare two files of 1 MiB had taken 40 MB, for nodes of all entries."""
    text = f"{HEAD}title_too: {{a: {{b: c}}}}\nhistory:\n" + "- {event: note, date: 2024}\n" * 200
    change = applied(text, [TextEdit(Location("x.yaml", 100, 10, 100, 14), "signed")])
    before, after = document(text), document(change.text)
    others = mappings_with_places()
    assert keeps_the_rest(before, after, change)
    # The root, what is at the top of the file, and the entry that was edited.
    assert mappings_with_places() - others <= 2 * 6
