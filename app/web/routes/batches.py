"""Previews: what each text is taken to be, corrected and saved.

One form holds the whole preview, so that no button loses what was typed beside another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from app.services.articles import ingest
from app.services.articles.ingest import Batch, Draft
from app.services.errors import Conflict, Invalid
from app.sources.upload import Upload
from app.web.deps import Intake, Member, Now, Posted, reading, writing
from app.web.forms import (
    DraftView,
    Problem,
    conflicting,
    draft_view,
    facts_of,
    is_changed,
    number_of,
    text_of,
    told,
    typed_of,
)
from app.web.render import go_to, render, wants_fragment
from app.web.routes.articles import attachment

router = APIRouter()
NOTHING_SAVED = "Nothing is saved yet."
MENDED = "The mended text"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was typed that no draft keeps: a new event's title, refused texts while mended."""

    title: str
    mended: Mapping[str, str]

    def differs_from(self, batch: Batch, *, read: str) -> bool:
        """Whether loading the page again would lose some of it; `read` is the refusal whose text
        was just read again."""
        return self.title != batch.event_title or any(
            self.mended.get(refusal.id, "") != (refusal.typed or "")
            for refusal in batch.refusals
            if refusal.id != read
        )


@router.get("/batches/{batch_id}", name="batch")
def show(request: Request, batch_id: str, member: Intake) -> Response:
    """The preview: every proposal with its reason, to be corrected before saving."""
    with reading(request) as session:
        batch = ingest.get_batch(session, batch_id, user=member)
    return _page(request, batch)


@router.post("/batches/{batch_id}", name="correct")
def correct(request: Request, batch_id: str, member: Intake, now: Now, form: Posted) -> Response:
    """The preview with what was typed; the event, once everything is right and `save` was asked.

    Whatever button was pressed, all fields are kept first. Where one cannot be taken nothing is
    saved and it comes back with its message.
    """
    with reading(request) as session:
        batch = ingest.get_batch(session, batch_id, user=member)
    if batch.saved_event_id:
        return go_to(request, f"/events/{batch.saved_event_id}")
    problems, status = _keep(request, batch, member, now, form)
    title = text_of(form, "title") if "title" in form else batch.event_title
    unsaved = Unsaved(title, {r.id: text_of(form, f"{r.id}.text") for r in batch.refusals})
    if problems:
        return _reload(request, batch_id, member, unsaved, problems=problems, status=status)
    try:
        done = _act(request, batch, member, now, form)
    except Invalid as error:
        problems = _of_drafts(error, batch, form)
        errors = {} if problems else told(error)
        return _reload(
            request, batch_id, member, unsaved, problems=problems, errors=errors, status=422
        )
    except Conflict as error:
        return _reload(
            request, batch_id, member, unsaved, errors={"message": error.message}, status=409
        )
    if done:
        return go_to(request, done)
    if wants_fragment(request) or unsaved.differs_from(batch, read=text_of(form, "mend")):
        return _reload(request, batch_id, member, unsaved)
    return go_to(request, f"/batches/{batch_id}{_spot(form)}")


@router.get("/refusals/{refusal_id}/file", name="refused_file")
def download(request: Request, refusal_id: str, member: Intake) -> Response:
    """The bytes of a file that could not be read, as they came."""
    with reading(request) as session:
        name, raw = ingest.refused_content(session, refusal_id, user=member)
    return attachment(raw, name or "pasted.txt")


def _keep(
    request: Request, batch: Batch, member: Member, now: Now, form: FormData
) -> tuple[dict[str, Problem], int]:
    """Writes what changed in each draft; what could not be written, and the answer's status."""
    problems: dict[str, Problem] = {}
    status = 200
    for draft in batch.drafts:
        typed = typed_of(form, draft)
        if typed is None or not is_changed(typed, draft):
            continue
        try:
            with writing(request) as session:
                ingest.revise_draft(
                    session,
                    draft.id,
                    user=member,
                    seen_version=typed.version,
                    facts=facts_of(typed, draft.cleaned.facts),
                    kinds=typed.kinds,
                    now=now,
                    separate=typed.separate,
                    source_url=typed.facts.get("source_url"),
                )
        except Invalid as error:
            problems[draft.id] = Problem(error.message, typed, error.fields)
            status = 422
        except Conflict as error:
            if not isinstance(error.theirs, Draft):
                raise
            problems[draft.id] = conflicting(typed, error.theirs)
            status = 409
    return problems, status


