"""Page or fragment. The only module that knows htmx's headers."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment

from app.services.rights import Action, may
from app.web.security import REQUEST_ID

VARY = "HX-Request, HX-History-Restore-Request"


class Page(HTMLResponse):
    """HTML in UTF-8; what UTF-8 cannot hold is printed as a question mark."""

    def render(self, content: Any) -> bytes:
        """The page's bytes."""
        return str(content).encode("utf-8", "replace")


def wants_fragment(request: Request) -> bool:
    """Whether htmx asked for a part of a page; when it restores history it needs the whole."""
    return _is_htmx(request) and request.headers.get("HX-History-Restore-Request") != "true"


def render(
    request: Request,
    page: str,
    *,
    fragment: str | None = None,
    status: int = 200,
    headers: dict[str, str] | None = None,
    address: str = "",
    **context: Any,
) -> Response:
    """The whole page or, for htmx, only the partial that the page itself includes, with the
    `address` that the browser is to show for it if that is another one than it asked."""
    is_part = bool(fragment) and wants_fragment(request)
    name = fragment if fragment and is_part else page
    sent = {"Vary": VARY} | ({"HX-Push-Url": address} if address and is_part else {})
    templates: Environment = request.app.state.templates
    user = getattr(request.state, "user", None)

    def may_do(action: Action) -> bool:
        """Whether whoever asks may do this; who is not signed in may nothing."""
        return user is not None and may(user, action)

    html = templates.get_template(name).render(
        context
        | {
            "url": _url_of(request),
            "user": user,
            "may": may_do,
            "request_id": getattr(request.state, REQUEST_ID, ""),
            "here": request.url.path,
        }
    )
    return Page(html, status, sent | (headers or {}))


def load_again() -> Response:
    """Has htmx load anew the page on which it asked."""
    return Response(status_code=200, headers={"HX-Refresh": "true", "Vary": VARY})


def go_to(request: Request, url: str) -> Response:
    """The way to another page. htmx follows a 303 unseen, so it is told in a header."""
    if _is_htmx(request):
        return Response(status_code=200, headers={"HX-Redirect": url, "Vary": VARY})
    return RedirectResponse(url, 303, {"Vary": VARY})


def _is_htmx(request: Request) -> bool:
    return request.headers.get("HX-Request") == "true"


def _url_of(request: Request) -> Any:
    app = request.app
    known: dict[tuple[str, ...], str] = app.state.paths

    def url(name: str, /, **parameters: Any) -> str:
        """The path of a route: never with a host, which a request could make up."""
        values = {each: str(value) for each, value in parameters.items()}
        if not all(values.values()) or any("/" in value for value in values.values()):
            return str(app.url_path_for(name, **parameters))
        # Looking a route up takes longer than anything else on a page with hundreds of links.
        key = (name, *values)
        if key not in known:
            known[key] = str(app.url_path_for(name, **{each: f"{{{each}}}" for each in values}))
        return known[key].format_map(values)

    return url
