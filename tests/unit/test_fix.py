"""``pactstate fix`` and ``check --fix``: what has one meaning is repaired, and nothing else is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mistakes import CLOSE, FOUR_BLANKS, IN_BRACKETS, IN_STYLES, MISTAKES, RECORD
from pactstate import Fix, Location, TextEdit, ValueRefusedError
from pactstate.checks import repair
from pactstate.cli import main
from pactstate.editing.fixes import applied, keeps_the_rest
from pactstate.fileformat.document import read
from pactstate.rules import RULES
from pactstate.storage.limits import DEFAULT

Write = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def invoke(command: str, *words: str | Path) -> tuple[int, str, str]:
        code = main([command, *map(str, words), "--today", "2026-11-30"])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


def test_a_long_file_takes_several_runs(run: Run, write: Write) -> None:
    """Each pass reads it again, and shows a hundred fixes."""
    folder = write(
        no_jp_raa=RECORD.replace("history:\n", "history:\n" + 1050 * "  - {event: Note, date: 2024-01-01}\n")
    )
    repaired = []
    for _ in range(3):
        code, out, _ = run("fix", folder)
        repaired.append((code, *re.findall("^repaired ([0-9]+) findings in 1 file", out, re.MULTILINE)))
    assert repaired == [(1, "400"), (1, "400"), (0, "250")]
    assert "Note" not in (folder / "no-jp-raa.yaml").read_text()


def test_there_are_fifty_mistakes() -> None:
    assert len(MISTAKES) >= 50
    assert all(RECORD.count(one.right) >= 1 and one.text != RECORD for one in MISTAKES.values())


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_repaired_if_it_has_one_meaning(run: Run, write: Write, name: str, unsafe: bool) -> None:
    mistake = MISTAKES[name]
    file = write(no_jp_raa=mistake.text) / "no-jp-raa.yaml"
    code, out, err = run("fix", file.parent, *(["--unsafe"] if unsafe else []))
    assert file.read_bytes().decode() == mistake.after(unsafe=unsafe)
    is_left = mistake.after(unsafe=unsafe) == mistake.text
    assert (code, err) == (int(is_left), "")
    assert bool(re.search(r"^repaired [1-9]", out, re.MULTILINE)) is not is_left


@pytest.mark.parametrize("record", [FOUR_BLANKS, IN_BRACKETS, CLOSE])
def test_the_records_in_other_styles_have_no_mistake(run: Run, write: Write, record: str) -> None:
    file = write(no_jp_raa=record) / "no-jp-raa.yaml"
    assert run("fix", file.parent)[0] == 0
    assert file.read_text(encoding="utf-8") == record


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("record", "right", "typed", "repaired"), IN_STYLES)
def test_a_mistake_in_another_style_is_repaired(
    run: Run, write: Write, record: str, right: str, typed: str, repaired: str | None, line_end: str
) -> None:
    assert right in record
    before = record.replace(right, typed, 1).replace("\n", line_end)
    file = write(no_jp_raa=before.encode()) / "no-jp-raa.yaml"
    code, _, err = run("fix", file.parent)
    expected = before if repaired is None else record.replace(right, repaired, 1).replace("\n", line_end)
    assert file.read_bytes().decode() == expected
    assert (code, err) == (int(repaired is None), "")


@pytest.mark.parametrize("before", ["\ufeff", ""])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_marks_and_modes_stay(run: Run, write: Write, before: str, line_end: str) -> None:
    def as_bytes(text: str) -> bytes:
        return (before + text.rstrip("\n").replace("\n", line_end)).encode()

    typed = MISTAKES["tab before a key"].text.replace("date: 2025-02-01", "date: 1 February 2025")
    folder = write(no_jp_raa=as_bytes(typed))
    (folder / "no-jp-raa.yaml").chmod(0o640)
    assert run("fix", folder)[0] == 0
    assert (folder / "no-jp-raa.yaml").read_bytes() == as_bytes(RECORD)
    assert (folder / "no-jp-raa.yaml").stat().st_mode & 0o777 == 0o640


def test_what_was_repaired_and_what_is_left_is_said(run: Run, write: Write) -> None:
    typed = RECORD.replace("kind: raa", "kind: RAA").replace("event: in_force", "event: commencement")
    folder = write(no_jp_raa=typed)
    code, out, err = run("fix", folder)
    assert (code, err) == (1, "")
    first, second, third, blank, *left = out.splitlines()
    assert first == f"{folder}/no-jp-raa.yaml:4:7: repaired[invalid-value] write 'raa'"
    assert (second, third, blank) == ("repaired 1 finding in 1 file", "1 more repair with --unsafe", "")
    assert left[0] == "error[invalid-value]: 'commencement' is not an event"
    assert left[-1] == "1 error in 1 file"


def test_a_dry_run_prints_hunks_and_writes_nothing(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = RECORD.replace("kind: raa", "kind: RAA").replace("date: 2025-02-01", "date: 1 February 2025")
    monkeypatch.chdir(write(no_jp_raa=typed))
    code, out, err = run("fix", "--dry-run", "--data", ".")
    assert (code, err) == (0, "pactstate: would repair 2 findings in 1 file\n")
    assert Path("no-jp-raa.yaml").read_text() == typed
    removed, added = (re.findall(rf"^[{sign}] *(\w.*)$", out, re.MULTILINE) for sign in "-+")
    assert removed == ["kind: RAA", "date: 1 February 2025"]
    assert added == ["kind: raa", "date: 2025-02-01"]
    assert re.findall(r"^@@ .* @@$", out, re.MULTILINE) == ["@@ -1,7 +1,7 @@", "@@ -32,7 +32,7 @@"]


def test_a_diff_that_git_refuses_is_said_to_be_one(run: Run, write: Write) -> None:
    folder = write(no_jp_raa=MISTAKES["zero-width space"].text)
    code, out, err = run("fix", folder, "--dry-run")
    assert (code, "Os\\u{200b}lo" in out, "git refuses this diff" in err) == (0, True, True)


def test_only_chosen_rules_and_named_files_are_repaired(run: Run, write: Write) -> None:
    typed = RECORD.replace("kind: raa", "kind: RAA").replace("date: 2025-02-01", "date: 1 February 2025")
    folder = write(no_jp_raa=typed, other=typed.replace("id: no-jp-raa", "id: other"))
    assert run("fix", folder / "no-jp-raa.yaml", "--select", "PS104")[0] == 1
    assert (folder / "no-jp-raa.yaml").read_text() == RECORD.replace("kind: raa", "kind: RAA")
    assert "1 February 2025" in (folder / "other.yaml").read_text()
    assert run("fix", folder, "--ignore", "invalid-value")[0] == 1
    assert (folder / "other.yaml").read_text() == RECORD.replace("kind: raa", "kind: RAA").replace("no-jp-raa", "other")
    code, out, _ = run("fix", folder, "--select", "no-such-rule")
    assert (code, "which is no rule" in out) == (1, True)


def test_a_check_can_repair_first(run: Run, write: Write) -> None:
    folder = write(no_jp_raa=MISTAKES["event in capitals"].text)
    code, out, err = run("check", folder, "--fix", "--format", "json")
    assert (code, err) == (0, "pactstate: repaired 1 finding in 1 file\n")
    assert json.loads(out)["findings"] == []
    assert (folder / "no-jp-raa.yaml").read_text() == RECORD


def test_the_packaged_agreements_and_standard_input_are_refused(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run("fix", "-")
    assert (code, out) == (2, "")
    assert err == "pactstate: standard input cannot be repaired: name the file\n"
    folder = write(no_jp_raa=RECORD)
    monkeypatch.setattr("pactstate.cli.repairs.packaged_folder", lambda: folder)
    code, out, err = run("fix", folder)
    assert (code, out) == (2, "")
    assert "come with pactstate are not changed" in err
    (folder.parent / "empty" / "agreements").mkdir(parents=True)
    assert run("fix", folder.parent / "empty" / "agreements")[0] == 2
    monkeypatch.undo()
    (folder / "pactstate.toml").write_text("x = 1")
    code, _, err = run("fix", folder)
    assert (code, "unknown setting" in err) == (2, True)


def test_links_are_not_followed(run: Run, write: Write, tmp_path: Path) -> None:
    typed = MISTAKES["event in capitals"].text
    folder = write(other=RECORD.replace("id: no-jp-raa", "id: other"))
    outside = tmp_path / "no-jp-raa.yaml"
    outside.write_text(typed)
    (folder / "no-jp-raa.yaml").symlink_to(outside)
    code, out, _ = run("fix", folder)
    assert code == 1
    assert "links are not followed" in out
    assert outside.read_text() == typed


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OSError("odd")])
def test_a_file_that_cannot_be_written_is_the_old_one(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    typed = MISTAKES["event in capitals"].text
    folder = write(no_jp_raa=typed)

    def fail(path: Path, target: Path) -> Path:
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    code, out, err = run("fix", folder)
    assert (code, out) == (2, "")
    assert "cannot write" in err
    assert (error.strerror or "odd").lower() in err
    assert (folder / "no-jp-raa.yaml").read_text() == typed
    assert [one.name for one in folder.iterdir()] == ["no-jp-raa.yaml"]


def test_a_file_that_a_rival_has_changed_stays_the_rivals(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(no_jp_raa=MISTAKES["event in capitals"].text)
    found = repair.repair_folder

    def with_rival(*arguments: object, **named: object) -> object:
        made = found(*arguments, **named)  # type: ignore[arg-type]  # a double takes what it is given
        (folder / "no-jp-raa.yaml").write_text("id: rival\n")
        return made

    monkeypatch.setattr("pactstate.cli.repairs.repair_folder", with_rival)
    code, out, err = run("fix", folder)
    assert (code, out) == (2, "")
    assert "has changed since it was read" in err
    assert (folder / "no-jp-raa.yaml").read_text() == "id: rival\n"


# between files

OLD = """\
id: old
title: Old
kind: treaty
parties: [FR, SE]  # both

