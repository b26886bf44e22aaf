"""Command ``pactstate site``."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import Final

import click

from pactstate.cli.completion import agreement_ids
from pactstate.cli.options import (
    choose_folder,
    data_option,
    jobs_option,
    open_records,
    select,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import CannotRunError, complain, emit
from pactstate.text.escape import TerminalText
from pactstate.text.suggest import first

__all__ = ["command"]

_BASE_URL: Final = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?(?::[0-9]{1,5})?(?:/(?:[a-z0-9._~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)?",
    re.IGNORECASE,
)
"""Address (RFC 3986) to which the path of a page can be added."""


@click.command(name="site")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--base-url", metavar="URL", help="Address of the site, for feeds and the site map.")
@click.option("--title", default="pactstate", show_default=True, help="Title of the site.")
@click.option(
    "--only", multiple=True, metavar="ID", help="Only this agreement; may be repeated.", shell_complete=agreement_ids
)
@click.option("--force", is_flag=True, help="Build even if the files have errors.")
@click.option("--no-api", is_flag=True, help="Leave out the JSON files under api/v1.")
@click.option("--no-feeds", is_flag=True, help="Leave out calendars and feeds.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if OUT is not up to date.")
@jobs_option
@data_option
@today_option
def command(
    out: Path,
    base_url: str | None,
    title: str,
    only: tuple[str, ...],
    force: bool,
    no_api: bool,
    no_feeds: bool,
    only_check: bool,
    jobs: int | None,
    data: str | None,
    today: dt.date,
) -> int:
    """Write a web site of the agreements into the folder OUT.

    A page for each agreement answers where it stood on any day, as known by any other, and shows who said so. The pages
    work from a file, from any host, and without JavaScript but for the sliders. OUT must be empty, or a site that this
    command wrote; it is replaced as a whole.

    \b
    Examples:
      pactstate site public
      python -m http.server --directory public
      pactstate site public --base-url https://example.org/treaties/
    """
    if base_url is not None and not _BASE_URL.fullmatch(base_url):
        raise CannotRunError(
            "--base-url is no address of a folder: write it as in 'https://example.org/treaties/', without '?', '#' "
            "and user names; write a letter that is not ASCII as a browser sends it, as in '%C3%BC'"
        )
    place = choose_folder(data)
    _refuse_among_records(out, place)
    folder = open_records(place, today)
    if warn_of_errors(folder) and not force:
        raise CannotRunError("a site of files with errors would be wrong: correct them, or add --force")
    from pactstate.folder.jobs import WorkerError
    from pactstate.site.build import FOLDERS, build
    from pactstate.site.folder import OutputError, differences, write_site
    from pactstate.site.plane import is_too_long
    from pactstate.site.templating import Site

    if base_url is None and not no_feeds:
        complain("without --base-url there are no Atom feeds and no site map: they need absolute addresses")
    site = Site(
        today=today,
        title=title,
        base_url=None if base_url is None else base_url.rstrip("/") + "/",
        has_api=not no_api,
        has_feeds=not no_feeds,
        reminder=folder.config.reminder,
    )
    chosen = select(folder, only)
    taken = next((one.id for one in chosen if one.id in FOLDERS), None)
    if taken:
        raise CannotRunError(
            f"an agreement has the id '{taken}', and the site has a folder of that name for its lists: give the "
            "agreement another id"
        )
    long = {one.id for one in chosen if is_too_long(one)}
    if long:
        complain(f"not in the site, since their histories are too long: {first(sorted(long))}")
    files = build([one for one in chosen if one.id not in long], site, jobs=jobs)
    try:
        if only_check:
            found = differences(files, out)
            emit(TerminalText.joined("", (TerminalText.of("{}\n", path) for path in found)))
            return 1 if found else 0
        count = write_site(files, out)
    except (OutputError, WorkerError) as error:
        raise CannotRunError(str(error)) from None
    emit(TerminalText.of("{} files in {}\n", count, str(out)))
    return 0


def _refuse_among_records(out: Path, folder: Path) -> None:
    """Refuse to write among the records: the YAML of the pages would be read as records, each with an id twice."""
    inside, above = Path(os.path.realpath(out)), Path(os.path.realpath(folder))
    names = inside.relative_to(above).parts if inside.is_relative_to(above) else ()
    if names and not any(name.startswith(".") for name in names):
        raise CannotRunError(
            f"{out} is in the folder of the agreements, {folder}, and its files would be read as agreements: name a "
            "folder elsewhere, or one whose name begins with a dot"
        )
