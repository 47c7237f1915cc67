"""The words of a quotation, and how two wordings of one utterance differ."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from app.core.aligning.diff import Step, diff_norms
from app.core.aligning.similarity import STOP_WORDS
from app.core.comparison import QuotationClass
from app.core.normalize import fold_marks, fold_spelling
from app.core.phrasing import joined_names, quoted
from app.core.quoting.voices import GLOSS
from app.core.text import Span
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

_MAX_REPLACED_BY_GLOSS = 4
_EXCERPT = 120
_LAST_WORDS = 6
_ELLIPSES = frozenset(("…", "...", "[…]", "[...]", "(…)", "(...)", ". . ."))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one or more spans of a text, what is put in and marked as left out taken out.

    `words` are as compared: case, marks and spelling folded. `places` are their spans in the
    text. `breaks` are the positions of words that open a span after the first; `ellipses` those
    before which words are marked as left out (the number of words for the end); `glosses` pair a
    position with the span of the bracket that stands before it.
    """

    text: str = field(repr=False)
    words: tuple[str, ...]
    places: tuple[Span, ...]
    breaks: frozenset[int]
    ellipses: frozenset[int]
    glosses: tuple[tuple[int, Span], ...]

    @property
    def whole(self) -> tuple[str, ...]:
        """All words as printed, span by span."""
        return self.printed(0, len(self.words))

    def printed(self, first: int, last: int) -> tuple[str, ...]:
        """The words from `first` up to `last` as printed, with the marks between them: one text
        for each span that they stand in."""
        if first >= last:
            return ()
        parts = [first, *sorted(b for b in self.breaks if first < b < last), last]
        starts = {at: gloss.start for at, gloss in self.glosses} if self.glosses else {}
        return tuple(
            " ".join(
                self.text[starts.get(i, self.places[i].start) : self.places[j - 1].end].split()
            )
            for i, j in pairwise(parts)
        )

    def between(self, first: int, last: int) -> "Wording":
        """The words from `first` up to `last`; what was before and behind is left out of it."""
        return Wording(
            self.text,
            self.words[first:last],
            self.places[first:last],
            frozenset(at - first for at in self.breaks if first < at < last),
            frozenset(at - first for at in self.ellipses if first <= at <= last),
            tuple((at - first, gloss) for at, gloss in self.glosses if first <= at <= last),
        )


def wording_of(text: str, spans: Sequence[Span]) -> Wording:
    """The words of `spans`, which stand in the text in this order; linear in them."""
    words: list[str] = []
    places: list[Span] = []
    breaks: set[int] = set()
    ellipses: set[int] = set()
    glosses: list[tuple[int, Span]] = []
    for span in spans:
        if words:
            breaks.add(len(words))
        for at, surface, norm in _parts(text, span):
            if norm is None and surface not in _ELLIPSES:
                glosses.append((len(words), Span(at, at + len(surface))))
            elif norm is None or norm == "…":
                ellipses.add(len(words))
            elif is_word(norm):
                words.append(norm if norm.isupper() else fold_spelling(norm))
                places.append(Span(at, at + len(surface)))
    return Wording(
        text, tuple(words), tuple(places), frozenset(breaks), frozenset(ellipses), tuple(glosses)
    )


def printed_parts(text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """What stands in each span of a text, white space made one space."""
    return tuple(" ".join(span.of(text).split()) for span in spans)


def _parts(text: str, span: Span) -> Iterator[tuple[int, str, str | None]]:
    """A span's tokens and glosses in order: where, as printed, and as compared (None: gloss)."""
    done = span.start
    for match in GLOSS.finditer(text, span.start, span.end):
        yield from _tokens(text, done, match.start())
        yield match.start(), match.group(), None
        done = match.end()
    yield from _tokens(text, done, span.end)


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, str, str | None]]:
    tokens = tokenize(text[start:end])
    for surface, norm, at in zip(tokens.surfaces, tokens.norms, tokens.starts, strict=True):
        yield start + at, surface, norm


