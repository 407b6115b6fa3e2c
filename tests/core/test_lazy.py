"""Groups of commands that import a command only when it runs, and commands that do without Django's set-up."""

import gc
import subprocess
import sys

import click
from click.testing import CliRunner

from yunghap.core import lazy
from yunghap.core.lazy import LazyGroup


@click.command()
def later() -> None:
    """Said later."""
    click.echo("later")


@click.command()
def at_once() -> None:
    """Said at once."""
    click.echo("at once")


GROUP = LazyGroup(
    "group", commands={"at-once": at_once}, lazy={"later": f"{__name__}:later"}, any_store={"later"}
)


def test_group_holds_its_own_commands_and_lazy_ones() -> None:
    runner = CliRunner()
    assert runner.invoke(GROUP, ["at-once"]).output == "at once\n"
    assert runner.invoke(GROUP, ["later"]).output == "later\n"
    listed = runner.invoke(GROUP, ["--help"]).output
    assert listed.index("at-once") < listed.index("later")
    assert runner.invoke(GROUP, ["never"]).exit_code == 2


def test_sentences_are_translated_without_settings() -> None:
    code = (
        "import sys\nfrom yunghap.core.lazy import speak\nspeak()\nspeak()\n"
        "from django.utils import translation\n"
        "with translation.override('ko'): print(translation.gettext('it is too large'))\n"
        "assert 'yunghap.config.settings' not in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "크기가 너무 큽니다", ran.stderr


def test_set_up_keeps_the_collector_away_and_gives_it_back(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(lazy.django, "setup", lambda: seen.append(gc.isenabled()))
    lazy.set_up()
    assert seen == []  # it is set up already
    monkeypatch.setattr(lazy.apps, "ready", False)
    try:
        lazy.set_up()
        assert seen == [False]
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
