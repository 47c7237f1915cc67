"""Share links: listing those of all events or of one, making, revoking."""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response

from app.services.comparing import compare
from app.services.sharing import share
from app.services.sharing.share import ShareFields, SnapshotSummary
from app.web.api import answers, asked, models
from app.web.api.here import Located
from app.web.api.paging import Paged, next_link, page_of
from app.web.api.routing import (
    CONFLICT,
    SHOWN_ONCE,
    Sharing,
    answer,
    api_router,
)
from app.web.deps import Now, get_database, reading, writing

router = api_router("Snapshots")


@router.get(
    "/snapshots",
    name="api_all_snapshots",
    summary="List the share links of all events",
    response_model=models.Snapshots,
)
def list_all(request: Request, user: Sharing, now: Now, paging: Paged) -> Response:
    """Every share link of the team with its last use, the last made first, revoked and expired
    ones too."""
    with reading(request) as session:
        found = share.list_of_team(session, user=user)
    return _listed(request, found, paging, now)


@router.get(
    "/events/{event_id}/snapshots",
    name="api_snapshots",
    summary="List share links",
    response_model=models.Snapshots,
)
def list_snapshots(
    request: Request, event_id: str, user: Sharing, now: Now, paging: Paged
) -> Response:
    """The event's share links, the last made first, revoked and expired ones too."""
    with reading(request) as session:
        found = share.list_snapshots(session, event_id, user=user)
    return _listed(request, found, paging, now)


@router.post(
    "/events/{event_id}/snapshots",
    name="api_create_snapshot",
    summary="Make a share link",
    response_model=models.Shared,
    status_code=201,
    responses=CONFLICT,
)
def create(
    request: Request,
    event_id: str,
    user: Sharing,
    now: Now,
    here: Located,
    new: asked.NewSnapshot,
) -> Response:
    """A new share link. It is in this answer alone: only its hash is kept, so that not even the
    same request under the same `Idempotency-Key` shows it again."""
    compared = compare.get_comparison(get_database(request), event_id, user=user, now=now)
    fields = ShareFields(**new.model_dump())
    with writing(request) as session:
        made = share.share_comparison(
            session,
            compared,
            user=user,
            now=now,
            new_token=request.app.state.new_token,
            fields=fields,
        )
    setattr(request.state, SHOWN_ONCE, ("link",))
    link = here.page(f"/s/{made.token}")
    return answer(models.Shared(link=link, snapshot=answers.snapshot(made.snapshot, now)), 201)


@router.post(
    "/snapshots/{snapshot_id}/revoke",
    name="api_revoke_snapshot",
    summary="Revoke a share link",
    response_model=models.Snapshot,
)
def revoke(request: Request, snapshot_id: str, user: Sharing, now: Now) -> Response:
    """The share link, closed from this moment on; revoking again changes nothing."""
    with writing(request) as session:
        closed = share.revoke_snapshot(session, snapshot_id, user=user, now=now)
    return answer(answers.snapshot(closed, now))


def _listed(
    request: Request, found: Sequence[SnapshotSummary], paging: Paged, now: Now
) -> Response:
    """A page of them."""
    page, cursor = page_of(
        found, paging, id_of=lambda each: each.id, key_of=lambda each: -each.created_at.timestamp()
    )
    items = [answers.snapshot(each, now) for each in page]
    return answer(models.Snapshots(items=items, next=cursor), headers=next_link(request, cursor))
