"""The shape of a file: the number of faults that are reported, and the messages."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest

from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import common
from pactstate.fileformat.convert import agreement_of, sources_of
from pactstate.fileformat.document import read
from pactstate.findings import Finding
from pactstate.storage.limits import DEFAULT, Limits
from yaml_strategies import excerpt

_HEAD = "id: a\ntitle: A\nkind: treaty\nparties: [JP, PH]\n"
_FILE = f"{_HEAD}history: []\n"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow ten faults in a file."""
    for module in ("convert", "shape_findings"):
        monkeypatch.setattr(f"pactstate.fileformat.{module}.DEFAULT", Limits(faults=10))


_PATTERNS: dict[str, Callable[[int, int], bool]] = {
    "none": lambda number, count: False,
    "all": lambda number, count: True,
    "each fifth": lambda number, count: number % 5 == 4,
    "second half": lambda number, count: number >= count // 2,
    "last": lambda number, count: number == count - 1,
    "first": lambda number, count: number == 0,
    "both ends": lambda number, count: number < 2 or number >= count - 20,
    "denser and denser": lambda number, count: number * number % count < number,
}


def _findings(text: str) -> list[Finding]:
    return agreement_of(read("a.yaml", text.encode(), DEFAULT)[0])[1]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("pattern", _PATTERNS)
@pytest.mark.parametrize("count", [1, 17, 2_001, 4_000])
@pytest.mark.parametrize(
    ("key", "sound", "faulty"),
    [("amends", "- a{}", "- a{}!"), ("sources", "  s{}: {{title: S}}", "  s{}: {{}}")],
    ids=["list", "mapping"],
)
def test_of_many_faults_the_first_ones_are_reported(
    key: str, sound: str, faulty: str, count: int, pattern: str
) -> None:
    wrong = [number for number in range(count) if _PATTERNS[pattern](number, count)]
    at = set(wrong)
    lines = ((faulty if number in at else sound).format(number) for number in range(count))
    found = _findings(f"{_FILE}{key}:\n" + "\n".join(lines) + "\n")
    before = _FILE.count("\n") + 2
    assert [one.line - before for one in found] == wrong[:10]


@pytest.mark.usefixtures("few")
def test_no_more_faults_are_reported_than_are_allowed() -> None:
    assert len(_findings(f"{_HEAD}history:\n" + "- {}\n" * 40)) == 10
    assert len(_findings(f"{_HEAD}history:\n" + "- {}\n" * 4)) == 8


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("inner", ["event: note, date: '2024'", "date: '2024', event: note"])
def test_a_key_that_stands_further_down_is_not_missed(inner: str) -> None:
    unknown = [f"k{number}: v" for number in range(20)]
    lines = "".join(f"{line}\n" for line in unknown)
    assert {found.rule for found in _findings(lines + _FILE)} == {"unknown-key"}
    entry = f"{', '.join(unknown)}, {inner}"
    assert {found.rule for found in _findings(f"{_HEAD}history: [{{{entry}}}]\n")} == {"unknown-key"}


@pytest.mark.usefixtures("few")
def test_a_key_that_stands_nowhere_is_missed_also_among_many_faults() -> None:
    entries = "- {event: note, date: '2024'}\n" + "- {date: '2024'}\n" * 30
    found = _findings(f"{_HEAD}history:\n{entries}")
    assert [(one.rule, one.line) for one in found] == [("missing-key", line) for line in range(7, 17)]


def test_a_file_cut_short_has_unknown_keys_all_the_same() -> None:
    found = _findings("id: a\nzzz: {b: c}\nhistory: [\n")
    assert [(one.rule, one.line) for one in found] == [("unknown-key", 2)]