history: []
"""
NEW = OLD.replace("old", "new").replace("Old", "New").replace("history", "replaces: old\nhistory")


def test_the_source_at_an_address_is_named(run: Run, write: Write) -> None:
    folder = write(no_jp_raa=MISTAKES["address of a described source in the place of its id"].text)
    assert (
        "; write 'gazette-2024-07-09', the id of the source at this address"
        in run("check", folder, "--format", "concise")[1]
    )


def test_a_long_value_is_not_compared(run: Run, write: Write) -> None:
    """A key that stands twice is deleted only if its value has up to 40 lines."""
    for count, is_left in ((30, False), (50, True)):
        note = "    note: >-\n" + "      A line.\n" * count
        right = RECORD.replace("    place: Oslo\n", note)
        file = write(no_jp_raa=right.replace(note, 2 * note)) / "no-jp-raa.yaml"
        assert run("fix", file.parent)[0] == is_left
        assert (file.read_text(encoding="utf-8") == right) is not is_left


def test_entries_of_very_many_lines_are_not_moved(run: Run, write: Write) -> None:
    """All lines of an entry without a dash are moved, or none: at most 500."""
    for count, is_left in ((400, False), (600, True)):
        note = "  note: >-\n" + "    A line.\n" * count
        text = OLD.replace("history: []", f"history:\n  event: note\n  date: 2024\n{note}")
        file = write(old=text) / "old.yaml"
        assert run("fix", file.parent)[0] == is_left
        assert ("  - event: note\n    date: 2024\n" in file.read_text(encoding="utf-8")) is not is_left


RENAMED = OLD.replace("id: old", "id: newer").replace("history", "formerly: [old]\nhistory")


def test_a_link_to_a_former_id_leads_to_the_new_one(run: Run, write: Write) -> None:
    named = {"newer": RENAMED.replace("history", "replaced_by: new\nhistory"), "new": NEW}
    folder = write(**named)
    code, out, _ = run("check", folder, "--format", "concise")
    assert code == 1
    assert out.count("\n") == 2
    assert "'replaces' names 'old', which is no agreement here; it was renamed: write 'newer'" in out
    assert run("fix", folder)[0] == 0
    assert (folder / "new.yaml").read_text(encoding="utf-8") == NEW.replace("replaces: old", "replaces: newer")
    assert (folder / "newer.yaml").read_text(encoding="utf-8") == named["newer"]


def test_a_former_id_of_two_agreements_has_no_one_meaning(run: Run, write: Write) -> None:
    folder = write(newer=RENAMED, newest=RENAMED.replace("id: newer", "id: newest"), new=NEW)
    assert run("fix", folder)[0] == 1
    assert (folder / "new.yaml").read_text(encoding="utf-8") == NEW


def links(key: str, value: str = "new") -> str:
    return OLD.replace("# both\n", f"# both\n{key}: {value}\n")


@pytest.mark.parametrize(
    ("old", "repaired"),
    {
        "no link": (OLD, links("replaced_by")),
        "another one": (links("replaced_by", "newer"), links("replaced_by", "[newer, new]")),
        "a list": (links("replaced_by", "[newer, newest]"), links("replaced_by", "[newer, newest, new]")),
        "CRLF": (OLD.replace("\n", "\r\n"), links("replaced_by").replace("\n", "\r\n")),
        "in brackets": ('{id: old, title: Old, kind: treaty, parties: [FR, SE], "history": []}\n', None),
    }.values(),
)
def test_the_missing_half_of_a_link_is_added(run: Run, write: Write, old: str, repaired: str | None) -> None:
    mutual = OLD.replace("old", "newer").replace("history", "replaces: old\nhistory")
    newest = OLD.replace("old", "newest").replace("history", "replaces: old\nhistory")
    others = {"newer": mutual, "newest": newest}
    folder = write(old=old.encode(), new=NEW, **{name: text for name, text in others.items() if name in old})
    run("fix", folder, "--select", "link-mismatch")
    assert (folder / "old.yaml").read_bytes().decode() == (repaired or old)


def test_links_from_several_files_are_added_one_after_the_other(run: Run, write: Write) -> None:
    folder = write(old=OLD, **{f"new{number}": NEW.replace("id: new", f"id: new{number}") for number in range(3)})
    code, out, _ = run("fix", folder, "--select", "link-mismatch")
    assert code == 0
    assert "replaced_by: [new0, new1, new2]" in (folder / "old.yaml").read_text()
    assert "repaired 3 findings in 1 file" in out
    # A fix of a file that was not named is left.
    (folder / "old.yaml").write_text(OLD)
    assert run("fix", folder / "new0.yaml")[1].startswith("repaired 0 findings in 0 files")
    assert (folder / "old.yaml").read_text() == OLD


def test_true_is_written_without_quotes_where_it_is_meant(run: Run, write: Write) -> None:
    folder = write(old=OLD.replace("history", "open: yes\nhistory"))
    assert run("fix", folder, "--select", "invalid-value")[0] == 0
    assert (folder / "old.yaml").read_text() == OLD.replace("history", "open: true\nhistory")


ANNOUNCED = """\
id: x
title: X
kind: treaty
parties: [FR, SE]
sources:
  a: {title: A, published: 2024-12-01}
  b: {title: B, published: 2025-01-02}
