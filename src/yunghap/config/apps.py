from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Shared templates, static files and management commands."""

    name = "yunghap.config"
    label = "config"
