"""Rules on what the sources prove."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.base import Case, Issue, rule
from pactstate.reading.suggest import did_you_mean
from pactstate.reading.tree import Path

__all__ = ["unknown_source"]


@rule("unknown-source")
def unknown_source(case: Case) -> Iterator[Issue]:
    """A claim or a statement cites a source that is described nowhere.

    Sources stand in the agreement's own `sources:`, in `sources.yaml`, or in a file under `sources/`.
    """
    known = {source.id for source in case.agreement.sources}
    for path, id in _citations(case):
        if id in known:
            continue
        elsewhere = case.folder.source_places.get(id)
        if elsewhere:
            help = f"it stands in {elsewhere[0].rpartition('/')[2]}: move it to sources.yaml, where others can cite it"
        else:
            help = did_you_mean(id, case.folder.source_places) or "describe it under 'sources:'"
        yield Issue(path, f"no source '{id}' is described here", help)


def _citations(case: Case) -> Iterator[tuple[Path, str]]:
    for index, event in enumerate(case.agreement.history):
        counts = {"reported": 0, "announced": 0, "denied": 0}
        for claim in event.claims:
            yield ("history", index, f"{claim.role}_by", counts[claim.role], "source"), claim.source
            counts[claim.role] += 1
    for index, statement in enumerate(case.agreement.statements):
        yield ("statements", index, "source"), statement.source
