"""Party codes: ISO 3166-1 alpha-2 codes, ISO 3166-3 codes of former states, and organisations that conclude treaties.

The table is part of this package, because published packages lack the organisations, and because ISO assigns codes
again: ``CS`` meant two states. A code that is no longer assigned stays valid, since histories name former states.
ISO 3166-3 gives every former state a code of four letters that no other state can get.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Final

__all__ = ["FORMER", "ORGANISATIONS", "PARTIES", "STATES", "PartyNames", "is_without_code", "parties_named"]

_STATES: Final = """
AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|AO Angola
AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|AX Åland Islands|AZ Azerbaijan
BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi
BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|BO Bolivia|BQ Bonaire, Sint Eustatius and Saba|BR Brazil|BS Bahamas
BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|CA Canada|CC Cocos Islands|CD Congo (Kinshasa)
CF Central African Republic|CG Congo (Brazzaville)|CH Switzerland|CI Côte d'Ivoire|CK Cook Islands|CL Chile|CM Cameroon
CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cabo Verde|CW Curaçao|CX Christmas Island|CY Cyprus|CZ Czechia|DE Germany
DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara
ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|FO Faroe Islands|FR France|GA Gabon
GB United Kingdom|GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia
GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GS South Georgia and the South Sandwich Islands|GT Guatemala
GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|HM Heard Island and McDonald Islands|HN Honduras|HR Croatia|HT Haiti
HU Hungary|ID Indonesia|IE Ireland|IL Israel|IM Isle of Man|IN India|IO British Indian Ocean Territory|IQ Iraq|IR Iran
IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros
KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon
LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya
MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia
ML Mali|MM Myanmar|MN Mongolia|MO Macao|MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta
MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger
NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman
PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland
PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestine|PT Portugal|PW Palau|PY Paraguay|QA Qatar
RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden
SG Singapore|SH Saint Helena, Ascension and Tristan da Cunha|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia
SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST São Tomé and Príncipe|SV El Salvador
SX Sint Maarten|SY Syria|SZ Eswatini|TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo
TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye
TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|UM United States Minor Outlying Islands
US United States|UY Uruguay|UZ Uzbekistan|VA Holy See|VC Saint Vincent and the Grenadines|VE Venezuela
VG Virgin Islands (British)|VI Virgin Islands (U.S.)|VN Viet Nam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|XK Kosovo
YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe
"""

_FORMER: Final = """
AN Netherlands Antilles (until 2010)|BU Burma (until 1989)
CS Czechoslovakia (until 1993), Serbia and Montenegro (2003 to 2006)|DD German Democratic Republic (until 1990)
SU Soviet Union (until 1992)|TP East Timor (until 2002)|YD Democratic Yemen (until 1990)|YU Yugoslavia (until 2003)
ZR Zaire (until 1997)|AIDJ French Afars and Issas (until 1977)
BQAQ British Antarctic Territory (until 1979)|ANHH Netherlands Antilles (until 2010)
BUMM Burma (until 1989)|BYAA Byelorussian SSR (until 1992)
CSHH Czechoslovakia (until 1993)|CSXX Serbia and Montenegro (2003 to 2006)
CTKI Canton and Enderbury Islands (until 1984)|DDDE German Democratic Republic (until 1990)|DYBJ Dahomey (until 1977)
FQHH French Southern and Antarctic Territories (until 1979)|FXFR France, Metropolitan (until 1997)
GEHH Gilbert and Ellice Islands (until 1979)|HVBF Upper Volta (until 1984)|JTUM Johnston Island (until 1986)
MIUM Midway Islands (until 1986)|NHVU New Hebrides (until 1980)|NQAQ Dronning Maud Land (until 1983)
NTHH Neutral Zone (until 1993)|PCHH Pacific Islands (Trust Territory, until 1986)
PUUM United States Miscellaneous Pacific Islands (until 1986)|PZPA Panama Canal Zone (until 1980)
RHZW Southern Rhodesia (until 1980)|SKIN Sikkim (until 1975)|SUHH Soviet Union (until 1992)
TPTL East Timor (until 2002)|VDVN Viet-Nam, Democratic Republic of (until 1977)|WKUM Wake Island (until 1986)
YDYE Yemen, Democratic (until 1990)|YUCS Yugoslavia (until 2003)|ZRCD Zaire (until 1997)
"""

_ORGANISATIONS: Final = """
ACP Organisation of African, Caribbean and Pacific States|ADB Asian Development Bank|AFDB African Development Bank
ASEAN Association of Southeast Asian Nations|BIS Bank for International Settlements|BENELUX Benelux
CARICOM Caribbean Community|CERN European Organization for Nuclear Research|COE Council of Europe
CTBTO Preparatory Commission for the Comprehensive Nuclear-Test-Ban Treaty Organization|EAC East African Community
EAEU Eurasian Economic Union|EBRD European Bank for Reconstruction and Development|ECB European Central Bank
ECOWAS Economic Community of West African States|ECSC European Coal and Steel Community|EEC European Economic Community
EFTA European Free Trade Association|EMBL European Molecular Biology Laboratory|ESA European Space Agency
ESO European Southern Observatory|EU European Union|EURATOM European Atomic Energy Community
EUMETSAT European Organisation for the Exploitation of Meteorological Satellites
EUROCONTROL European Organisation for the Safety of Air Navigation|EUROPOL European Union Agency for Law Enforcement
FAO Food and Agriculture Organization|GCC Gulf Cooperation Council|IAEA International Atomic Energy Agency
IBRD International Bank for Reconstruction and Development|ICAO International Civil Aviation Organization
ICC International Criminal Court|ICRC International Committee of the Red Cross
IDA International Development Association|IFAD International Fund for Agricultural Development
IFC International Finance Corporation|IFRC International Federation of Red Cross and Red Crescent Societies
ILO International Labour Organization|IMF International Monetary Fund|IMO International Maritime Organization
INTERPOL International Criminal Police Organization|IOM International Organization for Migration
ISA International Seabed Authority|ITLOS International Tribunal for the Law of the Sea
ITU International Telecommunication Union|LAS League of Arab States|MERCOSUR Mercosur
NATO North Atlantic Treaty Organization|OAS Organization of American States
OAU African Union (until 2002 Organisation of African Unity)
OECD Organisation for Economic Co-operation and Development|OIC Organisation of Islamic Cooperation
OPCW Organisation for the Prohibition of Chemical Weapons|OPEC Organization of the Petroleum Exporting Countries
OSCE Organization for Security and Co-operation in Europe|PCA Permanent Court of Arbitration|PIF Pacific Islands Forum
SAARC South Asian Association for Regional Cooperation|SADC Southern African Development Community|UN United Nations
UNESCO United Nations Educational, Scientific and Cultural Organization
UNHCR United Nations High Commissioner for Refugees|UNICEF United Nations Children's Fund
UNIDO United Nations Industrial Development Organization|UPU Universal Postal Union|WCO World Customs Organization
WHO World Health Organization|WIPO World Intellectual Property Organization|WMO World Meteorological Organization
WTO World Trade Organization
"""


# Codes of ISO 3166-1 alpha-3, each followed by the code of two letters.
_THREE_LETTERS: Final = """
XKKXK ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ
BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN
BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR
CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE
ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ
GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE
IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA
LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX
MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC
NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG
POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH
SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY
TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM
URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
"""

# Further names and abbreviations. A name under several codes is ambiguous and returns all of them.
_OTHER_NAMES: Final = """
GB Britain, England, Great Britain, Northern Ireland, Scotland, Wales, UK
US America, USA, U.S., U.S.A., United States of America|JP Nippon, Nihon|KR Korea, ROK, S. Korea, Republic of Korea
KP DPRK, N. Korea, Democratic People's Republic of Korea|CN PRC, People's Republic of China
TW Chinese Taipei, Republic of China, ROC|VA Vatican, Vatican City, Vatican City State|NL Holland
CZ Czech Republic|TR Turkey|MM Burma|SZ Swaziland
MK Macedonia, Republic of Macedonia|CV Cape Verde|CI Ivory Coast|TL East Timor, Timor|LA Lao PDR|RU Russian Federation
IR Islamic Republic of Iran|SY Syrian Arab Republic|MD Republic of Moldova, Moldavia|TZ United Republic of Tanzania
VE Bolivarian Republic of Venezuela|BO Plurinational State of Bolivia|BN Brunei Darussalam|VN Vietnam
CD Democratic Republic of the Congo, Democratic Republic of Congo, DR Congo, DRC, Congo|CG Republic of the Congo, Congo
PS State of Palestine|FM Federated States of Micronesia|AE UAE, Emirates|BA Bosnia|TT Trinidad|KN Saint Kitts
GR EL, Hellas, Hellenic Republic|XK Republic of Kosovo|DE Federal Republic of Germany, West Germany, FRG, Deutschland
DDDE East Germany, GDR, German Democratic Republic|SUHH USSR, Soviet Union, Union of Soviet Socialist Republics
CSHH Czechoslovakia, Czechoslovak Socialist Republic|CSXX Serbia and Montenegro
YUCS Yugoslavia, Federal Republic of Yugoslavia, Socialist Federal Republic of Yugoslavia, SFRY
BUMM Burma|ZRCD Zaire|DYBJ Dahomey|HVBF Upper Volta|RHZW Rhodesia|TPTL East Timor|ANHH Netherlands Antilles
YDYE South Yemen, Democratic Yemen|VDVN North Vietnam|BYAA Byelorussia|NO Norge|SE Sverige|FI Suomi|DK Danmark
ES Espana|IT Italia|AT Österreich|CH Schweiz, Suisse|BE Belgique, België|PL Polska|PH Pilipinas
EU European Communities, EC, EEC, European Community, European Economic Community
UN United Nations Organization, UNO, United Nations Organisation
NATO North Atlantic Treaty Organisation, OTAN|IAEA AIEA
"""
# Names in full, where they are more than a form of government and the usual name; and former names of the same state.
_FULL_NAMES: Final = """
AF Islamic Republic of Afghanistan, Islamic Emirate of Afghanistan|AL People's Socialist Republic of Albania
AE Trucial States|AO People's Republic of Angola|AR Argentine Republic|BA Bosnia-Herzegovina
BD People's Republic of Bangladesh|BG People's Republic of Bulgaria|BJ People's Republic of Benin
BR Federative Republic of Brazil, United States of Brazil|BW Bechuanaland|BZ British Honduras
CG People's Republic of the Congo|CH Swiss Confederation
DZ People's Democratic Republic of Algeria, Democratic and Popular Republic of Algeria|EG Arab Republic of Egypt
ET Federal Democratic Republic of Ethiopia, Abyssinia, People's Democratic Republic of Ethiopia|FR French Republic
GB United Kingdom of Great Britain and Northern Ireland, United Kingdom of Great Britain and Ireland
GB Great Britain and Ireland|GH Gold Coast
GY Cooperative Republic of Guyana, Co-operative Republic of Guyana, British Guiana
HK Hong Kong Special Administrative Region, Hong Kong SAR, China Hong Kong SAR
HK Hong Kong Special Administrative Region of the People's Republic of China
HK Hong Kong Special Administrative Region of China
HU Hungarian People's Republic, Hungarian Republic|IE Irish Free State, Éire|IR Persia|IT Italian Republic
JO Hashemite Kingdom of Jordan, Transjordan|KG Kyrgyz Republic
KH Kampuchea, Democratic Kampuchea, Khmer Republic, People's Republic of Kampuchea|KI Gilbert Islands
KM Union of the Comoros, Islamic Federal Republic of the Comoros|KN Federation of Saint Kitts and Nevis
LA Lao People's Democratic Republic|LB Lebanese Republic|LK Ceylon, Democratic Socialist Republic of Sri Lanka
LS Basutoland|LU Grand Duchy of Luxembourg
LY Libyan Arab Jamahiriya, Libyan Arab Republic, Socialist People's Libyan Arab Jamahiriya
LY Great Socialist People's Libyan Arab Jamahiriya
MG Malagasy Republic, Democratic Republic of Madagascar
MK The former Yugoslav Republic of Macedonia, former Yugoslav Republic of Macedonia, FYROM
MM Union of Myanmar, Republic of the Union of Myanmar, Union of Burma, Socialist Republic of the Union of Burma
MN Mongolian People's Republic
MO Macao China, Macau China, Macau, Macao Special Administrative Region, Macao SAR, China Macao SAR
MO Macao Special Administrative Region of the People's Republic of China
MR Islamic Republic of Mauritania|MW Nyasaland|MX United Mexican States|MY Malaya, Federation of Malaya
MZ People's Republic of Mozambique|NG Federal Republic of Nigeria, Federation of Nigeria
NP Federal Democratic Republic of Nepal|PG Independent State of Papua New Guinea|PK Islamic Republic of Pakistan
PL Polish People's Republic, Polish Republic|PT Portuguese Republic
RO Romanian People's Republic, Socialist Republic of Romania, Rumania, Roumania|SB British Solomon Islands
SD Democratic Republic of the Sudan|SK Slovak Republic
SO Federal Republic of Somalia, Somali Republic, Somali Democratic Republic
ST Democratic Republic of Sao Tome and Principe|SR Dutch Guiana|SY Syrian Republic|TG Togolese Republic|TH Siam
TL Democratic Republic of Timor-Leste|TW Taiwan China, Taiwan Province of China
TN Tunisian Republic|TZ Tanganyika, United Republic of Tanganyika and Zanzibar
UA Ukrainian SSR, Ukrainian Soviet Socialist Republic|UY Oriental Republic of Uruguay, Eastern Republic of Uruguay
VC Saint Vincent|VE United States of Venezuela|VN Socialist Republic of Viet Nam
WS Western Samoa, Independent State of Samoa|YE Yemen Arab Republic|ZA Union of South Africa|ZM Northern Rhodesia
BYAA Byelorussian SSR, Byelorussian Soviet Socialist Republic
CSHH Czech and Slovak Federal Republic, Czech and Slovak Federative Republic, Czechoslovak Republic, Czecho-Slovakia
CSHH Czechoslovak Federal Republic
CSXX State Union of Serbia and Montenegro, Serbia Montenegro, Serbia y Montenegro, Serbia e Montenegro
CSXX Serbie et Monténégro, Serbien und Montenegro
DDDE Germany Democratic Republic, Democratic Republic of Germany
GEHH Gilbert and Ellice Islands|NHVU New Hebrides|RHZW Southern Rhodesia
VDVN Democratic Republic of Viet Nam|YDYE People's Democratic Republic of Yemen, People's Republic of Southern Yemen
YUCS Federal People's Republic of Yugoslavia, Kingdom of the Serbs Croats and Slovenes, Serb-Croat-Slovene State
FAO Food and Agriculture Organization of the United Nations|IBRD World Bank
IMO Inter-Governmental Maritime Consultative Organization
OAU African Union, Organisation of African Unity, Organization of African Unity|ILO International Labour Organisation
VG British Virgin Islands|HK Hong Kong China
"""
# Names that registers use beside the full ones; each stands for one state.
_NAMES_IN_REGISTERS: Final = """
AL People's Republic of Albania|AT Austrian Republic|AZ Azerbaijan Republic|BR Federal Republic of Brazil, Brasil
BG People's Republic Bulgaria|CH Confederation of Switzerland, Federation of Switzerland, Swiss Federal Council
CH Swiss Council|CY Cypriot Republic|DZ Democratic Republic of Algeria|ES Spanish State|FI Finnish Republic
GA Gabonese Republic
GB United Kingdom of Great Britain|GN Revolutionary People's Republic of Guinea|LT Lithuanian Republic
PL People's Republic of Poland|RO People's Republic of Romania|RU Federation of Russia
RU Russian Socialist Federal Soviet Republic, Russian Soviet Federative Socialist Republic
ST Democratic Republic of Sao Tome e Principe|VE Bolivarian Republic Venezuela
CSHH Czechoslovakian Republic, former Czechoslovakia
SUHH Union of Soviet Republics, Union of the Soviet Socialist Republics, former USSR, former Soviet Union
YUCS Federative People's Republic of Yugoslavia, Federative Socialist Republic of Yugoslavia
YUCS Federal People's Republic Yugoslavia, Kingdom of Serbs Croats and Slovenes, former Yugoslavia
"""
# Adjectives of states, as in "Belgian Government"; those of two states, such as Korean and Dominican, are left out.
_ADJECTIVES: Final = """
AF Afghan|AL Albanian|DZ Algerian|AO Angolan|AR Argentine, Argentinian|AM Armenian|AU Australian|AT Austrian
AZ Azerbaijani|BH Bahraini|BD Bangladeshi|BB Barbadian|BY Belarusian|BE Belgian|BT Bhutanese|BO Bolivian|BR Brazilian
GB British, His Britannic Majesty's, Her Britannic Majesty's|BG Bulgarian|KH Cambodian|CM Cameroonian|CA Canadian
TD Chadian|CL Chilean|CN Chinese|CO Colombian|CR Costa Rican|HR Croatian|CU Cuban|CY Cypriot|CZ Czech
CSHH Czechoslovak, Czechoslovakian|DK Danish|NL Dutch, Netherlands|EC Ecuadorian|EG Egyptian|EE Estonian|ET Ethiopian
FJ Fijian|FI Finnish|FR French|GA Gabonese|GM Gambian|GE Georgian|DE German|GH Ghanaian|GR Greek, Hellenic
GT Guatemalan|GY Guyanese|HT Haitian|HN Honduran|HU Hungarian|IS Icelandic|IN Indian|ID Indonesian|IR Iranian|IQ Iraqi
IE Irish|IL Israeli|IT Italian|JM Jamaican|JP Japanese|JO Jordanian|KZ Kazakh|KE Kenyan|KW Kuwaiti|KG Kyrgyz|LA Lao
LV Latvian|LB Lebanese|LR Liberian|LY Libyan|LT Lithuanian|MG Malagasy|MY Malaysian|ML Malian|MT Maltese|MR Mauritanian
MX Mexican|MD Moldovan|MN Mongolian|MA Moroccan|MZ Mozambican|NP Nepalese|NZ New Zealand|NI Nicaraguan|NG Nigerian
NO Norwegian|OM Omani|PK Pakistani|PA Panamanian|PY Paraguayan|PE Peruvian|PH Philippine|PL Polish|PT Portuguese
QA Qatari|RO Romanian|RU Russian|RW Rwandan|SA Saudi|SN Senegalese|RS Serbian|SG Singaporean|SK Slovak|SI Slovenian
SO Somali|ZA South African|SUHH Soviet|ES Spanish|LK Sri Lankan|SE Swedish|CH Swiss|SY Syrian|TJ Tajik|TZ Tanzanian
TH Thai|TN Tunisian|TR Turkish|TM Turkmen|UG Ugandan|UA Ukrainian|AE Emirati|US American, United States
UY Uruguayan|UZ Uzbek|VE Venezuelan|YUCS Yugoslav|ZM Zambian|ZW Zimbabwean
"""
# Names of former states without a code, and of parts of states. A part of each would match another state, or two.
_NO_STATE_OF_THE_TABLES: Final = frozenset(
    {
        *("republic of vietnam", "republic of viet nam", "state of vietnam", "state of viet nam", "austria hungary"),
        *("state of georgia", "state of mexico", "rhodesia and nyasaland", "federation of rhodesia and nyasaland"),
    }
)
_FORM: Final = r"(?:the )?(?:(?:republic|kingdom|state|commonwealth|sultanate|principality) of )?(?:the )?"
_ORGAN: Final = (
    r"(?:the )?(?:(?:(?:federal|royal|imperial|his majestys|her majestys) )?governments?"
    r"|(?:cabinet|council) of ministers|federal council) of (?:the )?"
)
"""Pattern of an organ that acts for its state, before the name of the state."""
_GOVERNMENT: Final = r"(?:the )?(?:(?:federal|royal|imperial) )?(.+?) (?:federal )?governments?"
"""Pattern of a government with the adjective, or the name, of its state."""
_INVERTED: Final = r"([^,(]+)(?:, ?| ?\()([^,()]+)\)?"
"""Pattern of a name as registers list it: ``Iran (Islamic Republic of)``, ``Korea, Republic of``, ``Gambia (The)``."""
_MAX_KEPT: Final = 4096
"""Names whose codes are kept for the next time."""
_MAX_NAME: Final = 100
"""Limit of the characters of a name; a longer text is not looked up."""


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.strip().splitlines():
        for entry in line.split("|"):
            code, _, names = entry.partition(" ")
            yield code, names


def _read_table(text: str) -> Mapping[str, str]:
    return MappingProxyType(dict(_entries(text)))


STATES: Final = _read_table(_STATES)
"""ISO 3166-1 alpha-2 codes assigned today, and ``XK`` (Kosovo), one of the codes that ISO leaves to users."""

FORMER: Final = _read_table(_FORMER)
"""Codes of former states (ISO 3166-3): the former code of two letters and the unique code of four letters."""

ORGANISATIONS: Final = _read_table(_ORGANISATIONS)
"""International organisations that may be parties (VCLT between States and International Organizations, 1986).

