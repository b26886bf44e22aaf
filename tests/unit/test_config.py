"""Settings of a folder: where they are found, which are valid, and their effects."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from counted import measured
from pactstate.checks.runner import check_folder
from pactstate.cli import main
from pactstate.domain.kinds import KINDS, Kind
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import common
from pactstate.fileformat import config as module
from pactstate.fileformat.config import Config, ConfigurationError, find_config, read_config
from pactstate.findings import Finding, Severity
from pactstate.folder import files
from pactstate.folder.read import read_folder
from pactstate.rules import Selection
from pactstate.storage.limits import DEFAULT, Limits

TODAY = "2026-11-22"
HEAD = (
    "id: a\ntitle: A\nkind: {kind}\nparties: [{parties}]\nsources:\n  paper: {{title: P, published: 2024}}\nhistory:\n"
)

Write = Callable[..., Path]


def agreement(*entries: str, kind: str = "treaty", parties: str = "JP, PH") -> str:
    """A file whose entries are written as ``event date more: keys``, all of them reported."""
    lines = [HEAD.format(kind=kind, parties=parties)]
    for entry in entries:
        event, date, *more = entry.split(" ", 2)
        lines.append(f"  - {{{', '.join([f'event: {event}', f'date: {date}', *more])}, reported_by: [paper]}}\n")
    return "".join(lines)


GOOD = agreement("signed 2020")
SKIPPED = agreement("in_force 2020")


def put(folder: Path, text: str | bytes, name: str = "pactstate.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(folder: Path, text: str | bytes, name: str = "pactstate.toml", limits: Limits = DEFAULT) -> Config:
    found = read_config(put(folder, text, name), limits)
    assert found is not None
    return found


def fault(folder: Path, text: str | bytes, name: str = "pactstate.toml") -> str:
    """Return the refusal of settings, without the name of the file before it."""
    path = put(folder, text, name)
    with pytest.raises(ConfigurationError) as caught:
        read_config(path, DEFAULT)
    said = str(caught.value)
    assert "\n" not in said
    assert said.startswith(f"{path}: ")
    return said.removeprefix(f"{path}: ")


def findings(folder: Path) -> list[Finding]:
    return list(pactstate.check(folder, today=TODAY).findings)


def rules(folder: Path) -> list[str]:
    return [found.rule for found in findings(folder)]


# Valid and refused settings.


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "")
    assert (found.paths, found.selection, dict(found.kinds), dict(found.parties)) == ((), Selection(), {}, {})
    assert found.own_vocabulary is None
    assert found.vocabulary.kinds == common().kinds
    assert found.vocabulary.parties == common().parties
    assert found.document is not None
    assert found.document.path == str(tmp_path / "pactstate.toml")


def test_all_that_may_be_set(tmp_path: Path) -> None:
    text = """\
format = 1
paths = ["agreements", "./more/of-them"]
select = ["PS2", "skipped-step"]
ignore = ['PS3']

[parties]
ASEM = "Association of Southeast Asian Nations"
X9 = "Ninth"

