"""What every request of the API goes through: who asks, how often, whether it came before; what
every answer has: a hash by which it is asked for again."""

import hashlib
import json
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.services import idempotency
from app.services.errors import Conflict, Invalid
from app.services.idempotency import Answer, Named
from app.services.limits import Prepaid
from app.services.people.accounts import User, token_sha256
from app.services.rights import Action, authorize
from app.sources.upload import MAX_FILE_BYTES
from app.web.api.problems import PREFIX, PROBLEM, NotAsSeen
from app.web.deps import get_database, get_now, get_user, writing
from app.web.security import bearer_token

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

JSON: Final = "application/json"
CACHE: Final = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
MAX_KEY_CHARACTERS: Final = 255
MAX_JSON_BYTES: Final = 3 * MAX_FILE_BYTES
"""A file of the largest size in base64, and room to spare."""
TOO_LARGE: Final = f"This is more than {MAX_JSON_BYTES // 1024 // 1024} MB at once."
BAD_KEY: Final = f"1 to {MAX_KEY_CHARACTERS} printable characters of ASCII."
SEEN: Final = (
    "Say what you saw: send the header If-Match with the ETag of your last GET, or seen_version."
)
STALE: Final = "This is not what stands there any more."
SHOWN_ONCE = "shown_once"  # where a request's state has the fields that are never kept


def api_router(tag: str) -> APIRouter:
    """A router for the routes of one noun."""
    return APIRouter(
        prefix=PREFIX,
        tags=[tag],
        route_class=ApiRoute,
        responses=PROBLEMS,
        generate_unique_id_function=lambda route: route.name,
    )


class ApiRoute(APIRoute):
    """A route of the API, which is open to nobody unknown."""

    def get_route_handler(self) -> Handler:
        """The route's own handler with the rest around it."""
        handle = super().get_route_handler()
        name = self.name

        async def handler(request: Request) -> Response:
            user = await run_in_threadpool(_admit, request)
            if request.method == "POST" and IDEMPOTENCY_KEY in request.headers:
                answer = await _once(request, user, name, handle)
            else:
                await _body(request)
                answer = await handle(request)
            return _told(request, answer)

        return handler


def _admit(request: Request) -> User:
    """Who asks, unless it is too often. Raises Forbidden or TooMany."""
    user = get_user(request)
    token = bearer_token(request.headers)
    who = token_sha256(token) if token else user.id
    prepaid: Prepaid = request.app.state.prepaid
    prepaid.spend(get_database(request), ("requests", who), now=get_now(request))
    return user


async def _body(request: Request) -> bytes:
    """What was sent. Raises HTTPException."""
    body = await request.body()
    if len(body) > MAX_JSON_BYTES:
        raise HTTPException(413, TOO_LARGE)
    return body


async def _once(request: Request, user: User, route: str, handle: Handler) -> Response:
    """The answer of the first time, if there was one. What is refused, or fails, was not done and
    may come again under the same key."""
    key = request.headers[IDEMPOTENCY_KEY]
    if not (key.isascii() and key.isprintable() and len(key.strip()) in range(1, 256)):
        raise Invalid("This Idempotency-Key cannot be taken.", {IDEMPOTENCY_KEY: BAD_KEY})
    scopes = ",".join(sorted(user.scopes)) if user.scopes is not None else "all"
    target = f"{scopes} {request.url.path}?{request.url.query}\n".encode()
    named = Named(user, route, key, target + await _body(request))
    if before := await run_in_threadpool(_begin, request, named):
        headers = {"Idempotency-Replayed": "true"}
        headers |= {"Location": before.location} if before.location else {}
        return Response(before.body, before.status, headers, before.media_type)
    kept = None
    try:
        answer = await handle(request)
        kept = _kept(request, answer)
    finally:
        await run_in_threadpool(_keep, request, named, kept)
    return answer


def _begin(request: Request, named: Named) -> Answer | None:
    with writing(request) as session:
        return idempotency.begin(session, named, now=get_now(request))


def _keep(request: Request, named: Named, answer: Answer | None) -> None:
    with writing(request) as session:
        idempotency.keep(session, named, answer)


def _kept(request: Request, answer: Response) -> Answer | None:
    """The answer without what is shown once: of a secret the database has the hash alone."""
    if answer.status_code >= 300:
        return None
    body = bytes(answer.body)
    if secret := getattr(request.state, SHOWN_ONCE, ()):
        body = json_bytes(json.loads(body) | dict.fromkeys(secret))
    media_type = answer.headers.get("content-type", JSON)
    return Answer(answer.status_code, media_type, answer.headers.get("location", ""), body)


