"""Families of two versions of a folder."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from building import (
    HEAD,
    HISTORY,
    SIGNED,
    SOURCE,
    Build,
    Files,
    N,
    counted,
    cycle,
    day,
    fill,
    folder,
    many_parties,
)

__all__ = ["CHANGED"]


def recorded(before: str, now: str, head: str = HEAD + SOURCE + HISTORY) -> Build:
    """One agreement in a base and now."""
    return lambda size: {
        "before/agreements/a.yaml": fill(size, head, counted(before)),
        "agreements/a.yaml": fill(size, head, counted(now)),
    }


def _before(files: Files) -> Files:
    return {f"before/{name}": text for name, text in files.items()}


def renamed(size: int) -> Files:
    """Many agreements under other ids than before."""
    small = HEAD.replace("id: a", "id: ^@") + SIGNED
    old, new = (folder(small.replace("^", letter))(size) for letter in "ab")
    return {**_before(old), **{name.replace("/a", "/b"): text for name, text in new.items()}}


def parties_on_other_days(size: int) -> Files:
    """Consents of many parties, each on another day than before."""
    old, new = (
        many_parties("open: true\n", f"  - {{event: ratified, party: @, date: {date}, reported_by: s}}\n")(size)
        for date in ("~", "2020")
    )
    return {**_before(old), **new}


CHANGED: Final[Mapping[str, Build]] = {
    "nothing changed": recorded(N, N),
    "all rewritten": recorded(N, "  - {event: note, date: ~, place: x@, reported_by: s}\n"),
    "all on another day": recorded(N, "  - {event: note, date: 2024, reported_by: s}\n"),
    "all gone": recorded("  - {event: note, date: ~, note: n@}\n", "  - {event: proposed, date: ~}\n"),
    "all alike, other claims": recorded(
        "  - {event: note, date: 2024, reported_by: s}\n", "  - {event: note, date: 2024, denied_by: s}\n"
    ),
    "alike, with places": recorded(
        "  - {event: note, date: 2024, place: a@}\n", "  - {event: note, date: 2024, place: b@}\n"
    ),
    "in another order": lambda size: {
        "before/agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ~}\n")()),
        "agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ^}\n")()),
    },
    "statements": recorded(
        "  - {source: s, says: signed, date: ~}\n",
        "  - {source: s, says: proposed, date: ~}\n",
        HEAD + SOURCE + SIGNED + "statements:\n",
    ),
    "claims": recorded(
        "      - {source: s, date: ~, note: a}\n",
        "      - {source: s, date: ~, note: b}\n",
        HEAD + SOURCE + "history:\n  - event: signed\n    date: 2024-01-01\n    reported_by:\n",
    ),
    "sources": recorded(
        "  s@: {title: S, published: 2024}\n", "  s@: {title: S, published: 2023}\n", HEAD + SIGNED + "sources:\n"
    ),
    "many files, renamed": renamed,
    "parties, each on another day": parties_on_other_days,
    "claims, rejected since": recorded(
        "  - {event: note, date: ~, reported_by: s}\n",
        "  - {event: note, date: ~, reported_by: {source: s, rejected: r}}\n",
    ),
    "notes, each other": recorded(
        "  - {event: note, date: 2024, note: x@, place: y}\n", "  - {event: note, date: 2024, note: y@, place: z}\n"
    ),
    "sources, each corrected": recorded(
        "  s@: {title: S, published: 2024}\n",
        "  s@: {title: S, published: 2023, corrected: R@}\n",
        HEAD + SIGNED + "sources:\n",
    ),
    "entries, each corrected": recorded(
        "  - {event: note, date: ~, reported_by: s}\n",
        "  - {event: note, date: 2024, reported_by: s, corrected: R@}\n",
    ),
    "entries, of which each second is gone": lambda size: {
        "before/agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, cycle(N, N)(), nodes=7),
        "agreements/a.yaml": fill(
            size // 2,
            HEAD + SOURCE + HISTORY,
            (N.replace("~", day(number)) for number in itertools.count(0, 2)),
            nodes=7,
        ),
    },
    "entries, merged into corrected ones": recorded(
        "  - {event: signed, date: ~, reported_by: s}\n",
        "  - {event: [signed, note], date: ~, reported_by: s, corrected: R@}\n",
    ),
    "identifiers": recorded("  k@: a\n", "  k@: b\n", HEAD + SIGNED + "identifiers:\n"),
    "a party more, and many entries": lambda size: {
        "before/agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, counted(N), nodes=7),
        "agreements/a.yaml": fill(size, HEAD.replace("PH", "PH, US") + SOURCE + HISTORY, counted(N), nodes=7),
    },
    "statements, rejected since": recorded(
        "  - {source: s, says: signed, date: ~}\n",
        "  - {source: s, says: signed, date: ~, rejected: R@}\n",
        HEAD + SOURCE + SIGNED + "statements:\n",
    ),
    "many files, all gone": lambda size: {
        **_before(folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size)),
        "agreements/b.yaml": HEAD.replace("id: a", "id: b") + SIGNED,
    },
    "many files, each changed": lambda size: {
        **_before(folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size)),
        **folder(HEAD.replace("id: a", "id: a@") + SIGNED.replace("01-01", "01-02"))(size),
    },
    "many files, none readable in the base": lambda size: {
        **_before(folder(HEAD.replace("id: a", "id: a@") + "history: [{\n")(size)),
        **folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size),
    },
    "many files, sources moved": lambda size: {
        **_before(
            folder(
                HEAD.replace("id: a", "id: a@")
                + "history: [{event: signed, date: 2024, reported_by: s@}]\n"
                + "sources: {s@: {title: S, published: 2024}}\n"
            )(size)
        ),
        **folder(HEAD.replace("id: a", "id: a@") + "history: [{event: signed, date: 2024, reported_by: s@}]\n")(size),
        "agreements/sources.yaml": fill(
            size // 2, "", (f"s{n:05}: {{title: S, published: 2024}}\n" for n in itertools.count()), nodes=6
        ),
    },
    "notes of ampersands": recorded(
        "  - {event: note, date: 2024, note: '&&&&&&&&@'}\n", "  - {event: note, date: 2024, note: '<<<<<<<<@'}\n"
    ),
    "states moved back each day": recorded(
        "  - {event: negotiating, date: ~}\n  - {event: stalled, date: ~}\n",
        "  - {event: proposed, date: ~}\n  - {event: negotiating, date: ~}\n",
    ),
    "many files, renamed, and they say so": lambda size: {
        **_before(folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size)),
        **{
            name.replace("/a", "/b"): text
            for name, text in folder(HEAD.replace("id: a", "id: b@") + "formerly: [a@]\n" + SIGNED)(size).items()
        },
    },
    "many files, moved to another folder": lambda size: {
        **_before(folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size)),
        **{
            name.replace("agreements/", "agreements/moved/"): text
            for name, text in folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size).items()
        },
    },
    "many files, one id in all of the base": lambda size: {
        **_before(folder(HEAD + SIGNED + "# @\n")(size)),
        **folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size),
    },
    "many files, a warning in each of the base": lambda size: {
        **_before(folder(HEAD.replace("id: a", "id: a@") + "history: [{event: ratified, date: 2024}]\n")(size)),
        **folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size),
    },
    "many files, unknown words in both": lambda size: {
        **_before(folder(HEAD.replace("id: a", "id: a@") + "histroy: []\nhistory: [{event: singed@}]\n")(size)),
        **folder(HEAD.replace("id: a", "id: a@") + "histroy: []\nhistory: [{event: singned@}]\n")(size),
    },
    "entries in pairs, swapped": lambda size: {
        "before/agreements/a.yaml": fill(
            size,
            HEAD + SOURCE + HISTORY,
            cycle("  - {event: note, date: 2024, note: u}\n", "  - {event: note, date: 2024, note: v}\n")(),
            nodes=7,
        ),
        "agreements/a.yaml": fill(
            size,
            HEAD + SOURCE + HISTORY,
            cycle("  - {event: note, date: 2024, note: v}\n", "  - {event: note, date: 2024, note: u}\n")(),
            nodes=7,
        ),
    },
    "entries alike, with claims in another order": recorded(
        "  - {event: note, date: 2024, reported_by: [s, t]}\n", "  - {event: note, date: 2024, reported_by: [t, s]}\n"
    ),
    "findings, silenced since": lambda size: {
        "before/agreements/a.yaml": fill(size, HEAD + HISTORY, counted("  - {event: note, date: 2024}\n")),
        "agreements/a.yaml": fill(
            size,
            "".join(f"# pactstate: ignore-file[unsourced-event] reason {number}\n" for number in range(200))
            + HEAD
            + HISTORY,
            counted("  - {event: note, date: 2024}\n"),
        ),
    },
    "findings, silenced before": lambda size: {
        "agreements/a.yaml": fill(size, HEAD + HISTORY, counted("  - {event: note, date: 2024}\n")),
        "before/agreements/a.yaml": fill(
            size,
            "".join(f"# pactstate: ignore-file[unsourced-event] reason {number}\n" for number in range(200))
            + HEAD
            + HISTORY,
            counted("  - {event: note, date: 2024}\n"),
        ),
    },
    "errors in the base": recorded(
        "  - {event: singed, date: 2O24}\n", "  - {event: note, date: 2024}\n", HEAD + HISTORY
    ),
    "other errors than in the base": recorded(
        "  - {event: singed, date: 2O24}\n", "  - {event: sigend, date: 20Z4}\n", HEAD + HISTORY
    ),
    "events of a kind that the settings of the base lack": lambda size: {
        "before/agreements/pactstate.toml": "format = 2\n",
        "before/agreements/a.yaml": fill(size, HEAD.replace("PH", "XAA") + HISTORY, counted(N)),
        "agreements/pactstate.toml": "format = 2\n[parties]\nXAA = 'x'\n",
        "agreements/a.yaml": fill(size, HEAD.replace("PH", "XAA") + HISTORY, counted(N)),
    },
    "many files, other settings": lambda size: {
        "before/agreements/pactstate.toml": "format = 2\n[parties]\nXAA = 'x'\n",
        **_before(folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size)),
        "agreements/pactstate.toml": "format = 2\n[parties]\nXAB = 'x'\n",
        **folder(HEAD.replace("id: a", "id: a@") + SIGNED)(size),
    },
    "sources, each under another id": recorded(
        "  s@: {title: S, published: 2024}\n", "  t@: {title: S, published: 2024}\n", HEAD + SIGNED + "sources:\n"
    ),
    "formerly very many": lambda size: {
        "before/agreements/a.yaml": fill(size, HEAD + SIGNED + "formerly: [c", counted(", c@"), "]\n", nodes=1),
        "agreements/a.yaml": fill(size, HEAD + SIGNED + "formerly: [d", counted(", d@"), "]\n", nodes=1),
    },
}
