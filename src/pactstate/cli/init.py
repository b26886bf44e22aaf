"""Command ``pactstate init``."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

import click

from pactstate.cli.options import CONFIGURATION_ERRORS, open_folder
from pactstate.cli.output import CannotRunError, complain, emit, emit_aside
from pactstate.fileformat.config import find_config
from pactstate.folder.start import DEMO, Destination, Host, Origin, StartError, create_files, host_of, starting_files
from pactstate.storage.disk import find_files
from pactstate.storage.git import find_repository, remote_addresses
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import FOLDER_NAME, packaged_folder
from pactstate.storage.snapshot import RevisionError
from pactstate.text.escape import TerminalText

__all__ = ["command"]

_HOSTS = {**{str(host): host for host in Host}, "none": None}


@click.command(name="init")
@click.argument("directory", metavar="[DIR]", default=".", type=click.Path())
@click.option("--demo", is_flag=True, help="Copy some of the packaged agreements instead of one example.")
@click.option(
    "--host",
    type=click.Choice(list(_HOSTS)),
    help="Service that checks pull requests.  [default: by the remote of the git repository]",
)
@click.option(
    "--site", is_flag=True, help="Add a workflow that publishes the site of the agreements on the host's pages."
)
@click.option("--dry-run", is_flag=True, help="List the files; create none.")
def command(directory: str, demo: bool, host: str | None, site: bool, dry_run: bool) -> int:
    """Start a folder of agreements in DIR, with settings, an example, a CI workflow, a hook, and editor set-up.

    The workflow fits the host of the repository: GitHub or GitLab. Files for other programs are at the top of the
    repository. A file that exists stays as it is, so the command can run again. A folder that has agreements gets no
    example, and one that has settings no others.

    \b
    Examples:
      pactstate init
      pactstate init treaties --demo --dry-run
      pactstate init --host github --site
    """
    destination = _destination(Path(os.path.normpath(directory)), host, site)
    if site and destination.host is None:
        raise CannotRunError("--site needs a host that publishes pages: add --host github or --host gitlab")
    has_records, settings = _present(destination.folder)
    packaged = open_folder(packaged_folder()).registry if demo and not has_records else None
    try:
        texts = starting_files(
            destination,
            [packaged[id] for id in DEMO] if packaged else (),
            has_records=has_records,
            has_settings=bool(settings),
        )
        kept = [path for path in texts if os.path.lexists(path)]
        new = {path: text for path, text in texts.items() if path not in kept}
        if not dry_run:
            create_files(new, destination.top)
    except StartError as error:
        raise CannotRunError(str(error)) from None
    done = TerminalText.of("would create" if dry_run else "created")
    emit(TerminalText.joined("", (TerminalText.of("{} {}\n", done, _shown(path)) for path in _in_order(new))))
    if not new:
        complain(f"everything is there already: nothing {'would be' if dry_run else 'is'} created")
        return 0
    if has_records:
        complain(f"{_shown(destination.folder / FOLDER_NAME)} has agreements already, and gets no example")
    if settings:
        complain(f"{_shown(Path(settings))} has settings already, and stays as it is")
    for path in _in_order(kept):
        complain(f"{_shown(path)} is there already, and stays as it is")
    unnamed = [_shown(path) for path in _in_order(new) if Origin().address in new[path] or Origin().action in new[path]]
    if unnamed:
        where = " and ".join(unnamed)
        complain(f"write the address and the revision of your copy of pactstate for OWNER and REVISION in {where}")
    if not has_records and not dry_run:
        emit_aside(TerminalText.of("{}\n", _next_steps(destination.folder)))
    return 0


def _next_steps(folder: Path) -> str:
    """Return what a person can do next, as commands."""
    there = "" if folder == Path.cwd() else f"cd {shlex.quote(_shown(folder))}, then "
    return (
        f"next: {there}'pactstate status' for what is recorded, 'pactstate new' for an agreement of yours, "
        "'pactstate check' for what is wrong"
    )


def _destination(folder: Path, host: str | None, has_site: bool) -> Destination:
    try:
        repository = find_repository(folder)
    except RevisionError as error:
        raise CannotRunError(str(error)) from None
    folder = Path(os.path.abspath(folder))
    top = repository.root if repository else folder
    addresses: Sequence[str] = remote_addresses(repository) if repository and not host else ()
    return Destination(folder, top, _HOSTS[host] if host else host_of(addresses), _origin(), has_site)


def _origin() -> Origin:
    """Return the repository from which this installation was made (PEP 610), so that CI installs the same."""
    text = metadata.distribution("pactstate").read_text("direct_url.json")
    source = json.loads(text) if text else {}
    commit = source.get("vcs_info", {}).get("commit_id")
    return Origin(source["url"].removesuffix(".git"), commit) if commit else Origin()


def _present(folder: Path) -> tuple[bool, str]:
    """Return whether a folder has agreements already, and the path of its settings; empty if it has none."""
    agreements = folder / FOLDER_NAME
    try:
        found = find_files(agreements, DEFAULT, needed=False) if agreements.exists() else []
        settings = find_config(agreements if agreements.exists() else folder, DEFAULT).path if folder.exists() else ""
    except CONFIGURATION_ERRORS as error:
        raise CannotRunError(str(error)) from None
    is_own = bool(settings) and Path(os.path.abspath(settings)).is_relative_to(folder)
    return bool(found), settings if is_own else ""


def _in_order(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=_shown)


def _shown(path: Path) -> str:
    return os.path.relpath(path)
