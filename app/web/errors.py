"""Exception -> page or alert. One table says which status each refusal has."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from math import ceil
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.services.errors import Forbidden, NotAllowed, ServiceError, TooMany
from app.services.jobs import Job, NotReady
from app.services.people import accounts
from app.storage.db import WriterBusy
from app.web.api.problems import is_api, problem, problem_of
from app.web.deps import POSTED, read_form, reading
from app.web.filters import many
from app.web.refusals import MESSAGES, known, status_of, title_of
from app.web.render import render
from app.web.security import REQUEST_ID, SAFE_METHODS, log
from app.web.waiting import waiting_page

ADVICE = {
    400: "Go back, load the page again and try once more.",
    404: "Check the address, or look for it among the events.",
    405: "Go back and use the buttons of the page.",
    409: "Go back and load the page again to see how it stands now.",
    413: "Go back and send less: fewer files, or the article alone.",
    422: "Go back, fill it in and send it once more.",
    429: "Wait a minute, then try again.",
    500: "Go back and try once more.",
    503: "Wait a moment, then try again.",
}
IN_THE_TERMINAL = (
    "The sign-in link stands in the terminal in which Sidebyline was started: look for the "
    "line that begins with “Sign in”. It works once and within a day; start Sidebyline again "
    "for a fresh one."
)
ASK_FOR_LINK = "Ask your administrator for a sign-in link; no e-mail is sent from here."
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
SECRET_FIELDS = frozenset({"password", "new_password", "code"})
MOST_KEPT = 50
MOST_KEPT_CHARACTERS = 1_000_000
MOST_READ_BYTES = 5_000_000
Handler = Callable[[Request, Exception], Response]


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
    if status == 401:
        advice = advice or f"{way_in(request)} Or sign in with your name and password."
    is_shared = request.url.path.startswith(SHARED)
    if is_shared and status in (404, 410):
        advice = ASK
    return render(
        request,
        "errors/show.html",
        fragment="errors/_alert.html",
        status=status,
        headers=dict(headers or {}),
        status_code=status,
        title=title_of(status),
        message=message or MESSAGES.get(known(status), ""),
        advice=advice or ADVICE.get(known(status), ""),
        is_shared=is_shared,
        event=event,
        kept=list(_kept(request)),
    )


def way_in(request: Request) -> str:
    """How one comes to a sign-in link: one who is alone here has the terminal too, and only that
    one is told of it."""
    with reading(request) as session:
        return IN_THE_TERMINAL if accounts.has_one_person(session) else ASK_FOR_LINK


def too_many(request: Request, error: TooMany) -> Response:
    """The page that says for how long to wait, in words and for a program."""
    _note(request, error)
    return error_page(
        request,
        429,
        error.message,
        advice=f"Try again in {in_words(error.wait)}.",
        headers={"Retry-After": str(ceil(error.wait.total_seconds()))},
    )


def in_words(wait: timedelta) -> str:
    """How long to wait, never less: "5 seconds", "4 minutes", "2 hours"."""
    seconds = max(ceil(wait.total_seconds()), 1)
    if seconds < 60:
        return many(seconds, "second")
    return (
        many(ceil(seconds / 60), "minute")
        if seconds <= 3600
        else many(ceil(seconds / 3600), "hour")
    )


def _kept(request: Request) -> Iterator[tuple[str, str]]:
    """(label, text) of the posted fields; single words are sooner typed again than found there."""
    posted = getattr(request.state, POSTED, None)
    if posted is None:
        return
    texts = [
        (name, text)
        for name, text in posted.multi_items()
        if isinstance(text, str) and name not in SECRET_FIELDS
    ]
    for name, text in [(name, text) for name, text in texts if len(text.split()) > 1][:MOST_KEPT]:
        if len(text) <= MOST_KEPT_CHARACTERS:
            yield name.rpartition(".")[2].replace("-", " ").capitalize(), text


def error_app(app: FastAPI) -> Any:
    """(scope, status, message) -> an ASGI app that answers with the error's page, or what a
    program reads in its place."""

    def page(scope: Scope, status: int, message: str) -> Response:
        scope.setdefault("app", app)
        draw = problem if is_api(scope["path"]) else error_page
        return draw(Request(scope), status, message)

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
    handlers: dict[type[Exception], Handler] = {
        ServiceError: _refused,
        NotReady: _not_ready,
        HTTPException: _http,
        RequestValidationError: _unreadable,
        WriterBusy: _busy,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, _for_whoever_asks(handler))
    app.add_exception_handler(Forbidden, _signed_out)


def _for_whoever_asks(page: Handler) -> Handler:
    """The page for a person, a problem for a program."""

    def answer(request: Request, error: Exception) -> Response:
        is_program = is_api(request.url.path)
        if isinstance(error, NotAllowed) or (is_program and isinstance(error, TooMany)):
            _note(request, error)
        return (problem_of if is_program else page)(request, error)

    return answer


def _note(request: Request, error: ServiceError) -> None:
    """Writes into the log who was refused what. The route's name stands for its address, in which
    a token may be."""
    user = getattr(request.state, "user", None)
    told = {
        REQUEST_ID: getattr(request.state, REQUEST_ID, ""),
        "who": user.id if user else "nobody",
        "route": getattr(request.scope.get("route"), "name", ""),
    }
    what = "too often" if isinstance(error, TooMany) else "not allowed"
    log.warning("refused: %s", what, extra=told)


async def _signed_out(request: Request, error: Exception) -> Response:
    """Nobody is signed in any more, and the form was not read: what it held is kept."""
    if is_api(request.url.path):
        return problem_of(request, error)
    length = request.headers.get("content-length", "")
    if request.method == "POST" and length.isdecimal() and int(length) <= MOST_READ_BYTES:
        with suppress(HTTPException):
            await read_form(request)
    return error_page(request, 401, getattr(error, "message", ""))


def _refused(request: Request, error: Exception) -> Response:
    status = status_of(error) if isinstance(error, ServiceError) else 400
    if isinstance(error, TooMany):
        return too_many(request, error)
    return error_page(request, status, getattr(error, "message", ""))


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    told = str(getattr(error, "detail", "")) if status == 413 else ""
    return error_page(request, status, told, headers=getattr(error, "headers", None))


def _unreadable(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette passes it
    return error_page(request, 400)


def _busy(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette passes it
    return error_page(request, 503)
