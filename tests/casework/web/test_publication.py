"""Before a decision is published, what may tell of a person is confirmed; the words before stay with the office."""

import pytest
from django.template import Context, Template
from django.utils import translation

from tests.factories import casework as make
from yunghap.casework import service as casework
from yunghap.casework.web.decision_form import PublicationForm
from yunghap.core.errors import InvalidInput
from yunghap.identity.models import User

pytestmark = pytest.mark.django_db


def test_each_finding_is_confirmed_and_what_is_hidden_stays_with_the_office() -> None:
    parties = make.granted()
    case, decision = parties.case, parties.case.decision
    name = User.objects.get(pk=parties.company.id).name
    typed = f"{name} 대표(010-1234-5678), 문의 1588@example.go.kr"
    with pytest.raises(InvalidInput, match="person"), translation.override("en"):
        casework.publish_decision(decision=decision, summary=typed, expected=1, by=parties.approver)
    asked = PublicationForm({"summary": typed}, case=case)
    assert not asked.is_valid()
    places = [place for place in asked.fields if place.startswith("found-")]
    assert set(asked.errors) == set(places)
    assert len(places) == 3
    assert "010-1234-5678" in Template("{{ form.as_p }}").render(Context({"form": asked}))
    answers = dict(zip(places, ("hide", "hide", "leave"), strict=True))
    form = PublicationForm({"summary": typed, **answers}, case=case)
    assert form.is_valid()
    casework.publish_decision(decision=decision, expected=1, by=parties.approver, **form.publication())
    decision.refresh_from_db()
    assert decision.summary == "○○○ 대표(○○○), 문의 1588@example.go.kr"
    assert decision.summary_original == typed


def test_further_words_are_hidden_and_a_word_that_is_not_there_is_told() -> None:
    parties = make.granted()
    case = parties.case
    typed = {"summary": "시험 운전은 이도현이 맡는다"}
    wrong = PublicationForm(typed | {"further": "이도형"}, case=case)
    assert "이도형" in str(wrong.errors["further"])
    form = PublicationForm(typed | {"further": "이도현\n\n"}, case=case)
    assert form.is_valid()
    made = form.publication()
    assert (made["summary"], made["original"]) == ("시험 운전은 ○○○이 맡는다", typed["summary"])
