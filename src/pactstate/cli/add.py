"""Command ``pactstate add`` and its subcommands."""

from __future__ import annotations

from typing import Final

import click

from pactstate.cli.ask import Choice
from pactstate.cli.citing import CitableSources, description, source_options, texts
from pactstate.cli.completion import agreement_ids, events, source_ids, states
from pactstate.cli.edits import Session, ask_agreement, ask_entry, editing_command, shared_file
from pactstate.cli.events import ask_details, ask_event, ask_role, claim_options, claims_of, event_options, event_word
from pactstate.cli.options import DATE
from pactstate.cli.output import CannotRunError, complain
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.editing.records import (
    ROLE_KEYS,
    as_claim,
    date_of,
    find_entry,
    new_claim,
    new_event,
    new_source,
    new_statement,
)
from pactstate.errors import ValueRefusedError
from pactstate.fileformat import usual
from pactstate.fileformat.descriptions import STATES
from pactstate.fileformat.find import meant
from pactstate.fileformat.suggest import usual_word
from pactstate.smallyaml import Data
from pactstate.text.suggest import clip, listed

__all__ = ["command"]

_ID: Final = click.argument("id", metavar="ID", required=False, shell_complete=agreement_ids)
_SOURCE: Final = click.argument("source", metavar="SRC", required=False, shell_complete=source_ids)
_LOCATOR: Final = click.option("--locator", metavar="TEXT", help="Place in the source, as in 'paragraph 2'.")
_NOTE: Final = click.option("--note", metavar="TEXT", help="Remark in your own words.")


@click.group(name="add")
def command() -> None:
    """Add an event, a source, a claim or a statement to a file.

    Lines are inserted, in the style of the file, and nothing else is changed. An addition with which 'check' would find
    a new error is refused. At a terminal, values that are missing are asked for.

    \b
    Example:
      pactstate add event jp-ph-raa signed --date 2024-07-08 --source-title "RAA signed" --source-published 2024-07-09
    """


@command.command(name="event")
@_ID
@click.argument("event", metavar="EVENT", required=False, shell_complete=events)
@event_options
@claim_options
@source_options()
@editing_command
def add_event(session: Session, id: str | None, event: str | None, **fields: object) -> int:
    """Add an event to the history, in the order of dates; 'signed+in_force' are two events of one day.

    SRC is the id or the address of a source. The --source options describe a new one in the file of the agreement.

    \b
    Examples:
      pactstate add event jp-ph-raa in_force --date 2025-09-11 --reported-by tribune-2025-09-11
      pactstate add event jp-ph-raa postponed --of signed --date 2024-05 --announced-by "gazette-2024@page 2"
    """
    needed = event_word(event).needs if event is not None else ()
    session.need({"ID": id, "EVENT": event, **{f"--{key}": fields[key] for key in ("date", *needed)}})
    file = ask_agreement(session, id)
    sources = CitableSources(session, file, description(fields))
    word = ask_event(session, file.agreement, event)
    ask_details(session, file.agreement, word, fields)
    claims = claims_of(sources, fields)
    record: dict[str, Data] = {"event": word.data, **texts(fields), **claims}
    what = f"'{word}', {record['date']}"
    return session.add(file, [*sources.additions(), lambda old: new_event(old, record)], what)


@command.command(name="source")
@click.argument("words", metavar="[ID] [SRC]", nargs=-1, shell_complete=agreement_ids)
@click.option("--shared", is_flag=True, help="Describe it for all agreements, in the file of shared sources.")
@source_options("", "")
@_NOTE
@editing_command
def add_source(session: Session, words: tuple[str, ...], shared: bool, note: str | None, **fields: object) -> int:
    """Describe a source in the file of an agreement, or with --shared for all agreements.

    SRC is the id by which events cite the source. Without it, an id is made of the publisher and the day. A source
    whose address is described already is not added again.

    \b
    Examples:
      pactstate add source jp-ph-raa --title "Pact in force" --publisher "Daily Tribune" --published 2025-09-11
      pactstate add source --shared gazette --title "Official Gazette no. 12"
    """
    expected = 0 if shared else 1
    if len(words) > expected + 1:
        raise CannotRunError("write [SRC] after --shared, or ID [SRC] without it (see 'pactstate add source --help')")
    session.need({**({} if shared else {"ID": words[:1]}), "--title": fields["title"]})
    file = shared_file(session.folder) if shared else ask_agreement(session, words[0] if words else None)
    sources = CitableSources(session, file, description(fields, "") | texts({"note": note}), prefix="")
    url = sources.given.get("url")
    id = words[expected] if len(words) > expected else None
    if id is not None and sources.is_taken(id):
        raise CannotRunError(f"there is a source '{clip(id)}' already: choose another id, or cite that one")
    name = (sources.at(str(url)) if url else None) or sources.describe(id)
    if sources.new is None:
        complain(f"nothing added: '{name}' has this address already; cite it as '{name}'")
        return 0
    record: dict[str, Data] = {**sources.given}
    return session.add(file, [lambda old: new_source(old, name, record, is_shared=shared)], f"source '{clip(name)}'")


