"""More than a hundred mistakes of people who write records by hand, each with its one right repair, or with none.

A mistake takes the place of a part of :data:`RECORD`. The repair puts that part back, or another text with one meaning.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["CLOSE", "FOUR_BLANKS", "IN_BRACKETS", "IN_STYLES", "MISTAKES", "RECORD", "Mistake"]

RECORD: Final = """\
# Kept by hand; “curly” quotes may stay in remarks, and tabs\tas well.
id: no-jp-raa
title: Reciprocal Access Agreement
kind: raa
parties: ['NO', JP]      # two states
term: {years: 10, renews: true, notice: 6 months}

sources:
  gazette-2024-07-09:
    title: "Signature: the notes"
    publisher: Gazette
    url: https://example.org/2024/07/09
    published: 2024-07-09
    type: official
  daily-2025-01-10:
    title: Pact enters into force
    publisher: Daily
    published: 2025-01-10
  daily-2025-02-02:
    title: Now in force
    published: 2025-02-02

history:
  # Oldest first.
  - event: signed
    date: 2024-07-08
    place: Oslo
    reported_by: [gazette-2024-07-09, daily-2025-01-10]

  - event: ratified
    date: 2025-01-09
    note: The notes were exchanged.
    reported_by: daily-2025-01-10
  - event: in_force
    date: 2025-02-01
    reported_by: [daily-2025-02-02]

statements:
  - {source: daily-2025-02-02, says: in_force, locator: paragraph 2}
