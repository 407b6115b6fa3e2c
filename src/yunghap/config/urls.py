"""Addresses of the site: Korean without prefix, English under /en/; the API and health have no language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from yunghap.config.api import api
from yunghap.config.favicon import favicon
from yunghap.config.health import health
from yunghap.exchange.web.dsp.views import versions as dsp_versions

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("favicon.ico", favicon, name="favicon"),
    path("api/v1/", api.urls),
    path("", include("yunghap.exchange.web.transfer.urls")),
    path(".well-known/dspace-version", dsp_versions, name="dsp_versions"),
    path("dsp/", include("yunghap.exchange.web.dsp.urls")),
    path("api/", include("yunghap.exchange.web.ckan.urls")),
    *i18n_patterns(
        path("", include("yunghap.portal.web.urls")),
        path("", include("yunghap.identity.web.urls")),
        path("", include("yunghap.plan.web.urls")),
        path("", include("yunghap.procedures.web.urls")),
        path("", include("yunghap.casework.web.urls")),
        path("", include("yunghap.exchange.web.urls")),
        path("account/", include("yunghap.identity.web.sign_in_urls")),
        prefix_default_language=False,
    ),
]

handler400 = "yunghap.config.error_pages.bad_request"
handler403 = "yunghap.config.error_pages.not_allowed"
handler404 = "yunghap.config.error_pages.not_found"
handler500 = "yunghap.config.error_pages.failed"
