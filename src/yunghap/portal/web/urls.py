"""Addresses of the public pages."""

from django.urls import path

from yunghap.portal.web import finding, pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("search/", finding.find, name="search"),
    path("about/", pages.about, name="about"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("display/", pages.display, name="display"),
    path("components/", pages.components, name="components"),
]
