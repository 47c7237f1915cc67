"""Articles: taking them in, and one article's original text, revision by revision."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import limits
from app.services.articles import events, ingest
from app.services.articles.corrections import MAX_FIELD_CHARACTERS
from app.services.articles.events import ArticleSummary, EventPage, EventSummary
from app.services.errors import Invalid, NotFound
from app.sources.upload import MAX_FILE_BYTES, MAX_FILES
from app.web.deps import Intake, Member, Now, Posted, get_database, reading, writing
from app.web.event_views import article_lines
from app.web.filters import clip, many, when
from app.web.forms import (
    FIRST_TEXTS,
    MAX_TEXTS,
    PastedText,
    pasted_texts,
    text_of,
    told,
    uploads_of,
)
from app.web.render import go_to, render

router = APIRouter()
TITLE_SHOWN = 80
FILES_LOST = "Choose your files again: a browser forgets them when the page comes back."
RAW_CSP = "default-src 'none'; sandbox"


@router.get("/take-in", name="take_in")
def show_form(request: Request, member: Intake, event: str = "") -> Response:
    """The page where articles are pasted or uploaded, into a new event or an existing one."""
    texts = tuple(PastedText(n) for n in range(1, FIRST_TEXTS + 1))
    return _form(request, member, event=event, title="", texts=texts)


@router.post("/take-in", name="propose")
def propose(request: Request, member: Intake, now: Now, form: Posted) -> Response:
    """The preview of what was sent; the same page with one more field if that was asked for, or
    with everything typed and a message where nothing can be read."""
    texts = pasted_texts(form)
    event, title = text_of(form, "event"), text_of(form, "title")
    if "more" in form:
        texts = (*texts, PastedText(len(texts) + 1, is_new=True))[:MAX_TEXTS]
        lost = bool(uploads_of(form, ()))
        return _form(request, member, event=event, title=title, texts=texts, files_lost=lost)
    given = uploads_of(form, texts)
    limits.spend(get_database(request), ("import", member.id), now=now)
    try:
        with writing(request) as session:
            batch = ingest.propose(
                session,
                [upload for upload, _ in given],
                user=member,
                event_id=event or None,
                event_title=title,
                now=now,
                hints=[hint for _, hint in given],
            )
    except Invalid as error:
        return _form(
            request,
            member,
            event=event,
            title=title,
            texts=texts,
            errors=_placed(told(error), texts),
            files_lost=any(upload.name for upload, _ in given),
            status=422,
        )
    return go_to(request, f"/batches/{batch.id}")


@router.get("/events/{event_id}/articles/{key}", name="article")
def show_article(
    request: Request, event_id: str, key: str, member: Member, revision: int = 0
) -> Response:
    """The article's text as it was taken in, each line with its role; the newest revision unless
    another one is named."""
    with reading(request) as session:
        event = events.get_event(session, event_id, user=member)
        article = _article(event, key)
        chosen = next(
            (r for r in article.revisions if r.number == revision),
            article.current if revision == 0 else None,
        )
        if chosen is None:
            raise NotFound("This article has no such revision.")
        revision_page = events.get_revision(session, chosen.id, user=member)
    return render(
        request,
        "articles/show.html",
        event=event,
        article=article,
        revision=revision_page,
        lines=article_lines(revision_page),
    )


@router.get("/revisions/{revision_id}/raw", name="raw")
def download(request: Request, revision_id: str, member: Member) -> Response:
    """The bytes as they came, as a file to save: never shown in our own pages' name."""
    with reading(request) as session:
        page = events.get_revision(session, revision_id, user=member)
    return attachment(page.raw, page.name or f"{page.article_key}.txt")


def attachment(content: bytes, name: str) -> Response:
    """Bytes that a browser saves and never shows."""
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": RAW_CSP,
        },
    )


def _article(event: EventPage, key: str) -> ArticleSummary:
    for article in event.articles:
        if article.key == key:
            return article
    raise NotFound("This event has no such article.")


def _form(
    request: Request,
    member: Member,
    *,
    event: str,
    title: str,
    texts: tuple[PastedText, ...],
    errors: dict[str, str] | None = None,
    files_lost: bool = False,
    status: int = 200,
) -> Response:
    with reading(request) as session:
        found = events.list_events(session, user=member)
    errors = dict(errors or {})
    if files_lost:
        errors.setdefault("files", FILES_LOST)
    return render(
        request,
        "articles/take_in.html",
        status=status,
        events=[("", "A new event"), *((each.id, _event_words(each)) for each in found)],
        chosen=event,
        title=title,
        texts=texts,
        labels=_labels(texts),
        errors=errors,
        max_texts=MAX_TEXTS,
        max_files=MAX_FILES,
        max_megabytes=MAX_FILE_BYTES // 1024 // 1024,
    )


def _labels(texts: tuple[PastedText, ...]) -> dict[str, str]:
    """The page's fields by their ids, in its order."""
    labels = {}
    for text in texts:
        labels[f"text-{text.number}"] = f"Text {text.number}"
        labels[f"outlet-{text.number}"] = f"Outlet of text {text.number}"
    return labels | {"files": "Files", "event": "Event", "title": "Title of a new event"}


def _placed(errors: dict[str, str], texts: tuple[PastedText, ...]) -> dict[str, str]:
    """The messages by the fields of the page: where there is nothing to read, the first text has
    to be filled; of the outlets each one that is too long to be shortened."""
    nothing, long = errors.pop("text", ""), errors.pop("outlet", "")
    if nothing:
        errors["text-1"] = nothing
    for text in texts:
        if long and len(text.outlet.strip()) > MAX_FIELD_CHARACTERS:
            errors[f"outlet-{text.number}"] = long
    return errors


def _event_words(event: EventSummary) -> str:
    """An event in a list to choose from, told from another of the same title."""
    told_apart = f"{many(len(event.outlets), 'article')}, {when(event.changed_at)}"
    return f"{clip(event.title, TITLE_SHOWN)} ({told_apart})"
