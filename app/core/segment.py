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

COMPARED_KINDS: frozenset[BlockKind] = frozenset(
    ("headline", "standfirst", "intertitle", "caption", "body")
)

# An end mark with what closes behind it, and the white space that follows. CJK needs no space.
_END = re.compile(r"""(?:(?<!\.)\.{2,}+|(?<!…)…++|[.!?؟۔।])["'\])]*+(?=\s|$)|[。！？]++["'\])]*+""")
_NEXT = re.compile(r"""\s*[-•*]?\s*["'(\[]*\s*(\S[^\s]*)""")
_LAST_WORD = re.compile(r"([^\s\"'(\[]*)$")

_ALWAYS_OPEN = frozenset(
    """
    mr mrs ms mx dr prof st sr jr rev hon capt cpt cmdr col lt gen sgt maj pvt cpl adm brig supt
    insp det sen rep gov pres amb min sec messrs mme mlle vs v cf approx fig figs art nos vol pp
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat
    al ft mt pt e.g i.e viz op resp bzw ca z.b u.a d.h hr fr frl
    """.split()
)
# Abbreviations that also end sentences: open only where what follows does not start one.
_SOMETIMES_OPEN = frozenset(
    """
    u.s u.k u.n e.u u.s.a u.a.e d.c l.a n.y p.m a.m inc ltd co corp plc dept univ etc ave blvd rd
    bros no est assn
    """.split()
)
_STARTERS = frozenset(
    """
    the a an he she it they we i you this that these those but and or yet so however meanwhile
    in on at as after before when while if there here his her its their our my one some many most
    all no not what who why how where with for from by under since though although both
    earlier later now then police officials
    """.split()
)
_SAYING = frozenset(
    """
    said says asked asks cried cries added adds shouted told tells wrote writes replied replies
    answered warned tweeted posted insisted declared wondered exclaimed yelled recalled joked
    demanded continued explained chanted quipped
    """.split()
)
_HANGING = frozenset(
    "in of the a an to and or for with by from at on that is was are were but as".split()
)
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
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
    following = _NEXT.match(text, end.end(), end.end() + 80)
    if following is None:
        return True
    if end.group()[0] in "。！？":
        return True
    word = following.group(1)
    if not _can_start(word):
        return False
    mark = end.group()
    if mark == ".":
        return _full_stop_ends(text, start, end.start(), word)
    if mark.startswith(("..", "…")):
        return _last_word(text, end.start()) not in _HANGING
    if mark[0] in "!?" and mark[-1] in "\"'":
        return not _is_attribution(text[following.start(1) : following.start(1) + 120])
    return True


def _can_start(word: str) -> bool:
    """Whether a sentence may begin with `word`: any but a lower-case letter or a mark."""
    first = word[0]
    return first.isdigit() or (first.isalpha() and not first.islower()) or first in "$€£¥@#"


def _full_stop_ends(text: str, start: int, stop: int, following: str) -> bool:
    word = _last_word(text, stop)
    if word in _ALWAYS_OPEN or _LIST_NUMBER.fullmatch(text, start, stop):
        return False
    is_starter = following.strip("\"'.,;:!?()[]").lower() in _STARTERS
    if word in _SOMETIMES_OPEN:
        return is_starter if word != "no" else not following[0].isdigit()
    if _INITIAL.match(word):  # "J. Smith", "Gen. X", but "plan B. The"
        return is_starter and word != "i"
    return True


def _last_word(text: str, stop: int) -> str:
    match = _LAST_WORD.search(text, max(0, stop - 40), stop)
    return match.group(1).lower() if match else ""


def _is_attribution(following: str) -> bool:
    """Whether what follows a quotation's `?"` or `!"` names its speaker: `Bali asked`."""
    words = re.split(r"\s+", following, maxsplit=6)[:6]
    for word in words:
        bare = word.strip("\"'.,;:!?()[]").lower()
        if bare in _SAYING:
            return True
        if word[-1:] in ".!?;:":
            return False
    return False
