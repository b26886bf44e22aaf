"""Policy of suggestions: what may be suggested for a word of our files that is not known.

A person follows a suggestion without a second look, so a wrong one does harm:

- a key or a word of a closed list: the usual word for it (:mod:`pactstate.fileformat.usual`), else the most similar;
- the id of a source: one that differs in two letters at most, since a citation of another source is a false record;
- the id of an agreement: one of the same parties;
- a party: one whose whole name or code was written. The most similar name is too often another country;
- a source that is cited but not described: a line to paste, with empty texts, so that the check reports a pasted line
  that nobody has filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from pactstate.domain.dates import is_date
from pactstate.domain.parties import parties_named
from pactstate.fileformat import usual
from pactstate.text.escape import visible
from pactstate.text.suggest import MAX_LENGTH, did_you_mean, nearest, question, within_edits

__all__ = [
    "description",
    "id_for_address",
    "like_agreement",
    "like_party",
    "like_source",
    "mistyped_source",
    "usual_word",
]

_MAX_EDITS: Final = 2
_MAX_SOURCES: Final = 3
"""Number of sources that one question names."""


def usual_word(word: str, words: Iterable[str], table: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the question for a word of a closed list: by a table of :mod:`usual`, else by similarity.

    >>> usual_word("entry into force", ["signed", "in_force"], usual.EVENTS)
    "did you mean 'in_force'?"
    """
    known = list(words)
    if len(word) > MAX_LENGTH:
        return None
    asked = usual.plain(word)
    same = next((one for one in known if usual.plain(one) == asked), None)
    meant = (same,) if same else tuple(one for one in table.get(asked, ()) if one in known)
    return question(meant) if meant else did_you_mean(word, known)


def like_party(text: str, parties: Mapping[str, str]) -> str | None:
    """Return the question for a party, given names by code: by its whole name, or its code in another spelling."""
    codes = parties_named(text, parties)
    return question(codes, [f" for {visible(parties[code])}" for code in codes]) if codes else None


def like_source(id: str, ids: Iterable[str]) -> str | None:
    """Return the question for the id of a source: one that differs in two letters at most.

    >>> like_source("sede-004", ["seed-004", "seed-005"])
    "did you mean 'seed-004'?"
    """
    near = _nearest_sources(id, ids)
    # Ids at the same distance are all named, up to a limit: none of them is more likely.
    return question(near[:_MAX_SOURCES]) if near else None


def mistyped_source(id: str, ids: Iterable[str]) -> str | None:
    """Return the id of a source that another one is a typing error for: the only near one, with the same digits.

    >>> mistyped_source("sede-004", ["seed-004", "seed-005"]), mistyped_source("seed-006", ["seed-005"])
    ('seed-004', None)
    """
    near = _nearest_sources(id, ids)
    return near[0] if len(near) == 1 and re.findall("[0-9]", near[0]) == re.findall("[0-9]", id) else None


def _nearest_sources(id: str, ids: Iterable[str]) -> list[str]:
    if len(id) > MAX_LENGTH:
        return []
    folded = id.casefold()
    # Two edits change nearly all of an id of two or three letters.
    limit = min(_MAX_EDITS, max(len(folded) - 2, 0))
    near: dict[int, list[str]] = {}
    for known in ids:
        edits = within_edits(folded, known.casefold(), limit)
        if edits is not None:
            near.setdefault(edits, []).append(known)
    return near[min(near)] if near else []


def like_agreement(id: str, ids: Iterable[str]) -> str | None:
    """Return the question for the id of an agreement: one with the same parties, in whatever way they were written.

    >>> like_agreement("japan-philippines-raa", ["jp-ph-raa", "jp-gb-raa"])
    "did you mean 'jp-ph-raa'?"
    """
    if len(id) > MAX_LENGTH:
        return None
    parties, rest = _split_id(id)
    candidates = {}
    for known in ids:
        others, words = _split_id(known)
        if others == parties:
            candidates["-".join(words)] = known
    wanted = "-".join(rest)
    found = wanted if wanted in candidates else nearest(wanted, candidates)
    return question((candidates[found],)) if found is not None else None


@lru_cache(maxsize=4096)
def _split_id(id: str) -> tuple[list[str], list[str]]:
    """Return the codes of the parties that an id names, in order, and its other words."""
    parties: list[str] = []
    rest: list[str] = []
    for word in usual.plain(id).split():
        codes = parties_named(word)
        if len(codes) == 1:
            parties.append(codes[0])
        else:
            rest.append(word)
    return sorted(parties), rest


_DAY: Final = r"(?<![0-9])((?:19|20)[0-9]{2})[-/_.]?([01][0-9])[-/_.]?([0-3][0-9])(?![0-9])"
_DATE: Final = r"(?:^|-)([0-9]{4}(?:-[0-9]{2}){0,2})$"
_SHARED_DOMAINS: Final = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "gv", "mil", "ne", "net", "or", "org"}
)
"""Second-level domains that many publishers share, as in ``go.jp``."""
_MAX_ID: Final = 64


def description(id: str, url: str = "") -> str:
    """Return the help for a source that is not described, with the line to paste."""
    address = url.replace("'", "''")
    line = f"{id}: {{title: '', publisher: '', url: '{address}', published: {_published(id)}}}"
    return f"describe it under 'sources:' with this line, and fill in the quotes: {line}"


def id_for_address(url: str) -> str | None:
    """Return an id for the source at a web address: the name of its host, and the day if the address contains one.

    >>> id_for_address("https://www.mofa.go.jp/press/2024/07/08/signing.html")
    'mofa-2024-07-08'
    """
    try:
        parts = urlsplit(url)
        labels = [label for label in (parts.hostname or "").split(".") if not re.fullmatch("www[0-9]*", label)]
    except ValueError:
        return None
    if len(labels) > 1:
        kept = labels[:-1]
        if kept[-1] in _SHARED_DOMAINS:
            kept = kept[:-1] or labels
            labels = kept if kept is labels else kept[-1:]
        else:
            labels = kept[-1:]
    name = "-".join(re.findall("[a-z0-9]+", "-".join(labels)))
    found = re.search(_DAY, f"{parts.path}?{parts.query}")
    day = "-".join(found.groups()) if found else ""
    id = f"{name}-{day}" if day and is_date(day) else name
    return id if name and len(id) <= _MAX_ID else None


def _published(id: str) -> str:
    """Return the date at the end of an id, else an empty text."""
    found = re.search(_DATE, id)
    return found[1] if found and is_date(found[1]) else "''"
