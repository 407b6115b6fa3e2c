"""Closed cases made up for demonstration: grants of 2022 whose counts agree with what the 2023 plan printed.

Nothing here is anybody's: titles, companies and summaries are put together from words by a seeded chance. Only how
many there are of each scheme and kind is taken from the plan (its line on grants of 2022).
"""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yunghap.cases.schemes import SCHEMES
from yunghap.core.text import with_josa

YEAR = 2022
# scheme, kind, number. The plan prints the sums by scheme (129, 52, 27, 10, 5, 5) and by kind (201, 21, 6); how
# they cross is ours: permits and interpretations where the acts have them.
COUNTS = (
    ("industrial-convergence", "demonstration-exemption", 108),
    ("industrial-convergence", "temporary-permit", 15),
    ("industrial-convergence", "proactive-interpretation", 6),
    ("financial", "demonstration-exemption", 52),
    ("ict-convergence", "demonstration-exemption", 21),
    ("ict-convergence", "temporary-permit", 6),
    ("rnd-zone", "demonstration-exemption", 10),
    ("smart-city", "demonstration-exemption", 5),
    ("regional-zone", "demonstration-exemption", 5),
)
HEADINGS = (
    "number", "kind", "scheme", "title", "applicant", "handler", "filed_on", "decided_on", "outcome", "starts_on",
    "ends_on", "body", "articles", "conditions", "content", "method", "form", "summary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Field:
    """What a business does, how, and which rules stand in its way."""

    things: tuple[str, ...]
    methods: tuple[str, ...]
    articles: tuple[str, ...]


_MOBILITY = _Field(
    ("배송 로봇", "순찰 로봇", "무인 굴착기", "도심 화물 드론", "이동식 수소 충전기", "전기차 무선 충전기"),
    ("원격 관제", "자율 운행", "야간 시간대 운행", "지정 구역 순회"),
    ("도로교통법 제2조", "자동차관리법 제29조", "항공안전법 제129조", "고압가스 안전관리법 제4조"),
)
_HEALTH = _Field(
    ("가정용 재활 기기", "맞춤형 영양 꾸러미", "반려동물 진단 기기", "공유 주방 식단", "원격 복약 안내"),
    ("사용자 자가 측정", "매장 내 소분 판매", "전문가 비대면 상담", "구독 배송"),
    ("의료법 제34조", "건강기능식품에 관한 법률 제6조", "식품위생법 제36조", "약사법 제50조"),
)
_ENERGY = _Field(
    (
        "재사용 배터리 저장장치",
        "건물 일체형 발전 창호",
        "폐플라스틱 열분해유",
        "연료전지 지게차",
        "수열 냉난방기",
    ),
    ("공장 옥상 설치", "정유 공정 투입", "산업단지 안 운용", "공동주택 시범 설치"),
    ("전기사업법 제7조", "폐기물관리법 제25조", "전기안전관리법 제12조", "고압가스 안전관리법 제17조"),
)
_FINANCE = _Field(
    (
        "소액 해외 송금",
        "부동산 조각 수익증권",
        "온라인 대출 비교",
        "안면 인식 결제",
        "신용카드 기반 송금",
        "보험 비교·추천",
    ),
    ("은행 앱 연계", "분산원장 기록", "비대면 실명 확인", "가명정보 결합"),
    (
        "자본시장법 제12조",
        "여신전문금융업법 제46조",
        "전자금융거래법 제28조",
        "보험업법 제91조",
    ),
)
_ICT = _Field(
    (
        "모바일 전자고지",
        "공유 숙박 예약",
        "택시 합승 중개",
        "무인 매장 성인 인증",
        "영상정보 학습 데이터",
        "전자 처방 전달",
    ),
    ("본인확인정보 변환", "실시간 호출", "얼굴 특징점 비교", "전자지갑 저장"),
    (
        "정보통신망법 제23조의2",
        "개인정보 보호법 제15조",
        "관광진흥법 제3조",
        "택시발전법 제16조",
    ),
)
_CITY = _Field(
    (
        "스마트 횡단보도",
        "도심 순환 셔틀",
        "공유 전동 이동수단 거치대",
        "건물 에너지 관제",
        "실내 공기질 안내",
    ),
    ("구역 한정 운영", "교차로 신호 연동", "주민 참여 운영", "연구단지 안 실험"),
    ("도로법 제61조", "여객자동차 운수사업법 제4조", "전파법 제58조의2", "건축법 제22조"),
)
# scheme -> its fields, the key of the office in charge, the committee
_SCHEMES = {
    "industrial-convergence": (
        (_MOBILITY, _HEALTH, _ENERGY),
        "산업통상자원부",
        "산업융합 규제특례심의위원회",
    ),
    "financial": ((_FINANCE,), "금융위원회", "혁신금융심사위원회"),
    "ict-convergence": ((_ICT, _HEALTH), "과학기술정보통신부", "신기술·서비스 심의위원회"),
    "rnd-zone": ((_CITY, _ENERGY), "과학기술정보통신부", "연구개발특구위원회"),
    "smart-city": ((_CITY,), "국토교통부", "국가스마트도시위원회"),
    "regional-zone": ((_MOBILITY, _ENERGY), "중소벤처기업부", "규제자유특구위원회"),
}
COMPANIES = (
    "가람모빌리티 주식회사 (시연)",
    "누리헬스케어 주식회사 (시연)",
    "다온데이터 주식회사 (시연)",
    "라온에너지 주식회사 (시연)",
    "마루핀테크 주식회사 (시연)",
    "바른로보틱스 주식회사 (시연)",
)
_FORMS = ("장치와 앱을 묶은 서비스", "현장에 두는 기기", "중개 플랫폼", "구독형 서비스")
_PLACES = ("한 개 광역시", "두 개 시·군", "전국", "연구단지", "산업단지 두 곳", "매장 열 곳")
_CONDITIONS = (
    "책임보험에 들고 증서를 낸다",
    "이용자에게 실증임을 미리 알린다",
    "사고가 나면 하루 안에 알린다",
    "운행 속도를 시속 15킬로미터로 한정한다",
    "개인정보는 실증이 끝나면 지운다",
    "분기마다 안전 자료를 낸다",
)
_KINDS = {
    "demonstration-exemption": "실증특례",
    "temporary-permit": "임시허가",
    "proactive-interpretation": "적극해석",
}


def generate_closed_cases(seed: int = YEAR) -> bytes:
    """A CSV file of closed cases, the same for the same seed; every row is made up."""
    out = io.StringIO()
    table = csv.DictWriter(out, HEADINGS)
    table.writeheader()
    table.writerows(_rows(random.Random(seed)))  # noqa: S311 - made-up cases, no secret
    return out.getvalue().encode()


def _rows(chance: random.Random) -> Iterator[dict[str, str]]:
    names = {scheme.code: scheme.name.ko for scheme in SCHEMES}
    number = 0
    for scheme, kind, count in COUNTS:
        for _ in range(count):
            number += 1
            yield {
                "number": f"시연-{YEAR}-{number:04d}",
                "kind": kind,
                "scheme": scheme,
                **_business(chance, scheme, names[scheme], _KINDS[kind]),
                **_decision(chance, kind),
            }


def _business(chance: random.Random, scheme: str, scheme_name: str, kind: str) -> dict[str, str]:
    fields, handler, body = _SCHEMES[scheme]
    field = chance.choice(fields)
    thing, method = chance.choice(field.things), chance.choice(field.methods)
    place, form = chance.choice(_PLACES), chance.choice(_FORMS)
    articles = chance.sample(field.articles, chance.choice((1, 1, 2)))
    return {
        "title": f"{thing}: {method} ({place})",
        "applicant": chance.choice(COMPANIES),
        "handler": handler,
        "body": body,
        "articles": "|".join(articles),
        "content": thing,
        "method": method,
        "form": form,
        "summary": "시연용으로 만든 사건입니다. "
        f"{scheme_name} 제도에서 {with_josa(place, '을/를')} 범위로 {thing} 사업({method})의 "
        f"{with_josa(kind, '을/를')} 승인한 것으로 꾸몄습니다. 걸림돌이 된 조문: {', '.join(articles)}.",
    }


def _decision(chance: random.Random, kind: str) -> dict[str, str]:
    decided = date(YEAR, 1, 10) + timedelta(days=chance.randrange(350))
    filed = decided - timedelta(days=chance.randrange(45, 190))
    told = {"filed_on": filed.isoformat(), "decided_on": decided.isoformat(), "outcome": "GRANTED"}
    if kind == "proactive-interpretation":
        return told
    starts = decided + timedelta(days=chance.randrange(20, 80))
    years = chance.choice((2, 4, 4))  # two years, most of them extended once
    conditions = chance.sample(_CONDITIONS, chance.randrange(4))
    return {
        **told,
        "starts_on": starts.isoformat(),
        "ends_on": (
            starts.replace(year=starts.year + years, day=min(starts.day, 28)) - timedelta(days=1)
        ).isoformat(),
        "outcome": "CONDITIONAL" if conditions else "GRANTED",
        "conditions": "|".join(conditions),
    }
