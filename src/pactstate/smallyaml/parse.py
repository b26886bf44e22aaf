"""What is read of a text as YAML: its data, what is wrong with it, and the places of all that is in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

import attrs

from pactstate.smallyaml.faults import Fault, Span
from pactstate.smallyaml.limits import Limits
from pactstate.smallyaml.tree import Data, Node

__all__ = ["LOGICAL", "Tree", "parse"]

LOGICAL: Final = ("term", "renews")
"""Where true and false are meant: a key below a key of the file."""


@attrs.frozen(eq=False, repr=False)
class Tree:
    """What was read, and all faults."""

    data: Data | None
    """None when there is none to speak of."""
    place: Callable[[], Node]
    """Makes nodes of them, with their places."""
    faults: tuple[Fault, ...]
    """What is wrong with it as YAML."""
    complete: bool
    """Whether the text was read to its end."""
    text_faults: tuple[Fault, ...] = ()
    """What is wrong with single texts, which may be all right as YAML."""
    longest: int = 0
    """How much the longest list or mapping holds."""
    named: tuple[Span, ...] = ()
    """Where the texts stand that hold what was looked for, in order, also those that were dropped."""

    @cached_property
    def root(self) -> Node | None:
        """The data with the places. Made when it is asked for, since of most files nobody asks."""
        return None if self.data is None else self.place()


def parse(text: str, limits: Limits, name: str = "") -> Tree:
    """Read a YAML text, and look for a name in the texts of it. Never raises for any text without surrogates."""
    # To import the parser takes as long as the short way takes for fifty files, and it knows nearly all.
    from pactstate.smallyaml import libyaml

    return libyaml.parse(text, limits, name)
