"""Made-up names, quotations and numbers on small made-up articles."""

from dataclasses import replace
from typing import Any

from app.core.comparison import (
    Comparison,
    Mention,
    NumberGroup,
    NumberVerdict,
    NumberVersion,
    Quotation,
    QuotationClass,
    QuotationDifference,
    QuotationVersion,
    Referent,
    Substitution,
    SubstitutionKind,
    Voice,
)
from app.core.text import Span
from app.web.reading.places import Place
from tests.unit.web.readings import article, compared

PLACE = Place("/e/comparison", articles="/e/articles", ledgers="/e")
ON_ONE_PAGE = Place("", page_rows=None)

LINES = (
    (
        "The rowers moored 40 boats at the old weir.",
        "“We stay until the weir is mended, rain or shine,” said Ona Brill.",
        "The rowers sang until dark.",
    ),
    (
        "The squatters moored 60 boats at the old weir.",
        "“We stay until the weir is mended,” said Ona Brill.",
        "The so-called rowers sang until dark.",
    ),
    (
        "The rowers moored 40 boats at the old weir.",
        "“We stay until the weir is mended, rain or shine,” said Tam Brill.",
    ),
)


def made(**ledgers: Any) -> Comparison:
    """The comparison of three articles with just these ledgers."""
    bare = compared(*(article("abc"[i], *lines) for i, lines in enumerate(LINES)))
    empty: dict[str, Any] = {
        "referents": (),
        "substitutions": (),
        "quotations": (),
        "numbers": (),
        "findings": (),
    }
    return replace(bare, **(empty | ledgers))


def span_of(article_: int, sentence: int, words: str) -> Span:
    """Where the words stand in their article, the first time in that sentence."""
    start = sum(len(line) + 1 for line in LINES[article_][:sentence])
    at = LINES[article_][sentence].index(words) + start
    return Span(at, at + len(words))


def mention(article_: int, sentence: int, words: str, voice: Voice = "own") -> Mention:
    """The words at their place; an empty one stands at the beginning of the sentence."""
    return Mention(article_, sentence, span_of(article_, sentence, words), words, voice)


def referent() -> Referent:
    """The rowers by their two names, and what refers back to them."""
    return Referent(
        "r1",
        ("rowers", "squatters"),
        (
            mention(0, 0, "rowers"),
            mention(0, 2, "rowers", "quoted"),
            mention(1, 0, "squatters"),
            mention(1, 2, "rowers", "attributed"),
        ),
        "They stand for each other.",
    )


def swap(
    a: Mention,
    b: Mention,
    kind: SubstitutionKind = "actor-label",
    *,
    editorial: bool = True,
    sure: bool = True,
    why: str = "Because.",
    detail: str = "",
) -> Substitution:
    """One put for the other."""
    return Substitution(a, b, kind, editorial, why, detail, is_sure=sure)


def swapped(**said: Any) -> Substitution:
    """The squatters that were rowers."""
    return swap(mention(0, 0, "rowers"), mention(1, 0, "squatters"), **said)


def version(article_: int, words: str, speaker: str | None = "Ona Brill") -> QuotationVersion:
    """What an article quotes."""
    why = f"Read from “said {speaker}”." if speaker else ""
    return QuotationVersion(article_, (1,), (span_of(article_, 1, words),), (words,), speaker, why)


def quotation(*differences: tuple[int, int, QuotationClass, str]) -> Quotation:
    """What was said at the weir, in three versions that differ so."""
    return Quotation(
        "q1",
        "Ona Brill",
        (
            version(0, "We stay until the weir is mended, rain or shine,"),
            version(1, "We stay until the weir is mended,"),
            version(2, "We stay until the weir is mended, rain or shine,", "Tam Brill"),
        ),
        tuple(QuotationDifference(a, b, (kind,), (), why) for a, b, kind, why in differences),
    )


def differing() -> Quotation:
    """The utterance with all that is to be said of it."""
    return quotation(
        (0, 1, "trimmed", "B leaves out “rain or shine”."),
        (0, 2, "other-speaker", "A gives it to Ona, C to Tam."),
        (1, 2, "trimmed", "B leaves out what C has."),
    )


def boats(article_: int, words: str) -> NumberVersion:
    """So many boats."""
    value = float(words.split()[0])
    return NumberVersion(
        article_, 0, span_of(article_, 0, words), words, value, value, "exact", "count", "boat"
    )


def number(verdict: NumberVerdict = "different", name: str = "n1") -> NumberGroup:
    """How many boats the outlets count."""
    versions = (boats(0, "40 boats"), boats(1, "60 boats"), boats(2, "40 boats"))
    return NumberGroup(name, "", "count", versions, verdict, "40 against 60.")
