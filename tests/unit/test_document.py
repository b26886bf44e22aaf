"""One file as read: all its faults with their places, and texts that other readers would change."""

from __future__ import annotations

import tracemalloc

import pytest

from pactstate.domain.agreement import Agreement
from pactstate.domain.vocabulary import common
from pactstate.fileformat import convert
from pactstate.fileformat.document import Document, finding, read
from pactstate.findings import Finding, Location, Related, Severity
from pactstate.rules import RULES
from pactstate.storage.limits import DEFAULT, Limits
from yaml_strategies import excerpt


def _read(text: str | bytes, limits: Limits = DEFAULT) -> tuple[Document, list[Finding]]:
    return read("x.yaml", text.encode() if isinstance(text, str) else text, limits)


def _marked(text: str) -> list[tuple[str, int, str]]:
    """Rule, line, and what is underlined."""
    return [(found.rule, found.line, excerpt(text, found.location)) for found in _read(text)[1]]


def test_a_clean_file() -> None:
    document, findings = _read("a: b\n")
    assert not findings
    assert document.root is not None
    assert document.root.data == {"a": "b"}
    assert (document.path, document.text, document.complete) == ("x.yaml", "a: b\n", True)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "the file is empty", (1, 1)),
        ("# a note\n", "the file is empty", (1, 1)),
        ("\ufeff", "the file is empty", (1, 1)),
        ("- a\n", "expected keys with values", (1, 1)),
        ("\nword\n", "expected keys with values", (2, 1)),
        ("---\n", "expected keys with values", (2, 1)),
    ],
)
def test_a_file_without_keys_is_an_error(text: str, message: str, place: tuple[int, int]) -> None:
    document, findings = _read(text)
    assert [(found.rule, found.message, (found.line, found.column)) for found in findings] == [
        ("invalid-yaml", message, place)
    ]
    assert findings[0].help == "an agreement begins with 'id:'"
    assert document.root is None


@pytest.mark.parametrize("text", ["NO", "012\n", "- NO\n- b\n", "~"])
def test_a_file_without_keys_is_an_error_also_when_it_is_ambiguous(text: str) -> None:
    assert "invalid-yaml" in [found.rule for found in _read(text)[1]]


def test_an_error_that_says_it_all_is_the_only_one() -> None:
    assert [found.rule for found in _read("- [\n")[1]] == ["invalid-yaml"]
    assert [found.rule for found in _read("&x\n- a\n")[1]] == ["unsafe-yaml"]


def test_what_is_not_utf_8_is_an_error() -> None:
    document, findings = _read("日: é\n".encode() + b"b: \xe9\n")
    assert [(found.rule, found.code, found.severity) for found in findings] == [
        ("unreadable-file", "PS001", Severity.ERROR)
    ]
    assert findings[0].location == Location("x.yaml", 2, 4, 2, 4)
    assert document == Document("x.yaml", "", None, complete=False)
    assert convert.agreement_of(document) == (None, [])
    assert convert.sources_of(document) == ({}, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_other_encodings_are_errors(encoding: str) -> None:
    document, findings = _read("a: é\n".encode(encoding))
    assert {found.severity for found in findings} == {Severity.ERROR}
    assert findings
    assert document.root is None


@pytest.mark.parametrize("head", ["", "\ufeff", "# 日本 \U0001f600\r\n", "---\r\n"])
def test_places_count_code_points_after_marks_and_line_ends(head: str) -> None:
    text = head + "é: '\U0001f600' # x\r\n\U0001f600: NO\r\n"
    _, findings = _read(text)
    line = 2 + head.count("\n")
    assert [found.location for found in findings] == [Location("x.yaml", line, 4, line, 6)]


def test_every_fault_of_a_file_is_reported_at_once() -> None:
    text = 'a: \u202e1\nb: &x NO\na: "\\u200b"\nc: *x\nd: !t 0x1\n<<: {e: on}\nf: [\n'
    rules = [(found.rule, found.line) for found in _read(text)[1]]
    assert sorted(rules, key=lambda rule: rule[1]) == [
        ("suspicious-character", 1),
        ("unsafe-yaml", 2),
        ("ambiguous-scalar", 2),
        ("duplicate-key", 3),
        ("suspicious-character", 3),
        ("unsafe-yaml", 4),
        ("unsafe-yaml", 5),
        ("ambiguous-scalar", 5),
        ("unsafe-yaml", 6),
        ("ambiguous-scalar", 6),
        ("invalid-yaml", 7),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a: b\u2028c=d\n", "\u2028"),
        ("a: b\x85c=d\n", "\x85"),
        ("a: b\rc=d\n", "\r"),
        ("a: b\u2029c\n", "\u2029"),
        ("a\u200b: b\n", "\u200b"),
        ("# \u202e note\na: b\n", "\u202e"),
        ("a: b\x00\n", "\x00"),
    ],
)
def test_suspicious_characters_are_errors_and_end_no_line(text: str, shown: str) -> None:
    assert _marked(text) == [("suspicious-character", 1, shown)]


