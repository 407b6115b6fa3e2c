"""How often a client waits for PostgreSQL: a relay before the server that counts whose turn it was."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class Turns:
    """A relay on a free port of the loopback; `number` counts how often the client spoke after the server had."""

    def __init__(self, host: str, port: int) -> None:
        self.number = 0
        self._behind = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._relay, daemon=True).start()

    def _relay(self) -> None:
        with self._listening:
            client, _address = self._listening.accept()
        with client, socket.create_connection(self._behind) as server:
            speaker = server
            while True:
                for one in select.select([client, server], [], [])[0]:
                    data = one.recv(65_536)
                    if not data:
                        return
                    self.number += one is client and speaker is server
                    speaker = one
                    (server if one is client else client).sendall(data)


@contextmanager
def counted() -> Iterator[Turns]:
    """Let the connection go through a relay inside the block."""
    before = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    turns = Turns(before["HOST"] or "127.0.0.1", int(before["PORT"] or 5432))
    connection.close()
    connection.settings_dict.update(HOST="127.0.0.1", PORT=turns.port)
    try:
        yield turns
    finally:
        connection.close()
        connection.settings_dict.update(before)
