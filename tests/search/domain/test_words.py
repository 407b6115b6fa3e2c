import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.search.domain import words


def test_bigrams_of_one_character_is_itself():
    assert words.bigrams("가") == ["가"]
    assert words.bigrams("스마트팜") == ["스마", "마트", "트팜"]


def test_index_terms_keeps_codes_whole_and_in_parts():
    grams, latin = words.index_terms("AI-5G 로봇 v2.0")
    assert grams == "로봇"
    assert latin.split() == ["ai-5g", "ai", "5g", "v2.0", "v2", "0"]


@given(st.text(alphabet="가나다라마바사융합 abc12", max_size=30))
def test_index_terms_same_for_decomposed_text(text):
    assert words.index_terms(unicodedata.normalize("NFD", text)) == words.index_terms(text)


def test_query_groups_before_morphology_is_loaded(monkeypatch):
    monkeypatch.setattr(words, "_morphology", words._Morphology)
    assert words.query_groups("산업융합 12") == [
        [("words", "12")],
        [("grams", "산업"), ("grams", "업융"), ("grams", "융합")],
    ]
    assert words.highlight_runs("산업융합 12") == ["산업융합", "12"]


@pytest.mark.usefixtures("_morphology")
class TestWithMorphology:
    def test_particles_are_dropped(self):
        groups = words.query_groups("스마트공장의 예산은")
        assert [("grams", "예산")] in groups
        assert all(term not in {"장의", "산은"} for group in groups for _, term in group)

    def test_single_syllables_count_only_alone(self):
        assert words.query_groups("배 산업") == [[("grams", "산업")]]
        assert words.query_groups("배") == [[("grams", "배")]]
        assert words.query_groups("배 ai") == [[("words", "ai")]]

    def test_question_without_words_has_no_groups(self):
        assert words.query_groups("?!") == []

    def test_highlight_runs_longest_first(self):
        runs = words.highlight_runs("산업융합의 예산")
        assert "산업" in runs
        assert runs == sorted(runs, key=lambda run: (-len(run), run))


def test_warm_up_in_background_loads():
    words.warm_up()
    words.warm_up(wait=True)
    assert words._morphology().loaded is not None
