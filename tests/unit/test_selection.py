"""Choice of rules: names, codes and beginnings of codes, in settings and options."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.cli import main
from pactstate.rules import RULES, RuleInfo, Selection, find_rules

ALL = frozenset(RULES)
FORM = frozenset(name for name, rule in RULES.items() if rule.form)
TODAY = "2026-11-22"

Write = Callable[..., Path]


def family(start: str) -> frozenset[str]:
    return frozenset(name for name, rule in RULES.items() if rule.code.startswith(start))


# Rules that a word means.


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_name_and_a_code_mean_one_rule_alike(rule: RuleInfo) -> None:
    for word in (rule.name, rule.name.upper(), rule.code, rule.code.lower(), f" {rule.code} "):
        assert find_rules(word) == {rule.name: 5}


@pytest.mark.parametrize("word", ["PS2", "ps2", "PS", "ps", "Ps20", "PS90"])
def test_the_beginning_of_a_code_means_all_that_begin_with_it(word: str) -> None:
    assert find_rules(word) == dict.fromkeys(family(word.upper()), len(word))
    assert len(find_rules(word)) > 1


@pytest.mark.parametrize(
    "word",
    [
        "", " ", "P", "p", "S2", "205", "PS8", "PS2055", "PS205x", "skipped", "skipped_step", "skipped-step-", "*",
        "ALL", "psx",
    ],
)  # fmt: skip
def test_other_words_mean_nothing(word: str) -> None:
    assert find_rules(word) == {}


# Rules that apply.


@pytest.mark.parametrize(
    ("select", "ignore", "speak"),
    [
        ("", "", ALL),
        ("PS", "", ALL),
        ("", "PS", frozenset()),
        ("PS2", "", family("PS2")),
        ("", "PS2", ALL - family("PS2")),
        ("skipped-step", "", {"skipped-step"}),
        ("PS205 PS3", "", family("PS3") | {"skipped-step"}),
        # The more exact word decides, on whichever side it stands.
        ("PS2", "PS205", family("PS2") - {"skipped-step"}),
        ("PS2", "skipped-step", family("PS2") - {"skipped-step"}),
        ("PS205", "PS2", {"skipped-step"}),
        ("skipped-step", "PS20", {"skipped-step"}),
        ("PS20", "PS2", family("PS20")),
        ("PS2", "PS20", family("PS21")),
        ("PS PS205", "PS2", (ALL - family("PS2")) | {"skipped-step"}),
        ("PS20 PS", "PS2 PS205", (ALL - family("PS21") - {"skipped-step"})),
        # If two words are equally exact, 'ignore' decides.
        ("PS2", "PS2", frozenset()),
        ("PS205", "skipped-step", frozenset()),
        ("skipped-step", "ps205", frozenset()),
        ("PS", "PS", frozenset()),
        # The order of words does not matter.
        ("PS205 PS2", "PS20", family("PS21") | {"skipped-step"}),
        ("PS2 PS205", "PS20", family("PS21") | {"skipped-step"}),
        ("", "PS2 PS205", ALL - family("PS2")),
        ("", "nonsense", ALL),
        ("nonsense", "", frozenset()),
        ("nonsense PS205", "", {"skipped-step"}),
    ],
)
def test_which_rules_speak(select: str, ignore: str, speak: frozenset[str]) -> None:
    assert Selection(tuple(select.split()), tuple(ignore.split())).names == speak | FORM


def test_rules_on_the_form_always_speak() -> None:
    assert {
        "unreadable-file", "invalid-yaml", "duplicate-key", "limit-exceeded", "unsafe-yaml", "unknown-key",
        "missing-key", "invalid-value", "invalid-date", "unknown-party-code", "duplicate-id",
    } == FORM  # fmt: skip
    for name in FORM:
        assert Selection((), (name, RULES[name].code, "PS")).names >= FORM


def test_a_selection_is_a_value() -> None:
    one = Selection(("PS2",), ("PS205",))
    assert one == Selection(("PS2",), ("PS205",))
    assert hash(one) == hash(Selection(("PS2",), ("PS205",)))
    assert one != Selection(("PS2",))


# Selection by options and by settings.

TEXT = """\
id: a
title: A
kind: treaty
parties: [JP, PH]
history:
  - {event: in_force, date: 2020-05-05}
  - {event: negotiating, date: 2021}
