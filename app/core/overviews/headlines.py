"""Each headline beside the other outlets' headlines and beside its own text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from app.core.aligning.coverage import body_sentences
from app.core.aligning.similarity import COMMON_WORDS, features
from app.core.comparison import ComparedArticle, Comparison
from app.core.overviews.derivation import article_names
from app.core.phrasing import joined
from app.core.text import base_language
from app.core.tuning import DEFAULT, Tuning

_FORM = re.compile(r"[^\W\d_]+")
_INDEXED = 2  # letters that forms of one word have in common, whatever their endings
_CHANGING_AT_THEIR_ENDS = frozenset("de en es fr it nl pt ru sv".split())


@dataclass(frozen=True, slots=True)
class HeadlineWord:
    """A word of a headline as printed: the articles whose headlines have it too, and whether it
    stands in the article's own text, in whatever form."""

    text: str
    others: tuple[int, ...]
    in_text: bool


@dataclass(frozen=True, slots=True)
class HeadlineCheck:
    """An article's headline beside others in its language, `compared`, and beside its own body.

    `words` are those with a content, figures left out, each once; a name is a word like any other.
    `nearest` is the position of the body sentence that has most of them, `covered` their share
    there, in [0, 1]; None and 0 where no sentence has enough of them.
    """

    article: int
    text: str
    words: tuple[HeadlineWord, ...]
    compared: tuple[int, ...]
    nearest: int | None
    covered: float
    why: str

    @property
    def own(self) -> tuple[str, ...]:
        """The words that no other compared headline has; none where there is no other."""
        return tuple(w.text for w in self.words if not w.others) if self.compared else ()

    @property
    def absent(self) -> tuple[str, ...]:
        """The words that do not stand in the article's own text below the headline."""
        return tuple(word.text for word in self.words if not word.in_text)


def check_headlines(comparison: Comparison, tuning: Tuning = DEFAULT) -> tuple[HeadlineCheck, ...]:
    """A check for each article that has a headline, in the order of articles. Linear in the words
    of the bodies, and in the headlines times their words.

    Words are compared by their stems, so another word for the same thing counts as another word:
    what is said is that the word is not there, never that the headline is wrong.
    """
    articles = comparison.articles
    names = article_names(articles)
    headlines = {i: _headline(article) for i, article in enumerate(articles)}
    stems = {i: _stems(articles[i], text, tuning) for i, text in headlines.items() if text}
    users: dict[tuple[str, str], list[int]] = {}
    for article, own in stems.items():
        for stem in own:
            users.setdefault((_language(articles[article]), stem), []).append(article)
    checks = []
    for article, own in stems.items():
        language = _language(articles[article])
        compared = tuple(i for i in stems if i != article and _language(articles[i]) == language)
        below = _Text(articles[article], tuning)
        words = tuple(
            HeadlineWord(
                text,
                tuple(i for i in users[language, stem] if i != article),
                below.has(stem, text),
            )
            for stem, text in own.items()
        )
        nearest, covered = below.nearest(own)
        is_cut_off = articles[article].article.facts.complete == "cut off"
        why = _why(
            names,
            article,
            words,
            compared,
            covered,
            least=tuning.min_headline_covered,
            is_cut_off=is_cut_off,
        )
        checks.append(
            HeadlineCheck(article, headlines[article], words, compared, nearest, covered, why)
        )
    return tuple(checks)


def _headline(compared: ComparedArticle) -> str:
    """The sentences of an article's headline, a repeated one once."""
    blocks = compared.article.blocks
    told = (s.text for s in compared.sentences if blocks[s.block].kind == "headline")
    return " ".join(dict.fromkeys(told))


def _language(compared: ComparedArticle) -> str:
    return base_language(compared.article.facts.language) or ""


def _stems(compared: ComparedArticle, text: str, tuning: Tuning) -> dict[str, str]:
    """The stem of each word with a content -> the word as printed, in order."""
    own = features(text, _language(compared) or "en")
    found: dict[str, str] = {}
    for norm, start, root in zip(own.wording, own.starts, own.roots, strict=True):
        is_word = 1 < len(norm) <= tuning.max_headline_letters and _FORM.fullmatch(norm)
        if root and is_word and norm not in COMMON_WORDS:
            found.setdefault(root, text[start : start + len(norm)])
    return found


