"""A short run of every fuzz target; and every target sees a fault that is planted for it."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import attrs
import pytest

from fuzz import driver, run
from fuzz.choices import Choices
from fuzz.clean import assert_clean, assert_csv, assert_markdown, read_json
from fuzz.mutation import mutated
from fuzz.targets import TARGETS, Target

MAX_SEARCHED = 200
NAMES = sorted(TARGETS)


# Nothing fails, and what is told of the inputs is not always the same.


@functools.cache
def outcome(name: str) -> driver.Outcome:
    return driver.run(TARGETS[name], MAX_SEARCHED, "unit")


@pytest.mark.parametrize("name", NAMES)
def test_no_kept_seed_fails(name: str) -> None:
    assert len(TARGETS[name].seeds) >= 10
    assert [failure.trace for failure in driver.replay(TARGETS[name])] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_fresh_input_fails(name: str) -> None:
    assert [failure.trace for failure in outcome(name).failures.values()] == []
    assert outcome(name).inputs == outcome(name).tally.total() == MAX_SEARCHED


@pytest.mark.parametrize("name", NAMES)
def test_seeds_lead_to_many_answers(name: str) -> None:
    assert len({TARGETS[name].check(data) for data in TARGETS[name].seeds}) >= 2


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("reader", {"an agreement", "invalid-yaml", "unsafe-yaml", "limit-exceeded", "unreadable-file"}),
        ("wire", {"an agreement", "junk", "missing-key", "invalid-value", "unknown-key"}),
        ("dates", {"a day", "a longer time", "an interval", "qualified", "refused"}),
        ("comments", {"none", "1 line", "1 below", "1 file", "2 line"}),
        ("settings", {"none", "refused: this is not TOML", "1 1 1 1", "refused: the file is not UTF-8"}),
        ("check", {"illegal-transition", "unknown-source", "out-of-order"}),
        ("archives", {"read", "read+read", "nothing", "refused: TAR is cut short"}),
        ("view-status", {"None", "negotiating", "signed", "in_force", "terminated"}),
    ],
)
def test_what_matters_is_among_the_answers(name: str, answers: set[str]) -> None:
    target = TARGETS[name]
    told = {*outcome(name).tally, *map(target.check, target.seeds)}
    assert answers <= {part for answer in told for part in (answer, *answer.split("+"))}


# Faults that are planted are found.


def _never(*_: object) -> bool:
    return False


def _always(*_: object) -> bool:
    return True


def _as_it_is(value: object, **_: object) -> str:
    return json.dumps(value) + "\n"


def _silencing_all(found, comments):
    return next((comment for comment in comments if comment.suppresses(found)), None)


_NOTHING = re.compile(r"(?!)")
PLANTED = [
    ("reader", "pactstate.fileformat.document._no_mapping", lambda root: None),
    ("reader", "pactstate.smallyaml.decode.decode", lambda data: (data.decode(), None)),
    ("wire", "pactstate.fileformat.convert.ForceRule", lambda **_: None),
    ("wire", "pactstate.fileformat.convert._validated", lambda validate, value: (validate(value), [])),
    ("dates", "pactstate.domain.dates._WIDENING", {"": 0, "?": 0, "~": 1, "%": 2}),
    ("dates", "pactstate.domain.dates.calendar.monthrange", lambda year, month: (0, 31)),
    ("comments", "pactstate.checks.ignores._nearest", _silencing_all),
    ("settings", "pactstate.fileformat.settings.clip", str),
    ("escapes", "pactstate.text.escape._shows", _always),
    ("check", "pactstate.checks.runner.FOLDER_CHECKS", ()),
    ("archives", "pactstate.storage.archive._FAULTS", ()),
    ("archives", "pactstate.storage.archive.visible", lambda text: "\n"),
    ("view-diff", "pactstate.text.escape._markdown", str),
    ("view-graph", "pactstate.text.escape._QUOTED", {}),
    ("view-graph", "pactstate.text.escape._mermaid", str),
    ("view-log", "pactstate.views.log.csv_text", lambda rows: "\n".join(map(",".join, rows)) + "\n"),
    ("view-show", "pactstate.text.escape._visible", str),
    ("view-sources", "pactstate.views.sources.json_text", _as_it_is),
    ("view-status", "pactstate.text.escape._visible", str),
    *((f"format-{form}", "pactstate.text.escape._COMMAND", _NOTHING) for form in ("json", "sarif", "junit", "gitlab")),
    *(
        (f"format-{form}", "pactstate.text.escape._shows", _always)
        for form in ("text", "concise", "github", "markdown")
    ),
    ("format-github", "pactstate.text.escape._DATA", {}),
    ("format-markdown", "pactstate.text.escape._MARKS", _NOTHING),
    ("format-rdjson", "pactstate.reports.rdjson.markdown", str),
    ("format-sarif", "pactstate.reports.sarif._text", str),
]


@pytest.mark.parametrize(("name", "place", "fault"), PLANTED)
def test_a_planted_fault_is_found(monkeypatch: pytest.MonkeyPatch, name: str, place: str, fault: object) -> None:
    monkeypatch.setattr(place, fault)
    assert driver.replay(TARGETS[name]) or driver.run(TARGETS[name], MAX_SEARCHED, "unit").failures


# The engine: the same inputs for the same seed, made of the seeds and the words.


def test_the_same_numbers_make_the_same_inputs() -> None:
    made = [[mutated([b"one", b"two"], [b"WORD"], random) for _ in range(300)] for random in (Random(1), Random(1))]
    assert made[0] == made[1]
    assert len(set(made[0])) > 200
    assert any(b"WORD" in data for data in made[0])
    assert any(b"one" in data and b"WORD" in data for data in made[0])
    assert max(map(len, made[0])) > 100


def test_inputs_are_made_of_nothing() -> None:
    random = Random(2)
    assert len({mutated([], [], random) for _ in range(200)}) > 150


def test_no_input_is_longer_than_its_target_wants(target: Target) -> None:
    lengths: list[int] = []
    long = attrs.evolve(target, check=lambda data: str(lengths.append(len(data))), longest=20)
    driver.run(long, 200, "x")
    assert max(lengths) == 20


def test_where_bytes_end_every_choice_is_the_first() -> None:
    choices = Choices(b"\x05")
    assert (choices.below(4), choices.below(4), choices.seldom(), choices.pick("ab"), choices.text()) == (
        1,
        0,
        False,
        "a",
        "",
    )
    assert choices.rest() == b""
    assert Choices(bytes([3, 1, 170, 0, 0, 65])).text().startswith("::error::x")


# The driver: what fails is found, shortened and told.


def _check(data: bytes) -> str:
    if b"b" in data and b"a" in data:
        raise KeyError(data)
    if data.startswith(b"slow"):
        while True:
            pass
    return str(len(data) % 3)


@pytest.fixture
def target(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Target:
    monkeypatch.setattr("fuzz.targets.SEEDS", tmp_path)
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "one").write_bytes(b"a long text without the other letter")
    made = Target("made", _check, (b"b",))
    monkeypatch.setitem(TARGETS, "made", made)
    return made


def test_a_failure_is_found_once_and_shortened(target: Target) -> None:
    whole = driver.fuzz("made", 600, 1)
    (failure,) = whole.failures.values()
    assert sorted(failure.data) == [*b"ab"]
    assert "KeyError" in failure.signature
    assert "raise KeyError(data)" in failure.trace
    assert whole.inputs == 600
    assert 0 < whole.tally.total() < 600


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_number_of_processes_changes_nothing(target: Target, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(driver, "BLOCK", 100)
    told: list[int] = []
    whole = driver.fuzz("made", 250, 1, jobs=jobs, told=lambda part: told.append(part.inputs))
    assert told == [100, 200, 250]
    assert whole.tally == driver.run(target, 100, "made 1 0").tally + driver.run(target, 100, "made 1 1").tally + (
        driver.run(target, 50, "made 1 2").tally
    )


def test_what_takes_too_long_is_a_failure(target: Target) -> None:
    answer = driver._answer(target, b"slow", 0.1)
    assert isinstance(answer, driver.Failure)
    assert answer.signature.startswith("TooLongError")
    assert driver._answer(target, b"fast", 5) == "1"


def test_the_shortest_input_of_a_kind_is_kept() -> None:
    one, other = driver.Outcome(), driver.Outcome()
    for outcome, data in ((one, b"long"), (other, b"x"), (other, b"xx")):
        outcome.note(driver.Failure("same", data, ""))
    one.add(attrs.evolve(other, inputs=3, slowest=2.0))
    assert (one.failures["same"].data, one.inputs, one.slowest) == (b"x", 3, 2.0)


def test_the_command_says_what_failed_and_keeps_it(
    target: Target, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run.main(["made", "--inputs", "400", "--out", str(tmp_path / "out"), "--progress"]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("made: 400 inputs, ")
    assert "1 failures" in first
    kept = sorted(path.name for path in (tmp_path / "out" / "made").iterdir())
    assert kept == [kept[0], f"{kept[0]}.txt"]
    assert kept[0] in second
    with pytest.raises(KeyError):
        _check((tmp_path / "out" / "made" / kept[0]).read_bytes())


def test_the_command_tells_a_seed_that_fails(target: Target, capsys: pytest.CaptureFixture[str]) -> None:
    (target.folder / "two").write_bytes(b"ab")
    assert run.main(["made", "--inputs", "1"]) == 1
    assert "1 failures" in capsys.readouterr().out


def test_the_command_knows_its_targets(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["dates", "--inputs", "20"]) == 0
    assert capsys.readouterr().out.startswith("dates: 20 inputs, ")
    with pytest.raises(SystemExit):
        run.main(["nothing"])
    assert "no target 'nothing'" in capsys.readouterr().err


# What is held to be clean.


@pytest.mark.parametrize(
    "printed", ["x", "x\x1b\n", "x\u202e\n", "::x\n", "a\n \u3000::x\n", "a ##[x\n", "a\rb\n", "\ud800\n", "a\u2028\n"]
)
def test_what_is_not_clean(printed: str) -> None:
    with pytest.raises(AssertionError):
        assert_clean(printed)


def test_what_is_clean() -> None:
    assert_clean("a\nb: c :: d\n日本 \u3000\n")
    assert_clean("::error::x\n", commands=True)
    assert read_json('{"a": 1}\n') == {"a": 1}
    assert assert_csv("a,b\n1,'=2\n") == [{"a": "1", "b": "'=2"}]
    rows = assert_markdown("### x\n\n| a | b |\n| --- | --- |\n| **c**: \\* | snake_case &lt; |\n", thorough=True)
    assert rows[2] == [" **c**:  ", " snake_case &lt; "]


@pytest.mark.parametrize(
    ("reader", "printed"),
    [
        (read_json, '{"a": NaN}\n'),
        (read_json, '{"a": 1, "a": 2}\n'),
        (read_json, '{"a": "é"}\n'),
        (read_json, '{"a": "\\ud800"}\n'),
        (assert_csv, "a,b\n1\n"),
        (assert_csv, "a\n=1\n"),
        (assert_csv, 'a\n"1\n2"\n'),
        (assert_markdown, "a *b*\n"),
        (assert_markdown, "a `b`\n"),
        (assert_markdown, "<b>\n"),
        (assert_markdown, "a &lt &copy;\n"),
        (assert_markdown, "@user\n"),
        (assert_markdown, "| a | b |\n| --- | --- |\n| c | d | e |\n"),
        (lambda printed: assert_markdown(printed, thorough=True), "1. x\n"),
    ],
)
def test_what_is_not_well_formed(reader: Callable[[str], object], printed: str) -> None:
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        reader(printed)
