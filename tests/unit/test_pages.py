"""The pages for people: their links, their generated parts, and their examples."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

import pactstate
from pactstate.cli import main
from pactstate.domain.vocabulary import common
from pactstate.fileformat import shapes

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "agreements/*.md", "benchmarks/*.md", "tests/hostile/*.md")
    for path in ROOT.glob(pattern)
)
FORMAT = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    loader = SourceFileLoader(name, str(ROOT / "docs" / f"{name}.py"))
    module = ModuleType(loader.name)
    module.__file__ = loader.path
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def make_format() -> ModuleType:
    return script("make_format")


@pytest.fixture(scope="module")
def make_layers() -> ModuleType:
    return script("make_layers")


def tokens(page: Path) -> Iterator[Token]:
    for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


@cache
def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    found: set[str] = set()
    previous = None
    for token in tokens(page):
        if token.type == "inline" and previous == "heading_open":
            text = "".join(child.content for child in token.children or () if child.type in {"text", "code_inline"})
            slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            found.add(next(name for name in (slug, *(f"{slug}-{n}" for n in range(1, 99))) if name not in found))
        previous = token.type
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for token in tokens(page):
        target = token.attrs.get("href") or token.attrs.get("src")
        if not target or re.match("(?:https?|mailto):", str(target)):
            continue
        path, _, anchor = unquote(str(target)).partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_the_package_cites_pages_of_this_repository() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        for name in re.findall(r"[\w./-]+\.md\b", path.read_text(encoding="utf-8")):
            if name != "comment.md":
                assert (ROOT / name).exists(), (path.name, name)


EXAMPLES = {
    "src/pactstate/reports/gcc.py",
    "src/pactstate/cli/ids.py",
    "tests/rules/unnamed-organ/",
    "src/pactstate/...",
}


def test_every_path_and_every_name_of_a_test_in_contributing_is_there() -> None:
    text = re.sub(r"(?ms)^ *```.*?^ *```$", "", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    for name in re.findall(r"`((?:src|tests|docs|benchmarks|agreements|schema)/[\w./-]*|test_\w+\.py)`", text):
        if not any(name.startswith(example) for example in EXAMPLES):
            assert (ROOT / name).exists() or list((ROOT / "tests").rglob(name)), name


# The generated parts.


def test_the_tables_of_the_format_are_what_the_generator_writes(make_format: ModuleType) -> None:
    assert make_format.with_tables(FORMAT) == FORMAT


def test_the_picture_of_the_layers_is_what_the_generator_writes(make_layers: ModuleType) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert make_layers.with_layers(page) == page


def test_the_page_of_the_commands_is_their_help() -> None:
    assert script("make_commands").page() == (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["data.md", "contradictions.md"])
def test_the_tables_of_the_data_are_what_the_generator_writes(page: str, agreements: Path) -> None:
    module, text = script("make_data"), (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [path.name for path in module.PAGES] == ["data.md", "contradictions.md"]
    emptied = re.sub(r"(?s)(<!-- table .*? -->).*?(<!-- end -->)", r"\1\n\2", text)
    assert emptied != text
    assert module.with_tables(emptied, pactstate.load(agreements)) == text


@pytest.mark.parametrize("name", ["make_format", "make_layers", "make_tables"])
def test_a_generator_mends_a_page_that_was_changed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = script(name)
    right = module.PAGE.read_text(encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        re.sub(r"(?s)(<!-- (?:tables?|layers).*? -->).*?(<!-- end -->)", r"\1\n\2", right), encoding="utf-8"
    )
    monkeypatch.setattr(module, "PAGE", page)
    module.main()
    assert page.read_text(encoding="utf-8") == right


@pytest.mark.parametrize(("old", "new"), [("<!-- table term -->", "<!-- term -->"), ("table term", "table terms")])
def test_a_page_without_the_place_of_a_table_is_refused(make_format: ModuleType, old: str, new: str) -> None:
    with pytest.raises(ValueError, match="the page has places for"):
        make_format.with_tables(FORMAT.replace(old, new))


# The examples of the format.

AGREEMENT = {"id": "x", "title": "T", "kind": "raa", "parties": ["JP", "PH"], "history": []}
LEAST: dict[str, dict[str, Any]] = {
    "AgreementFile": {},
    "EventItem": {"event": "signed", "date": "2024"},
    "ClaimItem": {"source": "s"},
    "StatementItem": {"source": "s", "says": "signed"},
    "SourceItem": {"title": "T"},
    "ForceRuleItem": {"after": "ratified"},
    "TermItem": {},
}


def data(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


def around(item: str, value: object) -> dict[str, Any]:
    """Return an agreement that holds an item of this class."""
    entry = LEAST["EventItem"]
    parts: dict[str, dict[str, Any]] = {
        "EventItem": {"history": [value]},
        "ClaimItem": {"history": [entry | {"reported_by": value}]},
        "StatementItem": {"statements": [value]},
        "SourceItem": {"sources": {"s": value}},
        "ForceRuleItem": {"entry_into_force": value},
        "TermItem": {"term": value},
    }
    return AGREEMENT | (value if item == "AgreementFile" else parts[item])


def test_every_example_of_a_key_is_accepted(make_format: ModuleType) -> None:
    described = {item.__name__: set(keys) for item, keys in make_format.descriptions.KEYS.items()}
    assert {name: set(examples) for name, examples in make_format.KEY_EXAMPLES.items()} == described
    for item, described in make_format.descriptions.KEYS.items():
        for key in described:
            example = data(f"{key}: {make_format.KEY_EXAMPLES[item.__name__][key]}\n")
            value = LEAST[item.__name__] | example
            shapes.AGREEMENT.validate_python(around(item.__name__, value), context=common())


def test_every_example_of_an_event_is_an_entry_of_that_event(
    make_format: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for event in pactstate.EventKind:
        example = make_format.EVENT_EXAMPLES[event]
        assert example.startswith(f"{{event: {event}, ")
        head = "id: x\ntitle: T\nkind: treaty\nparties: [JP, PH, FR]\n"
        (tmp_path / "x.yaml").write_text(f"{head}history:\n  - {example}\n", encoding="utf-8")
        main(["check", str(tmp_path), "--format", "concise", "--today", "2026-11-22", "--select", "PS213,PS215"])
        assert capsys.readouterr().out.startswith("1 file checked, nothing wrong"), event


def test_the_whole_file_shown_has_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "jp-ph-raa.yaml").write_text(re.findall(r"```yaml\n(.*?)```", FORMAT, re.DOTALL)[0], encoding="utf-8")
    assert main(["check", str(tmp_path), "--strict", "--verbose", "--today", "2026-11-22"]) == 0
    assert "nothing wrong" in capsys.readouterr().out


def test_every_spelling_of_a_date_is_one() -> None:
    section = FORMAT.partition("## Dates")[2].partition("\n## ")[0]
    written = [text for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for text in cell.split("`")[1::2]]
    assert len(written) >= 12
    for text in written:
        assert pactstate.PartialDate(text).text == text


def test_every_setting_is_listed_with_an_example_that_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    section = FORMAT.partition("## Settings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| .* \| `(.*)` \|$", section, re.MULTILINE)
    split = [name for name, _ in rows].index("title")
    (tmp_path / "x.yaml").write_text(f"{AGREEMENT}".replace("'", ""), encoding="utf-8")
    settings = tmp_path / "pactstate.toml"
    for named, table in ((rows[:split], ""), (rows[split:], "[kinds.x]\n")):
        settings.write_text(f"{table}unknown = 1\n", encoding="utf-8")
        assert main(["check", str(tmp_path)]) == 2
        assert f"known here: {', '.join(name for name, _ in named)}\n" in capsys.readouterr().err
    for text in (
        "\n".join(example for _, example in rows[:split]),
        "[kinds.x]\n" + "\n".join(example for _, example in rows[split:]),
    ):
        assert tomllib.loads(text)
        settings.write_text(text, encoding="utf-8")
        assert main(["check", str(tmp_path), "--exit-zero"]) == 0


def test_the_page_of_the_tables_is_what_the_generator_writes() -> None:
    module = script("make_tables")
    page = module.PAGE.read_text(encoding="utf-8")
    assert module.with_tables(page) == page
