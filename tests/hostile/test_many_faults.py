"""Files within the limits that have very many faults, or one very long list."""

from __future__ import annotations

import pytest

from pactstate.fileformat.convert import agreement_of
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
        ("".join(f"k{number}: v\n" for number in range(24_000)) + "history: []\n", {"unknown-key"}),
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
