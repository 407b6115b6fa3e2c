"""Addresses of the catalogue."""

from django.urls import path

from yunghap.exchange.web.dcat import views as dcat

from . import dataset, keeping, search

urlpatterns = [
    path("datasets/", search.catalogue, name="catalogue"),
    path("datasets/results.<str:form>", search.export, name="catalogue_export"),
    path("datasets/suggestions/", search.suggestions, name="catalogue_suggestions"),
    path("datasets/catalogue.<str:form>", dcat.catalogue, name="catalogue_dcat"),
    path("datasets/changes.atom", dcat.feed, name="catalogue_feed"),
    path("datasets/sitemap.xml", dcat.sitemap, name="catalogue_map"),
    path("datasets/kept/", keeping.kept, name="kept"),
    path("datasets/kept/add/", keeping.keep_search, name="keep_search"),
    path("datasets/kept/<str:id>/forget/", keeping.forget, name="forget_search"),
    path("datasets/use/", keeping.use, name="use"),
    path("datasets/<str:id>/follow/", keeping.follow, name="follow"),
    path("datasets/<str:id>.<str:form>", dcat.dataset, name="dataset_dcat"),
    path("datasets/<str:id>/raw", dataset.raw, name="dataset_raw"),
    path("datasets/<str:id>/", dataset.dataset, name="dataset"),
]
