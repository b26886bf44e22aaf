"""No record of the fact base is lost, and nothing stands in the data that no record or founding article supports.

``fact_records.csv`` has a line for each of the 577 records, of which 305 stood in the base and 272 came with the
supplement: the agreement, the event as the base calls it, the date it gives, the source, and the place in our history
(event, date, party) where that source speaks.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pactstate import Registry
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate, compatible
from pactstate.domain.model import Event

RECORDS = Path(__file__).parent.parent / "fact_records.csv"

#: What an event of the base may be here; any other one is a `note`.
EVENTS = {
    "agreed_in_principle": {"text_agreed"},
    "amended": {"amended"},
    "amendment_entered_into_force": {"amended"},
    "amendment_legislature_approved": {"approved"},
    "amendment_lower_house_approved": {"approved"},
    "amendment_signed": {"amended"},
    # Given up because it found no approval; a note where the next session took the agreement up again.
    "approval_lapsed": {"abandoned", "note"},
    "cabinet_approved": {"approved"},
    "comprehensive_strategic_partnership": {"amended"},
    "consideration_agreed": {"proposed", "note"},
    "discussions_agreed": {"proposed", "note"},
    "duration": {"extended", "note"},
    # Both sides agree to sign soon, so that talks were under way by then.
    "early_signature_agreed": {"negotiating"},
    "entered_into_force": {"in_force"},
    "extended": {"extended"},
    "force_expected": {"in_force"},
    "initialled": {"text_agreed"},
    "instruments_exchanged": {"ratified"},
    "joint_committee_failed": {"approved"},
    # A note where only "all of them, by then" is known.
    "legislature_approved": {"approved", "note"},
    "letter_of_intent": {"proposed"},
    "lower_house_approved": {"approved", "note"},
    "negotiation_round": {"negotiating", "note"},
    "negotiations_agreed": {"negotiating"},
    "negotiations_concluded": {"text_agreed"},
    "negotiations_expected": {"negotiating"},
    "negotiations_resumed": {"negotiating"},
    "negotiations_started": {"negotiating"},
    "negotiating": {"negotiating", "note"},
    # Official Security Assistance is a row of notes; elsewhere their exchange is the consent of both sides.
    "notes_exchanged": {"ratified", "adopted", "note"},
    "notified": {"ratified"},
    "proposed": {"proposed", "note"},
    # A head of state or a government at home; between the parties where the source names no act of either.
    "ratified": {"approved", "ratified"},
    "ratification_requirement": {"note", "statement"},
    "revision_announced": {"proposed"},
    "signed": {"signed"},
    "signing_expected": {"signed", "note"},
    # A note where no source from before the day had announced the signature.
    "signing_postponed": {"postponed", "note"},
    "strategic_partnership": {"adopted"},
    "strengthened_strategic_partnership": {"amended"},
    "superseded": {"terminated"},
    "terminated": {"terminated"},
    "termination_notified": {"notice_given"},
    "termination_suspended": {"notice_suspended"},
    "termination_suspension_extended": {"notice_suspended"},
    "termination_withdrawn": {"notice_revoked"},
    "text_agreed": {"text_agreed"},
    "upper_house_approved": {"approved"},
    "upper_house_rejected": {"refused"},
}

#: Records whose date is not that of the event, and what it is.
DATED_OTHERWISE = {
    "jp-ph-gsoia.negotiations_expected.2026-05-22": "the day of the page, which says that talks will begin next week",
    "aukus-naval-nuclear-propulsion-agreement-2024.duration.2075-12-31": "the end of the term, told in a note",
}

#: Agreements that the base has only in the records of others.
RECORDED_ELSEWHERE = {"jp-ph-2plus2"}

#: Sources in a file without a record of their own there, and where the base has them.
SUPPORTED_OTHERWISE = {
    ("jp-ph-raa", "imt-news"): "named in the base's list of disagreements",
    ("jp-ph-raa", "sentry-magazine"): "named in the base's list of disagreements",
    ("jp-ph-2plus2", "mofa-2022-04-09"): "the first meeting; recorded under jp-ph-raa",
    ("jp-ph-2plus2", "anadolu-2024-07-08"): "names the first meeting; recorded under jp-ph-raa",
    ("jp-ph-2plus2", "kyodo-2025-06-06"): "names the second meeting; recorded under jp-ph-raa",
    ("jp-ph-acsa", "mofa-2022-04-09"): "the day of the meeting; recorded under jp-ph-raa",
    ("jp-ph-gsoia", "manila-bulletin-2026-05-29"): "the day of the summit; recorded under jp-ph-partnership",
    ("jp-ph-equipment", "manila-bulletin-2026-05-29"): "the day of the summit; recorded under jp-ph-partnership",
    ("jp-ph-equipment", "ang-malaya-2015-06-05"): "its wrong day; recorded under jp-ph-partnership",
    ("jp-ph-partnership", "japan-times-2015-06-05"): "the day of the summit; recorded under jp-ph-raa",
}


def records() -> list[dict[str, str]]:
    with RECORDS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def used() -> list[dict[str, str]]:
    return [record for record in records() if record["agreement"]]


def width(date: PartialDate) -> int:
    return (date.latest - date.earliest).days


def places(agreement: Agreement) -> Iterator[tuple[str, Event]]:
    """Each entry under a name that tells it from the others: event, date, party, and a number from the second on."""
    seen: Counter[str] = Counter()
    for event in agreement.history:
        name = f"{event.name} {event.date}" + (f" {event.party}" if event.party else "")
        seen[name] += 1
        yield name + (f" #{seen[name]}" if seen[name] > 1 else ""), event


def test_the_base_has_577_records_and_each_stands_here_once() -> None:
    names = [record["record"] for record in records()]
    assert len(names) == len(set(names)) == 305 + 272


@pytest.mark.parametrize("record", used(), ids=lambda row: row["record"])
def test_a_record_is_used_where_the_list_says(registry: Registry, record: dict[str, str]) -> None:
    agreement = registry[record["agreement"]]
    if record["place"] == "statement":
        assert record["source"] in {statement.source for statement in agreement.statements}
        return
    event = dict(places(agreement))[record["place"]]
    claimed = [claim.date or event.date for claim in event.claims if claim.source == record["source"]]
    assert claimed, f"{record['source']} says nothing of '{record['place']}'"
    assert EVENTS.get(record["event"], {"note"}) & set(map(str, event.kinds))
    days = [*claimed, *filter(None, (event.effective, event.until))]
    given = PartialDate(record["date"])
    assert record["record"] in DATED_OTHERWISE or any(compatible(given, day) for day in days)


def test_two_records_of_one_source_do_not_hide_behind_one_entry() -> None:
    """Unless they are two facts of one entry: signed and in force on one day, an amendment and its effect."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for record in used():
        told.setdefault((record["agreement"], record["place"], record["source"]), []).append(record["event"])
    assert [key for key, events in told.items() if len(events) != len(set(events))] == []


