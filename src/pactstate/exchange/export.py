"""Export of tables to files, which appear whole or not at all."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.exchange.formats import FORMATS, ExportError
from pactstate.findings import Finding
from pactstate.folder.files import OpenFolder, cited_sources
from pactstate.storage.disk import FolderError, link_on_the_way
from pactstate.storage.replace import RECORDS, draft_folder
from pactstate.tables.columns import TABLES, Table
from pactstate.tables.rows import AnsweredAgreement, Question, finding_row

__all__ = ["Exported", "export", "format_of", "read_agreements"]

_MAX_ROWS: Final = 1_000
"""Rows of a table that are made and written together."""


@attrs.define(eq=False)
class Exported:
    """Result of an export."""

    rows: dict[str, int] = attrs.field(factory=dict)
    """Number of rows of each table."""
    notes: list[str] = attrs.field(factory=list)
    """Parts that the tables leave out, each with the reason."""


def read_agreements(opened: OpenFolder, unread: list[str]) -> Iterator[Agreement]:
    """Yield the agreements of a folder, linked with their sources, one file after the other.

    Files that could not be read, and those of an id that was there before, are added to ``unread``.
    """
    seen: set[str] = set()
    for path in opened.paths:
        if path in opened.shared:
            continue
        agreement = opened.read(path).agreement
        if agreement is None or agreement.id in seen:
            unread.append(path)
            continue
        seen.add(agreement.id)
        yield opened.linked(agreement, cited_sources(agreement))


def format_of(target: Path, name: str | None) -> str:
    """Return the name of the format: the one that is named, else that of the suffix, else CSV.

    Raises:
        ExportError: The suffix is that of another format, of none, or of records and settings.
    """
    if target.suffix.lower() in RECORDS and not target.is_dir():
        raise ExportError(
            f"cannot write {target}: records and settings have the ending '{target.suffix}': name another"
        )
    by_suffix = {suffix: form for form, one in FORMATS.items() for suffix in one.suffixes}
    found = by_suffix.get(target.suffix.lower())
    if name is None and found is None and target.suffix and not target.is_dir():
        raise ExportError(
            f"{target}: the ending '{target.suffix}' stands for no format: end with {' or '.join(by_suffix)}, name a "
            "folder for CSV files, or name the format with --format"
        )
    return name or found or "csv"


Take = Callable[[Agreement], object]
"""Function that takes an agreement."""
Read = Callable[[Take], Iterable[Finding]]
"""Function that hands the agreements of a folder to another one, and returns the findings that are written."""


def export(reads: Iterable[Read], question: Question, tables: Sequence[Table], target: Path, form: str) -> Exported:
    """Write tables of agreements.

    Args:
        reads: Functions that read the agreements, one for each folder.
        question: Days that the tables are made for.
        tables: Tables to write.
        target: File; or folder, for a format in which each table is a file.
        form: Name of the format.

    Raises:
        ExportError: The tables cannot be written in this format, the files cannot be written, or two folders have an
            agreement of the same id.
        MissingLibraryError: The format needs a library that is not installed.
    """
    chosen = FORMATS[form]
    is_file = chosen.takes_several or target.suffix.lower() in chosen.suffixes
    if is_file and not chosen.takes_several and len(tables) > 1:
        raise ExportError(f"{target}: a file of {form} holds one table, and there are {len(tables)}: name a folder")
    if target.is_dir() if is_file else target.exists() and not target.is_dir():
        raise ExportError(f"cannot write {target}: it is {'a folder' if is_file else 'no folder'}")
    folder = target.parent if is_file else target
    _refuse_others(target, folder, is_file=is_file, tables=tables, form=form)
    result = Exported(rows=dict.fromkeys([table.name for table in tables], 0))
    seen: set[str] = set()
    findings = TABLES["findings"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft_folder(folder) as draft:
            place = draft / target.name if chosen.takes_several else draft
            with chosen.open(tables, place) as put:

                def add(agreement: Agreement) -> None:
                    if agreement.id in seen:
                        raise ExportError(f"two folders have an agreement '{agreement.id}': export each by itself")
                    seen.add(agreement.id)
                    case = AnsweredAgreement(agreement, question)
                    for table in tables:
                        left = iter(table.rows(case))
                        while rows := list(itertools.islice(left, _MAX_ROWS)):
                            put(table, rows)
                            result.rows[table.name] += len(rows)
                    result.notes += case.notes

                for read in reads:
                    # No name is given to the findings, so that they do not outlast their folder.
                    for one in read(add):
                        result.rows["findings"] += 1
                        put(findings, [finding_row(result.rows["findings"], one)])
            for file in sorted(draft.iterdir()):
                file.replace(target if is_file else folder / file.name)
    except FolderError:  # of a folder that is read
        raise
    except OSError as error:
        raise ExportError(f"cannot write {target}: {(error.strerror or str(error)).lower()}") from None
    return result


def _refuse_others(target: Path, folder: Path, *, is_file: bool, tables: Sequence[Table], form: str) -> None:
    """Refuse to write by a link, which a pull request can bring, to any file of this machine; and to replace a pipe."""
    names = [target] if is_file else [folder / f"{table.name}.{form}" for table in tables]
    link = next(filter(None, map(link_on_the_way, names)), None)
    if link:
        raise ExportError(f"cannot write {target}: {link} is a link, and links are not followed")
    other = next((name for name in names if name.exists() and not name.is_file()), None)
    if other:
        raise ExportError(f"cannot write {target}: {other} is no regular file")
