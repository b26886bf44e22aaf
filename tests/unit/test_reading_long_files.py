"""Files that are so long that their entries, statements and sources are validated one by one."""

from __future__ import annotations

import pytest

from pactstate.domain.agreement import Agreement
from pactstate.fileformat.convert import agreement_of, sources_of
from pactstate.fileformat.document import read
from pactstate.findings import Finding
from pactstate.storage.limits import DEFAULT

HEAD = "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\n"
ENTRY = "- {event: note, date: 2024, note: a few words, reported_by: s0}\n"
SAID = "- {source: s0, says: signed}\n"


def _sources(number: int) -> str:
    return "sources:\n" + "".join(f"  s{n}: {{title: S}}\n" for n in range(number))


def _read(text: str) -> tuple[Agreement | None, list[Finding]]:
    assert len(text) > 50_000
    return agreement_of(read("a.yaml", text.encode(), DEFAULT)[0])


def test_every_entry_statement_and_source_is_read() -> None:
    agreement, found = _read(f"{HEAD}{_sources(300)}history:\n{ENTRY * 700}statements:\n{SAID * 100}")
    assert found == []
    assert agreement is not None
    assert (len(agreement.sources), len(agreement.history), len(agreement.statements)) == (300, 700, 100)
    assert {event.claims[0].source for event in agreement.history} == {"s0"}


@pytest.mark.parametrize("extra", ["", "histroy: []\n"])
def test_each_fault_has_its_place(extra: str) -> None:
    wrong = "- {event: note, date: x, note: a few words}\n"
    sources = _sources(2) + "  S_: {title: S}\n  s3: {titel: S}\n"
    agreement, found = _read(f"{HEAD}{extra}{sources}history:\n{ENTRY * 900}{wrong}statements:\n- {{source: s0}}\n")
    assert agreement is None
    above = 5 + bool(extra)
    places = {(one.rule, one.line) for one in found}
    assert places - {("unknown-key", 5)} == {
        ("invalid-value", above + 3),
        ("unknown-key", above + 4),
        ("invalid-date", above + 906),
        ("missing-key", above + 908),
    }
    assert (("unknown-key", 5) in places) is bool(extra)


def test_no_more_entries_are_validated_than_faults_are_reported() -> None:
    agreement, found = _read(f"{HEAD}history:\n" + "- {}\n" * 5_200 + f"# {'x' * 30_000}\n")
    assert agreement is None
    assert len(found) == DEFAULT.faults
    assert max(one.line for one in found) < 5_010


def test_an_error_behind_many_right_items_of_a_list_is_reported() -> None:
    names = ", ".join(["a"] * 21_000)
    _, found = _read(f"{HEAD}history: []\namends: [{names}, A_1]\n")
    assert [one.message for one in found] == ["'A_1' is not an id: ids are made of a-z, 0-9 and single hyphens"]
    _, found = _read(f"{HEAD}history: []\namends: [A_1, {names}]\nidentifiers: {{a: b}}\n")
    assert [one.message for one in found] == ["'A_1' is not an id: ids are made of a-z, 0-9 and single hyphens"]


def test_right_sources_among_wrong_ones_are_read() -> None:
    wrong = "".join(f"s{n}: {{titel: S, type: x, url: x}}\n" for n in range(1_400))
    text = f"a0: {{title: A}}\n{wrong}z0: {{title: Z}}\n"
    sources, found = sources_of(read("sources.yaml", text.encode(), DEFAULT)[0])
    assert list(sources) == ["a0", "z0"]
    assert {one.rule for one in found} == {"unknown-key", "invalid-value", "missing-key"}
    assert len(found) <= DEFAULT.faults
