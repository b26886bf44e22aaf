"""Registry: agreements by id, linked with their sources, for questions about several of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar, overload

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.fields import DateLike, as_day, as_word, checked, each
from pactstate.domain.model import Source
from pactstate.domain.statuses import AgreementStatus, Statuses
from pactstate.domain.vocabulary import common
from pactstate.errors import PactstateError, ValueRefusedError
from pactstate.fileformat import usual
from pactstate.fileformat.suggest import like_agreement, like_party, usual_word
from pactstate.findings import Report
from pactstate.text.escape import html_table
from pactstate.text.suggest import clip, did_you_mean, listed

__all__ = ["Registry", "SourceKey", "UnknownAgreementError"]


class UnknownAgreementError(PactstateError, KeyError):
    """There is no agreement of this id. The message suggests one of the same parties."""

    def __str__(self) -> str:
        return str(self.args[0])


def _by_id(agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    found = each(agreements, Agreement, "Registry.agreements")
    in_order = tuple(sorted(found, key=lambda agreement: agreement.id))
    for one, next in itertools.pairwise(in_order):
        if one.id == next.id:
            raise ValueRefusedError(f"two agreements have the id '{one.id}': give each an id of its own")
    return in_order


def sources_by_id(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(sorted(dict.fromkeys(sources), key=lambda source: source.id))


class SourceKey(NamedTuple):
    """Identity of a source in a folder."""

    id: str
    agreement: str | None
    """Agreement to whose file it belongs; None for a shared source."""


_Default = TypeVar("_Default")


@attrs.frozen(field_transformer=checked)
class Registry(Mapping[str, Agreement]):
    """Agreements by id, in order of id. Immutable and hashable.

    ``registry[id]`` raises :class:`UnknownAgreementError`, a :class:`KeyError` that suggests an id of the same parties.
    """

    agreements: tuple[Agreement, ...] = attrs.field(converter=_by_id)
    path: str = ""
    """Folder from which they were read."""
    report: Report = attrs.field(factory=Report, eq=False, kw_only=True)
    """Findings of loading; empty for a registry made in code."""

    @cached_property
    def _index(self) -> dict[str, Agreement]:
        return {agreement.id: agreement for agreement in self.agreements}

    def __getitem__(self, id: str) -> Agreement:
        if id in self._index:
            return self._index[id]
        hint = like_agreement(str(id), self._index)
        raise UnknownAgreementError(f"no agreement '{id}'" + (f": {hint}" if hint else ""))

    # The defaults of the next two call __getitem__, which searches for similar ids when there is none.
    def __contains__(self, id: object) -> bool:
        return id in self._index

    @overload
    def get(self, key: str, /) -> Agreement | None: ...
    @overload
    def get(self, key: str, /, default: Agreement | _Default) -> Agreement | _Default: ...
    def get(self, key: str, /, default: object = None) -> object:
        """Return the agreement of an id; the default if there is none."""
        return self._index.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self.agreements)

    def __repr__(self) -> str:
        return f"Registry({len(self)} agreements from {self.path!r})"

    def _repr_html_(self) -> str:
        rows = [(one.id, one.title, one.kind, ", ".join(one.parties)) for one in self.agreements]
        return html_table(("Agreement", "Title", "Kind", "Parties"), rows)

    def status(
        self,
        on: DateLike | None = None,
        known_by: DateLike | None = None,
        *,
        kind: str | None = None,
        party: str | None = None,
        state: str | None = None,
        today: DateLike | None = None,
    ) -> Statuses:
        """Return where the agreements stood on a day, as far as was known by another day.

        Args:
            on: Day of the states. Default: ``today``, and that is the day of the call.
            known_by: Day by which the sources were published that count. Default: all count.
            kind: Kind of the agreements, such as ``raa``.
            party: Code of a party of the agreements, such as ``JP``.
            state: State in which the agreements certainly were.
            today: Day after which an answer is projected.

        Raises:
            DateError: A text is no date, or ``today`` is not one day.
            ValueRefusedError: There is no such kind, party or state.

        >>> registry = load("agreements")
        >>> [row.agreement.id for row in registry.status(on="2020", kind="raa", party="AU")]
        ['jp-au-raa']
        """
        words = [one.vocabulary for one in self.agreements if one.vocabulary]
        kinds = {name for one in (common(), *words) for name in one.kinds}
        parties = {code: name for one in (common(), *words) for code, name in one.parties.items()}
        if kind is not None and kind not in kinds:
            raise ValueRefusedError(f"'{kind}' is no kind: {usual_word(kind, kinds, usual.KINDS) or listed(kinds)}")
        if party is not None and party not in parties:
            hint = like_party(party, parties) or "write the ISO 3166-1 code of a state, as in 'JP' for Japan"
            raise ValueRefusedError(f"'{party}' is not the code of a party: {hint}")
        wanted = None if state is None else as_word(State, state)
        day = as_day(today)
        rows = (
            AgreementStatus(one, one.status(on, known_by, today=day))
            for one in self.agreements
            if kind in (None, one.kind) and (party is None or party in one.parties)
        )
        return Statuses(row for row in rows if wanted is None or row.status.state is wanted)

    def table(
        self,
        name: str,
        *,
        on: DateLike | None = None,
        known_by: DateLike | None = None,
        today: DateLike | None = None,
    ) -> list[dict[str, str | int | bool | None]]:
        """Return a table of ``pactstate export``, a dictionary for each row. See docs/tables.md.

        Args:
            name: Table, such as ``events``, ``claims`` or ``spells``.
            on: Day of the states. Default: ``today``.
            known_by: Day by which the sources were published that count. Default: all count.
            today: Day after which an answer is projected. Default: the day of the call.

        Raises:
            DateError: A text is no date, or ``today`` is not one day.
            ValueRefusedError: There is no such table, or it is ``findings``, which a check makes.

        >>> rows = load("agreements").table("events")
        >>> [row["date"] for row in rows if row["agreement"] == "jp-ph-raa" and row["event"] == "signed"]
        ['2024-07-08']
        """
        from pactstate.tables.columns import TABLES  # few callers need it
        from pactstate.tables.rows import AnsweredAgreement, Question

        names = [one for one in TABLES if one != "findings"]
        if name not in names:
            raise ValueRefusedError(f"no table '{clip(name)}': {did_you_mean(name, names) or listed(names)}")
        day = as_day(today)
        by = None if known_by is None else PartialDate(known_by)
        question = Question(PartialDate(day if on is None else on), by, day)
        columns = [column.name for column in TABLES[name].columns]
        cases = (AnsweredAgreement(agreement, question) for agreement in self.agreements)
        return [dict(zip(columns, row, strict=True)) for case in cases for row in TABLES[name].rows(case)]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources that the agreements cite, in order of id; each file may describe its own one of an id."""
        return sources_by_id(source for agreement in self.agreements for source in agreement.sources)