def test_a_key_with_an_unusual_name_is_not_taken_for_a_wrong_key() -> None:
    text = "'[key]': b\n"
    found = sources_of(read("sources.yaml", text.encode(), DEFAULT)[0])[1]
    assert [(excerpt(text, one.location), one.message) for one in found] == [
        ("'[key]'", "'[key]' is not an id: ids are made of a-z, 0-9 and single hyphens"),
        ("b", "expected keys with values"),
    ]
    text = f"{_FILE}sources: {{B: {{title: c, '[key]': d}}}}\n"
    assert [(excerpt(text, one.location), one.rule) for one in _findings(text)] == [
        ("B", "invalid-value"),
        ("'[key]'", "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_FILE.replace("id: a\n", ""), "the key 'id' is missing"),
        (f"{_FILE}zzzz: x\n", "unknown key 'zzzz'"),
        *(
            (f"{_HEAD}history: [{{event: note, date: '2024', {key}: {{note: x}}}}]\n", "the key 'source' is missing in this claim")
            for key in ("reported_by", "announced_by", "denied_by")
        ),
    ],
)  # fmt: skip
def test_a_message_names_the_mapping_if_it_is_not_the_file(text: str, message: str) -> None:
    assert [one.message for one in _findings(text)] == [message]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("uk", "GB"),
        ("UK", "GB"),
        ("USA", "US"),
        ("jpn", "JP"),
        ("PHL", "PH"),
        ("ROK", "KR"),
        ("Korea", "KR"),
        ("America", "US"),
        ("Nato", "NATO"),
    ],
)
def test_a_party_is_known_by_other_names(said: str, code: str) -> None:
    (found,) = _findings(_FILE.replace("PH]", f"{said}]"))
    assert found.rule == "unknown-party-code"
    assert found.help == f"did you mean '{code}' for {PARTIES[code]}?"


@pytest.mark.parametrize("said", ["natoo", "Japann", "EUX", "Zimbabwee"])
def test_a_name_that_is_nearly_right_is_no_name(said: str) -> None:
    (found,) = _findings(_FILE.replace("PH]", f"{said}]"))
    assert "did you mean" not in (found.help or "did you mean")
    assert "pactstate.toml" in (found.help or "")


@pytest.mark.parametrize("event", ["adopted", "signed", "ratified", "in_force"])
def test_what_can_be_postponed(event: str) -> None:
    assert _findings(f"{_HEAD}history: [{{event: postponed, of: {event}, date: '2024'}}]\n") == []


@pytest.mark.parametrize("event", ["signed", "approved", "ratified"])
def test_what_force_can_follow(event: str) -> None:
    assert _findings(f"{_FILE}entry_into_force: {{after: {event}}}\n") == []


@pytest.mark.parametrize(
    ("line", "help"),
    [
        ("history: [{event: note, date: '2024', reported_by: [[b]]}]", "name the id of a source"),
        ("history: [{event: note, date: '2024', announced_by: [[b]]}]", "name the id of a source"),
        ("history: [{event: note, date: '2024', denied_by: [[b]]}]", "name the id of a source"),
        ("history: []\nentry_into_force: ratified", "after: ratified"),
        ("history: []\nterm: [10]", "years: 10"),
        ("history: []\nreplaces: [{b: c}]", None),
    ],
)
def test_a_value_of_another_shape_comes_with_an_example(line: str, help: str | None) -> None:
    (found,) = _findings(f"{_HEAD}{line}\n")
    assert found.rule == "invalid-value"
    assert (found.help is None) if help is None else (found.help and help in found.help)


def test_a_code_that_is_nearly_right_is_no_code() -> None:
    parties = {**common().parties, "GCC": "Gulf Cooperation Council", "ABCD": "Alphabet"}
    vocabulary = attrs.evolve(common(), parties=parties)

    def helps(said: str) -> str | None:
        text = _FILE.replace("PH]", f"{said}]")
        (found,) = agreement_of(read("a.yaml", text.encode(), DEFAULT)[0], vocabulary)[1]
        return found.help

    assert "did you mean" not in (helps("GCCZ") or "did you mean")
    assert (helps("gcc") or "").startswith("did you mean 'GCC' for ")
    assert "did you mean" not in (helps("ABCDZ") or "did you mean")


@pytest.mark.parametrize("title", ["X", "x", "-", "0", "日", "\u00a0X"])
def test_one_letter_is_a_text(title: str) -> None:
    assert _findings(_FILE.replace("title: A", f"title: '{title}'")) == []


@pytest.mark.parametrize("title", [" ", "\u00a0", "\u3000", " \u2003 "])
def test_white_space_is_none(title: str) -> None:
    (found,) = _findings(_FILE.replace("title: A", f"title: '{title}'"))
    assert found.message == "the value is empty"


@pytest.mark.parametrize("key", ["id", "title", "kind", "parties"])
def test_a_key_that_is_missing_comes_with_an_example(key: str) -> None:
    lines = [line for line in _FILE.splitlines(keepends=True) if not line.startswith(key)]
    (found,) = _findings("".join(lines))
    assert found.help
    assert found.help.startswith(f"add '{key}:'")
