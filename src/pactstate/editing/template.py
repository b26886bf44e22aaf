"""Text of a new agreement file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pactstate.fileformat import shapes
from pactstate.fileformat.write import yaml_text
from pactstate.smallyaml import Data

__all__ = ["INHERITED", "agreement_text"]

INHERITED: Final = ("kind", "approvals_needed", "entry_into_force", "term")
"""Keys that a record can take from another record."""

_HINTS: Final[Mapping[str, str]] = {
    "entry_into_force": "{after: ratified, days: 30}",
    "term": "{years: 10, renews: true, notice: 6 months}",
}
"""Keys that a new file shows as comments, each with an example."""
_BELOW: Final = frozenset({"sources", "history", "statements"})


def agreement_text(data: Mapping[str, Data]) -> str:
    r"""Return the text of a new file, with comments on clauses that the agreement may have.

    >>> print(agreement_text({"title": "T", "id": "x", "term": {"years": "10"}, "history": []}), end="")
    id: x
    title: T
    term: {years: "10"}
    # If its own text says so:
    # entry_into_force: {after: ratified, days: 30}
    <BLANKLINE>
    history: []
    """
    ordered = {key: data[key] for key in shapes.keys(shapes.AgreementFile) if key in data}
    head = yaml_text({key: value for key, value in ordered.items() if key not in _BELOW})
    hints = "".join(f"# {key}: {example}\n" for key, example in _HINTS.items() if key not in data)
    comment = f"# If its own text says so:\n{hints}" if hints else ""
    body = yaml_text({key: value for key, value in ordered.items() if key in _BELOW})
    return f"{head}{comment}\n{body}"
