"""Article -> sentences: rules for news text, in scripts with and without capital letters.

A paragraph end is a sentence end. A quotation splits at its inner sentence ends; its attribution
stays with its last sentence (`"A. B," he said.` is `"A.` and `B," he said.`), so that outlets that
print one quotation as one paragraph or as two still meet.
"""

import re
from functools import lru_cache
from hashlib import blake2b

from app.core.normalize import fold_marks
from app.core.text import Article, BlockKind, Sentence, Span
from app.core.tuning import BOUNDS

COMPARED_KINDS: frozenset[BlockKind] = frozenset(
    ("headline", "standfirst", "intertitle", "caption", "body")
)

# An end mark with what closes behind it, and the white space that follows. CJK needs no space.
_END = re.compile(
    r"""(?:(?<!\.)\.{2,}+|(?<!…)…++|[.!?؟۔।])["'\])\u200e\u200f]*+(?=\s|$)|[。！？]++["'\]）】》]*+"""
)
_NEXT = re.compile(r"""\s*[-•*]?\s*["'(\[]*\s*(\S[^\s]*)""")
_LAST_WORD = re.compile(r"([^\s\"'(\[]*)$")

_ALWAYS_OPEN = frozenset(
    """
 mr mrs ms mx dr prof st rev hon capt cpt cmdr col lt gen sgt maj pvt cpl adm brig supt sra srta डॉ
 insp sen rep gov pres amb messrs mme mlle vs v cf approx nos vol pp
 jan feb apr jun jul aug sept sep oct nov mon tue tues thu thur thurs fri
 ft e.g i.e viz resp bzw ca z.b u.a d.h hr fr frl
 """.split()
)
# Abbreviations that also end sentences: open only where what follows does not start one.
_SOMETIMES_OPEN = frozenset(
    """
    u.s u.k u.n e.u u.s.a u.a.e d.c l.a n.y p.m a.m inc ltd co corp plc dept univ etc ave blvd rd
    bros no est assn jr sr
    """.split()
)
# Words of their own as well: abbreviations where capitalised, or before a figure.
_ALSO_WORDS = frozenset("sat sun wed mar dec min sec al det op art fig figs arts am mt pt".split())
_STARTERS = frozenset(
    """
    the a an he she it they we i you this that these those but and or yet so however meanwhile
    in on at as after before when while if there here his her its their our my one some many most
    all no not what who why how where with for from by under since though although both
    earlier later now then police officials nobody everyone everybody someone none
    two three four five six seven eight nine ten
    """.split()
)
SAYING_VERBS = frozenset(
    """
    said says asked asks cried cries added adds shouted told tells wrote writes replied replies
    answered warned tweeted posted insisted declared wondered exclaimed yelled recalled joked
    demanded continued explained chanted quipped
    قال قالت سأل سألت أضاف أضافت אמר אמרה שאל שאלה कहा पूछा
    """.split()
)
_HANGING = frozenset(
    "in of the a an to and or for with by from at on that is was are were but as".split()
)
_SAID_IN_SIGNS = re.compile(
    rf"と|[^。！？\"]{{0,{BOUNDS.speaker_signs}}}(?:说|說|道|问|問|表示|称|告诉)"
)
_SPACED_GUILLEMET = re.compile(r"(?<=[.!?…])\s»")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
_LIST_LETTER = re.compile(r"[a-z]\)$")
_MONTHS = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember".split()
)
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])\)?")


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """The sentences of every block that is compared (not bylines, not boilerplate), in order."""
    sentences = []
    seen: dict[str, int] = {}
    for number, block in enumerate(article.blocks):
        if block.kind not in COMPARED_KINDS:
            continue
        text = block.span.of(article.text)
        for start, end in split_sentences(text):
            span = Span(block.span.start + start, block.span.start + end)
            digest = _sentence_hash(article.key, text[start:end])
            seen[digest] = seen.get(digest, 0) + 1
            sentence_id = f"{digest}-{seen[digest]}"
            sentences.append(Sentence(sentence_id, number, span, text[start:end]))
    return tuple(sentences)


