"""Proposals for dates that are not written in the format, such as "8 July 2024".

The proposals appear only in messages; no file is ever read with them. An ambiguous text gets a proposal for each
meaning. The module is imported late, since only texts that are not dates need it.

The codes of seasons and other parts of a year are those of EDTF (ISO 8601-2:2019, 4.8); see
https://www.loc.gov/standards/datetime/.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from pactstate.text.languages import (
    MONTHS_BY_NAME,
    ORDINALS,
    QUARTERS,
    SEASONS_BY_NAME,
    SMALL_WORDS,
    THIRDS,
    WEEKDAY_SIGNS,
    WEEKDAYS,
)

__all__ = [
    "SEASONS",
    "dates_meant",
    "dates_tried",
    "odd_signs",
    "says_nothing",
    "says_same",
    "season",
    "tidied",
    "without_weekday",
    "wrong_weekday",
]

_Match = re.Match[str]

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH: Final = "|".join(sorted(MONTHS_BY_NAME, key=len, reverse=True))

# Name, first month and number of months, by code.
SEASONS: Final = {
    21: ("spring", 3, 3),
    22: ("summer", 6, 3),
    23: ("autumn", 9, 3),
    24: ("winter", 12, 3),
    25: ("spring in the north", 3, 3),
    26: ("summer in the north", 6, 3),
    27: ("autumn in the north", 9, 3),
    28: ("winter in the north", 12, 3),
    29: ("spring in the south", 9, 3),
    30: ("summer in the south", 12, 3),
    31: ("autumn in the south", 3, 3),
    32: ("winter in the south", 6, 3),
    33: ("the first quarter", 1, 3),
    34: ("the second quarter", 4, 3),
    35: ("the third quarter", 7, 3),
    36: ("the fourth quarter", 10, 3),
    37: ("the first third", 1, 4),
    38: ("the second third", 5, 4),
    39: ("the last third", 9, 4),
    40: ("the first half", 1, 6),
    41: ("the second half", 7, 6),
}
"""Parts of a year, by the code that EDTF writes instead of a month."""
_NO_HEMISPHERE: Final = range(21, 25)
"""Codes of seasons without a hemisphere; the seasons of the two hemispheres are half a year apart."""

_NOTHING: Final = frozenset(
    """
tbc|tbd|tba|tbs|n/a|na|n.a|none|null|nil|nan|pending|unknown|unclear|undated|unspecified
not known|not yet|n.d|nd|no date|to be confirmed|to be determined|to be announced|to be decided
soon|later|future|upcoming|forthcoming|expected|planned
ongoing|in progress|empty|missing|xxxx|xxxx-xx|xxxx-xx-xx|yyyy|yyyy-mm|yyyy-mm-dd
not announced|not available
en attente|pendiente|pendente|sin fecha|sem data|ausstehend|in sospeso|belum|未定|不明|未発効|未署名|なし|該当なし
offen|noch offen|noch nicht|k.a|k. a|entfällt|unbekannt|à déterminer|non disponible|n.v.t|por determinar|da definire
not signed|not yet signed|not in force|not yet in force|to follow|ー
not applicable|never|date|awaited|scheduled|0000-00-00|../..|..|../|/..|/
""".strip()
    .replace("\n", "|")
    .split("|")
)
_SIGNS: Final = re.compile(r"[\s?*_.~%-]*")
_SAME: Final = frozenset(
    """
