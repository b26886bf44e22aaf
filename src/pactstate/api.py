"""Functions for Python programs: load, check and write agreements."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Iterable, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from pactstate.checks.runner import Taken, check_folder
from pactstate.domain.agreement import Agreement
from pactstate.domain.fields import DateLike, as_day
from pactstate.domain.vocabulary import Vocabulary
from pactstate.errors import TypeRefusedError, ValueRefusedError
from pactstate.fileformat.config import Config, find_config
from pactstate.fileformat.write import agreement_data, yaml_text
from pactstate.findings import AgreementError, Location, Report, Severity
from pactstate.folder.files import open_folder
from pactstate.folder.read import Draft, Folder, FolderError, read_draft, read_folder
from pactstate.folder.registry import Registry
from pactstate.folder.write import read_texts, refuse_errors, texts_of, write_folder
from pactstate.rules import RULES
from pactstate.smallyaml import NodePath, Span
from pactstate.storage.disk import system_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import FOLDER_NAME, enclosing_folder, nearest_folder, packaged_folder

__all__ = ["check", "check_text", "dump", "dumps", "from_dict", "load", "loads", "to_dataframe", "to_dict"]

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingImports]  # optional
    import polars as pl  # pyright: ignore[reportMissingImports]  # optional


def load(
    path: str | os.PathLike[str] | None = None, *, strict: bool = True, vocabulary: Vocabulary | None = None
) -> Registry:
    """Load the agreements of a folder, or of one file.

    Args:
        path: Folder of agreements, or one file in such a folder, whose shared sources are read, too. Default: the
            nearest folder named ``agreements`` in or above the working directory, else the agreements that come with
            the package.
        strict: Whether errors raise. If not, the registry has the agreements that could be read, and the findings in
            ``registry.report``.
        vocabulary: Kinds and parties in addition to those of the package and of the folder's settings.

    Returns:
        The agreements by id, with their sources.

    Raises:
        AgreementError: The files have errors; the exception has all findings of severity error. Rules that depend on
            today are not counted, so that the same files load on every day.
        ConfigurationError: The settings of the folder cannot be used.
        FolderError: The folder or the file is missing or unreadable, or there is no file to read.

    >>> registry = load("agreements")
    >>> registry["jp-ph-raa"].parties
    ('JP', 'PH')
    >>> list(load("agreements/jp-ph-raa.yaml"))
    ['jp-ph-raa']
    """
    place = Path(path) if path is not None else nearest_folder() or packaged_folder()
    if place.is_symlink() or not place.is_file():
        # The files are not kept beside their agreements: they take three times as much memory.
        opened = open_folder(place, vocabulary=vocabulary, keeps=False)
        found: list[Agreement] = []

        def take(file: Taken) -> None:
            if file.agreement:
                # A copy has the fields, whatever characters are in them, and not what the rules have worked out.
                found.append(copy(file.agreement))

        report = check_folder(opened, dt.date.max, expiry=dt.date.min, taking=take)
        return _registry(found, str(opened.folder), report, strict=strict)
    folder = read_folder(enclosing_folder(Path(os.path.abspath(place)), is_folder=False), vocabulary=vocabulary)
    wanted = os.path.realpath(place)
    paths = [shown for shown in folder.paths if os.path.realpath(system_name(shown)) == wanted]
    if not paths:
        raise FolderError(f"{place} is not read: the names of agreement files end with .yaml, and begin with no dot")
    agreements = [one for one in folder.registry.agreements if folder.agreement_paths[one.id] in paths]
    report = check_folder(folder, dt.date.max, expiry=dt.date.min, only=paths.__contains__)
    return _registry(agreements, folder.path, report, strict=strict)


def _registry(agreements: Iterable[Agreement], path: str, report: Report, *, strict: bool) -> Registry:
    """Return a registry of agreements with the report of their files; raise for errors in them, if strict."""
    findings = [finding for finding in report.findings if not RULES[finding.rule].clock]
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors and strict:
        raise AgreementError(errors)
    return Registry(agreements, path, report=attrs.evolve(report, findings=findings))


def loads(text: str, *, vocabulary: Vocabulary | None = None) -> Agreement:
    """Read the text of one agreement. The inverse of :func:`dumps`.

    The text stands alone: whether its history is possible, and whether its sources and links lead anywhere, is for
    :func:`check_text` to say.

    Args:
        text: Text of a file of one agreement.
        vocabulary: Kinds and parties in addition to those of the package.

    Raises:
        AgreementError: The text is not an agreement; the exception has all findings of severity error on its form.

    >>> agreement = loads("{id: fr-no-acsa, title: ACSA, kind: acsa, parties: [FR, 'NO'], history: []}")
    >>> agreement.parties
    ('FR', 'NO')
    """
    folder = _text_folder(text, vocabulary)
    errors = [finding for finding in folder.findings if finding.severity is Severity.ERROR]
    if errors:
        raise AgreementError(errors)
    return folder.registry.agreements[0]


def dumps(agreement: Agreement) -> str:
    """Return an agreement as the text of a file, with all of its sources.

    Raises:
        ValueRefusedError: The agreement has a value that no file can hold, such as an unknown party or an invisible
            character. The message says which, and what to write instead.

    >>> signed = Event("signed", "2024-07-08", reported_by=["gazette"])
    >>> print(dumps(Agreement("fr-no-acsa", "ACSA", "acsa", ["FR", "NO"], [signed])))
    id: fr-no-acsa
    title: ACSA
    kind: acsa
    parties: [FR, "NO"]
    <BLANKLINE>
    history:
      - event: signed
        date: 2024-07-08
        reported_by: [gazette]
    <BLANKLINE>
    """
    text = yaml_text(agreement_data(agreement))
    refuse_errors(_text_folder(text, agreement.vocabulary))
    return text


def dump(registry: Iterable[Agreement] | Registry, folder: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """Write agreements as a folder of files, from which :func:`load` reads the same agreements.

    Each agreement has a file, named after its id. Sources that several agreements cite are in ``sources.yaml``. Kinds
    and parties of one's own are not written, since they belong into the settings. Each file is written whole or not at
    all.

    Args:
        registry: Registry or agreements.
        folder: Folder to write. It may exist, unless it has other agreement files.
        overwrite: Whether files of the same names may be replaced. Their comments are lost.

    Raises:
        ConfigurationError: The settings of the folder cannot be used.
        FolderError: The folder cannot be written, or writing would lose or mix files.
        ValueRefusedError: The agreements have a value that no file can hold; nothing is written.
    """
    agreements = registry if isinstance(registry, Registry) else Registry(registry)
    place = Path(folder)
    config = find_config(place, DEFAULT).joined(_words(agreements))
    write_folder(agreements.agreements, place, config, overwrite=overwrite)


def _words(registry: Registry) -> Vocabulary | None:
    """Return the kinds and parties of their own that the agreements of a registry use; None if there are none."""
    found = {id(one.vocabulary): one.vocabulary for one in registry.agreements if one.vocabulary}
    return functools.reduce(lambda one, more: one.extended(more.kinds, more.parties), found.values()) if found else None


def to_dataframe(
    registry: Registry,
    table: str = "agreements",
    *,
    on: DateLike | None = None,
    known_by: DateLike | None = None,
    today: DateLike | None = None,
    library: str | None = None,
) -> pd.DataFrame | pl.DataFrame:
    """Return a table of ``pactstate export`` as a table of pandas or polars.

    Args:
        registry: Loaded agreements.
        table: Name of the table, such as ``events`` or ``spells``; see docs/tables.md.
        on: Day of the states. Default: ``today``.
        known_by: Day by which the sources were published that count. Default: all count.
        today: Day after which an answer is projected. Default: the day of the call.
        library: ``"pandas"`` or ``"polars"``. Default: the first one installed.

    Raises:
        DateError: A text is no date, or ``today`` is not one day.
        MissingLibraryError: The library is not installed.
        ValueRefusedError: There is no such table or library.

    >>> spells = to_dataframe(load("agreements"), "spells", today="2026-11-22")
    >>> list(spells.columns)[:3]
    ['agreement', 'number', 'state']
    """
    from pactstate.dataframe import dataframe  # few callers need it
    from pactstate.tables.columns import TABLES

    rows = registry.table(table, on=on, known_by=known_by, today=today)
    return dataframe({column.name: [row[column.name] for row in rows] for column in TABLES[table].columns}, library)


def to_dict(agreement: Agreement) -> dict[str, object]:
    """Return an agreement as data for JSON, nested like a file. ``pactstate schema`` prints the JSON Schema.

    >>> to_dict(Agreement("fr-no-acsa", "ACSA", "acsa", ["FR", "NO"], [Event("signed", "2024-07-08")]))["history"]
    [{'event': 'signed', 'date': '2024-07-08'}]
    """
    return agreement_data(agreement)


def from_dict(data: Mapping[str, object], *, vocabulary: Vocabulary | None = None) -> Agreement:
    """Return the agreement of data as :func:`to_dict` makes them; numbers and truth values may be texts.

    Raises:
        AgreementError: The data are not an agreement. The lines of the findings are those of the data as YAML.
        TypeRefusedError: The data have a value that is no text, whole number, truth value, list or mapping.
        ValueRefusedError: The data are nested too deeply.

    >>> from_dict({"id": "fr-no-acsa", "title": "ACSA", "kind": "acsa", "parties": ["FR", "NO"], "history": []}).kind
    'acsa'
    """
    return loads(yaml_text(data), vocabulary=vocabulary)


def check_text(text: str, *, today: DateLike | None = None, vocabulary: Vocabulary | None = None) -> Report:
    """Check the text of one agreement by itself. Never raises for its content.

    Args:
        text: Text of a file of one agreement.
        today: Day for rules on the future and on expiry. Default: the day of the call.
        vocabulary: Kinds and parties in addition to those of the package.

    Raises:
        DateError: ``today`` is not one day.

    >>> check_text("title: ACSA").findings[0].message
    "the key 'id' is missing"
    """
    return check_folder(_text_folder(text, vocabulary), as_day(today))


def _text_folder(text: str, vocabulary: Vocabulary | None) -> Folder:
    draft = Draft(text.encode("utf-8", "surrogatepass"), TEXT_NAME)
    return read_draft(draft, config=Config().joined(vocabulary))


TEXT_NAME: Final = "<text>"
"""Path of a text in findings."""


def check(
    what: str | os.PathLike[str] | Registry | Agreement | None = None,
    *,
    today: DateLike | None = None,
    against: str | os.PathLike[str] | None = None,
    new_only: bool = False,
    vocabulary: Vocabulary | None = None,
) -> Report:
    """Check agreements: those of a folder, a registry, or one agreement. Never raises for their content.

    Values are checked as the files that :func:`dump` and :func:`dumps` write: by the same rules, and with the lines of
    these files. ``finding.within`` is the place in the value, as in ``history[2].event`` of :func:`to_dict`.

    Args:
        what: Folder of agreements, registry or agreement. Default: the nearest folder named ``agreements`` in or above
            the working directory. The data of the package is no default here: a check of it says nothing about the
            caller's files.
        today: Day for rules on the future and on expiry. Default: the day of the call.
        against: Base of the comparison: a git revision, whose merge base with HEAD is read; or the path of another
            folder or of a tar archive, as in ``"./before"`` or as any :class:`os.PathLike`.
        new_only: Whether to leave out findings that the base has, too.
        vocabulary: Kinds and parties in addition to those of the package and of the folder's settings.

    Returns:
        The findings of the rules that the folder's settings select. ``uncompared`` names the files of the base that
        could not be understood.

    Raises:
        ConfigurationError: The settings of the folder cannot be used.
        DateError: ``today`` is not one day.
        FolderError: The folder is missing, unreadable or empty.
        RevisionError: The base cannot be read.
        TypeRefusedError: ``against`` is given for values, which belong to no folder.
        ValueRefusedError: ``new_only`` is set without a base.

    >>> report = check("agreements", today="2027-01-01")
    >>> report.ok
    True
    >>> history = [Event("signed", "2024"), Event("in_force", "2025"), Event("negotiating", "2026")]
    >>> report = check(Agreement("fr-no-acsa", "ACSA", "acsa", ["FR", "NO"], history), today="2027-01-01")
    >>> [(finding.rule, finding.within) for finding in report.findings if finding.severity == "error"]
    [('illegal-transition', 'history[2].event')]
    """
    if new_only and against is None:
        raise ValueRefusedError("new_only needs a base: pass it as against")
    day = as_day(today)
    if isinstance(what, Registry | Agreement):
        if against is not None:
            raise TypeRefusedError("against compares folders: write the values with dump() first")
        files = _as_files(what, vocabulary)
        return _with_places(check_folder(files, day), files)
    folder = read_folder(Path(what) if what is not None else _nearest(), vocabulary=vocabulary)
    if against is None:
        return check_folder(folder, day)
    # Imports git and archives, which a check without a base does not need.
    from pactstate.compare import read_base

    return check_folder(folder, day, base=read_base(_base_name(against), folder), new_only=new_only)


def _with_places(report: Report, files: Folder) -> Report:
    """Return the report with the places in the values, since nobody sees the lines of files that are not written."""
    documents = files.documents
    paths = {path: documents[path].paths() for path in {one.path for one in report.findings} if path in documents}
    nothing: Mapping[Span, NodePath] = {}
    found = (
        attrs.evolve(one, within=_in_words(paths.get(one.path, nothing).get(_span(one.location), ())))
        for one in report.findings
    )
    return attrs.evolve(report, findings=found)


def _span(place: Location) -> Span:
    return place.line, place.column, place.end_line, place.end_column


def _in_words(path: NodePath) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _as_files(what: Registry | Agreement, vocabulary: Vocabulary | None) -> Folder:
    """Return values as the files that they would be written to, without writing them."""
    registry = Registry([what]) if isinstance(what, Agreement) else what
    config = Config().joined(_words(registry)).joined(vocabulary)
    if not registry.agreements:
        raise FolderError("there is no agreement to check")
    return read_texts(texts_of(registry.agreements, config), Path(), config)


def _base_name(base: str | os.PathLike[str]) -> str:
    """Return the name of a base. A path is made absolute, so that it is not read as a revision."""
    return base if isinstance(base, str) else os.path.abspath(base)


def _nearest() -> Path:
    folder = nearest_folder()
    if folder is None:
        raise FolderError(f"no folder '{FOLDER_NAME}' here or above: name a folder to check")
    return folder