@pytest.mark.parametrize("value", ['"\\u202e"', '"a\\x00"', '"\\e[1m"', '"\\N"', '"\\L"', '"\\r"', '"\\ufeff"'])
def test_escapes_that_bring_in_suspicious_characters_are_errors(value: str) -> None:
    text = f"a: x\nb: {value}\n"
    assert _marked(text) == [("suspicious-character", 2, value)]
    assert "an escape brings in U+" in _read(text)[1][0].message


def test_escapes_in_keys_are_errors_too() -> None:
    assert _marked('"a\\u200b": x\n') == [("suspicious-character", 1, '"a\\u200b"')]


def test_harmless_escapes_are_none() -> None:
    assert not _marked('a: "\\t\\n\\u65e5\\U0001f600"\n')


@pytest.mark.parametrize(
    ("value", "what"),
    [
        *(
            (word, "the logical value true")
            for word in ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"]
        ),
        *(
            (word, "the logical value false")
            for word in ["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"]
        ),
        *((word, "nothing at all") for word in ["null", "Null", "NULL", "~"]),
        *((word, "an octal number") for word in ["012", "-07", "+0_7", "00"]),
        *((word, "a binary or hexadecimal number") for word in ["0b101", "0x1F", "-0xa_b"]),
        *((word, "a number to the base 60") for word in ["1:30", "190:20:30", "-1:00", "12:30:45.5"]),
        *((word, "a number without the underscores") for word in ["1_000", "12_"]),
        *((word, "a number without its last zero") for word in ["1.10", "-2.0", ".50", "0.0"]),
        *((word, "a number") for word in ["1e3", "1.5E-3", "-.inf", ".NaN", "+.Inf"]),
    ],
)
def test_unquoted_texts_that_other_readers_change_are_an_info(value: str, what: str) -> None:
    text = f"a:\n- {value}\n"
    found = _read(text)[1][0]
    assert _marked(text) == [("ambiguous-scalar", 2, value)]
    assert (found.code, found.severity) == ("PS105", Severity.INFO)
    assert found.message == f"other YAML readers take {value} for {what}"
    assert found.help == f"write it in quotes: '{value}'"
    assert not _read(f"a: ['{value}', \"{value}\"]\nb: |-\n  {value}\n")[1]


@pytest.mark.parametrize(
    "value",
    [
        *("2024-07-08", "2024-07", "2024", "202X", "2024-07-08/..", "../2024", "2024?"),
        *(
            "10", "-1", "0", "1.5", "1.1", "JP", "yess", "nope", "NOO", "NO way", "nil", "nUll", "tRue", "0:30",
            "1:60:x",
        ),
        *("v1.10", "6 months", "https://example.org/0x10", "e5", "1e", "..", "0b2", "0xg", "_1", "." + "0" * 40),
    ],
)  # fmt: skip
def test_other_texts_are_clear(value: str) -> None:
    assert not _read(f"a: {value}\n")[1]


def test_ambiguous_keys_are_an_info_too() -> None:
    assert _marked("NO: a\nb: {on: c}\n") == [("ambiguous-scalar", 1, "NO"), ("ambiguous-scalar", 2, "on")]


