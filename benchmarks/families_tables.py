"""Families of tables to import."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from building import (
    FULL,
    Build,
    Files,
    N,
    counted,
    fill,
)

__all__ = ["TABLES"]

MAPPING: Final = """\
[source]
id = "list"
title = "List"
published = "2025-12-01"
[agreements]
id = "{parties}-{Ref}"
title = "Agreement"
kind = "treaty"
parties = "Parties"
split = [";"]
links = "Links"
identifiers = {list = "Ref"}
unused = ["Remarks"]
[[agreements.events]]
event = "signed"
date = "Signed"
place = "Place"
[dates]
dayfirst = true
"""


ACTS: Final = """\
[source]
id = "list"
title = "List"
published = "2025-12-01"
[agreements]
id = "{parties}-{Ref}"
title = "Agreement"
kind = "treaty"
parties = "Parties"
split = [";"]
key = "Ref"
identifiers = {list = "Ref"}
unused = ["Place", "Links", "Remarks"]
[[acts]]
event = "note"
date = "Signed"
"""

COLUMNS: Final = "Ref,Agreement,Parties,Signed,Place,Links,Remarks\n"


def table(row: str, head: str = COLUMNS) -> Build:
    """A table of many rows."""
    return lambda size: {"mapping.toml": MAPPING, "table.csv": fill(size, head, counted(row))}


def acts(row: str, entry: str, event: str = "note", first: str = "") -> Build:
    """A row for each event of one agreement, as many as there may be, and a long record of it."""
    return lambda size: {
        "mapping.toml": ACTS.replace("note", event),
        "table.csv": COLUMNS + "".join(itertools.islice(counted(row), max(1, 1_990 * size // FULL))),
        "agreements/jp-ph-1.yaml": fill(
            size * 3 // 4,
            "id: jp-ph-1\ntitle: A\nkind: treaty\nparties: [JP, PH]\nidentifiers: {list: '1'}\nhistory:\n" + first,
            counted(entry),
            nodes=7,
        ),
    }


def wide(size: int) -> Files:
    """A table of one row and many columns."""
    return {
        "mapping.toml": MAPPING,
        "table.csv": fill(size, COLUMNS[:-1], counted(",c@"), "\n1,A,JP;PH,2024,,,\n"),
    }


TABLES: Final[Mapping[str, Build]] = {
    "rows": table("@,A @,JP;PH,2024-01-02,Manila,https://a.example/@,r\n"),
    "rows of one id": table("1,A @,JP;PH,2024-01-02,Manila,https://a.example/@,r\n"),
    "dates in words": table("@,A @,JP;PH,15 Sept 2023,Manila,,\n"),
    "dates that are none": table("@,A @,JP;PH,soon @,Manila,,\n"),
    "parties in words": table("@,A @,Japan;the Philippines,2024,,,\n"),
    "unknown parties": table("@,A @,Japn@;Philippina,2024,,,\n"),
    "many parties": table("@,A @,JP" + ";PH;US;GB;FR;DE" * 100 + ",2024,,,\n"),
    "many links": table("@,A @,JP;PH,2024,," + "https://a.example/@ " * 100 + ",\n"),
    "short rows": table("@\n"),
    "long rows": table("@,A,JP;PH,2024" + "," * 40 + "\n"),
    "long cells": table("@,A,JP;PH,2024," + "x" * 20_000 + ",,\n"),
    "quotes": table('@,"A ""@""\n",JP;PH,2024,,,\n'),
    "a quote not closed": table('@,"A,JP;PH,2024,,,\n'),
    "empty rows": table(",,,,,,\n"),
    "dates in another language": table("@,A @,JP;PH,令和6年7月@日,Manila,,\n"),
    "dates in long words": table("@,A @,JP;PH,the @th of Septembre in the year of 2023,Manila,,\n"),
    "formulas": table("@,=A@+1,JP;PH,2024-01-02,+x,@y,-z\n"),
    "wide cells, quoted": table('@,"A @, ""quoted"" ' + "x, " * 300 + '",JP;PH,2024-01-02,"M\nanila",,\n'),
    "ids alike but for case": table("A@,A,JP;PH,2024,,,\na@,A,JP;PH,2024,,,\n"),
    "separators": table("@,A @,JP;PH,2024,," + ";" * 40 + ",\n"),
    "columns": wide,
    "rows of one agreement, each another day": table("1,A,JP;PH,~,Manila,,\n"),
    "cells of ampersands": table("@,A && <<@>>,JP;PH,2024-01-02,&&&&&&&&,,\n"),
    "ids of other letters": table("条約 @,A @,JP;PH,2024-01-02,Manila,,\n"),
    "parties with names alike": table("@,A @,Japon;Philipines;Untied States;Grate Britain,2024,,,\n"),
    "addresses that are none": table("@,A @,JP;PH,2024,,not an address @,\n"),
    "rows for records that exist": lambda size: {
        "mapping.toml": MAPPING,
        "table.csv": fill(size // 2, COLUMNS, counted("@,A @,JP;PH,2024-01-02,Manila,,\n")),
        **{
            f"agreements/jp-ph-{number}.yaml": f"id: jp-ph-{number}\ntitle: A\nkind: treaty\nparties: [JP, PH]\n"
            f"identifiers: {{list: '{number}'}}\nhistory: [{{event: signed, date: 2024-01-03}}]\n"
            for number in range(max(1, size // 2 // 150))
        },
    },
    "events for one long record": acts("1,A,JP;PH,~,Manila,,\n", "  - {event: note, date: ~, place: x}\n"),
    "dates for one entry": acts(
        "1,A,JP;PH,~,Manila,,\n", N, "signed", "  - {event: signed, date: 2020, reported_by: s}\n"
    ),
}