[kinds.fisheries]
title = "fishing"
expects = [["text_agreed", "adopted"], "signed"]
expects_many = ["adopted"]
unusual = ["provisional"]
wrong = ["ratified"]
legislature_unusual = true
approval = "the ministry of agriculture"
approvals = ["JP", "ASEM", "*"]
"""
    found = read(tmp_path, text.replace("expects_many", "expects-many"))
    assert found.paths == (str(tmp_path / "agreements"), str(tmp_path / "more" / "of-them"))
    assert found.selection == Selection(("PS2", "skipped-step"), ("PS3",))
    assert found.parties == {"ASEM": "Association of Southeast Asian Nations", "X9": "Ninth"}
    expected = Kind(
        name="fisheries",
        title="fishing",
        expects=[[EventKind.TEXT_AGREED, EventKind.ADOPTED], [EventKind.SIGNED]],
        expects_many=[[EventKind.ADOPTED]],
        unusual=[EventKind.PROVISIONAL],
        wrong=[EventKind.RATIFIED],
        legislature_unusual=True,
        approval="the ministry of agriculture",
        approvals=["JP", "ASEM", "*"],
    )
    assert found.kinds == {"fisheries": expected}
    assert found.own_vocabulary is not None
    assert found.own_vocabulary.kinds == {**KINDS, "fisheries": expected}
    assert found.own_vocabulary.parties == {**PARTIES, **found.parties}
    assert read(tmp_path / "b", text).kinds == read(tmp_path / "b", text.replace("expects_m", "expects-m")).kinds


@pytest.mark.parametrize("name", ["rule_url", "rule-url"])
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/{name}",
        "https://rules.example.org/pactstate/v1~2/{name}.html?lang=en&x=1#top",
        f"https://{'x' * 485}/{{name}}",
    ],
)
def test_the_address_of_a_rule_s_page(tmp_path: Path, name: str, address: str) -> None:
    assert read(tmp_path, f"{name} = '{address}'").rule_url == address
    assert read(tmp_path, "").rule_url is None


@pytest.mark.parametrize(
    "address",
    [
        "", "https://example.org/rules", "https://example.org/{code}", "http://example.org/{name}",
        "javascript:alert('{name}')", "https://{name}", "https://example.org{name}",
        "https://user@example.org/{name}", "https://example.org:8080/{name}", "https://example.org/{name}/{name}",
        "https://example.org/{name})", "https://example.org/<{name}>", "https://example.org/ {name}",
        "https://example.org/{name}\\n::error::x", "https://exämple.org/{name}",
    ],
)  # fmt: skip
def test_what_is_no_address_of_rules_is_refused(tmp_path: Path, address: str) -> None:
    said = fault(tmp_path, f'rule_url = "{address}"')
    assert said.startswith("rule_url: '")
    assert said.endswith("is not an address of rules: write it as in 'https://example.org/rules/{name}'")
    assert fault(tmp_path, "rule_url = 1") == "rule_url: expected a text in quotes"


def test_optional_keys_of_a_kind(tmp_path: Path) -> None:
    assert read(tmp_path, "kinds.fish.title = 'x'").kinds == {"fish": Kind("fish", "x")}
    assert read(tmp_path, "kinds.fish.title = 'x'").own_vocabulary is not None
    assert read(tmp_path, "parties.ASEM = 'x'").own_vocabulary is not None


def test_settings_may_be_in_a_section_of_the_shared_file(tmp_path: Path) -> None:
    text = "[tool.other]\nignore = 1\n[tool.pactstate]\nignore = ['PS2']\n[tool.pactstate.parties]\nASEM = 'A'\n"
    found = read(tmp_path, text, "pyproject.toml")
    assert (found.selection, found.parties) == (Selection((), ("PS2",)), {"ASEM": "A"})


@pytest.mark.parametrize("text", ["", "tool = 1", "tool = []", "[tool.other]\nx = 1", "[pactstate]\nignore = []"])
def test_a_shared_file_without_our_section_has_no_settings(tmp_path: Path, text: str) -> None:
    assert read_config(put(tmp_path, text, "pyproject.toml"), DEFAULT) is None


@pytest.mark.parametrize("value", ["1", "false", "[]", "[[]]", "''"])
def test_our_section_is_a_table(tmp_path: Path, value: str) -> None:
    assert fault(tmp_path, f"tool.pactstate = {value}", "pyproject.toml") == "the settings: expected a table"


def test_only_the_shared_file_has_sections(tmp_path: Path) -> None:
    said = fault(tmp_path, "[tool.pactstate]\nignore = []")
    assert (
        said
        == "unknown setting 'tool': known here: format, paths, select, ignore, parties, kinds, not_recorded, due, rule_url"
    )


EVENTS = ", ".join([str(event) for event in EventKind][:-1]) + f" or {list(EventKind)[-1]}"
STEPS = "proposed, negotiating, text_agreed, adopted, signed or ratified"
KIND = "title, expects, expects_many, unusual, wrong, legislature_unusual, approval, approvals"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 3", "format: this version of pactstate reads format 1 and 2, not 3"),
        ("format = true", "format: expected the number 2"),
        ("format = [1]", "format: expected the number 2"),
        ("format = nan", "format: expected the number 2"),
        ("paths = 'a'", "paths: expected a list"),
        ("paths = [1]", "paths: expected a text in quotes"),
        ("paths = {a = 1}", "paths: expected a list"),
        *(
            (
                f"paths = ['a', {path!r}]",
                f"paths: '{path}' is not a folder below this file: write it as in 'agreements'",
            )
            for path in ("/x", "..", "a/../b", "", "//x")
        ),
        ("paths = ['a\\b']", "paths: 'a\\b' is not a folder below this file: write it as in 'agreements'"),
        ('paths = ["a\\u0000b"]', "paths: 'a\\u{0}b' is not a folder below this file: write it as in 'agreements'"),
        ("select = 'PS2'", "select: expected a list"),
        ("select = [2]", "select: expected a text in quotes"),
        ("select = true", "select: expected a list"),
        ("ignore = 'PS2'", "ignore: expected a list"),
        ("ignore = [['PS2']]", "ignore: expected a text in quotes"),
        ("ignores = []", "unknown setting 'ignores': did you mean 'ignore'?"),
        ("Select = []", "unknown setting 'Select': did you mean 'select'?"),
        (
            "zzz = []",
            "unknown setting 'zzz': known here: format, paths, select, ignore, parties, kinds, not_recorded, due, rule_url",
        ),
        (
            "titel = 1",
            "unknown setting 'titel': known here: format, paths, select, ignore, parties, kinds, not_recorded, due, rule_url",
        ),
        (
            '"a\\nb" = 1',
            "unknown setting 'a\\u{a}b': known here: format, paths, select, ignore, parties, kinds, not_recorded, due, rule_url",
        ),
        ("parties = []", "parties: expected a table"),
        ("parties.JP = 'x'", "parties.JP: 'JP' is known already, as Japan"),
        *(
            (
                f"parties.{code} = 'x'",
                f"parties.{code}: '{code}' is not a code: 2 to 16 of A-Z and 0-9, the first a letter",
            )
            for code in ("X", "9X", "asean", "Asean", "A-B", "A" * 17)
        ),
        ("parties.'É1' = 'x'", "parties.É1: 'É1' is not a code: 2 to 16 of A-Z and 0-9, the first a letter"),
        ("parties.ASEM = ' '", "parties.ASEM: the name is empty"),
        ("parties.ASEM = 1", "parties.ASEM: expected a text in quotes"),
        ("parties.ASEM = {name = 'x'}", "parties.ASEM: expected a text in quotes"),
        ("kinds = 1", "kinds: expected a table"),
        ("kinds.fish = 1", "kinds.fish: expected a table"),
        ("kinds.fish = {}", "kinds.fish.title: is missing"),
        ("kinds.fish.title = 1", "kinds.fish.title: expected a text in quotes"),
        ("kinds.raa.title = 'x'", "kinds.raa: a kind of this name exists already: take another name"),
        *(
            (
                f"kinds.'{name}'.title = 'x'",
                f"kinds.{name}: the name of a kind is made of a-z, 0-9 and _, and begins with a letter",
            )
            for name in ("Fish", "fish-treaty", "1st", "_x", "räa")
        ),
        ("kinds.fish = {title = 'x', titel = 'y'}", "unknown setting 'kinds.fish.titel': did you mean 'title'?"),
        ("kinds.fish = {title = 'x', ignore = []}", f"unknown setting 'kinds.fish.ignore': known here: {KIND}"),
        ("kinds.fish = {title = 'x', expects = 'signed'}", "kinds.fish.expects: expected a list"),
        (
            "kinds.fish = {title = 'x', expects = ['sgned']}",
            "kinds.fish.expects: 'sgned' is not possible here: did you mean 'signed'?",
        ),
        (
            "kinds.fish = {title = 'x', expects = [['signed', 'in_force']]}",
            f"kinds.fish.expects: 'in_force' is not possible here: write {STEPS}",
        ),
        ("kinds.fish = {title = 'x', expects = [1]}", f"kinds.fish.expects: '1' is not possible here: write {STEPS}"),
        (
            "kinds.fish = {title = 'x', expects-many = ['approved']}",
            "kinds.fish.expects_many: 'approved' is not possible here: did you mean 'proposed'?",
        ),
        ("kinds.fish = {title = 'x', expects-many = false}", "kinds.fish.expects_many: expected a list"),
        ("kinds.fish = {title = 'x', unusual = 'signed'}", "kinds.fish.unusual: expected a list"),
        (
            "kinds.fish = {title = 'x', unusual = ['provisonal']}",
            "kinds.fish.unusual: 'provisonal' is not possible here: did you mean 'provisional'?",
        ),
        ("kinds.fish = {title = 'x', wrong = [2]}", f"kinds.fish.wrong: '2' is not possible here: write {EVENTS}"),
        (
            "kinds.fish = {title = 'x', legislature-unusual = 1}",
            "kinds.fish.legislature_unusual: expected true or false",
        ),
        (
            "kinds.fish = {title = 'x', legislature_unusual = 'true'}",
            "kinds.fish.legislature_unusual: expected true or false",
        ),
        ("kinds.fish = {title = 'x', approval = []}", "kinds.fish.approval: expected a text in quotes"),
        ("kinds.fish = {title = 'x', approvals = 'JP'}", "kinds.fish.approvals: expected a list"),
        (
            "kinds.fish = {title = 'x', approvals = ['JP', 'jp', 'Q']}",
            "kinds.fish.approvals: 'jp' is neither the code of a party nor '*' for all: did you mean 'JP' for Japan?",
        ),
    ],
)
def test_wrong_settings_are_reported_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    assert fault(tmp_path, text) == said


def test_a_code_and_a_name_may_be_as_long_as_this(tmp_path: Path) -> None:
    found = read(tmp_path, f"parties.{'A' * 16} = 'x'\nparties.Q1 = 'y'\nkinds.{'a' * 64}.title = 'z'")
    assert set(found.parties) == {"A" * 16, "Q1"}
    assert set(found.kinds) == {"a" * 64}
    assert "begins with a letter" in fault(tmp_path, f"kinds.{'a' * 65}.title = 'x'")


def test_three_errors_are_named_and_more_are_counted(tmp_path: Path) -> None:
    wrong = ["format = 3", "paths = 1", "select = 2", "ignore = 3", "parties = 4"]
    told = [
        "format: this version of pactstate reads format 1 and 2, not 3",
        "paths: expected a list",
        "select: expected a list",
    ]
    assert fault(tmp_path, "\n".join(wrong[:3])) == "; ".join(told)
    assert fault(tmp_path, "\n".join(wrong[:4])) == "; ".join(told) + "; and 1 more"
    assert fault(tmp_path, "\n".join(wrong)) == "; ".join(told) + "; and 2 more"


def test_a_setting_that_is_spelled_in_both_ways_is_refused(tmp_path: Path) -> None:
    """TOML refuses a key that stands twice, and so must we: else the later one silently wins."""
    text = "[kinds.fish]\ntitle = 'x'\nlegislature-unusual = true\nlegislature_unusual = false\n"
    assert "legislature" in fault(tmp_path, text)


def test_a_setting_without_a_name_is_named_as_such(tmp_path: Path) -> None:
    assert fault(tmp_path, "'' = 1").startswith("unknown setting '':")


def test_a_format_in_quotes_is_not_called_its_own_opposite(tmp_path: Path) -> None:
    assert "reads format 1, not 1" not in fault(tmp_path, "format = '1'")


def test_a_kind_has_a_title_as_a_party_has_a_name(tmp_path: Path) -> None:
    assert fault(tmp_path, "kinds.fish.title = ' '").startswith("kinds.fish.title: ")


def test_a_step_without_events_is_refused(write: Write) -> None:
    """Nothing can meet it, and the check of skipped steps must not stumble over it."""
    folder = write(a=agreement("in_force 2020", kind="fish"))
    put(folder, "kinds.fish = {title = 'x', expects = [[]], expects_many = [[], 'signed']}")
    with pytest.raises(ConfigurationError, match=r"kinds\.fish\.expects: "):
        pactstate.check(folder, today=TODAY)


# Files that cannot be used.

NESTED = "a = " + "[" * 5000 + "]" * 5000
HUGE = f"format = {'9' * 5000}"


def a_link(folder: Path) -> None:
    put(folder, "", "other.toml")
    (folder / "pactstate.toml").symlink_to("other.toml")


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "broken": (lambda folder: put(folder, "ignore = [\n"), "this is not TOML: "),
    "nested": (lambda folder: put(folder, NESTED), "nested too deep"),
    "huge-number": (lambda folder: put(folder, HUGE), "this is not TOML: "),
    "huge-hexadecimal": (lambda folder: put(folder, f"format = 0x{'f' * 5000}"), "format: "),
    "not-utf-8": (lambda folder: put(folder, b"a = '\xff'"), "the file is not UTF-8"),
    "too-large": (lambda folder: put(folder, b"#" * (DEFAULT.settings_bytes + 1)), "larger than 262,144 bytes"),
    "link": (a_link, "cannot be read: it is a link, and links are not followed"),
    "dangling": (
        lambda folder: (folder / "pactstate.toml").symlink_to("x"),
        "cannot be read: it is a link, and links are not followed",
    ),
    "pipe": (lambda folder: os.mkfifo(folder / "pactstate.toml"), "cannot be read: it is a pipe"),
    "folder": (lambda folder: (folder / "pactstate.toml").mkdir(), "cannot be read: it is a folder"),
    "wrong-value": (lambda folder: put(folder, "select = 1"), "select: expected a list"),
}


@pytest.mark.parametrize("name", FILES)
def test_settings_that_cannot_be_used_stop_everything(
    write: Write, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(a=GOOD)
    make, reason = FILES[name]
    make(folder)
    path = folder / "pactstate.toml"
    for call in (pactstate.load, pactstate.check):
        with pytest.raises(ConfigurationError) as caught:
            call(folder)
        said = str(caught.value)
        assert said.startswith(f"{path}: {reason}")
        assert "\n" not in said
        assert len(said) < len(str(path)) + 100
    for arguments in (["check", str(folder)], ["status", "--data", str(folder)], ["check", str(folder / "a.yaml")]):
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert (out, err) == ("", f"pactstate: {said}\n")


def test_the_error_is_public_and_a_value_error() -> None:
    assert pactstate.ConfigurationError is ConfigurationError
    assert issubclass(ConfigurationError, ValueError)


def test_the_caller_raises_the_limit(tmp_path: Path) -> None:
    put(tmp_path, "#" * 100)
    with pytest.raises(ConfigurationError, match="larger than 99 bytes"):
        read_config(tmp_path / "pactstate.toml", Limits(file_bytes=99))
    assert read_config(tmp_path / "pactstate.toml", Limits(file_bytes=100)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "ignore = [{}]",
        "kinds.fish = {{title = 'x', wrong = [{}]}}",
        "kinds.fish = {{title = 'x', approvals = [{}]}}",
        "[x]\ny = [{}]",
    ],
)
def test_the_number_of_words_is_limited(tmp_path: Path, text: str) -> None:
    said = fault(tmp_path, text.format(", ".join(f"'w{number}'" for number in range(3_000))))
    assert said == "more than 2,000 keys and values"


def test_parties_are_counted_with_their_codes(tmp_path: Path) -> None:
    text = "[parties]\n" + "".join(f"X{number} = 'name'\n" for number in range(4))
    assert len(read(tmp_path, text, limits=Limits(settings_values=10)).parties) == 4
    with pytest.raises(ConfigurationError, match="more than 9 keys and values"):
        read(tmp_path, text, limits=Limits(settings_values=9))


@pytest.mark.parametrize(
    "text",
    [
        "rule_url = 'https://{}/{{name}}'",
        "kinds.fish.title = '{}'",
        "kinds.{}.title = 'x'",
        "parties.XX = '{}'",
        "parties.{} = 'x'",
        "ignore = ['{}']",
        "{} = 1",
    ],
)
def test_the_length_of_a_word_is_limited(tmp_path: Path, text: str) -> None:
    said = fault(tmp_path, text.format("x" * 501))
    assert said.endswith("...' has more than 500 characters")
    assert len(said) < 110


def test_a_title_may_be_as_long_as_the_limit(tmp_path: Path) -> None:
    assert len(read(tmp_path, f"kinds.fish.title = '{'x' * 500}'").kinds["fish"].title) == 500


def test_line_ends_of_windows(tmp_path: Path) -> None:
    assert read(tmp_path, "ignore = ['PS2']\r\nformat = 1\r\n").selection.ignore == ("PS2",)


def test_a_byte_order_mark_is_skipped_as_in_agreements(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfignore = ['PS2']\n").selection.ignore == ("PS2",)


# Places where settings are searched.


def place(text: str) -> str:
    return f"ignore = ['{text}']\n"


def found_in(folder: Path) -> tuple[str, ...]:
    return find_config(folder, DEFAULT).selection.ignore


def shared(text: str) -> str:
    return f"[tool.pactstate]\n{place(text)}"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with a folder three levels deep; above it, settings that must not be found."""
    put(tmp_path, place("outside"))
    root = tmp_path / "repo"
    (root / "a" / "b" / "c").mkdir(parents=True)
    (root / ".git").mkdir()
    monkeypatch.chdir("/")
    return root


