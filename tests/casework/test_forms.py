"""Forms are read strictly, answers are kept in one form, and what is not asked is not missed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.casework import FORM
from yunghap.casework.enums import Facet, FieldKind, Secrecy
from yunghap.casework.forms import Field, Words, clean_answer, missing_fields, read_form
from yunghap.core.errors import InvalidInput

LABEL = {"ko": "질문", "en": "Question"}


def form_of(*fields: dict[str, object]) -> bytes:
    return json.dumps({"id": "f", "title": LABEL, "sections": [{"fields": fields}]}).encode()


def question(kind: str, **more: object) -> Field:
    return next(read_form(form_of({"id": "q", "kind": kind, "label": LABEL, **more})).fields())


def test_form_gives_its_fields_in_order() -> None:
    form = read_form(FORM)
    assert [field.id for field in form.fields()][:3] == ["product", "secret", "users"]
    product, secret = form.field("product"), form.field("secret")
    assert product is not None
    assert secret is not None
    assert (product.required, product.facet, product.secrecy) == (True, Facet.CONTENT, Secrecy.CASE)
    assert secret.secrecy is Secrecy.BUSINESS
    assert form.field("other") is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[]", "JSON object"),
        (b'{"id": "f", "sections": []}', "at least one field"),
        (form_of({"id": "a b", "label": LABEL}), "plain word"),
        (form_of({"id": "a", "label": {"ko": "가"}}), "missing in a language"),
        (form_of({"id": "a", "label": LABEL, "kind": "colour"}), "colour"),
        (form_of({"id": "a", "label": LABEL, "secrecy": "NONE"}), "NONE"),
        (form_of({"id": "a", "label": LABEL, "kind": "choice"}), "choices belong"),
        (form_of({"id": "a", "label": LABEL, "choices": {"x": LABEL}}), "choices belong"),
        (form_of({"id": "a", "label": LABEL}, {"id": "a", "label": LABEL}), "twice"),
        (form_of({"id": "a", "label": LABEL, "when": {"field": "b", "is": "yes"}}), "before it"),
    ],
)
def test_form_that_does_not_hold_is_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_form(data)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  한글  ", "한글"),
        ("text", "   ", ""),
        ("number", "1,234.50", "1234.5"),
        ("number", "１２", "12"),
        ("money", "12억원", "1200000000"),
        ("date", "2026-06-03", "2026-06-03"),
        ("yes_no", "no", "no"),
    ],
)
def test_answer_is_kept_in_one_form(kind: str, typed: str, kept: str) -> None:
    assert clean_answer(question(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("text", "x" * 301),
        ("text", "a\u200bb"),
        ("number", "many"),
        ("number", "1" + "0" * 20),
        ("money", "비쌈"),
        ("date", "2026-02-30"),
        ("date", "03.06.2026"),
        ("yes_no", "perhaps"),
    ],
)
def test_answer_that_does_not_fit_names_its_field(kind: str, typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        clean_answer(question(kind), typed)
    assert caught.value.details == {"field": "q"}


def test_bodies_are_kept_by_their_ids() -> None:
    first, second = "0" * 26, "1" * 26
    assert clean_answer(question("organisations"), f"{first}, {second},{first}") == f"{first},{second}"
    assert clean_answer(question("organisation"), first) == first
    with pytest.raises(InvalidInput):
        clean_answer(question("organisation"), f"{first},{second}")
    with pytest.raises(InvalidInput):
        clean_answer(question("organisations"), "산업부")


def test_choice_is_one_of_the_list() -> None:
    field = question("choice", choices={"a": LABEL})
    assert clean_answer(field, "a") == "a"
    with pytest.raises(InvalidInput):
        clean_answer(field, "b")


def test_only_questions_that_are_asked_can_be_missing() -> None:
    form = read_form(FORM)
    assert [field.id for field in missing_fields(form, {}, frozenset())] == ["product", "insured", "plan"]
    answers = {"product": "로봇", "insured": "no"}
    assert [field.id for field in missing_fields(form, answers, frozenset({"plan"}))] == ["reason"]
    answers["insured"] = "yes"
    assert missing_fields(form, answers, frozenset({"plan"})) == []


@given(st.sampled_from(FieldKind), st.text(max_size=400))
def test_cleaning_twice_changes_nothing(kind: FieldKind, text: str) -> None:
    field = Field("q", kind, Words("q", "q"), Words("", ""), choices=(("a", Words("a", "a")),))
    try:
        kept = clean_answer(field, text)
    except InvalidInput:
        return
    if kind is not FieldKind.MONEY:  # printed 12억원 is kept as won
        assert clean_answer(field, kept) == kept


def test_words_speak_both_languages(settings: object) -> None:
    from django.utils import translation  # noqa: PLC0415 - beside its use

    words = Words("가", "A")
    with translation.override("ko"):
        assert str(words) == "가"
    with translation.override("en"):
        assert str(words) == "A"
