"""The plane of answers is what the library answers, for every day asked about and every day of knowledge."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

import pactstate
from builders import entry, head
from pactstate import Agreement, Event, Source, Vocabulary, loads
from pactstate.domain.agenda import Topic, agenda
from pactstate.site.plane import Answer, date_in_words, plane, readable
from pactstate.views.status import flag_words

REGISTRY = pactstate.load(Path(__file__).parents[2] / "agreements")
HARD = ["jp-ph-raa", "us-ph-vfa", "jp-gb-raa", "jp-ph-partnership", "jp-kr-gsomia"]
DAY = dt.timedelta(days=1)


def around(days: set[dt.date]) -> list[dt.date]:
    inner = {day for day in days if dt.date.min < day < dt.date.max}
    return sorted(inner | {day - DAY for day in inner} | {day + DAY for day in inner})


def seen(agreement: Agreement, on: dt.date, known_by: dt.date | None) -> dict[str, object]:
    status = agreement.status(on, known_by, today=on)
    states = {*status.possible, *([None] if status.unbegun or not status.possible else [])}
    return {
        "possible": states,
        "presumed": status.presumed if status.state is None else None,
        "since": str(status.since) if status.since else None,
        "flags": tuple(named(agreement, words) for words in flag_words(status.flags)),
        "expected": tuple(named(agreement, str(one)) for one in status.expected),
    }


def named(agreement: Agreement, words: str) -> str:
    """Return words of the library with the names of the parties for their codes."""
    for code in agreement.parties:
        words = re.sub(rf"\b{code}\b", agreement.party_name(code), words)
    return readable(words)


def told(answer: Answer) -> dict[str, object]:
    return {
        "possible": set(answer.possible),
        "presumed": answer.presumed,
        "since": answer.since,
        "flags": answer.flags,
        "expected": answer.expected,
    }


def all_days(agreement: Agreement) -> tuple[set[dt.date], set[dt.date]]:
    """Return every date that the record of an agreement has, and those of its sources."""
    made = [day for source in agreement.sources for day in (source.published, source.updated, source.accessed) if day]
    dates = [day for event in agreement.history for day in (event.date, event.effective, event.until) if day]
    dates += [claim.date for event in agreement.history for claim in event.claims if claim.date]
    return (
        {end for day in dates for end in (day.earliest, day.latest)},
        {end for day in (*made, *dates) for end in (day.earliest, day.latest)},
    )


@pytest.mark.parametrize("id", [*list(REGISTRY)[::30], *HARD])
def test_by_everything_on_file_the_plane_is_what_the_library_answers(id: str) -> None:
    agreement = REGISTRY[id]
    found = plane(agreement)
    days = all_days(agreement)[1] | {run.start for run in found.on_file}
    for on in around(days):
        assert told(found.at(on)) == seen(agreement, on, None), on


@pytest.mark.parametrize("id", HARD)
def test_by_a_day_the_plane_is_what_the_library_answers(id: str) -> None:
    agreement = REGISTRY[id]
    found = plane(agreement)
    dates, known = all_days(agreement)
    ons = around(dates | {run.start for _, runs in found.rows for run in runs})[:: 3 if len(dates) > 20 else 1]
    for known_by in around(known)[::5]:
        for on in ons[:: 1 + len(ons) // 10]:
            assert told(found.at(on, known_by)) == seen(agreement, on, known_by), (on, known_by)


TERM = """id: x
title: X
kind: treaty
parties: [JP, PH]
entry_into_force: {after: ratified, days: 30}
term: {years: 5, renews: false, notice: 6 months}
sources:
  s: {title: S, published: 2000-02-01}
  t: {title: T, published: 2004-02-01, updated: 2004-06}
  u: {title: U}
history:
  - {event: signed, date: 2000, reported_by: [s]}
  - {event: ratified, date: 2000-02, reported_by: [u]}
  - {event: in_force, date: 2000-05, announced_by: [s]}
  - {event: in_force, date: 2001-03-02, effective: 2001-01-01, reported_by: [t]}
  - {event: notice_given, date: 2002-03, party: JP, effective: 2003-03, reported_by: [t]}