def test_the_nearest_settings_win(repository: Path) -> None:
    folder = repository / "a" / "b" / "c"
    assert found_in(folder) == ()
    for here in (repository, folder.parent.parent, folder.parent, folder):
        put(here, shared(here.name), "pyproject.toml")
        assert found_in(folder) == (here.name,)
        put(here, place(f"own-{here.name}"))
        assert found_in(folder) == (f"own-{here.name}",)
        assert found_in(repository) == ("own-repo",)


def test_a_shared_file_without_our_section_is_skipped(repository: Path) -> None:
    put(repository, shared("root"), "pyproject.toml")
    put(repository / "a", "[tool.other]\n", "pyproject.toml")
    assert found_in(repository / "a" / "b") == ("root",)
    put(repository / "a", "[tool.pactstate]\n", "pyproject.toml")
    assert found_in(repository / "a" / "b") == ()


def test_the_search_ends_at_the_root_of_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for working in ("/", repository.parent, repository, repository / "a"):
        monkeypatch.chdir(working)
        assert found_in(repository / "a" / "b") == ()
    monkeypatch.chdir(repository.parent)
    (repository / ".git").rmdir()
    (repository / ".git").write_text("gitdir: elsewhere\n")  # as in a worktree or a submodule
    assert found_in(repository / "a" / "b") == ()
    (repository / ".git").unlink()
    assert found_in(repository / "a" / "b") == ("outside",)


