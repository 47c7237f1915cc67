"""What the laws are tried on: any text, and small articles that look like news."""

from hypothesis import strategies as st

from app.core.text import BLOCK_KINDS, Article, Facts
from tests.unit.core.made_up import article

WORDS = (
    "harbour gate strike union dawn police crane ferry fog lorry soup tyres mayor boats Marrow "
    "Venn Lorne militants strikers blocked cleared burned said the of a and in on 40 $3.5bn U.S. "
    "Dr. SU “no” 'aye' (sic) port-side Lorne’s – … مغلق الميناء 港口 बंदरगाह -5 cafe\u0301"
).split()
ENDS = (".", "!", "?", "...", '."', ".”", "؟", "。", "।", "", ":", " –")

# Text as hostile as Python allows: every code point, lone surrogates and controls among them.
anything = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Zs"]),
        st.sampled_from(" \n.?!\"'()[]…“”«»–-$%،؛؟。「」۔। ABCabc019"),
    ),
    max_size=120,
)
sentences = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
    st.sampled_from(ENDS),
)
paragraphs = st.builds(" ".join, st.lists(sentences, min_size=1, max_size=3))
facts = st.builds(
    Facts,
    outlet=st.sampled_from([None, "Meridian", "Herald"]),
    agency=st.sampled_from([None, "Meridian"]),
    published=st.sampled_from([None, "2026-05-14", "2026-05-14T08:00+00:00", "2026-05-16"]),
    language=st.sampled_from([None, "en", "fr"]),
    complete=st.sampled_from(["yes", "cut off", "unknown"]),
)
kinds = st.sampled_from([*BLOCK_KINDS, "body", "body", "body", "body"])


@st.composite
def articles(draw: st.DrawFn, least: int = 0, most: int = 4, plain: bool = False) -> list[Article]:
    """Articles that share some of their paragraphs; `plain` ones are body text without facts."""
    pool = draw(st.lists(paragraphs, min_size=1, max_size=6))
    made = []
    for key in "abcde"[: draw(st.integers(least, most))]:
        lines = draw(st.lists(st.one_of(st.sampled_from(pool), paragraphs), max_size=6))
        if plain:
            made.append(article(key, *lines))
        else:
            made.append(article(key, *((draw(kinds), p) for p in lines), facts=draw(facts)))
    return made


def printed(text: str) -> list[int]:
    """Where the characters stand that are not white space."""
    return [i for i, character in enumerate(text) if not character.isspace()]
