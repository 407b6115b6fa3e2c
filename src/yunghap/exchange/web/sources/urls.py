"""Addresses of sources and what was harvested."""

from django.urls import path

from . import views

urlpatterns = [
    path("sources/", views.sources, name="sources"),
    path("sources/new/", views.new_source, name="new_source"),
    path("sources/duplicates/", views.duplicates, name="duplicates"),
    path("sources/duplicates/<str:id>/", views.decide, name="decide_duplicate"),
    path("sources/<str:id>/", views.source, name="source"),
    path("sources/<str:id>/change/", views.change_source, name="change_source"),
    path("sources/<str:id>/runs/<str:run>/", views.run, name="harvest_run"),
    path("sources/<str:id>/runs/<str:run>/missing/", views.confirm, name="confirm_missing"),
]