def test_the_nearest_root_counts(repository: Path) -> None:
    (repository / "a" / ".git").mkdir()
    put(repository, place("outer"))
    put(repository / "a", place("inner"))
    assert found_in(repository / "a" / "b") == ("inner",)
    (repository / "a" / "pactstate.toml").unlink()
    assert found_in(repository / "a" / "b") == ()


def test_outside_of_a_repository_the_search_ends_at_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    put(tmp_path, place("top"))
    for working, expected in ((tmp_path, "top"), (tmp_path / "a", None), (folder.parent, None), (folder, None)):
        monkeypatch.chdir(working)
        assert found_in(folder) == ((expected,) if expected else ())


def test_elsewhere_only_the_folder_above_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for here, seen in ((tmp_path, False), (tmp_path / "a", False), (folder.parent, True), (folder, True)):
        path = put(here, place(here.name))
        assert found_in(folder) == ((here.name,) if seen else ())
        path.unlink()


def test_the_settings_are_named_as_the_folder_is(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(repository, place("x"))
    monkeypatch.chdir(repository / "a")

    def shown(folder: Path) -> str:
        document = find_config(folder, DEFAULT).document
        assert document is not None
        return document.path

    assert shown(Path("b/c")) == "../pactstate.toml"
    assert shown(Path()) == "../pactstate.toml"
    assert shown(Path("..")) == "../pactstate.toml"
    assert shown(Path("b/../../a")) == "../pactstate.toml"
    assert shown(repository / "a" / "b") == str(repository / "pactstate.toml")
    monkeypatch.chdir(repository)
    assert shown(Path("a")) == "pactstate.toml"


def test_a_deleted_working_directory(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(repository, place("x"))
    gone = repository / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert found_in(repository / "a") == ("x",)
    assert found_in(Path("nowhere")) == ()
    monkeypatch.chdir(repository)


def test_the_folder_at_the_root_of_the_file_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.os.path, "lexists", lambda path: False)
    assert find_config(Path("/"), DEFAULT) == Config()


def test_default_settings_belong_to_no_file() -> None:
    assert Config().document is None
    assert Config().location_of("x").path == ""
    assert Config().own_vocabulary is None


# Effect on the rules.


def test_the_settings_choose_the_rules(write: Write) -> None:
    folder = write(a=SKIPPED)
    assert rules(folder) == ["skipped-step"]
    put(folder, "ignore = ['PS205']")
    assert rules(folder) == []
    put(folder, "select = ['unsourced-event']")
    assert rules(folder) == []
    put(folder, "select = ['ps2']")
    assert rules(folder) == ["skipped-step"]


def test_a_file_that_is_not_understood_is_an_error_whatever_the_settings_say(write: Write) -> None:
    folder = write(a="[")
    put(folder, "ignore = ['PS']")
    assert rules(folder) == ["invalid-yaml"]
    with pytest.raises(pactstate.AgreementError):
        pactstate.load(folder)


def test_loading_uses_the_settings(write: Write) -> None:
    folder = write(a=agreement("signed 2020", "negotiating 2021"))
    with pytest.raises(pactstate.AgreementError):
        pactstate.load(folder)
    put(folder, "ignore = ['illegal-transition']")
    assert list(pactstate.load(folder)) == ["a"]
    put(folder, "ignore = ['illegal-transition', 'nonsense']")
    with pytest.raises(pactstate.AgreementError) as caught:
        pactstate.load(folder)
    assert [found.rule for found in caught.value.findings] == ["unknown-rule"]


@pytest.mark.parametrize("setting", ["select", "ignore"])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{} = ['PS2', \"skiped-step\"]", 1),
        ("# a comment\r\n{} = [\r\n  'PS2',\r\n  'skiped-step',\r\n]", 4),
        ("{} = ['skiped-step-by-step', 'skiped-step']", 1),
    ],
)
def test_an_unknown_rule_is_reported_at_its_place(write: Write, setting: str, text: str, line: int) -> None:
    folder = write(a=GOOD)
    content = text.format(setting)
    column = content.split("\n")[line - 1].rindex("skiped-step") + 1
    path = put(folder, content)
    found = next(one for one in findings(folder) if one.message.endswith("'skiped-step', which is no rule"))
    assert (found.rule, found.code, found.severity) == ("unknown-rule", "PS904", Severity.ERROR)
    assert found.message == "the settings name 'skiped-step', which is no rule"
    assert found.help == "did you mean 'skipped-step'?"
    assert (found.path, found.line, found.column) == (str(path), line, column)
    assert (found.end_line, found.end_column) == (line, column + len("skiped-step"))
    assert found.excerpt == content.split("\n")[line - 1].rstrip("\r")


