"""What a rule is, and what it gets to see."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from functools import cached_property

import attrs

from pactstate import timeline
from pactstate.agreement import Agreement
from pactstate.findings import Finding, Location, Related, Severity
from pactstate.reading.document import finding
from pactstate.reading.tree import Path
from pactstate.registry import Folder
from pactstate.rules import RULES, RuleInfo

__all__ = ["Case", "Check", "Issue", "rule"]


@attrs.frozen
class Issue:
    """What a rule has found, at a path of the agreement's file; the case makes a finding of it."""

    path: Path
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    """None: the rule's own."""


@attrs.frozen
class Case:
    """One agreement before the rules: what it says, where it stands, and what day it is."""

    agreement: Agreement
    folder: Folder
    today: dt.date

    @property
    def path(self) -> str:
        """The agreement's file."""
        return self.folder.places[self.agreement.id]

    def at(self, path: Path) -> Location:
        """The place of a value in the agreement's file."""
        return self.folder.documents[self.path].at(path)

    def said(self, location: Location) -> str:
        """A place in words, as a message about this agreement's file would say it."""
        return location.seen_from(self.path)

    @cached_property
    def live(self) -> list[timeline.LiveEntry]:
        """The entries that count, by all that the file holds."""
        return timeline.live(self.agreement.history, {source.id: source for source in self.agreement.sources})

    @cached_property
    def steps(self) -> list[timeline.Step]:
        """The replay of the live entries."""
        return timeline.replay((entry.event for entry in self.live), self.agreement.terms)

    def event_path(self, index: int, nth: int) -> Path:
        """The path of the nth event of an entry of the history."""
        return ("history", index, "event", nth)


_Body = Callable[[Case], Iterator[Issue]]


@attrs.frozen
class Check:
    """One rule: what is fixed about it, its page, and the function that finds."""

    info: RuleInfo
    page: str
    """What it checks and why, in Markdown."""
    body: _Body

    def __call__(self, case: Case) -> Iterator[Finding]:
        """The findings of the rule on one agreement."""
        for issue in self.body(case):
            yield finding(
                self.info.name,
                issue.message,
                case.at(issue.path),
                agreement=case.agreement.id,
                help=issue.help,
                related=issue.related,
                severity=issue.severity,
            )


def rule(name: str) -> Callable[[_Body], Check]:
    """Make a rule of a function: its name is the catalogue's, its docstring is its page."""

    def make(body: _Body) -> Check:
        return Check(RULES[name], inspect.cleandoc(body.__doc__ or ""), body)

    return make
