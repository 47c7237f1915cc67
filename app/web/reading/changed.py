"""What became of linked sentences, ready to print: old words beside new ones, with marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from app.core.aligning.diff import Strand, diff_strands
from app.core.comparison import Edit
from app.core.refind import Fate
from app.services.articles.events import RevisionSummary
from app.services.comparing.compare import ComparedEvent
from app.services.comparing.permalinks import StatementTrace, Trace
from app.web.reading.marks import Piece, PieceKind, pieces_of, plain_piece, shown
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place, display_names, places_of
from app.web.reading.views import sentence_hrefs

_SENTENCE: dict[Fate, tuple[str, str]] = {
    "changed": ("Changed since", "This sentence has other words now than when the link was made."),
    "lost": ("No longer there", "This sentence was taken out after the link was made."),
    "unsure": (
        "Changed since",
        "The text was changed after the link was made, and it is not sure which sentence is meant.",
    ),
}
_STATEMENT = (
    "Changed since",
    "The texts were changed after the link was made, and it is not sure which statement is meant. "
    "It held these sentences.",
)
_FATES: dict[Fate, str] = {
    "same": "It stands as it did",
    "moved": "It stands elsewhere, in the same words",
    "changed": "It has other words now",
    "lost": "It is gone",
    "unsure": "It may be this one",
}
_ONE_OF = "It may be one of these"
_OLD: dict[PieceKind, PieceKind] = {"added": "dropped", "cosmetic added": "cosmetic dropped"}


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the newest revision, where they stand ("¶ 3.2") and the link that leads there."""

    pieces: tuple[Piece, ...]
    place: str
    href: str


@dataclass(frozen=True, slots=True)
class RevisionLink:
    """A revision: its number, when it was taken in, and its text."""

    number: int
    taken_in: datetime
    href: str


@dataclass(frozen=True, slots=True)
class ChangedSentence:
    """A sentence as the link has it, and what the newest revision has. `now` are the sentences
    that it is, has become or may be; it stood between `before` and `after`, given where its own
    place is not sure."""

    outlet: str
    language: str | None
    was: tuple[Piece, ...]
    old: RevisionLink
    newest: RevisionLink
    told: str
    why: str
    now: tuple[Passage, ...]
    before: Passage | None = None
    after: Passage | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The page that a link leads to where it cannot lead to its sentence or statement."""

    title: str
    told: str
    sentences: tuple[ChangedSentence, ...]


def changed_sentence(compared: ComparedEvent, place: Place, trace: Trace) -> Changed:
    """The page on a sentence that does not stand in the newest revision, or not surely."""
    title, told = _SENTENCE[trace.refound.fate]
    return Changed(title, told, (_Teller(compared, place).sentence(trace),))


def changed_statement(compared: ComparedEvent, place: Place, trace: StatementTrace) -> Changed:
    """The page on a statement of which it is not sure what became."""
    teller = _Teller(compared, place)
    return Changed(*_STATEMENT, tuple(map(teller.sentence, trace.sentences)))


class _Teller:
    def __init__(self, compared: ComparedEvent, place: Place) -> None:
        self.comparison, self.place = compared.comparison, place
        self.names = display_names(compared.comparison)
        self.hrefs = sentence_hrefs(compared.comparison, ReadingOptions(), place)
        self.summaries = {article.key: article for article in compared.event.articles}
        self.newest = compared.revisions

    def sentence(self, trace: Trace) -> ChangedSentence:
        """One sentence, its words marked where it is sure what they became."""
        compared, refound = self.comparison.articles[trace.article], trace.refound
        passages = [self._passage(trace.article, at) for at in refound.sentences]
        was: Sequence[Piece] = (plain_piece(trace.sentence.text),)
        around: list[Passage | None] = [None, None]
        if refound.fate == "changed":
            new = [compared.sentences[at].text for at in refound.sentences]
            was, now = _marked(trace.sentence.text, new)
            passages = [replace(passages[0], pieces=now)]
        elif not refound.is_found:
            around = [
                None if at is None else self._passage(trace.article, at)
                for at in (refound.before, refound.after)
            ]
        revisions = self.summaries[compared.key].revisions
        return ChangedSentence(
            outlet=self.names[trace.article],
            language=compared.article.facts.language,
            was=tuple(was),
            old=self._link(compared.key, next(r for r in revisions if r.number == trace.revision)),
            newest=self._link(
                compared.key, next(r for r in revisions if r.id == self.newest[compared.key])
            ),
            told=_ONE_OF if len(passages) > 1 else _FATES[refound.fate],
            why=refound.why,
            now=tuple(passages),
            before=around[0],
            after=around[1],
        )

    def _passage(self, article: int, position: int) -> Passage:
        words = plain_piece(self.comparison.articles[article].sentences[position].text)
        where = places_of(self.comparison, article)[position]
        return Passage((words,), where, self.hrefs[article, position])

    def _link(self, key: str, revision: RevisionSummary) -> RevisionLink:
        href = f"{self.place.articles}/{key}?revision={revision.number}"
        return RevisionLink(revision.number, revision.captured_at, href)


def _marked(old: str, new: Sequence[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The old words with what was dropped of them, and the new ones with what was added."""
    starts = accumulate((len(text) + 1 for text in new), initial=0)
    joined = " ".join(new)
    theirs = Strand.of(list(zip(starts, new, strict=False)))
    edits = diff_strands(Strand.of([(0, old)]), theirs)
    mirrored = [Edit(edit.op, edit.b, edit.a, edit.cosmetic) for edit in edits]
    was = (
        replace(piece, kind=_OLD.get(piece.kind, piece.kind))
        for piece, at in pieces_of(mirrored, joined, old)
        if at is not None
    )
    now = (piece for piece, at in pieces_of(edits, old, joined) if at is not None)
    return shown(was, cosmetic=True), shown(now, cosmetic=True)