A selection. Each name and abbreviation was compared with at least one of these lists: the participants of that
convention (https://treaties.un.org, chapter XXIII, 3), the international organizations and groups of The World Factbook
(https://www.cia.gov/the-world-factbook/), and the code list of areas that the European Central Bank publishes for
statistics. The table omits names that no list confirmed and abbreviations with two meanings, such as IDB: declare them
in the settings. The African Union has the abbreviation of its predecessor, since ``AU`` is Australia.
"""

PARTIES: Final[Mapping[str, str]] = MappingProxyType({**STATES, **FORMER, **ORGANISATIONS})
"""Every code that ``parties`` may name without a declaration in the settings."""


class PartyNames:
    """Codes of parties by name. Tables have the same names again and again: a name is looked up once."""

    def __init__(self, parties: Mapping[str, str] = PARTIES) -> None:
        self._parties = parties
        """Names by code; they may include codes of the settings."""
        self._names = _names(tuple(parties.items()))
        self.codes = lru_cache(_MAX_KEPT)(self._codes)
        """Return the codes that a text can mean, as :func:`parties_named` does."""
        self.is_without_code = lru_cache(_MAX_KEPT)(is_without_code)

    def __contains__(self, code: str) -> bool:
        """Return whether a text is one of the codes."""
        return code in self._parties

    def _codes(self, text: str) -> tuple[str, ...]:
        if len(text) > _MAX_NAME:
            return ()
        found = self._named(_plain(text))
        listed = None if found else re.fullmatch(_INVERTED, text.strip())
        if listed is None:
            return found
        inverted = self._named(_plain(f"{listed[2]} {listed[1]}"))
        return inverted if "(" not in text else inverted or self._abbreviated(listed[1], listed[2])

    def _abbreviated(self, name: str, short: str) -> tuple[str, ...]:
        """Return the codes of a name with its own abbreviation in brackets, as in ``European Space Agency (ESA)``."""
        codes = self._named(_plain(name))
        if short == "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper()):
            return codes
        both = {*codes} & {*self._named(_plain(short))}
        return tuple(both) if len(both) == 1 else ()

    def _named(self, name: str) -> tuple[str, ...]:
        """Return the codes that a name in plain spelling can mean."""
        code = name.replace(" ", "").upper()
        if code in self._parties:
            return (code,)
        if name.removeprefix("the ") in _NO_STATE_OF_THE_TABLES:
            return ()
        short = re.sub(_FORM, "", name, count=1)
        found = self._known(name) or self._known(name.removeprefix("the ")) or self._known(short)
        if found:
            return tuple(one for one in found if one in self._parties)
        organ = re.match(_ORGAN, name)
        if organ:
            return self._named(name[organ.end() :])
        government = re.fullmatch(_GOVERNMENT, name)
        if government is None:
            return ()
        state = _adjectives().get(government[1], "")
        return (state,) if state in self._parties else self._named(government[1])

    def _known(self, name: str) -> tuple[str, ...]:
        # Blanks are ignored, so that 'South-East' and 'Southeast' match.
        return self._names.get(name.replace(" ", ""), ())


def parties_named(text: str, parties: Mapping[str, str] = PARTIES) -> tuple[str, ...]:
    """Return the codes that a name, or a code in another spelling, can mean; an empty tuple if it is neither.

    ``parties`` maps codes to names and may include codes of the settings. Names must match whole: there is no fuzzy
    search, because the nearest name is too often that of another country.

    >>> parties_named("Vatican"), parties_named("jpn"), parties_named("Korea, Republic of"), parties_named("Lapan")
    (('VA',), ('JP',), ('KR',), ())
    """
    return PartyNames(parties).codes(text)


def is_without_code(name: str) -> bool:
    """Return whether a name is that of a former state, or a part of one, that looks like the name of other states.

    >>> is_without_code("Austria-Hungary"), is_without_code("Austria")
    (True, False)
    """
    return _plain(name).removeprefix("the ") in _NO_STATE_OF_THE_TABLES


@lru_cache(maxsize=8)
def _names(parties: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the codes by name; the names are in plain spelling and without blanks."""
    from pactstate.text.languages import STATE_NAMES  # 2 ms, and only names in words need it

    found: dict[str, dict[str, None]] = {}
    for code, names in chain.from_iterable(
        map(_entries, (_OTHER_NAMES, _FULL_NAMES, _NAMES_IN_REGISTERS, STATE_NAMES))
    ):
        for name in names.split(", "):
            found.setdefault(_plain(name), {})[code] = None
    for pair in _THREE_LETTERS.split():
        found.setdefault(pair[:3].lower(), {})[pair[3:]] = None
    for code, name in parties:
        if code not in FORMER:
            found.setdefault(_plain(name), {}).setdefault(code)
    return {name.replace(" ", ""): tuple(codes) for name, codes in found.items()}


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, str]:
    """Return the code of a state by its adjective, in plain spelling."""
    return {_plain(word): code for code, words in _entries(_ADJECTIVES) for word in words.split(", ")}


def _plain(name: str) -> str:
    """Return a name in plain spelling: lower case, no accents, no punctuation, one blank between words."""
    letters = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    kept = "".join(one for one in letters if not unicodedata.combining(one) and one not in ".'\u2019\u02bc")
    return re.sub(r"\bst (?=\w)", "saint ", " ".join(re.findall(r"\w+", kept)))
