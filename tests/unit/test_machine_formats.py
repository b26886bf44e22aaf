"""Details of the formats for programs."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import attrs
import pytest

from pactstate.checks.pages import PAGES
from pactstate.findings import (
    Finding,
    Fix,
    Location,
    Related,
    Remark,
    RemarkKind,
    Report,
    Severity,
    Suppression,
    TextEdit,
    Unlisted,
)
from pactstate.reports import Options, render, sarif
from pactstate.reports.base import fingerprints
from pactstate.rules import RULES

FORMS = ("json", "sarif", "junit", "rdjson", "gitlab")
PLACE = Location("a.yaml", 3, 7, 3, 10)
MORE = [Unlisted("skipped-step", Severity.WARNING, 7)]
OFF = Remark(RemarkKind.RULES_OFF, ["skipped-step", "unused-source"], ["pactstate.toml"])
COMPARED = Remark(RemarkKind.COMPARED, base="'main'")
NOT_COMPARED = Remark(RemarkKind.NOT_COMPARED, (), ["b {0}.yaml"], "'main'")
LISTED = Options(suppressed=True)


def found(message: str = "bad", location: Location = PLACE, rule: str = "invalid-date", **rest: object) -> Finding:
    info = RULES[rule]
    return Finding(rule, info.code, rest.pop("severity", info.severity), message, location, **rest)


def silenced(finding: Finding, reason: str = "known", until: str | None = None) -> Suppression:
    return Suppression(finding, reason, Location(finding.path, 3, 20, 3, 40), until)


def read(form: str, *findings: Finding, options: Options | None = None, **rest: object):
    text = render(form, Report(findings, **rest), options)
    return ET.fromstring(text) if form == "junit" else json.loads(text)


@pytest.mark.parametrize("form", FORMS)
def test_a_report_ends_its_last_line_once(form: str) -> None:
    text = render(form, Report([found()]))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("form", FORMS)
def test_no_half_character_of_a_file_name_is_left(form: str) -> None:
    text = render(form, Report([found(location=Location("\udcff\ud83d\\.yaml"))]))
    assert not re.search(r"\\ud[89a-f]", text)
    assert "\\u{dcff}" in text or "%ED%B3%BF" in text


def test_json_distinguishes_lone_surrogates_from_their_escapes() -> None:
    path = "\\udcff \udcff 😀 \\\udcff"
    assert read("json", found(location=Location(path)))["findings"][0]["path"] == "\\udcff \\u{dcff} 😀 \\\\u{dcff}"


class TestFingerprint:
    def test_the_marked_text(self) -> None:
        assert found(excerpt="date: 2024").marked == "202"
        assert found(location=Location("a", 3, 7, 3, 7), excerpt="date: 2024").marked == ""
        assert found(location=Location("a", 3, 7, 4, 2), excerpt="date: 2024").marked == "2024"
        assert found().marked == ""

    def test_a_line_that_moves_and_is_indented_keeps_it(self) -> None:
        before = found("since line 3", Location("a.yaml", 3, 7, 3, 11), excerpt="date: 2 24")
        after = found("since line 9", Location("a.yaml", 9, 9, 9, 14), excerpt="  date: 2  24")
        assert fingerprints(Report([before])) == fingerprints(Report([after]))

    def test_without_a_marked_text_the_line_identifies_a_finding(self) -> None:
        at = Location("a.yaml", 3, 1, 3, 1)
        assert fingerprints(Report([found(location=at, excerpt="a: b")])) != fingerprints(
            Report([found(location=at, excerpt="c: d")])
        )

    @pytest.mark.parametrize(
        "other",
        [
            found(rule="invalid-value", agreement="x", excerpt="date: 2024"),
            found(location=Location("b.yaml", 3, 7, 3, 10), agreement="x", excerpt="date: 2024"),
            found(agreement="y", excerpt="date: 2024"),
            found(agreement=None, excerpt="date: 2024"),
            found(agreement="x", excerpt="date: 3024"),
        ],
    )
    def test_what_differs_in_kind_has_another(self, other: Finding) -> None:
        assert fingerprints(Report([found(agreement="x", excerpt="date: 2024")])) != fingerprints(Report([other]))

    def test_equals_are_numbered_by_their_places(self) -> None:
        first, second = (found(location=Location("a.yaml", line, 7, line, 10), excerpt="date: 2024") for line in (3, 5))
        alone = fingerprints(Report([first]))
        both = fingerprints(Report([second, first]))
        assert both[0] == alone[0]
        assert both[1] != alone[0]

    def test_silencing_the_first_of_two_equals_does_not_rename_the_second(self) -> None:
        first, second = (found(location=Location("a.yaml", line, 7, line, 10), excerpt="date: 2024") for line in (3, 5))
        assert fingerprints(Report([second], (), [silenced(first)])) == fingerprints(Report([first, second]))[::-1]

    def test_sarif_and_gitlab_say_the_same(self) -> None:
        report = Report([found(), found(location=Location("a.yaml", 9))], (), [silenced(found())])
        in_sarif = [
            one["partialFingerprints"] for one in json.loads(render("sarif", report, LISTED))["runs"][0]["results"]
        ]
        in_gitlab = [one["fingerprint"] for one in json.loads(render("gitlab", report))]
        assert in_sarif == [{"pactstate/v1": known} for known in fingerprints(report)]
        assert in_gitlab == fingerprints(report)[:2]

    def test_it_is_the_same_in_the_next_release(self) -> None:
        known = fingerprints(Report([found(agreement="x", excerpt="date: 2024")]))
        assert known == ["3cb70ac321b71bb6c70dda0e8429bc7333474c7c8288de1a9afdb05f66b5e1ff"]


class TestJson:
    def test_the_summary(self) -> None:
        findings = [found(), found(rule="skipped-step"), found(rule="unused-source"), found(rule="unused-source")]
        summary = read("json", *findings, paths=("a", "b"), suppressed=[silenced(found())], unlisted=MORE)["summary"]
        assert summary == {
            "files": 2,
            "errors": 1,
            "warnings": 8,
            "infos": 2,
            "suppressed": 1,
            "dropped": 7,
            "ok": False,
            "by_rule": {"invalid-date": 1, "skipped-step": 8, "unused-source": 2},
        }

    def test_a_report_without_errors_is_ok(self) -> None:
        assert read("json", found(rule="skipped-step"))["summary"]["ok"] is True

    def test_texts_are_as_they_stand_in_the_files(self) -> None:
        text = '::error::\x1b[31m\n\t<b>"é\u2028😀'
        related = (Related(text, Location(text, 1, 2, 3, 4)),)
        (read_back,) = read(
            "json", found(text, Location(text, 5, 6, 7, 8), agreement=text, help=text, related=related)
        )["findings"]
        assert read_back == {
            "rule": "invalid-date",
            "code": "PS104",
            "severity": "error",
            "message": text,
            "path": text,
            "line": 5,
            "column": 6,
            "end_line": 7,
            "end_column": 8,
            "agreement": text,
            "related": [{"message": text, "path": text, "line": 1, "column": 2, "end_line": 3, "end_column": 4}],
            "help": text,
            "fix": None,
        }

    def test_a_fix_is_a_list_of_edits(self) -> None:
        fix = Fix("write 'x'", (TextEdit(Location("a.yaml", 5, 6, 7, 8), "x\u200b\n"),), is_safe=False)
        (read_back,) = read("json", found(fix=fix))["findings"]
        assert read_back["fix"] == {
            "message": "write 'x'",
            "safe": False,
            "edits": [{"path": "a.yaml", "line": 5, "column": 6, "end_line": 7, "end_column": 8, "text": "x\u200b\n"}],
        }

    def test_a_warning_made_an_error_is_an_error(self) -> None:
        assert read("json", found(rule="skipped-step", severity=Severity.ERROR))["findings"][0]["severity"] == "error"

    def test_remarks_are_data(self) -> None:
        assert read("json", remarks=[OFF, NOT_COMPARED])["remarks"] == [
            {
                "kind": "rules-off",
                "message": "2 rules switched off by pactstate.toml",
                "rules": ["skipped-step", "unused-source"],
                "paths": ["pactstate.toml"],
            },
            {
                "kind": "not-compared",
                "message": "not compared, since it could not be understood at 'main': b {0}.yaml",
                "rules": [],
                "paths": ["b {0}.yaml"],
            },
        ]
        assert read("json")["remarks"] == []


class TestSarif:
    @staticmethod
    def run(*findings: Finding, **rest: object):
        (run,) = read("sarif", *findings, **rest)["runs"]
        return run

    def result(self, finding: Finding):
        (result,) = self.run(finding)["results"]
        return result

    def place(self, finding: Finding):
        (location,) = self.result(finding)["locations"]
        return location["physicalLocation"]

    def test_the_rules_that_occur_stand_in_the_order_of_their_codes(self) -> None:
        findings = [found(rule="unused-source"), found(rule="invalid-date"), found(rule="invalid-date")]
        run = self.run(*findings, suppressed=[silenced(found(rule="skipped-step"))], options=LISTED)
        rules = run["tool"]["driver"]["rules"]
        assert [rule["name"] for rule in rules] == ["invalid-date", "skipped-step", "unused-source"]
        assert [(one["ruleId"], rules[one["ruleIndex"]]["id"]) for one in run["results"]] == [
            ("PS104", "PS104"),
            ("PS104", "PS104"),
            ("PS310", "PS310"),
            ("PS205", "PS205"),
        ]

    @pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
    def test_a_rule_is_explained(self, rule) -> None:
        (written,) = self.run(found(rule=rule.name))["tool"]["driver"]["rules"]
        page = PAGES[rule.name]
        assert written["id"] == rule.code
        assert "helpUri" not in written
        assert f"pactstate rule {rule.name} prints" in written["help"]["text"]
        assert written["defaultConfiguration"]["level"] == {"info": "note"}.get(rule.severity, rule.severity)
        assert ("clock" in written["properties"]["tags"]) is rule.clock
        assert written["shortDescription"]["text"] == page.headline.replace("`", "")
        assert page.headline in written["help"]["markdown"]
        assert page.remedy in written["help"]["markdown"]
        assert "\n\n\n" not in written["help"]["markdown"]

    @pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
    def test_our_own_words_fit_github_and_are_no_message_syntax(self, rule) -> None:
        (written,) = self.run(found(rule=rule.name))["tool"]["driver"]["rules"]
        assert len(written["name"]) <= 255
        for key in ("shortDescription", "fullDescription", "help"):
            assert written[key]["text"]
            assert key == "help" or len(written[key]["text"]) <= 1024
            for text in written[key].values():
                assert not re.search(r"\{\d+\}|\]\(", text)

    def test_levels(self) -> None:
        results = self.run(found(), found(rule="skipped-step"), found(rule="unused-source"))["results"]
        assert [result["level"] for result in results] == ["error", "warning", "note"]
        assert self.result(found(rule="skipped-step", severity=Severity.ERROR))["level"] == "error"

    def test_a_message_is_neither_placeholder_nor_link(self) -> None:
        message = self.result(found("{0} [x](1) \\[y](2) ::error::\n"))["message"]
        assert message == {"text": r"{{0}} \[x\](1) \\\[y\](2) ::error::\\u{{a}}"}

    def test_help_and_related_places_follow_the_message(self) -> None:
        related = (Related("[here]", Location("a.yaml", 9, 1, 9, 4)), Related("there", Location("s/b.yaml", 2)))
        result = self.result(found("bad", help="write {x}", related=related))
        assert result["message"]["text"].split("\n") == [
            "bad",
            "Help: write {{x}}",
            r"[line 9](1): \[here\]",
            "[line 2 of b.yaml](2): there",
        ]
        assert [(one["id"], one["message"]["text"]) for one in result["relatedLocations"]] == [
            (1, r"\[here\]"),
            (2, "there"),
        ]
        assert [one["physicalLocation"]["artifactLocation"]["uri"] for one in result["relatedLocations"]] == [
            "a.yaml",
            "s/b.yaml",
        ]

    def test_a_region_shows_the_marked_text(self) -> None:
        assert self.place(found(excerpt="date: \x1b24: x"))["region"] == {
            "startLine": 3,
            "startColumn": 7,
            "endLine": 3,
            "endColumn": 10,
            "snippet": {"text": "\\u{1b}24"},
        }

    @pytest.mark.parametrize("location", [Location("a.yaml", 3, 7, 3, 7), Location("a.yaml", 3, 7, 4, 1)])
    def test_a_region_whose_text_is_not_known_or_empty_shows_none(self, location: Location) -> None:
        region = self.place(found(location=location, excerpt="date: 2024"))["region"]
        assert region == {
            "startLine": 3,
            "startColumn": 7,
            "endLine": location.end_line,
            "endColumn": location.end_column,
        }

    @pytest.mark.parametrize(
        ("path", "uri"),
        [
            ("agreements/a.yaml", "agreements/a.yaml"),
            ("./a.yaml", "a.yaml"),
            ("http://x/a?b#c", "http%3A/x/a%3Fb%23c"),
            ("a b/日%20.yaml", "a%20b/%E6%97%A5%2520.yaml"),
            ("a\\b", "a%5Cb"),
            ("\x00\n", "%00%0A"),
            ("\udcff", "%FF"),
            ("\ud800\udcff", "%ED%A0%80%ED%B3%BF"),
            ("C:/x", "C%3A/x"),
        ],
    )
    def test_addresses_of_files_below(self, path: str, uri: str) -> None:
        assert sarif._artifact(PurePosixPath(path)) == {"uri": uri, "uriBaseId": "%SRCROOT%"}

    @pytest.mark.parametrize(
        ("path", "uri"),
        [
            (PurePosixPath("/srv/a b:c.yaml"), "file:///srv/a%20b:c.yaml"),
            (PurePosixPath("//host/a.yaml"), "file:////host/a.yaml"),
            (PurePosixPath("/a?b#c%"), "file:///a%3Fb%23c%25"),
            (PureWindowsPath("C:\\x\\日.yaml"), "file:///C:/x/%E6%97%A5.yaml"),
            (PureWindowsPath("\\\\host\\share\\x"), "file:////host/share/x"),
        ],
    )
    def test_addresses_of_files_elsewhere(self, path: PurePosixPath, uri: str) -> None:
        assert sarif._artifact(path) == {"uri": uri}
        assert not urlsplit(uri).netloc

    def test_windows_folders_are_parted_by_slashes(self) -> None:
        assert sarif._artifact(PureWindowsPath("a\\b.yaml")) == {"uri": "a/b.yaml", "uriBaseId": "%SRCROOT%"}

    def test_a_suppressed_finding_is_a_result_with_its_reason(self) -> None:
        run = self.run(
            found(), suppressed=[silenced(found(rule="skipped-step"), "lost\n", "2027-01-31")], options=LISTED
        )
        spoken, silent = run["results"]
        assert spoken["suppressions"] == []
        (suppression,) = silent["suppressions"]
        assert suppression["kind"] == "inSource"
        assert suppression["justification"] == "lost\\u{a}"
        assert suppression["properties"] == {"until": "2027-01-31"}
        assert suppression["location"]["physicalLocation"]["region"]["startColumn"] == 20

    def test_a_suppression_for_good_has_no_end(self) -> None:
        (result,) = self.run(suppressed=[silenced(found())], options=LISTED)["results"]
        assert "properties" not in result["suppressions"][0]

    def test_suppressed_results_are_left_out_and_counted_unless_asked_for(self) -> None:
        """GitHub opens an alert for each of them."""
        run = self.run(found(), suppressed=[silenced(found(rule="skipped-step"))])
        assert [result["ruleId"] for result in run["results"]] == ["PS104"]
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["PS104"]
        assert self.notifications(run) == [
            ("suppressed", "note", "1 finding silenced by comments left out; --sarif-suppressed lists them")
        ]

    @staticmethod
    def notifications(run) -> list[tuple[str, str, str]]:
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is True
        told = invocation.get("toolExecutionNotifications", [])
        return [(one["descriptor"]["id"], one["level"], one["message"]["text"]) for one in told]

    def test_unlisted_findings_are_counted(self) -> None:
        run = self.run(found(rule="skipped-step"), unlisted=MORE)
        assert self.notifications(run) == [("not-listed", "warning", "7 more findings not listed")]
        assert run["properties"]["counts"]["warnings"] == 8
        assert run["properties"]["countsByRule"] == {"skipped-step": 8}

    def test_a_check_of_everything_has_nothing_to_say_of_itself(self) -> None:
        assert self.run(found())["invocations"] == [{"executionSuccessful": True}]

    def test_what_was_not_judged_is_a_notification_with_its_place(self) -> None:
        run = self.run(remarks=[COMPARED, NOT_COMPARED])
        assert self.notifications(run) == [
            ("compared", "note", "compared with 'main'"),
            ("not-compared", "warning", "not compared, since it could not be understood at 'main': b {{0}}.yaml"),
        ]
        told = run["invocations"][0]["toolExecutionNotifications"]
        assert [one["locations"] for one in told] == [
            [],
            [{"physicalLocation": {"artifactLocation": {"uri": "b%20%7B0%7D.yaml", "uriBaseId": "%SRCROOT%"}}}],
        ]

    def test_rules_that_are_switched_off_are_configured_so(self) -> None:
        run = self.run(found(), remarks=[OFF])
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == ["PS104", "PS205", "PS310"]
        overrides = run["invocations"][0]["ruleConfigurationOverrides"]
        assert [rules[one["descriptor"]["index"]]["id"] for one in overrides] == ["PS205", "PS310"]
        assert [one["descriptor"]["id"] for one in overrides] == ["PS205", "PS310"]
        assert {json.dumps(one["configuration"]) for one in overrides} == {'{"enabled": false}'}
        assert self.notifications(run) == [("rules-off", "warning", "2 rules switched off by pactstate.toml")]

    def test_a_page_has_an_address_only_if_the_settings_give_one(self) -> None:
        (rule,) = self.run(found(), rule_url="https://x.org/{name}.html")["tool"]["driver"]["rules"]
        assert rule["helpUri"] == "https://x.org/invalid-date.html"

    def test_the_tool(self) -> None:
        driver = self.run()["tool"]["driver"]
        assert driver["name"] == "pactstate"
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", driver["semanticVersion"])
        assert "informationUri" not in driver
        assert self.run()["columnKind"] == "unicodeCodePoints"


class TestJunit:
    def test_an_error_is_a_failure_with_the_whole_text(self) -> None:
        related = (Related("here", Location("b.yaml", 9)),)
        root = read("junit", found("bad <x>", help="write y", related=related))
        (case,) = root.iter("testcase")
        assert case.attrib == {
            "classname": "a.yaml",
            "name": "PS104 invalid-date, line 3, column 7",
            "time": "0",
        }
        (failure,) = case
        assert failure.tag == "failure"
        assert failure.attrib == {"type": "invalid-date", "message": "bad <x>"}
        assert failure.text.splitlines() == [
            "a.yaml:3:7: error[invalid-date] bad <x>",
            "b.yaml:9: here",
            "help: write y",
            "pactstate rule invalid-date",
        ]

    def test_a_page_has_an_address_only_if_the_settings_give_one(self) -> None:
        root = read("junit", found(), rule_url="https://x.org/{name}.html")
        assert root.find(".//failure").text.splitlines()[-1] == "https://x.org/invalid-date.html"

    def test_what_was_not_judged_is_a_skipped_test_and_all_remarks_are_properties(self) -> None:
        root = read("junit", found(rule="skipped-step"), unlisted=MORE, remarks=[OFF, COMPARED, NOT_COMPARED])
        suite = root[-1]
        assert (suite.get("name"), suite.get("tests"), suite.get("skipped")) == ("pactstate", "3", "3")
        assert {one.get("name"): one.get("value") for one in suite.iter("property")} == {
            "pactstate.files": "0",
            "pactstate.errors": "0",
            "pactstate.warnings": "8",
            "pactstate.infos": "0",
            "pactstate.suppressed": "0",
            "pactstate.dropped": "7",
            "pactstate.rules-off": "2 rules switched off by pactstate.toml",
            "pactstate.compared": "compared with 'main'",
            "pactstate.not-compared": "not compared, since it could not be understood at 'main': b {0}.yaml",
        }
        assert [
            (case.get("classname"), case.get("name"), case[0].get("message")) for case in suite.iter("testcase")
        ] == [
            ("pactstate.toml", "rules-off", "2 rules switched off by pactstate.toml (skipped-step, unused-source)"),
            ("b {0}.yaml", "not-compared", "not compared, since it could not be understood at 'main': b {0}.yaml"),
            (".", "not-listed", "7 more findings counted and not listed"),
        ]

    @pytest.mark.parametrize("rule", ["skipped-step", "unused-source"])
    def test_the_rest_passes_with_an_output(self, rule: str) -> None:
        root = read("junit", found(rule=rule))
        (output,) = next(root.iter("testcase"))
        assert output.tag == "system-out"
        assert output.text.startswith(f"a.yaml:3:7: {RULES[rule].severity}[{rule}] bad\n")
        assert root.get("failures") == "0"

    def test_a_silenced_error_is_skipped(self) -> None:
        root = read("junit", suppressed=[silenced(found(), "lost\x00")])
        ((skipped,),) = root.iter("testcase")
        assert (skipped.tag, skipped.get("message")) == ("skipped", "lost\\u{0}")
        assert skipped.text.startswith("a.yaml:3:7: error[invalid-date] bad\n")
        assert (root.get("tests"), root.get("failures"), root[0].get("skipped")) == ("1", "0", "1")

    def test_a_suite_for_every_file_in_their_order_then_others(self) -> None:
        root = read(
            "junit",
            found(location=Location("x")),
            found(location=Location("a")),
            paths=("b", "a"),
            suppressed=[silenced(found(location=Location("y")))],
        )
        assert [(suite.get("name"), len(suite)) for suite in root] == [("b", 1), ("a", 1), ("x", 1), ("y", 1)]
        assert root[0][0].get("name") == "no findings"
        assert len(root[0][0]) == 0

    def test_counts(self) -> None:
        root = read(
            "junit",
            found(),
            found(rule="skipped-step"),
            found(location=Location("b")),
            paths=("c",),
            suppressed=[silenced(found())],
        )
        assert root.attrib == {
            "name": "pactstate",
            "tests": "5",
            "failures": "2",
            "errors": "0",
            "time": "0",
        }
        suite = next(suite for suite in root if suite.get("name") == "a.yaml")
        assert suite.attrib == {
            "name": "a.yaml",
            "file": "a.yaml",
            "tests": "3",
            "failures": "1",
            "errors": "0",
            "skipped": "1",
            "time": "0",
        }

    def test_names_within_a_file_are_unique(self) -> None:
        root = read("junit", found("a"), found("b"), found("c"))
        assert [
            case.get("name").removeprefix("PS104 invalid-date, line 3, column 7") for case in root.iter("testcase")
        ] == ["", " (2)", " (3)"]

    def test_it_is_never_empty(self) -> None:
        root = read("junit")
        assert (root.get("tests"), root[0].get("skipped")) == ("1", "1")
        assert next(root.iter("skipped")).get("message") == "no file was checked"


class TestRdjson:
    def diagnostic(self, finding: Finding):
        (diagnostic,) = read("rdjson", finding)["diagnostics"]
        return diagnostic

    def range(self, location: Location, excerpt: str):
        return self.diagnostic(found(location=location, excerpt=excerpt))["location"]["range"]

    def test_columns_count_bytes(self) -> None:
        assert self.range(Location("a", 3, 2, 3, 4), "a𐐀éb") == {
            "start": {"line": 3, "column": 2},
            "end": {"line": 3, "column": 8},
        }
        assert self.range(Location("a", 3, 4, 3, 5), "a𐐀éb") == {
            "start": {"line": 3, "column": 8},
            "end": {"line": 3, "column": 9},
        }

    def test_an_end_on_another_line_has_a_column_only_when_that_is_the_first(self) -> None:
        start = {"line": 3, "column": 3}
        assert self.range(Location("a", 3, 2, 5, 4), "éa") == {"start": start, "end": {"line": 5}}
        assert self.range(Location("a", 3, 2, 5, 1), "éa") == {"start": start, "end": {"line": 5, "column": 1}}

    def test_an_end_past_the_text_has_no_column(self) -> None:
        assert self.range(Location("a", 3, 2, 3, 9), "éa") == {"start": {"line": 3, "column": 3}, "end": {"line": 3}}

    def test_a_start_past_the_text_leaves_whole_lines(self) -> None:
        assert self.range(Location("a", 3, 4, 3, 5), "éa") == {"start": {"line": 3}, "end": {"line": 3}}
        assert self.range(Location("a", 3, 4, 5, 1), "éa") == {"start": {"line": 3}, "end": {"line": 4}}

    def test_the_end_of_the_text_is_known(self) -> None:
        assert self.range(Location("a", 3, 3, 3, 3), "éa") == {
            "start": {"line": 3, "column": 4},
            "end": {"line": 3, "column": 4},
        }

    def test_related_places_use_the_text_of_the_same_line_only(self) -> None:
        related = tuple(Related("x", Location(path, line, 2, line, 3)) for path, line in (("a", 3), ("a", 4), ("b", 3)))
        written = self.diagnostic(found(location=Location("a", 3, 1, 3, 2), excerpt="éa", related=related))[
            "related_locations"
        ]
        assert [one["location"]["range"]["start"] for one in written] == [
            {"line": 3, "column": 3},
            {"line": 4},
            {"line": 3},
        ]
        assert [one["location"]["path"] for one in written] == ["a", "a", "b"]

    @pytest.mark.parametrize(
        ("rules", "severity"),
        [
            ((), "UNKNOWN_SEVERITY"),
            (("unused-source",), "INFO"),
            (("unused-source", "skipped-step"), "WARNING"),
            (("unused-source", "invalid-date", "skipped-step"), "ERROR"),
        ],
    )
    def test_the_whole_has_the_gravest_severity(self, rules: tuple[str, ...], severity: str) -> None:
        assert read("rdjson", *(found(rule=rule) for rule in rules))["severity"] == severity

    def test_each_has_its_own_severity_and_code(self) -> None:
        written = self.diagnostic(found(rule="skipped-step"))
        assert written["severity"] == "WARNING"
        assert written["code"] == {"value": "PS205"}

    def test_a_page_has_an_address_only_if_the_settings_give_one(self) -> None:
        whole = read("rdjson", found(), rule_url="https://x.org/{name}.html")
        assert whole["source"] == {"name": "pactstate"}
        assert whole["diagnostics"][0]["code"] == {"value": "PS104", "url": "https://x.org/invalid-date.html"}

    def test_what_was_not_judged_is_a_diagnostic_of_its_own(self) -> None:
        whole = read("rdjson", unlisted=MORE, remarks=[OFF, COMPARED])
        assert [(one["code"]["value"], one["severity"], one["location"]) for one in whole["diagnostics"]] == [
            ("rules-off", "INFO", {"path": "pactstate.toml"}),
            ("not-listed", "INFO", {"path": "."}),
        ]
        assert whole["severity"] == "WARNING"
        assert read("rdjson", remarks=[OFF])["severity"] == "INFO"

    def test_help_follows_the_message(self) -> None:
        assert self.diagnostic(found("bad", help="write in_force"))["message"] == "bad; write in_force"

    def test_a_message_is_no_markup_in_a_comment(self) -> None:
        assert self.diagnostic(found("_x_ <b> in_force a__b"))["message"] == r"\_x\_ &lt;b&gt; in_force a\_\_b"

    def test_suppressed_ones_are_left_out(self) -> None:
        assert read("rdjson", suppressed=[silenced(found())])["diagnostics"] == []


class TestGitlab:
    def test_one_object_for_each_finding(self) -> None:
        (written,) = read("gitlab", found("bad\n", help="write y"), suppressed=[silenced(found("other"))])
        assert written.pop("fingerprint")
        assert written == {
            "description": "bad\\u{a}; write y",
            "check_name": "invalid-date",
            "severity": "major",
            "location": {"path": "a.yaml", "lines": {"begin": 3, "end": 3}},
        }

    def test_severities(self) -> None:
        written = read("gitlab", found(), found(rule="skipped-step"), found(rule="unused-source"))
        assert [one["severity"] for one in written] == ["major", "minor", "info"]

    @pytest.mark.parametrize(("end_line", "end_column", "last"), [(3, 8, 3), (5, 2, 5), (5, 1, 4)])
    def test_the_last_line_is_one_that_is_meant(self, end_line: int, end_column: int, last: int) -> None:
        (written,) = read("gitlab", found(location=Location("a", 3, 7, end_line, end_column)))
        assert written["location"]["lines"] == {"begin": 3, "end": last}

    def test_nothing_found_is_an_empty_list(self) -> None:
        assert read("gitlab", paths=("a",)) == []
        assert read("gitlab", paths=("a",), remarks=[COMPARED]) == []

    def test_what_was_not_judged_is_an_issue_of_its_own(self) -> None:
        written = read("gitlab", paths=("a.yaml",), unlisted=MORE, remarks=[OFF, NOT_COMPARED])
        assert [(one["check_name"], one["severity"], one["location"]) for one in written] == [
            ("rules-off", "info", {"path": "pactstate.toml", "lines": {"begin": 1, "end": 1}}),
            ("not-compared", "info", {"path": "b {0}.yaml", "lines": {"begin": 1, "end": 1}}),
            ("not-listed", "info", {"path": "a.yaml", "lines": {"begin": 1, "end": 1}}),
        ]
        assert written[0]["description"] == "2 rules switched off by pactstate.toml (skipped-step, unused-source)"
        assert len({one["fingerprint"] for one in written}) == 3

    def test_a_rule_more_that_is_switched_off_is_a_new_issue(self) -> None:
        fewer = attrs.evolve(OFF, rules=OFF.rules[:1])
        first, second, third = (read("gitlab", remarks=[one])[0]["fingerprint"] for one in (OFF, fewer, OFF))
        assert first == third != second


@pytest.mark.parametrize("form", FORMS)
def test_options_change_nothing(form: str) -> None:
    report = Report([found(rule="unused-source")])
    changed = attrs.evolve(Options(), verbose=True, colour=True)
    assert render(form, report, changed) == render(form, report)
