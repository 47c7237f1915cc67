"""Who comes with a share link: let in, asked for the password, or told that there is nothing."""

from datetime import datetime
from typing import Annotated, Final, cast
from urllib.parse import unquote

from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from app.services.errors import Gone, NotFound, TooMany
from app.services.jobs import NotReady
from app.services.people import accounts
from app.services.people.accounts import User
from app.services.sharing import shared
from app.services.sharing.shared import OpenLink, Snapshot
from app.storage.unchanged import KeptUnchanged
from app.web.deps import Now, get_database, reading, session_token
from app.web.errors import error_page, too_many
from app.web.missing import count_miss
from app.web.reading.places import Place
from app.web.render import load_again, render, wants_fragment

SHARED_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
ASKING_HEADERS: Final = SHARED_HEADERS | {"Referrer-Policy": "same-origin"}
"""Of the password's form: without a referrer Chromium sends no origin either, and the form would
be taken for another site's."""
RETRY_SECONDS: Final = 30
ANEW: Final = "What this link shows has changed and is being compared anew."
LATER: Final = "Load this page again in half a minute."
EXCERPTS_ALONE: Final = "This link shares the findings with excerpts alone, not the full texts."


class Closed(Exception):
    """The link does not open, or not yet: `answer` is what is said instead."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


def install_shared(app: FastAPI) -> None:
    """Has a link that does not open answered wherever it was met."""

    def closed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette passes it
        return cast(Closed, error).answer

    app.add_exception_handler(Closed, closed)


async def get_link(request: Request, token: str, now: Now) -> OpenLink:
    """The link, for whoever has it and its password. Raises Closed.

    One without a password is looked up once until anything is stored, a revocation for one.
    Asynchronous, since a thread costs more than what is kept; only what is not kept goes to one.
    """
    version = get_database(request).version()
    kept: KeptUnchanged[OpenLink] = request.app.state.kept_links
    known = kept.get(token, version)
    if known is None or not known.summary.opens(now) or shared.is_use_unwritten(known, now=now):
        return await run_in_threadpool(_look_up, request, token, version, now)
    return known


def _look_up(request: Request, token: str, version: int, now: datetime) -> OpenLink:
    """The same from the database, and writes that it was used."""
    try:
        with reading(request) as session:
            link = shared.find_link(session, token, now=now)
            entry = request.cookies.get(entry_cookie(request, link), "")
            is_in = shared.is_let_in(session, link, entry, now=now)
    except (NotFound, Gone) as error:
        raise Closed(closed_link(request, error)) from error
    if not is_in:
        raise Closed(ask_password(request, token))
    shared.note_use(get_database(request), link, now=now)
    if not link.summary.has_password:
        kept: KeptUnchanged[OpenLink] = request.app.state.kept_links
        kept.keep(token, version, link)
    return link


def get_snapshot(
    request: Request, link: Annotated[OpenLink, Depends(get_link)], now: Now
) -> Snapshot:
    """What the link shows. Raises Closed."""
    return read(request, link, now)


def get_full_snapshot(
    request: Request, link: Annotated[OpenLink, Depends(get_link)], now: Now
) -> Snapshot:
    """The same where full texts are shared. Raises Closed elsewhere."""
    if link.summary.contents != "full":
        raise Closed(refused(request, EXCERPTS_ALONE))
    return read(request, link, now)


def read(request: Request, link: OpenLink, now: datetime) -> Snapshot:
    """What the link shows. Raises Closed where a live one has to be compared anew and that takes
    long: how far that has come is for members."""
    try:
        return shared.read_link(get_database(request), link, now=now)
    except NotReady as error:
        headers = SHARED_HEADERS | {"Retry-After": str(RETRY_SECONDS)}
        answer = error_page(request, 503, ANEW, advice=LATER, headers=headers)
        raise Closed(answer) from error


Shown = Annotated[Snapshot, Depends(get_snapshot)]
ShownInFull = Annotated[Snapshot, Depends(get_full_snapshot)]


def shared_place(token: str) -> Place:
    """Where a shared comparison is read."""
    root = f"/s/{token}"
    return Place(
        path=root, ledgers=root, sentences=f"{root}/sentences", statements=f"{root}/statements"
    )


def entry_cookie(request: Request, link: OpenLink) -> str:
    """The name of the cookie that lets a browser in: one for each link."""
    prefix = "__Host-" if request.app.state.secure else ""
    return f"{prefix}sidebyline-link-{link.summary.id}"


def member_here(request: Request, now: Now) -> User | None:
    """Who is signed in and looks at a shared page, None for a stranger."""
    token = session_token(request)
    return accounts.user_for_session(get_database(request), token, now=now) if token else None


def closed_link(request: Request, error: NotFound | Gone) -> Response:
    """A page that says nothing of what the link showed, or whether it ever did."""
    if isinstance(error, Gone):
        answer = error_page(request, 410, error.message)
    else:
        answer = _unknown(request, error)
    answer.headers.update(SHARED_HEADERS)
    return answer


def refused(request: Request, message: str) -> Response:
    """Who has the link is told that it shows no such thing."""
    answer = error_page(request, 404, message)
    answer.headers.update(SHARED_HEADERS)
    return answer


def ask_password(
    request: Request, token: str, *, going: str = "", message: str = "", status: int = 401
) -> Response:
    """The form that asks for the link's password and says nothing else. `going` is the path to
    which it leads, if not here."""
    if wants_fragment(request):
        return load_again()
    return render(
        request,
        "snapshots/password.html",
        status=status,
        headers=dict(ASKING_HEADERS),
        token=token,
        going=going or _address(request),
        errors={"message": message} if message else {},
    )


def own_path(token: str, going: str) -> str:
    """The path if it leads within the link, else the link's first page."""
    root = f"/s/{token}"
    is_within = going == root or going.startswith((f"{root}/", f"{root}?"))
    climbs = {".", ".."} & set(unquote(going.partition("?")[0]).split("/"))
    is_plain = going.isprintable() and "\\" not in going and not climbs
    return going if is_within and is_plain else root


def _address(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _unknown(request: Request, error: NotFound) -> Response:
    try:
        count_miss(request, "share miss")
    except TooMany as refusal:
        return too_many(request, refusal)
    return error_page(request, 404, error.message)
