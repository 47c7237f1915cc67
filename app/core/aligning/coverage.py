"""Who carries whose text, and what may be said of a statement that an article lacks."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from app.core.comparison import Gap, GapVerdict, Link, Relation, RelationKind, Statement
from app.core.moments import Moment
from app.core.phrasing import joined_names
from app.core.text import Article, Facts, Sentence, base_language
from app.core.tuning import BOUNDS, DEFAULT, Tuning

_UNNAMED = re.compile(r"unnamed-outlet(?:-(\d+))?", re.ASCII)


def outlet_name(article: Article) -> str:
    """What to call an article's outlet in a sentence: its outlet, else its key, put in words where
    it says no more than that there is no name ("Unnamed outlet 2")."""
    if article.facts.outlet:
        return article.facts.outlet
    unnamed = _UNNAMED.fullmatch(article.key)
    return f"Unnamed outlet {unnamed[1] or ''}".rstrip() if unnamed else article.key


def is_agency_copy(facts: Facts) -> bool:
    """Whether an article is an agency's own report: its outlet is the agency it credits."""
    return bool(facts.outlet and facts.agency) and _same(facts.outlet, facts.agency)


def _same(one: str | None, two: str | None) -> bool:
    return bool(one and two) and str(one).casefold() == str(two).casefold()


def body_sentences(article: Article, sentences: Sequence[Sentence]) -> list[int]:
    """Positions of the sentences that stand in body blocks."""
    return [i for i, s in enumerate(sentences) if article.blocks[s.block].kind == "body"]


def carried_share(words: Sequence[int], links: Sequence[Link], *, of_a: bool) -> float:
    """The share, in [0, 1], of an article's body words that stand unchanged in the other's.

    `words` are the starts of the article's body words, ascending; `of_a` says which side of
    `links` it is.
    """
    equal = [edit for link in links for edit in link.edits if edit.op == "equal"]
    spans = [edit.a for edit in equal] if of_a else [edit.b for edit in equal]
    unchanged = done = 0
    for start, end in sorted([(span.start, span.end) for span in spans]):
        first = bisect_left(words, start)
        last = bisect_left(words, end, first)
        unchanged += max(0, last - max(first, done))  # several links may cover the same words
        done = max(done, last)
    return unchanged / len(words) if words else 0.0


def relation(
    a: int,
    b: int,
    articles: Sequence[Article],
    *,
    a_in_b: float,
    b_in_a: float,
    linked: float,
    tuning: Tuning = DEFAULT,
) -> Relation:
    """How articles a < b hang together. `a_in_b` is the share of a's words that stand in b,
    `linked` the share of the shorter article's sentences that are linked at all."""
    kind, why = _relation_kind(articles[a], articles[b], a_in_b, b_in_a, tuning)
    if kind == "independent":
        return Relation(a, b, kind, False, f"{why} Independent reports have no common order.")
    if linked < tuning.min_comparable_order:
        why += (
            f" Their order is not compared: {linked:.0%} of the shorter article is linked, and "
            f"{tuning.min_comparable_order:.0%} are asked for."
        )
        return Relation(a, b, kind, False, why)
    return Relation(a, b, kind, True, why)


def _relation_kind(
    one: Article, two: Article, one_in_two: float, two_in_one: float, tuning: Tuning
) -> tuple[RelationKind, str]:
    why = _carries(two, one, one_in_two, two_in_one, tuning)
    if why:
        return "b carries a", why
    why = _carries(one, two, two_in_one, one_in_two, tuning)
    if why:
        return "a carries b", why
    overlap = max(one_in_two, two_in_one)
    names = f"{outlet_name(one)} and {outlet_name(two)}"
    if overlap >= tuning.min_common_source:
        return (
            "common source",
            f"{overlap:.0%} of the shorter of {names} stands word for word in the other.",
        )
    return "independent", f"{names} share {overlap:.0%} of the shorter text word for word."


def _carries(
    later: Article, source: Article, of_source: float, of_later: float, tuning: Tuning
) -> str | None:
    """Why `later` is said to carry `source`'s report, or None.

    Only an agency's own report can be carried: two outlets that print the same words may both
    have them from a third.
    """
    agency = source.facts.outlet
    if not is_agency_copy(source.facts) or is_agency_copy(later.facts):
        return None
    credited = _same(later.facts.agency, agency)
    bound = tuning.min_carried_credited if credited else tuning.min_carried
    if max(of_source, of_later) < bound or _is_earlier(later.facts, source.facts):
        return None
    how = f"credits {agency}" if credited else f"does not credit {agency}"
    return (
        f"{outlet_name(later)} {how} and carries {of_source:.0%} of its report word for word, "
        f"which is {of_later:.0%} of its own text."
    )


def _is_earlier(one: Facts, two: Facts) -> bool:
    """Whether `one` was surely published before `two`."""
    if one.published is None or two.published is None:
        return False
    return Moment.parse(one.published).surely_before(Moment.parse(two.published))


