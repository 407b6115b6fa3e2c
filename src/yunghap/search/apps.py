from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "yunghap.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
