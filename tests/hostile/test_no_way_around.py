"""No text of a stranger is printed without ``pactstate.text.escape``.

Types show it for the results of formats and views, and a property for every text field
(``property/test_escaping_properties.py``). These tests cover the rest: the list of modules that can write at all, and
the whole command line, with a mark in every text that a stranger may choose.
"""

from __future__ import annotations

import ast
import contextlib
import io
import itertools
import json
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import attrs
import click
import pytest

import pactstate
import readers
from clean import assert_clean
from pactstate.cli import main
from pactstate.cli.app import COMMANDS, app
from pactstate.reports import FORMATS
from pactstate.text.escape import PatchText
from process.repositories import git
from readers import commands
from sheets import SIGNED

SOURCE = Path(pactstate.__file__).parent

# Modules that may call a function that writes, and how each escapes its texts.
ALLOWED = {
    # Streams and files: one module, which accepts only text of pactstate.text.escape.
    "sys.stdout": {"cli/output.py"},
    # cli/__init__ runs before all imports, and writes the repr of an error in ASCII.
    "sys.stderr": {"cli/output.py", "cli/__init__.py"},
    # Constant sequences to a terminal.
    "os.write": {"cli/output.py", "interruption.py"},
    "click.progressbar": {"cli/output.py"},
    # Questions of our own words, which take escaped text; the editor gets the text of a file as it will be.
    "click.prompt": {"cli/ask.py"},
    "click.confirm": {"cli/ask.py"},
    "click.edit": {"cli/ask.py"},
    ".write_text": {"cli/output.py", "exchange/formats.py"},
    # Streams and drafts of files; object ids to git. The texts of a site were made by the templates and by
    # pactstate.text.escape: tests/unit/test_site_markup.py.
    ".write": {
        "cli/output.py",
        "storage/git.py",
        "storage/replace.py",
        "cli/__init__.py",
        "interruption.py",
        "site/folder.py",
        "site/spooled_list.py",
        "exchange/formats.py",
        "text/escape.py",
    },
    # Lines of CSV and JSON that are escaped.
    ".writelines": {"exchange/formats.py"},
    # Files of a site.
    "open": {"site/folder.py"},
    # Rows of a large site, which nobody but the process that writes them reads.
    "tempfile.TemporaryFile": {"site/spooled_list.py"},
    # Opens files to read, and the null device.
    "os.open": {"storage/disk.py", "cli/output.py"},
    "tarfile.open": {"storage/archive.py"},
    # An exception that a worker passes to its parent process.
    "pickle.dumps": {"folder/jobs.py"},
    "pickle.loads": {"folder/jobs.py"},
    # A traceback as text, which 'complain' escapes.
    "traceback.format_exc": {"folder/jobs.py"},
    "traceback.format_exception": {"cli/uncaught.py"},
    # A sentence of our own, for programmers.
    "warnings.warn": {"deprecation.py"},
    "traceback.walk_tb": {"folder/jobs.py", "cli/uncaught.py"},
    # The fingerprint hashes its JSON. Texts of a mapping in TOML are quoted like those of JSON, and escaped when printed.
    "json.dumps": {"text/escape.py", "reports/base.py", "exchange/formats.py", "exchange/guess.py"},
    "csv.writer": {"text/escape.py"},
    "xml.etree.ElementTree.tostring": {"text/escape.py"},
    # The table escapes its cells.
    "rich.console.Console": {"cli/table.py"},
    ".print": {"cli/table.py"},
    "rich.text.Text": {"cli/table.py"},
    "rich.text.Text.assemble": {"cli/table.py"},
}
WATCHED = re.compile(
    r"""
      print | input | open | breakpoint
    | sys\.(?:__)?std(?:out|err)(?:__)?
    | .*\.(?:print|write|writelines|write_text|write_bytes|printf)
    | os\.(?:open|fdopen|write|system|popen|startfile).* | io\.open | tempfile\..* | tarfile\.open | shutil\.copy.*
    | click\.(?:echo|secho|echo_via_pager|style|prompt|confirm|edit|launch|progressbar|open_file|pause|clear|File)
    | (?:json\.dump|pickle\.|yaml\.(?:safe_)?dump|marshal\.|tomllib\.dump|pprint\.|logging\.|traceback\.|warnings\.).*
    | csv\..*[wW]riter | xml\..*(?:tostring|dump|ElementTree\.ElementTree).* | html\.escape_.*
    | rich\.(?:console|text|print|markup|progress|traceback|live|prompt|markdown|syntax).*
    """,
    re.VERBOSE,
)


