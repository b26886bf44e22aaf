"""Strategies for the property tests, generated from the library's own tables: a new event or state is tested at once."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
from hypothesis import strategies as st

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import TAKEN_BACK
from pactstate.domain.lifecycle import (
    PARTY_POLICY,
    START,
    TABLE,
    Act,
    EventKind,
    Manner,
    PartyPolicy,
    State,
    Terms,
    step,
)
from pactstate.domain.model import Claim, Clauses, Event, Role, Source, Term

DAY = dt.timedelta(days=1)
MEMBERS = ("AU", "JP", "PH", "US")
STRANGER = "FR"
"""A party that no agreement here declares: it can only join."""

event_kinds = st.sampled_from(EventKind)
states = st.sampled_from(State)
terms = st.builds(
    Terms,
    st.integers(2, 4).map(lambda count: MEMBERS[:count]),
    st.none() | st.none() | st.integers(1, 4),
    st.sampled_from([False, False, False, True]),
)


# Dates: texts of the grammar, and days where calendars are awkward.

days = st.one_of(
    st.dates(),
    st.dates(max_value=dt.date(12, 12, 31)),
    st.dates(min_value=dt.date(9988, 1, 1)),
    st.dates(dt.date(2023, 12, 1), dt.date(2025, 1, 31)),
    st.sampled_from([2000, 2024, 1996]).map(lambda year: dt.date(year, 2, 29)),
)
qualifiers = st.sampled_from(["", "", "?", "~", "%"])


def spellings(day: dt.date) -> list[str]:
    """Every unqualified way to write an atom that the day lies in."""
    iso = day.isoformat()
    year, month = iso[:4], iso[:7]
    return [iso, month, year, f"{year}-XX", f"{month}-XX", f"{year}-XX-XX", f"{year[:3]}X", f"{year[:2]}XX"]


@st.composite
def date_texts(draw: st.DrawFn, qualifier: st.SearchStrategy[str] = qualifiers) -> str:
    """Any text of the grammar."""

    def atom(day: dt.date) -> str:
        return draw(st.sampled_from(spellings(day))) + draw(qualifier)

    shape = draw(st.sampled_from(["atom", "atom", "both", "../", "/.."]))
    first, last = sorted([draw(days), draw(days)])
    return {
        "atom": lambda: atom(first),
        "both": lambda: f"{atom(first)}/{atom(last)}",
        "../": lambda: f"../{atom(last)}",
        "/..": lambda: f"{atom(first)}/..",
    }[shape]()


@st.composite
def broken_date_texts(draw: st.DrawFn) -> str:
    """A text of the grammar with one character changed, put in or left out: mostly not a date, sometimes another."""
    text = draw(date_texts())
    place = draw(st.integers(0, len(text)))
    return text[:place] + draw(st.text("0123459X-/.?~% T", max_size=2)) + text[place + draw(st.integers(0, 1)) :]


partial_dates = date_texts().map(PartialDate)


@st.composite
def intervals(draw: st.DrawFn, window: list[dt.date]) -> PartialDate:
    """One day, somewhere in a part of the window."""
    first, last = sorted([draw(st.sampled_from(window)), draw(st.sampled_from(window))])
    return PartialDate.between(first, last)


# Lifecycle: acts as the party policies have them, and now and then not.


@st.composite
def acts(draw: st.DrawFn, kinds: st.SearchStrategy[EventKind] = event_kinds) -> Act:
    """Any event, mostly with a party where one is needed and without one where none is allowed."""
    kind = draw(kinds)
    party = st.sampled_from((*MEMBERS, STRANGER))
    usual = {
        PartyPolicy.REQUIRED: party,
        PartyPolicy.OPTIONAL: st.none() | party,
        PartyPolicy.NOT_ALLOWED: st.none(),
    }[PARTY_POLICY[kind]]
    careless = draw(st.integers(0, 9)) == 0
    window = [dt.date(2025, 1, 1) + count * DAY for count in range(6)]
    return Act(
        kind,
        draw(st.none() | party if careless else usual),
        draw(st.none() | intervals(window)),
        draw(st.none() | intervals(window)),
        draw(st.none() | st.sampled_from(sorted(TAKEN_BACK, key=str))) if kind is EventKind.WITHDRAWN else None,
        draw(st.none() | st.sampled_from(Manner)) if kind is EventKind.RATIFIED else None,
        draw(st.booleans()) if kind is EventKind.APPROVED else False,
    )


def legal_kinds(state: State | None) -> list[EventKind]:
    """The events that have a cell in a state."""
    return [kind for kind, cell in TABLE[state].items() if cell is not None]


# Timeline: small histories, within a window of a few days.


@attrs.frozen
class Case:
    """A small history that at least one assignment of days fits, and the days that matter to it."""

    events: tuple[Event, ...]
    sources: dict[str, Source]
    terms: Terms
    clauses: Clauses
    days: tuple[dt.date, ...]
    """The window, and the day before and after it, which stand for all that lie beyond."""


_WINDOWS = (dt.date.min, dt.date(2024, 2, 26), dt.date(2024, 12, 29), dt.date.max - 5 * DAY)


def _put_off(draw: st.DrawFn, kinds: list[EventKind], past: list[EventKind]) -> EventKind:
    """Draw the ``of`` of a postponement: mostly an event above it."""
    if EventKind.WITHDRAWN in kinds:
        return draw(st.sampled_from(sorted(TAKEN_BACK, key=str)))
    return draw(st.sampled_from(past or list(EventKind)))


@st.composite
def cases(draw: st.DrawFn, longest: int = 5, opening: EventKind | None = None) -> Case:
    """Histories with claims of every role, rejected ones, undated and partly dated sources, postponements, open ends.

    ``opening`` is the first event, in an agreement whose term mostly does not renew.
    """
    start = draw(st.sampled_from(_WINDOWS))
    window = [start + count * DAY for count in range(6)]
    agreement = draw(terms)
    events: list[Event] = []
    sources: dict[str, Source] = {}
    position, true = START, 0

    def around() -> PartialDate:
        # Days that include the true one, so that the history holds together whatever is known of it.
        slack = draw(st.sampled_from([0, 1, 2]))
        first = window[draw(st.integers(max(0, true - slack), true))]
        last = window[draw(st.integers(true, min(5, true + slack)))]
        beyond = draw(st.integers(0, 11))
        if beyond == 0 and last < dt.date.max:
            first = dt.date.min
        elif beyond == 1 and first > dt.date.min:
            last = dt.date.max
        return PartialDate.between(first, last)

    def claim(role: Role) -> Claim:
        name = f"source-{len(sources)}"
        oldest = max(0, true - 1) if role is Role.REPORTED else 0
        last = draw(st.integers(oldest, 5))
        first = draw(st.sampled_from([last, last, draw(st.integers(0, last))]))
        published = None if draw(st.integers(0, 7)) == 0 else PartialDate.between(window[first], window[last])
        sources[name] = Source(name, name, published=published)
        date = draw(st.none() | st.none() | st.builds(around)) if role is not Role.DENIED else None
        return Claim(name, role, date, rejected=draw(st.sampled_from([None, None, None, None, "wrong"])))

    for number in range(draw(st.integers(1 if opening else 0, longest))):
        true = draw(st.integers(true, 5) | st.just(true))
        likely = st.sampled_from(legal_kinds(position.state))
        opens = opening is not None and number == 0
        kinds = [opening if opening and opens else draw(st.one_of(likely, likely, likely, event_kinds))]
        if draw(st.integers(0, 5)) == 0:
            kinds.append(draw(event_kinds.filter(lambda kind, first=kinds[0]: kind is not first)))
        act = Act(kinds[0]) if opens else draw(acts(st.just(kinds[0])))
        for kind in kinds:
            position = step(position, attrs.evolve(act, kind=kind), agreement).position
        roles = draw(st.lists(st.sampled_from([Role.REPORTED, Role.ANNOUNCED, *Role]), max_size=3))
        past = [kind for event in events for kind in event.kinds]
        effective = draw(st.none() | intervals(window))
        events.append(
            Event(
                kinds=tuple(kinds),
                date=around(),
                effective=effective,
                party=act.party,
                of=_put_off(draw, kinds, past) if EventKind.POSTPONED in kinds else act.of,
                manner=act.manner,
                partial=act.partial,
                claims=tuple(claim(role) for role in roles),
            )
        )
    beyond = [
        *([start - DAY] if start > dt.date.min else []),
        *window,
        *([window[-1] + DAY] if window[-1] < dt.date.max else []),
    ]
    silent = draw(st.none() | st.none() | st.frozensets(event_kinds, max_size=3)) or frozenset()
    ends = st.builds(Term, years=st.just(1), renews=st.sampled_from([False, False, False, True, None]))
    term = draw(ends if opening else st.none() | st.none() | ends)
    if opening and dt.date.min < start < dt.date(9000, 1, 1):
        # Days in which a term of one year ends, and after it.
        beyond += [window[2] + 365 * DAY, window[5] + 367 * DAY]
    return Case(tuple(events), sources, agreement, Clauses(term=term, not_recorded=silent), tuple(beyond))


# Records: folders of agreements as data, and what people do to them. Words are few, so that much is alike.

_SPELLINGS = (
    ("2020-01-10",),
    ("2020-01-11",),
    ("2020-01", "2020-01-XX", "2020-01-01/2020-01-31", "2020-01/2020-01-31"),
    ("2021", "2021-XX", "2021-XX-XX", "2021-01/2021-12"),
    ("2022-03-29/2022-03-31",),
    ("2022-03-30~", "2022-03-30?"),
    ("../2022-03-30", "0001/2022-03-30"),
)
SPELLINGS = {text: same for same in _SPELLINGS for text in same}
"""Every way in which the same days are spelled here, by each of them."""

recorded_dates = st.sampled_from(sorted(SPELLINGS))
_source_ids = st.sampled_from(["s0", "s1", "s2"])
_roles = st.sampled_from(["reported_by", "announced_by", "denied_by"])
_claims = st.fixed_dictionaries(
    {"source": _source_ids},
    optional={"date": recorded_dates, "rejected": st.just("why"), "locator": st.just("page 1")},
)
_statements = st.fixed_dictionaries(
    {"source": _source_ids, "says": st.sampled_from(["signed", "in_force"])},
    optional={"date": recorded_dates, "rejected": st.just("why")},
)
_source_fields = st.fixed_dictionaries(
    {"title": st.just("Title")},
    optional={"published": recorded_dates, "updated": recorded_dates, "note": st.sampled_from(["one", "two"])},
)


@st.composite
def _entries(draw: st.DrawFn, kinds: tuple[str, ...] = ("signed", "in_force", "note")) -> dict[str, Any]:
    return draw(
        st.fixed_dictionaries(
            {
                "event": st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True),
                "date": recorded_dates,
                **{role: st.lists(_claims, max_size=2) for role in ("reported_by", "announced_by", "denied_by")},
            },
            optional={
                "effective": recorded_dates,
                "party": st.sampled_from(["JP", "PH"]),
                "note": st.sampled_from(["one", "two"]),
            },
        )
    )


@attrs.define
class Record:
    """A folder of agreements: what each says, and in which file it stands. To be changed in place."""

    agreements: dict[str, dict[str, Any]]
    folders: dict[str, str]
    """The folder below the root in which each agreement's file stands, with its slash."""
    sources: dict[str, dict[str, Any]]
    homes: dict[str, str]
    """File of each source: the shared ones, or an agreement."""

    def files(self) -> dict[str, dict[str, Any]]:
        """The data of each file, by name. No two parts of them are one object."""
        files: dict[str, dict[str, Any]] = {}
        for id, one in self.agreements.items():
            inline = {name: source for name, source in self.sources.items() if self.homes[name] == id}
            files[f"{self.folders[id]}{id}.yaml"] = {**one, "sources": inline}
        for name, source in self.sources.items():
            if self.homes[name].endswith(".yaml"):
                files.setdefault(self.homes[name], {})[name] = source
        return copy.deepcopy(files)

    def histories(self) -> list[list[dict[str, Any]]]:
        """Files that are not empty."""
        return [one["history"] for one in self.agreements.values() if one["history"]]

    def entries(self) -> list[dict[str, Any]]:
        """All entries of all histories."""
        return [entry for history in self.histories() for entry in history]

    def claims(self) -> list[tuple[list[dict[str, Any]], int]]:
        """All claims, each as its list and its place in it."""
        return [
            (entry[role], index)
            for entry in self.entries()
            for role in ("reported_by", "announced_by", "denied_by")
            for index in range(len(entry[role]))
        ]

    def statements(self) -> list[tuple[list[dict[str, Any]], int]]:
        """All statements, likewise."""
        return [
            (one["statements"], index) for one in self.agreements.values() for index in range(len(one["statements"]))
        ]

    def dated(self) -> list[tuple[dict[str, Any], str]]:
        """Everything that bears a date, and its key."""
        things = [
            *self.entries(),
            *(claims[index] for claims, index in self.claims()),
            *(statements[index] for statements, index in self.statements()),
            *self.sources.values(),
        ]
        return [
            (thing, key) for thing in things for key in ("date", "effective", "published", "updated") if key in thing
        ]


