"""Partial dates: one day, known to lie somewhere in an interval of days.

Sources give days, months, years and "by September". Precision is never invented: a value keeps the
first and the last day that it may be, and comparisons say what is certain and what is possible.
The spelling is EDTF (ISO 8601-2) level 0 and the common part of level 1, so that files stay standard; an
interval is read as "some one day in it".

Rule: domain.md section 2.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

import attrs

__all__ = ["DateError", "PartialDate", "certainly_before", "compatible", "possibly_before"]

_FIRST: Final = dt.date.min
_LAST: Final = dt.date.max
_DAY: Final = dt.timedelta(days=1)

_ATOM: Final = re.compile(
    r"(?P<century>[0-9]{2})(?:XX"
    r"|(?P<decade>[0-9])(?:X"
    r"|(?P<year>[0-9])"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"))(?P<qualifier>[?~%]?)"
)

# Not the calendar module's, which speak the language of the process.
_MONTH_NAMES: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# Units by which a qualifier widens: 1 for uncertain or approximate, 2 for both (EDTF level 1).
_WIDENING: Final = {"": 0, "?": 1, "~": 1, "%": 2}


_set: Final = object.__setattr__
"""How a frozen value is filled while it is made."""


class DateError(ValueError):
    """A text that is no partial date. The message says why, and what to write instead."""


@attrs.frozen(init=False, repr=False)
class PartialDate:
    """One day, somewhere in ``[earliest, latest]``.

    Takes EDTF text (``2025-09-11``, ``2025-09``, ``2025``, ``202X``, ``2025-09-XX``, ``2025-09?``,
    ``2025-01/2025-03``, ``../2025``, ``2025/..``), a :class:`datetime.date`, or another partial date.
    Raises :class:`DateError` for any other text and :class:`TypeError` for any other type.

    Two are equal when they are written alike: ``2025`` and ``2025-01-01/2025-12-31`` are the same days, and not equal.
    There is no ``<``: use :func:`certainly_before`, :func:`possibly_before` and :func:`compatible`.
    """

    earliest: dt.date
    """The first day that it may be; 0001-01-01 for an open beginning."""
    latest: dt.date
    """The last day that it may be; 9999-12-31 for an open end."""
    text: str
    """As it was written."""
    qualified: bool
    """Whether the writer marked it as uncertain or approximate (``?``, ``~`` or ``%``)."""

    def __init__(self, value: str | dt.date | PartialDate) -> None:
        if isinstance(value, str):
            earliest, latest, qualified = _parse(value)
            text = value
        elif isinstance(value, PartialDate):
            earliest, latest, text, qualified = value.earliest, value.latest, value.text, value.qualified
        elif isinstance(value, dt.datetime):
            raise TypeError("a time of day is not a date: pass value.date(), in the time zone that you mean")
        elif isinstance(value, dt.date):
            earliest = latest = value
            text, qualified = value.isoformat(), False
        else:
            raise TypeError(f"a partial date is made from text or datetime.date, not from {type(value).__name__}")
        _set(self, "earliest", earliest)
        _set(self, "latest", latest)
        _set(self, "text", text)
        _set(self, "qualified", qualified)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read EDTF text; the same as calling the class. Raises :class:`DateError`."""
        return cls(text)

    @classmethod
    def between(cls, earliest: dt.date, latest: dt.date) -> PartialDate:
        """The day that lies in ``[earliest, latest]``; one end of the calendar is written as open, both are not.

        Raises :class:`DateError` if ``latest`` is before ``earliest``.
        """
        if earliest == latest:
            return cls(earliest)
        both = (earliest, latest) == (_FIRST, _LAST)
        start = ".." if earliest == _FIRST and not both else earliest.isoformat()
        end = ".." if latest == _LAST and not both else latest.isoformat()
        text = f"{start}/{end}"
        if latest < earliest:
            return cls(text)  # which says what is wrong
        # What would be read in the text is known.
        day = cls.__new__(cls)
        _set(day, "earliest", earliest)
        _set(day, "latest", latest)
        _set(day, "text", text)
        _set(day, "qualified", False)
        return day

    @property
    def is_day(self) -> bool:
        """Whether the day itself is known."""
        return self.earliest == self.latest

    def __contains__(self, day: dt.date) -> bool:
        return self.earliest <= day <= self.latest

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"


def certainly_before(a: PartialDate, b: PartialDate) -> bool:
    """Whether every day that ``a`` may be is before every day that ``b`` may be."""
    return a.latest < b.earliest


def possibly_before(a: PartialDate, b: PartialDate) -> bool:
    """Whether some day that ``a`` may be is before some day that ``b`` may be."""
    return a.earliest < b.latest


