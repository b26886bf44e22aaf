"""Additions to a text: in the style of the neighbours, and nothing else is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from pactstate.editing.additions import Addition, NewItem, NewKey, SecondItem, TextToMapping
from pactstate.editing.insertion import ParsedText, with_all
from pactstate.editing.records import (
    find_entry,
    new_claim,
    new_claims,
    new_event,
    new_events,
    new_source,
    new_statement,
    new_statements,
    rejection,
    source_id,
)
from pactstate.editing.unified_diff import unified_diff
from pactstate.errors import ValueRefusedError
from pactstate.smallyaml import Data
from restyled import added

SIGNED: Data = {"event": "signed", "date": "2024-07-08"}
FIRST, LAST = NewItem(("history",), 0, SIGNED), NewItem(("history",), 1, SIGNED)

STYLES: dict[str, tuple[str, Addition, str]] = {
    "behind the only entry, a blank line apart": (
        "history:\n  - event: note\n    date: 2023\n",
        LAST,
        "history:\n  - event: note\n    date: 2023\n\n  - event: signed\n    date: 2024-07-08\n",
    ),
    "entries that are close stay close": (
        "history:\n  - event: note\n  - event: x\n",
        LAST,
        "history:\n  - event: note\n  - event: signed\n    date: 2024-07-08\n  - event: x\n",
    ),
    "before the first entry, above its comment": (
        "history:  # all\n  # on the note\n  - event: note\n",
        FIRST,
        "history:  # all\n  - event: signed\n    date: 2024-07-08\n\n  # on the note\n  - event: note\n",
    ),
    "below the comments of an entry, above those of the next": (
        "history:\n  - event: a  # why\n    # of a\n\n  # of b\n  - event: b\n",
        LAST,
        "history:\n  - event: a  # why\n    # of a\n\n  - event: signed\n    date: 2024-07-08\n\n  # of b\n  - event: b\n",
    ),
    "no final line end stays so": (
        "history:\n  - event: note",
        LAST,
        "history:\n  - event: note\n\n  - event: signed\n    date: 2024-07-08",
    ),
    "CRLF": (
        "history:\r\n- event: note\r\n- event: b\r\n",
        NewItem(("history",), 2, SIGNED),
        "history:\r\n- event: note\r\n- event: b\r\n- event: signed\r\n  date: 2024-07-08\r\n",
    ),
    "four blanks, and three after the dash": (
        "history:\n    -   event: note\n    -   event: b\n",
        NewItem(("history",), 2, {"event": "signed", "reported_by": [{"source": "a", "date": "2024-01"}]}),
        (
            "history:\n    -   event: note\n    -   event: b\n    -   event: signed\n        reported_by:\n"
            "            - source: a\n              date: 2024-01\n"
        ),
    ),
    "everything in double quotes": (
        '"history":\n  - "event": "note"\n  - "event": "b"\n',
        LAST,
        '"history":\n  - "event": "note"\n  - "event": "signed"\n    "date": "2024-07-08"\n  - "event": "b"\n',
    ),
    "everything in single quotes, but a text with one": (
        "'note': 'a'\n",
        NewKey((), "by", "King's"),
        "'note': 'a'\n'by': \"King's\"\n",
    ),
    "single quotes": ("'note': 'a'\n", NewKey((), "by", "King"), "'note': 'a'\n'by': 'King'\n"),
    "in brackets, at the end": (
        "history: [{event: note}]",
        LAST,
        "history: [{event: note}, {event: signed, date: 2024-07-08}]",
    ),
    "in brackets, at the beginning": (
        "{history: [{event: note}]}",
        FIRST,
        "{history: [{event: signed, date: 2024-07-08}, {event: note}]}",
    ),
    "into empty brackets": ("history: []\n", FIRST, "history: [{event: signed, date: 2024-07-08}]\n"),
    "into a mapping in brackets": ("a: {b: c}  # d\n", NewKey(("a",), "e", "f, g"), 'a: {b: c, e: "f, g"}  # d\n'),
    "into an empty mapping": ("{}", NewKey((), "e", "f"), "{e: f}"),
    "below a folded text and its comment": (
        "a:\n  b: >-\n    c\n\n\n# d\n",
        NewKey(("a",), "e", "f"),
        "a:\n  b: >-\n    c\n  e: f\n\n\n# d\n",
    ),
    "below the blank lines of a text that keeps them": (
        "a:\n  b: |+\n    c\n\n",
        NewKey(("a",), "e", "f"),
        "a:\n  b: |+\n    c\n\n  e: f\n",
    ),
    "a folded text without a final line end": ("b: >-\n  c", NewKey((), "e", "f"), "b: >-\n  c\ne: f"),
    "a root key with a blank line before it": (
        "id: a\nhistory: []\n# end\n",
        NewKey((), "statements", [{"source": "s", "says": "signed"}]),
        "id: a\nhistory: []\n\nstatements:\n  - source: s\n    says: signed\n# end\n",
    ),
    "a shared source, apart like the others": (
        "a:\n  title: A\n\nb:\n  title: B\n",
        NewKey((), "c", {"title": "C"}),
        "a:\n  title: A\n\nb:\n  title: B\n\nc:\n  title: C\n",
    ),
    "an own source, on one line like the others": (
        "sources:\n  a: {title: A}\n  b: {title: B}\nid: x\n",
        NewKey(("sources",), "c", {"title": "C"}),
        "sources:\n  a: {title: A}\n  b: {title: B}\n  c: {title: C}\nid: x\n",
    ),
    "an own source, on one line like the only one": (
        "sources:\n  a: {title: A}\nid: x\n",
        NewKey(("sources",), "c", {"title": "C"}),
        "sources:\n  a: {title: A}\n  c: {title: C}\nid: x\n",
    ),
    "an entry on one line, like the only one": (
        "history:\n  - {event: note}\n",
        LAST,
        "history:\n  - {event: note}\n  - {event: signed, date: 2024-07-08}\n",
    ),
    "a second source behind a text": ("by: a  # b\n", SecondItem(("by",), "c"), "by: [a, c]  # b\n"),
    "a second source behind a mapping in brackets": (
        "by: {source: a, locator: x}\n",
        SecondItem(("by",), {"source": "b"}),
        "by: [{source: a, locator: x}, {source: b}]\n",
    ),
    "a second source beside a mapping on lines of its own": (
        "by:\n  # on a\n  source: a  # the first\n\n  # why\n  locator: |\n    b\n\n     c\n    # end\n# of x\nid: x\n",
        SecondItem(("by",), {"source": "d", "locator": "e"}),
        (
            "by:\n  # on a\n  - source: a  # the first\n\n    # why\n    locator: |\n      b\n\n       c\n      # end\n"
            "  - source: d\n    locator: e\n# of x\nid: x\n"
        ),
    ),
    "a second source beside a mapping in an entry, with CRLF and no final line end": (
        "history:\r\n- event: note\r\n  by:\r\n    source: a\r\n    locator: 'b\r\n\r\n      c'",
        SecondItem(("history", 0, "by"), "d"),
        ("history:\r\n- event: note\r\n  by:\r\n    - source: a\r\n      locator: 'b\r\n\r\n        c'\r\n    - d"),
    ),
    "a rejection in a list": (
        "by:\n  - a  # b\n  - c\n",
        TextToMapping(("by", 0), "source", {"rejected": "No."}),
        "by:\n  - source: a  # b\n    rejected: No.\n  - c\n",
    ),
    "a rejection in brackets": (
        "by: [a, b]\n",
        TextToMapping(("by", 1), "source", {"rejected": "No, no."}),
        'by: [a, {source: b, rejected: "No, no."}]\n',
    ),
    "a rejection of the only source": (
        "'by': 'a'\n",
        TextToMapping(("by",), "source", {"rejected": "No."}),
        "'by': {'source': 'a', 'rejected': 'No.'}\n",
    ),
    "wide characters": ("a: 条約  # 🖋\nb: [日本, 𝔊]\n", NewItem(("b",), 2, "é"), "a: 条約  # 🖋\nb: [日本, 𝔊, é]\n"),
}


@pytest.mark.parametrize(("before", "addition", "after"), STYLES.values(), ids=STYLES)
def test_the_addition_has_the_style_of_its_neighbours(before: str, addition: Addition, after: str) -> None:
    assert added(before, addition) == after


REFUSED: dict[str, tuple[str, Addition, str]] = {
    "a key that is there": ("a: b\n", NewKey((), "a", "c"), "'a' is there already"),
    "an item of a text": ("a: b\n", NewItem(("a",), 0, "c"), "nothing can be added to 'a'"),
    "a key of a list": ("a: [b]\n", NewKey(("a",), "c", "d"), "nothing can be added to 'a'"),
    "a file with an error": ("a: [b\n", NewKey((), "c", "d"), "the file has errors"),
    "an empty file": ("", NewKey((), "c", "d"), "the file has errors"),
    "a text that would get a line end": ("a:\n  b: |\n    c", NewKey(("a",), "d", "e"), "in the style of the file"),
    "a character that no file may hold": ("a: b\n", NewKey((), "c", "\u202e"), r"this cannot be added: .*U\+202E"),
}


@pytest.mark.parametrize(("text", "addition", "message"), REFUSED.values(), ids=REFUSED)
def test_an_addition_that_would_change_something_is_refused(text: str, addition: Addition, message: str) -> None:
    with pytest.raises(ValueRefusedError, match=message):
        added(text, addition)


HISTORY: dict[str, Data] = {
    "history": [
        {"event": "note", "date": "2023"},
        {"event": ["signed", "in_force"], "date": "2024", "reported_by": {"source": "a", "rejected": "No."}},
        {"event": "note", "date": "2025", "announced_by": ["b"]},
    ]
}


@pytest.mark.parametrize(("words", "index"), [("in_force", 1), ("signature", 1), ("note#1", 0), ("note#2", 2)])
def test_an_entry_is_found_by_its_event_and_number(words: str, index: int) -> None:
    assert find_entry(HISTORY, words) == index


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("note", r"has 2 of 'note': name one of note#1 \(2023\), note#2 \(2025\)"),
        ("note#3", "has 2 of 'note'"),
        ("note#²", "has 2 of 'note'"),
        ("amended", "has no 'amended'; it has note, signed or in_force"),
        ("sihned", "no event 'sihned': did you mean 'signed'"),
        ("zzzzzz", "no event 'zzzzzz': write proposed"),
    ],
)
def test_an_entry_that_is_not_clear_is_refused(words: str, message: str) -> None:
    with pytest.raises(ValueRefusedError, match=message):
        find_entry(HISTORY, words)


def test_an_empty_history_has_no_event() -> None:
    with pytest.raises(ValueRefusedError, match="it has no event"):
        find_entry({"history": []}, "signed")


def test_a_statement_comes_behind_the_others_and_a_source_beside_them() -> None:
    assert new_statement({"statements": [{}]}, {"says": "signed"}) == NewItem(("statements",), 1, {"says": "signed"})
    assert new_source({"sources": {}}, "a", {"title": "A"}, is_shared=False) == NewKey(
        ("sources",), "a", {"title": "A"}
    )
    assert new_source({}, "a", {"title": "A"}, is_shared=False) == NewKey((), "sources", {"a": {"title": "A"}})
    assert new_source({}, "a", {"title": "A"}, is_shared=True) == NewKey((), "a", {"title": "A"})


def test_a_first_statement_brings_its_key() -> None:
    said: dict[str, Data] = {"says": "signed", "source": "a"}
    assert new_statement({}, said) == NewKey((), "statements", [{"source": "a", "says": "signed"}])


def test_a_claim_beside_a_text_makes_a_list() -> None:
    history: dict[str, Data] = {"history": [{"event": "note", "reported_by": "a"}]}
    assert new_claim(history, 0, "reported_by", "b") == SecondItem(("history", 0, "reported_by"), "b")


def test_a_claim_comes_behind_the_others() -> None:
    assert new_claim(HISTORY, 0, "reported_by", "c") == NewKey(("history", 0), "reported_by", ["c"])
    assert new_claim(HISTORY, 2, "announced_by", "c") == NewItem(("history", 2, "announced_by"), 1, "c")
    assert new_claim(HISTORY, 1, "reported_by", {"source": "c"}) == SecondItem(
        ("history", 1, "reported_by"), {"source": "c"}
    )


def test_a_rejection_needs_a_claim_that_is_accepted() -> None:
    assert rejection(HISTORY, "note#2", "b", "No.") == TextToMapping(
        ("history", 2, "announced_by", 0), "source", {"rejected": "No."}
    )
    mapping: dict[str, Data] = {"history": [{"event": "note", "reported_by": [{"source": "z"}, {"source": "a"}]}]}
    assert rejection(mapping, "note", "a", "No.") == NewKey(("history", 0, "reported_by", 1), "rejected", "No.")
    with pytest.raises(ValueRefusedError, match="the claim of 'a' is rejected already"):
        rejection(HISTORY, "signed", "a", "No.")
    with pytest.raises(ValueRefusedError, match="no claim of 'gazette': it is of b"):
        rejection(HISTORY, "note#2", "gazette", "No.")
    with pytest.raises(ValueRefusedError, match="no claim of 'gazette': there is none at all"):
        rejection(HISTORY, "note#1", "gazette", "No.")


def test_a_source_with_several_claims_is_rejected_in_one_role() -> None:
    history: dict[str, Data] = {
        "history": [{"event": "note", "announced_by": "a", "reported_by": ["b", {"source": "a", "date": "2024"}]}]
    }
    with pytest.raises(
        ValueRefusedError, match="'a' has claims: name one of them with --as: reported_by, announced_by"
    ):
        rejection(history, "note", "a", "No.")
    with pytest.raises(ValueRefusedError, match="name one of them with --as: reported_by, announced_by"):
        rejection(history, "note", "a", "No.", role="denied_by")
    assert rejection(history, "note", "a", "No.", role="reported_by") == NewKey(
        ("history", 0, "reported_by", 1), "rejected", "No."
    )
    assert rejection(history, "note", "a", "No.", role="announced_by") == TextToMapping(
        ("history", 0, "announced_by"), "source", {"rejected": "No."}
    )


def test_a_statement_is_rejected() -> None:
    said: dict[str, Data] = {
        "statements": [
            {"source": "a", "says": "signed", "rejected": "Old."},
            {"source": "b", "says": "in_force"},
            {"source": "a", "says": "signed", "locator": "page 2"},
        ]
    }
    third = NewKey(("statements", 2), "rejected", "No.")
    assert rejection(said, "statement", "b", "No.") == NewKey(("statements", 1), "rejected", "No.")
    assert rejection(said, "statement", "a", "No.") == third
    assert rejection(said, "statement#2", "a", "No.") == third
    with pytest.raises(ValueRefusedError, match="the statement of 'a' is rejected already"):
        rejection(said, "statement#1", "a", "No.")
    with pytest.raises(
        ValueRefusedError, match=r"name one of them: statement#1 \(signed\), statement#2 \(signed, page 2\)"
    ):
        rejection(said, "statement#3", "a", "No.")
    with pytest.raises(ValueRefusedError, match="no statement of 'c': it is of a or b"):
        rejection(said, "statement", "c", "No.")
    with pytest.raises(ValueRefusedError, match="there is none at all"):
        rejection({}, "statement", "c", "No.")
    both: dict[str, Data] = {"statements": [{"source": "a", "says": "signed"}, {"source": "a", "says": "in_force"}]}
    with pytest.raises(ValueRefusedError, match=r"'a' has statements: name one of them: statement#1 \(signed\)"):
        rejection(both, "statement", "a", "No.")


@pytest.mark.parametrize(
    ("name", "published", "id"),
    [
        ("Ministère de l'Intérieur", "2024-07", "ministere-de-l-interieur-2024-07"),
        ("外務省", "2024-07-08/2024-08", "source-2024-07-08"),
        ("A" * 50, None, "a" * 40),
        ("one two three four five six seven eight nine", "../2024", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_an_id_is_made_of_publisher_and_day(name: str, published: str | None, id: str) -> None:
    assert source_id(name, published, set()) == id
    assert source_id(name, published, {id, f"{id}-2"}) == f"{id}-3"


def test_a_diff_says_what_has_no_line_end() -> None:
    assert unified_diff("a b.yaml", "a: b", "a: b\nc: d") == [
        "--- a/a b.yaml", "+++ b/a b.yaml", "@@ -1,1 +1,2 @@", "-a: b", r"\ No newline at end of file", "+a: b",
        "+c: d", r"\ No newline at end of file",
    ]  # fmt: skip


def test_a_diff_has_three_lines_around_the_change() -> None:
    old = "".join(f"{one}\n" for one in range(9))
    new = old.replace("4\n", "4\nx\n")
    assert unified_diff("a", old, new)[2:] == [
        "@@ -3,6 +3,7 @@",
        *(f" {one}" for one in (2, 3, 4)),
        "+x",
        " 5",
        " 6",
        " 7",
    ]


def test_a_diff_of_equal_texts_is_empty_and_odd_names_are_quoted() -> None:
    assert unified_diff("a", "b", "b") == []
    assert unified_diff('é"\udcff', "a\n", "b\n")[:3] == [
        r'--- "a/\303\251\042\377"',
        r'+++ "b/\303\251\042\377"',
        "@@ -1,1 +1,1 @@",
    ]


def test_a_long_change_is_one_hunk_and_short_ones_are_several() -> None:
    old = "".join(f"a{number}\n" for number in range(300))
    new = old.replace("a10\n", "b\n").replace("a100\n", "").replace("a200\n", "a200\nb\nb\n")
    assert [line for line in unified_diff("x", old, new) if line[0] in "-+@"] == [
        "--- a/x",
        "+++ b/x",
        "@@ -8,7 +8,7 @@",
        "-a10",
        "+b",
        "@@ -98,7 +98,6 @@",
        "-a100",
        "@@ -199,6 +198,8 @@",
        "+b",
        "+b",
    ]
    other = "".join(f"c{number}\n" for number in range(200))
    lines = unified_diff("x", f"{old}end\n", f"{other}end\n")
    assert [line for line in lines if line.startswith("@@")] == ["@@ -1,301 +1,201 @@"]


RECORD = """\
history:
  - event: signed
    date: 2020
    reported_by: a
  - event: in_force
    date: 2022