history:
  - event: in_force
    date: 2025-01-01
    announced_by: [a]

  - event: in_force
    date: 2025-01-02
    reported_by: [b]
"""
MERGED = (
    ANNOUNCED.replace("  - event: in_force\n    date: 2025-01-01\n    announced_by: [a]\n\n", "")
    + "    announced_by:\n      - source: a\n        date: 2025-01-01\n"
)


@pytest.mark.parametrize(
    ("typed", "repaired"),
    {
        "another day": (ANNOUNCED, MERGED),
        "the same day": (
            ANNOUNCED.replace("date: 2025-01-02", "date: 2025-01-01"),
            MERGED.replace("date: 2025-01-02", "date: 2025-01-01").replace(
                "announced_by:\n      - source: a\n        date: 2025-01-01\n", "announced_by: [a]\n"
            ),
        ),
        "one claim as a mapping": (
            ANNOUNCED.replace("announced_by: [a]", "announced_by: {source: a, locator: end}"),
            MERGED.replace("date: 2025-01-01\n", "date: 2025-01-01\n        locator: end\n"),
        ),
        "a note would be lost": (ANNOUNCED.replace("[a]\n", "[a]\n    note: Soon.\n"), None),
        "a comment would be lost": (ANNOUNCED.replace("[a]\n", "[a]  # soon\n"), None),
        "two announcements": (ANNOUNCED + "    announced_by: [a]\n", None),
        "in brackets": (
            ANNOUNCED.replace(
                "event: in_force\n    date: 2025-01-02\n    reported_by: [b]",
                "{event: in_force, date: 2025-01-02, reported_by: [b]}",
            ),
            None,
        ),
        "all in brackets": (
            re.sub(
                r"history:.*",
                "history: [{event: in_force, date: 2025-01-01, announced_by: a}, {event: in_force, date: 2025-01-02, reported_by: b}]\n",
                ANNOUNCED,
                flags=re.DOTALL,
            ),
            None,
        ),
    }.values(),
)
def test_an_announcement_is_merged_with_its_report_only_if_asked(
    run: Run, write: Write, typed: str, repaired: str | None
) -> None:
    folder = write(x=typed)
    run("fix", folder, "--select", "split-report")
    assert (folder / "x.yaml").read_text() == typed
    run("fix", folder, "--select", "split-report", "--unsafe")
    assert (folder / "x.yaml").read_text() == (repaired or typed)


def test_a_copy_gets_the_id_of_its_name_only_if_asked(run: Run, write: Write) -> None:
    for spelling in ("old", '"old"', "'old'"):
        folder = write(old=OLD, copy=OLD.replace("id: old", f"id: {spelling}"))
        assert run("fix", folder)[0] == 1
        assert f"id: {spelling}\n" in (folder / "copy.yaml").read_text()
        assert run("fix", folder, "--unsafe")[0] == 0
        assert f"id: {spelling.replace('old', 'copy')}\n" in (folder / "copy.yaml").read_text()
    for name, text in {"copy": OLD.replace("id: old", 'id: "o\\x6cd"'), "Copy": OLD}.items():
        folder = write(old=OLD)
        (folder / "copy.yaml").unlink(missing_ok=True)
        (folder / f"{name}.yaml").write_text(text)
        assert run("fix", folder, "--unsafe")[0] == 1
        assert (folder / f"{name}.yaml").read_text() == text


# comments

REASON = "the notes are not public"
COMMENTED = """\
id: x
title: X
kind: treaty
parties: [FR, SE]
history:
  - event: in_force{comment}
    date: 2025-01-01
