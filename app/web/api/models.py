"""What the API's answers look like to programs. All examples are invented."""

from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from app.core.comparison import FindingKind
from app.core.text import BlockKind, Completeness
from app.services import jobs
from app.services.articles.placing import Outcome
from app.services.people.accounts import Role
from app.services.reviewing.standing import FindingState
from app.services.rights import Action, Scope
from app.services.sharing import share
from app.web.api.problems import PREFIX

T = TypeVar("T", bound=BaseModel)
ID: Final = "qwh3f6kzt2vn4bxa"
DAY: Final = "2026-05-14T12:05:00Z"
BASE: Final = "https://sidebyline.example"


def _shown(**example: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class Page(BaseModel, Generic[T]):
    """A page of a list. `next` goes into `after` for the next one; it is null at the end."""

    items: list[T]
    next: str | None = None


class Problem(BaseModel):
    """What went wrong (RFC 9457). `instance` is the request's id, as in the header X-Request-Id;
    `theirs` is what stands there where somebody else was first."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: dict[str, str] = Field(default={}, description="A field's name, and what is wrong.")
    job: str | None = Field(default=None, description="The job that makes what this needs.")
    theirs: dict[str, Any] | None = None
    model_config = _shown(
        type=f"{BASE}{PREFIX}/docs#problem-422",
        title="Something is missing",
        status=422,
        detail="The event needs a title.",
        instance="9f3c1a2b7d5e6f80",
        errors={"title": "Say in a few words what happened."},
    )


class Me(BaseModel):
    """Who asks. `scopes` are the token's, null for a browser; `may` is what is left to do."""

    id: str
    name: str
    role: Role
    scopes: list[Scope] | None
    may: list[Action]
    model_config = _shown(
        id=ID, name="Ada", role="editor", scopes=["read", "review"], may=["read", "decide"]
    )


_EVENT: Final = {
    "id": ID,
    "title": "Harbour closed",
    "note": "",
    "version": 1,
    "created_at": DAY,
    "changed_at": DAY,
    "outlets": ["Harbour Post", "Meridian"],
    "page": f"{BASE}/events/{ID}",
}
_REVISION: Final = {
    "id": "m2c5rtx4hqz7ybwd",
    "number": 1,
    "captured_at": DAY,
    "headline": "Port Marrow harbour closed",
    "published": "2026-05-14",
    "words": 212,
}
_ARTICLE: Final = {
    "id": "t7y2gqk5xw3n6zca",
    "key": "harbour-post",
    "outlet": "Harbour Post",
    "source_url": None,
    "revisions": [_REVISION],
}


class EventSummary(BaseModel):
    """An event in a list. `page` is its address for people."""

    id: str
    title: str
    note: str
    version: int
    created_at: datetime
    changed_at: datetime
    outlets: list[str]
    page: str
    model_config = _shown(**_EVENT)


class RevisionSummary(BaseModel):
    """A captured text of an article, without the text."""

    id: str
    number: int
    captured_at: datetime
    headline: str | None
    published: str | None
    words: int
    model_config = _shown(**_REVISION)


class Article(BaseModel):
    """An article with its revisions, the newest first: that one is compared."""

    id: str
    key: str
    outlet: str
    source_url: str | None
    revisions: list[RevisionSummary]
    model_config = _shown(**_ARTICLE)


class Event(EventSummary):
    """An event with its articles."""

    articles: list[Article]
    model_config = _shown(**_EVENT, articles=[_ARTICLE])


class Block(BaseModel):
    """A paragraph of a text: [start, end) in code points, what it is taken for and why."""

    kind: BlockKind
    start: int
    end: int
    text: str
    reason: str
    set_by: str


class Facts(BaseModel):
    """What an article says about itself; null is what it does not say. `evidence` says where each
    was read."""

    headline: str | None
    standfirst: str | None
    outlet: str | None
    byline: str | None
    authors: list[str]
    agency: str | None
    dateline: str | None
    published: str | None
    updated: str | None
    language: str | None
    complete: Completeness
    evidence: dict[str, str]


class Revision(BaseModel):
    """One captured text whole: the text, its blocks and facts, and what it was read from."""

    id: str
    event: str
    article: str
    outlet: str
    number: int
    captured_at: datetime
    text: str
    text_sha256: str
    facts: Facts
    blocks: list[Block]
    name: str | None
    media_type: str
    charset: str
    raw_sha256: str
    raw: str = Field(description="Where the bytes are that were taken in.")
    model_config = _shown(
        id="m2c5rtx4hqz7ybwd",
        event=ID,
        article="harbour-post",
        outlet="Harbour Post",
        number=1,
        captured_at=DAY,
        text="Port Marrow harbour closed\nThe harbour was closed on Thursday.",
        text_sha256="0" * 64,
        facts={
            "headline": "Port Marrow harbour closed",
            "standfirst": None,
            "outlet": "Harbour Post",
            "byline": None,
            "authors": [],
            "agency": None,
            "dateline": None,
            "published": "2026-05-14",
            "updated": None,
            "language": "en",
            "complete": "yes",
            "evidence": {"outlet": "given with the text"},
        },
        blocks=[
            {
                "kind": "headline",
                "start": 0,
                "end": 26,
                "text": "Port Marrow harbour closed",
                "reason": "the first line",
                "set_by": "machine",
            }
        ],
        name=None,
        media_type="text/plain",
        charset="utf-8",
        raw_sha256="0" * 64,
        raw=f"{BASE}/revisions/m2c5rtx4hqz7ybwd/raw",
    )


class Added(BaseModel):
    """What became of an article that was sent."""

    outcome: Outcome
    message: str
    article: Article
    model_config = _shown(outcome="added", message="Added as harbour-post.", article=_ARTICLE)


class EventOfJob(BaseModel):
    """The event that a job is about."""

    id: str
    title: str


class Job(BaseModel):
    """Work that takes long. Ask for `url` again until `state` is done, then for `result`."""

    id: str
    kind: str
    doing: str
    event: EventOfJob | None
    state: jobs.State
    progress: int = Field(description="In percent.")
    error: str
    attempts: int
    asked_by: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    url: str
    result: str | None = Field(description="Where to get what it makes.")
    model_config = _shown(
        id="b6w4nzr3k7qf2yta",
        kind="comparison",
        doing="Comparing 40 articles",
        event={"id": ID, "title": "Harbour closed"},
        state="running",
        progress=40,
        error="",
        attempts=1,
        asked_by="Ada",
        created_at=DAY,
        started_at=DAY,
        ended_at=None,
        url=f"{BASE}{PREFIX}/jobs/b6w4nzr3k7qf2yta",
        result=f"{BASE}{PREFIX}/events/{ID}/comparison",
    )


class Evidence(BaseModel):
    """Words of an article: [start, end) in code points of its text."""

    article: str
    start: int
    end: int
    text: str


class Decision(BaseModel):
    """What somebody ruled, or took back (`undone`, with the id of what in `undoes`)."""

    id: str
    ruling: Literal["accepted", "rejected", "corrected", "second look", "undone"]
    reason: str
    note: str
    by: str
    at: datetime
    summary: str = Field(description="The finding as it read then.")
    undoes: str | None
    model_config = _shown(
        id="c3f7xkq5wz2t4nba",
        ruling="accepted",
        reason="",
        note="Checked against the agency's copy.",
        by="Ada",
        at=DAY,
        summary="Named differently: “militants” in Meridian; “strikers” in Harbour Post.",
        undoes=None,
    )


class AsFound(BaseModel):
    """A finding as the machine has it, where people corrected it."""

    kind: FindingKind
    summary: str


class Assigned(BaseModel):
    """Who is to look at it, and by when (a day, or null)."""

    id: str
    name: str
    due_on: str | None


_FINDING: Final = {
    "id": "relabelled-1f6a",
    "kind": "relabelled",
    "rank": 1,
    "summary": "Named differently: “militants” in Meridian; “strikers” in Harbour Post.",
    "why": "The same people, named by another word.",
    "statements": ["5f0c1b-1"],
    "evidence": [{"article": "meridian", "start": 106, "end": 115, "text": "militants"}],
    "state": "open",
    "version": 0,
    "decision": None,
    "disputed": [],
    "as_found": None,
    "viewed": False,
    "assigned": None,
    "page": f"{BASE}/events/{ID}/findings/relabelled-1f6a",
}


class Finding(BaseModel):
    """A difference with where it stands. `version` counts the decisions on these words and goes
    back as `seen_version`; `disputed` are the rulings of two who differ."""

    id: str
    kind: FindingKind
    rank: int
    summary: str
    why: str
    statements: list[str]
    evidence: list[Evidence]
    state: FindingState
    version: int
    decision: Decision | None
    disputed: list[Decision]
    as_found: AsFound | None
    viewed: bool
    assigned: Assigned | None
    page: str
    model_config = _shown(**_FINDING)


_SNAPSHOT: Final = {
    "id": "z5k2hw7qx4ctn3fb",
    "event": ID,
    "kind": "frozen",
    "contents": "excerpts",
    "label": "For the desk",
    "has_password": False,
    "has_preview": False,
    "with_notes": False,
    "embed_hosts": [],
    "content_sha256": "0" * 64,
    "state": "open",
    "created_at": DAY,
    "created_by": "Ada",
    "expires_at": "2026-06-13T12:05:00Z",
    "revoked_at": None,
    "used_at": None,
}


class Snapshot(BaseModel):
    """A share link in a list: never with the link itself, of which only a hash is kept."""

    id: str
    event: str
    kind: share.LinkKind
    contents: Literal["excerpts", "full"]
    label: str
    has_password: bool
    has_preview: bool
    with_notes: bool
    embed_hosts: list[str]
    content_sha256: str | None
    state: share.LinkState
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    model_config = _shown(**_SNAPSHOT)


class Shared(BaseModel):
    """A new share link. `link` is shown this once, and is null where the answer is repeated for
    an `Idempotency-Key`."""

    link: str | None
    snapshot: Snapshot
    model_config = _shown(link=f"{BASE}/s/3kQv…", snapshot=_SNAPSHOT)


class Format(BaseModel):
    """A form in which a comparison can be handed on, and where to get it."""

    name: str
    what: str
    words: str
    media_type: str
    url: str
    model_config = _shown(
        name="csv",
        what="CSV",
        words="The findings as a table, for any program.",
        media_type="text/csv; charset=utf-8",
        url=f"{BASE}{PREFIX}/events/{ID}/exports/csv",
    )


class Formats(BaseModel):
    """Every form there is."""

    items: list[Format]


class Events(Page[EventSummary]):
    """A page of events, the newest first."""

    model_config = _shown(items=[_EVENT], next="WyJxd2gzIiwgMV0")


class Articles(Page[Article]):
    """A page of an event's articles, by key."""

    model_config = _shown(items=[_ARTICLE], next=None)


class Findings(Page[Finding]):
    """A page of findings, the weightiest first."""

    model_config = _shown(items=[_FINDING], next=None)


class Decisions(Page[Decision]):
    """A page of decisions, the latest first."""


class Snapshots(Page[Snapshot]):
    """A page of share links, the newest first."""

    model_config = _shown(items=[_SNAPSHOT], next=None)


class Jobs(Page[Job]):
    """A page of the team's last 50 jobs, the last asked for first."""
