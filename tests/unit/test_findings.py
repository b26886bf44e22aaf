"""Findings, reports, the error that carries them, and the catalogue of rules."""

from __future__ import annotations

import copy
import itertools
import pickle
import traceback

import attrs
import pytest

from pactstate.findings import (
    AgreementError,
    Finding,
    Location,
    Related,
    Remark,
    RemarkKind,
    Report,
    Severity,
    Suppression,
    Unlisted,
)
from pactstate.rules import RULES, RuleInfo

_PLACE = Location("a.yaml", 2, 3, 2, 9)


def _finding(path: str = "a.yaml", line: int = 1, column: int = 1, code: str = "PS1", message: str = "m") -> Finding:
    return Finding("rule", code, Severity.ERROR, message, Location(path, line, column))


def _of(*severities: Severity) -> list[Finding]:
    return [attrs.evolve(_finding(line=line), severity=severity) for line, severity in enumerate(severities, 1)]


def test_severities_are_words_with_a_gravity() -> None:
    assert [str(severity) for severity in Severity] == ["info", "warning", "error"]
    assert Severity("error") is Severity.ERROR
    assert [severity.gravity for severity in (Severity.INFO, Severity.WARNING, Severity.ERROR)] == [0, 1, 2]


def test_a_location_is_the_beginning_of_a_file_by_default() -> None:
    assert Location("a.yaml") == Location("a.yaml", 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("path", "here", "words"),
    [
        ("a.yaml", "a.yaml", "line 9"),
        ("b/sources.yaml", "b/a.yaml", "line 9 of sources.yaml"),
        ("a.yaml", "b/a.yaml", "line 9 of a.yaml"),
    ],
)
def test_a_location_in_words(path: str, here: str, words: str) -> None:
    assert Location(path, 9).describe_from(here) == words


def test_locations_are_ordered_by_file_and_place() -> None:
    places = [Location("a", 1, 2), Location("a", 2, 1), Location("a", 10, 1), Location("b", 1, 1)]
    assert sorted([places[3], places[2], places[0], places[1]]) == places


def test_a_finding_has_the_attributes_of_its_location() -> None:
    found = Finding("rule", "PS1", Severity.WARNING, "a: b", _PLACE)
    assert (found.path, found.line, found.column, found.end_line, found.end_column) == ("a.yaml", 2, 3, 2, 9)
    assert str(found) == "a.yaml:2:3: warning[rule] a: b"
    assert (found.agreement, found.help, found.related) == (None, None, ())


def test_a_report_is_in_the_order_of_files_lines_and_codes() -> None:
    ordered = [
        _finding("a", 1, 2),
        _finding("a", 2, 1, "PS9"),
        _finding("a", 2, 3, "PS1", "b"),
        _finding("a", 2, 3, "PS2", "a"),
        _finding("a", 10, 1),
        _finding("b", 1, 1),
    ]
    for findings in itertools.permutations(ordered):
        assert Report(findings).findings == tuple(ordered)
    assert Report(iter(ordered), iter(["a", "b"])) == Report(ordered, ("a", "b"))


def test_findings_of_one_place_and_code_stay_in_the_order_given() -> None:
    findings = tuple(_finding(message=message) for message in "bac")
    assert Report(findings).findings == findings


def test_the_excerpt_is_no_part_of_what_a_finding_is() -> None:
    found = attrs.evolve(_finding(), excerpt="a: b")
    assert found == _finding()
    assert hash(found) == hash(_finding())
    assert "a: b" not in repr(found)


@pytest.mark.parametrize(
    ("severities", "ok", "worst"),
    [
        ([], True, None),
        ([Severity.INFO], True, Severity.INFO),
        ([Severity.INFO, Severity.WARNING], True, Severity.WARNING),
        ([Severity.WARNING, Severity.ERROR], False, Severity.ERROR),
        ([Severity.ERROR, Severity.WARNING, Severity.INFO], False, Severity.ERROR),
        ([Severity.INFO, Severity.ERROR, Severity.INFO], False, Severity.ERROR),
    ],
)
def test_a_report_in_sum(severities: list[Severity], ok: bool, worst: Severity | None) -> None:
    report = Report(_of(*severities), ["a.yaml", "b.yaml"])
    assert (report.ok, report.worst(), report.files) == (ok, worst, 2)
    assert {severity: report.count(severity) for severity in Severity} == {
        severity: severities.count(severity) for severity in Severity
    }