@pytest.mark.parametrize("word", ["true", "false"])
def test_true_and_false_are_clear_where_they_are_meant(word: str) -> None:
    assert not _read(f"open: {word}\nterm: {{renews: {word}}}\nhistory: [{{partial: {word}}}]\n")[1]
    assert [found.rule for found in _read(f"renews: {word}\n")[1]] == ["ambiguous-scalar"]
    assert [found.rule for found in _read(f"term: {{years: {word}}}\n")[1]] == ["ambiguous-scalar"]
    assert [found.rule for found in _read(f"other: {{renews: {word}}}\n")[1]] == ["ambiguous-scalar"]
    assert [found.rule for found in _read(f"title: {word}\nopen: {word}\n")[1]] == ["ambiguous-scalar"]


def test_places_of_values_and_keys() -> None:
    document, _ = _read("a:\n  b: [c, d]\n")
    assert document.at(("a", "b", 1)) == Location("x.yaml", 2, 10, 2, 11)
    assert document.at(("a", "b"), key=True) == Location("x.yaml", 2, 3, 2, 4)
    assert document.at(("a", "x")) == Location("x.yaml", 2, 3, 2, 4)
    assert _read("")[0].at(("a",)) == Location("x.yaml", 1, 1, 1, 1)


def test_whole_lines_are_given_without_their_ends() -> None:
    document, _ = _read("\ufeffa: b\r\n\r\nc: d # \U0001f600\n  ")
    assert [document.whole_line(line) for line in range(1, 6)] == ["a: b", "", "c: d # \U0001f600", "  ", ""]


def test_a_finding_takes_code_and_severity_from_its_rule() -> None:
    place = Location("x.yaml", 2, 3)
    found = finding("skipped-step", "m", place, agreement="a", help="h", related=(Related("r", place),))
    assert found == Finding("skipped-step", "PS205", Severity.WARNING, "m", place, "a", "h", (Related("r", place),))
    assert finding("skipped-step", "m", place, severity=Severity.INFO).severity is Severity.INFO
    assert all(finding(name, "m", place).code == rule.code for name, rule in RULES.items())


def test_a_limit_ends_in_a_finding() -> None:
    document, findings = _read("a: [[b]]\n", Limits(depth=2))
    assert [(found.rule, found.code, found.line, found.column) for found in findings] == [
        ("limit-exceeded", "PS004", 1, 5)
    ]
    assert not document.complete


@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b"a: " + b"[" * 100_000, b"{" * 100_000, b"- " * 100_000, b"a: " + b"x" * 50_000_000],
    ids=["brackets", "brackets of a key", "braces", "dashes", "50 MB scalar"],
)
def test_what_is_far_too_much_is_a_finding_in_little_memory(data: bytes) -> None:
    document, findings = _read(data)
    assert "limit-exceeded" in [found.rule for found in findings]
    assert not document.complete
    if len(data) < 1_000_000:
        tracemalloc.start()
        _read(data)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()


def test_so_many_faults_are_kept() -> None:
    document, findings = _read("a: [" + "*a," * 11_000 + "]\n")
    assert not document.complete
    assert [found.rule for found in findings] == ["unsafe-yaml"] * 10_000 + ["limit-exceeded"]
    assert len(_read("a: [" + "*a," * 9_999 + "]\n")[1]) == 9_999


def test_no_place_lies_past_the_end_of_the_file() -> None:
    """The parser has its mark of the end on the line after the last one."""
    document, _ = _read("? ? ")
    assert document.at(()) == Location("x.yaml", 1, 1, 1, 5)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# a note\n", Location("x.yaml", 1, 1, 1, 1)),
        ("\n\n- a\n- b\n", Location("x.yaml", 3, 1, 3, 1)),
    ],
)
def test_that_there_are_no_keys_is_said_of_a_place_without_width(text: str, place: Location) -> None:
    (found,) = read("x.yaml", text.encode(), DEFAULT)[1]
    assert found.location == place


@pytest.mark.parametrize("above", ["", "# a\n# b\n# c\n"])
def test_no_place_lies_past_the_last_line_however_many_there_are(above: str) -> None:
    document, findings = read("x.yaml", f"{above}? ? ".encode(), DEFAULT)
    last = above.count("\n") + 1
    assert document.at(()) == Location("x.yaml", last, 1, last, 5)
    assert all(found.location.end_line == last for found in findings)
    assert document.location((last, 1, last, 3)) == Location("x.yaml", last, 1, last, 3)
    assert document.location((last, 1, last + 1, 1)) == Location("x.yaml", last, 1, last, 5)


