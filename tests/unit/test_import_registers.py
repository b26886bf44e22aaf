"""Exports of registers: rows that are no agreements, columns by pattern, several files, and the built-in mappings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import pactstate
from pactstate.domain.dates import PartialDate
from pactstate.domain.parties import PartyNames
from pactstate.domain.vocabulary import common
from pactstate.exchange.cells import CellError, meant_parties
from pactstate.exchange.mapping import MappingError, PartyRules, read_mapping
from sheets import SOURCE, TODAY, put, run

REGISTER = f"""{SOURCE}
[agreements]
where = {{Type = ["BI", "MULTI"]}}
unless = {{Draft = "yes"}}
id = "uk-{{Id}}"
title = "Title"
kind = "treaty"
open = true
parties = "Names"
not_parties = '.*[a-z].*'

[[agreements.events]]
event = "signed"
date = "Signed"

[[agreements.events]]
event = "in_force"
date = "Force*"
effective = "Effect*"
"""
FILES = f"""{SOURCE}
[agreements]
id = "un-{{Chapter}}-{{No}}"
key = "{{Chapter}}-{{No}}"
title = "Title"
kind = "treaty"
open = true
locator = "chapter {{Chapter}}, treaty {{No}}"

[[acts]]
event = "signed"
date = "Signature*"
party = "Participant"
table = "participants"
key = "{{file}}"
marks = {{d = ""}}

[[acts]]
event = "ratified"
date = "*Ratification*"
party = "Participant"
table = "participants"
key = "{{file}}"
manner = "ratification"
marks = {{a = "accession", A = "acceptance"}}

