"""The sign-off of an event: what is still open, reviews handed in, signing, reopening."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.comparing import compare
from app.services.errors import Conflict, Invalid
from app.services.people.accounts import User
from app.services.reviewing import comments, review, signing, signoff, submissions
from app.web.deps import Member, Now, Posted, get_database, reading, writing
from app.web.desk.signing_views import read_signing
from app.web.forms import number_of, text_of, told
from app.web.render import go_to, render

router = APIRouter()

NO_ERRORS: Mapping[str, str] = {}


@router.get("/events/{event_id}/sign-off", name="sign_off_page")
def show(request: Request, event_id: str, member: Member, now: Now) -> Response:
    """Where the event stands, what has to be settled, who signed."""
    return _page(request, event_id, member, now)


@router.post("/events/{event_id}/sign-off", name="sign_off")
def sign(request: Request, event_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The event, signed off as the page showed it; if that has changed, the page as it is now."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    try:
        with writing(request) as session:
            signing.sign_off(
                session,
                compared,
                user=member,
                note=text_of(form, "note"),
                seen_inputs=text_of(form, "inputs"),
                seen_findings=text_of(form, "seen"),
                now=now,
            )
    except (Invalid, Conflict) as error:
        return _refused(request, event_id, member, now, error, {"note": text_of(form, "note")})
    return _back(request, event_id)


@router.post("/events/{event_id}/reopen", name="reopen")
def reopen(request: Request, event_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The event, open for decisions again."""
    reason = text_of(form, "reason")
    try:
        with writing(request) as session:
            signoff.reopen(
                session,
                event_id,
                user=member,
                reason=reason,
                seen_version=number_of(form, "version"),
                now=now,
            )
    except (Invalid, Conflict) as error:
        return _refused(request, event_id, member, now, error, {"reason": reason})
    return _back(request, event_id)


@router.post("/events/{event_id}/submissions", name="submit_review")
def submit(request: Request, event_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The reader's review of the event, handed in with the drafts of comments."""
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    typed = {"verdict": text_of(form, "verdict"), "said": text_of(form, "said")}
    try:
        with writing(request) as session:
            submissions.submit(
                session,
                compared,
                user=member,
                verdict=typed["verdict"],
                note=typed["said"],
                now=now,
            )
    except (Invalid, Conflict) as error:
        return _refused(request, event_id, member, now, error, typed, note="said")
    return _back(request, event_id)


def _back(request: Request, event_id: str) -> Response:
    return go_to(request, f"/events/{event_id}/sign-off")


def _refused(
    request: Request,
    event_id: str,
    member: User,
    now: Now,
    error: Invalid | Conflict,
    typed: Mapping[str, str],
    *,
    note: str = "note",
) -> Response:
    """The page as it stands now, with what was typed; `note` is what the form calls the note."""
    if isinstance(error, Invalid):
        errors = {note if name == "note" else name: words for name, words in told(error).items()}
        return _page(request, event_id, member, now, typed=typed, errors=errors, status=422)
    errors = {"message": error.message}
    return _page(request, event_id, member, now, typed=typed, errors=errors, status=409)


def _page(
    request: Request,
    event_id: str,
    member: User,
    now: Now,
    *,
    typed: Mapping[str, str] = NO_ERRORS,
    errors: Mapping[str, str] = NO_ERRORS,
    status: int = 200,
) -> Response:
    compared = compare.get_comparison(get_database(request), event_id, user=member, now=now)
    with reading(request) as session:
        found = review.list_reviewed(session, compared, user=member)
        view = read_signing(session, compared, found.findings, user=member)
        threads = comments.threads_of(session, event_id, user=member)
        reviews = submissions.list_submissions(session, compared, user=member)
        drafts = submissions.count_drafts(session, event_id, user=member)
    return render(
        request,
        "signoff/show.html",
        status=status,
        event=compared.event,
        view=view,
        misplaced=found.misplaced,
        threads_open=threads.open,
        reviews=reviews,
        drafts=drafts,
        typed=typed,
        errors=errors,
    )