"""


class Mistake(NamedTuple):
    """Part of the record as a person may have typed it."""

    right: str
    typed: str
    repaired: str | None
    """Part after ``fix``; None if it stays as it is typed."""
    unsafe: str | None = None
    """Part after ``fix --unsafe``, if that is another one."""

    @property
    def text(self) -> str:
        """Text of the file with the mistake."""
        return RECORD.replace(self.right, self.typed, 1)

    def after(self, *, unsafe: bool) -> str:
        """Return the text of the file after a repair."""
        part = (self.unsafe if unsafe else None) or self.repaired
        return self.text if part is None else RECORD.replace(self.right, part, 1)


def _mended(right: str, typed: str) -> Mistake:
    return Mistake(right, typed, right)


def _likely(right: str, typed: str) -> Mistake:
    return Mistake(right, typed, None, right)


def _left(right: str, typed: str) -> Mistake:
    return Mistake(right, typed, None)


MISTAKES: Final = {
    # dates
    "day in words": _mended("date: 2024-07-08", "date: 8 July 2024"),
    "day in American words": _mended("date: 2024-07-08", "date: July 8th, 2024"),
    "day in quotes and words": Mistake("date: 2024-07-08", 'date: "8 July 2024"', 'date: "2024-07-08"'),
    "day with slashes that can be one day only": Mistake("date: 2024-07-08", "date: 13/06/2024", "date: 2024-06-13"),
    "day and month that can be swapped": _left("date: 2024-07-08", "date: 07/08/2024"),
    "day without hyphens": _mended("date: 2024-07-08", "date: 20240708"),
    "en dashes in a day": _mended("date: 2024-07-08", "date: 2024\u201307\u201308"),
    "day in Japanese": _mended("date: 2024-07-08", "date: 2024年7月8日"),
    "circa": Mistake("date: 2024-07-08", "date: circa 2024", "date: 2024~"),
    "time behind a day": _likely("date: 2024-07-08", "date: 2024-07-08 10:00"),
    "day of the week, which may contradict": Mistake(
        "date: 2024-07-08", "date: 'Mon, 8 July 2024'", None, "date: '2024-07-08'"
    ),
    "no date": _left("date: 2024-07-08", "date: tbc"),
    "both ends open": _left("date: 2024-07-08", "date: ../.."),
    "season": _left("date: 2024-07-08", "date: spring 2024"),
    # words
    "event in capitals": _mended("event: signed", "event: Signed"),
    "event as a noun": _mended("event: signed", "event: signature"),
    "event in words": _mended("event: in_force", "event: entered into force"),
    "event by a synonym": _likely("event: in_force", "event: commencement"),
    "event with two meanings": _left("event: signed", "event: concluded"),
    "event with a typing error": _likely("event: ratified", "event: ratifed"),
    "kind in capitals": _mended("kind: raa", "kind: RAA"),
    "state in words": _mended("says: in_force", "says: In force"),
    "yes for true": _mended("renews: true", "renews: yes"),
    "type by a synonym": _likely("type: official", "type: ministry"),
    # keys
    "key in capitals": _mended("    date: 2024-07-08", "    Date: 2024-07-08"),
    "key with a hyphen": _mended("reported_by: daily", "reported-by: daily"),
    "key in the plural": _mended("note: The notes", "notes: The notes"),
    "key with a typing error": _likely("publisher: Gazette", "publsher: Gazette"),
    "key by a synonym": _likely("place: Oslo", "location: Oslo"),
    # parties, ids and addresses
    "name of a party": Mistake("parties: ['NO', JP]", "parties: [Norway, Japan]", "parties: ['NO', JP]"),
    "Vatican": Mistake("parties: ['NO', JP]", "parties: [Vatican, JP]", "parties: [VA, JP]"),
    "former state": Mistake("parties: ['NO', JP]", "parties: [Yugoslavia, JP]", None, "parties: [YUCS, JP]"),
    "name of two states": _left("parties: ['NO', JP]", "parties: [Congo, JP]"),
    "parties without brackets": Mistake("parties: ['NO', JP]", "parties: Norway and Japan", "parties: ['NO', JP]"),
    "code that other readers take for false": _mended("parties: ['NO', JP]", "parties: [NO, JP]"),
    "party named twice": _mended("parties: ['NO', JP]", "parties: ['NO', JP, 'NO']"),
    "event named twice": _mended("event: in_force", "event: [in_force, in_force]")._replace(
        repaired="event: [in_force]"
    ),
    "party named twice, on lines": Mistake(
        "parties: ['NO', JP]      # two states\n",
        "parties:\n  - 'NO'\n  - JP\n  - JP\n",
        "parties:\n  - 'NO'\n  - JP\n",
    ),
    "party named twice, in brackets on lines": Mistake(
        "parties: ['NO', JP]      # two states\n", "parties: ['NO', JP,\n  JP]\n", "parties: ['NO', JP]\n"
    ),
    "party named twice, with a comment": _left(
        "parties: ['NO', JP]      # two states\n", "parties:\n  - 'NO'\n  - JP\n  - JP  # the second\n"
    ),
    "party named twice, with a comment in brackets": _left(
        "parties: ['NO', JP]      # two states\n", "parties: ['NO',\n  JP,  # the first\n  JP]\n"
    ),
    "approval of one party without brackets": Mistake(
        "kind: raa\n", "kind: raa\napprovals_needed: JP\n", "kind: raa\napprovals_needed: [JP]\n"
    ),
    "events without brackets": Mistake("event: signed", "event: adopted and signed", "event: [adopted, signed]"),
    "event by an organ that would be lost": _likely("event: ratified", "event: ratification exchanged"),
    "id in capitals": _mended("reported_by: daily-2025-01-10", "reported_by: Daily-2025-01-10"),
    "id with underscores": _mended("id: no-jp-raa", "id: NO_JP_RAA"),
    "ids without brackets": Mistake(
        "reported_by: [gazette-2024-07-09, daily-2025-01-10]",
        "reported_by: gazette-2024-07-09, daily-2025-01-10",
        "reported_by: [gazette-2024-07-09, daily-2025-01-10]",
    ),
    "source that is not described": _left("reported_by: daily-2025-01-10", "reported_by: daily-2025-01-11"),
    "address of a described source in the place of its id": Mistake(
        "    reported_by: [gazette-2024-07-09, daily-2025-01-10]",
        "    reported_by: [https://example.org/2024/07/09, daily-2025-01-10]",
        "    reported_by: [gazette-2024-07-09, daily-2025-01-10]",
    ),
    "address in the place of an id": _left("reported_by: daily-2025-01-10", "reported_by: https://example.org/a"),
    "address without a scheme": _likely("url: https://example.org/2024/07/09", "url: example.org/2024/07/09"),
    # signs
    "curly quotes around a title": Mistake(
        "title: Pact enters into force", "title: “Pact enters into force”", "title: 'Pact enters into force'"
    ),
    "curly quotes around a day": Mistake("date: 2024-07-08", "date: ‘2024-07-08’", "date: '2024-07-08'"),
    "curly quotes around a list": Mistake("parties: ['NO', JP]", "parties: [“NO”, “JP”]", "parties: ['NO', 'JP']"),
    "tab before a key": _mended("    place: Oslo", "\tplace: Oslo"),
    "no-break spaces before a key": _mended("    place: Oslo", "\u00a0\u00a0\u00a0\u00a0place: Oslo"),
    "no-break space behind a colon": _mended("place: Oslo", "place:\u00a0Oslo"),
    "zero-width space": _mended("place: Oslo", "place: Os\u200blo"),
    "no blank behind a colon": _mended("date: 2024-07-08", "date:2024-07-08"),
    "no blank behind a dash": _mended("- event: ratified", "-event: ratified"),
    "another sign for a dash": _mended("- event: ratified", "• event: ratified"),
    "equals sign": _mended("place: Oslo", "place = Oslo"),
    "no colon": _mended("place: Oslo", "place Oslo"),
    "colon in a text": Mistake(
        "title: Reciprocal Access Agreement", "title: Japan: the pact", "title: 'Japan: the pact'"
    ),
    "quote within quotes": Mistake(
        "title: Pact enters into force", "title: 'Norway's pact'", "title: 'Norway''s pact'"
    ),
    "comma as in JSON": _mended('"Signature: the notes"', '"Signature: the notes",'),
    "comment without a blank": _mended("parties: ['NO', JP]      #", "parties: ['NO', JP]#")._replace(
        repaired="parties: ['NO', JP] #"
    ),
    "merge conflict": _left(
        "    place: Oslo\n", "<<<<<<< HEAD\n    place: Oslo\n=======\n    place: Bergen\n>>>>>>> b\n"
    ),
    "entry without a dash": _mended("  - event: ratified\n", "    event: ratified\n"),
    "source at the column of the key above": _mended(
        "  daily-2025-02-02:\n    title: Now in force\n    published: 2025-02-02\n",
        "daily-2025-02-02:\n  title: Now in force\n  published: 2025-02-02\n",
    ),
    "keys at the column of their source": _mended(
        "  daily-2025-02-02:\n    title: Now in force\n    published: 2025-02-02\n",
        "  daily-2025-02-02:\n  title: Now in force\n  published: 2025-02-02\n",
    ),
    "colon in a text before a comment": Mistake(
        "    place: Oslo\n",
        "    place: Oslo: the palace  # of the king\n",
        "    place: 'Oslo: the palace'  # of the king\n",
    ),
    # keys and entries that stand twice
    "key twice": Mistake("    place: Oslo\n", "    place: Oslo\n    place: Oslo\n", "    place: Oslo\n"),
    "key twice, in other quotes": Mistake(
        "    place: Oslo\n", "    place: Oslo\n    place: 'Oslo'\n", "    place: Oslo\n"
    ),
    "key twice, with a remark": _left("    place: Oslo\n", "    place: Oslo\n    place: Oslo  # the capital\n"),
    "key twice, with two values": _left("    place: Oslo\n", "    place: Oslo\n    place: Bergen\n"),
    "key twice, with the list in another style": Mistake(
        "    reported_by: [gazette-2024-07-09, daily-2025-01-10]\n",
        "    reported_by:\n      - gazette-2024-07-09\n      - daily-2025-01-10\n"
        "    reported_by: [gazette-2024-07-09, daily-2025-01-10]\n",
        "    reported_by:\n      - gazette-2024-07-09\n      - daily-2025-01-10\n",
    ),
    "key twice in brackets": Mistake("{years: 10, renews", "{years: 10, years: 10, renews", "{years: 10, renews"),
    "key twice in brackets, with two values": _left("{years: 10, renews", "{years: 10, years: 20, renews"),
    "source twice": Mistake(
        "  daily-2025-01-10:\n    title: Pact enters into force\n    publisher: Daily\n    published: 2025-01-10\n",
        2 * "  daily-2025-01-10:\n    title: Pact enters into force\n    publisher: Daily\n    published: 2025-01-10\n",
        "  daily-2025-01-10:\n    title: Pact enters into force\n    publisher: Daily\n    published: 2025-01-10\n",
    ),
    "event twice in an entry": _left("    note: The notes", "    event: ratified\n    note: The notes"),
    "entry twice": Mistake(
        "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n",
        2 * "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n",
        "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n",
    ),
    "entry twice, with a blank line between": Mistake(
        "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n",
        (
            "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n\n"
            "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n"
        ),
        "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n",
    ),
    "entry twice, with a remark": _left(
        "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n",
        "  - event: in_force\n    date: 2025-02-01\n    reported_by: [daily-2025-02-02]\n"
        "  - event: in_force\n    date: 2025-02-01  # seen\n    reported_by: [daily-2025-02-02]\n",
    ),
    # brackets and quotes that are not closed
    "bracket not closed": _mended("[gazette-2024-07-09, daily-2025-01-10]", "[gazette-2024-07-09, daily-2025-01-10"),
    "bracket not closed before a comment": _mended("['NO', JP]      #", "['NO', JP      #")._replace(
        repaired="['NO', JP]      #"
    ),
    "bracket not opened": _mended("[gazette-2024-07-09, daily-2025-01-10]", "gazette-2024-07-09, daily-2025-01-10]"),
    "round brackets": _mended("[gazette-2024-07-09, daily-2025-01-10]", "(gazette-2024-07-09, daily-2025-01-10)"),
    "curly bracket not closed": _mended("locator: paragraph 2}", "locator: paragraph 2"),
    "quote not closed": _mended('"Signature: the notes"', '"Signature: the notes'),
    "quote not closed around a day": Mistake("date: 2024-07-08", "date: '2024-07-08", "date: '2024-07-08'"),
    "quote that may be closed at two places": _left("place: Oslo", 'place: "Oslo # the capital'),
    # lists and mappings
    "claims on lines without dashes": Mistake(
        "    reported_by: [gazette-2024-07-09, daily-2025-01-10]\n",
        "    reported_by:\n      gazette-2024-07-09\n      daily-2025-01-10\n",
        "    reported_by:\n      - gazette-2024-07-09\n      - daily-2025-01-10\n",
    ),
    "parties with bullets": Mistake(
        "parties: ['NO', JP]      # two states\n", "parties:\n  • 'NO'\n  • JP\n", "parties:\n  - 'NO'\n  - JP\n"
    ),
    "statements without dashes": Mistake(
        "  - {source: daily-2025-02-02, says: in_force, locator: paragraph 2}\n",
        "  source: daily-2025-02-02\n  says: in_force\n",
        "  - source: daily-2025-02-02\n    says: in_force\n",
    ),
    "statement in brackets without a dash": Mistake(
        "  - {source: daily-2025-02-02, says: in_force, locator: paragraph 2}\n",
        "  {source: daily-2025-02-02, says: in_force, locator: paragraph 2}\n",
        "  [{source: daily-2025-02-02, says: in_force, locator: paragraph 2}]\n",
    ),
    "first entry without a dash, at its column": _mended(
        "  - event: signed\n    date: 2024-07-08\n    place: Oslo\n    reported_by: [gaz",
        "  event: signed\n  date: 2024-07-08\n  place: Oslo\n  reported_by: [gaz",
    ),
    "dash further right": _mended(
        "  - event: ratified\n    date: 2025-01-09\n", "    - event: ratified\n      date: 2025-01-09\n"
    ),
    "dash alone further right": _mended("  - event: ratified\n", "    - event: ratified\n"),
    "key further left": _mended("    place: Oslo", "   place: Oslo"),
    "key further right": _mended("    place: Oslo", "      place: Oslo"),
    "key of the file further right": _mended("kind: raa", " kind: raa"),
    "key of a source further left": _mended("    type: official", "   type: official"),
    # others
    "no id": _mended("id: no-jp-raa\n", ""),
    "tag": _mended("date: 2024-07-08", "date: !!str 2024-07-08"),
    "tag of a program": _left("date: 2024-07-08", "date: !day 2024-07-08"),
    "anchor that nothing uses": _mended("date: 2024-07-08", "date: &signing 2024-07-08"),
    "anchor that is used": _left("    place: Oslo\n", "    place: &place Oslo\n    note: *place\n"),
    "three hyphens at the end": _mended("locator: paragraph 2}\n", "locator: paragraph 2}\n---\n"),
    "joiner in a word of another script": _likely("place: Oslo", "place: می\u200cخواهم")._replace(
        unsafe="place: میخواهم"
    ),
    "length in other words": _left("notice: 6 months", "notice: half a year"),
    "number in words": _mended("notice: 6 months", "notice: six months"),
    "weeks": Mistake("notice: 6 months", "notice: 26 weeks", "notice: 182 days"),
    "address in angle brackets": _mended(
        "url: https://example.org/2024/07/09", "url: <https://example.org/2024/07/09>"
    ),
    "en dashes in an id": _mended("[daily-2025-02-02]", "[daily\u20132025\u201302\u201302]"),
    "id of a source with letters exchanged": _likely("[daily-2025-02-02]", "[dialy-2025-02-02]"),
    # comments
    "comment that silences nothing": Mistake(
        "    place: Oslo\n", "    place: Oslo  # pactstate: ignore[skipped-step] known\n", "    place: Oslo\n"
    ),
    "line that silences nothing": Mistake(
        "    place: Oslo\n", "    # pactstate: ignore[skipped-step] known\n    place: Oslo\n", "    place: Oslo\n"
    ),
}
"""Mistakes by name."""

FOUR_BLANKS: Final = """\
'id': 'no-jp-raa'
'title': 'Reciprocal Access Agreement'
'kind': 'raa'
'parties':
    - 'NO'
    - 'JP'

