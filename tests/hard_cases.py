"""Agreements that are hard to draw."""

from __future__ import annotations

import datetime as dt

from pactstate import Agreement, Claim, Event, Source, Statement
from pactstate.domain.parties import STATES

__all__ = ["hard_cases"]

_DAY = dt.timedelta(days=1)
_LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def _source(id: str, published: str | None, type: str = "press", publisher: str = "") -> Source:
    name = publisher or f"Publisher of {id}"
    return Source(id, f"Report {id}", publisher=name, url=f"https://example.org/{id}", published=published, type=type)


def _agreement(
    id: str, title: str, history: list[Event], *sources: Source, says: list[Statement] | None = None
) -> Agreement:
    return Agreement(id, title, "treaty", ["JP", "US"], history, says or [], sources)


def _by(
    event: str,
    date: str,
    source: str,
    *,
    party: str | None = None,
    by: str | None = None,
    place: str | None = None,
    note: str | None = None,
    effective: str | None = None,
) -> Event:
    return Event(event, date, reported_by=source, party=party, by=by, place=place, note=note, effective=effective)


def _many_parties() -> Agreement:
    codes = [*STATES][:190]
    days = [dt.date(2016, 4, 22) + number * 5 * _DAY for number in range(len(codes))]
    sources = [
        _source(f"s{number}", str(day) if number % 7 else str(day)[:7], "official" if number % 3 else "secondary")
        for number, day in enumerate(days)
    ]
    signed = Event("signed", "2015-12-12", claims=[Claim("s0", "reported")])
    ratified = [_by("ratified", str(day), f"s{number}", party=codes[number]) for number, day in enumerate(days)]
    history = sorted([signed, *ratified, _by("in_force", "2016-11-04", "s40")], key=lambda one: one.date.earliest)
    return Agreement("many-parties", "Convention of 190 parties", "treaty", codes, history, [], sources)


def _many_sources() -> Agreement:
    types = ("official", "press", "secondary")
    sources = [_source(f"p{number}", "2020-05-05", types[number % 3]) for number in range(300)]
    signed = Event("signed", "2020-05-04", claims=[Claim(one.id, "reported") for one in sources[1:]])
    return _agreement(
        "many-sources", "300 sources on one day", [signed, Event("in_force", "2020-06-01", announced_by="p0")], *sources
    )


def _many_labels() -> Agreement:
    kinds = ("approved", "note", "notice_given", "notice_revoked", "suspended", "resumed")
    first = ["proposed", "negotiating", "signed", "in_force"]
    days = [str(dt.date(2021, 1, 1) + number * 2 * _DAY) for number in range(36)]
    sources = [_source(f"l{number}", day) for number, day in enumerate(days)]
    history = [_by(kind, days[number], f"l{number}") for number, kind in enumerate(first)]
    history += [
        _by(kinds[number % 6], days[number], f"l{number}", party="JP" if number % 2 else "US", note="A note.")
        for number in range(4, 36)
    ]
    return _agreement("many-labels", "More labels than rows", history, *sources)


def hard_cases() -> list[Agreement]:
    """Return agreements that are hard to draw, each under an id that says why."""
    return [
        _many_parties(),
        _many_sources(),
        _many_labels(),
        _agreement(
            "four-centuries",
            "Treaty of Peace and Commerce",
            [
                _by("signed", "1642-01-29", "t1"),
                _by("ratified", "1642", "t2"),
                _by("in_force", "1642-05-22", "t2"),
                _by("suspended", "1808/1810", "t3", party="US"),
                _by("resumed", "1815", "t3", party="US"),
                _by("notice_given", "2026-01-01", "t4", party="JP"),
            ],
            _source("t1", "1642-01-29", "official"),
            _source("t2", "1890", "secondary"),
            _source("t3", "2015-03-01", "official"),
            _source("t4", "2026-01-02"),
        ),
        _agreement("single-event", "A single event", [_by("signed", "2019-03-03", "a")], _source("a", "2019-03-04")),
        _agreement("nothing-known", "Nothing known", []),
        _agreement("said-only", "A statement only", [], _source("q", "2020"), says=[Statement("q", "in_force")]),
        _agreement("undated", "No dates", [_by("signed", "../2019", "q")], _source("q", None, "secondary")),
        _agreement(
            "years-only",
            "Years only",
            [
                _by("negotiating", "1951", "y"),
                _by("signed", "1953", "y"),
                _by("in_force", "1955", "y"),
                _by("terminated", "196X", "y"),
            ],
            _source("y", "1975", "secondary"),
        ),
        _agreement(
            "open-ends",
            "Open ends",
            [_by("signed", "../1990-05-01", "o"), _by("in_force", "1991-01-01/..", "o")],
            _source("o", "1990-06-01/..", "official"),
        ),
        _agreement(
            "retroactive",
            "Retroactive force",
            [
                _by("signed", "2022-03-01", "r"),
                _by("in_force", "2022-06-01", "r", effective="2022-01-01"),
                _by("suspended", "2023-06-01", "r", effective="2023-01-01", party="US"),
            ],
            _source("r", "2023-07-01", "official"),
        ),
        _agreement(
            "one-unknown-day",
            "Several events on one unknown day",
            [_by(kind, "2005-07", "u") for kind in ("negotiating", "text_agreed", "signed", "ratified", "in_force")],
            _source("u", "2005-09-12"),
        ),
        _agreement(
            "all-rejected",
            "Everything rejected",
            [
                Event("signed", "2001-01-01", claims=[Claim("x1", "reported", rejected="The ministry denies it.")]),
                Event("in_force", "2002-01-01", claims=[Claim("x2", "reported", rejected="Copied from the first.")]),
            ],
            _source("x1", "2001-01-02"),
            _source("x2", "2001-02"),
            says=[Statement("x1", "in_force", rejected="It means another agreement.")],
        ),
        _agreement(
            "long-words",
            f"{_LONG} und {_LONG * 2}",
            [_by("signed", "2010-10-10", "lw", by=_LONG, place=_LONG * 2, note=_LONG * 4)],
            _source("lw", "2010-10-11", publisher=_LONG),
            says=[Statement("lw", "terminated")],
        ),
        _agreement(
            "right-to-left",
            "اتفاقية التعاون الدفاعي (RAA 2020)",
            [_by("signed", "2020-02-02", "ar", by="مجلس الوزراء", note="وقع الوزيران الاتفاقية عام 2020.")],
            _source("ar", "2020-02-03", "official", "وكالة الأنباء"),
            says=[Statement("ar", "in_force")],
        ),
        _agreement(
            "without-spaces",
            "日本国の自衛隊とフィリピンの軍隊との間における相互のアクセス及び協力の円滑化に関する日本国とフィリピン共和国との間の協定",
            [_by("signed", "2024-07-08", "zh", by="参议院外交委员会", note="双方在马尼拉签署了该协定。")],
            _source("zh", "2024-07-09", publisher="人民日报"),
        ),
    ]
