"""Partial dates, example by example (docs/domain.md, "Dates")."""

from __future__ import annotations

import calendar
import copy
import datetime as dt
import operator
import pickle
import re
from collections.abc import Callable

import pytest

from pactstate.domain.dates import DateError, PartialDate, certainly_before, compatible, possibly_before


def _span(text: str) -> tuple[str, str]:
    date = PartialDate(text)
    return date.earliest.isoformat(), date.latest.isoformat()


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-09-11", "2025-09-11", "2025-09-11"),
        ("2025-09", "2025-09-01", "2025-09-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-XX-XX", "2025-01-01", "2025-12-31"),
        ("2025-09-XX", "2025-09-01", "2025-09-30"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2025-01/2025-03", "2025-01-01", "2025-03-31"),
        ("2025/2026-02-10", "2025-01-01", "2026-02-10"),
        ("2025-06/2025", "2025-06-01", "2025-12-31"),
        ("../2025", "0001-01-01", "2025-12-31"),
        ("2025/..", "2025-01-01", "9999-12-31"),
        # leap days
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("1900-02-XX", "1900-02-01", "1900-02-28"),
        # the ends of the calendar
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("00XX", "0001-01-01", "0099-12-31"),
        ("999X", "9990-01-01", "9999-12-31"),
        ("0001-01-01/9999-12-31", "0001-01-01", "9999-12-31"),
        ("../0001-01-01", "0001-01-01", "0001-01-01"),
        # ends that overlap
        ("2024/2024-06", "2024-01-01", "2024-06-30"),
        ("2024-06/2024-06-15", "2024-06-01", "2024-06-15"),
        ("2024-06-15/2024-06", "2024-06-15", "2024-06-30"),
    ],
)
def test_a_date_is_the_interval_in_which_the_day_lies(text: str, earliest: str, latest: str) -> None:
    assert _span(text) == (earliest, latest)
    assert not PartialDate(text).qualified


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-03-01?", "2025-02-28", "2025-03-02"),
        ("2024-03-01~", "2024-02-29", "2024-03-02"),
        ("2024-03-01%", "2024-02-28", "2024-03-03"),
        ("2025-01?", "2024-12-01", "2025-02-28"),
        ("2025-12-XX~", "2025-11-01", "2026-01-31"),
        ("2025-12%", "2025-10-01", "2026-02-28"),
        ("2025?", "2024-01-01", "2026-12-31"),
        ("2025-XX~", "2024-01-01", "2026-12-31"),
        ("2025-XX-XX%", "2023-01-01", "2027-12-31"),
        ("202X?", "2010-01-01", "2039-12-31"),
        ("20XX%", "1800-01-01", "2299-12-31"),
        # each end of an interval by its own unit
        ("2025-03?/2025-06-15%", "2025-02-01", "2025-06-17"),
        ("2025-03/2025-06~", "2025-03-01", "2025-07-31"),
        ("2025-03-10~/2025-06", "2025-03-09", "2025-06-30"),
        ("../2025-06?", "0001-01-01", "2025-07-31"),
        ("2025-06?/..", "2025-05-01", "9999-12-31"),
        # clamped at the ends of the calendar
        ("0001-01-01?", "0001-01-01", "0001-01-02"),
        ("0001-01-02%", "0001-01-01", "0001-01-04"),
        ("9999-12-31~", "9999-12-30", "9999-12-31"),
        ("9999-12-30%", "9999-12-28", "9999-12-31"),
        ("0001-01%", "0001-01-01", "0001-03-31"),
        ("9999-12?", "9999-11-01", "9999-12-31"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("0002?", "0001-01-01", "0003-12-31"),
        ("9998%", "9996-01-01", "9999-12-31"),
        ("000X~", "0001-01-01", "0019-12-31"),
        ("999X~", "9980-01-01", "9999-12-31"),
        ("9999-10?", "9999-09-01", "9999-11-30"),
        ("9999-11?", "9999-10-01", "9999-12-31"),
        ("0001-02?", "0001-01-01", "0001-03-31"),
        ("0001-03%", "0001-01-01", "0001-05-31"),
        ("0001-04%", "0001-02-01", "0001-06-30"),
    ],
)
def test_a_qualifier_widens_by_units_of_the_stated_precision(text: str, earliest: str, latest: str) -> None:
    assert _span(text) == (earliest, latest)
    assert PartialDate(text).qualified


