"""Tables of agreements in groups: by kind, by party or by state.

Formats for programs have no groups, since each of their records has kind, parties and state. See README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.domain.vocabulary import Vocabulary
from pactstate.text.escape import MarkdownText, TerminalText
from pactstate.views import status as view
from pactstate.views.status import COLUMNS, Row, cells
from pactstate.views.tables import markdown_table, plain_tables

__all__ = ["WAYS", "Group", "grouped", "render_markdown", "render_plain", "summary"]

UNCERTAIN: Final = "uncertain: more than one answer is possible"
UNKNOWN: Final = "uncertain: nothing known"


@attrs.frozen(eq=False, repr=False)
class Group:
    """Agreements of the same kind, party or state."""

    name: str
    """Name of the group, such as ``acsa: acquisition and cross-servicing``."""
    rows: tuple[Row, ...]

    @property
    def heading(self) -> str:
        """Name of the group with the number of its agreements."""
        return f"{self.name} ({len(self.rows)})"


@attrs.frozen(eq=False, repr=False)
class _Way:
    """Way to form groups."""

    words: Callable[[Row], Sequence[str]]
    """Function that returns the groups of an agreement."""
    names: Callable[[Vocabulary], Mapping[str, str]]
    """Function that returns the possible groups in the order of display, each with an explanation or an empty text."""


def _kinds(vocabulary: Vocabulary) -> Mapping[str, str]:
    return {word: kind.title for word, kind in vocabulary.kinds.items()}


def _state(row: Row) -> str:
    return row.status.state or (UNCERTAIN if row.status.possible else UNKNOWN)


WAYS: Final[Mapping[str, _Way]] = MappingProxyType(
    {
        "kind": _Way(lambda row: (row.agreement.kind,), _kinds),
        "party": _Way(lambda row: row.agreement.parties, lambda vocabulary: vocabulary.parties),
        "state": _Way(lambda row: (_state(row),), lambda _: dict.fromkeys((*State, UNCERTAIN, UNKNOWN), "")),
    }
)
"""Ways to group agreements, by the word of the command line."""


def grouped(rows: Sequence[Row], by: str, vocabulary: Vocabulary) -> list[Group]:
    """Return the rows in groups, by one of :data:`WAYS`. By party, an agreement is in a group of each of its parties.

    Kinds and parties have the order of the vocabulary; those that it lacks follow. States have the order of the
    lifecycle; uncertain ones follow. Groups are never empty, and rows keep their order.
    """
    names = WAYS[by].names(vocabulary)
    members: dict[str, list[Row]] = {word: [] for word in names}
    for row in rows:
        for word in WAYS[by].words(row):
            members.setdefault(word, []).append(row)
    return [Group(_named(word, names.get(word, "")), tuple(found)) for word, found in members.items() if found]


def _named(word: str, meaning: str) -> str:
    return f"{word}: {meaning}" if meaning else word


def summary(groups: Sequence[Group], rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> str:
    """Return one line with the number of agreements in each state. An agreement in several groups counts once."""
    line = view.summary(rows, on, known_by)
    listed = sum(len(group.rows) for group in groups)
    return line if listed == len(rows) else f"{line} (each counted once, and listed under each of its parties)"


def render_plain(groups: Sequence[Group], summary: str) -> TerminalText:
    """Return a plain table for each group, with the same column widths in all, and the summary."""
    tables = plain_tables(COLUMNS, [[cells(row) for row in group.rows] for group in groups])
    parts = [TerminalText.of("{}\n{}", group.heading, table) for group, table in zip(groups, tables, strict=True)]
    return TerminalText.of("{}\n", TerminalText.joined("\n\n", [*parts, summary]))


def render_markdown(groups: Sequence[Group], summary: str) -> MarkdownText:
    """Return a table in GitHub's Markdown for each group, under a level 3 heading, and the summary."""
    parts = [
        MarkdownText.of("### {}\n\n{}", group.heading, markdown_table(COLUMNS, list(map(cells, group.rows))))
        for group in groups
    ]
    return MarkdownText.of("{}\n", MarkdownText.joined("\n\n", [*parts, summary]))
