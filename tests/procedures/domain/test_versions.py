"""Versions: compiled when drafted, approved by two, in force by date."""

from datetime import date, timedelta

import pytest

from tests.factories import identity as people
from tests.factories.procedures import AT, OFFICER, draft_version, make_version
from tests.procedures.diagrams import diagram
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput, NotAllowed, NotFound
from yunghap.identity.enums import Role
from yunghap.procedures import service
from yunghap.procedures.program import NotExecutable

pytestmark = pytest.mark.django_db

PLAIN = diagram('<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>', "s -> t\nt -> e")


def test_a_version_needs_two_approvals_by_people_who_did_not_submit_it():
    author, first, second = people.editors(3)
    version = service.submit_version(version=draft_version(PLAIN), by=author, at=AT)
    with pytest.raises(NotAllowed):
        service.approve_version(version=version, by=author, at=AT)
    with pytest.raises(NotAllowed):
        service.approve_version(version=version, by=SYSTEM, at=AT)
    drawn = draft_version(PLAIN, by=author)
    drawn = service.submit_version(version=drawn, by=first, at=AT)
    with pytest.raises(NotAllowed):  # who drew it, though another handed it in
        service.approve_version(version=drawn, by=author, at=AT)
    version = service.approve_version(version=version, by=first, at=AT)
    assert version.state == service.VersionState.SUBMITTED
    with pytest.raises(NotAllowed):
        service.approve_version(version=version, by=first, at=AT)
    with pytest.raises(NotFound):
        service.start_instance(procedure=version.procedure.code, by=OFFICER, at=AT)
    version = service.approve_version(version=version, by=second, at=AT)
    assert version.state == service.VersionState.APPROVED
    assert service.start_instance(procedure=version.procedure.code, by=OFFICER, at=AT).status == "running"


def test_only_who_may_write_versions_does_anything_to_them():
    draft, approved = draft_version(PLAIN), make_version(PLAIN)
    submitted = service.submit_version(version=draft_version(PLAIN), by=SYSTEM, at=AT)
    stranger = people.actor(people.make_member(None, Role.MINISTRY_OFFICER))
    for forbidden in (
        lambda: service.define_procedure(code="x", name_ko="가", name_en="A", by=stranger),
        lambda: draft_version(PLAIN, procedure=draft.procedure, by=stranger),
        lambda: service.submit_version(version=draft, by=stranger),
        lambda: service.approve_version(version=submitted, by=stranger),
        lambda: service.withdraw_version(version=draft, reason="늦음", by=stranger),
        lambda: service.apply_version(version=approved, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_only_drafts_are_submitted_and_only_submitted_ones_approved():
    [first] = people.editors(1)
    version = draft_version(PLAIN)
    with pytest.raises(service.NotInThatState):
        service.approve_version(version=version, by=first, at=AT)
    version = service.submit_version(version=version, by=SYSTEM, at=AT)
    with pytest.raises(service.NotInThatState):
        service.submit_version(version=version, by=SYSTEM, at=AT)


def test_a_second_version_of_a_day_is_not_approved():
    first, second = people.editors(2)
    old = make_version(PLAIN)
    version = draft_version(PLAIN, procedure=old.procedure)
    version = service.submit_version(version=version, by=SYSTEM, at=AT)
    service.approve_version(version=version, by=first, at=AT)
    with pytest.raises(InvalidInput):
        service.approve_version(version=version, by=second, at=AT)


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
        service.withdraw_version(version=version, reason="", by=SYSTEM, at=AT)
    with pytest.raises(service.NotInThatState):
        service.withdraw_version(version=version, reason="늦음", by=SYSTEM, at=AT + timedelta(days=40))
    version = service.withdraw_version(version=version, reason="법안 폐기", by=SYSTEM, at=AT)
    with pytest.raises(service.NotInThatState):
        service.withdraw_version(version=version, reason="다시", by=SYSTEM, at=AT)


def test_a_procedure_is_renamed_by_defining_it_again():
    first = service.define_procedure(code="x", name_ko="가", name_en="A", by=SYSTEM, at=AT)
    same = service.define_procedure(code="x", name_ko="가", name_en="A", by=SYSTEM, at=AT)
    other = service.define_procedure(code="x", name_ko="나", name_en="B", by=SYSTEM, at=AT)
    assert (first.pk, same.version, other.version, other.name_ko) == (other.pk, 1, 2, "나")
    with pytest.raises(InvalidInput):
        service.define_procedure(code="", name_ko="가", name_en="A", by=SYSTEM, at=AT)