QUARTERS = ((1, "01/2024-03"), (2, "04/2024-06"), (3, "07/2024-09"), (4, "10/2024-12"))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        # impossible days
        ("1976-06-31", "'1976-06-31' is not a day: June has 30; write '1976-06' if the day is not known"),
        ("2023-02-29", "'2023-02-29' is not a day: February has 28 in 2023"),
        ("1900-02-29", "February has 28 in 1900"),
        ("2024-02-30", "February has 29 in 2024"),
        ("2024-01-00", "'2024-01-00' is not a day: January has 31"),
        ("2024-01/2024-02-30", "'2024-02-30' is not a day"),
        ("2024-00", "months run from 01 to 12"),
        ("2024-13", "months run from 01 to 12"),
        ("2024-00-10", "months run from 01 to 12"),
        ("2024-13-13", "'2024-13-13' is not a month: months run from 01 to 12"),
        ("2024-13-XX", "months run from 01 to 12"),
        ("2024-13-00", "months run from 01 to 12"),
        ("2024-13-01", "'2024-13-01' is not a day, there are 12 months: did you mean '2024-01-13'?"),
        ("2024-13-12", "did you mean '2024-12-13'?"),
        (" 2024-13 ", "months run from 01 to 12"),
        ("2024-21-05", "did you mean '2024-05-21'?"),
        (
            "2024-21",
            "is spring in EDTF: write its months, '2024-03/2024-05', or '2024-09/2024-11' south of the equator",
        ),
        ("2024-41", "is the second half in EDTF: write its months, '2024-07/2024-12'"),
        ("2024-42", "months run from 01 to 12"),
        ("2024-20", "months run from 01 to 12"),
        ("0000", "'0000' is not a year here: years run from 0001 to 9999"),
        ("0000-01-01", "years run from 0001 to 9999"),
        # ends
        ("2025-03/2025-01", "ends before it begins: write '2025-01/2025-03'"),
        ("2025-03-02/2025-03-01", "ends before it begins: write '2025-03-01/2025-03-02'"),
        ("../..", "says nothing, since both ends are open: write the end that is known"),
        # a day under an unknown month
        ("2024-XX-05", "day under an unknown month: write '2024' or name the month"),
        # times of day
        ("2024-07-08T10:00", "write '2024-07-08'"),
        ("2024-07-08T10:00:00Z", "write '2024-07-08'"),
        ("2024-07-08 10:00", "write '2024-07-08'"),
        # years
        ("12024", "years have four digits, from 0001 to 9999"),
        ("12024-01-01", "years have four digits, from 0001 to 9999"),
        ("+12024", "years have four digits, from 0001 to 9999"),
        ("Y12024", "years have four digits, from 0001 to 9999"),
        ("-0044", "years before 0001 are not supported"),
        ("999", "years have four digits, as in '0999'"),
        # other orders and spellings
        ("31/12/2024", "write '2024-12-31'"),
        ("31.12.2024", "write '2024-12-31'"),
        ("31-12-2024", "write '2024-12-31'"),
        ("12/31/2024", "write '2024-12-31'"),
        ("7/8/2024", "write '2024-08-07' or '2024-07-08'"),
        ("2024/7/8", "write '2024-07-08'"),
        ("2024.07.08", "write '2024-07-08'"),
        ("20240708", "write '2024-07-08'"),
        ("7/2024", "write '2024-07'"),
        ("07.2024", "write '2024-07'"),
        ("2024/07", "write '2024-07'"),
        ("2024-7-8", "write '2024-07-08'"),
        ("2024-7", "write '2024-07'"),
        *((f"2024{dash}Q{quarter}", f"write '2024-{months}'") for dash in ("", "-") for quarter, months in QUARTERS),
        # The same day whichever number is the month: offered once.
        ("8/8/2024", "is not a date here: write '2024-08-08'"),
        ("2024-07-08T25", "a date has no time of day"),
        ("202X-05", "a month needs a known year"),
        ("20XX-05", "a month needs a known year"),
        ("2030/12024", "years have four digits, from 0001 to 9999"),
        ("202x", "an unknown digit is a capital X"),
        ("202u", "an unknown digit is a capital X"),
        ("2024-07 - 2024-09", "write '2024-07/2024-09'"),
        ("2024-07 to 2024-09", "write '2024-07/2024-09'"),
        ("2024-07\u20132024-09", "write '2024-07/2024-09'"),
        ("2024-07--2024-09", "write '2024-07/2024-09'"),
        ("then -- later", "an interval has a slash: write '2024-01/2024-03'"),
        ("8 July 2024", "write '2024-07-08'"),
        ("July 8, 2024", "write '2024-07-08'"),
        ("July 12, 2024", "write '2024-07-12'"),
        ("July 8 2024", "write '2024-07-08'"),
        ("12. July 2024", "write '2024-07-12'"),
        ("Sept 2025", "write '2025-09'"),
        ("Sept. 2025", "write '2025-09'"),
        ("July 2024/August 2024", "write '2024-07/2024-08'"),
        # spaces, nothing, too much, nonsense
        ("", "the date is empty: it says nothing"),
        ("  ", "the date is empty"),
        (" 2024", "has white space that does not belong: write '2024'"),
        ("2024\n", "has white space that does not belong: write '2024'"),
        ("2024 / 2025", "is not a date here: write '2024/2025'"),
        ("z" * 60, f"'{'z' * 60}' is not a date here"),
        ("9" * 61, f"'{'9' * 60}...' is not a date here: write a day '2024-07-08'"),
        ("soon", "'soon' is no date"),
        ("Someday 2024", "write a day '2024-07-08'"),
        ("2024/2025/2026", "or an interval '2024-07/2024-09'"),
        ("/2024", "write '../2024'"),
        ("2024/", "write '2024/..'"),
        ("..", "'..' is no date"),
        ("2024??", "write '2024?'"),
        ("2024-07-08Z", "write a day '2024-07-08'"),
        ("\u0662\u0660\u0662\u0664", "write a day '2024-07-08'"),
    ],
)
def test_a_refusal_says_what_to_write_instead(text: str, advice: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate(text)
    assert advice in str(caught.value)
    with pytest.raises(DateError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("spring 2024", "2024-03/2024-05 2024-09/2024-11"),
        ("summer 2024", "2024-06/2024-08 2024-12/2025-02"),
        ("autumn 2024", "2024-09/2024-11 2025-03/2025-05"),
        ("fall 2024", "2024-09/2024-11 2025-03/2025-05"),
        ("winter 2024", "2024-12/2025-02 2025-06/2025-08"),
        ("1Q 2024", "2024-01/2024-03"),
        ("4Q2024", "2024-10/2024-12"),
        ("2H 2024", "2024-07/2024-12"),
        ("h1 2024", "2024-01/2024-06"),
        ("first half of 2024", "2024-01/2024-06"),
        ("1 half 2024", "2024-01/2024-06"),
        ("2 half 2024", "2024-07/2024-12"),
        ("last half of 2024", "2024-07/2024-12"),
        ("third half 2024", ""),
        ("first quarter of 2024", "2024-01/2024-03"),
        ("2 quarter 2024", "2024-04/2024-06"),
        ("third quarter of 2024", "2024-07/2024-09"),
        ("3 quarter 2024", "2024-07/2024-09"),
        ("fourth quarter 2024", "2024-10/2024-12"),
        ("4 quarter 2024", "2024-10/2024-12"),
        ("last quarter 2024", "2024-10/2024-12"),
        ("early 2024", "2024-01/2024-04 2024"),
        ("mid 2024", "2024-05/2024-08 2024"),
        ("early February 2024", "2024-02-01/2024-02-10 2024-02"),
        ("mid-February 2024", "2024-02-11/2024-02-20 2024-02"),
        ("late February 2024", "2024-02-21/2024-02-29 2024-02"),
        ("late February 2023", "2023-02-21/2023-02-28 2023-02"),
        ("end of December 2024", "2024-12-21/2024-12-31 2024-12"),
        ("late January 2024", "2024-01-21/2024-01-31 2024-01"),
        ("2024-0x", "2024-01/2024-09"),
        ("2024-1x", "2024-10/2024-12"),
        ("2024-02-0x", "2024-02-01/2024-02-09"),
        ("2024-02-1x", "2024-02-10/2024-02-19"),
        ("2023-02-2x", "2023-02-20/2023-02-28"),
        ("2024-12-3x", "2024-12-30/2024-12-31"),
        ("after 2024-12", "2025-01/.."),
        ("before 2024-01", "../2023-12"),
        ("after 2024-12-31", "2025-01-01/.."),
        ("after 9999-12-31", ""),
        ("before 0001", ""),
        ("from July to September 2024", "2024-07/2024-09"),
        ("circa July 2024 to August 2024", "2024-07~/2024-08"),
        ("circa circa circa 2024", ""),
        ("early 2024/late 2025", "2024/2025"),
        ("circa 1920/30", ""),
        ("8 July 2024.", "2024-07-08"),
        ("2024-13-0x", ""),
        ("0000-02-2x", ""),
    ],
)
def test_words_for_a_part_of_a_year_become_an_interval(text: str, meant: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate(text)
    assert " ".join(caught.value.meant) == meant


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\u201c2024-07-08\u201d", "'\u201c2024-07-08\u201d' has quotes that do not belong: write '2024-07-08'"),
        ("2024\u201307\u201308", "'2024\u201307\u201308' has dashes that are no hyphens: write '2024-07-08'"),
        ("2024\u2013XX", "'2024\u2013XX' has dashes that are no hyphens: write '2024-XX'"),
        ("2024-XX ", "'2024-XX ' has white space that does not belong: write '2024-XX'"),
        ("2024-33", "'2024-33' is the first quarter in EDTF: write its months, '2024-01/2024-03'"),
        (".. / ..", "'.. / ..' is no date: it says that none is known"),
        ("2024-07~ ", "'2024-07~ ' has white space that does not belong: write '2024-07~'"),
        ("202X-XX ", "'202X-XX ' is not a date here: a month needs a known year"),
        (
            "31 June 2024",
            "'31 June 2024' is not a date here: '2024-06-31' is not a day: June has 30; write '2024-06' if the day is not known",
        ),
        ("8 July 2024 / 1", "'8 July 2024 / 1' is not a date here: for '8 July 2024 ' write '2024-07-08'"),
        (
            "31 February 0000",
            "'31 February 0000' is not a date here: '0000-02-31' is not a year here: years run from 0001 to 9999",
        ),
        ("../..", "'../..' says nothing, since both ends are open: write the end that is known"),
        ("", "the date is empty: it says nothing"),
        ("(tbc)", "'(tbc)' is no date: it says that none is known"),
    ],
)  # fmt: skip
def test_the_whole_of_a_refusal(text: str, says: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate(text)
    assert str(caught.value) == says
    assert caught.value.says_nothing is (("says" in says and "nothing" in says) or "none is known" in says)


@pytest.mark.parametrize(
    "text",
    ["13/2024", "31/2/2024", "31 June 2024", "2024-31-04", "2024-13-1", "20241345", "2024-02-30T10:00", "1/1/0000"],
)
def test_what_a_refusal_says_to_write_is_not_refused_in_turn(text: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate(text)
    for written in re.findall(r"(?:write|mean|or) '([^']*)'", str(caught.value)):
        PartialDate(written)


@pytest.mark.parametrize("relation", [operator.lt, operator.le, operator.gt, operator.ge])
def test_there_is_no_ordering_operator(relation: Callable[[object, object], bool]) -> None:
    with pytest.raises(TypeError):
        relation(PartialDate("2024"), PartialDate("2025"))
    with pytest.raises(TypeError):
        relation(PartialDate("2024"), dt.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("a", "b", "certainly", "possibly", "both"),
    [
        ("2024", "2025", True, True, False),
        ("2025", "2024", False, False, False),
        ("2024-06-30", "2024-07-01", True, True, False),
        ("2024-07-01", "2024-07-01", False, False, True),
        ("2024-07", "2024-07", False, True, True),
        ("2024-07", "2024-07-31", False, True, True),
        ("2024-07-31", "2024-07", False, False, True),
        ("2024-07-01", "2024-07", False, True, True),
        ("2024-07", "2024-07-01", False, False, True),
        ("../2024", "2024/..", False, True, True),
        ("2024/..", "../2024", False, True, True),
        ("../2023", "2024/..", True, True, False),
    ],
)
def test_three_comparisons(a: str, b: str, certainly: bool, possibly: bool, both: bool) -> None:
    one, other = PartialDate(a), PartialDate(b)
    assert certainly_before(one, other) is certainly
    assert possibly_before(one, other) is possibly
    assert compatible(one, other) is both
    assert compatible(other, one) is both


@pytest.mark.parametrize("other", ["2024-07-08", dt.date(2024, 7, 8), PartialDate("2024-07-08")])
def test_methods_take_what_a_date_is_made_from(other: str | dt.date | PartialDate) -> None:
    before, same, after = (PartialDate(text) for text in ("2024-06", "2024-07-08/2024-07-08", "2024-07-09"))
    assert [date.certainly_before(other) for date in (before, same, after)] == [True, False, False]
    assert [date.possibly_before(other) for date in (before, same, PartialDate("2024"))] == [True, False, True]
    assert [date.compatible(other) for date in (before, same, PartialDate("2024"))] == [False, True, True]
    assert [date.same_days(other) for date in (before, same, PartialDate("2024-07"))] == [False, True, False]


@pytest.mark.parametrize("compare", ["certainly_before", "possibly_before", "compatible", "same_days"])
def test_methods_refuse_what_is_no_date(compare: str) -> None:
    method = getattr(PartialDate("2024"), compare)
    with pytest.raises(DateError, match="write '2024-07-08'"):
        method("8.7.2024")
    for wrong in (2024, None, dt.datetime(2024, 7, 8)):  # noqa: DTZ001 - refused with a time zone or without
        with pytest.raises(TypeError, match="date"):
            method(wrong)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2024", "2024-XX", True),
        ("2024", "2024-01/2024-12", True),
        ("2024", "2024~", False),
        ("../2024", "2024", False),
    ],
)
def test_the_same_days_may_be_written_in_several_ways(one: str, other: str, same: bool) -> None:
    assert PartialDate(one).same_days(other) is same
    assert PartialDate(other).same_days(one) is same
    assert PartialDate(one) != PartialDate(other)


