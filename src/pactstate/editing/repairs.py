"""Repairs that take more than another word in one place: the missing half of a link, and the merge of two entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem
from pactstate.editing.insertion import edits_for
from pactstate.editing.layout import Edit, Layout
from pactstate.fileformat.document import Document
from pactstate.fileformat.write import entry_lines
from pactstate.findings import Fix, Location, TextEdit
from pactstate.smallyaml import Data, MappingNode, Node, SequenceNode

__all__ = ["fix_by_deleting", "fix_by_link", "fix_by_merging"]


def fix_by_link(document: Document, key: str, id: str) -> Fix | None:
    """Return the fix that adds a link to a file, below the parties or beside the other links under the key.

    Args:
        document: File of an agreement, without errors in its form.
        key: Key of the link, such as ``replaces``.
        id: Agreement to which it leads.
    """
    root = cast("MappingNode", document.root)
    layout = Layout(document.text)
    present = root.entries.get(key)
    if present:
        edits = edits_for(document.text, root, _link_beside(present[1], key, id))
    elif layout.is_flow(root):
        return None
    else:
        parties = root.entries["parties"][1]
        last = layout.with_comments(layout.last_line(parties), 1)
        edits = [layout.after(last, entry_lines(key, id, root.span[1] - 1, layout.style(root, root)))]
    return Fix(f"add '{key}: {id}' to {document.path}", tuple(_located(document, edits)))


def _link_beside(present: Node, key: str, id: str) -> Addition:
    if isinstance(present, SequenceNode):
        return NewItem((key,), len(present.items), id)
    return SecondItem((key,), id)


_OF_AN_ANNOUNCEMENT: Final = frozenset({"event", "date", "announced_by"})
"""Keys of an entry that says nothing but who announced an event."""


def fix_by_merging(document: Document, announced: int, reported: int) -> Fix | None:
    """Return the unsafe fix that moves the claims of an announcement to the entry of the report.

    The two entries may be of two attempts, which only the sources can tell. None if the entries have remarks, comments
    or a layout that would be lost.

    Args:
        document: File of an agreement, without errors in its form.
        announced: Index of the entry with the announcement in the history.
        reported: Index of the entry with the report.
    """
    root = cast("MappingNode", document.root)
    history = cast("SequenceNode", root.entries["history"][1])
    layout = Layout(document.text)
    if layout.is_flow(history):
        return None
    here, there = history.items[announced], history.items[reported]
    lines = layout.lines_of_item(here)
    old, new = cast("dict[str, Data]", here.data), cast("dict[str, Data]", there.data)
    if old.keys() - _OF_AN_ANNOUNCEMENT or "announced_by" in new or any("#" in line for line in lines.texts):
        return None
    if layout.is_flow(there):
        return None
    announcers = old["announced_by"]
    claims: list[Data] = announcers if isinstance(announcers, list) else [announcers]
    if old["date"] != new["date"]:
        claims = [_dated(claim, old["date"]) for claim in claims]
    added = edits_for(document.text, root, NewKey(("history", reported), "announced_by", claims))
    removed = TextEdit(Location(document.path, lines.first, 1, lines.last + 1, 1), "")
    edits = (*_located(document, added), removed)
    return Fix("move the announcement to the entry of the report", edits, is_safe=False)


def fix_by_deleting(document: Document, entry: int) -> Fix | None:
    """Return the fix that deletes an entry of the history which repeats another one.

    None if the entry has comments, or is in brackets.

    Args:
        document: File of an agreement, without errors in its form.
        entry: Index of the entry in the history.
    """
    history = cast("SequenceNode", cast("MappingNode", document.root).entries["history"][1])
    layout = Layout(document.text)
    if layout.is_flow(history):
        return None
    lines = layout.lines_of_item(history.items[entry], blank_above=True)
    if any("#" in line for line in lines.texts):
        return None
    return Fix("delete the repetition", (TextEdit(Location(document.path, lines.first, 1, lines.last + 1, 1), ""),))


def _dated(claim: Data, date: Data) -> Data:
    record: dict[str, Data] = claim if isinstance(claim, dict) else {"source": claim}
    return {"source": record["source"], "date": date, **record}


def _located(document: Document, edits: Iterable[Edit]) -> Iterable[TextEdit]:
    for edit in edits:
        line = document.text.count("\n", 0, edit.offset) + 1
        column = edit.offset - document.text.rfind("\n", 0, edit.offset)
        yield TextEdit(Location(document.path, line, column, line, column), edit.text)
