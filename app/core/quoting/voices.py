"""Whose words stand at a place: quotations, words set off, indirect speech, glosses."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.core.aligning.segment import COMPARED_KINDS, SAYING_VERBS
from app.core.comparison import ComparedArticle, Voice
from app.core.quoting.quotemarks import family_of, pair_marks
from app.core.text import Span
from app.core.tuning import DEFAULT, Tuning

GLOSS = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)")
"""What an outlet puts into a quotation: words in brackets."""

_WORD = re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*")
_SO_CALLED = re.compile(
    r"\b(?:so[- ]called|self-(?:proclaimed|styled|declared|described)|known as|dubbed|nicknamed|"
    r"entitled|titled|named|the (?:word|term|phrase|name|slogan|label))\s*$",
    re.IGNORECASE,
)


def _forms(*verbs: str) -> frozenset[str]:
    """The forms of regular verbs."""
    made = set()
    for verb in verbs:
        stem = verb[:-1] if verb[-1] in "ey" else verb
        past = f"{stem}ied" if verb[-1] == "y" else f"{stem}ed"
        third = f"{stem}ies" if verb[-1] == "y" else f"{verb}s"
        made |= {verb, third, past, f"{verb if verb[-1] == 'y' else stem}ing"}
    return frozenset(made)


REPORTING_VERBS = (
    SAYING_VERBS
    | _forms(
        "claim", "argue", "allege", "announce", "assert", "confirm", "reveal", "maintain",
        "contend", "stress", "reiterate", "acknowledge", "concede", "complain", "suggest",
        "predict", "warn", "insist", "add", "explain", "believe", "vow",
    )
    | frozenset("say saying tell telling wrote deny denies denied admit admits admitted stated "
                "noted reported estimated declared declares".split())
)  # fmt: skip  # several to a line
"""Verbs whose that-clause is what somebody else says."""

ATTRIBUTING_VERBS = (
    REPORTING_VERBS
    | _forms(
        "call", "describe", "denounce", "dismiss", "promise", "pledge", "accuse", "view",
        "regard", "consider", "condemn", "hail", "praise", "criticize", "criticise", "reject",
        "threaten", "demand", "propose", "urge", "compare", "characterise", "characterize",
        "boast", "plead", "mock", "ridicule", "welcome", "decry", "refer",
    )
    | frozenset("labelled labeled branded blamed termed quoted voiced expressed cited spoke speak "
                "speaks speaking saw sees swore according slammed slams".split())
)  # fmt: skip  # several to a line
"""Verbs that give a word or phrase in quotation marks to somebody."""

_PROMISE = re.compile(
    r"(?<![\w'’-])(?:promise[sd]|pledge[sd]|vow(?:s|ed)|swears|swore|threaten(?:s|ed))\s+"
    r"(?=(?:not\s+)?to\s)"
)
_MAKING = frozenset("declare declares declared proclaim proclaims proclaimed".split())
_NO_CLAUSE = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow earlier
    later recently again also then on in at to by for from with of during after before as when
    while via through late early last and or but nothing little no so what why how who yes if
    whether
    """.split()
)
_ACCORDING = re.compile(r"\b[Aa]ccording to\b")
_REPORTING = re.compile(rf"(?<![\w'’-])(?:{'|'.join(sorted(REPORTING_VERBS))})(?![\w'’-])")
_PLAIN = frozenset("said says say".split())
_ENDING = _PLAIN | frozenset("reported added wrote confirmed announced estimated".split())
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|do"
    r"|[a-z]+n['’]t)\b"
)
_THAT = re.compile(r"(?:\s+[^\s,;:]+){0,12}?\s+that\b(?!\s+(?:and|or|but)\b)\s*")
_CLAUSE_END = re.compile(r";|,\s+but\b|\s[–—-]\s")
_FIRST_WORD = re.compile(r"\s+([^\s,.;:!?]+)(?=\s+\S+\s+\S)")
_SUBJECT_WORDS = 10
_NEAR = 90
_CLOSE = 4
_MAX_VERBS = 20
_REACH = 20
_HIDDEN = "\x00"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks; `span` is without the marks, in block `block`.

    `mark` is the opening mark as printed. `run` is equal for the paragraphs of one quotation.
    `depth` is 0 for an outermost one. A quotation that is never closed (`is_closed` False) ends
    with its block. `is_scare`: a word or short phrase set off, not what somebody said.
    """

    span: Span
    block: int
    mark: str
    run: int
    depth: int = 0
    is_closed: bool = True
    is_scare: bool = False


class Voices:
    """Whose words stand where in some articles; worked out once, asked many times."""

    def __init__(self, articles: Sequence[ComparedArticle], tuning: Tuning = DEFAULT) -> None:
        self._articles = tuple(articles)
        self.quoted = tuple(quoted_in(article, tuning) for article in self._articles)
        """Everything between quotation marks, for each article."""
        self._speech = [[q.span for q in quoted if _is_speech(q)] for quoted in self.quoted]
        self._starts = [[span.start for span in speech] for speech in self._speech]
        self._indirect: dict[tuple[int, int], tuple[Span, ...]] = {}

    def at(self, article: int, sentence: int, span: Span) -> Voice:
        """The voice of `span`, which stands in sentence `sentence` of article `article`.

        "quoted" within a quotation, but "own" in a gloss there and in words set off; "attributed"
        in indirect speech, where that is sure (English only); else "own".
        """
        speech = self.speech_around(article, span)
        if speech is not None:
            return "own" if self._is_gloss(article, speech, span) else "quoted"
        middle = (span.start + span.end) // 2
        reported = [s for s in self.indirect(article, sentence) if s.start <= middle < s.end]
        if not reported or self._is_gloss(article, reported[0], span):
            return "own"
        return "attributed"

    def speech_around(self, article: int, span: Span) -> Span | None:
        """The outermost quotation that the middle of `span` stands in."""
        middle = (span.start + span.end) // 2
        place = bisect_right(self._starts[article], middle) - 1
        if place < 0 or middle >= self._speech[article][place].end:
            return None
        return self._speech[article][place]

    def _is_gloss(self, article: int, speech: Span, span: Span) -> bool:
        text = self._articles[article].article.text
        start = max(speech.start, span.start - 200)
        around = Span(start, min(speech.end, span.end + 200))
        return any(
            match.start() <= span.start and span.end <= match.end()
            for match in GLOSS.finditer(text, around.start, around.end)
        )

    def indirect(self, article: int, sentence: int) -> tuple[Span, ...]:
        """What a sentence reports in indirect speech, quotations left out of account."""
        key = article, sentence
        if key not in self._indirect:
            of = self._articles[article].sentences[sentence]
            hidden = self._without_speech(article, of.span, of.text)
            self._indirect[key] = tuple(
                Span(of.span.start + start, of.span.start + end)
                for start, end in indirect_speech(hidden)
            )
        return self._indirect[key]

    def _without_speech(self, article: int, bounds: Span, text: str) -> str:
        """A sentence with the words that are quoted blotted out, each character by one."""
        first = bisect_right(self._starts[article], bounds.start) - 1
        last = bisect_right(self._starts[article], bounds.end)
        parts, done = [], 0
        for speech in self._speech[article][max(first, 0) : last]:
            start = max(speech.start - bounds.start, done)
            end = min(speech.end - bounds.start, len(text))
            if start < end:
                parts += [text[done:start], _HIDDEN * (end - start)]
                done = end
        return "".join([*parts, text[done:]])


def quotation_spans(article: ComparedArticle) -> tuple[Span, ...]:
    """The text inside quotation marks, marks excluded, in the order of starts."""
    return tuple(quoted.span for quoted in quoted_in(article))


def scare_spans(article: ComparedArticle, tuning: Tuning = DEFAULT) -> tuple[Span, ...]:
    """Those of the spans in quotation marks that set a word or phrase off and quote nobody."""
    return tuple(quoted.span for quoted in quoted_in(article, tuning) if quoted.is_scare)


def quoted_in(article: ComparedArticle, tuning: Tuning = DEFAULT) -> tuple[Quoted, ...]:
    """Everything between quotation marks in the compared blocks, in the order of starts.

    Marks pair within a block; a quotation goes on into the next block of body text where that
    opens with a mark of the same kind, or closes one that it did not open. What is in doubt is
    left out. Linear in the text.
    """
    text = article.article.text
    found: list[Quoted] = []
    carried: Quoted | None = None
    for number, block in enumerate(article.article.blocks):
        if block.kind not in COMPARED_KINDS:
            continue
        made, tail = _block_quotations(text, number, _bounds(text, block.span, carried))
        if block.kind == "caption":  # stands between paragraphs, and goes on with none of them
            found += [quoted for quoted in made if quoted.is_closed]
            continue
        if carried is not None and block.kind == "body":
            carried, made = _carry_on(text, block.span, carried, made, tail)
        found += _kept(carried)
        found += [quoted for quoted in made if quoted.is_closed]
        carried = next((quoted for quoted in made if not quoted.is_closed), None)
    found += _kept(carried)
    found.sort(key=lambda quoted: (quoted.span.start, -quoted.span.end))
    return tuple(_judged(article, found, tuning))


def _bounds(text: str, block: Span, carried: Quoted | None) -> Span:
    """The block, without the » that begins a French paragraph where a quotation goes on in it."""
    start = block.start + len(block.of(text)) - len(block.of(text).lstrip())
    if carried is None or carried.mark != "«" or not text.startswith("»", start):
        return block
    return Span(start + 1, block.end)


def _kept(carried: Quoted | None) -> list[Quoted]:
    """A quotation that a block left open; none where a single mark, an apostrophe, did."""
    if carried is None or (not carried.is_closed and family_of(carried.mark) == "'"):
        return []
    return [carried]


def _block_quotations(text: str, number: int, bounds: Span) -> tuple[list[Quoted], Quoted | None]:
    """A block's quotations, at most one of them not closed, and the end of one that it did not
    open. Runs are numbered by where the quotation starts."""
    marks = pair_marks(text, bounds)
    made = [
        Quoted(Span(start + 1, end), number, text[start], start)
        for start, end in marks.pairs
        if _WORD.search(text, start + 1, end)
    ]
    at, orphan = marks.unclosed, marks.orphan
    if at is not None:
        rest = text[at + 1 : bounds.end].rstrip()
        if _WORD.search(rest) and not _names_speaker(rest):
            span = Span(at + 1, at + 1 + len(rest))
            made.append(Quoted(span, number, text[at], at, is_closed=False))
    if orphan is None or not _WORD.search(text, bounds.start, orphan):
        return made, None
    return made, Quoted(Span(bounds.start, orphan), number, text[orphan], bounds.start)


def _names_speaker(words: str) -> bool:
    """Whether a verb of saying stands within five words of a comma in what seems to be quoted:
    then the writer closed the quotation before it, and the typist did not."""
    reach = 0
    for word in words.split():
        if reach and word.strip(".,!?;:").lower() in SAYING_VERBS:
            return True
        reach = 5 if word[-1] in ",!?" else max(reach - 1, 0)
    return False


def _carry_on(
    text: str, bounds: Span, carried: Quoted, made: list[Quoted], tail: Quoted | None
) -> tuple[Quoted, list[Quoted]]:
    """The quotation that the block before left open, and this block's; of one run where it goes
    on here, the first part then counting as closed."""
    kind = family_of(carried.mark)
    if tail is not None:
        if family_of(tail.mark) != kind or _names_speaker(tail.span.of(text)):
            return carried, made
        made = [replace(tail, mark=carried.mark, run=carried.run), *made]
        return replace(carried, is_closed=True), made
    first = min(made, key=lambda quoted: quoted.span.start, default=None)
    if (
        first is None
        or family_of(first.mark) != kind
        or text[bounds.start : first.span.start - 1].strip()
    ):
        return carried, made
    made[made.index(first)] = replace(first, run=carried.run)
    return replace(carried, is_closed=True), made


def _judged(article: ComparedArticle, found: Sequence[Quoted], tuning: Tuning) -> Iterator[Quoted]:
    """The quotations with their depths, and those that quote nobody marked so."""
    text = article.article.text
    starts = [sentence.span.start for sentence in article.sentences]
    around: list[int] = []
    for quoted in found:
        while around and around[-1] <= quoted.span.start:
            around.pop()
        depth = len(around)
        around.append(quoted.span.end)
        place = bisect_right(starts, quoted.span.start) - 1
        is_scare = False
        if depth == 0 and quoted.is_closed and place >= 0:
            is_scare = _is_scare(text, article.sentences[place].span, quoted.span, tuning)
        yield replace(quoted, depth=depth, is_scare=is_scare) if depth or is_scare else quoted


def _is_scare(text: str, sentence: Span, span: Span, tuning: Tuning) -> bool:
    """Whether a short span in quotation marks is set off, and not given to somebody as a saying."""
    if span.end - span.start > tuning.max_scare_characters:
        return False
    words = _WORD.findall(span.of(text))
    before = text[max(sentence.start, span.start - 1 - 120) : span.start - 1]
    after = text[span.end + 1 : max(min(sentence.end, span.end + 1 + 120), span.end + 1)]
    if len(words) > tuning.max_scare_words:
        return False
    if not _WORD.search(before) and not _WORD.search(after):
        return False
    if _SO_CALLED.search(before):
        return True
    is_name = len(words) > 1 and all(not word.islower() for word in words)
    return not _is_said(span.of(text), before, after) and (is_name or not _is_governed(before))


def _is_said(words: str, before: str, after: str) -> bool:
    """Whether the marks or a verb behind show that somebody speaks: `"Never", she said`."""
    if words[-1] in "!?！？" or (words[-1] in ",，" and not _WORD.search(before)):
        return True
    if words[-1] != "," and not after.startswith((",", " said")):
        return False
    return any(w in REPORTING_VERBS or w == "according" for w in _WORD.findall(after)[:8])


def _is_governed(before: str) -> bool:
    """Whether a verb before it gives what is quoted to somebody; `declared a "republic"` makes."""
    words = _WORD.findall(before.rpartition(";")[2])[-_REACH:]
    if any(word in _MAKING for word in words[-3:]):
        return False
    return any(word in ATTRIBUTING_VERBS for word in words)


def _is_speech(quoted: Quoted) -> bool:
    return quoted.depth == 0 and not quoted.is_scare


def indirect_speech(sentence: str) -> list[tuple[int, int]]:
    """Ranges of an English sentence that are somebody else's words reported, as far as sure.

    `sentence` has every quoted character replaced by NUL. Found are "X said (that) ...",
    "according to X" and "..., X said"; the source itself is not among the ranges.
    """
    found = _according(sentence)
    if found:
        return found
    for match in islice(_REPORTING.finditer(sentence), _MAX_VERBS):
        clause = _clause_after(sentence, match) or _clause_before(sentence, match)
        if clause is not None:
            return [clause]
    return []


def promised(sentence: str) -> tuple[int, int] | None:
    """What an English sentence says that somebody promised, or threatened, to do."""
    verb = _PROMISE.search(sentence)
    return None if verb is None else (verb.end(), _clause_end(sentence, verb.end()))


def _according(sentence: str) -> list[tuple[int, int]]:
    match = _ACCORDING.search(sentence)
    if match is None:
        return []
    if _WORD.search(sentence, 0, match.start()):
        return [(sentence.rfind(";", 0, match.start()) + 1, match.start())]
    comma = sentence.find(",", match.end())
    return [(comma + 1, len(sentence))] if comma >= 0 else []


def _clause_after(sentence: str, verb: re.Match[str]) -> tuple[int, int] | None:
    """What follows a verb of saying: a that-clause, or a clause without "that" behind a verb that
    has its subject before it."""
    that = _THAT.match(sentence, verb.end())
    if that is not None and _HIDDEN not in that.group():
        return that.end(), _clause_end(sentence, that.end())
    first = _FIRST_WORD.match(sentence, verb.end())
    if first is None or first.group(1) in _NO_CLAUSE or not first.group(1)[0].isalnum():
        return None
    before = sentence[: verb.start()].rstrip()
    if not (before[-1:].isalnum() and verb.group() in _PLAIN):
        near = sentence[first.start(1) : verb.end() + _NEAR].partition(",")[0]
        if _HIDDEN in before or not _FINITE.search(near):
            return None
    return first.start(1), _clause_end(sentence, verb.end())


def _clause_end(sentence: str, start: int) -> int:
    end = _CLAUSE_END.search(sentence, start)
    return end.start() if end is not None else len(sentence)


def _clause_before(sentence: str, verb: re.Match[str]) -> tuple[int, int] | None:
    """What stands before the comma of `..., X said` or `..., said X`: the verb or the name ends
    its clause there, and nothing quoted stands before it."""
    comma = sentence.rfind(",", 0, verb.start())
    subject = sentence[comma + 1 : verb.start()]
    if comma < 0 or len(subject.split()) > _SUBJECT_WORDS or verb.group() not in _ENDING:
        return None
    if _HIDDEN in sentence[: verb.end() + _CLOSE]:
        return None
    following = _WORD.search(sentence, verb.end())
    if not subject.strip():
        return (0, comma) if following is not None and verb.group() in _PLAIN else None
    is_over = (
        following is None
        or following.group().lower() in _NO_CLAUSE
        or sentence[verb.end()] in ",.;"
    )
    return (0, comma) if is_over else None
