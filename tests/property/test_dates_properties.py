"""Partial dates against a naive reading of the grammar, against sets of days, and against the ``edtf`` package."""

from __future__ import annotations

import calendar
import datetime as dt
import pickle
import time

import edtf
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pactstate.domain.dates import DateError, PartialDate, certainly_before, compatible, possibly_before
from profiles import examples
from strategies import DAY, broken_date_texts, date_texts, days, intervals, partial_dates, spellings

# The naive reading: a date is the digits that are stated, and may be any day whose ISO text begins with them. A
# qualifier adds the neighbours among all such beginnings of the same length.

_MONTHS = [f"{year:04d}-{month:02d}" for year in range(1, 10_000) for month in range(1, 13)]
_FIRST_MONTH = {month[:size]: month for size in (2, 3, 4, 7) for month in reversed(_MONTHS)}
_LAST_MONTH = {month[:size]: month for size in (2, 3, 4, 7) for month in _MONTHS}
_UNITS = {size: sorted(unit for unit in _LAST_MONTH if len(unit) == size) for size in (2, 3, 4, 7)}
_INDEX = {unit: index for units in _UNITS.values() for index, unit in enumerate(units)}
_UNSTATED = {2: ["XX"], 3: ["X"], 4: ["", "-XX", "-XX-XX"], 7: ["", "-XX"], 10: [""]}
_STEPS = {"": 0, "?": 1, "~": 1, "%": 2}

Reading = tuple[dt.date, dt.date, bool]


def _end_of(month: str) -> dt.date:
    for day in (31, 30, 29, 28):
        try:
            return dt.date.fromisoformat(f"{month}-{day}")
        except ValueError:
            continue
    raise AssertionError(month)


def _read_atom(atom: str, *, widened: bool = True) -> Reading | None:
    body = atom.rstrip("?~%")
    qualifier = atom[len(body) :]
    stated = body.rstrip("X-")
    if qualifier not in _STEPS or body[len(stated) :] not in _UNSTATED.get(len(stated), []):
        return None
    steps = _STEPS[qualifier] if widened else 0
    if len(stated) == 10:
        try:
            number = dt.date.fromisoformat(stated).toordinal() if stated[:7] in _INDEX else 0
        except ValueError:
            return None
        first, last = max(number - steps, 1), min(number + steps, dt.date.max.toordinal())
        return (dt.date.fromordinal(first), dt.date.fromordinal(last), qualifier != "") if number else None
    if stated not in _INDEX:
        return None
    units = _UNITS[len(stated)]
    before, after = units[max(_INDEX[stated] - steps, 0)], units[min(_INDEX[stated] + steps, len(units) - 1)]
    return dt.date.fromisoformat(f"{_FIRST_MONTH[before]}-01"), _end_of(_LAST_MONTH[after]), qualifier != ""


def _read(text: str, *, widened: bool = True) -> Reading | None:
    """Read a date; None if it is outside the grammar."""
    parts = text.split("/")
    if len(parts) == 1:
        return _read_atom(text, widened=widened)
    if len(parts) > 2 or parts == ["..", ".."]:
        return None
    open_end = (dt.date.min, dt.date.max, False)
    ends = [open_end if part == ".." else _read_atom(part, widened=widened) for part in parts]
    if ends[0] is None or ends[1] is None or (widened and _read(text, widened=False) is None):
        return None
    return (ends[0][0], ends[1][1], ends[0][2] or ends[1][2]) if ends[0][0] <= ends[1][1] else None


def _reading(text: str) -> Reading | None:
    try:
        date = PartialDate(text)
    except DateError:
        return None
    return date.earliest, date.latest, date.qualified


@given(date_texts())
@example("0001~")
@example("000X?")
@example("00XX%")
@example("0001-01-02%")
@example("0002-02%/..")
@example("9999-12-31?")
@example("9998%")
@example("999X~")
@example("99XX?")
@example("../9999-11%")
@example("2024-02-29%")
@example("2023-02?")
@example("1900-02-XX~")
@settings(max_examples=examples(600))
def test_a_text_of_the_grammar_is_read_as_the_days_that_fit_it(text: str) -> None:
    naive = _read(text)
    assert naive is not None
    assert _reading(text) == naive


@given(broken_date_texts() | st.text("0129X-/.?~%", max_size=12))
@example("2024-XX-05")
@example("0000")
@example("../..")
@example("2024-03/2024-02%")
@example("2025-W01-1")
@settings(max_examples=examples(800))
def test_what_is_outside_the_grammar_is_refused_and_nothing_else_is(text: str) -> None:
    assert _reading(text) == _read(text)


@given(st.text(max_size=60))
@settings(max_examples=examples(300))
def test_any_text_is_a_date_or_a_date_error_with_a_message(text: str) -> None:
    if _reading(text) is None:
        with pytest.raises(DateError, match=r"(?s).{20}"):
            PartialDate(text)


@given(partial_dates)
def test_a_partial_date_is_a_value(date: PartialDate) -> None:
    again = PartialDate(date.text)
    assert again == date == PartialDate(date) == PartialDate.parse(str(date))
    assert hash(again) == hash(date)
    assert pickle.loads(pickle.dumps(date)) == date
    assert repr(date) == f"PartialDate({date.text!r})"
    assert date.earliest <= date.latest
    assert date.is_day == (date.earliest == date.latest)


