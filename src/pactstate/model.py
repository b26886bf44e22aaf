"""The closed lists of words: states, events, flags, and what answers and findings are made of.

Every word equals, hashes and prints as its text, so that ``status.state == "signed"`` needs no import. No list has an
order. The same lists are in ``pactstate`` itself.

>>> from pactstate.model import State
>>> State("signed") is State.SIGNED, State.SIGNED == "signed", len(State)
(True, True, 7)
"""

from __future__ import annotations

from pactstate.domain.events import EventKind, Flag, Manner, State
from pactstate.domain.expectations import Why
from pactstate.domain.model import Role, SourceType, TerminationReason
from pactstate.domain.position import Place
from pactstate.domain.statements import Verdict
from pactstate.findings import RemarkKind, Severity

__all__ = [
    "EventKind",
    "Flag",
    "Manner",
    "Place",
    "RemarkKind",
    "Role",
    "Severity",
    "SourceType",
    "State",
    "TerminationReason",
    "Verdict",
    "Why",
]
