"""A short run of every fuzz target; ``tests/fuzz/run.py`` makes the long ones."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from clean import assert_clean, assert_csv, assert_markdown, read_json
from fuzz import run
from fuzz.targets import TARGETS, Target, inputs

ALL = pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))


@pytest.mark.parametrize("target", [one for one in TARGETS.values() if one.seeds], ids=lambda target: target.name)
def test_every_seed_passes(target: Target) -> None:
    assert len(target.seeds) >= 10
    assert len({target.check(data) for data in target.seeds}) >= 2


@ALL
@given(st.data())
def test_other_inputs_pass(target: Target, data: st.DataObject) -> None:
    target.check(data.draw(inputs(target)))


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("reader", {"an agreement", "invalid-yaml", "unsafe-yaml", "limit-exceeded", "unreadable-file"}),
        ("dates", {"a day", "a longer time", "an interval", "qualified", "refused"}),
        ("comments", {"none", "1 line", "1 below", "1 file"}),
        ("settings", {"none", "refused: this is not TOML", "1 1 1 1", "refused: the file is not UTF-8"}),
    ],
)
def test_seeds_lead_to_different_answers(name: str, answers: set[str]) -> None:
    found = map(TARGETS[name].check, TARGETS[name].seeds)
    assert answers <= {part for answer in found for part in (answer, *answer.split("+"))}


def test_made_archives_are_read_in_part() -> None:
    answers: set[str] = set()

    @settings(max_examples=80, database=None, derandomize=True, phases=[Phase.generate])
    @given(TARGETS["archives"].made)
    def collect(data: bytes) -> None:
        answers.add(TARGETS["archives"].check(data))

    collect()
    assert {"read", "nothing"} <= answers
    assert any(answer.startswith("refused: ") for answer in answers)


# A target that cannot fail proves nothing: the seeds find faults that are put into the library.


@pytest.mark.parametrize(
    ("name", "place", "fault"),
    [
        ("reader", "pactstate.fileformat.document.decode", lambda data: (data.decode(), None)),
        ("dates", "calendar.monthrange", lambda year, month: (0, 31)),
        ("settings", "pactstate.fileformat.settings.clip", str),
    ],
)
def test_a_fault_of_the_library_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, place: str, fault: Callable[..., object]
) -> None:
    monkeypatch.setattr(place, fault)
    with pytest.raises(Exception):  # noqa: B017 - any exception of a target is a failure
        run.fuzz(TARGETS[name], 300, 1)


# The script.


def _check(data: bytes) -> str:
    if b"b" in data and b"a" in data:
        raise KeyError(data)
    return str(len(data) % 3)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Target:
    target = attrs.evolve(TARGETS["escapes"], name="made", check=_check, tokens=(b"b", b"a"), max_size=20)
    monkeypatch.setitem(TARGETS, "made", target)
    return target


def test_a_failing_input_is_found_and_shortened(made: Target) -> None:
    with pytest.raises(KeyError) as caught:
        run.fuzz(made, 600, 1)
    assert sorted(caught.value.args[0]) == [*b"ab"]


def test_inputs_are_as_long_as_allowed(made: Target) -> None:
    lengths: list[int] = []
    run.fuzz(attrs.evolve(made, check=lambda data: str(lengths.append(len(data)))), 200, 1)
    assert max(lengths[len(made.seeds) :]) == 20


def test_the_script_fails_with_the_target(made: Target) -> None:
    with pytest.raises(KeyError):
        run.main(["made", "--inputs", "600"])


def test_the_script_reports_each_target(capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["dates", "escapes", "--inputs", "20"])
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("dates: 20 inputs, ")
    assert second.startswith("escapes: 20 inputs, ")


def test_the_script_refuses_an_unknown_target(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["nothing"])
    assert "no target 'nothing'" in capsys.readouterr().err


# The assertions about output, which other tests use as well.


@pytest.mark.parametrize(
    "printed", ["x", "x\x1b\n", "x\u202e\n", "::x\n", "a\n \u3000::x\n", "a ##[x\n", "a\rb\n", "\ud800\n", "a\u2028\n"]
)
def test_output_that_is_not_clean(printed: str) -> None:
    with pytest.raises(AssertionError):
        assert_clean(printed)


def test_output_that_is_clean() -> None:
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
def test_output_that_is_not_well_formed(reader: Callable[[str], object], printed: str) -> None:
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        reader(printed)
