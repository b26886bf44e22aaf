"""Words of other languages: names of months, of days of the week, of states, and of the columns of tables.

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
    "STATE_NAMES",
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

STATE_NAMES: Final = """
AD アンドラ, Andorre
AE アラブ首長国連邦, Vereinigte Arabische Emirate, Émirats arabes unis, Emiratos Árabes Unidos|AF アフガニスタン
AF Afganistán|AG アンティグア・バーブーダ, Antigua und Barbuda, Antigua-et-Barbuda, Antigua y Barbuda
AL アルバニア, Albanien, Albanie|AM アルメニア, Armenien, Arménie|AO アンゴラ
AR アルゼンチン, Argentinien, Argentine|AT オーストリア, Autriche|AU オーストラリア, 豪州, Australien, Australie
AZ アゼルバイジャン, Aserbaidschan, Azerbaïdjan, Azerbaiyán
BA ボスニア・ヘルツェゴビナ, Bosnien und Herzegowina, Bosnien-Herzegowina, Bosnie-Herzégovine, Bosnia y Herzegovina
BB バルバドス, Barbade|BD バングラデシュ, Bangladesch, Bangladés|BE ベルギー, Belgien, Bélgica|BF ブルキナファソ
BG ブルガリア, Bulgarien, Bulgarie|BH バーレーン, Bahreïn, Baréin|BI ブルンジ|BJ ベナン, Bénin
BN ブルネイ, Brunéi|BO ボリビア, Bolivien, Bolivie|BR ブラジル, Brasilien, Brésil|BS バハマ, Bahamas
BT ブータン, Bhoutan, Bután|BW ボツワナ, Botsuana|BY ベラルーシ, Biélorussie, Bielorrusia|BZ ベリーズ, Belice
CA カナダ, Kanada|CD コンゴ民主共和国, Demokratische Republik Kongo, République démocratique du Congo
CD República Democrática del Congo|CF 中央アフリカ, Zentralafrikanische Republik, République centrafricaine
CF 中央アフリカ共和国, República Centroafricana
CG コンゴ共和国, Republik Kongo, République du Congo, República del Congo|CH スイス, Suiza
CI コートジボワール, Elfenbeinküste, Costa de Marfil|CL チリ, Chili|CM カメルーン, Kamerun, Cameroun, Camerún
CN 中国, 中華人民共和国, Chine|CO コロンビア, Kolumbien, Colombie|CR コスタリカ|CU キューバ, Kuba
CV カーボベルデ, Kap Verde, Cap-Vert|CY キプロス, Zypern, Chypre, Chipre
CZ チェコ, チェコ共和国, Tschechien, Tschechische Republik, Tchéquie, République tchèque, Chequia, República Checa
DE ドイツ, Allemagne, Alemania|DJ ジブチ, Dschibuti, Yibuti|DK デンマーク, Dänemark, Danemark, Dinamarca
DM ドミニカ国, Dominique
DO ドミニカ共和国, Dominikanische Republik, République dominicaine, República Dominicana
DZ アルジェリア, Algerien, Algérie, Argelia|EC エクアドル, Équateur|EE エストニア, Estland, Estonie
EG エジプト, Ägypten, Égypte, Egipto|ER エリトリア, Érythrée|ES スペイン, Spanien, Espagne
ET エチオピア, Äthiopien, Éthiopie, Etiopía|FI フィンランド, Finnland, Finlande, Finlandia
FJ フィジー, Fidschi, Fidji, Fiyi|FM ミクロネシア連邦, Mikronesien, Micronésie|FR フランス, Frankreich, Francia
GA ガボン, Gabun, Gabón
GB 英国, イギリス, Vereinigtes Königreich, Großbritannien, Royaume-Uni, Grande-Bretagne, Reino Unido, Gran Bretaña
GD グレナダ, Grenade, Granada|GE ジョージア, Georgien, Géorgie|GH ガーナ|GM ガンビア, Gambie|GN ギニア, Guinée
GQ 赤道ギニア, Äquatorialguinea, Guinée équatoriale, Guinea Ecuatorial
GR ギリシャ, ギリシア, Griechenland, Grèce, Grecia|GT グアテマラ|GW ギニアビサウ, Guinée-Bissau, Guinea-Bisáu
GY ガイアナ|HK 香港, Hongkong|HN ホンジュラス|HR クロアチア, Kroatien, Croatie, Croacia|HT ハイチ, Haïti
HU ハンガリー, Ungarn, Hongrie, Hungría|ID インドネシア, Indonesien, Indonésie
IE アイルランド, Irland, Irlande, Irlanda|IL イスラエル, Israël|IN インド, Indien, Inde|IQ イラク, Irak
IR イラン|IS アイスランド, Island, Islande, Islandia|IT イタリア, Italien, Italie
JM ジャマイカ, Jamaika, Jamaïque|JO ヨルダン, Jordanien, Jordanie, Jordania|JP 日本, 日本国, Japon
KE ケニア, Kenia|KG キルギス, キルギス共和国, Kirgisistan, Kirghizistan, Kirghizstan, Kirguistán
KH カンボジア, Kambodscha, Cambodge, Camboya|KI キリバス|KM コモロ, Komoren, Comores, Comoras
KN セントクリストファー・ネービス, St. Kitts und Nevis, Saint-Kitts-et-Nevis, San Cristóbal y Nieves
KP 北朝鮮, 朝鮮民主主義人民共和国, Nordkorea, Corée du Nord, Corea del Norte
KR 韓国, 大韓民国, Südkorea, Corée du Sud, République de Corée, Corea del Sur, República de Corea
KW クウェート, Koweït|KZ カザフスタン, Kasachstan, Kazajistán|LA ラオス|LB レバノン, Libanon, Liban, Líbano
LC セントルシア, Sainte-Lucie, Santa Lucía|LI リヒテンシュタイン|LK スリランカ|LR リベリア, Libéria
LS レソト, Lesoto|LT リトアニア, Litauen, Lituanie, Lituania|LU ルクセンブルク, Luxemburg, Luxemburgo
LV ラトビア, Lettland, Lettonie, Letonia|LY リビア, Libyen, Libye, Libia|MA モロッコ, Marokko, Maroc, Marruecos
MC モナコ, Mónaco|MD モルドバ, Moldau, Republik Moldau, Moldavie|ME モンテネグロ, Monténégro
MG マダガスカル, Madagaskar|MH マーシャル諸島, Marshallinseln, Îles Marshall, Islas Marshall
MK 北マケドニア, Nordmazedonien, Macédoine du Nord, Macedonia del Norte|ML マリ|MM ミャンマー
MN モンゴル, Mongolei, Mongolie|MR モーリタニア, Mauretanien, Mauritanie|MT マルタ, Malte
MU モーリシャス, Maurice, Mauricio|MV モルディブ, Malediven, Maldivas|MW マラウイ, Malaui
MX メキシコ, Mexiko, Mexique|MY マレーシア, Malaisie, Malasia|MZ モザンビーク, Mosambik, Mozambique
NA ナミビア, Namibie|NE ニジェール|NG ナイジェリア, Nigéria|NI ニカラグア
NL オランダ, Niederlande, Pays-Bas, Países Bajos|NO ノルウェー, Norwegen, Norvège, Noruega|NP ネパール, Népal
NR ナウル|NZ ニュージーランド, Neuseeland, Nouvelle-Zélande, Nueva Zelanda, Nueva Zelandia|OM オマーン, Omán
PA パナマ, Panamá|PE ペルー, Pérou
PG パプアニューギニア, Papua-Neuguinea, Papouasie-Nouvelle-Guinée, Papúa Nueva Guinea
PH フィリピン, Philippinen, Filipinas|PK パキスタン, Pakistán|PL ポーランド, Polen, Pologne, Polonia
PS パレスチナ, Palästina, Palestina|PT ポルトガル|PW パラオ, Palaos|PY パラグアイ|QA カタール, Katar, Catar
RO ルーマニア, Rumänien, Roumanie, Rumania|RS セルビア, Serbien, Serbie
RU ロシア, ロシア連邦, Russland, Russische Föderation, Russie, Fédération de Russie, Rusia, Federación de Rusia
RW ルワンダ, Ruanda|SA サウジアラビア, Saudi-Arabien, Arabie saoudite, Arabia Saudita, Arabia Saudí
SB ソロモン諸島, Salomonen, Îles Salomon, Islas Salomón|SC セーシェル, Seychellen|SD スーダン, Soudan, Sudán
SE スウェーデン, Schweden, Suède, Suecia|SG シンガポール, Singapur, Singapour
SI スロベニア, Slowenien, Slovénie, Eslovenia
SK スロバキア, Slowakei, Slowakische Republik, Slovaquie, Eslovaquia|SL シエラレオネ, Sierra Leona
SM サンマリノ, Saint-Marin|SN セネガル, Sénégal|SO ソマリア, Somalie|SR スリナム, Surinam
SS 南スーダン, Südsudan, Soudan du Sud, Sudán del Sur
ST サントメ・プリンシペ, São Tomé und Príncipe, Sao Tomé-et-Principe, Santo Tomé y Príncipe
SV エルサルバドル, Salvador|SY シリア, Syrien, Syrie, Siria|SZ エスワティニ, Esuatini, Suazilandia
TD チャド, Tschad, Tchad|TG トーゴ|TH タイ, タイ王国, Thaïlande, Tailandia
TJ タジキスタン, Tadschikistan, Tadjikistan, Tayikistán
TL 東ティモール, Osttimor, Timor oriental, Timor Oriental|TM トルクメニスタン, Turkménistan, Turkmenistán
TN チュニジア, Tunesien, Tunisie, Túnez|TO トンガ|TR トルコ, トルコ共和国, Türkei, Turquie, Turquía
TT トリニダード・トバゴ, Trinidad und Tobago, Trinité-et-Tobago, Trinidad y Tobago|TV ツバル
TW 台湾, Taïwan, Taiwán|TZ タンザニア, Tansania, Tanzanie, Tanzanía|UA ウクライナ, Ukraine, Ucrania
UG ウガンダ, Ouganda
US 米国, アメリカ, アメリカ合衆国, Vereinigte Staaten, Vereinigte Staaten von Amerika, États-Unis, États-Unis d'Amérique
US Estados Unidos, Estados Unidos de América|UY ウルグアイ
UZ ウズベキスタン, Usbekistan, Ouzbékistan, Uzbekistán
VA バチカン, バチカン市国, Heiliger Stuhl, Saint-Siège, Santa Sede, Vatikan, Vatikanstadt, Ciudad del Vaticano
VC セントビンセント, Saint-Vincent-et-les-Grenadines
VC セントビンセント及びグレナディーン諸島, St. Vincent und die Grenadinen, San Vicente y las Granadinas
VE ベネズエラ, Venezuela|VN ベトナム, Vietnam, Viêt Nam|VU バヌアツ|WS サモア|XK コソボ, Kosovo
YE イエメン, Jemen, Yémen|ZA 南アフリカ, 南アフリカ共和国, Südafrika, Afrique du Sud, Sudáfrica
ZM ザンビア, Sambia, Zambie|ZW ジンバブエ, Simbabwe, Zimbabue
EU 欧州連合, Europäische Union, Union européenne, Unión Europea
UN 国際連合, 国連, Vereinte Nationen, Nations unies, Naciones Unidas|ASEAN 東南アジア諸国連合
"""
"""Names of states and organisations in Japanese, German, French and Spanish that differ from the English ones, by code.