"""


@pytest.fixture
def check(write: Write, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """The rules that speak, by flags, with settings."""
    folder = write(a=TEXT)

    def call(*arguments: str, settings: str = "") -> list[str]:
        (folder / "pactstate.toml").write_text(settings)
        main(["check", str(folder), "--format", "json", "--today", TODAY, *arguments])
        out, err = capsys.readouterr()
        assert err == ""
        return sorted({finding["code"] for finding in json.loads(out)["findings"]})

    return call


def test_flags_choose_the_rules(check: Callable[..., list[str]]) -> None:
    assert check() == ["PS201", "PS205", "PS308"]
    assert check("--select", "PS2") == ["PS201", "PS205"]
    assert check("--select", "PS2,unsourced-event") == ["PS201", "PS205", "PS308"]
    assert check("--select", "PS205", "--select", "ps308") == ["PS205", "PS308"]
    assert check("--ignore", "PS2") == ["PS308"]
    assert check("--ignore", "PS308, PS201") == ["PS205"]
    assert check("--ignore", "PS308", "--ignore", "PS201") == ["PS205"]
    assert check("--select", "PS2", "--ignore", "skipped-step") == ["PS201"]
    assert check("--select", " , ", "--ignore", "") == ["PS201", "PS205", "PS308"]


def test_a_flag_selects_in_the_place_of_the_settings_and_ignores_beside_them(check: Callable[..., list[str]]) -> None:
    assert check(settings="select = ['PS2']") == ["PS201", "PS205"]
    assert check("--select", "PS3", settings="select = ['PS2']") == ["PS308"]
    assert check("--ignore", "PS205", settings="select = ['PS2']") == ["PS201"]
    assert check(settings="ignore = ['PS308']") == ["PS201", "PS205"]
    assert check("--ignore", "PS205", settings="ignore = ['PS308']") == ["PS201"]
    assert check("--select", "PS2", settings="ignore = ['PS201']") == ["PS205"]
    assert check("--select", "PS205", settings="ignore = ['PS2']") == ["PS205"]
    assert check("--isolated", settings="select = ['PS3']") == ["PS201", "PS205", "PS308"]


def test_an_unknown_word_of_a_flag_is_an_error(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(a="id: a\ntitle: A\nkind: treaty\nparties: [JP, PH]\nhistory: []\n")
    assert main(["check", str(folder), "--select", "PS2, skiped-step", "--ignore", "zzz,zzz", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)["findings"]
    shared = {"rule": "unknown-rule", "code": "PS904", "severity": "error", "path": "command line", "line": 1}
    assert [{**finding, **shared} for finding in told] == told
    assert [(one["message"], one["help"], one["column"], one["end_column"]) for one in told] == [
        ("--ignore names 'zzz', which is no rule", "'pactstate rule' lists the rules", 10, 13),
        ("--select names 'skiped-step', which is no rule", "did you mean 'skipped-step'?", 14, 25),
    ]


def test_an_unknown_word_is_shown_as_it_was_given(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(a="id: a\ntitle: A\nkind: treaty\nparties: [JP, PH]\nhistory: []\n")
    assert main(["check", str(folder), "--select", "PS2", "--select", "skiped-step"]) == 1
    assert capsys.readouterr().out == (
        "error[unknown-rule]: --select names 'skiped-step', which is no rule\n"
        " --> command line:1:14\n"
        "  |\n"
        "1 | --select PS2,skiped-step\n"
        "  |              ^^^^^^^^^^^\n"
        "  = help: did you mean 'skipped-step'?\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_an_unknown_word_is_not_taken_for_a_part_of_another(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(a="id: a\ntitle: A\nkind: treaty\nparties: [JP, PH]\nhistory: []\n")
    main(["check", str(folder), "--ignore", "nonsense-two,nonsense", "--format", "json"])
    told = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["message"].split("'")[1], one["column"]) for one in told] == [("nonsense-two", 10), ("nonsense", 23)]


def test_neither_selection_nor_comment_stops_an_unknown_word(check: Callable[..., list[str]]) -> None:
    assert check("--select", "zzz") == ["PS904"]
    assert check("--ignore", "PS904,PS2,PS3,zzz") == ["PS904"]
    assert check("--ignore", "PS2,PS3", settings="ignore = ['PS904', 'zzz']") == ["PS904"]
    assert check("--select", "PS205", settings="select = ['zzz']") == ["PS205", "PS904"]
