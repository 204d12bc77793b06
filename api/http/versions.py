"""Ties every answer to one version of the store: snapshot, ETag and 304, HEAD, and finished answers sent again.

The ETag is made from the version, the address with the name of this server that was asked for (links may hold it), the
form that was asked for and whether it may come compressed: a load alone can change it.
"""

from __future__ import annotations

from typing import Any

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.negotiation import suffix_of
from api.http.problems import MEDIA_TYPE, problem_body
from api.http.snapshots import Answer, Snapshot, SnapshotHolder, entity_tag
from graph.errors import StoreError

UNVERSIONED = ("/healthz", "/readyz", "/metrics", "/static/", "/docs", "/openapi.json")
MAX_KEY = 2_000
ATTEMPTS = 5
# What these answers may differ by besides their address.
VARY = (b"vary", b"Accept, Accept-Language")


class Versions:
    """Gives each request its snapshot, and answers again what the same version has answered before.

    Over a server a load may come while an answer is made; then it is made anew from the newer version.
    """

    def __init__(self, app: ASGIApp, holder: SnapshotHolder, build: str, private: bool, root_path: str) -> None:
        self._app, self._holder, self._build, self._root = app, holder, build, root_path
        self._caching = (b"cache-control", b"private, no-cache" if private else b"no-cache")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        snapshot = self._holder.current
        scope["plangraph.snapshot"] = snapshot
        inner = _inner(scope, self._root)
        try:
            if scope["method"] == "HEAD":
                inner["method"], send = "GET", _without_body(send)
            if snapshot is None or inner["method"] != "GET" or inner["path"].startswith(UNVERSIONED):
                await self._app(inner, receive, send)
            else:
                await self._versioned(snapshot, scope, inner, receive, send)
        finally:
            scope.setdefault("plangraph.route", _route(inner))

    async def _versioned(self, snapshot: Snapshot, scope: Scope, inner: Scope, receive: Receive, send: Send) -> None:
        form, condition = _relevant(scope)
        key = (scope["path"], scope["query_string"], *form)
        answer = snapshot.cache.get(key)
        if answer is not None:
            scope["plangraph.route"], scope["plangraph.cached"] = answer.route, True
            if _matches(condition, answer.etag):
                await _send_unchanged(send, answer.headers)
                return
            await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
            await send({"type": "http.response.body", "body": answer.body})
            return
        address = scope["path"], scope["query_string"].decode("latin-1")
        for _ in range(ATTEMPTS):
            tag = entity_tag(snapshot.version, self._build, *address, repr(form)).encode()
            asked = {**inner, "plangraph.snapshot": snapshot, "plangraph.unchanged": _matches(condition, tag)}
            recorder = _Recorder(send, tag, condition, self._caching, held=self._holder.live)
            await self._app(asked, receive, recorder.send)
            scope["plangraph.route"] = _route(asked)
            if not recorder.held or await anyio.to_thread.run_sync(_is_still, snapshot):
                await recorder.release()
                if recorder.complete and sum(map(len, key)) < MAX_KEY:
                    snapshot.cache.put(key, Answer(_route(asked), recorder.headers, tag, recorder.body))
                return
            await anyio.to_thread.run_sync(self._holder.refresh)
            snapshot = self._holder.current or snapshot
        body = problem_body(
            503, "store-busy", "The store changed each time while it answered; ask again.", scope["path"]
        )
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _inner(scope: Scope, root: str) -> Scope:
    """The scope that routes see: without the proxy's path, and a suffix such as .csv kept as the form asked for."""
    path = scope["path"]
    if root and path.startswith(f"{root}/"):
        path = path[len(root) :]
    path, form = suffix_of(path)
    raw = path.encode("utf-8", "replace")
    return {**scope, "path": path, "raw_path": raw, "root_path": root, "plangraph.form": form}


def _route(scope: Scope) -> str:
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", "unmatched"))


def _relevant(scope: Scope) -> tuple[tuple[bytes, ...], bytes]:
    """What is asked for besides the address (type, language, coding, scheme and host), and If-None-Match."""
    accept = language = coding = host = condition = b""
    for name, value in scope["headers"]:
        if name == b"accept":
            accept = value
        elif name == b"accept-language":
            language = value
        elif name == b"accept-encoding" and b"gzip" in value:
            coding = b"gzip"
        elif name == b"host":
            host = value
        elif name == b"if-none-match":
            condition = value
    return (accept, language, coding, str(scope.get("scheme", "")).encode(), host), condition


def _matches(condition: bytes, tag: bytes) -> bool:
    if not condition:
        return False
    given = {part.strip().removeprefix(b"W/") for part in condition.split(b",")}
    return tag in given or b"*" in given


async def _send_unchanged(send: Send, headers: list[tuple[bytes, bytes]]) -> None:
    kept = [(name, value) for name, value in headers if name not in (b"content-length", b"content-type")]
    await send({"type": "http.response.start", "status": 304, "headers": kept})
    await send({"type": "http.response.body", "body": b""})


def _without_body(send: Send) -> Send:
    async def bodiless(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return bodiless


def _is_still(snapshot: Snapshot) -> bool:
    """Whether a server still holds what it held when the answer was begun."""
    try:
        return snapshot.store.version() == snapshot.version
    except StoreError:
        return True  # the answer tells of the trouble itself


class _Recorder:
    """Passes an answer on with its ETag, or as 304, and keeps it when it is whole and can be sent again.

    With ``held`` nothing is sent before ``release``, except a stream, which is checked by who makes it.
    """

    def __init__(self, send: Send, tag: bytes, condition: bytes, caching: tuple[bytes, bytes], *, held: bool) -> None:
        self._out, self._tag, self._condition, self._caching = send, tag, condition, caching
        self.held = held
        self._messages: list[Message] = []
        self._silent = False
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""
        self.complete = False

    async def _send(self, message: Message) -> None:
        self._messages.append(message)
        if message.get("more_body"):
            self.held = False
        if not self.held:
            await self.release()

    async def release(self) -> None:
        """Sends what was held back."""
        messages, self._messages = self._messages, []
        for message in messages:
            await self._out(message)

    async def send(self, message: Message) -> None:
        """Takes one ASGI message of the application."""
        if message["type"] == "http.response.start":
            await self._start(message)
        elif not self._silent:
            if self.headers and not message.get("more_body") and not self.complete:
                self.body, self.complete = message.get("body", b""), not message.get("more_body", False)
            if message.get("more_body"):
                self.headers = []  # a stream is not kept
            await self._send(message)

    async def _start(self, message: dict[str, Any] | Message) -> None:
        headers = list(message.get("headers", ()))
        if message["status"] not in (200, 303) or any(name == b"cache-control" for name, _ in headers):
            await self._send(message)
            return
        headers += [(b"etag", self._tag), VARY, self._caching]
        if message["status"] == 200 and _matches(self._condition, self._tag):
            self._silent = True
            await _send_unchanged(self._send, headers)
            return
        if message["status"] == 200:
            self.headers = list(headers)  # who compresses changes the list that it is given
        await self._send({**message, "headers": headers})
