"""What has been found so far while files are looked at one after the other: no more of it than is told in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import attrs

from pactstate.checks.alone import Gist
from pactstate.checks.context import Survey
from pactstate.fileformat.ignores import Ignore
from pactstate.findings import Finding, Severity, Unlisted, unlisted
from pactstate.rules import RULES

__all__ = ["MOST", "Gathered"]

MOST: Final = 10_000
"""So many findings are kept, the gravest first; the rest is counted."""


@attrs.define(eq=False, repr=False)
class Gathered:
    """The findings of the files so far, and what the survey is to know of them."""

    _survey: Survey
    _names: Collection[str]
    """The rules that speak."""
    _told: Collection[str]
    """The files that are reported on."""
    findings: list[Finding] = attrs.field(factory=list, init=False)
    unlisted: list[Unlisted] = attrs.field(factory=list, init=False)
    """Findings that are counted and not kept."""
    comments: dict[str, Sequence[Ignore]] = attrs.field(factory=dict, init=False)
    """The comments of ours, by file."""
    malformed: set[str] = attrs.field(factory=set, init=False)
    """The files of which not everything could be understood."""
    _counts: Counter[Severity] = attrs.field(factory=Counter, init=False)

    def take(self, gist: Gist) -> None:
        """Take in what was found in a file. Of an agreement whose id is taken, only its form counts."""
        path, survey = gist.outline.path, self._survey
        if gist.digest:
            survey.digests[path] = gist.digest
        if gist.comments:
            self.comments[path] = gist.comments
        if any(RULES[found.rule].form for found in gist.form):
            self.malformed.add(path)
        all_of_them = survey.keeps_all or bool(gist.comments)
        counts = path in survey.shelf.shared or survey.index.note(gist.outline, survey.document)
        # That the name of a copy is not its id says nothing beyond that the id is taken.
        form = gist.form if counts else [found for found in gist.form if found.rule != "file-name"]
        if path in self._told:
            self._keep(form, all_of_them=all_of_them)
        if not counts:
            return
        self._keep(gist.found, all_of_them=all_of_them)
        self.unlisted += gist.unlisted
        survey.cited.update(gist.cited)
        survey.uncited.update(gist.uncited)
        if gist.ties:
            survey.ties[gist.ties.id] = gist.ties
        for id, spans in gist.undated:
            survey.undated.setdefault(id, []).extend(spans)

    def _keep(self, findings: Iterable[Finding], *, all_of_them: bool) -> None:
        """Keep findings; once there are as many as are told, only those that a comment may still silence."""
        more: Counter[tuple[str, Severity]] = Counter()
        for found in findings:
            if found.rule not in self._names:
                continue
            if all_of_them:
                self.findings.append(found)
                continue
            self._counts[found.severity] += 1
            if self._counts[found.severity] <= MOST:
                self.findings.append(found)
            else:
                more[found.rule, found.severity] += 1
        self.unlisted += unlisted(more)
