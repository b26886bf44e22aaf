"""The report as SARIF 2.1.0, for GitHub's code scanning and other systems that follow findings over time.

Rules: OASIS, Static Analysis Results Interchange Format 2.1.0 with errata 01, by section below; GitHub's documentation,
"SARIF support for code scanning". GitHub takes 25,000 results and 10 MB compressed; a report keeps 10,000 findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from pactstate.checks.pages import PAGES
from pactstate.escape import JsonText, json_text, visible
from pactstate.findings import Finding, Location, Related, Report, Severity, Suppression
from pactstate.formats.base import Options, plural
from pactstate.formats.fingerprint import fingerprints, marked
from pactstate.rules import HOME, RULES, RuleInfo, page_address
from pactstate.version import __version__

__all__ = ["FINGERPRINT", "render"]

FINGERPRINT: Final = "pactstate/v1"
"""The key of the fingerprints.

Not GitHub's ``primaryLocationLineHash``: its upload action computes that itself, from the whole file, and prints a
warning for every result that brings another value.
"""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_TAGS: Final[Mapping[str, str]] = {
    "PS0": "yaml",
    "PS1": "form",
    "PS2": "history",
    "PS3": "sources",
    "PS4": "links",
    "PS5": "append-only",
    "PS9": "suppressions",
}


def render(report: Report, options: Options) -> JsonText:
    """One run, in which every finding and every suppressed finding is a result."""
    silenced = [one.finding for one in report.suppressed]
    rules = sorted({RULES[one.rule] for one in (*report.findings, *silenced)}, key=lambda rule: rule.code)
    index = {rule.name: place for place, rule in enumerate(rules)}
    every = [(finding, None) for finding in report.findings] + [(one.finding, one) for one in report.suppressed]
    results = (
        _result(finding, index[finding.rule], known, suppression)
        for (finding, suppression), known in zip(every, fingerprints(report), strict=True)
    )
    run = {
        "tool": {
            "driver": {
                "name": "pactstate",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, depth=4)


def _rule(rule: RuleInfo) -> dict[str, object]:
    page = PAGES[rule.name]
    help = "\n\n".join(filter(None, (page.headline, page.why, page.remedy)))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _plain(page.headline)},
        "fullDescription": {"text": _plain(f"{page.headline} {page.remedy}")},
        "help": {"text": _plain(help), "markdown": help},
        "helpUri": page_address(rule),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [_TAGS[rule.code[:3]], *(["clock"] if rule.clock else [])]},
    }


def _plain(markdown: str) -> str:
    """Our own words without their marks. Nothing in them is a placeholder, so braces stay as they are to be copied."""
    return markdown.replace("`", "")


def _invocation(report: Report) -> dict[str, object]:
    if not report.dropped:
        return {"executionSuccessful": True}
    text = f"{plural(report.dropped, 'more finding')} not kept"
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}],
    }


def _result(finding: Finding, rule: int, known: str, suppression: Suppression | None) -> dict[str, object]:
    snippet = visible(marked(finding)) if finding.line == finding.end_line else ""
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(_paragraphs(finding))},
        "locations": [_location(finding.location, snippet)],
        "relatedLocations": [_related(one, id) for id, one in enumerate(finding.related, 1)],
        "partialFingerprints": {FINGERPRINT: known},
        # Section 3.27.23: when one result of a run has this property, all have.
        "suppressions": [_suppression(suppression)] if suppression else [],
    }


def _paragraphs(finding: Finding) -> Iterable[str]:
    """What is wrong, what to write instead, and the related places, which GitHub shows only when a link names them."""
    yield _text(finding.message)
    if finding.help:
        yield f"Help: {_text(finding.help)}"
    for id, one in enumerate(finding.related, 1):
        yield f"[{_text(one.location.seen_from(finding.path))}]({id}): {_text(one.message)}"


def _text(text: str) -> str:
    """A text from a file as a part of a message, in which it can be neither placeholder nor link.

    Sections 3.11.5 (braces are doubled) and 3.11.6 (backslashes and brackets get a backslash).
    """
    return re.sub(r"[{}]", r"\g<0>\g<0>", re.sub(r"[\\\[\]]", r"\\\g<0>", visible(text)))


def _suppression(suppression: Suppression) -> dict[str, object]:
    return {
        "kind": "inSource",
        "justification": visible(suppression.reason),
        "location": _location(suppression.location),
        **({"properties": {"until": visible(suppression.until)}} if suppression.until else {}),
    }


def _related(related: Related, id: int) -> dict[str, object]:
    return {"id": id, "message": {"text": _text(related.message)}, **_location(related.location)}


def _location(location: Location, snippet: str = "") -> dict[str, object]:
    region = {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
        **({"snippet": {"text": snippet}} if snippet else {}),
    }
    return {"physicalLocation": {"artifactLocation": _artifact(PurePath(location.path)), "region": region}}


def _artifact(path: PurePath) -> dict[str, str]:
    """The file's address (RFC 3986, RFC 8089). No part of a name becomes a scheme, a host, a query or a fragment."""
    name = path.as_posix()
    if path.is_absolute():
        return {"uri": f"{'file://' if name.startswith('/') else 'file:///'}{quote(_octets(name), safe='/:')}"}
    return {"uri": quote(_octets(name)), "uriBaseId": "%SRCROOT%"}


def _octets(name: str) -> bytes:
    """The name as the file system has it: names that are not UTF-8 hold their other bytes as half characters."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")
