"""Rules on the order of a history: events that cannot follow, entries out of order, and which entry is the odd one."""

from __future__ import annotations

import datetime as dt

import pytest

import pactstate
from builders import (
    TODAY,
    Write,
    agreement_text,
    dated,
    entry,
    findings_in,
    found,
    head,
    helps,
    history_text,
    messages,
    places_of,
    reported,
    reported_late,
    rules_of,
    source,
    text_at,
)


def days_from(start: str, number: int) -> list[str]:
    return [(dt.date.fromisoformat(start) + dt.timedelta(day)).isoformat() for day in range(number)]


def test_an_illegal_event_names_since_when_the_state_is(write: Write) -> None:
    (found,) = reported_late(write, "signed 2020", "note 2021", "in_force 2022", "note 2023", "negotiating 2024")
    assert found.message == "'negotiating' cannot follow in_force (since 2022, line 8)"
    assert [(related.message, related.location.line) for related in found.related] == [("in_force since 2022", 8)]
    assert str(found.help).startswith(
        "without this entry the history is consistent; possible here: postponed, signed, approved, ratified, in_force, provisional"
    )


def test_an_event_that_its_own_entry_makes_illegal(write: Write) -> None:
    (found,) = reported_late(write, "[signed,negotiating] 2020")
    assert found.message == "'negotiating' cannot follow signed"
    assert text_at(write, found) == "negotiating"


def test_a_repetition_names_the_entry_of_the_same_party(write: Write) -> None:
    (found,) = reported_late(
        write, "signed 2019", "ratified 2020 party: JP", "ratified 2021 party: PH", "ratified 2022 party: JP"
    )
    assert found.rule == "repeated-event"
    assert found.message == "'ratified' by JP is recorded already (2020, line 7)"


def test_a_signature_for_all_after_the_consent_comes_too_late(write: Write) -> None:
    _, found = reported_late(write, "ratified 2019", "signed 2020")
    assert found.rule == "repeated-event"
    assert found.message.startswith("'signed' for all comes too late, it is ratified already; a further one names")
    assert found.related == ()


def test_what_is_rejected_is_not_replayed(write: Write) -> None:
    sources = "sources:\n  paper: {title: Paper, published: 2025}\nhistory:\n"
    rejected = "  - {event: negotiating, date: 2024, reported_by: [{source: paper, rejected: wrong}]}\n"
    text = head().replace("history:\n", sources)
    signed = "  - {event: signed, date: 2023, reported_by: [paper]}\n"
    assert pactstate.check(write(x=text + signed + rejected)).findings == ()
    (found,) = pactstate.check(write(x=text + signed + rejected.replace(", rejected: wrong", ""))).findings
    assert found.rule == "illegal-transition"


# order
def test_an_entry_out_of_order_points_at_its_date(write: Write) -> None:
    (found,) = reported_late(write, "proposed 2020-05-01", "note 2019", "note 2021")
    assert found.rule == "out-of-order"
    assert found.message == "'note' on 2019 is before 'proposed' on 2020-05-01, which is above it (line 6)"
    assert text_at(write, found) == "2019"


def test_the_odd_one_may_stand_first(write: Write) -> None:
    (found,) = reported_late(write, "proposed 2030", "note 2019", "note 2021", "note 2022")
    assert found.line == 6
    assert found.message == "'proposed' on 2030 is after 'note' on 2019, which is below it (line 7)"
    assert found.help == (
        "move the whole entry below 'note' on 2022 (line 9), or correct its date: the list is oldest first"
    )


@pytest.mark.parametrize(
    ("dates", "advice"),
    [
        (("2024-01-05", "2024-03-01", "2024-07-02", "2024-08-01"), None),
        (("2024-03-01", "2024-02-07", "2024-08-01"), "day and month seem swapped: '2024-07-02' would be in order"),
        (
            ("2024-03-15", "2024-02-07", "2024-05-01", "2024-06-01"),
            "move the whole entry above 'note' on 2024-03-15 (line 6), or",
        ),
        (("2024-03-15", "2024-02-13", "2024-08-01"), "move the whole entry above"),
        (("2024-03-15", "2024-02-02", "2024-08-01"), "move the whole entry above"),
        (("2024-03-15", "2024-02", "2024-08-01"), "move the whole entry above"),
    ],
)
def test_swapping_day_and_month_is_advised_where_it_repairs(
    write: Write, dates: tuple[str, ...], advice: str | None
) -> None:
    found = reported_late(write, *(f"note {date}" for date in dates))
    assert [finding.rule for finding in found] == (["out-of-order"] if advice else [])
    if advice:
        assert str(found[0].help).startswith(advice)


