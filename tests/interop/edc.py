"""An EDC on loopback: its control plane, its data plane, and its management API."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.sites import free_port

KEY = "edc-peer"
PROTOCOL = "dataspace-protocol-http:2025-1"
EDC = {"@vocab": "https://w3id.org/edc/v0.0.1/ns/"}
ODRL = "http://www.w3.org/ns/odrl.jsonld"
PATIENCE = 300.0
CONTEXTS = ("http", "management", "protocol", "control", "version")
# EDC looks for work once a second where nothing else is said; "tuned" is what its own tests do, and more.
PACES = {"default": {}, "tuned": {"iteration-wait-millis": 10, "batch-size": 200}}


@dataclass
class Edc:
    """Both planes, as processes."""

    folder: Path
    key: str = KEY
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in CONTEXTS})
    processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where its protocol answers."""
        return f"http://127.0.0.1:{self.ports['protocol']}/protocol/2025-1"

    def start_control(self, classpath: str, pace: str = "default", database: str = "") -> None:
        """The control plane, keeping what it knows in a PostgreSQL database (its address as JDBC's) or in memory;
        returns when it is ready.
        """
        machines = ("negotiation.consumer", "negotiation.provider", "transfer")
        self._start(
            "control",
            classpath,
            {
                "edc.participant.id": self.key,
                "edc.dsp.callback.address": f"http://127.0.0.1:{self.ports['protocol']}/protocol",
                **_web(self.ports),
                **{
                    f"edc.{machine}.state-machine.{name}": str(value)
                    for machine in machines
                    for name, value in PACES[pace].items()
                },
                **(_stored(database) if database else {}),
            },
        )

    def start_data(self, classpath: str) -> None:
        """The data plane, which makes itself known to the control plane."""
        ports = {name: free_port() for name in ("http", "control", "version")}
        self._start(
            "data",
            classpath,
            {
                "edc.participant.id": self.key,
                "edc.dpf.selector.url": f"http://127.0.0.1:{self.ports['control']}/control/v1/dataplanes",
                "edc.transfer.proxy.token.signer.privatekey.alias": "unused",
                "edc.transfer.proxy.token.verifier.publickey.alias": "unused",
                "edc.dataplane.state-machine.iteration-wait-millis": "50",
                **_web(ports),
            },
        )

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """One call of the management API."""
        said = None if body is None else json.dumps({"@context": EDC, **body}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports['management']}/management/v3/{path}",
            data=said,
            method=method,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                given = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from None
        return json.loads(given) if given else None

    def offer(self, asset: str, source: str) -> None:
        """Offer what can be had at an address, to everybody, for any use."""
        self.call(
            "POST",
            "assets",
            {
                "@id": asset,
                "properties": {"name": asset},
                "dataAddress": {"type": "HttpData", "baseUrl": source},
            },
        )
        policy = {"@context": ODRL, "@type": "Set", "permission": [{"action": "use"}]}
        self.call("POST", "policydefinitions", {"@id": f"policy-{asset}", "policy": policy})
        ids = {"@id": f"definition-{asset}", "accessPolicyId": f"policy-{asset}"}
        self.call(
            "POST",
            "contractdefinitions",
            {**ids, "contractPolicyId": f"policy-{asset}", "assetsSelector": []},
        )

    def catalogue(self, address: str, key: str) -> dict[str, Any]:
        """Another participant's catalogue."""
        asked = {"counterPartyAddress": address, "counterPartyId": key, "protocol": PROTOCOL}
        found: dict[str, Any] = self.call("POST", "catalog/request", {"@type": "CatalogRequest", **asked})
        return found

    def negotiate(self, address: str, key: str, dataset: str, offer: str) -> str:
        """Ask for a contract; the negotiation's id."""
        policy = {
            "@context": ODRL, "@type": "Offer", "@id": offer, "assigner": key, "target": dataset,
            "permission": [{"action": "use"}],
        }  # fmt: skip
        asked = {
            "counterPartyAddress": address,
            "counterPartyId": key,
            "protocol": PROTOCOL,
            "policy": policy,
        }
        return str(self.call("POST", "contractnegotiations", {"@type": "ContractRequest", **asked})["@id"])

    def push(self, address: str, agreement: str, sink: str) -> str:
        """Ask that the data be sent to an address; the transfer's id."""
        asked = {
            "counterPartyAddress": address, "protocol": PROTOCOL, "contractId": agreement,
            "transferType": "HttpData-PUSH",
            "dataDestination": {"type": "HttpData", "baseUrl": sink},
        }  # fmt: skip
        return str(self.call("POST", "transferprocesses", {"@type": "TransferRequest", **asked})["@id"])

    def wait(self, kind: str, id: str, *states: str) -> dict[str, Any]:  # noqa: A002
        """Until a negotiation or transfer is in one of the states."""
        deadline = time.monotonic() + PATIENCE
        row: dict[str, Any] = {}
        while time.monotonic() < deadline:
            row = self.call("GET", f"{kind}/{id}")
            if row["state"] in states:
                return row
            time.sleep(0.1)
        raise AssertionError(f"{kind} is not in {states}: {row}")

    def _start(self, name: str, classpath: str, settings: dict[str, str]) -> None:
        config, log = self.folder / f"{name}.properties", self.folder / f"{name}.log"
        config.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
        java = ["java", "-XX:+UseSerialGC", f"-Dedc.fs.config={config}", "-cp", classpath]
        with log.open("ab") as file:
            process = subprocess.Popen(
                [*java, "org.eclipse.edc.boot.system.runtime.BaseRuntime"], stdout=file, stderr=file
            )
        self.processes.append(process)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            if " ready" in log.read_text():
                return
            time.sleep(0.2)
        raise AssertionError(log.read_text()[-4000:])


@contextmanager
def edc(folder: Path, key: str = KEY) -> Iterator[Edc]:
    """An EDC that is ended at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Edc(folder, key)
    try:
        yield made
    finally:
        for process in made.processes:
            process.terminate()
        for process in made.processes:
            process.wait(timeout=60)


def _stored(database: str) -> dict[str, str]:
    said = {"url": database, "user": "yunghap", "password": ""}
    return {"edc.sql.schema.autocreate": "true"} | {
        f"edc.datasource.default.{name}": value for name, value in said.items()
    }


def _web(ports: dict[str, int]) -> dict[str, str]:
    settings = {"edc.hostname": "127.0.0.1"}
    for name, port in ports.items():
        prefix = "web.http" if name == "http" else f"web.http.{name}"
        settings[f"{prefix}.port"] = str(port)
        settings[f"{prefix}.path"] = "/api" if name == "http" else f"/{name}"
    return settings
