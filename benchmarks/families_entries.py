"""Families of entries: their dates, events, texts and terms."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from building import (
    DATED,
    HEAD,
    HISTORY,
    MOST_TITLE,
    SIGNED,
    SOURCE,
    Build,
    Files,
    N,
    again,
    counted,
    cycle,
    day,
    entries,
    fill,
    folder,
    one,
)

__all__ = ["ENTRIES"]

MANY = "id: a\ntitle: A\nkind: climate\nparties: [JP, PH, US, GB, FR, DE]\n"


_EVENTS = ["proposed", "signed", "ratified", "in_force", "suspended", "resumed", "terminated", "negotiating"]


def long_texts(size: int) -> Files:
    """A long title, a long party in the settings and a long source, which entries repeat."""
    title = "T" * min(size // 8, MOST_TITLE)
    publisher = "T" * min(size // 8, 60_000)
    head = f"id: a\ntitle: {title}\nkind: raa\nparties: [JP, XX]\n"
    head += f"sources:\n  s: {{title: {title}, publisher: {publisher}, published: 2025}}\n"
    return {
        "agreements/a.yaml": fill(
            size, head + HISTORY, counted("  - {event: note, party: XX, date: ~, reported_by: s}\n"), "", 9
        ),
        "agreements/pactstate.toml": f'format = 2\n[parties]\nXX = "{title}"\n',
    }


def swapped(size: int) -> Files:
    """Entries whose days may all be months."""
    days = (f"2024-{n % 12 + 1:02}-{n * 7 % 12 + 1:02}" for n in itertools.count())
    events = itertools.cycle(("negotiating", "stalled"))
    entries = (
        f"  - {{event: {event}, date: {one}, reported_by: s}}\n" for event, one in zip(events, days, strict=False)
    )
    return {"agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, entries, "", 10)}


ENTRIES: Final[Mapping[str, Build]] = {
    "entries: notes, in order": entries(N, 7),
    "entries: notes, block style": entries("  - event: note\n    date: ~\n    reported_by: [s]\n", 8),
    "entries: without a source": entries("  - {event: note, date: 2024}\n", 5),
    "entries: of one year": entries("  - {event: note, date: 2024, reported_by: s}\n", 7),
    "entries: of no known day": entries("  - {event: note, date: 1900/2025, reported_by: s}\n", 7),
    "entries: open intervals": entries("  - {event: note, date: ../.., reported_by: s}\n", 7),
    "entries: in reverse": one(HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ^, reported_by: s}\n"), nodes=7),
    "entries: to and fro": one(
        HEAD + SOURCE + HISTORY,
        cycle("  - {event: note, date: ~, reported_by: s}\n", "  - {event: note, date: ^, reported_by: s}\n"),
        nodes=7,
    ),
    "entries: intervals within each other": one(
        HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ~/2025, reported_by: s}\n"), nodes=7
    ),
    "entries: months and days": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            *[f"  - {{event: note, date: {date}, reported_by: s}}\n" for date in ("2024", "2024-05", "~", "2024-05-03")]
        ),
        nodes=7,
    ),
    "entries: every event in turn": one(
        HEAD + SOURCE + HISTORY,
        cycle(*[f"  - {{event: {event}, date: ~, reported_by: s}}\n" for event in _EVENTS]),
        nodes=7,
    ),
    "entries: illegal": entries("  - {event: resumed, date: ~}\n", 5),
    "entries: illegal, of no known day": entries("  - {event: proposed, date: ../..}\n", 5),
    "entries: repeated": entries("  - {event: signed, date: ~}\n", 5),
    "entries: suspended and resumed": one(
        HEAD + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle("  - {event: suspended, date: ~, by: JP}\n", "  - {event: resumed, date: ~, by: JP}\n"),
        nodes=7,
    ),
    "entries: stalled and talked again, of no known day": one(
        HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1900}\n",
        cycle("  - {event: stalled, date: 1900/2025}\n", "  - {event: negotiating, date: 1900/2025}\n"),
        nodes=5,
    ),
    "entries: abandoned and talked again": one(
        HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1900}\n",
        cycle("  - {event: abandoned, date: ~}\n", "  - {event: negotiating, date: ~}\n"),
        nodes=5,
    ),
    "entries: joined and left": one(
        MANY + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle("  - {event: withdrawn, party: US, date: ~}\n", "  - {event: in_force, party: US, date: ~}\n"),
        nodes=7,
    ),
    "entries: notices": one(
        MANY + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle(
            "  - {event: notice_given, party: US, date: ~, effective: 2030}\n",
            "  - {event: notice_suspended, party: US, date: ~}\n",
            "  - {event: notice_revoked, party: US, date: ~}\n",
        ),
        nodes=8,
    ),
    "entries: extended": entries("  - {event: extended, date: ~, effective: ~}\n", 7),
    "entries: postponed": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            "  - {event: signed, date: ~, announced_by: s}\n",
            "  - {event: postponed, of: signed, date: ~, reported_by: s}\n",
        ),
        nodes=8,
    ),
    "entries: announced only": entries("  - {event: signed, date: ~, announced_by: s}\n", 7),
    "entries: announced, in the future": entries("  - {event: note, date: 2090, announced_by: s}\n", 7),
    "entries: announced and reported": one(
        HEAD + SOURCE + HISTORY,
        cycle("  - {event: extended, date: ~, announced_by: s}\n", "  - {event: extended, date: ~, reported_by: s}\n"),
        nodes=7,
    ),
    "entries: denied": entries("  - {event: note, date: ~, reported_by: s, denied_by: s}\n", 9),
    "entries: rejected": entries("  - {event: note, date: ~, reported_by: {source: s, date: 2020, rejected: r}}\n", 12),
    "entries: an undeclared party": entries("  - {event: approved, party: US, date: ~}\n", 7),
    "entries: no party": entries("  - {event: approved, date: ~}\n", 5),
    "entries: unknown party": entries("  - {event: approved, party: Japn@, date: ~}\n", 7),
    "entries: impossible date": entries("  - {event: note, date: 2024-02-30}\n", 5),
    "entries: impossible date and event and party": entries("  - {event: x@, date: x@, party: x@, of: x@}\n", 9),
    "entries: addresses in the place of dates": entries(
        "  - {event: note, date: https://a.example/@, reported_by: s}\n", 7
    ),
    "entries: dates with several meanings": entries("  - {event: note, date: 12/11/20@, reported_by: s}\n", 7),
    "entries: dates within dates": entries("  - {event: note, date: May @/June @, reported_by: s}\n", 7),
    "entries: empty values": entries("  - {event: , date: ~, reported_by: s}\n", 7),
    "entries: empty values before comments": entries("  - {event: note, party: , date: ~, reported_by: s} # c\n", 9),
    "entries: unknown keys": entries("  - {evnet: note, dat: 2024, partty: JP}\n", 7),
    "entries: empty mappings": entries("  - {}\n", 1),
    "entries: texts": entries("  - abcd\n", 1),
    "entries: an error in each, on one line": one(HEAD + "history: [", lambda: again("{event: x, date: x},"), "]\n", 5),
    "entries: warnings, on one line": one(HEAD + "history: [", lambda: again("{event: note, date: 2024},"), "]\n", 5),
    "entries: one with many events": one(
        HEAD + SOURCE + "history:\n  - {date: 2024, event: [", cycle(*[f"{event}," for event in _EVENTS]), "note]}\n", 1
    ),
    "entries: one with many notes": one(
        HEAD + "history:\n  - {date: 2024, event: [note", lambda: again(",note"), "]}\n", 1
    ),
    "entries: intervals of 400 years": entries("  - {event: note, date: 1625/2025, reported_by: s}\n", 7),
    "entries: intervals that begin each day": entries("  - {event: note, date: ~/2026, reported_by: s}\n", 7),
    "entries: intervals that end each day": entries("  - {event: note, date: 1700/~, reported_by: s}\n", 7),
    "entries: of one day, many events": entries("  - {event: [note, note, note], date: ~, reported_by: s}\n", 10),
    "entries: amended, with later effect": one(
        HEAD + DATED + "history:\n  - {event: in_force, date: 1900}\n",
        lambda: counted("  - {event: amended, date: ~, effective: 2090, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: amended, with earlier effect": one(
        HEAD + DATED + "history:\n  - {event: in_force, date: 1900}\n",
        lambda: counted("  - {event: amended, date: ~, effective: 1901, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: extended until": one(
        HEAD + DATED + "term: {years: 10, notice: 6 months}\nhistory:\n  - {event: in_force, date: 1900}\n",
        lambda: counted("  - {event: extended, date: ~, until: 2090, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: announcements of one event": one(
        HEAD + DATED + "history:\n  - {event: signed, date: 1900}\n",
        lambda: counted("  - {event: in_force, date: 2090, announced_by: s}\n"),
        nodes=7,
    ),
    "entries: postponed, and nothing to cancel": entries(
        "  - {event: postponed, of: in_force, date: ~, reported_by: s}\n", 9
    ),
    "entries: announced and postponed, of no known day": one(
        HEAD + DATED + "history:\n  - {event: signed, date: 1900}\n",
        cycle(
            "  - {event: in_force, date: 1900/2090, announced_by: s}\n",
            "  - {event: postponed, of: in_force, date: 1900/2025, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: notices on hold": one(
        HEAD
        + DATED
        + "history:\n  - {event: in_force, date: 1900}\n  - {event: notice_given, party: PH, date: 1901}\n",
        lambda: counted("  - {event: notice_suspended, party: PH, date: 1901/2025, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: signature withdrawn, and signed again": one(
        MANY + DATED + HISTORY,
        cycle(
            "  - {event: signed, party: US, date: ~, reported_by: s}\n",
            "  - {event: withdrawn, of: signed, party: US, date: ~, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: corrected": entries("  - {event: note, date: ~, reported_by: s, corrected: r}\n", 9),
    "entries: places": entries("  - {event: note, date: ~, place: Manila @, reported_by: s}\n", 9),
    "entries: notes": entries("  - {event: note, date: ~, note: N @, by: B @, reported_by: s}\n", 11),
    "identifiers": one(HEAD + "history: []\nidentifiers:\n", lambda: counted("  k@: v\n"), nodes=2),
    "not recorded, again and again": one(
        HEAD + SIGNED + "not_recorded: [ratified", lambda: again(", in_force"), "]\n", 1
    ),
    "texts: long, and repeated": long_texts,
    "texts: wide characters": entries("  - {event: note, date: ~, place: 東京都千代田区@, reported_by: s}\n", 9),
    "texts: a title of many lines": one(
        "id: a\nkind: raa\nparties: [JP, PH]\nhistory: []\ntitle: |\n", lambda: itertools.repeat("  T\n", 16_000)
    ),
    "entries: reports, and announcements that are illegal": one(
        HEAD + SOURCE + HISTORY, cycle(N, "  - {event: resumed, date: ~, announced_by: s}\n"), nodes=7
    ),
    "entries: reports, and announced acts of one party": one(
        HEAD + SOURCE + HISTORY, cycle(N, "  - {event: ratified, party: JP, date: ~, announced_by: s}\n"), nodes=9
    ),
    "entries: announced and reported, of one year": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            "  - {event: signed, date: 2023, announced_by: s}\n", "  - {event: signed, date: 2023, reported_by: s}\n"
        ),
        nodes=7,
    ),
    "entries: in the future": entries("  - {event: note, date: 2090, reported_by: s}\n", 7),
    "entries: reported too early": entries("  - {event: note, date: 2024-06-01, reported_by: s}\n", 7),
    "entries: retroactive": entries("  - {event: in_force, date: 2020, effective: 2010, reported_by: s}\n", 9),
    "term: extended, and notices": one(
        HEAD
        + "term: {years: 1, renews: false, notice: 6 months}\n"
        + SOURCE
        + HISTORY
        + "  - {event: in_force, date: 1900}\n",
        cycle(
            "  - {event: extended, date: ~, reported_by: s}\n",
            "  - {event: notice_given, party: JP, date: ~, effective: ~, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: days or months": swapped,
    "entries: disputed": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            "  - {event: signed, date: ~, reported_by: s, denied_by: s}\n",
            "  - {event: in_force, date: 1900/2025, reported_by: s, denied_by: s}\n",
        ),
        nodes=20,
    ),
    "entries: effective and until, of no known day": entries(
        "  - {event: extended, date: 1900/2025, effective: 1901/2030, until: 2000/2090, reported_by: s}\n", 11
    ),
    "entries: effective far ahead": entries("  - {event: amended, date: ~, effective: 9999, reported_by: s}\n", 10),
    "entries: notes of 1,000 characters": entries(
        "  - {event: note, date: ~, note: '" + "n" * 1000 + "', reported_by: s}\n", 9
    ),
    "entries: silenced, each on its line": entries(
        "  - {event: note, date: 2024} # pactstate: ignore[unsourced-event] r\n", 5
    ),
    "term: renews since the year 1": folder(
        HEAD.replace("id: a", "id: a@")
        + "term: {years: 1, renews: true, notice: 30 days}\n"
        + HISTORY
        + "  - {event: in_force, date: 0001-01-01}\n"
    ),
    "texts: ampersands": entries(
        "  - {event: note, date: ~, place: '&&&&&&', by: '<<<<<<', note: '&<&<&<', reported_by: s}\n", 13
    ),
    "texts: quotes": entries("  - {event: note, date: ~, place: \"''''''\", reported_by: s}\n", 9),
    "texts: stars and bars": entries("  - {event: note, date: ~, note: '|*_[](`)*', reported_by: s}\n", 11),
    "texts: backslashes": entries("  - {event: note, date: ~, note: '\\\\\\\\\\\\', reported_by: s}\n", 11),
    "texts: notes of 60,000 ampersands": entries(
        "  - {event: note, date: ~, note: '" + "&" * 60_000 + "', reported_by: s}\n", 9
    ),
    "texts: a formal title of ampersands, and notes": one(
        HEAD + "formal_title: '" + "&" * 400 + "'\n" + SOURCE + HISTORY, lambda: counted(N), nodes=7
    ),
    "texts: a title of ampersands, and notes": one(
        HEAD.replace("title: A", "title: '" + "&" * 490 + "'") + SOURCE + HISTORY, lambda: counted(N), nodes=7
    ),
    "entries: consents of one party, in each manner": one(
        MANY + SOURCE + HISTORY,
        cycle(
            *[
                f"  - {{event: ratified, party: US, manner: {manner}, date: ~, reported_by: s}}\n"
                for manner in ("accession", "acceptance", "approval", "succession", "definitive_signature")
            ]
        ),
        nodes=11,
    ),
    "entries: terminated, for each reason": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            *[
                f"  - {{event: terminated, reason: {reason}, date: ~, reported_by: s}}\n"
                for reason in ("expired", "denounced", "agreed", "breach", "other")
            ]
        ),
        nodes=9,
    ),
    "entries: approved and refused by one party": one(
        MANY + SOURCE + HISTORY,
        cycle(
            "  - {event: approved, party: US, date: ~, reported_by: s}\n",
            "  - {event: refused, party: US, date: ~, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: approved and refused, of no known day": one(
        MANY + SOURCE + HISTORY,
        cycle(
            "  - {event: approved, party: US, date: 1900/2025, reported_by: s}\n",
            "  - {event: refused, party: US, date: 1900/2025, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: provisional, and ended": one(
        HEAD + SOURCE + HISTORY,
        cycle("  - {event: provisional, date: ~}\n", "  - {event: provisional_ended, date: ~}\n"),
        nodes=5,
    ),
    "entries: proposed by each party": one(
        MANY + SOURCE + HISTORY,
        cycle(
            *[f"  - {{event: proposed, party: {party}, date: ~}}\n" for party in ("JP", "PH", "US", "GB", "FR", "DE")]
        ),
        nodes=7,
    ),
    "entries: approximate days": entries("  - {event: note, date: ~?, reported_by: s}\n", 7),
    "entries: intervals that overlap": one(
        HEAD + SOURCE + HISTORY,
        lambda: (
            f"  - {{event: note, date: {day(number)}/{day(number + 60)}, reported_by: s}}\n"
            for number in itertools.count()
        ),
        nodes=7,
    ),
    "entries: states on intervals that overlap": one(
        HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1899}\n",
        lambda: (
            f"  - {{event: {event}, date: {day(number)}/{day(number + 60)}}}\n"
            for number, event in enumerate(itertools.cycle(("stalled", "negotiating")))
        ),
        nodes=5,
    ),
    "entries: announced and denied": entries("  - {event: signed, date: ~, announced_by: s, denied_by: s}\n", 9),
    "entries: announced, each on a day ahead": one(
        HEAD + SOURCE + HISTORY,
        lambda: (
            f"  - {{event: signed, date: 2{number % 900 + 100}-0{number % 9 + 1}-01, announced_by: s}}\n"
            for number in itertools.count()
        ),
        nodes=7,
    ),
    "entries: many events of no known day": entries(
        "  - {event: [negotiating, text_agreed, signed, ratified, in_force], date: 1900/2025, reported_by: s}\n", 12
    ),
    "entries: amended, of no known day, with effect ahead": one(
        HEAD + DATED + "history:\n  - {event: in_force, date: 1900}\n",
        lambda: counted("  - {event: amended, date: 1900/2025, effective: 2000/2090, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: suspensions of no known day": one(
        HEAD + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle("  - {event: suspended, date: 1901/2025}\n", "  - {event: resumed, date: 1901/2025}\n"),
        nodes=5,
    ),
    "entries: joined and left, of no known day": one(
        MANY + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle(
            "  - {event: withdrawn, party: US, date: 1901/2025}\n",
            "  - {event: in_force, party: US, date: 1901/2025}\n",
        ),
        nodes=7,
    ),
    "entries: notices, each of a year": one(
        MANY + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle(
            "  - {event: notice_given, party: US, date: ~, effective: 2030/2040}\n",
            "  - {event: notice_revoked, party: US, date: 1901/2025}\n",
        ),
        nodes=8,
    ),
    "entries: in force again and again, by rule": one(
        HEAD + "entry_into_force: {after: ratified, days: 30}\n" + SOURCE + HISTORY,
        cycle(*[f"  - {{event: {event}, date: ~}}\n" for event in ("signed", "ratified", "abandoned")]),
        nodes=5,
    ),
    "entries: effects in reverse": one(
        HEAD + DATED + "history:\n  - {event: in_force, date: 1800}\n",
        cycle("  - {event: amended, date: 1801, effective: ^, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: amended later, and postponed": one(
        HEAD + DATED + "history:\n  - {event: in_force, date: 1800}\n",
        cycle(
            "  - {event: amended, date: ~, effective: 2090, reported_by: s}\n",
            "  - {event: postponed, of: amended, date: ~, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: extended by intervals": one(
        HEAD + DATED + "term: {years: 1, renews: false}\nhistory:\n  - {event: in_force, date: 1800}\n",
        lambda: counted("  - {event: extended, date: ~/2025, until: ~/2090, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: talks on intervals, and nothing recorded after them": one(
        HEAD + DATED + "not_recorded: [ratified, in_force, terminated, signed]\nhistory:\n",
        cycle(*[f"  - {{event: {event}, date: 1900/2025, reported_by: s}}\n" for event in ("negotiating", "stalled")]),
        nodes=7,
    ),
    "entries: intervals that are none": entries("  - {event: note, date: ~?/2025~, reported_by: s}\n", 7),
    "identifiers: of ampersands": one(
        HEAD + "history: []\nidentifiers:\n", lambda: counted("  k@: '&&&&&&&&&&'\n"), nodes=2
    ),
    "formerly: many": one(HEAD + "history: []\nformerly: [b", lambda: counted(", c@"), "]\n", 1),
    "not recorded: every event in turn": one(
        HEAD + SIGNED + "not_recorded: [ratified", cycle(*[f", {event}" for event in _EVENTS]), "]\n", 1
    ),
}
