"""Addresses of the catalogue."""

from django.urls import path

from yunghap.exchange.web.dcat import views as dcat

from . import dataset, keeping, search

urlpatterns = [
    path("data/", search.catalogue, name="catalogue"),
    path("data/results.<str:form>", search.export, name="catalogue_export"),
    path("data/suggestions/", search.suggestions, name="catalogue_suggestions"),
    path("data/catalogue.<str:form>", dcat.catalogue, name="catalogue_dcat"),
    path("data/changes.atom", dcat.feed, name="catalogue_feed"),
    path("data/sitemap.xml", dcat.sitemap, name="catalogue_map"),
    path("data/kept/", keeping.kept, name="kept"),
    path("data/kept/add/", keeping.keep_search, name="keep_search"),
    path("data/kept/<str:id>/forget/", keeping.forget, name="forget_search"),
    path("data/use/", keeping.use, name="use"),
    path("data/<str:id>/follow/", keeping.follow, name="follow"),
    path("data/<str:id>.<str:form>", dcat.dataset, name="dataset_dcat"),
    path("data/<str:id>/raw", dataset.raw, name="dataset_raw"),
    path("data/<str:id>/", dataset.dataset, name="dataset"),
]
