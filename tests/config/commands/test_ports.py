"""Ports of demonstrations."""

import socket
from pathlib import Path

import click
import pytest

from yunghap.config.commands.running import free_port, kept_port


def test_a_port_is_kept(tmp_path: Path) -> None:
    first = kept_port(tmp_path, 0)
    assert kept_port(tmp_path, free_port()) == first, "whatever is wanted later"
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        with pytest.raises(click.ClickException, match=str(first)):
            kept_port(tmp_path, 0)
