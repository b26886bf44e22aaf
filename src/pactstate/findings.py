"""Findings of a check, and the report that collects them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Self

import attrs

from pactstate.domain.fields import Word, checked, each, repr_as_call, texts
from pactstate.errors import PactstateError, ValueRefusedError
from pactstate.text.escape import html_table, visible

__all__ = [
    "AgreementError",
    "Finding",
    "Fix",
    "Location",
    "Related",
    "Remark",
    "RemarkKind",
    "Report",
    "Severity",
    "Suppression",
    "TextEdit",
    "Unlisted",
    "unlisted",
]


class Severity(Word):
    """Severity of a finding: impossible is an error, suspicious a warning, deducible an info.

    Like all words, severities have no order: compare their ``gravity``.

    >>> Severity.ERROR.gravity > Severity.WARNING.gravity
    True
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def gravity(self) -> int:
        """Number that grows with the severity: 0 for an info, 1 for a warning, 2 for an error."""
        return _GRAVITY[self]


_GRAVITY: Final[Mapping[Severity, int]] = {severity: number for number, severity in enumerate(Severity)}


@attrs.frozen(order=True, field_transformer=checked)
class Location:
    """Stretch of a file. Lines and columns count from 1, columns in Unicode code points. The end is exclusive.

    >>> Location("agreements/jp-ph-raa.yaml", line=9, column=5, end_line=9, end_column=17)
    Location(path='agreements/jp-ph-raa.yaml', line=9, column=5, end_line=9, end_column=17)
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    __repr__ = repr_as_call

    @property
    def last_line(self) -> int:
        """Last line that has a part of the stretch. An end at column 1 belongs to the line above."""
        return self.end_line - (self.end_column == 1 and self.end_line > self.line)

    def describe_from(self, path: str) -> str:
        """Return the line in words, for a message on a file: with the name of the file if that is another one.

        >>> Location("agreements/sources.yaml", 9).describe_from("agreements/jp-ph-raa.yaml")
        'line 9 of sources.yaml'
        """
        if path == self.path:
            return f"line {self.line}"
        return f"line {self.line} of {self.path.rpartition('/')[2]}"


@attrs.frozen(field_transformer=checked)
class Related:
    """Another location that a finding refers to, with a message about it."""

    message: str
    location: Location

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=checked)
class TextEdit:
    """Text to write in the place of a stretch of a file; a stretch without width is a place to insert at.

    >>> TextEdit(Location("agreements/jp-ph-raa.yaml", 9, 11, 9, 22), "2024-07-08").text
    '2024-07-08'
    """

    location: Location
    text: str

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=checked)
class Fix:
    """Repair of a finding, as edits of one file that do not overlap and are made all together or not at all.

    >>> place = Location("agreements/jp-ph-raa.yaml", 9, 11, 9, 22)
    >>> Fix("write '2024-07-08'", [TextEdit(place, "2024-07-08")]).is_safe
    True
    """

    message: str
    """Summary of what it does, such as ``write '2024-07-08'``."""
    edits: tuple[TextEdit, ...]
    is_safe: bool = True
    """Whether it certainly keeps what the author meant; an unsafe fix is a likely guess, for a person to look at."""

    __repr__ = repr_as_call

    @property
    def path(self) -> str:
        """Path of the file that it changes, which need not be that of the finding."""
        return self.edits[0].location.path

    def __attrs_post_init__(self) -> None:
        if len({edit.location.path for edit in self.edits}) != 1:
            raise ValueRefusedError("Fix.edits has no edit, or edits of several files: give those of one file")


@attrs.frozen(field_transformer=checked)
class Finding:
    """One error, warning or info of a check, with its location.

    ``str(finding)`` is the line of the concise format.

    >>> report = check("tests/sample", today="2026-01-01")
    >>> print(report.findings[0])  # doctest: +ELLIPSIS
    tests/sample/...
    """

    rule: str
    """Name of the rule, such as ``illegal-transition``."""
    code: str
    """Code of the rule, such as ``PS201``."""
    severity: Severity
    message: str
    location: Location
    agreement: str | None = None
    """Id of the agreement that it concerns."""
    help: str | None = None
    """Text to write instead, if it is known."""
    related: tuple[Related, ...] = ()
    excerpt: str = attrs.field(default="", eq=False, repr=False)
    """Whole first line of its location; empty if the file could not be read."""
    within: str = attrs.field(default="", repr=False)
    """Place in the value that was checked, as in ``history[2].date`` (see :func:`to_dict`); empty for files."""
    fix: Fix | None = attrs.field(default=None, repr=False)
    """Repair, if there is one right one."""

    __repr__ = repr_as_call

    @property
    def path(self) -> str:
        """Path of the file."""
        return self.location.path

    @property
    def line(self) -> int:
        """First line, counted from 1."""
        return self.location.line

    @property
    def column(self) -> int:
        """First column, counted from 1 in Unicode code points."""
        return self.location.column

    @property
    def end_line(self) -> int:
        """Line of the end, counted from 1."""
        return self.location.end_line

    @property
    def end_column(self) -> int:
        """Column of the end, counted from 1 in Unicode code points, exclusive."""
        return self.location.end_column

    @property
    def marked(self) -> str:
        """Text of the location on its first line; empty if the location has no width."""
        end = self.end_column - 1 if self.end_line == self.line else None
        return self.excerpt[self.column - 1 : end]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}[{self.rule}] {self.message}"


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(each(findings, Finding, "Report.findings"), key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.path, finding.line, finding.column, finding.code)


@attrs.frozen(field_transformer=checked)
class Suppression:
    """Finding that a comment in the file has silenced."""

    finding: Finding
    reason: str
    """Reason that the comment gives."""
    location: Location
    """Location of the comment."""
    until: str | None = None
    """Last day on which it holds, as written; None if it has no end."""

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=checked)
class Unlisted:
    """Number of findings of one rule and severity that a report counts but does not list."""

    rule: str
    severity: Severity
    count: int

    __repr__ = repr_as_call


def unlisted(counts: Mapping[tuple[str, Severity], int]) -> list[Unlisted]:
    """Return counts by rule and severity as values of :attr:`Report.unlisted`."""
    return [Unlisted(rule, severity, count) for (rule, severity), count in counts.items()]


class RemarkKind(Word):
    """Kind of a remark."""

    RULES_OFF = "rules-off"
    COMPARED = "compared"
    NOTHING_COMPARED = "nothing-compared"
    PRESENT_SETTINGS = "present-settings"
    KNOWN = "known"
    NOT_COMPARED = "not-compared"


# The fields in braces are filled from the remark.
_MESSAGES: Final[Mapping[RemarkKind, str]] = {
    RemarkKind.RULES_OFF: "{rules} switched off by {place}{at}",
    RemarkKind.COMPARED: "compared with {base}{former}",
    RemarkKind.NOTHING_COMPARED: "there were no agreements in {place} at {base}: nothing was compared",
    RemarkKind.PRESENT_SETTINGS: "the settings at {base} could not be used, so that the present ones were",
    RemarkKind.KNOWN: "{findings} left out: not new since {base}",
    RemarkKind.NOT_COMPARED: "not compared, since it could not be understood at {base}: {paths}",
}


@attrs.frozen(field_transformer=checked)
class Remark:
    """Note on the check itself: what it compared, or what it did not judge."""

    kind: RemarkKind
    rules: tuple[str, ...] = attrs.field(default=(), converter=texts)
    """Names of the rules that it concerns."""
    paths: tuple[str, ...] = attrs.field(default=(), converter=texts)
    """Files or folders that it concerns: the settings that switch rules off, or the former path of a moved folder."""
    base: str = ""
    """Base of the comparison, as it is printed; empty without a base."""
    count: int = 0
    """Number of findings that were left out because the base has them."""

    __repr__ = repr_as_call

    @property
    def is_gap(self) -> bool:
        """Whether something was not judged, so that a report without findings does not mean that all is well."""
        return self.kind not in (RemarkKind.COMPARED, RemarkKind.KNOWN)

    @property
    def message(self) -> str:
        """Remark in words."""
        place, *others = self.paths or ("",)
        return _MESSAGES[self.kind].format(
            rules=f"{len(self.rules)} rule{'' if len(self.rules) == 1 else 's'}",
            place=place,
            former=f", where the folder was {place}" if place else "",
            findings=f"{self.count:,} finding{'' if self.count == 1 else 's'}",
            paths=f"{place} and {len(others)} more" if others else place,
            base=self.base,
            at=f" at {self.base}" if self.base else "",
        )


def _summed(counts: Iterable[Unlisted]) -> tuple[Unlisted, ...]:
    total: Counter[tuple[str, Severity]] = Counter()
    for one in each(counts, Unlisted, "Report.unlisted"):
        total[one.rule, one.severity] += one.count
    return tuple(sorted(unlisted(total), key=lambda one: (one.severity.gravity, one.rule)))


def _remarks(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return each(remarks, Remark, "Report.remarks")


def _suppressions(suppressions: Iterable[Suppression]) -> tuple[Suppression, ...]:
    found = each(suppressions, Suppression, "Report.suppressed")
    return tuple(sorted(found, key=lambda one: _order(one.finding)))


@attrs.frozen(field_transformer=checked, repr=False)
class Report:
    """Findings of a check, in the order of files and lines.

    >>> report = check("agreements", today="2027-01-01")
    >>> report.ok, report.count(Severity.ERROR)
    (True, 0)
    """

    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_in_order)
    paths: tuple[str, ...] = attrs.field(default=(), converter=texts)
    """Files that were checked."""
    suppressed: tuple[Suppression, ...] = attrs.field(default=(), converter=_suppressions)
    """Findings that comments have silenced."""
    unlisted: tuple[Unlisted, ...] = attrs.field(default=(), converter=_summed)
    """Numbers of findings that are not listed, by rule and severity. All counts include them."""
    remarks: tuple[Remark, ...] = attrs.field(default=(), converter=_remarks)
    """Notes on the check itself, for example that rules are switched off."""
    rule_url: str | None = None
    """Address of a rule's page, with ``{name}`` for the name of the rule; None if the settings give none."""
    least: Severity = Severity.INFO
    """Least severity of the findings that are listed, on request of the caller. Others are only counted."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings)) or "no findings"

    def __repr__(self) -> str:
        findings, files = sum(self.by_rule.values()), self.files
        counts = f"{findings} finding{'' if findings == 1 else 's'} in {files} file{'' if files == 1 else 's'}"
        return f"Report({counts}, ok={self.ok})"

    def _repr_html_(self) -> str:
        rows = [
            (f"{one.path}:{one.line}", one.severity, one.rule, one.message, one.help or "") for one in self.findings
        ]
        return html_table(("Place", "Severity", "Rule", "Message", "Help"), rows)

    @property
    def files(self) -> int:
        """Number of files that were checked."""
        return len(self.paths)

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity error."""
        return not self.count(Severity.ERROR)

    @property
    def dropped(self) -> int:
        """Number of findings that are counted but not listed, although they are severe enough."""
        return sum(one.count for one in self.unlisted if one.severity.gravity >= self.least.gravity)

    @property
    def by_rule(self) -> Mapping[str, int]:
        """Number of findings of each rule that has any."""
        counts = Counter(finding.rule for finding in self.findings)
        for one in self.unlisted:
            counts[one.rule] += one.count
        return counts

    @property
    def uncompared(self) -> tuple[str, ...]:
        """Files of a base that could not be understood, and so were not compared."""
        return tuple(path for one in self.remarks if one.kind is RemarkKind.NOT_COMPARED for path in one.paths)

    @property
    def gaps(self) -> tuple[Remark, ...]:
        """Remarks on what was not judged."""
        return tuple(remark for remark in self.remarks if remark.is_gap)

    def count(self, severity: Severity) -> int:
        """Return the number of findings with the severity, listed or not."""
        listed = sum(finding.severity is severity for finding in self.findings)
        return listed + sum(one.count for one in self.unlisted if one.severity is severity)

    def worst(self) -> Severity | None:
        """Return the gravest severity of all findings; None without findings."""
        return next((severity for severity in reversed(Severity) if self.count(severity)), None)

    def page_address(self, rule: str) -> str | None:
        """Return the address of a rule's page, given its name; None if the settings give none."""
        return None if self.rule_url is None else self.rule_url.replace("{name}", rule)


class AgreementError(PactstateError, ExceptionGroup[ValueError]):
    """Group of errors raised for files that cannot be used, with one error for each finding of severity error.

    >>> place = Location("agreements/jp-ph-raa.yaml", 3)
    >>> error = AgreementError([Finding("missing-key", "PS102", Severity.ERROR, "'kind' is missing", place)])
    >>> print(error)
    1 error in the agreement files
      agreements/jp-ph-raa.yaml:3:1: error[missing-key] 'kind' is missing
    """

    findings: tuple[Finding, ...]
    """Findings of severity error."""

    def __new__(cls, findings: Iterable[Finding]) -> Self:
        """Create the group from at least one finding."""
        found = tuple(findings)
        count = f"{len(found)} error{'s' if len(found) != 1 else ''} in the agreement files"
        self = super().__new__(cls, count, [ValueError(visible(str(finding))) for finding in found])
        self.findings = found
        return self

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Create the group.

        Raises:
            ValueError: There is no finding.
        """

    def __reduce__(self) -> tuple[type[AgreementError], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)

    def __str__(self) -> str:
        return "\n".join((self.message, *(f"  {visible(str(finding))}" for finding in self.findings)))
