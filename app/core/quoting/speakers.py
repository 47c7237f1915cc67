"""Who says what is between quotation marks, with the words that it was read from (English)."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.core.comparison import ComparedArticle
from app.core.quoting.voices import ATTRIBUTING_VERBS, REPORTING_VERBS, Quoted
from app.core.text import Span
from app.core.tuning import DEFAULT, Tuning

_HIDDEN = "\x00"
_REACH = 300
"""Characters around a verb or a quotation that are read, which keeps the reading linear."""
_MAX_VERBS = 20
"""So many verbs of a sentence are looked at."""

_VERB = re.compile(rf"(?<![\w'’-])(?:{'|'.join(sorted(ATTRIBUTING_VERBS))})(?![\w'’-])")
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+([^,;\x00]+)")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\."
)
# What stands between a subject and its verb, or behind a subject that follows its verb.
_TRAILING = re.compile(
    rf"""(?:^|\s)(?:
        (?:on|in|at|early|late|earlier|later|since|last|this|by)\s(?:on\s|early\s|late\s|last\s)*
        (?:{_DAYS}|{_MONTHS}|\d{{1,4}}|week|month|year|twitter|Twitter|Facebook|parliament|court
           |a\s\w+|an\s\w+)
        (?:\s(?:\d{{1,4}}|morning|afternoon|evening|night))*
      | {_DAYS}
      | also|then|later|earlier|there|again|once|today|yesterday|repeatedly|has|had|have|would
      | will|could|did|is|was|are|were|been|not|[a-z]+ly
    )$""",
    re.VERBOSE,
)
_LEADING = re.compile(
    r"^(?:(?:and|but|or|what|then|also|however|meanwhile|later|earlier|yet|still|so|otherwise"
    r"|instead|today|yesterday)\s+)+",
    re.IGNORECASE,
)
_CLAUSE_WORD = re.compile(
    r"\b(?:that|because|when|while|after|as|if|where|but|whether|since|before|although|though"
    r"|which|who)\b"
)
_APPOSED = re.compile(
    r"^(?:a|an|the|who|whose|which|his|her|its|their|one|head|chief|chair\w*|director|leader"
    r"|president|editor|author|founder|co-founder|\d{1,3})\b"
)
_RELATIVE = re.compile(r",\s(?:which|who|whose)\b[^,\x00]{0,200},")
_CAUSED = re.compile(r"\b(?:prompting|leading|forcing|causing|pushing|moving)\s+([^,]+?)\s+to\s*$")
_INFINITIVE = re.compile(r"\bto\s*$")
_PREPOSITION = re.compile(
    r"^(?:in|on|at|after|during|for|from|with|of|under|despite|amid|near|by|to|into|as|since"
    r"|before|about|over|outside|inside|across|through)\b",
    re.IGNORECASE,
)
# A quotation's last character, its end mark, and then a short clause of saying.
_NAMES_AT_ONCE = re.compile(
    r"(?:[,!?]|.,)\s(?!and\b|but\b|while\b|as\b|with\b|which\b|who\b|adding\b)"
    rf"(?:[^\s\x00]+\s){{0,8}}?(?:{'|'.join(sorted(REPORTING_VERBS))})\b"
)
_CAUSER = re.compile(r".*\b(?:by|to|from|with|against|for|of|in|on|at|into)\s+", re.DOTALL)
_NAME = re.compile(
    r"[A-Z][\w'’.-]*\w(?:\s(?:(?:al|bin|ibn|de|da|di|del|van|von|der|den|la|le|el|bint)[\s-])?"
    r"[A-Z](?:[\w'’-]*\w|\.(?=\s[A-Z])))*"
)
_PARTICLE = re.compile(r"^(?:al|el|bin|ibn|de|van|von)-")
_TITLES = frozenset(
    """
    Mr Mrs Ms Dr Prof Sir Lord Lady President Minister Prime Chancellor Senator Governor Mayor
    General Gen Colonel Col Major Captain Lieutenant Admiral Judge Justice Chief King Queen Prince
    Princess Pope Cardinal Bishop Sheikh Imam Interior Foreign Defence Defense Finance Secretary
    Vice Deputy Former US UN EU UK U.S Army Navy Police Officer Sergeant Commander Spokesman
    Spokeswoman Spokesperson Opposition Leader Director Professor Doctor Reverend Ambassador
    Attorney Representative Congressman Congresswoman Speaker Acting Junior Senior
    """.split()
)
_BODIES = frozenset(
    """
    Forces Force Party League Council Ministry Department Observatory Group Union Army Command
    Nations Office Agency Bank Court House Relief Association Federation Committee Commission
    Authority Service Services Company Corporation Holdings Institute University Hospital Church
    Movement Front Brigade Brigades Coalition Alliance Rights State States Times Post News Herald
    Guard Guards Network Foundation Center Centre Board Club City Street Parliament Congress
    Security Police Airlines Railway Trust Society Organisation Organization
    """.split()
)
_PERSONS = (
    r"spokes(?:man|woman|person)|minister|president|premier|chancellor|general|commander|leader"
    r"|director|chief|mayor|lawyer|doctor|nurse|chair(?:man|woman)?|captain|coordinator|officer"
    r"|secretary|governor|senator|judge|prosecutor|professor|analyst|teacher|fighter|activist"
    r"|official|ambassador|envoy|executive|boss|head|author|editor|expert|economist|clerk|driver"
    r"|owner|founder|resident|witness|man|woman|mother|father|student|worker|farmer|candidate"
)
_PERSON = re.compile(rf"\b(?:{_PERSONS})s?\b|\b\d{{1,3}}-year-old\b", re.IGNORECASE)
_TITLED_BEFORE = re.compile(rf"\b(?:{_PERSONS})\s$", re.IGNORECASE)
_TOLD_AFTER = re.compile(
    rf",\s(?:\d{{1,3}}\b|who\b|whose\b|(?:the\s|a\s|an\s|head\b|chief\b)"
    rf"[^,.;]{{0,60}}?\b(?:{_PERSONS})\b)"
)
_AGE = re.compile(r"\b\d{1,3}-year-old\b")
_PRONOUNS = frozenset(
    """
    they them we i you this that these those some many most others all one another both who which
    what there everyone nobody anyone someone us
    """.split()
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose words a quotation gives, None where unsure; `why` says from what that was read.

    `is_named` when the sentence itself names a person with at least two words of a name.
    """

    speaker: str | None
    why: str
    is_named: bool = False


