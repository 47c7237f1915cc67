"""Long lists a page at a time. A cursor names the last thing seen, so nothing that comes in
meanwhile shifts a page."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Query, Request

from app.services.errors import Invalid

T = TypeVar("T")
LIMIT: Final = 50
MAX_LIMIT: Final = 100
NO_CURSOR: Final = "This is no cursor of this list: leave it out, or take `next` of a page."


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is asked: at most so many after what the cursor names."""

    limit: int
    after: str


def get_paging(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many at most.")] = LIMIT,
    after: Annotated[
        str, Query(max_length=500, description="`next` of the page before; empty for the first.")
    ] = "",
) -> Paging:
    """What the address asks for."""
    return Paging(limit, after)


Paged = Annotated[Paging, Depends(get_paging)]


def cursor_of(*place: Any) -> str:
    """The cursor that names a place, opaque to programs."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode("ascii").rstrip("=")


def place_of(cursor: str, like: type[T]) -> tuple[str, T] | None:
    """(id, what the list is sorted by) that a cursor names; None for the first page. Raises
    Invalid."""
    if not cursor:
        return None
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        name, key = read
    except (binascii.Error, ValueError, TypeError, RecursionError):
        name = key = None
    if not isinstance(name, str) or type(key) is not like:
        raise Invalid(NO_CURSOR, {"after": NO_CURSOR})
    return name, key


def page_of(
    rows: Sequence[T], asked: Paging, *, id_of: Callable[[T], str], key_of: Callable[[T], Any]
) -> tuple[Sequence[T], str | None]:
    """The page of rows that ascend by a key, and the cursor of the next one, None at the end.

    It begins after the row that the cursor names or, where that is gone, where it would stand.
    """
    start = 0
    if rows and (place := place_of(asked.after, type(key_of(rows[0])))):
        named, key = place
        start = next(
            (i + 1 for i, row in enumerate(rows) if id_of(row) == named),
            sum(key_of(row) <= key for row in rows),
        )
    page = rows[start : start + asked.limit]
    if start + asked.limit >= len(rows):
        return page, None
    return page, cursor_of(id_of(page[-1]), key_of(page[-1]))


def next_link(request: Request, cursor: str | None) -> dict[str, str]:
    """The header that leads to the next page, if there is one."""
    if cursor is None:
        return {}
    url = request.url.include_query_params(after=cursor)
    address = f"{request.app.state.base_url}{url.path}?{url.query}"
    return {"Link": f'<{address}>; rel="next"'}