def compatible(a: PartialDate, b: PartialDate) -> bool:
    """Whether both may be one and the same day."""
    return a.earliest <= b.latest and b.earliest <= a.latest


def _parse(text: str) -> tuple[dt.date, dt.date, bool]:
    start, slash, end = text.partition("/")
    if not slash:
        earliest, latest, widening = _atom(text, text)
        return *_widened(earliest, latest, widening), widening is not None
    if start == ".." and end == "..":
        raise DateError(f"'{text}' says nothing: both ends are open; leave the date out or bound one end")
    first = (_FIRST, _FIRST, None) if start == ".." else _atom(start, text)
    last = (_LAST, _LAST, None) if end == ".." else _atom(end, text)
    if first[0] > last[1]:
        raise DateError(f"'{text}' ends before it begins: write '{end}/{start}'")
    return _widened(*first)[0], _widened(*last)[1], first[2] is not None or last[2] is not None


# A qualifier widens by so many of a unit: days, or months (a year is twelve of them).
_Widening = tuple[int, int] | None


def _atom(atom: str, text: str) -> tuple[dt.date, dt.date, _Widening]:
    """The days of one atom as written, and by how many (days, months) its qualifier widens them."""
    match = _ATOM.fullmatch(atom)
    if match is None:
        raise DateError(_advice(atom, text))
    century, decade, last_digit, month, day, qualifier = match.groups()
    steps = _WIDENING[qualifier]
    if decade is None:
        earliest, latest, unit = _years(int(century) * 100, 100, atom)
    elif last_digit is None:
        earliest, latest, unit = _years(int(century + decade) * 10, 10, atom)
    else:
        year = int(century + decade + last_digit)
        earliest, latest, unit = _years(year, 1, atom)
        if month == "XX":
            if day is not None and day != "XX":
                raise DateError(f"'{atom}' has a day under an unknown month: write '{year:04d}' or name the month")
        elif month is not None:
            earliest, latest, unit = _days(year, int(month), day, atom)
    return earliest, latest, (unit[0] * steps, unit[1] * steps) if steps else None


def _years(first: int, count: int, atom: str) -> tuple[dt.date, dt.date, tuple[int, int]]:
    if first + count <= 1:
        raise DateError(f"'{atom}' is not a year here: years run from 0001 to 9999")
    return dt.date(max(first, 1), 1, 1), dt.date(first + count - 1, 12, 31), (0, 12 * count)


def _days(year: int, month: int, day: str | None, atom: str) -> tuple[dt.date, dt.date, tuple[int, int]]:
    if not 1 <= month <= 12:
        raise DateError(_bad_month(atom, year, month, day))
    length = calendar.monthrange(year, month)[1]
    if day is None or day == "XX":
        return dt.date(year, month, 1), dt.date(year, month, length), (0, 1)
    if not 1 <= int(day) <= length:
        name = _MONTH_NAMES[month - 1]
        leap = f" in {year:04d}" if month == 2 else ""
        raise DateError(
            f"'{atom}' is not a day: {name} has {length}{leap}; write '{year:04d}-{month:02d}' if the day is not known"
        )
    only = dt.date(year, month, int(day))
    return only, only, (1, 0)


def _bad_month(atom: str, year: int, month: int, day: str | None) -> str:
    if 21 <= month <= 41 and day is None:
        return f"'{atom}' is an EDTF season: write its months, as in '{year:04d}-03/{year:04d}-05'"
    swapped = f"{year:04d}-{day}-{month:02d}"
    if day and day.isdigit() and _is_date(swapped):
        return f"'{atom}' is not a day, there are 12 months: did you mean '{swapped}'?"
    return f"'{atom}' is not a month: months run from 01 to 12"


def _widened(earliest: dt.date, latest: dt.date, widening: _Widening) -> tuple[dt.date, dt.date]:
    if widening is None:
        return earliest, latest
    days, months = widening
    if days:
        return (
            max(earliest, _FIRST + days * _DAY) - days * _DAY,
            min(latest, _LAST - days * _DAY) + days * _DAY,
        )
    first = earliest.year * 12 + earliest.month - 1 - months
    last = latest.year * 12 + latest.month - 1 + months
    return (
        _FIRST if first < 12 else dt.date(first // 12, first % 12 + 1, 1),
        _LAST
        if last // 12 > _LAST.year
        else dt.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1]),
    )


