"""The words of a quotation, and how two wordings of one utterance differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from app.core.aligning.diff import Step, diff_norms
from app.core.aligning.similarity import STOP_WORDS
from app.core.comparison import QuotationClass
from app.core.normalize import fold_marks, fold_spelling
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
    def whole(self) -> str:
        """All words as printed."""
        return self.printed(0, len(self.words))

    def printed(self, first: int, last: int) -> str:
        """The words from `first` up to `last` as printed, with the marks between them."""
        if first >= last:
            return ""
        parts = [first, *sorted(b for b in self.breaks if first < b < last), last]
        starts = {at: gloss.start for at, gloss in self.glosses} if self.glosses else {}
        return " ".join(
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


def difference(
    a: Wording, b: Wording, names: tuple[str, str], tuning: Tuning = DEFAULT
) -> WordingDifference:
    """How `a` and `b` differ; `names` are their outlets. Without a class where they are equal.

    Marks, case and spelling make no difference. Mirrored when `a` and `b` change places.
    """
    told: list[tuple[QuotationClass, str, str]] = []
    steps = diff_norms(a.words, b.words, tuning)
    for step in steps:
        if step.op == "delete":
            told.append(_lacking(a, step.a, b, step.b[0], names[1]))
        elif step.op == "insert":
            told.append(_lacking(b, step.b, a, step.a[0], names[0]))
        elif step.op == "replace":
            told.append(_replaced(step, a, b, names))
    told += _put_in(a, b, steps, names)
    classes = {each[0] for each in told}
    return WordingDifference(
        tuple(each for each in _ORDER if each in classes),
        tuple(cut for kind, cut, _ in told if cut and kind != "insertion"),
        tuple(dict.fromkeys(why for _, _, why in told)),
    )


def _lacking(
    full: Wording, run: tuple[int, int], short: Wording, at: int, name: str
) -> tuple[QuotationClass, str, str]:
    """What `short`, of outlet `name`, does with the words of `full` that it lacks at `at`."""
    cut = full.printed(*run)
    shown = f"“{excerpt(cut)}”"
    gloss = next((g.of(short.text) for place, g in short.glosses if place == at), None)
    if gloss is not None and run[1] - run[0] <= _MAX_REPLACED_BY_GLOSS:
        return "insertion", cut, f"{name} puts “{gloss}” in place of {shown}."
    if at in short.ellipses:
        return "cut-marked", cut, f"{name} leaves out {shown}, and marks it."
    if (run[1] if at == 0 else run[0]) in full.breaks:
        return "trimmed", cut, f"{name} does not quote the part {shown}."
    if at in (0, len(short.words)):
        return "trimmed", cut, _trimmed(short, at, name, shown)
    if at in short.breaks:
        return "trimmed", cut, f"{name} leaves out {shown} between two parts of the quotation."
    if run[1] - run[0] <= 2 and STOP_WORDS.issuperset(full.words[slice(*run)]):
        return "reworded", cut, f"{name} does not have the word {shown}."
    return (
        "cut-unmarked",
        cut,
        (f"{name} leaves out {shown} inside the quotation, and does not mark it."),
    )


def _trimmed(short: Wording, at: int, name: str, shown: str) -> str:
    """What to say of a quotation that begins later or ends earlier than the other one."""
    unmarked = "and does not mark it."
    if short.words and short.text[short.places[0].start].islower():  # a part of a sentence
        return f"{name} quotes only “{excerpt(short.whole)}”, without {shown}."
    if at:
        last = short.printed(max(0, at - _LAST_WORDS), at)
        return f"{name} ends the quotation after “{last}”; it leaves out {shown}, {unmarked}"
    first = short.printed(0, min(_LAST_WORDS, len(short.words)))
    return (
        f"{name} begins the quotation at “{first}”; it leaves out {shown} before that, {unmarked}"
    )


def _replaced(
    step: Step, a: Wording, b: Wording, names: tuple[str, str]
) -> tuple[QuotationClass, str, str]:
    """Words for other words: an insertion or a marked cut where a bracket or an ellipsis stands
    for the words, else another wording."""
    ours, theirs = a.printed(*step.a), b.printed(*step.b)
    if any(step.a[0] <= at <= step.a[1] for at in a.ellipses) or any(
        step.b[0] <= at <= step.b[1] for at in b.ellipses
    ):
        cut, who = (ours, names[1]) if len(ours) > len(theirs) else (theirs, names[0])
        return "cut-marked", cut, f"{who} leaves out “{excerpt(cut)}”, and marks it."
    why = f"{names[0]} has “{excerpt(ours)}” where {names[1]} has “{excerpt(theirs)}”."
    return "reworded", "", why


def _put_in(
    a: Wording, b: Wording, steps: Sequence[Step], names: tuple[str, str]
) -> Iterator[tuple[QuotationClass, str, str]]:
    """Words in brackets that one has and the other has not, or has in other words, within the
    part that both have."""
    ours, theirs = _shared_glosses(a, steps, 0), _shared_glosses(b, steps, 1)
    told = {_folded(gloss) for gloss in ours}, {_folded(gloss) for gloss in theirs}
    only_ours = [gloss for gloss in ours if _folded(gloss) not in told[1]]
    only_theirs = [gloss for gloss in theirs if _folded(gloss) not in told[0]]
    for one, two in zip_longest(only_ours, only_theirs):
        if one is not None and two is not None:
            yield "insertion", "", f"{names[0]} puts in “{one}”, {names[1]} “{two}”."
        else:
            name = names[0] if two is None else names[1]
            yield "insertion", "", f"{name} puts “{one or two}” into the quotation."


def _shared_glosses(wording: Wording, steps: Sequence[Step], side: int) -> list[str]:
    """The glosses that stand at words which both wordings have, at both sides of the gloss or
    one; not those within a passage that the other lacks, nor those put for words."""
    ranges = [step.b if side else step.a for step in steps if step.op == "equal"]
    return [g.of(wording.text) for at, g in wording.glosses if any(i <= at <= k for i, k in ranges)]


def _folded(gloss: str) -> str:
    return fold_marks(gloss[1:-1]).strip().lower()


def excerpt(words: str) -> str:
    """Words short enough to be read in a sentence."""
    if len(words) <= _EXCERPT:
        return words
    return words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
