"""The table of the yaml-test-suite is whole, and true where the suite is at hand.

``PACTSTATE_YAML_TEST_SUITE`` names a checkout of its data release; without one, the table is tested by itself.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

import yaml_test_suite
from pactstate.findings import Severity
from pactstate.rules import RULES
from yaml_test_suite import Row, cases, data_of, events, judged, table

SUITE = os.environ.get("PACTSTATE_YAML_TEST_SUITE", "")
ROWS = {row.case: row for row in table()}
CODES = {rule.code: rule for rule in RULES.values()}

OTHERWISE = {
    "L24T/01": "a block text whose last line is a space without a line end, to which the suite adds one",
}
"""Valid, and read otherwise than the suite has it, as libyaml, PyYAML's own parser and ruamel.yaml read it."""


def test_every_case_of_the_release_has_its_row() -> None:
    assert len(ROWS) == len(table()) == 402
    assert Counter(row.valid for row in ROWS.values()) == {"yes": 308, "no": 94}
    assert list(ROWS) == sorted(ROWS)


def test_what_is_refused_has_a_reason_and_what_is_read_has_none() -> None:
    for row in ROWS.values():
        codes = row.rules.split()
        read = "misread" if row.case in OTHERWISE else "read"
        assert row.verdict == ("refused" if codes else read), row
        assert all(CODES[code].severity is Severity.ERROR and code < "PS2" for code in codes), row


def test_what_is_invalid_is_refused() -> None:
    assert {row.verdict for row in ROWS.values() if row.valid == "no"} == {"refused"}


def test_a_good_part_of_what_is_valid_is_read() -> None:
    assert sum(row.valid == "yes" and row.verdict == "read" for row in ROWS.values()) > 50


@pytest.fixture
def case(tmp_path: Path):
    """Writes a case as the suite does."""

    def write(text: str, told: str, *, valid: bool = True) -> Path:
        folder = tmp_path / "AB12" / "00"
        folder.mkdir(parents=True)
        (folder / "in.yaml").write_text(text, encoding="utf-8")
        (folder / "test.event").write_text(told, encoding="utf-8")
        if not valid:
            (folder / "error").touch()
        return folder

    return write


TOLD = "+STR\n +DOC ---\n  +MAP\n   =VAL :a\n   +SEQ []\n    =VAL 'b\\n\\\\\n    +MAP {}\n    -MAP\n   -SEQ\n  -MAP\n -DOC\n-STR\n"


def test_a_case_is_compared_with_its_events(case, tmp_path: Path) -> None:
    folder = case('a: ["b\\n\\\\", {}]', TOLD)
    assert data_of(events(folder)) == {"a": ["b\n\\", {}]}
    assert list(cases(tmp_path)) == [("AB12/00", folder)]
    assert judged("AB12/00", folder) == Row("AB12/00", "yes", "read", "")


def test_a_case_that_is_read_otherwise_is_seen(case) -> None:
    assert judged("x", case("a: [b, {}]", TOLD)).verdict == "misread"


@pytest.mark.parametrize(("text", "rules"), [("a: *b", "PS006"), ("a: 1\na: !x 2", "PS003 PS006"), ("[a", "PS002")])
def test_a_case_that_is_refused_says_why(case, text: str, rules: str) -> None:
    assert judged("x", case(text, TOLD, valid=False)) == Row("x", "no", "refused", rules)


def test_the_script_writes_the_table(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case("a: !x b", TOLD)
    monkeypatch.setattr(yaml_test_suite, "TABLE", tmp_path / "table.csv")
    monkeypatch.setattr("sys.argv", ["yaml_test_suite.py", str(tmp_path)])
    yaml_test_suite.main()
    assert (tmp_path / "table.csv").read_bytes() == b"case,valid,verdict,rules\nAB12/00,yes,refused,PS006\n"
    assert table() == [Row("AB12/00", "yes", "refused", "PS006")]


@pytest.mark.skipif(not SUITE, reason="PACTSTATE_YAML_TEST_SUITE names no checkout of the suite")
def test_every_row_is_true() -> None:
    assert [judged(*case) for case in cases(Path(SUITE))] == table()