def test_the_other_entry_may_be_the_swapped_one(write: Write) -> None:
    (found,) = reported_late(write, "signed 2011-12-03", "ratified 2011-05-01")
    assert found.line == 7
    assert found.help == "day and month of 'signed' (line 6) seem swapped: '2011-03-12' would be in order"


def test_an_entry_that_makes_itself_impossible_names_no_earlier_one(write: Write) -> None:
    """The second event of an entry cannot follow the first, which has the state of the entry before."""
    history = [reported("signed", "2020-01-01"), reported("[terminated, signed]", "2021-01-01", "party: JP")]
    found_here = found(write, "illegal-transition", *history)
    assert [one.message for one in found_here] == ["'signed' cannot follow terminated"]
    assert [one.related for one in found_here] == [()]


def test_each_illegal_event_is_reported_with_the_place_that_forbids_it(write: Write) -> None:
    told = found(
        write,
        "illegal-transition",
        reported("stalled", "2019"),
        reported("signed", "2020"),
        reported("negotiating", "2021"),
    )
    assert [one.message for one in told] == [
        "'stalled' cannot be the first event of a history",
        "'negotiating' cannot follow signed (since 2020, line 7)",
    ]
    (related,) = told[1].related
    assert (related.location.line, related.location.column) == (7, 13)


def test_a_repetition_shows_the_event_that_it_repeats(write: Write) -> None:
    (one,) = found(write, "repeated-event", reported("in_force", "2020"), reported("in_force", "2021"))
    (related,) = one.related
    assert (related.location.line, related.location.column) == (6, 13)


@pytest.mark.parametrize(
    ("published", "odd"),
    [
        ("2024-03-10", "signed"),
        # A day of slack is no fault: of two that contradict each other, the one below is the outlier.
        ("2024-03-14", "ratified"),
        ("2024-03-15", "ratified"),
    ],
)
def test_an_entry_that_was_reported_too_early_is_the_outlier(write: Write, published: str, odd: str) -> None:
    history = [reported("signed", "2024-03-15", "reported_by: q"), reported("ratified", "2024-03-01")]
    (one,) = found(write, "out-of-order", *history, sources=dated("q", published))
    assert one.message.startswith(f"'{odd}' on ")


def test_what_is_dated_in_the_future_is_the_odd_one(write: Write) -> None:
    (one,) = found(write, "out-of-order", reported("signed", "2027-03-15"), reported("ratified", "2024-03-01"))
    assert one.message.startswith("'signed' on 2027-03-15 is after 'ratified' on 2024-03-01")


def test_what_is_dated_in_the_future_puts_no_announcement_in_the_wrong(write: Write) -> None:
    history = [
        reported("signed", "2020-01-01"),
        reported("in_force", "2030-01-01"),
        reported("amended", "2027-01-01", "announced_by: s"),
    ]
    assert found(write, "out-of-order", *history) == []
    assert len(found(write, "future-event", *history)) == 1


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ((1990,), "move the whole entry above 'note' on 2001"),
        ((1990, 1989), "suspicious: this entry and 'note' on 1989 (line 15); without them the"),
        ((1990, 1989, 1988), "suspicious: this entry, 'note' on 1989 (line 15) and 'note' on 1988 (line 16); without"),
        (
            (1990, 1989, 1988, 1987),
            "suspicious: this entry, 'note' on 1989 (line 15), 'note' on 1988 (line 16) and 'note' on 1987 (line 17); ",
        ),
        (
            (1990, 1989, 1988, 1987, 1986),
            "suspicious: this entry, 'note' on 1989 (line 15), 'note' on 1988 (line 16), 'note' on 1987 (line 17) and ",
        ),
        ((1990, 1989, 1988, 1987, 1986, 1985), "correct the date"),
    ],
)
def test_outliers_are_named_up_to_five(write: Write, wrong: tuple[int, ...], advice: str) -> None:
    told = found(write, "out-of-order", *(reported("note", str(year)) for year in (*range(2001, 2009), *wrong)))
    assert len(told) == len(wrong)
    assert str(told[0].help).startswith(advice)