NOBODY = Attribution(None, "The article does not say, or not surely, whose words these are.")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A verb of saying with its subject, both as printed."""

    subject: str
    words: str


@dataclass(slots=True)
class _Named:
    """The person or body that spoke last, and where."""

    name: str
    words: str
    sentence: int


class Speakers:
    """The speakers of one article's quotations, read in the order of its sentences once."""

    def __init__(
        self, article: ComparedArticle, quoted: Sequence[Quoted], tuning: Tuning = DEFAULT
    ) -> None:
        self._article = article
        self._tuning = tuning
        self._text = _blotted(article.article.text, quoted)
        self._starts = [sentence.span.start for sentence in article.sentences]
        self._people = _people(self._text)
        self._person: _Named | None = None
        self._body: _Named | None = None
        self._found: dict[int, Attribution] = {}
        self._read(quoted)

    def of(self, quoted: Quoted) -> Attribution:
        """Whose words stand in a quotation of this article."""
        return self._found.get(quoted.span.start, NOBODY)

    def reported(self, sentence: int) -> Attribution:
        """Who speaks in a sentence that reports indirectly."""
        reading = self._reading_of(self._article.sentences[sentence].span)
        return self._resolved(reading, sentence) if reading is not None else NOBODY

    def sentence_at(self, offset: int) -> int:
        """The position of the sentence that an offset stands in, or of the one before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _read(self, quoted: Sequence[Quoted]) -> None:
        upcoming = list(quoted)[::-1]
        last: tuple[int, Attribution] = (-2, NOBODY)
        for position, sentence in enumerate(self._article.sentences):
            self._take_note(position, sentence.span)
            while upcoming and upcoming[-1].span.start < sentence.span.end:
                each = upcoming.pop()
                found = self._attributed(each, position, last)
                self._found[each.span.start] = found
                last = self.sentence_at(each.span.end), found

    def _attributed(
        self, quoted: Quoted, position: int, last: tuple[int, Attribution]
    ) -> Attribution:
        """Read from the words before the quotation, then from those behind it; carried over from
        the quotation before where the sentence has hardly a word outside its quotation."""
        first = self._article.sentences[position].span
        end = self.sentence_at(quoted.span.end)
        final = self._article.sentences[end].span
        start, stop = quoted.span.start - 1, quoted.span.end + 1
        before = self._text[max(start - _REACH, first.start) : max(start, first.start)]
        after = self._text[stop : min(stop + _REACH, final.end)]
        reading = _reading(before, after, self._text[quoted.span.end - 1 : quoted.span.end])
        if reading is not None:
            return self._resolved(reading, end)
        if len(_WORD.findall(before + after)) > self._tuning.max_words_beside_carried:
            return NOBODY
        if position - last[0] > 1 or last[1].speaker is None:
            return NOBODY
        return Attribution(last[1].speaker, f"Carried over from the words before. {last[1].why}")

    def _take_note(self, position: int, span: Span) -> None:
        """Remembers whom the sentence has as its subject, if that is sure."""
        reading = self._reading_of(span)
        if reading is not None and self._resolved(reading, position).speaker is not None:
            return
        opening = _NAME.match(self._text, span.start, span.end)
        name = self._full_name(opening.group()) if opening is not None else None
        if name is not None and opening is not None:
            self._person = _Named(name, opening.group(), position)

    def _reading_of(self, span: Span) -> _Reading | None:
        """The first verb of saying of a sentence with its subject."""
        text = self._text[span.start : span.end]
        for part in re.split(f"{_HIDDEN}+", text):
            if _is_inverted(part):
                inverted = _after(part[:_REACH])
                if inverted is not None:
                    return inverted
            for verb in islice(_VERB.finditer(part), _MAX_VERBS):
                subject = _subject(part[max(verb.start() - _REACH, 0) : verb.start()])
                if subject is not None:
                    return _Reading(subject, _words(part, subject, verb))
        return None

    def _resolved(self, reading: _Reading, position: int) -> Attribution:
        """The speaker that the subject names or stands for, who is then the last one named."""
        subject, low = reading.subject, reading.subject.lower()
        why = f"Read from “{reading.words}”."
        if low in ("he", "she") or self._is_described(low):
            named = self._recent(self._person, position)
            if named is None:
                return NOBODY
            self._person = _Named(named.name, named.words, position)
            return Attribution(
                named.name, f"{why} The last person named before it is “{named.words}”."
            )
        if low == "it":
            body = self._recent(self._body, position)
            if body is None:
                return NOBODY
            self._body = _Named(body.name, body.words, position)
            return Attribution(body.name, f"{why} The last source before it is “{body.words}”.")
        if low in _PRONOUNS:
            return NOBODY
        full = self._full_name(subject)
        if full is None:
            self._body = _Named(subject, subject, position)
            return Attribution(subject, why)
        self._person = _Named(full, subject, position)
        has_name = full in subject
        speaker = subject if has_name else full
        if not has_name:
            why = f"{why} The article names “{full}” elsewhere."
        return Attribution(speaker, why, is_named=has_name)

    def _recent(self, named: _Named | None, position: int) -> _Named | None:
        reach = self._tuning.max_sentences_to_name
        return named if named is not None and position - named.sentence <= reach else None

    def _is_described(self, low: str) -> bool:
        """Whether "the 50-year-old" or "the spokesman" stands for the person named last."""
        if not low.startswith("the ") or self._person is None:
            return False
        if _AGE.search(low):
            return True
        known = {word.lower() for word in _WORD.findall(self._person.words)}
        return bool(_PERSON.search(low)) and known.issuperset(_WORD.findall(low)[1:])

    def _full_name(self, subject: str) -> str | None:
        """The longest name that the article gives the person whom `subject` ends in naming; None
        where it is no person's name, or that of two."""
        names = [match.group() for match in _NAME.finditer(subject)]
        if not names:
            return None
        bare = _bare_name(names[-1])
        last = _PARTICLE.sub("", bare.split()[-1]) if bare else ""
        full = self._people.get(last)
        if full is None and len(bare.split()) > 1 and not _BODIES.intersection(bare.split()):
            return bare if _PERSON.search(subject[: subject.rfind(names[-1])]) else None
        return full