@dataclass(frozen=True, slots=True)
class Outlets:
    """Who print one wording, `own` those that print its brackets, too. `carry`: each of them
    carries the report of one that prints the other wording, so that what they lack they left out.
    `is_part`: the words are a part of a quotation that goes on in other words."""

    names: tuple[str, ...]
    own: tuple[str, ...]
    carry: bool = False
    is_part: bool = False

    @property
    def said(self) -> str:
        """Their names in a list."""
        return joined_names(self.names)

    def do(self, one: str, many: str) -> str:
        """The names with a verb in the right number: `Post leaves`, `Post and Sun leave`."""
        return f"{self.said} {one if len(self.names) == 1 else many}"


@dataclass(frozen=True, slots=True)
class WordingDifference:
    """How two wordings differ: the classes in the order of `QuotationClass`, the words that one
    has and the other lacks, as printed, and a plain sentence each for what is to be said."""

    classes: tuple[QuotationClass, ...]
    cut: tuple[str, ...]
    why: tuple[str, ...]


_ORDER: tuple[QuotationClass, ...] = (
    "insertion",
    "trimmed",
    "cut-marked",
    "cut-unmarked",
    "reworded",
)

_Told = tuple[QuotationClass, tuple[str, ...], str]
"""A class, the words that one lacks, and the sentence about it."""


def difference(
    a: Wording, b: Wording, outlets: tuple[Outlets, Outlets], tuning: Tuning = DEFAULT
) -> WordingDifference:
    """How `a` and `b`, which `outlets` print, differ. Without a class where they are equal.

    Marks, case and spelling make no difference. Mirrored when `a` and `b` change places. Who left
    something out is said only where that is known; else who has it and who has not.
    """
    told: list[_Told] = []
    steps = diff_norms(a.words, b.words, tuning)
    for step in steps:
        if step.op == "delete":
            told.append(_lacking(a, step.a, b, step.b[0], outlets))
        elif step.op == "insert":
            told.append(_lacking(b, step.b, a, step.a[0], outlets[::-1]))
        elif step.op == "replace":
            told.append(_replaced(step, a, b, outlets))
    told += _put_in(a, b, steps, outlets)
    classes = {each[0] for each in told}
    return WordingDifference(
        tuple(each for each in _ORDER if each in classes),
        tuple(words for kind, cut, _ in told if kind != "insertion" for words in cut),
        tuple(dict.fromkeys(why for _, _, why in told)),
    )


def _lacking(
    full: Wording,
    run: tuple[int, int],
    short: Wording,
    at: int,
    outlets: tuple[Outlets, Outlets],
) -> _Told:
    """What `short` does with the words of `full` that it lacks at `at`; `outlets` print `full` and
    `short`."""
    who_full, who = outlets
    cut = full.printed(*run)
    shown = excerpt(cut)
    gloss = next((g.of(short.text) for place, g in short.glosses if place == at), None)
    if gloss is not None and run[1] - run[0] <= _MAX_REPLACED_BY_GLOSS:
        return "insertion", cut, f"{who.do('puts', 'put')} “{gloss}” in place of {shown}."
    if at in short.ellipses:
        return "cut-marked", cut, f"{who.do('leaves', 'leave')} out {shown}, with a mark for it."
    if (run[1] if at == 0 else run[0]) in full.breaks:
        has = f"{who_full.do('quotes', 'quote')} also {shown}, between other quotation marks"
        return "trimmed", cut, f"{has}; {who.do('does', 'do')} not."
    if at in (0, len(short.words)):
        return "trimmed", cut, _trimmed(short, at, outlets, shown)
    if at in short.breaks:
        parts = f"between the two parts that {who.do('quotes', 'quote')}"
        return "trimmed", cut, f"{who_full.do('has', 'have')} also {shown} {parts}."
    if run[1] - run[0] <= 2 and STOP_WORDS.issuperset(full.words[slice(*run)]):
        return "reworded", cut, f"{who.do('does', 'do')} not have the word {shown}."
    if who.carry:
        left_out = f"{who.do('leaves', 'leave')} out {shown} inside the quotation"
        return "cut-unmarked", cut, f"{left_out}, without a mark for it."
    lacks = f"{who.do('has', 'have')} not, and no mark for it"
    return (
        "cut-unmarked",
        cut,
        f"Inside the quotation {who_full.do('has', 'have')} {shown}; {lacks}.",
    )