"""


@pytest.mark.parametrize(
    ("comment", "repaired"),
    {
        "one of two": (
            "  # pactstate: ignore[skipped-step, short-notice] why",
            "  # pactstate: ignore[skipped-step] why",
        ),
        "one of two, with a last day": (
            "  # pactstate: ignore[short-notice skipped-step,until=2027-01-31]: why",
            "  # pactstate: ignore[skipped-step, until=2027-01-31]: why",
        ),
        "both": ("  # pactstate: ignore[short-notice, PS202] why", ""),
        "a rule that cannot be silenced": ("  # pactstate: ignore[invalid-date] why", ""),
        "it covers nothing": ("\n    date: 2025-01-01\n    # pactstate: ignore[short-notice] why", None),
        "the last day at the end": (
            "  # pactstate: ignore[skipped-step] why, until 2027-01-31",
            "  # pactstate: ignore[skipped-step, until=2027-01-31] why",
        ),
        "the last day at the end, without brackets": ("  # pactstate: ignore why, until 2027-01-31", None),
        "the last day at the end, with empty brackets": ("  # pactstate: ignore[] why, until 2027-01-31", None),
        "one of two, and the last day at the end": (
            "  # pactstate: ignore[skipped-step, short-notice] why, until 2027-01-31",
            "  # pactstate: ignore[skipped-step, until=2027-01-31] why",
        ),
    }.values(),
)
def test_comments_are_repaired(run: Run, write: Write, comment: str, repaired: str | None) -> None:
    typed = COMMENTED.format(comment=comment)
    if "\n" in comment:
        typed = typed.removesuffix("    date: 2025-01-01\n")
    folder = write(x=typed)
    run("fix", folder)
    assert (folder / "x.yaml").read_text() == (typed if repaired is None else COMMENTED.format(comment=repaired))


# YAML

SLIPS: Mapping[str, tuple[str, str]] = {
    "CR alone": (RECORD.replace("\n", "\r"), RECORD),
    "fences of Markdown": (f"```yaml\n{RECORD}```\n", RECORD),
    "fences without a line end": (f"```yaml\n{RECORD}```", RECORD),
    "a tab in the place of more blanks": (
        "id: x\nterm:\n\tyears: 1\n    renews: true\n",
        "id: x\nterm:\n    years: 1\n    renews: true\n",
    ),
    "a blank missing in brackets": (
        RECORD.replace("{years: 10", "{years:10").replace("parties: [", "parties: [ "),
        RECORD.replace("parties: [", "parties: [ "),
    ),
    "a key in curly quotes": (
        RECORD.replace("kind: raa", "“kind”: raa"),
        RECORD.replace("kind: raa", "'kind': raa"),
    ),
    "a key in curly quotes in a broken file": (
        RECORD.replace("kind: raa", "“kind”: raa").replace("place: Oslo", "place Oslo"),
        RECORD,
    ),
    "many words, repaired in several passes": (
        RECORD.replace("history:\n", "history:\n" + 150 * "  - {event: Note, date: 2024-01-01}\n"),
        RECORD.replace("history:\n", "history:\n" + 150 * "  - {event: note, date: 2024-01-01}\n"),
    ),
    "a comment behind a block text": (
        RECORD.replace("note: The notes were exchanged.", "note: >-# why\n      The notes were exchanged."),
        RECORD.replace("note: The notes were exchanged.", "note: >- # why\n      The notes were exchanged."),
    ),
    "two slips on one line": (
        RECORD.replace("  - event: ratified", "\u00a0 -event: ratified"),
        RECORD,
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_slips_in_the_yaml_are_repaired(run: Run, write: Write, name: str) -> None:
    typed, repaired = SLIPS[name]
    folder = write(no_jp_raa=typed.encode())
    run("fix", folder)
    assert (folder / "no-jp-raa.yaml").read_bytes().decode() == repaired


@pytest.mark.parametrize(
    "typed",
    {
        "tabs that can mean two things": RECORD.replace("    published: 2025-02-02", "\tpublished: 2025-02-02"),
        "a quote that is not closed": RECORD.replace("title: Pact", "title: “Pact: it"),
        "quotes within curly quotes": RECORD.replace("title: Pact enters into force", "title: “Pact” and “peace”"),
        "curly quotes on two lines": RECORD.replace("title: Pact enters into force", "title: “Pact\n      enters”"),
        "nothing in curly quotes": RECORD.replace("title: Pact enters into force", "title: “ ”"),
        "a text that goes on": RECORD.replace("note: The notes", "note: Notes: they\n      and others"),
        "an escape within quotes": RECORD.replace("The notes", '"a \\"b\\" "c" d"'),
        "a sign that begins something else": RECORD.replace("title: Now", "title:} Now"),
        "a carriage return within a word": RECORD.replace("sources:", "sou\rrces:"),
        "a key within a text": RECORD.replace("exchanged.\n    reported_by", "exchanged.  reported_by"),
        "a control": RECORD.replace("Oslo", "Os\x07lo"),
        "two lists in one": RECORD.replace("reported_by: daily-2025-01-10", "reported_by: [[a]]"),
        "ids with blanks": RECORD.replace("reported_by: daily-2025-01-10", "reported_by: a b"),
        "ids in quotes": RECORD.replace("reported_by: daily-2025-01-10", "reported_by: 'a, b'"),
        "ids in an item": RECORD.replace("reported_by: daily-2025-01-10", "reported_by:\n      - a, b"),
        "parties in quotes": RECORD.replace("parties: ['NO', JP]", "parties: 'Norway, Japan'"),
        "parties of which one is unclear": RECORD.replace("parties: ['NO', JP]", "parties: Congo and Japan"),
        "a date with an escape": RECORD.replace("2024-07-08\n", '"8 July \\x32024"\n'),
        "a date on two lines": RECORD.replace("date: 2024-07-08", "date: 8 July\n      2024"),
        "a key that is there already": RECORD.replace("    date: 2024-07-08", "    date: 2024-07-08\n    Date: 2024"),
        "a short word": RECORD.replace("kind: raa", "kind: rab"),
    }.values(),
)
def test_what_has_no_one_meaning_is_left(run: Run, write: Write, typed: str) -> None:
    folder = write(no_jp_raa=typed.encode())
    assert run("fix", folder, "--unsafe")[0] == 1
    assert (folder / "no-jp-raa.yaml").read_bytes().decode() == typed


def test_a_repair_that_would_make_the_file_too_large_is_left(run: Run, write: Write) -> None:
    typed = MISTAKES["ids without brackets"].text
    typed += "#" * (DEFAULT.file_bytes - len(typed.encode()))
    folder = write(no_jp_raa=typed)
    assert run("fix", folder)[0] == 1
    assert (folder / "no-jp-raa.yaml").read_text() == typed


def test_a_repair_that_breaks_something_does_not_hinder_others(run: Run, write: Write) -> None:
    typed = RECORD.replace("kind: raa", "kind: RAA").replace("daily-2025-02-02:", "Daily-2025-01-10:")
    folder = write(no_jp_raa=typed)
    assert run("fix", folder)[0] == 1
    assert (folder / "no-jp-raa.yaml").read_text() == typed.replace("kind: RAA", "kind: raa")


def test_no_repair_is_tried_by_itself_in_a_long_file(run: Run, write: Write) -> None:
    """Each try reads the whole file."""
    typed = RECORD.replace("kind: raa", "kind: RAA").replace("daily-2025-02-02:", "Daily-2025-01-10:")
    typed += "#" + " and so on" * 20_000 + "\n"
    folder = write(no_jp_raa=typed)
    assert run("fix", folder)[0] == 1
    assert (folder / "no-jp-raa.yaml").read_text() == typed


@pytest.mark.parametrize(
    ("old", "edit", "new", "is_kept"),
    {
        "the edited text": ("a: b\nc: d\n", (1, 4, 1, 5, "x"), "a: x\nc: d\n", True),
        "another text": ("a: b\nc: d\n", (1, 4, 1, 5, "x"), "a: x\nc: e\n", False),
        "a text on the same line": ("{a: b, c: d}\n", (1, 5, 1, 6, "x"), "{a: x, c: e}\n", False),
        "the edited key": ("a: b\nc: d\n", (1, 1, 1, 2, "x"), "x: b\nc: d\n", True),
        "another key": ("a: b\nc: d\n", (1, 1, 1, 2, "x"), "x: b\ne: d\n", False),
        "a list where a text was edited": ("a: b, c\n", (1, 4, 1, 8, "[b, c]"), "a: [b, c]\n", True),
        "a text where a mapping was edited": ("a: {b: c}\nd: e\n", (1, 4, 1, 10, "x"), "a: x\nd: e\n", True),
        "a text where a list was edited": ("a: [b, c]\nd: e\n", (1, 4, 1, 10, "x"), "a: x\nd: e\n", True),
        "a list where nothing was edited": ("a: b\nc: d\n", (1, 4, 1, 5, "x"), "a: x\nc: [d]\n", False),
        "an item on an edited line": ("h:\n- a\n- b\n", (3, 1, 3, 1, "- x\n"), "h:\n- a\n- x\n- b\n", True),
        "an item on another line": ("h:\n- a\n- b\n- c\n", (4, 3, 4, 4, "x"), "h:\n- a\n- y\n- b\n- x\n", False),
        "an item at the end of another line": ("h:\n- a\n- b\n", (2, 3, 2, 4, "x"), "h:\n- x\n- b\n- y\n", False),
        "another item": ("h:\n- a\n- b\n", (2, 3, 2, 4, "x"), "h:\n- x\n- y\n", False),
        "a deleted item": ("h:\n- a\n- b\n", (2, 1, 3, 1, ""), "h:\n- b\n", True),
        "a deleted item at the end": ("h:\n- a\n- b\n", (3, 1, 4, 1, ""), "h:\n- a\n", True),
        "a deleted item elsewhere": ("h:\n- a\n- b\n- c\n", (2, 3, 2, 4, "x"), "h:\n- x\n- c\n", False),
        "data that are gone": ("a: b\n", (1, 1, 2, 1, ""), "", False),
        "data where none could be read": ("", (1, 1, 1, 1, "a: b\n"), "a: b\n", True),
        "an empty value that gets lines": ("a:\nb: c\n", (2, 1, 2, 1, "  "), "a:\n  b: c\n", True),
        "an empty value that gets other lines": ("a:\nb: c\n", (1, 1, 1, 2, "a"), "a:\n  b: c\n", False),
    }.values(),
)
def test_a_repair_keeps_what_it_does_not_edit(
    old: str, edit: tuple[int, int, int, int, str], new: str, is_kept: bool
) -> None:
    *span, text = edit
    change = applied(old, [TextEdit(Location("x.yaml", *span), text)])
    before, after = (read("x.yaml", one.encode(), DEFAULT)[0] for one in (old, new))
    assert keeps_the_rest(before, after, change) is is_kept
    assert (change.text == new) or not is_kept


# as data


def test_other_programs_can_apply_the_edits(run: Run, write: Write) -> None:
    """The edits of SARIF and of JSON, applied from the last to the first, give what one pass of ``fix`` gives."""
    typed = RECORD.replace("event: signed", "event: Signed").replace("date: 2025-02-01", "date: 1 February 2025")
    folder = write(no_jp_raa=typed)
    found = json.loads(run("check", folder, "--format", "json")[1])["findings"]
    assert all(one["fix"]["safe"] for one in found)
    spans = [
        (*(edit[key] for key in ("line", "column", "end_line", "end_column")), edit["text"])
        for one in found
        for edit in one["fix"]["edits"]
    ]
    assert _applied(typed, spans) == RECORD
    sarif = json.loads(run("check", folder, "--format", "sarif")[1])["runs"][0]["results"]
    spans = [
        (
            *(change["deletedRegion"][key] for key in ("startLine", "startColumn", "endLine", "endColumn")),
            change["insertedContent"]["text"],
        )
        for one in sarif
        for fix in one["fixes"]
        for file in fix["artifactChanges"]
        for change in file["replacements"]
    ]
    assert _applied(typed, spans) == RECORD


def _applied(text: str, spans: list[tuple[int, int, int, int, str]]) -> str:
    lines = text.split("\n")
    for line, column, last, end, new in sorted(spans, reverse=True):
        joined = lines[line - 1][: column - 1] + new + lines[last - 1][end - 1 :]
        lines[line - 1 : last] = [joined]
    return "\n".join(lines)


def test_a_fix_has_edits_of_one_file() -> None:
    here, there = (TextEdit(Location(path), "x") for path in ("a.yaml", "b.yaml"))
    assert Fix("", (here, here)).path == "a.yaml"
    for edits in ((), (here, there)):
        with pytest.raises(ValueRefusedError, match="one file"):
            Fix("", edits)


def test_rules_with_a_fix_are_those_that_the_catalogue_names(run: Run, write: Write) -> None:
    found = set()
    texts = [one.text for one in MISTAKES.values()] + [typed for typed, _ in SLIPS.values()]
    texts += [ANNOUNCED, COMMENTED.format(comment="  # pactstate: ignore[skipped-step] why, until 2027-01-31")]
    for text in texts:
        folder = write(no_jp_raa=text.encode())
        found |= _fixable(run, folder)
    found |= _fixable(run, write(old=OLD, new=NEW, copy=OLD))
    for name in ("old", "copy", "no-jp-raa"):
        (folder / f"{name}.yaml").unlink()
    found |= _fixable(run, write(newer=RENAMED))
    assert found == {name for name, rule in RULES.items() if rule.fixable}


def _fixable(run: Run, folder: Path) -> set[str]:
    return {one["rule"] for one in json.loads(run("check", folder, "--format", "json")[1])["findings"] if one["fix"]}