[[acts]]
event = "ratified"
date = ["*Acceptance*", "Accession(a)*"]
party = "Participant"
table = "participants"
key = "{{file}}"
marks = {{a = "accession", A = "acceptance"}}
"""
INDEX = "Chapter,No,Title\n1,2,Sea\n1,5.a,Space\n"


def test_rows_that_are_no_agreements_are_counted(tmp_path: Path) -> None:
    rows = (
        "Id,Type,Draft,Title,Names,Signed\n1,BI,,Access,JAPAN;Gibraltar;PERU,1999\n2,,,Volume,,\n3,BI,yes,Gas,JAPAN,\n"
    )
    words = (put(tmp_path / "m.toml", REGISTER), put(tmp_path / "t.csv", rows), "--into", tmp_path / "to")
    report = tmp_path / "report.json"
    last = run(*words, "--write", "--report", report).stdout.splitlines()[-1]
    assert last == "1 created, 0 unchanged, 0 refused, 2 rows left out by 'where' or 'unless'"
    assert json.loads(report.read_text(encoding="utf-8"))["rows_left_out"] == 2
    assert pactstate.load(tmp_path / "to")["uk-1"].parties == ("JP", "PE")


def test_a_column_with_a_star_may_be_missing(tmp_path: Path) -> None:
    rows = "Id,Type,Draft,Title,Names,Signed,Force from,Effect from\n1,BI,,Access,JAPAN;PERU,1999-01-01,1999-02-01,1999-03-01\n"
    run(put(tmp_path / "m.toml", REGISTER), put(tmp_path / "t.csv", rows), "--into", tmp_path / "to", "--write")
    events = pactstate.load(tmp_path / "to")["uk-1"].history
    assert [(one.name, str(one.date), str(one.effective)) for one in events] == [
        ("signed", "1999-01-01", "None"),
        ("in_force", "1999-02-01", "1999-03-01"),
    ]


@pytest.mark.parametrize(
    ("signed", "force", "effect", "found"),
    [
        ("1999-05-01", "1999-01-01", "", ("1999-05-01", "1999-01-01")),
        ("1999-05-01", "1999-01-01", "1998-01-01", ("1999-05-01", "1998-01-01")),
        ("1999-05-01", "1999-05-01", "", ("1999-05-01", "None")),
        ("1999", "1999-01-01", "", ("1999-01-01", "None")),
        ("", "1999-01-01", "", ("1999-01-01", "None")),
    ],
)
def test_force_before_the_signature_is_an_earlier_effect(
    tmp_path: Path, signed: str, force: str, effect: str, found: tuple[str, str]
) -> None:
    mapping = put(tmp_path / "m.toml", REGISTER.replace('"Effect*"', '"Effect*"\nnot_before = "Signed"'))
    head = "Id,Type,Draft,Title,Names,Signed,Force from,Effect from"
    rows = put(tmp_path / "t.csv", f"{head}\n1,BI,,Access,JAPAN;PERU,{signed},{force},{effect}\n")
    assert run(mapping, rows, "--into", tmp_path / "to", "--write").stdout.startswith("created  uk-1")
    event = next(one for one in pactstate.load(tmp_path / "to")["uk-1"].history if one.name == "in_force")
    assert (str(event.date), str(event.effective)) == found


def test_an_effect_without_an_act_is_asked_about(tmp_path: Path) -> None:
    rows = "Id,Type,Draft,Title,Names,Signed,Force from,Effect from\n1,BI,,Access,JAPAN;PERU,1999,,2001\n"
    lines = run(put(tmp_path / "m.toml", REGISTER), put(tmp_path / "t.csv", rows), "--into", tmp_path / "to").stdout
    reason = "the event has the day of its effect, 2001, and no date of its own"
    assert lines.splitlines()[0] == f"refused  row 2, column 'Force from': {reason}"


def test_a_party_of_the_settings_is_known_by_its_name(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", "Id,Type,Draft,Title,Names,Signed\n1,BI,,Access,PRUSSIA;JAPAN,1861\n")
    words = (put(tmp_path / "m.toml", REGISTER), sheet, "--into", tmp_path / "to")
    advice = "write it under [parties] in the mapping, as in 'PRUSSIA' = 'XX', or declare a code of your own in pactstate.toml"
    assert advice in run(*words).stdout
    (tmp_path / "to").mkdir()
    put(tmp_path / "to" / "pactstate.toml", 'parties.XPRU = "Prussia"\n')
    assert run(*words, "--write").stdout.splitlines()[-1] == "1 created, 0 unchanged, 0 refused"
    assert pactstate.load(tmp_path / "to")["uk-1"].parties == ("XPRU", "JP")


def test_a_row_without_a_party_says_so(tmp_path: Path) -> None:
    rows = "Id,Type,Draft,Title,Names,Signed\n1,BI,,Access,Gibraltar,1999\n"
    lines = run(put(tmp_path / "m.toml", REGISTER), put(tmp_path / "t.csv", rows), "--into", tmp_path / "to").stdout
    reason = "the table names no party: complete it, or leave the agreement out"
    assert lines.splitlines()[0] == f"refused  row 2, column 'Names': {reason}"


def test_a_register_of_many_files(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    first = put(
        tmp_path / "tables" / "1-2.csv",
        'Participant,Signature,"Ratification, Accession(a)"\nFiji,3 May 1999,4 May 2000\n',
    )
    second = put(
        tmp_path / "tables" / "1-5-a.csv",
        'Participant,"Signature, Succession to signature(d)",Acceptance(A),Remarks\nPeru,3 May 1999 d,,\nChina 2,,1 Jan 2001 A,\n',
    )
    words = (put(tmp_path / "m.toml", FILES), put(tmp_path / "i.csv", INDEX), first, second, "--into", tmp_path / "to")
    assert run(*words, "--write").stdout.splitlines() == [
        "created  un-1-2 (row 2)",
        "created  un-1-5-a (row 3)",
        "left out  column 'Remarks': use it in the mapping, or name it under 'unused'",
        "2 created, 0 unchanged, 0 refused",
    ]
    sea, space = (pactstate.load(tmp_path / "to")[id] for id in ("un-1-2", "un-1-5-a"))
    assert [(one.name, one.party, one.manner) for one in sea.history] == [
        ("signed", "FJ", None),
        ("ratified", "FJ", "ratification"),
    ]
    assert [(one.name, one.party, one.manner) for one in space.history] == [
        ("signed", "PE", None),
        ("ratified", "CN", "acceptance"),
    ]
    assert {one.locator for event in space.history for one in event.claims} == {"chapter 1, treaty 5.a"}
    assert run(*words).stdout.splitlines()[-1] == "0 to create, 2 unchanged, 0 refused"


def test_a_row_of_one_of_many_files_is_named_with_its_file(tmp_path: Path) -> None:
    files = [put(tmp_path / name, "Participant,Signature\nFiji,then\n") for name in ("1-2.csv", "9-9.csv")]
    words = (put(tmp_path / "m.toml", FILES), put(tmp_path / "i.csv", INDEX), *files, "--into", tmp_path / "to")
    refused = [line for line in run(*words).stdout.splitlines() if line.startswith("refused")]
    lacking = "refused  row 3: no row of table 'participants' has its key '1-5-a', so that it has no party: complete it"
    assert [line for line in refused if line.startswith(lacking)]
    assert sorted(line.split(": ")[0] for line in refused) == [
        "refused  row 3",
        "refused  table '1-2.csv', row 2, column 'Signature'",
        "refused  table '9-9.csv', row 2",
    ]


def test_a_code_of_the_mapping_that_is_unknown_is_refused(tmp_path: Path) -> None:
    mapping = put(tmp_path / "m.toml", REGISTER.replace("open = true", 'open = true\nalways = ["Ruritania"]'))
    rows = put(tmp_path / "t.csv", "Id,Type,Draft,Title,Names,Signed\n1,BI,,Access,JAPAN,1999\n")
    assert (
        "refused  row 2: Agreement.parties: 'Ruritania' is not the code of a party"
        in run(mapping, rows, "--into", tmp_path / "to").stdout
    )


def test_a_name_of_a_file_makes_ids(tmp_path: Path) -> None:
    mapping = (
        FILES.split("[[acts]]", maxsplit=1)[0].replace('key = "{Chapter}-{No}"\n', "").replace("{Chapter}", "{file}")
    )
    mapping += '[[agreements.events]]\nevent = "signed"\ndate = "Day"\n'
    mapping = mapping.replace('kind = "treaty"', 'kind = "treaty"\nalways = ["JP"]')
    words = (put(tmp_path / "m.toml", mapping), put(tmp_path / "fish.csv", "No,Title,Day\n7,Gas,1999\n"))
    assert run(*words, "--into", tmp_path / "to").stdout.splitlines()[0] == "created  un-fish-7 (row 2)"


def test_two_agreements_of_one_key_are_not_confused(tmp_path: Path) -> None:
    index = put(tmp_path / "i.csv", "Chapter,No,Title\n1,2,Sea\n1 2,,Sea\n1,2 a,Air\n1-2,a,Space\n")
    mapping = put(tmp_path / "m.toml", FILES.replace('id = "un-{Chapter}-{No}"', 'id = "{Title}"'))
    table = put(tmp_path / "1-2.csv", "Participant,Signature\nFiji,1999\n")
    lines = run(mapping, index, table, "--into", tmp_path / "to").stdout.splitlines()
    assert (
        "refused  row 5: row 4 has the same key '1-2-a' and another id: make ids from the columns of the key" in lines
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("not_parties = '.*[a-z].*'", "not_parties = '('", "'not_parties' is no regular expression"),
        ('parties = "Names"', 'parties = "Names"\nsplit = [""]', "split: a text between two parties is empty"),
        ('parties = "Names"', 'parties = "Names"\nheader = 0', "header takes the number of a row, from 1 to 1,000"),
        ('parties = "Names"', 'parties = "Names"\nheader = true', "header takes the number of a row"),
        ('"Signed"\n', '"Signed"\n[[acts]]\nevent = "x"\ndate = "Signed"\n', "event: 'x' is none"),
        (
            'date = "Signed"\n',
            'date = "Signed"\n[[acts]]\nevent = ""\ndate = "Signed"\nparty = "Names"\nparty_code = "JP"\n',
            "takes either 'party', the name of a column, or 'party_code'",
        ),
        ('date = "Signed"', "date = 7", "date takes a text, or a list of texts"),
    ],
)
def test_a_mapping_of_a_register_that_is_wrong(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in REGISTER
    with pytest.raises(MappingError) as caught:
        read_mapping(put(tmp_path / "m.toml", REGISTER.replace(old, new)))
    assert reason in str(caught.value)


def test_a_mapping_is_proposed_for_a_row_for_each_party(tmp_path: Path) -> None:
    rows = (
        "treaty_no,Treaty name,Participant,Signature,Ratification\n"
        "90,Convention on Rest,Peru,4 Jun 1954,19 Dec 1956\n"
        "90,Convention on Rest,Fiji,,20 Oct 1962\n"
        "91,Convention on Sleep,Peru,1 Jan 1970,\n"
        "91,Convention on Sleep,Ruritania,1 Jan 1970,\n"
    )
    proposed = run("--guess", put(tmp_path / "t.csv", rows)).stdout
    for line in (
        'title = "Treaty name"   # "Convention on Rest", "Convention on Sleep"',
        "open = true                       # TODO: delete it if the table names all parties of each agreement",
        'party = "Participant"   # TODO: delete it if the date is that of the agreement',
    ):
        assert line in proposed.splitlines()
    mapping = proposed.replace('"{Treaty name:60}"', '"un-{treaty_no}"').replace('"treaty_no", ', "")
    run(put(tmp_path / "m.toml", mapping), tmp_path / "t.csv", "--into", tmp_path / "to", "--write")
    rest = pactstate.load(tmp_path / "to")["un-90"]
    assert [(one.name, one.party) for one in rest.history] == [("signed", "PE"), ("ratified", "PE"), ("ratified", "FJ")]


# Built-in mappings, on files of the same shape as those of the registers.

UK = [
    {
        "id": 70001,
        "field3": "BI",
        "title": "Agreement concerning Parcels",
        "country_name": "GERMANY FEDERAL REPUBLIC ; Gibraltar ; UNITED KINGDOM",
        "signed_event_date": "07/10/1959",
        "signed_event_location": "London/Bonn",
        "definative_eif_event_date": "01/11/1959",
        "definative_eif_event_effective_date": "01/12/1959",
        "terminated_event_date": "03/04/1971",
        "references": "Treaty Series 001/1960: Cmnd 1",
        "aw_rank": 1000,
    },
    {"id": 70002, "title": "Treaty Series 001/1960: Cmnd 1", "aw_rank": 1000},
    {"id": 70003, "field3": "MULTI", "title": "Convention", "country_name": "CONGO ; DANZIG ; JAPAN", "aw_rank": 1000},
]
UN = (
    'Treaty,Title,Participant,Signature,"Ratification, Acceptance(A), Accession(a), Succession(d)",Provisional application(n)\n'
    "IV-90,Convention on Rest,Bolivia (Plurinational State of) 1,4 Jun 1954,19 Dec 1956,\n"
    "IV-90,Convention on Rest,Congo,,20 Oct 1962 d,\n"
    "IV-90,Convention on Rest,China 2,,9 Aug 1980 a,1 Jan 1979 n\n"
)
IEADB = (
    "IEA# (click for add'l info),Inclusion,Treaty Name,Signature Date,Date IEA entered into force\n"
    "7,BEA,Agreement Between The Government Of Japan And The Government Of Peru Concerning Fish,1990-01-02,0000-00-00\n"
    "8,MEA,Convention On Rivers,1990-01-02,\n"
)


@pytest.mark.parametrize(
    ("preset", "name", "rows", "printed"),
    [
        (
            "uk-treaties-online",
            "t.jsonl",
            "\n".join(map(json.dumps, UK)),
            [
                "created  ukto-70001 (row 1)",
                (
                    "refused  row 3, column 'country_name': 'CONGO' may be CD or CG: say which under [parties]; no code of a "
                    "party is known for 'DANZIG': write it under [parties] in the mapping, as in 'DANZIG' = 'XX', or declare a "
                    "code of your own in pactstate.toml"
                ),
                "1 created, 0 unchanged, 1 refused, 1 rows left out by 'where' or 'unless'",
            ],
        ),
        ("un-treaty-collection", "t.csv", UN, ["created  un-iv-90 (row 2)", "1 created, 0 unchanged, 0 refused"]),
        (
            "ieadb-treaties",
            "t.csv",
            IEADB,
            [
                "created  ieadb-7 (row 2)",
                (
                    "refused  row 3, column 'Treaty Name': 'pattern' finds no parties in 'Convention On Rivers': give the "
                    "parties a column of their own"
                ),
                "1 created, 0 unchanged, 1 refused",
            ],
        ),
    ],
)
def test_exports_of_registers(tmp_path: Path, preset: str, name: str, rows: str, printed: list[str]) -> None:
    words = (preset, put(tmp_path / name, rows), "--into", tmp_path / "to", "--accessed", "2026-11-20")
    assert run(*words, "--write").stdout.splitlines() == printed
    assert pactstate.check(tmp_path / "to", today=TODAY).ok
    assert run(*words).stdout.splitlines()[-1].startswith("0 to create, 1 unchanged")


def parties_of(preset: str, title: str) -> str:
    """Return the codes that a built-in mapping reads from a title."""
    mapping = read_mapping(Path(preset), PartialDate("2026-11-20"))
    rules = PartyRules(mapping.split, mapping.names, mapping.pattern, mapping.run_together)
    return " ".join(meant_parties(title, rules, PartyNames(common().parties)))


READ_FROM_TITLES = pytest.mark.parametrize("preset", ["ieadb-treaties", "manytreaties"])
"""Mappings of registers that name parties in titles only."""


@READ_FROM_TITLES
@pytest.mark.parametrize(
    ("title", "parties"),
    [
        (
            "Agreement Between Cabo Verde And The International Bank For Reconstruction And Development On Water",
            "CV IBRD",
        ),
        ("Convention Between The Government Of The French Republic And CERN Concerning Safety", "FR CERN"),
        ("Agreement Between Cyprus And The International Atomic Energy Agency For Safeguards", "CY IAEA"),
        ("Agreement Among The Hellenic Republic, The Republic Of Turkey And The Italian Republic On Gas", "GR TR IT"),
        ("Treaty Between Afghanistan And His Britannic Majestys Government For Neighbourly Relations", "AF GB"),
        ("Agreement Between The Cabinet Of Ministers Of Ukraine And The Swiss Federal Council", "UA CH"),
        ("Japan-China Fishery Agreement", "JP CN"),
        ("Agreement Between Denmark, Finland, And Sweden Concerning Pollution Of The Sea", "DK FI SE"),
        ("Treaty Of Free Trade Between The Republics Of Guatemala And Honduras", "GT HN"),
        (
            "Protocol Defining (For The Period Between The 3 May 1999 To 2 May 2000) Terms Of The Agreement Between Peru And Fiji",
            "PE FJ",
        ),
        (
            "Memorandum Between The United States of America, The European Space Agency (ESA), And Japan On Orbits",
            "US ESA JP",
        ),
    ],
)
def test_parties_in_the_titles_of_registers(preset: str, title: str, parties: str) -> None:
    assert parties_of(preset, title) == parties


@READ_FROM_TITLES
@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Treaty Between Austria-Hungary And Italy", "no code of a party is known for 'Austria-Hungary'"),
        # One party under two names is not two parties.
        (
            "Treaty Between Russia (USSR) And Poland On Their Frontier",
            r"no code of a party is known for 'Russia \(USSR\)'",
        ),
    ],
)
def test_a_title_with_another_name_is_asked_about(preset: str, title: str, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        parties_of(preset, title)


@READ_FROM_TITLES
@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Agreement Between Japan And The Netherlands (For Aruba) And France", "Netherlands (For Aruba)"),
        ("Agreement Between Norway, Denmark (On Behalf Of The Faroes), And Peru On Fish", "Denmark (On Behalf Of"),
        ("Treaty Between The Bank Of England And Japan", "Bank Of England"),
        ("Agreement Between France And Japan And The State Of Georgia On Wine", "State Of Georgia"),
    ],
)
def test_a_party_is_never_lost_behind_a_remark(preset: str, title: str, name: str) -> None:
    with pytest.raises(CellError, match=rf"^no code of a party is known for '{re.escape(name)}"):
        parties_of(preset, title)
    assert parties_of(preset, "Agreement Between Peru And Japan (With Annex)") == "PE JP"


# A day of force that a register leaves out is not known: half of the old treaties without one have been in force.

MEMBERS = "country,mitch_id,tsig,inclusion,treatyname,csig,crat,ceif3\n"
NO_DAY_OF_FORCE = {
    "uk-treaties-online": (
        "t.jsonl",
        json.dumps(
            {
                **UK[0],
                "definative_eif_event_date": "",
                "definative_eif_event_effective_date": "",
                "terminated_event_date": "",
            }
        ),
    ),
    "ieadb-members": (
        "t.csv",
        MEMBERS + "".join(f"{one},7,1901-06-24,BEA,On Fish,1901-06-24,,2899-01-01\n" for one in ("Japan", "Peru")),
    ),
    "manytreaties": (
        "t.csv",
        "Title,Begin,Signature,Force,End\nTreaty Between Japan And Peru,1901-06-24,1901-06-24,NA,NA\n",
    ),
    **{
        f"ieadb-treaties {day}": ("t.csv", IEADB.replace("0000-00-00", day))
        for day in ("", "0000-00-00", "2599-01-01", "2899-01-01", "2999-01-01", "3200-01-01")
    },
}


@pytest.mark.parametrize("which", NO_DAY_OF_FORCE)
def test_a_treaty_without_a_day_of_force_may_be_in_force(tmp_path: Path, which: str) -> None:
    name, rows = NO_DAY_OF_FORCE[which]
    words = (
        which.split(maxsplit=1)[0],
        put(tmp_path / name, rows),
        "--into",
        tmp_path / "to",
        "--accessed",
        "2026-11-20",
    )
    assert run(*words, "--write").stdout.startswith("created")
    (treaty,) = pactstate.load(tmp_path / "to").agreements
    assert treaty.status("2026-11-20").state is None
    assert "in_force" in treaty.status("2026-11-20").possible


def test_a_record_of_uk_treaties_online(tmp_path: Path) -> None:
    rows = put(tmp_path / "t.jsonl", "\n".join(map(json.dumps, UK)))
    run("uk-treaties-online", rows, "--into", tmp_path / "to", "--accessed", "2026-11-20", "--write")
    parcels = pactstate.load(tmp_path / "to")["ukto-70001"]
    assert parcels.parties == ("DE", "GB")
    assert [(one.name, str(one.date), str(one.effective), one.place) for one in parcels.history] == [
        ("signed", "1959-10-07", "None", "London/Bonn"),
        ("in_force", "1959-11-01", "1959-12-01", None),
        ("terminated", "1971-04-03", "None", None),
    ]
    assert parcels.status("1965-01-01").state == "in_force"
    assert parcels.status("1975-01-01").state == "terminated"


def test_a_status_table_of_the_united_nations(tmp_path: Path) -> None:
    rows = put(tmp_path / "t.csv", UN)
    run("un-treaty-collection", rows, "--into", tmp_path / "to", "--accessed", "2026-11-20", "--write")
    rest = pactstate.load(tmp_path / "to")["un-iv-90"]
    assert [(one.name, one.party, one.manner) for one in rest.history] == [
        ("signed", "BO", None),
        ("ratified", "BO", "ratification"),
        ("ratified", "CG", "succession"),
        ("provisional", "CN", None),
        ("ratified", "CN", "accession"),
    ]


def test_status_tables_of_the_united_nations_as_files(tmp_path: Path) -> None:
    index = put(
        tmp_path / "index.csv",
        "chapter_no,treaty_no,treaty_name,url,chapter_url,chapter_name\n"
        '4,11.b,"Protocol on Rest. New York, 25 May 2000",https://example.org/11b,https://example.org/4,Rights\n',
    )
    table = put(
        tmp_path / "4-11-b.csv", 'Participant,Signature,"Accession(a), Succession(d)"\nCongo,,1 Jan 2001 a\nFiji,,\n'
    )
    words = ("untreaties", index, table, "--into", tmp_path / "to", "--accessed", "2026-11-20")
    assert run(*words, "--write").stdout.splitlines()[-1] == "1 created, 0 unchanged, 0 refused"
    protocol = pactstate.load(tmp_path / "to")["un-4-11-b"]
    assert protocol.parties == ("CG", "FJ")
    assert [one.locator for event in protocol.history for one in event.claims] == [
        "chapter 4, treaty 11.b; https://example.org/11b"
    ]