def test_it_is_immutable_hashable_and_picklable() -> None:
    date = PartialDate("2025-09~")
    for name in ("earliest", "latest", "text", "qualified", "new"):
        with pytest.raises(AttributeError):
            setattr(date, name, None)
    assert {date, PartialDate("2025-09~")} == {date}
    assert date != PartialDate("2025-09")
    text: object = "2025-09~"
    assert date != text
    for again in (pickle.loads(pickle.dumps(date)), copy.copy(date), copy.deepcopy(date)):
        assert again == date
        assert again.qualified


def test_it_shows_itself_as_it_was_written() -> None:
    assert str(PartialDate("2025-09-XX")) == "2025-09-XX"
    assert repr(PartialDate("2025-09-XX")) == "PartialDate('2025-09-XX')"


def test_it_is_made_from_text_a_day_or_another_one() -> None:
    assert PartialDate(dt.date(1, 1, 1)) == PartialDate("0001-01-01")
    assert PartialDate(PartialDate("2025?")) == PartialDate("2025?")
    with pytest.raises(TypeError, match=r"a time of day is not a date: pass value\.date\(\)"):
        PartialDate(dt.datetime(2025, 9, 11, 12, tzinfo=dt.UTC))
    for wrong in (2025, None, b"2025"):
        with pytest.raises(TypeError, match=f"from text or datetime.date, not from {type(wrong).__name__}"):
            PartialDate(wrong)


