"""The team's people, for admins; invitations, for whoever holds one."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.errors import Conflict, Gone, Invalid, NotFound
from app.services.people import invitations, members, passwords
from app.services.people.invitations import Newcomer
from app.web.deps import (
    Admin,
    From,
    Now,
    Posted,
    StrangersForm,
    get_database,
    get_now,
    reading,
    writing,
)
from app.web.errors import error_page
from app.web.forms import text_of, told
from app.web.missing import count_miss
from app.web.render import go_to, render
from app.web.routes.session import NO_INDEX, signed_in

router = APIRouter()
ROLE_WORDS = {
    "viewer": "Viewer: reads",
    "reviewer": "Reviewer: reads, comments, decides",
    "editor": "Editor: also takes in, sets rules, shares, assigns, signs off",
    "admin": "Admin: also looks after members",
}
ASK_AGAIN = "Ask whoever sent it for a new one."
NEWCOMER_LABELS = {
    "name": "Your name, as others see it",
    "login": "Name to sign in with",
    "new_password": "Password",
}


@router.get("/members", name="members")
def show(request: Request, member: Admin) -> Response:
    """The team's people and invitations."""
    return _page(request, member)


@router.post("/members/{member_id}/role", name="change_role")
def change_role(
    request: Request, member_id: str, member: Admin, now: Now, form: Posted
) -> Response:
    """The people, one of them in another role."""
    try:
        with writing(request) as session:
            members.change_role(
                session, member_id, user=member, role=text_of(form, "role"), now=now
            )
    except Invalid as error:
        return _page(request, member, errors={"message": str(error)}, status=422)
    except Conflict as error:
        return _page(request, member, errors={"message": error.message}, status=409)
    return go_to(request, "/members")


@router.post("/members/{member_id}/disable", name="disable_member")
def disable(request: Request, member_id: str, member: Admin, now: Now) -> Response:
    """The people, one of them let in no more."""
    try:
        with writing(request) as session:
            members.disable(session, member_id, user=member, now=now)
    except Conflict as error:
        return _page(request, member, errors={"message": error.message}, status=409)
    return go_to(request, "/members")


@router.post("/members/{member_id}/enable", name="enable_member")
def enable(request: Request, member_id: str, member: Admin, now: Now) -> Response:
    """The people, one of them let in again."""
    with writing(request) as session:
        members.enable(session, member_id, user=member, now=now)
    return go_to(request, "/members")


@router.post("/invitations", name="invite")
def invite(request: Request, member: Admin, now: Now, form: Posted) -> Response:
    """The people with the new invitation's link, which is shown this once."""
    typed = {"meant_for": text_of(form, "meant_for"), "role": text_of(form, "role")}
    try:
        with writing(request) as session:
            token = invitations.invite(
                session, user=member, now=now, new_token=request.app.state.new_token, **typed
            )
    except Invalid as error:
        return _page(request, member, typed=typed, errors=told(error), status=422)
    link = f"{request.app.state.base_url}/invitations/{token}"
    return _page(request, member, link=link, status=201)


@router.post("/invitations/{invitation_id}/revoke", name="revoke_invitation")
def revoke(request: Request, invitation_id: str, member: Admin, now: Now) -> Response:
    """The people; the invitation opens nothing any more."""
    with writing(request) as session:
        invitations.revoke_invitation(session, invitation_id, user=member, now=now)
    return go_to(request, "/members#invitations-h")


@router.get("/invitations/{token}", name="invitation")
def open_invitation(request: Request, token: str) -> Response:
    """The form with which the holder of an invitation becomes a member."""
    return _invited(request, token)


@router.post("/invitations/{token}", name="accept_invitation")
def accept(request: Request, token: str, now: Now, visitor: From, form: StrangersForm) -> Response:
    """The events, signed in; what cannot be taken comes back, but for the password."""
    newcomer = Newcomer(*(text_of(form, name) for name in NEWCOMER_LABELS))
    try:
        opened = invitations.accept(
            get_database(request),
            token,
            newcomer,
            now=now,
            new_token=request.app.state.new_token,
            visitor=visitor,
        )
    except Invalid as error:
        return _invited(request, token, newcomer, errors=told(error), status=422)
    except (NotFound, Gone) as error:
        return _closed(request, error)
    return signed_in(request, opened, "/")


def _invited(
    request: Request,
    token: str,
    typed: Newcomer | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    try:
        with reading(request) as session:
            invitation = invitations.open_invitation(session, token, now=get_now(request))
    except (NotFound, Gone) as error:
        return _closed(request, error)
    return render(
        request,
        "members/invitation.html",
        status=status,
        headers=NO_INDEX,
        token=token,
        invitation=invitation,
        typed=typed or Newcomer(invitation.meant_for, "", ""),
        labels=NEWCOMER_LABELS,
        roles=ROLE_WORDS,
        advised=passwords.ADVISED_CHARACTERS,
        errors=errors or {},
    )


def _closed(request: Request, error: NotFound | Gone) -> Response:
    if isinstance(error, NotFound):
        count_miss(request, "link miss")
        return error_page(request, 404, error.message, advice=ASK_AGAIN)
    return error_page(request, 410, error.message, advice=ASK_AGAIN)


def _page(
    request: Request,
    member: Admin,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    link: str = "",
    status: int = 200,
) -> Response:
    with reading(request) as session:
        people = members.list_members(session, user=member)
        invited = invitations.list_invitations(session, user=member, now=get_now(request))
    return render(
        request,
        "members/index.html",
        status=status,
        people=people,
        invitations=invited,
        roles=ROLE_WORDS,
        typed=typed or {"meant_for": "", "role": "reviewer"},
        errors=errors or {},
        link=link,
    )
