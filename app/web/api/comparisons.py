"""The comparison of an event: `sidebyline/comparison@1`, or the job that makes it."""

from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from app.core.document import SCHEMA, comparison_document, document_bytes
from app.services.comparing import compare
from app.services.jobs import NotReady
from app.web.api.here import Located
from app.web.api.later import LATER, later
from app.web.api.routing import CONFLICT, JSON, Caller, api_router
from app.web.deps import Now, get_database

router = api_router("Comparisons")

LIST: Final = {"type": "array", "items": {"type": "object"}}
DOCUMENT: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Comparison",
    "description": "Every article, statement, link, finding and ledger; README has the schema.",
    "properties": {
        "schema": {"const": SCHEMA},
        "engine_version": {"type": "string"},
        **dict.fromkeys(
            ("articles", "statements", "links", "relations", "findings", "hints"), LIST
        ),
        "quotations": LIST,
        "numbers": LIST,
        "coverage": {},
        "labels": {"type": "object"},
    },
    "required": ["schema", "engine_version", "articles", "statements", "links", "findings"],
}
EXAMPLE: Final = {
    "schema": SCHEMA,
    "engine_version": "3",
    "articles": [{"key": "harbour-post", "outlet": "Harbour Post", "sentences": []}],
    "statements": [{"id": "5f0c1b-1", "kind": "body", "readings": {}}],
    "links": [],
    "findings": [],
}


@router.get(
    "/events/{event_id}/comparison",
    name="api_comparison",
    summary="Get the comparison",
    responses=LATER
    | CONFLICT
    | {
        200: {
            "description": "The comparison.",
            "content": {JSON: {"schema": DOCUMENT, "example": EXAMPLE}},
        }
    },
)
def show(request: Request, event_id: str, user: Caller, now: Now, here: Located) -> Response:
    """What the event's articles say side by side, as `sidebyline compare --format json` prints it:
    the machine's work alone. Decisions stand at the findings, and in the export `json`."""
    try:
        compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    except NotReady as error:
        return later(request, error, here)
    return Response(document_bytes(comparison_document(compared.comparison)), media_type=JSON)
