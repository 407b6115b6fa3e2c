"""What may tell of a person is found; what only looks a little like it is not; nothing else is touched."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.casework.enums import Personal
from yunghap.casework.redaction import MASK, find_personal, redact

FOUND = {
    "주민번호 900101-1234567 입니다": [("900101-1234567", Personal.RESIDENT_NUMBER)],
    "9001012234567": [("9001012234567", Personal.RESIDENT_NUMBER)],
    "900101-1******": [("900101-1******", Personal.RESIDENT_NUMBER)],
    "전화 010-1234-5678, 02)123-4567": [
        ("010-1234-5678", Personal.PHONE),
        ("02)123-4567", Personal.PHONE),
    ],
    "+82 10 1234 5678": [("+82 10 1234 5678", Personal.PHONE)],
    "담당 hong.gd@example.co.kr로": [("hong.gd@example.co.kr", Personal.E_MAIL)],
    "국민은행 123456-01-123456": [("123456-01-123456", Personal.ACCOUNT)],
    "카드 1234-5678-9012-3456": [("1234-5678-9012-3456", Personal.ACCOUNT)],
    "대표 홍길동은": [("홍길동", Personal.NAME)],
    "박서준 과장과 Dr. Jane Doe": [("박서준", Personal.TITLED), ("Jane Doe", Personal.TITLED)],
    "담당자: 이하늘, 홍길동 대표": [("이하늘", Personal.TITLED), ("홍길동", Personal.NAME)],
}
NOT = (
    "2026-06-03부터 2028-06-02까지",
    "사업자등록번호 123-45-67890",
    "제10조의3제4항, 1,234,567,890원",
    "관리번호 SB-2026-00017",
    "홍길동전은 아니나 신홍길동",
    "연구소 소장과 기술원 원장, 전문위 위원",
)


@pytest.mark.parametrize("text", FOUND)
def test_found_by_form_and_by_name(text: str) -> None:
    assert [(one.text, one.kind) for one in find_personal(text, ["홍길동", "김"])] == FOUND[text]


@pytest.mark.parametrize("text", NOT)
def test_days_articles_and_numbers_of_businesses_are_left(text: str) -> None:
    assert [one for one in find_personal(text, ["길동", "김"]) if one.kind != Personal.NAME] == []
    assert find_personal(text, ["길동"]) == []


def test_only_what_is_chosen_is_hidden_wherever_it_stands() -> None:
    text = "홍길동(010-1234-5678)과 김철수. 홍길동은"
    assert redact(text, ["홍길동"], ["홍길동", "김철수"]) == f"{MASK}(010-1234-5678)과 김철수. {MASK}은"
    assert redact(text, []) == text
    assert redact("주식회사김철수의 김철", [], further=["김철", "김철수"]) == f"주식회사{MASK}의 {MASK}"


@given(st.text(st.sampled_from("019-.@a가홍길동 \n"), max_size=60))
def test_findings_stand_in_the_text_apart_and_hiding_all_leaves_none(text: str) -> None:
    found = find_personal(text, ["홍길동"])
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert find_personal(redact(text, [one.text for one in found], ["홍길동"]), ["홍길동"]) == []