# What people write instead of a partial date, and the dates that they may mean; the first that matches is used.
_MONTHS: Final = {
    word: number for number, name in enumerate(_MONTH_NAMES, 1) for word in (name.lower(), name.lower()[:3])
}
_MONTHS["sept"] = 9
_HABITS: Final = tuple(
    (re.compile(pattern, re.DOTALL), meant)
    for pattern, *meant in (
        (r"(?P<y>[0-9]{4})[./](?P<m>[0-9]{1,2})[./](?P<d>[0-9]{1,2})", "{y}-{m:0>2}-{d:0>2}"),
        (r"(?P<d>[0-9]{1,2})[-./](?P=d)[-./](?P<y>[0-9]{4})", "{y}-{d:0>2}-{d:0>2}"),
        (r"(?P<d>[0-9]{1,2})[-./](?P<m>[0-9]{1,2})[-./](?P<y>[0-9]{4})", "{y}-{m:0>2}-{d:0>2}", "{y}-{d:0>2}-{m:0>2}"),
        (r"(?P<m>[0-9]{1,2})[-./](?P<y>[0-9]{4})", "{y}-{m:0>2}"),
        (r"(?P<y>[0-9]{4})[./](?P<m>[0-9]{1,2})", "{y}-{m:0>2}"),
        (r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", "{y}-{m}-{d}"),
        (r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})", "{y}-{m:0>2}-{d:0>2}"),
        (r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})", "{y}-{m:0>2}"),
        (r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*", "{day}"),
        (r"(?P<y>[0-9]{4})-?Q1", "{y}-01/{y}-03"),
        (r"(?P<y>[0-9]{4})-?Q2", "{y}-04/{y}-06"),
        (r"(?P<y>[0-9]{4})-?Q3", "{y}-07/{y}-09"),
        (r"(?P<y>[0-9]{4})-?Q4", "{y}-10/{y}-12"),
    )
)
# Where no date can be offered: what to know.
_HINTS: Final = tuple(
    (re.compile(pattern, re.DOTALL), hint)
    for pattern, hint in (
        (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*", "a date has no time of day"),
        (r"(?:[+-]?[0-9]{5,}|Y).*", "years have four digits, from 0001 to 9999"),
        (r"-.*", "years before 0001 are not supported"),
        (r"[0-9]{1,3}", "years have four digits, as in '0999'"),
        (r"[0-9]{2}[0-9X]X-.*", "a month needs a known year"),
        (r"[0-9]{2}[0-9xXu][xXu](?:-[0-9xXu]{2}){0,2}[?~%]?", "an unknown digit is a capital X"),
        (r".*(?: - | to |\u2013|--).*", "an interval has a slash: write '2024-01/2024-03'"),
    )
)
_WORDS: Final = re.compile(
    r"(?:(?P<d1>[0-9]{1,2})\.? )?(?P<month>[A-Za-z]{3,9})\.? (?:(?P<d2>[0-9]{1,2}),? )?(?P<y>[0-9]{4})"
)
_FORMS: Final = "write a day '2024-07-08', a month '2024-07', a year '2024' or an interval '2024-07/2024-09'"
_LONGEST: Final = 40


def _advice(atom: str, text: str) -> str:
    """Why the text is refused; the whole text is looked at first, then the part that failed."""
    if not text.strip():
        return "the date is empty: leave the key out if the date is not known"
    if len(text) > _LONGEST:
        return f"'{text[:_LONGEST]}...' is not a date here: {_FORMS}"
    tidy = text.strip().replace(" / ", "/")
    if tidy != text:
        try:
            _parse(tidy)
        except DateError as error:
            return str(error)
        return f"'{text}' has spaces that do not belong: write '{tidy}'"
    candidates = tuple(dict.fromkeys((text, atom)))
    meant = next(filter(None, map(_meant, candidates)), None)
    if meant:
        return f"'{text}' is not a date here: write {' or '.join(repr(date) for date in meant)}"
    telling = [candidate for candidate in candidates if candidate == text or len(candidate) > 4]
    hints = (hint for candidate in telling for pattern, hint in _HINTS if pattern.fullmatch(candidate))
    return f"'{text}' is not a date here: {next(hints, _FORMS)}"


def _meant(text: str) -> list[str]:
    """The dates that a text in another spelling may mean; only such as there are."""
    for pattern, templates in _HABITS:
        if match := pattern.fullmatch(text):
            return [date for date in (template.format(**match.groupdict()) for template in templates) if _is_date(date)]
    words = _WORDS.fullmatch(text)
    month = _MONTHS.get(words["month"].lower()) if words else None
    if words is None or month is None:
        return []
    day = words["d1"] or words["d2"]
    date = f"{words['y']}-{month:02d}" + (f"-{day:0>2}" if day else "")
    return [date] if _is_date(date) else []


def _is_date(text: str) -> bool:
    """Whether there is such a day, month, year or quarter; for texts of digits, put together here."""
    try:
        for end in text.split("/"):
            dt.date(*[*map(int, end.split("-")), 1, 1][:3])
    except ValueError:
        return False
    return True