same|the same|same day|same date|on the same day|idem|ibid|id|ditto|do|as above|see above|"|''|\u3003|\u2033|同日|同上
同左|même jour|même date|misma fecha|mismo día|gleicher tag|s.o|siehe oben|stesso giorno|mesma data
""".strip()
    .replace("\n", "|")
    .split("|")
)
"""Texts that stand for what another cell says."""

_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
"""Numbers of months as in ``7.VIII.2024``."""

_QUOTES: Final = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_FILLERS: Final = re.compile(
    rf"\b(?:of|the|in|year|month|{'|'.join(SMALL_WORDS)})\b|(?<=[0-9])(?:st|nd|rd|th)\b"
    # Only behind a day: a letter behind a year may be the mark of an accession.
    rf"|(?:(?<=\b[0-9])|(?<=\b[0-9][0-9]))(?:{'|'.join(ORDINALS)})(?!\w)"
)
"""Words without meaning for the date: articles and endings of numbers."""
_SIGN_OF_WEEKDAY: Final = f"[{''.join(WEEKDAY_SIGNS)}]"
_WEEKDAY: Final = re.compile(
    rf"[(\[]? ?\b(?P<word>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b\.?(?: ?[)\]])?"
    rf"|[(\[] ?(?P<sign>{_SIGN_OF_WEEKDAY})(?:曜日?|요일)? ?[)\]]|(?P<long>{_SIGN_OF_WEEKDAY})(?:曜日?|요일)",
    re.IGNORECASE,
)
"""Day of the week, which may be in brackets, as in ``Thu``, ``(Thu)`` and ``(木)``."""
_MAX_DEPTH: Final = 3
"""Limit of dates within dates, such as the ends of an interval or the date after 'circa'."""


def tidied(text: str) -> str:
    """Return a text with ASCII digits, hyphens and blanks, and without quotes around it."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    plain = _KANJI_NUMBER.sub(_kanji_number, plain)
    return re.sub(r" ?/ ?", "/", " ".join(plain.split()).strip(_QUOTES).strip())


def odd_signs(text: str) -> str | None:
    """Return what is wrong with the quotes, dashes or white space of a text; None if they are not the fault."""
    if any(one in _QUOTES for one in text):
        return "has quotes that do not belong"
    if re.fullmatch(r"[0-9X?~%/.]+(?:\W[0-9X?~%/.]+)*", _DASHES.sub("-", text)) and _DASHES.search(text):
        return "has dashes that are no hyphens"
    if re.fullmatch(r"\s*[-0-9X?~%/.]+\s*", text) and text != text.strip():
        return "has white space that does not belong"
    return None


def says_nothing(text: str) -> bool:
    """Return whether a text only says that there is no date, such as 'tbc' or '?'."""
    if says_same(text):
        return False
    plain = tidied(text).lower()
    return not {plain, plain.strip("().")}.isdisjoint(_NOTHING) or bool(_SIGNS.fullmatch(plain))


def says_same(text: str) -> bool:
    """Return whether a text only points to another one, such as 'same day' or a ditto mark.

    >>> says_same("ditto"), says_same("同日"), says_same("tbc")
    (True, True, False)
    """
    return text.strip().rstrip(".").lower() in _SAME


def season(year: int, code: int) -> tuple[str, list[str]]:
    """Return the name of a part of a year by its EDTF code, and the intervals of months that it can mean."""
    name, first, length = SEASONS[code]
    return name, [
        _months(year, start, length) for start in ((first, first + 6) if code in _NO_HEMISPHERE else (first,))
    ]


def dates_meant(text: str, is_date: Callable[[str], bool]) -> list[str]:
    """Return the dates that a text can mean, as the format writes them; an empty list if none is known.

    ``is_date`` says whether a text is a date of the format. Other texts are never proposed.
    """
    plain = tidied(text)
    return [date for date in dict.fromkeys(_read(plain, is_date, 0)) if date != text and is_date(date)]


def without_weekday(text: str) -> str:
    """Return a text without the days of the week that it names.

    >>> without_weekday("Thu 10 September 2025"), without_weekday("2025年9月11日(木)")
    ('10 September 2025', '2025年9月11日')
    """
    # Most dates have no letter, and to normalize a text costs more than to look for one.
    if text.isascii() and not any(map(str.isalpha, text)):
        return text
    plain = tidied(text)
    return " ".join(_WEEKDAY.sub(" ", plain).split()) if _WEEKDAY.search(plain) else text


def wrong_weekday(text: str, is_date: Callable[[str], bool]) -> str | None:
    """Return the right day of the week, as in ``2025-09-11 is a Thursday``, if a text names a wrong one; else None."""
    plain = without_weekday(text)
    if plain == text or dates_meant(text, is_date):
        return None
    numbers = {date: _weekday(date) for date in _read(plain, is_date, 0)}
    found = [f"{date} is a {_DAYS[number]}" for date, number in numbers.items() if number is not None]
    return " and ".join(found) or None


def dates_tried(text: str) -> list[str]:
    """Return the dates that a text can mean, including days that do not exist, such as 31 June."""
    return list(_read(tidied(text), lambda _: False, 0))


