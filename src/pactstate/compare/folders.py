"""Comparison of a folder with its base: the changes to agreements and sources in files that could be read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import attrs

from pactstate.compare.agreements import AgreementChange, SourceChange, compare_agreements, compare_source, reasons_of
from pactstate.compare.base_folder import Base
from pactstate.folder.read import Folder, Unread
from pactstate.folder.registry import SourceKey
from pactstate.rules import RULES
from pactstate.storage.disk import shown_name, system_name

__all__ = ["Comparison"]


@attrs.frozen
class Comparison:
    """Comparison of two versions of a folder. Files that could not be read are left out, and listed."""

    base: Base
    here: Folder

    @cached_property
    def agreements(self) -> tuple[AgreementChange, ...]:
        """Changes to agreements, in order of id; unchanged agreements are left out."""
        there = self.base.folder.registry if self.base.folder else {}
        before = {self.renamed.get(id, id): agreement for id, agreement in there.items()}
        changes = compare_agreements(before, self.here.registry)
        return tuple(change for change in changes if change.after or change.id not in self._unread)

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Present ids of agreements by the ids that they had before."""
        return {old: one.id for one in self.here.registry.agreements for old in one.formerly}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """New ids of agreements of the base that have another one now; an id that is still used has not changed."""
        there = self.base.folder.registry if self.base.folder else {}
        here = self.here.registry
        return {old: new for old, new in self.former.items() if old in there and old not in here and new not in there}

    @cached_property
    def lost(self) -> tuple[Unread, ...]:
        """Files of the base that could not be read but have an ``id``, and whose agreement does not exist any more."""
        there = self.base.folder.unread if self.base.folder else ()
        known = {*self.here.registry, *self._unread, *self.former}
        return tuple(file for file in there if file.declared and not known.intersection(file.names))

    @cached_property
    def sources(self) -> tuple[SourceChange, ...]:
        """Changes to sources, in order of id; unchanged sources are left out.

        A source that moved from an agreement's file to a file of shared sources, or back, is the same source.
        """
        there = self.base.folder
        before = there.described if there else {}
        reasons = reasons_of(before.values())
        pairs = [(key, self._now(key)) for key in before]
        known = {now for _, now in pairs}
        pairs += [(key, key) for key in self.here.described if key not in known]
        found: list[SourceChange] = []
        for key, now in sorted(pairs, key=lambda pair: (pair[0].id, pair[0].agreement or "")):
            old, new = before.get(key), self.here.described[now] if now else None
            change = compare_source(key.id, old, new, reasons)
            if change and now:
                found.append(attrs.evolve(change, path=self.here.source_path(now)))
            elif change and there and self._is_gone(key):
                found.append(attrs.evolve(change, path=there.source_path(key)))
        return tuple(found)

    def _now(self, key: SourceKey) -> SourceKey | None:
        """Return the key by which a source of the base is described here; None if it is not."""
        described = self.here.described
        own = self.renamed.get(key.agreement, key.agreement) if key.agreement else None
        for one in (SourceKey(key.id, own), SourceKey(key.id, None)):
            if one in described:
                return one
        return self._first_described.get(key.id) if key.agreement is None else None

    @cached_property
    def _first_described(self) -> Mapping[str, SourceKey]:
        """The first agreement that describes each source in its own file."""
        order = {id: number for number, id in enumerate(self.here.registry)}
        own = [(order[key.agreement], key) for key in self.here.described if key.agreement in order]
        return {key.id: key for _, key in sorted(own, key=lambda pair: pair[0], reverse=True)}

    def _is_gone(self, key: SourceKey) -> bool:
        """Return whether a missing source was deleted itself, and not together with its file."""
        if key.id in self.here.opened.unread_sources or not self.here.opened.sources_complete:
            return False
        return key.agreement is None or self.renamed.get(key.agreement, key.agreement) in self.here.registry

    @cached_property
    def _unread(self) -> frozenset[str]:
        return frozenset(name for file in self.here.unread for name in file.names)

    @property
    def not_compared(self) -> tuple[str, ...]:
        """Files of the base that could not be read, or only in part."""
        if self.base.folder is None:
            return ()
        there = self.base.folder
        named = [file.path for file in there.unread]
        named += [found.path for found in there.findings if RULES[found.rule].form]
        return tuple(dict.fromkeys(named))

    def concerned(self, path: str) -> tuple[str, ...]:
        """Return the files of the folder that a fault in a file of the base concerns.

        These are the file with the same path, and the files of the agreements that it describes. A file of shared
        sources concerns all files.
        """
        there = self.base.folder
        if there is None or path in there.opened.shared:
            return self.here.paths
        ids = {id for id, place in there.agreement_paths.items() if place == path}
        ids |= {id for file in there.unread if file.path == path for id in file.names}
        ids = {self.renamed.get(id, id) for id in ids}
        return self.present_path(path), *(
            self.here.agreement_paths[id] for id in sorted(ids) if id in self.here.agreement_paths
        )

    def present_path(self, path: str) -> str:
        """Return the path that a file of the base has, or would have, in the folder."""
        above = self.base.folder.path if self.base.folder else ""
        inside = os.path.relpath(system_name(path), above)
        return shown_name(os.path.normpath(Path(self.here.path, inside)))
