"""Meaning of cells: dates, parties and links. A cell with more than one meaning is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from pactstate.domain.date_words import (
    dates_meant,
    dates_tried,
    says_nothing,
    says_same,
    tidied,
    without_weekday,
    wrong_weekday,
)
from pactstate.domain.dates import PartialDate, is_date
from pactstate.domain.parties import PartyNames
from pactstate.errors import PactstateError
from pactstate.exchange.mapping import DateRules, PartyRules
from pactstate.smallyaml.characters import suspicious_names
from pactstate.text.languages import SEASONS_BY_NAME
from pactstate.text.suggest import clip

__all__ = [
    "CellError",
    "YearError",
    "links_of",
    "meant_date",
    "meant_parties",
    "names_without_code",
    "refuse_formula",
    "refuse_hidden",
]


class CellError(PactstateError):
    """A cell has no meaning, or several. The message says what to write."""


class YearError(CellError):
    """The year of a date is one of another calendar, or stands for no date."""


_NUMERIC: Final = re.compile(
    r"(?<![0-9])(?:[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}(?![0-9])"
    r"|([0-9]{1,2})(?: ?[-./] ?| )([0-9]{1,2})(?: ?[-./] ?| )([0-9]{4})(?![0-9]))"
)
"""Date of three numbers; it has groups if the year is the last one."""
_SHORT_YEAR: Final = re.compile(
    r"[0-9]{1,2}([-./ ])(?:[0-9]{1,2}|[A-Za-z]{3,9})\1'?[0-9]{2}|[A-Za-z]{3,9}[-. ]'?[0-9]{2}"
)
_FOOTNOTES: Final = re.compile(r"(?<=\w)\.?(?: ?\[(?:note )?[0-9]{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079])+$")
"""Marks of footnotes behind a date, as in ``2019[1]`` and ``3 May 2020\u00b2``."""
_MISREAD: Final = re.compile(
    "\u00c3[\u0080-\u00bf]|\u00e2[\u0080\u20ac][\u0080-\u00bf\u0152-\u0192\u02dc\u2018-\u203a\u2122]"
)
"""Letters and signs that a sign of UTF-8 becomes in a Western encoding, such as ``\u00c3\u00a9`` for ``\u00e9``."""
_MARKS: Final = ("*", "\u2020", "\u2021")
"""Signs behind a date that point to a remark somewhere else."""
_MARKED: Final = re.compile(r"(.*[0-9]) ([A-Za-z]{1,2})")
"""Date with a mark behind it, such as ``a`` for accession."""
_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEASON: Final = re.compile("|".join(SEASONS_BY_NAME), re.IGNORECASE)
_RANGE: Final = re.compile(r"(?=.*[0-9])([^./]*)\.\.([^./]*)")
"""Interval in the spelling of messydates, such as ``2001-01-01..2001-12-31``, or open at one end."""
_SERIAL: Final = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
"""Number of a day in a spreadsheet, from 1954 to 2091."""
_FIRST_SERIAL: Final = dt.date(1899, 12, 30)
"""Day 0 of these numbers; it makes up for 29 February 1900, which spreadsheets count."""
_YEARS: Final = range(100, 2400)
"""Years that are read. Others are those of another calendar, such as 2564, or stand for no date, such as 9999 and 0001.
"""
_OTHER_CALENDAR: Final = range(1300, 1451)
"""Years of the Islamic and the Persian calendar that began between 1882 and 2071."""
_UNCLEAR_YEARS: Final = range(2040, 2069)
"""Years that ``%y`` makes of 40 to 68. Those of the century before are more likely."""


def refuse_formula(text: str) -> None:
    """Refuse a cell that holds a formula, since its value is not in the file.

    Raises:
        CellError: The text begins like a formula.
    """
    if text.startswith("="):
        raise CellError("the cell is a formula, and formulas are not computed: paste its value")


def refuse_hidden(text: str) -> None:
    """Refuse a cell with a character that does not show, or that no file can hold, or that stands for another one.

    Raises:
        CellError: The text has such a character.
    """
    misread = None if text.isascii() else _MISREAD.search(text)
    if misread and (meant := _as_utf8(misread[0])):
        raise CellError(
            f"the cell has '{clip(misread[0])}' for '{meant}', since UTF-8 was read in another encoding: correct the "
            "cell, or the encoding of the whole table"
        )
    if text.isprintable():
        return
    for name in suspicious_names(text):
        raise CellError(f"the cell has the character {name}, which does not show: leave it out")
    if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
        raise CellError("the cell has half of a surrogate pair: write characters that UTF-8 has")


def _as_utf8(text: str) -> str | None:
    """Return the sign whose bytes in UTF-8 were read as those of a Western encoding; None if there is none."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode()
        except UnicodeError:
            continue
    return None


