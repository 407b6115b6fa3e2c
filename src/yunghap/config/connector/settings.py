"""The settings of the installation, for a process that no person and no browser calls."""

from yunghap.config.settings import *  # noqa: F403 - the same installation

ROOT_URLCONF = "yunghap.config.connector.urls"
WSGI_APPLICATION = "yunghap.config.connector.wsgi.application"