@pytest.mark.parametrize(
    ("dates", "odd", "other"),
    [
        # Above, the entry that begins last; if two begin on one day, the upper one.
        (("2020-06-01", "2020-06-01", "2020", "2020-03-01"), 3, 0),
        (("2020", "2020-06-01", "2020-06-01", "2020-03-01"), 3, 1),
        # Below, the entry that ends first; if two end on one day, the lower one.
        (("2019", "2025", "2020", "2021"), 1, 2),
        (("2025", "2020-01-01", "2020-01-01"), 0, 2),
        # A day in a year is not before that year, whenever the year ends.
        (("2020", "2020-06-01", "2020-03-01", "2020-04-01"), 1, 2),
    ],
)
def test_what_an_entry_contradicts_is_shown(write: Write, dates: tuple[str, ...], odd: int, other: int) -> None:
    (one,) = found(write, "out-of-order", *(reported("note", date) for date in dates))
    assert (one.line, one.related[0].location.line) == (6 + odd, 6 + other)


def test_an_impossible_event_of_the_same_day_is_in_order(write: Write) -> None:
    history = [
        reported("in_force", "2020-01-01"),
        reported("negotiating", "2020-01-01"),
        *(reported("note", date) for date in ("2020-01-01", "2021", "2019")),
    ]
    (one,) = found(write, "out-of-order", *history)
    assert one.line == 10
    assert len(found(write, "illegal-transition", *history)) == 1


@pytest.mark.parametrize(
    ("dates", "swapped"),
    [
        (["2020-11-01", "2020-11-02", "2020-03-12", "2020-12-04"], "2020-12-03"),
        (["2020-11-01", "2020-11-02", "2020-03-13", "2020-12-04"], None),
        (["2020-11-01", "2020-11-02", "2020-03", "2020-12-04"], None),
        # A swap that only puts another entry in the wrong is none.
        (["2020-02-01", "2020-03-15", "2020-01-06", "2020-04-01"], None),
        (["2020-02-01", "2020-04-01", "2020-01-06", "2020-05-30", "2020-07-01"], None),
        # In a long history none is tried out.
        ([*days_from("2020-08-01", 58), "2020-02-10", "2020-12-04"], "2020-10-02"),
        ([*days_from("2020-08-01", 59), "2020-02-10", "2020-12-04"], None),
    ],
)
def test_a_swap_of_day_and_month_is_proposed_where_it_helps(
    write: Write, dates: list[str], swapped: str | None
) -> None:
    (one,) = found(write, "out-of-order", *(reported("note", date) for date in dates))
    assert ("seem swapped" in str(one.help)) is (swapped is not None)
    assert swapped is None or f"'{swapped}' would be in order" in str(one.help)


def test_an_announcement_that_cannot_come_about_is_an_error_of_its_own(write: Write) -> None:
    history = entry("signed", "2020-01-01", "reported_by: s") + entry("negotiating", "2027", "announced_by: s")
    (told,) = findings_in(write, history)
    assert told.rule == "illegal-transition"
    assert told.message == "'negotiating' cannot follow signed (since 2020-01-01, line 8)"
    first = findings_in(write, entry("stalled", "2027", "announced_by: s"))
    assert [one.message for one in first] == ["'stalled' cannot be the first event of a history"]
    again = entry("signed", "2020-01-01", "party: JP, reported_by: s") + entry(
        "signed", "2027", "party: JP, announced_by: s"
    )
    assert [one.message for one in findings_in(write, again)] == [
        "'signed' by JP is recorded already (2020-01-01, line 8)"
    ]


def test_an_announced_entry_out_of_order_is_named(write: Write) -> None:
    history = entry("signed", "2020-05-01", "reported_by: s") + entry("note", "2019", "announced_by: d")
    (told, _) = findings_in(write, history, source("d", "2018"))
    assert (told.rule, told.line) == ("out-of-order", 10)


def test_the_bounds_of_reports_count_for_the_order(write: Write) -> None:
    history = entry("signed", "2010-06-15", "reported_by: s") + entry("in_force", "2010", "reported_by: q")
    told = findings_in(write, history, source("q", "2010-05-01"))
    assert "out-of-order" in rules_of(told)
    (wrong,) = [one for one in told if one.rule == "out-of-order"]
    assert "'in_force' on 2010 (reported by then: 2010-01-01/2010-05-02)" in wrong.message


