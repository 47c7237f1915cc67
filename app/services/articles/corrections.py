"""What a person changes in a captured text: fields and roles of lines, each marked as theirs."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from urllib.parse import urlsplit

from app.core.moments import Moment
from app.core.text import BLOCK_KINDS, COMPLETENESS, BlockKind, Facts
from app.services.errors import Invalid
from app.storage import models, texts

BY_HAND = "set by hand"
MAX_FIELD_CHARACTERS = 2_000
WORDS = (
    "headline",
    "standfirst",
    "outlet",
    "byline",
    "agency",
    "dateline",
    "published",
    "updated",
    "language",
)


def check_facts(facts: Facts) -> Facts:
    """The facts with single spaces, blank ones as None. Raises Invalid with a message per field."""
    words: dict[str, Any] = {name: _tidy(getattr(facts, name)) for name in WORDS}
    wrong = {
        name: f"Shorten this to {MAX_FIELD_CHARACTERS} characters."
        for name, value in words.items()
        if value and len(value) > MAX_FIELD_CHARACTERS
    }
    if len("; ".join(facts.authors)) > MAX_FIELD_CHARACTERS:
        wrong["authors"] = f"Shorten this to {MAX_FIELD_CHARACTERS} characters."
    for name in ("published", "updated"):
        try:
            words[name] = _canonical(words[name])
        except ValueError as error:
            wrong[name] = str(error)
    if facts.complete not in COMPLETENESS:
        wrong["complete"] = f"Choose one of: {', '.join(COMPLETENESS)}."
    if wrong:
        raise Invalid("Some fields cannot be taken as they are.", wrong)
    authors = (" ".join(author.split()) for author in facts.authors)
    return replace(facts, **words, authors=tuple(author for author in authors if author))


def check_source(address: str) -> str | None:
    """Where a text was taken from, None for a blank. Raises Invalid for what no browser opens."""
    if not address.strip():
        return None
    source = address.strip()
    if not is_web_address(source) or len(source) > MAX_FIELD_CHARACTERS:
        told = "Give an address like https://example.org/story, without spaces or a password."
        raise Invalid("Some fields cannot be taken as they are.", {"source_url": told})
    return source


def is_web_address(source: str) -> bool:
    """Whether a browser may be sent there, and nothing of it is hidden from who reads it."""
    try:
        parts = urlsplit(source)
    except ValueError:  # a bracket that nothing closes
        return False
    is_web = parts.scheme in ("https", "http") and bool(parts.hostname)
    is_plain = source.isprintable() and len(source.split()) == 1
    return is_web and is_plain and "@" not in parts.netloc


def apply_facts(row: models.CapturedText, facts: Facts) -> None:
    """Writes what differs into the row and says of each such field that it was set by hand."""
    current = texts.facts_of(row)
    changed = [
        fact.name
        for fact in fields(facts)
        if fact.name not in ("evidence", "complete_reason")
        and getattr(facts, fact.name) != getattr(current, fact.name)
    ]
    if not changed:
        return
    evidence = dict(current.evidence) | dict.fromkeys(changed, BY_HAND)
    reason = current.complete_reason
    if "complete" in changed:
        reason = facts.complete_reason if facts.complete_reason not in ("", reason) else BY_HAND
    texts.set_facts(row, replace(facts, complete_reason=reason, evidence=tuple(evidence.items())))


def apply_kinds(row: models.CapturedText, kinds: Mapping[int, BlockKind]) -> None:
    """Gives blocks the person's kinds. What the machine said stays beside it, and comes back when
    the person returns to its kind. Raises Invalid for a block or kind that does not exist."""
    blocks = [dict(block) for block in row.blocks]
    for position, kind in kinds.items():
        if not 0 <= position < len(blocks) or kind not in BLOCK_KINDS:
            raise Invalid("This line or role does not exist; load the page again.")
        if blocks[position]["kind"] != kind:
            blocks[position] = _with_kind(blocks[position], kind)
    if blocks != row.blocks:
        row.blocks = blocks


def state_of(row: models.Draft) -> dict[str, Any]:
    """What a correction can change, as the audit hashes it."""
    facts = texts.facts_of(row)
    return {
        "facts": {fact.name: getattr(facts, fact.name) for fact in fields(facts)},
        "blocks": row.blocks,
        "separate": row.separate,
        "source_url": row.source_url,
    }


def _with_kind(block: dict[str, Any], kind: BlockKind) -> dict[str, Any]:
    machine_kind = block.get("machine_kind", block["kind"])
    machine_reason = block.get("machine_reason", block["reason"])
    place = {"start": block["start"], "end": block["end"]}
    if kind == machine_kind:
        return {"kind": kind, **place, "reason": machine_reason, "set_by": "machine"}
    return {
        "kind": kind,
        **place,
        "reason": f"{BY_HAND}; was taken for {machine_kind}: {machine_reason}",
        "set_by": "person",
        "machine_kind": machine_kind,
        "machine_reason": machine_reason,
    }


def _tidy(words: str | None) -> str | None:
    return " ".join((words or "").split()) or None


def _canonical(moment: str | None) -> str | None:
    """The moment in the one spelling that is kept. Raises ValueError in words for a reader."""
    return Moment.parse(moment).iso if moment else None
