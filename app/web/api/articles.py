"""Articles of an event and their texts; adding one."""

import base64
import binascii
from codecs import BOM_UTF8
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from app.core.text import Facts
from app.services import limits
from app.services.articles import events, ingest
from app.services.errors import Invalid
from app.sources.upload import Upload
from app.web.api import answers, asked, models
from app.web.api.here import Located
from app.web.api.paging import Paged, next_link, page_of
from app.web.api.routing import Caller, TakingIn, answer, api_router
from app.web.deps import Now, get_database, reading, writing

router = api_router("Articles")

ONE_OF_THREE: Final = "Send text, html or content: one of them."
NO_BASE64: Final = "This is no base64."
SAID: Final = frozenset(
    ("outlet", "headline", "byline", "agency", "dateline", "published", "updated", "language")
)
NEW: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": models.Added, "description": "Nothing new: this text stands there already."}
}


@router.get(
    "/events/{event_id}/articles",
    name="api_articles",
    summary="List articles",
    response_model=models.Articles,
)
def list_articles(request: Request, event_id: str, user: Caller, paging: Paged) -> Response:
    """The event's articles with their revisions, by key."""
    with reading(request) as session:
        event = events.get_event(session, event_id, user=user)
    found = sorted(event.articles, key=lambda each: each.key)
    page, cursor = page_of(found, paging, id_of=lambda each: each.id, key_of=lambda each: each.key)
    items = [answers.article(each) for each in page]
    return answer(models.Articles(items=items, next=cursor), headers=next_link(request, cursor))


@router.post(
    "/events/{event_id}/articles",
    name="api_add_article",
    summary="Add an article",
    response_model=models.Added,
    status_code=201,
    responses=NEW,
)
def add(
    request: Request, event_id: str, user: TakingIn, now: Now, here: Located, new: asked.NewArticle
) -> Response:
    """The article, read, cleaned and put into the event: a new one, a new revision of the one that
    it is, or nothing new. What is read wrongly is corrected on the event's page."""
    limits.spend(get_database(request), ("import", user.id), now=now)
    facts = Facts(**new.model_dump(include=set(SAID)), complete=new.complete)
    read = ingest.read_one(_upload(new), facts, new.key)
    with writing(request) as session:
        line, article = ingest.add_one(session, event_id, read, user=user, now=now)
    added = models.Added(
        outcome=line.outcome, message=line.message, article=answers.article(article)
    )
    if line.outcome == "unchanged":
        return answer(added, 200)
    place = here.api(f"/revisions/{article.current.id}")
    return answer(added, 201, {"Location": place})


@router.get(
    "/revisions/{revision_id}",
    name="api_revision",
    summary="Get a text",
    response_model=models.Revision,
)
def show_revision(request: Request, revision_id: str, user: Caller, here: Located) -> Response:
    """One captured text whole, with its blocks and what it says of itself."""
    with reading(request) as session:
        found = events.get_revision(session, revision_id, user=user)
    return answer(answers.revision(found, here))


def _upload(new: asked.NewArticle) -> Upload:
    """What was sent, as if it had been uploaded. Raises Invalid."""
    sent = {"text": new.text, "html": new.html, "content": new.content}
    given = [name for name, value in sent.items() if value is not None]
    if len(given) != 1:
        raise Invalid(ONE_OF_THREE, {given[-1] if given else "text": ONE_OF_THREE})
    if new.text is not None:
        return Upload(new.name, new.text.encode())
    if new.html is not None:  # it is read already, whatever its head says of its character set
        return Upload(new.name or "article.html", BOM_UTF8 + new.html.encode())
    try:
        return Upload(new.name or "article", base64.b64decode(new.content or "", validate=True))
    except (binascii.Error, ValueError):
        raise Invalid(NO_BASE64, {"content": NO_BASE64}) from None
