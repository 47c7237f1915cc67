"""What a role may do. The one place that says it: every service that changes something asks."""

from typing import Final, Literal, get_args

from app.services.accounts import Role, User
from app.services.errors import NotFound

Action = Literal[
    "read", "comment", "decide", "take in", "set rules", "share", "assign", "sign off", "administer"
]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

_READS: Final[frozenset[Action]] = frozenset({"read"})
_REVIEWS: Final[frozenset[Action]] = _READS | {"comment", "decide"}
_EDITS: Final[frozenset[Action]] = _REVIEWS | {
    "take in",
    "set rules",
    "share",
    "assign",
    "sign off",
}
MAY: Final[dict[Role, frozenset[Action]]] = {
    "viewer": _READS,
    "reviewer": _REVIEWS,
    "editor": _EDITS,
    "admin": _EDITS | {"administer"},
}


def may(user: User, action: Action) -> bool:
    """Whether the user's role allows it."""
    return action in MAY[user.role]


def authorize(user: User, action: Action) -> None:
    """Raises NotFound where the user may not: what is forbidden looks like what is not there."""
    if not may(user, action):
        raise NotFound("This is not there, or your role does not allow it.")
