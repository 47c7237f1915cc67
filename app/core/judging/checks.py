"""What editors look for in a comparison: names, quotations, numbers."""

from dataclasses import replace

from app.core.comparison import Comparison
from app.core.counting.numbers import find_numbers
from app.core.naming.referents import find_referents
from app.core.quoting.quotations import find_quotations
from app.core.quoting.voices import Voices
from app.core.tuning import DEFAULT, Tuning


def check(comparison: Comparison, voices: Voices, tuning: Tuning = DEFAULT) -> Comparison:
    """The comparison with its ledgers: what names, quotations and numbers the outlets give."""
    articles, statements, links = comparison.articles, comparison.statements, comparison.links
    return replace(
        comparison,
        referents=find_referents(
            articles, statements, links, comparison.substitutions, voices, tuning
        ),
        quotations=find_quotations(articles, statements, voices, tuning, comparison.relations),
        numbers=find_numbers(articles, statements, tuning),
    )
