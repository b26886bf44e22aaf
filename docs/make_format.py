"""Write the generated tables of ``docs/format.md``. Run as ``python docs/make_format.py``.

The tables are made from the same objects as the JSON Schema: :mod:`pactstate.fileformat.shapes` has the keys,
:mod:`pactstate.fileformat.descriptions` the words that explain them. Only the examples are written here. The rest of
the page is prose, which the script keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pactstate.domain.kinds import KINDS
from pactstate.domain.lifecycle import PARTY_POLICY, EventKind, PartyPolicy
from pactstate.fileformat import descriptions, shapes, values
from pactstate.fileformat.settings import setting_names

__all__ = ["EVENT_EXAMPLES", "KEY_EXAMPLES", "PAGE", "main", "tables", "with_tables"]

PAGE: Final = Path(__file__).parent / "format.md"

KEY_EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "AgreementFile": {
        "id": "jp-ph-raa",
        "title": "Japan-Philippines Reciprocal Access Agreement",
        "formal_title": "Agreement between Japan and the Republic of the Philippines concerning ...",
        "kind": "raa",
        "parties": "[JP, PH]",
        "approvals_needed": "[JP]",
        "consents_needed": "2",
        "entry_into_force": "{after: ratified, days: 30}",
        "term": "{years: 10, renews: true, notice: 6 months}",
        "replaces": "[jp-au-acsa-2010]",
        "replaced_by": "jp-au-acsa-2017",
        "amends": "[jp-us-acsa-1996]",
        "supplements": "[us-ph-vfa]",
        "formerly": "[jp-ph-vfa]",
        "open": "true",
        "not_recorded": "[ratified, in_force]",
        "identifiers": "{unts: I-12345}",
        "sources": "{mofa-2024-07-08: {title: Signing of the agreement}}",
        "history": "[{event: signed, date: 2024-07-08}]",
        "statements": "[{source: seed-000, says: signed}]",
    },
    "EventItem": {
        "event": "[signed, in_force]",
        "date": "2024-07-08",
        "effective": "2024-09",
        "party": "PH",
        "by": "Senate (Resolution 1248)",
        "place": "Manila",
        "note": "exchange of notes",
        "of": "signed",
        "manner": "accession",
        "partial": "true",
        "until": "2034-07-08",
        "reason": "replaced",
        "corrected": "The entry had the day of the announcement, 2025-08-12.",
        "reported_by": "[mofa-2024-07-08]",
        "announced_by": "[mb-2025-08-12]",
        "denied_by": "[{source: nhk-2023-11-03, locator: paragraph 2}]",
    },
    "ClaimItem": {
        "source": "mofa-2024-07-08",
        "date": "2024-12-16",
        "locator": "paragraph 6",
        "rejected": "The Senate concurred on that day; the President had ratified before.",
        "note": "translated from Japanese",
    },
    "StatementItem": {
        "source": "seed-004",
        "says": "negotiating",
        "date": "2026-05-29",
        "locator": "key takeaway 2",
        "rejected": "In force since 2025-09-11.",
        "note": "repeated in the summary",
    },
    "SourceItem": {
        "title": "\"Japan-PH relations: Toward a 'quasi-alliance'\"",
        "publisher": "Philippine Daily Inquirer",
        "author": "Masafumi Iida",
        "url": "https://www.mofa.go.jp/s_sa/sea2/ph/pageite_000001_00432.html",
        "published": "2024-07-08",
        "updated": "2024-07-10",
        "accessed": "2026-11-22",
        "archived": "2024-07-09",
        "archive_url": "https://web.archive.org/web/20240709000000/https://www.mofa.go.jp/",
        "basis": "undated page; reports the summit of 29 April 2025",
        "based_on": "[mofa-2024-07-08]",
        "type": "press",
        "note": "read in a copy",
        "corrected": "The day was that of the next edition.",
    },
    "ForceRuleItem": {"after": "ratified", "days": "30", "months": "2"},
    "TermItem": {"years": "10", "renews": "true", "notice": "6 months"},
}
"""A value for each key, by the class in :mod:`pactstate.fileformat.shapes`."""

EVENT_EXAMPLES: Final[Mapping[str, str]] = {
    "proposed": "{event: proposed, date: 2015-06-04}",
    "negotiating": "{event: negotiating, date: 2023-11-03, place: Manila}",
    "text_agreed": "{event: text_agreed, date: 2024-05}",
    "stalled": "{event: stalled, date: 2017}",
    "postponed": "{event: postponed, of: signed, date: 2023-11}",
    "adopted": "{event: adopted, date: 2017-07-07, place: New York}",
    "signed": "{event: signed, date: 2024-07-08, place: Manila}",
    "approved": "{event: approved, party: PH, by: Senate, date: 2024-12-16}",
    "refused": "{event: refused, party: PH, by: Senate, date: 1991-09-16}",
    "ratified": "{event: ratified, date: 2025-08-12, note: exchange of notes}",
    "in_force": "{event: in_force, date: 2025-09-11}",
    "provisional": "{event: provisional, date: 2009-05-08}",
    "provisional_ended": "{event: provisional_ended, date: 2010-01}",
    "amended": "{event: amended, date: 2016-09-26, effective: 2017-04-25}",
    "extended": "{event: extended, date: 2021-02-03, until: 2026-02-04}",
    "suspended": "{event: suspended, party: FR, date: 2019-03}",
    "resumed": "{event: resumed, party: FR, date: 2019-06}",
    "notice_given": "{event: notice_given, party: PH, date: 2020-02-11, effective: 2020-08-09}",
    "notice_suspended": "{event: notice_suspended, party: PH, date: 2020-06-01}",
    "notice_revoked": "{event: notice_revoked, party: PH, date: 2021-07-30}",
    "withdrawn": "{event: withdrawn, party: FR, date: 2020}",
    "abandoned": "{event: abandoned, date: 2008}",
    "terminated": "{event: terminated, date: 2017-09-06, reason: replaced}",
    "note": "{event: note, date: 2025-06, note: The bill went to the lower house.}",
}
"""An entry for each event."""

SETTINGS: Final[Mapping[str, tuple[str, str]]] = {
    "format": ("the version of this format: 1 or 2 (without it, 2)", "format = 2"),
    "paths": ("folders to check when the command names none, relative to this file", 'paths = ["agreements"]'),
    "select": ("rules that run; without it, all", 'select = ["PS2", "PS3"]'),
    "ignore": ("rules that do not run", 'ignore = ["single-witness"]'),
    "parties": ("your own codes of parties", 'parties.ASEAN = "Association of Southeast Asian Nations"'),
    "kinds": ("your own kinds; their keys follow", 'kinds.fisheries.title = "fishing rights"'),
    "not_recorded": (
        "events that the agreements of the folder do not follow; an agreement's own `not_recorded` takes its place",
        'not_recorded = ["ratified", "in_force"]',
    ),
    "due": (
        "time without news until `pactstate due` asks for a look: a year for `open` agreements, five if `settled`",
        'due = {open = "6 months", settled = "3 years"}',
    ),
    "rule_url": ("address of your copy of the rule pages", 'rule_url = "https://example.org/rules/{name}"'),
}
"""Meaning and example of each setting."""

KIND_SETTINGS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("the kind in words; needed", 'title = "fishing rights"'),
    "expects": (
        "steps before force, in order; any one event of a step will do",
        'expects = ["signed", ["ratified", "adopted"]]',
    ),
    "expects_many": ("the same for three or more parties, if it differs", 'expects_many = ["adopted"]'),
    "unusual": ("events that get an info", 'unusual = ["provisional"]'),
    "wrong": ("events that get a warning", 'wrong = ["amended"]'),
    "legislature_unusual": ("a legislature's approval gets an info", "legislature_unusual = true"),
    "approval": ("whose approval is usual, in words", 'approval = "legislature on both sides"'),
    "approvals": ('parties that need a domestic approval; `"*"` for all', 'approvals = ["*"]'),
}
"""Meaning and example of each key of a kind in the settings."""

_TYPES: Final[Mapping[str, str]] = {
    "Text": "text",
    "Title": "text",
    "Id": "id",
    "Ids": "id, or list of ids",
    "Link": "web address",
    "Date": "date",
    "Length": "length of time",
    "Number": "number",
    "Positive": "number from 1",
    "TrueOrFalse": "`true` or `false`",
    "KindWord": "[kind](#kinds)",
    "Party": "party",
    "Parties": "list of parties",
    "SomeParties": "list of parties",
    "EventWord": "event",
    "EventWords": "[event](#events), or list of events",
    "SomeEventWords": "[event](#events), or list of events",
    "ForceAfter": "event",
    "StateWord": "[state](#states)",
    "ReasonWord": "[reason](#reasons-for-an-end)",
    "MannerWord": "[manner](#manners-of-consent)",
    "SourceTypeWord": "[type](#types-of-sources)",
    "ClaimValues": "[claim](#claims), or list of claims",
    "Sources": "mapping from id to [source](#sources)",
    "Identifiers": "mapping from register to key",
}
"""The words for a type of value, by its name in ``fileformat/values.py`` or ``fileformat/shapes.py``."""


def tables() -> dict[str, str]:
    """Return the generated tables of the page, by the name in their markers."""
    return {
        "agreement": _keys(shapes.AgreementFile),
        "entry-into-force": _keys(shapes.ForceRuleItem),
        "term": _keys(shapes.TermItem),
        "entry": _keys(shapes.EventItem),
        "events": _events(),
        "claim": _keys(shapes.ClaimItem),
        "statement": _keys(shapes.StatementItem),
        "source": _keys(shapes.SourceItem),
        "kinds": _table("kind", ((kind.name, f"{kind.title}; approval: {kind.approval}") for kind in KINDS.values())),
        "states": _table("state", descriptions.STATES.items()),
        "manners": _table("manner", descriptions.MANNERS.items()),
        "reasons": _table("reason", descriptions.REASONS.items()),
        "settings": _settings("setting", setting_names(), SETTINGS),
        "settings-of-a-kind": _settings("key of a kind", setting_names(of_kind=True), KIND_SETTINGS),
        "source-types": _table("type", descriptions.SOURCE_TYPES.items()),
    }


def with_tables(page: str) -> str:
    """Return the text of the page with every generated table as it should be.

    Raises :class:`ValueError` if a table has no place in the page, or a place no table.
    """
    parts = tables()
    places = re.findall(_PLACE, page)
    if sorted(name for name, _ in places) != sorted(parts):
        raise ValueError(f"the page has places for {[name for name, _ in places]}, expected {list(parts)}")
    return re.sub(_PLACE, lambda place: f"<!-- table {place[1]} -->\n\n{parts[place[1]]}\n\n<!-- end -->", page)


_PLACE: Final = re.compile(r"<!-- table ([a-z-]+) -->\n(.*?)<!-- end -->", re.DOTALL)


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def _keys(item: type) -> str:
    described, examples = descriptions.KEYS[item], KEY_EXAMPLES[item.__name__]
    rows = [
        f"| `{name}`{', needed' if required else ''} | {_type(kind)} | {_cell(described[name])} | "
        f"`{_cell(f'{name}: {examples[name]}')}` |"
        for name, (kind, required) in shapes.keys(item).items()
    ]
    return "\n".join(("| key | value | meaning | example |", "|---|---|---|---|", *rows))


def _type(kind: object) -> str:
    for name, words in _TYPES.items():
        if getattr(values, name, getattr(shapes, name, None)) == kind:
            return words
    names: Mapping[object, str] = {
        shapes.ForceRuleItem: "[rule](#entry-into-force)",
        shapes.TermItem: "[term](#term)",
        tuple[shapes.EventItem, ...]: "list of [entries](#history)",
        tuple[shapes.StatementItem, ...]: "list of [statements](#statements)",
    }
    return names[kind]


_PARTY_WORDS: Final = {
    PartyPolicy.REQUIRED: "needed",
    PartyPolicy.OPTIONAL: "allowed",
    PartyPolicy.NOT_ALLOWED: "",
}


def _events() -> str:
    rows = [
        f"| `{kind}` | {_cell(descriptions.EVENTS[kind])} | {_PARTY_WORDS[PARTY_POLICY[kind]]} | "
        f"`{_cell(EVENT_EXAMPLES[kind])}` |"
        for kind in EventKind
    ]
    return "\n".join(("| event | meaning | `party` | example |", "|---|---|---|---|", *rows))


def _table(heading: str, words: Iterable[tuple[str, str]]) -> str:
    rows = [f"| `{word}` | {_cell(meaning)} |" for word, meaning in words]
    return "\n".join((f"| {heading} | meaning |", "|---|---|", *rows))


def _settings(heading: str, names: Iterable[str], words: Mapping[str, tuple[str, str]]) -> str:
    rows = [f"| `{name}` | {_cell(words[name][0])} | `{_cell(words[name][1])}` |" for name in names]
    return "\n".join((f"| {heading} | meaning | example |", "|---|---|---|", *rows))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
