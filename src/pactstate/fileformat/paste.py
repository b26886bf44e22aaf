"""Line to paste under ``sources:`` for a source that is cited but not described.

Its texts are empty, so that the check reports a pasted line that nobody has filled in.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from pactstate.domain.dates import DateError, PartialDate

__all__ = ["description", "id_for_address"]

_DAY: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-/_.]?([01][0-9])[-/_.]?([0-3][0-9])(?![0-9])")
_DATE: Final = re.compile(r"(?:^|-)([0-9]{4}(?:-[0-9]{2}){0,2})$")
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
    found = _DAY.search(f"{parts.path}?{parts.query}")
    day = "-".join(found.groups()) if found else ""
    id = f"{name}-{day}" if day and _is_date(day) else name
    return id if name and len(id) <= _MAX_ID else None


def _published(id: str) -> str:
    """Return the date at the end of an id, else an empty text."""
    found = _DATE.search(id)
    return found[1] if found and _is_date(found[1]) else "''"


def _is_date(text: str) -> bool:
    try:
        PartialDate(text)
    except DateError:
        return False
    return True