def test_an_empty_report() -> None:
    assert Report() == Report((), (), (), ())
    assert Report().ok
    assert Report().files == 0
    assert (Report().suppressed, Report().dropped) == ((), 0)


def test_what_is_silenced_does_not_count_as_found() -> None:
    silenced = Suppression(_finding(), "known", _PLACE)
    report = Report([], ["a.yaml"], iter([silenced]))
    assert report.suppressed == (silenced,)
    assert silenced.until is None
    assert report.ok
    assert report.worst() is None
    assert report.count(Severity.ERROR) == 0


def test_every_count_includes_unlisted_findings() -> None:
    more = [
        Unlisted("other", Severity.ERROR, 2),
        Unlisted("rule", Severity.INFO, 3),
        Unlisted("rule", Severity.INFO, 4),
    ]
    report = Report(_of(Severity.INFO), (), (), iter(more))
    assert report.unlisted == (Unlisted("rule", Severity.INFO, 7), Unlisted("other", Severity.ERROR, 2))
    assert {severity: report.count(severity) for severity in Severity} == {"info": 8, "warning": 0, "error": 2}
    assert report.dropped == 9
    assert report.by_rule == {"rule": 8, "other": 2}
    assert report.worst() is Severity.ERROR
    assert not report.ok


@pytest.mark.parametrize(
    ("remark", "message", "is_gap"),
    [
        (Remark(RemarkKind.RULES_OFF, ["a"], ["p.toml"]), "1 rule switched off by p.toml", True),
        (Remark(RemarkKind.RULES_OFF, ["a", "b"], ["p.toml"], "'main'"), "2 rules switched off by p.toml at 'main'", True),
        (Remark(RemarkKind.COMPARED, base="'main'"), "compared with 'main'", False),
        (Remark(RemarkKind.COMPARED, (), ["old"], "'main'"), "compared with 'main', where the folder was old", False),
        (Remark(RemarkKind.KNOWN, base="'main'", count=1), "1 finding left out: not new since 'main'", False),
        (Remark(RemarkKind.KNOWN, base="'main'", count=1234), "1,234 findings left out: not new since 'main'", False),
        (Remark(RemarkKind.NOTHING_COMPARED, (), ["{base}"], "'main'"), "there were no agreements in {base} at 'main': nothing was compared", True),
        (Remark(RemarkKind.PRESENT_SETTINGS, (), ["p.toml"], "'main'"), "the settings at 'main' could not be used, so that the present ones were", True),
        (Remark(RemarkKind.NOT_COMPARED, (), ["a"], "'main'"), "not compared, since it could not be understood at 'main': a", True),
        (Remark(RemarkKind.NOT_COMPARED, (), ["a", "b", "c"], "'main'"), "not compared, since it could not be understood at 'main': a and 2 more", True),
    ],
)  # fmt: skip
def test_a_remark_in_words(remark: Remark, message: str, is_gap: bool) -> None:
    assert (remark.message, remark.is_gap) == (message, is_gap)
    assert Report(remarks=[remark]).gaps == ((remark,) if is_gap else ())


def test_the_address_of_a_page_is_that_of_the_settings() -> None:
    assert Report().page_address("skipped-step") is None
    assert (
        Report(rule_url="https://x.org/{name}.html").page_address("skipped-step") == "https://x.org/skipped-step.html"
    )


_VALUES = [
    _PLACE,
    Related("r", _PLACE),
    Finding("rule", "PS1", Severity.INFO, "m", _PLACE, "a", "h", (Related("r", _PLACE),)),
    Suppression(_finding(), "known", _PLACE, "2025-01"),
    Report(
        _of(Severity.ERROR, Severity.INFO),
        ["a.yaml"],
        [Suppression(_finding(), "known", _PLACE)],
        [Unlisted("rule", Severity.INFO, 2)],
        [Remark(RemarkKind.RULES_OFF, ["a"])],
    ),
    RULES["future-event" if "future-event" in RULES else "invalid-yaml"],
]


