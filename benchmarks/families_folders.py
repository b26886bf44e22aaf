"""Families of folders: many files, links between them, and settings."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from building import (
    FULL,
    HEAD,
    HISTORY,
    MOST_FILES,
    MOST_PARTIES,
    MOST_TITLE,
    SIGNED,
    SOURCE,
    Build,
    Files,
    N,
    again,
    code,
    counted,
    cycle,
    fill,
    folder,
    one,
)

__all__ = ["FOLDERS"]


def settings(template: str) -> Build:
    """Settings beside a small agreement: they may be a quarter of the size."""
    return lambda size: {"agreements/a.yaml": HEAD + SIGNED, "pactstate.toml": fill(size // 4, "", counted(template))}


def settings_of(head: str, template: str, tail: str) -> Build:
    """The same, within one value."""
    return lambda size: {
        "agreements/a.yaml": HEAD + SIGNED,
        "pactstate.toml": fill(size // 4, head, counted(template), tail),
    }


def two_lists(size: int) -> Files:
    """Two agreements that name one another again and again."""
    return {
        "agreements/a.yaml": fill(size // 2, HEAD + "history: []\nreplaces: [b", again(", b"), "]\n"),
        "agreements/b.yaml": fill(
            size // 2, HEAD.replace("id: a", "id: b") + "history: []\nreplaced_by: [a", again(", a"), "]\n"
        ),
    }


def long_kind(size: int) -> Files:
    """A kind with a long title, that many entries break."""
    title = "T" * min(size // 8, MOST_TITLE)
    return {
        "agreements/a.yaml": fill(
            size // 2, HEAD.replace("raa", "own") + SOURCE + HISTORY, counted("  - {event: ratified, date: ~}\n"), "", 5
        ),
        "agreements/pactstate.toml": f'format = 2\n[kinds.own]\ntitle = "{title}"\nexpects = [["signed"]]\n',
    }


def many_words(size: int) -> Files:
    """Many parties of nearly one name in the settings, and many unknown words in a file."""
    names = [
        f"Respublica Antarctica Borealis {code(number)}" for number in range(min(MOST_PARTIES, max(1, size // 4 // 50)))
    ]
    own = "".join(f'{code(number)} = "{name}"\n' for number, name in enumerate(names))
    return {
        "agreements/a.yaml": fill(
            size, HEAD + HISTORY, counted("  - {event: note, party: Respublika Antartica Boreale @, date: ~}\n"), "", 7
        ),
        "agreements/pactstate.toml": f"format = 2\n[parties]\n{own}",
    }


def many_files(size: int) -> Files:
    """As many tiny agreements as there may be in a folder, in 1 MiB."""
    head = "id: a@\ntitle: A\nkind: raa\nparties: [JP, PH]\nhistory: []\n"
    return {f"agreements/a{n}.yaml": head.replace("@", str(n)) for n in range(max(1, size * MOST_FILES // FULL))}


def deep_folders(size: int) -> Files:
    """An agreement below as many folders as Python can delete."""
    return {"agreements/" + "d/" * min(size // 4, 900) + "a.yaml": HEAD + SIGNED, "agreements/a.yaml": HEAD + SIGNED}


def settings_beside(head: str, template: str, tail: str = "") -> Build:
    """Settings in the folder of agreements, which many entries look up."""
    return lambda size: {
        "agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, counted(N), "", 7),
        "agreements/pactstate.toml": fill(
            size // 4, "format = 2\n" + head, itertools.islice(counted(template), MOST_PARTIES // 2), tail
        ),
    }


def each_to_all(size: int) -> Files:
    """Agreements that each name all others."""
    ids = [f"a{number:04}" for number in range(max(2, int((size / 7) ** 0.5)))]
    return {
        f"agreements/{id}.yaml": HEAD.replace("id: a", f"id: {id}")
        + f"history: []\namends: [{', '.join(other for other in ids if other != id)}]\n"
        for id in ids
    }


def all_replace_one(size: int) -> Files:
    """Agreements that all replace one, which names them all."""
    ids = [f"a{number:05}" for number in range(max(2, size // 140))]
    ended = "history: [{event: terminated, reason: replaced, date: 2020}]\n"
    replaced = HEAD.replace("id: a", "id: z") + f"replaced_by: [{', '.join(ids)}]\n{ended}"
    entered = "replaces: [z]\nhistory: [{event: in_force, date: 2019}]\n"
    texts = {f"agreements/{id}.yaml": HEAD.replace("id: a", f"id: {id}") + entered for id in ids}
    return {**texts, "agreements/z.yaml": replaced}


def long_names(size: int) -> Files:
    """Files with long names, in a folder with a long name, with a finding in each line."""
    folder = f"agreements/{'d' * 200}/{'e' * 200}/"
    text = HEAD.replace("id: a", f"id: {'n' * 180}@") + HISTORY + "  - {}\n" * 50
    return {f"{folder}{'n' * 180}{n:05}.yaml": text.replace("@", f"{n:05}") for n in range(max(2, size // 900))}


def expecting(size: int) -> Files:
    """A kind that expects very much, and a history that skips all of it again and again."""
    steps = ", ".join(['["text_agreed"]'] * min(900, max(1, size // 4 // 30)))
    turns = ("negotiating", "signed", "abandoned")
    entries = cycle(*[f"  - {{event: {event}, date: ~}}\n" for event in turns])
    return {
        "agreements/a.yaml": fill(size, HEAD.replace("raa", "own") + SOURCE + HISTORY, entries(), "", 6),
        "agreements/pactstate.toml": f"format = 2\n[kinds.own]\ntitle = 'x'\nexpects = [{steps}]\n",
    }


def short_histories(*templates: str) -> Build:
    """Files of some 100 entries: the longest in which outliers are sought."""

    def build(size: int) -> Files:
        each = min(size, 4_200)
        return {
            f"agreements/a{number:04}.yaml": fill(
                each, HEAD.replace("id: a", f"id: a{number:04}") + HISTORY, cycle(*templates)()
            )
            for number in range(size // each)
        }

    return build


FOLDERS: Final[Mapping[str, Build]] = {
    "links: dangling": one(HEAD + "history: []\nreplaces:\n", lambda: counted("  - a-@\n"), nodes=1),
    "links: to itself": one(HEAD + "history: []\namends:\n", lambda: again("  - a   \n"), nodes=1),
    "links: no ids": one(HEAD + "history: []\nreplaces:\n", lambda: counted("  - A_@\n"), nodes=1),
    "folder: small agreements": folder(HEAD.replace("id: a", "id: a@") + SIGNED.replace("reported_by: s", "note: x")),
    "folder: unreadable": folder("@: ["),
    "folder: empty": folder("# @\n"),
    "folder: the same id": folder(HEAD + SIGNED + "# @\n"),
    "folder: a chain of links": folder(
        HEAD.replace("id: a", "id: a@")
        + "replaced_by: a^\nhistory:\n  - {event: terminated, reason: replaced, date: ~}\n"
    ),
    "folder: replaced by one": folder(HEAD.replace("id: a", "id: a@") + "replaced_by: a00000\nhistory: []\n"),
    "folder: dangling": folder(HEAD.replace("id: a", "id: a@") + "replaced_by: b@\nhistory: []\n"),
    "folder: sources of the same id": folder(
        HEAD.replace("id: a", "id: a@") + "history: []\nsources: {s: {title: S}}\n"
    ),
    "settings: comments": settings("# x\n"),
    "settings: keys": settings("k@ = 1\n"),
    "settings: tables": settings("[t@]\n"),
    "settings: dotted": settings("a.b.c.d.k@ = 1\n"),
    "settings: tables within tables": settings("[a.b.c.d.t@]\n"),
    "settings: lists of tables": settings("[[t]]\n"),
    "settings: unknown rules": settings_of("ignore = [", '"x@", ', "]\n"),
    "settings: rules": settings_of("ignore = [", '"skipped-step", ', "]\n"),
    "settings: parties": settings_of("[parties]\n", 'X@ = "x"\n', ""),
    "settings: kinds": settings_of("", '[kinds.k@]\ntitle = "x"\n', ""),
    "settings: wrong kinds": settings_of("", "[kinds.k@]\ntitel = 1\n", ""),
    "settings: one text": settings_of('ignore = ["', "x", '"]\n'),
    "settings: escapes": settings_of('ignore = ["', "\\u0041", '"]\n'),
    "settings: brackets": settings_of("ignore = ", "[", ""),
    "settings: a long number": settings_of("format = 1", "1", "\n"),
    "settings: quotes": settings_of("# ", '"', "\n"),
    "settings: paths": settings_of("paths = [", '"a@", ', "]\n"),
    "links: dangling, on one line": one(HEAD + "history: []\nreplaces: [b", lambda: counted(", b@"), "]\n", 1),
    "links: one id, again and again": two_lists,
    "links: supplements, formerly": one(
        HEAD + "history: []\nsupplements: [b]\nformerly: [c", lambda: counted(", c@"), "]\n", 1
    ),
    "settings: a long title of a kind": long_kind,
    "settings: parties with names alike": many_words,
    "settings: many parties, many entries": settings_beside("[parties]\n", 'X@ = "x"\n'),
    "settings: many kinds, many entries": settings_beside("", '[kinds.k@]\ntitle = "x"\nexpects = [["signed"]]\n'),
    "settings: unknown words, many entries": settings_beside("ignore = [", '"skiped-step@", ', "]\n"),
    "folder: tiny files": many_files,
    "folder: unknown words": folder(
        HEAD.replace("id: a", "id: a@") + "histroy@: []\nhistory:\n  - {event: singed@, party: Japn@, date: 2024}\n"
    ),
    "folder: comments of ours": folder(
        "# pactstate: ignore[skiped-step@] r\n" + HEAD.replace("id: a", "id: a@") + "history: []\n"
    ),
    "folder: deep": deep_folders,
    "folder: formerly one id": folder(HEAD.replace("id: a", "id: a@") + "formerly: [z]\nhistory: []\n"),
    "folder: supplements one": folder(HEAD.replace("id: a", "id: a@") + "supplements: [a00000]\nhistory: []\n"),
    "folder: a chain of amendments": folder(HEAD.replace("id: a", "id: a@") + "amends: [a^]\nhistory: []\n"),
    "folder: same title and parties": folder(HEAD.replace("id: a", "id: a@") + SIGNED),
    "settings: a kind that expects very much": expecting,
    "links: each to all others": each_to_all,
    "links: all replace one, and it names them": all_replace_one,
    "folder: short histories, to and fro": short_histories(
        "  - {event: in_force, date: ~}\n", "  - {event: note, date: ^}\n"
    ),
    "folder: short histories, illegal": short_histories("  - {event: resumed, date: ~}\n"),
    "folder: short histories, illegal, of no known day": short_histories("  - {event: resumed, date: 1900/2025}\n"),
    "folder: replace each other in a ring": folder(
        HEAD.replace("id: a", "id: a@") + "replaces: [a^]\nreplaced_by: [a^]\namends: [a^]\nsupplements: [a^]\n"
        "history: [{event: in_force, date: 2010}, {event: terminated, reason: replaced, date: 2020}]\n"
    ),
    "folder: unknown ids alike": folder(
        HEAD.replace("id: a", "id: agreement-of-japan-and-ph-@")
        + "amends: [agreement-of-japan-and-hp-@]\nhistory: []\n"
    ),
    "folder: nothing recorded after the talks": folder(
        HEAD.replace("id: a", "id: a@")
        + "not_recorded: [ratified, in_force, terminated, suspended, withdrawn, abandoned, signed]\n"
        + "history: [{event: proposed, date: 1900/2025}, {event: negotiating, date: 1900/2025}]\n"
    ),
    "folder: six sources of no known day in each": folder(
        HEAD.replace("id: a", "id: a@")
        + "sources:\n"
        + "".join(f"  u{n}: {{title: S, published: 19{n}0/2025, basis: b}}\n" for n in range(6))
        + HISTORY
        + "".join(
            f"  - {{event: {event}, date: 19{n}1/2025, reported_by: u{n}}}\n"
            for n, event in enumerate(("proposed", "negotiating", "text_agreed", "signed", "ratified", "in_force"))
        )
    ),
    "folder: empty files": lambda size: {
        f"agreements/a{number:05}.yaml": "" for number in range(max(2, size * MOST_FILES // FULL))
    },
    "folder: identical files": folder(HEAD + SIGNED),
    "folder: long names": long_names,
    "folder: statements by one source": lambda size: {
        "agreements/sources.yaml": "s: {title: S, published: 2024}\n",
        **folder(
            HEAD.replace("id: a", "id: a@")
            + "history: [{event: in_force, date: 2020, reported_by: s}]\nstatements: [{source: s, says: signed}]\n"
        )(size),
    },
    "folder: each announces": folder(
        HEAD.replace("id: a", "id: a@")
        + "history: [{event: signed, date: 2027-01-01, announced_by: s}]\nsources: {s: {title: S, published: 2024}}\n"
    ),
    "folder: each has a term and a notice": folder(
        HEAD.replace("id: a", "id: a@")
        + "term: {years: 2, renews: true, notice: 30 days}\n"
        + "history: [{event: in_force, date: 2020}, {event: notice_given, party: JP, date: 2025, effective: 2027}]\n"
    ),
    "folder: a party of its own in each": lambda size: {
        **{
            f"agreements/a{n:05}.yaml": f"id: a{n:05}\ntitle: A\nkind: raa\nparties: [JP, {code(n)}]\n{SIGNED}"
            for n in range(min(MOST_PARTIES, max(2, size // 200)))
        },
        "agreements/pactstate.toml": "format = 2\n[parties]\n"
        + "".join(f'{code(n)} = "Party {n}"\n' for n in range(min(MOST_PARTIES, max(2, size // 200)))),
    },
    "folder: long titles": folder(
        HEAD.replace("id: a", "id: a@").replace("title: A", "title: '" + "&" * 400 + "'") + SIGNED
    ),
    "folder: own sources": folder(
        HEAD.replace("id: a", "id: a@")
        + "history: [{event: signed, date: 2024, reported_by: s}]\n"
        + "sources: {s: {title: S, publisher: P@, published: 2024}}\n"
    ),
    "folder: copies under other names": lambda size: {
        f"agreements/b{n:05}.yaml": HEAD + SIGNED for n in range(max(2, size // 120))
    },
    "folder: titles alike": folder(
        HEAD.replace("id: a", "id: a@").replace("title: A", "title: Agreement of Japan and the Philippines @") + SIGNED
    ),
    "folder: comments that expire": folder(
        "# pactstate: ignore-file[unsourced-event] until 2027-01-01 r\n" + HEAD.replace("id: a", "id: a@") + SIGNED
    ),
    "folder: amend one": folder(HEAD.replace("id: a", "id: a@") + "amends: [a00000]\nhistory: []\n"),
    "folder: replaced in pairs": folder(
        HEAD.replace("id: a", "id: a@")
        + "replaces: [a^]\n"
        + "history: [{event: in_force, date: 2020}, {event: terminated, reason: replaced, date: 2021}]\n"
    ),
    "folder: formerly one another": folder(HEAD.replace("id: a", "id: a@") + "formerly: [a^]\nhistory: []\n"),
    "folder: many long ids": folder(
        (HEAD + SIGNED).replace("id: a", "id: a@").replace("title: A", "title: A\nidentifiers: {unts: I-@}")
    ),
    "folder: each with warnings of each day": folder(
        HEAD.replace("id: a", "id: a@") + "history: [{event: signed, date: ~}, {event: ratified, date: 2030}]\n"
    ),
    "folder: shared sources, each cited by one": lambda size: {
        **folder(HEAD.replace("id: a", "id: a@") + "history: [{event: note, date: 2024, reported_by: s@}]\n")(
            size // 2
        ),
        "agreements/sources.yaml": fill(
            size // 2, "", (f"s{n:05}: {{title: S, published: 2024}}\n" for n in itertools.count()), nodes=6
        ),
    },
}
