"""Tables of agreements in groups: by kind, by party or by state.

Formats for programs have no groups, since each of their records holds kind, parties and state. See README.md.
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
    """Agreements that have something in common."""

    name: str
    """What they have in common, as in ``acsa: acquisition and cross-servicing``."""
    rows: tuple[Row, ...]

    @property
    def heading(self) -> str:
        """The name, and how many agreements there are."""
        return f"{self.name} ({len(self.rows)})"


@attrs.frozen(eq=False, repr=False)
class _Way:
    """A way to form groups."""

    words: Callable[[Row], Sequence[str]]
    """The groups in which an agreement stands."""
    names: Callable[[Vocabulary], Mapping[str, str]]
    """The groups that there may be, in the order in which they are shown, each with what explains its word."""


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
"""What agreements can be grouped by."""


def grouped(rows: Sequence[Row], by: str, vocabulary: Vocabulary) -> list[Group]:
    """The rows in groups, by one of :data:`WAYS`; an agreement stands under each of its parties.

    Kinds and parties come in the order of the vocabulary, and those that it lacks after them; states in the order of
    the lifecycle, with what is uncertain at the end. No group is empty, and in each the rows keep their order.
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
    """One line: how many agreements stand where. Each is counted once, in however many groups it is."""
    line = view.summary(rows, on, known_by)
    listed = sum(len(group.rows) for group in groups)
    return line if listed == len(rows) else f"{line} (each counted once, and listed under each of its parties)"


def render_plain(groups: Sequence[Group], summary: str) -> TerminalText:
    """A plain table for each group, all with columns of the same width, and the summary."""
    tables = plain_tables(COLUMNS, [[cells(row) for row in group.rows] for group in groups])
    parts = [TerminalText.of("{}\n{}", group.heading, table) for group, table in zip(groups, tables, strict=True)]
    return TerminalText.of("{}\n", TerminalText.joined("\n\n", [*parts, summary]))


def render_markdown(groups: Sequence[Group], summary: str) -> MarkdownText:
    """A table in GitHub's Markdown for each group, under a heading of the third level, and the summary."""
    parts = [
        MarkdownText.of("### {}\n\n{}", group.heading, markdown_table(COLUMNS, list(map(cells, group.rows))))
        for group in groups
    ]
    return MarkdownText.of("{}\n", MarkdownText.joined("\n\n", [*parts, summary]))
