"""Articles written for a test: paragraphs in, an article with blocks and spans out."""

from collections.abc import Sequence

from app.core.comparison import Comparison, Link
from app.core.naming.lexicon import Lexicon, Term
from app.core.statements import compare_articles
from app.core.text import Article, Block, BlockKind, Facts, Span
from app.core.tuning import DEFAULT, Tuning

TERMS = Lexicon(
    (
        Term("militants", "actor", "weak", "made for the test", "fighters"),
        Term("strikers", "actor", "neutral", "made for the test", "fighters"),
    )
)
Paragraph = str | tuple[BlockKind, str]


def article(key: str, *paragraphs: Paragraph, facts: Facts | None = None) -> Article:
    """An article of one paragraph a line; a bare string is body text."""
    lines: list[tuple[BlockKind, str]] = [
        ("body", p) if isinstance(p, str) else p for p in paragraphs
    ]
    blocks, start = [], 0
    for kind, line in lines:
        blocks.append(Block(kind, Span(start, start + len(line)), "made for the test"))
        start += len(line) + 1
    return Article(key, "\n".join(line for _, line in lines), tuple(blocks), facts or Facts())


def compared(
    *texts: Sequence[Paragraph], tuning: Tuning = DEFAULT, lexicon: Lexicon = TERMS
) -> Comparison:
    """The comparison of articles named a, b, c and so on, given as their paragraphs."""
    return compare_articles(
        [article(key, *lines) for key, lines in zip("abcdefgh", texts, strict=False)],
        tuning,
        lexicon=lexicon,
    )


def linked(comparison: Comparison, a: str = "a", b: str = "b") -> list[Link]:
    """The links between two articles, by their keys."""
    pair = comparison.positions[a], comparison.positions[b]
    return [link for link in comparison.links if (link.a.article, link.b.article) == pair]


def sides(comparison: Comparison, a: str = "a", b: str = "b") -> list[tuple[tuple[int, ...], ...]]:
    """The sentence positions of each link between two articles."""
    return [(link.a.sentences, link.b.sentences) for link in linked(comparison, a, b)]


# Twelve sentences about one invented event that share next to no words, so that whatever a test
# links is linked by what the test wrote.
PLAIN = (
    "The harbour of Port Marrow was closed on Thursday after dock workers walked out.",
    "Police officers cleared the northern gate shortly before dawn.",
    "A ferry carrying ninety passengers waited outside the breakwater for six hours.",
    "Fish prices doubled at the covered market within a single morning.",
    "The union demands safer cranes and a shorter night shift.",
    "Engineers inspected a cracked girder beneath the container bridge.",
    "Schools on the island sent their pupils home early.",
    "An insurance firm estimates the damage at forty million crowns.",
    "Two trawlers collided in thick fog near the lighthouse.",
    "The mayor cancelled her holiday and returned by helicopter.",
    "Volunteers served soup to stranded lorry drivers.",
    "Weather forecasters expect heavy snow over the weekend.",
)
