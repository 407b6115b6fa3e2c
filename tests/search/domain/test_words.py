import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.search.domain import words


def test_bigrams_of_one_character_is_itself():
    assert words.bigrams("가") == ["가"]
    assert words.bigrams("스마트팜") == ["스마", "마트", "트팜"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("AI-5G 로봇", ["ai-5g", "ai", "5g", "~ai", "로봇"]),
        ("v2.0", ["v2.0", "v2", "0"]),
        ("충전 stations", ["충전", "stations", "~station"]),
        ("café 데이터셋", ["cafe", "~cafe", "데이", "이터", "터셋"]),
        ("Зона データ", ["зона", "~зона", "デー", "ータ"]),
    ],
)
def test_terms(text, terms):
    assert words.terms_of(words.normalise(text)) == terms


def test_tight_terms_ignore_how_korean_is_spaced():
    joined = words.tight_terms("전기차충전소")
    assert joined == words.tight_terms("전기차 충전소") == words.tight_terms("전기차_충전소")
    assert words.tight_terms("방범 cctv 설치") == ["방범", "cctv", "설치"]


@given(st.text(alphabet="가나다라마바사융합 abcé12", max_size=30))
def test_terms_same_for_decomposed_text(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert words.terms_of(words.normalise(decomposed)) == words.terms_of(words.normalise(text))


@given(st.text(max_size=50))
def test_normalise_is_stable(text):
    once = words.normalise(text)
    assert words.normalise(words.normalise(once)) == words.normalise(once)


def test_warm_up_in_background_loads():
    words._of_questions.cache_clear()
    words.warm_up(within=0.01)
    for _attempt in range(1_000):
        if words._of_questions().loaded is not None:
            break
        time.sleep(0.02)
    assert words.morphemes("주차장의 위치")[0][0] == "주차장"
    assert words._of_questions().loaded is not None


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("bikeParkingRacks", "bike Parking Racks"),
        ("XMLFileList", "XML File List"),
        ("TourAPI", "Tour API"),
        ("iPhone IoT pH McDonald 주차장", None),
        ("food_truck", None),
    ],
)
def test_names_that_programs_write_in_one_piece(text, apart):
    assert words.spellings(text) == ([text] if apart is None else [text, apart])
