"""Common mistakes in YAML: one finding each, at the mistake, that says what to write.

Each case changes one thing of a file in which nothing is wrong. It names the rule, the line, what stands at the place
that is underlined, and parts of the message and of the advice.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pactstate.checks.runner import check_folder
from pactstate.fileformat import convert, descriptions, document, shapes
from pactstate.fileformat.slips import correct_slips
from pactstate.fileformat.slips.keys import KEYS, ROOT_KEYS, SOURCE_KEYS
from pactstate.findings import Finding
from pactstate.folder.files import open_folder
from pactstate.smallyaml.tabs_and_quotes import bare_carriage_returns

TODAY = dt.date(2026, 11, 22)
FILE = """\
id: fr-no-acsa
title: Agreement between France and Norway
kind: treaty
parties: [FR, 'NO']

sources:
  gazette-2024-07-09:
    title: Signing of the agreement
    publisher: Official Gazette
    published: 2024-07-09
    type: official
  tribune-2025-09-11:
    title: Agreement in force
    publisher: Daily Tribune
    published: 2025-09-11
    type: press

history:
  - event: negotiating
    date: 2023-11-03
    place: Oslo
    reported_by: [gazette-2024-07-09]

  - event: signed
    date: 2024-07-08
    place: Bergen
    reported_by: gazette-2024-07-09

  - event: ratified
    date: 2025-08-12
    reported_by: [tribune-2025-09-11]

  - event: in_force
    date: 2025-09-11
    reported_by: [tribune-2025-09-11]

statements:
  - source: gazette-2024-07-09
    says: signed
