"""Two people save one row at the same moment, over HTTP, on a real database: one wins, the other loses nothing."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlencode

import pytest

from tests.installation import Installation

ROUNDS = 4
PATIENCE = 300  # seconds until the server must be there, however busy the machine is
TOKEN = "t" * 32
PREPARE = """
import json
from django.db import transaction
from yunghap.core.actors import SYSTEM
from tests.factories import plan as make, identity as people
from yunghap.identity.service import Role
from yunghap.plan import service as plan
with transaction.atomic():
    part = make.submission()
    row = plan.add_row(submission=part, values=make.budget(), by=SYSTEM)
    officers = [people.make_member(part.organisation, Role.MINISTRY_OFFICER) for _number in range(2)]
cookies = [people.signed_in(officer).cookies["sessionid"].value for officer in officers]
print(json.dumps({"path": f"/en/desk/submissions/{part.pk}/rows/{row.pk}/", "cookies": cookies}))
"""
READ = """
from yunghap.plan.models import RowDraft, SubmissionRow
row = SubmissionRow.objects.get()
print(int(row.value), row.version, *sorted(int(draft.changes["value"]) for draft in RowDraft.objects.all()))
"""


class Person:
    """A browser of somebody who has signed in."""

    def __init__(self, port: int, cookie: str, path: str) -> None:
        self.port, self.path = port, path
        self.headers = {
            "Cookie": f"sessionid-{port}={cookie}; csrftoken-{port}={TOKEN}",
            "X-CSRFToken": TOKEN,
        }

    def ask(self, method: str, body: str | None = None, query: str = "") -> tuple[int, str]:
        """Status and page; of a redirect, where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, self.path + query, body, self.headers | form)
        answer = connection.getresponse()
        page = answer.read().decode() or answer.getheader("Location", "")
        connection.close()
        return answer.status, page

    def save(self, value: int, version: int, together: Barrier) -> tuple[int, str]:
        """Save another amount, having seen a version of the row."""
        row = {
            "kind": "BUDGET",
            "programme_name": "융합 기술개발",
            "unit": "억원",
            "source": "ALL",
            "year": 2024,
        }
        body = urlencode({**row, "value": value, "version": version})
        together.wait()
        return self.ask("POST", body)


@pytest.fixture
def two(installation: Installation) -> Iterator[list[Person]]:
    """Two officers of one ministry before the same row, and a server."""
    made = json.loads(installation.shell(PREPARE))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    # The demo asks nobody for a second factor; its cookies carry the port of the site.
    demo = {"YUNGHAP_PROFILE": "demo", "YUNGHAP_SITE_URL": f"http://127.0.0.1:{port}"}
    process = installation.start("serve", "--port", str(port), **demo)
    try:
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                break
        yield [Person(port, cookie, made["path"]) for cookie in made["cookies"]]
    finally:
        process.terminate()
        process.communicate()


def test_one_saves_and_the_other_sees_both_and_keeps_what_was_typed(
    installation: Installation, two: list[Person]
) -> None:
    for round_ in range(ROUNDS):
        version, values = round_ + 1, (100 + round_, 200 + round_)
        together = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            saving = [
                pool.submit(person.save, value, version, together)
                for person, value in zip(two, values, strict=True)
            ]
        answers = [one.result() for one in saving]
        assert sorted(status for status, _page in answers) == [302, 409], answers
        lost = next(place for place, (status, _page) in enumerate(answers) if status == 409)
        saved, typed = values[1 - lost], values[lost]
        page = answers[lost][1]
        assert str(saved) in page
        assert str(typed) in page
        assert 'name="pick_value"' in page
        assert 'name="pick_unit"' not in page
        assert f'value="{typed}"' in two[lost].ask("GET", query="?draft=1")[1]
        value, now, *drafts = installation.shell(READ).split()
        assert (int(value), int(now)) == (saved, version + 1)
        assert str(typed) in drafts
