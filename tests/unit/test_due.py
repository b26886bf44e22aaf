"""Agenda of ``pactstate due``: what is coming, what is overdue, and what is left out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from builders import entry, head
from pactstate.cli.due import command
from pactstate.domain.dates import PartialDate
from pactstate.views.calendar import CalendarEvent, calendar, calendar_pieces

TODAY = "2026-11-30"
Write = Callable[..., Path]


def run(folder: Path, *arguments: str, today: str = TODAY) -> Result:
    return CliRunner().invoke(command, ["--data", str(folder), "--today", today, *arguments], standalone_mode=False)


def due(folder: Path, *arguments: str, today: str = TODAY) -> list[tuple[str, str, bool]]:
    """Return the words, the date and whether it is overdue, of each item but reminders."""
    items = json.loads(run(folder, "--format", "json", *arguments, today=today).stdout)["items"]
    return [(one["words"], one["date"], one["overdue"]) for one in items if one["topic"] != "no news"]


SOURCES = "s: {title: Story, publisher: Paper, url: 'https://example.org/s', published: 2026-10-01}\n"
SIGNED = entry("signed", "2026-05-01", "reported_by: [s]")


def record(write: Write, *history: str, more: str = "") -> Path:
    return write(x=head(more=more) + "".join(history), sources=SOURCES)


@pytest.mark.parametrize(
    ("history", "more", "expected"),
    [
        pytest.param(
            [SIGNED, entry("ratified", "2027-01-15", "announced_by: [s]")],
            "",
            [("ratified", "2027-01-15", False)],
            id="announced",
        ),
        pytest.param(
            [SIGNED, entry("ratified", "2026-11-15", "announced_by: [s]")],
            "",
            [("ratified", "2026-11-15", True)],
            id="announced, passed, unreported",
        ),
        pytest.param(
            [SIGNED, entry("ratified", "2026-11-15", "announced_by: [s]", "denied_by: [late]")],
            "",
            [],
            id="denied later",
        ),
        pytest.param(
            [SIGNED, entry("ratified", "2026-11-15", "announced_by: [{source: s, rejected: it misread the note}]")],
            "",
            [],
            id="rejected",
        ),
        pytest.param(
            [
                SIGNED,
                entry("ratified", "2026-11-15", "announced_by: [s]"),
                entry("postponed", "2026-11-14", "of: ratified", "reported_by: [late]"),
            ],
            "",
            [],
            id="postponed",
        ),
        pytest.param(
            [SIGNED, entry("note", "2026-11-15", "announced_by: [s]")],
            "",
            [],
            id="a note is no event",
        ),
        pytest.param(
            [SIGNED, entry("in_force", "2026-09-01", "effective: 2027-02-01", "reported_by: [s]")],
            "",
            [("in_force takes effect", "2027-02-01", False)],
            id="later effect",
        ),
        pytest.param(
            [SIGNED, entry("in_force", "2026-09-01", "effective: 2026-10-01", "reported_by: [s]")],
            "",
            [],
            id="an effect that has come is not due",
        ),
        pytest.param(
            [SIGNED, entry("ratified", "2026-09-15", "reported_by: [s]")],
            "entry_into_force: {after: ratified, days: 90}\n",
            [("in_force by rule", "2026-12-14", False)],
            id="force by rule",
        ),
        pytest.param(
            [SIGNED, entry("ratified", "2026-09-15", "reported_by: [s]")],
            "entry_into_force: {after: ratified, days: 30}\n",
            [("in_force by rule", "2026-10-15", True)],
            id="force by rule has passed",
        ),
        pytest.param(
            [
                entry("in_force", "2020-01-01", "reported_by: [s]"),
                entry("notice_given", "2026-09-15", "party: PH", "effective: 2027-03-15", "reported_by: [s]"),
            ],
            "",
            [("end by notice of PH", "2027-03-15", False)],
            id="notice",
        ),
        pytest.param(
            [
                entry("in_force", "2020-01-01", "reported_by: [s]"),
                entry("notice_given", "2026-03-15", "party: PH", "effective: 2026-09-15", "reported_by: [s]"),
            ],
            "",
            [("end by notice of PH", "2026-09-15", True)],
            id="the end by notice has not been reported",
        ),
        pytest.param(
            [entry("in_force", "2020-01-01", "reported_by: [s]")],
            "term: {years: 10, renews: false, notice: 6 months}\n",
            [("last day for notice", "2029-07-01", False), ("end of term", "2030-01-01", False)],
            id="term without renewal",
        ),
        pytest.param(
            [SIGNED, entry("in_force", "2026-09-01", "effective: 2027-02-01", "reported_by: [s]")],
            "term: {years: 10, renews: false}\n",
            [("in_force takes effect", "2027-02-01", False)],
            id="a term that has not begun has no end yet",
        ),
        pytest.param(
            [entry("in_force", "1950-01-01", "reported_by: [s]")],
            "term: {years: 5, renews: true, notice: 6 months}\n",
            [("last day for notice", "2029-07-01", False), ("term renews", "2030-01-01", False)],
            id="a term that renews many times",
        ),
        pytest.param(
            [entry("in_force", "2021-12-01", "reported_by: [s]")],
            "term: {years: 5, renews: true, notice: 6 months}\n",
            [("term renews", "2026-12-01", False)],
            id="the day for notice has passed",
        ),
        pytest.param(
            [entry("in_force", "2020-01-01", "reported_by: [s]")],
            "term: {years: 10}\n",
            [("end of term", "2030-01-01", False)],
            id="a term of which the renewal is not stated",
        ),
        pytest.param(
            [entry("in_force", "2010-01-01", "reported_by: [s]")],
            "term: {years: 10}\n",
            [],
            id="such a term has passed, and may have renewed",
        ),
        pytest.param(
            [
                entry("in_force", "2020-01-01", "reported_by: [s]"),
                entry("terminated", "2024-01-01", "reported_by: [s]"),
            ],
            "term: {years: 10, renews: true}\n",
            [],
            id="nothing renews after the end",
        ),
        pytest.param(
            [
                entry("in_force", "2020-01-01", "reported_by: [s]"),
                entry("notice_given", "2022-03-15", "party: PH", "effective: 2022-09-15", "reported_by: [s]"),
                entry("terminated", "2022-09-15", "reported_by: [s]"),
            ],
            "",
            [],
            id="the end was reported",
        ),
        pytest.param(
            [
                entry("in_force", "2020-01-01", "reported_by: [s]"),
                entry("withdrawn", "2022-03-15", "party: PH", "effective: 2027-09-15", "reported_by: [s]"),
                entry("terminated", "2022-09-15", "reported_by: [s]"),
            ],
            "",
            [],
            id="nothing takes effect after the end",
        ),
    ],
)
def test_what_is_due(write: Write, history: list[str], more: str, expected: list[tuple[str, str, bool]]) -> None:
    folder = write(
        x=head(more=more) + "".join(history), sources=SOURCES + "late: {title: Denial, published: 2026-11-20}\n"
    )
    assert due(folder) == expected


def test_a_record_without_news_is_due_after_a_year_or_five(write: Write) -> None:
    sources = "s: {title: Story, published: 2024-03-05}\n"
    folder = write(
        a=head("a") + entry("signed", "2024-03-01", "reported_by: [s]"),
        b=head("b") + entry("in_force", "2024-03-01", "reported_by: [s]"),
        c=head("c")
        + entry("in_force", "2020-03-01", "reported_by: [s]")
        + entry("terminated", "2024", "reported_by: [s]"),
        d=head("d") + entry("signed", "2024-03-01"),
        sources=sources,
    )
    items = json.loads(run(folder, "--format", "json").stdout)["items"]
    assert [(one["agreement"], one["date"], one["overdue"], one["source"]) for one in items] == [
        ("a", "2025-03-05", True, "s"),
        ("b", "2029-03-05", False, "s"),
    ]


def test_the_settings_say_how_long_no_news_may_be(write: Write) -> None:
    folder = record(write, SIGNED)
    (folder / "pactstate.toml").write_text('[due]\nopen = "1 month"\nsettled = "2 years"\n')
    (item,) = json.loads(run(folder, "--format", "json").stdout)["items"]
    assert (item["date"], item["overdue"]) == ("2026-11-01", True)
    (folder / "pactstate.toml").write_text('[due]\nopen = "soon"\n')
    assert "due.open: 'soon' is not a length of time: write it as in '18 months'" in str(run(folder).exception)


def test_ignores_that_end(write: Write) -> None:
    comment = "  # pactstate: ignore[undated-source, until={}] the page is gone\n"
    folder = write(
        x=head() + comment.format("2026-12-31") + SIGNED,
        y=head("y") + comment.format("2026-10-31") + SIGNED + comment.format("soon") + SIGNED,
        sources=SOURCES + "# pactstate: ignore[unused-source, until=2027] kept\nt: {title: T}\n",
    )
    items = [one for one in json.loads(run(folder, "--format", "json").stdout)["items"] if one["topic"] == "ignore"]
    assert [(one["agreement"].rpartition("/")[2], one["date"], one["overdue"]) for one in items] == [
        ("y", "2026-10-31", True),
        ("x", "2026-12-31", False),
        ("sources.yaml", "2027", False),
    ]
    assert items[0]["detail"].endswith("y.yaml:6 [undated-source] the page is gone")
    shown = read(run(folder, "--format", "ics").stdout)
    assert "the page is gone" in str(shown[0]["DESCRIPTION"])
    named = json.loads(run(folder, "x", "--format", "json").stdout)["items"]
    assert [one["agreement"] for one in named if one["topic"] == "ignore"] == ["x"]


def test_the_time_that_is_asked_about(write: Write) -> None:
    folder = record(
        write,
        SIGNED,
        entry("approved", "2026-11-15", "party: JP", "announced_by: [s]"),
        entry("approved", "2026-12-15", "party: PH", "announced_by: [s]"),
        entry("ratified", "2027-06", "announced_by: [s]"),
    )
    every = [
        ("approved by JP", "2026-11-15", True),
        ("approved by PH", "2026-12-15", False),
        ("ratified", "2027-06", False),
    ]
    assert due(folder) == every
    assert due(folder, "--overdue-only") == every[:1]
    assert due(folder, "--until", "90d") == every[:2]
    assert due(folder, "--until", "12w") == every[:2]
    assert due(folder, "--until", "7m") == every
    assert due(folder, "--until", "1y") == every
    assert due(folder, "--until", "2027-06-10") == every
    assert due(folder, "--from", "2027-01-01") == [every[0], every[2]]
    refused = run(folder, "--until", "soon")
    assert "or write a length, as in '90d', '6m' or '1y'" in str(refused.exception)


def test_overdue_items_can_fail_a_job(write: Write) -> None:
    late = record(write, SIGNED, entry("ratified", "2026-11-15", "announced_by: [s]"))
    assert run(late).return_value == 0
    assert run(late, "--fail-on", "overdue").return_value == 1
    assert run(late, "--fail-on", "overdue", today="2026-11-14").return_value == 0


def test_every_format_has_the_same_items(write: Write) -> None:
    folder = record(
        write,
        SIGNED,
        entry("ratified", "2026-11-15", "announced_by: [s]"),
        more="term: {years: 10, renews: false, notice: 6 months}\n",
    )
    table = run(folder).stdout
    assert "2026-11-15  -15   x          OVERDUE: ratified" in table
    assert table.splitlines()[-1] == "1 overdue, 1 coming, as of 2026-11-30"
    later = run(folder, "--from", "2026-12-01", "--until", "2026-12-24").stdout
    assert later.splitlines()[-1] == "1 overdue, 0 coming from 2026-12-01 until 2026-12-24, as of 2026-11-30"
    rows = list(csv.DictReader(io.StringIO(run(folder, "--format", "csv").stdout)))
    assert [(row["words"], row["days"], row["overdue"], row["url"]) for row in rows] == [
        ("ratified", "15", "yes", "https://example.org/s"),
        ("no news: look again", "305", "", "https://example.org/s"),
    ]
    markdown = run(folder, "--format", "markdown").stdout
    assert "| X (x) | OVERDUE: ratified |  | [Story](https://example.org/s) |" in markdown


def test_a_coloured_table(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    shown = run(record(write, SIGNED, entry("ratified", "2026-11-15", "announced_by: [s]"))).stdout
    assert "OVERDUE: ratified" in shown


def test_programs_read_the_calendar(write: Write) -> None:
    term = "term: {years: 10, renews: false, notice: 6 months}\n"
    folder = write(
        x=head()
        + SIGNED
        + entry("in_force", "2026-09-01", "effective: 2027-02-01", "reported_by: [s]")
        + entry("amended", "2027-06", "party: JP", "announced_by: [s]"),
        y=head("y", more=term) + entry("in_force", "2026-09-01", "reported_by: [s]"),
        sources=SOURCES,
    )
    events = read(run(folder, "--format", "ics").stdout)
    shown = [(str(one["SUMMARY"]), one["DTSTART"].dt, one["DTEND"].dt, str(one["STATUS"])) for one in events]
    assert shown == [
        ("x: in_force takes effect", dt.date(2027, 2, 1), dt.date(2027, 2, 2), "CONFIRMED"),
        ("x: amended by JP", dt.date(2027, 6, 1), dt.date(2027, 7, 1), "TENTATIVE"),
        ("x: no news: look again", dt.date(2027, 10, 1), dt.date(2027, 10, 2), "CONFIRMED"),
        ("y: no news: look again", dt.date(2031, 10, 1), dt.date(2031, 10, 2), "CONFIRMED"),
        ("y: last day for notice", dt.date(2036, 3, 1), dt.date(2036, 3, 2), "CONFIRMED"),
        ("y: end of term", dt.date(2036, 9, 1), dt.date(2036, 9, 2), "TENTATIVE"),
    ]
    assert "last day for notice: 2036-03-01" in str(events[-1]["DESCRIPTION"])
    assert str(events[0]["URL"]) == "https://example.org/s"
    assert not any(one.subcomponents for one in events)


def test_an_entry_of_a_calendar_keeps_its_identity_when_its_day_moves(write: Write) -> None:
    def identities(*days: str) -> list[str]:
        events = [entry("approved", day, "party: JP", "announced_by: [s]") for day in days]
        text = run(record(write, SIGNED, *events), "--format", "ics").stdout
        return sorted(str(one["UID"]) for one in read(text))

    before, after = identities("2027-01-01", "2027-02-01"), identities("2027-03-01", "2027-04-01")
    assert before == after
    assert len(set(before)) == 3


def read(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


# icalendar 7 does not read back a backslash before an "n".
TEXT = st.text(st.characters(exclude_characters="\\"))


@given(TEXT, TEXT, st.none() | st.text().map("https://example.org/{}".format))
def test_no_text_breaks_a_calendar(summary: str, description: str, url: str | None) -> None:
    event = CalendarEvent(("x", summary), PartialDate("2027"), summary, description, url, is_tentative=True)
    text = calendar("due", dt.date(2026, 11, 30), [event])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (found,) = read(text)
    assert set(found) <= {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "STATUS", "TRANSP"}
    assert str(found["SUMMARY"]).replace("\n", "").isprintable()
    assert str(found["DESCRIPTION"]).count("\n") == description.count("\n")


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2026-02", dt.date(2026, 2, 1), dt.date(2026, 3, 1)),
        ("2024", dt.date(2024, 1, 1), dt.date(2025, 1, 1)),
        ("2026-02-03/..", dt.date(2026, 2, 3), dt.date(2026, 2, 4)),
        ("../2026-02-03", dt.date(2026, 2, 3), dt.date(2026, 2, 4)),
        ("9999-12-31", dt.date(9999, 12, 31), None),
    ],
)
def test_the_days_of_a_date(date: str, start: dt.date, end: dt.date | None) -> None:
    event = CalendarEvent(("x",), PartialDate(date), "s", "d", None, is_tentative=False)
    (found,) = read(calendar("due", dt.date(2026, 11, 30), [event]))
    assert found["DTSTART"].dt == start
    assert (found["DTEND"].dt if "DTEND" in found else None) == end


def test_an_item_of_very_many_parties_names_the_one_that_acts(tmp_path: Path) -> None:
    codes = [f"X{number}" for number in range(41)]
    (tmp_path / "pactstate.toml").write_text("[parties]\n" + "".join(f'{code} = "Party {code}"\n' for code in codes))
    folder = tmp_path / "agreements"
    folder.mkdir()
    history = (
        "  - {event: ratified, party: X3, date: 2027-01-01, announced_by: [s]}\n"
        "  - {event: in_force, date: 2028-01-01, announced_by: [s]}\n"
    )
    (folder / "x.yaml").write_text(
        f"id: x\ntitle: X\nkind: treaty\nparties: [{', '.join(codes)}]\nsources:\n  {SOURCES}history:\n{history}"
    )
    items = json.loads(run(folder, "--format", "json").stdout)["items"]
    assert [(one["date"], one["parties"]) for one in items if one["topic"] != "no news"] == [
        ("2027-01-01", ["X3"]),
        ("2028-01-01", []),
    ]


def test_without_a_folder_the_packaged_agreements_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PACTSTATE_DATA", raising=False)
    done = CliRunner().invoke(command, ["--today", TODAY], standalone_mode=False)
    assert done.exception is None
    assert "the agreements that come with pactstate" in done.stderr


def test_a_long_calendar_comes_in_pieces() -> None:
    day = PartialDate("2026-12-01")
    events = [CalendarEvent((str(number),), day, "due", "", None, is_tentative=False) for number in range(1_000)]
    pieces = [*calendar_pieces("due", dt.date(2026, 11, 30), events)]
    assert "".join(pieces) == calendar("due", dt.date(2026, 11, 30), events)
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 4
