"""Exception -> page or alert. One table says which status each refusal has."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.services.errors import Conflict, Forbidden, Gone, Invalid, NotFound, ServiceError
from app.services.jobs import Job, NotReady
from app.storage.db import WriterBusy
from app.web.deps import POSTED, read_form
from app.web.render import render
from app.web.security import SAFE_METHODS
from app.web.waiting import waiting_page

STATUS: dict[type[ServiceError], int] = {
    NotFound: 404,
    Forbidden: 401,
    Conflict: 409,
    Gone: 410,
    Invalid: 422,
}
TITLES = {
    400: "This request could not be read",
    401: "Please sign in",
    403: "Refused",
    404: "Not found",
    405: "This cannot be done here",
    409: "Changed meanwhile",
    410: "No longer there",
    413: "Too large",
    422: "Something is missing",
    429: "Too much at once",
    500: "Something went wrong on our side",
    503: "Busy",
}
MESSAGES = {
    400: "Something in the address or in the form is not as Sidebyline writes it.",
    403: "This is not open to you.",
    404: "There is nothing at this address. It may have been mistyped, or what it showed is gone.",
    405: "This address takes only what a form sends, or takes nothing at all.",
    409: "Someone else changed this while you had it open.",
    410: "What stood here was revoked or used up, or its time is over.",
    413: "This is more than can be taken in at once.",
    422: "A field is empty or cannot be taken as it is.",
    429: "More was asked within a short time than can be answered.",
    500: "The fault is in Sidebyline, not in what you did.",
    503: "The database is busy with something long. Nothing was changed.",
}
ADVICE = {
    400: "Go back, load the page again and try once more.",
    401: (
        "The sign-in link stands in the terminal in which Sidebyline was started: look for the "
        "line that begins with “Sign in”. It works once and within a day; start Sidebyline again "
        "for a fresh one."
    ),
    404: "Check the address, or look for it among the events.",
    405: "Go back and use the buttons of the page.",
    409: "Go back and load the page again to see how it stands now.",
    413: "Go back and send less: fewer files, or the article alone.",
    422: "Go back, fill it in and send it once more.",
    429: "Wait a minute, then try again.",
    500: "Go back and try once more.",
    503: "Wait a moment, then try again.",
}
NOT_SENT = (
    "The articles or the rules have changed, so the comparison is being made anew. Nothing was "
    "saved: send this again when it is done."
)
NOT_MADE = (
    "The articles or the rules have changed, so the comparison has to be made anew, but that "
    "{outcome}. Nothing was saved."
)
OUTCOMES = {"failed": "failed", "cancelled": "was cancelled"}
BEGIN_AGAIN = "Open the event and press “Try again”; when it is done, send this again."
SHARED = "/s/"
ASK = "Ask whoever sent you the link for a new one."
MOST_KEPT = 50
MOST_KEPT_CHARACTERS = 1_000_000
MOST_READ_BYTES = 5_000_000


def error_page(
    request: Request,
    status: int,
    message: str = "",
    *,
    advice: str = "",
    headers: Mapping[str, str] | None = None,
    event: str = "",
) -> Response:
    """The page, or for htmx the alert, that says what happened and what to do.

    `event` is the public id of the event that one should go to, if any. What a form sent stands
    on it to be copied, since the page that would have kept it failed.
    """
    known = status if status in TITLES else 500 if status >= 500 else 400
    is_shared = request.url.path.startswith(SHARED)
    if is_shared and known in (404, 410):
        advice = ASK
    return render(
        request,
        "errors/show.html",
        fragment="errors/_alert.html",
        status=status,
        headers=dict(headers or {}),
        status_code=status,
        title=TITLES[known],
        message=message or MESSAGES.get(known, ""),
        advice=advice or ADVICE.get(known, ""),
        is_shared=is_shared,
        event=event,
        kept=list(_kept(request)),
    )


def _kept(request: Request) -> Iterator[tuple[str, str]]:
    """(label, text) of the posted fields; single words are sooner typed again than found there."""
    posted = getattr(request.state, POSTED, None)
    if posted is None:
        return
    texts = [(name, text) for name, text in posted.multi_items() if isinstance(text, str)]
    for name, text in [(name, text) for name, text in texts if len(text.split()) > 1][:MOST_KEPT]:
        if len(text) <= MOST_KEPT_CHARACTERS:
            yield name.rpartition(".")[2].replace("-", " ").capitalize(), text


def error_app(app: FastAPI) -> Any:
    """(scope, status, message) -> an ASGI app that answers with the error's page."""

    def page(scope: Scope, status: int, message: str) -> Response:
        scope.setdefault("app", app)
        return error_page(Request(scope), status, message)

    return page


def _not_ready(request: Request, error: Exception) -> Response:
    """The page that waits; what was sent to be saved cannot wait there, so it comes back."""
    if isinstance(error, NotReady) and request.method in SAFE_METHODS:
        return waiting_page(request, error.job)
    job = getattr(error, "job", None)
    if isinstance(job, Job) and not job.is_alive:
        message = NOT_MADE.format(outcome=OUTCOMES.get(job.state, "came to nothing"))
        event = job.event[0] if job.event else ""
        return error_page(request, 503, message, advice=BEGIN_AGAIN, event=event)
    return error_page(request, 503, NOT_SENT)


def install_handlers(app: FastAPI) -> None:
    """Has every refusal answered in words. What is not named here ends at the app's edge."""

    async def signed_out(request: Request, error: Exception) -> Response:
        """Nobody is signed in any more, and the form was not read: what it held is kept."""
        length = request.headers.get("content-length", "")
        if request.method == "POST" and length.isdecimal() and int(length) <= MOST_READ_BYTES:
            with suppress(HTTPException):
                await read_form(request)
        return error_page(request, 401, getattr(error, "message", ""))

    def refused(request: Request, error: Exception) -> Response:
        status = next((STATUS[kind] for kind in type(error).mro() if kind in STATUS), 400)
        return error_page(request, status, getattr(error, "message", ""))

    def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        told = str(getattr(error, "detail", "")) if status == 413 else ""
        return error_page(request, status, told, headers=getattr(error, "headers", None))

    def unreadable(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette passes it
        return error_page(request, 400)

    def busy(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette passes it
        return error_page(request, 503)

    app.add_exception_handler(ServiceError, refused)
    app.add_exception_handler(NotReady, _not_ready)
    app.add_exception_handler(Forbidden, signed_out)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(WriterBusy, busy)
