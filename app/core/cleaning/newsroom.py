"""A pasted text -> what it is taken to be: a role for every paragraph, and the article's facts.

Nothing is guessed silently: every role has its reason, every fact names the line it was read
from, and a fact that the text does not state is None.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile, zip_longest
from typing import Any

from app.core.cleaning.credits import (
    Credit,
    bracketed_source,
    caption_reason,
    is_outlet_name,
    known_agency,
    name_kind,
    read_credit,
    read_dateline,
    signature,
)
from app.core.cleaning.dates import PrintedDate, printed_dates
from app.core.cleaning.furniture import furniture_reason, glued_at, is_menu, section_of
from app.core.cleaning.paragraphs import Paragraph, paragraphs_of
from app.core.text import Block, BlockKind, Completeness, Facts, Span
from app.core.tuning import CLEANING

_FINISHED = re.compile(r"""[.!?…؟۔।。！？]["')\]]*\Z""")
_ASKING = re.compile(r"""[!?؟！？]["')\]]*\Z""")
_INNER_STOP = re.compile(r"[.!?؟。] ?\S.*[.!?؟。]")
_NO_TITLE_END = re.compile(r"[.:;,،。…]\Z|\.[\"')\]]*\Z")
_BULLET = re.compile(r"(?:[-•*·▪►–]|\d{1,2}[.)]) ")
_TRAILING_OFF = re.compile(r"""(?:\.{3}|…|\[(?:\.{3}|…)\])["')\]]*\Z""")
_END_MARK = re.compile(
    r"(?:[-*#=_~ ]{0,5}(?:ends?|fin|30)[-*#=_~ ]{0,5}|#{2,}|[■◼▪●□]+|\* ?\* ?\*|انتهى|סוף)\Z",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)(?: ©)? ?(?:\d{4}(?: ?- ?\d{4})?)?,? ?(?:by )?(?P<name>[^.|,©\d]{2,50}?)"
    r"(?:[.|,].*| all rights reserved.*| \d{4}.*)?\Z",
    re.IGNORECASE,
)
_CHANNEL = re.compile(
    r"(?:follow )?(?P<name>[^\W\d_][\w.'& -]{1,40}?) (?:on )?(?:official )?"
    r"(?:telegram|facebook|twitter|whatsapp|youtube|instagram|tiktok|newsletters?)"
    r"(?: channel| page| feed)?\Z",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    rf"(?P<title>.{{{CLEANING.min_title_characters},}}?)"
    r" (?:[|•]|-{1,2}) (?P<name>[^|•]{2,40})\Z"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a pasted text is taken to be. Blocks stand in order; together they hold every
    character of `text` that is not white space, each once."""

    text: str
    blocks: tuple[Block, ...]
    facts: Facts


def clean_text(text: str, *, hints: Facts = Facts()) -> Cleaned:  # noqa: B008 - immutable
    """The roles of all paragraphs of `text` and the facts it states.

    Any string is valid. A fact in `hints` (from a page's metadata, a manifest, a person) wins
    over the text, and the evidence says so. Time and memory are linear in the text.
    """
    desk = _Desk(tuple(_pieces(text)), hints)
    for step in _STEPS:
        step(desk)
    blocks = tuple(
        Block(kind, paragraph.span, reason)
        for paragraph, (kind, reason) in zip(
            desk.paragraphs, map(_or_body, desk.roles), strict=True
        )
    )
    return Cleaned(text, blocks, _facts(desk))


_Role = tuple[BlockKind, str]


@dataclass(slots=True)
class _Desk:
    """The work in progress: what each paragraph is so far, and what lines said."""

    paragraphs: tuple[Paragraph, ...]
    hints: Facts
    roles: list[_Role | None] = field(init=False)
    credits: dict[int, Credit] = field(default_factory=dict)
    furniture: dict[int, str] = field(default_factory=dict)
    agencies: frozenset[str] = frozenset()
    headline: int | None = None
    first: int = 0
    """Where the running text begins…"""
    last: int = -1
    """…and its last paragraph; smaller than `first` where there is none."""

    def __post_init__(self) -> None:
        self.roles = [None] * len(self.paragraphs)

    def free(self, start: int = 0, end: int | None = None) -> Iterator[int]:
        """The paragraphs without a role from `start` to before `end`, as they stand now."""
        for i in range(start, len(self.paragraphs) if end is None else end):
            if self.roles[i] is None:
                yield i

    def set(self, i: int, kind: BlockKind, reason: str) -> None:
        self.roles[i] = (kind, reason)

    def is_kind(self, i: int, kind: BlockKind) -> bool:
        """Whether paragraph `i` exists and has the role."""
        role = self.roles[i] if 0 <= i < len(self.roles) else None
        return role is not None and role[0] == kind


def _or_body(role: _Role | None) -> _Role:
    return role or ("body", "nothing shows that it is anything but text")


def _pieces(text: str) -> Iterator[Paragraph]:
    """Paragraphs, those that page furniture is glued to cut where the two meet."""
    for paragraph in paragraphs_of(text):
        at = glued_at(paragraph.text)
        if at is None:
            yield paragraph
            continue
        start, end = paragraph.span.start, paragraph.span.end
        for part, gap in ((Span(start, start + at), paragraph.gap), (Span(start + at, end), False)):
            printed = part.of(text)
            left = part.start + len(printed) - len(printed.lstrip())
            right = left + len(printed.strip())
            yield Paragraph(text[left:right], Span(left, right), gap)


# --- what a paragraph looks like by itself -----------------------------------------------------


def _finished(p: Paragraph) -> bool:
    return bool(_FINISHED.search(p.tail))


def _is_prose(p: Paragraph) -> bool:
    """Whether it is running text for certain: sentences, not a title."""
    if p.words > CLEANING.max_unfinished_words:
        return True
    if p.words < CLEANING.min_prose_words or not _finished(p):
        return False
    lone_question = _ASKING.search(p.tail) and not _INNER_STOP.search(p.head)
    return not (lone_question and p.words <= CLEANING.max_question_words and p.head[0] not in "\"'")


def _is_title(p: Paragraph) -> bool:
    """Whether it could be a headline, a standfirst or an intertitle."""
    return (
        p.words <= CLEANING.max_title_words
        and not _NO_TITLE_END.search(p.tail)
        and not _BULLET.match(p.head)
    )


# --- steps -------------------------------------------------------------------------------------


def _find_furniture(desk: _Desk) -> None:
    for i, p in enumerate(desk.paragraphs):
        if _END_MARK.match(p.head):
            desk.set(i, "boilerplate", "mark of the end")
        elif reason := furniture_reason(p.head) or ("menu" if is_menu(p.text) else None):
            desk.furniture[i] = reason
            desk.set(i, "boilerplate", reason)


def _find_credits(desk: _Desk) -> None:
    for i in desk.free():
        p = desk.paragraphs[i]
        if (credit := read_credit(p.head)) and p.tail is p.head:
            desk.credits[i] = credit
            desk.set(i, "byline", credit.reason)
    named = {c.agency for c in desk.credits.values()} | {desk.hints.agency}
    prose = (i for i in desk.free() if _is_prose(desk.paragraphs[i]))
    for i in islice(prose, CLEANING.dateline_paragraphs):
        opening = read_dateline(desk.paragraphs[i].head)
        named.add(opening.agency if opening else None)
    desk.agencies = frozenset(name.casefold() for name in named if name)


def _find_captions(desk: _Desk) -> None:
    prose = [i for i in desk.free() if _is_prose(desk.paragraphs[i])]
    for i in desk.free():
        p = desk.paragraphs[i]
        reason = caption_reason(p.head, p.tail, p.words, desk.agencies)
        if reason is None and prose[-1:] != [i] and bracketed_source(p.tail, desk.agencies):
            reason = "ends with a photo credit"
        if reason:
            desk.set(i, "caption", reason)


def _find_caption_companions(desk: _Desk) -> None:
    """Lines that belong to a caption: its copy, its alternative text, its copyright line."""
    printed = Counter(p.key for p in desk.paragraphs)
    titles = 0  # above: the first title is the headline's, however much a caption repeats of it
    for i in range(len(desk.paragraphs) - 1):
        upper, lower = desk.paragraphs[i], desk.paragraphs[i + 1]
        belongs = desk.roles[i] is None and (titles or _finished(upper))
        if belongs and desk.is_kind(i + 1, "caption"):
            if len(upper.key) >= CLEANING.min_repeated_letters and lower.key.startswith(upper.key):
                desk.set(i, "caption", "repeated in the photo text below")
            elif printed[upper.key] == 1 and _is_alternative(upper, lower):
                desk.set(i, "caption", "alternative text of the picture below")
        if desk.is_kind(i, "caption"):
            if desk.roles[i + 1] is None and upper.key == lower.key:
                desk.set(i + 1, "caption", "repeats the photo text above")
            elif desk.furniture.get(i + 1) == "notice of rights":
                desk.set(i + 1, "caption", "photo credit")
        titles += desk.roles[i] is None and _is_title(upper)


def _is_alternative(upper: Paragraph, caption: Paragraph) -> bool:
    """Whether the line's longer words nearly all stand in the caption."""
    words = {word for word in _words(upper) if len(word) >= CLEANING.min_telling_letters}
    return (
        not _finished(upper)
        and bool(words)
        and len(words & _words(caption)) >= CLEANING.min_alternative_shared * len(words)
    )


def _words(p: Paragraph) -> set[str]:
    return set(p.head.casefold().replace(",", " ").replace(".", " ").split())


def _find_sections(desk: _Desk) -> None:
    """Comment sections and lists of teasers: what stands below their headings."""
    words = [
        p.words if desk.roles[i] is None and _is_prose(p) else 0
        for i, p in enumerate(desk.paragraphs)
    ]
    paragraphs_above = words_above = 0
    words_in_all = sum(words)
    for i, p in enumerate(desk.paragraphs):
        paragraphs_above += words[i] > 0
        words_above += words[i]
        section = section_of(p.head) if i in desk.furniture else None
        if section not in ("comments", "teasers") or not words_above:
            continue
        firm = (
            section == "comments"
            and len(p.head.split()) > 1
            and paragraphs_above >= CLEANING.min_paragraphs_above_comments
        )
        if firm or words_in_all - words_above <= words_above:
            _close(desk, i)
            return
        for below in takewhile(lambda n: _is_teaser(desk, n), range(i + 1, len(desk.paragraphs))):
            desk.set(below, "boilerplate", _under(p))


def _close(desk: _Desk, heading: int) -> None:
    """Nothing below the heading is the article's; each line is said to stand under the nearest."""
    for i in range(heading, len(desk.paragraphs)):
        if i in desk.furniture and section_of(desk.paragraphs[i].head) in ("comments", "teasers"):
            heading = i
        elif desk.roles[i] is None:
            desk.set(i, "boilerplate", _under(desk.paragraphs[heading]))


def _under(heading: Paragraph) -> str:
    return f"stands under “{heading.head}”"


def _is_teaser(desk: _Desk, i: int) -> bool:
    return desk.roles[i] is None and _is_title(desk.paragraphs[i])


def _find_text(desk: _Desk) -> None:
    """Where the running text begins and ends, as far as finished sentences show it."""
    prose = [i for i in desk.free() if _is_prose(desk.paragraphs[i])]
    if prose:
        desk.first, desk.last = prose[0], prose[-1]
        desk.last = max([desk.last, *_run_on(desk)])
        return
    rest = list(desk.free())
    if not rest:
        return
    if len(rest) > 1 and _is_title(desk.paragraphs[rest[0]]) and desk.paragraphs[rest[0]].words > 1:
        rest = rest[1:]
    desk.first, desk.last = rest[0], rest[-1]


def _run_on(desk: _Desk) -> Iterator[int]:
    """Paragraphs right below the last certain one that belong to the text: short sentences, and
    one unfinished paragraph where the text breaks off."""
    listed = False
    for i in range(desk.last + 1, len(desk.paragraphs)):
        p = desk.paragraphs[i]
        if desk.is_kind(i, "caption"):
            continue
        if desk.roles[i] is not None:
            return
        listed = listed or p.tail.endswith(":")  # what a colon announces is part of the text
        if listed or _finished(p):
            yield i
            continue
        alone = i + 1 == len(desk.paragraphs) or desk.roles[i + 1] is not None
        if alone and p.words >= CLEANING.min_cut_words:
            yield i
        return


def _find_headline(desk: _Desk) -> None:
    above = [i for i in desk.free(0, desk.first) if _is_title(desk.paragraphs[i])]
    chosen, reason = _choose_headline(desk, above)
    if chosen is None:
        return
    desk.headline = chosen
    desk.set(chosen, "headline", reason)
    title = desk.paragraphs[chosen]
    for i in desk.free():
        key = desk.paragraphs[i].key
        if key == title.key:
            desk.set(i, "boilerplate", "repeats the headline")
        elif i < desk.first and key.startswith(title.key) and _suffix(desk.paragraphs[i]):
            desk.set(i, "boilerplate", "repeats the headline with the outlet's name")


def _choose_headline(desk: _Desk, above: list[int]) -> tuple[int | None, str]:
    """The headline among title-like lines above the text, and why it."""
    hinted = "".join(filter(str.isalnum, (desk.hints.headline or "").casefold()))
    counts = Counter(_title_key(desk.paragraphs[i]) for i in above)
    names = [i for i in above if not is_outlet_name(desk.paragraphs[i].head)]
    names = [i for i in names if not _is_slogan(desk, i)] or names
    long = [i for i in names if desk.paragraphs[i].words >= CLEANING.min_headline_words]
    for i in above:
        if hinted and desk.paragraphs[i].key == hinted:
            return i, "is the headline that came with the text"
    for i in names:
        key = desk.paragraphs[i].key  # the plain line: one with the outlet's name has a longer key
        if counts[key] > 1 and desk.paragraphs[i].words > 1:
            return i, "first of the lines above the text that are printed twice"
    if long:
        return long[0], "first line above the text that reads like a headline"
    short = [i for i in names if desk.paragraphs[i].words > 1]
    if short:
        return max(short, key=lambda i: (desk.paragraphs[i].words, -i)), (
            "longest line above the text"
        )
    return None, ""


def _is_slogan(desk: _Desk, i: int) -> bool:
    """Whether the line stands right below an outlet's name, as part of the page's head."""
    p = desk.paragraphs[i]
    return i > 0 and not p.gap and is_outlet_name(desk.paragraphs[i - 1].head)


def _title_key(p: Paragraph) -> str:
    parted = _suffix(p)
    return "".join(filter(str.isalnum, parted["title"].casefold())) if parted else p.key


def _suffix(p: Paragraph) -> re.Match[str] | None:
    """The parts of "Headline | Harbour Post" where the end may be an outlet's name."""
    found = _SUFFIX.fullmatch(p.head)
    return found if found and name_kind(found["name"]) not in (None, "staff") else None


def _find_standfirst(desk: _Desk) -> None:
    if desk.headline is None:
        return
    for i in desk.free(desk.headline + 1, desk.first):
        p = desk.paragraphs[i]
        if _is_title(p) and p.words >= CLEANING.min_standfirst_words and not is_outlet_name(p.head):
            desk.set(i, "standfirst", "stands between the headline and the text")
    _find_given_standfirst(desk)
    reason, below = _opening(desk)
    lead = list(desk.free(desk.headline + 1, below))
    if reason and 0 < len(lead) <= CLEANING.max_standfirsts and desk.first < below <= desk.last:
        for i in lead:
            desk.set(i, "standfirst", reason)
        desk.first = next(desk.free(below), below)


def _find_given_standfirst(desk: _Desk) -> None:
    """The standfirst that came with the text stands first in it: the text begins below."""
    given = "".join(filter(str.isalnum, (desk.hints.standfirst or "").casefold()))
    if given and desk.first < desk.last and desk.paragraphs[desk.first].key == given:
        desk.set(desk.first, "standfirst", "is the standfirst that came with the text")
        desk.first = next(desk.free(desk.first), desk.last)


def _opening(desk: _Desk) -> tuple[str, int]:
    """Why sentences above a paragraph are a standfirst, and that paragraph: it is a byline with
    text below, or it begins with a dateline."""
    for i in range(desk.first + 1, min(desk.last, desk.first + 2 * CLEANING.max_standfirsts + 1)):
        credit = desk.credits.get(i)
        if credit and not credit.signs_off:
            return "stands between the headline and the byline", i
    for i in islice(desk.free(desk.first, desk.last + 1), CLEANING.dateline_paragraphs):
        if read_dateline(desk.paragraphs[i].head):
            return "stands above the paragraph that opens with a dateline", i
    return "", -1


def _settle_above(desk: _Desk) -> None:
    """Roles for what is left above the text."""
    for i in desk.free(0, desk.first):
        p = desk.paragraphs[i]
        if is_outlet_name(p.head):
            desk.set(i, "boilerplate", "name of an outlet")
        elif desk.headline is not None and i < desk.headline:
            desk.set(i, "boilerplate", "stands above the headline")
        elif any(c and c.dates for c in (desk.credits.get(i - 1), desk.credits.get(i + 1))) and (
            name_kind(p.head) == "person"
        ):
            desk.set(i, "byline", "a name beside the date")
        elif not _finished(p) and p.words < CLEANING.min_standfirst_words:
            desk.set(i, "boilerplate", "short line above the text")
        else:
            desk.set(i, "body", "stands at the beginning of the text")


def _settle_text(desk: _Desk) -> None:
    """Intertitles and paragraphs between the first and the last paragraph of the text."""
    for i in range(desk.first, desk.last + 1):
        credit = desk.credits.get(i)
        if credit and credit.byline and not credit.dates and not known_agency(credit.agency or ""):
            del desk.credits[i]  # "By Night" inside the text is an intertitle
            desk.roles[i] = None
    inside = list(desk.free(desk.first, desk.last + 1))
    for i, below in zip_longest(inside, inside[1:]):
        if below is not None and _is_intertitle(desk.paragraphs[i], desk.paragraphs[below]):
            desk.set(i, "intertitle", "short line without a full stop above a paragraph")
        else:
            desk.set(i, "body", _body_reason(desk.paragraphs[i]))


def _is_intertitle(p: Paragraph, below: Paragraph) -> bool:
    return (
        p.words <= CLEANING.max_intertitle_words
        and _is_title(p)
        and not _is_prose(p)
        and (_finished(below) or _is_prose(below))
        and not (_ASKING.search(p.tail) and p.head[0] in "\"'")
    )


def _body_reason(p: Paragraph) -> str:
    if _BULLET.match(p.head):
        return "an item of a list in the text"
    return "a paragraph of the text" if _finished(p) else "text without a full stop at its end"


def _settle_below(desk: _Desk) -> None:
    """Roles for what is left below the text: credits, then what belongs to the page."""
    for i in desk.free(desk.last + 1):
        credit = read_credit(desk.paragraphs[i].head, at_end=True)
        if credit:
            desk.credits[i] = credit
            desk.set(i, "byline", credit.reason)
        else:
            desk.set(i, "boilerplate", "stands below the end of the text")


_STEPS: tuple[Callable[[_Desk], None], ...] = (
    _find_furniture,
    _find_credits,
    _find_captions,
    _find_caption_companions,
    _find_sections,
    _find_text,
    _find_headline,
    _find_standfirst,
    _settle_above,
    _settle_text,
    _settle_below,
)


# --- facts -------------------------------------------------------------------------------------


class _Notes:
    """Facts as they are read: the first statement of a fact stands."""

    def __init__(self, desk: _Desk) -> None:
        self.desk = desk
        self.facts: dict[str, str] = {}
        self.evidence: dict[str, str] = {}

    def take(self, name: str, value: str | None, i: int, how: str = "") -> None:
        """Write down a fact that paragraph `i` states, unless it is known already."""
        if value and name not in self.facts:
            self.facts[name] = value
            self.evidence[name] = self.line(i) + how

    def problem(self, name: str, date: PrintedDate, i: int) -> None:
        """Write down why a date that stands there gives none."""
        self.evidence.setdefault(name, f"{self.line(i)} {date.problem}, so no date is taken")

    def line(self, i: int) -> str:
        """Paragraph `i` under the number that a list of the blocks gives it."""
        p = self.desk.paragraphs[i]
        quoted = _quoted(p)
        return f"line {i + 1}: '{quoted}{'' if quoted == p.head else '…'}'"


def _facts(desk: _Desk) -> Facts:
    notes = _Notes(desk)
    _note_titles(desk, notes)
    _note_dateline(desk, notes)
    authors = _note_credits(desk, notes)
    _note_page(desk, notes)
    complete, complete_reason = _completeness(desk)
    facts = Facts(
        **notes.facts,
        authors=authors,
        complete=complete,
        complete_reason=complete_reason,
        evidence=tuple(sorted(notes.evidence.items())),
    )
    return _with_hints(facts, desk.hints)


def _note_titles(desk: _Desk, notes: _Notes) -> None:
    for i, role in enumerate(desk.roles):
        p = desk.paragraphs[i]
        if role and role[0] == "headline":
            parted = _suffix(p)
            outlet = parted["name"] if parted and is_outlet_name(parted["name"]) else None
            notes.take("headline", parted["title"] if parted and outlet else _shown(p), i)
            notes.take("outlet", outlet, i)
        elif role and role[0] == "standfirst":
            notes.take("standfirst", _shown(p), i)
        elif role and role[1] == "repeats the headline with the outlet's name":
            parted = _suffix(p)
            notes.take("outlet", parted["name"] if parted else None, i)


def _shown(p: Paragraph) -> str:
    """The paragraph as printed, on one line."""
    return " ".join(p.text.split())


def _quoted(p: Paragraph) -> str:
    """The beginning of a line, as evidence quotes it."""
    return p.head[: CLEANING.quoted_characters]


def _note_dateline(desk: _Desk, notes: _Notes) -> None:
    bodies = (i for i in range(desk.first, desk.last + 1) if desk.is_kind(i, "body"))
    for i in islice(bodies, CLEANING.dateline_paragraphs):
        opening = read_dateline(desk.paragraphs[i].head)
        if opening is None:
            continue
        outlet = opening.agency if name_kind(opening.agency or "") == "outlet" else None
        notes.take("dateline", opening.place, i)
        notes.take("outlet", outlet, i)
        notes.take("agency", None if outlet else opening.agency, i)
        return


def _note_credits(desk: _Desk, notes: _Notes) -> tuple[str, ...]:
    """The authors; the other facts of bylines, date lines and credit lines go into the notes."""
    credits = sorted(desk.credits.items())
    authors: tuple[str, ...] = ()
    signed = sorted(credits, key=lambda c: (not c[1].authors, c[0]))  # people before agencies
    for i, credit in signed:
        notes.take("byline", credit.byline, i)
    for i, credit in sorted(credits, key=lambda c: (c[1].signs_off, c[0])):
        if credit.authors and not authors:
            authors = credit.authors
            notes.evidence["authors"] = notes.line(i)
        notes.take("agency", credit.agency, i)
        notes.take("outlet", credit.outlet, i)
        _note_dates(credit.dates, notes, i)
    if desk.last >= desk.first:
        notes.take("agency", signature(desk.paragraphs[desk.last].tail), desk.last)
    return authors


def _note_dates(dates: Iterable[tuple[PrintedDate, bool]], notes: _Notes, i: int) -> None:
    for date, is_update in dates:
        name = "updated" if is_update else "published"
        if date.iso:
            notes.take(name, date.iso, i)
        else:
            notes.problem(name, date, i)


def _note_page(desk: _Desk, notes: _Notes) -> None:
    """What the page around the text tells: the outlet's name, a date among buttons."""
    for i, role in enumerate(desk.roles):
        if role is None or role[0] != "boilerplate":
            continue
        p = desk.paragraphs[i]
        if role[1] == "name of an outlet":
            notes.take("outlet", _shown(p), i)
        elif i in desk.furniture:
            rights = _RIGHTS.match(p.head)
            if rights and name_kind(rights["name"]) in ("outlet", "agency"):
                notes.take("outlet", rights["name"].strip(), i, ", a notice of rights")
            if i < desk.first:
                _note_dates(((date, False) for date in printed_dates(p.head)), notes, i)
        channel = _CHANNEL.fullmatch(p.head)
        if channel and name_kind(channel["name"]):
            notes.take("outlet", channel["name"], i, ", the label of a link")


# --- completeness ------------------------------------------------------------------------------


def _completeness(desk: _Desk) -> tuple[Completeness, str]:
    """Whether the article stands there whole, and what shows it."""
    ends = [i for i in range(desk.first, desk.last + 1) if desk.is_kind(i, "body")]
    if not ends:
        return "unknown", "There is no running text."
    last = desk.paragraphs[ends[-1]]
    below = range(ends[-1] + 1, len(desk.paragraphs))
    if _TRAILING_OFF.search(last.tail):
        return "cut off", "The last paragraph trails off."
    if not _finished(last) and not signature(last.tail):
        return "cut off", "The last paragraph stops in the middle of a sentence."
    if signed := _signed(desk, last, below):
        return "yes", signed
    more = _more(desk, below)
    if more is not None:
        return "cut off", f"“{_quoted(desk.paragraphs[more])}” stands below the text."
    if any(desk.is_kind(i, "boilerplate") for i in below):
        return "yes", "The last sentence is finished and the page goes on with other things."
    return "unknown", "The last sentence is finished, but nothing shows that no more follows."


def _signed(desk: _Desk, last: Paragraph, below: range) -> str:
    """Which credit or mark shows the end of the article; empty for none."""
    if any(i in desk.credits and desk.credits[i].signs_off for i in below):
        return "A credit line stands below the last paragraph."
    if any(desk.roles[i] == ("boilerplate", "mark of the end") for i in below):
        return "A mark of the end stands below the last paragraph."
    return "The last paragraph ends with its source." if signature(last.tail) else ""


def _more(desk: _Desk, below: range) -> int | None:
    """The line below the text that says it goes on elsewhere. Above teasers, "Read more" is
    their heading."""
    for i in below:
        if section_of(desk.paragraphs[i].head) == "more":
            teasers = i + 1 in below and i + 1 not in desk.furniture
            return None if teasers and desk.is_kind(i + 1, "boilerplate") else i
    return None


# --- hints -------------------------------------------------------------------------------------


def _with_hints(facts: Facts, hints: Facts) -> Facts:
    """The facts with those that came with the text in place of what it says itself."""
    given: dict[str, Any] = {name: value for name in _HINTED if (value := getattr(hints, name))}
    if hints.complete != "unknown":
        given["complete"] = hints.complete
        given["complete_reason"] = hints.complete_reason or "Given with the text."
    said = dict(hints.evidence)
    evidence = dict(facts.evidence) | {
        name: said.get(name, "given with the text") for name in given if name in _HINTED
    }
    return replace(facts, **given, evidence=tuple(sorted(evidence.items())))


_HINTED = (
    "headline", "standfirst", "outlet", "byline", "authors", "agency", "dateline", "published",
    "updated", "language",
)  # fmt: skip  # several to a line
