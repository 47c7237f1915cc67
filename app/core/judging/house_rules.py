"""House rules: names that a newsroom holds for one thing, and what follows for a comparison."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations, product
from typing import Literal, get_args

from app.core.aligning.coverage import outlet_name
from app.core.comparison import ComparedArticle, Comparison, Substitution
from app.core.judging.findings import list_findings
from app.core.moments import Moment
from app.core.naming.names import Key
from app.core.naming.referents import find_referents, name_key
from app.core.quoting.voices import Voices
from app.core.tuning import DEFAULT, Tuning

Verdict = Literal["neutral variant", "editorial", "never the same thing"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Scope = Literal["everywhere", "outlet", "event"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""From the widest to the narrowest: where two rules disagree, the narrower one holds."""

_RULED: dict[Verdict, str] = {
    "neutral variant": "are neutral variants of one name",
    "editorial": "are names for one thing, and which of them stands there is editorial",
    "never the same thing": "are never the same thing",
}
NamePair = frozenset[Key]


@dataclass(frozen=True)
class HouseRule:
    """A verdict on two names or more, each put for another.

    `outlet` is named where the scope is one outlet; a rule for one event reaches only that
    event's comparison, which is up to the caller. `since` and `until` are days (2026-05-14), both
    included, empty for no bound; they are held against the day an article was published, as it
    prints it. One for an outlet holds where either of two articles is that outlet's; an exception
    or a day outside the rule's on either side is enough against it.
    `made` is when the rule was made, as ISO text in UTC.
    """

    id: str
    names: tuple[str, ...]
    verdict: Verdict
    scope: Scope = "everywhere"
    outlet: str = ""
    since: str = ""
    until: str = ""
    except_outlets: tuple[str, ...] = ()
    reason: str = ""
    made: str = ""

    @cached_property
    def keys(self) -> frozenset[Key]:
        """The names as they are compared."""
        return frozenset(key for name in self.names if (key := name_key(name)))

    @property
    def pairs(self) -> Iterator[NamePair]:
        """Every two of its names."""
        return map(frozenset, combinations(sorted(self.keys), 2))

    @property
    def order(self) -> tuple[int, str, str, str]:
        """What decides between rules on the same names: the greatest holds."""
        return SCOPES.index(self.scope), self.since, self.made, self.id

    def is_about(self, article: ComparedArticle) -> bool:
        """Whether an article is of the outlet that the rule is for; any, where it is for none."""
        is_own = self.scope == "outlet"
        return not is_own or folded(outlet_name(article.article)) == folded(self.outlet)

    def admits(self, article: ComparedArticle) -> bool:
        """Whether no exception and no day speaks against the rule in an article. Where the day is
        not known, a dated rule says nothing."""
        outlet = folded(outlet_name(article.article))
        return outlet not in map(folded, self.except_outlets) and self._holds_on(
            article.article.facts.published
        )

    def _holds_on(self, published: str | None) -> bool:
        if not (self.since or self.until):
            return True
        if published is None:
            return False
        day = Moment.parse(published).iso[:10]
        return self.since <= day <= (self.until or day)

    @property
    def where(self) -> str:
        """Where and when it holds, in words."""
        place = {"event": "in this event", "outlet": f"for {self.outlet}"}
        parts = [
            place.get(self.scope, self.scope),
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
            f"not for {' or '.join(self.except_outlets)}" if self.except_outlets else "",
        ]
        return ", ".join(filter(None, parts))

    def told(self, a: str, b: str) -> str:
        """What the rule says of two of its names, in a sentence or two."""
        said = f"House rule ({self.where}): “{a}” and “{b}” {_RULED[self.verdict]}."
        return f"{said} {self.reason}".strip()


def folded(outlet: str) -> str:
    """An outlet's name for comparing: in one case, with single spaces."""
    return " ".join(outlet.casefold().split())


