"""Posted fields -> values, and values -> fields with what was typed and a message for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from starlette.datastructures import FormData, UploadFile

from app.core.aligning.segment import COMPARED_KINDS
from app.core.text import BLOCK_KINDS, COMPLETENESS, BlockKind, Facts
from app.services.articles.ingest import Draft
from app.services.errors import Invalid
from app.sources.upload import MAX_FILE_BYTES, Upload

LINES_SHOWN = 400
MAX_TEXTS = 20
FIRST_TEXTS = 2

_DRAFT_FIELDS: tuple[tuple[str, str], ...] = (
    ("outlet", "Outlet"),
    ("headline", "Headline"),
    ("standfirst", "Standfirst"),
    ("byline", "Byline"),
    ("authors", "Authors"),
    ("agency", "Agency"),
    ("dateline", "Dateline"),
    ("published", "Published"),
    ("updated", "Updated"),
    ("language", "Language"),
    ("complete", "Complete"),
    ("source_url", "Source address"),
)
_HINTS = {
    "authors": "Parted by semicolons.",
    "published": "As precise as it is known: 2026-05-14, 2026-05-14T12:05, 2026-05-14T12:05+02:00.",
    "updated": "In the same form.",
    "source_url": "Where it stands on the web; readers get a link to it.",
    "language": "A two-letter code, such as en or ar.",
}
_LONG = frozenset({"headline", "standfirst"})


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field as printed: what it holds, where that was read, and what is wrong with it."""

    name: str
    id: str
    label: str
    value: str
    evidence: str
    hint: str = ""
    error: str = ""
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a draft with its role, and the role that one click gives it."""

    number: int
    name: str
    id: str
    text: str
    kind: BlockKind
    reason: str

    @property
    def is_body(self) -> bool:
        """Whether it is taken for text of the article."""
        return self.kind == "body"

    @property
    def is_compared(self) -> bool:
        """Whether it takes part in the comparison."""
        return self.kind in COMPARED_KINDS


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as a form: everything a person may correct, with the reason for each proposal."""

    id: str
    title: str
    name: str | None
    version: int
    fields: tuple[FieldView, ...]
    lines: tuple[LineView, ...]
    hidden_lines: int
    line_count: int
    body_lines: int
    words: int
    warnings: tuple[str, ...]
    match: str
    is_revision: bool
    separate: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed for one draft."""

    version: int
    facts: Mapping[str, str]
    kinds: Mapping[int, BlockKind]
    separate: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft could not be changed, with a message for each field concerned."""

    message: str
    typed: Typed
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastedText:
    """One text field of the take-in page with the outlet named beside it; one that was just asked
    for is new, and to be filled next."""

    number: int
    text: str = ""
    outlet: str = ""
    is_new: bool = False


def text_of(form: FormData, name: str) -> str:
    """A text field's value with plain line ends; empty where it is missing or a file."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def told(error: Invalid) -> dict[str, str]:
    """What a form says of a refusal: its message, and one for each field concerned."""
    return {"message": error.message, **error.fields}


def number_of(form: FormData, name: str) -> int:
    """A whole number, 0 where there is none."""
    return max(whole_number(text_of(form, name)), 0)


def whole_number(printed: str) -> int:
    """The number, -1 for what is none or no number of ours: too many digits make `int` raise."""
    is_ours = printed.isascii() and printed.isdecimal() and len(printed) < 10
    return int(printed) if is_ours else -1


def pasted_texts(form: FormData) -> tuple[PastedText, ...]:
    """The text fields as they were sent, in their order."""
    count = min(max(number_of(form, "texts"), 1), MAX_TEXTS)
    return tuple(
        PastedText(n, text_of(form, f"text-{n}"), text_of(form, f"outlet-{n}"))
        for n in range(1, count + 1)
    )


def uploads_of(form: FormData, texts: tuple[PastedText, ...]) -> list[tuple[Upload, Facts]]:
    """The pasted texts and the chosen files, each with what was said of it.

    A file is read up to one byte more than is allowed, so that its refusal can say so.
    """
    pasted = [
        (Upload(None, text.text.encode()), Facts(outlet=text.outlet.strip() or None))
        for text in texts
        if text.text.strip()
    ]
    files = [
        (Upload(file.filename, file.file.read(MAX_FILE_BYTES + 1)), Facts())
        for file in form.getlist("files")
        if isinstance(file, UploadFile) and file.filename
    ]
    return pasted + files


def typed_of(form: FormData, draft: Draft) -> Typed | None:
    """What the form holds for the draft; None where it was not part of the form.

    A flipped line (the button `flip`) counts as typed.
    """
    if f"{draft.id}.version" not in form:
        return None
    kinds: dict[int, BlockKind] = {}
    for n in range(min(len(draft.cleaned.blocks), LINES_SHOWN)):
        kind = text_of(form, f"{draft.id}.kind.{n}")
        if kind in BLOCK_KINDS:
            kinds[n] = kind
    flipped, _, line = text_of(form, "flip").rpartition(".")
    if flipped == draft.id and whole_number(line) in kinds:
        n = whole_number(line)
        kinds[n] = "boilerplate" if kinds[n] == "body" else "body"
    return Typed(
        version=number_of(form, f"{draft.id}.version"),
        facts={
            name: text_of(form, f"{draft.id}.{name}").strip()
            for name, _ in _DRAFT_FIELDS
            if f"{draft.id}.{name}" in form
        },
        kinds=kinds,
        separate=text_of(form, f"{draft.id}.separate") == "yes",
    )


def is_changed(typed: Typed, draft: Draft) -> bool:
    """Whether the person changed anything in what the form showed of the draft."""
    blocks = draft.cleaned.blocks
    return (
        any(value != _stored(draft, name) for name, value in typed.facts.items())
        or any(blocks[n].kind != kind for n, kind in typed.kinds.items())
        or typed.separate != draft.separate
    )


def facts_of(typed: Typed, facts: Facts) -> Facts:
    """The draft's facts with what was typed."""
    values: dict[str, Any] = {name: value or None for name, value in typed.facts.items()}
    values.pop("source_url", None)
    if "authors" in typed.facts:
        names = typed.facts["authors"].split(";")
        values["authors"] = tuple(name.strip() for name in names if name.strip())
    if values.get("complete") not in COMPLETENESS:
        values["complete"] = facts.complete
    return replace(facts, **values)


