"""Fixes of findings, applied to the text of a file, and the proof that they changed nothing else."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from pactstate.fileformat.document import Document
from pactstate.findings import Fix, Location, TextEdit
from pactstate.smallyaml import Data, MappingNode, Node, ScalarNode, SequenceNode, Span

__all__ = ["Applied", "apart", "applied", "keeps_the_rest"]

_LineColumn = tuple[int, int]
"""Line and column, from 1."""
_Stretch = tuple[_LineColumn, _LineColumn]


def apart(fixes: Iterable[Fix]) -> list[Fix]:
    """Return fixes whose edits neither overlap nor touch: of two that do, the first one.

    >>> place = Location("a.yaml", 1, 5, 1, 8)
    >>> one, other = (Fix("", (TextEdit(place, text),)) for text in "ab")
    >>> apart([one, other]) == [one]
    True
    """
    taken: dict[str, list[_Stretch]] = {}
    chosen: list[Fix] = []
    for fix in fixes:
        stretches = taken.setdefault(fix.path, [])
        own = [_stretch(edit.location) for edit in fix.edits]
        if not any(_is_taken(stretches, one) for one in own):
            chosen.append(fix)
            for one in own:
                bisect.insort(stretches, one)
    return chosen


def _stretch(location: Location) -> _Stretch:
    return (location.line, location.column), (location.end_line, location.end_column)


def _is_taken(taken: Sequence[_Stretch], wanted: _Stretch) -> bool:
    """Return whether a stretch overlaps or touches another one; those that are taken are apart and in order."""
    index = bisect.bisect_left(taken, wanted)
    return any(one[0] <= wanted[1] and wanted[0] <= one[1] for one in taken[max(index - 1, 0) : index + 1])


@attrs.frozen
class Applied:
    """Text with edits, and where they were made."""

    text: str
    old: tuple[_Stretch, ...]
    """Stretches of the former text."""
    new: tuple[_Stretch, ...]
    """Stretches of the text that take their places."""


def applied(text: str, edits: Iterable[TextEdit]) -> Applied:
    """Return a text with edits, which do not overlap.

    >>> applied("date: 8 July 2024", [TextEdit(Location("a.yaml", 1, 7, 1, 18), "2024-07-08")]).text
    'date: 2024-07-08'
    """
    starts = [*itertools.accumulate((len(line) + 1 for line in text.split("\n")), initial=0)]

    def offset(line: int, column: int) -> int:
        return min(starts[min(line, len(starts)) - 1] + column - 1, len(text))

    parts: list[str] = []
    stretches: list[tuple[int, int]] = []
    end = length = 0
    in_order = sorted(edits, key=lambda edit: edit.location)
    for edit in in_order:
        (line, column), last = _stretch(edit.location)
        start = offset(line, column)
        parts += [text[end:start], edit.text]
        length += start - end
        stretches.append((length, length + len(edit.text)))
        length += len(edit.text)
        end = offset(*last)
    result = "".join([*parts, text[end:]])
    ends = [*itertools.accumulate((len(line) + 1 for line in result.split("\n")), initial=0)]

    def place(at: int) -> _LineColumn:
        line = bisect.bisect_right(ends, at)
        return line, at - ends[line - 1] + 1

    new = tuple((place(first), place(last)) for first, last in stretches)
    return Applied(result, tuple(_stretch(edit.location) for edit in in_order), new)


def keeps_the_rest(before: Document, after: Document, change: Applied) -> bool:
    """Return whether two readings of a file have the same data wherever no edit was made."""
    if before.root is None or after.root is None:
        # A file that had no data could not be read, so that nothing is known of it that could be lost.
        return before.root is None
    comparison = _Comparison(_Edited.of(change.old), _Edited.of(change.new), before.spoilt)
    return comparison.is_same(before.root, after.root)


@attrs.frozen
class _Edited:
    """Stretches of a text that were edited."""

    stretches: Sequence[_Stretch]
    lines: Sequence[tuple[int, int]]
    """First and last line of each stretch."""

    @classmethod
    def of(cls, stretches: Sequence[_Stretch]) -> _Edited:
        # A stretch that ends at the beginning of a line has nothing of that line.
        lines = [(first[0], last[0] - (last[1] == 1 and last[0] > first[0])) for first, last in stretches]
        return cls(stretches, lines)

    def has(self, span: Span) -> bool:
        """Return whether an edit overlaps or touches a span."""
        return _is_taken(self.stretches, (span[:2], span[2:]))

    def has_lines(self, first: int, last: int) -> bool:
        """Return whether an edit is on one of some lines."""
        index = bisect.bisect_left(self.lines, (first, first))
        near = self.lines[max(index - 1, 0) : bisect.bisect_right(self.lines, (last, _NO_LINE))]
        return any(one <= last and first <= other for one, other in near)


_NO_LINE: Final = 1 << 60
"""Number above that of every line."""


@attrs.frozen
class _Comparison:
    """Comparison of two trees, node by node; the limit of depth bounds the recursion."""

    old: _Edited
    new: _Edited
    spoilt: frozenset[int]
    """Lines with typing errors in the former text: what belongs to them could not be read."""

    def is_same(self, old: Node, new: Node) -> bool:
        if old.data == new.data:
            return True
        if isinstance(old, MappingNode) and isinstance(new, MappingNode):
            return self._has_same_entries(old, new)
        if isinstance(old, SequenceNode) and isinstance(new, SequenceNode):
            return self._has_same_items(old, new)
        if isinstance(old, MappingNode) and isinstance(new, SequenceNode) and len(new.items) == 1:
            return self.is_same(old, new.items[0])
        if isinstance(old, SequenceNode) and isinstance(new, MappingNode):
            return self._has_items_as_entries(old, new)
        if isinstance(old, ScalarNode) and not old.data:
            # Lines that were indented in another way before have become the value, or lines that were hidden.
            return self._was_hidden(old) or all(self.new.has_lines(one.span[0], one.span[0]) for one in _texts(new))
        return any(self.old.has(node.span) for node in _texts(old))

    def _has_same_entries(self, old: MappingNode, new: MappingNode) -> bool:
        gone = (name for key, (name, _) in old.entries.items() if key not in new.entries)
        came = (name for key, (name, _) in new.entries.items() if key not in old.entries)
        common = ((value, new.entries[key][1]) for key, (_, value) in old.entries.items() if key in new.entries)
        return (
            all(self.old.has_lines(name.span[0], name.span[2]) for name in gone)
            and all(self._was_hidden(name) or self.new.has_lines(name.span[0], name.span[2]) for name in came)
            and all(itertools.starmap(self.is_same, common))
        )

    def _has_items_as_entries(self, old: SequenceNode, new: MappingNode) -> bool:
        """Return whether a mapping has the items of a list: each has its key alone, or among other keys as its id."""
        return len(old.items) == len(new.entries) and all(
            isinstance(item, MappingNode)
            and (self.is_same(item.entries[key][1], value) if key in item.entries else _without_id(item) == value.data)
            for item, (key, (_, value)) in zip(old.items, new.entries.items(), strict=True)
        )

    def _has_same_items(self, before: SequenceNode, after: SequenceNode) -> bool:
        """Compare two lists; an item that is only in one of them begins on a line that was edited."""
        # Only the items from the first that differs to the last one get nodes, which take much memory.
        head = _common(before.data, after.data)
        tail = _common(reversed(before.data[head:]), reversed(after.data[head:]))
        old, new = (one.items[head : len(one.items) - tail] for one in (before, after))
        size = min(len(old), len(new))
        # The items that were added or removed are the last or the first ones of the rest. Only one of the two is
        # compared: to compare both would double the cost with each level of lists.
        if not self._are_edited(old[size:], new[size:]):
            gone, came = old[: len(old) - size], new[: len(new) - size]
            if not self._are_edited(gone, came):
                return False
            old, new = old[len(gone) :], new[len(came) :]
        return all(map(self.is_same, old[:size], new[:size]))

    def _are_edited(self, gone: Iterable[Node], came: Iterable[Node]) -> bool:
        """Return whether items begin on edited lines: those that are gone from a list, and those that came."""
        return all(self.old.has_lines(one.span[0], one.span[0]) for one in gone) and all(
            self._was_hidden(one) or self.new.has_lines(one.span[0], one.span[0]) for one in came
        )

    def _was_hidden(self, node: Node) -> bool:
        """Return whether a part of the new text stands on a line that could not be read in the former one."""
        return node.span[0] in self.spoilt


def _common(old: Iterable[Data], new: Iterable[Data]) -> int:
    """Return the number of values with which both begin."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _without_id(item: MappingNode) -> Data:
    return {key: value for key, value in item.data.items() if key != "id"}


def _texts(node: Node) -> Iterator[Node]:
    """Yield the texts in a node, and lists and mappings without any."""
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, ScalarNode):
            yield one
        elif isinstance(one, SequenceNode):
            pending += one.items
        else:
            pending += (value for _, value in one.entries.values())
