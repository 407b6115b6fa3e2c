"""Groups of commands that import a command only when it runs, so that `yunghap --help` stays quick."""

import gc
import importlib
from collections.abc import Collection, Mapping
from pathlib import Path

import click
import django
from django.apps import apps
from django.conf import settings


class LazyGroup(click.Group):
    """`lazy` maps the name of a command to "module:attribute"; those in `light` do without Django's set-up.

    Those in `any_store` also run where the database is of an older version.
    """

    def __init__(
        self,
        *args: object,
        lazy: Mapping[str, str],
        light: Collection[str] = (),
        any_store: Collection[str] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._lazy, self._light, self._any_store = lazy, light, any_store

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        if cmd_name not in self._light:
            set_up()
        module, attribute = self._lazy[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name in self._lazy and name not in self._light and name not in self._any_store:
            _refuse_older_store()
        return name, command, rest


def _refuse_older_store() -> None:
    """What this version writes there, the migrations would not understand."""
    from .store import is_behind  # noqa: PLC0415 - it needs the set-up

    if is_behind():
        raise click.ClickException("The database is of an older version: run `yunghap upgrade` first.")


def set_up() -> None:
    """Django's set-up, a fifth quicker: the collector does not read over and over what stays in memory anyway."""
    if apps.ready:
        return
    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()


def speak(**more: object) -> None:
    """Enough of Django for translated sentences, for commands in `light`: no settings, apps or models of ours.

    `more` are settings that the command reads. Does nothing where Django is configured already. Saves a second of
    processor time.
    """
    if not settings.configured:
        package = Path(__file__).resolve().parents[1]
        settings.configure(
            LANGUAGE_CODE="ko",
            TIME_ZONE="Asia/Seoul",
            LOCALE_PATHS=sorted(package.glob("*/locale")),
            **more,
        )
        apps.populate(())
