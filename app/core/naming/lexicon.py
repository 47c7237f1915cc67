"""Loaded terms: words that name, frame or judge, each with a reason in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, get_args

from app.core.normalize import fold_marks, fold_spelling

TermKind = Literal[
    "actor",
    "group",
    "saying",
    "hedge",
    "intensifier",
    "epithet",
    "event",
    "act",
    "place",
]
TERM_KINDS: tuple[TermKind, ...] = get_args(TermKind)
Strength = Literal["neutral", "weak", "strong"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)

_VERBS = ("saying", "act")
_LONGEST_TERM = 4  # words
_DOUBLING = frozenset("admit brag grab ban slam ram snap kidnap".split())
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase as people write it, in its base form.

    `strength` says how much it judges by itself; `why` is the reason, a sentence for an editor.
    `about` is what terms of one set have in common, so that one can stand for another; of a verb
    of saying it is the tone. `forms` are those that no rule gives ("wrote").
    """

    words: str
    kind: TermKind
    strength: Strength
    why: str
    about: str = ""
    forms: tuple[str, ...] = ()

    @property
    def is_loaded(self) -> bool:
        """Whether the term judges at all."""
        return self.strength != "neutral"


@dataclass(frozen=True)
class Lexicon:
    """Terms, found by their words in any number, tense and British or American spelling.

    A word may be a term of several kinds ("radical" as a noun and as an adjective).
    """

    terms: tuple[Term, ...] = ()

    def with_entries(self, entries: Iterable[Term]) -> "Lexicon":
        """This lexicon with a user's entries over it: one of the same words and kind takes the
        place of ours, so that a neutral entry silences a term."""
        merged = {(term.kind, term_key(term.words)): term for term in self.terms}
        merged.update({(term.kind, term_key(term.words)): term for term in entries})
        return Lexicon(tuple(merged.values()))

    def entry(self, words: str, kind: TermKind) -> Term | None:
        """The term whose place an entry of these words and kind would take."""
        key = term_key(words)
        return next((t for t in self.terms if t.kind == kind and term_key(t.words) == key), None)

    def term(self, words: Sequence[str], *kinds: TermKind) -> Term | None:
        """The term that these words are, of the first of `kinds` that has it.

        Words are as compared (`Tokens.norms`).
        """
        if len(words) == 1:
            found = self.of_word(words[0])
        elif 1 < len(words) <= _LONGEST_TERM and root(words[-1]) in self._last_words:
            found = self._index.get(" ".join(map(root, words)))
        else:
            return None
        return next((found[kind] for kind in kinds if kind in found), None) if found else None

    def of_word(self, word: str) -> Mapping[TermKind, Term] | None:
        """The terms that one word is by itself, by kind; None where it is none."""
        return self._index.get(root(word))

    def begins(self, word: str) -> bool:
        """Whether a term of several words begins with this one."""
        return root(word) in self._first_words

    def is_part(self, word: str) -> bool:
        """Whether a term begins or ends with this word, or is it."""
        own = root(word)
        return own in self._last_words or own in self._first_words

    def ending(self, words: Sequence[str], *kinds: TermKind) -> tuple[int, Term] | None:
        """The longest term that words end with, and where it starts: the head of a name."""
        if not words or root(words[-1]) not in self._last_words:
            return None
        for start in range(max(0, len(words) - _LONGEST_TERM), len(words)):
            found = self.term(words[start:], *kinds)
            if found is not None:
                return start, found
        return None

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(key.partition(" ")[0] for key in self._index if " " in key)

    @cached_property
    def _last_words(self) -> frozenset[str]:
        return frozenset(key.rpartition(" ")[2] for key in self._index)

    @cached_property
    def _index(self) -> dict[str, dict[TermKind, Term]]:
        index: dict[str, dict[TermKind, Term]] = {}
        for term in self.terms:
            for form in (term.words, *term.forms, *_inflected(term)):
                index.setdefault(term_key(form), {})[term.kind] = term
        return index


def term_key(words: str) -> str:
    """Words as entries are told apart: their roots."""
    return " ".join(map(root, fold_marks(words).lower().split()))


@lru_cache(maxsize=16_384)
def root(word: str) -> str:
    """A word in the singular and in one spelling, without 's; names in capitals as they are.

    Verbs keep their endings, so that "claimed" is not "claims": an index holds a verb's forms.
    """
    word = fold_spelling(word.removesuffix("'s").removesuffix("'"))
    if len(word) < 4 or word.isupper():
        return word
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word[-1] == "s" and word[-2] not in "sui" else word


def _inflected(term: Term) -> Iterable[str]:
    """The past and the -ing form of a verb of one word, as the rules of spelling have them."""
    verb = term.words
    if term.kind not in _VERBS or " " in verb:
        return
    if verb[-1] == "e":
        stem = verb[:-1]
    elif verb in _DOUBLING:
        stem = verb + verb[-1]
    else:
        stem = verb
    yield stem + "ing"
    yield verb[:-1] + "ied" if verb[-1] == "y" and verb[-2] not in _VOWELS else stem + "ed"