def _read(text: str, is_date: Callable[[str], bool], depth: int) -> Iterator[str]:
    if is_date(text):
        yield text
        return
    small = _without_fillers(text.lower())
    weekdays = {
        WEEKDAYS[word] if word in WEEKDAYS else WEEKDAY_SIGNS[word]
        for found in _WEEKDAY.finditer(small)
        for word in filter(None, found.groups())
    }
    plain = _without_fillers(_WEEKDAY.sub(" ", small)) if weekdays else small
    meant = [plain] if is_date(plain) else _by_form(plain)
    if meant is not None:
        yield from (date for date in meant if not weekdays or _fits(date, weekdays))
    elif depth < _MAX_DEPTH:
        yield from _composed(small, is_date, depth + 1)


def _by_form(text: str) -> Iterable[str] | None:
    """Return the dates that a text means by the first form that fits; None if none does."""
    matches = ((pattern.fullmatch(text), mean) for pattern, mean in _FORMS)
    return next((mean(match) for match, mean in matches if match), None)


def _without_fillers(text: str) -> str:
    return " ".join(_FILLERS.sub(" ", text).replace(",", " ").split()).strip(". ")


def _fits(date: str, days: Collection[int]) -> bool:
    """Return whether a date is on one of the days of the week; a month or a year is on none.

    A day that does not exist fits, so that messages can name it.
    """
    number = _weekday(date)
    return number in days or (number is None and len(date) == len("2021-02-30"))


def _weekday(date: str) -> int | None:
    """Return the number of the day of the week of a date, Monday being 0; None if the date is not one day."""
    try:
        return dt.date.fromisoformat(date).weekday()
    except ValueError:
        return None


def _composed(text: str, is_date: Callable[[str], bool], depth: int) -> Iterator[str]:
    """Yield the dates that a text with other dates in it can mean, such as an interval."""

    def read(part: str) -> list[str]:
        # An unknown end is written as open.
        return [".."] if says_nothing(part) else [date for date in _read(part.strip(), is_date, depth) if is_date(date)]

    for pattern, template in _AROUND:
        if match := pattern.fullmatch(text):
            found = [template(date) for date in read(match[1]) if "/" not in date]
            if found:
                yield from found
                return
    if match := _ONE_MONTH.fullmatch(text):
        first, last, month, year = match[1], match[2], match[3], match[4]
        yield from _ends(read(f"{first} {month} {year}"), read(f"{last} {month} {year}"))
        return
    for pattern in _BETWEEN:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        last = read(match[2])
        # 'July to September 2024' names the year only at the end.
        first = read(match[1]) or [date for year in {one[:4] for one in last} for date in read(f"{match[1]} {year}")]
        found = [*_ends(first, last)]
        if found:
            yield from found
            return


def _ends(firsts: Iterable[str], lasts: list[str]) -> Iterator[str]:
    for first in firsts:
        for last in lasts:
            if "/" not in first + last:
                yield f"{first}/{last}"


def _months(year: int, first: int, length: int) -> str:
    """Return an interval of months. ``first`` may be above 12: it is then a month of the next year."""
    start, end = year * 12 + first - 1, year * 12 + first + length - 2
    return f"{start // 12:04d}-{start % 12 + 1:02d}/{end // 12:04d}-{end % 12 + 1:02d}"


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1] if year and 1 <= month <= 12 else 31


def _form(pattern: str, *templates: str) -> tuple[re.Pattern[str], Callable[[_Match], Iterable[str]]]:
    def mean(match: _Match) -> Iterable[str]:
        parts = {name: part or "" for name, part in match.groupdict().items()}
        months = [f"{one:02d}" for one in MONTHS_BY_NAME.get(parts.get("month", ""), ())] or [parts.get("m", "")]
        return [template.format(**{**parts, "m": month}) for month in months for template in templates]

    return re.compile(pattern), mean


def _made(
    pattern: str, mean: Callable[[_Match], Iterable[str]]
) -> tuple[re.Pattern[str], Callable[[_Match], Iterable[str]]]:
    return re.compile(pattern), mean


def _named_season(match: _Match) -> Iterable[str]:
    return season(int(match["y"]), 21 + SEASONS_BY_NAME[match["season"]])[1]


def _roman_month(match: _Match) -> Iterable[str]:
    return [f"{match['y']}-{_ROMAN.index(match['roman']) + 1:02d}-{match['d']:0>2}"]


