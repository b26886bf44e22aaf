"""Words of other languages: names of months and of days of the week, and of the columns of tables.

They are data. A name of a month that means different months in two languages, such as *listopada*, has both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

__all__ = [
    "COLUMNS",
    "MONTHS_BY_NAME",
    "ORDINALS",
    "QUARTERS",
    "SEASONS_BY_NAME",
    "SMALL_WORDS",
    "THIRDS",
    "WEEKDAYS",
    "WEEKDAY_SIGNS",
]

_MONTHS: Final[Mapping[str, str]] = {
    "English": (
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec"
    ),
    "French": (
        "janvier janv|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre sept|octobre oct"
        "|novembre nov|décembre déc"
    ),
    "Spanish": (
        "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago"
        "|septiembre setiembre sept sep set|octubre oct|noviembre nov|diciembre dic"
    ),
    "German": (
        "januar jänner jan|februar feber feb|märz maerz mrz|april apr|mai|juni jun|juli jul|august aug"
        "|september sept sep|oktober okt|november nov|dezember dez"
    ),
    "Portuguese": (
        "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set"
        "|outubro out|novembro nov|dezembro dez"
    ),
    "Italian": (
        "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago"
        "|settembre sett set|ottobre ott|novembre nov|dicembre dic"
    ),
    "Indonesian": (
        "januari jan|februari pebruari feb|maret mar|april apr|mei|juni jun|juli jul|agustus agu agt ags"
        "|september sep|oktober okt|november nopember nov nop|desember des"
    ),
    "Dutch": (
        "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sept sep"
        "|oktober okt|november nov|december dec"
    ),
    "Polish": (
        "stycznia styczeń|lutego luty|marca marzec|kwietnia kwiecień|maja maj|czerwca czerwiec|lipca lipiec"
        "|sierpnia sierpień|września wrzesień|października październik|listopada listopad|grudnia grudzień"
    ),
    "Czech": (
        "ledna leden|února únor|března březen|dubna duben|května květen|června červen|července červenec|srpna srpen"
        "|září|října říjen|listopadu listopad|prosince prosinec"
    ),
    "Croatian": (
        "siječnja siječanj|veljače veljača|ožujka ožujak|travnja travanj|svibnja svibanj|lipnja lipanj|srpnja srpanj"
        "|kolovoza kolovoz|rujna rujan|listopada listopad|studenoga studenog studeni|prosinca prosinac"
    ),
}
"""Names of the twelve months, each followed by its other forms, by language."""


def _with_bare(words: Iterable[str]) -> Iterator[str]:
    """Yield words, and each once more without accents, as in *aout*."""
    for word in words:
        yield word
        parts = unicodedata.normalize("NFKD", word)
        yield "".join(part for part in parts if not unicodedata.combining(part))


def _by_name() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for names in _MONTHS.values():
        for number, forms in enumerate(names.split("|"), 1):
            for word in _with_bare(forms.split()):
                found.setdefault(word, {})[number] = None
    return {word: tuple(numbers) for word, numbers in found.items()}


MONTHS_BY_NAME: Final = _by_name()
"""Numbers of the months that a name stands for in any language; several where languages differ."""

_WEEKDAYS: Final = (
    "monday mon|tuesday tues tue|wednesday wednes wed|thursday thurs thu|friday fri|saturday satur sat|sunday sun",
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo",
    "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "senin|selasa|rabu|kamis|jumat|sabtu|minggu",
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela",
)


def _numbered(lines: Iterable[str]) -> Mapping[str, int]:
    """Return the number of each word in its line, counted from 0."""
    split = (line.split("|") for line in lines)
    return {word: number for names in split for number, forms in enumerate(names) for word in _with_bare(forms.split())}


WEEKDAYS: Final = _numbered(_WEEKDAYS)
"""Number of a day of the week by its name in any language; Monday is 0."""

WEEKDAY_SIGNS: Final = {sign: number % 7 for number, sign in enumerate("月火水木金土日월화수목금토일")}
"""Number of a day of the week by its sign in Japanese and Korean."""

SMALL_WORDS: Final = ("de", "del", "do", "le", "el", "il", "den", "der", "am", "tanggal")
"""Articles and prepositions in a date, as in *8 de julio de 2024*."""

ORDINALS: Final = ("er", "re", "o", "a", "e", "\u00b0")
"""Endings of the number of a day, as in *1er* and *1º*; the latter is an *o* once it is normalized."""

QUARTERS: Final = ("quartal", "trimestre", "kwartaal", "kwartał", "čtvrtletí", "triwulan")
"""Words for a quarter of a year, as in *2. Quartal 2024*."""

_SEASONS: Final = (
    "spring|summer|autumn fall|winter",
    "printemps|été|automne|hiver",
    "primavera|verano|otoño|invierno",
    "frühling frühjahr fruehjahr|sommer|herbst|winter",
    "primavera|verão|outono|inverno",
    "primavera|estate|autunno|inverno",
    "lente voorjaar|zomer|herfst najaar|winter",
    "春|夏|秋|冬",
)
_PARTS: Final = (
    "early beginning start|mid middle|late end",
    "début|mi|fin",
    "principios|mediados|fines finales",
    "anfang|mitte|ende",
    "início|meados|final",
    "inizio|metà|fine",
    "begin|medio|eind",
    "awal|pertengahan|akhir",
)

SEASONS_BY_NAME: Final = _numbered(_SEASONS)
"""Number of a season by its name in any language; spring is 0."""

THIRDS: Final = _numbered(_PARTS)
"""Number of a third of a year or month by the word for it, as in *Ende 2018*."""

COLUMNS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile("|".join(words.split()), re.IGNORECASE)
    for name, words in {
        "in_force": r"""
            force effective eif vigueur vigor vigencia vigência vigore kraft berlaku inwerkingtreding
            発効 効力""",
        "ratified": r"ratif consent pengesahan 批准 受諾",
        "approved": r"""
            approv parliament \bdiet approb aprob aprova genehmig zustimm parlament parlemen
            承認 国会""",
        "terminated": r"""
            terminat \bend expir denuncia dénonciation beendig kündig cessazion extin berakhir opzegging
            失効 終了 終結""",
        "signed": r"""
            sign conclu \bfirma\b assinatura unterz unterschr tanda.?tangan ondertekening
            date \bfecha \bdata\b datum tanggal 署名 締結 日付""",
        "parties": r"""
            part(?:y|ies) countr states members participant signator partie\b parties \bpays\b états etats
            \bpartes?\b pa[ií]s \bestados? staat \bland\b länder \bpaes[ei]\b \bparti\b \bstati\b negara pihak
            partij partei(?:en)? vertragspartner 締約国 当事国 相手国 国名""",
        "title": r"""
            title agreement treaty name titre accord traité t[ií]tulo acuerdo tratado acordo titel bezeichnung
            abkommen vertrag(?!s?part) titolo trattato judul perjanjian persetujuan verdrag 名称 件名 協定
            条約""",
        "key": r"""
            \b(?:id|ref|no|nr|number|record|key|num[eé]ro|n[uú]mero|nº|n\u00b0|nummer|nomor|réf)(?!\w)
            \# 番号""",
        "status": r"""
            status \bstate\b \bstage \bstand\b statut \bestado\b situação \bstato\b stadium 状況 状態""",
        "place": r"""
            place venue city \blieu \blugar \bort\b \blocal\b \bluogo tempat \bplaats 場所 署名地""",
    }.items()
}
"""Words in the names of columns, by what the column holds. Those of the events have the clearest first."""
