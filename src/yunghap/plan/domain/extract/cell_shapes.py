"""What a cell is by its shape alone: a number with or without a unit, a year, a stage."""

import re

from yunghap.plan.domain.vocabulary import Vocabulary

from .units import clean_unit

_NUMBER = r"[△▲▼+-]?\s?(?:약\s?)?\d[\d,]*(?:\.\d+)?(?:\s?[~/]\s?[\d,.]+)?"
_DATA = re.compile(rf"\s*{_NUMBER}\s?(?P<unit>[가-힣%A-Za-z㎡㎞㎥/社 ]{{0,10}}?)\s*(?:\([^()]*\))?\s*")
YEAR_CELL = re.compile(
    r"\s*~?\s*(?:FY ?)?'?(?:(?:19|20)\d\d|(?<=')\d\d|(?<=FY)\d\d"
    r"|(?<=FY )\d\d)\s?(?:년도?|年)?(?:\s?[~-]\s?'?(?:\d{2,4}년?)?)?"
    r"(?:\.?\s?(?:\d{1,2}월?|상반기|하반기|이후|이전|까지|말))?(?:\s?\([^()]*\))?\s*"
)
SHORT_YEAR_CELL = re.compile(r"\s*\d\d년도?\s*(?:\([^()]*\))?\s*")
STAGE = re.compile(  # 1단계('28), 1/4, 2Q
    r"\s*(?:\d{1,2}\s?(?:단계|차\s?년도|년차|차|분기|기)|[1-4]\s?/\s?4(?:\s?분기)?|[1-4][QH]|[QH][1-4])\s*(?:\([^()]*\))?\s*"
)


def is_data(text: str, vocabulary: Vocabulary) -> bool:
    match = _DATA.fullmatch(text)
    if match is None or YEAR_CELL.fullmatch(text) or STAGE.fullmatch(text):
        return False
    unit = match["unit"].strip()
    return not unit or clean_unit(unit, vocabulary) is not None
