"""Command ``pactstate new``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import click

from pactstate.cli.ask import Choice
from pactstate.cli.citing import CitableSources, description, source_options, texts
from pactstate.cli.completion import agreement_ids, events, kinds, parties
from pactstate.cli.edits import Make, Session, agreement_file, editing_command, new_file
from pactstate.cli.events import ask_details, ask_event, claim_options, claims_of
from pactstate.cli.options import DATE, party_code
from pactstate.cli.output import CannotRunError
from pactstate.editing.insertion import ParsedText
from pactstate.editing.records import new_event
from pactstate.editing.suggestions import agreement_id
from pactstate.editing.template import INHERITED, agreement_text
from pactstate.errors import ValueRefusedError
from pactstate.fileformat import usual
from pactstate.fileformat.find import meant
from pactstate.fileformat.suggest import usual_word
from pactstate.fileformat.values import is_id
from pactstate.smallyaml import Data
from pactstate.text.suggest import clip, listed

__all__ = ["command"]

_RESERVED = frozenset({"sources"})
"""Names of files that hold no agreement."""


@click.command(name="new")
@click.argument("id", metavar="ID", required=False)
@click.option("--title", metavar="TEXT", help="Name by which people know the agreement.")
@click.option("--kind", metavar="WORD", help="Kind of the agreement.", shell_complete=kinds)
@click.option("--party", multiple=True, metavar="PARTY", help="Code or name of a party.", shell_complete=parties)
@click.option("--open", "is_open", is_flag=True, help="Others may join, or the list of parties is not complete.")
@click.option(
    "--from",
    "other",
    metavar="OTHER",
    help="Agreement from which to take kind, approvals, rule of force and term.",
    shell_complete=agreement_ids,
)
@click.option("--event", metavar="EVENT", help="First event of the history.", shell_complete=events)
@click.option("--date", type=DATE, metavar="DATE", help="Day, month or year of the first event.")
@click.option("--place", metavar="TEXT", help="Place of the first event.")
@click.option("--note", metavar="TEXT", help="Remark on the first event, in your own words.")
@claim_options
@source_options()
@editing_command
def command(
    session: Session,
    id: str | None,
    title: str | None,
    kind: str | None,
    party: tuple[str, ...],
    is_open: bool,
    other: str | None,
    event: str | None,
    **fields: object,
) -> int:
    """Make the file of a new agreement, with its first event. A file that is there is never replaced.

    SRC is the id or the address of a source. The --source options describe a new one in the file. At a terminal, values
    that are missing are asked for.

    \b
    Example:
      pactstate new fr-no-acsa --title "France-Norway ACSA" --kind acsa --party France --party Norway \\
        --event signed --date 2024-07-08 --source-title "Pact signed" --source-published 2024-07-09
    """
    inherited = agreement_file(session.folder, other).data if other is not None else {}
    needed = {"ID": id, "--title": title, "--kind": kind or inherited.get("kind"), "--party": party, "--event": event}
    session.need({**needed, "--date": fields["date"]})
    if id is not None:
        _free_id(session, id)
    record: dict[str, Data] = {"title": title if title is not None else session.ask("Title of the agreement", str)}
    codes = _codes(session, party, is_open=is_open) if party else _ask_parties(session, is_open=is_open)
    record["parties"] = [*codes]
    if is_open:
        record["open"] = "true"
    record |= _inherited(inherited, codes)
    if kind is not None or "kind" not in record:
        record["kind"] = _kind(session, kind)
    if id is None:
        default = agreement_id(codes, str(record["kind"]))
        id = session.ask("Id, which names the file", lambda word: _free_id(session, word), default=default)
    record["id"] = id
    file = new_file(session.folder, id)
    sources = CitableSources(session, file, description(fields))
    word = ask_event(session, None, event)
    ask_details(session, None, word, fields)
    claims = claims_of(sources, fields)
    event_data: dict[str, Data] = {"event": word.data, **texts(fields), **claims}
    makes: list[Make] = [*sources.additions(), lambda old: new_event(old, event_data)]
    data: Data = {**record, "history": []}
    for make in makes:
        data = make(cast("dict[str, Data]", data)).applied(data)
    text = agreement_text(cast("dict[str, Data]", data))
    return session.save(file, lambda: ParsedText.of(session.edited(text)), "new")


def _free_id(session: Session, id: str) -> str:
    """Return an id that no other record has."""
    if not is_id(id) or id in _RESERVED:
        raise ValueRefusedError(f"'{clip(id)}' cannot be the id: write a-z, 0-9 and single hyphens, as in 'jp-ph-raa'")
    new_file(session.folder, id)
    former = next((one.id for one in session.folder.registry.agreements if id in one.formerly), None)
    if former:
        raise ValueRefusedError(f"'{id}' is the former id of {former}: choose another one")
    return id


def _ask_parties(session: Session, *, is_open: bool) -> list[str]:
    question = "Parties: codes or names, with commas between them"
    return session.ask(question, lambda words: _codes(session, [words], is_open=is_open))


def _codes(session: Session, words: Sequence[str], *, is_open: bool) -> list[str]:
    """Return the codes of parties that are named by code or name; each word may name several, with commas."""
    known = session.folder.config.vocabulary.parties
    codes = [code for word in words for code in _split(word, known)]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise ValueRefusedError(f"'{twice}' is named twice: name each party once")
    if len(codes) < 2 and not is_open:
        raise ValueRefusedError("an agreement has two parties or more: name the others, or say --open if they may join")
    return codes


def _split(word: str, known: Mapping[str, str]) -> list[str]:
    try:
        # The whole first: some names have a comma in them.
        return [party_code(word.strip(), known)]
    except CannotRunError:
        parts = [part.strip() for part in word.split(",") if part.strip()]
        if len(parts) < 2:
            raise
        return [party_code(part, known) for part in parts]


def _kind(session: Session, word: str | None) -> str:
    """Return the kind that is named; ask for it if none is."""
    known = session.folder.config.vocabulary.kinds

    def read(answer: str) -> str:
        kind = meant(answer, list(known), usual.KINDS)
        if kind is None:
            hint = usual_word(answer, known, usual.KINDS) or f"write {listed(known)}"
            raise ValueRefusedError(f"'{clip(answer)}' is not a kind of agreement: {hint}")
        return kind

    if word is not None:
        return read(word)
    return session.ask("Kind of the agreement", read, [Choice(name, kind.title) for name, kind in known.items()])


def _inherited(other: Mapping[str, Data], codes: Sequence[str]) -> dict[str, Data]:
    """Return what a record takes from another one. Approvals of parties that it does not have are left out."""
    taken = {key: other[key] for key in INHERITED if key in other}
    if "approvals_needed" in taken and not set(cast("list[str]", taken["approvals_needed"])) <= set(codes):
        del taken["approvals_needed"]
    return taken