def names_used(tree: ast.Module) -> Iterator[str]:
    """Every name that a module uses, in full as far as it has been imported; ``.name`` for that of any other object."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {alias.asname or alias.name.split(".")[0]: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield known.get(node.id, node.id)
        elif isinstance(node, ast.Attribute):
            parts = [node.attr]
            inner = node.value
            while isinstance(inner, ast.Attribute):
                parts.append(inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name) and inner.id in known:
                yield ".".join([known[inner.id], *reversed(parts)])
            yield f".{node.attr}"


def test_only_these_modules_can_write() -> None:
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for name in names_used(ast.parse(path.read_text(encoding="utf-8"))):
            if WATCHED.fullmatch(name):
                found.setdefault(name, set()).add(path.relative_to(SOURCE).as_posix())
    # Methods of the streams are known by the streams.
    found = {name: places for name, places in found.items() if not re.match(r"sys\.std(?:out|err)\.", name)}
    assert found == ALLOWED


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("print('x')", "print"),
        ("import sys as s\ns.stdout.write('x')", "sys.stdout.write"),
        ("import click\nclick.echo('x')", "click.echo"),
        ("from click import secho as say\nsay('x')", "click.secho"),
        ("from pathlib import Path\nPath('x').write_bytes(b'')", ".write_bytes"),
        ("from json import dumps\ndumps(1)", "json.dumps"),
        ("import xml.etree.ElementTree as E\nE.tostring(1)", "xml.etree.ElementTree.tostring"),
        ("def f():\n  import csv\n  return csv.DictWriter(1, [])", "csv.DictWriter"),
        ("import rich\nrich.print('x')", "rich.print"),
    ],
)
def test_what_writes_is_recognised(text: str, name: str) -> None:
    assert name in set(names_used(ast.parse(text)))
    assert WATCHED.fullmatch(name)


# Fragments that mean something to a reader of some output, by that reader.
PIECES = {
    "terminal": "\x1b[31m\x9b31m\x1b]0;x\x07\x00\x7f\t",
    "hidden": "\u202e\u200b\ufeff\U000e0041",
    "line": "\n::error::x\r::error::\x85::error::\u2028:",
    "log": "::error::##[error]##vso[x]%0A::error::",
    "markdown": "\n```\n# |`**__~~[x](y)",
    "active": "@a $1 #1 www.x ://",
    "html": "<script>]]>-->&lt;",
    "diagram": '"[label="-->\\n{0}[red];%%{init}%%',
    "formula": "=1+1",
    "at": "@SUM",
}
MARK = re.compile(r"qx([a-z0-9]+)xq")


def mark(position: str) -> str:
    return f"qx{position}xq"


def around(piece: str, position: str) -> str:
    return f"{PIECES[piece]}{mark(position)}{PIECES[piece]}"


def named(piece: str, position: str) -> str:
    """The piece around a mark as the name of a file, in which a slash and NUL cannot stand."""
    return around(piece, position).replace("/", "").replace("\0", "")


def quoted(text: str) -> str:
    """A text as YAML and TOML both take it between double quotes, whatever it holds."""
    inner = "".join(
        one if one.isascii() and one.isprintable() and one not in '"\\' else f"\\U{ord(one):08x}" for one in text
    )
    return f'"{inner}"'


# A file that is understood, with a mark in every text that it may hold; @name@ stands for a text with a mark.
GOOD = """\
id: a{n}
title: @title@
formal_title: @formal@
kind: k{n}
parties: [P{n}, JP]
sources:
  s{n}-one:
    title: @sourcetitle@
    publisher: @publisher@
    author: @author@
    url: @url@
    published: 2020-01-02
    basis: @basis@
    note: @sourcenote@
    corrected: @sourcecorrected@
  s{n}-two:
    title: @title2@
    published: 2021-01-02
