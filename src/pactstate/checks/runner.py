"""Check of a folder: scan, rules of one file, rules of the folder, selection, suppression, cap, report.

Each of these steps happens once, in this order. See docs/rules/ for the rules.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from pactstate.checks.case import Case
from pactstate.checks.context import FolderContext, SourcesContext
from pactstate.checks.rule import Issue, Rule, every
from pactstate.checks.rules import AGREEMENT_CHECKS, FOLDER_CHECKS, SOURCE_CHECKS
from pactstate.checks.since_base import KnownFindings, remarks
from pactstate.checks.suppression import Suppressor, unknown_words
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.fileformat.config import Config
from pactstate.fileformat.document import Document, line_at
from pactstate.fileformat.ignores import Ignore, ignores
from pactstate.findings import Finding, Location, Report, Severity, Suppression, Unlisted, unlisted
from pactstate.folder.files import OpenFolder, ParsedFile
from pactstate.folder.jobs import Progress, without_progress
from pactstate.folder.read import Folder
from pactstate.folder.scan import Inspected, find_duplicates, scan
from pactstate.rules import RULES, Selection

# Git and archives are imported only for a comparison with a base.
if TYPE_CHECKING:
    from pactstate.compare import Base, Comparison

__all__ = ["MAX_FINDINGS", "Taken", "check_folder", "most_severe"]

MAX_FINDINGS: Final = 10_000
"""Number of findings in a report: the most severe ones; the others are counted."""


_NO_LESS_GRAVE: Final = {one: [other for other in Severity if other.gravity >= one.gravity] for one in Severity}
"""Severities that are at least as grave as each one."""


@attrs.define(eq=False, repr=False)
class _Cap:
    """Keeps the most severe findings, in memory bounded by their number, and counts the others."""

    most: int = MAX_FINDINGS
    """Number of findings that are at least as grave as one, itself included, up to which it is kept."""
    least: Severity = Severity.INFO
    """Least severity of the findings to keep."""
    _kept: list[Finding] = attrs.field(factory=list, init=False)
    _by_severity: dict[Severity, int] = attrs.field(factory=dict, init=False)
    others: dict[tuple[str, Severity], int] = attrs.field(factory=dict, init=False)
    """Numbers of the findings that are not kept, by rule and severity."""

    def takes(self, rule: str, severity: Severity) -> bool:
        """Count a finding, and return whether to keep it: it is severe enough, and few are at least as grave."""
        numbers = self._by_severity
        numbers[severity] = numbers.get(severity, 0) + 1
        is_severe = severity.gravity >= self.least.gravity
        if is_severe and sum(numbers.get(one, 0) for one in _NO_LESS_GRAVE[severity]) <= self.most:
            return True
        self.count(rule, severity)
        return False

    def count(self, rule: str, severity: Severity) -> None:
        """Count a finding that is not kept."""
        self.others[rule, severity] = self.others.get((rule, severity), 0) + 1

    def add(self, found: Finding) -> None:
        """Add a finding."""
        if self.takes(found.rule, found.severity):
            self._kept.append(found)

    def result(self) -> tuple[list[Finding], list[Unlisted]]:
        """Return the findings to list, the most severe first, and the numbers of the others."""
        ordered = sorted(self._kept, key=lambda found: found.severity.gravity, reverse=True)
        for found in ordered[MAX_FINDINGS:]:
            self.count(found.rule, found.severity)
        return ordered[:MAX_FINDINGS], unlisted(self.others)


def most_severe(findings: Iterable[Finding], least: Severity = Severity.INFO) -> tuple[list[Finding], list[Unlisted]]:
    """Return the findings that a report lists, the most severe first, and the numbers of the others."""
    cap = _Cap(least=least)
    for found in findings:
        cap.add(found)
    return cap.result()


def check_folder(
    folder: Folder | OpenFolder,
    today: dt.date,
    selection: Selection | None = None,
    *,
    expiry: dt.date | None = None,
    only: Callable[[str], bool] | None = None,
    base: Base | None = None,
    new_only: bool = False,
    jobs: int | None = 1,
    progress: Progress = without_progress,
    taking: Callable[[Taken], object] | None = None,
    most: int = MAX_FINDINGS,
    least: Severity = Severity.INFO,
) -> Report:
    """Check a folder: the form of its files, and all rules that are selected.

    Args:
        folder: Loaded folder, or an open one, whose files are then read one after the other and not kept.
        today: Day of the check.
        selection: Rules to apply, on top of the settings of the folder; default: all.
        expiry: Day by which suppressions expire; default: today.
        only: Function that returns whether a file is reported on, given its path; default: all are.
        base: Base to compare a loaded folder with.
        new_only: Whether to leave out findings that the base has already.
        jobs: Number of processes; None: as many as are worth it. The report is the same.
        progress: Function that shows the progress.
        taking: Function that takes each file after it has been checked by one process.
        most: Number of findings that the rules describe in a file, of each severity. The others are counted.
        least: Least severity of the findings that the report lists. The others are counted.

    Raises:
        FolderError: A file has changed while it was checked.
        WorkerError: A process has been killed.
    """
    opened = folder.opened if isinstance(folder, Folder) else folder
    comparison = _compared(base, folder) if base and isinstance(folder, Folder) else None
    selection = selection or Selection()
    check = functools.partial(
        _Check,
        selection=selection,
        expiry=PartialDate(expiry or today),
        jobs=jobs,
        progress=progress,
        taking=taking,
        most=most,
        least=least,
    )
    known: KnownFindings | None = None
    if new_only and base and base.folder and comparison:
        # The base is compared with itself, so that its suppressions of rules that need a base count as used.
        there = FolderContext(base.folder.opened, today, _compared(base, base.folder))
        is_other = base.folder.config is not opened.config
        before = check(there, base.folder.config, None, described=frozenset(RULES), reports_settings=is_other)
        known = KnownFindings.of(before.findings(), comparison.present_path)
        # The check of the folder needs room, and the comparison needs no texts and trees of the base.
        del there, before
        base.folder.opened.forget()
    described = known.rules if known else frozenset[str]()
    here = check(FolderContext(opened, today, comparison), opened.config, only, described=described)
    findings: Iterable[Finding] = here.findings()
    left_out = 0
    if known:
        findings, left_out = known.new(findings)
    listed, others = most_severe(findings, least)
    return Report(
        findings=listed,
        paths=here.paths,
        suppressed=here.suppressed,
        unlisted=[*others, *unlisted(here.counted)],
        remarks=remarks(here.folder, selection, only, left_out),
        rule_url=opened.config.rule_url,
        least=least,
    )


def _compared(base: Base, folder: Folder) -> Comparison:
    # Git and archives are imported only for a comparison with a base.
    from pactstate.compare import Comparison

    return Comparison(base, folder)


class Taken(NamedTuple):
    """Part of a file that a check hands to its caller."""

    path: str
    """Path as shown."""
    agreement: Agreement | None
    """Agreement with its sources, and with what the rules have worked out; None if the file has none that counts."""
    ignores: Sequence[Ignore]
    """Comments that silence findings."""


@attrs.frozen(eq=False, repr=False)
class _Inspection:
    """File as rules look at it, and what they have found."""

    case: Case | None
    """None if the file has no agreement that could be understood."""
    sources: SourcesContext | None
    """None if it describes none."""
    comments: Sequence[Ignore]
    """Comments that silence findings."""
    cap: _Cap
    wanted: Callable[[str, Severity], bool]
    """Function that returns whether to describe a finding, given its rule and severity."""
    found: list[Finding] = attrs.field(factory=list, init=False)


@attrs.define(eq=False, repr=False, slots=False)
class _Check:
    """Check of one folder, with or without a base."""

    folder: FolderContext
    config: Config
    only: Callable[[str], bool] | None
    selection: Selection = attrs.field(kw_only=True)
    expiry: PartialDate = attrs.field(kw_only=True)
    jobs: int | None = attrs.field(kw_only=True)
    progress: Progress = attrs.field(kw_only=True)
    taking: Callable[[Taken], object] | None = attrs.field(kw_only=True)
    described: Collection[str] = attrs.field(kw_only=True)
    """Names of the rules whose findings are all described, to compare them with those of the base."""
    most: int = attrs.field(kw_only=True)
    """Number of findings that the rules describe in a file, of each severity."""
    least: Severity = attrs.field(kw_only=True)
    """Least severity of the findings that the rules describe."""
    reports_settings: bool = attrs.field(kw_only=True, default=True)
    """Whether errors in the settings are among the findings."""
    _checked: dict[str, Agreement] = attrs.field(factory=dict, init=False)
    """Agreements of which it is not known yet whether they count, by path."""
    counted: Counter[tuple[str, Severity]] = attrs.field(factory=Counter, init=False)
    """Numbers of findings that were only counted, after all findings have been taken."""

    @functools.cached_property
    def paths(self) -> Sequence[str]:
        """Files that are reported on."""
        paths = self.folder.opened.paths
        return paths if self.only is None else [path for path in paths if self.only(path)]

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        """Names of the selected rules.

        Rules that need a base go by the settings of the base, since a change of a record may come with a change of the
        present settings.
        """
        names = self.selection.with_settings(self.config.selection).names
        base = self.folder.comparison.base.folder if self.folder.comparison else None
        base_names = self.selection.with_settings(base.config.selection).names if base else frozenset[str]()
        return frozenset(name for name, rule in RULES.items() if name in (base_names if rule.base else names))

    @functools.cached_property
    def _suppressor(self) -> Suppressor:
        return Suppressor(self.expiry, self._names)

    @property
    def suppressed(self) -> Sequence[Suppression]:
        """Suppressed findings, after all findings have been taken."""
        return self._suppressor.suppressed

    def findings(self) -> Iterator[Finding]:
        """Yield the findings that are selected and not suppressed, those of a file as soon as it has been read."""
        folder = self.folder
        remaining, is_selected = self._suppressor.remaining, self._is_selected
        most = None if self.described else self.most
        for file, counts in scan(
            folder.opened, folder.facts, self._inspect, jobs=self.jobs, progress=self.progress, most=most
        ):
            self._suppressor.add(file.path, file.ignores)
            agreement = self._checked.pop(file.path, None)
            if self.taking:
                self.taking(Taken(file.path, agreement if counts else None, file.ignores))
            found = (*file.errors(counts=counts), *(file.rule_findings if counts else ()))
            self.counted.update(file.counted if counts else {})
            yield from remaining(filter(is_selected, found))
        yield from remaining(filter(is_selected, find_duplicates(folder.opened, folder.facts)))
        yield from remaining(self._between_files())
        yield from filter(is_selected, self._suppressor.faults)
        yield from filter(is_selected, self._suppressor.unused(self._unjudged()))
        if self.reports_settings:
            yield from _settings_findings(self.config)

    def _between_files(self) -> Iterator[Finding]:
        """Yield the findings of the rules over the folder, in the order of files: the cap keeps those of the first."""
        rules = [rule for rule in FOLDER_CHECKS if rule.info.name in self._names]
        cap = _Cap(self.most, self.least)
        found: list[tuple[Rule[FolderContext], Issue]] = []
        numbers: Counter[tuple[str, str, Severity]] = Counter()
        for rule in rules:
            for issue in rule.issues(self.folder):
                path, severity = issue.place.path, rule.severity_of(issue)
                if self.only and not self.only(path):
                    continue
                # No more findings of one rule in one file are listed: the others need not be kept for the order.
                numbers[rule.info.name, path, severity] += 1
                if numbers[rule.info.name, path, severity] <= self.most or self._must_describe(rule, path):
                    found.append((rule, issue))
                else:
                    cap.count(rule.info.name, severity)
        reported, paths = {issue.place.path for _, issue in found}, self.folder.opened.paths
        order = {path: number for number, path in enumerate(paths) if path in reported}
        for rule, issue in sorted(found, key=lambda pair: order.get(pair[1].place.path, len(paths))):
            if self._must_describe(rule, issue.place.path) or cap.takes(rule.info.name, rule.severity_of(issue)):
                yield rule.described(issue, self.folder)
        self.counted.update(cap.others)

    def _must_describe(self, rule: Rule[FolderContext], path: str) -> bool:
        """Return whether to describe every finding in a file, which costs more than to find it.

        Those that a comment may silence must be described, and those that are compared with the findings of a base.
        """
        return rule.info.name in self.described or self._suppressor.has_comments(path)

    def _is_selected(self, found: Finding) -> bool:
        return found.rule in self._names and (self.only is None or self.only(found.path))

    def _inspect(self, files: Sequence[tuple[ParsedFile, Agreement | None]]) -> Sequence[Inspected]:
        """Apply the rules of one file to several files, as far as they are reported on.

        Each rule is applied to all of them before the next one: see :meth:`OpenFolder.read_together`.
        """
        if self.taking:
            self._checked.update((file.path, agreement) for file, agreement in files if agreement)
        inspections = [self._begun(file, agreement) for file, agreement in files]
        reported = [one for one in inspections if one is not None]
        judged = [(one, one.case, one.case.triggers) for one in reported if one.case]
        for rule in self._agreement_rules:
            for one, case, triggers in judged:
                if rule.needs <= triggers:
                    one.found.extend(rule(case, one.wanted))
        describing = [(one, one.sources) for one in reported if one.sources]
        for check in self._source_rules:
            for one, sources in describing:
                one.found.extend(check(sources, one.wanted))
        return [Inspected(one.found, one.comments, one.cap.others) if one else Inspected() for one in inspections]

    def _begun(self, file: ParsedFile, agreement: Agreement | None) -> _Inspection | None:
        """Return a file as rules look at it; None if it is not reported on."""
        text = file.document
        if text is None or (self.only and file.path not in self._reported):
            return None
        comments, cap = ignores(text), _Cap(self.most, self.least)

        def takes(rule: str, severity: Severity) -> bool:
            return rule in self.described or cap.takes(rule, severity)

        return _Inspection(
            case=Case(agreement, self.folder, text, self.folder.changes.get(agreement.id)) if agreement else None,
            sources=self._sources_of(file, text),
            comments=comments,
            cap=cap,
            wanted=every if comments else takes if self.described else cap.takes,
        )

    def _sources_of(self, file: ParsedFile, text: Document) -> SourcesContext | None:
        """Return the sources that a file describes; None if there are none."""
        described = file.sources
        if not described:
            return None
        return SourcesContext(text, described.values(), file.path in self.folder.opened.shared, self.folder.day)

    @functools.cached_property
    def _reported(self) -> frozenset[str]:
        return frozenset(self.paths)

    @functools.cached_property
    def _agreement_rules(self) -> Sequence[Rule[Case]]:
        return [rule for rule in AGREEMENT_CHECKS if rule.info.name in self._names]

    @functools.cached_property
    def _source_rules(self) -> Sequence[Rule[SourcesContext]]:
        return [rule for rule in SOURCE_CHECKS if rule.info.name in self._names]

    def _unjudged(self) -> set[str]:
        """Return the files to which not every rule was applied, since they, their sources or their base are broken."""
        opened, facts, comparison = self.folder.opened, self.folder.facts, self.folder.comparison
        if opened.unread_sources or not opened.sources_complete:
            return set(opened.paths)
        not_compared = comparison.not_compared if comparison else ()
        return {*not_compared, *facts.malformed, *(duplicate.path for duplicate in facts.duplicates)}


def _settings_findings(config: Config) -> Iterator[Finding]:
    """Yield the errors in the selection of rules by the settings."""
    text = config.document
    lines = text.text.split("\n") if text else ()

    def excerpt(place: Location) -> str:
        return line_at(lines, place.line) if text and place.path == text.path else ""

    words = dict.fromkeys((*config.selection.select, *config.selection.ignore))
    return unknown_words({word: config.location_of(word) for word in words}, "the settings name", excerpt)
