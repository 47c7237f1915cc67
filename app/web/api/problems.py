"""Exception -> application/problem+json (RFC 9457). Nothing under /api is ever HTML."""

import json
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Route

from app.services.errors import Conflict, Invalid, ServiceError, TooMany
from app.services.jobs import NotReady
from app.storage.db import WriterBusy
from app.web.refusals import MESSAGES, known, status_of, title_of
from app.web.security import REQUEST_ID

ROOT: Final = "/api/"
PREFIX: Final = "/api/v1"
PROBLEM: Final = "application/problem+json"
BUSY_SECONDS: Final = 5
JOB_SECONDS: Final = 2
DETAILS: Final = {
    400: "The request's body is no JSON, or something in the address is not as Sidebyline has it.",
    401: 'Send a token of yours as "Authorization: Bearer ...".',
    404: "This is not there, or your role or token does not allow it.",
    405: "This address takes other methods: see the header Allow.",
    422: "Something in the request cannot be taken as it is.",
    503: "The database is busy with something long. Nothing was changed: send it again.",
}
"""What is said to a program where a page says something else."""
NOT_MADE: Final = "The comparison that this needs could not be made. Nothing was saved."


class NotAsSeen(Conflict):
    """What stands there is not what `If-Match` names."""


def is_api(path: str) -> bool:
    """Whether programs ask there."""
    return path.startswith(ROOT)


def problem(
    request: Request,
    status: int,
    detail: str = "",
    *,
    errors: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """The problem as a program reads it. `errors` maps a field's name to what is wrong with it."""
    base = request.app.state.base_url
    told = {
        "type": f"{base}{PREFIX}/docs#problem-{known(status)}",
        "title": title_of(status),
        "status": status,
        "detail": detail or DETAILS.get(status) or MESSAGES[known(status)],
        "instance": getattr(request.state, REQUEST_ID, ""),
    }
    body = told | ({"errors": dict(errors)} if errors else {}) | more
    sent = dict(headers or {})
    if status == 401:
        sent.setdefault("WWW-Authenticate", 'Bearer realm="Sidebyline"')
    return Response(json.dumps(body), status, sent, PROBLEM)


def problem_of(request: Request, error: Exception) -> Response:
    """What the exception comes to."""
    if isinstance(error, NotReady):
        return _not_ready(request, error)
    if isinstance(error, ServiceError):
        return _refused(request, error)
    if isinstance(error, RequestValidationError):
        return _not_valid(request, error)
    if isinstance(error, WriterBusy):
        return problem(request, 503, headers={"Retry-After": str(BUSY_SECONDS)})
    if isinstance(error, HTTPException):
        return _http(request, error)
    return problem(request, 400)


def _refused(request: Request, error: ServiceError) -> Response:
    status = 412 if isinstance(error, NotAsSeen) else status_of(error)
    more: dict[str, Any] = {}
    if isinstance(error, Conflict) and isinstance(error.theirs, BaseModel):
        more["theirs"] = error.theirs.model_dump(mode="json")
    errors = error.fields if isinstance(error, Invalid) else None
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(max(ceil(error.wait.total_seconds()), 1))
    return problem(request, status, error.message, errors=errors, headers=headers, **more)


def _not_ready(request: Request, error: NotReady) -> Response:
    """What needs a comparison that is still being made, or came to nothing."""
    job = f"{request.app.state.base_url}{PREFIX}/jobs/{error.job.id}"
    if not error.job.is_alive:
        return problem(request, 409, NOT_MADE, job=job)
    headers = {"Retry-After": str(JOB_SECONDS), "Location": job}
    return problem(request, 503, error.message, headers=headers, job=job)


def _not_valid(request: Request, error: RequestValidationError) -> Response:
    """FastAPI's own validation: no JSON at all, or fields that are not what they should be."""
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return problem(request, 400)
    return problem(request, 422, errors=dict(_fields(found)))


def _fields(found: Any) -> Iterator[tuple[str, str]]:
    for each in found:
        where = [str(part) for part in each["loc"][1:]]
        yield ".".join(where) or "body", str(each["msg"])


def _http(request: Request, error: HTTPException) -> Response:
    headers = dict(error.headers or {})
    status = error.status_code
    if status == 405:
        headers["Allow"] = ", ".join(sorted(_allowed(request)))
    is_ours = status in (412, 413, 422, 428)
    return problem(request, status, str(error.detail) if is_ours else "", headers=headers)


def _allowed(request: Request) -> set[str]:
    """Every method that the address takes; one address has a route for each."""
    found = {"HEAD"}
    for router in request.app.routes:
        inner = getattr(router, "original_router", None)
        for route in inner.routes if inner else ():
            if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
                found |= route.methods or set()
    return found if "GET" in found else found - {"HEAD"}