def test_an_unknown_rule_is_found_once(write: Write) -> None:
    folder = write(a=GOOD)
    put(folder, "select = ['zzz', 'PS2']\nignore = ['zzz', 'PS']")
    assert [(one.line, one.help) for one in findings(folder)] == [(1, "'pactstate rule' lists the rules")]


def test_an_unknown_rule_that_is_written_with_escapes_is_found_in_the_file(write: Write) -> None:
    folder = write(a=GOOD)
    put(folder, 'ignore = ["z\\u007az"]')
    assert [(one.rule, one.line, one.column) for one in findings(folder)] == [("unknown-rule", 1, 1)]


def test_an_unknown_rule_is_not_sought_in_the_section_of_another_tool(write: Write) -> None:
    folder = write(a=GOOD)
    text = "[tool.linter]\nignore = ['E501']\n# not 'E501' again\n[tool.pactstate]\nignore = ['E501']\n"
    put(folder, text, "pyproject.toml")
    assert [(one.rule, one.line, one.column) for one in findings(folder)] == [("unknown-rule", 5, 12)]


def test_an_unknown_rule_is_not_sought_in_another_setting(write: Write) -> None:
    folder = write(a=GOOD)
    put(folder, "paths = ['zzz']  # 'zzz'\nignore = [\n  # not 'zzz'\n  'zzz']\n")
    assert [(one.rule, one.line, one.column) for one in findings(folder)] == [("unknown-rule", 4, 4)]


