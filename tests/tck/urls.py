"""The product's addresses, and the two webhooks by which the suite has us begin something."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from tests.tck import scripts
from yunghap.config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from yunghap.config.urls import urlpatterns as ours
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector import negotiations, transfers
from yunghap.exchange.models import Agreement, Participant
from yunghap.identity.service import public_page


@csrf_exempt
@public_page
def begin_negotiation(request: HttpRequest) -> HttpResponse:
    """Ask the suite for a contract."""
    wanted = json.loads(request.body)
    own = Participant.objects.get(organisation__isnull=False)
    row = negotiations.request_contract(
        peer=Participant.objects.get(key=wanted["providerId"]),
        asset=wanted["datasetId"],
        offer={"@id": wanted["offerId"], "permission": [{"action": "use"}]},
        address=wanted["connectorAddress"].rstrip("/"),
        organisation=own.organisation_id,
        by=SYSTEM,
    )
    scripts.after_request(row)
    return HttpResponse(status=200)


@csrf_exempt
@public_page
def begin_transfer(request: HttpRequest) -> HttpResponse:
    """Ask the suite for data."""
    wanted = json.loads(request.body)
    agreement = Agreement.objects.get(key=wanted["agreementId"], side="CONSUMER")
    agreement.counterparty_address = wanted["connectorAddress"].rstrip("/")
    row = transfers.request_transfer(agreement=agreement, format=wanted["format"], by=SYSTEM)
    scripts.after_transfer_request(row)
    return HttpResponse(status=200)


urlpatterns = [
    path("tck/negotiations", begin_negotiation),
    path("tck/transfers", begin_transfer),
    *ours,
]