A name of two states, such as *Congo* or *Birmanie*, is left out.
"""

COLUMNS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile("|".join(words.split()), re.IGNORECASE)
    for name, words in {
        "in_force": r"""
            force effective eif vigueur vigor vigencia vigência vigore kraft berlaku inwerkingtreding
            voimaan [żz]ycie 発効 効力 生效 발효""",
        "ratified": r"ratif ratyfik consent pengesahan 批准 受諾 비준",
        "approved": r"""
            approv (?<!before.)(?<!\bto.)parliament \bdiet approb aprob aprova genehmig zustimm parlament parlemen
            hyväksy eduskun zatwierdz 承認 国会 승인""",
        "terminated": r"""
            terminat \bend(?!.of) expir denuncia dénonciation beendig kündig cessazion extin berakhir opzegging
            päätty irtisano wypowiedz wygaś 失効 終了 終結 终止 終止 종료 폐기""",
        "signed": r"""
            (?<![a-z])sign conclu \bfirma\b assinatura unterz unterschr [tn]anda.?tangan ondertekening
            allekirjoit podpis 署名 締結 签署 簽署 签订 簽訂 서명 체결""",
        "adopted": r"\badopt adopci adoç adoz angenommen annahme aangenomen diadopsi przyjęci 採択 채택",
        "date": r"""
            (?<![a-z])date \bfecha \bdata\b datum tanggal \bwhen\b \bday\b päivämäärä \bpvm\b
            日付 年月日 日期 날짜 일자""",
        "doubtful": r"""
            \bno[nt]?\b \bnever \bun(?:sign|ratif) \bopen \bpending await expect planned \bto.be\b \bbut\b \bonly\b
            provis supersed former previous \bnotice \bceas \blaps \bwill\b \bwas\b \bout.of
            partial until \bpas\b attente prévu jusqu partiel préavis \bsin\b pendiente prevista hasta parcial preaviso
            \bnicht ausstehend geplant \bbis\b teilweise vorläufig \bnão\b pendente attesa fino parziale preavviso
            \bbelum sementara \bniet\b gepland \btot\b voorlopig \bei\b odote väliaik \bnie\b planowan tymczas
            未 予定 暫定 预计 預計 暂行 暫行 临时 臨時 예정 잠정""",
        "parties": r"""
            part(?:y|ies) countr states members participant signator partie\b parties \bpays\b états etats
            \bpartes?\b pa[ií]s \bestados? staat \bland\b länder \bpaes[ei]\b \bparti\b \bstati\b negara pihak
            partij partei(?:en)? vertragspartner osapuol sopimuspuol valtiot \bmaat?\b \bstrony\b państw \bkraj
            締約国 当事国 相手国 国名 缔约 締約 当事方 国家 國家 당사국 체약국 국가""",
        "title": r"""
            title agreement treaty name titre accord traité t[ií]tulo acuerdo tratado acordo titel bezeichnung
            abkommen vertrag(?!s?part) titolo trattato judul perjanjian persetujuan verdrag \bnimi \botsikko
            \bsopimus(?!puol) tytuł nazwa \bumowa traktat
            名称 件名 協定 条約 名稱 标题 標題 条约 條約 协定 제목 명칭 조약 협정""",
        "key": r"""
            \b(?:id|ref|no|nr|number|record|key|num[eé]ro|n[uú]mero|nº|n\u00b0|nummer|nomor|réf)(?!\w)
            \bnumer(?!\w) \btunnus(?!\w) \# 番号 编号 編號 번호""",
        "status": r"""
            status \bstate\b \bstage \bstand\b statut \bestado\b situação \bstato\b stadium \btila\b \bstan\b
            状況 状態 状态 狀態 상태""",
        "place": r"""
            place venue city \blieu \blugar \bort\b \blocal\b \bluogo tempat \bplaats paikka \bmiejsce
            場所 署名地 地点 地點 장소""",
    }.items()
}
"""Words in the names of columns, by what the column holds. Those of the events have the clearest first.

Those of ``doubtful`` say that an event has not happened, or not for all or for good, or that the column is about its
end.
"""
