"""Which article the others are read against where nobody chose one."""

from collections import Counter

from app.core.comparison import Comparison


def default_base(comparison: Comparison) -> int:
    """The position of the article to read the others against: the one whose report most others
    carry; of equals the one that shares its text with most, then the first in canonical order,
    which is the earliest. One of which nothing stands anywhere comes last."""
    carriers: Counter[int] = Counter()
    relatives: Counter[int] = Counter()
    for relation in comparison.relations:
        if relation.kind == "a carries b":
            carriers[relation.b] += 1
        elif relation.kind == "b carries a":
            carriers[relation.a] += 1
        if relation.kind != "independent":
            relatives.update((relation.a, relation.b))
    articles = comparison.articles

    def stands_nowhere(i: int) -> bool:
        return not any(other.carried[i] for j, other in enumerate(articles) if j != i)

    return min(
        range(len(articles)), key=lambda i: (-carriers[i], -relatives[i], stands_nowhere(i), i)
    )