_shared = st.sampled_from(["sources.yaml", "sources/more.yaml"])


@st.composite
def _agreements(draw: st.DrawFn, id: str) -> dict[str, Any]:
    return {
        "id": id,
        "title": f"Agreement {id}",
        "kind": "treaty",
        "parties": ["JP", "PH"],
        "history": draw(st.lists(_entries(), max_size=4)),
        "statements": draw(st.lists(_statements, max_size=2)),
    }


@st.composite
def records(draw: st.DrawFn) -> Record:
    """One or two agreements, with sources that are shared or their own."""
    ids = ["a", "b"][: draw(st.integers(1, 2))]
    names = ["s0", "s1", "s2"]
    return Record(
        {id: draw(_agreements(id)) for id in ids},
        dict.fromkeys(ids, ""),
        {name: draw(_source_fields) for name in names},
        {name: draw(_shared | st.sampled_from(ids)) for name in names},
    )


# Changes to a record. Each function changes it in place, or leaves it where the change is impossible.

Draw = st.DrawFn
_Deed = Callable[[Draw, Record], None]


def _any(draw: Draw, things: list[Any]) -> Any:
    return draw(st.sampled_from(things)) if things else None


def _insert(draw: Draw, things: list[Any], thing: Any) -> None:
    things.insert(draw(st.integers(0, len(things))), thing)


