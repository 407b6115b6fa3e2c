"""The WSGI application of the connector process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.connector.settings")

application = get_wsgi_application()

from yunghap.exchange import service as exchange  # noqa: E402 - models need the applications first

exchange.start_sending()
