"""What the desk's pages share: who may see what."""

from django.http import Http404, HttpRequest

from yunghap.core.actors import Actor
from yunghap.identity import service as identity
from yunghap.plan import rules
from yunghap.plan.models import Edition, Submission

OF_EDITIONS = (
    rules.COMPILE_EDITION,
    rules.CONFIRM_OBSERVATION,
    rules.APPROVE_EDITION,
    rules.PUBLISH_EDITION,
    rules.AMEND_EDITION,
    rules.WAIVE_FINDING,
)
OF_SUBMISSIONS = (rules.EDIT_SUBMISSION, rules.SUBMIT_SUBMISSION)


def works_on_editions(by: Actor) -> bool:
    """Whether the actor has any permission on whole editions."""
    return any(identity.can(by, permission) for permission in OF_EDITIONS)


def need_any(request: HttpRequest, *permissions: str) -> Actor:
    """The actor, with one of the permissions somewhere; 404 otherwise: the page does not exist for others."""
    by = identity.actor_of(request)
    if not any(identity.can(by, permission) for permission in permissions):
        raise Http404
    return by


def slug_of(edition: Edition) -> str:
    """The address of an edition: year and sequence."""
    return f"{edition.year}-{edition.seq}"


def edition_or_404(slug: str) -> Edition:
    """The edition of "2026-1", or the newest of "2026"."""
    year, _dash, seq = slug.partition("-")
    if not year.isdecimal() or len(year) > 4 or (seq and not (seq.isdecimal() and len(seq) < 4)):
        raise Http404
    found = Edition.objects.select_related("document").filter(year=int(year))
    if seq:
        found = found.filter(seq=int(seq))
    edition = found.order_by("-seq").first()
    if edition is None:
        raise Http404
    return edition


def submission_or_404(request: HttpRequest, id: str, *permissions: str) -> tuple[Submission, Actor]:  # noqa: A002
    """A submission on which the actor has one of the permissions, and the actor.

    By default whoever edits or submits it for its ministry, and whoever reviews. A submission of another
    ministry gets the same answer as one that does not exist.
    """
    by = identity.actor_of(request)
    row = Submission.objects.select_related("edition", "organisation").filter(pk=id).first()
    wanted = permissions or (*OF_SUBMISSIONS, rules.REVIEW_SUBMISSION)
    if row is None or not any(identity.can(by, one, organisation=row.organisation_id) for one in wanted):
        raise Http404
    return row, by
