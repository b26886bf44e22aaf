"""Pages of the rules, in parts: what a rule finds, why that matters, and what to do.

The text of a page is the docstring of the rule. :mod:`pactstate.checks.rules.form` has the texts of rules that have no
function of their own. docs/make_rules.py writes the whole pages to docs/rules/.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.checks.rules import CHECKS
from pactstate.checks.rules.form import TEXTS
from pactstate.rules import RULES, RuleInfo

__all__ = ["FAMILIES", "PAGES", "Page", "page_file"]

FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PS0": "whether a file can be read",
        "PS1": "what a file contains",
        "PS2": "what may follow what",
        "PS3": "sources, and when they were published",
        "PS4": "ids, and links between agreements",
        "PS5": "changes to what was recorded",
        "PS9": "comments that silence findings",
    }
)
"""Subject of each family of rules, by the beginning of their codes."""

_TO_DO: Final = "To do: "


@attrs.frozen
class Page:
    """Text of a rule's page, in Markdown, one paragraph a line."""

    rule: RuleInfo
    headline: str
    """The fault that the rule finds, in one sentence."""
    why: str
    """The reason for the rule: an article of law, or a real case. Several paragraphs."""
    remedy: str
    """Advice on what to write instead."""


def _page(rule: RuleInfo, text: str) -> Page:
    """Return the parts of a docstring: a sentence, paragraphs, and a last paragraph that begins with 'To do:'."""
    if not text:  # Python has been told to drop docstrings
        return Page(rule, rule.name, "", "")
    headline, *why, remedy = (" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
    remedy = remedy.removeprefix(_TO_DO)
    return Page(rule, headline, "\n\n".join(why), remedy[:1].upper() + remedy[1:])


def _pages() -> Mapping[str, Page]:
    texts = dict(TEXTS)
    texts.update((check.info.name, check.page) for check in CHECKS)
    return MappingProxyType({name: _page(rule, texts[name]) for name, rule in RULES.items()})


PAGES: Final = _pages()
"""The pages of all rules, by name, in the order of their codes."""


def page_file(name: str) -> Path:
    """Return the file with the whole page of a rule: in the installed package, or in the source tree."""
    package = Path(__file__).parent.parent
    packaged = package / "data" / "rules"
    return (packaged if packaged.is_dir() else package.parent.parent / "docs" / "rules") / f"{name}.md"