# Effect on kinds and parties.

FISH = """\
[kinds.fisheries]
title = "fishing"
expects = ["negotiating", ["adopted", "signed"]]
unusual = ["provisional"]
wrong = ["extended"]
legislature-unusual = true
approvals = ["PH"]
"""


def messages(folder: Path) -> list[str]:
    return [found.message for found in findings(folder)]


def test_without_settings_a_kind_of_one_s_own_is_unknown(write: Write) -> None:
    folder = write(a=agreement("negotiating 2019", "signed 2020", kind="fisheries"))
    assert rules(folder) == ["invalid-value"]
    put(folder, FISH)
    assert rules(folder) == []
    put(folder, FISH.replace("kinds.fisheries", "kinds.fishing"))
    (found,) = findings(folder)
    assert (found.rule, found.help) == ("invalid-value", "did you mean 'fishing'?")


def test_the_expected_steps_are_those_of_the_kind(write: Write) -> None:
    folder = write(a=agreement("in_force 2020", kind="fisheries"))
    put(folder, FISH)
    assert messages(folder) == [
        "in_force without 'negotiating' before it, expected of kind 'fisheries'",
        "in_force without 'adopted' or 'signed' before it, expected of kind 'fisheries'",
    ]
    write(a=agreement("negotiating 2019", "adopted 2020", "in_force 2021", kind="fisheries"))
    assert messages(folder) == []
    many = agreement("in_force 2021", kind="fisheries", parties="JP, PH, US")
    write(a=many)
    put(folder, FISH + "expects_many = ['ratified']\n")
    assert messages(folder) == ["in_force without 'ratified' before it, expected of kind 'fisheries'"]


def test_unusual_events_are_those_of_the_kind(write: Write) -> None:
    folder = write(
        a=agreement(
            "negotiating 2018",
            "[signed,provisional] 2019",
            "approved 2019 party: PH, by: Senate",
            "in_force 2020",
            "extended 2021",
            kind="fisheries",
        )
    )
    put(folder, FISH)
    found = [one for one in findings(folder) if one.rule == "unusual-event"]
    assert [(one.severity, one.message) for one in found] == [
        (Severity.INFO, "'provisional' is unusual for kind 'fisheries' (fishing)"),
        (Severity.INFO, "approval by a legislature is unusual for kind 'fisheries' (fishing)"),
        (Severity.WARNING, "'extended' is the wrong word for kind 'fisheries' (fishing)"),
    ]


def test_a_long_title_of_a_kind_is_clipped_in_each_message(write: Write) -> None:
    folder = write(a=agreement("extended 2021", kind="fisheries"))
    put(folder, FISH.replace("fishing", "f" * 500))
    said = [one for one in messages(folder) if "wrong word" in one]
    assert said == [f"'extended' is the wrong word for kind 'fisheries' ({'f' * 60}...)"]


