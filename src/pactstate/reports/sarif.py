"""SARIF 2.1.0, for GitHub's code scanning and other services that follow findings over time.

Sections below are those of OASIS, Static Analysis Results Interchange Format 2.1.0 with errata 01. See also GitHub's
documentation, "SARIF support for code scanning". GitHub accepts 25,000 results and 10 MB compressed; a report lists
10,000 findings at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from pactstate.checks.pages import PAGES
from pactstate.findings import Finding, Fix, Location, Related, Report, Severity, Suppression
from pactstate.reports.base import NOT_LISTED, Options, counts, fingerprints, plural
from pactstate.rules import RULES, RuleInfo
from pactstate.text.escape import JsonText, json_text, visible
from pactstate.version import __version__

__all__ = ["FINGERPRINT", "render"]

FINGERPRINT: Final = "pactstate/v1"
"""Key of the fingerprints.

GitHub's ``primaryLocationLineHash`` is not used: the upload action computes it from the whole file, and warns of every
result with another value.
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
    """Return one run, in which every finding is a result; silenced findings only if the options say so.

    GitHub opens alerts for suppressed results, too.
    """
    silenced = report.suppressed if options.suppressed else ()
    every = [(finding, None) for finding in report.findings] + [(one.finding, one) for one in silenced]
    off = {rule for remark in report.remarks for rule in remark.rules}
    named = off.union(finding.rule for finding, _ in every)
    rules = sorted((RULES[name] for name in named), key=lambda rule: rule.code)
    index = {rule.name: place for place, rule in enumerate(rules)}
    results = (
        _result(finding, index[finding.rule], fingerprint, suppression)
        for (finding, suppression), fingerprint in zip(every, fingerprints(report), strict=False)
    )
    run = {
        "tool": {
            "driver": {
                "name": "pactstate",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, report.page_address(rule.name)) for rule in rules],
            }
        },
        "invocations": [_invocation(report, len(report.suppressed) - len(silenced), off, index)],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"counts": counts(report), "countsByRule": dict(sorted(report.by_rule.items()))},
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, depth=4)


def _rule(rule: RuleInfo, address: str | None) -> dict[str, object]:
    page = PAGES[rule.name]
    command = f"`pactstate rule {rule.name}` prints the whole page."
    help = "\n\n".join(filter(None, (page.headline, page.why, page.remedy, command)))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _plain(page.headline)},
        "fullDescription": {"text": _plain(f"{page.headline} {page.remedy}")},
        "help": {"text": _plain(help), "markdown": help},
        **({"helpUri": address} if address else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [_TAGS[rule.code[:3]], *(["clock"] if rule.clock else [])]},
    }


def _plain(markdown: str) -> str:
    """Return our own text without Markdown. Its braces stay single, since it has no placeholders."""
    return markdown.replace("`", "")


def _invocation(report: Report, left_out: int, off: Collection[str], index: Mapping[str, int]) -> dict[str, object]:
    """Return how the check ran: remarks and numbers as notifications, and rules that are off (section 3.20.5)."""
    found = [
        {
            **_notification(remark.kind, "warning" if remark.is_gap else "note", remark.message),
            # The schema refuses equal locations.
            "locations": [_file(path) for path in dict.fromkeys(remark.paths)],
        }
        for remark in report.remarks
    ]
    if report.dropped:
        found.append(_notification(NOT_LISTED, "warning", f"{plural(report.dropped, 'more finding')} not listed"))
    if left_out:
        text = f"{plural(left_out, 'finding')} silenced by comments left out; --sarif-suppressed lists them"
        found.append(_notification("suppressed", "note", text))
    return {
        "executionSuccessful": True,
        **({"toolExecutionNotifications": found} if found else {}),
        **({"ruleConfigurationOverrides": [_override(rule, index) for rule in sorted(off)]} if off else {}),
    }


def _notification(kind: str, level: str, text: str) -> dict[str, object]:
    return {"descriptor": {"id": kind}, "level": level, "message": {"text": _text(text)}}


def _override(rule: str, index: Mapping[str, int]) -> dict[str, object]:
    descriptor = {"id": RULES[rule].code, "index": index[rule]}
    return {"descriptor": descriptor, "configuration": {"enabled": False}}


def _result(finding: Finding, rule: int, fingerprint: str, suppression: Suppression | None) -> dict[str, object]:
    snippet = visible(finding.marked) if finding.line == finding.end_line else ""
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(_paragraphs(finding))},
        "locations": [_location(finding.location, snippet)],
        "relatedLocations": [_related(one, id) for id, one in enumerate(finding.related, 1)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        # If one result of a run has this property, all must have it (section 3.27.23).
        "suppressions": [_suppression(suppression)] if suppression else [],
        **({"fixes": [_fix(finding.fix)]} if finding.fix else {}),
    }


def _fix(fix: Fix) -> dict[str, object]:
    """Return a fix (section 3.55). Its replacements apply all together or not at all."""
    replacements = [
        {"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": {"text": _text(fix.message)},
        "artifactChanges": [{"artifactLocation": _artifact_at(fix.path), "replacements": replacements}],
        "properties": {"safe": fix.is_safe},
    }


def _paragraphs(finding: Finding) -> Iterable[str]:
    """Yield the message, the help, and links to the related places, without which GitHub does not show these."""
    yield _text(finding.message)
    if finding.help:
        yield f"Help: {_text(finding.help)}"
    for id, one in enumerate(finding.related, 1):
        yield f"[{_text(one.location.describe_from(finding.path))}]({id}): {_text(one.message)}"


def _text(text: str) -> str:
    """Return a text from a file escaped for a message: no placeholder, no link.

    Braces are doubled (section 3.11.5); backslashes and brackets get a backslash (section 3.11.6).
    """
    shown: str = visible(text)
    for character, escaped in _MARKUP.items():
        shown = shown.replace(character, escaped)
    return shown


_MARKUP: Final = {"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"}
"""Characters with a meaning in a message, with their escapes. The backslash comes first."""


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
    region = {**_region(location), **({"snippet": {"text": snippet}} if snippet else {})}
    return {"physicalLocation": {"artifactLocation": _artifact_at(location.path), "region": region}}


def _region(location: Location) -> dict[str, object]:
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }


def _file(path: str) -> dict[str, object]:
    return {"physicalLocation": {"artifactLocation": _artifact_at(path)}}


@lru_cache(maxsize=16)  # The findings of one file follow each other.
def _artifact_at(path: str) -> Mapping[str, str]:
    return _artifact(PurePath(path))


def _artifact(path: PurePath) -> Mapping[str, str]:
    """Return the URI of a file (RFC 3986, RFC 8089). No part of a name becomes a scheme, host, query or fragment."""
    name = path.as_posix()
    if path.is_absolute():
        return {"uri": f"{'file://' if name.startswith('/') else 'file:///'}{quote(_octets(name), safe='/:')}"}
    return {"uri": quote(_octets(name)), "uriBaseId": "%SRCROOT%"}


def _octets(name: str) -> bytes:
    """Return the name in bytes. Names that are not UTF-8 hold other bytes as lone surrogates."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")
