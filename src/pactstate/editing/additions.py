"""Additions to the data of a file, by the path of the value that they change."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import attrs

from pactstate.errors import ValueRefusedError
from pactstate.smallyaml import Data, NodePath

__all__ = [
    "Addition",
    "NewItem",
    "NewKey",
    "SecondItem",
    "TextToMapping",
    "as_mapping",
    "from_mapping",
    "with_items",
]


@attrs.frozen
class NewKey:
    """Key with a value, at the end of the mapping at a path."""

    path: NodePath
    key: str
    value: Data

    def applied(self, data: Data) -> Data:
        """Return the data with the addition.

        >>> NewKey((), "kind", "raa").applied({"id": "jp-ph-raa"})
        {'id': 'jp-ph-raa', 'kind': 'raa'}
        """
        return _changed(data, self.path, lambda old: {**cast("dict[str, Data]", old), self.key: self.value})


@attrs.frozen
class NewItem:
    """Item at an index of the list at a path."""

    path: NodePath
    index: int
    value: Data

    def applied(self, data: Data) -> Data:
        """Return the data with the addition.

        >>> NewItem(("parties",), 1, "NO").applied({"parties": ["FR", "SE"]})
        {'parties': ['FR', 'NO', 'SE']}
        """
        return with_items(data, self.path, [(self.index, self.value)])


@attrs.frozen
class SecondItem:
    """Second item beside a value that stands for a list of one item."""

    path: NodePath
    value: Data

    def applied(self, data: Data) -> Data:
        """Return the data with the addition.

        >>> SecondItem(("reported_by",), "b").applied({"reported_by": "a"})
        {'reported_by': ['a', 'b']}
        """
        return _changed(data, self.path, lambda old: [old, self.value])


@attrs.frozen
class TextToMapping:
    """Further keys beside a text that stands for a mapping with one key."""

    path: NodePath
    key: str
    """Key of the text that was there."""
    more: Mapping[str, str]

    def applied(self, data: Data) -> Data:
        """Return the data with the addition.

        >>> TextToMapping(("reported_by", 0), "source", {"rejected": "Wrong day."}).applied({"reported_by": ["a"]})
        {'reported_by': [{'source': 'a', 'rejected': 'Wrong day.'}]}
        """
        return _changed(data, self.path, lambda old: {self.key: old, **self.more})


Addition = NewKey | NewItem | SecondItem | TextToMapping


def with_items(data: Data, path: NodePath, new: Sequence[tuple[int, Data]]) -> Data:
    """Return data with items in the list at a path, each before the item that now has its index, or at the end.

    >>> with_items({"parties": ["FR", "SE"]}, ("parties",), [(2, "US"), (1, "NO"), (2, "GB")])
    {'parties': ['FR', 'NO', 'SE', 'US', 'GB']}
    """

    def insert(old: Data) -> Data:
        # The sort is stable: of items with the same index, the new ones come first.
        places = [*new, *enumerate(cast("list[Data]", old))]
        return [item for _, item in sorted(places, key=operator.itemgetter(0))]

    return _changed(data, path, insert)


def as_mapping(addition: Addition) -> Mapping[str, Data]:
    """Return an addition as a mapping that a person can edit.

    >>> as_mapping(NewKey(("sources",), "gazette", {"title": "Notice"})), as_mapping(SecondItem(("reported_by",), "b"))
    ({'gazette': {'title': 'Notice'}}, {'source': 'b'})
    """
    if isinstance(addition, NewKey):
        return {addition.key: addition.value}
    if isinstance(addition, TextToMapping):
        return addition.more
    return addition.value if isinstance(addition.value, dict) else {"source": addition.value}


def from_mapping(addition: Addition, data: Mapping[str, Data]) -> Addition:
    """Return an addition with another value, given as :func:`as_mapping` returns it.

    Raises:
        ValueRefusedError: The mapping has other keys than the addition may have.

    >>> from_mapping(SecondItem(("reported_by",), "b"), {"source": "c"})
    SecondItem(path=('reported_by',), value='c')
    """
    if isinstance(addition, NewKey):
        if list(data) != [addition.key]:
            raise ValueRefusedError(f"what comes from the editor must have one key, '{addition.key}'")
        return attrs.evolve(addition, value=data[addition.key])
    if isinstance(addition, TextToMapping):
        if not data or not all(isinstance(one, str) for one in data.values()):
            raise ValueRefusedError("what comes from the editor must have a text for every key")
        return attrs.evolve(addition, more=cast("Mapping[str, str]", data))
    is_text = isinstance(addition.value, str) and data.keys() == {"source"}
    return attrs.evolve(addition, value=data["source"] if is_text else dict(data))


def _changed(data: Data, path: NodePath, change: Callable[[Data], Data]) -> Data:
    """Return a copy of the data in which the value at a path is changed; the other values are shared."""
    if not path:
        return change(data)
    if isinstance(data, dict):
        key = cast("str", path[0])
        return {**data, key: _changed(data[key], path[1:], change)}
    items, index = cast("list[Data]", data), cast("int", path[0])
    return [*items[:index], _changed(items[index], path[1:], change), *items[index + 1 :]]
