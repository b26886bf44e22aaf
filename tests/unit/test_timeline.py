"""From a history to a status: the worked example, and every awkward case that concerns it (docs/domain.md)."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from collections.abc import Sequence

import attrs
import pytest

from lines import certain_flags, line_of_events, named
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind
from pactstate.domain.evidence import Evidence, entries_known_by, live
from pactstate.domain.flags import may_have_flags
from pactstate.domain.known_by import doubtful_sources, publication, publications
from pactstate.domain.lifecycle import Flags, Notice, State, Terms
from pactstate.domain.model import NO_CLAUSES, Claim, Event, Period, Role, Source
from pactstate.domain.outcomes import Day, one_day
from pactstate.domain.readings import prepare, states_on
from pactstate.domain.status import Status, status
from pactstate.domain.timeline import Bounds, Timeline, bounds, prefix_counts

TERMS = Terms(("JP", "PH"))
MANY = Terms(("JP", "PH", "US"))


_TEXTS: dict[str, str] = {}
"""Sources as they are written, by id."""


def _id(text: str) -> str:
    id = re.sub("[^a-z0-9]+", "-", text)
    assert _TEXTS.setdefault(id, text) == text
    return id


def _source(text: str) -> Source:
    """A source written as ``PUBLISHED [updated DATE] [accessed DATE] [archived DATE]``; ``undated`` has no publication."""
    text = _TEXTS.get(text, text)
    published, *rest = text.split()
    others = dict(zip(rest[::2], rest[1::2], strict=True))
    return Source(_id(text), text, published=None if published == "undated" else published, **others)


def _claim(role: Role, text: str) -> Claim:
    """A claim written as ``SOURCE [for DATE] [wrong]``."""
    text, *rejected = text.split(" wrong")
    source, _, date = text.partition(" for ")
    return Claim(_id(source), role, date or None, rejected="wrong" if rejected else None)


def entry(
    words: str,
    date: str,
    reported: Sequence[str] = (),
    announced: Sequence[str] = (),
    denied: Sequence[str] = (),
    effective: str | None = None,
) -> Event:
    """An entry written as ``kind[+kind] [PARTY] [of kind]``."""
    head, _, of = words.partition(" of ")
    kinds, *party = head.split()
    roles = ((Role.REPORTED, reported), (Role.ANNOUNCED, announced), (Role.DENIED, denied))
    return Event(
        kinds.split("+"),
        date,
        effective=effective,
        party=party[0] if party else None,
        of=of or None,
        claims=[_claim(role, text) for role, texts in roles for text in texts],
    )


def ask(events: Sequence[Event], on: str, known_by: str | None = None, terms: Terms = TERMS) -> Status:
    sources = {claim.source: _source(claim.source) for event in events for claim in event.claims}
    return status(events, sources, terms, PartialDate(on), PartialDate(known_by) if known_by else None)


def answer(status: Status) -> tuple[str, str | None]:
    """The possible states in a line, ``-`` for "nothing yet", and the presumed one."""
    states = [str(state) for state in State if state in status.possible]
    return " ".join([*(["-"] if status.unbegun else []), *states]), status.presumed and str(status.presumed)


# The worked example of section 4.

RAA = Agreement(
    id="jp-ph-raa",
    title="Japan-Philippines Reciprocal Access Agreement",
    kind="raa",
    parties=("JP", "PH"),
    history=(
        entry("negotiating", "2023-11-03", reported=["2023-11-03"]),
        entry("signed", "2024-07-08", reported=["2024-07-08"]),
        entry("approved PH", "2024-12-16", reported=["2024-12-16"]),
        entry("approved JP", "2025-06-06", reported=["2025-06-06"]),
        entry("ratified", "2025-08-12", reported=["2025-08-12"]),
        entry("in_force", "2025-09-11", announced=["2025-08-12"], reported=["2025-11-05"]),
    ),
    sources=tuple(
        _source(date) for date in ("2023-11-03", "2024-07-08", "2024-12-16", "2025-06-06", "2025-08-12", "2025-11-05")
    ),
)


@pytest.mark.parametrize(
    ("on", "known_by", "possible", "certain", "presumed"),
    [
        ("2025-03-01", "2025-03-01", {State.SIGNED}, State.SIGNED, State.SIGNED),
        ("2025-08-20", "2025-08-20", {State.RATIFIED}, State.RATIFIED, State.RATIFIED),
        ("2025-09-20", "2025-08-20", {State.RATIFIED, State.IN_FORCE}, None, State.IN_FORCE),
        ("2025-09-20", "2025-11-05", {State.IN_FORCE}, State.IN_FORCE, State.IN_FORCE),
    ],
)
def test_the_worked_example(
    on: str, known_by: str, possible: set[State], certain: State | None, presumed: State | None
) -> None:
    found = RAA.status(on=on, known_by=known_by)
    assert found.possible == possible
    assert found.state is found.certain is certain
    assert found.presumed is presumed
    assert not found.unbegun


def test_the_worked_example_beside_the_states() -> None:
    march = RAA.status(on="2025-03-01", known_by="2025-03-01")
    assert march.approved == ("PH",)
    assert march.ratified == ()
    assert march.since == PartialDate("2024-07-08")
    assert march.expected == ()
    assert (march.newest, named(march)) == (PartialDate("2024-12-16"), "2024-12-16")
    assert [reason.event.name for reason in march.why] == ["negotiating", "signed", "approved"]
    assert [claim.source for claim in march.why[1].claims] == ["2024-07-08"]

    august = RAA.status(on=dt.date(2025, 8, 20), known_by=dt.date(2025, 8, 20))
    assert august.approved == ("PH", "JP")
    assert august.ratified == ("JP", "PH")
    (expected,) = august.expected
    assert (expected.name, expected.date) == ("in_force", PartialDate("2025-09-11"))
    assert [claim.role for claim in expected.claims] == [Role.ANNOUNCED]

    september = RAA.status(on="2025-09-20", known_by="2025-08-20")
    assert september.expected == ()
    assert september.since is None
    assert september.why[-1].event.name == "in_force"

    now = RAA.status(on="2025-09-20")
    assert (now.state, now.known_by, now.on) == (State.IN_FORCE, None, PartialDate("2025-09-20"))
    assert now.since == PartialDate("2025-09-11")
    assert named(now) == "2025-11-05"
    assert pickle.loads(pickle.dumps(now)) == now
    assert len({now, RAA.status(on=PartialDate("2025-09-20"))}) == 1


def test_an_agreement_knows_its_sources_and_terms() -> None:
    assert RAA.source("2024-07-08") is RAA.sources[1]
    assert RAA.source("nowhere") is None
    assert RAA.terms == TERMS
    assert RAA.status().on == PartialDate(dt.date.today())


# Awkward cases, by name.

SIGNED = "2024-07-08"


def test_source_published_on_the_day_of_the_event() -> None:
    events = [entry("signed", SIGNED, reported=[SIGNED])]
    assert answer(ask(events, SIGNED, SIGNED)) == ("signed", "signed")
    assert answer(ask(events, "2024-07-07", SIGNED)) == ("-", None)


def test_source_published_the_day_before_the_event() -> None:
    events = [entry("in_force", "2025-09-11", reported=["2025-09-10"])]
    assert answer(ask(events, "2025-09-11", "2025-09-10")) == ("in_force", "in_force")
    assert answer(ask(events, "2025-09-10", "2025-09-10")) == ("-", None)


def test_report_from_long_before_the_event_does_not_cap_it() -> None:
    events = [entry("signed", "2024-07", reported=["2024-05-01"])]
    assert answer(ask(events, "2024-07-15")) == ("- signed", None)
    assert answer(ask(events, "2024-07-31")) == ("signed", "signed")


def test_report_from_long_before_the_event_does_not_undo_the_cap_of_another() -> None:
    events = [entry("signed", "2024-07", reported=["2024-05-01", "2024-07-10"])]
    assert answer(ask(events, "2024-07-15")) == ("signed", "signed")


def test_year_only_source_reports_a_leap_day() -> None:
    events = [entry("signed", "2016-02-29", reported=["2016"])]
    assert answer(ask(events, "2016-02-29")) == ("signed", "signed")
    assert answer(ask(events, "2016-02-28")) == ("-", None)
    assert answer(ask(events, "2016-03-01", "2016-03-01")) == ("- signed", None)
    assert answer(ask(events, "2016-03-01", "2016-12-31")) == ("signed", "signed")
    assert answer(ask(events, "2016-03-01", "2015-12-31")) == ("-", None)


def test_month_only_event_is_capped_by_a_mid_month_source() -> None:
    events = [entry("signed", "2024-07", reported=["2024-07-10"])]
    assert answer(ask(events, "2024-06-30")) == ("-", None)
    assert answer(ask(events, "2024-07-10")) == ("- signed", None)
    assert answer(ask(events, "2024-07-11")) == ("signed", "signed")
    # A vague source caps by its last day.
    assert answer(ask([entry("signed", "2024-07", reported=["2024-07"])], "2024-07-15")) == ("- signed", None)
    assert answer(ask([entry("signed", "2024-07", reported=["2024-06-30"])], "2024-07-01")) == ("signed", "signed")
    two = [entry("signed", "2024-07", reported=["2024-07-20", "2024-07-10"])]
    assert answer(ask(two, "2024-07-11")) == ("signed", "signed")
    assert answer(ask([entry("signed", "2024-07")], "2024-07-30")) == ("- signed", None)


def test_a_source_not_known_yet_caps_nothing() -> None:
    events = [entry("signed", "2024-07", reported=["2024-07-10", "2024-07-20"])]
    assert answer(ask(events, "2024-07-15", "2024-07-10")) == ("signed", "signed")
    later = [entry("signed", "2024-07/2024-12", reported=["2024-07-20/2024-08-20", "2024-07-30"])]
    assert answer(ask(later, "2024-08-01", "2024-07-30")) == ("signed", "signed")
    assert answer(ask(later, "2024-08-01", "2024-07-25")) == ("- signed", None)


def test_updated_article_speaks_of_a_later_event_since_its_update() -> None:
    events = [
        entry("ratified", "2025-08-12", reported=["2025-08-12"]),
        entry("in_force", "2025-09-11", reported=["2025-08-14 updated 2025-09-12"]),
    ]
    assert answer(ask(events, "2025-09-11", "2025-09-11")) == ("ratified", "ratified")
    assert answer(ask(events, "2025-09-11", "2025-09-12")) == ("in_force", "in_force")


def test_updated_article_may_have_spoken_of_an_event_before_or_after_the_update() -> None:
    events = [entry("signed", "2025-09", reported=["2025-09-05 updated 2025-09-20"])]
    assert answer(ask(events, "2025-09-30", "2025-09-10")) == ("- signed", None)
    assert answer(ask(events, "2025-09-21", "2025-09-20")) == ("signed", "signed")
    earlier = [entry("signed", "2025-09-03", reported=["2025-09-05 updated 2025-09-20"])]
    assert answer(ask(earlier, "2025-09-05", "2025-09-05")) == ("signed", "signed")


def test_announced_day_that_passed_unreported_is_presumed() -> None:
    events = [
        entry("ratified", "2025-08-12", reported=["2025-08-12"]),
        entry("in_force", "2025-09-11", announced=["2025-08-12"]),
    ]
    assert answer(ask(events, "2025-09-10")) == ("ratified", "ratified")
    assert [item.name for item in ask(events, "2025-09-10").expected] == ["in_force"]
    assert answer(ask(events, "2025-09-11")) == ("ratified in_force", "in_force")
    assert answer(ask(events, "2026-09-11")) == ("ratified in_force", "in_force")
    assert ask(events, "2025-09-11").expected == ()


def test_announced_month_is_presumed_only_when_it_is_over() -> None:
    events = [entry("signed", "2025-08-12"), entry("in_force", "2025-09", announced=["2025-08-12"])]
    found = ask(events, "2025-09-15")
    assert answer(found) == ("signed in_force", None)
    assert [item.date.text for item in found.expected] == ["2025-09"]
    assert answer(ask(events, "2025-09-30")) == ("signed in_force", "in_force")


def test_announcement_that_slipped() -> None:
    events = [
        entry("ratified", "2025-08-12", reported=["2025-08-12"]),
        entry("in_force", "2025-09-11", announced=["2025-08-12 for 2025-09-01"], reported=["2025-09-11"]),
    ]
    assert answer(ask(events, "2025-09-05", "2025-08-20")) == ("ratified in_force", "in_force")
    assert ask(events, "2025-08-20", "2025-08-20").expected[0].date == PartialDate("2025-09-01")
    assert answer(ask(events, "2025-09-05", "2025-09-11")) == ("ratified", "ratified")
    assert answer(ask(events, "2025-09-05")) == ("ratified", "ratified")
    assert answer(ask(events, "2025-09-11")) == ("in_force", "in_force")


def test_the_newest_announcement_is_what_was_known() -> None:
    told = ["2025-06-01 for 2025-08-01", "2025-07-01 for 2025-10-01", "2025-05-01 for 2025-07-01"]
    events = [entry("signed", "2025-01-01", reported=["2025-01-01"]), entry("in_force", "2025-10-01", announced=told)]
    assert ask(events, "2025-05-05", "2025-05-05").expected[0].date == PartialDate("2025-07-01")
    assert ask(events, "2025-06-05", "2025-06-05").expected[0].date == PartialDate("2025-08-01")
    assert ask(events, "2025-07-05", "2025-07-05").expected[0].date == PartialDate("2025-10-01")
    assert answer(ask(events, "2025-08-05", "2025-06-05")) == ("signed in_force", "in_force")
    assert answer(ask(events, "2025-08-05", "2025-07-05")) == ("signed", "signed")


def test_without_known_by_the_last_announcement_counts_too() -> None:
    events = [entry("signed", "2025-01-01"), entry("in_force", "2025-10-01", announced=["2025-06-01 for 2025-08-01"])]
    assert answer(ask(events, "2025-07-01")) == ("signed", "signed")
    assert ask(events, "2025-07-01").expected[0].date == PartialDate("2025-08-01")


POSTPONED = [
    entry("negotiating", "2023-11-03", reported=["2023-11-03"]),
    entry("signed", "2024-03-01", announced=["2024-02-01"]),
    entry("postponed of signed", "2024-02-20", reported=["2024-02-20"]),
    entry("signed", "2024-07-08", announced=["2024-06-01"], reported=["2024-07-08"]),
]


def test_an_effect_that_has_come_is_not_postponed() -> None:
    ended = [
        entry("in_force", "2019-01-01", reported=["2019-01-01"]),
        entry("terminated", "2020-01-01", reported=["2020-01-01"], effective="2021-01-01"),
    ]
    assert answer(ask([*ended, entry("postponed of terminated", "2020-06-01", reported=["2020-06-01"])], "2023")) == (
        "in_force",
        "in_force",
    )
    assert answer(ask([*ended, entry("postponed of terminated", "2022-01-01", reported=["2022-01-01"])], "2023")) == (
        "terminated",
        "terminated",
    )


def test_planned_signing_that_was_postponed() -> None:
    assert answer(ask(POSTPONED, "2024-04-01")) == ("negotiating", "negotiating")
    assert answer(ask(POSTPONED, "2024-04-01", "2024-02-10")) == ("negotiating signed", "signed")
    assert [item.date.text for item in ask(POSTPONED, "2024-02-10", "2024-02-10").expected] == ["2024-03-01"]
    assert ask(POSTPONED, "2024-02-25", "2024-02-25").expected == ()
    assert [item.date.text for item in ask(POSTPONED, "2024-06-01", "2024-06-01").expected] == ["2024-07-08"]
    assert answer(ask(POSTPONED, "2024-07-08")) == ("signed", "signed")


def test_a_postponement_cancels_only_the_latest_announced_entry_of_its_event_above_it() -> None:
    def live_after(*events: Event) -> list[str]:
        return [f"{item.event.name} {item.event.date}" for item in live(events, {})]

    first, second = (entry("signed", date, announced=["undated"]) for date in ("2024-03-01", "2024-04-01"))
    other = entry("in_force", "2024-05-01", announced=["undated"])
    reported = entry("signed", "2024-02-01", reported=["undated"])
    postponed = entry("postponed of signed", "2024-02-20")
    assert live_after(first, second, other, postponed) == [
        "signed 2024-03-01",
        "in_force 2024-05-01",
        "postponed 2024-02-20",
    ]
    assert live_after(reported, postponed) == ["signed 2024-02-01", "postponed 2024-02-20"]
    assert live_after(postponed, first) == ["postponed 2024-02-20", "signed 2024-03-01"]
    assert live_after(first, second, postponed, postponed) == ["postponed 2024-02-20", "postponed 2024-02-20"]


def test_two_events_on_one_unknown_day_are_one_atomic_entry() -> None:
    assert answer(ask([entry("signed+in_force", "2025-01")], "2025-01-15")) == ("- in_force", None)
    apart = [entry("signed", "2025-01"), entry("in_force", "2025-01")]
    assert answer(ask(apart, "2025-01-15")) == ("- signed in_force", None)


def test_two_entries_on_one_known_day_leave_no_time_between_them() -> None:
    events = [entry("signed", "2025-01-15"), entry("in_force", "2025-01-15")]
    assert answer(ask(events, "2025-01-15")) == ("in_force", "in_force")
    assert answer(ask(events, "2025-01")) == ("- in_force", None)


def test_known_by_before_any_source() -> None:
    found = RAA.status(on="2025-09-20", known_by="2020-01-01")
    assert answer(found) == ("-", None)
    assert found.possible == frozenset()
    assert (found.state, found.since, found.newest, found.newest_source) == (None, None, None, None)
    assert (found.why, found.expected, found.approved, found.flags) == ((), (), (), ())


def test_no_history_at_all() -> None:
    for known_by in (None, "2025-01-01"):
        assert answer(ask([], "2025-01-01", known_by)) == ("-", None)


def test_all_sources_undated() -> None:
    events = [
        entry("signed", "2024-07-08", reported=["undated"]),
        entry("in_force", "2025-09-11", reported=["undated"]),
    ]
    assert answer(ask(events, "2025-09-11")) == ("in_force", "in_force")
    assert ask(events, "2025-09-11").newest is None
    found = ask(events, "2025-09-11", "2025-09-11")
    assert found.unbegun
    assert found.state is None
    assert State.IN_FORCE in found.possible
    assert answer(ask(events, "2025-09-11", "2024-07-06")) == ("-", None)


def test_undated_source_was_there_when_it_was_seen() -> None:
    events = [entry("signed", "2024-07", reported=["undated accessed 2024-07-10 archived 2024-07-20"])]
    assert answer(ask(events, "2024-07-11")) == ("signed", "signed")
    assert answer(ask(events, "2024-07-31", "2024-07-10")) == ("signed", "signed")
    assert answer(ask(events, "2024-07-31", "2024-07-09")) == ("- signed", None)


def test_announced_withdrawal_whose_day_passed() -> None:
    events = [
        entry("in_force", "1999-06-01", reported=["1999-06-01"]),
        entry("notice_given PH", "2020-02-11", reported=["2020-02-11"], effective="2020-08-09"),
        entry("withdrawn PH", "2020-08-09", announced=["2020-02-11"]),
    ]
    july, september = ask(events, "2020-07-01"), ask(events, "2020-09-01")
    assert answer(july) == ("in_force", "in_force")
    assert certain_flags(july).notices == (Notice("PH", False, PartialDate("2020-08-09")),)
    assert [item.name for item in july.expected] == ["withdrawn"]
    assert answer(september) == ("in_force terminated", "terminated")
    assert certain_flags(september) == Flags()


def test_retroactive_force_moves_the_state_on_the_day_of_the_act() -> None:
    events = [entry("signed", "2025-01-10"), entry("in_force", "2025-03-01", effective="2025-01-01")]
    assert answer(ask(events, "2025-02-01")) == ("signed", "signed")
    assert answer(ask(events, "2025-03-01")) == ("in_force", "in_force")
    assert [taken.violations for taken in line_of_events(events, TERMS).steps] == [(), ()]


def test_a_party_that_joins_leaves_and_joins_again() -> None:
    events = [
        entry("adopted", "2000"),
        entry("ratified JP", "2001"),
        entry("ratified PH", "2002"),
        entry("ratified US", "2003"),
        entry("in_force", "2004"),
        entry("withdrawn US", "2005"),
        entry("ratified US", "2006"),
    ]
    assert all(not taken.violations for taken in line_of_events(events, MANY).steps)
    found = {year: ask(events, f"{year}-12-31", terms=MANY) for year in range(2000, 2007)}
    assert [str(found[year].state) for year in found] == ["signed"] * 3 + ["ratified"] + ["in_force"] * 3
    assert [len(found[year].ratified) for year in found] == [0, 1, 2, 3, 3, 2, 3]
    assert found[2006].since == PartialDate("2004")


def test_leap_days_and_the_ends_of_the_calendar() -> None:
    leap = [entry("signed", "2024-02-29", reported=["2024-02-28"])]
    assert answer(ask(leap, "2024-02-28")) == ("-", None)
    assert answer(ask(leap, "2024-02-29")) == ("signed", "signed")
    for date in ("0001-01-01", "9999-12-31"):
        for claims in ([], [date], ["undated"], ["0001-01-01/9999-12-31"]):
            edge = [entry("signed", date, reported=claims), entry("in_force", date, reported=claims)]
            assert answer(ask(edge, date)) == ("in_force", "in_force")
            assert ask(edge, date, date).possible <= {State.IN_FORCE}


def test_open_ends() -> None:
    begun = [entry("signed", "../2024")]
    assert answer(ask(begun, "0001-01-01")) == ("- signed", None)
    assert answer(ask(begun, "2024-12-30")) == ("- signed", None)
    assert answer(ask(begun, "2024-12-31")) == ("signed", "signed")
    ahead = [entry("signed", "2024"), entry("in_force", "2025/..")]
    assert answer(ask(ahead, "2024-12-31")) == ("signed", "signed")
    assert answer(ask(ahead, "2025-01-01")) == ("signed in_force", None)
    assert answer(ask(ahead, "9999-12-31")) == ("in_force", "in_force")


# Evidence.


def test_an_entry_without_claims_counts_as_reported_unless_asked_what_was_known() -> None:
    events = [entry("signed", SIGNED)]
    assert answer(ask(events, SIGNED)) == ("signed", "signed")
    for known_by in ("2030-01-01", "9999-12-31", "0001-01-01/9999-12-31"):
        assert answer(ask(events, SIGNED, known_by)) == ("-", None)
    assert [item.evidence for item in live(events, {})] == [Evidence.REPORTED]


@pytest.mark.parametrize(
    "claims",
    [
        {"reported": ["2024-07-08 wrong"]},
        {"announced": ["2024-07-01 wrong"]},
        {"denied": ["2024-07-09"]},
        {"denied": ["2024-07-09"], "reported": ["2024-07-08 wrong"]},
    ],
)
def test_an_entry_that_is_only_rejected_or_denied_does_not_count(claims: dict[str, list[str]]) -> None:
    events = [entry("signed", SIGNED, **claims)]
    assert answer(ask(events, "2025-01-01")) == ("-", None)
    assert answer(ask(events, "2025-01-01", "2025-01-01")) == ("-", None)


def test_a_rejected_report_leaves_an_announcement_and_caps_nothing() -> None:
    announced = [entry("signed", "2024-07", announced=["2024-07-01"], reported=["2024-07-08 wrong"])]
    assert [item.evidence for item in live(announced, {})] == [Evidence.ANNOUNCED]
    assert [claim.role for claim in ask(announced, "2024-08-01").why[0].claims] == [Role.ANNOUNCED]
    reported = [entry("signed", "2024-07", reported=["2024-07-20", "2024-07-08 wrong"])]
    assert answer(ask(reported, "2024-07-15")) == ("- signed", None)


def test_bounds_are_computed_on_the_list_that_is_replayed() -> None:
    # The announced entry between them keeps the reported ones in its order only where it is replayed itself.
    events = [
        entry("negotiating", "2024", reported=["2026"]),
        entry("signed", "2024-03-01", announced=["2024-01-01"]),
        entry("approved JP", "2024", reported=["2026"]),
    ]
    found = ask(events, "2024-02-01")
    assert answer(found) == ("- negotiating", None)
    assert found.approved == ()
    assert answer(ask(events, "2024-06-01")) == ("- negotiating signed", "signed")


def test_doubtful_sources_answer_once_with_and_once_without() -> None:
    events = [
        entry("signed", "2024-07-08", reported=["2024-07-08"]),
        entry("in_force", "2025-01-10", reported=["2025"]),
    ]
    assert answer(ask(events, "2025-03-01", "2025-03-01")) == ("signed in_force", None)
    assert answer(ask(events, "2025-03-01", "2025")) == ("signed in_force", None)
    assert answer(ask(events, "2025-03-01", "2025-12-31")) == ("in_force", "in_force")
    assert answer(ask(events, "2025-03-01", "2024")) == ("- signed", None)


@pytest.mark.parametrize(("count", "possible"), [(6, {"negotiating", "signed"}), (7, {"signed"})])
def test_of_six_doubtful_sources_any_may_have_been_public(count: int, possible: set[str]) -> None:
    """Sources beyond this number are taken to be public in the order in which they sort."""
    sources = [Source(f"s{number}", "S", published="2020") for number in range(count)]
    events = [
        Event("negotiating", "2019-01-01", claims=[Claim("s1", Role.REPORTED)]),
        Event("signed", "2019-02-01", claims=[Claim("s0", Role.REPORTED)]),
        *(Event("amended", f"2019-03-{n:02}", claims=[Claim(f"s{n}", Role.REPORTED)]) for n in range(2, count)),
    ]
    status = Agreement("x", "X", "treaty", TERMS.parties, events, sources=sources).status("2020-06-01", "2020-06-01")
    assert (status.possible, status.unbegun) == (possible, True)


def test_an_illegal_event_leaves_the_state() -> None:
    events = [
        entry("in_force", "2020", reported=["2020"]),
        entry("negotiating", "2021", reported=["2021"]),
        entry("notice_revoked", "2022", reported=["2022"]),
    ]
    assert answer(ask(events, "2023-01-01")) == ("in_force", "in_force")
    faults = [
        [(str(kind), fault.rule) for kind, fault in taken.violations] for taken in line_of_events(events, TERMS).steps
    ]
    assert faults == [[], [("negotiating", "illegal-transition")], [("notice_revoked", "party-required")]]
    assert [taken.since for taken in line_of_events(events, TERMS).steps] == [0, 0, 0]


def test_a_fault_inside_an_atomic_entry_names_its_event() -> None:
    (taken,) = line_of_events([entry("signed+proposed+in_force", "2020")], TERMS).steps
    assert [(str(kind), fault.rule) for kind, fault in taken.violations] == [("proposed", "illegal-transition")]
    assert taken.state is State.IN_FORCE


def test_flags_and_progress_are_those_of_every_possible_position() -> None:
    events = [
        entry("in_force", "2010-01-01"),
        entry("suspended JP", "2020-01-01"),
        entry("notice_given PH", "2020-01-02"),
        entry("suspended PH", "2020-06"),
        entry("notice_suspended PH", "2021-06"),
    ]
    assert certain_flags(ask(events, "2020-06-15")) == Flags(suspended=("JP",), notices=(Notice("PH", False, None),))
    assert certain_flags(ask(events, "2020-07-01")).suspended == ("JP", "PH")
    assert certain_flags(ask(events, "2021-06-15")) == Flags(suspended=("JP", "PH"))
    talks = [entry("negotiating", "2020-01-01"), entry("stalled", "2021"), entry("negotiating", "2023")]
    assert [certain_flags(ask(talks, f"{year}-07-01")).stalled for year in (2020, 2021, 2022, 2023, 2024)] == [
        False,
        False,
        True,
        False,
        False,
    ]
    early = [entry("signed", "2020-01-01"), entry("provisional", "2021"), entry("in_force", "2023-01-01")]
    assert [bool(certain_flags(ask(early, f"{year}-07-01")).provisional) for year in (2020, 2021, 2022, 2023)] == [
        False,
        False,
        True,
        False,
    ]
    assert ask([entry("negotiating", "2019"), entry("approved PH", "2020")], "2020-06-01").approved == ()


def test_since_is_the_day_of_the_entry_that_set_the_state() -> None:
    events = [entry("signed", "2024-07"), entry("approved JP", "2024-09-01"), entry("note", "2024-10-01")]
    assert ask(events, "2025-01-01").since == PartialDate("2024-07")
    assert ask(events, "2024-07-15").since is None


def test_newest_is_the_latest_publication_among_the_claims_used() -> None:
    events = [
        entry("signed", "2024-07-08", reported=["2024-07-09", "2025-02-01", "2025-01-01"]),
        entry("in_force", "2026-01-01", announced=["2025-06-01"]),
        entry("amended", "2026-06-01", reported=["2026-06-02"]),
    ]
    assert named(ask(events, "2025-07-01")) == "2025-06-01"
    assert named(ask(events, "2025-07-01", "2025-03-01")) == "2025-02-01"
    assert ask(events, "2025-07-01", "2024-12-01").newest == PartialDate("2024-07-09")
    assert named(ask(events, "2026-07-01")) == "2026-06-02"
    vague = [entry("signed", "2024-07-08", reported=["2024-01-05/2025-12-31", "2024-07-09", "2024-07-09/2024-07-20"])]
    assert named(ask(vague, "2026-01-01")) == "2024-07-09"


# When a claim was made public.


@pytest.mark.parametrize(
    ("role", "source", "date", "earliest", "latest"),
    [
        # dated
        (Role.REPORTED, "2025-09-12", "2025-09-11", "2025-09-12", "2025-09-12"),
        (Role.ANNOUNCED, "2025-08", "2025-09-11", "2025-08-01", "2025-08-31"),
        # undated: not older than what it reports, less the slack; not younger than what it announces
        (Role.REPORTED, "undated", "2025-09-11", "2025-09-10", "9999-12-31"),
        (Role.REPORTED, "undated", "2025-09", "2025-08-31", "9999-12-31"),
        (Role.DENIED, "undated", "2025-09-11", "0001-01-01", "9999-12-31"),
        (Role.ANNOUNCED, "undated", "2025-09", "0001-01-01", "2025-09-30"),
        (Role.REPORTED, "undated", "0001-01-01", "0001-01-01", "9999-12-31"),
        (Role.REPORTED, "undated", "../2025", "0001-01-01", "9999-12-31"),
        (Role.ANNOUNCED, "undated", "2025/..", "0001-01-01", "9999-12-31"),
        # undated, but seen
        (Role.REPORTED, "undated accessed 2025-10-01", "2025-09-11", "2025-09-10", "2025-10-01"),
        (Role.REPORTED, "undated archived 2025-10-02 accessed 2025-10-01", "2025-09-11", "2025-09-10", "2025-10-01"),
        (Role.REPORTED, "undated archived 2025-09 accessed 2025-10-01", "2025-09-11", "2025-09-10", "2025-09-30"),
        (Role.REPORTED, "undated accessed 2025-09-01", "2025-09-11", "2025-09-01", "2025-09-01"),
        (Role.ANNOUNCED, "undated accessed 2025-08-01", "2025-09-11", "0001-01-01", "2025-08-01"),
        (Role.ANNOUNCED, "undated accessed 2025-12-01", "2025-09-11", "0001-01-01", "2025-09-11"),
        # updated: it reports a later event since the update only
        (Role.REPORTED, "2025-08-01 updated 2025-09-20", "2025-09-11", "2025-09-20", "2025-09-20"),
        (Role.REPORTED, "2025-09-10 updated 2025-09-20", "2025-09-11", "2025-09-10", "2025-09-20"),
        (Role.REPORTED, "2025-09-11 updated 2025-09-20", "2025-09-11", "2025-09-11", "2025-09-11"),
        (Role.REPORTED, "2025-09-15 updated 2025-09-20", "2025-09", "2025-09-15", "2025-09-20"),
        (Role.REPORTED, "2025-08 updated 2025-09-20", "2025-09-02", "2025-09-20", "2025-09-20"),
        (Role.REPORTED, "2025-08 updated 2025-09-20", "2025-09-01", "2025-08-31", "2025-09-20"),
        (Role.REPORTED, "2025-09-10 updated 2025-09-01", "2025-09-11", "2025-09-10", "2025-09-10"),
        (Role.ANNOUNCED, "2025-08-01 updated 2025-09-20", "2025-09-11", "2025-08-01", "2025-08-01"),
        (Role.REPORTED, "9999-12-31 updated 9999-12-31", "9999-12-31", "9999-12-31", "9999-12-31"),
        # Some day of the publication is before the event's last.
        (Role.REPORTED, "2024-07-10 updated 2024-08", "2024-07", "2024-07-10", "2024-08-31"),
        (Role.REPORTED, "2024-07 updated 2024-09-01", "2024-07-31", "2024-07-30", "2024-09-01"),
        (Role.REPORTED, "2024-07 updated 2024-09-01", "2024-07-01", "2024-07-01", "2024-07-31"),
        # Certainly before the event, beyond the slack: it speaks of the event since the update only.
        (Role.REPORTED, "2024-06 updated 2024-09", "2024-07-02", "2024-09-01", "2024-09-30"),
        (Role.REPORTED, "2024-06 updated 2024-09-01", "2024-07-01", "2024-06-30", "2024-09-01"),
        (Role.ANNOUNCED, "undated", "0001-01-01", "0001-01-01", "0001-01-01"),
    ],
)
def test_publication(role: Role, source: str, date: str, earliest: str, latest: str) -> None:
    found = publication(Claim("it", role), entry("signed", date), _source(source))
    assert (found.earliest.isoformat(), found.latest.isoformat()) == (earliest, latest)


def test_publication_looks_at_the_claim_s_own_date_first() -> None:
    claim = Claim("it", Role.REPORTED, PartialDate("2025-10-01"))
    assert publication(claim, entry("signed", "2025-09-11"), _source("undated")).earliest == dt.date(2025, 9, 30)


def test_publication_in_a_source_that_is_not_there_is_that_of_an_undated_one() -> None:
    claim = Claim("it", Role.REPORTED)
    event = entry("signed", "2025-09-11")
    assert publication(claim, event, None) == publication(claim, event, _source("undated"))


# Bounds and prefixes.


def _spans(*texts: str) -> list[tuple[dt.date, dt.date]]:
    return [(date.earliest, date.latest) for date in map(PartialDate, texts)]


def test_bounds_follow_the_order_of_the_list() -> None:
    found = bounds(_spans("2025", "2025-03", "2025", "2025-02-01/2025-06-30"))
    assert [(limit.earliest.isoformat(), limit.latest.isoformat()) for limit in found] == [
        ("2025-01-01", "2025-03-31"),
        ("2025-03-01", "2025-03-31"),
        ("2025-03-01", "2025-06-30"),
        ("2025-03-01", "2025-06-30"),
    ]
    assert bounds([]) == []


def test_bounds_that_contradict_each_other_are_empty() -> None:
    assert [limit.empty for limit in bounds(_spans("2025-03", "2025-02"))] == [True, True]
    assert not Bounds(dt.date(2025, 1, 1), dt.date(2025, 1, 1)).empty


def test_prefixes_run_from_what_surely_happened_to_what_may_have() -> None:
    limits = bounds(_spans("2025-01-01", "2025-02", "2025-03"))
    assert [list(prefix_counts(limits, PartialDate(on))) for on in ("2024-12-31", "2025-01-01", "2025-02-28")] == [
        [0],
        [1],
        [2],
    ]
    assert list(prefix_counts(limits, PartialDate("2025-02-10"))) == [1, 2]
    assert list(prefix_counts(limits, PartialDate("2025"))) == [1, 2, 3]
    assert list(prefix_counts(limits, PartialDate("2024-12/2025-02-01"))) == [0, 1, 2]
    assert list(prefix_counts([], PartialDate("2025"))) == [0]


def test_contradictory_entries_give_both_readings() -> None:
    events = [entry("signed", "2025-03"), entry("in_force", "2025-02")]
    assert answer(ask(events, "2025-02-27")) == ("-", None)
    assert answer(ask(events, "2025-02-28")) == ("- signed in_force", None)
    assert answer(ask(events, "2025-03-01")) == ("in_force", "in_force")
    assert states_on(prepare(events, {}, TERMS), PartialDate("2025-02-01/2025-02-28")) == {
        None,
        State.SIGNED,
        State.IN_FORCE,
    }


# The parts of the model that have a word of their own.


def test_an_event_is_named_after_its_kinds() -> None:
    assert entry("signed", SIGNED).name == "signed"
    assert entry("signed+in_force", SIGNED).name == "signed+in_force"


def test_accepted_claims_are_those_of_the_role_that_nobody_rejected() -> None:
    event = entry("signed", SIGNED, reported=["2024", "2025 wrong"], announced=["2023"], denied=["2026"])
    assert [claim.source for claim in event.accepted(Role.REPORTED)] == ["2024"]
    assert [claim.source for claim in event.accepted(Role.ANNOUNCED)] == ["2023"]
    assert [claim.source for claim in event.accepted(Role.DENIED)] == ["2026"]
    assert [claim.accepted for claim in event.claims] == [True, False, True, True]


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(6, "months"), "6 months"),
        (Period(2, "years"), "2 years"),
        (Period(1, "months"), "1 month"),
        (Period(1, "years"), "1 year"),
    ],
)
def test_a_period_reads_as_in_the_text(period: Period, text: str) -> None:
    assert str(period) == text


# Partial dates of entries and sources, and which end of an interval counts.


def test_contradictory_bounds_span_both_readings() -> None:
    early, late = dt.date(2024, 6, 10), dt.date(2024, 6, 20)
    assert list(prefix_counts([Bounds(late, early)] * 2, PartialDate("2024-06"))) == [0, 1, 2]
    assert list(prefix_counts([Bounds(early, early)] * 2, PartialDate("2024-06"))) == [0, 2]


def test_a_doubtful_source_counts_when_it_is_asked_to() -> None:
    events, sources = [entry("signed", "2024-07-01", reported=["2024-07"])], {"2024-07": _source("2024-07")}
    by = PartialDate("2024-07-15")
    assert len(live(events, sources, by)) == 1
    assert doubtful_sources([publications(one, sources) for one in events], by) == ["2024-07"]
    assert entries_known_by(events, sources, by, ()).live == []
    assert len(entries_known_by(events, sources, PartialDate("2024-07-31"), ()).live) == 1
    # The claim of a doubtful source is among the reasons.
    assert named(ask(events, "2024-07-20", "2024-07-15")) == "2024-07"


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        # Either day may be meant, since nobody knows which of the two came last.
        ("2024 for 2025-01-01", "2024-06 for 2025-03-01", "2025-01-01/2025-03-01"),
        ("2024-06-01/2024-06-10 for 2025-01-01", "2024-06 for 2025-03-01", "2025-01-01/2025-03-01"),
        ("2024-05 for 2025-01-01", "2024-06 for 2025-03-01", "2025-03-01"),
        # A vaguer announcement revises nothing.
        ("2024-05 for 2025-03-11", "2024-06 for 2025-03", "2025-03-11"),
    ],
)
def test_of_several_announcements_the_last_counts(first: str, then: str, expected: str, order: int) -> None:
    events = [entry("signed", "2025-05-01", announced=[first, then][::order])]
    assert [item.date for item in ask(events, "2024-12-31", "2024-12-31").expected] == [PartialDate(expected)]


def test_a_day_within_the_day_asked_about_does_not_lie_ahead() -> None:
    events = [entry("signed", "2025-09-11", announced=["2025-08-12"])]
    assert ask(events, "2025-09").expected == ()
    assert ask(events, "2025-08").expected != ()


def test_a_postponement_puts_off_one_event_and_nothing_twice() -> None:
    planned = entry("signed", "2025-09-11", announced=["undated"])
    put_off = entry("postponed of signed", "2025-09-01")
    assert [item.index for item in live([planned, put_off], {})] == [1]
    both = [entry(words, "2025-08-11", announced=["undated"]) for words in ("in_force", "ratified+in_force")]
    history = [*both, entry("postponed of ratified", "2025-07-01"), entry("postponed of in_force", "2025-07-02")]
    assert [item.index for item in live(history, {})] == [2, 3]


@pytest.mark.parametrize(
    ("on", "states"),
    [
        ("2024-07-07", {None}),
        ("2024-07-08", {State.RATIFIED}),
        # The events of one entry happened together: no day lies between them.
        ("2024-07", {None, State.RATIFIED}),
        ("2024-07-07/2024-07-08", {None, State.RATIFIED}),
        ("2024", {None, State.RATIFIED, State.IN_FORCE}),
        ("2024-08-01/2024-08-31", {State.RATIFIED, State.IN_FORCE}),
        ("2024-09-01", {State.IN_FORCE}),
    ],
)
def test_all_states_of_some_days(on: str, states: set[State | None]) -> None:
    history = [entry("signed", "2024-07-08"), entry("ratified", "2024-07-08"), entry("in_force", "2024-08")]
    assert states_on(prepare(history, {}, MANY), PartialDate(on)) == states
    found = ask(history, on, terms=MANY)
    assert (found.possible, found.unbegun) == (states - {None}, None in states)


def test_a_line_whose_parts_do_not_belong_together_answers_nothing() -> None:
    whole = prepare([entry("signed", "2024-07-08"), entry("in_force", "2024-08")], {}, MANY).readings[0].reported
    assert whole.states_on(PartialDate("2024-07-08")) == {State.SIGNED}
    torn = Timeline(whole.points, whole.steps[:1])
    with pytest.raises(ValueError, match="argument"):
        torn.states_on(PartialDate("2024-07"))


def test_certain_to_have_signed_are_those_that_have_in_every_reading() -> None:
    leaving = ask([entry("signed", "2024-01-01"), entry("withdrawn JP", "2024-07")], "2024-07-15", terms=MANY)
    assert (leaving.state, leaving.signed) == (State.SIGNED, ("PH", "US"))
    joining = [entry("signed US", "2024-01-01"), entry("signed JP", "2024-07")]
    assert ask(joining, "2024-07-15", terms=MANY).signed == ("US",)


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_sources_of_one_month_the_more_closely_dated_is_the_newest(order: int) -> None:
    events = [entry("signed", "2024-05-01", reported=["2024-06", "2024-06-01"][::order])]
    assert named(ask(events, "2024-07-01")) == "2024-06-01"


def test_a_day_that_readings_write_in_several_ways_has_the_shortest_text() -> None:
    first, last = dt.date(2020, 11, 1), dt.date(2020, 11, 30)
    written = [PartialDate.between(first, last), PartialDate("2020-11")]
    days = [Day((0, False, False), date, first, last) for date in written]
    assert str(one_day(days)) == str(one_day(days[::-1])) == "2020-11"


BEFORE_FLAGS = (
    (),
    ("negotiating",),
    ("signed",),
    ("signed", "in_force"),
    ("signed", "provisional"),
    ("in_force", "suspended JP"),
    ("in_force", "notice_given JP"),
)


@pytest.mark.parametrize("party", ["", " JP"])
@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind is not EventKind.POSTPONED])
def test_a_flag_stands_only_where_one_may(kind: EventKind, party: str) -> None:
    for before in BEFORE_FLAGS:
        for effective in (None, "2024-01-01", "2026-01-01"):
            words = [*before, f"{kind}{party}"]
            dates = [f"2025-0{number}-01" for number in range(1, len(words) + 1)]
            events = [entry(word, date) for word, date in zip(words, dates, strict=True)]
            events[-1] = attrs.evolve(events[-1], effective=effective) if effective else events[-1]
            flags = [
                flag for day in ("2024-06-01", dates[-1], "2025-12-01", "2026-02-01") for flag in ask(events, day).flags
            ]
            assert may_have_flags(events, NO_CLAUSES) or not flags


@pytest.mark.parametrize(
    ("not_recorded", "events", "words"),
    [
        # Nothing can have led from force back to talks: what is suspended stays so.
        ("resumed", "signed+in_force 1951 | suspended 1955 | negotiating 1960", "in_force; suspended or not"),
        # An end of the project in words, or by one who left, is not one of the treaty without an explicit end.
        ("in_force", "signed 1950 | abandoned 1958 | terminated 1959", "abandoned"),
        ("in_force", "signed 1950 | withdrawn JP 1958 | stalled 1959", "abandoned"),
        ("approved", "signed 1950 | withdrawn JP 1958 | terminated 1959", "abandoned"),
    ],
)  # fmt: skip
def test_silence_does_not_explain_what_it_cannot_have_led_to(not_recorded: str, events: str, words: str) -> None:
    history = [entry(*text.rsplit(" ", 1)) for text in events.split(" | ")]
    one = Agreement("x", "X", "treaty", parties=("JP", "PH"), history=history, not_recorded=not_recorded)
    assert str(one.status("1970-01-01")) == words


def test_each_event_of_an_entry_counts_for_the_parties() -> None:
    both = ask([entry("signed+ratified+in_force", "2024-01-01")], "2024-02-01")
    assert (both.state, both.signed, both.ratified) == (State.IN_FORCE, ("JP", "PH"), ("JP", "PH"))
    history = (entry("negotiating", "2020-01-01"), entry("amended", "2024-01-01"))
    shown = Agreement("x", "X", "treaty", parties=("JP", "PH"), history=history, not_recorded=("signed", "in_force"))
    assert shown.status("2025-01-01").signed == ("JP", "PH")


def test_beyond_so_many_orders_effects_come_as_late_as_they_may() -> None:
    """Each party is suspended after it decided to leave, so that it left on a later day of the year."""
    parties = "AT BE DE DK ES FI FR GR IE".split()
    days = [(party, f"0{number}") for number, party in enumerate(parties, 1)]
    history = [
        Event(["signed", "in_force"], "2010-01-01"),
        *(Event("withdrawn", f"2020-01-{day}", party=party, effective="2020") for party, day in days),
        *(Event("suspended", f"2020-06-{day}", party=party) for party, day in days),
    ]
    agreement = Agreement("x", "X", "treaty", [*parties, "IT", "LU"], history)
    assert agreement.status(on="2020-07-01").state is State.IN_FORCE
    assert str(agreement.status(on="2021-07-01", party="AT").certain) == "gone"


def test_a_day_on_which_many_entries_may_have_happened_has_all_their_states() -> None:
    kinds = ["proposed", "negotiating", "text_agreed", "signed", *["note"] * 6, "ratified", "in_force"]
    history = [Event(kind, "2020", reported_by="s") for kind in kinds]
    agreement = Agreement("x", "X", "treaty", ["JP", "PH"], history)
    states = {State.PROPOSED, State.NEGOTIATING, State.SIGNED, State.RATIFIED, State.IN_FORCE}
    assert agreement.states_on(PartialDate("2020-06-15")) == {None, *states}
    assert agreement.states_on(PartialDate("2020-12-31")) == {State.IN_FORCE}
    assert agreement.states_on(PartialDate("2019-12-31")) == {None}
