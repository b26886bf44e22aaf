"""Command ``pactstate verify``."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from pactstate.cli.completion import claims
from pactstate.cli.options import (
    DATE,
    Records,
    choose_folder,
    data_option,
    open_records,
    select_one,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import CannotRunError, draws_tables, emit, knows_links, wants_colour, width
from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.lifecycle import State
from pactstate.fileformat import usual
from pactstate.fileformat.find import date_in_words, meant
from pactstate.fileformat.suggest import usual_word
from pactstate.storage.disk import DISK, UnreadableError
from pactstate.storage.limits import DEFAULT
from pactstate.text.escape import TerminalText, visible
from pactstate.text.suggest import clip
from pactstate.views import verify as view
from pactstate.views.explain import Addresses
from pactstate.views.verify import ArticleClaim, JudgedClaim

__all__ = ["command"]

_COLUMNS: Final = ("agreement", "state", "on", "url", "publisher")
_NEEDED: Final = ("agreement", "state")


def _table(findings: Sequence[JudgedClaim]) -> TerminalText:
    addresses = Addresses.LINKED if knows_links() else Addresses.WRITTEN
    if len(findings) == 1 or not draws_tables():
        return view.render_plain(findings, width(100), addresses)
    from pactstate.cli.table import render_table

    lines, summary = list(map(view.cells, findings)), visible(view.summary(findings))
    table = render_table(view.COLUMNS, lines, summary, width=width(80), colour=wants_colour())
    return TerminalText.joined("", [table, view.contraries(findings, width(100), addresses)])


_FORMATS = {"table": _table, "json": view.render_json, "markdown": view.render_markdown}


@click.command(name="verify")
@click.argument("words", metavar="[ID STATE]...", nargs=-1, shell_complete=claims)
@click.option("--on", type=DATE, metavar="DATE", help="Day of the article.  [default: that of the --url, else today]")
@click.option("--url", help="Address of the article: a source of that address is no evidence against it.")
@click.option("--publisher", help="Publisher of the article, for the output.")
@click.option("--file", "table", type=click.Path(path_type=Path), metavar="CSV", help="Claims in a table.")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="table", show_default=True)
@data_option
@today_option
def command(
    words: tuple[str, ...],
    on: PartialDate | None,
    url: str | None,
    publisher: str | None,
    table: Path | None,
    form: str,
    data: str | None,
    today: dt.date,
) -> int:
    """Say whether a claim about the state of an agreement is right.

    A claim agrees with the record, is stale or premature, or cannot be decided. Of a wrong one, the answer says since
    when the contrary had been public, and by whom. The exit code is 1 if a claim is wrong.

    The table of --file has the columns agreement, state, on, url, publisher; the first two are needed.

    \b
    Examples:
      pactstate verify "japan uk access" in_force --on 2023-10-20
      pactstate verify jp-ph-raa negotiating jp-ph-acsa signed --on 2026-05-29
      pactstate verify --file claims.csv --format markdown
    """
    if len(words) % 2:
        *_, last = words
        quotes = ", and words that belong together in quotes" if len(words) > 1 else ""
        raise CannotRunError(f"'{clip(last)}' has no state: write pairs, as in 'jp-ph-raa signed'{quotes}")
    rows: list[Mapping[str, str]] = [
        {"agreement": id, "state": state, "url": url or "", "publisher": publisher or ""}
        for id, state in zip(words[::2], words[1::2], strict=True)
    ]
    places = [""] * len(rows)
    if table is not None:
        for number, row in _read(table):
            rows.append(row)
            places.append(f"{table}, row {number}: ")
    if not rows:
        raise CannotRunError("no claim: write the id of an agreement and a state, or name a table with --file")
    folder = open_records(choose_folder(data), today)
    code = warn_of_errors(folder)
    claims = [_claim(folder, row, place, on, today) for row, place in zip(rows, places, strict=True)]
    findings = list(map(view.verify, claims))
    emit(_FORMATS[form](findings))
    return max(code, 1 if any(one.is_wrong for one in findings) else 0)


def _read(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a table with their numbers, the head being row 1."""
    try:
        text = DISK.read_bytes(path, DEFAULT).decode("utf-8-sig")
    except UnreadableError as error:
        raise CannotRunError(f"{path}: {error.reason}") from None
    except UnicodeDecodeError:
        raise CannotRunError(f"{path}: the file is not UTF-8: save the table as 'CSV UTF-8'") from None
    lines = csv.DictReader(text.splitlines(), restkey="")
    names = [str(name).strip().casefold() for name in lines.fieldnames or ()]
    unknown = [name for name in names if name not in _COLUMNS]
    missing = [name for name in _NEEDED if name not in names]
    if missing or unknown:
        fault = f"no column '{missing[0]}'" if missing else f"unknown column '{clip(unknown[0])}'"
        raise CannotRunError(f"{path}: {fault}; the columns are {', '.join(_COLUMNS)}")
    for number, line in enumerate(lines, 2):
        if "" in line:
            raise CannotRunError(f"{path}, row {number}: more cells than columns: put a text with a comma in quotes")
        yield number, {name: (value or "").strip() for name, value in zip(names, line.values(), strict=True)}


def _claim(folder: Records, row: Mapping[str, str], place: str, on: PartialDate | None, today: dt.date) -> ArticleClaim:
    try:
        agreement = select_one(folder, row["agreement"])
        state = meant(row["state"], list(State), usual.STATES)
        if state is None:
            hint = usual_word(row["state"], list(State), usual.STATES) or f"write one of {', '.join(State)}"
            raise CannotRunError(f"no state '{clip(row['state'])}': {hint}")
        url = row.get("url") or None
        source = next((one for one in folder.registry.sources if url and one.url == url), None)
        day = date_in_words(row["on"]) if row.get("on") else on or (source and source.published) or PartialDate(today)
    except (CannotRunError, DateError) as error:
        raise CannotRunError(f"{place}{error}") from None
    return ArticleClaim(
        agreement, State(state), day, url, row.get("publisher") or (source.publisher if source else None)
    )
