"""Addresses of the connector process: those of the protocol, as the site has them, and health."""

from django.urls import URLPattern, URLResolver, include, path

from yunghap.config.health import health
from yunghap.exchange.web.dsp.views import versions

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path(".well-known/dspace-version", versions, name="dsp_versions"),
    path("dsp/", include("yunghap.exchange.web.dsp.urls")),
]
