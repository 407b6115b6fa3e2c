"""The settings of the product, with the way to say who speaks that EDC's mock of an identity service knows."""

from yunghap.config.settings import *  # noqa: F403
from yunghap.config.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.interop.apps.InteropConfig"]
