"""Small comparisons to look at, and the words that a reading prints of them."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment
from lxml import html

from app.core.comparison import Comparison
from app.core.statements import compare_articles
from app.core.text import Article, Block, BlockKind, Facts, Span
from app.sources.lexicon import own_lexicon
from app.web.environment import build_environment
from app.web.reading.cells import Cell
from app.web.reading.options import ReadingOptions
from app.web.reading.places import Place
from app.web.reading.rows import Row
from app.web.reading.views import Reading, read_comparison

PLACE = Place(
    "/e/comparison",
    sentences="/e/sentences",
    articles="/e/articles",
    findings="/e/findings",
    ledgers="/e",
)

QUAY = (
    "Hundreds of dock workers sealed off the grain terminal at Port Marrow on Tuesday.",
    "Another 212 families from the harbour tenements were still inside the fence at noon.",
    "The court is to rule on Wednesday on whether the state may sell the quay.",
    "Hospitals treated fourteen people for tear gas, a city spokesman said.",
    "The ferry company cancelled all crossings until the weekend.",
    "Two tugs were moored across the entrance of the basin during the night.",
    "A union lawyer handed a list of eleven demands to the port council.",
    "Fishing boats stayed out at sea because the fuel pier was closed.",
)


def article(
    key: str,
    *lines: str | tuple[BlockKind, str],
    published: str | None = None,
    language: str = "en",
    agency: str | None = None,
) -> Article:
    """An article of one block a line; a plain line is body text."""
    blocks: list[Block] = []
    texts: list[str] = []
    start = 0
    for line in lines:
        kind: BlockKind = "body" if isinstance(line, str) else line[0]
        text = line if isinstance(line, str) else line[1]
        blocks.append(Block(kind, Span(start, start + len(text)), "made for the test"))
        texts.append(text)
        start += len(text) + 1
    facts = Facts(
        outlet=key.capitalize(),
        published=published,
        language=language,
        complete="yes",
        agency=agency,
    )
    return Article(key, "\n".join(texts), tuple(blocks), facts)


def compared(*articles: Article) -> Comparison:
    """The comparison of the articles."""
    return compare_articles(articles, lexicon=own_lexicon())


def read(comparison: Comparison, place: Place = PLACE, **options: Any) -> Reading:
    """The reading with these options."""
    return read_comparison(comparison, ReadingOptions(**options), place)


def rows(reading: Reading) -> list[Row]:
    """All rows, folded ones too."""
    return [row for segment in reading.segments for row in segment.rows]


def printed(cell: Cell, kinds: Sequence[str] = ("same", "added", "label")) -> str:
    """The cell's words of these kinds as a reader sees them."""
    parts: list[str] = []
    for sentence in cell.sentences:
        words = "".join(
            (" " if piece.spaced else "") + piece.lead + piece.text
            for piece in sentence.pieces
            if piece.kind in kinds
        )
        parts.append(words.strip())
    return " ".join(parts)


def all_cells(reading: Reading) -> Iterator[Cell]:
    """Every cell."""
    for row in rows(reading):
        yield from row.cells


@cache
def environment() -> Environment:
    """The templates, made once."""
    return build_environment()


def source(comparison: Comparison, place: Place = PLACE, **options: Any) -> str:
    """The HTML of the reading with these options, as htmx gets it."""
    template = environment().get_template("comparisons/_reading.html")
    return template.render(reading=read(comparison, place, **options), printed="")


def page(comparison: Comparison, place: Place = PLACE, **options: Any) -> Any:
    """The same, parsed."""
    return html.fragment_fromstring(source(comparison, place, **options))


def words_of(element: Any) -> str:
    """An element's words, white space folded."""
    return " ".join(element.text_content().split())


def classed(element: Any, name: str) -> list[Any]:
    """The elements within that have the class, in order."""
    found: list[Any] = element.xpath(
        f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    )
    return found


def drawn_rows(element: Any) -> list[Any]:
    """The rows of a page, headings left out."""
    return [row for row in classed(element, "row") if row.get("id")]