def meant_date(text: str, rules: DateRules) -> PartialDate | None:
    """Return the date that a cell means; None for one that stands for no date.

    Raises:
        CellError: The cell means no date, or several.
        YearError: Its date is of no year in which a treaty can be.

    >>> str(meant_date("15 Sept 2023", DateRules())), str(meant_date("03/04/2021", DateRules(dayfirst=True)))
    ('2023-09-15', '2021-04-03')
    """
    if text in rules.codes:
        return _one_date(rules.codes[text], rules)
    found = _one_date(text, rules)
    ends = str(found).split("/") if found else []
    years = [int(end[:4]) for end in ends if end[:4].isdigit()]
    if not all(year in _YEARS for year in years):
        raise YearError(
            f"'{clip(text)}' has a year before {_YEARS.start} or after {_YEARS.stop - 1}: is it one of another "
            "calendar, or does it stand for no date? Write the date, or name it under 'codes' in [dates]"
        )
    if not rules.medieval and any(year in _OTHER_CALENDAR for year in years):
        raise YearError(
            f"'{clip(text)}' has a year from {_OTHER_CALENDAR.start} to {_OTHER_CALENDAR.stop - 1}: is it one of the "
            "Islamic or Persian calendar? Write the date of the common calendar, or 'medieval = true' in [dates]"
        )
    return found


def _one_date(text: str, rules: DateRules) -> PartialDate | None:
    """Return the date that a cell means, of any year."""
    if not text or text.casefold() in {one.casefold() for one in rules.missing}:
        return None
    for form in rules.formats:
        try:
            read = dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
        if "%y" in form and read.year in _UNCLEAR_YEARS:
            raise CellError(f"'{clip(text)}' may be of {read.year - 100} or {read.year}: write a year of four digits")
        return PartialDate(read)
    if is_date(text):
        return PartialDate(text)
    shown = clip(text)
    _refuse_without_date(text, shown)
    # Signs are made plain first, so that the order of the numbers is found in each date.
    plain = tidied(_FOOTNOTES.sub("", text))
    if _SHORT_YEAR.fullmatch(without_weekday(plain)):
        raise CellError(
            f"'{shown}' has no year of four digits: write it, or name the form under 'format' in [dates], as in "
            "'%d/%m/%y'"
        )
    between = _RANGE.fullmatch(plain)
    plain = f"{between[1] or '..'}/{between[2] or '..'}" if between else plain
    texts = _in_orders(plain, shown, rules.dayfirst)
    meanings = [date for text in texts for date in ([text] if is_date(text) else dates_meant(text, is_date))]
    _refuse_remark(plain, shown)
    if len(meanings) == 1:
        return PartialDate(meanings[0])
    wrong = None if meanings else wrong_weekday(plain if rules.dayfirst is None else texts[0], is_date)
    if wrong:
        raise CellError(f"'{shown}' has another day of the week than its date, since {wrong}: correct one of them")
    raise CellError(_question(plain, shown, meanings, has_order=len(texts) > 1))


def _in_orders(text: str, shown: str, dayfirst: bool | None) -> list[str]:
    """Return a text with its dates of three numbers as in ``2024-07-08``; two texts where their order is not known."""
    if dayfirst is None:
        return list(dict.fromkeys(_NUMERIC.sub(partial(_iso, dayfirst=order), text) for order in (True, False)))
    for found in _NUMERIC.finditer(text):
        if is_date(_iso(found, dayfirst=not dayfirst)) and not is_date(_iso(found, dayfirst=dayfirst)):
            raise CellError(
                f"'{shown}' is no day where dayfirst is {str(dayfirst).lower()} in [dates]: correct one of them"
            )
    return [_NUMERIC.sub(partial(_iso, dayfirst=dayfirst), text)]


