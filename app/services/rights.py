"""What a role may do. The one place that says it: every service that changes something asks."""

from typing import Final, Literal, get_args

from app.services.errors import NotAllowed
from app.services.people.accounts import Role, User

Action = Literal[
    "read",
    "comment",
    "decide",
    "take in",
    "set rules",
    "share",
    "assign",
    "sign off",
    "administer",
    "keep own account",
]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
Scope = Literal["read", "review", "edit"]

_READS: Final[frozenset[Action]] = frozenset({"read"})
_REVIEWS: Final[frozenset[Action]] = _READS | {"comment", "decide"}
_EDITS: Final[frozenset[Action]] = _REVIEWS | {
    "take in",
    "set rules",
    "share",
    "assign",
    "sign off",
}
_OWN: Final[frozenset[Action]] = frozenset({"keep own account"})
MAY: Final[dict[Role, frozenset[Action]]] = {
    "viewer": _READS | _OWN,
    "reviewer": _REVIEWS | _OWN,
    "editor": _EDITS | _OWN,
    "admin": _EDITS | _OWN | {"administer"},
}
SCOPES: Final[dict[Scope, frozenset[Action]]] = {
    "read": _READS,
    "review": _REVIEWS,
    "edit": _EDITS,
}
"""What a token may do at most. None reaches members or the account of its own person."""


def may(user: User, action: Action) -> bool:
    """Whether the user's role allows it and, for who comes with a token, one of its scopes."""
    if action not in MAY[user.role]:
        return False
    return user.scopes is None or any(
        action in actions for scope, actions in SCOPES.items() if scope in user.scopes
    )


def authorize(user: User, action: Action) -> None:
    """Raises NotFound where the user may not: what is forbidden looks like what is not there."""
    if not may(user, action):
        raise NotAllowed("This is not there, or your role does not allow it.")
