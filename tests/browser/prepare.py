"""Run as a program before the server starts: the demo data, work in hand, and a one-time sign-in for each person.

Prints {"local part of the e-mail address": "path of the sign-in"} as JSON.
"""

import json
import os
import sys
from decimal import Decimal

import django


def put_work_in_hand() -> None:
    """Parts of two ministries, one handed in and one sent back, and an amendment: their pages are looked at too."""
    from yunghap.core.actors import SYSTEM  # noqa: PLC0415 - Django must be set up first
    from yunghap.identity import service as identity  # noqa: PLC0415
    from yunghap.plan import service as plan  # noqa: PLC0415

    collecting = plan.Edition.objects.get(status="COLLECTING")
    parts = []
    for ministry in identity.ministries()[:2]:
        part = plan.open_submission(edition=collecting, organisation=ministry, by=SYSTEM)
        for values in (
            plan.RowValues(
                kind="BUDGET", programme_name="융합 기술개발", value=Decimal(10), unit="억원", year=2027
            ),
            plan.RowValues(
                kind="TARGET", indicator_name="지원 기업", value=Decimal(30), unit="개사", year=2027
            ),
        ):
            plan.add_row(submission=part, values=values, by=SYSTEM)
        plan.submit_submission(submission=part, expected=part.version, by=SYSTEM)
        parts.append(part)
    first = parts[0]
    remarks = {
        first.rows.order_by("position").first().pk: "근거를 적어 주십시오.",
        "": "합계를 확인해 주십시오.",
    }
    plan.return_submission(submission=first, remarks=remarks, expected=first.version, by=SYSTEM)
    example = plan.Edition.objects.get(origin="GENERATED")
    successor = plan.amend_edition(edition=example, reason="사업 조정", by=SYSTEM)
    row = successor.observations.filter(subject="BUDGET_LINE", ministry__contains="·").first()
    plan.amend_value(observation=row, value=row.value + 1, reason="조정", expected=row.version, by=SYSTEM)


def put_contracts_in_hand() -> None:
    """What the demo's provider and consumer have with somebody elsewhere: a negotiation, a contract with a duty."""
    from django.db import transaction  # noqa: PLC0415 - Django must be set up first

    from tests.factories.contracts import make_agreement, make_negotiation, make_participant, make_peer  # noqa: PLC0415
    from yunghap.exchange.models import Participant  # noqa: PLC0415
    from yunghap.identity import service as identity  # noqa: PLC0415

    with transaction.atomic():
        for short, side, state in (
            ("누리헬스케어", "PROVIDER", "REQUESTED"),
            ("다온데이터", "CONSUMER", "OFFERED"),
        ):
            organisation = identity.Organisation.objects.get(short_name=short, is_demo=True)
            own = Participant.objects.filter(organisation=organisation).first() or make_participant(
                organisation
            )
            peer = make_peer()
            make_negotiation(own, peer, side=side, state=state)
            make_agreement(own, peer, side=side, duty=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
    django.setup()
    from yunghap.config.commands import demo  # noqa: PLC0415 - Django must be set up first
    from yunghap.core import store  # noqa: PLC0415
    from yunghap.identity import service as identity  # noqa: PLC0415

    store.migrate()
    sign_ins = demo.prepare()
    put_work_in_hand()
    put_contracts_in_hand()
    addresses = identity.User.objects.filter(is_demo=True).values_list("name", "email")
    local = {name: email.partition("@")[0] for name, email in addresses}
    json.dump({local[one.name]: one.url_path for one in sign_ins}, sys.stdout)


if __name__ == "__main__":
    main()
