"""The Python client and `yunghap exchange get` against a server that runs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from tests.exchange.web.transfer.conftest import Contract
from tests.factories.exchange import CSV
from yunghap.client import Exchange, ExchangeError
from yunghap.exchange.cli import exchange as program
from yunghap.exchange.domain.transfer.grants import ACCESS
from yunghap.exchange.enums import AgreementState, TransferState
from yunghap.exchange.models import Agreement, Grant, Meter, TransferProcess

pytestmark = pytest.mark.django_db(transaction=True)


def exchange_of(contract: Contract) -> Exchange:
    return Exchange(contract.url, client_id=contract.client_id, secret=contract.secret, language="en")


def test_data_in_three_lines(contract: Contract) -> None:
    exchange = exchange_of(contract)
    mine = exchange.contract(contract.consumed.key)
    frame = mine.pandas()
    assert frame["온도"].tolist() == [812.5, 815.0]
    assert mine.polars().columns == ["일시", "공정", "온도"]
    database = mine.duckdb(table='a "b"')
    assert database.execute('SELECT max(온도) FROM "a ""b"""').fetchone() == (815.0,)
    database.close()
    assert mine.state == "ACTIVE"
    assert [one.id for one in exchange.contracts()] == [contract.consumed.pk]
    assert Meter.objects.get().deliveries == 1, "three times the same content of one transfer"


def test_a_token_that_has_run_out_is_renewed_by_the_connector(contract: Contract, tmp_path: Path) -> None:
    old = Grant.objects.get()
    long_ago = timezone.now() - 2 * ACCESS
    Grant.objects.update(created_at=long_ago, expires_at=long_ago + ACCESS)
    mine = exchange_of(contract).contract(contract.consumed.pk)
    assert mine.download(tmp_path / "a").path.read_bytes() == CSV
    assert mine.download(tmp_path / "b").bytes == len(CSV)
    TransferProcess.objects.filter(pk=contract.consumer_transfer.pk).update(started_at=long_ago)
    assert mine.download(tmp_path / "c").bytes == len(CSV)
    old.refresh_from_db()
    assert old.closed_at is not None
    assert Grant.objects.filter(closed_at__isnull=True).count() == 1


def test_a_contract_that_is_over_gives_nothing(contract: Contract, tmp_path: Path) -> None:
    mine = exchange_of(contract).contract(contract.consumed.pk)
    Agreement.objects.filter(pk=contract.provided.pk).update(
        state=AgreementState.RETIRED, ended_at=timezone.now()
    )
    with pytest.raises(ExchangeError, match="over") as refused:
        mine.download(tmp_path / "a")
    assert (refused.value.status, refused.value.code) == (403, "withdrawn")
    TransferProcess.objects.update(state=TransferState.COMPLETED, ended_at=timezone.now())
    with pytest.raises(ExchangeError) as refused:
        mine.download(tmp_path / "a")
    assert refused.value.code == "conflict", "it takes no part, so it cannot request another one"
    Agreement.objects.update(state=AgreementState.SUSPENDED, ended_at=None)
    with pytest.raises(ExchangeError) as refused:
        mine.download(tmp_path / "a")
    assert refused.value.code == "conflict"


def test_nobody_elses_contracts(contract: Contract) -> None:
    with pytest.raises(ExchangeError) as refused:
        exchange_of(contract).contract(contract.provided.pk)
    assert refused.value.status == 404
    with pytest.raises(ExchangeError) as refused:
        next(Exchange(contract.url).contracts())
    assert refused.value.code == "not-signed-in"
    with pytest.raises(ExchangeError) as refused:
        next(Exchange(contract.url, client_id=contract.client_id, secret="wrong").contracts())
    assert refused.value.status == 401


def test_usage_is_told_to_the_provider(contract: Contract, tmp_path: Path) -> None:
    exchange_of(contract).contract(contract.consumed.pk).download(tmp_path / "a")
    assert exchange_of(contract).contract(contract.consumed.pk).usage() == []
    assert contract.provided.meters.get().bytes == len(CSV)


def test_get_at_the_command_line(contract: Contract, tmp_path: Path) -> None:
    environment = {
        "YUNGHAP_URL": contract.url,
        "YUNGHAP_CLIENT_ID": contract.client_id,
        "YUNGHAP_CLIENT_SECRET": contract.secret,
    }
    path = tmp_path / "data.csv"

    def run(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(program, ["get", *arguments], env=environment)
        return done.exit_code, done.stdout, done.stderr

    status, out, _err = run(contract.consumed.pk, "-o", str(path), "--json")
    assert (status, path.read_bytes()) == (0, CSV)
    assert json.loads(out)["bytes"] == len(CSV)
    status, out, _err = run(contract.consumed.pk, "-o", str(tmp_path / "p"), "--form", "parquet")
    assert status == 0
    assert "sha256" in out
    status, _out, err = run("NONE", "-o", str(path))
    assert (status, "yunghap:" in err) == (1, True)