def _part_of_year(match: _Match) -> Iterable[str]:
    year, part = int(match["y"]), match["part"]
    part = part[::-1] if part[0].isdigit() and len(part) == 2 else part
    code = {"q": 32, "h": 39}.get(part[0])
    if code:
        return [_months(year, *SEASONS[code + int(part[1])][1:])]
    which, unit = part.split()
    number = {"first": 1, "1": 1, "second": 2, "2": 2, "third": 3, "3": 3, "fourth": 4, "4": 4, "last": 2}[which]
    length = 6 if unit == "half" else 3
    number = 4 if which == "last" and unit == "quarter" else number
    return [_months(year, (number - 1) * length + 1, length)] if number * length <= 12 else []


def _quarter(match: _Match) -> Iterable[str]:
    return [_months(int(match["y"]), 3 * int(match["part"]) - 2, 3)]


def _month_or_years(match: _Match) -> Iterable[str]:
    """Return the month of a year, and what else its number may be.

    ``2003/04`` may be two years; ``2021.1`` may be October, of which a spreadsheet has cut the zero.
    """
    year, month = match["y"], match["m"]
    yield f"{year}-{month:0>2}"
    following = f"{int(year) + 1:04d}"
    if match["sign"] != "." and int(month) <= 12 and following.endswith(month):
        yield f"{year}/{following}"
    if match["sign"] == "." and month == "1":
        yield f"{year}-10"


def _part_of(match: _Match) -> Iterable[str]:
    """Return the third of a year or month, and all of it, since writers mean different parts by "early"."""
    third, year = THIRDS[match["third"]], int(match["y"])
    if match["month"] is None:
        return [_months(year, 4 * third + 1, 4), f"{year:04d}"]
    found: list[str] = []
    for month in MONTHS_BY_NAME[match["month"]]:
        stem, last = f"{year:04d}-{month:02d}", 10 * third + 10 if third < 2 else _last_day(year, month)
        found += [f"{stem}-{10 * third + 1:02d}/{stem}-{last:02d}", stem]
    return found


def _open_digit(match: _Match) -> Iterable[str]:
    """Return the interval of months or days with a known first digit and an unknown second one."""
    year, month, digit = match["y"], match["m"], int(match["digit"])
    if month is None:
        first, last, stem = max(10 * digit, 1), min(10 * digit + 9, 12), year
    else:
        first, last, stem = max(10 * digit, 1), min(10 * digit + 9, _last_day(int(year), int(month))), f"{year}-{month}"
    return [f"{stem}-{first:02d}/{stem}-{last:02d}"]


def _day_or_next(match: _Match) -> Iterable[str]:
    """Return the day of a time of UTC, and the day after, of which it is the beginning somewhere in the east.

    Programs write days as the moments at which they began where the writer was.
    """
    return [match["day"], _next(match["day"], 1)]


def _week(match: _Match) -> Iterable[str]:
    try:
        monday = dt.date.fromisocalendar(int(match["y"]), int(match["week"]), 1)
        return [f"{monday}/{monday + dt.timedelta(6)}"]
    except (ValueError, OverflowError):
        return []


_ERAS: Final = {
    "明治": (1868, "1873-01-01", "1912-07-30"),
    "大正": (1912, "1912-07-30", "1926-12-25"),
    "昭和": (1926, "1926-12-25", "1989-01-07"),
    "平成": (1989, "1989-01-08", "2019-04-30"),
    "令和": (2019, "2019-05-01", "9999-12-31"),
}
"""Japanese eras, each with its first year, its first and its last day. Until 1872 the months followed the moon."""
_ERA_LETTERS: Final = dict(zip("mtshr", _ERAS, strict=True))
"""Eras by their letter, as in ``R7.9.11``."""


def _year_of_era(match: _Match) -> Iterable[str]:
    """Return the date in a year of an era; nothing if none of its days is in the era."""
    first_year, first, last = _ERAS[_ERA_LETTERS.get(match["era"], match["era"])]
    year = first_year - 1 + (1 if match["n"] == "元" else int(match["n"]))
    parts = [f"{year:04d}", *(f"{part:0>2}" for part in (match["m"], match["d"]) if part)]
    date = "-".join(parts)
    return [date] if first[: len(date)] <= date <= last[: len(date)] else []


