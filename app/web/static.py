"""Static files, cached for ever under an address that names their content."""

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.assets import STATIC_FOLDER

FOR_EVER = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, no-cache"
"""For what modules import: an old one beside a new one would break the page."""


class VersionedFiles(StaticFiles):
    """The static folder. A request that names the content's version may be cached for ever."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC_FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its cache rule."""
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            versioned = scope.get("query_string", b"").startswith(b"v=")
            response.headers["Cache-Control"] = FOR_EVER if versioned else ASKED_AGAIN
        return response
