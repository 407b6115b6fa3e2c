"""How each kind of work item is done: its form, and the verb that the form leads to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from yunghap.casework.domain import acting, money, running
from yunghap.casework.domain.kinds import decided_case, kind_of
from yunghap.casework.models import Case
from yunghap.core.actors import Actor
from yunghap.procedures.service import WorkItem

from .decision_form import DecisionForm, ExtensionForm, PublicationForm, RevocationForm
from .forms import Questions
from .money_forms import AgreementForm, PaymentForm, SettlementForm


@dataclass(frozen=True, slots=True)
class Task:
    """How a work item is done: its form and the verb of it."""

    form: forms.Form
    verb: Callable[[], object]


def task_of(data: Any, case: Case, item: WorkItem, by: Actor) -> Task | None:
    """How the item is done with what was sent (None: nothing yet); None where it is done on a page of its own."""
    if item.form == running.DECISION:
        decision = DecisionForm(data, before=getattr(decided_case(case), "decision", None))
        return Task(
            decision,
            lambda: acting.decide_in_work(case=case, item=item, decided=decision.decided(), by=by),
        )
    if item.form == running.PUBLICATION:
        words = PublicationForm(data, case=case)
        return Task(words, lambda: acting.publish_in_work(case=case, item=item, by=by, **words.publication()))
    if item.form in _VERBS:
        make, verb = _VERBS[item.form]
        form = make(data, case=case) if item.form in _OF_THE_CASE else make(data)
        return Task(form, lambda: verb(case=case, item=item, by=by, **_typed(form)))
    if item.form in running.OWN_FORMS:
        return None
    asked = kind_of(case).work_forms.get(item.form)
    questions = Questions(data, questions=tuple(asked.fields()) if asked else ())
    return Task(
        questions,
        lambda: running.answer_work(case=case, item=item, answers=questions.answers(), by=by),
    )


# Form of work -> its page and its verb, which takes what was typed by name.
_VERBS: dict[str, tuple[Callable[..., forms.Form], Callable[..., object]]] = {
    running.EXTENSION: (ExtensionForm, acting.extend_in_work),
    running.REVOCATION: (RevocationForm, acting.revoke_in_work),
    running.AGREEMENT: (AgreementForm, money.agree_in_work),
    running.PAYMENT: (PaymentForm, money.pay_in_work),
    running.SETTLEMENT: (SettlementForm, money.settle_in_work),
}
_OF_THE_CASE = frozenset({running.AGREEMENT, running.PAYMENT, running.SETTLEMENT})
# Answers that only say whether the others count.
_SWITCHES = frozenset({"extended", "revoked"})


def _typed(form: forms.Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in _SWITCHES}
