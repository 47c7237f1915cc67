"""What routes ask for: who is here, the database, the moment, the posted form."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException  # FastAPI's own is a subclass: it catches less

from app.services.errors import Forbidden
from app.services.people import accounts, tokens
from app.services.people.accounts import User, Visitor
from app.services.rights import Action, authorize
from app.sources.upload import MAX_FILE_BYTES, MAX_FILES, MAX_LINES
from app.storage.db import Database, ReadSession, WriteSession
from app.web.addresses import address_of
from app.web.security import REQUEST_ID, bearer_token

POSTED = "posted"  # where a request's state has the form
MAX_FIELDS = 2 * MAX_LINES  # every line of a text has its field, and a batch has several texts
MAX_FIELD_BYTES = 3 * MAX_FILE_BYTES
MAX_FORM_FILES = 500  # far above what is taken, so that the refusal can say how many are too many
MAX_STRANGERS_FIELDS = 20
MAX_STRANGERS_BYTES = 16 * 1024  # of a field: a password of 1,024 characters, escaped
TOO_LONG = (
    f"A pasted text is longer than {MAX_FIELD_BYTES // 1024 // 1024} MB: paste the article alone."
)
TOO_MANY = f"These are more than {MAX_FORM_FILES} files: choose at most {MAX_FILES}."
SIGNED_OUT = "Nobody is signed in here."


def cookie_name(*, secure: bool) -> str:
    """The session cookie's name; `__Host-` is refused by some browsers on plain http."""
    return "__Host-sidebyline" if secure else "sidebyline"


def get_database(request: Request) -> Database:
    """The app's database."""
    database: Database = request.app.state.database
    return database


def get_now(request: Request) -> datetime:
    """The moment, by the app's clock."""
    clock: Callable[[], datetime] = request.app.state.clock
    return clock()


async def moment(request: Request) -> datetime:
    """The same for routes. Asynchronous, since a thread costs more than this takes."""
    return get_now(request)


def get_user(request: Request) -> User:
    """Who is signed in, or whose token the request brings: then no cookie counts.

    Raises Forbidden."""
    database, now = get_database(request), get_now(request)
    user = None
    token = bearer_token(request.headers)
    if token is not None:
        user = tokens.user_for_token(database, token, now=now)
    elif cookie := session_token(request):
        user = accounts.user_for_session(database, cookie, now=now)
    if user is None:
        raise Forbidden(SIGNED_OUT)
    request.state.user = user
    return user


def session_token(request: Request) -> str:
    """The token of the session that the browser holds, "" where it holds none."""
    return request.cookies.get(request.app.state.cookie, "")


def get_visitor(request: Request) -> Visitor:
    """Where the request comes from."""
    return Visitor(
        address=address_of(request, request.app.state.trusted_proxies),
        agent=request.headers.get("user-agent", ""),
        token=session_token(request),
    )


def member_who_may(action: Action) -> Callable[[User], User]:
    """Who is signed in, for a page on which something is done. The page raises NotFound where
    the member may not do it; what is done is refused by its service all the same."""

    def member(user: Annotated[User, Depends(get_user)]) -> User:
        authorize(user, action)
        return user

    return member


async def get_form(request: Request) -> AsyncIterator[FormData]:
    """The posted form; its files are closed at the end.

    Asynchronous, as reading a body is; the routes that take it are plain functions.
    """
    form = await read_form(request)
    try:
        yield form
    finally:
        await form.close()


async def get_strangers_form(request: Request) -> FormData:
    """The posted form of somebody who is not signed in: a name, a password, a code.

    So little is read that nobody unknown can fill the memory. Raises HTTPException.
    """
    return await _parsed(
        request,
        {"exceeded": None, "Too many": None},
        max_files=0,
        max_fields=MAX_STRANGERS_FIELDS,
        max_part_size=MAX_STRANGERS_BYTES,
    )


async def read_form(request: Request) -> FormData:
    """The posted form, with room for pasted articles; one that is too long for an article still
    comes in, so that its refusal can show it again. The request keeps it for an error's page.

    Raises HTTPException.
    """
    return await _parsed(
        request,
        {"exceeded maximum size": TOO_LONG, "Too many files": TOO_MANY},
        max_files=MAX_FORM_FILES,
        max_fields=MAX_FIELDS,
        max_part_size=MAX_FIELD_BYTES,
    )


async def _parsed(request: Request, told: Mapping[str, str | None], **limits: int) -> FormData:
    """The posted form within limits, which the request keeps. `told`: the words in which Starlette
    refuses what is too much, and ours for a person, None where there is no more to say.

    Raises HTTPException.
    """
    if not _is_utf8(request.headers.get("content-type", "")):
        raise HTTPException(400)
    try:
        form = await request.form(**limits)
    except HTTPException as error:
        for theirs, ours in told.items():
            if theirs in str(error.detail):
                raise HTTPException(413, ours) from error
        raise HTTPException(400) from error
    setattr(request.state, POSTED, form)
    return form


def _is_utf8(content_type: str) -> bool:
    """Whether a form is in UTF-8, as our pages' forms are.

    A browser names no other set; one that is named would be looked up among all of Python's, some
    of which break on ordinary text or give half characters that nothing can store.
    """
    _, named, charset = content_type.lower().partition("charset=")
    return not named or charset.split(";")[0].strip(' "') in ("utf-8", "utf8")


@contextmanager
def reading(request: Request) -> Iterator[ReadSession]:
    """A session on the last committed state."""
    with get_database(request).read() as session:
        yield session


@contextmanager
def writing(request: Request) -> Iterator[WriteSession]:
    """A session of the one writer; the request's id goes into what the audit writes."""
    with get_database(request).write() as session:
        session.info[REQUEST_ID] = getattr(request.state, REQUEST_ID, None)
        yield session


Member = Annotated[User, Depends(get_user)]
Reviewer = Annotated[User, Depends(member_who_may("decide"))]
Intake = Annotated[User, Depends(member_who_may("take in"))]
RuleMaker = Annotated[User, Depends(member_who_may("set rules"))]
Sharer = Annotated[User, Depends(member_who_may("share"))]
Admin = Annotated[User, Depends(member_who_may("administer"))]
Self = Annotated[User, Depends(member_who_may("keep own account"))]
From = Annotated[Visitor, Depends(get_visitor)]
Now = Annotated[datetime, Depends(moment)]
Posted = Annotated[FormData, Depends(get_form)]
StrangersForm = Annotated[FormData, Depends(get_strangers_form)]
