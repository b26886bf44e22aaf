"""Room for findings: no report is more than some ten times as long as the files that were checked.

A finding takes up to a kilobyte, and an entry of a history may be as short as ``- {}``.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Final

import attrs

from pactstate.findings import Finding, Report, Severity, unlisted

__all__ = ["MIN_ROOM", "shortened"]

MIN_ROOM: Final = 64 * 1024
"""Bytes of findings that a report has room for, however short the files are."""
_TIMES: Final = 9
"""Bytes of findings for each byte of the files. The rest of ten times is for what frames them."""
_FRAME: Final = 420
"""Bytes of a finding in the longest format, without its texts."""
_PLACE: Final = 220
"""Bytes of a further place."""
_WRITTEN: Final = 2
"""Times that the longest format takes the bytes of a text: it writes some twice, or characters as numbers."""


def shortened(report: Report, sizes: Iterable[int]) -> Report:
    """Return a report with the gravest findings for which there is room; the others are counted.

    Args:
        report: The report.
        sizes: Bytes of the files that were checked. Only the first ones are asked for, until there is room enough.
    """
    by_gravity = sorted(report.findings, key=lambda one: one.severity.gravity, reverse=True)
    needs = list(map(_size_of, by_gravity))
    needed = sum(needs)
    room = MIN_ROOM
    for total in itertools.accumulate(sizes):
        if needed <= room:
            break
        room = max(MIN_ROOM, _TIMES * total)
    if needed <= room:
        return report
    kept: list[Finding] = []
    left_out: Counter[tuple[str, Severity]] = Counter()
    for finding, size in zip(by_gravity, needs, strict=True):
        room -= size
        if room >= 0:
            kept.append(finding)
        else:
            left_out[finding.rule, finding.severity] += 1
    return attrs.evolve(report, findings=kept, unlisted=[*report.unlisted, *unlisted(left_out)])


def _size_of(finding: Finding) -> int:
    """Return about how many bytes a finding takes in the longest format."""
    edits = finding.fix.edits if finding.fix else ()
    places = [one.location.path for one in finding.related] + [one.location.path for one in edits]
    texts = [finding.message, finding.help or "", finding.path, *places]
    texts += [*(one.message for one in finding.related), *(one.text for one in edits)]
    return _FRAME + _PLACE * len(places) + _WRITTEN * len("".join(texts).encode("utf-8", "surrogatepass"))
