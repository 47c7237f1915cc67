"""Signing in with the link of the terminal, and out."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import accounts
from app.services.errors import Gone, NotFound
from app.web.deps import Now, writing
from app.web.errors import ADVICE, error_page
from app.web.render import go_to, render

router = APIRouter()


@router.get("/sign-in/{token}", name="sign_in")
def ask(request: Request, token: str) -> Response:
    """The page with the one button: opening a link changes nothing, pressing it does."""
    return render(request, "session/sign_in.html", token=token, headers={"X-Robots-Tag": "noindex"})


@router.post("/sign-in/{token}", name="enter")
def enter(request: Request, token: str, now: Now) -> Response:
    """The events, with a new session; a used or unknown link says where a fresh one stands."""
    try:
        with writing(request) as session:
            opened = accounts.sign_in(
                session, token, now=now, new_token=request.app.state.new_token
            )
    except (NotFound, Gone) as error:
        status = 404 if isinstance(error, NotFound) else 410
        return error_page(request, status, error.message, advice=ADVICE[401])
    answer = go_to(request, "/")
    answer.set_cookie(
        request.app.state.cookie,
        opened,
        max_age=int(accounts.SESSION_LIFETIME.total_seconds()),
        path="/",
        secure=request.app.state.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.post("/sign-out", name="sign_out")
def leave(request: Request, now: Now) -> Response:
    """A page that says good-bye; the session has ended, whoever kept its cookie."""
    token = request.cookies.get(request.app.state.cookie)
    if token:
        with writing(request) as session:
            accounts.sign_out(session, token, now=now)
    answer = render(
        request,
        "session/signed_out.html",
        headers={"Clear-Site-Data": '"cache", "cookies", "storage"'},
    )
    answer.delete_cookie(
        request.app.state.cookie, path="/", secure=request.app.state.secure, httponly=True
    )
    return answer