'sources':
    # Codes of the two states.
    'gazette-2024-07-09':
        'title': 'Signature'  # as printed
        'published': '2024-07-09'

    'daily-2025-02-02':
        'title': 'Now in force'
        'published': '2025-02-02'

'history':
    -   'event': 'signed'
        'date': '2024-07-08'
        'reported_by':
            -   'source': 'gazette-2024-07-09'
                'locator': 'page 1'

    # The notes were exchanged in between.
    -   'event': 'in_force'
        'date': '2025-02-01'
        'reported_by':
            - 'daily-2025-02-02'
"""
"""Record with four blanks, quotes and comments."""
IN_BRACKETS: Final = """\
{id: no-jp-raa, title: Reciprocal Access Agreement, kind: raa, parties: ['NO', JP],
 sources: {gazette-2024-07-09: {title: Signature, published: 2024-07-09},
  daily-2025-02-02: {title: Now in force, published: 2025-02-02}},
 # Oldest first.
 history: [
  {event: signed, date: 2024-07-08, reported_by: [{source: gazette-2024-07-09, locator: page 1}]},
  {event: in_force, date: 2025-02-01, reported_by: daily-2025-02-02}]}
"""
"""Record in brackets."""
CLOSE: Final = """\
id: no-jp-raa
title: Reciprocal Access Agreement
kind: raa
parties:
- 'NO'
- JP
sources:
  gazette-2024-07-09:
    title: Signature
    published: 2024-07-09
