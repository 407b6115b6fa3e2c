"""An end for a whole call to another server: urllib3's time limits are for each wait, of which there may be many.

A peer that sends a byte now and then never lets a single wait run out. Here every wait for a piece of the answer, and
every piece that is sent, gets no more time than the call has left.
"""

import http.client
import io
import socket
import threading
import time
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

# How many waits a call may last, and how fast bytes must move for it to last longer.
WAITS, BYTES_PER_SECOND = 3, 64 * 1024


class Deadline:
    """When a call must be over: after three of its waits, and a second more for each 64 KiB that came or went."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + WAITS * seconds

    def wait(self) -> float:
        """Seconds that may now be waited. Raises TimeoutError where there are none left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the call took too long")
        return min(self.seconds, left)

    def moved(self, number: int) -> None:
        """So many bytes came or went."""
        self._end += number / BYTES_PER_SECOND


class _Current(threading.local):
    """The deadline of the call that a thread is sending; urllib3 has no place to hand it over."""

    deadline: Deadline


current = _Current()


class _Timed(io.RawIOBase):
    """What a socket gives, read before a deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        self._sock.settimeout(self._deadline.wait())
        number = self._raw.readinto(into)
        self._deadline.moved(number or 0)
        return number

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedSocket:
    """What an answer needs of a socket."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        """As of a socket."""
        return io.BufferedReader(_Timed(self._sock, self._deadline))


class _Response(http.client.HTTPResponse):
    """An answer whose head and body keep the deadline of the call they belong to."""

    def __init__(self, sock: Any, *args: Any, **options: Any) -> None:
        super().__init__(_TimedSocket(sock, current.deadline), *args, **options)  # type: ignore[arg-type]


class _Plain(HTTPConnection):
    """A connection that sends before the deadline of the call."""

    response_class = _Response

    def send(self, data: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(current.deadline.wait())
        super().send(data)
        current.deadline.moved(len(data))


class _Encrypted(_Plain, HTTPSConnection):
    """The same by TLS, whose handshake ends within one wait by itself."""


class PlainPool(urllib3.HTTPConnectionPool):
    """Connections whose calls have an end."""

    ConnectionCls = _Plain


class EncryptedPool(urllib3.HTTPSConnectionPool):
    """The same by TLS."""

    ConnectionCls = _Encrypted
