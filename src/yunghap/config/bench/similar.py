"""`yunghap bench similar`: a similarity query over many documents, as the running service answers it.

Documents are put together from generated sentences, each analysed once: the morphology would take most of an hour for
100,000 documents, and the service analyses a document when it arrives.
"""

import random
import statistics
import time
from collections.abc import Iterator, Sequence

from yunghap.casework.similarity import Index, Terms, analyse, analyse_many

from .measure import Figure, resident_megabytes

LIMIT = 0.050  # seconds for a query over 100,000 documents
QUERIES = 50
_SENTENCES = 4_000
_SUBJECTS = (
    "배달로봇 수소충전소 전기차 드론 원격진료 스마트공장 자율주행차 "
    "의료기기 태양광발전 공유주방 폐배터리 건설기계 농업기계 물류창고"
)
_OBJECTS = (
    "안전기준 통행방법 설치거리 운행구역 책임보험 개인정보 품질검사 "
    "성능시험 이용요금 영업장소 보관방법 표시의무 관리인력 허가요건"
)
_PLACES = "보도 공원 도심 항만 농촌 아파트단지 산업단지 하천 지하공간 병원 학교 고속도로 실내 해상"
_ACTIONS = "완화한다 면제한다 대체한다 확인한다 신청한다 실증한다 보고한다 점검한다 제한한다 기록한다"


def figures(size: int) -> Iterator[Figure]:
    """Building and asking an index of so many documents; `LIMIT` holds for 100,000."""
    chance = random.Random(1)  # noqa: S311 - the same collection every time
    sentences = [_sentence(chance) for _number in range(_SENTENCES)]
    analysed = list(analyse_many(sentences))
    index = Index()
    start = time.process_time()
    for number in range(size):
        index.add(str(number), _together(chance.choices(analysed, k=5)))
    index.search(analysed[0])
    yield Figure(f"index {size:,} documents", time.process_time() - start, "s")
    texts = [" ".join(chance.choices(sentences, k=5)) for _number in range(QUERIES)]
    analyse(texts[0])
    times = sorted(_seconds(index, text) for text in texts)
    limit = f"limit {LIMIT * 1000:.0f} ms at 100,000"
    yield Figure(f"query over {size:,}, median", statistics.median(times) * 1000, "ms", limit)
    yield Figure(f"query over {size:,}, 95 of 100", times[int(len(times) * 0.95)] * 1000, "ms", limit)
    yield Figure("peak memory", resident_megabytes(), "MB")


def _sentence(chance: random.Random) -> str:
    subject, thing, place, action = (
        chance.choice(words.split()) for words in (_SUBJECTS, _OBJECTS, _PLACES, _ACTIONS)
    )
    return f"{place}에서 {subject}의 {thing}을 {chance.randrange(1, 100)}미터 범위로 {action}."


def _together(parts: Sequence[Terms]) -> Terms:
    """The terms of texts that follow one another."""
    words: list[str] = []
    places: list[int] = []
    letters = ""
    for part in parts:
        places.extend(len(letters) + place for place in part.places)
        words.extend(part.words)
        letters += part.letters
    return Terms(tuple(words), tuple(places), letters)


def _seconds(index: Index, text: str) -> float:
    start = time.process_time()
    index.search(analyse(text))
    return time.process_time() - start
