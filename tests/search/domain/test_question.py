from dataclasses import dataclass, field

import pytest

from yunghap.search.domain.question import Form, How, understand


@dataclass
class Lexicon:
    """A lexicon of words with the number of titles that carry them."""

    titles: dict[str, int] = field(default_factory=dict)
    slips: dict[str, list[tuple[str, float]]] = field(default_factory=dict)

    def titles_with(self, run: str) -> int:
        return self.titles.get(run, 0)

    def word_in_titles(self, word: str) -> bool:
        return word in self.titles

    def side_by_side(self, left: str, right: str) -> bool:
        return f"{left} {right}" in self.titles

    def anywhere(self, run: str) -> bool:
        return run in self.titles

    def near(self, *typed: str) -> list[tuple[str, float]]:
        return [pair for word in typed for pair in self.slips.get(word, [])]

    def with_initials(self, pattern: str) -> list[tuple[str, float]]:
        return self.slips.get(pattern, [])


def parts(question: str, lexicon: Lexicon | None = None) -> list[tuple[str, ...]]:
    return [word.forms[0].parts for word in understand(question, lexicon or Lexicon())]


def needed(question: str, lexicon: Lexicon | None = None) -> list[str]:
    return [word.typed for word in understand(question, lexicon or Lexicon()) if not word.generic]


def test_particles_and_endings_are_dropped():
    assert needed("스마트공장의 예산은") == ["스마트공장", "예산"]


def test_compounds_are_taken_apart_unless_titles_carry_them():
    assert parts("전기차충전소") == [("전기차", "충전소")]
    assert parts("전기차충전소", Lexicon({"전기차충전소": 10})) == [("전기차충전소",)]


def test_single_syllables_join_their_neighbour():
    assert parts("대기질") == [("대기질",)]
    assert parts("초미세먼지농도") == [("초미세", "먼지", "농도")]


def test_generic_words_are_not_needed_unless_alone():
    assert needed("약국 현황") == ["약국"]
    assert needed("현황 정보") == ["현황", "정보"]
    assert parts("약국현황") == [("약국",)]


def test_lone_syllables_are_not_needed_beside_words():
    assert needed("배 산업") == ["산업"]
    assert needed("배") == ["배"]


def test_slips_are_put_right():
    lexicon = Lexicon({"어린이집": 5}, {"어린이짐": [("어린이집", 0.9)]})
    (word,) = understand("어린이짐", lexicon)
    assert word.forms == (Form(("어린이짐",)), Form(("어린이집",), How.SPELLING, 0.9))


def test_the_part_nobody_uses_is_put_right():
    lexicon = Lexicon({"버스": 9, "정류장": 9}, {"정유장": [("정류장", 0.9)]})
    forms = understand("버스정유장", lexicon)[0].forms
    assert forms[-1] == Form(("버스", "정류장"), How.SPELLING, 0.9)


def test_initials_fit_words_in_use():
    lexicon = Lexicon({"주차장": 3}, {"ㅈㅊㅈ": [("주차장", 0.95)]})
    assert parts("ㅈㅊㅈ", lexicon) == [("주차장",)]
    assert parts("주차자ㅇ", lexicon) == [("주차장",)]
    assert parts("주차장ㅋ", lexicon) == [("주차장",)]
    assert parts("ㅋㅋ", lexicon) == []


def test_forgotten_keyboard_switch():
    lexicon = Lexicon({"주차장": 3})
    assert understand("wnckwkd", lexicon)[0].forms[-1] == Form(("주차장",), How.KEYBOARD)


def test_equals_follow_the_word_itself():
    forms = understand("정류장", Lexicon({"정류장": 10}))[0].forms
    assert [form.text for form in forms] == ["정류장", "정류소"]


@pytest.mark.parametrize("question", ["", "?!", "…"])
def test_nothing_is_asked(question):
    assert understand(question, Lexicon()) == ()


def test_compounds_of_latin_words_are_read_both_ways() -> None:
    lexicon = Lexicon({"childcare": 2, "street light": 3, "child": 1, "care": 1, "light": 1})
    [together] = understand("child care", lexicon)
    assert [(form.text, form.how) for form in together.forms] == [
        ("child care", How.TYPED),
        ("childcare", How.EQUAL),
    ]
    [apart] = understand("streetlight", lexicon)
    assert [form.text for form in apart.forms] == ["streetlight", "street light"]
    assert [word.typed for word in understand("child light", lexicon)] == ["child", "light"]


def test_what_titles_carry_counts_beside_its_nouns() -> None:
    [word] = understand("작은도서관", Lexicon({"작은도서관": 1, "도서관": 5}))
    assert [form.text for form in word.forms] == ["작은도서관", "도서관"]


def test_a_compound_that_nobody_uses_is_read_as_two_words() -> None:
    lexicon = Lexicon({"가로": 1, "쉼터": 2, "까망": 3})
    [word] = understand("까망쉼터", lexicon)
    assert ("까망", "쉼터") in [form.parts for form in word.forms]
    [unknown] = understand("뷁궯쉼", lexicon)
    assert len(unknown.forms) == 1


def forms(question: str, *titles: str) -> list[tuple[str, ...]]:
    return [
        form.parts for word in understand(question, Lexicon(dict.fromkeys(titles, 1))) for form in word.forms
    ]


def test_verbs_of_everyday_speech_are_the_nouns_of_titles():
    assert forms("자전거 빌리는", "자전거") == [("자전거",), ("빌리는",), ("대여",), ("임대",), ("대출",)]


def test_what_something_costs():
    assert ("주차", "요금") in forms("주차비", "주차", "요금")
    assert all(len(found) == 1 for found in forms("주차비", "요금"))


def test_a_known_word_that_no_title_carries_is_taken_apart_too():
    assert forms("부동산중개업소")[:2] == [("부동산중개업소",), ("부동산", "중개", "업소")]
    assert forms("부동산중개업소", "부동산중개업소")[1] != ("부동산", "중개", "업소")