def _told(request: Request, answer: Response) -> Response:
    """The answer with its ETag, or nothing but that where it is the one that is known already."""
    for name, value in CACHE.items():
        answer.headers.setdefault(name, value)
    is_json = answer.headers.get("content-type", "").startswith(JSON)
    if request.method != "GET" or answer.status_code != 200 or not is_json:
        return answer
    etag = etag_of(bytes(answer.body))
    answer.headers["ETag"] = etag
    if not _names(request.headers.get("if-none-match", ""), etag):
        return answer
    return Response(status_code=304, headers={"ETag": etag, **CACHE})


def _names(header: str, etag: str) -> bool:
    """Whether a header of conditions names the ETag; weak ones are as good for a GET."""
    named = {each.strip().removeprefix("W/") for each in header.split(",")}
    return bool(named & {etag, "*"})


def answer(
    content: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The values as JSON."""
    return Response(json_of(content), status, dict(headers or {}), JSON)


def json_of(content: BaseModel) -> bytes:
    """The values as the API answers them."""
    return json_bytes(content.model_dump(mode="json", by_alias=True))


def json_bytes(values: Any) -> bytes:
    """UTF-8; a half character, which UTF-8 cannot hold, stays an escape."""
    try:
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(values, separators=(",", ":")).encode("ascii")


def etag_of(body: bytes) -> str:
    """The strong ETag of an answer."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def check_seen(if_match: str | None, seen_version: int | None, now: BaseModel, version: int) -> int:
    """The version that the request saw. `now` is what a GET answers at this moment.

    Raises NotAsSeen where `If-Match` names something else, HTTPException where nothing was said.
    """
    if if_match is not None:
        if not _names(if_match, etag_of(json_of(now))):
            raise NotAsSeen(STALE, theirs=now)
        return version
    if seen_version is None:
        raise HTTPException(428, SEEN)
    return seen_version


@contextmanager
def clashing(answer_of: Callable[[Any], BaseModel | None]) -> Iterator[None]:
    """Has a Conflict say what stands there as the API would answer it."""
    try:
        yield
    except Conflict as error:
        raise Conflict(error.message, theirs=answer_of(error.theirs)) from error


ASKED: Final[dict[Callable[..., Any], Action]] = {}
"""What a dependency asks whether its caller may; for the documentation."""


def get_caller(request: Request) -> User:
    """Who asks; the route has let them in."""
    user: User = request.state.user
    return user


def caller_who_may(action: Action) -> Callable[[User], User]:
    """Who asks, if they may do that at all: before the body is judged. Raises NotFound."""

    def caller(user: Annotated[User, Depends(get_caller)]) -> User:
        authorize(user, action)
        return user

    ASKED[caller] = action
    return caller


Caller = Annotated[User, Depends(get_caller)]
Deciding = Annotated[User, Depends(caller_who_may("decide"))]
TakingIn = Annotated[User, Depends(caller_who_may("take in"))]
Sharing = Annotated[User, Depends(caller_who_may("share"))]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag of the GET that you saw.", examples=['"5f0c"']),
]


def problem_answer(status: int, title: str, description: str, **more: Any) -> dict[str, Any]:
    """A refusal as the OpenAPI document has it."""
    example = {
        "type": f"https://sidebyline.example{PREFIX}/docs#problem-{status}",
        "title": title,
        "status": status,
        "detail": description,
        "instance": "9f3c1a2b7d5e6f80",
        **more,
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "content": {PROBLEM: {"schema": schema, "example": example}},
    }


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    400: problem_answer(400, "This request could not be read", "The body is no JSON."),
    401: problem_answer(401, "Please sign in", "No token, or one that has expired or was revoked."),
    403: problem_answer(403, "Refused", "A cookie came, but not from a page of this Sidebyline."),
    404: problem_answer(404, "Not found", "Not there, or your role or token does not allow it."),
    413: problem_answer(413, "Too large", TOO_LARGE),
    422: problem_answer(
        422,
        "Something is missing",
        "A field cannot be taken as it is; errors says which and why.",
        errors={"title": "Say in a few words what happened."},
    ),
    429: problem_answer(
        429, "Too much at once", "Too many requests; Retry-After says how long to wait."
    ),
    500: problem_answer(500, "Something went wrong on our side", "The fault is in Sidebyline."),
    503: problem_answer(
        503, "Busy", "Nothing was changed; Retry-After says when to send it again."
    ),
}
CONFLICT: Final[dict[int | str, dict[str, Any]]] = {
    409: problem_answer(
        409,
        "Changed meanwhile",
        "Someone else changed it: theirs is what stands there. Or the comparison that this needs "
        "could not be made: job says why. Or a request with this Idempotency-Key is under way.",
    )
}
CONDITIONS: Final[dict[int | str, dict[str, Any]]] = CONFLICT | {
    412: problem_answer(412, "Changed meanwhile", "If-Match names what no longer stands there."),
    428: problem_answer(428, "Say what you saw", SEEN),
}
