"""How long an exchange with a server may take in all, however slowly it answers.

Belongs here: connections that end when the time is up, even while a header comes in byte by byte. Stays out: how long a
server may be silent (urllib3's own time-outs), what is fetched (`web`).
"""

import socket
import time
from contextlib import suppress
from threading import Lock, Timer
from types import TracebackType
from typing import Any, Self

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection


class Deadline:
    """A context manager: after so many `seconds` the connections made within it end, and no new one is made."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._until

    def watch(self, connected: socket.socket | None) -> None:
        """End a connection in time. Raises TimeoutError where the time is up already."""
        if self.is_over or connected is None:
            raise TimeoutError("the time for the whole answer is up")
        with self._lock:
            self._sockets.append(connected)

    def _end(self) -> None:
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):
                    socket.socket.shutdown(one, socket.SHUT_RDWR)  # below TLS, which may be waiting in another thread


class _Watched(HTTPConnection):
    """Ends when the time is up; over https too, beside the class that knows how to speak it."""

    def __init__(self, *given: Any, deadline: Deadline, **named: Any) -> None:
        super().__init__(*given, **named)
        self._deadline = deadline

    def connect(self) -> None:
        super().connect()
        self._deadline.watch(self.sock)


class _SafelyWatched(_Watched, HTTPSConnection):
    pass


class Pool(urllib3.HTTPConnectionPool):
    """Connections over http; takes a `deadline`."""

    ConnectionCls = _Watched


class SafePool(urllib3.HTTPSConnectionPool):
    """Connections over https; takes a `deadline`."""

    ConnectionCls = _SafelyWatched