def _add_entry(draw: Draw, record: Record) -> None:
    one = draw(st.sampled_from(sorted(record.agreements)))
    _insert(draw, record.agreements[one]["history"], draw(_entries()))


def _add_claim(draw: Draw, record: Record) -> None:
    if entry := _any(draw, record.entries()):
        _insert(draw, entry[draw(_roles)], draw(_claims))


def _reject_claim(draw: Draw, record: Record) -> None:
    if place := _any(draw, record.claims()):
        place[0][place[1]]["rejected"] = draw(st.sampled_from(["why", "another why"]))


def _order_claims(draw: Draw, record: Record) -> None:
    if entry := _any(draw, record.entries()):
        role = draw(_roles)
        entry[role] = draw(st.permutations(entry[role]))


def _add_effective(draw: Draw, record: Record) -> None:
    if entry := _any(draw, [entry for entry in record.entries() if "effective" not in entry]):
        entry["effective"] = draw(recorded_dates)


def _add_words(draw: Draw, record: Record) -> None:
    if entry := _any(draw, record.entries()):
        entry[draw(st.sampled_from(["note", "by", "place"]))] = draw(st.sampled_from(["one", "two", "three"]))


def _add_statement(draw: Draw, record: Record) -> None:
    one = draw(st.sampled_from(sorted(record.agreements)))
    _insert(draw, record.agreements[one]["statements"], draw(_statements))


