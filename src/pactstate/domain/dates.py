"""Partial dates: one day, known to lie somewhere in an interval of days.

Sources give days, months, years and "by September". Precision is never invented: a value keeps its first and last
possible day, and comparisons say what is certain and what is possible. The spelling is EDTF (ISO 8601-2) level 0 and
the common part of level 1, so that other tools can read the dates. An interval means one day within it.

See docs/domain.md, "Dates".
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

import attrs

from pactstate.errors import TypeRefusedError, ValueRefusedError

__all__ = [
    "DateError",
    "PartialDate",
    "certainly_before",
    "compatible",
    "date_of",
    "is_date",
    "possibly_before",
    "refuse_in_brief",
]

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

# The names of the calendar module depend on the locale of the process.
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# Units by which a qualifier widens: 1 for uncertain or approximate, 2 for both (EDTF level 1).
_WIDENING: Final = {"": 0, "?": 1, "~": 1, "%": 2}


_set: Final = object.__setattr__
"""Setter for the fields of a frozen instance; used only while the instance is built."""


class DateError(ValueRefusedError):
    """Error: a text is not a partial date. The message says why, and what to write instead."""

    def __init__(self, message: str, *, says_nothing: bool = False, meant: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.meant = tuple(meant)
        """Dates that the text may mean in another spelling, such as ``2024-07-08`` for '8 July 2024'."""
        self.says_nothing = says_nothing
        """Whether the text only says that there is no date, such as 'tbc'. No other text can be proposed then."""


class _NoFormError(ValueError):
    """Part of a text that has no form of a date.

    The search for what it may mean takes 100 times as long as this refusal, so the caller decides whether it is needed.
    """

    def __init__(self, atom: str) -> None:
        super().__init__(atom)
        self.atom = atom


# Very many are kept: a slot for weak references, which nobody needs, takes a sixth of its memory.
@attrs.frozen(init=False, repr=False, weakref_slot=False)
class PartialDate:
    """One day, somewhere in ``[earliest, latest]``.

    Takes EDTF text (``2025-09-11``, ``2025-09``, ``2025``, ``202X``, ``2025-09-XX``, ``2025-09?``,
    ``2025-01/2025-03``, ``../2025``, ``2025/..``), a :class:`datetime.date`, or another partial date.
    Raises :class:`DateError` for any other text and :class:`~pactstate.TypeRefusedError` for any other type.

    Two dates are equal if their texts are equal: ``2025`` and ``2025-01-01/2025-12-31`` mean the same days and are not
    equal; :meth:`same_days` tells. There is no ``<``, since two dates that overlap have no certain order: ask
    :meth:`certainly_before`, :meth:`possibly_before` or :meth:`compatible`.

    >>> signed = PartialDate("2024-07")
    >>> signed.certainly_before("2025"), signed.possibly_before("2024-07-20"), signed.compatible("2024")
    (True, True, True)
    """

    earliest: dt.date
    """First possible day; 0001-01-01 for an open beginning."""
    latest: dt.date
    """Last possible day; 9999-12-31 for an open end."""
    text: str
    """The date as it was written."""
    qualified: bool
    """Whether the writer marked it as uncertain or approximate (``?``, ``~`` or ``%``)."""

    def __init__(self, value: str | dt.date | PartialDate) -> None:
        if isinstance(value, str):
            try:
                earliest, latest, qualified = _parse(value)
            except _NoFormError as error:
                raise _refusal(error.atom, value) from None
            text = value
        elif isinstance(value, PartialDate):
            earliest, latest, text, qualified = value.earliest, value.latest, value.text, value.qualified
        elif isinstance(value, dt.datetime):
            raise TypeRefusedError("a time of day is not a date: pass value.date(), in the time zone that you mean")
        elif isinstance(value, dt.date):
            earliest = latest = value
            text, qualified = value.isoformat(), False
        else:
            raise TypeRefusedError(
                f"a partial date is made from text or datetime.date, not from {type(value).__name__}"
            )
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
        """Return the partial date of one day in ``[earliest, latest]``.

        The text has an open end for the first or the last day of the calendar, but not for both. Raises
        :class:`DateError` if ``latest`` is before ``earliest``.
        """
        if earliest == latest:
            return cls(earliest)
        both = (earliest, latest) == (_FIRST, _LAST)
        start = ".." if earliest == _FIRST and not both else earliest.isoformat()
        end = ".." if latest == _LAST and not both else latest.isoformat()
        text = f"{start}/{end}"
        if latest < earliest:
            return cls(text)  # The parser raises the error, with its message.
        # The fields are known: parsing the text again would only take time.
        return _made(earliest, latest, text, qualified=False)

    @property
    def is_day(self) -> bool:
        """Whether only one day is possible."""
        return self.earliest == self.latest

    def certainly_before(self, other: str | dt.date | PartialDate) -> bool:
        """Return whether every possible day is before every possible day of the other date.

        >>> PartialDate("2024-07").certainly_before("2024-08"), PartialDate("2024").certainly_before("2024-08")
        (True, False)
        """
        return certainly_before(self, _as_date(other))

    def possibly_before(self, other: str | dt.date | PartialDate) -> bool:
        """Return whether some possible day is before some possible day of the other date.

        >>> PartialDate("2024").possibly_before("2024-08"), PartialDate("2024").possibly_before("2023")
        (True, False)
        """
        return possibly_before(self, _as_date(other))

    def compatible(self, other: str | dt.date | PartialDate) -> bool:
        """Return whether both dates may be the same day.

        >>> PartialDate("2024").compatible("2024-07-08"), PartialDate("2024").compatible("2025")
        (True, False)
        """
        return compatible(self, _as_date(other))

    def same_days(self, other: str | dt.date | PartialDate) -> bool:
        """Return whether the same days are possible for both dates, whatever their texts.

        >>> PartialDate("2024") == PartialDate("2024-01/2024-12"), PartialDate("2024").same_days("2024-01/2024-12")
        (False, True)
        """
        date = _as_date(other)
        return (self.earliest, self.latest) == (date.earliest, date.latest)

    def __contains__(self, day: dt.date) -> bool:
        return self.earliest <= day <= self.latest

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"


def _as_date(value: str | dt.date | PartialDate) -> PartialDate:
    return value if isinstance(value, PartialDate) else PartialDate(value)


def certainly_before(a: PartialDate, b: PartialDate) -> bool:
    """Return whether every possible day of ``a`` is before every possible day of ``b``."""
    return a.latest < b.earliest


def possibly_before(a: PartialDate, b: PartialDate) -> bool:
    """Return whether some possible day of ``a`` is before some possible day of ``b``."""
    return a.earliest < b.latest


def compatible(a: PartialDate, b: PartialDate) -> bool:
    """Return whether both dates may be the same day."""
    return a.earliest <= b.latest and b.earliest <= a.latest


def _parse(text: str) -> tuple[dt.date, dt.date, bool]:
    # Most dates are days, which the standard library reads in a tenth of the time. It knows other forms, too.
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            pass  # what follows says why
        else:
            return day, day, False
    start, slash, end = text.partition("/")
    if not slash:
        earliest, latest, widening = _atom(text)
        return *_widened(earliest, latest, widening), widening is not None
    if start == ".." and end == "..":
        message = f"'{text}' says nothing, since both ends are open: write the end that is known"
        raise DateError(message, says_nothing=True)
    first = (_FIRST, _FIRST, None) if start == ".." else _atom(start)
    last = (_LAST, _LAST, None) if end == ".." else _atom(end)
    if first[0] > last[1]:
        raise DateError(f"'{text}' ends before it begins: write '{end}/{start}'")
    return _widened(*first)[0], _widened(*last)[1], first[2] is not None or last[2] is not None


# Days and months by which a qualifier widens an interval on each side; None without a qualifier.
_Widening = tuple[int, int] | None


def _atom(atom: str) -> tuple[dt.date, dt.date, _Widening]:
    """Return the first and last day of one end of an interval, or of a whole date, and how far its qualifier widens it.

    Raises :class:`_NoFormError` if it has no form of a date, and :class:`DateError` if there is no such day.
    """
    match = _ATOM.fullmatch(atom)
    if match is None:
        raise _NoFormError(atom)
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
        name = _MONTHS[month - 1]
        leap = f" in {year:04d}" if month == 2 else ""
        raise DateError(
            f"'{atom}' is not a day: {name} has {length}{leap}; write '{year:04d}-{month:02d}' if the day is not known"
        )
    only = dt.date(year, month, int(day))
    return only, only, (1, 0)


def _bad_month(atom: str, year: int, month: int, day: str | None) -> str:
    if 21 <= month <= 41 and day is None:
        from pactstate.domain.date_words import season

        name, spans = season(year, month)
        north, *south = [repr(span) for span in spans if is_date(span)] or [repr(f"{year:04d}")]
        months = f"{north}, or {south[0]} south of the equator" if south else north
        return f"'{atom}' is {name} in EDTF: write its months, {months}"
    swapped = f"{year:04d}-{day}-{month:02d}"
    if day and day.isdigit() and 1 <= int(day) <= 12 and is_date(swapped):
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


# Hints for texts for which no date can be proposed; the first pattern that matches is used.
_HINTS: Final = (
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*", "a date has no time of day"),
    (r"(?:[+-]?[0-9]{5,}|Y).*", "years have four digits, from 0001 to 9999"),
    (r"[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ][0-9]{2}", "write the year with four digits"),
    (r"-.*", "years before 0001 are not supported"),
    (r"[0-9]{1,3}", "years have four digits, as in '0999'"),
    (r"[0-9]{2}[0-9X]X-.*", "a month needs a known year"),
    (r"[0-9]{2}[0-9xXu][xXu](?:-[0-9xXu]{2}){0,2}[?~%]?", "an unknown digit is a capital X"),
    (r".*(?: - | to |\u2013|--).*", "an interval has a slash: write '2024-01/2024-03'"),
)
_FORMS: Final = "write a day '2024-07-08', a month '2024-07', a year '2024' or an interval '2024-07/2024-09'"
_MAX_LENGTH: Final = 60
"""Limit of the characters of a refused text; for a longer one, no date is proposed."""


def _refusal(atom: str, text: str, *, proposes: bool = True) -> DateError:
    """Return the error for a refused text: first for the whole text, then for ``atom``, the part that failed.

    ``proposes`` says whether to look for dates that the text may mean.
    """
    from pactstate.domain.date_words import dates_meant, odd_signs, says_nothing, wrong_weekday

    if not text.strip():
        return DateError("the date is empty: it says nothing", says_nothing=True)
    if len(text) > _MAX_LENGTH:
        return DateError(f"'{text[:_MAX_LENGTH]}...' is not a date here: {_FORMS}")
    if says_nothing(text):
        return DateError(f"'{text}' is no date: it says that none is known", says_nothing=True)
    meant = dates_meant(text, is_date) if proposes else []
    if meant:
        reason = odd_signs(text) or "is not a date here"
        return DateError(f"'{text}' {reason}: write {' or '.join(map(repr, meant))}", meant=meant)
    impossible = (_impossible(text) or wrong_weekday(text, is_date)) if proposes else None
    if impossible:
        return DateError(f"'{text}' is not a date here: {impossible}")
    if proposes and atom != text and (meant := dates_meant(atom, is_date)):
        return DateError(f"'{text}' is not a date here: for '{atom}' write {' or '.join(map(repr, meant))}")
    telling = [candidate for candidate in dict.fromkeys((text, atom)) if candidate == text or len(candidate) > 4]
    hints = (hint for candidate in telling for pattern, hint in _HINTS if re.fullmatch(pattern, candidate, re.DOTALL))
    return DateError(f"'{text}' is not a date here: {next(hints, _FORMS)}")


def _impossible(text: str) -> str | None:
    """Return why the day that a text means in another spelling does not exist, such as 31 June; None if unknown."""
    from pactstate.domain.date_words import dates_tried

    for date in dates_tried(text):
        if date != text and _ATOM.fullmatch(date):
            try:
                _parse(date)
            except DateError as error:
                return str(error)
    return None


def _made(earliest: dt.date, latest: dt.date, text: str, *, qualified: bool) -> PartialDate:
    """Return a date whose fields are known."""
    date = PartialDate.__new__(PartialDate)
    _set(date, "earliest", earliest)
    _set(date, "latest", latest)
    _set(date, "text", text)
    _set(date, "qualified", qualified)
    return date


def date_of(text: str) -> PartialDate | None:
    """Return the date of the format that a text is, or None, without a search for what it may mean."""
    try:
        earliest, latest, qualified = _parse(text)
    except (DateError, _NoFormError):
        return None
    return _made(earliest, latest, text, qualified=qualified)


def is_date(text: str) -> bool:
    """Return whether a text is a date of the format."""
    return date_of(text) is not None


def refuse_in_brief(text: str) -> None:
    """Raise :class:`DateError` for a text that is no date, without a search for what it may mean, which takes long.

    >>> refuse_in_brief("8 July 2024")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    pactstate.domain.dates.DateError: '8 July 2024' is not a date here: write a day '2024-07-08', ...
    """
    try:
        _parse(text)
    except _NoFormError as error:
        raise _refusal(error.atom, text, proposes=False) from None