def test_is_day_and_contains() -> None:
    assert PartialDate("2025-09-11").is_day
    assert not PartialDate("2025-09").is_day
    assert dt.date(2025, 9, 30) in PartialDate("2025-09")
    assert dt.date(2025, 9, 1) in PartialDate("2025-09")
    assert dt.date(2025, 10, 1) not in PartialDate("2025-09")
    assert dt.date(2025, 8, 31) not in PartialDate("2025-09")


def test_between_writes_the_ends_of_the_calendar_as_open() -> None:
    day = dt.date(2025, 9, 11)
    assert PartialDate.between(day, day).text == "2025-09-11"
    assert PartialDate.between(dt.date.min, day).text == "../2025-09-11"
    assert PartialDate.between(day, dt.date.max).text == "2025-09-11/.."
    assert PartialDate.between(day, dt.date(2025, 9, 12)).text == "2025-09-11/2025-09-12"
    assert PartialDate.between(dt.date.min, dt.date.min).text == "0001-01-01"
    assert PartialDate.between(dt.date.max, dt.date.max).text == "9999-12-31"
    # Nothing can be said with two open ends, so what is known of nothing is written out.
    assert PartialDate.between(dt.date.min, dt.date.max).text == "0001-01-01/9999-12-31"
    with pytest.raises(DateError, match="ends before it begins"):
        PartialDate.between(day, dt.date(2025, 9, 10))