def test_no_date_is_more_precise_than_the_base_has_it(registry: Registry) -> None:
    """An entry's day lies in no smaller interval than the narrowest that a record of it gives."""
    given: dict[tuple[str, str], list[int]] = {}
    for record in used():
        given.setdefault((record["agreement"], record["place"]), []).append(width(PartialDate(record["date"])))
    narrower = {
        (agreement.id, place)
        for agreement in registry.agreements
        for place, event in places(agreement)
        if width(event.date) < min(given.get((agreement.id, place), [0]))
    }
    assert narrower == {
        # Dated by its year; the day stands in its words, and in another record of the same meeting.
        ("jp-ph-acsa", "proposed 2022-04-09"),
        # Dated by its month; "immediately on signature" gives the day, which another record has.
        ("jp-id-equipment", "in_force 2021-03-30"),
        # Dated by its year; the record's own remark has a 16th, from January to November.
        ("jp-ca-isa", "in_force 2026-01-16/2026-11-16"),
        # Dated by its year; the record of the postponement has the month.
        ("au-vu-nakamal", "signed 2025-09"),
    }


def test_what_is_in_no_file_is_listed_with_a_reason(agreements: Path) -> None:
    listed = dict(
        re.findall(r"^\| `([\w.-]+)` \|.*\| ([^|]+) \|$", (agreements / "UNUSED.md").read_text("utf-8"), re.MULTILINE)
    )
    unused = {record["record"] for record in records() if not record["agreement"]}
    assert set(listed) == unused
    assert all(len(reason.split()) > 3 for reason in listed.values())


def test_every_agreement_of_the_base_has_a_file_and_no_other_has_one(registry: Registry) -> None:
    assert {record["agreement"] for record in records()} - {""} == set(registry) - RECORDED_ELSEWHERE
    assert len(registry) == 98


def test_nothing_is_from_memory(registry: Registry) -> None:
    """Whatever speaks in a file is a source that a record, or a founding article, brings into it."""
    recorded = {(record["agreement"], record["source"]) for record in records()}
    for agreement in registry.agreements:
        claims = [claim for event in agreement.history for claim in event.claims]
        for source in {item.source for item in (*claims, *agreement.statements)}:
            pair = (agreement.id, source)
            assert source.startswith("seed-") or pair in recorded or pair in SUPPORTED_OTHERWISE, pair


def test_every_entry_has_a_claim(registry: Registry) -> None:
    assert [a.id for a in registry.agreements for event in a.history if not event.claims] == []