history:
  - event: signed
    date: 2020-01-01
    by: @by@
    place: @place@
    note: @note@
    corrected: @corrected@
    reported_by: {{source: s{n}-one, locator: @locator@, note: @claimnote@}}
    denied_by: {{source: s{n}-two, rejected: @rejected@}}
  - event: in_force
    date: 2021-01-01
    reported_by: s{n}-two
  - event: amended
    date: 2021-01-01
    reported_by: s{n}-two
statements:
  - source: s{n}-two
    says: signed
    locator: @statementlocator@
    note: @statementnote@
    rejected: @statementrejected@
"""
OLDER = GOOD.replace("@title@", "@oldtitle@").replace("@place@", "@oldplace@").replace("2021-01-01", "2021-01-03")
# Files that are not, with a mark in every place that does not take any text.
BAD = [
    """\
id: @badid@
title: [@listed@]
kind: @kind@
parties: [@party@, @twice@, @twice@]
consents_needed: @number@
approvals_needed: [@approval@]
entry_into_force: {{after: @after@, days: @days@}}
term: {{years: @years@, renews: @renews@, notice: @period@}}
replaces: @replaces@
@key@: x
@samekey@: x
@samekey@: x
sources:
  @sourceid@:
    title: x
    url: @badurl@
    type: @type@
    published: @published@
    @sourcekey@: x
history:
  - event: @event@
    date: @date@
    party: @eventparty@
    of: @of@
    reason: @reason@
    @entrykey@: x
    reported_by: [{{source: @source@, date: @claimdate@, @claimkey@: x}}]
statements:
  - source: @statementsource@
    says: @says@
""",
    "id: x\n  title: [@unclosed@\n",
    "- @item@\n",
    "&anchor @anchored@: !tag @tagged@\n",
    "@whole@",
]
# Comments hold raw texts only.
SILENCED = """\
id: d{n}
title: x
kind: raa
parties: [JP, PH]
history:
  - event: in_force  # pactstate: ignore[skipped-step] @silenced@
    date: 2020
"""
COMMENTED = """\
id: c{n}
title: x
kind: raa            # pactstate: ignore[unknown-rule] @reason@
parties: [JP, PH]    # pactstate: ignore[@rule@] because
history:
  - event: in_force
    date: 2020       # pactstate: @word@[unsourced-event] because
  - event: signed    # pactstate: ignore[unsourced-event, until=2020-@until@] because
    date: 2021
  - {{event: @rawevent@, date: 2020}}
