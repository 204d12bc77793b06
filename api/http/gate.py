"""What every request passes first: request id, token, rate limit; and what every answer carries.

Hosts and CORS are Starlette's middleware (``app``). A refusal of ours is a problem like every other error.
"""

from __future__ import annotations

import base64
import binascii
import logging
import re
import secrets
import time
from collections.abc import Sequence

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.limits import RateLimiter
from api.http.metrics import Metrics
from api.http.problems import MEDIA_TYPE, problem_body
from api.http.settings import Settings

LOG = logging.getLogger("plangraph.access")
Headers = list[tuple[bytes, bytes]]
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}\Z")
# No script, style or frame from elsewhere, none inline; data: only for the icon drawn in CSS.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Gate:
    """Lets a request in or answers it with a problem; logs and counts it either way."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app, self._settings, self._metrics = app, settings, metrics
        self._token = settings.token.get_secret_value().encode() if settings.token else None
        self._limiter = RateLimiter(settings.rate_limit, settings.rate_burst) if settings.rate_limit else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given if _REQUEST_ID.match(given) else secrets.token_hex(8).encode()
        extra = [*SECURITY, (b"x-request-id", request_id)]
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            await send(message)

        try:
            refusal = self._refusal(scope, headers)
            if refusal is not None:
                await _send_problem(answer, scope, *refusal)
            else:
                await self._app(scope, receive, answer)
        except Exception:
            LOG.exception("failed", extra={"fields": {"request_id": request_id.decode(), "path": scope["path"]}})
            if not status:
                detail = "The server failed; its log has the request id of this answer."
                await _send_problem(answer, scope, 500, "internal", detail, [])
        finally:
            self._record(scope, status, request_id, time.perf_counter() - started)

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str, str, Headers] | None:
        if self._token is not None and scope["path"] not in OPEN_PATHS and not self._may(headers):
            challenge = [(b"www-authenticate", b'Bearer realm="plangraph", Basic realm="plangraph"')]
            return 401, "token", "This server wants its token: Authorization: Bearer …", challenge
        if self._limiter is not None:
            wait = self._limiter.wait(scope["client"][0] if scope.get("client") else "")
            if wait:
                retry = [(b"retry-after", str(int(wait) + 1).encode())]
                return 429, "rate-limit", "Too many requests; wait as long as Retry-After says.", retry
        return None

    def _may(self, headers: dict[bytes, bytes]) -> bool:
        """Whether the token came as a bearer token, or as the password that a browser asks a person for."""
        assert self._token is not None
        scheme, _, value = headers.get(b"authorization", b"").partition(b" ")
        if scheme.lower() == b"basic":
            try:
                value = base64.b64decode(value, validate=True).partition(b":")[2]
            except binascii.Error:
                return False
        elif scheme.lower() != b"bearer":
            return False
        return secrets.compare_digest(value.strip(), self._token)

    def _record(self, scope: Scope, status: int, request_id: bytes, seconds: float) -> None:
        route = scope.get("plangraph.route") or "unmatched"
        cached = bool(scope.get("plangraph.cached"))
        self._metrics.observe(scope["method"], route, status, seconds, cached)
        if LOG.isEnabledFor(logging.INFO):
            fields = {
                "request_id": request_id.decode(),
                "method": scope["method"],
                "path": scope["path"],
                "query": scope["query_string"].decode("latin-1"),
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 2),
                "client": scope["client"][0] if scope.get("client") else None,
            }
            LOG.info("request", extra={"fields": fields})


class Hosts:
    """Answers for the hosts that it is told alone, by Starlette's middleware; its refusal is a problem (421)."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._trusted = TrustedHostMiddleware(self._let_in, list(hosts), www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        inside = {**scope, "plangraph.refused": True}

        async def answer(message: Message) -> None:
            if not inside["plangraph.refused"]:
                await send(message)

        try:
            await self._trusted(inside, receive, answer)
        finally:
            scope.update({key: inside[key] for key in ("plangraph.route", "plangraph.cached") if key in inside})
        if inside["plangraph.refused"]:
            detail = "This server does not answer for that host; see the setting allowed_hosts."
            await _send_problem(send, scope, 421, "host", detail, [])

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["plangraph.refused"] = False
        await self._app(scope, receive, send)


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    length = [(b"content-length", str(len(body)).encode())] if status != 204 else []
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})


async def _send_problem(send: Send, scope: Scope, status: int, kind: str, detail: str, headers: Headers) -> None:
    body = problem_body(status, kind, detail, scope["path"])
    start = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store"), *headers]
    await _send(send, status, start, b"" if scope["method"] == "HEAD" else body)
