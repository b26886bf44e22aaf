"""Files within the limits that have very many faults, or one very long list."""

from __future__ import annotations

import pytest

from pactstate.fileformat.convert import agreement_of, sources_of
from pactstate.fileformat.document import read
from pactstate.findings import Finding
from pactstate.storage.limits import DEFAULT


def _found(text: str) -> list[Finding]:
    return agreement_of(read("x.yaml", text.encode(), DEFAULT)[0])[1]


_SHORT = "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\nhistory:\n"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (_SHORT + "- {}\n" * 24_000, {"missing-key"}),
        (_SHORT[:-1] + " []\n" + "".join(f"k{number}: v\n" for number in range(24_000)), {"unknown-key"}),
        ("".join(f"k{number}: v\n" for number in range(24_000)) + "history: []\n", {"unknown-key", "missing-key"}),
        ("".join(f"k{number}: v\n" for number in range(24_000)) + _SHORT + "  []\n", {"unknown-key"}),
        (_SHORT + "- {event: note, date: 2024}\n" * 15_000 + "- {}\n" * 12_000, {"missing-key"}),
        (_SHORT + "- {event: note, date: 2024}\n" * 38_000 + "- {}\n" * 3_000, {"missing-key"}),
        (_SHORT + "- [" + "a, " * 24_000 + "]\n", {"invalid-value"}),
        (
            _SHORT
            + "- {event: note, date: 2024}\n" * 20_000
            + f"- {{event: note, date: 2024, {', '.join(f'k{number}: v' for number in range(15_000))}}}\n",
            {"unknown-key"},
        ),
    ],
)
def test_of_very_many_faults_some_are_reported_and_no_false_one(text: str, rules: set[str]) -> None:
    found = _found(text)
    assert {one.rule for one in found} == rules
    assert 0 < len(found) <= 20_000


def test_a_very_long_list_can_be_right() -> None:
    names = ", ".join(f"a{number}" for number in range(45_000))
    agreement, found = agreement_of(read("x.yaml", f"{_SHORT}  []\namends: [{names}]\n".encode(), DEFAULT)[0])
    assert found == []
    assert agreement is not None
    assert len(agreement.amends) == 45_000


def test_an_error_behind_many_right_items_of_a_list_is_reported() -> None:
    names = ", ".join(f"a{number}" for number in range(30_000))
    found = _found(f"{_SHORT}  []\namends: [{names}, A_1]\n")
    assert [one.message for one in found] == ["'A_1' is not an id: ids are made of a-z, 0-9 and single hyphens"]


def test_right_sources_among_very_many_wrong_ones_are_read() -> None:
    right = "a0: {title: A}\n", "z0: {title: Z}\n"
    wrong = "".join(f"s{number}: {{titel: S, type: x, url: x}}\n" for number in range(20_000))
    sources, found = sources_of(read("sources.yaml", f"{right[0]}{wrong}{right[1]}".encode(), DEFAULT)[0])
    assert list(sources) == ["a0", "z0"]
    assert {one.rule for one in found} == {"unknown-key", "invalid-value", "missing-key"}
    assert len(found) <= DEFAULT.faults
