"""Output of ``diff`` in every format, as kept, with every sort of change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pactstate.cli.diff import command

GOLDEN = Path(__file__).parent

HEAD = "title: 'The ::{id}:: | agreement'\nkind: treaty\nparties: [JP, PH]\n"
THEN = {
    "gone": HEAD + "history:\n  - {event: signed, date: 2019, reported_by: [paper]}\n",
    "same": HEAD + "history:\n  - {event: signed, date: 2019, reported_by: [paper]}\n",
    "moved": HEAD
    + """\
history:
  - {event: proposed, date: 2018, reported_by: [paper]}
  - {event: negotiating, date: 2019-01-05, reported_by: [paper, blog]}
  - {event: text_agreed, date: 2019-02, reported_by: [{source: blog, date: 2019-02-03}]}
  - {event: note, date: 2019-03-01, note: a visit, reported_by: [{source: blog, rejected: hearsay}]}
  - {event: signed, date: 2019-04-01, reported_by: [paper]}
  - {event: approved, party: JP, date: 2019-05-01, reported_by: [paper]}
  - {event: in_force, date: 2019-06-01, reported_by: [paper]}
  - {event: note, date: 2019-07-01, reported_by: [paper]}
statements:
  - {source: blog, says: negotiating}
  - {source: old, says: proposed, rejected: stale}
  - {source: paper, says: signed}
""",
    "broken-then": "nothing\n",
    "sources": """\
paper: {title: A paper, published: 2019-12-01}
blog: {title: A blog, published: 2019-12-05}
old: {title: Old, published: 2018-05-05}
lost: {title: Lost, publisher: "=Lost", published: 2018}
retold: {title: Retold, published: 2018}
""",
}
NOW = {
    "same": THEN["same"],
    "new": HEAD
    + """\
history:
  - {event: proposed, date: 2020-01-02, announced_by: [blog], denied_by: [{source: old, rejected: older}]}
  - {event: negotiating, date: 2020}
statements:
  - {source: paper, says: proposed}
""",
    "moved": HEAD.replace("kind: treaty", "kind: raa\nformal_title: An *Agreement*")
    + """\
history:
  - {event: negotiating, date: 2019-01-06, reported_by: [paper], corrected: "the <b>sixth</b> @someone"}
  - {event: proposed, date: 2018, reported_by: [paper]}
  - {event: note, date: 2019-03-01, note: a visit of state, reported_by: [blog, paper]}
  - {event: text_agreed, date: 2019-02, reported_by: [blog]}
  - {event: [signed, in_force], date: 2019-04-01, reported_by: [{source: paper, rejected: too late}], corrected: one act}
  - {event: approved, party: PH, date: 2019-05-01, reported_by: [paper]}
  - {event: suspended, date: 2020-08-01, reported_by: [fresh]}
statements:
  - {source: blog, says: negotiating, rejected: wrong}
  - {source: old, says: proposed}
""",
    "broken-now": "nothing\n",
    "sources": """\
paper: {title: A paper, published: 2019-12-01, url: "https://example.org/paper"}
blog: {title: A blog, published: 2019-12-06}
old: {title: Old, published: 2018-05-06, corrected: read again}
fresh: {title: Fresh, published: 2020-08-02}
retold: {title: Told again, published: 2018}
spare: {title: Spare}
""",
}


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.chdir(tmp_path)
    for folder, files in (("then", THEN), ("now", NOW)):
        Path(folder).mkdir()
        for id, text in files.items():
            head = "" if id in ("sources", "broken-then", "broken-now") else f"id: {id}\n"
            Path(folder, f"{id}.yaml").write_text(head + text.replace("{id}", id), encoding="utf-8", newline="\n")

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(
            command, ["./then", "--data", "now", "--today", "2026-11-22", *arguments], standalone_mode=False
        )
        assert done.return_value == 2  # broken-then cannot be compared
        assert "errors in now" in done.stderr
        return done.stdout

    return run


def test_output_is_as_kept(told: Callable[..., str], golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "diff.txt", told())
    golden(GOLDEN / "diff.json", told("--format", "json"))
    golden(GOLDEN / "diff.md", told("--format", "markdown"))