@given(days)
def test_a_day_is_itself(day: dt.date) -> None:
    date = PartialDate(day)
    assert (date.earliest, date.latest, date.text, date.qualified) == (day, day, day.isoformat(), False)
    assert date.is_day
    assert date == PartialDate.between(day, day)


@given(partial_dates, days)
def test_contains_is_the_interval(date: PartialDate, day: dt.date) -> None:
    assert (day in date) == (date.earliest <= day <= date.latest)
    assert date.earliest in date
    assert date.latest in date


@given(days, days)
def test_between_is_read_back_as_the_same_days(one: dt.date, other: dt.date) -> None:
    first, last = sorted([one, other])
    date = PartialDate.between(first, last)
    assert (date.earliest, date.latest, date.qualified) == (first, last, False)
    assert _read(date.text) == (first, last, False)
    if first != last:
        with pytest.raises(DateError, match="ends before it begins"):
            PartialDate.between(last, first)


_WEEK = [dt.date(2024, 2, 26) + count * DAY for count in range(7)]


@given(intervals(_WEEK), intervals(_WEEK))
@settings(max_examples=examples(400))
def test_the_comparisons_are_those_of_sets_of_days(a: PartialDate, b: PartialDate) -> None:
    pairs = [(one, other) for one in _WEEK for other in _WEEK if one in a and other in b]
    assert certainly_before(a, b) == all(one < other for one, other in pairs)
    assert possibly_before(a, b) == any(one < other for one, other in pairs)
    assert compatible(a, b) == any(one == other for one, other in pairs)


@given(partial_dates, partial_dates)
def test_exactly_one_of_before_after_and_compatible_is_certain(a: PartialDate, b: PartialDate) -> None:
    assert certainly_before(a, b) + certainly_before(b, a) + compatible(a, b) == 1
    assert possibly_before(a, b) or not certainly_before(a, b)


def _habits(day: dt.date) -> list[str]:
    year, month, number = f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}"
    name = calendar.month_name[day.month]
    return [
        *(f"{number}{mark}{month}{mark}{year}" for mark in "/.-"),
        *(f"{month}{mark}{number}{mark}{year}" for mark in "/.-"),
        f"{day.day}/{day.month}/{year}",
        f"{year}/{month}/{number}",
        f"{year}.{day.month}.{day.day}",
        f"{year}{month}{number}",
        f"{day.isoformat()}T10:00:00Z",
        f"{day.isoformat()} 10:00",
        f" {day.isoformat()}",
        f"{day.day} {name} {year}",
        f"{name} {day.day}, {year}",
        f"{name[:3]}. {day.day} {year}",
        f"{number}. {name[:3].lower()} {year}",
        *([f"{year}-{day.month}-{day.day}"] if day.month < 10 or day.day < 10 else []),
    ]


@given(days, st.data())
@settings(max_examples=examples(300))
def test_a_day_in_another_spelling_is_answered_with_its_own(day: dt.date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_habits(day)))
    with pytest.raises(DateError) as caught:
        PartialDate(text)
    assert f"'{day.isoformat()}'" in str(caught.value)


@given(days, days, st.data())
@settings(max_examples=examples(300))
def test_a_reversed_interval_is_answered_with_the_right_one(one: dt.date, other: dt.date, data: st.DataObject) -> None:
    first, last = (data.draw(st.sampled_from(spellings(day))) for day in sorted([one, other]))
    assume(_read(f"{last}/{first}") is None)
    with pytest.raises(DateError, match=f"ends before it begins: write '{first}/{last}'$"):
        PartialDate(f"{last}/{first}")
    PartialDate(f"{first}/{last}")


# The edtf package, on the unqualified forms that it shares: from year 100 on, since its 00XX and 000X begin with a year 0,
# and of the atoms in intervals those without X. Its open end is an infinity, ours the end of the calendar.


def _day(moment: time.struct_time | float) -> dt.date:
    if isinstance(moment, float):
        return dt.date.min if moment < 0 else dt.date.max
    return dt.date(*moment[:3])


_LATE_ENOUGH = st.dates(min_value=dt.date(100, 1, 1))


@given(_LATE_ENOUGH, st.data())
@settings(max_examples=examples(200))
def test_an_atom_is_what_edtf_reads(day: dt.date, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(spellings(day)))
    theirs, ours = edtf.parse_edtf(text), PartialDate(text)
    assert (ours.earliest, ours.latest) == (_day(theirs.lower_strict()), _day(theirs.upper_strict()))


@given(_LATE_ENOUGH, _LATE_ENOUGH, st.data())
@settings(max_examples=examples(150))
def test_an_interval_is_what_edtf_reads(one: dt.date, other: dt.date, data: st.DataObject) -> None:
    first, last = sorted([one, other])
    start = data.draw(st.sampled_from(["..", *spellings(first)[:3]]))
    end = data.draw(st.sampled_from([*spellings(last)[:3], *([] if start == ".." else [".."])]))
    theirs, ours = edtf.parse_edtf(f"{start}/{end}"), PartialDate(f"{start}/{end}")
    assert (ours.earliest, ours.latest) == (_day(theirs.lower_strict()), _day(theirs.upper_strict()))
