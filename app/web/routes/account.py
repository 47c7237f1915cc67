"""One's own account: names, password, second factor, browsers that are signed in, API tokens."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.errors import Conflict, Invalid
from app.services.people import factors, passwords, profile, tokens
from app.services.people.profile import ProfileFields
from app.web import agents
from app.web.deps import (
    Now,
    Posted,
    Self,
    get_database,
    get_now,
    reading,
    session_token,
    writing,
)
from app.web.forms import number_of, text_of, told
from app.web.render import go_to, render
from app.web.squares import square_of

router = APIRouter()
SCOPE_WORDS = {
    "read": "Read everything of the team",
    "review": "Comment and decide",
    "edit": "Take in articles, set rules, share, assign and sign off; comment and decide as well",
}
_TOKEN_IDS = {"password": "token-password"}  # another form of the page has a field of that name
PROFILE_LABELS = {
    "name": "Name that others see",
    "login": "Name to sign in with",
    "password": "Current password",
    "new_password": "New password",
}


@router.get("/account", name="account")
def show(request: Request, member: Self) -> Response:
    """The user's own account."""
    return _page(request, member)


@router.post("/account/profile", name="save_account")
def save(request: Request, member: Self, now: Now, form: Posted) -> Response:
    """The account with what was typed; what cannot be taken comes back, but for passwords."""
    fields = ProfileFields(*(text_of(form, name) for name in PROFILE_LABELS))
    try:
        profile.save_profile(
            get_database(request), fields, user=member, token=session_token(request), now=now
        )
    except (Invalid, Conflict) as error:
        status, errors = _refused(error)
        return _page(request, member, typed=fields, errors={"profile": errors}, status=status)
    return go_to(request, "/account")


@router.post("/account/sessions/{session_id}/end", name="end_session")
def end_session(request: Request, session_id: str, member: Self, now: Now) -> Response:
    """The account; that browser is signed out."""
    with writing(request) as session:
        profile.end_session(session, session_id, user=member, now=now)
    return go_to(request, "/account#sessions-h")


@router.post("/account/other-sessions/end", name="end_other_sessions")
def end_others(request: Request, member: Self, now: Now) -> Response:
    """The account; every other browser is signed out."""
    with writing(request) as session:
        profile.end_other_sessions(session, user=member, token=session_token(request), now=now)
    return go_to(request, "/account#sessions-h")


@router.post("/account/factor", name="start_factor")
def start_factor(request: Request, member: Self, now: Now, form: Posted) -> Response:
    """The page on which the second factor is confirmed."""
    try:
        factors.start_factor(
            get_database(request), user=member, password=text_of(form, "password"), now=now
        )
    except (Invalid, Conflict) as error:
        return _factor_refused(request, member, error)
    return go_to(request, "/account/factor")


@router.get("/account/factor", name="factor")
def show_factor(request: Request, member: Self) -> Response:
    """The secret as a picture and in letters, until a code of it was given."""
    return _factor_page(request, member)


@router.post("/account/factor/confirm", name="confirm_factor")
def confirm_factor(request: Request, member: Self, now: Now, form: Posted) -> Response:
    """The recovery codes, which are shown this once."""
    try:
        with writing(request) as session:
            codes = factors.confirm_factor(
                session, user=member, code=text_of(form, "code"), now=now
            )
    except Invalid as error:
        return _factor_page(request, member, errors=told(error), status=422)
    except Conflict as error:
        return _factor_refused(request, member, error)
    return _page(request, member, codes=codes)


@router.post("/account/factor/codes", name="renew_codes")
def renew_codes(request: Request, member: Self, now: Now, form: Posted) -> Response:
    """New recovery codes, which are shown this once."""
    try:
        codes = factors.renew_codes(
            get_database(request), user=member, password=text_of(form, "password"), now=now
        )
    except (Invalid, Conflict) as error:
        return _factor_refused(request, member, error)
    return _page(request, member, codes=codes)


@router.post("/account/factor/off", name="end_factor")
def end_factor(request: Request, member: Self, now: Now, form: Posted) -> Response:
    """The account without a second factor."""
    try:
        factors.end_factor(
            get_database(request), user=member, password=text_of(form, "password"), now=now
        )
    except Invalid as error:
        return _factor_refused(request, member, error)
    return go_to(request, "/account#factor-h")


@router.post("/account/tokens", name="make_token")
def make_token(request: Request, member: Self, now: Now, form: Posted) -> Response:
    """The account with the new token, which is shown this once: only its hash is kept. It outlives
    the session, so the password is asked for where there is one."""
    typed = {
        "token_name": text_of(form, "token_name"),
        "days": text_of(form, "days"),
        "scopes": [each for each in form.getlist("scope") if isinstance(each, str)],
    }
    try:
        password = text_of(form, "password")
        factors.check_person(get_database(request), user=member, password=password, now=now)
        with writing(request) as session:
            token = tokens.make_token(
                session,
                user=member,
                name=text_of(form, "token_name"),
                scopes=[each for each in form.getlist("scope") if isinstance(each, str)],
                days=number_of(form, "days"),
                now=now,
                new_token=request.app.state.new_token,
            )
    except Invalid as error:
        wrong = {_TOKEN_IDS.get(name, name): words for name, words in told(error).items()}
        return _page(request, member, token_fields=typed, errors={"tokens": wrong}, status=422)
    return _page(request, member, token=token, status=201)


@router.post("/account/tokens/{token_id}/revoke", name="revoke_token")
def revoke_token(request: Request, token_id: str, member: Self, now: Now) -> Response:
    """The account; the token lets nobody in any more."""
    with writing(request) as session:
        tokens.revoke_token(session, token_id, user=member, now=now)
    return go_to(request, "/account#tokens-h")


def _refused(error: Invalid | Conflict) -> tuple[int, dict[str, str]]:
    if isinstance(error, Invalid):
        return 422, told(error)
    return 409, {"message": error.message}


def _factor_refused(request: Request, member: Self, error: Invalid | Conflict) -> Response:
    status, errors = _refused(error)
    return _page(request, member, errors={"factor": errors}, status=status)


def _factor_page(
    request: Request,
    member: Self,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    with reading(request) as session:
        factor = factors.get_factor(session, user=member)
    if not factor.address:
        return go_to(request, "/account#factor-h")
    return render(
        request,
        "account/factor.html",
        status=status,
        factor=factor,
        square=square_of(factor.address),
        errors=errors or {},
    )


def _page(
    request: Request,
    member: Self,
    *,
    typed: ProfileFields | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    codes: Sequence[str] = (),
    token: str = "",
    token_fields: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    now = get_now(request)
    with reading(request) as session:
        mine = profile.get_profile(session, user=member)
        opened = profile.list_sessions(session, user=member, token=session_token(request), now=now)
        made = tokens.list_tokens(session, user=member)
        factor = factors.get_factor(session, user=member)
    return render(
        request,
        "account/show.html",
        status=status,
        profile=mine,
        typed=typed or mine,
        labels=PROFILE_LABELS | ({} if mine.has_password else {"new_password": "Password"}),
        advised=passwords.ADVISED_CHARACTERS,
        factor=factor,
        codes=codes,
        sessions=[(each, agents.in_words(each.agent)) for each in opened],
        tokens=[(each, each.works(now)) for each in made],
        token=token,
        token_fields=token_fields
        or {"token_name": "", "days": tokens.TOKEN_DAYS, "scopes": ["read"]},
        scopes=SCOPE_WORDS,
        errors=errors or {},
    )
