"""`yunghap people`: what must be done before anybody can sign in."""

import json

import click
from django.db import transaction

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import DomainError
from yunghap.identity.domain.invitations import invite_person
from yunghap.identity.domain.notifications import address
from yunghap.identity.domain.organisations import create_organisation
from yunghap.identity.domain.public_bodies import load_public_bodies
from yunghap.identity.domain.recovery import reset_second_factor
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation, User


@click.group()
def people() -> None:
    """Organisations and the first people of an installation."""


@people.command("load-directory")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def load_directory(as_json: bool) -> None:
    """Load the shipped public bodies that are not there yet: ministries, agencies, provinces."""
    created = load_public_bodies(by=SYSTEM)
    click.echo(json.dumps({"created": created}) if as_json else f"{created} organisations created")


@people.command("invite-administrator")
@click.argument("email")
@click.argument("name")
@click.option("--organisation", default="운영본부", show_default=True, help="Platform they belong to.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def invite_administrator(email: str, name: str, organisation: str, as_json: bool) -> None:
    """Print a link by which the first administrator comes in; it works once, for seven days."""
    try:
        with transaction.atomic():
            platform = Organisation.objects.filter(
                kind=OrganisationKind.PLATFORM, short_name=organisation
            ).first() or create_organisation(
                kind=OrganisationKind.PLATFORM, long=organisation, short=organisation, by=SYSTEM
            )
            _row, token = invite_person(
                email=email,
                name=name,
                organisation=platform,
                roles=[Role.ADMINISTRATOR],
                reason="yunghap people invite-administrator",
                by=SYSTEM,
            )
    except DomainError as error:
        raise click.UsageError(str(error)) from error
    link = address(f"/invitations/{token}/", "ko")
    click.echo(json.dumps({"email": email, "link": link}) if as_json else link)


@people.command("reset-second-factor")
@click.argument("email")
@click.option("--reason", required=True, help="Kept in the record.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def reset_factor(email: str, reason: str, as_json: bool) -> None:
    """Let somebody in again who lost the second factor, such as the only administrator."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise click.UsageError("Nobody has this e-mail address.")
    try:
        forgotten = reset_second_factor(person=person, reason=reason, by=SYSTEM)
    except DomainError as error:
        raise click.UsageError(str(error)) from error
    click.echo(
        json.dumps({"email": person.email, "forgotten": forgotten}) if as_json else f"{forgotten} forgotten"
    )
