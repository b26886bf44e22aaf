"""The page of every rule: its parts, its words, and that what is kept in docs/rules is what the generator writes."""

from __future__ import annotations

import re
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from pactstate.checks.pages import FAMILIES, PAGES, TEXTS, page_file
from pactstate.checks.rules import CHECKS
from pactstate.rules import RULES

ROOT = Path(__file__).parent.parent.parent
PAGES_FOLDER = ROOT / "docs" / "rules"


@pytest.fixture(scope="module")
def make_rules() -> ModuleType:
    loader = SourceFileLoader("make_rules", str(ROOT / "docs" / "make_rules.py"))
    module = ModuleType(loader.name)
    module.__file__ = loader.path
    loader.exec_module(module)
    return module


def squeezed(text: str) -> str:
    return " ".join(text.split())


def prose(name: str) -> list[str]:
    """The lines of a page that stand in no example."""
    text = (PAGES_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    return re.sub(r"(?ms)^```.*?^```$", "", text).splitlines()


def test_the_kept_pages_are_what_the_generator_writes(make_rules: ModuleType) -> None:
    kept = {path.name: path.read_bytes() for path in PAGES_FOLDER.iterdir()}
    assert kept == {name: text.encode() for name, text in make_rules.all_pages().items()}


def test_the_generator_writes_all_and_deletes_what_is_no_rule(
    make_rules: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "no-such-rule.md").write_text("left over")
    monkeypatch.setattr(make_rules, "PAGES_FOLDER", folder)
    make_rules.main()
    assert {path.name for path in folder.iterdir()} == {"README.md", *(f"{name}.md" for name in RULES)}


def test_there_is_a_page_for_every_rule_in_the_order_of_codes() -> None:
    assert list(PAGES) == list(RULES)
    assert [page.rule for page in PAGES.values()] == list(RULES.values())


def test_a_text_stands_in_one_place_only() -> None:
    assert {check.info.name for check in CHECKS}.isdisjoint(TEXTS)


@pytest.mark.parametrize("name", RULES)
def test_a_page_has_three_parts(name: str) -> None:
    page = PAGES[name]
    assert re.fullmatch(r"[A-Z`][^\n.]*\.", page.headline)
    assert len(page.headline) <= 78, "the list of rules has 80 columns, two of them before the headline"
    assert len(page.why.split()) >= 20
    assert page.remedy[:1] == page.remedy[:1].upper()
    assert page.remedy.endswith((".", "`."))
    assert "To do" not in f"{page.headline}{page.why}{page.remedy}"


@pytest.mark.parametrize("text", [*TEXTS.values(), *(check.page for check in CHECKS)])
def test_the_last_paragraph_says_what_to_do(text: str) -> None:
    paragraphs = [paragraph.strip() for paragraph in text.strip().split("\n\n")]
    assert [paragraph.startswith("To do: ") for paragraph in paragraphs] == [False] * (len(paragraphs) - 1) + [True]


@pytest.mark.parametrize("name", RULES)
def test_the_kept_page_says_what_the_parts_say(name: str) -> None:
    rule, page = RULES[name], PAGES[name]
    text = squeezed("\n".join(prose(name)))
    assert text.startswith(f"# {rule.code} {name} {page.headline} Severity: {rule.severity}.")
    assert f"## Why {squeezed(page.why)} ## An example" in text
    fixable = "Fixable: `pactstate fix` repairs it if there is one right repair; a likely one needs `--unsafe`. "
    assert f"## What to do {page.remedy} {fixable if rule.fixable else ''}## To silence it" in text
    assert ("--today" in text) is rule.clock
    assert ("VCLT: Vienna Convention" in text) is ("VCLT" in page.why)


@pytest.mark.parametrize("name", RULES)
def test_the_kept_page_says_how_to_silence_what_can_be_silenced(name: str) -> None:
    rule = RULES[name]
    silencing = squeezed("\n".join(prose(name)).partition("## To silence it")[2])
    by_comment = not rule.form and not rule.code.startswith("PS9") and (not rule.base or rule.severity == "warning")
    assert (f"`# pactstate: ignore[{name}] " in silencing) is by_comment
    assert (f"`--ignore {name}`" in silencing) is not rule.form


@pytest.mark.parametrize("name", RULES)
def test_the_kept_page_shows_what_the_check_says_of_its_example(name: str) -> None:
    text = (PAGES_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    console = text.partition("```console\n$ pactstate check")[2].partition("\n```")[0]
    assert f"{RULES[name].severity}[{name}]: " in console
    assert "--> agreements/" in console
    assert str(ROOT) not in text


@pytest.mark.parametrize("name", RULES)
def test_no_line_of_prose_becomes_markup_by_where_it_was_wrapped(name: str) -> None:
    lines = [line for line in prose(name) if not re.match(r"#{1,2} [PA-Z]", line)]
    assert [line for line in lines if re.match(r"\s|[-+*#>=|]|\d+[.)]( |$)", line)] == []
    assert max(map(len, lines)) <= 80


def test_the_list_names_every_rule_once_and_in_order() -> None:
    text = (PAGES_FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (PS\d+) \| \[(.+)\]\((.+)\.md\) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    marks = {
        name: f"{', *today*' if rule.clock else ''}{', *fixable*' if rule.fixable else ''}"
        for name, rule in RULES.items()
    }
    assert rows == [
        (rule.code, name, name, f"{rule.severity}{marks[name]}", PAGES[name].headline) for name, rule in RULES.items()
    ]
    assert all((PAGES_FOLDER / f"{name}.md").is_file() for _, _, name, _, _ in rows)


def test_every_code_belongs_to_a_family() -> None:
    assert list(dict.fromkeys(rule.code[:3] for rule in RULES.values())) == list(FAMILIES)


@pytest.mark.parametrize("packaged", [True, False])
def test_a_page_lies_in_the_package_or_in_the_tree_that_is_run(
    packaged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "pactstate"
    if packaged:
        (package / "data" / "rules").mkdir(parents=True)
    monkeypatch.setattr("pactstate.checks.pages.__file__", str(package / "checks" / "pages.py"))
    folder = package / "data" if packaged else tmp_path / "docs"
    assert page_file("skipped-step") == folder / "rules" / "skipped-step.md"
