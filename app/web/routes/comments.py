"""Comments: an event's page of them, writing, publishing, settling, and who is called in them."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.articles import events
from app.services.comparing import compare
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.reviewing import comments, review
from app.services.reviewing.anchors import hashes_of
from app.services.reviewing.comments import Placed
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.desk.talk import TypedComment, comment_href, talk_page
from app.web.forms import number_of, text_of, told, whole_number
from app.web.render import go_to, render

router = APIRouter()


@router.get("/events/{event_id}/comments", name="comments")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """Everything that was said of the event and its findings."""
    return _page(request, event_id, member, now)


@router.post("/events/{event_id}/comments", name="comment")
def write(request: Request, event_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The place of a new comment on the event or one of its findings; what cannot be taken comes
    back with what was typed."""
    finding = text_of(form, "finding")
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    try:
        with writing(request) as session:
            placed = comments.comment_on(
                session,
                compared,
                finding,
                user=member,
                body=text_of(form, "body"),
                publish=text_of(form, "act") == "publish",
                now=now,
            )
    except Invalid as error:
        typed = TypedComment(finding, text_of(form, "body"), told(error))
        return _page(request, event_id, member, now, typed=typed, status=422)
    return _go(request, placed, member, now, form)


@router.get("/comments/{comment_id}", name="comment_place")
def find(request: Request, comment_id: str, member: Member, now: Now) -> Response:
    """The way to the comment, wherever it stands now."""
    with reading(request) as session:
        placed = comments.place_of(session, comment_id, user=member)
    return go_to(request, _href(request, placed, member, now))


@router.post("/comments/{comment_id}", name="change_comment")
def change(request: Request, comment_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The place of a comment that was published, reworded, withdrawn, or whose thread was settled
    or opened again, as the button `act` says."""
    act = text_of(form, "act")
    with reading(request) as session:
        placed = comments.place_of(session, comment_id, user=member)
    try:
        with writing(request) as session:
            if act == "withdraw":
                placed = comments.withdraw(session, comment_id, user=member, now=now)
            elif act in ("resolve", "reopen"):
                placed = comments.settle_thread(
                    session, comment_id, user=member, resolved=act == "resolve", now=now
                )
            else:
                placed = comments.change_draft(
                    session,
                    comment_id,
                    user=member,
                    body=text_of(form, "body"),
                    publish=act == "publish",
                    seen_version=number_of(form, "version"),
                    now=now,
                )
    except (Invalid, Conflict) as error:
        return _refused(request, placed, member, now, comment_id, text_of(form, "body"), error)
    return _go(request, placed, member, now, form)


@router.post("/comments/{comment_id}/answers", name="answer")
def answer(request: Request, comment_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The place of a new answer in the thread that the comment began."""
    with reading(request) as session:
        placed = comments.place_of(session, comment_id, user=member)
    try:
        with writing(request) as session:
            placed = comments.answer(
                session,
                comment_id,
                user=member,
                body=text_of(form, "body"),
                publish=text_of(form, "act") == "publish",
                now=now,
            )
    except Invalid as error:
        return _refused(request, placed, member, now, comment_id, text_of(form, "body"), error)
    return _go(request, placed, member, now, form)


@router.post("/mentions/seen", name="see_mentions")
def see(request: Request, member: Member, now: Now, form: Posted) -> Response:
    """The desk, where the named mentions count as seen; all of them where none is named."""
    named = [whole_number(each) for each in form.getlist("mention") if isinstance(each, str)]
    with writing(request) as session:
        comments.see_mentions(session, named or None, user=member, now=now)
    return go_to(request, "/desk")


def _refused(
    request: Request,
    placed: Placed,
    member: User,
    now: Now,
    on: str,
    body: str,
    error: Invalid | Conflict,
) -> Response:
    if isinstance(error, Invalid):
        typed, status = TypedComment(on, body, told(error)), 422
    else:
        message = f"{error.message} It now reads: “{error.theirs}”. Yours is kept below."
        typed, status = TypedComment(on, body, {"message": message}), 409
    return _page(request, placed.event_id, member, now, typed=typed, status=status)


def _go(
    request: Request, placed: Placed, member: User, now: Now, form: Mapping[str, object]
) -> Response:
    """Back to the comment: on the page of all of them if it was made there."""
    if form.get("from") == "comments":
        return go_to(request, comment_href(placed.event_id, placed.id))
    return go_to(request, _href(request, placed, member, now))


def _href(request: Request, placed: Placed, member: User, now: Now) -> str:
    compared = compare.get_comparison(get_database(request), placed.event_id, user=member, now=now)
    by_hash = {hashed: finding for finding, hashed in hashes_of(compared).items()}
    return comment_href(placed.event_id, placed.id, by_hash.get(placed.anchors_sha256, ""))


def _page(
    request: Request,
    event_id: str,
    member: User,
    now: Now,
    *,
    typed: TypedComment | None = None,
    status: int = 200,
) -> Response:
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        event = events.get_event(session, event_id, user=member)
        threads = comments.threads_of(session, event_id, user=member)
        found = review.list_findings(session, compared, user=member)
    talk = talk_page(compared, found, threads, typed)
    return render(
        request,
        "comments/index.html",
        status=status,
        event=event,
        talk=talk,
        threads=threads,
        typed_comment=typed,
    )