def _trimmed(short: Wording, at: int, outlets: tuple[Outlets, Outlets], shown: str) -> str:
    """What to say of a quotation that begins later or ends earlier than the other one."""
    who_full, who = outlets
    if at:
        edge = excerpt(short.printed(max(0, at - _LAST_WORDS), at))
        does, place = who.do("ends", "end") + " the quotation after", ""
    else:
        edge = excerpt(short.printed(0, min(_LAST_WORDS, len(short.words))))
        does, place = who.do("begins", "begin") + " the quotation at", " before it"
    has = f"{who_full.do('has', 'have')} also {shown}{place}"
    if who.is_part:
        return f"Beside {edge} {has}."
    if who.carry:
        return f"{does} {edge}, without {shown}{place}."
    return f"{does} {edge}; {has}."


def _replaced(step: Step, a: Wording, b: Wording, outlets: tuple[Outlets, Outlets]) -> _Told:
    """Words for other words: an insertion or a marked cut where a bracket or an ellipsis stands
    for the words, else another wording."""
    ours, theirs = a.printed(*step.a), b.printed(*step.b)
    if any(step.a[0] <= at <= step.a[1] for at in a.ellipses) or any(
        step.b[0] <= at <= step.b[1] for at in b.ellipses
    ):
        is_ours = sum(map(len, ours)) > sum(map(len, theirs))
        cut, who = (ours, outlets[1]) if is_ours else (theirs, outlets[0])
        why = f"{who.do('leaves', 'leave')} out {excerpt(cut)}, with a mark for it."
        return "cut-marked", cut, why
    (one, two), (mine, other) = outlets, map(excerpt, (ours, theirs))
    why = f"{one.do('has', 'have')} {mine} where {two.do('has', 'have')} {other}."
    return "reworded", (), why


def _put_in(
    a: Wording, b: Wording, steps: Sequence[Step], outlets: tuple[Outlets, Outlets]
) -> Iterator[_Told]:
    """Words in brackets that one has and the other has not, or has in other words, within the
    part that both have."""
    ours, theirs = _shared_glosses(a, steps, 0), _shared_glosses(b, steps, 1)
    told = {folded_gloss(gloss) for gloss in ours}, {folded_gloss(gloss) for gloss in theirs}
    only_ours = [gloss for gloss in ours if folded_gloss(gloss) not in told[1]]
    only_theirs = [gloss for gloss in theirs if folded_gloss(gloss) not in told[0]]
    for one, two in zip_longest(only_ours, only_theirs):
        who = outlets[0] if one is not None else outlets[1]
        put = f"{joined_names(who.own)} {'puts' if len(who.own) == 1 else 'put'}"
        if one is not None and two is not None:
            yield "insertion", (), f"{put} in “{one}”, {joined_names(outlets[1].own)} “{two}”."
        else:
            yield "insertion", (), f"{put} “{one or two}” into the quotation."


def _shared_glosses(wording: Wording, steps: Sequence[Step], side: int) -> list[str]:
    """The glosses that stand at words which both wordings have, at both sides of the gloss or
    one; not those within a passage that the other lacks, nor those put for words."""
    ranges = [step.b if side else step.a for step in steps if step.op == "equal"]
    return [g.of(wording.text) for at, g in wording.glosses if any(i <= at <= k for i, k in ranges)]


def folded_gloss(gloss: str) -> str:
    """What stands in a bracket, as compared."""
    return fold_marks(gloss[1:-1]).strip().lower()


def excerpt(parts: Iterable[str]) -> str:
    """Words in quotation marks, short enough to be read in a sentence."""
    return quoted(parts, _EXCERPT)