def _iso(numeric: re.Match[str], *, dayfirst: bool) -> str:
    first, second, year = numeric.groups()
    if year is None:
        return numeric[0]
    day, month = (first, second) if dayfirst else (second, first)
    return f"{year}-{month:0>2}-{day:0>2}"


def _question(text: str, shown: str, meanings: list[str], *, has_order: bool) -> str:
    """Return the question about a text that has no date, or several."""
    if len(meanings) == 2 and _SEASON.search(text):
        return f"'{shown}' may be {meanings[0]} in the north or {meanings[1]} in the south: write one of them"
    if meanings:
        advice = "say which with 'dayfirst' in [dates]" if has_order else "write one of them"
        return f"'{shown}' may be {' or '.join(meanings)}: {advice}"
    if any(map(_DAY.fullmatch, dates_tried(text))):
        return f"'{shown}' is a day that the calendar does not have: correct it, or write the month or the year only"
    mark = _MARKED.fullmatch(text)
    if mark and (is_date(mark[1]) or dates_meant(mark[1], is_date)):
        return f"'{shown}' has the mark '{mark[2]}' behind its date: name it under 'marks' of an act, or leave it out"
    if len(_YEAR.findall(text)) > 1:
        return f"'{shown}' has more than one date: give each event a column, or write an interval as in '2023/2024'"
    return f"'{shown}' is no date: write it as in '2023-09-15', '2023-09', '2023' or '2023/2024'"


def _refuse_without_date(text: str, shown: str) -> None:
    """Refuse a cell for which no date is looked for."""
    if _SERIAL.fullmatch(text):
        day = _FIRST_SERIAL + dt.timedelta(days=int(float(text)))
        raise CellError(f"'{text}' may be the number of a day in a spreadsheet ({day}): format the column as dates")
    if says_same(text):
        raise CellError(f"'{shown}' points to the date of another cell: write the date")
    if says_nothing(text):
        raise CellError(
            f"'{shown}' says that no date is known: name it under 'missing' in [dates] if the event has not "
            "happened, or write the date"
        )
    if len(text) > _MAX_DATE:
        raise CellError(f"'{shown}' is no date, since it has more than {_MAX_DATE} characters: shorten it")


def _refuse_remark(text: str, shown: str) -> None:
    """Refuse a cell with a remark in brackets before or behind its date."""
    plain = without_weekday(text).removesuffix("(?)")
    # A regular expression for this would look at each bracket again for each one before it.
    if (
        (plain.endswith((")", "]")) and not {*"(["}.isdisjoint(plain[:-1]))
        or plain.startswith(("(", "["))
        or plain.endswith(_MARKS)
    ):
        raise CellError(f"'{shown}' has a remark beside the date: put it into a column of its own")


def meant_parties(text: str, rules: PartyRules, known: PartyNames) -> tuple[str, ...]:
    """Return the codes of the parties of a cell: by [parties], by code, or by their whole names.

    Raises:
        CellError: A name has no code, or several, or the pattern of the mapping does not fit.
    """
    if rules.pattern is not None:
        fits = re.search(rules.pattern, text)
        if fits is None:
            codes = _run_together(text, rules, known)[0] if rules.run_together else ()
            if len(codes) > 1:
                return codes
            raise CellError(f"'pattern' finds no parties in '{clip(text)}': give the parties a column of their own")
        text = fits[1]
    found: list[str] = []
    questions: list[str] = []
    unknown: list[str] = []
    names = list(_names(text, rules, known))
    in_words = any(len(name) > _MAX_CODE for name, _ in names)
    for name, parts in names:
        codes = _codes(name, rules.names, known)
        if in_words and name.casefold() not in rules.names:
            codes = _ABBREVIATIONS.get(name, codes)
        if not codes and rules.run_together:
            some, is_all = _run_together(name, rules, known)
            if is_all:
                found += some
                continue
        if len(codes) != 1:
            questions += [f"'{clip(name)}' may be {' or '.join(codes)}: say which under [parties]"] if codes else []
            unknown += [] if codes else [f"'{clip(name)}'"]
        elif parts and not {*parts} <= {*codes}:
            questions.append(f"'{clip(name)}' may be {codes[0]} or {', '.join(parts)}: say which under [parties]")
        found += codes
    if unknown:
        shown = ", ".join(unknown[:5])
        questions.append(
            f"no code of a party is known for {shown}: write it under [parties] in the mapping, as in "
            f"{unknown[0]} = 'XX', or declare a code of your own in pactstate.toml"
        )
    if questions:
        raise CellError("; ".join(questions[:5]))
    return tuple(dict.fromkeys(found))


