"""Scripts of the site with short names: only what they declare themselves is renamed, each name to one of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pactstate
from pactstate.site.inline import inline, with_short_names


@pytest.mark.parametrize(
    ("script", "short"),
    [
        ("const total=Number(Map);", "const a=Number(Map);"),
        ("let first=1,second=2;first+=second", "let a=1,b=2;a+=b"),
        ("const half=whole=>whole/2,more=(one,two=document)=>one+two", "const d=a=>a/2,e=(b,c=document)=>b+c"),
        ("for(const[name,size]of parts)send(name,size)", "for(const[a,b]of parts)send(a,b)"),
        ('const{width}=box();const text="width of text"+text', 'const{width}=box();const a="width of text"+a'),
        ("const value=one.value;value==other", "const value=one.value;value==other"),
        ("const sum=all=>[...all].length;sum({a:1})", "const b=c=>[...c].length;b({a:1})"),
        ("window.setTimeout(Array,performance)", "window.setTimeout(Array,performance)"),
    ],
)
def test_only_names_that_a_script_declares_become_short(script: str, short: str) -> None:
    assert with_short_names(script) == short


def test_no_two_names_of_a_script_become_one() -> None:
    script = ";".join(f"const name{number}=name{number - 1}" for number in range(1, 2_000))
    words, found = (re.findall(r"\w+", text) for text in (script, with_short_names(script)))
    renamed = {*zip(words, found, strict=True)}
    assert len({new for _, new in renamed}) == len(renamed) == len({*words})
    assert len({*found}) == len({*words})
    assert not {"do", "if", "in", "of"}.intersection(found)


def test_a_style_without_its_lines_is_the_same_style() -> None:
    source = (Path(pactstate.__file__).parent / "site" / "templates" / "style.css").read_text(encoding="utf-8")
    # A line may end within a value or a list of selectors, where a space would be lost.
    assert [line for line in source.splitlines() if line[-1:] not in set("{};")] == []
    assert inline("style.css").text.split() == source.replace("\n", "").split()
