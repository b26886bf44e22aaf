"""Answers about several agreements, as a list that becomes data or a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, overload

import attrs

from pactstate.dataframe import dataframe
from pactstate.domain.agreement import Agreement
from pactstate.domain.contradictions import contradictions
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import each
from pactstate.domain.status import Status, flag_words, status_as_json
from pactstate.text.escape import html_table

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingImports]  # optional
    import polars as pl  # pyright: ignore[reportMissingImports]  # optional

__all__ = ["AgreementStatus", "Statuses"]


@attrs.frozen(repr=False)
class AgreementStatus:
    """Agreement with an answer about it."""

    agreement: Agreement
    status: Status

    def __str__(self) -> str:
        return f"{self.agreement.id}: {self.status}"

    def __repr__(self) -> str:
        return f"AgreementStatus({str(self)!r})"

    def to_dict(self) -> dict[str, object]:
        """Return both as data for JSON, the same that ``pactstate status --format json`` prints."""
        agreement = self.agreement
        return {
            "id": agreement.id,
            "title": agreement.title,
            "kind": agreement.kind,
            "parties": list(agreement.parties),
            **status_as_json(self.status),
            "contradictions": sum(1 for _ in contradictions(agreement, self.status.known_by)),
        }


def _rows(rows: Iterable[AgreementStatus]) -> tuple[AgreementStatus, ...]:
    return each(rows, AgreementStatus, "Statuses.rows")


@attrs.frozen(repr=False)
class Statuses(Sequence[AgreementStatus]):
    """Answers about several agreements: a sequence, in order of id."""

    rows: tuple[AgreementStatus, ...] = attrs.field(converter=_rows)

    @overload
    def __getitem__(self, index: int) -> AgreementStatus: ...
    @overload
    def __getitem__(self, index: slice) -> Statuses: ...
    def __getitem__(self, index: int | slice) -> AgreementStatus | Statuses:
        return Statuses(self.rows[index]) if isinstance(index, slice) else self.rows[index]

    def __iter__(self) -> Iterator[AgreementStatus]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        return "\n".join(map(str, self.rows))

    def __repr__(self) -> str:
        return f"Statuses({len(self)} agreements)"

    def _repr_html_(self) -> str:
        columns = ("Agreement", "State", "Since", "Parties")
        return html_table(
            columns,
            [
                (row.agreement.id, row.status, row.status.since or "", ", ".join(row.agreement.parties))
                for row in self.rows
            ],
        )

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the answers as data for JSON: ``agreements`` of ``pactstate status --format json``."""
        return [row.to_dict() for row in self.rows]

    @overload
    def to_dataframe(self, library: Literal["pandas"]) -> pd.DataFrame: ...
    @overload
    def to_dataframe(self, library: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def to_dataframe(self, library: None = None) -> pd.DataFrame | pl.DataFrame: ...
    def to_dataframe(self, library: str | None = None) -> pd.DataFrame | pl.DataFrame:
        """Return a table with one row for each agreement, of pandas or polars; by default of the first one installed.

        Several values in one cell are joined with ``; ``. Of each date there are the first and the last possible day.

        Raises:
            MissingLibraryError: The library is not installed.
            ValueRefusedError: There are no tables of this library.
        """
        # The values are collected by column, so that a table without rows has its columns.
        columns = {name: [value(row) for row in self.rows] for name, value in _COLUMNS.items()}
        return dataframe(columns, library)


def _first(date: PartialDate | None) -> dt.date | None:
    return date.earliest if date else None


def _last(date: PartialDate | None) -> dt.date | None:
    return date.latest if date else None


_COLUMNS: Final[Mapping[str, Callable[[AgreementStatus], object]]] = {
    "id": lambda row: row.agreement.id,
    "title": lambda row: row.agreement.title,
    "kind": lambda row: row.agreement.kind,
    "parties": lambda row: "; ".join(row.agreement.parties),
    "state": lambda row: row.status.state and str(row.status.state),
    "presumed": lambda row: row.status.presumed and str(row.status.presumed),
    "words": lambda row: str(row.status),
    "since_earliest": lambda row: _first(row.status.since),
    "since_latest": lambda row: _last(row.status.since),
    "flags": lambda row: "; ".join(flag_words(row.status.flags)),
    "signed": lambda row: "; ".join(row.status.signed),
    "approved": lambda row: "; ".join(row.status.approved),
    "ratified": lambda row: "; ".join(row.status.ratified),
    "expected": lambda row: "; ".join(map(str, row.status.expected)),
    "newest_source": lambda row: row.status.newest_source and row.status.newest_source.id,
    "newest_earliest": lambda row: _first(row.status.newest),
    "newest_latest": lambda row: _last(row.status.newest),
}
"""Value of each column of a table."""
