"""Signing in, with the link of the terminal or with a password and a code, and out."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services.errors import Forbidden, Gone, Invalid, NotFound
from app.services.people import accounts, signing_in
from app.web.deps import From, Now, StrangersForm, get_database, reading, session_token, writing
from app.web.errors import error_page, way_in
from app.web.forms import text_of, told
from app.web.missing import count_miss
from app.web.render import go_to, render

router = APIRouter()
NO_INDEX = {"X-Robots-Tag": "noindex"}


@router.get("/sign-in", name="sign_in_form")
def ask_password(request: Request) -> Response:
    """The form for a name and a password."""
    return render(request, "session/password.html", headers=NO_INDEX, **_form(request))


@router.post("/sign-in", name="sign_in_with_password")
def take_password(request: Request, now: Now, visitor: From, form: StrangersForm) -> Response:
    """The events, or the second step; the same form where name and password do not fit."""
    login = text_of(form, "login")
    try:
        opened = signing_in.sign_in_with_password(
            get_database(request),
            name=login,
            password=text_of(form, "password"),
            now=now,
            new_token=request.app.state.new_token,
            visitor=visitor,
        )
    except Invalid as error:
        return render(
            request, "session/password.html", status=422, **_form(request, login, told(error))
        )
    return signed_in(request, opened.token, "/sign-in/code" if opened.factor_due else "/")


@router.get("/sign-in/code", name="second_step")
def ask_code(request: Request, now: Now) -> Response:
    """The form for the code, for a browser whose password was right."""
    with reading(request) as session:
        if not signing_in.awaits_code(session, session_token(request), now=now):
            raise Forbidden(signing_in.TOO_LATE)
    return _code_page(request, {})


@router.post("/sign-in/code", name="give_code")
def take_code(request: Request, now: Now, visitor: From, form: StrangersForm) -> Response:
    """The events; the same form for a wrong code."""
    try:
        opened = signing_in.give_code(
            get_database(request),
            code=text_of(form, "code"),
            now=now,
            new_token=request.app.state.new_token,
            visitor=visitor,
        )
    except Invalid as error:
        return _code_page(request, told(error), status=422)
    return signed_in(request, opened, "/")


@router.get("/sign-in/{token}", name="sign_in")
def ask(request: Request, token: str) -> Response:
    """The page with the one button: opening a link changes nothing, pressing it does."""
    return render(request, "session/sign_in.html", token=token, headers=NO_INDEX)


@router.post("/sign-in/{token}", name="enter")
def enter(request: Request, token: str, now: Now, visitor: From) -> Response:
    """The events, with a new session; a used or unknown link says where a fresh one stands."""
    try:
        with writing(request) as session:
            opened = accounts.sign_in(
                session, token, now=now, new_token=request.app.state.new_token, visitor=visitor
            )
    except NotFound as error:
        count_miss(request, "link miss")
        return error_page(request, 404, error.message, advice=way_in(request))
    except Gone as error:
        return error_page(request, 410, error.message, advice=way_in(request))
    return signed_in(request, opened, "/")


@router.post("/sign-out", name="sign_out")
def leave(request: Request, now: Now) -> Response:
    """A page that says good-bye; the session has ended, whoever kept its cookie."""
    token = session_token(request)
    if token:
        with writing(request) as session:
            accounts.sign_out(session, token, now=now)
    answer = render(
        request,
        "session/signed_out.html",
        way_in=way_in(request),
        headers={"Clear-Site-Data": '"cache", "cookies", "storage"'},
    )
    answer.delete_cookie(
        request.app.state.cookie, path="/", secure=request.app.state.secure, httponly=True
    )
    return answer


def _form(
    request: Request, login: str = "", errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    return {"login": login, "errors": errors or {}, "way_in": way_in(request)}


def _code_page(request: Request, errors: Mapping[str, str], *, status: int = 200) -> Response:
    return render(
        request,
        "session/code.html",
        status=status,
        headers=NO_INDEX,
        errors=errors,
        way_in=way_in(request),
    )


def signed_in(request: Request, token: str, to: str) -> Response:
    """The way to a page, with the cookie of a new session."""
    answer = go_to(request, to)
    answer.set_cookie(
        request.app.state.cookie,
        token,
        max_age=int(accounts.SESSION_LIFETIME.total_seconds()),
        path="/",
        secure=request.app.state.secure,
        httponly=True,
        samesite="lax",
    )
    return answer
