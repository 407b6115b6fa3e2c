"""Addresses of authenticity checks."""

from django.urls import path

from . import batch, issuing, public

urlpatterns = [
    path("authenticity/", public.issuers, name="issuers"),
    path("authenticity/own/", issuing.mine, name="own_issuers"),
    path("authenticity/own/new/", issuing.begin, name="open_issuer"),
    path("authenticity/own/<str:id>/", issuing.issuer, name="issuer"),
    path("authenticity/own/<str:id>/register/", issuing.register, name="register_commitments"),
    path("authenticity/own/<str:id>/revoke/", issuing.revoke, name="revoke_commitment"),
    path("authenticity/own/<str:id>/close/", issuing.close, name="close_issuer"),
    path("authenticity/<slug:slug>/", public.check, name="authenticity_check"),
    path("authenticity/<slug:slug>/batch/", batch.batch, name="authenticity_batch"),
    path("authenticity/<slug:slug>/holder/", public.holder, name="authenticity_holder"),
    path("authenticity/<slug:slug>/example.json", public.example_file, name="authenticity_example"),
]
