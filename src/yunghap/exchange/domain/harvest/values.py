"""What catalogues write, brought to one form: texts, licences, formats, languages, frequencies.

Everything here takes whatever stood in the record and never raises: what is not understood becomes "", and the record's
own words stay in its raw form.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from html import unescape
from unicodedata import is_normalized
from urllib.parse import urlsplit

from yunghap.core.text import nfc
from yunghap.exchange.enums import Licence

LONGEST = 20_000
_NOTHING = frozenset(
    {"", "-", "--", "none", "null", "n/a", "nan", "undefined", "없음", "해당없음", "해당 없음"}
)
LONGEST_NOTHING = max(map(len, _NOTHING))
_BLOCK = "p|br|hr|div|ul|ol|li|dl|dt|dd|h[1-6]|table|tr|thead|tbody|pre|blockquote|center|section|article"
_INLINE = "span|b|i|u|s|a|em|strong|small|big|font|sub|sup|code|mark|strike|img|td|th|o:p"
_TAG = re.compile(rf"</?(?:({_BLOCK})|{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_GAP = re.compile(r"[ \t\xa0]*\n\s*|[ \t\xa0]{2,}")
_SPECIAL = re.compile("[<&\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b\u2060]")
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b\u2060]")


def text(value: object, *, longest: int = LONGEST) -> str:
    """A text from whatever stood there: numbers in plain digits, "-" and "null" as nothing, tags of HTML left out."""
    if value in ("", "-", None):
        return ""
    if isinstance(value, str):
        found = value
    elif isinstance(value, bool | Mapping | list | tuple):
        return ""
    else:
        found = format(value, "f") if isinstance(value, Decimal) else str(value)
    if _SPECIAL.search(found):
        found = _plain(_BAD.sub("", found))
    found = found.strip()
    if not is_normalized("NFC", found):
        found = nfc(found)
    if len(found) <= LONGEST_NOTHING and found.lower() in _NOTHING:
        return ""
    return found if len(found) <= longest else found[:longest].rstrip()


def _plain(found: str) -> str:
    """A text that may be HTML without its tags and references; tags that were escaped once too often go as well."""
    shown = unescape(found)
    tagged = _TAG.search(found) or ("&lt;" in found and _TAG.search(shown))
    if tagged:
        source = found if _TAG.search(found) else shown
        shown = _GAP.sub(_kept, unescape(_TAG.sub(lambda tag: "\n" if tag[1] else " ", source)))
    return _BAD.sub("", shown)  # a reference may stand for one, too


def _kept(gap: re.Match[str]) -> str:
    return "\n" if "\n" in gap[0] else " "


def line(value: object, *, longest: int = 1_000) -> str:
    """The same on one line."""
    found = text(value, longest=longest)
    return found if found.isprintable() and "  " not in found else " ".join(found.split())


def texts(value: object, *, most: int = 200) -> tuple[str, ...]:
    """Several short texts from a list, or from one text with commas or semicolons between; none twice."""
    parts: Iterable[object]
    if isinstance(value, str):
        parts = re.split(r"[,;|、，\n]", value)
    elif isinstance(value, list | tuple):
        parts = value
    else:
        parts = [value]
    found = (line(part, longest=200) for part in parts)
    return tuple(dict.fromkeys(part for part in found if part))[:most]


# --- licences ------------------------------------------------------------------------------------

OWN_LICENCE = "urn:yunghap:licence:"
_KOGL_TYPE = re.compile(
    r"제?\s*([0-4])\s*유형|kogl[/_-]?(?:type[/_-]?)?([0-4])\b|opentype0?([0-4])\b", re.IGNORECASE
)
_CC = re.compile(
    r"(?:creativecommons\.org/licen[cs]es/|\bcc[ _-]?|creative commons )(by[a-z -]*)", re.IGNORECASE
)
_CC_WORDS = re.compile(r"creative commons[ :-]+attribution([a-z -]*)", re.IGNORECASE)
_CC0 = re.compile(r"publicdomain/zero|\bcc[ _-]?(?:0|zero)\b", re.IGNORECASE)
_OTHER_VERSION = re.compile(r"(?:^|[^0-9])([123])\.[0-9](?:[^0-9]|$)")
_CC_OTHER = re.compile(r"\bby-igo|/igo\b|intergovernmental", re.IGNORECASE)  # an edition of version 3.0
_CC_KIND = {"by": "CC_BY", "by-sa": "CC_BY_SA", "by-nc": "CC_BY_NC", "by-nd": "CC_BY_ND"}


def licence(*words: str) -> str:
    """The `enums.Licence` that the words (an address, a name, a sentence) mean for certain; "" for any other.

    The portal's 이용허락범위 제한 없음 counts as free use (KOGL type 0). Creative Commons only in version 4.0 or where
    no version is named; Open Government Licences, dl-de and the like are no value of ours and stay as text.
    """
    for word in words:
        found = _licence(word) if word else ""
        if found:
            return found
    return ""


def _licence(word: str) -> str:  # noqa: PLR0911 - one per family
    own = word.removeprefix(OWN_LICENCE)
    if own in Licence.values:  # another exchange like this one
        return own
    if match := _KOGL_TYPE.search(word):
        return f"KOGL_{match[1] or match[2] or match[3]}"
    flat = re.sub(r"[\s_·,()\[\]-]", "", word)
    if "AI유형" in flat and ("공공누리" in flat or "KOGL" in flat.upper()):
        return "KOGL_AI"
    if "출처표시" in flat:
        trade, change = "상업" in flat, "변경금지" in flat
        return "KOGL_4" if trade and change else "KOGL_2" if trade else "KOGL_3" if change else "KOGL_1"
    if "제한없음" in flat or "자유이용" in flat:
        return "KOGL_0"
    if _CC0.search(word):
        return "CC0"
    if match := _CC.search(word):
        kind = re.sub(r"[ _]", "-", match[1].lower()).strip("-")
    elif match := _CC_WORDS.search(word):
        rest = match[1].lower()
        parts = ["by", *(short for long, short in _CC_PARTS if long in rest)]
        kind = "-".join(parts)
    else:
        return ""
    if _OTHER_VERSION.search(word) or _CC_OTHER.search(word):
        return ""
    kind = re.match(r"by(?:-nc)?(?:-(?:sa|nd))?", kind)[0] if kind.startswith("by") else ""  # type: ignore[index]
    return _CC_KIND.get(kind, "")


_CC_PARTS = (("noncommercial", "nc"), ("non-commercial", "nc"), ("share", "sa"), ("noderiv", "nd"))

# --- formats -------------------------------------------------------------------------------------

MEDIA_TYPES = {
    "CSV": "text/csv",
    "TSV": "text/tab-separated-values",
    "JSON": "application/json",
    "GEOJSON": "application/geo+json",
    "JSON-LD": "application/ld+json",
    "XML": "application/xml",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "XLS": "application/vnd.ms-excel",
    "PDF": "application/pdf",
    "ZIP": "application/zip",
    "HTML": "text/html",
    "TXT": "text/plain",
    "PARQUET": "application/vnd.apache.parquet",
    "RDF": "application/rdf+xml",
    "TURTLE": "text/turtle",
    "KML": "application/vnd.google-earth.kml+xml",
    "GPKG": "application/geopackage+sqlite3",
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
}
_BY_MEDIA_TYPE = {media: name for name, media in MEDIA_TYPES.items()} | {
    "text/xml": "XML",
    "application/csv": "CSV",
    "application/x-zip-compressed": "ZIP",
    "application/vnd.geo+json": "GEOJSON",
    "application/octet-stream": "",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/msword": "DOC",
    "application/gml+xml": "GML",
    "application/x-shapefile": "SHP",
    "application/haansofthwp": "HWP",
    "application/x-hwp": "HWP",
}
_SAME_FORMAT = {
    "EXCEL": "XLS",
    "JPG": "JPEG",
    "TIF": "TIFF",
    "TTL": "TURTLE",
    "RDF_TURTLE": "TURTLE",
    "RDF_XML": "RDF",
    "JSON_LD": "JSON-LD",
    "JSONLD": "JSON-LD",
    "SHAPEFILE": "SHP",
    "ESRI SHAPEFILE": "SHP",
    "HTM": "HTML",
    "WEB PAGE": "HTML",
    "WEBPAGE": "HTML",
    "WEBSITE": "HTML",
    "TEXT": "TXT",
    "WMS_SRVC": "WMS",
    "WFS_SRVC": "WFS",
    "GEOJSON FEATURECOLLECTION": "GEOJSON",
}
_SUFFIXES = {
    *MEDIA_TYPES, "SHP", "GML", "ODS", "ODT", "DBF", "DOCX", "DOC", "PPTX", "HWP", "HWPX", "GTFS", "KMZ", "DXF", "DWG",
    "TTL", "NT", "JSONLD", "JSONL", "YAML", "SAV", "SQLITE", "WMS", "WFS", "RSS", "7Z", "GZ", "LAS", "NC", "MP4",
}  # fmt: skip
_SERVICE = re.compile(r"[/=](wms|wfs|wcs|wmts)(?=[/?&]|$)", re.IGNORECASE)  # of maps
_SUFFIX = re.compile(r"\.([A-Za-z0-9]{2,7})\b")
# What GeoNetwork and other map servers write for a format: OGC:WMS-1.3.0-http-get-map, WWW:LINK-1.0-http--link.
_PROTOCOL = re.compile(r"(?:OGC:(\w+)|WWW:(LINK|DOWNLOAD))\b.*", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+", re.IGNORECASE)


def format_name(value: object) -> str:
    """A short name such as CSV from a name, a media type or the address of a term."""
    found = line(value, longest=200)
    if found.startswith(("http://", "https://")):
        for beginning in ("/media-types/", "/mediaTypes/"):
            if beginning in found:
                found = found.split(beginning, 1)[1]
                break
        else:
            found = re.split(r"[/#]", found.rstrip("/#"))[-1]
    found = found.split(";")[0].strip().strip(".")
    if protocol := _PROTOCOL.match(found):
        found = protocol[1] or ("HTML" if protocol[2].upper() == "LINK" else "")
    if _MEDIA_TYPE.fullmatch(found):
        known = _BY_MEDIA_TYPE.get(found.lower())
        return found.split("/")[1].upper()[:40] if known is None else known
    upper = found.upper()[:40]
    if upper not in _SAME_FORMAT and (named := _SUFFIX.search(found)) and named[1].upper() in _SUFFIXES:
        upper = named[1].upper()  # "Excel (.xlsx)"
    return _SAME_FORMAT.get(upper, upper)


def is_format(name: str) -> bool:
    """Whether `format_name` gave the name of a format that is known here."""
    return name in _SUFFIXES or name in _SAME_FORMAT.values()


def format_of_address(*addresses: str) -> str:
    """The format that the end of an address names, where it names one."""
    for one in addresses:
        if service := _SERVICE.search(one):
            return service[1].upper()
        ending = urlsplit(one).path.rpartition(".")[2].upper() if one else ""
        if ending in _SUFFIXES:
            return _SAME_FORMAT.get(ending, ending)
    return ""


def media_type(value: object, name: str = "") -> str:
    """A media type where one was given, or the one of a format's name."""
    found = line(value, longest=200)
    for beginning in ("/media-types/", "/mediaTypes/"):
        if beginning in found:
            found = found.split(beginning, 1)[1]
    return found.lower() if _MEDIA_TYPE.fullmatch(found) else MEDIA_TYPES.get(name, "")