def _of_drafts(error: Invalid, batch: Batch, form: FormData) -> dict[str, Problem]:
    """What a refusal says of single drafts, by fields that are named `{draft.id}.{field}`."""
    problems = {}
    for draft in batch.drafts:
        start = f"{draft.id}."
        own = {
            name.removeprefix(start): why
            for name, why in error.fields.items()
            if name.startswith(start)
        }
        typed = typed_of(form, draft)
        if own and typed is not None:
            problems[draft.id] = Problem(error.message, typed, own)
    return problems


def _act(request: Request, batch: Batch, member: Member, now: Now, form: FormData) -> str | None:
    """Does what the pressed button says; where it leads, None to stay in the preview."""
    if "discard" in form:
        draft_id = text_of(form, "discard")
        version = next((d.version for d in batch.drafts if d.id == draft_id), 0)
        seen = number_of(form, f"{draft_id}.version")
        with writing(request) as session:
            current = ingest.get_draft(session, draft_id, user=member)
            ingest.discard_draft(
                session,
                draft_id,
                user=member,
                seen_version=current.version if seen == version else seen,
                now=now,
            )
    elif "mend" in form:
        _mend(request, batch, member, now, form)
    elif "save" in form:
        with writing(request) as session:
            event = ingest.save_batch(
                session, batch.id, user=member, now=now, event_title=text_of(form, "title") or None
            )
        compares = text_of(form, "save") == "compare"
        return f"/events/{event.id}" + ("/comparison" if compares else "")
    return None


def _mend(request: Request, batch: Batch, member: Member, now: Now, form: FormData) -> None:
    """Reads a refused text again as it was mended. Raises Invalid where nothing was mended."""
    refusal_id = text_of(form, "mend")
    mended = text_of(form, f"{refusal_id}.text")
    if not mended.strip():
        nothing = {mended_id(refusal_id): "Paste the mended text here first."}
        raise Invalid("There is no mended text to read.", nothing)
    with writing(request) as session:
        ingest.add_to_batch(
            session,
            batch.id,
            [Upload(None, mended.encode())],
            user=member,
            now=now,
            replaces=refusal_id,
        )


def _spot(form: FormData) -> str:
    """The place in the preview that the pressed button stands at."""
    draft_id, _, line = text_of(form, "flip").rpartition(".")
    if draft_id:
        return f"#{draft_id}-line-{line}"
    return f"#draft-{text_of(form, 'keep')}" if text_of(form, "keep") else ""


def _reload(
    request: Request,
    batch_id: str,
    member: Member,
    unsaved: Unsaved,
    *,
    problems: Mapping[str, Problem] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    with reading(request) as session:
        batch = ingest.get_batch(session, batch_id, user=member)
    return _page(request, batch, problems=problems, unsaved=unsaved, errors=errors, status=status)


def _page(
    request: Request,
    batch: Batch,
    *,
    problems: Mapping[str, Problem] | None = None,
    unsaved: Unsaved | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    drafts = [draft_view(draft, (problems or {}).get(draft.id)) for draft in batch.drafts]
    wrong = {field.id: field.error for draft in drafts for field in draft.fields if field.error}
    if problems:
        messages = dict.fromkeys(problem.message for problem in problems.values())
        wrong["message"] = " ".join([*messages, NOTHING_SAVED])
    return render(
        request,
        "batches/show.html",
        fragment="batches/_batch.html",
        status=status,
        batch=batch,
        drafts=drafts,
        title=unsaved.title if unsaved else batch.event_title,
        mended=unsaved.mended if unsaved else {},
        errors=wrong | dict(errors or {}),
        labels=_labels(batch, drafts),
    )


def mended_id(refusal_id: str) -> str:
    """The id of the field in which a refused text is mended."""
    return f"{refusal_id}-text"


def _labels(batch: Batch, drafts: Sequence[DraftView]) -> dict[str, str]:
    """The preview's fields by their ids, in its order."""
    refused = {
        mended_id(each.id): "What was pasted, to mend it here" if each.name is None else MENDED
        for each in batch.refusals
    }
    fields = {
        field.id: f"{draft.title}: {field.label}" for draft in drafts for field in draft.fields
    }
    return {"title": "New event", **refused, **fields}