# @comment@
"""


def filled(template: str, piece: str, quote: Callable[[str], str] = quoted) -> str:
    number = f"{list(PIECES).index(piece):02}"

    def text(match: re.Match[str]) -> str:
        if match[1] != "url":
            return quote(around(piece, match[1]))
        bare = re.search(r'[\s<>"]', PIECES[piece])
        return quote(f"https://e.org/{mark('url') if bare else around(piece, 'url')}")

    return re.sub(r"@([a-z0-9]+)@", text, template.format(n=number))


def plain(text: str) -> str:
    """A text as a file may hold it without quotes; a line end would end it."""
    return re.sub(r"[\n\r]", " ", text)


def positions(*templates: str) -> set[str]:
    return {position for template in templates for position in re.findall(r"@([a-z0-9]+)@", template)}


def settings() -> str:
    """A kind and a party for each piece, which it surrounds in their titles and names."""
    kinds = [
        f"[kinds.k{number:02}]\ntitle = {quoted(around(piece, 'kindtitle'))}\n"
        f"approval = {quoted(around(piece, 'kindapproval'))}\nexpects = ['signed', 'ratified']\nunusual = ['amended']"
        for number, piece in enumerate(PIECES)
    ]
    parties = [f"P{number:02} = {quoted(around(piece, 'partyname'))}" for number, piece in enumerate(PIECES)]
    return "\n".join([*kinds, "[parties]", *parties]) + "\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with folders of agreements, in which every text holds a mark."""
    desk = tmp_path_factory.mktemp("desk")
    (desk / "pactstate.toml").write_text(settings(), encoding="utf-8")

    def put(folder: str, name: str, text: str) -> None:
        path = desk / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))

    for number, piece in enumerate(PIECES):
        put("agreements", f"a{number:02}.yaml", filled(GOOD, piece))
        put(f"one-{number:02}", f"a{number:02}.yaml", filled(GOOD, piece))
        put("before/agreements", f"a{number:02}.yaml", filled(OLDER, piece))
        for which, text in enumerate(BAD):
            put(f"bad-{number:02}", f"b{which}.yaml", filled(text, piece))
            put(f"bad-{number:02}", f"r{which}.yaml", filled(text, piece, str))
        put(f"bad-{number:02}", f"c{number:02}.yaml", filled(COMMENTED, piece, plain))
        put(f"bad-{number:02}", f"d{number:02}.yaml", filled(SILENCED, piece, plain))
        put("odd", f"{named(piece, 'file')}.yaml", "id: x")
        put(f"odd/{named(piece, 'folder')}", f"x{number}.yaml", filled(GOOD, piece))
        put(named(piece, "base"), "x.yaml", filled(OLDER, piece))
        places = ("cell", "partycell", "daycell")
        cells = ['"' + around(piece, place).replace('"', '""') + '"' for place in places]
        (desk / f"table-{number:02}.csv").write_text(
            f"Ref,Title,Parties,Signed\n1,{','.join(cells)}\n", "utf-8", "replace"
        )
    (desk / "mapping.toml").write_text(SIGNED, encoding="utf-8")
    put("odd", os.fsdecode(b"\xff" + mark("bytes").encode() + b"\xfe.yaml"), "id: x")
    (desk / "odd" / f"{named('line', 'linked')}.yaml").symlink_to("nowhere")
    return desk


@pytest.fixture(autouse=True)
def _here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "desk" in request.fixturenames:
        monkeypatch.chdir(request.getfixturevalue("desk"))
        monkeypatch.setenv("PACTSTATE_TODAY", "2026-01-01")


@attrs.frozen
class Printed:
    code: object
    out: str
    err: str