def names_without_code(text: str, rules: PartyRules, known: PartyNames) -> dict[str, tuple[str, ...]]:
    """Return the names of a cell that have no code, or several, each with its codes.

    >>> names_without_code("Japan; Ruritania; Congo", PartyRules(), PartyNames())
    {'Ruritania': (), 'Congo': ('CD', 'CG')}
    """
    found = {name: _codes(name, rules.names, known) for name, _ in _names(text, rules, known)}
    return {name: codes for name, codes in found.items() if len(codes) != 1}


def _run_together(text: str, rules: PartyRules, known: PartyNames) -> tuple[tuple[str, ...], bool]:
    """Return the codes of the names at the beginning of a text, with only blanks, dashes or small words between them.

    Also returns whether they are the whole text.

    Raises:
        CellError: One of them, and not the first, has several codes, or is a part of the name of another state.
    """
    # Words, each with the white space or the dash behind it.
    pieces = re.findall(r"[^\s\u2013-]+[\s\u2013-]*", text)
    found: list[str] = []
    start, last = 0, ""
    # Text in brackets is a remark about the name before it, as in 'Russia (USSR)'.
    while start < len(pieces) and not pieces[start].startswith("("):
        if start and pieces[start].strip().casefold() in _SMALL_WORDS:
            start += 1
            continue
        ends = range(min(start + _MAX_WORDS, len(pieces)), start, -1)
        names = {end: "".join(pieces[start:end]).strip(_ENDS_OF_WORDS) for end in ends}
        codes = {end: _codes(name, rules.names, known) for end, name in names.items()}
        end = next((one for one in ends if codes[one] or known.is_without_code(names[one])), None)
        if end is None and found:
            _refuse_longer(last, pieces[start:], rules, known)
        if end is None or not codes[end] or (len(codes[end]) > 1 and not found):
            break
        if len(codes[end]) > 1:
            raise CellError(f"'{clip(names[end])}' may be {' or '.join(codes[end])}: say which under [parties]")
        found += codes[end]
        start, last = end, names[end]
    return tuple(dict.fromkeys(found)), start >= len(pieces)


def _refuse_longer(name: str, pieces: Sequence[str], rules: PartyRules, known: PartyNames) -> None:
    """Refuse a name with words behind it that make it the name of another state, as in ``Guinea Equatorial``.

    Raises:
        CellError: They may be one name.
    """
    codes = _codes(name, rules.names, known)
    for end in range(1, min(_MAX_WORDS, len(pieces)) + 1):
        words = "".join(pieces[:end]).strip(_ENDS_OF_WORDS)
        for whole in (f"{name}, {words}", f"{name}, {words} of"):
            others = _codes(whole, rules.names, known)
            if not {*others} <= {*codes}:
                raise CellError(
                    f"'{clip(f'{name} {words}')}' may be {' or '.join((*codes, *others))}: give the parties a column "
                    "of their own"
                )


