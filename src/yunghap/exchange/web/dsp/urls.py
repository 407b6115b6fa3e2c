"""Addresses of the protocol: /dsp/SLUG/2025-1/…, without a language."""

from django.urls import URLPattern, path

from yunghap.exchange.domain.connector import messages as m

from . import views

_V = f"<slug:slug>/{m.VERSION}"
_N, _T = f"{_V}/negotiations", f"{_V}/transfers"

app_name = "dsp"
urlpatterns: list[URLPattern] = [
    path("<slug:slug>/.well-known/dspace-version", views.versions_of, name="versions"),
    path(f"{_V}/catalog/request", views.request_catalogue, name="catalogue"),
    path(f"{_V}/catalog/datasets/<str:key>", views.get_dataset, name="dataset"),
    path(f"{_N}/request", views.request_negotiation, name="negotiation_request"),
    path(f"{_N}/offers", views.offer_negotiation, name="negotiation_offer"),
    path(f"{_N}/<str:pid>", views.get_negotiation, name="negotiation"),
    path(
        f"{_N}/<str:pid>/request",
        views.negotiation_move(m.ContractRequestMessage),
        name="negotiation_counter_request",
    ),
    path(
        f"{_N}/<str:pid>/offers",
        views.negotiation_move(m.ContractOfferMessage),
        name="negotiation_counter_offer",
    ),
    path(
        f"{_N}/<str:pid>/agreement",
        views.negotiation_move(m.ContractAgreementMessage),
        name="negotiation_agreement",
    ),
    path(
        f"{_N}/<str:pid>/agreement/verification",
        views.negotiation_move(m.ContractAgreementVerificationMessage),
        name="negotiation_verification",
    ),
    path(
        f"{_N}/<str:pid>/events",
        views.negotiation_move(m.ContractNegotiationEventMessage),
        name="negotiation_event",
    ),
    path(
        f"{_N}/<str:pid>/termination",
        views.negotiation_move(m.ContractNegotiationTerminationMessage),
        name="negotiation_termination",
    ),
    path(f"{_T}/request", views.request_transfer, name="transfer_request"),
    path(f"{_T}/<str:pid>", views.get_transfer, name="transfer"),
    path(f"{_T}/<str:pid>/start", views.transfer_move(m.TransferStartMessage), name="transfer_start"),
    path(
        f"{_T}/<str:pid>/completion",
        views.transfer_move(m.TransferCompletionMessage),
        name="transfer_completion",
    ),
    path(
        f"{_T}/<str:pid>/suspension",
        views.transfer_move(m.TransferSuspensionMessage),
        name="transfer_suspension",
    ),
    path(
        f"{_T}/<str:pid>/termination",
        views.transfer_move(m.TransferTerminationMessage),
        name="transfer_termination",
    ),
    path(f"{_V}/agreements/notices", views.agreement_notice, name="agreement_notice"),
]
