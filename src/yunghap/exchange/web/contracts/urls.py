"""Addresses of contracts."""

from django.urls import path

from . import asking, participants, views

urlpatterns = [
    path("contracts/", views.contracts, name="contracts"),
    path("contracts/ask/", asking.ask, name="ask"),
    path("contracts/ask/offer/", asking.ask_for_offer, name="ask_for_offer"),
    path("contracts/rules/", asking.acceptance, name="acceptance"),
    path("contracts/rules/new/", asking.add_rule, name="add_rule"),
    path("contracts/rules/<str:id>/drop/", asking.remove_rule, name="remove_rule"),
    path("contracts/<str:id>/", views.contract, name="contract"),
    path("contracts/<str:id>/resume/", views.resume_contract, name="resume_contract"),
    path("contracts/<str:id>/renegotiate/", views.renegotiate, name="renegotiate"),
    path("contracts/<str:id>/duties/<str:obligation>/", views.fulfil, name="fulfil"),
    path("contracts/<str:id>/<slug:how>/", views.change_contract, name="change_contract"),
    path("negotiations/<str:id>/", views.negotiation, name="negotiation"),
    path("negotiations/<str:id>/accept/", views.accept, name="accept_terms"),
    path("negotiations/<str:id>/counter/", views.counter, name="counter_terms"),
    path("negotiations/<str:id>/break-off/", views.break_off, name="break_off"),
    path("negotiations/<str:id>/receipts/<int:number>/", views.step_receipt, name="step_receipt"),
    path("participants/", participants.participants, name="participants"),
    path("participants/apply/", participants.apply, name="apply_participant"),
    path("participants/enter/", participants.enter, name="enter_participant"),
    path("participants/roster.json", participants.signed_roster, name="signed_roster"),
    path("participants/sign/", participants.sign, name="sign_roster"),
    path("participants/<str:id>/admit/", participants.admit, name="admit_participant"),
    path("participants/<str:id>/<slug:how>/", participants.change, name="change_participant"),
]