def refusal(text: str) -> str:
    with pytest.raises(DateError) as caught:
        PartialDate(text)
    return str(caught.value)


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_has_its_name_and_length(number: int) -> None:
    name, last = calendar.month_name[number], calendar.monthrange(2024, number)[1]
    assert PartialDate(f"2024-{number:02d}").latest.day == last
    assert f"is not a day: {name} has {last}" in refusal(f"2024-{number:02d}-{last + 1}")
    for spelling in (name, name[:3], name.upper(), f"{name[:3]}."):
        assert f"write '2024-{number:02d}-08'" in refusal(f"8 {spelling} 2024")


def test_of_an_interval_the_first_part_that_fails_is_spoken_of() -> None:
    assert "for 'July 2024' write '2024-07'" in refusal("July 2024/x/y")


@pytest.mark.parametrize("text", ["2024-07-01/99", "202x/2025", "2024/-044"])
def test_of_a_short_part_of_an_interval_nothing_is_made(text: str) -> None:
    assert refusal(text).startswith(f"'{text}' is not a date here: write a day '2024-07-08', a month")


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
        "2024-W60", "0000-W01", "after 9999-12-31", "before 0001-01-01", "about about about about about 2024",
        "second third of 2024", "first of first of 2024", "1 of 2024/x",
    ],
)  # fmt: skip
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