def test_of_a_file_that_is_larger_than_allowed_nothing_is_taken() -> None:
    document, _ = read("x.yaml", b"a: b\nc: [[d]]\n", Limits(depth=2))
    assert (document.tree, document.data, document.root, document.marker_spans) == (None, {}, None, ())


def test_of_a_file_with_other_faults_is_taken_what_can_be() -> None:
    document, findings = read("x.yaml", b"a: b\na: c\nd: &e f\nNO: g\n", DEFAULT)
    assert document.data == {"a": "b", "d": "f", "NO": "g"}
    assert document.faulty == {(2, 1), (3, 4)}
    assert findings[0].related == (Related("the first one", Location("x.yaml", 1, 1, 1, 2)),)
    assert [found.related for found in findings[1:]] == [(), ()]


def _length_faults(text: str) -> list[tuple[str, str]]:
    """Rule and message of each finding on the shape of an agreement."""
    document, _ = _read(text)
    return [(found.rule, found.message) for found in convert.agreement_of(document)[1]]


_AGREEMENT = """\
id: {id}
title: {title}
kind: treaty
parties: [JP, PH]
replaces: {link}
history:
  - event: signed
    date: 2020-01-01
    reported_by: {cited}
    denied_by: {{source: {claimed}}}
sources:
  {source}: {{title: {headline}}}
"""
_SHORT = dict.fromkeys(("id", "title", "link", "cited", "claimed", "source", "headline"), "x")


@pytest.mark.parametrize("key", _SHORT)
def test_ids_and_titles_have_a_longest_length(key: str) -> None:
    longest = DEFAULT.title if key in ("title", "headline") else DEFAULT.id
    assert not _length_faults(_AGREEMENT.format(**{**_SHORT, key: "x" * longest}))
    message = f"'{'x' * 60}...' has more than {longest:,} characters"
    assert _length_faults(_AGREEMENT.format(**{**_SHORT, key: "x" * (longest + 1)})) == [("limit-exceeded", message)]


@pytest.mark.parametrize("key", ["parties", "approvals_needed"])
def test_an_agreement_has_a_limited_number_of_parties(key: str) -> None:
    others = {"parties": "[JP, PH]", "approvals_needed": "[JP]"}

    def faults(count: int) -> list[tuple[str, str]]:
        listed = {**others, key: f"[{', '.join(f'X{number}' for number in range(count))}]"}
        text = "id: x\ntitle: X\nkind: raa\nhistory: []\n" + "".join(f"{name}: {listed[name]}\n" for name in listed)
        findings = convert.agreement_of(_read(text)[0])[1]
        return [(found.rule, found.message) for found in findings if found.rule != "unknown-party-code"]

    assert faults(DEFAULT.parties) == []
    assert faults(DEFAULT.parties + 1) == [("limit-exceeded", "the list has more than 1,000 parties")]


def test_entries_that_speak_for_very_many_parties_are_limited() -> None:
    parties = list(common().parties)[:200]
    most = DEFAULT.marks // len(parties)

    def read_with(acts: int) -> tuple[Agreement | None, list[tuple[str, str, int]]]:
        head = f"id: x\ntitle: X\nkind: raa\nparties: [{', '.join(parties)}]\nhistory:\n"
        one = "  - {event: signed, party: JP, date: 2020}\n  - {event: [note, in_force], date: 2020}\n"
        document = _read(head + one * acts)[0]
        agreement, findings = convert.agreement_of(document)
        return agreement, [(found.rule, found.message, found.line) for found in findings]

    assert read_with(most)[0] is not None
    message = "more than 1,000 entries speak for all of the 200 parties"
    assert read_with(most + 1) == (None, [("limit-exceeded", message, 5 + 2 * (most + 1))])


def test_a_long_address_where_an_id_belongs_keeps_its_advice() -> None:
    address = f"https://example.org/{'x' * 200}"
    ((rule, message),) = _length_faults(_AGREEMENT.format(**{**_SHORT, "cited": address}))
    assert rule == "invalid-value"
    assert message.endswith("is a web address; here the id of a source is named")
