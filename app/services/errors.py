"""What a use case answers when it cannot do what was asked, in words a person can act on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any


class ServiceError(Exception):
    """The message is meant for the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(ServiceError):
    """It does not exist, or it is not yours: the two answers must look the same."""


class NotAllowed(NotFound):
    """The role does not allow it. Whoever asked is told the same, and the log that it was so."""


class Gone(ServiceError):
    """It existed and was taken back, used up or has expired."""


class Forbidden(ServiceError):
    """Nobody is signed in, or the one who is may not do this."""


class TooMany(ServiceError):
    """It was tried too often; after `wait` it may be tried again."""

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait


class Conflict(ServiceError):
    """Someone else changed it meanwhile.

    `theirs` is what stands there now, of the type that the service itself returns; `base` what the
    person saw, where the service knows it.
    """

    def __init__(self, message: str, *, theirs: Any, base: Any = None) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.base = base


class Invalid(ServiceError):
    """What was entered cannot be taken. `fields` maps a field's name to its own message."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = dict(fields or {})

    def __str__(self) -> str:
        """All of it in one line, for where there are no fields to put the messages beside."""
        return " ".join((self.message, *self.fields.values()))