_KANJI: Final = {sign: number for number, sign in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER: Final = re.compile(r"[〇一二三四五六七八九十]+(?=[年月日])")


def _kanji_number(match: _Match) -> str:
    """Return a number in Chinese characters in digits: by tens, as in 二十一, or digit by digit, as in 二〇二五."""
    tens, ten, ones = match[0].partition("十")
    digits = "".join(str(_KANJI[one]) for one in tens if one in _KANJI)
    last = "".join(str(_KANJI[one]) for one in ones if one in _KANJI)
    return f"{digits or '1'}{last or '0'}" if ten else digits


_Y: Final = "(?P<y>[0-9]{4})"
_DAY: Final = "(?P<d>[0-9]{1,2})"
_WORD: Final = rf"(?P<month>{_MONTH})\.?"
# Patterns of dates, each with the dates that it means. The first pattern that matches is used.
_FORMS: Final = (
    _form(rf"{_Y}[./] ?(?P<m>[0-9]{{1,2}})[./] ?{_DAY}", "{y}-{m:0>2}-{d:0>2}"),
    _form(rf"{_DAY}[-./ ](?P=d)[-./ ]{_Y}", "{y}-{d:0>2}-{d:0>2}"),
    _form(rf"{_DAY}[-./ ](?P<m>[0-9]{{1,2}})[-./ ]{_Y}", "{y}-{m:0>2}-{d:0>2}", "{y}-{d:0>2}-{m:0>2}"),
    _form(rf"(?P<m>[0-9]{{1,2}})[-./]{_Y}", "{y}-{m:0>2}"),
    _made(rf"{_Y}(?P<sign>[./])(?P<m>[0-9]{{1,2}})", _month_or_years),
    _made(rf"{_Y}(?P<sign>-)(?P<m>[0-9])", _month_or_years),
    _form(rf"{_Y}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})", "{y}-{m}-{d}"),
    _form(rf"{_Y}[- ](?P<m>[0-9]{{1,2}})[- ]{_DAY}", "{y}-{m:0>2}-{d:0>2}"),
    _form(rf"{_Y}[- ](?P<m>[0-9]{{1,2}})", "{y}-{m:0>2}"),
    _form(rf"{_Y}-(?P<m>[0-9]{{2}})-{_DAY}/(?P<last>[0-9]{{1,2}})", "{y}-{m}-{d:0>2}/{y}-{m}-{last:0>2}"),
    _form(rf"{_Y}-(?P<m>[0-9]{{2}})/(?P<last>[0-9]{{1,2}})", "{y}-{m}/{y}-{last:0>2}"),
    _form(rf"{_Y} ?[年년]", "{y}"),
    _form(rf"{_Y} ?[年년] ?(?P<m>[0-9]{{1,2}}) ?[月월]", "{y}-{m:0>2}"),
    _form(rf"{_Y} ?[年년] ?(?P<m>[0-9]{{1,2}}) ?[月월] ?{_DAY} ?[日일]", "{y}-{m:0>2}-{d:0>2}"),
    _made(
        rf"(?P<era>{'|'.join(_ERAS)}) ?(?P<n>[0-9]{{1,2}}|元)年(?: ?(?P<m>[0-9]{{1,2}})月(?: ?{_DAY}日)?)?",
        _year_of_era,
    ),
    _made(rf"(?P<era>[{''.join(_ERA_LETTERS)}])(?P<n>[0-9]{{1,2}})[./](?P<m>[0-9]{{1,2}})[./]{_DAY}", _year_of_era),
    _made(
        r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[t ](?:1[0-9]|2[0-3]):(?:00|15|30|45)(?::00(?:\.0+)?)?"
        r" ?(?:z|utc|gmt|(?:utc|gmt)?[+-]00:?00)",
        _day_or_next,
    ),
    _form(
        r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})t? ?[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?"
        r" ?(?:[ap]\.?m\.?|z|[a-z]{3,4})? ?(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?",
        "{day}",
    ),
    _form(r"(?P<date>[0-9]{3,4}x?(?:-[0-9]{2}){0,2}) ?[(\[].*", "{date}"),
    _form(rf"{_DAY}[-. ]{{0,2}}{_WORD}[-. ]{{0,2}}{_Y}", "{y}-{m}-{d:0>2}"),
    _form(rf"{_WORD} ?{_DAY} {_Y}", "{y}-{m}-{d:0>2}"),
    _form(rf"{_Y}[- ]{_WORD}[- ]{_DAY}", "{y}-{m}-{d:0>2}"),
    _form(rf"{_WORD}[- ]?{_Y}", "{y}-{m}"),
    _form(rf"{_Y}[- ]{_WORD}", "{y}-{m}"),
    _form(r"(?P<decade>[0-9]{3})0'?s", "{decade}X"),
    _made(rf"{_Y}[- ]?(?P<part>[qh][1-4])", _part_of_year),
    _made(rf"(?P<part>[qh][1-4]|[1-4][qh])[- /]?{_Y}", _part_of_year),
    _made(rf"(?P<part>(?:first|second|third|fourth|last|[1-4]) (?:half|quarter)) {_Y}", _part_of_year),
    _made(rf"(?P<part>[1-4])\.? ?(?:{'|'.join(QUARTERS)}) {_Y}", _quarter),
    _made(rf"{_Y} ?年?第?(?P<part>[1-4])四半期", _quarter),
    _made(rf"(?P<season>{'|'.join(SEASONS_BY_NAME)})[- ]?{_Y}(?:[/-][0-9]{{2,4}})?", _named_season),
    _made(rf"{_Y}[- ]?年?(?P<season>{'|'.join(SEASONS_BY_NAME)})", _named_season),
    _made(rf"{_DAY}[-./ ]{{1,2}}(?P<roman>{'|'.join(_ROMAN)})[-./ ]{{1,2}}{_Y}", _roman_month),
    _made(rf"(?P<third>{'|'.join(THIRDS)})[- ](?:{_WORD} )?{_Y}", _part_of),
    _made(rf"{_Y}-(?:(?P<m>[0-9]{{2}})-)?(?P<digit>[0-3])x", _open_digit),
    _made(rf"{_Y}-?w(?P<week>[0-9]{{1,2}})", _week),
)


