"""Ranking: what is near comes first, the parts of a score add up, the index grows as it is used."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunghap.casework.similarity import Index, Terms, analyse, analyse_many

TEXTS = {
    "sandbox": "실증을 위한 규제특례를 신청하려는 자는 신청서에 사업계획서를 첨부하여 제출하여야 한다.",
    "permit": "임시허가의 유효기간은 2년 이하로 하되, 한 차례만 연장할 수 있다.",
    "insurance": "책임보험에 가입하지 아니한 자에게는 과태료를 부과한다.",
    "robot": "배달로봇이 보도를 통행하는 서비스의 안전기준",
    "empty": "",
}


@pytest.fixture(scope="module")
def index():
    made = Index()
    for id_, terms in zip(TEXTS, analyse_many(TEXTS.values()), strict=True):
        made.add(id_, terms)
    return made


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("규제특례 신청서의 첨부 서류", "sandbox"),
        ("임시허가 기간을 연장하는 절차", "permit"),
        ("과태료 부과 기준", "insurance"),
        ("보도 위의 로봇 배달", "robot"),
        ("배달로봇서비스", "robot"),
    ],
)
def test_the_nearest_comes_first(index, query, first):
    assert index.search(analyse(query))[0].id == first


def test_a_score_is_the_sum_of_its_parts(index):
    for match in index.search(analyse(TEXTS["sandbox"])):
        assert match.score == pytest.approx(match.why.morphology + match.why.characters, abs=1e-5)
        assert 0 < match.score < 2
        assert sum(weight for _term, weight in match.why.terms) <= match.why.morphology + 1e-4
    best = index.search(analyse("규제특례 신청서"))[0]
    assert best.why.terms[0][0] == "신청 서" or "규제" in best.why.terms[0][0]


def test_all_terms_told_make_the_morphology_of_a_short_match(index):
    best = index.search(analyse("과태료 부과"))[0]
    assert sum(weight for _term, weight in best.why.terms) == pytest.approx(best.why.morphology, abs=1e-5)


def test_numbers_of_articles_do_not_count(index):
    assert index.search(analyse("제10조의3제1항제2호 ① 1. 가. ")) == []
    plain, numbered = (index.search(analyse(text)) for text in ("임시허가", "제10조의6제1항 임시허가"))
    assert plain[0].score == pytest.approx(numbered[0].score)


def test_nothing_in_common_is_no_match(index):
    assert index.search(analyse("zzz")) == []
    assert index.search(analyse("")) == []
    assert Index().search(analyse("임시허가")) == []


def test_only_the_best_are_given(index):
    assert len(index.search(analyse("신청하려는 자의 유효기간과 과태료"), top=2)) == 2


def test_what_stands_first_in_a_query_weighs_more():
    made = Index()
    made.add("a", analyse("드론 택배"))
    made.add("b", analyse("수소 충전소"))
    assert [m.id for m in made.search(analyse("드론 택배. " + "그 밖의 사항. " * 10 + "수소 충전소"))] == [
        "a",
        "b",
    ]
    assert [m.id for m in made.search(analyse("수소 충전소. " + "그 밖의 사항. " * 10 + "드론 택배"))] == [
        "b",
        "a",
    ]


def test_documents_are_replaced_and_removed():
    made = Index()
    made.add("a", analyse("드론 택배"))
    made.add("b", analyse("수소 충전소"))
    made.add("a", analyse("수소 열차"))
    assert made.search(analyse("드론")) == []
    assert {match.id for match in made.search(analyse("수소"))} == {"a", "b"}
    made.remove("a")
    made.remove("a")
    assert [match.id for match in made.search(analyse("수소"))] == ["b"]
    assert len(made) == 1


def test_words_nobody_knows_lower_the_score(index):
    known, unknown = (
        index.search(analyse(text))[0].score for text in ("임시허가", "임시허가 양자컴퓨터 헬리콥터")
    )
    assert unknown < known


WORDS = st.lists(st.sampled_from(["규제", "특례", "허가", "신청", "로봇"]), max_size=8)


def terms(words):
    places = [3 * at for at in range(len(words))]
    return Terms(tuple(words), tuple(places), "".join(words))


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12), st.integers(0, 12), WORDS)
def test_it_does_not_matter_when_documents_came(documents, pause, query):
    """An index that was searched while it grew answers as one built at once."""
    once, grown = Index(), Index()
    for number, words in enumerate(documents):
        once.add(str(number), terms(words))
        grown.add(str(number), terms(words))
        if number == pause:
            grown.search(terms(query))
    expected, given_ = once.search(terms(query), top=20), grown.search(terms(query), top=20)
    assert {match.id for match in expected} == {match.id for match in given_}
    by_id = {match.id: match.score for match in expected}
    for match in given_:
        assert match.score == pytest.approx(by_id[match.id], rel=0.05)


def test_large_collections_read_a_bounded_number_of_postings(monkeypatch):
    made = Index()
    for number in range(50):
        made.add(str(number), terms(["규제", "특례"] if number else ["규제", "특례", "로봇"]))
    monkeypatch.setattr("yunghap.casework.similarity.index.MOST_POSTINGS", 1)
    assert [match.id for match in made.search(terms(["로봇", "규제"]))] == ["0"]