class Kin:
    """Who carries whose text, and who shares a text with whom, looked up by article."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._sources: dict[int, set[int]] = defaultdict(set)
        self._sharing: dict[int, set[int]] = defaultdict(set)
        for relation in relations:
            if relation.kind == "a carries b":
                self._sources[relation.a].add(relation.b)
            if relation.kind == "b carries a":
                self._sources[relation.b].add(relation.a)
            if relation.kind != "independent":
                self._sharing[relation.a].add(relation.b)
                self._sharing[relation.b].add(relation.a)

    def sources(self, article: int, among: Set[int]) -> list[int]:
        """The articles whose report `article` carries, in order."""
        return sorted(self._sources.get(article, set()) & among)

    def sharing(self, article: int, among: Set[int]) -> list[int]:
        """The articles that carry its text, whose text it carries, or that share a source."""
        return sorted(self._sharing.get(article, set()) & among)


def holders_of(statement: Statement) -> set[int]:
    """The articles that have a statement."""
    return {i for i, reading in enumerate(statement.readings) if reading}


def omissions(statement: Statement, kin: Kin) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Whose lack of a body statement is worth a finding: the gaps of those that dropped it, and of
    those that share a text with one that has it and have nothing near it.

    Where nobody dropped it, one of the latter must share a text with two that have it: what one
    has more than the other, either may have added.
    """
    if statement.kind != "body":
        return (), ()
    holders = holders_of(statement)
    dropped = tuple(gap for gap in statement.gaps if gap.verdict == "dropped")
    lacking = {
        gap: len(kin.sharing(gap.article, holders))
        for gap in statement.gaps
        if gap.verdict == "not in this article" and gap.similarity < BOUNDS.max_nearest_similarity
    }
    if not dropped and max(lacking.values(), default=0) < 2:
        return (), ()
    return dropped, tuple(gap for gap, sharing in lacking.items() if sharing)


def gap(
    article: int,
    holders: Set[int],
    articles: Sequence[Article],
    kin: Kin,
    nearest: tuple[int, float] | None,
    *,
    is_said_beside: bool = False,
) -> Gap:
    """What may be said of `article` lacking a statement that `holders` have.

    "Dropped" is claimed only where the article is complete, carries the report of a holder, and
    was surely published after it; everything else is "not in this article", or not comparable.
    """
    if is_said_beside:
        name = outlet_name(articles[article])
        verdict: GapVerdict = "not comparable"
        why = f"{name} has in another row what is said here in other words, or partly."
    else:
        verdict, why = _verdict(article, holders, articles, kin)
    position, similarity = nearest if nearest else (None, 0.0)
    return Gap(article, verdict, why, position, similarity)


def _verdict(
    article: int, holders: Set[int], articles: Sequence[Article], kin: Kin
) -> tuple[GapVerdict, str]:
    own = articles[article].facts
    name = outlet_name(articles[article])
    if own.language and all(_is_in_another_language(own, articles[h].facts) for h in holders):
        return "not comparable", f"{name} is in another language."
    if own.complete == "cut off":
        return "not comparable", f"{name} is cut off: what is missing may stand in the rest."
    sources = kin.sources(article, holders)
    if not sources:
        return "not in this article", _why_not_dropped(article, holders, articles, kin)
    earlier = [h for h in sources if _is_earlier(articles[h].facts, own)]
    source = articles[(earlier or sources)[0]]
    if own.complete != "yes":
        return (
            "not in this article",
            f"{name} carries {outlet_name(source)}'s report, but it is not known to be complete.",
        )
    if not earlier:
        return (
            "not in this article",
            f"{name} carries {outlet_name(source)}'s report, but {_why_not_later(own, source)}.",
        )
    return (
        "dropped",
        f"{name} is complete, carries {outlet_name(source)}'s report and was published later.",
    )


def _why_not_later(own: Facts, source: Article) -> str:
    """Why an article is not known to be later than its source."""
    if own.published is None:
        return "does not tell when it was published"
    if source.facts.published is None:
        return f"when {outlet_name(source)} was published is not known"
    if _is_earlier(own, source.facts):
        return "was published before it"
    return "their times do not tell which was published first"


def _is_in_another_language(own: Facts, other: Facts) -> bool:
    theirs = base_language(other.language)
    return theirs is not None and theirs != base_language(own.language)


def _why_not_dropped(article: int, holders: Set[int], articles: Sequence[Article], kin: Kin) -> str:
    """Why the absence of a statement is not called an omission, where no holder is the source."""
    name = outlet_name(articles[article])
    own = articles[article].facts
    if not own.updated and all(_is_earlier(own, articles[h].facts) for h in holders):
        return f"{name} was published before those that have this."
    siblings = kin.sharing(article, holders)
    if siblings:
        near = joined_names([outlet_name(articles[i]) for i in siblings])
        having = joined_names([outlet_name(articles[h]) for h in sorted(holders)])
        return (
            f"{name} shares text with {near}, but the report that it may come from is not here: "
            f"{name} may have left this out, or {having} may have added it."
        )
    if any(_same(own.agency, articles[h].facts.agency) for h in holders):
        is_own = is_agency_copy(own)
        credited = "is credited by others" if is_own else f"credits {own.agency} as well"
        return f"{name} {credited}, but too little text is shared to say that this was left out."
    return f"{name} reports independently of those that have this."