def test_the_odd_one_is_the_one_that_is_wrong_by_itself(write: Write) -> None:
    history = (
        entry("signed", "2010", "reported_by: s")
        + entry("terminated", "2030", "reason: other, reported_by: s")
        + entry("in_force", "2012", "reported_by: s")
    )
    told = {(one.rule, one.line): one for one in findings_in(write, history, kind="gsoia")}
    assert ("out-of-order", 10) not in told
    assert "this entry" in str(told["out-of-order", 9].help)
    assert str(told["illegal-transition", 10].help).startswith("without 'terminated' on 2030 (line 9)")


def test_outliers_are_named(write: Write) -> None:
    history = entry("in_force", "2010", "reported_by: s") + "".join(
        entry("negotiating", f"20{number}", "reported_by: s") for number in (11, 12, 13, 14)
    )
    told = [one for one in findings_in(write, history) if one.rule == "illegal-transition"]
    assert str(told[0].help).startswith(
        "suspicious: this entry, 'negotiating' on 2012 (line 10), 'negotiating' on 2013 (line 11) and 'negotiating' on "
        "2014 (line 12); without them the history is consistent; possible here"
    )


def test_a_mistyped_year_of_a_step_that_others_need_is_the_odd_date(write: Write) -> None:
    entries = (
        "event: signed, date: 2010-01-10",
        "event: in_force, date: 2091-02-10",
        "event: suspended, date: 2012-01-10",
        "event: resumed, date: 2013-01-10",
    )
    found = pactstate.check(write(x=agreement_text("x", *entries)), today=TODAY).findings
    helps = {one.rule: str(one.help) for one in found if one.rule in ("future-event", "out-of-order")}
    assert helps["out-of-order"].startswith("without this date the history is consistent")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("event: postponed, of: signed, date: 2012-01-10", ["no 'signed' is announced above that could be postponed"]),
        ("event: provisional_ended, date: 2012-01-10", ["nothing is applied provisionally that could end"]),
        ("event: withdrawn, of: ratified, party: PH, date: 2012-01-10", ["no 'ratified' by PH is recorded that could"]),
    ],
)
def test_what_acts_on_nothing(write: Write, entry: str, said: list[str]) -> None:
    found = messages(write(x=agreement_text("x", "event: signed, date: 2010-01-10", entry)), "nothing-to-act-on")
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


def test_odd_entries_that_contradict_each_other_only_are_out_of_order(write: Write) -> None:
    entries = ("negotiating, date: 2015", "resumed, date: 2012", "notice_revoked, party: JP, date: 2010")
    text = history_text(*(f"event: {entry}, reported_by: [s]" for entry in entries), "event: signed, date: 2016")
    lines = [line for _, _, _, line in places_of(write(x=text), "out-of-order")]
    assert lines, "resumed before negotiating"
    only = history_text(
        "event: signed, date: 2009",
        "event: resumed, date: 2012, reported_by: [s]",
        "event: notice_revoked, party: JP, date: 2010, reported_by: [s]",
        "event: in_force, date: 2016",
    )
    told = places_of(write(x=only), "out-of-order", "nothing-to-act-on", "illegal-transition")
    assert ("out-of-order", 9) in [(rule, line) for rule, _, _, line in told]


def test_a_swapped_day_is_asked_for_where_another_rule_finds_it(write: Write) -> None:
    sources = "s: {title: S, published: 2024-03-15}"
    text = history_text("event: signed, date: 2024-11-03, reported_by: [s]", sources=sources)
    ((_, help),) = helps(write(x=text), "report-before-event")
    assert help.startswith("are day and month of the date in line 7 swapped? '2024-03-11' would be consistent; ")
    assert help.endswith("an article 'updated' later says so")
    text = history_text("event: signed, date: 2024-11-03, reported_by: [s]", sources=sources.replace("03-15", "03-09"))
    ((_, help),) = helps(write(x=text), "report-before-event")
    assert "swapped" not in help
    text = history_text("event: signed, date: 2026-12-05, reported_by: [s]", sources="s: {title: S}")
    ((_, help),) = helps(write(x=text), "future-event")
    assert help.startswith("are day and month of the date in line 7 swapped? '2026-05-12' would")


def test_a_swapped_effect_is_asked_for_where_it_is_odd(write: Write) -> None:
    text = history_text(
        "event: [signed, in_force], date: 2010-01-20",
        "event: notice_given, party: JP, date: 2020-01-20, effective: 2020-09-01",
        "event: notice_revoked, party: JP, date: 2020-12-08",
    )
    ((_, help),) = helps(write(x=text), "notice-already-effective")
    assert "'2020-08-12' would be consistent" in help
