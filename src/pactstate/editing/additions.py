"""Additions to the data of a file, by the path of the value that they change."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
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
    "with_additions",
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
        return with_additions(data, [self])

    def changed(self, old: Data) -> Data:
        """Return the value at the path with the addition."""
        return {**cast("dict[str, Data]", old), self.key: self.value}


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
        return with_additions(data, [self])


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
        return with_additions(data, [self])

    def changed(self, old: Data) -> Data:
        """Return the value at the path with the addition."""
        return [old, self.value]


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
        return with_additions(data, [self])

    def changed(self, old: Data) -> Data:
        """Return the value at the path with the addition."""
        return {self.key: old, **self.more}


Addition = NewKey | NewItem | SecondItem | TextToMapping


def with_additions(data: Data, additions: Sequence[Addition]) -> Data:
    """Return data with several additions, whose paths and indexes count in the data as it is.

    None leads into the value of another. Items with the same index stand in this order.

    >>> new = [NewItem(("parties",), index, code) for index, code in ((2, "US"), (1, "NO"), (2, "GB"))]
    >>> with_additions({"parties": ["FR", "SE"]}, new)
    {'parties': ['FR', 'NO', 'SE', 'US', 'GB']}
    """
    return _changed(data, [(one.path, one) for one in additions])


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


def _changed(data: Data, additions: Sequence[tuple[NodePath, Addition]]) -> Data:
    """Return a copy of the data with additions, each with its path from here; the other values are shared.

    Each list and mapping on the way is copied once for all of them. Inner values come first, since a new item changes
    the indexes behind it.
    """
    below: dict[str | int, list[tuple[NodePath, Addition]]] = {}
    for path, one in additions:
        if path:
            below.setdefault(path[0], []).append((path[1:], one))
    if below:
        copy = cast("dict[str | int, Data]", data).copy()
        for part, some in below.items():
            copy[part] = _changed(copy[part], some)
        data = cast("Data", copy)
    here = [one for path, one in additions if not path]
    new = [one for one in here if isinstance(one, NewItem)]
    for one in here:
        data = data if isinstance(one, NewItem) else one.changed(data)
    return _with_items(cast("list[Data]", data), new) if new else data


def _with_items(old: list[Data], new: Sequence[NewItem]) -> list[Data]:
    """Return a list with items, each before the item that now has its index, or at the end."""
    # The sort is stable: of items with the same index, the new ones come first.
    places = [*((one.index, one.value) for one in new), *enumerate(old)]
    return [item for _, item in sorted(places, key=operator.itemgetter(0))]