"""


def test_terms_notices_and_rules_turn_the_answer_on_their_days() -> None:
    agreement = pactstate.loads(TERM)
    found = plane(agreement)
    days = {dt.date(2000, 1, 1) + dt.timedelta(days=number) for number in range(0, 2600, 13)}
    for known_by in (None, dt.date(2000, 3, 1), dt.date(2004, 5, 1), dt.date(2005, 1, 1)):
        for on in sorted(days):
            assert told(found.at(on, known_by)) == seen(agreement, on, known_by), (on, known_by)


def test_what_is_overdue_today_is_what_the_agenda_has_as_announced_and_overdue() -> None:
    today = dt.date(2026, 11, 22)
    for agreement in REGISTRY.agreements[::4]:
        items = [item for item in agenda(agreement, today) if item.topic is Topic.ANNOUNCED and item.is_overdue]
        shown = plane(agreement).at(today).overdue
        assert [words.partition(", ")[2] for words in shown] == [
            f"announced for {date_in_words(str(one.date))}" for one in items
        ]
        assert all(words.startswith(readable(item.name)) for words, item in zip(shown, items, strict=True))


def test_consent_is_shown_for_each_party_that_must_approve() -> None:
    raa = plane(REGISTRY["jp-ph-raa"])
    before = raa.at(dt.date(2025, 1, 1)).consent
    assert before == ("Japan: no approval known", "Philippines approved")
    assert raa.at(dt.date(2026, 1, 1)).consent == (
        "Japan approved and consented",
        "Philippines approved and consented",
    )


def test_what_the_answers_say_of_a_party_has_its_name() -> None:
    history = [
        Event("signed", "2000", reported_by=["s"]),
        Event(["approved", "ratified"], "2001-05", party="JP", announced_by=["s"]),
        Event("ratified", "2001-07", party="PH", reported_by=["t"]),
        Event("in_force", "2001-08", reported_by=["t"]),
        Event("suspended", "2002", party="PH", reported_by=["t"]),
    ]
    sources = [Source("s", "S", published="2000-02-01"), Source("t", "T", published="2003-02-01")]
    agreement = Agreement("x", "X", "treaty", ["JP", "PH"], history, sources=sources, approvals_needed=["PH"])
    found = plane(agreement)
    assert found.at(dt.date(2002, 6, 1), dt.date(2001, 1, 1)).overdue == (
        "approved and ratified by Japan, announced for May 2001",
    )
    assert "approved and ratified by Japan May 2001" in found.at(dt.date(2000, 6, 1), dt.date(2001, 1, 1)).expected
    assert found.at(dt.date(2003, 6, 1)).flags == ("suspended by Philippines since 2002",)
    assert "Philippines consented, no approval known" in found.at(dt.date(2003, 6, 1)).consent


def test_the_answers_of_the_day_itself_are_those_known_by_it() -> None:
    for id in HARD:
        found = plane(REGISTRY[id])
        runs = found.on_the_day
        days = {run.start for run in runs} | {start for start, _ in found.rows} | {run.start for run in found.on_file}
        for on in around(days):
            start = max(run for run in runs if run.start <= on)
            assert found.answers[start.value] == found.at(on, on), (id, on)
        assert [run.start for run in runs] == sorted({run.start for run in runs})


def test_without_rows_the_answers_of_the_day_are_those_on_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.plane.MAX_ROWS", 1)
    found = plane(REGISTRY["us-ph-vfa"])
    assert found.on_the_day == found.on_file


def test_consent_in_part_is_no_approval() -> None:
    text = head(parties="JP, PH", more="approvals_needed: [PH]\n") + entry("signed", "2000")
    agreement = pactstate.loads(text + entry("approved", "2001", "party: PH", "partial: true"))
    assert plane(agreement).at(dt.date(2002, 1, 1)).consent == ("Philippines approved in part",)


def test_many_parties_are_counted() -> None:
    parties = ["JP", "PH", "FR", "DE", "NL"]
    history = [Event("signed", "2000"), *(Event("ratified", "2001", party=one) for one in parties[:2])]
    found = plane(Agreement("x", "X", "treaty", parties, history))
    assert found.at(dt.date(2000, 6, 1)).consent == ()
    assert found.at(dt.date(2003, 1, 1)).consent == ("2 of 5 parties have consented",)


@pytest.mark.parametrize("limit", ["MAX_ROWS", "MAX_ANSWERS", "MAX_STEPS"])
def test_a_plane_that_is_too_large_has_the_row_of_everything_on_file_only(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = REGISTRY["us-ph-vfa"]
    whole = plane(agreement)
    monkeypatch.setattr(f"pactstate.site.plane.{limit}", 3)
    large = plane(agreement)
    assert whole.rows
    assert not large.rows
    day = dt.date(2021, 1, 1)
    assert large.at(day) == whole.at(day)


def test_a_history_of_nothing_has_one_answer() -> None:
    found = plane(Agreement("x", "X", "treaty", ["JP", "PH"]))
    assert found.at(dt.date(2000, 1, 1)).possible == (None,)
    assert found.at(dt.date(2000, 1, 1), dt.date(2000, 1, 1)).possible == (None,)


def test_words_and_dates_are_those_of_readers() -> None:
    assert readable("notice_given by PH 2020-02-11") == "notice given by PH 11 Feb 2020"
    assert readable("in_force 2025-09") == "in force Sep 2025"
    assert readable("notice on hold since ../2024-05") == "notice on hold since May 2024 or earlier"
    assert readable("in_force 2025-09-01/2025-09-12~") == "in force between 1 Sep 2025 and about 12 Sep 2025"


def test_what_is_less_certain_of_a_date_is_said() -> None:
    shown = {
        "2024?": "perhaps 2024",
        "2024-05~": "about May 2024",
        "2024-05-01%": "about 1 May 2024",
        "20XX": "between 2000 and 2099",
        "201X": "2010s",
        "2024-XX": "2024",
        "2024-05-XX~": "about May 2024",
        "../2024": "2024 or earlier",
        "2024/..": "2024 or later",
        "2024-02-01/2024-02-29": "Feb 2024",
        "2024-02-01/2024-02-28": "between 1 Feb 2024 and 28 Feb 2024",
        "9999-12-01/9999-12-31": "Dec 9999",
        "2024-02~/2024?": "between about Feb 2024 and perhaps 2024",
    }
    assert {text: date_in_words(text) for text in shown} == shown
    assert date_in_words("") == ""


def test_an_answer_tells_the_flags_of_forty_parties_and_counts_the_others() -> None:
    parties = [f"X{number}" for number in range(60)]
    vocabulary = Vocabulary(parties={one: f"Party {one}" for one in parties})
    notices = "".join(f"  - {{event: notice_given, party: {one}, date: 2020, effective: 2090}}\n" for one in parties)
    text = f"id: x\ntitle: X\nkind: treaty\nparties: [{', '.join(parties)}]\nhistory:\n"
    agreement = loads(f"{text}  - {{event: in_force, date: 2000}}\n{notices}", vocabulary=vocabulary)
    flags = plane(agreement).at(dt.date(2025, 1, 1)).flags
    assert flags[39:] == ("notice by Party X39 since 2020", "and 20 more")


def test_an_end_that_is_revoked_was_expected_until_then() -> None:
    text = head(parties="JP, PH", more="sources:\n  s: {title: S, published: 2000-02-01}\n")
    text += entry("in_force", "2000-01-10", "reported_by: [s]")
    text += entry("notice_given", "2001-03-05", "party: JP", "effective: 2002-03-05", "reported_by: [s]")
    text += entry("terminated", "2001-04-01", "effective: 2003-04-01", "reported_by: [s]")
    text += entry("notice_revoked", "2001-06", "party: JP", "reported_by: [s]")
    agreement = pactstate.loads(text)
    found = plane(agreement)
    days = {dt.date(2001, 3, 1) + dt.timedelta(days=number) for number in range(0, 900, 3)}
    for on in sorted(days):
        assert told(found.at(on)) == seen(agreement, on, None), on
    assert found.at(dt.date(2001, 5, 1)).expected != found.at(dt.date(2001, 8, 1)).expected