def apply_rules(
    substitutions: Iterable[Substitution],
    rules: Iterable[HouseRule],
    articles: Sequence[ComparedArticle],
) -> tuple[Substitution, ...]:
    """The substitutions in their order, those that a rule names on both sides as it says.

    A rule changes `editorial` and puts itself before `why`; what it calls editorial is sure, what
    it calls two things is none. All others stay as they are. Of several rules on the same two
    names the narrowest holds, then the one of the later day, then the one made later. The order
    of `rules` does not matter.
    """
    book = _Book(rules, articles)
    return tuple(map(book.ruled, substitutions))


def kept_apart(
    rules: Iterable[HouseRule], articles: Sequence[ComparedArticle]
) -> frozenset[NamePair]:
    """The names, two by two, that rules keep from being one thing in these articles.

    A thing is one in a whole comparison, so a rule that holds anywhere in it is enough.
    """
    book = _Book(rules, articles)
    return frozenset(
        pair
        for held in book.held
        if held.rule.verdict == "never the same thing"
        for pair in held.rule.pairs
        if any(book.rule_on(pair, i, j) == held.rule for i, j in held.places)
    )


def with_rules(
    comparison: Comparison, rules: Collection[HouseRule], tuning: Tuning = DEFAULT
) -> Comparison:
    """The comparison under house rules: its substitutions, and the names and findings that follow.

    `comparison` must not be under rules already. Costs as much as naming referents again, and
    only where a rule keeps names apart.
    """
    if not rules:
        return comparison
    articles = comparison.articles
    found = apply_rules(comparison.substitutions, rules, articles)
    ruled = replace(comparison, substitutions=found)
    apart = kept_apart(rules, articles)
    if apart:
        ruled = replace(
            ruled,
            referents=find_referents(
                articles,
                comparison.statements,
                comparison.links,
                comparison.substitutions,
                Voices(articles, tuning),
                tuning,
                apart,
            ),
        )
    return replace(ruled, findings=list_findings(ruled))


@dataclass(frozen=True, slots=True)
class _Held:
    """A rule with the articles, by position, that it admits, and those of them it is about."""

    rule: HouseRule
    admitted: frozenset[int]
    about: frozenset[int]

    @classmethod
    def of(cls, rule: HouseRule, articles: Sequence[ComparedArticle]) -> "_Held":
        admitted = frozenset(i for i, each in enumerate(articles) if rule.admits(each))
        return cls(rule, admitted, frozenset(i for i in admitted if rule.is_about(articles[i])))

    def holds(self, a: int, b: int) -> bool:
        """Whether the rule holds between two articles."""
        return {a, b} <= self.admitted and not self.about.isdisjoint((a, b))

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """Where it holds: two articles, or one with itself."""
        return product(self.about, self.admitted)


class _Book:
    """The rules of a comparison, found by the names they speak of."""

    def __init__(self, rules: Iterable[HouseRule], articles: Sequence[ComparedArticle]) -> None:
        ordered = sorted(rules, key=lambda rule: rule.order, reverse=True)
        held = (_Held.of(rule, articles) for rule in ordered)
        self.held = [each for each in held if each.about]
        self._by_pair: dict[NamePair, list[_Held]] = {}
        for each in self.held:
            for pair in each.rule.pairs:
                self._by_pair.setdefault(pair, []).append(each)

    def rule_on(self, pair: NamePair, a: int, b: int) -> HouseRule | None:
        """The rule that decides on two names between two articles."""
        held = self._by_pair.get(pair, ())
        return next((each.rule for each in held if each.holds(a, b)), None)

    def ruled(self, swap: Substitution) -> Substitution:
        """The substitution as the rules have it."""
        a, b = swap.a.text, swap.b.text
        rule = self.rule_on(_pair(a, b), swap.a.article, swap.b.article) if a and b else None
        if rule is None:
            return swap
        return replace(
            swap,
            editorial=rule.verdict == "editorial",
            is_sure=rule.verdict == "editorial"
            or (swap.is_sure and rule.verdict == "neutral variant"),
            why=f"{rule.told(a, b)} Without the rule: {swap.why}",
        )


@lru_cache(maxsize=4096)
def _pair(a: str, b: str) -> NamePair:
    return frozenset((name_key(a), name_key(b)))