"""
SIGNED = "  - event: signed\n    date: 2024-07-08\n    place: Bergen\n    reported_by: gazette-2024-07-09\n\n"
IN_FORCE = "  - event: in_force\n    date: 2025-09-11\n    reported_by: [tribune-2025-09-11]\n"
SECOND_SOURCE = (
    "  tribune-2025-09-11:\n    title: Agreement in force\n    publisher: Daily Tribune\n"
    "    published: 2025-09-11\n    type: press\n"
)  # fmt: skip


def changed(*pairs: tuple[str, str]) -> str:
    text = FILE
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def findings(text: str, folder: Path) -> list[Finding]:
    (folder / "fr-no-acsa.yaml").write_bytes(text.encode())
    return [*check_folder(open_folder(folder), TODAY).findings]


def dedented(text: str) -> str:
    return "".join(line.removeprefix("  ") for line in text.splitlines(keepends=True))


DATE = "    date: 2024-07-08\n"
CONFLICT = "<<<<<<< HEAD\n    date: 2024-07-08\n=======\n    date: 2024-07-09\n>>>>>>> branch\n"

# Each slip with its rule, its line, and parts of the message and the advice.
SLIPS = {
    "merge conflict": ([(DATE, CONFLICT)], 25, "unresolved merge conflict: lines 25 to 29", "delete those that begin with <<<<<<<"),
    "merge conflict around an entry": ([(IN_FORCE, f"<<<<<<< HEAD\n{IN_FORCE}||||||| base\n=======\n{IN_FORCE}>>>>>>> b\n")], 33, "unresolved merge conflict", "delete those"),
    "a marker that was left": ([(DATE, f">>>>>>> branch\n{DATE}")], 25, "unresolved merge conflict", "delete those"),
    "a conflict without an end": ([(DATE, f"<<<<<<< HEAD\n{DATE}")], 25, "unresolved merge conflict", "delete those"),
    "tab": ([("    place: Oslo", "\tplace: Oslo")], 21, "a tab indents this line", "indent with blanks"),
    "tab behind blanks": ([("    place: Oslo", "  \tplace: Oslo")], 21, "a tab indents this line", "indent with blanks"),
    "tab behind a dash": ([("- event: signed", "-\tevent: signed")], 24, "a tab indents this line", "indent with blanks"),
    "no blank after the colon": ([("date: 2024-07-08", "date:2024-07-08")], 25, "a blank is missing after the colon", "write 'date: 2024-07-08'"),
    "no blank in the first line of an entry": ([("event: signed", "event:signed")], 24, "a blank is missing after the colon", "write 'event: signed'"),
    "no blank at the left edge": ([("kind: treaty", "kind:treaty")], 3, "a blank is missing after the colon", "write 'kind: treaty'"),
    "no blank in brackets": ([("reported_by: gazette-2024-07-09", "reported_by: {source:gazette-2024-07-09, locator:p1}")], 27, "a blank is missing after the colon", "write 'source: gazette-2024-07-09'"),
    "another colon": ([("event: signed", "event\uff1asigned")], 24, "U+FF1A (fullwidth colon)", "write 'event: signed'"),
    "an equals sign": ([("date: 2024-07-08", "date = 2024-07-08")], 25, "U+003D (equals sign)", "write 'date: 2024-07-08'"),
    "a semicolon": ([("date: 2024-07-08", "date; 2024-07-08")], 25, "U+003B (semicolon)", "write 'date: 2024-07-08'"),
    "no colon": ([("date: 2024-07-08", "date 2024-07-08")], 25, "a colon is missing after the key", "write 'date: 2024-07-08'"),
    "no colon after a key with a list": ([("history:\n", "history\n")], 18, "a colon is missing after the key", "write 'history:'"),
    "no colon after an id": ([("  gazette-2024-07-09:\n", "  gazette-2024-07-09\n")], 7, "a colon is missing after the id", "write 'gazette-2024-07-09:'"),
    "an entry without a dash": ([("  - event: ratified", "  event: ratified")], 29, "the dash before it is missing", "'- event: ratified'"),
    "an entry without a dash at the column of keys": ([("  - event: ratified", "    event: ratified")], 29, "the dash before it is missing", "'- event: ratified'"),
    "an entry without a dash that is not indented": ([("  - event: in_force\n    date: 2025-09-11\n    rep", "event: in_force\ndate: 2025-09-11\nrep")], 33, "the dash before it is missing", "'- event: in_force'"),
    "the first entry without a dash": ([("  - event: negotiating", "  event: negotiating")], 19, "the dash before it is missing", "'- event: negotiating'"),
    "no entry with a dash": ([(f"  - event: {word}", f"  event: {word}") for word in ("negotiating", "signed", "ratified", "in_force")], 19, "missing (also lines 24, 29, 33)", "'- event: negotiating'"),
    "a statement without a dash": ([("  - source: gaz", "  source: gaz")], 38, "the dash before it is missing", "'- source: gazette-2024-07-09'"),
    "no blank after the dash": ([("  - event: signed", "  -event: signed")], 24, "a blank is missing after the dash", "write '- event:'"),
    "an en dash for the dash": ([("  - event: signed", "  \u2013 event: signed")], 24, "U+2013 (en dash)", "write '- event:'"),
    "a star for the dash": ([("  - event: signed", "  * event: signed")], 24, "U+002A (asterisk)", "write '- event:'"),
    "a number for the dash": ([("  - event: signed", "  2. event: signed")], 24, "not with '2.'", "write '- event:'"),
    "an en dash before an id": ([("reported_by: gazette-2024-07-09", "reported_by:\n      \u2013 gazette-2024-07-09")], 28, "U+2013 (en dash)", "write '- gazette-2024-07-09'"),
    "a dash at another column": ([("  - event: ratified\n    date: 2025-08-12", "    - event: ratified\n      date: 2025-08-12")], 29, "at column 5, the dashes above it at column 3", "the same indentation"),
    "no-break spaces": ([("    place: Oslo", "\u00a0\u00a0\u00a0\u00a0place: Oslo")], 21, "U+00A0 (no-break space)", "type ordinary blanks"),
    "a no-break space after the colon": ([("date: 2024-07-08", "date:\u00a02024-07-08")], 25, "U+00A0 (no-break space)", "type ordinary blanks"),
    "a no-break space after the dash": ([("- event: signed", "-\u00a0event: signed")], 24, "U+00A0 (no-break space)", "type ordinary blanks"),
    "wide blanks": ([(DATE, "\u3000\u3000date: 2024-07-08\n")], 25, "U+3000 (ideographic space)", "type ordinary blanks"),
    "curly quotes around a text with a colon": ([("title: Agreement between France and Norway", "title: \u201cAgreement: France and Norway\u201d")], 2, "\u201c and \u201d are curly quotes", "write straight quotes"),
    "a curly quote that is not closed": ([("title: Agreement between", "title: \u201cAgreement: between")], 2, "\u201c and \u201d are curly quotes", "write straight quotes"),
    "a text with a colon": ([("title: Agreement between", "title: Agreement: between")], 2, "a colon with a blank after it", "write 'Agreement: between France and Norway'"),
    "a long text with a colon": ([("title: Agreement between", f"title: Agreement: {'very ' * 20}between")], 2, "a colon with a blank after it", "put it in single quotes"),
    "a quote within quotes": ([("place: Oslo", "place: 'Oslo's harbour'")], 21, "a quote (') stands within", "write 'Oslo''s harbour'"),
    "a text that begins with a sign": ([("place: Oslo", "place: @Oslo")], 21, "begins with '@'", "write '@Oslo'"),
    "a comma behind a value": ([(DATE, '    "date": "2024-07-08",\n')], 25, "a comma stands behind the value", "delete it"),
    "a fence of Markdown": ([("id:", "```yaml\nid:"), ("    says: signed\n", "    says: signed\n```\n")], 1, "belongs to Markdown, from where the text was copied (also line 41)", "delete it"),
    "a bracket too many": ([("parties: [FR", "parties: [[FR")], 4, "a bracket is opened twice and closed once", "write [FR, 'NO']"),
    "a quote that is not closed": ([("title: Agreement", 'title: "Agreement')], 2, "a quote is opened here and not closed", "close it"),
    "a key one column too far right": ([("    place: Oslo", "     place: Oslo")], 21, "'place' begins at column 6, the keys around it at column 5", "same indentation"),
    "a key one column too far left": ([(DATE, "   date: 2024-07-08\n")], 25, "'date' begins at column 4, the keys around it at column 5", "same indentation"),
    "a key of the file that is indented": ([("kind: treaty", " kind: treaty")], 3, "'kind' begins at column 2, the keys around it at column 1", "same indentation"),
    "a source at the column of 'sources:'": ([(SECOND_SOURCE, dedented(SECOND_SOURCE))], 12, "'tribune-2025-09-11' stands at the column of 'sources:'", "indent it"),
    "keys at the column of their source": ([("  gazette-2024-07-09:\n    title: Signing of the agreement\n    publisher: Official Gazette\n    published: 2024-07-09\n    type", "  gazette-2024-07-09:\n  title: Signing of the agreement\n  publisher: Official Gazette\n  published: 2024-07-09\n  type")], 8, "'title' stands at the column of its source, 'gazette-2024-07-09'", "below 'gazette-2024-07-09:'"),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_slip_is_one_finding_at_its_line(name: str, line_end: str, tmp_path: Path) -> None:
    pairs, line, message, help = SLIPS[name]
    (found,) = findings(changed(*pairs).replace("\n", line_end), tmp_path)
    assert (found.rule, found.line) == ("invalid-yaml", line)
    assert message in found.message
    assert help in (found.help or "")


def test_the_file_itself_is_well(tmp_path: Path) -> None:
    assert findings(FILE, tmp_path) == []


def test_what_is_wrong_elsewhere_is_reported_beside_a_slip(tmp_path: Path) -> None:
    text = changed(
        ("    place: Oslo", "\tplace: Oslo"),
        ("date: 2025-08-12", "date: 12/08/2025"),
        (IN_FORCE, IN_FORCE.replace("date: ", "date:")),
    )
    told = [(found.rule, found.line) for found in findings(text, tmp_path)]
    assert told == [("invalid-yaml", 21), ("invalid-date", 30), ("invalid-yaml", 34)]


def test_tabs_in_all_lines_are_one_slip(tmp_path: Path) -> None:
    (found,) = findings(FILE.replace("    ", "\t\t").replace("  ", "\t"), tmp_path)
    assert (found.line, found.message) == (7, "a tab indents this line (also lines 8, 9, 10 and others)")


@pytest.mark.parametrize("text", [FILE.replace("\n", "\r"), FILE.replace("\n", "\r", 5)], ids=["all", "some"])
def test_lines_that_end_with_cr_alone_are_one_mistake(text: str, tmp_path: Path) -> None:
    (found,) = findings(text, tmp_path)
    assert (found.rule, found.line) == ("invalid-yaml", 1)
    assert "carriage return (CR) alone" in found.message
    assert found.help == "save the file with LF line ends (some editors say: Unix)"


def test_a_carriage_return_within_a_text_ends_no_line(tmp_path: Path) -> None:
    told = findings(changed(("place: Oslo", "place: Oslo\r!")), tmp_path)
    assert [found.rule for found in told] == ["suspicious-character"]
    assert bare_carriage_returns("a: b\r\n") is None


# Texts that are read as they stand, and are not what was meant.
VALUES = [
    ("title: Agreement between France and Norway", "title: \u201cAgreement between France and Norway\u201d", "invalid-value", "\u201c and \u201d are curly quotes", "write straight quotes"),
    ("date: 2024-07-08", "date: \u201c2024-07-08\u201d", "invalid-value", "\u201c and \u201d are curly quotes", "write straight quotes"),
    ("title: Agreement", "\u201ctitle\u201d: Agreement", "invalid-value", "are curly quotes", "write straight quotes"),
    ("title: Agreement", "title: #1 Agreement", "invalid-value", "the value is empty", "a '#' behind a blank begins a comment"),
    ("date: 2024-07-08", "date: 2024\u201307\u201308", "invalid-date", "has dashes that are no hyphens: write '2024-07-08'", ""),
    ("date: 2024-07-08", "date: 2024-07-08\u00a0", "invalid-date", "white space that does not belong: write '2024-07-08'", ""),
    *((("date: 2024-07-08", f"date: {word}".rstrip(), "invalid-date", "", "leave the whole entry out until the day, the month or the year is known; if a source announces it")) for word in ("tbc", "n/a", "pending", "", "../..", "TBD", "'?'", "'-'", "unknown", "n.d.", "xxxx-xx-xx")),
    ("published: 2024-07-09", "published: tbc", "invalid-date", "'tbc' is no date", "leave the key out"),
    *(("date: 2024-07-08", f"date: {text}", "invalid-date", f"write {dates}", "") for text, dates in (
        ("circa 1984", "'1984~'"), ("c. 1984", "'1984~'"), ("~1984", "'1984~'"), ("1984 approx.", "'1984~'"),
        ("probably 2024-07", "'2024-07?'"), ("1985-04-12/", "'1985-04-12/..'"), ("/1985-04-12", "'../1985-04-12'"),
        ("2024-1X", "'2024-10/2024-12'"), ("2024-0X", "'2024-01/2024-09'"), ("2024-02-2X", "'2024-02-20/2024-02-29'"),
        ("05/06/2024", "'2024-06-05' or '2024-05-06'"), ("13/06/2024", "'2024-06-13'"), ("5.6.2024", "'2024-06-05' or '2024-05-06'"),
        ("Monday, 8th of July, 2024", "'2024-07-08'"), ("8-12 July 2024", "'2024-07-08/2024-07-12'"),
        ("July to September 2024", "'2024-07/2024-09'"), ("between 2024-07 and 2024-09", "'2024-07/2024-09'"),
        ("before 2024", "'../2023'"), ("before 2024-03", "'../2024-02'"), ("after 2024-12-31", "'2025-01-01/..'"), ("since 2024", "'2024/..'"), ("by September 2025", "'../2025-09'"),
        ("2024 or earlier", "'../2024'"), ("2024-07-08/12", "'2024-07-08/2024-07-12'"), ("2024-07/09", "'2024-07/2024-09'"), ("2024-07-08/tbc", "'2024-07-08/..'"),
        ("summer 2024", "'2024-06/2024-08' or '2024-12/2025-02'"), ("Q3 2024", "'2024-07/2024-09'"), ("H2 2024", "'2024-07/2024-12'"), ("last quarter of 2024", "'2024-10/2024-12'"),
        ("second half of 2024", "'2024-07/2024-12'"), ("mid 2024", "'2024-05/2024-08' or '2024'"), ("early July 2024", "'2024-07-01/2024-07-10' or '2024-07'"), ("late February 2024", "'2024-02-21/2024-02-29' or '2024-02'"),
        ("1990s", "'199X'"), ("2024-W28", "'2024-07-08/2024-07-14'"), ("2024 (day not known)", "'2024'"), ("2024\u5e747\u67088\u65e5", "'2024-07-08'"),
        ("8-Jul-2024", "'2024-07-08'"), ("2024-2025", "'2024/2025'"), ("2024-07-08T10:00", "'2024-07-08'"),
    )),
    ("date: 2024-07-08", "date: 31 June 2024", "invalid-date", "'2024-06-31' is not a day: June has 30; write '2024-06'", ""),
    *(("date: 2024-07-08", f"date: 2004-{code}", "invalid-date", f"write its months, {months}", "") for code, months in (
        (21, "'2004-03/2004-05', or '2004-09/2004-11' south"), (22, "'2004-06/2004-08', or '2004-12/2005-02' south"), (23, "'2004-09/2004-11', or '2005-03/2005-05' south"), (24, "'2004-12/2005-02', or '2005-06/2005-08' south"),
        (25, "'2004-03/2004-05'"), (28, "'2004-12/2005-02'"), (29, "'2004-09/2004-11'"), (30, "'2004-12/2005-02'"), (32, "'2004-06/2004-08'"),
        (33, "'2004-01/2004-03'"), (36, "'2004-10/2004-12'"), (37, "'2004-01/2004-04'"), (39, "'2004-09/2004-12'"), (40, "'2004-01/2004-06'"), (41, "'2004-07/2004-12'"),
    )),
    ("date: 2024-07-08", "date: 9999-24", "invalid-date", "write its months, '9999'", ""),
    *(("event: signed", f"event: {text}", "invalid-value", f"'{text}' is not an event", f"did you mean {words}?") for text, words in (
        ("entered into force", "'in_force'"), ("in force", "'in_force'"), ("Entry into Force", "'in_force'"), ("effective", "'in_force'"), ("signature", "'signed'"), ("Signed", "'signed'"),
        ("ratification", "'ratified'"), ("ratify", "'ratified'"), ("accession", "'ratified'"), ("initialled", "'text_agreed'"), ("concluded", "'text_agreed' or 'signed'"),
        ("denounced", "'notice_given', 'withdrawn' or 'terminated'"), ("expired", "'terminated'"), ("singed", "'signed'"),
    )),
    ("event: signed", "event: xyzzy", "invalid-value", "'xyzzy' is not an event", "write proposed, negotiating,"),
    ("says: signed", "says: Entered into force", "invalid-value", "is not a state", "did you mean 'in_force'?"),
    ("kind: treaty", "kind: RAA", "invalid-value", "is not a kind", "did you mean 'raa'?"),
    ("kind: treaty", "kind: MoU", "invalid-value", "is not a kind", "did you mean 'arrangement'?"),
    ("type: press", "type: newspaper", "invalid-value", "is not a type of source", "did you mean 'press'?"),
    ("    place: Oslo", "    location: Oslo", "unknown-key", "unknown key 'location'", "did you mean 'place'?"),
    ("date: 2024-07-08", "Date: 2024-07-08", "unknown-key", "unknown key 'Date'", "did you mean 'date'?"),
    ("history:", "events:", "unknown-key", "unknown key 'events'", "did you mean 'history'?"),
    ("reported_by: gaz", "source: gaz", "unknown-key", "unknown key 'source'", "did you mean 'reported_by'?"),
    ("publisher: Daily Tribune", "url: www.example.org/a", "invalid-value", "is not a web address", "did you mean 'https://www.example.org/a'?"),
    ("publisher: Daily Tribune", "url: none", "invalid-value", "is not a web address", "write it in full"),
    ("reported_by: gazette-2024-07-09", "reported_by: https://www.mofa.go.jp/press/2024/07/08/x.html", "invalid-value", "is a web address; here the id of a source is named", "describe it under 'sources:' with this line, and fill in the quotes: mofa-2024-07-08: {title: '', publisher: '', url: 'https://www.mofa.go.jp/press/2024/07/08/x.html', published: 2024-07-08}; and name its id here: mofa-2024-07-08"),
    ("reported_by: gazette-2024-07-09", "reported_by: [www.gov.uk/news]", "invalid-value", "is a web address", "gov-uk: {title: '', publisher: '', url: 'www.gov.uk/news', published: ''}"),
    ("reported_by: gazette-2024-07-09", "reported_by: {source: https://example.org/it's}", "invalid-value", "is a web address", "url: 'https://example.org/it''s'"),
    ("reported_by: gazette-2024-07-09", "reported_by: https://[x", "invalid-value", "is a web address", "describe the source under 'sources:' and name its id here"),
    ("reported_by: gazette-2024-07-09", "reported_by: gazette-2024-07-09, tribune-2025-09-11", "invalid-value", "is one text; several ids are a list", "write [gazette-2024-07-09, tribune-2025-09-11]"),
    ("reported_by: gazette-2024-07-09", "reported_by: gazette-2024-07-09 and tribune-2025-09-11", "invalid-value", "several ids are a list", "write [gazette-2024-07-09, tribune-2025-09-11]"),
    ("reported_by: gazette-2024-07-09", "reported_by: Gazette-2024-07-09", "invalid-value", "is not an id", "write 'gazette-2024-07-09'"),
    ("reported_by: gazette-2024-07-09", "reported_by: The Daily Tribune, 12 July", "invalid-value", "is not the id of a source", "describe the source under 'sources:'"),
    ("reported_by: gazette-2024-07-09", "reported_by: {url: https://www.example.org/x}", "unknown-key", "unknown key 'url'", "did you mean 'source'?"),
    ("reported_by: gazette-2024-07-09", "reported_by: gov-uk-2023-10-15", "unknown-source", "no source 'gov-uk-2023-10-15' is described here", "describe it under 'sources:' with this line, and fill in the quotes: gov-uk-2023-10-15: {title: '', publisher: '', url: '', published: 2023-10-15}"),
    ("reported_by: gazette-2024-07-09", "reported_by: gazete-2024-07-09", "unknown-source", "no source", "did you mean 'gazette-2024-07-09'? if not, describe it"),
    *(("'NO'", name, "unknown-party-code", f"'{name}' is not the code of a party", f"did you mean {meant}?") for name, meant in (
        ("Vatican", "'VA' for Holy See"), ("Yugoslavia", "'YUCS' for Yugoslavia (until 2003)"), ("England", "'GB' for United Kingdom"), ("UK", "'GB' for United Kingdom"),
        ("Japan", "'JP' for Japan"), ("Congo", "'CD' for Congo (Kinshasa) or 'CG' for Congo (Brazzaville)"), ("nor", "'NO' for Norway"),
    )),
    ("'NO'", "XYZAN", "unknown-party-code", "'XYZAN' is not the code of a party", 'is added in pactstate.toml: under [parties] the line XYZAN = "its name"'),
    ("'NO'", "Arctic Council", "unknown-party-code", "is not the code of a party", 'under [parties] the line CODE = "its name"'),
    ("[FR, 'NO']", "France and Norway", "invalid-value", "expected a list in square brackets", "did you mean [FR, NO]?"),
    ("[FR, 'NO']", "(FR, XX)", "invalid-value", "expected a list", "write them in brackets"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "message", "help"), VALUES)
def test_a_value_that_is_wrong_is_one_finding_that_says_what_to_write(
    old: str, new: str, rule: str, message: str, help: str, tmp_path: Path
) -> None:
    (found,) = findings(changed((old, new)), tmp_path)
    assert found.rule == rule
    assert message in found.message
    assert help in (found.help or "")


@pytest.mark.parametrize("code", ["IAEA", "XK", "YUCS", "YU"])
def test_codes_of_organisations_and_former_states_are_known(code: str, tmp_path: Path) -> None:
    assert findings(changed(("'NO'", code)), tmp_path) == []


@pytest.mark.parametrize(
    ("text", "line", "help"),
    [
        (changed((IN_FORCE, ""), ("history:\n", f"history:\n{IN_FORCE}\n")), 20, "move the whole entry below 'ratified' on 2025-08-12 (line 33)"),
        (changed((SIGNED, ""), (IN_FORCE, f"{IN_FORCE}\n{SIGNED}")), 33, "move the whole entry below 'negotiating' on 2023-11-03 (line 19)"),
        (changed((SIGNED, ""), ("history:\n", f"history:\n{SIGNED}")), 25, "move the whole entry above 'signed' on 2024-07-08 (line 19)"),
    ],
)  # fmt: skip
def test_an_entry_at_the_wrong_place_is_one_finding_that_names_its_place(
    text: str, line: int, help: str, tmp_path: Path
) -> None:
    (found,) = findings(text, tmp_path)
    assert (found.rule, found.line) == ("out-of-order", line)
    assert found.help == f"{help}, or correct its date: the list is oldest first"


@pytest.mark.parametrize("announced_first", [True, False])
def test_two_entries_of_one_event_on_one_day_are_to_be_merged(announced_first: bool, tmp_path: Path) -> None:
    announced = IN_FORCE.replace("reported_by: [tribune-2025-09-11]", "announced_by: [gazette-2024-07-09]")
    both = f"{announced}\n{IN_FORCE}" if announced_first else f"{IN_FORCE}\n{announced}"
    (found,) = findings(changed((IN_FORCE, both)), tmp_path)
    expected = ("split-report", 33 if announced_first else 37)
    assert (found.rule, found.line) == expected
    assert "in another entry (line " in found.message
    assert (found.help or "").startswith("merge the two")


def test_shared_sources_that_no_slip_touches_stay_known(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "one-2024:\n  title: One\n  published: 2024\ntwo-2024:\n  title: Two\n  published:2024\n", encoding="utf-8"
    )
    told = findings(
        changed(("reported_by: gazette-2024-07-09", "reported_by: [gazette-2024-07-09, one-2024]")), tmp_path
    )
    assert [(found.path.rpartition("/")[2], found.line) for found in told] == [("sources.yaml", 6)]


def test_a_shape_error_beside_a_slip_in_shared_sources_is_reported(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("one-2024:\n  title: One\n  type:press\n  typ: press\n", encoding="utf-8")
    told = findings(FILE, tmp_path)
    assert {(found.rule, found.line) for found in told} == {("invalid-yaml", 3), ("unknown-key", 4)}


def test_texts_in_blocks_are_no_slips() -> None:
    text = "note: |\n  date:2024\n  \u2013 event: x\n\n  <<<<<<< HEAD\n\ttab\nkind: x\n"
    assert [fault.span[0] for fault in _faults(text)] == [6]
    assert _faults("entry_into_force: {after: ratified,\n    days: 30}\nkind: x\n") == []


def test_values_in_brackets_go_on_over_lines_without_slips() -> None:
    assert _faults('{"id": "a",\n "kind": "raa",\n  "title": "x"}\n') == []
    assert _faults('--- {"id": "a",\n "kind": "raa",\n  "title": "x"}\n') == []
    text = "parties: [JP,\n  PH,\n  {date:x}]\nkind:x\n"
    assert [fault.span[0] for fault in _faults(text)] == [4]
    # A bracket that is not closed ends at the next key of the file.
    assert [fault.span[0] for fault in _faults("parties: [JP\nkind: x\ntitle:y\n")] == [1, 3]


def test_a_list_of_claims_is_no_list_of_entries(tmp_path: Path) -> None:
    claims = (
        "reported_by:\n      - source: gazette-2024-07-09\n        locator: page 1\n      - source: tribune-2025-09-11"
    )
    (found,) = findings(
        changed(("reported_by: gazette-2024-07-09", claims), ("date: 2025-08-12", "date:2025-08-12")), tmp_path
    )
    assert (found.line, found.help) == (33, "write 'date: 2025-08-12'")


def test_long_lines_are_not_looked_at() -> None:
    assert _faults(f"title:{'x' * 993}\n")
    assert _faults(f"title:{'x' * 995}\n") == []


def test_the_last_line_may_lack_its_colon() -> None:
    assert [fault.span[0] for fault in _faults("id: a\nkind\n")] == [2]
    assert _faults("kind") == []


def test_keys_that_are_not_known_are_left_to_others() -> None:
    assert _faults("id: a\n  zzzz: b\n") == []


def test_an_empty_text_below_a_key_moves_nothing() -> None:
    assert _faults("sources:\n  a:\n    title: x\n\n  b:\n    title: y\n") == []


def test_a_quoted_key_with_a_text_is_no_source() -> None:
    assert _faults('sources:\n  s:\n    title: A\n    "\\u0074itle": B\n    published: 2020\n') == []


def test_at_most_100_slips_are_reported() -> None:
    assert len(_faults("date:2024\n" * 200)) == 100


def test_a_text_of_more_than_20_000_lines_is_not_searched() -> None:
    assert _faults("date:2024\n" + "#\n" * 19_999)
    assert _faults("date:2024\n" + "#\n" * 20_000) == []


def test_the_search_knows_every_key_of_the_format() -> None:
    """The keys of format 2 were missing from a table that repeated the keys of the shapes."""
    assert set(shapes.keys(shapes.AgreementFile)) == ROOT_KEYS
    assert set(shapes.keys(shapes.SourceItem)) == SOURCE_KEYS
    assert {key for item in descriptions.KEYS for key in shapes.keys(item)} == KEYS
    assert len(_faults("id: a\nopen=true\nhistory:\n  - event: ratified\n    manner;accession\n")) == 2


def _faults(text: str) -> list:
    found = correct_slips(text, lambda tried: {})
    return list(found.faults) if found else []


def test_a_slip_in_a_file_of_shared_sources_is_one_finding() -> None:
    text, _ = document.read("sources.yaml", b"a: {title: A}\ns: {title: S, published:2020}\n", document.DEFAULT)
    sources, found = convert.sources_of(text)
    assert [one.message for one in found] == ["a blank is missing after the colon"]
    assert list(sources) == ["a"]


def test_a_fault_beside_a_slip_that_may_come_from_it_is_no_second_finding(tmp_path: Path) -> None:
    alias = changed(("title: Agreement between", "title:*between"))
    assert [(found.rule, found.location.line if found.location else None) for found in findings(alias, tmp_path)] == [
        ("invalid-yaml", 2)
    ]