def _sentence_hash(key: str, text: str) -> str:
    content = f"{key}\0{' '.join(text.split())}"
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@lru_cache(maxsize=16_384)
def split_sentences(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the sentences of one paragraph, without the space between them.

    Every character that is not white space lies in exactly one range. Linear in the text.
    """
    folded = fold_marks(paragraph)
    if "»" in paragraph:  # French sets them off by a space; the length stays
        folded = fold_marks(_SPACED_GUILLEMET.sub('""', paragraph))
    ranges = []
    start = _skip_space(folded, 0)
    for match in _END.finditer(folded):
        if match.end() <= start or not _is_boundary(folded, start, match):
            continue
        ranges.append((start, match.end()))
        start = _skip_space(folded, match.end())
    if start < len(folded):
        ranges.append((start, len(folded.rstrip())))
    return tuple(ranges)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _is_boundary(text: str, start: int, end: re.Match[str]) -> bool:
    following = _NEXT.match(text, end.end(), end.end() + BOUNDS.next_word_characters)
    if following is None:
        return True
    if end.group()[0] in "。！？":
        return _ideographic_stop_ends(text, end)
    word = following.group(1)
    if not _can_start(word):
        return False
    mark = end.group()
    if mark == ".":
        return _full_stop_ends(text, start, end.start(), word)
    if mark.startswith(("..", "…")):
        return _last_word(text, end.start()).lower() not in _HANGING
    if mark[0] in "!?؟" and mark[-1] in "\"'":
        if _is_introduced(text, start, end.start()):
            return True
        after = following.start(1)
        return not _is_attribution(text[after : after + BOUNDS.attribution_characters])
    return True


def _ideographic_stop_ends(text: str, end: re.Match[str]) -> bool:
    """Chinese and Japanese: a quotation's speaker, or a bracket's sentence, follows at once."""
    closing = end.group().lstrip("。！？")
    if closing[-1:] in ("）", "】", "》"):
        return False
    return not (closing and _SAID_IN_SIGNS.match(text, end.end()))


def _is_introduced(text: str, start: int, stop: int) -> bool:
    """Whether a verb of saying stands right before the quotation: what follows is new."""
    opening = text.rfind('"', start, stop)
    return (
        opening > start and _last_word(text, len(text[:opening].rstrip())).lower() in SAYING_VERBS
    )


def _can_start(word: str) -> bool:
    """Whether a sentence may begin with `word`: any but a lower-case letter or a mark."""
    first = word[0]
    if first.islower():
        return _LIST_LETTER.match(word) is not None
    return first.isalnum() or first in "$€£¥₹@#¿¡"


def _full_stop_ends(text: str, start: int, stop: int, following: str) -> bool:
    printed = _last_word(text, stop)
    word = printed.lower()
    if word in _ALSO_WORDS:
        return printed.islower() and not following[0].isdigit()
    if word.isdigit() and following.strip(".,").lower() in _MONTHS:  # am 3. Mai
        return False
    if word in _ALWAYS_OPEN or _LIST_NUMBER.fullmatch(text, start, stop):
        return False
    is_starter = following.strip("\"'.,;:!?()[]").lower() in _STARTERS
    if word in _SOMETIMES_OPEN:
        return is_starter if word != "no" else not following[0].isdigit()
    if _INITIAL.match(word):  # "J. Smith", "Gen. X", but "plan B. The"
        return is_starter
    return True


def _last_word(text: str, stop: int) -> str:
    match = _LAST_WORD.search(text, max(0, stop - BOUNDS.last_word_characters), stop)
    return match.group(1) if match else ""


def _is_attribution(following: str) -> bool:
    """Whether what follows a quotation's `?"` or `!"` names its speaker: `Bali asked`."""
    for word in following.split()[: BOUNDS.attribution_words]:
        bare = word.strip("\"'.,;:!?()[]؟،।").lower()
        if bare in SAYING_VERBS or (bare == "wanted" and " wanted to know" in following):
            return True
        is_title = bare in _ALWAYS_OPEN or _INITIAL.match(bare)
        if word[-1] in ".!?;:" and not is_title:
            return False
    return False
