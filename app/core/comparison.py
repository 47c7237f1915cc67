"""What a comparison of N articles results in: immutable values, no behaviour beyond look-ups.

Articles are named by their position in `Comparison.articles`, which stand in canonical order
(published, key, content hash); sentences by their position in `ComparedArticle.sentences`.
"""

from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Literal, get_args

from app.core.text import Article, BlockKind, Sentence, Span

LinkType = Literal["identical", "relabelled", "reworded", "partial"]
EditOp = Literal["equal", "insert", "delete", "replace"]
FindingKind = Literal["relabelled", "quotation", "number", "missing", "buried", "reworded", "moved"]
FINDING_KINDS: tuple[FindingKind, ...] = get_args(FindingKind)
GapVerdict = Literal["dropped", "not in this article", "not comparable"]
RelationKind = Literal["a carries b", "b carries a", "common source", "independent"]
Voice = Literal["own", "attributed", "quoted"]
SubstitutionKind = Literal[
    "actor-label",
    "group-name",
    "epithet",
    "attribution-verb",
    "scare-quotes",
    "place",
    "other",
]
SUBSTITUTION_KINDS: tuple[SubstitutionKind, ...] = get_args(SubstitutionKind)
QuotationClass = Literal[
    "identical",
    "insertion",
    "trimmed",
    "cut-marked",
    "cut-unmarked",
    "reworded",
    "joined",
    "other-speaker",
    "direct-indirect",
]
NumberVerdict = Literal["agree", "rounded", "updated", "different"]
NumberBound = Literal["exact", "at most", "at least", "under", "over", "about", "vague"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from `a` to `b`. Spans are offsets into each article's text, empty where a side
    has nothing; an edit never crosses a sentence end. `cosmetic` marks a difference of quotes,
    dashes, case, spelling or final punctuation alone, `label` one name put for another."""

    op: EditOp
    a: Span
    b: Span
    cosmetic: bool = False
    label: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One article's part in a link: sentence positions in reading order."""

    article: int
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences of two articles that answer to each other; `a.article < b.article`.

    `similarity` is in [0, 1]; `threshold` is the bound that `rule` asked for; `runner_up` is the
    next best partner's similarity; `shared` are the words with a content that both sides have,
    left out where all words are equal; `statement` is the row. `moved_block` numbers the block
    that moved together within the pair of articles, None where nothing moved. `translated`: the
    articles are in two languages, so there are no edits, and the type says no more than that the
    words differ.
    """

    a: Side
    b: Side
    type: LinkType
    similarity: float
    rule: str
    threshold: float
    runner_up: float
    why: str
    edits: tuple[Edit, ...]
    shared: tuple[str, ...] = ()
    moved: bool = False
    split: bool = False
    merged: bool = False
    moved_block: int | None = None
    translated: bool = False
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """An article that lacks a statement: what may be said of that, and why.

    `nearest` is the position of the article's most similar sentence, None where nothing is near.
    """

    article: int
    verdict: GapVerdict
    why: str
    nearest: int | None = None
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Hint:
    """Two sentences that are possibly related, but not surely enough to be linked: never counted.

    `a` and `b` are single sentences; `similarity` is in [0, 1].
    """

    a: Side
    b: Side
    similarity: float
    why: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A row: what the articles say at the same point. `readings[i]` are article i's sentences."""

    id: str
    kind: BlockKind
    readings: tuple[tuple[int, ...], ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def is_only_here(self) -> bool:
        """Whether one article alone has it, and another one that could be compared lacks it."""
        uncompared = sum(gap.verdict == "not comparable" for gap in self.gaps)
        return sum(map(bool, self.readings)) == 1 and uncompared < len(self.readings) - 1


@dataclass(frozen=True, slots=True)
class Relation:
    """How two articles' texts hang together, as graded evidence in words; a < b.

    `comparable_order` says whether the order of paragraphs may be compared ("moved").
    """

    a: int
    b: int
    kind: RelationKind
    comparable_order: bool
    why: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place: `span` in article `article`, whose sentence at position `sentence` it
    stands in; `span.of(text) == text`. `voice` is whose word it is."""

    article: int
    sentence: int
    span: Span
    text: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Referent:
    """One thing and every name the outlets give it. `names` are as printed most often, the most
    frequent first; `mentions` in the order of articles and text; `why` says what joined them.

    `id` is a hash of the names: it stays when an article without new names is added.
    """

    id: str
    names: tuple[str, ...]
    mentions: tuple[Mention, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """Words put for other words between two linked sentences; `a.article < b.article`.

    A side's `text` is empty, and its span empty at the place, where the other adds words (an
    epithet, quotation marks). `detail` tells kinds apart within `kind` ("hedge dropped", "gloss
    added"), read from `a` to `b`, which is not to say who came first: see
    `app.core.naming.telling`. `editorial` means that how an actor, state or conflict is named or
    framed changes.
    `is_sure` is False for a candidate that is listed but is no finding.
    """

    a: Mention
    b: Mention
    kind: SubstitutionKind
    editorial: bool
    why: str
    detail: str = ""
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class QuotationVersion:
    """One outlet's version of an utterance: sentence positions in order, the spans of the words
    (one for each pair of quotation marks), and as `parts` what stands in each span, white space
    made one space. `is_direct` is False for indirect speech. `speaker` is as this outlet tells,
    None where it does not."""

    article: int
    sentences: tuple[int, ...]
    spans: tuple[Span, ...]
    parts: tuple[str, ...]
    speaker: str | None
    speaker_why: str
    is_direct: bool = True


@dataclass(frozen=True, slots=True)
class QuotationDifference:
    """How two versions differ: `a` and `b` are positions in `Quotation.versions`, a < b. `cut`
    are the words that one has and the other lacks, as printed; `why` is a plain sentence."""

    a: int
    b: int
    classes: tuple[QuotationClass, ...]
    cut: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """One utterance and all its versions, in the order of articles and text."""

    id: str
    speaker: str | None
    versions: tuple[QuotationVersion, ...]
    differences: tuple[QuotationDifference, ...]


@dataclass(frozen=True, slots=True)
class NumberVersion:
    """A quantity at one place. `low` and `high` bound the value in `unit`, both equal where it is
    exact, None where nothing bounds it on that side ("up to 200": low None, high 200). `counted`
    is the noun that is counted, as compared. For dates and times the unit is "date" or "time" and
    the values are those of `iso`: its first and last day, counted from the first of year 1, or
    minutes of the day; None where no year is known."""

    article: int
    sentence: int
    span: Span
    text: str
    low: float | None
    high: float | None
    bound: NumberBound
    unit: str
    counted: str
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """One quantity of one statement as the outlets give it, and how the versions agree."""

    id: str
    statement: str
    unit: str
    versions: tuple[NumberVersion, ...]
    verdict: NumberVerdict
    why: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A quoted place in an article; `span.of(text) == text` of it."""

    article: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A classified difference, free of any base. `id` is a hash of kind and evidence.

    `beside` are places of further outlets that the summary names: their words, or the sentence
    that lacks them. They are shown, but neither `id` nor a decision depends on them.
    """

    id: str
    kind: FindingKind
    rank: int
    summary: str
    why: str
    statements: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    beside: tuple[Evidence, ...] = ()

    @property
    def places(self) -> tuple[Evidence, ...]:
        """All that is to be shown of it, in the order of the articles."""
        return tuple(sorted((*self.evidence, *self.beside), key=attrgetter("article")))


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """An article with its sentences. `carried[j]` is the share, in [0, 1], of article j's body
    words that stand unchanged in linked sentences of this article; None where it was not worked
    out (see `Comparison.references`)."""

    article: Article
    sentences: tuple[Sentence, ...]
    carried: tuple[float | None, ...] = ()

    @property
    def key(self) -> str:
        """The article's name within the comparison."""
        return self.article.key


@dataclass(frozen=True)
class Comparison:
    """The whole result. The same set of articles gives an equal value in whatever order.

    `references` is None where links and relations are there for every pair of articles; with
    many articles they are there only for pairs with one of `references`, and
    `app.core.statements.links_with` works out the others. `meaning` names what told likeness of
    meaning across languages, None where nothing did.
    """

    engine_version: str
    articles: tuple[ComparedArticle, ...]
    statements: tuple[Statement, ...]
    links: tuple[Link, ...]
    relations: tuple[Relation, ...]
    findings: tuple[Finding, ...] = ()
    references: tuple[int, ...] | None = None
    hints: tuple[Hint, ...] = ()
    referents: tuple[Referent, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    numbers: tuple[NumberGroup, ...] = ()
    meaning: str | None = None

    @cached_property
    def positions(self) -> dict[str, int]:
        """Article key -> position."""
        return {a.key: i for i, a in enumerate(self.articles)}

    @cached_property
    def statement_by_id(self) -> dict[str, Statement]:
        """Statement's id -> statement."""
        return {statement.id: statement for statement in self.statements}

    def relation(self, i: int, j: int) -> Relation:
        """The relation of two articles, whichever comes first."""
        a, b = min(i, j), max(i, j)
        unknown = Relation(a, b, "independent", False, "Not worked out among so many articles.")
        return self._relations.get((a, b), unknown)

    @cached_property
    def _relations(self) -> dict[tuple[int, int], Relation]:
        return {(r.a, r.b): r for r in self.relations}
