"""Families of parties, and of what each of them does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from building import (
    HEAD,
    Build,
    Files,
    again,
    counted,
    fill,
    many_parties,
    one,
)

__all__ = ["PARTIES"]

_FORCE: Final = "  - {event: in_force, date: 1900, reported_by: s}\n"


def after(first: Build, template: str, nodes: int = 10) -> Build:
    """One agreement, of which a half is that of another family, and then more entries."""

    def build(size: int) -> Files:
        files = first(size // 2)
        return {**files, "agreements/a.yaml": fill(size, files["agreements/a.yaml"], counted(template), "", nodes)}

    return build


_AHEAD: Final = "  - {event: withdrawn, party: @, date: 2090, announced_by: s}\n"


_NOTICE: Final = "  - {event: notice_given, party: @, date: 2020, effective: 2021, reported_by: s}\n"

PARTIES: Final[Mapping[str, Build]] = {
    "parties: known, again and again": one(
        "id: a\ntitle: A\nkind: raa\nhistory: []\nparties: [JP", lambda: again(", PH "), "]\n", 1
    ),
    "parties: unknown": one(
        "id: a\ntitle: A\nkind: raa\nhistory: []\nparties: [JP", lambda: counted(", Japn@"), "]\n", 1
    ),
    "approvals: unknown": one(HEAD + "history: []\napprovals_needed: [JP", lambda: counted(", Japn@"), "]\n", 1),
    "parties: each signs": many_parties("", "  - {event: signed, party: @, date: 2020, reported_by: s}\n"),
    "parties: each signs and consents, on a day of its own": many_parties(
        "open: true\n", "  - {event: [signed, ratified], party: @, date: ~, reported_by: s}\n"
    ),
    "parties: each approves in part": many_parties(
        "", "  - {event: approved, party: @, partial: true, date: ~, reported_by: s}\n"
    ),
    "parties: each suspends": many_parties(
        "open: true\n", "  - {event: suspended, party: @, date: 2020, reported_by: s}\n", _FORCE
    ),
    "parties: each gives notice": many_parties(
        "open: true\n",
        "  - {event: notice_given, party: @, date: 2020, effective: 2090, reported_by: s}\n",
        _FORCE,
    ),
    "parties: each withdraws": many_parties(
        "open: true\n", "  - {event: withdrawn, party: @, date: ~, reported_by: s}\n", _FORCE
    ),
    "parties: each refused": many_parties(
        "", "  - {event: refused, party: @, date: ~, reported_by: s}\n", "  - {event: adopted, date: 1900}\n"
    ),
    "parties: each announced": many_parties(
        "open: true\n", "  - {event: ratified, party: @, date: 2090, announced_by: s}\n"
    ),
    "parties: each of no known day": many_parties(
        "open: true\n", "  - {event: [signed, ratified], party: @, date: 1625/2025, reported_by: s}\n"
    ),
    "parties: each provisionally bound": many_parties(
        "open: true\n", "  - {event: provisional, party: @, date: ~, reported_by: s}\n"
    ),
    "parties: approvals of all are needed": many_parties(
        "approvals_needed: [JP, PH]\n", "  - {event: approved, party: @, date: ~, reported_by: s}\n"
    ),
    "parties: notices that took effect, and notes": after(
        many_parties("open: true\n", _NOTICE, _FORCE), "  - {event: note, date: 2022, reported_by: s}\n"
    ),
    "parties: an undeclared one beside many": many_parties(
        "", "  - {event: approved, party: US, date: 2020, reported_by: s}\n"
    ),
    "parties: withdrawals announced": many_parties("open: true\n", _AHEAD, _FORCE),
    "parties: withdrawals announced, and not reported": many_parties(
        "open: true\n", "  - {event: withdrawn, party: @, date: ~, announced_by: s}\n", _FORCE
    ),
    "parties: each announced, with each event": many_parties(
        "open: true\n", "  - {event: [signed, ratified, in_force], party: @, date: 2090, announced_by: s}\n"
    ),
    "parties: approvals denied": many_parties(
        "", "  - {event: approved, party: @, date: ~, reported_by: s, denied_by: s}\n"
    ),
    "parties: notices, and revoked": many_parties(
        "open: true\n",
        "  - {event: [notice_given, notice_revoked], party: @, date: ~, effective: 2090, reported_by: s}\n",
        _FORCE,
    ),
    "parties: each joins and leaves": many_parties(
        "open: true\n", "  - {event: [ratified, withdrawn], party: @, date: ~, reported_by: s}\n", _FORCE
    ),
    "parties: each bound by rule": many_parties(
        "open: true\nentry_into_force: {after: ratified, days: 30}\n",
        "  - {event: ratified, manner: accession, party: @, date: ~, reported_by: s}\n",
    ),
    "parties: each bound, of no known day, by rule": many_parties(
        "open: true\nentry_into_force: {after: ratified, months: 3}\nconsents_needed: 400\n",
        "  - {event: ratified, party: @, date: 1900/2025, reported_by: s}\n",
    ),
    "parties: half must consent": many_parties(
        "open: true\nconsents_needed: 400\n", "  - {event: ratified, party: @, date: ~, reported_by: s}\n"
    ),
    "parties: notes of each": many_parties("", "  - {event: note, party: @, date: ~, reported_by: s}\n"),
    "parties: each suspends and resumes": many_parties(
        "open: true\n", "  - {event: [suspended, resumed], party: @, date: ~, reported_by: s}\n", _FORCE
    ),
    "parties: each suspends, of no known day": many_parties(
        "open: true\n", "  - {event: suspended, party: @, date: 1901/2025, reported_by: s}\n", _FORCE
    ),
    "parties: notices of no known day": many_parties(
        "open: true\n",
        "  - {event: notice_given, party: @, date: 1901/2025, effective: 2000/2090, reported_by: s}\n",
        _FORCE,
    ),
    "parties: each refuses and approves": many_parties(
        "", "  - {event: [refused, approved], party: @, date: ~, reported_by: s}\n"
    ),
    "parties: consents of no known day, denied": many_parties(
        "open: true\n", "  - {event: ratified, party: @, date: 1900/2025, reported_by: s, denied_by: s}\n"
    ),
    "parties: each leaves, of no known day": many_parties(
        "open: true\n", "  - {event: withdrawn, party: @, date: 1901/2025, reported_by: s}\n", _FORCE
    ),
    "parties: signatures taken back": many_parties(
        "open: true\n", "  - {event: [signed, withdrawn], of: signed, party: @, date: ~, reported_by: s}\n"
    ),
    "parties: many, and entries for all": many_parties(
        "open: true\n", "  - {event: ratified, date: ~, note: '@', reported_by: s}\n"
    ),
    "parties: force of each, with effect on some day": many_parties(
        "open: true\n", "  - {event: in_force, party: @, date: ~, effective: 1900/2090, reported_by: s}\n", _FORCE
    ),
    "parties: each leaves later, and revokes it": many_parties(
        "open: true\n",
        "  - {event: [withdrawn, notice_revoked], party: @, date: ~, effective: 2090, reported_by: s}\n",
        _FORCE,
    ),
    "parties: notices, each of another day of effect": many_parties(
        "open: true\n", "  - {event: notice_given, party: @, date: ~, effective: ~, reported_by: s}\n", _FORCE
    ),
    "parties: closed list, each leaves, of no known day": many_parties(
        "", "  - {event: withdrawn, party: @, date: 1901/2025, reported_by: s}\n", _FORCE
    ),
    "parties: signatures, and nothing recorded after them": many_parties(
        "open: true\nnot_recorded: [ratified, in_force, terminated]\n",
        "  - {event: signed, party: @, date: 1900/2025, reported_by: s}\n",
    ),
    "parties: each announces and is denied": many_parties(
        "open: true\n", "  - {event: withdrawn, party: @, date: 2090, announced_by: s, denied_by: s}\n", _FORCE
    ),
}
