"""What an incoming text answers to among an event's articles: the same text, or a changed one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.storage import models

MatchKind = Literal["unchanged", "new revision", "twice in this batch"]

# A changed text of one outlet is taken for a new revision of an article when at least this share
# of the shorter one's paragraphs stands in both: updates add and trim, another story shares little.
SAME_STORY_PARAGRAPHS = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """What a draft answers to, and why we think so.

    unchanged: the event has this very text of this outlet; saving adds nothing.
    new revision: the text of article `article_key` seems to have changed; saving adds a revision
    to it unless the person chooses a separate article. `revision_number` is the one it answers to.
    twice in this batch: an earlier draft holds the same text of the same outlet.
    """

    kind: MatchKind
    article_key: str | None
    revision_number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a text is recognised."""

    outlet: str | None
    text_sha256: str
    name: str | None
    headline: str | None
    paragraphs: frozenset[str]


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article of the event with the traits of its revisions, newest first."""

    key: str
    outlet: str | None
    revisions: tuple[tuple[int, Traits], ...]


def traits_of(row: models.CapturedText) -> Traits:
    """The traits of a draft or revision whose text is loaded."""
    paragraphs = (
        _folded(row.text[block["start"] : block["end"]])
        for block in row.blocks
        if block["kind"] == "body"
    )
    return Traits(
        outlet=_folded(row.outlet) if row.outlet else None,
        text_sha256=row.text_sha256,
        name=row.name,
        headline=_folded(row.headline) if row.headline else None,
        paragraphs=frozenset(paragraphs),
    )


def known_article(row: models.Article) -> KnownArticle:
    """The article as an incoming text is held against it."""
    return KnownArticle(
        key=row.key,
        outlet=_folded(row.outlet) if row.outlet else None,
        revisions=tuple((revision.number, traits_of(revision)) for revision in row.revisions),
    )


def match_text(
    text: Traits, known: Sequence[KnownArticle], *, earlier: Iterable[Traits] = ()
) -> Match | None:
    """What `text` answers to among the known articles and the drafts before it; None if new.

    The very same text counts also when the incoming one names no outlet; a changed one only under
    the same outlet.
    """
    return _same_text(text, known) or _twice(text, earlier) or _changed_text(text, known)


def _same_text(text: Traits, known: Sequence[KnownArticle]) -> Match | None:
    for article in known:
        if text.outlet not in (None, article.outlet):
            continue
        for number, revision in article.revisions:
            if revision.text_sha256 == text.text_sha256:
                reason = f"Revision {number} of {article.key} holds exactly this text."
                return Match("unchanged", article.key, number, reason)
    return None


def _twice(text: Traits, earlier: Iterable[Traits]) -> Match | None:
    for other in earlier:
        same = other.text_sha256 == text.text_sha256
        if same and (other.outlet == text.outlet or None in (other.outlet, text.outlet)):
            reason = "The same text of the same outlet stands further up."
            return Match("twice in this batch", None, None, reason)
    return None


def _changed_text(text: Traits, known: Sequence[KnownArticle]) -> Match | None:
    for article in known:
        if article.outlet != text.outlet:
            continue
        number, newest = article.revisions[0]
        reason = _same_story(text, newest)
        if reason:
            return Match("new revision", article.key, number, reason)
    return None


def _same_story(text: Traits, newest: Traits) -> str | None:
    """Why the two are taken for one story that changed; None if nothing says so.

    Where neither names its outlet only the file's name counts: outlets share agency copy.
    """
    if text.name and text.name == newest.name:
        return f"The same outlet and the same file name ({text.name}), with a changed text."
    if text.outlet is None:
        return None
    if text.headline and text.headline == newest.headline:
        return "The same outlet and the same headline, with a changed text."
    fewer = min(len(text.paragraphs), len(newest.paragraphs))
    shared = len(text.paragraphs & newest.paragraphs)
    if fewer and shared / fewer >= SAME_STORY_PARAGRAPHS:
        return f"The same outlet, and {shared} paragraphs of it stand in both texts."
    return None


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