@command.command(name="claim")
@_ID
@click.argument("event", metavar="EVENT[#N]", required=False, shell_complete=events)
@_SOURCE
@click.option("--as", "role", type=click.Choice(ROLE_KEYS), help=f"Its role.  [default: {ROLE_KEYS[0]}]")
@click.option("--date", type=DATE, metavar="DATE", help="Date that the source gives, if it is another.")
@_LOCATOR
@_NOTE
@source_options()
@editing_command
def add_claim(
    session: Session, id: str | None, event: str | None, source: str | None, role: str | None, **fields: object
) -> int:
    """Add a source to an event that is in the history. N counts events of one name.

    SRC is the id or the address of a source. The --source options describe a new one in the file of the agreement.

    \b
    Example:
      pactstate add claim jp-ph-raa in_force manila-bulletin-2025-08-12 --as announced_by --locator headline
    """
    session.need({"ID": id, "EVENT": event, "SRC": source})
    file = ask_agreement(session, id)
    sources = CitableSources(session, file, description(fields))
    entry = event if event is not None else ask_entry(session, file)
    name = sources.id(source) if source is not None else sources.ask("Source")
    if role is None and session.has_asked:
        role = ask_role(sources, name, PartialDate(date_of(file.data, find_entry(file.data, entry))))
    key = role or ROLE_KEYS[0]
    fields["locator"] = fields["locator"] or session.ask_if("Place in the source, as in 'paragraph 2'")
    claim = as_claim(name, texts(fields))
    makes = [*sources.additions(), lambda old: new_claim(old, find_entry(old, entry), key, claim)]
    return session.add(file, makes, f"'{clip(name)}' to '{clip(entry)}'")


@command.command(name="statement")
@_ID
@_SOURCE
@click.option("--says", metavar="STATE", help="State that the source gives.", shell_complete=states)
@click.option("--date", type=DATE, metavar="DATE", help="Day of the state, if it is not that of the source.")
@_LOCATOR
@_NOTE
@source_options()
@editing_command
def add_statement(session: Session, id: str | None, source: str | None, says: str | None, **fields: object) -> int:
    """Add the state that a source gives for an agreement.

    SRC is the id or the address of a source. The --source options describe a new one in the file of the agreement.

    \b
    Example:
      pactstate add statement jp-ph-raa seed-000 --says signed --locator "paragraph 6"
    """
    session.need({"ID": id, "SRC": source, "--says": says})
    file = ask_agreement(session, id)
    sources = CitableSources(session, file, description(fields))
    name = sources.id(source) if source is not None else sources.ask("Source")
    choices = [Choice(str(state), STATES[state]) for state in State]
    state = _state(says) if says is not None else session.ask("State that it gives", _state, choices)
    fields["locator"] = fields["locator"] or session.ask_if("Place in the source, as in 'paragraph 2'")
    record: dict[str, Data] = {"source": name, "says": state, **texts(fields)}
    makes = [*sources.additions(), lambda old: new_statement(old, record)]
    return session.add(file, makes, f"the statement of '{clip(name)}'")


def _state(answer: str) -> str:
    state = meant(answer, list(State), usual.STATES)
    if state is None:
        hint = usual_word(answer, State, usual.STATES) or f"write {listed(State)}"
        raise ValueRefusedError(f"'{clip(answer)}' is not a state: {hint}")
    return state
