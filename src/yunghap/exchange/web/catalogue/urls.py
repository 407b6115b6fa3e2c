"""Addresses of the catalogue."""

from django.urls import path

from yunghap.exchange.web.dcat import views as dcat
from yunghap.exchange.web.publishing import quality

from . import dataset, keeping, reviews, search, showcases

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
    path("datasets/<str:id>/review/", reviews.review, name="review"),
    path("datasets/<str:id>/download/<int:number>/", reviews.download, name="download"),
    path("reviews/<str:review>/take-back/", reviews.take_back, name="take_back_review"),
    path("reviews/<str:review>/answer/", reviews.answer, name="answer_review"),
    path("reviews/<str:review>/hide/", reviews.hide, name="hide_review"),
    path("reviews/<str:review>/restore/", reviews.restore, name="restore_review"),
    path("showcases/", showcases.showcases, name="showcases"),
    path("showcases/propose/", showcases.propose, name="propose_showcase"),
    path("showcases/own/", showcases.own_showcases, name="own_showcases"),
    path("showcases/uses/<str:use>/accept/", showcases.accept, name="accept_showcase"),
    path("showcases/uses/<str:use>/refuse/", showcases.refuse, name="refuse_showcase"),
    path("showcases/<str:id>/", showcases.showcase, name="showcase"),
    path("showcases/<str:id>/picture", showcases.picture, name="showcase_picture"),
    path("showcases/<str:id>/withdraw/", showcases.withdraw, name="withdraw_showcase"),
    path("datasets/<str:id>/follow/", keeping.follow, name="follow"),
    path("datasets/<str:id>.<str:form>", dcat.dataset, name="dataset_dcat"),
    path("datasets/<str:id>/compare/", quality.public_comparison, name="compare_versions"),
    path("datasets/<str:id>/raw", dataset.raw, name="dataset_raw"),
    path("datasets/<str:id>/", dataset.dataset, name="dataset"),
]