sources: {a: {title: A}}
"""
EVENTS: list[dict[str, Data]] = [
    {"event": "note", "date": "2021"},
    {"event": "note", "date": "2020"},
    {"event": "note", "date": "2030"},
    {"event": "note", "date": "1990"},
    {"event": "note", "date": "2021-01-01"},
]


def one_by_one(text: str, *makes: Callable[[Mapping[str, Data]], Addition]) -> str:
    for make in makes:
        data = ParsedText.of(text).tree.data
        assert isinstance(data, dict)
        text = added(text, make(data))
    return text


@pytest.mark.parametrize("text", [RECORD, RECORD.replace("\n", "\r\n"), RECORD[: RECORD.index("  - event: in_force")]])
def test_several_additions_give_what_they_give_in_turn(text: str) -> None:
    data = ParsedText.of(text).tree.data
    assert isinstance(data, dict)
    first, further = new_claims(data, {(0, "reported_by"): ["b", "c"]})
    assert further
    said = {"source": "a", "says": "signed"}
    file = with_all(ParsedText.of(text), first)
    file = with_all(file, further)
    file = with_all(file, [*new_statements(data, [said, said]), *new_events(data, EVENTS)])
    assert file.tree.data == ParsedText.of(file.text).tree.data
    assert file.text == one_by_one(
        text,
        lambda old: new_claim(old, 0, "reported_by", "b"),
        lambda old: new_claim(old, 0, "reported_by", "c"),
        *[partial(new_event, event=event) for event in EVENTS],
        *[partial(new_statement, statement=said)] * 2,
    )


def test_additions_to_several_places_are_made_at_once() -> None:
    flow = "parties: []\nhistory: [{event: signed, date: 2020, reported_by: [a]}]\n"
    additions: list[Addition] = [
        NewKey((), "statements", []),
        NewItem(("parties",), 0, "JP"),
        NewItem(("history",), 0, {"event": "note", "date": "2019-01-02"}),
        NewItem(("parties",), 0, "PH"),
        NewItem(("history", 0, "reported_by"), 1, "b"),
        NewKey(("history", 0), "place", "Manila"),
    ]
    assert with_all(ParsedText.of(flow), additions).text == (
        "parties: [JP, PH]\n"
        "history: [{event: note, date: 2019-01-02}, {event: signed, date: 2020, reported_by: [a, b], place: Manila}]\n\n"
        "statements: []\n"
    )


def test_no_additions_change_nothing() -> None:
    assert with_all(ParsedText.of(RECORD), []).text == RECORD
    assert new_statements({}, []) == []
    assert new_events({"history": []}, []) == []


def test_a_message_names_no_more_entries_than_are_read() -> None:
    history: list[Data] = [{"event": "note", "date": f"{year}"} for year in range(1900, 2000)]
    with pytest.raises(ValueRefusedError, match=r"100 of 'note': name one of note#1 \(1900\), .* and 60 more$"):
        find_entry({"history": history}, "note")
    said: list[Data] = [{"source": "a", "says": "signed", "locator": f"{page}"} for page in range(100)]
    with pytest.raises(ValueRefusedError, match=r"name one of them: statement#1 \(signed, 0\), .* and 60 more$"):
        rejection({"statements": said}, "statement", "a", "r")
    others: list[Data] = [{"source": f"one-{page}", "says": "signed"} for page in range(100)]
    with pytest.raises(ValueRefusedError, match=r"it is of one-0, .*one-39 and 60 more$"):
        rejection({"statements": others}, "statement", "gazette", "r")
