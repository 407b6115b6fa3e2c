"""Somebody who lost every second factor gets in again, on the word of another person."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.identity.models import User
from yunghap.identity.roles import ADMINISTER_PEOPLE
from yunghap.ledger.service import record

from .authorisation import require
from .letters import send_reset
from .people import clean_reason, end_sessions, person_subject


@transaction.atomic
def reset_second_factor(*, person: User, reason: str, by: Actor, at: datetime | None = None) -> int:
    """Forget the authenticator apps, passkeys and recovery codes of somebody who lost them; returns how many.

    Their sessions end, and an e-mail tells them: whoever did not ask for it learns of it. The password stays; where
    a role needs a second factor, the next sign-in leads to setting one up. Nobody does this for themself. Raises
    Conflict where there is nothing to forget.
    """
    require(by, ADMINISTER_PEOPLE)
    if by.id == person.pk:
        raise InvalidInput(_("You cannot reset your own second factor; ask another administrator."))
    at, reason = at or clock.now(), clean_reason(reason)
    kept = Authenticator.objects.select_for_update().filter(user=person)
    kinds = sorted(kept.values_list("type", flat=True))
    if not kinds:
        raise Conflict(_("This person has no second factor."))
    kept.delete()
    end_sessions(person)
    record(
        action="identity.person.second_factor_reset",
        subject=person_subject(person),
        by=by,
        at=at,
        details={"kinds": kinds},
        personal={"reason": reason},
    )
    transaction.on_commit(lambda: send_reset(person))
    return len(kinds)
