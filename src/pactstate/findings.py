"""Findings: what a check has to say, how grave it is, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Self

import attrs

from pactstate.escape import visible
from pactstate.fields import checked, texts
from pactstate.words import Word

__all__ = ["AgreementError", "Finding", "Location", "Related", "Report", "Severity", "Suppression"]


class Severity(Word):
    """Gravity of a finding: impossible is an error, suspicious a warning, deducible an info.

    Severities are ordered by gravity, also against text: ``finding.severity >= "warning"``. A text that is no severity
    raises :class:`TypeError`.
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    def __lt__(self, other: object) -> bool:
        return _GRAVITY[self] < _gravity(other)

    def __le__(self, other: object) -> bool:
        return _GRAVITY[self] <= _gravity(other)

    def __gt__(self, other: object) -> bool:
        return _GRAVITY[self] > _gravity(other)

    def __ge__(self, other: object) -> bool:
        return _GRAVITY[self] >= _gravity(other)


_GRAVITY: Final[Mapping[object, int]] = {severity: number for number, severity in enumerate(Severity)}


def _gravity(word: object) -> int:
    # Not left to the other side: text would compare itself by the alphabet.
    if not isinstance(word, str) or word not in _GRAVITY:
        raise TypeError(f"{word!r} is no severity: write one of {', '.join(Severity)}")
    return _GRAVITY[word]


@attrs.frozen(order=True, field_transformer=checked)
class Location:
    """A stretch of a file. Lines and columns count from 1, columns in Unicode code points; the end is exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    @property
    def last_line(self) -> int:
        """The last line of which anything is meant: an end before the first character of a line is the line above."""
        return self.end_line - (self.end_column == 1 and self.end_line > self.line)

    def seen_from(self, path: str) -> str:
        """In words: ``line 9``, or ``line 9 of sources.yaml`` from another file."""
        if path == self.path:
            return f"line {self.line}"
        return f"line {self.line} of {self.path.rpartition('/')[2]}"


@attrs.frozen(field_transformer=checked)
class Related:
    """Another place that a finding speaks of, and what stands there."""

    message: str
    location: Location


@attrs.frozen(field_transformer=checked)
class Finding:
    """One thing that is wrong, suspicious or deducible."""

    rule: str
    """The rule's readable name, as in ``illegal-transition``."""
    code: str
    """The rule's short code, as in ``PS201``."""
    severity: Severity
    message: str
    location: Location
    agreement: str | None = None
    """The id of the agreement that it concerns."""
    help: str | None = None
    """What to write instead, when it is known."""
    related: tuple[Related, ...] = ()
    excerpt: str = attrs.field(default="", eq=False, repr=False)
    """The whole line of the file at which it points; empty when the file could not be read."""

    @property
    def path(self) -> str:
        """The file."""
        return self.location.path

    @property
    def line(self) -> int:
        """Counted from 1."""
        return self.location.line

    @property
    def column(self) -> int:
        """Counted from 1, in Unicode code points."""
        return self.location.column

    @property
    def end_line(self) -> int:
        """Counted from 1."""
        return self.location.end_line

    @property
    def end_column(self) -> int:
        """Counted from 1, in Unicode code points, exclusive."""
        return self.location.end_column

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}[{self.rule}] {self.message}"


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.path, finding.line, finding.column, finding.code)


@attrs.frozen(field_transformer=checked)
class Suppression:
    """A finding that a comment in the file has silenced."""

    finding: Finding
    reason: str
    """As the comment gives it."""
    location: Location
    """The comment."""
    until: str | None = None
    """The date to which it holds, as written; None: for good."""


def _suppressions(suppressions: Iterable[Suppression]) -> tuple[Suppression, ...]:
    return tuple(sorted(suppressions, key=lambda one: _order(one.finding)))


@attrs.frozen(field_transformer=checked)
class Report:
    """The findings of a check, in the order of files and lines."""

    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_in_order)
    paths: tuple[str, ...] = attrs.field(default=(), converter=texts)
    """The files that were checked."""
    suppressed: tuple[Suppression, ...] = attrs.field(default=(), converter=_suppressions)
    """What comments have silenced."""
    dropped: int = 0
    """How many findings more there were than are kept."""
    remarks: tuple[str, ...] = attrs.field(default=(), converter=texts)
    """What else whoever reads the findings should know, such as that rules are switched off."""

    @property
    def files(self) -> int:
        """How many files were checked."""
        return len(self.paths)

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have the severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def worst(self) -> Severity | None:
        """The gravest severity found, or None."""
        return max((finding.severity for finding in self.findings), default=None)


class AgreementError(ExceptionGroup[ValueError]):
    """Files that cannot be used: a group with one error for every finding of severity error.

    The findings themselves are in ``findings``.
    """

    findings: tuple[Finding, ...]

    def __new__(cls, findings: Iterable[Finding]) -> Self:
        """Make the group."""
        found = tuple(findings)
        count = f"{len(found)} error{'s' if len(found) != 1 else ''} in the agreement files"
        self = super().__new__(cls, count, [ValueError(visible(str(finding))) for finding in found])
        self.findings = found
        return self

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Takes at least one finding; raises :class:`ValueError` for none."""

    def __reduce__(self) -> tuple[type[AgreementError], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)

    def __str__(self) -> str:
        return "\n".join((self.message, *(f"  {visible(str(finding))}" for finding in self.findings)))
