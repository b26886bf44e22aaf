"""Search for agreements and sources by what a person types: ids, words of titles, names, addresses, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import DateError, PartialDate, compatible
from pactstate.domain.model import Source
from pactstate.domain.parties import PARTIES, parties_named
from pactstate.fileformat import usual
from pactstate.text.suggest import MAX_LENGTH, within_edits

__all__ = [
    "date_in_words",
    "find_agreements",
    "find_sources",
    "meant",
    "similar_agreements",
    "split_day",
    "unknown_words",
]

_MAX_WORDS: Final = 30
"""Number of words of a question that are looked at."""
_MAX_WORDS_OF_NAME: Final = 6
"""Number of words in the longest name of a party, such as "Democratic People's Republic of Korea"."""
_MIN_FOR_ONE_EDIT: Final = 5
_MIN_FOR_TWO_EDITS: Final = 8
"""Letters of a word from which one or two of them may be wrong."""
_FILLERS: Final = frozenset(
    {
        *("a", "an", "and", "at", "between", "for", "in", "is", "of", "on", "the", "to", "was", "with"),
        *("are", "been", "did", "does", "has", "have", "since", "still", "were", "what", "when", "which", "yet"),
        *("current", "currently", "now", "state", "status", "stand", "today", "where"),
        *("accord", "agreement", "agreements", "pact", "treaty"),
        *("become", "came", "come", "effect", "enter", "entered", "force", "into", "ratified", "signed", "valid"),
    }
)
"""Words that say nothing about which agreement is meant, used only where they find one."""


def find_agreements(
    text: str, agreements: Iterable[Agreement], parties: Mapping[str, str] = PARTIES
) -> Sequence[Agreement]:
    """Return the agreements that a text means, in order of id.

    The text is an id, a former id, or words in any order: names and codes of parties, and words or beginnings of words
    of the id, the titles and the kind. All of them must fit.

    >>> raa = Agreement("jp-gb-raa", "Reciprocal Access Agreement", "raa", ("JP", "GB"))
    >>> [one.id for one in find_agreements("the UK japan access", [raa])]
    ['jp-gb-raa']
    """
    known = {agreement.id: agreement for agreement in agreements}
    if text in known:
        return (known[text],)
    former = [one for one in known.values() if text in one.formerly]
    if former:
        return former
    named, rest, candidates = _narrowed(text, known.values(), parties)
    for wanted in (rest, [word for word in rest if word not in _FILLERS]):
        if named or wanted:
            found = [one for one, own in candidates if all(_begins(word, own) for word in wanted)]
            if found:
                return found
    return ()


def similar_agreements(
    text: str, agreements: Iterable[Agreement], parties: Mapping[str, str] = PARTIES
) -> Sequence[Agreement]:
    """Return the agreements to suggest for a text that means none, in order of id.

    One letter of a word may be wrong, or two of a long one. A party is never taken for another one.

    >>> raa = Agreement("jp-gb-raa", "Reciprocal Access Agreement", "raa", ("JP", "GB"))
    >>> [one.id for one in similar_agreements("UK reciprocal acess", [raa])]
    ['jp-gb-raa']
    """
    _, rest, candidates = _narrowed(text, agreements, parties)
    wanted = [word for word in rest if word not in _FILLERS]
    if not wanted:
        return ()
    return [one for one, own in candidates if all(_begins(word, own) or _resembles(word, own) for word in wanted)]


def unknown_words(text: str, agreements: Iterable[Agreement], parties: Mapping[str, str] = PARTIES) -> Sequence[str]:
    """Return the words of a text that neither name a party nor begin a word of any agreement.

    >>> unknown_words("jpaan uk access", [Agreement("jp-gb-raa", "Reciprocal Access Agreement", "raa", ("JP", "GB"))])
    ['jpaan']
    """
    _, rest, _ = _narrowed(text, (), parties)
    known = {word for one in agreements for word in _words_of(one, parties)}
    return [word for word in dict.fromkeys(rest) if word not in _FILLERS and not _begins(word, known)]


def date_in_words(text: str) -> PartialDate:
    """Return the date that a person writes, as in a file or in words that have one meaning.

    Raises:
        DateError: The text is no date, or may mean several.

    >>> date_in_words("20 October 2023"), date_in_words("2023-10")
    (PartialDate('2023-10-20'), PartialDate('2023-10'))
    """
    try:
        return PartialDate(text)
    except DateError as error:
        if len(error.meant) != 1:
            raise
        return PartialDate(error.meant[0])


def split_day(text: str) -> tuple[str, PartialDate] | None:
    """Return a question without the date in it, and the date; None without a date.

    >>> split_day("japan uk raa on 20 october 2023?")
    ('japan uk raa', PartialDate('2023-10-20'))
    """
    words = text[: MAX_LENGTH * _MAX_WORDS].rstrip("?.! ").split()[:_MAX_WORDS]
    for size in range(min(_MAX_WORDS_OF_DATE, len(words)), 0, -1):
        for place in range(len(words) - size + 1):
            try:
                day = date_in_words(" ".join(words[place : place + size]).strip(",;"))
            except DateError:
                continue
            before = words[: place - 1] if place and words[place - 1].casefold() in _BEFORE_DATE else words[:place]
            return " ".join([*before, *words[place + size :]]), day
    return None


_MAX_WORDS_OF_DATE: Final = 4
_BEFORE_DATE: Final = frozenset({"at", "during", "in", "on"})

_Candidates = Sequence[tuple[Agreement, frozenset[str]]]


def _narrowed(
    text: str, agreements: Iterable[Agreement], parties: Mapping[str, str]
) -> tuple[Sequence[tuple[str, ...]], Sequence[str], _Candidates]:
    """Return the parties that a text names, its other words, and the agreements of these parties with their words."""
    words = usual.plain(text[: MAX_LENGTH * _MAX_WORDS]).split()[:_MAX_WORDS]
    named, rest = _parties_in(words, parties)
    fitting = [one for one in agreements if all(not set(codes).isdisjoint(one.parties) for codes in named)]
    fitting.sort(key=lambda one: one.id)
    return named, rest, [(one, _words_of(one, parties)) for one in fitting]


def find_sources(text: str, sources: Iterable[Source]) -> Sequence[Source]:
    """Return the sources that a text means, in the given order.

    The text is an id, an address, a day, or words in any order: words or beginnings of words of the id, the title, the
    publisher, the author and the address. All of them must fit. A day, month or year means the sources published in
    it; if there are none, those that may have been published in it.

    >>> gazette = Source("g1", "Notice of signature", "Gazette", url="https://example.org/1", published="2024-07-09")
    >>> [[one.id for one in find_sources(text, [gazette])] for text in ("gazette sign", "2024-07", "example.org/2")]
    [['g1'], ['g1'], []]
    """
    known = list(sources)
    exact = [one for one in known if text in (one.id, one.url, one.archive_url)]
    if exact:
        return exact
    try:
        day = PartialDate(text)
    except DateError:
        wanted = usual.plain(text[: MAX_LENGTH * _MAX_WORDS]).split()[:_MAX_WORDS]
        if not wanted:
            return ()
        words = [
            (one, usual.plain(" ".join(filter(None, (one.id, one.title, one.publisher, one.author, one.url)))))
            for one in known
        ]
        return [one for one, own in words if all(_begins(word, own.split()) for word in wanted)]
    dated = [(one, one.published) for one in known if one.published]
    within = [one for one, date in dated if day.earliest <= date.earliest and date.latest <= day.latest]
    return within or [one for one, date in dated if compatible(day, date)]


def meant(word: str, words: Iterable[str], table: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the word of a closed list that a person means by its usual name or in another spelling; else None.

    >>> meant("in force", ["signed", "in_force"], usual.STATES), meant("RAA", ["raa"], usual.KINDS)
    ('in_force', 'raa')
    """
    known = list(words)
    if word in known:
        return word
    asked = usual.plain(word[: MAX_LENGTH + 1])
    same = [one for one in known if usual.plain(one) == asked] or [one for one in table.get(asked, ()) if one in known]
    return same[0] if len(same) == 1 else None


