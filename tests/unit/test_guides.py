"""The guide on checking says what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pactstate.checks.runner import MAX_FINDINGS as MAX_REPORTED
from pactstate.cli import main
from pactstate.cli.report_files import FORMATS_BY_SUFFIX
from pactstate.domain.kinds import STEPS
from pactstate.fileformat.config import read_config
from pactstate.findings import RemarkKind
from pactstate.reports import FORMATS
from pactstate.reports.base import NOT_LISTED
from pactstate.reports.text import MAX_FINDINGS
from pactstate.rules import RULES
from pactstate.storage.limits import DEFAULT

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    text: str = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)[0]
    return text


def test_the_settings_shown_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "pactstate.toml").write_text(block("toml"), encoding="utf-8")
    config = read_config(tmp_path / "pactstate.toml", DEFAULT)
    assert config is not None
    assert config.paths == (str(tmp_path / "agreements"),)
    assert config.selection.ignore == ("single-witness",)
    assert config.vocabulary.parties["ASEAN"].startswith("Association")
    kind = config.vocabulary.kinds["fisheries"]
    assert kind.expects == ({"signed"}, {"adopted", "ratified"})
    assert config.rule_url == "https://example.org/pactstate/rules/{name}"
    assert (kind.unusual, kind.wrong, kind.approvals) == ({"provisional"}, {"amended"}, ("*",))


def test_the_comments_shown_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "id: x\ntitle: T\nkind: raa\nparties: [JP, PH]\nentry_into_force: {after: signed, days: 30}\n"
    head += "sources: {s: {title: T, published: 2025-09-11}}\n"
    text = re.sub(r"(\n    date: .*)", r"\1\n    reported_by: [s]", block("yaml"))
    folder = tmp_path / "agreements"
    folder.mkdir()
    (folder / "x.yaml").write_text(head + text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--strict", "--today", "2026-11-22"]) == 0
    assert "2 silenced by comments" in capsys.readouterr().out
    assert main(["check", "--strict", "--today", "2027-02-01"]) == 1
    assert "error[expired-ignore]" in capsys.readouterr().out


def test_every_format_is_listed() -> None:
    section = GUIDE.partition("## Formats")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == set(FORMATS)
    assert set(re.findall(r"`(\.\w+)`", section)) == set(FORMATS_BY_SUFFIX)


def test_figures_and_names_are_those_of_the_code() -> None:
    assert f"at most {MAX_REPORTED:,} findings" in GUIDE
    assert f"prints {MAX_FINDINGS} of" in GUIDE
    assert [str(step) for step in STEPS] == re.findall(r"`(\w+)`", GUIDE.partition("Steps are")[2].partition(".")[0])
    for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", GUIDE.partition("## In GitHub Actions")[0]):
        assert name in {*RULES, *RemarkKind, NOT_LISTED}, name


def test_the_limits_in_security_are_those_of_the_code() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert f"| {MAX_REPORTED:,}, the gravest" in text
    for limit in (
        DEFAULT.depth,
        DEFAULT.nodes,
        DEFAULT.scalar,
        DEFAULT.key,
        DEFAULT.files,
        DEFAULT.ignores,
        MAX_FINDINGS,
    ):
        assert re.search(rf"\| {limit:,}\b", text), limit
    assert f"{DEFAULT.file_bytes // 1024**2} MiB" in text