def draft_view(draft: Draft, problem: Problem | None = None) -> DraftView:
    """The draft as a form; after a problem with what was typed still there."""
    facts = draft.cleaned.facts
    lines = tuple(_lines(draft, problem.typed if problem else None))
    return DraftView(
        id=draft.id,
        title=facts.outlet or draft.name or facts.headline or f"Text {draft.position + 1}",
        name=draft.name,
        version=draft.version,
        fields=tuple(_fields(draft, problem)),
        lines=lines,
        hidden_lines=len(draft.cleaned.blocks) - len(lines),
        line_count=len(draft.cleaned.blocks),
        body_lines=sum(block.kind == "body" for block in draft.cleaned.blocks),
        words=sum(
            len(block.span.of(draft.cleaned.text).split())
            for block in draft.cleaned.blocks
            if block.kind == "body"
        ),
        warnings=draft.warnings,
        match=_match(draft),
        is_revision=draft.match is not None and draft.match.kind == "new revision",
        separate=problem.typed.separate if problem else draft.separate,
    )


def _fields(draft: Draft, problem: Problem | None) -> Iterator[FieldView]:
    facts = draft.cleaned.facts
    evidence = dict(facts.evidence)
    typed = problem.typed.facts if problem else {}
    wrong = problem.fields if problem else {}
    for name, label in _DRAFT_FIELDS:
        stored = _stored(draft, name)
        found = evidence.get(name, "")
        if name == "complete":
            found = facts.complete_reason
        yield FieldView(
            name=f"{draft.id}.{name}",
            id=f"{draft.id}-{name}",
            label=label,
            value=typed.get(name, stored),
            evidence=found or ("" if stored or name == "source_url" else "the text does not say"),
            hint=_HINTS.get(name, ""),
            error=wrong.get(name, ""),
            is_long=name in _LONG,
        )


def _lines(draft: Draft, typed: Typed | None) -> Iterator[LineView]:
    for n, block in enumerate(draft.cleaned.blocks[:LINES_SHOWN]):
        yield LineView(
            number=n,
            name=f"{draft.id}.kind.{n}",
            id=f"{draft.id}-line-{n}",
            text=block.span.of(draft.cleaned.text),
            kind=typed.kinds.get(n, block.kind) if typed else block.kind,
            reason=block.reason,
        )


def _stored(draft: Draft, name: str) -> str:
    if name == "source_url":
        return draft.source_url or ""
    return _printed(draft.cleaned.facts, name)


def _printed(facts: Facts, name: str) -> str:
    value = getattr(facts, name)
    return "; ".join(value) if isinstance(value, tuple) else value or ""


_MATCHES: dict[Literal["unchanged", "new revision", "twice in this batch"], str] = {
    "unchanged": "Already in the event, unchanged: saving adds nothing.",
    "new revision": "Looks like a changed text of an article in the event.",
    "twice in this batch": "The same article stands twice in this preview; it is saved once.",
}


def _match(draft: Draft) -> str:
    return f"{_MATCHES[draft.match.kind]} {draft.match.reason}" if draft.match else ""


def conflicting(typed: Typed, theirs: Draft) -> Problem:
    """The problem of a stale form: what was typed stays, what stands there now is named."""
    now = {
        name: f"Stands there now: {_stored(theirs, name) or 'nothing'}"
        for name, value in typed.facts.items()
        if value != _stored(theirs, name)
    }
    message = (
        "Someone else corrected this article meanwhile. Your fields are kept below; where they "
        "differ, the other text is named. Press “Keep these fields” to keep yours."
    )
    return Problem(message, typed, now)
