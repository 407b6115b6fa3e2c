from hypothesis import given
from hypothesis import strategies as st

from yunghap.search.domain.excerpts import excerpt, pattern_of


def plain(pieces):
    return "".join(text for text, _ in pieces)


def test_excerpt_marks_the_words():
    assert excerpt("지능형 로봇 보급", pattern_of(["로봇"])) == (
        ("지능형 ", False),
        ("로봇", True),
        (" 보급", False),
    )


def test_excerpt_of_long_text_is_cut_around_the_match():
    text = "가" * 400 + "수소선박" + "나" * 400
    pieces = excerpt(text, pattern_of(["수소선박"]), width=40)
    assert ("수소선박", True) in pieces
    assert plain(pieces).startswith("…")
    assert plain(pieces).endswith("…")
    assert len(plain(pieces)) <= 42


def test_excerpt_without_match_is_the_beginning():
    assert excerpt("가나다", pattern_of(["없음"])) == (("가나다", False),)


def test_excerpt_marks_full_width_letters_in_place():
    assert ("ＡＩ", True) in excerpt("공장 ＡＩ 도입 ﷺ", pattern_of(["ai"]))


def test_overlapping_matches_are_marked_once():
    assert excerpt("산업융합 산업", pattern_of(["산업", "산업융합"])) == (
        ("산업융합", True),
        (" ", False),
        ("산업", True),
    )


def test_match_beyond_the_stretch_is_left_out():
    pieces = excerpt("로봇" + "가" * 400 + "로봇", pattern_of(["로봇"]), width=40)
    assert pieces == (("로봇", True), ("가" * 38, False), ("…", False))


@given(st.text(max_size=300), st.text(max_size=10), st.integers(8, 200))
def test_excerpt_never_invents_text(text, question, width):
    kept = [piece for piece, _ in excerpt(text, pattern_of(question.split()), width=width)]
    inner = "".join(kept)
    assert (
        inner.strip("…") in text
        or inner.strip("…").strip() == ""
        or inner.replace("…", "") in text.replace("…", "")
    )