def _after(date: str) -> str:
    """Return the open interval that begins after a date."""
    return f"{_next(date, 1)}/.."


def _before(date: str) -> str:
    """Return the open interval that ends before a date."""
    return f"../{_next(date, -1)}"


def _next(date: str, step: int) -> str:
    """Return the day, month or year ``step`` after a date.

    Return ``{}``, which is never a date, if the date is not made of numbers or the calendar ends.
    """
    parts = date.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return (dt.date(numbers[0], numbers[1], numbers[2]) + dt.timedelta(step)).isoformat()
    except (ValueError, OverflowError):
        return "{}"
    if len(numbers) == 1:
        return f"{numbers[0] + step:04d}"
    count = numbers[0] * 12 + numbers[1] - 1 + step
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


_AROUND: Final = (
    (re.compile(r"(?:circa|ca\.?|c\.?|about|around|approx(?:imately)?\.?|roughly|~) ?(.+)"), "{}~".format),
    (re.compile(r"(.+?) ?(?:~|頃|ごろ|\(?(?:approx(?:imately)?|circa|about)\.?\)?)"), "{}~".format),
    (re.compile(r"(?:probably|possibly|perhaps|maybe|presumably|\?) ?(.+)"), "{}?".format),
    (re.compile(r"(.+?) ?(?:\?+|\(\?\)|\(uncertain\))"), "{}?".format),
    (re.compile(r"(?:before|earlier than|prior to|<) ?(.+)"), _before),
    (re.compile(r"(?:after|later than|>) ?(.+)"), _after),
    (re.compile(r"(?:by|until|till|not? later than|not after|up to|<=|/) ?(.+)"), "../{}".format),
    (re.compile(r"(?:since|from|not? earlier than|not before|>=) ?(.+?)(?: (?:on|onwards?))?"), "{}/..".format),
    (re.compile(r"(.+?) ?(?:/|-|onwards?|or later|and later)"), "{}/..".format),
    (re.compile(r"(.+?) (?:or earlier|and earlier)"), "../{}".format),
)
_IN_WEEK: Final = rf"(?:(?:{'|'.join(WEEKDAYS)})\.? )?"
_ONE_MONTH: Final = re.compile(
    rf"({_IN_WEEK}[0-9]{{1,2}}) ?(?:-|to|/) ?({_IN_WEEK}[0-9]{{1,2}}) ({_MONTH})\.? ([0-9]{{4}})"
)
_BETWEEN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # Two days with only "and" between them may be those of two acts.
        r"between (.+?) and (.+)",
        r"(?:between|from)? ?(.+?) (?:to|until|till|through|or|-+) (.+)",
        r"(.+?)(?:/|\.\.+|--+)(.+)",
        rf"({_MONTH})\.?-((?:{_MONTH})\.? .+)",
        r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)-([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)",
    )
)