def size(value: object) -> int | None:
    """A number of bytes."""
    try:
        number = int(Decimal(text(value, longest=30).replace(",", "") or "x"))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return number if 0 <= number < 2**62 else None


# --- languages -----------------------------------------------------------------------------------

_LANGUAGES = {
    "ko": "kor korean 한국어 국문 한글",
    "en": "eng english 영어 영문 englisch anglais",
    "de": "deu ger german deutsch",
    "fr": "fra fre french français francais",
    "cs": "ces cze czech čeština",
    "sk": "slk slo slovak",
    "pl": "pol polish",
    "it": "ita italian italiano",
    "es": "spa spanish español castellano",
    "pt": "por portuguese português",
    "nl": "nld dut dutch nederlands",
    "da": "dan danish dansk",
    "sv": "swe swedish svenska",
    "nb": "nob norwegian norsk",
    "no": "nor",
    "nn": "nno",
    "fi": "fin finnish suomi",
    "et": "est estonian",
    "lv": "lav latvian",
    "lt": "lit lithuanian",
    "hu": "hun hungarian magyar",
    "ro": "ron rum romanian",
    "bg": "bul bulgarian",
    "el": "ell gre greek",
    "hr": "hrv croatian",
    "sl": "slv slovenian slovene",
    "sr": "srp serbian",
    "ga": "gle irish",
    "mt": "mlt maltese",
    "is": "isl ice icelandic",
    "uk": "ukr ukrainian",
    "ru": "rus russian",
    "tr": "tur turkish",
    "ja": "jpn japanese 일본어",
    "zh": "zho chi chinese 중국어",
    "ca": "cat catalan",
    "eu": "eus baq basque",
    "gl": "glg galician",
}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in (code, *words.split())}


