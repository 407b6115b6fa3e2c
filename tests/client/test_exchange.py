"""Search, negotiate, read: a program and the command line against a server that runs."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from tests.config.commands.test_run import free_port, wait_for
from tests.installation import Installation, _migrated, database_server, installation
from yunghap.client import Exchange, ExchangeError
from yunghap.exchange.cli import exchange as program

__all__ = ["_migrated", "database_server", "installation"]

PREPARE = """
import json
from tests.factories.contracts import make_participant
from tests.factories.exchange import make_consumer, make_product
from tests.factories.identity import make_member
from yunghap.core.actors import Actor
from yunghap.exchange.domain.connector.acceptance import set_rule
from yunghap.core.actors import SYSTEM
from yunghap.identity.domain.clients import create_client
from yunghap.identity.enums import Role
from yunghap.search import service as search
from django.db import transaction
with transaction.atomic():
    open_, _offer, by = make_product(title="압연 공정 온도", description="공정별 온도")
    asked, offer, _by = make_product(open_.provider, by, title="압연 공정 하중")
    make_participant(open_.provider)
    set_rule(organisation=open_.provider_id, offer=offer, counterparty="", decision="ASK", by=SYSTEM)
    consumer, _who = make_consumer()
    make_participant(consumer)
    manager = make_member(consumer, Role.ORGANISATION_MANAGER)
    by = Actor("person", manager.pk, consumer.pk)
    client, secret = create_client(organisation=consumer, name="분석", scopes=["exchange.contract.consume"], by=by)
search.refresh("catalogue")
print(json.dumps([client.pk, secret, open_.pk, asked.pk]))
"""


@pytest.fixture
def served(installation: Installation) -> Iterator[SimpleNamespace]:
    """A site with a provider and a consumer, and the consumer's API client."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    installation.settings["YUNGHAP_SITE_URL"] = url
    client, secret, dataset, asked = json.loads(installation.shell(PREPARE))
    server = installation.start("serve", "--port", str(port))
    try:
        wait_for(f"{url}/health", server)
        yield SimpleNamespace(url=url, client_id=client, secret=secret, dataset=dataset, asked=asked)
    finally:
        server.terminate()
        server.communicate(timeout=60)


def test_from_a_search_to_the_data(served: SimpleNamespace, tmp_path: Path) -> None:
    exchange = Exchange(served.url, client_id=served.client_id, secret=served.secret, language="en")
    found = exchange.search("압연 온도")
    contract = exchange.negotiate(found[0])
    frame = contract.pandas()
    assert (found[0].id, found[0].extra["formats"]) == (served.dataset, ["CSV"])
    assert (contract.state, contract.title) == ("ACTIVE", "압연 공정 온도")
    assert frame["온도"].tolist() == [812.5, 815.0]
    assert contract.polars().height == 2
    assert contract.duckdb().execute("SELECT count(*) FROM data").fetchone() == (2,)
    contract.complete()
    assert contract.pandas().shape == frame.shape, "a transfer that is over is followed by another one"

    states: list[str] = []
    with pytest.raises(ExchangeError) as waiting:
        exchange.negotiate(served.asked, seconds=0.5, told=states.append)
    assert (waiting.value.code, states[0]) == ("waiting", "REQUESTED"), "its provider wants to be asked"
    with pytest.raises(ExchangeError) as unknown:
        exchange.negotiate(served.dataset, offer="none")
    assert unknown.value.code == "invalid-input"
    with pytest.raises(ExchangeError) as unknown:
        exchange.negotiate("none")
    assert unknown.value.status == 404
    _at_the_command_line(served, tmp_path)


def _at_the_command_line(served: SimpleNamespace, tmp_path: Path) -> None:
    environment = {
        "YUNGHAP_URL": served.url,
        "YUNGHAP_CLIENT_ID": served.client_id,
        "YUNGHAP_CLIENT_SECRET": served.secret,
    }

    def run(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(program, list(arguments), env=environment)
        return done.exit_code, done.stdout, done.stderr

    status, out, _err = run("search", "압연 온도", "--json")
    hit = json.loads(out.splitlines()[0])
    assert (status, hit["id"], set(hit)) == (0, served.dataset, {"id", "title", "score", "why"})
    assert run("search", "없는말없는말")[0] == 1
    status, out, err = run("negotiate", hit["id"])
    assert status == 0, err
    assert "FINALIZED" in err
    agreement = out.split()[1]
    path = tmp_path / "data.parquet"
    assert run("get", agreement, "-o", str(path), "--form", "parquet")[0] == 0
    assert path.stat().st_size
    status, out, _err = run("negotiate", served.asked, "--wait", "1", "--json")
    assert (status, json.loads(out)["agreement"]) == (1, None)
    assert run("negotiate", hit["id"], "--url", "")[0] == 2
