"""Cases beside each other, facet by facet."""

import pytest

from yunghap.casework.similarity import CaseText, SimilarCases, cited_articles

GRANTED = [
    CaseText(
        "robot",
        {
            "content": "보도를 통행하는 배달로봇으로 음식을 나르는 서비스",
            "method": "원격 관제 아래 자율주행",
            "form": "소비자에게 직접 제공",
        },
        frozenset({"도로교통법 제2조"}),
    ),
    CaseText("hydrogen", {"content": "도심의 수소 충전소 운영", "method": "원격 관제"}),
    CaseText("other", {"content": "「도로교통법」 제2조에 따른 통행"}),
]


@pytest.fixture(scope="module")
def cases():
    return SimilarCases(GRANTED)


def test_each_facet_is_told_apart(cases):
    asked = CaseText(
        "new", {"content": "로봇이 보도로 음식을 배달하는 서비스", "method": "자율주행", "form": " "}
    )
    best = cases.rank(asked)[0]
    assert best.id == "robot"
    content, method, form = best.facets
    assert (content.facet, method.facet, form.facet) == ("content", "method", "form")
    assert content.score > 0
    assert "로봇" in {word for term, _weight in content.terms for word in term.split()}
    assert method.score > 0
    assert form.score is None
    assert best.other_articles == ("도로교통법 제2조",)


def test_shared_articles_are_evidence_without_shared_words(cases):
    asked = CaseText("new", {"form": "기업에 제공"}, frozenset({"도로교통법 제2조"}))
    assert [(one.id, one.shared_articles) for one in cases.rank(asked)] == [
        ("robot", ("도로교통법 제2조",)),
        ("other", ("도로교통법 제2조",)),
    ]
    assert cases.rank(asked)[1].facets[2].score is None
    assert cases.rank(CaseText("new", {"form": "전혀 다른 문장"})) == cases.rank(
        CaseText("x", {"form": "전혀 다른 문장"})
    )


def test_a_case_is_not_compared_with_itself(cases):
    assert "robot" not in [one.id for one in cases.rank(GRANTED[0])]


def test_revoked_cases_are_forgotten():
    made = SimilarCases(GRANTED)
    made.remove("robot")
    assert len(made) == 2
    assert "robot" not in [one.id for one in made.rank(CaseText("new", {"content": "배달로봇"}))]


def test_other_facets_are_refused():
    with pytest.raises(ValueError, match="content, method, form"):
        SimilarCases([CaseText("a", {"colour": "red"})])


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        (
            "「산업융합 촉진법」 제10조의3제1항 및 제10조의6",
            ("산업융합 촉진법 제10조의3", "산업융합 촉진법 제10조의6"),
        ),
        ("「도로교통법」(이하 “법”이라 한다) 제2조, 「도로교통법」 제2조", ("도로교통법 제2조",)),
        ("제3조에 따른다. 그 밖의 것", ("제3조",)),
        ("아무 조항도 없다", ()),
    ],
)
def test_articles_are_found_in_texts(text, articles):
    assert cited_articles(text) == articles