class _Stream(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)

    def said(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


def run(*arguments: object) -> Printed:
    """Run a command, and take what it prints to the byte."""
    out, err = _Stream(), _Stream()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code: object = main([str(one) for one in arguments])
        except SystemExit as end:  # click leaves this way after it has completed a word
            code = end.code
    assert code in (0, 1, 2), arguments
    return Printed(code, out.said(), err.said())


def harmless(text: str) -> set[str]:
    """Hold a text against what is true of all that is printed; returns the positions whose marks are in it."""
    if text:
        assert_clean(text)
    return set(MARK.findall(text))


def _schema(text: str) -> None:
    assert_clean(text)
    json.loads(text, parse_constant=pytest.fail)


FORMS: Mapping[str, Callable[[str], object]] = {
    **readers.FORMS,
    **dict.fromkeys(("table", "text", "concise"), harmless),
    "schema": _schema,
    "patch": lambda text: readers.READERS[PatchText](text or "\n"),
}
"""Readers of each format."""


def read_back(form: str, text: str) -> set[str]:
    FORMS[form](text)
    return set(MARK.findall(text))


# every command in every format


def numbered() -> list[str]:
    return [f"{number:02}" for number in range(len(PIECES))]


_NEW = ["--title=x", "--kind=treaty", "--party=JP", "--party=PH", "--date=2020-01-01"]

RUNS: Mapping[str, Callable[[str | None], Iterable[list[str]]]] = {
    "init": lambda form: [["init", "started", "--dry-run"], ["init", "started", "--dry-run", "--demo"]],
    "status": lambda form: [
        ["status"],
        *(["status", "--group-by", way] for way in ("kind", "party", "state") if form in ("table", "markdown")),
    ],
    "show": lambda form: [["show", f"a{n}", "--data", f"one-{n}"] for n in numbered()],
    "sources": lambda form: [["sources"], ["sources", *(f"s{n}-one" for n in numbered())]],
    "check": lambda form: [
        ["check", "agreements", "--verbose"],
        ["check", "odd"],
        ["check", "agreements", "--against", "./before"],
        *(["check", f"bad-{n}", "--verbose"] for n in numbered()),
    ],
    "diff": lambda form: [
        ["diff", "./before"],
        *(["diff", f"./{named(piece, 'base')}", f"one-{n}"] for piece, n in zip(PIECES, numbered(), strict=True)),
    ],
    "log": lambda form: [["log"]],
    "verify": lambda form: [
        *(["verify", f"a{n}", "proposed", "--on", "1990", "--data", f"one-{n}"] for n in numbered()),
        *(["verify", f"a{n}", "terminated", f"a{n}", "signed", "--data", f"one-{n}"] for n in numbered()),
    ],
    "due": lambda form: [["due"]],
    "export": lambda form: [["export", "events", "--to", f"out-{n}.jsonl", "--data", f"one-{n}"] for n in numbered()],
    "import": lambda form: [
        ["import", "mapping.toml", f"table-{n}.csv", "--into", "imported"]
        for n, piece in zip(numbered(), PIECES, strict=True)
        if PIECES[piece].isprintable()
    ],
    "new": lambda form: [
        ["new", "x", *_NEW, *words, "--data", f"one-{n}", "--dry-run"]
        for n in numbered()
        for words in (["--event", "extended", "--reported-by", f"s{n}-two"], ["--event", "note", "--from", f"a{n}"])
    ],
    "add": lambda form: [
        ["add", *words, "--data", f"one-{n}", "--dry-run"]
        for n in numbered()
        for words in (
            ["event", f"a{n}", "note", "--date", "2019", "--reported-by", f"s{n}-two"],
            ["event", f"a{n}", "extended", "--date", "2019"],
            ["source", f"a{n}", "--title", "x"],
            ["claim", f"a{n}", "signed", f"s{n}-two"],
            ["statement", f"a{n}", f"s{n}-two", "--says", "in_force"],
        )
    ],
    "reject": lambda form: [
        ["reject", f"a{n}", "signed", f"s{n}-one", "--reason", "x", "--data", f"one-{n}", "--dry-run"]
        for n in numbered()
    ],
    "fix": lambda form: [
        ["fix", f"bad-{n}", *words] for n in numbered() for words in (["--dry-run"], ["--dry-run", "--unsafe"])
    ],
    "graph": lambda form: [
        ["graph"],
        *(["graph", word, "--data", f"one-{n}"] for n in numbered() for word in (f"a{n}", f"k{n}")),
    ],
    "site": lambda form: [["site", f"site-of-{n}", "--data", f"one-{n}", "--check", "--force"] for n in numbered()],
    "rule": lambda form: [["rule"], ["rule", "PS204"]],
    "schema": lambda form: [["schema"], ["schema", "sources"]],
}
"""Arguments with which each command shows the content of the folders."""

WITHOUT_FORMATS = {
    "add": "text",
    "export": "text",
    "fix": "patch",
    "import": "text",
    "init": "text",
    "new": "text",
    "reject": "text",
    "rule": "text",
    "schema": "schema",
    "site": "text",
}
MARKLESS = {"rule", "site", "export", "init", "due table", "new"}
"""Commands that tell nothing of any file."""


def formats_of(name: str) -> list[str | None]:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    if name == "export":
        return [None]
    choices = [one.type.choices for one in command.params if one.name == "form" and isinstance(one.type, click.Choice)]
    return list(choices[0]) if choices else [None]


CASES = [(name, form) for name in COMMANDS for form in formats_of(name)]


def test_no_command_is_left_out() -> None:
    assert set(RUNS) == set(COMMANDS)
    assert {form or WITHOUT_FORMATS[name] for name, form in CASES} == set(FORMS)
    assert set(FORMATS) <= set(FORMS)


# Texts that the output of each command and format must contain at least.
CHECKED = positions(GOOD, *BAD, COMMENTED, SILENCED)
SEEN = {
    "status": set[str](),
    "show": positions(
        "@title@ @formal@ @by@ @place@ @note@ @corrected@ @locator@ @claimnote@ @rejected@ @publisher@ @title2@",
        "@sourcecorrected@ @statementlocator@ @statementnote@ @statementrejected@",
    ),
    "sources": {"sourcetitle"},
    "check": positions(BAD[0], COMMENTED) - positions("@listed@ @party@ @comment@")
    | {"kindtitle", "file", "folder", "bytes", "linked"},
    "diff": {"title", "oldtitle", "place", "oldplace", "base"},
    "log": {"publisher", "title2"},
    "verify": {"title"},
    "due": set[str](),
    "export": set[str](),
    "import": {"partycell"},
    "graph": {"title", "kindtitle", "kindapproval"},
    "new": set[str](),
    "add": positions("@corrected@ @note@ @statementnote@"),
    "reject": positions("@locator@ @claimnote@"),
    "fix": positions("@badid@ @date@ @reason@"),
    "init": set[str](),
    "rule": set[str](),
    "site": set[str](),
    "schema": {"kindtitle", "kindapproval", "partyname"},
    # With the lines of the files.
    "check text": CHECKED | {"kindtitle", "file", "folder", "linked"},
}


def test_every_mark_is_looked_for() -> None:
    planted = (
        CHECKED
        | positions(OLDER)
        | {"kindtitle", "kindapproval", "partyname", "file", "folder", "base", "bytes", "linked", "partycell"}
    )
    assert set.union(*SEEN.values()) == planted


@pytest.mark.parametrize(("name", "form"), CASES)
def test_what_is_printed_is_harmless(name: str, form: str | None, desk: Path) -> None:
    found = set()
    for arguments in RUNS[name](form):
        printed = run(*arguments, *(["--format", form] if form else []))
        assert printed.code in (0, 1), (arguments, printed.err)
        found |= read_back(form or WITHOUT_FORMATS[name], printed.out)
        harmless(printed.err)
    assert bool(found) is MARKLESS.isdisjoint({name, f"{name} {form}"})
    assert SEEN.get(f"{name} {form}", SEEN[name]) <= found


@pytest.mark.parametrize("form", FORMATS)
def test_a_folder_named_in_the_summary_is_data(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "x\n::error::forged\x1b[31m"
    folder.mkdir()
    (folder / "a.yaml").write_text(filled(GOOD, "at"), encoding="utf-8")
    (folder / "pactstate.toml").write_text(f'ignore = ["PS3"]\n{settings()}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    printed = run("check", folder.name, "--format", form)
    read_back(form, printed.out)
    assert not any(command.data.startswith("forged") for command in commands(printed.out))
    assert "\x1b" not in printed.out
    if form in ("text", "concise", "github", "markdown"):
        *_, summary = [line for line in printed.out.splitlines() if "switched off by" in line]
        assert "forged" in summary
        assert not summary.startswith("::")
    assert printed.err == ""


_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("name", ["status", "sources", "log", "check"])
def test_colours_are_all_that_a_terminal_gets_beside(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(_Stream, "isatty", lambda stream: True)
    for width in ("40", "80", "400") if name != "check" else ("80",):
        monkeypatch.setenv("COLUMNS", width)
        for arguments in RUNS[name]("table"):
            printed = run(*arguments)
            assert "\x1b[" in printed.out
            harmless(_COLOURS.sub("", printed.out))
            harmless(printed.err)


def test_report_files_hold_what_the_screen_would(desk: Path, tmp_path: Path) -> None:
    for form in FORMATS:
        file = tmp_path / f"report.{form}"
        run("check", "odd", "--format", form, "--output", file)
        text = file.read_bytes().decode("utf-8")
        assert {"file", "folder"} <= read_back(form, text)


# what is given on the command line, in the environment, and by the shell

NEEDED = {
    "fix": ["--dry-run", "one-00"],
    "init": ["--dry-run", "started"],
    "new": ["--dry-run", *_NEW, "--event=note", "x"],
    "add event": ["--dry-run", "--date=2020-01-01", "a00", "note"],
    "add source": ["--dry-run", "--title=x", "a00", "x"],
    "add claim": ["--dry-run", "a00", "signed", "s00-two"],
    "add statement": ["--dry-run", "--says=signed", "a00", "s00-one"],
    "reject": ["--dry-run", "--reason=x", "a00", "signed", "s00-one"],
    "show": ["a00"],
    "export": ["--to=given.jsonl", "events"],
    "import": ["--into=imported", "mapping.toml", "table-00.csv"],
    "diff": ["./before"],
    "verify": ["a00", "signed"],
    "site": ["site-of-00"],
}
"""Arguments without which a command goes no further."""


def _given(name: str, value: str) -> Iterator[list[str]]:
    """The command, or each command of a group, with the value in each place in turn."""
    command = app.get_command(click.Context(app), name)
    assert command is not None
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    for words, one in [([name], command), *(([name, other], one) for other, one in inner)]:
        needed = NEEDED.get(" ".join(words), [])
        for parameter in one.params:
            if isinstance(parameter, click.Option):
                yield from (
                    [*words, *needed, f"{option}={value}"] for option in parameter.opts if option.startswith("--")
                )
            else:
                yield [*words, *needed[:-1], value]
        yield [*words, *needed, f"--{value}"]
        yield [*words, *needed, "--on", "2020", f"-{value}"]


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_given_on_the_command_line_is_harmless(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTSTATE_DATA", "one-00")
    seen = 0
    for piece in PIECES:
        for arguments in _given(name, around(piece, "given")):
            printed = run(*arguments)
            harmless(printed.out)
            harmless(printed.err)
            seen += mark("given") in printed.err
            assert all(line.startswith("pactstate: ") for line in printed.err.splitlines())
    assert seen > len(PIECES)


@pytest.mark.parametrize("piece", PIECES)
def test_no_name_of_a_command_and_no_variable_does_harm(
    piece: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = [run(around(piece, "given")), run(f"--{around(piece, 'given')}")]
    if "\0" not in PIECES[piece]:
        for variable in ("PACTSTATE_DATA", "PACTSTATE_TODAY", "GITHUB_WORKSPACE", "COLUMNS"):
            monkeypatch.setenv(variable, around(piece, "given"))
            printed += [run("status"), run("check", "one-00", "--format", "sarif")]
            monkeypatch.delenv(variable)
    for one in printed:
        harmless(one.out)
        harmless(one.err)
    assert mark("given") in printed[0].err


SETTINGS_AT_FAULT = """@key@ = 1
|[kinds.@kind@]\ntitle = "x"
|[kinds.x]\ntitle = "x"\nexpects = [@event@]
|[kinds.x]\ntitle = "x"\napprovals = [@code@]
|[kinds.x]\n@kindkey@ = "x"
|[parties]\n@party@ = "x"
|[parties]\nJP = @name@
|paths = [@path@]
|paths = [@path@, "../out"]
|format = @format@
|select = @select@
|@open@ = [
|[@table@
"""


@pytest.mark.parametrize("piece", PIECES)
def test_settings_do_no_harm(piece: str, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = set()
    name = named(piece, "config")
    for number, text in enumerate(SETTINGS_AT_FAULT.split("|")):
        for quote in (quoted, str):
            file = tmp_path / f"{number}{name}.toml"
            file.write_text(filled(text, piece, quote), encoding="utf-8", newline="")
            printed = run("check", "one-00", "--config", file)
            harmless(printed.out)
            harmless(printed.err)
            seen |= set(MARK.findall(printed.err))
    assert {"key", "kind", "event", "code", "party", "kindkey"} <= seen


@pytest.mark.parametrize("piece", PIECES)
def test_words_of_rules_in_settings_do_no_harm(
    piece: str, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "pactstate.toml"
    file.write_text(f"ignore = [{quoted(around(piece, 'word'))}]\n", encoding="utf-8")
    for form in FORMATS:
        printed = run("check", "one-00", "--config", file, "--format", form, "--verbose")
        assert "word" in read_back(form, printed.out)


SHELLS = ("bash", "zsh", "fish")
LINES = (
    "status --kind ",
    "status --party ",
    "sources ",
    "graph ",
    "show ",
    "check --ignore ",
    "fix --select ",
    "status --sta",
    "",
)


@pytest.mark.parametrize("shell", SHELLS)
def test_what_the_shell_is_offered_is_harmless(shell: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for folder in ("agreements", "odd", "bad-00"):
        monkeypatch.setenv("PACTSTATE_DATA", folder)
        for line in LINES:
            monkeypatch.setenv("_PACTSTATE_COMPLETE", f"{shell}_complete")
            words = f"pactstate {line}"
            begun = words.rpartition(" ")[2]
            monkeypatch.setenv("COMP_WORDS", words)
            monkeypatch.setenv("COMP_CWORD", begun if shell == "fish" else str(words.count(" ")))
            printed = run()
            # For fish, click parts the word and its meaning by a tab.
            harmless("\n".join(item.replace("\t", " ", shell == "fish") for item in printed.out.split("\n")))
            harmless(printed.err)
            seen |= set(MARK.findall(printed.out))
    assert seen >= ({"kindtitle", "partyname", "sourcetitle"} if shell != "bash" else set())


# git and archives

# git refuses control characters and some marks in names; nobody can push the others.
BRANCHES = [piece for piece, text in PIECES.items() if not re.search(r"[\x00-\x20\x7f~^:?*\[\\]|@\{|^[-]|\.\.", text)]


def test_names_of_revisions_do_no_harm(desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(desk / "one-00", tmp_path / "agreements")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "x")
    (tmp_path / "agreements" / "a00.yaml").write_text(filled(OLDER, "terminal"), encoding="utf-8")
    (tmp_path / "pactstate.toml").write_text(settings(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    forms = itertools.cycle(("markdown", "text", "json"))
    for piece, form in zip(BRANCHES, forms, strict=False):
        git(tmp_path, "branch", around(piece, "branch"))
        printed = run("diff", around(piece, "branch"), "--format", form)
        assert "branch" in read_back(form, printed.out), piece
        harmless(printed.err)
    printed = run("check", "--against", around(BRANCHES[0], "branch"))
    harmless(printed.out)
    harmless(printed.err)
    for piece in sorted(set(PIECES) - set(BRANCHES)):
        printed = run("diff", around(piece, "branch"))
        harmless(printed.err)
        assert (printed.code, printed.out) == (2, "")


@pytest.mark.parametrize("piece", PIECES)
def test_names_in_archives_do_no_harm(piece: str, desk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = named(piece, "archive")
    for members in (["one-00/x.yaml"], ["x/one-00/x.yaml", "y/one-00/x.yaml"], ["x/sources.yaml"]):
        file = tmp_path / f"{name}.tar"
        with tarfile.open(file, "w") as archive:
            for member in members:
                data = filled(OLDER, piece).encode()
                entry = tarfile.TarInfo(f"{around(piece, 'member')}{member}".replace("\0", ""))
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
        for arguments in (["diff", file, "one-00"], ["check", "one-00", "--against", file]):
            printed = run(*arguments)
            harmless(printed.out)
            harmless(printed.err)
        file.unlink()
