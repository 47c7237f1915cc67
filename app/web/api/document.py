"""The OpenAPI 3.1 document of the API: what FastAPI knows of its routes, and what all share."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from app.services.rights import SCOPES
from app.web.api.models import ID, Problem
from app.web.api.routers import NOUNS
from app.web.api.routing import (
    ASKED,
    IDEMPOTENCY_KEY,
    MAX_KEY_CHARACTERS,
    problem_answer,
)
from app.web.deps import cookie_name

Document = dict[str, Any]
VERSION: Final = "1"
ABOUT: Final = (
    "Compares how several outlets report one event. The API does what the pages do, by the same "
    "rules. Times are UTC; offsets count code points; a field that is not known is refused."
)
SECURITY: Final = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token from Your account, with the scopes read, review or edit.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": cookie_name(secure=True),
        "description": "A browser that is signed in, for pages of this Sidebyline alone.",
    },
}
PLACES: Final = {
    "event_id": ("The event's id.", ID),
    "finding_id": ("The finding's id, as the list of findings has it.", "relabelled-1f6a"),
    "revision_id": ("The revision's id, as the article has it.", "m2c5rtx4hqz7ybwd"),
    "snapshot_id": ("The share link's id, which is not what stands in the link.", ID),
    "job_id": ("The job's id.", "b6w4nzr3k7qf2yta"),
    "name": ("The format's name.", "csv"),
}
UNDER_WAY: Final = "A request under the same Idempotency-Key is under way, or broke off."
UNSAID: Final = "Successful Response"
DONE: Final = {"200": "The answer, as below.", "201": "It was done; the answer, as below."}
RETRY_AFTER: Final = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
ETAG: Final = {"description": "A hash of the answer.", "schema": {"type": "string"}}
KEY: Final = {
    "name": IDEMPOTENCY_KEY,
    "in": "header",
    "required": False,
    "description": (
        "A random name of this request. Sent again within 24 hours it is done once and answered "
        "alike; another request under the same key is refused."
    ),
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": MAX_KEY_CHARACTERS,
        "pattern": "^[!-~]+$",
    },
    "example": "0d5e2c1a-6f3b-4a77-9a8e-2f1c5b7d9e40",
}
KNOWN: Final = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer that you have: 304 if it still is the one.",
    "schema": {"type": "string"},
}


def openapi(base_url: str) -> Document:
    """The document, with this Sidebyline as its server."""
    routes = [each for router in NOUNS for each in router.routes]
    document = get_openapi(
        title="Sidebyline",
        version=VERSION,
        description=ABOUT,
        openapi_version="3.1.0",
        routes=routes,
        servers=[{"url": base_url}],
        tags=[{"name": tag} for router in NOUNS for tag in router.tags],
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    document["components"]["securitySchemes"] = SECURITY
    for route in (each for each in routes if isinstance(each, APIRoute)):
        for method in route.methods or ():
            _finish(document["paths"][route.path][method.lower()], method, route)
    return document


def scope_of(route: APIRoute) -> str:
    """The narrowest scope with which a token may use the route."""
    asked = [ASKED[each.call] for each in route.dependant.dependencies if each.call in ASKED]
    return next(scope for scope, actions in SCOPES.items() if actions.issuperset(asked))


def _finish(operation: Document, method: str, route: APIRoute) -> None:
    """What FastAPI cannot know of an operation."""
    operation["description"] = (route.description or "").replace("\n", " ")
    operation["security"] = [{"bearer": [scope_of(route)]}, {"cookie": []}]
    parameters = operation.setdefault("parameters", [])
    for each in parameters:
        if each["in"] == "path":
            each["description"], each["example"] = PLACES[each["name"]]
    parameters += _shared_parameters(method)
    _finish_answers(operation["responses"], method)


def _shared_parameters(method: str) -> Iterator[Document]:
    if method == "POST":
        yield KEY
    if method == "GET":
        yield KNOWN


def _finish_answers(answers: Document, method: str) -> None:
    for status in set(answers) & set(DONE):
        if answers[status]["description"] == UNSAID:
            answers[status]["description"] = DONE[status]
    for status in ("202", "429", "503"):
        if status in answers:
            answers[status]["headers"] = {"Retry-After": RETRY_AFTER}
    if method == "GET":
        answers["200"]["headers"] = {"ETag": ETAG}
        answers["304"] = {"description": "It still is the one that If-None-Match names."}
    if method == "POST" and "409" not in answers:
        answers["409"] = problem_answer(409, "Changed meanwhile", UNDER_WAY)