history:
- event: signed
  date: 2024-07-08
  note: >-
    Signed by both ministers,
    in two languages.
  reported_by:
  - gazette-2024-07-09
"""
"""Record whose dashes stand below their keys, without blank lines."""
SOURCE: Final = "  gazette-2024-07-09:\n    title: Signature\n    published: 2024-07-09\n"
"""The source of that record."""

IN_STYLES: Final[tuple[tuple[str, str, str, str | None], ...]] = (
    (FOUR_BLANKS, "'date': '2024-07-08'", "'date': '8 July 2024'", "'date': '2024-07-08'"),
    (FOUR_BLANKS, "'event': 'signed'", "'event': 'Signature'", "'event': 'signed'"),
    (FOUR_BLANKS, "    - 'JP'\n", "    - 'JP'\n    - 'JP'\n", "    - 'JP'\n"),
    (FOUR_BLANKS, "    - 'JP'\n", "    - 'Japan'\n", "    - 'JP'\n"),
    (FOUR_BLANKS, "    - 'NO'\n    - 'JP'\n", "    * 'NO'\n    * 'JP'\n", "    - 'NO'\n    - 'JP'\n"),
    (FOUR_BLANKS, "'kind': 'raa'", "'kind': 'RAA'", "'kind': 'raa'"),
    (FOUR_BLANKS, "'kind': 'raa'\n", "'kind': 'raa'\n'kind': \"raa\"\n", "'kind': 'raa'\n"),
    (FOUR_BLANKS, "'published': '2024-07-09'", "'published': '2024-07-09", "'published': '2024-07-09'"),
    (FOUR_BLANKS, "'title': 'Signature'", "'Title': 'Signature'", "'title': 'Signature'"),
    (FOUR_BLANKS, "'title': 'Now in force'", "'title': “Now in force”", "'title': 'Now in force'"),
    (
        FOUR_BLANKS,
        """\
    'gazette-2024-07-09':
        'title': 'Signature'  # as printed
        'published': '2024-07-09'

    'daily-2025-02-02':
        'title': 'Now in force'
        'published': '2025-02-02'
