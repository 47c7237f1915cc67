"""What to tell of substitutions: not what a third outlet explains, and no order that is not known.

The substitutions of a comparison are those of every two outlets. Of three that have a statement
from one another only the differences between the nearest ones say who changed a word.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.comparison import Comparison, Mention, Substitution, SubstitutionKind
from app.core.moments import Moment
from app.core.naming.names import GROUP_NOUNS
from app.core.text import Article

NAMINGS: tuple[SubstitutionKind, ...] = ("actor-label", "group-name", "place")
"""One name for another, which says more than a word set beside it."""

_TURNED = {"added": "dropped", "dropped": "added"}


@dataclass(frozen=True, slots=True)
class Told:
    """A substitution as it is told. `is_ordered`: `first` stands in the source of the other text,
    or in the text that both share and that surely came out first; else the two are in the order
    of their words. `detail` is that of the substitution, from `first` to `second`."""

    swap: Substitution
    first: Mention
    second: Mention
    detail: str
    is_ordered: bool


def refers_back(swap: Substitution) -> bool:
    """Whether a side has no name, but a noun that goes back to one ("fighting for the group")."""
    return swap.kind in NAMINGS and any(
        mention.text.casefold().removeprefix("the ") in GROUP_NOUNS for mention in (swap.a, swap.b)
    )


def as_told(comparison: Comparison, swap: Substitution) -> Told:
    """A substitution with its sides in the order in which they are told."""
    detail = ", ".join(_tones(swap)) or swap.detail
    first = _first(comparison, swap.a.article, swap.b.article)
    if first is not None:
        is_turned = first == swap.b.article
    else:
        is_turned = (not swap.a.text, swap.a.text.casefold()) > (
            not swap.b.text,
            swap.b.text.casefold(),
        )
    if not is_turned:
        return Told(swap, swap.a, swap.b, detail, first is not None)
    turned = ", ".join(reversed(_tones(swap))) or " ".join(
        _TURNED.get(word, word) for word in detail.split()
    )
    return Told(swap, swap.b, swap.a, turned, first is not None)


def _tones(swap: Substitution) -> list[str]:
    """The tones of two verbs of saying; early engines wrote "neutral to doubting"."""
    tones = swap.detail.replace(" to ", ", ").split(", ")
    return tones if swap.kind == "attribution-verb" and len(tones) == 2 else []


def _first(comparison: Comparison, a: int, b: int) -> int | None:
    """Which of two articles is surely before the other: its source, or of two that share text the
    one that came out first; None where neither is known."""
    relation = comparison.relation(a, b)
    if relation.kind == "a carries b":
        return relation.b
    if relation.kind == "b carries a":
        return relation.a
    if relation.kind == "independent":
        return None
    times = [comparison.articles[i].article.facts.published for i in (a, b)]
    if not all(times):
        return None
    one, two = (Moment.parse(time) for time in times if time)
    if one.surely_before(two):
        return a
    return b if two.surely_before(one) else None


def explained(comparison: Comparison) -> dict[int, int]:
    """Positions of sure substitutions that are not told -> those that explain them.

    Where two outlets share less text with each other than either does with a third one that has
    the statement, what differs between them is told of the third one and each of them.
    """
    return dict(_Thirds(comparison).find())


class _Thirds:
    """The substitutions of a comparison by place, and how near its articles are."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        known = comparison.references
        self.thirds = range(len(comparison.articles)) if known is None else known
        self.sizes = [_body_size(each.article) for each in comparison.articles]
        self.sure = {
            n: swap
            for n, swap in enumerate(comparison.substitutions)
            if swap.is_sure and not refers_back(swap)
        }
        self.at: dict[tuple[int, int, int], list[tuple[int, Mention]]] = defaultdict(list)
        for n, swap in self.sure.items():
            for own, other in ((swap.a, swap.b), (swap.b, swap.a)):
                self.at[own.article, own.sentence, other.article].append((n, own))

    def find(self) -> Iterator[tuple[int, int]]:
        """Each explained substitution with one that explains it."""
        for n, swap in self.sure.items():
            reasons = (self._by(swap, third) for third in self._nearer(swap))
            reason = next((m for m in reasons if m is not None), None)
            if reason is not None:
                yield n, reason

    def _nearer(self, swap: Substitution) -> Iterator[int]:
        """The articles that are nearer to both articles of a substitution than these are."""
        a, b = swap.a.article, swap.b.article
        apart = self._nearness(a, b)
        for third in self.thirds:
            if (
                third not in (a, b)
                and min(self._nearness(a, third), self._nearness(third, b)) > apart
            ):
                yield third

    def _by(self, swap: Substitution, third: int) -> int | None:
        """The substitution of a third article that explains this one."""
        ours, theirs = self._with(swap.a, third), self._with(swap.b, third)
        if ours is not None and theirs is not None:
            return ours
        for found, other in ((ours, swap.b), (theirs, swap.a)):
            if found is not None and _said(self.sure[found], third) == _said(swap, other.article):
                return found
        return None

    def _with(self, own: Mention, third: int) -> int | None:
        """The substitution between these words and those of a third article."""
        near = self.at.get((own.article, own.sentence, third), ())
        return next((n for n, mention in near if _meet(mention, own)), None)

    def _nearness(self, a: int, b: int) -> tuple[bool, float, int, int]:
        """How near two articles are: whether one carries the other, and how many characters of
        one stand in the other. No two pairs are equally near."""
        kind = self.comparison.relation(a, b).kind
        shared = max(self._shared(a, b), self._shared(b, a))
        return kind in ("a carries b", "b carries a"), shared, -min(a, b), -max(a, b)

    def _shared(self, a: int, b: int) -> float:
        """Characters of article b that stand in article a, 0 where that was not worked out."""
        carried = self.comparison.articles[a].carried
        return (carried[b] or 0.0) * self.sizes[b] if carried else 0.0


def _body_size(article: Article) -> int:
    """Characters of an article's body."""
    return sum(len(block.span) for block in article.blocks if block.kind == "body")


def _meet(one: Mention, two: Mention) -> bool:
    """Whether two mentions of one sentence overlap; empty ones where they stand at one place."""
    if not (one.text and two.text):
        return one.span == two.span
    return one.span.start < two.span.end and two.span.start < one.span.end


def _said(swap: Substitution, article: int) -> str:
    """What an article says at a substitution: its words, of a verb of saying their tone."""
    tones = _tones(swap)
    if tones:
        return tones[article == swap.b.article]
    return (swap.b if article == swap.b.article else swap.a).text.casefold()
