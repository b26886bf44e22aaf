"""Command ``pactstate add`` and its subcommands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import click

from pactstate.cli.completion import agreement_ids, events, one_of, parties, source_ids, states
from pactstate.cli.edits import File, agreement_file, editing_options, open_to_edit, save, shared_file
from pactstate.cli.options import DATE
from pactstate.cli.output import CannotRunError, complain
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, Manner, State
from pactstate.domain.model import SourceType
from pactstate.editing.records import (
    ROLE_KEYS,
    as_claim,
    find_entry,
    new_claim,
    new_event,
    new_source,
    new_statement,
    source_id,
)
from pactstate.fileformat import usual
from pactstate.fileformat.find import meant
from pactstate.folder.registry import Folder
from pactstate.smallyaml import Data
from pactstate.text.suggest import clip

__all__ = ["command"]

_Command = TypeVar("_Command", bound=Callable[..., object])

_ID: Final = click.argument("id", metavar="ID", shell_complete=agreement_ids)


def _citing(name: str, help: str) -> Callable[[_Command], _Command]:
    return click.option(name, multiple=True, metavar="SRC[@LOCATOR]", help=help, shell_complete=source_ids)


@click.group(name="add")
def command() -> None:
    """Add an event, a source, a claim or a statement to a file.

    Lines are inserted, in the style of the file, and nothing else is changed. An addition with which 'check' would find
    a new error is refused.

    \b
    Example:
      pactstate add source jp-ph-raa --title "RAA signed" --publisher Gazette --published 2024-07-09
      pactstate add event jp-ph-raa signed --date 2024-07-08 --reported-by gazette-2024-07-09
    """


@command.command(name="event")
@_ID
@click.argument("event", metavar="EVENT", shell_complete=events)
@click.option("--date", type=DATE, required=True, metavar="DATE", help="Day, month or year of the event.")
@click.option("--effective", type=DATE, metavar="DATE", help="Day on which it takes effect.")
@click.option("--until", type=DATE, metavar="DATE", help="Day until which it holds.")
@click.option("--party", metavar="CODE", help="Party that acts.", shell_complete=parties)
@click.option("--by", metavar="TEXT", help="Organ that acts.")
@click.option("--place", metavar="TEXT", help="Place of the event.")
@click.option("--manner", metavar="WORD", help="Manner, as in 'accession'.", shell_complete=one_of(Manner))
@click.option("--note", metavar="TEXT", help="Remark in your own words.")
@_citing("--reported-by", "Source that reports it.")
@_citing("--announced-by", "Source that announces it.")
@_citing("--denied-by", "Source that denies it.")
@editing_options
def add_event(
    id: str,
    event: str,
    reported_by: tuple[str, ...],
    announced_by: tuple[str, ...],
    denied_by: tuple[str, ...],
    data: str | None,
    today: dt.date,
    dry_run: bool,
    allow_findings: bool,
    **fields: PartialDate | str | None,
) -> int:
    """Add an event to the history, in the order of dates.

    \b
    Example:
      pactstate add event jp-ph-raa in_force --date 2025-09-11 --reported-by tribune-2025-09-11
    """
    folder = open_to_edit(data)
    file = agreement_file(folder, id)
    name = meant(event, list(EventKind), usual.EVENTS) or event
    record: dict[str, Data] = {"event": str(name), **_texts(fields)}
    for key, words in zip(ROLE_KEYS, (reported_by, announced_by, denied_by), strict=True):
        if words:
            record[key] = [_claim(folder, file, word) for word in words]
    what = f"'{clip(str(name))}', {record['date']}"
    return save(file, lambda old: new_event(old, record), what, today, dry_run=dry_run, allow=allow_findings)


@command.command(name="source")
@click.argument("words", metavar="[ID] [SRC]", nargs=-1, shell_complete=agreement_ids)
@click.option("--shared", is_flag=True, help="Describe it for all agreements, in the file of shared sources.")
@click.option("--title", required=True, metavar="TEXT", help="Title of the page or document.")
@click.option("--publisher", metavar="TEXT", help="Who published it.")
@click.option("--author", metavar="TEXT", help="Who wrote it.")
@click.option("--url", metavar="URL", help="Address.")
@click.option("--published", type=DATE, metavar="DATE", help="Day of publication.")
@click.option("--type", "kind", type=click.Choice(list(map(str, SourceType))), help="Type of the source.")
@click.option("--note", metavar="TEXT", help="Remark in your own words.")
@editing_options
def add_source(
    words: tuple[str, ...],
    shared: bool,
    kind: str | None,
    data: str | None,
    today: dt.date,
    dry_run: bool,
    allow_findings: bool,
    **fields: PartialDate | str | None,
) -> int:
    """Describe a source in the file of an agreement, or with --shared for all agreements.

    SRC is the id by which events cite the source. Without it, an id is made of the publisher and the day. A source
    whose address is described already is not added again.

    \b
    Examples:
      pactstate add source jp-ph-raa --title "Pact in force" --publisher "Daily Tribune" --published 2025-09-11
      pactstate add source --shared gazette --title "Official Gazette no. 12"
    """
    expected = 0 if shared else 1
    if not expected <= len(words) <= expected + 1:
        raise CannotRunError("write [SRC] after --shared, or ID [SRC] without it (see 'pactstate add source --help')")
    folder = open_to_edit(data)
    file = shared_file(folder) if shared else agreement_file(folder, words[0])
    record: dict[str, Data] = {**_texts({**fields, "type": kind})}
    known = _source_at(folder, file, str(record["url"])) if "url" in record else None
    if known:
        complain(f"nothing added: '{known}' has this address already; cite it as '{known}'")
        return 0
    taken = {key.id for key in folder.described}
    name = str(record.get("publisher") or record["title"])
    published = record.get("published")
    id = words[expected] if len(words) > expected else source_id(name, str(published) if published else None, taken)
    if any(
        key.id == id and (key.agreement is None or _owner(file) in (None, key.agreement)) for key in folder.described
    ):
        raise CannotRunError(f"there is a source '{clip(id)}' already: choose another id, or cite that one")
    what = f"source '{clip(id)}'"
    return save(
        file,
        lambda old: new_source(old, id, record, is_shared=shared),
        what,
        today,
        dry_run=dry_run,
        allow=allow_findings,
    )


@command.command(name="claim")
@_ID
@click.argument("event", metavar="EVENT[#N]", shell_complete=events)
@click.argument("source", metavar="SRC", shell_complete=source_ids)
@click.option("--as", "role", type=click.Choice(ROLE_KEYS), default=ROLE_KEYS[0], show_default=True, help="Its role.")
@click.option("--date", type=DATE, metavar="DATE", help="Date that the source gives, if it is another.")
@click.option("--locator", metavar="TEXT", help="Place in the source, as in 'paragraph 2'.")
@click.option("--note", metavar="TEXT", help="Remark in your own words.")
@editing_options
def add_claim(
    id: str,
    event: str,
    source: str,
    role: str,
    data: str | None,
    today: dt.date,
    dry_run: bool,
    allow_findings: bool,
    **fields: PartialDate | str | None,
) -> int:
    """Add a source to an event that is in the history. N counts events of one name.

    \b
    Example:
      pactstate add claim jp-ph-raa in_force manila-bulletin-2025-08-12 --as announced_by --locator headline
    """
    folder = open_to_edit(data)
    file = agreement_file(folder, id)
    name = _cited(folder, file, source)
    claim = as_claim(name, _texts(fields))
    return save(
        file,
        lambda old: new_claim(old, find_entry(old, event), role, claim),
        f"'{clip(name)}' to '{clip(event)}'",
        today,
        dry_run=dry_run,
        allow=allow_findings,
    )


@command.command(name="statement")
@_ID
@click.argument("source", metavar="SRC", shell_complete=source_ids)
@click.option("--says", required=True, metavar="STATE", help="State that the source gives.", shell_complete=states)
@click.option("--date", type=DATE, metavar="DATE", help="Day of the state, if it is not that of the source.")
@click.option("--locator", metavar="TEXT", help="Place in the source, as in 'paragraph 2'.")
@click.option("--note", metavar="TEXT", help="Remark in your own words.")
@editing_options
def add_statement(
    id: str,
    source: str,
    says: str,
    data: str | None,
    today: dt.date,
    dry_run: bool,
    allow_findings: bool,
    **fields: PartialDate | str | None,
) -> int:
    """Add the state that a source gives for an agreement.

    \b
    Example:
      pactstate add statement jp-ph-raa seed-000 --says signed --locator "paragraph 6"
    """
    folder = open_to_edit(data)
    file = agreement_file(folder, id)
    name = _cited(folder, file, source)
    state = str(meant(says, list(State), usual.STATES) or says)
    record: dict[str, Data] = {"source": name, "says": state, **_texts(fields)}
    what = f"the statement of '{clip(name)}'"
    return save(file, lambda old: new_statement(old, record), what, today, dry_run=dry_run, allow=allow_findings)


def _texts(fields: Mapping[str, object]) -> dict[str, str]:
    """Return the options that are given, as texts."""
    return {key: str(value) for key, value in fields.items() if value is not None}


def _claim(folder: Folder, file: File, word: str) -> Data:
    """Return the claim that ``SRC@LOCATOR`` means."""
    address = _source_at(folder, file, word)
    name, _, locator = (address, "", "") if address else word.partition("@")
    return as_claim(name, {"locator": locator} if locator else {})


def _cited(folder: Folder, file: File, word: str) -> str:
    """Return the id of a source that is named by its id or by its address."""
    return _source_at(folder, file, word) or word


def _source_at(folder: Folder, file: File, url: str) -> str | None:
    """Return the id of the source with an address, among those that the file can cite."""
    same = (key for key, source in folder.described.items() if source.url == url)
    return next((key.id for key in same if key.agreement in (None, _owner(file))), None)


def _owner(file: File) -> str | None:
    return file.agreement.id if file.agreement else None
