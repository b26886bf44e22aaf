"""Telling a person that something takes its time, without the work knowing how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

__all__ = ["Watch", "unwatched"]

_Thing = TypeVar("_Thing")


class Watch(Protocol):
    """Hands over the things one by one, and may show how many are done; ``doing`` says in a word what is done."""

    def __call__(self, things: Sequence[_Thing], doing: str) -> Iterable[_Thing]: ...  # noqa: D102 - the class says it


def unwatched(things: Sequence[_Thing], doing: str) -> Iterable[_Thing]:
    """The things, and nothing shown."""
    return things
