"""What a reader must know before reading: how far the outlets are compared, and why no further."""

from collections.abc import Iterator

from app.core.comparison import Comparison, Link
from app.core.text import base_language
from app.core.tokens import tokenize
from app.core.tuning import DEFAULT
from app.web.filters import joined, many
from app.web.reading import signs
from app.web.reading.layout import Layout


def notices(layout: Layout) -> tuple[str, ...]:
    """Sentences on outlets in other languages and on limits that were reached."""
    return (*_foreign(layout), *_limits(layout))


def _foreign(layout: Layout) -> Iterator[str]:
    """A sentence on each column in another language than the base."""
    comparison = layout.comparison
    facts = [compared.article.facts for compared in comparison.articles]
    base = base_language(facts[layout.base].language)
    translated = {
        side.article for link in comparison.links if link.translated for side in (link.a, link.b)
    }
    for column in layout.columns[1:]:
        own = base_language(facts[column].language)
        if base is None or own is None or own == base:
            continue
        start = f"{layout.names[column]} is {signs.in_language(own)}"
        if comparison.meaning is None:
            yield (
                f"{start} and stands apart: the extra “semantic”, which finds the same in "
                "another language, was not installed when this was compared."
            )
        elif column in translated:
            yield (
                f"{start}. What surely says the same stands in the same row, without word "
                "marks; of the rest nothing is said."
            )
        else:
            yield f"{start} and stands apart: nothing in it surely says the same."


def _limits(layout: Layout) -> Iterator[str]:
    """What was not worked out because there is too much of it."""
    comparison, references = layout.comparison, layout.comparison.references
    if references is not None:
        names = joined([layout.names[article] for article in references])
        yield (
            f"With {many(len(comparison.articles), 'article')}, more than "
            f"{DEFAULT.max_full_articles}, who has it from whom and what moved are worked out "
            f"against {names} alone."
        )
        if layout.base not in references:
            yield (
                f"Moves were not looked for: {layout.names[layout.base]} is the base, and is not "
                "one of these. Wording is compared all the same."
            )
    if cut := sum(_is_beyond(layout.comparison, view.link) for view in layout.views.all):
        yield (
            f"{many(cut, 'pair')} of sentences too long to compare word by word: only what they "
            "begin and end with alike is taken for the same."
        )


def _is_beyond(comparison: Comparison, link: Link) -> bool:
    """Whether the two sides are so long that their words were not compared in full."""
    if link.type == "identical" or link.translated:
        return False
    texts = [
        [comparison.articles[side.article].sentences[n].text for n in side.sentences]
        for side in (link.a, link.b)
    ]
    characters = [sum(map(len, sentences)) for sentences in texts]
    if characters[0] * characters[1] <= DEFAULT.max_diff_cells:  # a token has one at least
        return False
    one, two = (sum(len(tokenize(text).norms) for text in sentences) for sentences in texts)
    return one * two > DEFAULT.max_diff_cells
