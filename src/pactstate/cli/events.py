"""Options and questions that describe an event, for ``pactstate add event`` and ``pactstate new``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar, cast

import attrs
import click

from pactstate.cli.ask import Choice
from pactstate.cli.citing import CitableSources
from pactstate.cli.completion import events, one_of, parties, source_ids
from pactstate.cli.edits import Session
from pactstate.cli.options import DATE, party_code
from pactstate.cli.output import CannotRunError
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.events import TAKEN_BACK
from pactstate.domain.lifecycle import PARTY_POLICY, EventKind, Manner, PartyPolicy
from pactstate.domain.model import TerminationReason
from pactstate.editing.records import ROLE_KEYS, as_claim, event_named
from pactstate.editing.suggestions import first_events, next_events
from pactstate.errors import ValueRefusedError
from pactstate.fileformat import usual
from pactstate.fileformat.descriptions import EVENTS, REASONS
from pactstate.fileformat.find import date_in_words, meant
from pactstate.smallyaml import Data
from pactstate.text.suggest import clip, listed

__all__ = [
    "NamedEvents",
    "ask_details",
    "ask_event",
    "ask_role",
    "claim_options",
    "claims_of",
    "event_options",
    "event_word",
]

_Command = TypeVar("_Command", bound=Callable[..., object])


def _options(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


event_options: Final = _options(
    click.option("--date", type=DATE, metavar="DATE", help="Day, month or year of the event."),
    click.option("--effective", type=DATE, metavar="DATE", help="Day on which it takes effect."),
    click.option("--until", type=DATE, metavar="DATE", help="With 'extended': the new end of the term."),
    click.option("--party", metavar="PARTY", help="Code or name of the party that acts.", shell_complete=parties),
    click.option("--by", metavar="TEXT", help="Organ that acts."),
    click.option("--partial", is_flag=True, help="With 'approved': another organ must still agree."),
    click.option("--place", metavar="TEXT", help="Place of the event."),
    click.option(
        "--of",
        metavar="EVENT",
        help="With 'postponed' and 'withdrawn': the event that is meant.",
        shell_complete=events,
    ),
    click.option(
        "--manner",
        metavar="WORD",
        help="With 'ratified': the manner of consent.",
        shell_complete=one_of(Manner),
    ),
    click.option(
        "--reason",
        metavar="WORD",
        help="With 'terminated': why the agreement is over.",
        shell_complete=one_of(TerminationReason),
    ),
    click.option("--note", metavar="TEXT", help="Remark in your own words."),
)
"""Decorator that adds the options of an entry of the history, but for its claims."""
claim_options: Final = _options(
    *(
        click.option(name, multiple=True, metavar="SRC[@LOCATOR]", help=help, shell_complete=source_ids)
        for name, help in (
            ("--reported-by", "Source that reports it."),
            ("--announced-by", "Source that announces it."),
            ("--denied-by", "Source that denies it."),
        )
    )
)
"""Decorator that adds the options of the claims on an event."""

_DETAILS: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.SIGNED: ("place",),
    EventKind.APPROVED: ("by",),
    EventKind.REFUSED: ("by",),
    EventKind.POSTPONED: ("of",),
    EventKind.WITHDRAWN: ("of",),
    EventKind.EXTENDED: ("until",),
    EventKind.NOTICE_GIVEN: ("effective",),
    EventKind.TERMINATED: ("reason",),
    EventKind.NOTE: ("note",),
}
"""Keys that a person is asked for, by event, beside the date, the party and the source."""


@attrs.frozen
class NamedEvents:
    """Events of one entry, as a person names them."""

    kinds: tuple[EventKind, ...]

    def __str__(self) -> str:
        return "+".join(self.kinds)

    @property
    def data(self) -> Data:
        """Value of the key ``event``."""
        return str(self.kinds[0]) if len(self.kinds) == 1 else [str(kind) for kind in self.kinds]

    @property
    def needs(self) -> tuple[str, ...]:
        """Keys that the entry needs beside its date."""
        party = ("party",) if self.party is PartyPolicy.REQUIRED else ()
        return (*party, "of") if EventKind.POSTPONED in self.kinds else party

    @property
    def party(self) -> PartyPolicy:
        """Whether the entry names a party: as the strictest of its events."""
        policies = [PARTY_POLICY[kind] for kind in self.kinds]
        return min(policies, key=[PartyPolicy.REQUIRED, PartyPolicy.NOT_ALLOWED, PartyPolicy.OPTIONAL].index)


def event_word(word: str) -> NamedEvents:
    """Return the events that a person names, as in ``signed`` or ``signed+in_force``.

    Raises:
        ValueRefusedError: There is no such event.
    """
    return NamedEvents(tuple(event_named(one) for one in word.split("+")))


def ask_event(session: Session, agreement: Agreement | None, word: str | None) -> NamedEvents:
    """Return the events that are named; ask for them if none is, and suggest those that may happen next."""
    if word is not None:
        return event_word(word)
    kinds = next_events(agreement, session.today) if agreement else first_events()

    def read(answer: str) -> NamedEvents:
        event = event_word(answer)
        # Between two entries of a history, other events may happen than next.
        if agreement is None and event.kinds[0] not in kinds:
            raise ValueRefusedError(f"a history cannot begin with '{event.kinds[0]}': write {listed(kinds)}")
        return event

    question = "What happened" if agreement else "What happened first"
    return session.ask(question, read, [Choice(str(kind), EVENTS[kind]) for kind in kinds])


def ask_details(session: Session, agreement: Agreement | None, event: NamedEvents, fields: dict[str, object]) -> None:
    """Fill the fields of an entry: ask for the date, what the event needs, and what is usual for it."""
    if fields["date"] is None:
        fields["date"] = session.ask("Day, month or year, as in 2024-07-08", date_in_words)
    known = session.folder.config.vocabulary.parties
    own = {code: known[code] for code in agreement.parties if code in known} if agreement else {}
    if fields.get("party") is not None:
        fields["party"] = _party(str(fields["party"]), own, known)
    elif event.party is PartyPolicy.REQUIRED or (event.party is PartyPolicy.OPTIONAL and session.has_asked and own):
        needed = event.party is PartyPolicy.REQUIRED
        fields["party"] = session.ask(
            "Party that acts" if needed else "Party that acts (Enter: all of them)",
            lambda answer: _party(answer, own, known) if answer else None,
            [Choice(code, name) for code, name in own.items()],
            default=None if needed else "",
        )
    for key, read in _WORDS.items():
        if fields.get(key) is not None:
            fields[key] = read(str(fields[key]))
    for key in dict.fromkeys(key for kind in event.kinds for key in _DETAILS.get(kind, ())):
        if fields.get(key) is None and (session.has_asked or key in event.needs):
            fields[key] = _ask_field(session, key, needed=key in event.needs)


def _ask_field(session: Session, key: str, *, needed: bool) -> object:
    question, read, choices = _QUESTIONS[key]
    if needed:
        return session.ask(question, read, choices)
    return session.ask(
        f"{question} (Enter: none)", lambda answer: read(answer) if answer else None, choices, default=""
    )


def _party(word: str, own: Mapping[str, str], known: Mapping[str, str]) -> str:
    """Return the code of a party: one of the agreement if the word fits it, else any."""
    try:
        return party_code(word, own)
    except CannotRunError:
        return party_code(word, known)


def _reason(answer: str) -> str:
    reason = meant(answer, list(TerminationReason), usual.REASONS)
    if reason is None:
        raise ValueRefusedError(f"'{clip(answer)}' is not a reason for an end: write {listed(TerminationReason)}")
    return reason


def _manner(answer: str) -> str:
    manner = meant(answer, list(Manner), usual.MANNERS)
    if manner is None:
        raise ValueRefusedError(f"'{clip(answer)}' is not a manner of consent: write {listed(Manner)}")
    return manner


_WORDS: Final[Mapping[str, Callable[[str], str]]] = {"of": event_named, "reason": _reason, "manner": _manner}
"""Functions that read a word of a closed list, by the key that has it."""


_QUESTIONS: Final[Mapping[str, tuple[str, Callable[[str], object], Sequence[Choice]]]] = {
    "place": ("Place", str, ()),
    "by": ("Organ that acts, as in 'Senate'", str, ()),
    "of": ("Event that is meant, as in 'signed'", event_named, [Choice(str(kind)) for kind in TAKEN_BACK]),
    "until": ("New end of the term, as in 2034-07-08", date_in_words, ()),
    "effective": ("Day on which it takes effect, as in 2020-08-09", date_in_words, ()),
    "reason": ("Why the agreement is over", _reason, [Choice(str(one), REASONS[one]) for one in TerminationReason]),
    "note": ("What is worth remembering, in your own words", str, ()),
}


def claims_of(sources: CitableSources, fields: dict[str, object]) -> dict[str, Data]:
    """Take the claims on an event out of the fields; ask for a source if there is none."""
    given = {key: cast("tuple[str, ...]", fields.pop(key)) for key in ROLE_KEYS}
    claims: dict[str, Data] = {key: [sources.claim(word) for word in words] for key, words in given.items() if words}
    session = sources.session
    if sources.given and sources.new is None:
        id: str | None = sources.describe()
    elif not claims and session.asks:
        id = sources.ask_if("Source")
    else:
        return claims
    if id is None:
        return claims
    role = ask_role(sources, id, PartialDate(str(fields["date"])))
    locator = session.ask_if("Place in the source, as in 'paragraph 2'")
    claims[role] = [*cast("list[Data]", claims.get(role, [])), as_claim(id, {"locator": locator} if locator else {})]
    return {key: claims[key] for key in ROLE_KEYS if key in claims}


_ROLES: Final = dict(
    zip(ROLE_KEYS, ("It has happened.", "It will happen.", "It did not or will not happen."), strict=True)
)
"""Meaning of each role, for a question."""


def _role(answer: str) -> str:
    words = {alias: key for key in ROLE_KEYS for alias in (key, key.removesuffix("_by"))}
    if answer not in words:
        raise ValueRefusedError(f"'{clip(answer)}' is not a role: write {listed(ROLE_KEYS)}")
    return words[answer]


def ask_role(sources: CitableSources, id: str, day: PartialDate) -> str:
    """Return the role of a source towards an event: ask for it if other values were asked for."""
    published = sources.published(id)
    # A text from before the day cannot report it.
    usual = "announced_by" if published and certainly_before(published, day) else "reported_by"
    if not sources.session.has_asked:
        return usual
    choices = [Choice(key, meaning) for key, meaning in _ROLES.items()]
    return sources.session.ask("What the source says of it", _role, choices, default=usual)