class _Text:
    """The words of an article below its headline."""

    def __init__(self, compared: ComparedArticle, tuning: Tuning) -> None:
        self._tuning = tuning
        self._language = _language(compared) or "en"
        blocks = compared.article.blocks
        below = {
            position: frozenset(_forms(sentence.text))
            for position, sentence in enumerate(compared.sentences)
            if blocks[sentence.block].kind != "headline"
        }
        self._body = [
            (position, below[position])
            for position in body_sentences(compared.article, compared.sentences)
        ]
        self._forms: frozenset[str] = frozenset().union(*below.values())
        self._stems: dict[str, str] = {}
        self._all_forms = " ".join(self._forms)
        self._beginning: dict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            self._beginning[form[:_INDEXED]].append(form)

    def has(self, stem: str, printed: str) -> bool:
        """Whether a word stands here in some form, or within a longer word, or may do so where
        words change at their beginnings."""
        if self._language not in _CHANGING_AT_THEIR_ENDS or self._forms_of(stem, printed):
            return True
        word, least = _folded(printed), self._tuning.min_common_letters
        return word in self._all_forms or any(
            word[start:end] in self._forms
            for start in range(len(word))
            for end in range(start + least, len(word) + 1)
        )

    def nearest(self, stems: Mapping[str, str]) -> tuple[int | None, float]:
        """The first body sentence that has most of a headline's words, and their share."""
        own = [(n, f) for n, word in enumerate(stems.items()) for f in self._forms_of(*word)]
        counts = [
            (len({n for n, form in own if form in words}), -position)
            for position, words in self._body
        ]
        count, last = max(counts, default=(0, 0))
        if count < self._tuning.min_headline_covered * max(1, len(stems)):
            return None, 0.0
        return -last, count / len(stems)

    def _forms_of(self, stem: str, printed: str) -> list[str]:
        word = _folded(printed)
        return [
            form
            for form in self._beginning.get(word[:_INDEXED], ())
            if form == word or self._are_forms(form, word) or self._stem(form) == stem
        ]

    def _stem(self, form: str) -> str:
        if form not in self._stems:
            self._stems[form] = "".join(features(form, self._language).roots)
        return self._stems[form]

    def _are_forms(self, one: str, two: str) -> bool:
        """Whether one word is the beginning of the other, and long enough for that to tell."""
        shorter, longer = (one, two) if len(one) < len(two) else (two, one)
        return len(shorter) >= self._tuning.min_common_letters and longer.startswith(shorter)


def _forms(text: str) -> list[str]:
    return _FORM.findall(_folded(text))


def _folded(text: str) -> str:
    """A text in small letters, without the marks on letters."""
    text = text.casefold()
    if text.isascii():
        return text
    return "".join(c for c in normalize("NFKD", text) if not combining(c))


def _why(
    names: Sequence[str],
    article: int,
    words: Sequence[HeadlineWord],
    compared: Sequence[int],
    covered: float,
    *,
    least: float,
    is_cut_off: bool,
) -> str:
    said = []
    if not words:
        return "The headline has no words to compare."
    if not compared:
        said.append("There is no other headline in its language.")
    else:
        own = [word.text for word in words if not word.others]
        said.append(
            f"Only {names[article]}'s headline has {_quoted(own)}."
            if own
            else "Other headlines have all of its words."
        )
    absent = [word.text for word in words if not word.in_text]
    if absent:
        verb = "does" if len(absent) == 1 else "do"
        end = ", which is cut off" if is_cut_off else ""
        said.append(f"{_quoted(absent)} {verb} not stand in the text below it{end}.")
    said.append(
        f"The nearest sentence below has {covered:.0%} of its words."
        if covered
        else f"No sentence below has {least:.0%} of its words."
    )
    return " ".join(said)


def _quoted(words: Iterable[str]) -> str:
    return joined([f"“{word}”" for word in words])