def _parties_in(words: Sequence[str], parties: Mapping[str, str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the parties that the words name, each as the codes that are possible, and the other words."""
    found: list[tuple[str, ...]] = []
    rest: list[str] = []
    place = 0
    while place < len(words):
        # The longest name first: "South Korea" is not Korea.
        for size in range(min(_MAX_WORDS_OF_NAME, len(words) - place), 0, -1):
            name = " ".join(words[place : place + size])
            # "in" and "to" are codes of India and Tonga, and hardly ever mean them.
            codes = () if name in _FILLERS else parties_named(name, parties)
            if codes:
                found.append(codes)
                place += size
                break
        else:
            rest.append(words[place])
            place += 1
    return found, rest


def _words_of(agreement: Agreement, parties: Mapping[str, str]) -> frozenset[str]:
    """Return the words by which an agreement is found beside its parties."""
    texts = (agreement.id, agreement.title, agreement.formal_title or "", agreement.policy.title, *agreement.formerly)
    names = {word for code in agreement.parties for word in usual.plain(f"{code} {parties.get(code, '')}").split()}
    return frozenset(word for text in texts for word in usual.plain(text).split()) - names


def _begins(word: str, words: Iterable[str]) -> bool:
    return any(one.startswith(word) for one in words)


def _resembles(word: str, words: Iterable[str]) -> bool:
    limit = (len(word) >= _MIN_FOR_ONE_EDIT) + (len(word) >= _MIN_FOR_TWO_EDITS)
    if not limit or len(word) > MAX_LENGTH:
        return False
    return any(within_edits(word, one, limit) is not None for one in words)
