"""Connections that say nothing don't stay: uvicorn's protocol with a time for the head of a request and a limit.

uvicorn ends a connection that is idle after an answer, but waits for ever for the rest of a head, and takes as many
connections as the system gives. A few hundred half-sent heads would keep everybody else out.

An address may come as it was typed: curl sends ``?owner=区科委`` without putting it in percent.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.http.problems import MEDIA_TYPE, problem_body

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def bounded_protocol(most: int, seconds: float) -> type[H11Protocol]:
    """The protocol for a server that holds ``most`` connections and waits ``seconds`` for the head of a request."""
    return type("BoundedProtocol", (_BoundedProtocol,), {"most": most, "seconds": seconds})


class _BoundedProtocol(H11Protocol):
    most: int
    seconds: float
    _refused = False
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        if len(self.connections) >= self.most:
            self._refused = True
            transport.abort()
            return
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        if self._waiting is None and not self._answering():
            self._wait()
        if self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            data = _in_percent(data)
        super().data_received(data)
        if self._answering():
            self._stop_waiting()

    def send_400_response(self, msg: str) -> None:
        """As every other error is told; uvicorn's own is plain text."""
        body = problem_body(400, "request", f"{msg} Its address and headers may have 64 KiB.", "/")
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(body))]
        events = (
            h11.Response(status_code=400, headers=[*headers, (b"connection", b"close")]),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
        for event in events:
            self.transport.write(self.conn.send(event))
        self.transport.close()

    def on_response_complete(self) -> None:
        super().on_response_complete()  # may begin with the next request, if that came whole
        if self._answering():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if not self._refused:
            super().connection_lost(exc)

    def _answering(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self._answering():
            self.transport.abort()


def _in_percent(head: bytes) -> bytes:
    """The first bytes of a request with what is beyond ASCII in its first line in percent."""
    line, end, rest = head.partition(b"\n")
    return _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line) + end + rest
