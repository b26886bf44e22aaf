"""Lists of agreements: the overview, and the pages of kinds and of parties."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from markupsafe import Markup

from pactstate.domain.agreement import Agreement
from pactstate.domain.events import EventKind, State
from pactstate.domain.position import Place
from pactstate.domain.standing import Standing
from pactstate.domain.status import Status
from pactstate.site import pages
from pactstate.site.chart import SPARK, Scale, course, shifted, spark, ticks
from pactstate.site.grounds import Run
from pactstate.site.pages import Asked, Summary, newest, party_pages
from pactstate.site.plane import Plane, date_in_words, in_words
from pactstate.site.spooled_list import SpooledList
from pactstate.site.templating import Site, inert_json, render
from pactstate.text.escape import visible

__all__ = ["GROUPS", "MAX_TITLES", "ListRows", "lists", "summary"]

_MARGIN: Final = dt.timedelta(days=60)

_BOUND: Final = frozenset({Place.BOUND, Place.NOTICE, Place.PROVISIONAL})
_OVER: Final = frozenset({Place.GONE, Place.ENDED})
GROUPS: Final = ("Bound", "Perhaps bound", "Not bound so far", "No longer bound", "Not legally binding")
"""Groups of agreements on the page of a party, and of parties in the list of an agreement, in order."""


def summary(agreement: Agreement, found: Plane, status: Status, site: Site) -> Summary:
    """Return what the lists show of an agreement.

    Args:
        agreement: The agreement.
        found: Its answers.
        status: Its status on the day that the site is built for.
        site: What all pages have in common.
    """
    answer, last = found.at(site.today), newest(agreement.sources)
    # A kind for which 'ratified' is the wrong word is one that does not bind.
    is_binding = EventKind.RATIFIED not in agreement.policy.wrong
    return Summary(
        agreement.id,
        agreement.title,
        agreement.policy.name,
        agreement.policy.title,
        agreement.parties,
        answer,
        date_in_words(answer.since) if answer.since else "",
        date_in_words(str(last.published)) if last else "",
        course(found.on_file, found),
        tuple(_asked(found.on_file, found)),
        tuple(_asked(found.on_the_day, found)),
        {one.party: _group(one) if is_binding else GROUPS[-1] for one in status.standing},
    )


def _asked(runs: Sequence[Run], found: Plane) -> Iterator[Asked]:
    last: Asked | None = None
    for run in runs:
        answer = found.answers[run.value]
        since = date_in_words(answer.since) if answer.since else ""
        made = Asked(run.start, _words(answer.possible), since, answer.flags)
        if last is None or made[1:] != last[1:]:
            last = made
            yield made


@lru_cache
def _words(possible: tuple[State | None, ...]) -> tuple[str, ...]:
    # Every agreement keeps its answers until the lists are made, and most have the same states.
    return tuple(str(state or "") for state in possible)


def _group(standing: Standing) -> str:
    possible = standing.possible
    if possible <= _BOUND:
        return GROUPS[0]
    if possible & _BOUND:
        return GROUPS[1]
    return GROUPS[3] if possible <= _OVER else GROUPS[2]


class ListRows:
    """Rows of all agreements for the lists, in the order of the agreements."""

    def __init__(self, rows: SpooledList[Summary]) -> None:
        self.rows = rows
        self.groups: list[tuple[str | None, ...]] = []
        """Group of each party of an agreement on the party's page, in the order of its parties."""
        self.states: dict[str, Counter[tuple[State | None, ...]]] = {}
        """Number of agreements of each kind that are in one state, or in none for certain."""

    def add(self, row: Summary) -> None:
        """Add an agreement."""
        self.rows.add(row)
        self.groups.append(tuple(row.standing.get(code) for code in row.parties))
        states = row.answer.possible if len(row.answer.possible) == 1 else ()
        self.states.setdefault(row.kind, Counter())[states] += 1


