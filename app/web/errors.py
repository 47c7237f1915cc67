"""Exception -> page or alert. One table says which status each refusal has."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.services.errors import Conflict, Forbidden, Gone, Invalid, NotFound, ServiceError
from app.storage.db import WriterBusy
from app.web.render import render

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
    500: "Something went wrong on our side",
    503: "Busy",
}
MESSAGES = {
    400: "Go back, load the page again and try once more.",
    404: "There is nothing at this address. It may have been mistyped, or what it showed is gone.",
    405: "Go back and use the buttons of the page.",
    500: "Nothing of what you did was lost on purpose: go back and try once more.",
    503: "The database is busy with something long. Try again in a moment.",
}


def error_page(request: Request, status: int, message: str = "") -> Response:
    """The page, or for htmx the alert, that says what happened and what to do."""
    known = status if status in TITLES else 500 if status >= 500 else 400
    return render(
        request,
        "errors/show.html",
        fragment="errors/_alert.html",
        status=status,
        status_code=status,
        title=TITLES[known],
        message=message or MESSAGES.get(known, ""),
    )


def error_app(app: FastAPI) -> Any:
    """(scope, status, message) -> an ASGI app that answers with the error's page."""

    def page(scope: Scope, status: int, message: str) -> Response:
        scope.setdefault("app", app)
        return error_page(Request(scope), status, message)

    return page


def install_handlers(app: FastAPI) -> None:
    """Has every refusal answered in words. What is not named here ends at the app's edge."""

    def refused(request: Request, error: Exception) -> Response:
        status = next((STATUS[kind] for kind in type(error).mro() if kind in STATUS), 400)
        return error_page(request, status, getattr(error, "message", ""))

    def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        told = str(getattr(error, "detail", "")) if status == 413 else ""
        return error_page(request, status, told)

    def unreadable(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette passes it
        return error_page(request, 400)

    def busy(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette passes it
        return error_page(request, 503)

    app.add_exception_handler(ServiceError, refused)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(WriterBusy, busy)
