"""The Atom feed of an event. A feed reader gives a token as the password of HTTP Basic."""

import base64
import binascii
import re
from typing import Annotated, Final
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from lxml import etree
from lxml.builder import ElementMaker
from starlette.exceptions import HTTPException

from app.services.errors import Forbidden
from app.services.people import tokens
from app.services.people.accounts import User
from app.services.sharing.feed import Feed, FeedEntry, event_feed
from app.web.deps import get_database, get_now, get_user, reading

router = APIRouter()
ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="Sidebyline: a token as the password"'}
SPACE: Final = UUID("6d1f2f0e-8c1e-5a3f-9b57-3f0f6c5d2a11")
"""In which the names of entries become ids, the same wherever Sidebyline is reached."""
NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_E = ElementMaker(namespace=ATOM, nsmap={None: ATOM})


def get_subscriber(request: Request) -> User:
    """Who is signed in, or whose token comes as a password. Raises HTTPException, so that a feed
    reader asks for one."""
    token = _password(request.headers.get("authorization", ""))
    try:
        if not token.startswith(tokens.PREFIX):  # a proxy's own sign-in
            return get_user(request)
    except Forbidden as error:
        raise HTTPException(401, headers=CHALLENGE) from error
    user = tokens.user_for_token(get_database(request), token, now=get_now(request))
    if user is None:
        raise HTTPException(401, headers=CHALLENGE)
    request.state.user = user
    return user


@router.get("/events/{event_id}/feed.atom", name="event_feed")
def show(
    request: Request, event_id: str, user: Annotated[User, Depends(get_subscriber)]
) -> Response:
    """What is new of the event."""
    with reading(request) as session:
        found = event_feed(session, event_id, user=user)
    content = atom(found, request.app.state.base_url)
    return Response(content, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, no-cache"})


def atom(feed: Feed, base_url: str) -> bytes:
    """The feed as RFC 4287 has it."""
    page = f"{base_url}/events/{feed.event_id}"
    root = _E.feed(
        _E.id(_urn(f"event {feed.event_id}")),
        _E.title(_clean(feed.title)),
        _E.updated(feed.changed_at.isoformat()),
        _E.author(_E.name("Sidebyline")),
        _E.link(rel="self", type="application/atom+xml", href=f"{page}/feed.atom"),
        _E.link(rel="alternate", type="text/html", href=page),
        *(_entry(each, page) for each in feed.entries),
    )
    document: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(entry: FeedEntry, page: str) -> etree._Element:
    return _E.entry(
        _E.id(_urn(entry.id)),
        _E.title(_clean(entry.title)),
        _E.updated(entry.at.isoformat()),
        _E.published(entry.at.isoformat()),
        *([_E.author(_E.name(_clean(entry.by)))] if entry.by else []),
        _E.category(term=entry.kind),
        _E.link(rel="alternate", type="text/html", href=_place(entry, page)),
        _E.summary(_clean(entry.words)),
    )


def _place(entry: FeedEntry, page: str) -> str:
    """Where one reads more of it."""
    if entry.article:
        return f"{page}/articles/{entry.article}"
    return f"{page}/history" if entry.kind == "snapshot" else f"{page}/sign-off"


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid5(SPACE, name)}"


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def _password(header: str) -> str:
    """The password of HTTP Basic, empty where there is none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        decoded = base64.b64decode(encoded.strip()).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return decoded.partition(":")[2]
