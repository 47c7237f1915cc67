"""Comments: an event's page of them, writing, publishing, settling, and who is called in them.

They are written on three pages: that of all comments, that of one finding, and the list of the
findings. The form's field `from` says which; what was sent leads back there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.services.articles import events
from app.services.comparing import compare
from app.services.comparing.compare import ComparedEvent
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.reviewing import comments, review
from app.services.reviewing.anchors import hashes_of
from app.services.reviewing.comments import Placed
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.desk.talk import TypedComment, comment_href, talk_page
from app.web.desk.views import Asked
from app.web.forms import number_of, text_of, told, whole_number
from app.web.render import go_to, render, wants_fragment
from app.web.routes.findings import Listed, finding_page, list_page, to_list

router = APIRouter()
DID = {"withdraw": "Withdrawn.", "resolve": "Resolved.", "reopen": "Open again."}
POSTED, KEPT = "Posted.", "Kept as a draft: you alone see it."


@router.get("/events/{event_id}/comments", name="comments")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """Everything that was said of the event and its findings."""
    return _page(request, event_id, member, now)


@router.post("/events/{event_id}/comments", name="comment")
def write(
    request: Request, event_id: str, member: Member, now: Now, form: Posted, asked: Listed
) -> Response:
    """The place of a new comment on the event or one of its findings; what cannot be taken comes
    back with what was typed."""
    finding = text_of(form, "finding")
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    sender = _Sender(request, compared, finding, member, now, text_of(form, "from"), asked)
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
        return _refused(sender, finding, form, error)
    return _done(sender, placed, _did(form))


@router.get("/comments/{comment_id}", name="comment_place")
def find(request: Request, comment_id: str, member: Member, now: Now) -> Response:
    """The way to the comment, wherever it stands now."""
    with reading(request) as session:
        placed = comments.place_of(session, comment_id, user=member)
    compared = compare.get_comparison(get_database(request), placed.event_id, user=member, now=now)
    href = comment_href(placed.event_id, placed.id, _finding_of(compared, placed))
    return go_to(request, href)


@router.post("/comments/{comment_id}", name="change_comment")
def change(
    request: Request, comment_id: str, member: Member, now: Now, form: Posted, asked: Listed
) -> Response:
    """The place of a comment that was published, reworded, withdrawn, or whose thread was settled
    or opened again, as the button `act` says."""
    act = text_of(form, "act")
    sender = _sender(request, comment_id, member, now, form, asked)
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
        return _refused(sender, comment_id, form, error)
    return _done(sender, placed, _did(form))


@router.post("/comments/{comment_id}/answers", name="answer")
def answer(
    request: Request, comment_id: str, member: Member, now: Now, form: Posted, asked: Listed
) -> Response:
    """The place of a new answer in the thread that the comment began."""
    sender = _sender(request, comment_id, member, now, form, asked)
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
        return _refused(sender, comment_id, form, error)
    return _done(sender, placed, _did(form))


@router.post("/mentions/seen", name="see_mentions")
def see(request: Request, member: Member, now: Now, form: Posted) -> Response:
    """The desk, where the named mentions count as seen; all of them where none is named."""
    named = [whole_number(each) for each in form.getlist("mention") if isinstance(each, str)]
    with writing(request) as session:
        comments.see_mentions(session, named or None, user=member, now=now)
    return go_to(request, "/desk")


@dataclass(frozen=True, slots=True)
class _Sender:
    """Where a comment was sent from: the page (`came_from`, as the form says it), the finding that
    it is on (empty for the event, or where the finding is gone), and the list it was shown in."""

    request: Request
    compared: ComparedEvent
    finding: str
    member: User
    now: datetime
    came_from: str
    asked: Asked

    @property
    def is_list(self) -> bool:
        """Whether it was sent from the list of findings, which still has the finding."""
        return self.came_from == "findings" and bool(self.finding)

    def list_page(self, status: int = 200, **more: Any) -> Response:
        """The list, with the finding's comments unfolded."""
        return list_page(
            self.request,
            self.compared,
            self.member,
            self.asked,
            keep=self.finding,
            talking=self.finding,
            status=status,
            **more,
        )


def _sender(
    request: Request, comment_id: str, member: User, now: datetime, form: FormData, asked: Asked
) -> _Sender:
    with reading(request) as session:
        placed = comments.place_of(session, comment_id, user=member)
    compared = compare.get_comparison(get_database(request), placed.event_id, user=member, now=now)
    finding = _finding_of(compared, placed)
    return _Sender(request, compared, finding, member, now, text_of(form, "from"), asked)


def _did(form: FormData) -> str:
    """What was done, in words."""
    act = text_of(form, "act")
    return DID.get(act, POSTED if act == "publish" else KEPT)


def _refused(sender: _Sender, on: str, form: FormData, error: Invalid | Conflict) -> Response:
    """The page it was sent from, with what was typed and what is wrong with it."""
    body = text_of(form, "body")
    if isinstance(error, Invalid):
        typed, status = TypedComment(on, body, told(error)), 422
    else:
        message = f"{error.message} It now reads: “{error.theirs}”. Yours is kept below."
        typed, status = TypedComment(on, body, {"message": message}), 409
    if sender.is_list:
        return sender.list_page(status, typed_comment=typed)
    if sender.came_from == "finding" and sender.finding:
        return finding_page(
            sender.request,
            sender.compared,
            sender.finding,
            sender.member,
            sender.now,
            sender.asked,
            typed_comment=typed,
            status=status,
        )
    event_id = sender.compared.event.id
    return _page(sender.request, event_id, sender.member, sender.now, typed=typed, status=status)


def _done(sender: _Sender, placed: Placed, did: str) -> Response:
    """Back to where it was sent from: in the list the finding says what was done, elsewhere one
    comes to the comment."""
    event_id = placed.event_id
    if sender.is_list and wants_fragment(sender.request):
        return sender.list_page(refused={"told": did})
    if sender.is_list:
        return go_to(
            sender.request, to_list(sender.asked, event_id, sender.finding, talk=sender.finding)
        )
    finding = "" if sender.came_from == "comments" else sender.finding
    query = sender.asked.query() if sender.came_from == "finding" else ""
    return go_to(sender.request, comment_href(event_id, placed.id, finding, query))


def _finding_of(compared: ComparedEvent, placed: Placed) -> str:
    """The finding that a comment is on; empty where it is on the event or the finding is gone."""
    by_hash = {hashed: finding for finding, hashed in hashes_of(compared).items()}
    return by_hash.get(placed.anchors_sha256, "")


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
