"""Which status each refusal has, and how it is called; pages and the API say it alike."""

from typing import Final

from app.services.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    ServiceError,
    TooMany,
)

STATUS: Final[dict[type[ServiceError], int]] = {
    NotFound: 404,
    Forbidden: 401,
    Conflict: 409,
    Gone: 410,
    Invalid: 422,
    TooMany: 429,
}
TITLES: Final = {
    400: "This request could not be read",
    401: "Please sign in",
    403: "Refused",
    404: "Not found",
    405: "This cannot be done here",
    409: "Changed meanwhile",
    410: "No longer there",
    412: "Changed meanwhile",
    413: "Too large",
    422: "Something is missing",
    428: "Say what you saw",
    429: "Too much at once",
    500: "Something went wrong on our side",
    503: "Busy",
}
MESSAGES: Final = {
    400: "Something in the address or in the form is not as Sidebyline writes it.",
    403: "This is not open to you.",
    404: "There is nothing at this address. It may have been mistyped, or what it showed is gone.",
    405: "This address takes only what a form sends, or takes nothing at all.",
    409: "Someone else changed this while you had it open.",
    410: "What stood here was revoked or used up, or its time is over.",
    413: "This is more than can be taken in at once.",
    422: "A field is empty or cannot be taken as it is.",
    429: "More was asked within a short time than can be answered.",
    500: "The fault is in Sidebyline, not in what you did.",
    503: "The database is busy with something long. Nothing was changed.",
}


def status_of(error: ServiceError) -> int:
    """The status that the refusal is answered with."""
    return next((STATUS[kind] for kind in type(error).mro() if kind in STATUS), 400)


def title_of(status: int) -> str:
    """What to call a status, known or not."""
    return TITLES[known(status)]


def known(status: int) -> int:
    """The status whose words are said for this one."""
    return status if status in TITLES else 500 if status >= 500 else 400
