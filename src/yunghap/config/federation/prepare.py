"""Prepares one member in its own data folder: `python -m yunghap.config.federation.prepare NAME`.

Prints the member's line of the roster and its sign-ins as JSON, then reads the lines of all from standard input.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.utils import translation  # noqa: E402 - after the set-up

from yunghap.core import clock, store  # noqa: E402
from yunghap.core.actors import SYSTEM, Actor  # noqa: E402
from yunghap.exchange import service as exchange  # noqa: E402
from yunghap.identity import service as identity  # noqa: E402
from yunghap.search import service as search  # noqa: E402

from .market import AMOUNT, make_line  # noqa: E402
from .members import AGENCY, COMPANY, HUB, MEMBERS, SUPPLIER, Member  # noqa: E402


def main(name: str) -> None:
    """The whole preparation; what is there already stays."""
    member = next(one for one in MEMBERS if one.name == name)
    store.prepare()
    translation.activate("ko")
    at = clock.now()
    sign_ins = identity.create_demo(cast=member.cast, by=SYSTEM, at=at)
    own = exchange.take_part(organisation=organisation(member.organisation), slug=name, at=at)
    if name in exchange.PLATFORMS:
        owner = organisation(member.organisation)
        exchange.publish_samples(
            provider=owner, samples=exchange.PLATFORMS[name], by=person(member, 0), at=at
        )
    else:
        open_market(at)
    line = {field: getattr(own, field) for field in ("key", "name", "address", "public_key")}
    told = {
        "line": line,
        "sign_ins": [[one.role, one.role_english, one.name, one.url_path] for one in sign_ins],
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    for neighbour in json.loads(sys.stdin.readline()):
        if neighbour["key"] != own.key:
            exchange.know(neighbour=neighbour, gather=name == HUB, at=at)
    search.refresh("catalogue")


def open_market(at: Any) -> Any:
    """The hub's voucher, ready to be used."""
    known = exchange.generated_voucher()
    if known is not None:
        return known
    hub = next(one for one in MEMBERS if one.name == HUB)
    buyer, seller, officer = (person(hub, number) for number in range(3))
    line = make_line(at)
    signers = {
        exchange.Signatory.COMPANY: buyer,
        exchange.Signatory.SUPPLIER: seller,
        exchange.Signatory.AGENCY: officer,
    }
    parties = exchange.Parties(organisation(AGENCY), organisation(COMPANY), organisation(SUPPLIER), signers)
    return exchange.issue_voucher(
        parties=parties, line=line, amount_krw=AMOUNT, purpose="압연 공정 이상 예측", at=at
    )


def organisation(name: str) -> identity.Organisation:
    """By its short name."""
    found = identity.find_organisation(name)
    assert found is not None, name  # noqa: S101 - the cast has it
    return found


def person(member: Member, number: int) -> Actor:
    """Somebody of the cast, acting for the organisation."""
    local, _name, _short, _roles = member.cast.people[number]
    found = identity.actor_by_address(f"{local}@demo.yunghap.example")
    assert found is not None, local  # noqa: S101 - the cast has it
    return found


if __name__ == "__main__":
    main(sys.argv[1])