""",
        """\
    - id: gazette-2024-07-09
      'title': 'Signature'  # as printed
      'published': '2024-07-09'

    - id: daily-2025-02-02
      'title': 'Now in force'
      'published': '2025-02-02'
""",
        """\
    gazette-2024-07-09:
      'title': 'Signature'  # as printed
      'published': '2024-07-09'

    daily-2025-02-02:
      'title': 'Now in force'
      'published': '2025-02-02'
""",
    ),
    (IN_BRACKETS, "date: 2024-07-08", "date: 8 July 2024", "date: 2024-07-08"),
    (IN_BRACKETS, "date: 2024-07-08", 'date: "July 8, 2024"', 'date: "2024-07-08"'),
    (IN_BRACKETS, "['NO', JP]", "[NO, JP]", "['NO', JP]"),
    (IN_BRACKETS, "['NO', JP]", "['NO', JP, 'NO']", "['NO', JP]"),
    (IN_BRACKETS, "kind: raa", "kind:raa", "kind: raa"),
    (IN_BRACKETS, "kind: raa,", "kind: raa, kind: raa,", "kind: raa,"),
    (IN_BRACKETS, "kind: raa,", "kind: raa, kind: acsa,", None),
    (IN_BRACKETS, "event: signed", "event: Signed", "event: signed"),
    (IN_BRACKETS, "reported_by: daily-2025-02-02}", "reported_by: Daily_2025-02-02}", "reported_by: daily-2025-02-02}"),
    (IN_BRACKETS, "reported_by: daily-2025-02-02}", "Reported-By: daily-2025-02-02}", "reported_by: daily-2025-02-02}"),
    (IN_BRACKETS, "date: 2025-02-01", "date: &day 2025-02-01", "date: 2025-02-01"),
    (IN_BRACKETS, "date: 2025-02-01", "date: 02/01/2025", None),
    (
        IN_BRACKETS,
        "  {event: in_force, date: 2025-02-01, reported_by: daily-2025-02-02}",
        (
            "  {event: in_force, date: 2025-02-01, reported_by: daily-2025-02-02},\n"
            "  {event: in_force, date: 2025-02-01, reported_by: daily-2025-02-02}"
        ),
        None,
    ),
    (IN_BRACKETS, "{id: no-jp-raa, ", "{", None),
    (
        CLOSE,
        SOURCE,
        SOURCE.replace("  gazette", "  - gazette").replace("    ", "      "),
        SOURCE.replace("    ", "      "),
    ),
    (CLOSE, SOURCE, "  - gazette-2024-07-09\n", None),
    (CLOSE, SOURCE, "  - {id: gazette-2024-07-09, title: Signature, published: 2024-07-09}\n", None),
    (CLOSE, SOURCE, "  - title: Signature\n    id: gazette-2024-07-09\n    published: 2024-07-09\n", None),
    (CLOSE, "- event: signed", "-event: signed", "- event: signed"),
    (CLOSE, "- event: signed\n  date", "event: signed\n  date", None),
    (
        CLOSE,
        "  reported_by:\n  - gazette-2024-07-09\n",
        "  reported_by: Gazette-2024-07-09\n",
        "  reported_by: gazette-2024-07-09\n",
    ),
    (CLOSE, "  reported_by:\n  - gaz", "  reported_by:\n  – gaz", "  reported_by:\n  - gaz"),
    (CLOSE, "- 'NO'\n- JP\n", "- 'NO'\n- JP\n- 'NO'\n", "- 'NO'\n- JP\n"),
    (CLOSE, "- 'NO'\n- JP\n", "- 'NO'\n- JP\n- 'NO'  # again\n", None),
    (CLOSE, "- 'NO'\n", "- NO\n", "- 'NO'\n"),
    (CLOSE, "- 'NO'\n", "- no\n", "- 'NO'\n"),
    (CLOSE, "    published: 2024-07-09\n", "   published: 2024-07-09\n", "    published: 2024-07-09\n"),
    (CLOSE, "  date: 2024-07-08\n", "   date: 2024-07-08\n", "  date: 2024-07-08\n"),
    (CLOSE, "  date: 2024-07-08\n", "  date: 2024-07-08\n  date: 8 July 2024\n", None),
    (CLOSE, "- event: signed\n", "- event: [signed\n", "- event: [signed]\n"),
    (
        CLOSE,
        """\
- event: signed
  date: 2024-07-08
  note: >-
    Signed by both ministers,
    in two languages.
  reported_by:
  - gazette-2024-07-09
""",
        """\
  event: signed
  date: 2024-07-08
  note: >-
    Signed by both ministers,
    in two languages.
  reported_by:
  - gazette-2024-07-09
""",
        """\
  - event: signed
    date: 2024-07-08
    note: >-
      Signed by both ministers,
      in two languages.
    reported_by:
    - gazette-2024-07-09
""",
    ),
)
"""Mistakes in other styles: record, part, part as typed, and part after ``fix``; None if it stays as it is typed."""
