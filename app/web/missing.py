"""Links that lead nowhere: whoever tries many of them is told to wait."""

from fastapi import Request

from app.services import limits
from app.services.limits import Kind
from app.web.deps import get_database, get_now, get_visitor


def count_miss(request: Request, kind: Kind) -> None:
    """Counts a link that leads nowhere. Raises TooMany, and then writes nothing.

    A link that does lead somewhere is never refused: nobody comes upon 256 bits by trying, and an
    office behind one address keeps its own links.
    """
    limits.spend(get_database(request), (kind, get_visitor(request).address), now=get_now(request))