def _blotted(text: str, quoted: Sequence[Quoted]) -> str:
    """The text with each quotation, marks included, blotted out; the length stays."""
    parts, done = [], 0
    for each in quoted:
        start, end = max(each.span.start - 1, done), min(each.span.end + 1, len(text))
        parts += [text[done:start], _HIDDEN * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def _people(text: str) -> dict[str, str]:
    """Family name -> full name, of everyone whom the article gives a title, an age or a verb of
    saying; without those whose family name two people have."""
    found: dict[str, set[str]] = {}
    for match in _NAME.finditer(text):
        if " " not in match.group():
            continue
        bare = _bare_name(match.group())
        words = bare.split()
        if len(words) < 2 or _BODIES.intersection(words) or len(words) > 5:
            continue
        following = text[match.end() : match.end() + 90]
        before = text[max(0, match.start() - 16) : match.start()]
        if (
            bare != match.group()
            or _TITLED_BEFORE.search(before)
            or _TOLD_AFTER.match(following)
            or _says_next(following)
        ):
            found.setdefault(_PARTICLE.sub("", words[-1]), set()).add(bare)
    return {last: max(full, key=lambda n: (len(n), n)) for last, full in found.items()}


def _says_next(following: str) -> bool:
    word = _WORD.search(following[:24])
    return word is not None and word.group() in REPORTING_VERBS


def _bare_name(name: str) -> str:
    """A name without the titles before it and the possessive behind."""
    words = name.split()
    while words and words[0].strip(".") in _TITLES:
        words.pop(0)
    return " ".join(words).removesuffix("'s").removesuffix("’s")


def _is_inverted(part: str) -> bool:
    word = _WORD.search(part)
    return word is not None and word.group() in REPORTING_VERBS


def _reading(before: str, after: str, last: str) -> _Reading | None:
    """Read from the words behind a quotation where they name the speaker at once; then from those
    before it, and from the others behind."""
    near = _after(after) if _NAMES_AT_ONCE.match(last + after) else None
    return near or _before(before) or _after(after) or _according(before + after)


def _before(before: str) -> _Reading | None:
    """Read from the words that lead to a quotation: the last verb that gives words to somebody."""
    printed = before.rpartition(_HIDDEN)[2]
    part = _RELATIVE.sub(lambda m: "," + " " * (len(m.group()) - 2) + ",", printed)
    for verb in reversed(list(_VERB.finditer(part))):
        lead = part[: verb.start()]
        caused = _CAUSED.search(lead)
        if caused is not None:
            subject: str | None = caused.group(1)
        elif verb.group().endswith("ing"):
            continue
        else:
            subject = None if _INFINITIVE.search(lead) else _subject(lead)
        if subject is None:
            return None
        return _Reading(subject, _words(printed, subject, verb))
    return None


def _after(after: str) -> _Reading | None:
    """Read from the words behind a quotation: `X said`, or `said X`."""
    part = after.partition(_HIDDEN)[0]
    verb = next((v for v in _VERB.finditer(part) if v.group() in REPORTING_VERBS), None)
    if verb is None:
        return None
    lead = part[: verb.start()]
    if _WORD.search(lead):
        subject = _subject(lead)
    else:
        subject = _trimmed(re.split(r"[,;:(]|\s[–—-]\s", part[verb.end() :])[0])
    if subject is None:
        return None
    return _Reading(subject, _words(part, subject, verb))


def _according(beside: str) -> _Reading | None:
    match = _ACCORDING.search(beside)
    subject = _trimmed(match.group(1)) if match is not None else None
    if match is None or subject is None:
        return None
    return _Reading(subject, f"according to {subject}")


def _words(part: str, subject: str, verb: re.Match[str]) -> str:
    """The subject and the verb as they stand, for people to check."""
    at = part.rfind(subject, 0, verb.start())
    if at >= 0:
        return " ".join(part[at : verb.end()].split())
    at = part.find(subject, verb.end())
    return " ".join(part[verb.start() : at + len(subject)].split())


def _subject(lead: str) -> str | None:
    """The subject that ends right before a verb: what stands behind the last comma, or, where an
    apposition closes with a comma, what stands before that."""
    lead = _without_trailing(lead)
    segments = [segment.strip() for segment in re.split(r"[,;:]", lead)]
    if segments and not segments[-1]:
        while segments and not segments[-1]:
            segments.pop()
        while len(segments) > 1 and _APPOSED.match(segments[-1]):
            segments.pop()
    segment = segments[-1] if segments else ""
    marks = list(_CLAUSE_WORD.finditer(segment))
    if marks and not segment[marks[-1].end() :].strip():
        if marks[-1].group() not in ("which", "who"):
            return None
        rest = segment[: marks[-1].start()].strip() or (segments[-2] if len(segments) > 1 else "")
        return _antecedent(rest)
    return _trimmed(segment[marks[-1].end() :] if marks else segment)


def _antecedent(words: str) -> str | None:
    """What "which" or "who" stands for: a short name behind the last preposition."""
    name = _CAUSER.sub("", words).strip()
    return name if 0 < len(name.split()) <= 5 and _NAME.search(name) else None


def _without_trailing(words: str) -> str:
    words = words.rstrip()
    while True:
        match = _TRAILING.search(words)
        if match is None:
            return words
        words = words[: match.start()].rstrip()


def _trimmed(words: str) -> str | None:
    """A nominal without adverbs around it; None where it is none, or too long to be sure."""
    words = _without_trailing(words.strip(" \t\n.,;:!?\"'’”»–—-\u00a0"))
    words = _LEADING.sub("", words).strip()
    count = len(words.split())
    if not 0 < count <= 14 or _PREPOSITION.match(words) or _HIDDEN in words:
        return None
    return words


def speakers_of(
    article: ComparedArticle, quoted: Sequence[Quoted], tuning: Tuning = DEFAULT
) -> Mapping[int, frozenset[str]]:
    """The positions of the sentences that are for the most part the words of a person whom the
    article names -> the words of that name, in small letters."""
    speech = [each for each in quoted if each.depth == 0 and not each.is_scare]
    if not speech:
        return {}
    speakers = Speakers(article, speech, tuning)
    found: dict[int, frozenset[str]] = {}
    for each in speech:
        for position in range(
            speakers.sentence_at(each.span.start), speakers.sentence_at(each.span.end - 1) + 1
        ):
            own = article.sentences[position].span
            said = min(each.span.end, own.end) - max(each.span.start, own.start)
            if said >= tuning.min_said * len(own):
                names = frozenset(named_people(speakers.of(each).speaker or ""))
                is_person = names.isdisjoint(_BODIES) and not any(map(str.isupper, names))
                found[position] = frozenset(map(str.casefold, names)) if is_person else frozenset()
    return found


def named_people(speaker: str) -> Iterator[str]:
    """The words of names in a speaker's nominal, titles left out."""
    for match in _NAME.finditer(speaker):
        yield from _bare_name(match.group()).split()
