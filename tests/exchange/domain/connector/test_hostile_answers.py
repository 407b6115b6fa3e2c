"""A hostile peer's answers: redirects, endless and oversized catalogues, contexts to fetch, policies without end."""

import json
from itertools import islice

import pytest

from tests.exchange.servers import Reply, serve_replies
from tests.factories.contracts import USE, make_participant
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.core.fetch import Unreachable
from yunghap.exchange.domain.connector import delivery, negotiations, peers, roster
from yunghap.exchange.domain.policies.odrl import read_policy
from yunghap.exchange.models import Agreement, Message, Negotiation

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return make_participant()


def peer_at(url):
    row = roster.enter_participant(key="urn:hostile", name="적", address=f"{url}/dsp", by=SYSTEM)
    roster.admit_participant(participant=row, by=SYSTEM)
    row.refresh_from_db()
    return row


def test_nobody_is_led_elsewhere(own):
    asked = []

    def reply(path, _headers):
        asked.append(path)
        return Reply(302, {"Location": "http://127.0.0.1:1/admin"}, b"")

    with serve_replies(reply) as url:
        peer = peer_at(url)
        with pytest.raises(Unreachable):
            next(peers.fetch_catalogue(own, peer))
        negotiations.request_contract(
            peer=peer, asset="data", offer={"@id": "o", **USE}, organisation=own.organisation_id, by=SYSTEM
        )
        assert delivery.deliver_next()
    assert asked == ["/dsp/catalog/request", "/dsp/negotiations/request"]
    assert (Message.objects.get().state, Negotiation.objects.get().state) == ("REFUSED", "TERMINATED")


def test_an_endless_catalogue_is_read_page_by_page_and_only_at_home(own):
    def reply(path, _headers):
        number = int(path.rpartition("=")[2]) if "=" in path else 0
        where = "http://127.0.0.1:1" if number == 3 else url
        links = {"Link": f'<{where}/dsp/catalog/request?after={number + 1}>; rel="next"'}
        return Reply(200, links, json.dumps({"dataset": [{"@id": f"d{number}"}]}).encode())

    with serve_replies(reply) as url:
        peer = peer_at(url)
        assert [one["@id"] for one in islice(peers.fetch_catalogue(own, peer), 2)] == ["d0", "d1"]
        assert len(list(peers.fetch_catalogue(own, peer))) == 4, "a page elsewhere is not asked for"


def test_a_page_beyond_all_size_is_refused(own, monkeypatch):
    monkeypatch.setattr(peers, "LARGEST_PAGE", 10_000)
    large = Reply(200, {}, b'{"dataset": [' + b"1," * 10_000)
    with serve_replies(lambda _path, _headers: large) as url, pytest.raises(InvalidInput):
        next(peers.fetch_catalogue(own, peer_at(url)))


def test_a_context_is_never_fetched_and_an_answer_cannot_make_a_contract(own):
    asked = []

    def reply(path, _headers):
        asked.append(path)
        answer = {
            "@context": f"{url}/context",
            "@type": "ContractNegotiation",
            "providerPid": "p",
            "state": "FINALIZED",
        }
        return Reply(200, {}, json.dumps(answer).encode())

    with serve_replies(reply) as url:
        negotiations.request_contract(
            peer=peer_at(url),
            asset="data",
            offer={"@id": "o", **USE},
            organisation=own.organisation_id,
            by=SYSTEM,
        )
        assert delivery.deliver_next()
    assert asked == ["/dsp/negotiations/request"]
    row = Negotiation.objects.get()
    assert (row.state, row.peer_pid, Agreement.objects.count()) == ("REQUESTED", "p", 0)


def test_policies_that_point_at_themselves_or_go_on_without_end():
    itself = {"@id": "#c", "and": [{"@id": "#c"}]}
    with pytest.raises(InvalidInput):
        read_policy({"permission": [{"action": "use", "constraint": [itself]}]})
    nested: dict[str, object] = {"leftOperand": "count", "operator": "lteq", "rightOperand": "1"}
    for _depth in range(40):
        nested = {"and": [nested]}
    with pytest.raises(InvalidInput):
        read_policy({"permission": [{"action": "use", "constraint": [nested]}]})
    with pytest.raises(InvalidInput):
        read_policy({"permission": [{"action": "use"}] * 5_000})