def lists(agreements: Sequence[Agreement], listed: ListRows, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of the overview, and of the lists by kind and by party."""
    order = sorted(range(len(agreements)), key=lambda one: (agreements[one].title.casefold(), agreements[one].id))
    kinds = {one.policy.name: one.policy.title for one in agreements}
    parties = {code: one.party_name(code) for one in agreements for code in one.parties}
    places = party_pages(agreements)
    counts = Counter(one.policy.name for one in agreements)
    counts.update(code for one in agreements for code in one.parties)
    told = f"{_count(len(order))}: where each stood on {site.today_words}, and on any other day, as known that day."
    page: dict[str, object] = {
        "title": site.title,
        "lead": told if order else "No agreement is on file.",
        "counts": counts,
        "all_kinds": sorted(kinds.items(), key=lambda pair: pair[1]),
        "all_parties": sorted(parties.items(), key=lambda pair: pair[1]),
        "party_pages": places,
    }
    by_kind: dict[str, list[int]] = {}
    by_party: dict[str, dict[str | None, list[int]]] = {}
    for number in order:
        one = agreements[number]
        by_kind.setdefault(one.policy.name, []).append(number)
        for code, group in zip(one.parties, listed.groups[number], strict=True):
            by_party.setdefault(code, {}).setdefault(group, []).append(number)
    is_short = len(order) <= pages.MAX_ROWS
    page["shares"] = {} if is_short else {name: list(_shares(states)) for name, states in listed.states.items()}
    titles = [] if is_short else list(_titles([agreements[number] for number in order]))
    page["titles"] = titles[0] if len(titles) == 1 else None
    page["title_pages"] = titles if len(titles) > 1 else []
    for some in titles if len(titles) > 1 else []:
        yield some.path, render("titles.html", site, page={"titles": some, "title_pages": titles})
    yield "index.html", _page([("", [listed.rows[number] for number in order] if is_short else [])], page, site)
    for name, numbers in by_kind.items():
        yield from _pages(f"kinds/{name}", kinds[name].capitalize(), [("", numbers)], listed.rows, site)
    for code, grouped in by_party.items():
        path = places[code].removesuffix(".html")
        if path.startswith("parties/"):
            groups = [(group, grouped[group]) for group in GROUPS if group in grouped]
            yield from _pages(path, parties[code], groups, listed.rows, site)


class _Title(NamedTuple):
    """Agreement in a list of titles."""

    id: str
    title: str
    parties: str
    """Codes of its parties, or their number."""


class _Titles(NamedTuple):
    """Page of a list of titles."""

    path: str
    agreements: Sequence[Agreement]
    total: int
    """Number of agreements on all pages."""

    @property
    def first(self) -> str:
        """Its first title."""
        return self.agreements[0].title

    @property
    def last(self) -> str:
        """Its last title."""
        return self.agreements[-1].title

    @property
    def rows(self) -> list[_Title]:
        """Agreements of the page. They are made for it alone, since all of them would take much memory."""
        return [_Title(one.id, one.title, _codes(one.parties)) for one in self.agreements]


MAX_TITLES: Final = 3_000
"""Titles of one page. They take about as much as the rows of a page of 500 agreements."""
_MAX_CODES: Final = 4
"""Number of parties up to which their codes stand beside a title."""


def _titles(agreements: Sequence[Agreement]) -> Iterator[_Titles]:
    """Yield the pages of the titles of all agreements."""
    for start in range(0, len(agreements), MAX_TITLES):
        number = start // MAX_TITLES + 1
        path = "titles.html" if number == 1 else f"titles.{number}.html"
        yield _Titles(path, agreements[start : start + MAX_TITLES], len(agreements))


def _codes(parties: Sequence[str]) -> str:
    return ", ".join(parties) if len(parties) <= _MAX_CODES else f"{len(parties)} parties"


class _Share(NamedTuple):
    """Agreements of a kind that are in one state, as a part of a bar."""

    style: str
    words: str
    number: int
    x: float
    width: float
    """Place and width, in per cent of the bar."""


def _shares(counts: Counter[tuple[State | None, ...]]) -> Iterator[_Share]:
    total = counts.total()
    done = 0
    states: list[tuple[State | None, ...]] = [*((state,) for state in State), (None,), ()]
    for possible in states:
        count = counts[possible]
        if count:
            words = in_words(possible[0] or "nothing yet") if possible else "not certain"
            style = (possible[0] if possible else None) or "nothing"
            yield _Share(str(style), words, count, round(100 * done / total, 2), round(100 * count / total, 2))
            done += count


def _count(number: int) -> str:
    return f"{number:,} agreement{'' if number == 1 else 's'}"


def _pages(
    path: str, title: str, groups: Sequence[tuple[str, Sequence[int]]], rows: SpooledList[Summary], site: Site
) -> Iterator[tuple[str, str]]:
    """Yield a list, and its further pages if it is long."""
    numbers = [(group, number) for group, some in groups for number in some]
    lead = f"{_count(len(numbers))}, on {site.today_words}."
    for part in pages.parts(path, numbers):
        some: dict[str, list[Summary]] = {}
        for group, number in part.rows:
            some.setdefault(group, []).append(rows[number])
        page: dict[str, object] = {
            "title": part.titled(title),
            "lead": lead,
            "counts": {},
            "all_kinds": [],
            "all_parties": [],
            "shares": {},
            "titles": None,
            "title_pages": [],
        }
        yield f"{part.path}.html", _page([*some.items()], page, site, "../", part.links)


def _page(
    groups: Sequence[tuple[str, Sequence[Summary]]],
    page: Mapping[str, object],
    site: Site,
    root: str = "",
    more: Sequence[tuple[str, str]] = (),
) -> str:
    rows = [row for _, some in groups for row in some]
    days = [day for row in rows for day, _ in row.course if dt.date.min < day]
    first = shifted(min([*days, site.today]), -_MARGIN)
    last = shifted(site.today, _MARGIN)
    scale = Scale.of((day for day in days if day <= site.today), first, last)
    drawn = {row.id: list(spark(row.course, scale, first, last)) for row in rows}
    values: dict[str, object] = {
        **page,
        "groups": [(group, some) for group, some in groups if some],
        "more": more,
        "kinds": sorted({row.kind: row.kind_title for row in rows}.items(), key=lambda pair: pair[1]),
        "parties": _parties(rows, page),
        "states": list(State),
        "sparks": drawn,
        "has_next": any(row.answer.overdue or row.answer.expected for row in rows),
        "spark": SPARK,
        "ticks": [one for one in ticks(scale, first, last) if one.narrow],
        "scale": scale,
        "data": _data(rows, scale, site.today) if rows else "",
    }
    return render("list.html", site, root, page=values)


def _parties(rows: Sequence[Summary], page: Mapping[str, object]) -> object:
    return page["all_parties"] if rows else []


def _data(rows: Sequence[Summary], scale: Scale, today: dt.date) -> Markup:
    """Return the answers of all rows for the script; equal answers of several rows stand in it once."""
    answers: dict[tuple[tuple[str, ...], str, tuple[str, ...]], int] = {}

    def flat(some: Sequence[Asked]) -> list[list[int]]:
        return [
            [start.toordinal(), answers.setdefault((states, since, flags), len(answers))]
            for start, states, since, flags in some
        ]

    # The rows are made first: they number the answers.
    found = [[flat(row.on_file), flat(row.on_the_day)] for row in rows]
    return inert_json(
        {
            "today": today.toordinal(),
            "scale": [list(scale.days), list(scale.places)],
            "answers": [[states, since, [visible(flag) for flag in flags]] for states, since, flags in answers],
            "rows": found,
        }
    )
