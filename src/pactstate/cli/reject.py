"""Command ``pactstate reject``."""

from __future__ import annotations

import click

from pactstate.cli.ask import Choice
from pactstate.cli.completion import agreement_ids, events, source_ids
from pactstate.cli.edits import File, Session, ask_agreement, ask_entry, editing_command
from pactstate.cli.output import CannotRunError
from pactstate.editing.records import ROLE_KEYS, STATEMENT, CitedPart, places_of, rejection
from pactstate.errors import ValueRefusedError
from pactstate.text.suggest import clip, did_you_mean, listed

__all__ = ["command"]


@click.command(name="reject")
@click.argument("id", metavar="ID", required=False, shell_complete=agreement_ids)
@click.argument("event", metavar="EVENT[#N]|statement[#N]", required=False, shell_complete=events)
@click.argument("source", metavar="SRC", required=False, shell_complete=source_ids)
@click.option("--reason", metavar="TEXT", help="Why it is wrong.")
@click.option("--as", "role", type=click.Choice(ROLE_KEYS), help="Role, if the source has several on one event.")
@editing_command
def command(
    session: Session, id: str | None, event: str | None, source: str | None, reason: str | None, role: str | None
) -> int:
    """Reject what a source claims about an event, or its statement of a state, with the reason.

    The claim stays in the file and does not count. N counts events of one name, or statements of one source. At a
    terminal, values that are missing are asked for.

    \b
    Examples:
      pactstate reject jp-ph-raa in_force cebu-daily-news-2025-09-11 --reason "Gives the day of the report."
      pactstate reject jp-ph-raa statement seed-000 --reason "In force since 2025-09-11."
    """
    session.need({"ID": id, "EVENT": event, "SRC": source, "--reason": reason})
    file = ask_agreement(session, id)
    words = event if event is not None else ask_entry(session, file, [Choice(STATEMENT, "a state that a source gives")])
    if source is None:
        place = _ask_place(session, file, words)
        source = place.source
        words, role = (place.name, role) if words == STATEMENT else (words, place.name)
    named, of, key = words, source, role
    why = reason if reason is not None else session.ask("Why is it wrong", str)
    what = f"the rejection of '{clip(source)}'"
    return session.add(file, [lambda old: rejection(old, named, of, why, role=key)], what)


def _ask_place(session: Session, file: File, words: str) -> CitedPart:
    """Ask which of the accepted claims, or statements, is meant."""
    places = [place for place in places_of(file.data, words) if not place.is_rejected]
    if not places:
        raise CannotRunError(f"{file.shown}: there is no claim that could be rejected")
    by_word = {
        place.source
        if sum(one.source == place.source for one in places) == 1
        else f"{place.source} {place.name}": place
        for place in places
    }

    def read(answer: str) -> CitedPart:
        if answer not in by_word:
            raise ValueRefusedError(f"no claim of '{clip(answer)}': {did_you_mean(answer, by_word) or listed(by_word)}")
        return by_word[answer]

    choices = [Choice(word, f"{place.name}{place.hint}") for word, place in by_word.items()]
    return session.ask("Whose claim", read, choices)
