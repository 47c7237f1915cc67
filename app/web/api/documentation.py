"""The API's OpenAPI document and the page that prints it, for members and their programs."""

from functools import lru_cache
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from app.web.api.document import openapi
from app.web.api.reference import Reference, reference
from app.web.api.routing import JSON, Caller, api_router, json_bytes
from app.web.render import render

router = api_router("Documentation")


@router.get("/openapi.json", name="api_openapi")
def show_document(request: Request, user: Caller) -> Response:  # noqa: ARG001 - members only
    """The API as OpenAPI 3.1."""
    return Response(json_bytes(_document(request.app.state.base_url)), media_type=JSON)


@router.get("/docs", name="api_docs")
def show_page(request: Request, user: Caller) -> Response:  # noqa: ARG001 - members only
    """The API to read: the same document, printed."""
    printed = _reference(request.app.state.base_url)
    return render(
        request, "api/show.html", headers={"Cache-Control": "no-store"}, reference=printed
    )


@lru_cache(maxsize=4)
def _document(base_url: str) -> dict[str, Any]:
    return openapi(base_url)


@lru_cache(maxsize=4)
def _reference(base_url: str) -> Reference:
    return reference(_document(base_url))