def is_language_code(name: str) -> bool:
    """Whether a name of a member is one of the codes of languages: "ko", "de-AT"; "id" is none."""
    return name[:2] in _LANGUAGES and (len(name) == 2 or name[2] == "-")


def language_term(code: str) -> str:
    """The code of the EU's list of languages for a two-letter one: "ko" is KOR; "" where it is none of them."""
    return _LANGUAGES[code].split()[0].upper() if code in _LANGUAGES else ""


def language(value: object) -> str:
    """A two-letter code from a code, a tag ("de-AT"), a name or the address of a term; "" where it is none of these."""
    found = re.split(r"[/#]", line(value, longest=200).rstrip("/#"))[-1].lower()
    return _LANGUAGE_OF.get(found) or _LANGUAGE_OF.get(re.split("[-_]", found)[0], "")


def languages(values: Iterable[object]) -> tuple[str, ...]:
    """Codes, none twice."""
    return tuple(dict.fromkeys(code for code in map(language, values) if code))


# --- frequencies ---------------------------------------------------------------------------------

_FREQUENCIES = {
    "ANNUAL": "annual annually yearly r/p1y r/p12m r/p365d anual annuale jaarlijks "
    "年次 毎年 연간 매년 연 1년 년 jährlich annuel annuelle",
    "ANNUAL_2": "semiannual biannual semestral semestrale semestriel semestrielle "
    "r/p6m r/p180d r/p0.5y 반기 반년 6개월",
    "QUARTERLY": "quarterly r/p3m r/p90d trimestral trimestrale "
    "분기 분기별 3개월 vierteljährlich trimestriel trimestrielle",
    "MONTHLY": "monthly r/p1m r/p30d mensual mensile maandelijks 月次 "
    "毎月 월간 매월 월 1개월 monatlich mensuel mensuelle",
    "BIWEEKLY": "biweekly fortnightly r/p2w r/p14d 격주 2주",
    "WEEKLY": "weekly r/p1w semanal settimanale wekelijks r/p7d 주간 매주 주 1주 wöchentlich hebdomadaire",
    "DAILY": "daily r/p1d diario diaria giornaliero giornaliera dagelijks 日次 "
    "毎日 일간 매일 일 1일 일단위 täglich quotidien quotidienne",
    "HOURLY": "hourly r/pt1h 시간 매시간",
    "UPDATE_CONT": "continuous continuously continual r/pt1s 실시간 수시(실시간) realtime real-time fortlaufend",
    "IRREG": "irregular irregularly irregolare irrégulier 随時 不定期 "
    "수시 비정기 부정기 asneeded as_needed unregelmäßig ponctuel",
    "NEVER": "never notplanned none 일회성 1회성 일회성_데이터 한번",
    "BIENNIAL": "biennial r/p2y 2년 격년",
    "TRIENNIAL": "triennial r/p3y 3년",
    "UNKNOWN": "unknown",
}
_FREQUENCY_OF = {word: code for code, words in _FREQUENCIES.items() for word in words.split()}


def frequency(value: object) -> str:
    """A code of the EU's frequency list (ANNUAL, MONTHLY, IRREG …), or the source's own words."""
    found = line(value, longest=200)
    if found.startswith(("http://", "https://")):
        found = re.split(r"[/#:]", found.rstrip("/#"))[-1].removeprefix("freq-")
    key = found.lower().replace(" ", "")
    if re.fullmatch(r"pt?[0-9.]+[a-z]", key):
        key = f"r/{key}"  # a length of time alone
    return _FREQUENCY_OF.get(key) or (found.upper() if found.upper() in _FREQUENCIES else found[:40])


# --- addresses -----------------------------------------------------------------------------------


def address(value: object) -> str:
    """A web address one may link to; "" for everything else, so that no record brings a script into a page."""
    found = re.sub(r"[\r\n\t]", "", text(value, longest=2_000)).replace(" ", "%20")
    if found.lower().startswith("www."):
        found = f"http://{found}"
    return found if re.match(r"(?:https?|ftp)://[^/\s]", found, re.IGNORECASE) else ""