def _names(text: str, rules: PartyRules, known: PartyNames) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of a list, each with the codes that its parts have if all of them are names, too.

    A name may have a separator in it, as in ``Trinidad and Tobago, Guinea-Bissau``: the longest name is taken.
    """
    separators = sorted((*rules.split, "\n"), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(_separator, separators))})", text)
    start = 0
    while start < len(pieces):
        signs = pieces[start + 1 : start + 2 * _MAX_PARTS - 2 : 2]
        most = next((number for number, sign in enumerate(signs) if _BETWEEN_NAMES & {*sign}), len(signs))
        lengths = range(2 * most + 1, 1, -2)
        joined = {length: "".join(pieces[start : start + length]).strip(_ENDS) for length in lengths}
        length = next((one for one, name in joined.items() if _is_name(name, rules, known)), 1)
        name = joined.get(length) or pieces[start].strip(_ENDS)
        if name and not (rules.not_parties and re.fullmatch(rules.not_parties, name)):
            parts = [_codes(one.strip(_ENDS), rules.names, known) for one in pieces[start : start + length : 2]]
            yield name, tuple(one[0] for one in parts) if length > 1 and all(parts) else ()
        start += length + 1


def _separator(sign: str) -> str:
    """Return the pattern of a separator. Its first blank may be that behind a comma, as in ``Mali, and Senegal``."""
    word = sign.lstrip(" ")
    return rf"(?: |(?<= )){re.escape(word)}" if word and word != sign else re.escape(sign)


def _is_name(name: str, rules: PartyRules, known: PartyNames) -> bool:
    return len(_codes(name, rules.names, known)) == 1 or known.is_without_code(name)


def _codes(name: str, names: Mapping[str, str], known: PartyNames) -> tuple[str, ...]:
    """Return the codes that a name may stand for."""
    code = names.get(name.casefold())
    if code:
        return (code,)
    if name in known:
        return (name,)
    name = _FOOTNOTE.sub(r"\1", name)
    return known.codes(name) if len(name) > _MAX_CODE or name == name.upper() else ()


_MAX_DATE: Final = 200
"""Characters of a date in words. The search for dates within dates tries a text many times."""
_ENDS: Final = " ,;"
"""Signs that are left at the ends of a name when a list is split."""
_ENDS_OF_WORDS: Final = f"{_ENDS}\u2013-"
"""Signs that are left at the ends of a name when a text is split at blanks and dashes."""
_SMALL_WORDS: Final = frozenset({"the", "and"})
"""Words that may stand between two names."""
_MAX_CODE: Final = 3
"""Characters of a word that is a name only in capitals, such as UK or JPN: small words such as 'no' are none."""
_ABBREVIATIONS: Final[Mapping[str, tuple[str, ...]]] = {"EC": ("EC", "EU"), "AU": ("AU", "OAU")}
"""Codes that are, beside names in words, rather abbreviations: European Community, African Union."""
_BETWEEN_NAMES: Final = frozenset(";|/")
"""Signs that no name has."""
_MAX_WORDS: Final = 8
"""Number of words that a name at the beginning of a text may have."""
_MAX_PARTS: Final = 5
"""Parts of a name with separators in it."""
_FOOTNOTE: Final = re.compile(
    r"(?<=[^\W\d_])([)\].]*)(?:[\s,]*(?:[*\u2020\u2021]+|\[[0-9]{1,2}\]|[0-9]{1,2}(?![0-9])))+$"
)
"""Marks of footnotes behind a name, as in ``China 2, 3`` and ``Serbia [1]``."""


def links_of(text: str) -> tuple[str, ...]:
    """Return the links of a cell, with white space, commas or semicolons between them.

    A cell that only says that there is none, such as ``n/a``, has none.

    Raises:
        CellError: The cell has other text.
    """
    if says_nothing(text):
        return ()
    found = tuple(filter(None, re.split(rf"[\s{_BETWEEN_LINKS}]+(?=https?://)|\s+", text.rstrip(_BETWEEN_LINKS))))
    for one in found:
        if not re.fullmatch(r"https?://[^\s<>\"]+", one):
            inside = "" if one == text else f" in '{clip(text)}'"
            raise CellError(f"'{clip(one)}'{inside} is no link: a link begins with http:// or https://")
    return found


_BETWEEN_LINKS: Final = ";,|\u3001\uff0c\uff1b\u30fb"
"""Signs that may stand between two links, among them those of East Asian texts."""
