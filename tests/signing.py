"""What a person does about the own account, through the pages: password, factor, invitation."""

import pyotp

from tests.pages import Browser, Page

LOGIN = "ada"
PASSWORD = "four odd words indeed"


def set_password(browser: Browser, login: str = LOGIN, password: str = PASSWORD) -> None:
    """Gives whoever is signed in a name and a first password to sign in with."""
    browser.post("/account/profile", {"name": "Ada", "login": login, "new_password": password})


def sign_in(
    browser: Browser, login: str = LOGIN, password: str = PASSWORD, *, status: int = 200
) -> Page:
    """The page that name and password lead to."""
    return browser.post("/sign-in", {"login": login, "password": password}, status=status)


def switch_factor_on(browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """(what makes the codes, the recovery codes) after the password was set as well."""
    set_password(browser)
    page = browser.post("/account/factor", {"password": PASSWORD})
    made = pyotp.TOTP(secret_of(page))
    done = browser.post("/account/factor/confirm", {"code": made.at(now_of(browser))})
    return made, [str(code.text) for code in done.find("//ul[@class='codes']//code")]


def secret_of(page: Page) -> str:
    """The secret that the page prints in groups of letters."""
    return str(page.one("//code[@class='secret']").text).replace(" ", "")


def now_of(browser: Browser) -> int:
    """The app's moment in seconds."""
    return int(browser.app.state.clock().timestamp())


def invite(browser: Browser, role: str = "editor", meant_for: str = "Bea") -> str:
    """The path of a new invitation."""
    page = browser.post("/invitations", {"meant_for": meant_for, "role": role}, status=201)
    return "/invitations/" + str(page.one("//input[@id='link']").get("value")).rpartition("/")[2]


def join(browser: Browser, path: str, login: str = "bea", password: str = PASSWORD) -> Page:
    """The page that accepting an invitation leads to."""
    return browser.post(path, {"name": login.title(), "login": login, "new_password": password})


def bearer(token: str) -> dict[str, str]:
    """The header that a program sends."""
    return {"Authorization": f"Bearer {token}"}
