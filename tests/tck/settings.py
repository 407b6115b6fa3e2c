"""The settings of the product, and the application that makes it do what the suite's scripts want."""

from yunghap.config.settings import *  # noqa: F403
from yunghap.config.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.tck.apps.TckConfig"]
ROOT_URLCONF = "tests.tck.urls"
