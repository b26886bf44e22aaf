"""Edge cases of partial dates: single months, digits and orders."""

from __future__ import annotations

import datetime as dt

import pytest

from pactstate.domain.dates import DateError, PartialDate

MONTHS = {
    "January": 31,
    "February": 29,
    "March": 31,
    "April": 30,
    "May": 31,
    "June": 30,
    "July": 31,
    "August": 31,
    "September": 30,
    "October": 31,
    "November": 30,
    "December": 31,
}


QUARTERS = ((1, "01/2024-03"), (2, "04/2024-06"), (3, "07/2024-09"), (4, "10/2024-12"))


def refusal(text: str) -> str:
    with pytest.raises(DateError) as caught:
        PartialDate(text)
    return str(caught.value)


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, 1)))
def test_every_month_has_its_name_and_length(number: int, name: str) -> None:
    last = MONTHS[name]
    assert PartialDate(f"2024-{number:02d}").latest.day == last
    assert f"is not a day: {name} has {last}" in refusal(f"2024-{number:02d}-{last + 1}")
    for spelling in (name, name[:3], name.upper(), f"{name[:3]}."):
        assert f"write '2024-{number:02d}-08'" in refusal(f"8 {spelling} 2024")


def test_september_has_a_short_name_of_four_letters() -> None:
    assert "write '2025-09'" in refusal("Sept 2025")


def test_of_an_interval_the_first_part_that_fails_is_spoken_of() -> None:
    assert "for 'July 2024' write '2024-07'" in refusal("July 2024/x/y")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("9999-10?", "9999-09-01", "9999-11-30"),
        ("9999-11?", "9999-10-01", "9999-12-31"),
        ("0001-02?", "0001-01-01", "0001-03-31"),
        ("0001-03%", "0001-01-01", "0001-05-31"),
        ("0001-04%", "0001-02-01", "0001-06-30"),
    ],
)
def test_a_month_near_the_ends_of_the_calendar_is_widened_by_months(text: str, earliest: str, latest: str) -> None:
    date = PartialDate(text)
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024/2024-06", "2024-01-01", "2024-06-30"),
        ("2024-06/2024", "2024-06-01", "2024-12-31"),
        ("2024-06/2024-06-15", "2024-06-01", "2024-06-15"),
        ("2024-06-15/2024-06", "2024-06-15", "2024-06-30"),
    ],
)
def test_the_ends_of_an_interval_may_overlap(text: str, earliest: str, latest: str) -> None:
    date = PartialDate(text)
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)


def test_what_is_wrong_beside_the_spaces_is_said_first() -> None:
    assert "months run from 01 to 12" in refusal(" 2024-13 ")
    assert "white space" not in refusal(" 2024-13 ")


def test_a_text_of_sixty_characters_is_quoted_whole() -> None:
    assert refusal("z" * 60).startswith(f"'{'z' * 60}' is not a date here")
    assert refusal("z" * 61).startswith(f"'{'z' * 60}...' is not a date here")


@pytest.mark.parametrize("text", ["2024-07-01/99", "202x/2025", "2024/-044"])
def test_of_a_short_part_of_an_interval_nothing_is_made(text: str) -> None:
    assert refusal(text).startswith(f"'{text}' is not a date here: write a day '2024-07-08', a month")


def test_a_longer_part_of_an_interval_is_explained() -> None:
    assert "years have four digits, from 0001 to 9999" in refusal("2030/12024")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        *((f"2024{dash}Q{quarter}", f"write '2024-{months}'") for dash in ("", "-") for quarter, months in QUARTERS),
        # The same day whichever number is the month: offered once.
        ("8/8/2024", "is not a date here: write '2024-08-08'"),
        ("2024-07-08T25", "a date has no time of day"),
        ("202X-05", "a month needs a known year"),
        ("20XX-05", "a month needs a known year"),
        ("July 12, 2024", "write '2024-07-12'"),
        ("July 8 2024", "write '2024-07-08'"),
        ("12. July 2024", "write '2024-07-12'"),
    ],
)
def test_other_spellings_are_understood(text: str, advice: str) -> None:
    assert refusal(text).endswith(advice)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2025-09-11", "2025-09-12"),
        ("0001-01-01", "2025-09-12"),
        ("2025-09-11", "9999-12-31"),
        ("2024-01-01", "2024-12-31"),
    ],
)
def test_what_lies_between_two_days_is_what_its_text_says(first: str, last: str) -> None:
    between = PartialDate.between(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    read = PartialDate(between.text)
    assert (between.earliest, between.latest) == (read.earliest, read.latest)
    assert (between, between.qualified) == (read, False)


@pytest.mark.parametrize(
    "text",
    [
        "2024-W60",
        "0000-W01",
        "after 9999-12-31",
        "before 0001-01-01",
        "about about about about about 2024",
        "second third of 2024",
        "first of first of 2024",
        "1 of 2024/x",
    ],
)
def test_no_date_is_offered_where_there_is_none(text: str) -> None:
    assert refusal(text).startswith(f"'{text}' is not a date here: write a day '2024-07-08'")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("after 2024", "2025/.."),
        ("after 2024-12", "2025-01/.."),
        ("summer of 2024", "2024-06/2024-08"),
        ("4 quarter 2024", "2024-10/2024-12"),
        ("2024-30X", None),
        ("2024-3X", None),
    ],
)
def test_a_date_is_offered_only_if_it_is_one(text: str, date: str | None) -> None:
    assert (f"write '{date}'" in refusal(text)) is (date is not None)


@pytest.mark.parametrize(
    ("text", "says_nothing"),
    [("", True), (" ", True), ("tbc", True), ("../..", True), ("2024/tbc", False), ("2024-13", False), ("x", False)],
)
def test_a_refusal_tells_whether_there_is_no_date(text: str, says_nothing: bool) -> None:
    with pytest.raises(DateError) as refused:
        PartialDate(text)
    assert refused.value.says_nothing is says_nothing


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the date is empty: it says nothing"),
        ("2024-13-01", "'2024-13-01' is not a day, there are 12 months: did you mean '2024-01-13'?"),
        ("2024-13-12", "'2024-13-12' is not a day, there are 12 months: did you mean '2024-12-13'?"),
        ("2024-13-13", "'2024-13-13' is not a month: months run from 01 to 12"),
        ("2024-04-31", "'2024-04-31' is not a day: April has 30; write '2024-04' if the day is not known"),
    ],
)
def test_the_message_of_a_refusal(text: str, message: str) -> None:
    assert refusal(text) == message
