"""From bytes to a cleaned text, or to a refusal in words. Touches no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from app.core.cleaning.newsroom import Cleaned, clean_text
from app.core.text import Facts
from app.sources.upload import Extracted, ExtractError, Upload, read_upload

NOT_SAID = Facts()
GIVEN = "given with the text"


@dataclass(frozen=True, slots=True)
class Incoming:
    """An upload with what the person says of it. `key` names the article, where they say so."""

    upload: Upload
    hints: Facts = field(default_factory=Facts)
    captured_at: datetime | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An upload that could be read, with what it is taken to be."""

    incoming: Incoming
    extracted: Extracted
    cleaned: Cleaned


@dataclass(frozen=True, slots=True)
class RefusedUpload:
    """An upload that could not be read, and what to do about it."""

    incoming: Incoming
    message: str


def read_article(incoming: Incoming) -> ReadArticle | RefusedUpload:
    """The upload decoded, extracted and cleaned; a refusal where that cannot be done."""
    try:
        extracted = read_upload(incoming.upload)
    except ExtractError as error:
        return RefusedUpload(incoming, str(error))
    hints = merge_hints(extracted.hints, incoming.hints)
    return ReadArticle(incoming, extracted, clean_text(extracted.text, hints=hints))


def merge_hints(carrier: Facts, person: Facts) -> Facts:
    """What the carrier knew, overruled by what the person said, each with its evidence."""
    said = {name: getattr(person, name) for name in _said(person)}
    evidence = dict(carrier.evidence)
    evidence.update((name, GIVEN) for name in said)
    evidence.update(person.evidence)
    return replace(carrier, **said, evidence=tuple(evidence.items()))


def _said(facts: Facts) -> Iterable[str]:
    """The names of the facts that are not at their silent default."""
    for fact in fields(facts):
        if fact.name != "evidence" and getattr(facts, fact.name) != getattr(NOT_SAID, fact.name):
            yield fact.name
