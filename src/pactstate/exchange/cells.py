"""Meaning of cells: dates, parties and links. A cell with more than one meaning is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from pactstate.domain.date_words import dates_meant, says_nothing
from pactstate.domain.dates import PartialDate, is_date
from pactstate.domain.parties import parties_named
from pactstate.errors import PactstateError
from pactstate.exchange.mapping import DateRules, PartyRules
from pactstate.text.suggest import clip

__all__ = ["CellError", "links_of", "meant_date", "meant_parties", "refuse_formula"]


class CellError(PactstateError):
    """A cell has no meaning, or several. The message says what to write."""


_NUMERIC: Final = re.compile(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})")
_RANGE: Final = re.compile(r"(?=.*[0-9])([^./]*)\.\.([^./]*)")
"""Interval in the spelling of messydates, such as ``2001-01-01..2001-12-31``, or open at one end."""
_SERIAL: Final = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?")
"""Number of a day in a spreadsheet, from 1954 to 2091."""
_FIRST_SERIAL: Final = dt.date(1899, 12, 30)
"""Day 0 of these numbers; it makes up for 29 February 1900, which spreadsheets count."""
_REMARK: Final = re.compile(r".*[(\[].*[)\]]")


def refuse_formula(text: str) -> None:
    """Refuse a cell that holds a formula, since its value is not in the file.

    Raises:
        CellError: The text begins like a formula.
    """
    if text.startswith("="):
        raise CellError("the cell is a formula, and formulas are not computed: paste its value")


def meant_date(text: str, rules: DateRules) -> PartialDate | None:
    """Return the date that a cell means; None for one that stands for no date.

    Raises:
        CellError: The cell means no date, or several.

    >>> str(meant_date("15 Sept 2023", DateRules())), str(meant_date("03/04/2021", DateRules(dayfirst=True)))
    ('2023-09-15', '2021-04-03')
    """
    text = rules.codes.get(text, text)
    if not text or text.casefold() in {one.casefold() for one in rules.missing}:
        return None
    for form in rules.formats:
        try:
            return PartialDate(dt.datetime.strptime(text, form).date())  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
    numeric = _NUMERIC.fullmatch(text)
    if numeric and rules.dayfirst is not None:
        first, second, year = numeric.groups()
        day, month = (first, second) if rules.dayfirst else (second, first)
        iso = f"{year}-{month:0>2}-{day:0>2}"
        if not is_date(iso):
            order = "true" if rules.dayfirst else "false"
            raise CellError(f"'{clip(text)}' is no day where dayfirst is {order}: correct it")
        return PartialDate(iso)
    between = _RANGE.fullmatch(text)
    text = f"{between[1] or '..'}/{between[2] or '..'}" if between else text
    if is_date(text):
        return PartialDate(text)
    if _SERIAL.fullmatch(text):
        day = _FIRST_SERIAL + dt.timedelta(days=int(float(text)))
        raise CellError(f"'{text}' may be the number of a day in a spreadsheet ({day}): format the column as dates")
    if says_nothing(text):
        raise CellError(
            f"'{clip(text)}' says that no date is known: name it under 'missing' in [dates] if the event has not "
            "happened, or write the date"
        )
    if _REMARK.fullmatch(text):
        raise CellError(f"'{clip(text)}' has a remark beside the date: put it into a column of its own")
    meanings = dates_meant(text, is_date)
    if len(meanings) == 1:
        return PartialDate(meanings[0])
    if meanings:
        advice = "say which with 'dayfirst' in [dates]" if numeric else "write one of them"
        raise CellError(f"'{clip(text)}' may be {' or '.join(meanings)}: {advice}")
    raise CellError(f"'{clip(text)}' is no date: write it as in '2023-09-15', '2023-09' or '2023'")


def meant_parties(text: str, rules: PartyRules, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the parties of a cell: by [parties], by code, or by their whole names.

    Raises:
        CellError: A name has no code, or several, or the pattern of the mapping does not fit.
    """
    if rules.pattern is not None:
        fits = re.search(rules.pattern, text)
        if fits is None:
            raise CellError(f"'pattern' finds no parties in '{clip(text)}': give the parties a column of their own")
        text = fits[1]

    def meant(name: str) -> tuple[str, ...]:
        return _code(name, rules.names, known) if name else ()

    whole = meant(text)
    if whole:
        return whole
    between = "|".join(map(re.escape, rules.split))
    # Names and the texts between them take turns.
    parts = re.split(f"({between})", text) if between else [text]
    found: list[str] = []
    unknown: list[str] = []
    place = 0
    while place < len(parts):
        name = parts[place].strip()
        codes = meant(name)
        # A name may have a word that stands between others: 'Trinidad and Tobago'.
        if place + 2 < len(parts) and not meant(parts[place + 2].strip()):
            whole = meant("".join(parts[place : place + 3]).strip())
            codes, place = (whole, place + 2) if whole else (codes, place)
        found += codes
        unknown += [] if codes or not name else [name]
        place += 2
    if unknown:
        shown = ", ".join(f"'{clip(name)}'" for name in unknown[:5])
        raise CellError(f"no code of a party is known for {shown}: write it under [parties], as in {shown[:60]} = 'XX'")
    return tuple(dict.fromkeys(found))


def _code(name: str, names: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, ...]:
    code = names.get(name.casefold())
    if code:
        return (code,)
    if name in known:
        return (name,)
    codes = parties_named(name, known) if len(name) > _MAX_CODE else ()
    return codes if len(codes) == 1 else ()


_MAX_CODE: Final = 3
"""Characters of a word that may be a code in another spelling, which is not a name."""


def links_of(text: str) -> tuple[str, ...]:
    """Return the links of a cell, with white space, commas or semicolons between them.

    Raises:
        CellError: The cell has other text.
    """
    found = tuple(filter(None, re.split(r"[\s;,|]+(?=https?://)|\s+", text)))
    for one in found:
        if not re.fullmatch(r"https?://[^\s<>\"]+", one):
            raise CellError(f"'{clip(one)}' is no link: a link begins with http:// or https://")
    return found
