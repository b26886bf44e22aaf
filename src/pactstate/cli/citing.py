"""Sources as a person names them on the command line or in an answer: by id, address or words; or a new one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import attrs
import click

from pactstate.cli.ask import Choice
from pactstate.cli.edits import File, Make, Session
from pactstate.cli.options import DATE
from pactstate.cli.output import CannotRunError
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import LINK
from pactstate.domain.model import Source, SourceType
from pactstate.editing.records import as_claim, new_source, source_id
from pactstate.editing.suggestions import day_in_address, source_like
from pactstate.errors import ValueRefusedError
from pactstate.fileformat import usual
from pactstate.fileformat.descriptions import SOURCE_TYPES
from pactstate.fileformat.find import date_in_words, find_sources, meant
from pactstate.fileformat.values import is_id
from pactstate.smallyaml import Data
from pactstate.text.suggest import clip, listed

__all__ = ["CitableSources", "description", "source_options", "texts"]

_MAX_CHOICES: Final = 5
"""Number of sources that a question suggests."""
_NEW: Final = "new"
_TITLE: Final = "title"
_WAYS: Final = f"address, id, words of its title, or '{_NEW}'"

_Command = TypeVar("_Command", bound=Callable[..., object])
_OPTIONS: Final = (
    (_TITLE, "TEXT", None, "Title of the page or document."),
    ("publisher", "TEXT", None, "Who published it."),
    ("author", "TEXT", None, "Who wrote it."),
    ("url", "URL", None, "Address."),
    ("published", "DATE", DATE, "Day of publication."),
    ("type", None, click.Choice(list(map(str, SourceType))), "Type of the source."),
)
"""Key, word for the value, type and help of each option that describes a source."""


def source_options(prefix: str = "source-", about: str = "New source: ") -> Callable[[_Command], _Command]:
    """Return a decorator that adds the options which describe a source; their names begin with a prefix."""

    def add(command: _Command) -> _Command:
        for key, metavar, kind, help in reversed(_OPTIONS):
            name = f"--{prefix}{key}".replace("_", "-")
            option = click.option(
                name, f"{prefix}{key}".replace("-", "_"), type=kind, metavar=metavar, help=f"{about}{help}"
            )
            command = option(command)
        return command

    return add


def texts(fields: Mapping[str, object]) -> dict[str, str]:
    """Return the options that are given, as texts."""
    return {key: "true" if value is True else str(value) for key, value in fields.items() if value not in (None, False)}


def description(fields: dict[str, object], prefix: str = "source_") -> dict[str, str]:
    """Take the options that describe a source out of the options of a command."""
    return texts({key: fields.pop(f"{prefix}{key}") for key, *_ in _OPTIONS})


@attrs.define(eq=False, repr=False)
class CitableSources:
    """Sources that a file can cite, and the one that the command describes in it."""

    session: Session
    file: File
    given: dict[str, str] = attrs.field(factory=dict)
    """Keys of a new source that the options give."""
    prefix: str = "source-"
    """Beginning of the names of the options that describe a new source."""
    new: str | None = None
    """Id of the new source."""

    @property
    def _owner(self) -> str | None:
        return self.file.agreement.id if self.file.agreement else None

    @property
    def _known(self) -> list[Source]:
        described = self.session.folder.described
        return [source for key, source in described.items() if key.agreement in (None, self._owner)]

    def at(self, url: str) -> str | None:
        """Return the id of the source with an address; None if there is none."""
        return next((one.id for one in self._known if one.url == url), None)

    def has(self, id: str) -> bool:
        """Return whether a source is described under an id."""
        return id == self.new or any(one.id == id for one in self._known)

    def is_taken(self, id: str) -> bool:
        """Return whether a source that the file describes would have the id of another one in its reach."""
        keys = [key for key in self.session.folder.described if key.id == id]
        return any(key.agreement is None or self._owner in (None, key.agreement) for key in keys)

    def claim(self, word: str) -> Data:
        """Return the claim that ``SRC@LOCATOR`` means."""
        name, _, locator = (word, "", "") if _address(word) else word.partition("@")
        return as_claim(self.id(name), {"locator": locator} if locator else {})

    def id(self, word: str) -> str:
        """Return the id of the source that is named by its id or its address; describe it if that is possible."""
        address = _address(word)
        known = self.at(address) if address else word
        if known is not None and self.has(known):
            return known
        if self.new is None and (self.given or self.session.asks) and (address or is_id(word)):
            return self.describe(None if address else word, address)
        if address:
            option = f"--{self.prefix}{_TITLE}"
            raise CannotRunError(f"no source has the address '{clip(word)}': describe it with {option} and others")
        return word

    def describe(self, id: str | None = None, url: str | None = None) -> str:
        """Describe a new source in the file, from the options and the answers; return its id."""
        record = self.given | ({"url": url} if url else {})
        self.session.need({f"--{self.prefix}{_TITLE}": record.get(_TITLE)})
        if _TITLE not in record:
            known = self._ask_description(record)
            if known:
                return known
        taken = {key.id for key in self.session.folder.described}
        self.new = id or source_id(record.get("publisher") or record[_TITLE], record.get("published"), taken)
        self.given = record
        return self.new

    def _ask_description(self, record: dict[str, str]) -> str | None:
        """Fill a description by questions; return the id of a source that has the address already."""
        ask = self.session.ask
        if "url" not in record:
            url = ask("Address of the source (Enter: none)", _link, default="")
            known = self.at(url)
            if known:
                return known
            record |= {"url": url} if url else {}
        url = record.get("url", "")
        like = source_like(url, self._known)
        record[_TITLE] = ask("Title of the page or document", str)
        for key, question, read, default in (
            ("publisher", "Publisher (Enter: unknown)", str, like and like.publisher),
            ("published", "Day of publication, as in 2024-07-08 (Enter: unknown)", _date, day_in_address(url)),
        ):
            if key not in record:
                answer = ask(question, read, default=default or "")
                record |= {key: answer} if answer else {}
        if "type" not in record:
            choices = [Choice(str(word), SOURCE_TYPES[word]) for word in SourceType]
            record["type"] = ask(
                "Type of the source", _type, choices, default=str(like.type) if like and like.type else None
            )
        return None

    def additions(self) -> list[Make]:
        """Return the function that adds the new source, if there is one."""
        id, record = self.new, self.given
        return [] if id is None else [lambda old: new_source(old, id, record, is_shared=False)]

    def published(self, id: str) -> PartialDate | None:
        """Return the day on which a source was published, if it is known."""
        if id == self.new:
            return PartialDate(self.given["published"]) if "published" in self.given else None
        return next((one.published for one in self._known if one.id == id), None)

    def ask(self, question: str) -> str:
        """Ask for a source, and return its id; describe it if it is new."""
        return self.session.ask(f"{question}: {_WAYS}", self._read, self._choices())

    def ask_if(self, question: str) -> str | None:
        """Ask for a source that may be left out; return its id, or None for an empty answer."""
        return self.session.ask(
            f"{question}: {_WAYS} (Enter: none)",
            lambda answer: self._read(answer) if answer else None,
            self._choices(),
            default="",
        )

    def _choices(self) -> list[Choice]:
        """Return the sources to suggest: those that the file cites, then the newest of the others."""
        cited = {one.id for one in self.file.agreement.sources} if self.file.agreement else set[str]()
        order = sorted(self._known, key=lambda one: (one.id in cited, str(one.published or "")), reverse=True)
        choices = [Choice(one.id, clip(one.title)) for one in order[:_MAX_CHOICES]]
        return [*choices, Choice(_NEW, "a source that is not described yet")]

    def _read(self, answer: str) -> str:
        if answer == _NEW:
            return self.describe()
        if _address(answer):
            return self.id(answer)
        found = find_sources(answer, self._known)
        if len(found) == 1:
            return found[0].id
        if found:
            some = ", ".join(f"{one.id} ({clip(one.title)})" for one in found[:_MAX_CHOICES])
            raise ValueRefusedError(f"{len(found)} sources have these words: name one of {some}")
        raise ValueRefusedError(f"no source has '{clip(answer)}': write its address, or '{_NEW}'")


_BARE: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/.*")


def _address(word: str) -> str | None:
    """Return the web address that a word is, in full; None if it is none."""
    full = f"https://{word}" if _BARE.fullmatch(word) else word
    return full if re.fullmatch(LINK, full) else None


def _link(answer: str) -> str:
    if answer and not _address(answer):
        raise ValueRefusedError(f"'{clip(answer)}' is not a web address: write it as in 'https://example.org/page'")
    return _address(answer) or ""


def _date(answer: str) -> str:
    return str(date_in_words(answer)) if answer else ""


def _type(answer: str) -> str:
    word = meant(answer, list(SourceType), usual.SOURCE_TYPES)
    if word is None:
        raise ValueRefusedError(f"'{clip(answer)}' is not a type of source: write {listed(SourceType)}")
    return str(word)
