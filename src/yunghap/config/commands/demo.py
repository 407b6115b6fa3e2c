"""`yunghap demo`: the whole system on this machine, with the 2023 plan and people to be."""

import os
import subprocess
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import translation

from yunghap.cases import service as cases
from yunghap.config.federation.market import AMOUNT, make_line
from yunghap.core import clock, store
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import DomainError
from yunghap.documents import service as documents
from yunghap.exchange import service as exchange
from yunghap.identity import service as identity
from yunghap.plan import service as plan
from yunghap.search import service as search

from .federation import federation
from .running import PROGRAM, kept_port, leave_when_told, stop, wait_until_ready

APPROVERS = ("compiler@demo.yunghap.example", "head@demo.yunghap.example")
# indicator of the 2023 edition -> the measure that counts the same
GRANTS = {
    "규제샌드박스 승인": "cases.granted.all",
    "규제샌드박스 승인(실증특례)": "cases.granted.kind.demonstration_exemption",
    "규제샌드박스 승인(임시허가)": "cases.granted.kind.temporary_permit",
    "규제샌드박스 승인(적극해석)": "cases.granted.kind.proactive_interpretation",
    "규제샌드박스 승인(산업융합)": "cases.granted.scheme.industrial_convergence",
    "규제샌드박스 승인(금융혁신)": "cases.granted.scheme.financial",
    "규제샌드박스 승인(ICT융합)": "cases.granted.scheme.ict_convergence",
    "규제샌드박스 승인(연구개발특구)": "cases.granted.scheme.rnd_zone",
}
DATA = {
    "활용서비스 기반 개방 데이터": "exchange.catalogue.opened",
    "진위확인 서비스 기반 데이터": "exchange.authenticity.services",
    "기관 수요 데이터": "exchange.request.fulfilled",
}
NEXT_YEAR = 2027
NEXT_TITLE = "2027년도 산업융합발전 실행계획"
NEXT_TITLE_EN = "2027 Industrial Convergence Action Plan"


