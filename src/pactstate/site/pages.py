"""Parts of pages as values: tables, rows of lists, and the pages of a long list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.model import Source
from pactstate.site.chart import Course
from pactstate.site.plane import Answer

__all__ = [
    "FEW_PARTIES",
    "MAX_ROWS",
    "Asked",
    "PageCell",
    "PageTable",
    "Part",
    "Summary",
    "newest",
    "parts",
    "parts_of",
    "party_pages",
    "publisher",
    "question",
    "question_of",
]


class PageCell(NamedTuple):
    """Cell of a table, which may be a link: to a page of the site, or to the web."""

    text: str
    local: str | None = None
    url: str | None = None
    style: str = ""
    """State that the cell names, or ``bad`` for a judgement."""


class PageTable(NamedTuple):
    """Table of a page."""

    heads: Sequence[str]
    """Heads of the columns in which some row has a text."""
    rows: Sequence[Sequence[tuple[str, PageCell]]]
    """Cells of these columns, each with the label that a narrow screen shows; the first cell has none."""
    title: str
    anchor: str
    empty: str
    """Sentence in the place of no rows."""

    @classmethod
    def of(
        cls,
        heads: Sequence[str],
        rows: Sequence[Sequence[PageCell]],
        title: str = "",
        anchor: str = "",
        empty: str = "",
    ) -> PageTable:
        """Return a table without the columns in which no row has a text."""
        columns = [number for number in range(len(heads)) if any(row[number].text for row in rows)]
        labels = ["", *(f"{heads[number]}: " for number in columns[1:])]
        laid_out = [
            [(label if row[number].text else "", row[number]) for label, number in zip(labels, columns, strict=True)]
            for row in rows
        ]
        return cls([heads[number] for number in columns], laid_out, title, anchor, empty)


class Asked(NamedTuple):
    """Part of an answer that a list shows, from a day on."""

    start: dt.date
    states: tuple[str, ...]
    since: str
    flags: tuple[str, ...]


class Summary(NamedTuple):
    """Agreement in a list: what the other pages show of it."""

    id: str
    title: str
    kind: str
    kind_title: str
    parties: tuple[str, ...]
    answer: Answer
    since: str
    newest: str
    course: Course
    on_file: tuple[Asked, ...]
    """Answers by everything on file, in order of the day asked about."""
    on_the_day: tuple[Asked, ...]
    """Answers by what was known on the day asked about."""
    standing: Mapping[str, str]
    """Group of each party on its page."""


MAX_ROWS: Final = 500
"""Rows of one page. A longer list goes on on further pages."""

_Row = TypeVar("_Row")


class Part(NamedTuple, Generic[_Row]):
    """Page of a list."""

    path: str
    """Its path, without the ending."""
    number: int
    rows: Sequence[_Row]
    links: Sequence[tuple[str, str]]
    """Numbers of all pages with their addresses, an empty one for this page; none if there is only this page."""

    def titled(self, title: str) -> str:
        """Return the title of the page, given that of the list."""
        return title if self.number == 1 else f"{title}, page {self.number}"


def parts(path: str, rows: Sequence[_Row]) -> Iterator[Part[_Row]]:
    """Yield the pages of a list, at least one: ``path``, then ``path.2`` and so on."""
    return parts_of(path, [rows[start : start + MAX_ROWS] for start in range(0, len(rows), MAX_ROWS)] or [rows])


def parts_of(path: str, pieces: Sequence[Sequence[_Row]]) -> Iterator[Part[_Row]]:
    """Yield the pages of a list, given the rows of each."""
    # No name of a list has a full stop in it.
    names = [path, *(f"{path}.{number}" for number in range(2, len(pieces) + 1))]
    for name, piece in zip(names, pieces, strict=True):
        links = [(str(number), "" if one == name else f"{_last(one)}.html") for number, one in enumerate(names, 1)]
        yield Part(name, names.index(name) + 1, piece, links if len(names) > 1 else ())


FEW_PARTIES: Final = 8
"""Parties up to which a page names all of them at once, and their acts in a row up to which it shows each."""
_MAX_PARTY_PAGES: Final = 250
"""Parties of an agreement up to which each has a page of its own: more than there are states."""


def party_pages(agreements: Iterable[Agreement]) -> Mapping[str, str]:
    """Return the page of each party, by its code.

    A party has one of its own unless it is only in an agreement that has more parties than there are states. It is in
    the list of the parties of that agreement: a page for each of 990 would say no more, and take 200 times the bytes of
    the file.
    """
    found: dict[str, str] = {}
    for one in agreements:
        has_pages = len(one.parties) <= _MAX_PARTY_PAGES
        for code in one.parties:
            found[code] = f"parties/{code}.html" if has_pages or code in found else f"{one.id}/parties.html"
    return found


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def newest(sources: Iterable[Source]) -> Source | None:
    """Return the source that was published last, counting each from the first day on which it may have been."""
    dated = ((source.published.earliest, source) for source in sources if source.published)
    known = [pair for pair in dated if pair[0] > dt.date.min]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def question(day: dt.date) -> str:
    """Return the part of an address that asks what could be known on a day."""
    return f"#on={day}&known-by={day}"


def question_of(date: PartialDate | None) -> str:
    """Return the part of an address that asks what could be known on a date; empty if it is not of one day."""
    return question(date.earliest) if date and date.is_day else ""


def publisher(source: Source | None, id: str) -> str:
    """Return the name of a source for readers."""
    return (source.publisher or source.title) if source else id
