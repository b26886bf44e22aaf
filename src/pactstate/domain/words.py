"""Words from closed lists, such as states, events and severities."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Word"]


class Word(StrEnum):
    """A word from a closed list: it equals, hashes and prints as its text.

    Words have no order: ``<``, ``<=``, ``>`` and ``>=`` raise :class:`TypeError`, since the order of the alphabet would
    put ``ratified`` before ``signed``. Sort by ``str``, or by the index in the list. A list with an order, such as
    :class:`~pactstate.Severity`, defines these operators.
    """

    def _has_no_order(self, other: object) -> bool:
        raise TypeError(f"{type(self).__name__} has no order: '{self}' cannot be compared with {other!r}")

    __lt__ = __le__ = __gt__ = __ge__ = _has_no_order
