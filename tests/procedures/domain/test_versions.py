"""Versions: compiled when drafted, approved by two, in force by date."""

from datetime import date, timedelta

import pytest

from tests.factories.procedures import AT, AUTHOR, FIRST, OFFICER, SECOND, draft_version, make_version
from tests.procedures.diagrams import diagram
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput, NotAllowed, NotFound
from yunghap.procedures import service
from yunghap.procedures.program import NotExecutable

pytestmark = pytest.mark.django_db

PLAIN = diagram('<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>', "s -> t\nt -> e")


def test_a_version_needs_two_approvals_by_people_who_did_not_submit_it():
    version = service.submit_version(version=draft_version(PLAIN), by=AUTHOR, at=AT)
    with pytest.raises(NotAllowed):
        service.approve_version(version=version, by=AUTHOR, at=AT)
    with pytest.raises(NotAllowed):
        service.approve_version(version=version, by=SYSTEM, at=AT)
    drawn = draft_version(PLAIN)
    drawn = service.submit_version(version=drawn, by=FIRST, at=AT)
    with pytest.raises(NotAllowed):  # who drew it, though another handed it in
        service.approve_version(version=drawn, by=AUTHOR, at=AT)
    version = service.approve_version(version=version, by=FIRST, at=AT)
    assert version.state == service.VersionState.SUBMITTED
    with pytest.raises(NotAllowed):
        service.approve_version(version=version, by=FIRST, at=AT)
    with pytest.raises(NotFound):
        service.start_instance(procedure=version.procedure.code, by=OFFICER, at=AT)
    version = service.approve_version(version=version, by=SECOND, at=AT)
    assert version.state == service.VersionState.APPROVED
    assert service.start_instance(procedure=version.procedure.code, by=OFFICER, at=AT).status == "running"


def test_only_drafts_are_submitted_and_only_submitted_ones_approved():
    version = draft_version(PLAIN)
    with pytest.raises(service.NotInThatState):
        service.approve_version(version=version, by=FIRST, at=AT)
    version = service.submit_version(version=version, by=AUTHOR, at=AT)
    with pytest.raises(service.NotInThatState):
        service.submit_version(version=version, by=AUTHOR, at=AT)


def test_the_version_in_force_on_the_day_is_taken():
    old = make_version(PLAIN, effective_from=date(2021, 9, 16))
    new = make_version(PLAIN, procedure=old.procedure, effective_from=date(2026, 6, 3))
    code = old.procedure.code
    assert service.version_in_force(code, date(2026, 6, 2)) == old
    assert service.version_in_force(code, date(2026, 6, 3)) == new
    with pytest.raises(NotFound):
        service.version_in_force(code, date(2021, 9, 15))


def test_a_version_for_simulation_never_takes_effect():
    version = make_version(PLAIN, simulation_only=True)
    with pytest.raises(NotFound):
        service.version_in_force(version.procedure.code, date(2026, 9, 7))


def test_two_versions_cannot_take_effect_on_one_day():
    old = make_version(PLAIN)
    with pytest.raises(InvalidInput):
        make_version(PLAIN, procedure=old.procedure)


def test_what_cannot_run_is_refused_when_it_is_drafted():
    with pytest.raises(NotExecutable):
        draft_version(PLAIN.replace(b"userTask", b"scriptTask"))
    version = draft_version(PLAIN)
    with pytest.raises(InvalidInput):
        draft_version(PLAIN, procedure=version.procedure, label=version.label)
    with pytest.raises(InvalidInput):
        draft_version(PLAIN, transition="sometimes")


def test_the_same_sources_are_kept_once():
    assert draft_version(PLAIN).program_id == draft_version(PLAIN).program_id


def test_a_version_is_withdrawn_before_it_is_in_force():
    version = make_version(PLAIN, effective_from=date(2026, 10, 1))
    with pytest.raises(InvalidInput):
        service.withdraw_version(version=version, reason="", by=AUTHOR, at=AT)
    with pytest.raises(service.NotInThatState):
        service.withdraw_version(version=version, reason="늦음", by=AUTHOR, at=AT + timedelta(days=40))
    version = service.withdraw_version(version=version, reason="법안 폐기", by=AUTHOR, at=AT)
    with pytest.raises(service.NotInThatState):
        service.withdraw_version(version=version, reason="다시", by=AUTHOR, at=AT)


def test_a_procedure_is_renamed_by_defining_it_again():
    first = service.define_procedure(code="x", name_ko="가", name_en="A", by=AUTHOR, at=AT)
    same = service.define_procedure(code="x", name_ko="가", name_en="A", by=AUTHOR, at=AT)
    other = service.define_procedure(code="x", name_ko="나", name_en="B", by=AUTHOR, at=AT)
    assert (first.pk, same.version, other.version, other.name_ko) == (other.pk, 1, 2, "나")
    with pytest.raises(InvalidInput):
        service.define_procedure(code="", name_ko="가", name_en="A", by=AUTHOR, at=AT)
