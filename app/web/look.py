"""The guided look: five steps over the pages of the first sample event, for who is here first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from app.core.comparison import Comparison
from app.services.articles.events import EventPage, EventSummary
from app.services.articles.samples import is_sample
from app.services.comparing.compare import ComparedEvent
from app.web.reading.base import default_base
from app.web.reading.places import display_names

ASKED = "look"  # the field of an address that asks for a step
DISMISSED = "off"
REMEMBERED_SECONDS = 365 * 24 * 3600

PageName = Literal["event", "comparison", "findings"]
PAGES: tuple[PageName, ...] = ("event", "comparison", "comparison", "comparison", "findings")


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its page shows it. `next_href` is empty at the last one."""

    number: int
    count: int
    event_id: str
    title: str
    text: str
    next_href: str


@dataclass(frozen=True, slots=True)
class _Stop:
    """What a step says, and the rest of its address: more of the query, a place on the page."""

    title: str
    text: str
    query: str = ""
    place: str = ""


def look_at(request: Request, compared: ComparedEvent, page: PageName) -> Step | None:
    """The step to show on this page: the one asked for, else the first on the event's own page
    for who did not stop the tour yet. None for any other event."""
    if not is_guided(request, compared.event):
        return None
    asked = request.query_params.get(ASKED, "")
    number = next((n for n in range(1, len(PAGES) + 1) if asked == str(n)), 0)
    if not asked and page == "event" and request.cookies.get(cookie_of(request)) != DISMISSED:
        number = 1
    if not number or PAGES[number - 1] != page:
        return None
    stops = _stops(compared.comparison)
    following = ""
    if number < len(stops):
        after = stops[number]
        path = page_href(compared.event.id, number + 1)
        following = f"{path}?{ASKED}={number + 1}{after.query}{after.place}"
    stop = stops[number - 1]
    return Step(number, len(stops), compared.event.id, stop.title, stop.text, following)


def is_guided(request: Request, event: EventPage | EventSummary) -> bool:
    """Whether the tour is about this event."""
    return is_sample(event, request.app.state.samples[:1])


def start_href(event_id: str) -> str:
    """The way to the first step."""
    return f"{page_href(event_id, 1)}?{ASKED}=1"


def page_href(event_id: str, number: int) -> str:
    """The page of a step without the tour; the event's own for a number that is none."""
    page = PAGES[number - 1] if 1 <= number <= len(PAGES) else "event"
    return f"/events/{event_id}" + ("" if page == "event" else f"/{page}")


def cookie_of(request: Request) -> str:
    """The name of the cookie that remembers who stopped the tour."""
    return f"{request.app.state.cookie}-look"


def _stops(comparison: Comparison) -> tuple[_Stop, ...]:
    """The steps, as they can be seen in this comparison."""
    names, base = display_names(comparison), default_base(comparison)
    shares = [article.carried[base] or 0 for article in comparison.articles]
    other = max((n for n in range(len(names)) if n != base), key=shares.__getitem__, default=base)
    statement, mover = next(_moved(comparison, base), ("", base))
    elsewhere = f"{names[mover]} has this at another place: ↕ leads there. "
    return (
        _Stop(
            "One event, several outlets",
            "All who reported stand in the table “Who reported”. Above it stand the differences "
            "that matter most, each in a sentence.",
        ),
        _Stop(
            "The texts side by side",
            "Each row is a statement, each column an outlet. What differs from the base, "
            f"{names[base]}, has a sign: + added, − dropped, ⇄ named differently.",
        ),
        _Stop(
            "Another base",
            f"Now the others are read against {names[other]}: the same statements, in its order "
            "and with marks against it. “Make base” above a column does this.",
            query=f"&base={comparison.articles[other].key}",
        ),
        _Stop(
            "One statement, opened",
            (elsewhere if statement else "")
            + "A statement’s number opens it: who says the same, and why a difference is called "
            "what it is.",
            query=f"&expand={statement}" if statement else "",
            place=f"#st-{statement}" if statement else "",
        ),
        _Stop(
            "You decide",
            "Every finding stands here with its reason. Accept it or reject it; a decision is "
            "never overwritten.",
        ),
    )


def _moved(comparison: Comparison, base: int) -> Iterator[tuple[str, int]]:
    """(statement, article) for what stands elsewhere in an article than in the base."""
    for link in comparison.links:
        ends = {link.a.article, link.b.article}
        if link.moved and base in ends:
            yield link.statement, (ends - {base}).pop()
