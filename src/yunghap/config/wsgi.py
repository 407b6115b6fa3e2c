"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")

application = get_wsgi_application()

from yunghap.exchange import service as exchange  # noqa: E402 - models need the applications first
from yunghap.search import service as search  # noqa: E402

# The first question finds the Korean morphology ready, and the first visitor is not kept waiting by it.
search.warm_up(within=3)

# Messages to other participants leave from here at once; `yunghap worker` sends what is left over.
exchange.start_sending()
