from django.apps import AppConfig


class TckConfig(AppConfig):
    name = "tests.tck"
    label = "tck"

    def ready(self) -> None:
        """Put the scripts in the place of the rules."""
        from tests.tck.scripts import install  # noqa: PLC0415 - needs the models

        install()
