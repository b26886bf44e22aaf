"""Writing of a registry as a folder of files, which reads back as the same registry."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Source, sources_by_id
from pactstate.errors import ValueRefusedError
from pactstate.fileformat.config import Config
from pactstate.fileformat.write import agreement_data, sources_data, yaml_text
from pactstate.findings import AgreementError, Severity
from pactstate.folder.files import OpenFolder, open_folder
from pactstate.folder.read import Folder, read_folder
from pactstate.storage.disk import FolderError, find_files, link_on_the_way
from pactstate.storage.limits import DEFAULT
from pactstate.storage.replace import replace_file
from pactstate.storage.snapshot import Member, Snapshot

__all__ = ["open_texts", "read_texts", "refuse_errors", "texts_of", "write_folder"]

_SOURCES_FILE: Final = "sources.yaml"


def texts_of(agreements: Iterable[Agreement], config: Config) -> dict[str, str]:
    """Return the texts of the files for agreements, by name; the agreements are in the order of their ids.

    A source that several agreements cite, and describe alike, is written once, in the file of shared sources.
    ``config`` has the settings of the folder, which say what a missing ``not_recorded`` means.
    """
    all_agreements = tuple(agreements)
    shared = _shared_sources(all_agreements)
    texts: dict[str, str] = {}
    for agreement in all_agreements:
        own = [source for source in agreement.sources if source.id not in shared]
        data = agreement_data(agreement, own, states_not_recorded=bool(config.not_recorded))
        texts[f"{agreement.id}.yaml"] = yaml_text(data)
    if shared:
        texts[_SOURCES_FILE] = yaml_text(sources_data(shared[id] for id in sorted(shared)))
    return texts


def _shared_sources(agreements: Iterable[Agreement]) -> Mapping[str, Source]:
    """Return the sources that belong into the file of shared sources, by id."""
    described: dict[str, list[Source]] = {}
    uncited: set[str] = set()
    for agreement in agreements:
        cited = _cited(agreement)
        for source in agreement.sources:
            described.setdefault(source.id, []).append(source)
            # Reading gives an agreement only those shared sources that it cites.
            if source.id not in cited:
                uncited.add(source.id)
    return {id: same[0] for id, same in described.items() if len(same) > 1 and len({*same}) == 1 and id not in uncited}


def _cited(agreement: Agreement) -> frozenset[str]:
    """Return the ids that an agreement cites, and those on which the cited sources are based."""
    described = sources_by_id(agreement.sources)
    pending = [claim.source for event in agreement.history for claim in event.claims]
    pending += [statement.source for statement in agreement.statements]
    found: set[str] = set()
    while pending:
        id = pending.pop()
        if id not in found:
            found.add(id)
            pending += described[id].based_on if id in described else ()
    return frozenset(found)


def read_texts(texts: Mapping[str, str], place: Path, config: Config) -> Folder:
    """Read texts by name as if they were the files of a folder. A file over a limit is reported as such."""
    return read_folder(place, config=config, store=_store(texts, place))


def open_texts(texts: Mapping[str, str], place: Path, config: Config, like: OpenFolder | None = None) -> OpenFolder:
    """Open texts by name as if they were the files of a folder, for a check that reads one file after the other.

    Files of the folder ``like`` that have the same text are not parsed again.
    """
    return open_folder(place, config=config, store=_store(texts, place), like=like, keeps=False)


def _store(texts: Mapping[str, str], place: Path) -> Snapshot:
    members = {name: _member(text.encode("utf-8", "surrogatepass")) for name, text in texts.items()}
    return Snapshot(members, Path(os.path.abspath(place)))


def _member(data: bytes) -> Member:
    return Member(lambda: data, len(data))


def write_folder(agreements: tuple[Agreement, ...], place: Path, config: Config, *, overwrite: bool) -> None:
    """Write agreements as the files of a folder.

    Raises:
        FolderError: The folder cannot be written, or holds files that would be lost or mixed with the new ones.
        ValueRefusedError: The values cannot be read back as they are; nothing is written then.
    """
    if not agreements:
        raise ValueRefusedError("there is no agreement to write: a folder of agreements holds at least one")
    texts = texts_of(agreements, config)
    refuse_errors(read_texts(texts, place, config))
    link = link_on_the_way(place)
    if link:
        raise FolderError(f"{link} is a link, and links are not followed: name the folder that it leads to")
    try:
        place.mkdir(parents=True, exist_ok=True)
        _refuse_loss(texts, place, overwrite=overwrite)
        for name, text in texts.items():
            replace_file(place / name, text.encode())
    except FolderError:
        raise
    except OSError as error:
        raise FolderError(f"cannot write {error.filename or place}: {(error.strerror or str(error)).lower()}") from None


def _refuse_loss(texts: Mapping[str, str], place: Path, *, overwrite: bool) -> None:
    """Refuse to mix agreements with those of other files, to follow links, and to replace files without leave."""
    others = [inner for inner in find_files(place, DEFAULT, needed=False) if inner not in texts]
    if others:
        raise FolderError(
            f"{place / others[0]} belongs to none of these agreements: choose a new folder, or move it away"
        )
    for name, text in texts.items():
        path = place / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise FolderError(f"{path} is no regular file: choose a new folder, or move it away")
        if not overwrite and path.exists() and path.read_bytes() != text.encode():
            raise FolderError(f"{path} is there with another content: pass overwrite=True to replace it")


def refuse_errors(folder: Folder) -> None:
    """Raise :class:`ValueRefusedError` if texts, as they were read back, have an error in their form."""
    errors = [found for found in folder.findings if found.severity is Severity.ERROR]
    if errors:
        advice = f" ({errors[0].help})" if errors[0].help else ""
        raise ValueRefusedError(f"this cannot be written: {errors[0].message}{advice}") from AgreementError(errors)
