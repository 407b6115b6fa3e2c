"""Addresses of publishing."""

from django.urls import path

from . import data, databases, quality, views

urlpatterns = [
    path("provide/", views.mine, name="mine"),
    path("provide/new/", data.begin, name="begin"),
    path("provide/<str:id>/", views.product, name="product"),
    path("provide/<str:id>/describe/", views.describe, name="describe"),
    path("provide/<str:id>/fields/", quality.fields, name="fields"),
    path("provide/<str:id>/quality/", quality.quality, name="quality"),
    path("provide/<str:id>/version/", data.new_version, name="add_version"),
    path("provide/<str:id>/read/", data.read_now, name="read_data"),
    path("provide/<str:id>/compare/", quality.compare, name="compare"),
    path("provide/<str:id>/offer/", views.new_offer, name="make_offer"),
    path("provide/<str:id>/offer/<str:offer>/end/", views.close_offer, name="end_offer"),
    path("provide/<str:id>/publish/", views.publish, name="publish"),
    path("provide/<str:id>/retire/", views.retire, name="retire"),
    path("databases/", databases.databases, name="databases"),
    path("databases/new/", databases.new_database, name="new_database"),
    path("databases/<str:id>/allow/", databases.allow, name="allow_database"),
    path("databases/<str:id>/close/", databases.close, name="close_database"),
    path("quality/", quality.certificates, name="certificates"),
    path("quality/<str:report>/certify/", quality.certify, name="certify"),
    path("quality/<str:number>/", quality.certificate, name="quality_certificate"),
    path("quality/<str:number>/certificate.json", quality.certificate_file, name="quality_certificate_file"),
    path("quality/<str:number>/revoke/", quality.revoke, name="revoke_certificate"),
]
