"""Who carries whose text, and what may be said of a statement that an article lacks."""

from collections.abc import Mapping, Sequence

from app.core.comparison import Gap, GapVerdict, Link, Relation, RelationKind
from app.core.moments import Moment
from app.core.text import Article, Facts, Sentence
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning


def outlet_name(article: Article) -> str:
    """What to call an article's outlet in a sentence: its outlet, else its key."""
    return article.facts.outlet or article.key


def is_agency_copy(facts: Facts) -> bool:
    """Whether an article is an agency's own report: its outlet is the agency it credits."""
    return bool(facts.outlet and facts.agency) and _same(facts.outlet, facts.agency)


def _same(one: str | None, two: str | None) -> bool:
    return bool(one and two) and str(one).casefold() == str(two).casefold()


def body_sentences(article: Article, sentences: Sequence[Sentence]) -> list[int]:
    """Positions of the sentences that stand in body blocks."""
    return [i for i, s in enumerate(sentences) if article.blocks[s.block].kind == "body"]


def word_starts(sentence: Sentence) -> list[int]:
    """Where each word of a sentence starts in its article."""
    tokens = tokenize(sentence.text)
    return [
        sentence.span.start + start
        for start, norm in zip(tokens.starts, tokens.norms, strict=True)
        if is_word(norm)
    ]


def carried_share(words: Sequence[int], links: Sequence[Link], *, of_a: bool) -> float:
    """The share, in [0, 1], of an article's body words that stand unchanged in the other's.

    `words` are the starts of the article's body words, ascending; `of_a` says which side of
    `links` it is.
    """
    unchanged: set[int] = set()
    spans = [
        (edit.a if of_a else edit.b) for link in links for edit in link.edits if edit.op == "equal"
    ]
    for span in spans:
        unchanged.update(range(span.start, span.end))
    return sum(start in unchanged for start in words) / len(words) if words else 0.0


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


def gap(
    article: int,
    holders: Sequence[int],
    articles: Sequence[Article],
    relations: Mapping[tuple[int, int], Relation],
    nearest: tuple[int, float] | None,
) -> Gap:
    """What may be said of `article` lacking a statement that `holders` have.

    "Dropped" is claimed only where the article is complete, carries the report of a holder, and
    was surely published after it; everything else is "not in this article", or not comparable.
    """
    verdict, why = _verdict(article, holders, articles, relations)
    position, similarity = nearest if nearest else (None, 0.0)
    return Gap(article, verdict, why, position, similarity)


def _verdict(
    article: int,
    holders: Sequence[int],
    articles: Sequence[Article],
    relations: Mapping[tuple[int, int], Relation],
) -> tuple[GapVerdict, str]:
    own = articles[article].facts
    name = outlet_name(articles[article])
    languages = {articles[h].facts.language for h in holders}
    if own.language and None not in languages and own.language not in languages:
        return "not comparable", f"{name} is in another language."
    if own.complete == "cut off":
        return "not comparable", f"{name} is cut off: what is missing may stand in the rest."
    sources = [h for h in holders if _is_source(article, h, relations)]
    if not sources:
        return "not in this article", _why_not_dropped(article, holders, articles, relations)
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
            f"{name} carries {outlet_name(source)}'s report, but was not surely published later.",
        )
    return (
        "dropped",
        f"{name} is complete, carries {outlet_name(source)}'s report and was published later.",
    )


def _why_not_dropped(
    article: int,
    holders: Sequence[int],
    articles: Sequence[Article],
    relations: Mapping[tuple[int, int], Relation],
) -> str:
    """Why the absence of a statement is not called an omission, where no holder is the source."""
    name = outlet_name(articles[article])
    siblings = [h for h in holders if shares_text(article, h, relations)]
    if siblings:
        other = outlet_name(articles[siblings[0]])
        return f"{name} and {other} share a source, whose own text is not here to compare with."
    return f"{name} reports independently of those that have this."


def shares_text(one: int, two: int, relations: Mapping[tuple[int, int], Relation]) -> bool:
    """Whether two articles carry each other's text or a third one's."""
    found = relations.get((min(one, two), max(one, two)))
    return found is not None and found.kind != "independent"


def _is_source(article: int, holder: int, relations: Mapping[tuple[int, int], Relation]) -> bool:
    low, high = min(article, holder), max(article, holder)
    found = relations.get((low, high))
    wanted = "a carries b" if article == low else "b carries a"
    return found is not None and found.kind == wanted