def test_the_usual_approvals_are_those_of_the_kind(write: Write) -> None:
    folder = write(a=agreement("signed 2020", kind="fisheries"))
    put(folder, FISH)
    assert pactstate.load(folder)["a"].needs_approval_of() == ("PH",)
    assert pactstate.load(folder)["a"].policy.title == "fishing"


def test_the_command_line_knows_the_kind(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(a=agreement("signed 2020", kind="fisheries"))
    put(folder, FISH)
    for arguments, shown in ((["status", "--kind", "fisheries"], "1 agreement on"), (["show", "a"], "fishing")):
        assert main([*arguments, "--data", str(folder), "--today", TODAY]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert shown in out
    assert main(["status", "--kind", "fishery", "--data", str(folder)]) == 2
    assert "no kind 'fishery': did you mean 'fisheries'?" in capsys.readouterr().err


ASEM = "parties.ASEM = 'Association of Southeast Asian Nations'\n"


def test_parties_of_one_s_own_conclude_and_act(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(a=agreement("signed 2020", "ratified 2021 party: ASEM", parties="JP, ASEM"))
    assert rules(folder) == ["unknown-party-code", "unknown-party-code"]
    put(folder, ASEM)
    assert rules(folder) == []
    loaded = pactstate.load(folder)["a"]
    assert loaded.parties == ("JP", "ASEM")
    assert loaded.party_name("ASEM") == "Association of Southeast Asian Nations"
    assert main(["status", "--party", "ASEM", "--data", str(folder), "--format", "json"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["agreements"]] == ["a"]


def test_a_code_of_one_s_own_is_suggested(write: Write) -> None:
    for written in ("asem", "Asem"):
        folder = write(a=agreement("signed 2020", parties=f"JP, {written}"))
        put(folder, ASEM)
        (found,) = findings(folder)
        assert (found.rule, found.help) == (
            "unknown-party-code",
            "did you mean 'ASEM' for Association of Southeast Asian Nations?",
        )


def test_the_words_of_one_folder_are_not_those_of_another(write: Write, tmp_path: Path) -> None:
    text = agreement("negotiating 2019", "signed 2020", kind="fisheries", parties="JP, ASEM")
    folder = write(a=text)
    put(folder, ASEM + FISH)
    assert rules(folder) == []
    other = tmp_path / "other"
    put(other, text, "a.yaml")
    assert rules(other) == ["invalid-value", "unknown-party-code"]
    assert "fisheries" not in common().kinds
    assert "ASEM" not in common().parties


def test_an_agreement_keeps_its_words_when_it_is_sent_elsewhere(write: Write) -> None:
    folder = write(a=agreement("signed 2020", kind="fisheries", parties="JP, ASEM"))
    put(folder, ASEM + FISH)
    loaded = pactstate.load(folder)["a"]
    again = pickle.loads(pickle.dumps(loaded))
    assert again == loaded
    assert hash(again) == hash(loaded)
    assert again.policy == loaded.policy
    assert again.party_name("ASEM") == loaded.party_name("ASEM")
    assert again.status(TODAY).state == "signed"


# Effect on the folders.


def test_the_folders_to_check_are_those_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path / "pacts", SKIPPED, "a.yaml")
    put(tmp_path / "agreements", "[", "b.yaml")
    (tmp_path / "below" / "it").mkdir(parents=True)
    put(tmp_path, "paths = ['pacts']")
    for working, shown in (("", "pacts/a.yaml"), ("below", "../pacts/a.yaml"), ("below/it", "../../pacts/a.yaml")):
        monkeypatch.chdir(tmp_path / working)
        assert main(["check", "--today", TODAY]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert f"--> {shown}:8:" in out
        assert out.endswith("\n1 warning in 1 file\n")
        assert main(["status"]) == 0
        assert "1 agreement" in capsys.readouterr().out


def test_of_several_folders_one_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "abc":
        put(tmp_path / name, GOOD, "a.yaml")
    put(tmp_path, "paths = ['b', 'a', './b']")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--format", "concise"]) == 0
    assert "2 files checked" in capsys.readouterr().out
    assert main(["status"]) == 2
    assert capsys.readouterr().err == "pactstate: the settings name several folders: choose one with --data\n"
    assert main(["status", "--data", "c"]) == 0


def test_missing_folders_of_the_settings_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "paths = ['nowhere']")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == "pactstate: no such folder: nowhere\n"


def test_settings_lead_to_no_folder_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stranger's pull request may bring the settings and the link: nothing outside of the checkout may be read."""
    put(tmp_path / "secret", "- the secret of another folder", "a.yaml")
    (tmp_path / "checkout" / "deep").mkdir(parents=True)
    (tmp_path / "checkout" / "link").symlink_to(tmp_path / "secret")
    (tmp_path / "checkout" / "deep" / "link").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path / "checkout")
    for path in ("link", "deep/link/secret"):
        put(tmp_path / "checkout", f"paths = ['{path}']")
        assert main(["check"]) != 0
        out, err = capsys.readouterr()
        assert "secret of another" not in out + err


def test_the_packaged_agreements_have_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packaged = tmp_path / "package" / "data"
    put(packaged, SKIPPED, "a.yaml")
    put(packaged, "ignore = ['PS2']")
    put(packaged.parent, "broken")
    assert read_folder(packaged).config.selection == Selection((), ("PS2",))
    monkeypatch.setattr(files, "packaged_folder", lambda: packaged)
    folder = read_folder(packaged)
    assert folder.config == Config()
    assert [one.rule for one in check_folder(folder, pactstate.PartialDate(TODAY).earliest).findings] == [
        "skipped-step"
    ]


def test_given_settings_come_before_those_found(write: Write) -> None:
    folder = write(a=SKIPPED)
    put(folder, "broken")
    given = Config(selection=Selection((), ("PS205",)))
    read_with = read_folder(folder, config=given)
    assert read_with.config is given
    assert check_folder(read_with, pactstate.PartialDate(TODAY).earliest).findings == ()


# The cost of settings that a stranger has written. It is counted, not timed.


def calls(work: Callable[[], object]) -> int:
    """Return what a piece of work costs, in lines and calls."""
    return measured(work, memory=False).steps


def test_twice_as_many_unknown_rules_cost_twice_as_much(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.suppression.did_you_mean", lambda *_: None)
    folder = write(a=GOOD)

    def cost(count: int) -> int:
        put(folder, "ignore = [\n" + "".join(f"  'w{number:04}',\n" for number in range(count)) + "]")
        read_in = read_folder(folder)
        return calls(lambda: check_folder(read_in, pactstate.PartialDate(TODAY).earliest))

    assert cost(800) < 2.2 * cost(400)


def test_the_nearest_rule_is_sought_for_so_many_words_only(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each search takes half a millisecond, and the settings have room for two thousand words."""
    sought: list[str] = []
    monkeypatch.setattr("pactstate.checks.suppression.did_you_mean", lambda word, words: sought.append(word))
    folder = write(a=GOOD)
    put(folder, f"ignore = [{', '.join(repr(f'w{number}') for number in range(1900))}]")
    pactstate.check(folder, today=TODAY)
    assert 0 < len(sought) <= 1000


def test_the_nearest_event_is_sought_for_so_many_words_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    monkeypatch.setattr("pactstate.fileformat.settings.usual_word", lambda word, words, table: sought.append(word))
    words = ", ".join(repr(f"w{number}") for number in range(1900))
    fault(tmp_path, f"kinds.fish = {{title = 'x', unusual = [{words}]}}")
    assert 0 < len(sought) <= 1000


@pytest.mark.parametrize("key", [".".join(["a"] * 50_000), ".".join(["'a'"] * 50_000)])
@pytest.mark.parametrize("form", ["{} = 1", "[{}]\nb = 1", "x = {{{} = 1}}"])
def test_a_key_of_very_many_parts_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, form: str
) -> None:
    """The parser of the standard library takes quadratic time for it: 11 seconds for 16,000 parts."""
    monkeypatch.setattr("tomllib.loads", lambda text: pytest.fail("this would not come back"))
    fault(tmp_path, form.format(key))


def test_settings_name_a_hundred_folders_at_most(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(101)]
    put(tmp_path, f"paths = {names[:100]}")
    config = read_config(tmp_path / "pactstate.toml", DEFAULT)
    assert config is not None
    assert len(config.paths) == 100
    put(tmp_path, f"paths = {names}")
    with pytest.raises(ConfigurationError, match="paths: more than 100 folders"):
        read_config(tmp_path / "pactstate.toml", DEFAULT)


SIGNED = agreement("signed 2010-01-10")


def possible(folder: Path) -> set[str]:
    status = pactstate.load(folder)["a"].status("2020-01-01", today=pactstate.PartialDate(TODAY).earliest)
    return {str(state) for state in status.possible}


@pytest.mark.parametrize(
    ("settings", "own", "states"),
    [
        ("", "", {"signed"}),
        ("not_recorded = ['ratified', 'in_force']", "", {"signed", "ratified", "in_force"}),
        ("not-recorded = 'ratified'", "", {"signed", "ratified"}),
        ("not_recorded = ['ratified', 'in_force']", "not_recorded: ratified\n", {"signed", "ratified"}),
        ("not_recorded = ['ratified', 'in_force']", "not_recorded: []\n", {"signed"}),
        ("not_recorded = []", "not_recorded: [ratified]\n", {"signed", "ratified"}),
    ],
)
def test_events_that_a_folder_does_not_record(tmp_path: Path, settings: str, own: str, states: set[str]) -> None:
    put(tmp_path, settings)
    put(tmp_path, SIGNED.replace("sources:", f"{own}sources:"), "a.yaml")
    assert possible(tmp_path) == states


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("not_recorded = ['ratifed']", "not_recorded: 'ratifed' is not possible here: did you mean 'ratified'?"),
        ("not_recorded = ['signed', 1]", "not_recorded: '1' is not possible here"),
        ("not_recorded = {a = 1}", "not_recorded: '{'a': 1}' is not possible here"),
    ],
)
def test_an_event_that_does_not_exist_is_named(tmp_path: Path, settings: str, message: str) -> None:
    assert fault(tmp_path, settings).startswith(message)


def test_a_folder_is_read_anew_if_other_events_are_not_recorded(tmp_path: Path) -> None:
    put(tmp_path, SIGNED, "a.yaml")
    before = read_folder(tmp_path)
    put(tmp_path, "not_recorded = ['in_force']")
    after = read_folder(tmp_path, like=before)
    assert after.registry["a"].not_recorded == (EventKind.IN_FORCE,)
