"""Every rule has an example that keeps it and one that breaks it; what is printed for the latter is kept too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.checks.rules import AGREEMENT_CHECKS, FOLDER_CHECKS, SOURCE_CHECKS
from pactstate.checks.runner import check_folder
from pactstate.compare import Base
from pactstate.fileformat.config import Config
from pactstate.findings import Report, Severity
from pactstate.folder.read import read_folder
from pactstate.reports import Options, render
from pactstate.rules import RULES

EXAMPLES = Path(__file__).parent.parent / "rules"
TODAY = dt.date(2026, 11, 22)


def base_of(name: str) -> Base | None:
    """Return the base of a rule's examples, under a name that is the same everywhere."""
    folder = Path(name, "base")
    return Base("origin/main", None, read_folder(folder, config=Config())) if RULES[name].base else None


def checked(path: Path) -> Report:
    return check_folder(read_folder(path, config=Config()), TODAY, base=base_of(path.parent.name))


@pytest.fixture(autouse=True)
def _in_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)


def test_every_rule_has_examples() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_rules_that_compare_have_a_base_that_is_clean_itself(name: str) -> None:
    assert Path(name, "base").exists() is RULES[name].base
    if RULES[name].base:
        assert check_folder(read_folder(Path(name, "base"), config=Config()), TODAY).findings == ()


@pytest.mark.parametrize("name", [name for name in RULES if RULES[name].base])
def test_without_a_base_a_rule_that_compares_has_no_finding(name: str) -> None:
    report = check_folder(read_folder(Path(name, "bad"), config=Config()), TODAY)
    assert [finding for finding in report.findings if RULES[finding.rule].base] == []


@pytest.mark.parametrize("name", RULES)
def test_the_good_example_is_clean(name: str) -> None:
    report = checked(Path(name, "ok"))
    assert [
        finding for finding in report.findings if finding.severity is not Severity.INFO or finding.rule == name
    ] == []


@pytest.mark.parametrize("name", RULES)
def test_the_bad_example_is_found_as_printed(name: str, golden: Callable[[Path, str], None]) -> None:
    report = checked(Path(name, "bad"))
    found = [finding for finding in report.findings if finding.rule == name]
    assert found
    assert {finding.code for finding in found} == {RULES[name].code}
    assert {finding.severity for finding in found} == {RULES[name].severity}
    golden(EXAMPLES / name / "expected.txt", render("text", report, Options(verbose=True)))


def test_rules_are_listed_once_and_in_the_order_of_their_codes() -> None:
    codes = [rule.code for rule in RULES.values()]
    assert len(codes) == len(set(codes))
    for checks in (AGREEMENT_CHECKS, SOURCE_CHECKS, FOLDER_CHECKS):
        assert [check.info.code for check in checks] == sorted(check.info.code for check in checks)


@pytest.mark.parametrize("name", RULES)
def test_what_is_found_in_a_file_is_found_when_only_that_is_asked_for(name: str) -> None:
    """The agreements of other files are then not judged: nothing that they have to say stands here."""
    folder, base = read_folder(Path(name, "bad")), base_of(name)
    whole = check_folder(folder, TODAY, base=base)
    # The file of a deleted record may be deleted too; its content is read from the base.
    for path in {*folder.paths, *(found.path for found in whole.findings)}:
        alone = check_folder(folder, TODAY, only=lambda asked, path=path: asked == path, base=base)
        assert alone.findings == tuple(found for found in whole.findings if found.path == path)
        assert alone.paths == ((path,) if path in folder.paths else ())