def _reject_statement(draw: Draw, record: Record) -> None:
    if place := _any(draw, record.statements()):
        place[0][place[1]]["rejected"] = "why"


def _add_source(draw: Draw, record: Record) -> None:
    record.sources["s9"] = draw(_source_fields) if "s9" not in record.sources else record.sources["s9"]
    record.homes["s9"] = draw(_shared)


def _date_source(draw: Draw, record: Record) -> None:
    if source := _any(draw, [source for source in record.sources.values() if "published" not in source]):
        source["published"] = draw(recorded_dates)


def _update_source(draw: Draw, record: Record) -> None:
    draw(st.sampled_from(sorted(record.sources.items())))[1]["updated"] = "2026-11-22"


def _add_agreement(draw: Draw, record: Record) -> None:
    if "c" not in record.agreements:
        record.agreements["c"], record.folders["c"] = draw(_agreements("c")), ""


def _move_file(draw: Draw, record: Record) -> None:
    record.folders[draw(st.sampled_from(sorted(record.folders)))] = draw(st.sampled_from(["", "old/", "old/er/"]))


def _move_source(draw: Draw, record: Record) -> None:
    homes = ["sources.yaml", "sources/more.yaml", *sorted(record.agreements)]
    record.homes[draw(st.sampled_from(sorted(record.homes)))] = draw(st.sampled_from(homes))


