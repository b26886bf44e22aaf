"""Definition of a rule: a function over one context, with its row in the catalogue and its page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, Generic, Literal, TypeAlias, TypeVar, overload

import attrs

from pactstate.checks.case import Case
from pactstate.checks.context import FolderContext, SourcePlace, SourcesContext
from pactstate.fileformat.document import finding
from pactstate.findings import Finding, Fix, Location, Related, Severity
from pactstate.rules import RULES, RuleInfo

__all__ = ["Found", "Issue", "Rule", "every", "rule"]

_Context = TypeVar("_Context", Case, SourcesContext, FolderContext)


@attrs.frozen(eq=False, repr=False)
class Issue:
    """Problem that a rule has found."""

    place: Location | SourcePlace
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    """None: the severity of the rule."""
    agreement: str | None = None
    """Id of the agreement, for rules over a folder."""
    fix: Fix | None = None


Found: TypeAlias = Issue | Callable[[], Issue]
"""Issue, or a function that returns it and is called if the issue is listed: one of the severity of its rule."""


def _whole(found: Found) -> Issue:
    return found if isinstance(found, Issue) else found()


def every(rule: str, severity: Severity) -> bool:
    """Return true: every finding is wanted."""
    return True


@attrs.frozen(eq=False, repr=False)
class Rule(Generic[_Context]):
    """Rule over agreements, over the sources of a file, or over a folder."""

    info: RuleInfo
    page: str
    """Text of its page, in Markdown: the docstring of the function."""
    body: Callable[[_Context], Iterator[Found]]
    needs: frozenset[str] = frozenset()
    """Triggers that an agreement must all have for the rule to find anything; see :mod:`pactstate.checks.triggers`."""

    def __call__(self, context: _Context, wanted: Callable[[str, Severity], bool] = every) -> Iterator[Finding]:
        """Yield the findings of the rule, each with its excerpt.

        ``wanted`` is asked for each of them whether it is to be described, given its rule and severity.
        """
        for found in self.body(context):
            if wanted(self.info.name, self.severity_of(found)):
                yield self.described(found, context)

    def issues(self, context: _Context) -> Iterator[Issue]:
        """Yield all issues of the rule."""
        return map(_whole, self.body(context))

    def severity_of(self, found: Found) -> Severity:
        """Return the severity of an issue of the rule."""
        own = found.severity if isinstance(found, Issue) else None
        return own or self.info.severity

    def described(self, found: Found, context: _Context) -> Finding:
        """Return an issue of the rule as a finding, with its location and its excerpt."""
        issue = _whole(found)
        location = issue.place if isinstance(issue.place, Location) else issue.place.location()
        return finding(
            self.info.name,
            issue.message,
            location,
            agreement=context.agreement_id or issue.agreement,
            help=issue.help,
            related=issue.related,
            severity=self.severity_of(found),
            excerpt=context.excerpt(location),
            fix=issue.fix,
        )


_Over = Literal["agreement", "sources", "folder"]
_AgreementRule = Callable[[Callable[[Case], Iterator[Found]]], Rule[Case]]
_SourcesRule = Callable[[Callable[[SourcesContext], Iterator[Found]]], Rule[SourcesContext]]
_FolderRule = Callable[[Callable[[FolderContext], Iterator[Issue]]], Rule[FolderContext]]


@overload
def rule(name: str, *, over: Literal["agreement"] = "agreement", needs: tuple[str, ...] = ()) -> _AgreementRule: ...
@overload
def rule(name: str, *, over: Literal["sources"]) -> _SourcesRule: ...
@overload
def rule(name: str, *, over: Literal["folder"]) -> _FolderRule: ...
def rule(name: str, *, over: _Over = "agreement", needs: tuple[str, ...] = ()) -> Any:
    """Make a rule of a function that yields issues; its docstring is the page of the rule.

    Args:
        name: Name of the rule in the catalogue, :data:`pactstate.rules.RULES`.
        over: What the function looks at. One over agreements takes a :class:`Case`, one over the sources of a file a
            :class:`SourcesContext`, one over a folder a :class:`FolderContext`.
        needs: Triggers without which an agreement is not passed to the rule.
    """

    def make(body: Callable[[Any], Iterator[Found]]) -> Rule[Any]:
        return Rule(RULES[name], inspect.cleandoc(body.__doc__ or ""), body, frozenset(needs))

    return make
