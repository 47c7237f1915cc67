"""Every threshold of the engine: what it means, its range, and why it stands where it does.

Chosen on development data (`docs/engine.md` has the figures); one setting serves all data.
"""

from dataclasses import asdict, dataclass
from hashlib import sha256

ENGINE_VERSION = "1"
"""Rises whenever the result for any input can change. Stored results carry it."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """The engine's settings. All similarities and shares lie in [0, 1]."""

    bigram_weight: float = 0.3
    """Part of neighbouring words in the similarity, the rest being rare words in common. More
    favours verbatim copies, less favours the same fact in other words."""

    min_similarity: float = 0.36
    """Link by words in common alone. Below, a long name and its title can make two statements
    about one person look alike."""

    min_similarity_told: float = 0.28
    """Link where `min_telling_told` telling words are in common as well: words that are neither
    part of a name nor common in all news. Below, chance topics of one event meet."""

    min_telling_told: int = 2
    """See above."""

    min_similarity_near: float = 0.26
    """Link where the sentences next to both are linked too, in the same order."""

    min_similarity_telling: float = 0.16
    """Link where each sentence is the other's best partner and enough telling words are shared:
    the same fact in other words. Below, a clause is shared at most."""

    min_telling_words: int = 3
    """Words in common, neither names nor common in all news, that the rule above asks for."""

    max_linked_for_telling: float = 0.5
    """Where more than this share of the shorter article is linked by plainer rules, one text
    rewrites the other, and a counterpart would show itself by more: then the rule above asks for
    `min_telling_rewritten` words."""

    min_telling_rewritten: int = 5
    """See above."""

    min_similarity_hint: float = 0.14
    """Not a link, but "possibly related": the best for each other, with `min_telling_hint` telling
    words in common. Off by default where people read, and never counted."""

    min_telling_hint: int = 2
    """See above."""

    anchor_similarity: float = 0.40
    """A candidate this similar vouches for its neighbours."""

    neighbour_reach: int = 2
    """How many sentences away a neighbour may stand to vouch. 1 to 4."""

    neighbour_bonus: float = 0.05
    """What a vouching neighbour adds when candidates compete for one sentence. It decides between
    near-equals ("he added") and never lifts a pair over a threshold."""

    min_similarity_chained: float = 0.12
    """Least similarity between two articles' sentences that meet only through a third outlet;
    below `min_similarity_near` they must also share `min_telling_chained` telling words."""

    min_telling_chained: int = 2
    """See above."""

    min_explained_near: float = 0.30
    """Split and merge: the share of a free sentence that its partner must explain in words that
    the partner's present counterpart lacks, within `neighbour_reach` of that counterpart."""

    min_explained_far: float = 0.45
    """The same, anywhere in the article."""

    max_partial_similarity: float = 0.36
    """A link below this similarity is partial: what both share is a clause or a quotation."""

    min_partial_change: float = 0.48
    """A link is partial, too, where one change takes up this share of the words on both sides:
    the same opening, and then something else."""

    min_similarity_caption: float = 0.60
    """Captions of one event look alike; below, they belong to two pictures."""

    min_comparable_order: float = 0.25
    """Share of the shorter article's sentences that must be linked before the order of two
    articles is compared ("moved"): independent reports have no common order."""

    min_carried: float = 0.35
    """Share of an agency report's words that must stand unchanged in an article before the
    article is said to carry it, where it does not credit the agency: .25 with credit."""

    min_carried_credited: float = 0.15
    """The same, where the article credits the agency."""

    min_common_source: float = 0.25
    """Share of the shorter of two articles that must stand unchanged in the other before both
    are said to share a source."""

    max_island_words: int = 2
    """Equal function words between two edits, up to this many, join the edit: "sealed off the"
    against "seized a" is one change to a reader. 0 to 3."""

    max_diff_cells: int = 1_000_000
    """Product of both sides' tokens up to which word edits are worked out in full: a thousand
    words against a thousand. Beyond stand lists and tables without a stop, not sentences."""

    max_label_words: int = 4
    """Longest name, in words, that is taken for a label."""

    min_shared_weight: float = 0.12
    """Least Dice coefficient of rare words for a pair to be looked at. Word pairs alone, which
    are mostly function words, never lifted a true link over a threshold."""

    max_candidates: int = 8
    """A word proposes the first so many sentences that have it, in canonical order. Bounds time
    and memory where hundreds of outlets print the same row, and on repetitive text: later
    sentences of a row meet its first ones, and join through them."""

    max_witnesses: int = 6
    """When a sentence joins a row, it must be like the first so many of its members. Bounds the
    cost of rows that hundreds of outlets print."""

    max_full_articles: int = 12
    """Up to so many articles every pair's links are worked out. Beyond, only those with the
    reference articles (the first in canonical order and the agencies' own reports); the links of
    another base are worked out when it is looked at. 500 articles have 125,000 pairs."""

    max_references: int = 3
    """How many reference articles there are at most, beyond `max_full_articles`."""


DEFAULT = Tuning()


def fingerprint(tuning: Tuning = DEFAULT) -> str:
    """A hash of every setting and the engine version, for keys of stored results."""
    settings = ";".join(f"{name}={value!r}" for name, value in sorted(asdict(tuning).items()))
    return sha256(f"{ENGINE_VERSION};{settings}".encode()).hexdigest()[:16]