def _spell_otherwise(draw: Draw, record: Record) -> None:
    if place := _any(draw, record.dated()):
        thing, key = place
        thing[key] = draw(st.sampled_from(SPELLINGS.get(thing[key], (thing[key],))))


APPENDS: tuple[_Deed, ...] = (
    _add_entry,
    _add_entry,
    _add_claim,
    _add_claim,
    _reject_claim,
    _order_claims,
    _add_effective,
    _add_words,
    _add_statement,
    _reject_statement,
    _add_source,
    _date_source,
    _update_source,
    _add_agreement,
    _move_file,
    _move_source,
    _spell_otherwise,
)
"""Changes that leave everything as it was recorded."""


def _remove_entry(draw: Draw, record: Record) -> None:
    if history := _any(draw, record.histories()):
        del history[draw(st.integers(0, len(history) - 1))]


def _move_entry(draw: Draw, record: Record) -> None:
    if history := _any(draw, record.histories()):
        _insert(draw, history, history.pop(draw(st.integers(0, len(history) - 1))))


def _twist_entry(draw: Draw, record: Record) -> None:
    if entry := _any(draw, record.entries()):
        key, words = draw(
            st.sampled_from([("event", [["signed"], ["note", "signed"], ["in_force"]]), ("party", ["JP", "PH", ""])])
        )
        entry[key] = draw(st.sampled_from(words))
        if not entry[key]:
            del entry[key]


def _remove_claim(draw: Draw, record: Record) -> None:
    if place := _any(draw, record.claims()):
        del place[0][place[1]]


def _reinstate_claim(draw: Draw, record: Record) -> None:
    if place := _any(draw, record.claims()):
        place[0][place[1]].pop("rejected", None)


def _turn_claim(draw: Draw, record: Record) -> None:
    if entry := _any(draw, record.entries()):
        old, new = draw(_roles), draw(_roles)
        if entry[old]:
            entry[new].append(entry[old].pop())


def _remove_statement(draw: Draw, record: Record) -> None:
    if place := _any(draw, record.statements()):
        del place[0][place[1]]


def _remove_source(draw: Draw, record: Record) -> None:
    name = draw(st.sampled_from(sorted(record.sources)))
    if len(record.sources) > 1:
        del record.sources[name], record.homes[name]


def _remove_agreement(draw: Draw, record: Record) -> None:
    id = draw(st.sampled_from(sorted(record.agreements)))
    if len(record.agreements) > 1:
        del record.agreements[id], record.folders[id]
        for name, home in record.homes.items():
            if home == id:
                record.homes[name] = "sources.yaml"


def _redate(draw: Draw, record: Record) -> None:
    if place := _any(draw, record.dated()):
        place[0][place[1]] = draw(recorded_dates)


def _undate(draw: Draw, record: Record) -> None:
    if place := _any(draw, [(thing, key) for thing, key in record.dated() if "event" not in thing or key != "date"]):
        del place[0][place[1]]


TAMPERINGS: tuple[_Deed, ...] = (
    _remove_entry,
    _remove_entry,
    _move_entry,
    _move_entry,
    _twist_entry,
    _remove_claim,
    _reinstate_claim,
    _turn_claim,
    _remove_statement,
    _remove_source,
    _remove_agreement,
    _redate,
    _redate,
    _undate,
)
"""Changes that may take away recorded entries."""
CORRECTIONS: tuple[_Deed, ...] = (_twist_entry, _remove_claim, _reinstate_claim, _turn_claim, _redate, _undate)
"""Changes that a reason beside them allows."""


@st.composite
def later(draw: st.DrawFn, record: Record, deeds: tuple[_Deed, ...], most: int = 5) -> Record:
    """The record after some of the deeds."""
    after = copy.deepcopy(record)
    for deed in draw(st.lists(st.sampled_from(deeds), min_size=1, max_size=most)):
        deed(draw, after)
    return after