class _OneOrMany(click.Group):
    """Without a name of a subcommand, `site` is meant: `yunghap demo PLAN_FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["site", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_OneOrMany)
def demo() -> None:
    """Try it on this machine: one site (`site`, also without a name), or a federation of four."""


demo.add_command(federation)


@demo.command("site")
@click.argument("plan_file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--port",
    default=8000,
    show_default=True,
    help="At the first start; another free one is taken where it is in use.",
)
def site(plan_file: Path | None, port: int) -> None:
    """Load the shipped editions and demo organisations, serve on loopback, print one-time sign-ins.

    With PLAN_FILE, the printed lines of that document open behind its numbers; a document that is not one of the
    loaded editions becomes an edition of its own.
    """
    if settings.PROFILE == "production":
        raise click.UsageError("Demo people and production do not go together.")
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    click.echo("migrating …", err=True)
    store.migrate()
    click.echo("loading the editions and the demo organisations …", err=True)
    port = kept_port(settings.DATA_DIR, port)
    address = f"http://127.0.0.1:{port}"
    if "YUNGHAP_SITE_URL" not in os.environ:  # so that participants find each other
        os.environ["YUNGHAP_SITE_URL"] = settings.SITE_URL = address
    sign_ins = prepare(plan_file)
    children = [
        subprocess.Popen([*PROGRAM, "serve", "--port", str(port)]),  # noqa: S603
        subprocess.Popen([*PROGRAM, "worker"]),  # noqa: S603
    ]
    leave_when_told()
    try:
        wait_until_ready(f"{address}/health", children)
        _trade()
        _announce(address, sign_ins)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        raise click.ClickException("the server or the worker ended")
    finally:
        stop(children)


def prepare(plan_file: Path | None = None) -> list[identity.DemoSignIn]:
    """Everything the demo shows, each part once; returns fresh one-time sign-ins."""
    now = clock.now()
    translation.activate(settings.LANGUAGE_CODE)
    sign_ins = identity.create_demo(by=SYSTEM, at=now)
    shipped = plan.load_shipped_edition(by=SYSTEM, at=now)
    if plan_file is not None:
        plan.import_document(data=plan_file.read_bytes(), name=plan_file.name, by=SYSTEM, at=now)
    years = {edition.year for edition in plan.published_editions()}
    if shipped.year + 1 not in years:
        example = plan.generate_edition(base=plan.read_shipped_edition(), year=shipped.year + 1, seed=1)
        documents.keep_original(data=example.text.encode(), name=f"{shipped.year + 1}.txt", by=SYSTEM, at=now)
        plan.load_edition(data=example.edition, by=SYSTEM, at=now)
        plan.open_edition(
            year=NEXT_YEAR,
            title=NEXT_TITLE,
            title_en=NEXT_TITLE_EN,
            due_on=date(NEXT_YEAR - 1, 11, 30),
            nodes_from=shipped,
            by=SYSTEM,
            at=now,
        )
    for edition in plan.published_editions():
        plan.run_edition_checks(edition=edition, by=SYSTEM, at=now)
    cases.draft_shipped(by=SYSTEM, at=now)
    people = [identity.actor_by_address(email) for email in APPROVERS]
    cases.put_in_force(by=[person for person in people if person is not None], at=now)
    _fill_exchange(now)
    if cases.load_demo_cases(at=now):
        _bind(shipped, GRANTS | DATA, now)
    search.rebuild()
    return sign_ins


def _fill_exchange(now: datetime) -> None:
    """Data on offer, participants, a voucher and an authenticity check; all of it generated, and each only once."""
    provider, consumer, agency = (
        _acting(f"{name}@demo.yunghap.example") for name in ("provider", "consumer", "agency")
    )
    companies = {
        slug: identity.get_organisation(str(person.organisation))
        for slug, person in (("nuri", provider), ("daon", consumer))
    }
    for slug, organisation in companies.items():
        exchange.take_part(organisation=organisation, slug=slug, at=now)
    samples = [sample for platform in exchange.PLATFORMS.values() for sample in platform]
    exchange.publish_samples(provider=companies["nuri"], samples=samples, by=provider, at=now)
    house = identity.get_organisation(str(agency.organisation))
    exchange.load_example(organisation=house, at=now)
    if exchange.generated_voucher() is None:
        parties = exchange.Parties(
            house,
            companies["daon"],
            companies["nuri"],
            {
                exchange.Signatory.COMPANY: consumer,
                exchange.Signatory.SUPPLIER: provider,
                exchange.Signatory.AGENCY: agency,
            },
        )
        exchange.issue_voucher(
            parties=parties, line=make_line(now), amount_krw=AMOUNT, purpose="압연 공정 이상 예측", at=now
        )


def _trade() -> None:
    """Contracts, transfers and orders between the demo's companies, once; needs the server and the worker."""
    voucher = exchange.generated_voucher()
    if voucher is None or voucher.orders.exists():
        return
    click.echo("trading data between the demo organisations …", err=True)
    try:
        for _step in exchange.trade(
            voucher=voucher,
            buyer=_acting("consumer@demo.yunghap.example"),
            seller=_acting("provider@demo.yunghap.example"),
        ):
            pass
    except DomainError as error:
        click.echo(f"  not done: {error}", err=True)


def _acting(email: str) -> Actor:
    found = identity.actor_by_address(email)
    assert found is not None, email  # noqa: S101 - one of the demo people
    return found


def _bind(edition: plan.Edition, measures: Mapping[str, str], now: datetime) -> None:
    """Bind what the edition prints of these indicators to the measures of them."""
    view = plan.read_edition(edition)
    for indicator in view.indicators:
        measure = measures.get(indicator.name)
        for value in indicator.values if measure else ():
            target = plan.Observation.objects.get(pk=value.fact)
            plan.bind_evidence(target=target, measure=measure or "", by=SYSTEM, at=now)


def _announce(address: str, sign_ins: list[identity.DemoSignIn]) -> None:
    click.echo(f"\n  융합 Yunghap   {address}/      English: {address}/en/\n")
    click.echo("  일회용 시연 로그인 · one-time demo sign-ins (this machine only):\n")
    for sign_in in sign_ins:
        role = f"{sign_in.role} · {sign_in.role_english}"
        click.echo(f"  {role:<38} {sign_in.name} {sign_in.organisation:<14} {address}{sign_in.url_path}")
    click.echo("\n  Ctrl+C 로 끝냅니다 · ends with Ctrl+C\n")
