"""The edge of the app: headers on every answer, the cross-site check, limits, the last resort.

Plain ASGI, so that nothing comes between them and the answer, errors included.
"""

import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "cache-control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY_BYTES = 100 * 1024 * 1024
"""Of one request, all files together. Ten times the largest file that is taken."""

REQUEST_ID = "request_id"

log = logging.getLogger("sidebyline.web")


class BodyTooLarge(Exception):
    """More arrived than is taken at once."""


class Edge:
    """Gives every request an id and every answer its headers; answers what nobody caught.

    A header that the answer brings itself stays as it is. `error_page(scope, status, message)`
    draws the page.
    """

    def __init__(
        self, app: ASGIApp, *, origin: str, error_page: Callable[[Scope, int, str], ASGIApp]
    ) -> None:
        self.app = app
        self.origin = origin
        self.error_page = error_page
        self.headers = dict(HEADERS)
        if origin.startswith("https://"):
            self.headers["strict-transport-security"] = HSTS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":  # as a GET is answered; the server leaves the body out
            scope = {**scope, "method": "GET"}
        scope.setdefault("state", {})[REQUEST_ID] = secrets.token_hex(8)
        answer = _Answer(send, self.headers, scope["state"][REQUEST_ID])
        refused = self._refusal(scope)
        if refused:
            log.warning("refused: %d", refused[0], extra={REQUEST_ID: answer.request_id})
            await self.error_page(scope, *refused)(scope, receive, answer.send)
            return
        try:
            await self.app(scope, limited(receive), answer.send)
        except ClientDisconnect:
            return  # who broke off hears no answer, and is no fault of ours to write down
        except BodyTooLarge:
            await self._apologise(scope, receive, answer, 413, TOO_LARGE)
        except Exception:
            log.exception("request failed", extra={REQUEST_ID: scope["state"][REQUEST_ID]})
            await self._apologise(scope, receive, answer, 500, "")

    async def _apologise(
        self, scope: Scope, receive: Receive, answer: "_Answer", status: int, message: str
    ) -> None:
        if answer.started:
            raise RuntimeError("The answer broke off.")
        await self.error_page(scope, status, message)(scope, receive, answer.send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Why the request is not let in, with its status; None where it is."""
        headers = Headers(scope=scope)
        if not is_same_site(scope["method"], headers, self.origin):
            return 403, CROSS_SITE
        declared = headers.get("content-length", "0")
        if declared.isascii() and declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
            return 413, TOO_LARGE
        return None


CROSS_SITE = (
    "This request came from another website, so it was refused. Open Sidebyline itself and "
    "try again there."
)
TOO_LARGE = f"This is more than {MAX_BODY_BYTES // 1024 // 1024} MB at once."


def is_same_site(method: str, headers: Headers, origin: str) -> bool:
    """Whether a request may change something: it came from our own pages.

    Fetch metadata decides where the browser sends it, then the origin; a request with neither
    passes only if it brings no cookie, since then it speaks for nobody. One that brings a token
    and no cookie passes: no browser adds a token by itself.
    """
    if method in SAFE_METHODS or (bearer_token(headers) and "cookie" not in headers):
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    came_from = headers.get("origin")
    if came_from is not None:
        return came_from == origin
    return "cookie" not in headers


def bearer_token(headers: Headers) -> str | None:
    """The API token that a request brings, None where it brings none; a proxy's own sign-in
    (Basic) is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def origin_of(base_url: str) -> str:
    """Scheme, host and port of an address, as browsers name an origin."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def limited(receive: Receive) -> Receive:
    """`receive` that counts what comes in, since declared lengths lie. Raises BodyTooLarge."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY_BYTES:
            raise BodyTooLarge
        return message

    return counted


class _Answer:
    """An answer on its way out, with our headers where it has none of its own."""

    def __init__(self, send: Send, headers: dict[str, str], request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.headers = headers | {"x-request-id": request_id}
        self.started = False

    async def send(self, message: Message) -> None:
        """Sends the message on."""
        if message["type"] == "http.response.start":
            self.started = True
            present = MutableHeaders(raw=message["headers"])
            for name, value in self.headers.items():
                present.setdefault(name, value)
            message["headers"] = present.raw
        await self._send(message)