@pytest.mark.parametrize("value", _VALUES, ids=lambda value: type(value).__name__)
def test_values_are_frozen_hashable_and_picklable(value: object) -> None:
    twin = pickle.loads(pickle.dumps(value))
    assert twin == value
    assert hash(twin) == hash(value)
    assert copy.deepcopy(value) == value
    assert repr(value).startswith(f"{type(value).__name__}(")
    name = attrs.fields(type(value))[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, name, None)
    with pytest.raises((AttributeError, attrs.exceptions.FrozenInstanceError)):
        value.other = 1


# The error.


def test_the_error_carries_every_finding() -> None:
    findings = _of(Severity.ERROR, Severity.ERROR)
    error = AgreementError(iter(findings))
    assert error.findings == tuple(findings)
    assert [str(inner) for inner in error.exceptions] == [str(found) for found in findings]
    assert all(isinstance(inner, ValueError) for inner in error.exceptions)
    assert str(error) == ("2 errors in the agreement files\n  a.yaml:1:1: error[rule] m\n  a.yaml:2:1: error[rule] m")
    assert AgreementError(findings[:1]).message == "1 error in the agreement files"


def test_the_error_is_an_exception_group() -> None:
    caught = []
    try:
        raise AgreementError(_of(Severity.ERROR, Severity.ERROR))
    except* ValueError as group:
        caught += group.exceptions
    assert len(caught) == 2
    part = AgreementError(_of(Severity.ERROR, Severity.ERROR)).subgroup(
        lambda inner: isinstance(inner, ValueError) and ":1:1:" in str(inner)
    )
    assert part is not None
    assert len(part.exceptions) == 1


def test_the_error_can_be_pickled_and_copied() -> None:
    error = AgreementError(_of(Severity.ERROR))
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is AgreementError
        assert twin.findings == error.findings
        assert str(twin) == str(error)


def test_the_error_needs_a_finding() -> None:
    with pytest.raises(ValueError, match="non-empty"):
        AgreementError([])


def test_the_error_can_be_shown() -> None:
    assert "a.yaml:1:1: error[rule] m" in repr(AgreementError(_of(Severity.ERROR)))


# The catalogue.


def test_rules_are_found_by_name_and_have_one_code_each() -> None:
    assert all(name == rule.name for name, rule in RULES.items())
    assert len({rule.code for rule in RULES.values()}) == len(RULES)
    assert [rule.code for rule in RULES.values()] == sorted(rule.code for rule in RULES.values())
    with pytest.raises(TypeError):
        RULES["x"] = RuleInfo("PS999", "x", Severity.INFO)


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("unreadable-file", "PS001", Severity.ERROR),
        ("invalid-yaml", "PS002", Severity.ERROR),
        ("duplicate-key", "PS003", Severity.ERROR),
        ("limit-exceeded", "PS004", Severity.ERROR),
        ("suspicious-character", "PS005", Severity.ERROR),
        ("unsafe-yaml", "PS006", Severity.ERROR),
        ("unknown-key", "PS101", Severity.ERROR),
        ("missing-key", "PS102", Severity.ERROR),
        ("invalid-value", "PS103", Severity.ERROR),
        ("invalid-date", "PS104", Severity.ERROR),
        ("ambiguous-scalar", "PS105", Severity.INFO),
        ("unknown-party-code", "PS106", Severity.ERROR),
        ("file-name", "PS107", Severity.ERROR),
        ("skipped-step", "PS205", Severity.WARNING),
        ("unknown-source", "PS309", Severity.ERROR),
        ("duplicate-id", "PS401", Severity.ERROR),
    ],
)
def test_the_rules_of_reading(name: str, code: str, severity: Severity) -> None:
    rule = RULES[name]
    assert (rule.code, rule.name, rule.severity, rule.clock) == (code, name, severity, False)


def test_an_error_that_ends_in_a_traceback_prints_nothing_raw() -> None:
    found = Finding("unreadable-file", "PS001", Severity.ERROR, "\u202em", Location("\x1b[31mx\n::error::y.yaml"))
    error = AgreementError([found])
    shown = "".join(traceback.format_exception(error))
    assert "\x1b" not in shown + str(error)
    assert "\u202e" not in shown + str(error)
    assert "\n::error::" not in shown + str(error)
