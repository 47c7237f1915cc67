"""Findings that follow from the ledgers: names, quotations and numbers that differ."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType

import Stemmer

from app.core.aligning.coverage import outlet_name
from app.core.comparison import (
    ComparedArticle,
    Comparison,
    Evidence,
    Finding,
    FindingKind,
    Mention,
    NumberGroup,
    NumberVerdict,
    Quotation,
    QuotationClass,
    QuotationDifference,
    Side,
    Statement,
    Substitution,
    SubstitutionKind,
)
from app.core.counting.numbers import in_another_order
from app.core.judging.nearby import Nearby
from app.core.naming.telling import NAMINGS, refers_back
from app.core.phrasing import joined_names, quoted
from app.core.text import Span
from app.core.tuning import BOUNDS

_LEADS: Mapping[SubstitutionKind, str] = {
    "actor-label": "Named differently",
    "group-name": "Named differently",
    "epithet": "Epithet",
    "attribution-verb": "Attributed differently",
    "scare-quotes": "Set in quotation marks",
    "place": "Place named differently",
    "other": "Worded with a judgement",
}
_LEADS_BY_DETAIL: Mapping[str, str] = {
    "frame": "Framed differently",
    "another word": "Worded differently",
    "hedge dropped": "Hedge",
    "hedge added": "Hedge",
}
_NUMBER_LEADS: Mapping[NumberVerdict, str] = {
    "different": "Numbers differ",
    "updated": "Number updated",
    "rounded": "Number rounded",
}
"""What a number's finding is about, the gravest first; numbers that agree are none."""
_MARKS = re.compile(r"""(?<!\w)["“”„«»‘’‚'‹›]|["“”„«»‘’‚'‹›](?!\w)""")
_DEFINED = re.compile(r"(?<=\.) (?=“)")
"""Between what is said of one word and of the next."""
_SENTENCE_END = re.compile(r"(?<=\.) (?![^“”]*”)")
"""Between sentences of ours, not of what they quote."""
_WORD = re.compile(r"[^\W_]+")
_TAKEN = "\n"
"""In the place of a name's letters, so that no shorter name is found within it."""
_STEMMER = Stemmer.Stemmer("english")
_TELLING_CLASSES: tuple[QuotationClass, ...] = (
    "other-speaker",
    "cut-unmarked",
    "reworded",
    "joined",
    "cut-marked",
    "trimmed",
    "insertion",
    "direct-indirect",
)
"""What a quotation's finding is about, the gravest first; identical versions are none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it is ranked. `row` is the position of its first statement; `words` is the
    evidence without sentences that merely lack something; `detail` tells findings apart that have
    one kind and evidence; `beside` are places of further outlets that the summary names."""

    row: int
    kind: FindingKind
    summary: str
    why: str
    statements: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    words: tuple[Evidence, ...] = ()
    detail: str = ""
    beside: tuple[Evidence, ...] = ()


def ledger_findings(comparison: Comparison, nearby: Nearby) -> Iterator[Draft]:
    """The findings of a comparison's ledgers: sure, editorial substitutions, quotations that are
    not identical, and numbers that do not agree."""
    rows = _Rows(comparison, nearby)
    yield from _of_names(comparison, rows)
    for quotation in comparison.quotations:
        yield from _of_quotation(comparison, rows, quotation)
    for group in comparison.numbers:
        if group.verdict != "agree":
            yield _of_number(comparison.articles, rows.number[group.statement], group)


class _Rows:
    """Statements by the sentences they hold, and what stands near these."""

    def __init__(self, comparison: Comparison, nearby: Nearby) -> None:
        self.nearby = nearby
        self.articles = comparison.articles
        self.statements = comparison.statements
        self.number = {statement.id: n for n, statement in enumerate(comparison.statements)}

    def of(self, *mentions: tuple[int, int]) -> int | None:
        """The first row that holds all of these sentences."""
        rows = [set(self.nearby.rows[mention]) for mention in mentions]
        return min(set.intersection(*rows), default=None)

    def is_near(self, swap: Substitution) -> bool:
        """Whether the side without the word has it close by."""
        (own, other) = (swap.a, swap.b) if swap.a.text else (swap.b, swap.a)
        return not other.text and self._has(own, other.article, (other.sentence,))

    def has_like(
        self, mentions: Iterable[Mention], article: int, positions: tuple[int, ...]
    ) -> bool:
        """Whether an article has one of these names in these sentences in another form or order,
        or near them."""
        text = " ".join(self.articles[article].sentences[n].text for n in positions)
        return any(
            mention.text
            and (_is_like(mention.text, text) or self._has(mention, article, positions))
            for mention in mentions
        )

    def _has(self, own: Mention, article: int, positions: tuple[int, ...]) -> bool:
        """Whether an article has near these sentences the words of another one."""
        ours, theirs = Side(own.article, (own.sentence,)), Side(article, positions)
        return not self.nearby.look(own.span, ours, theirs, beside=True).pieces

    def around(self, places: Iterable[tuple[int, int]]) -> list[int]:
        """All rows that hold one of these sentences."""
        return sorted({row for place in places for row in self.nearby.rows[place][:1]})


# Names


def _of_names(comparison: Comparison, rows: _Rows) -> Iterator[Draft]:
    by_row: dict[int, list[Substitution]] = defaultdict(list)
    for swap in comparison.substitutions:
        if swap.is_sure and swap.editorial and not refers_back(swap) and not rows.is_near(swap):
            row = rows.of((swap.a.article, swap.a.sentence), (swap.b.article, swap.b.sentence))
            if row is not None:
                by_row[row].append(swap)
    told = [_Told.of(row, group) for row, own in sorted(by_row.items()) for group in _grouped(own)]
    for places in _together(told):
        yield _naming(comparison, rows, places)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one statement tells of a change of names. `words`: what each article says, in small
    letters; empty where it lacks the word."""

    row: int
    swaps: Sequence[Substitution]
    words: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, row: int, swaps: Sequence[Substitution]) -> "_Told":
        """A statement's own, from its substitutions."""
        words: dict[int, frozenset[str]] = defaultdict(frozenset)
        for mention in (mention for swap in swaps for mention in (swap.a, swap.b)):
            words[mention.article] |= {mention.text.casefold()}
        return cls(row, swaps, words)

    def fits(self, other: "_Told") -> bool:
        """Whether every article says the same in both statements, as far as it has both."""
        return all(other.words.get(article, own) == own for article, own in self.words.items())


def _together(told: Iterable[_Told]) -> Iterator[list[_Told]]:
    """What tells of one change of names: with one lead, the same words, and no outlet that uses
    one of them here and another there."""
    found: dict[tuple[str, frozenset[str]], list[list[_Told]]] = defaultdict(list)
    for one in told:
        alike = found[_lead(one.swaps[0]), frozenset().union(*one.words.values())]
        fitting = next((places for places in alike if all(map(one.fits, places))), None)
        if fitting is None:
            alike.append([one])
        else:
            fitting.append(one)
    return chain.from_iterable(found.values())


def _grouped(swaps: Sequence[Substitution]) -> list[list[Substitution]]:
    """Substitutions of one statement that share a word and a kind of lead, in reading order."""
    groups: list[tuple[str, set[str], list[Substitution]]] = []
    for swap in swaps:
        lead = _lead(swap)
        words = {text.casefold() for text in (swap.a.text, swap.b.text) if text}
        own = [g for g in groups if g[0] == lead and not words.isdisjoint(g[1])]
        groups = [g for g in groups if g not in own]
        groups.append(
            (
                lead,
                words.union(*(g[1] for g in own)),
                [*(s for g in own for s in g[2]), swap],
            )
        )
    return [group[2] for group in groups]


def _lead(swap: Substitution) -> str:
    return _LEADS_BY_DETAIL.get(swap.detail) or _LEADS[swap.kind]


def _naming(comparison: Comparison, rows: _Rows, places: Sequence[_Told]) -> Draft:
    """One finding for the same change of names, in however many statements it is made."""
    articles = comparison.articles
    group = _widened([swap for told in places for swap in told.swaps])
    mentions = [mention for swap in group for mention in (swap.a, swap.b)]
    evidence = sorted({_evidence(articles, mention) for mention in mentions})
    held = [rows.statements[told.row] for told in places]
    is_set_off = group[0].kind == "scare-quotes"
    said, beside = (_set_off(articles, group), ()) if is_set_off else _named(rows, group, held)
    where = f", in {len(places)} statements" if len(places) > 1 else ""
    return Draft(
        places[0].row,
        "relabelled",
        f"{_lead(group[0])}: {said}{where}.",
        " ".join(dict.fromkeys(why for swap in group for why in _DEFINED.split(swap.why))),
        tuple(statement.id for statement in held),
        tuple(evidence),
        tuple(Evidence(m.article, m.span, m.text) for m in mentions if m.text),
        beside=beside,
    )


def _widened(swaps: Sequence[Substitution]) -> list[Substitution]:
    """Substitutions with the longest name of each place: what another pair of articles has in
    common ("group" of "Islamic State group") belongs to the name all the same."""
    mentions = [mention for swap in swaps for mention in (swap.a, swap.b)]

    def widest(own: Mention) -> Mention:
        over = [m for m in mentions if m.article == own.article and _covers(m.span, own.span)]
        return max(over, key=lambda m: len(m.text)) if own.text else own

    return [replace(swap, a=widest(swap.a), b=widest(swap.b)) for swap in swaps]


def _covers(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end


def _named(
    rows: _Rows, group: Sequence[Substitution], held: Sequence[Statement]
) -> tuple[str, tuple[Evidence, ...]]:
    """`“strikers” in Meridian; “militants” in Sun`, or `“alleged” in Meridian, not in Sun`; with
    the outlets of the statements that have a name, or lack the word, though no link says so, and
    where these have or lack it."""
    articles = rows.articles
    mentions = [mention for swap in group for mention in (swap.a, swap.b)]
    named = [(mention.text, mention.article) for mention in mentions if mention.text]
    names = sorted({text for text, _ in named}, key=lambda text: (-len(text), text))
    bare = {m.article for m in mentions} - {article for _, article in named}
    beside: list[Evidence] = []
    for article, positions in _read_beside(held, {m.article for m in mentions}):
        used = [(n, e) for p in positions for n, e in _printed_in(articles, article, p, names)]
        named.extend((name, article) for name, _ in used)
        beside.extend(sorted(place for _, place in used))
        if not used and bare and not rows.has_like(mentions, article, positions):
            bare.add(article)
            beside.append(sentence_place(articles, article, positions[0]))
    said = who_says(articles, named)
    if bare:
        said = f"{said}, not in {names_of(articles, sorted(bare))}"
    return said, tuple(beside)


def sentence_place(articles: Sequence[ComparedArticle], article: int, position: int) -> Evidence:
    """A whole sentence as evidence."""
    sentence = articles[article].sentences[position]
    return Evidence(article, sentence.span, sentence.text)


def _read_beside(
    held: Sequence[Statement], known: Set[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(article, its sentences in these statements) of the other articles that have them."""
    for article in range(len(held[0].readings)):
        positions = sorted({p for statement in held for p in statement.readings[article]})
        if positions and article not in known:
            yield article, tuple(positions)


def _printed_in(
    articles: Sequence[ComparedArticle], article: int, position: int, names: Iterable[str]
) -> Iterator[tuple[str, Evidence]]:
    """Those of some names, the longest first, that stand in a sentence as whole words of their
    own, with each place. They may begin with a capital there, as at the start of a sentence; else
    as printed."""
    sentence = articles[article].sentences[position]
    text, start = sentence.text, sentence.span.start
    for name in names:
        first = "|".join(re.escape(letter) for letter in (name[0], name[0].upper()))
        for hit in re.finditer(rf"(?<!\w)(?:{first}){re.escape(name[1:])}(?!\w)", text):
            span = Span(start + hit.start(), start + hit.end())
            yield name, Evidence(article, span, hit.group())
            text = f"{text[: hit.start()]}{_TAKEN * len(hit.group())}{text[hit.end() :]}"


def _is_like(name: str, text: str) -> bool:
    """Whether a text has the words of a name, in other forms or another order too."""
    stems = _STEMMER.stemWords(_WORD.findall(text.casefold()))
    return set(_STEMMER.stemWords(_WORD.findall(name.casefold()))) <= {*stems}


def _set_off(articles: Sequence[ComparedArticle], group: Sequence[Substitution]) -> str:
    """`“pocket” in Meridian, not in Sun`, or `“pocket”, in quotation marks, in Meridian; “camp” in
    Sun`."""
    pairs = [(s.a, s.b) if _MARKS.search(s.a.text) else (s.b, s.a) for s in group]
    marked = [(_MARKS.sub("", mention.text), mention.article) for mention, _ in pairs]
    plain = [(mention.text, mention.article) for _, mention in pairs]
    if {text.casefold() for text, _ in marked} == {text.casefold() for text, _ in plain}:
        bare = names_of(articles, sorted({article for _, article in plain}))
        return f"{who_says(articles, marked)}, not in {bare}"
    said: dict[str, set[int]] = defaultdict(set)
    for pair in pairs:
        said[_as_marked(pair[0].text)].add(pair[0].article)
    told = [f"{words} in {names_of(articles, sorted(who))}" for words, who in said.items()]
    return "; ".join([*told, who_says(articles, plain)])


def _as_marked(words: str) -> str:
    """`“pocket”, in quotation marks,`, or `“so-called ‘pocket’”` where they are around a part."""
    bare = _MARKS.sub("", words)
    if bare[0] == words[0]:
        return quoted([words], len(words))
    return f"“{bare}”, in quotation marks,"


def _evidence(articles: Sequence[ComparedArticle], mention: Mention) -> Evidence:
    """The words themselves, or the sentence that lacks them."""
    if mention.text:
        return Evidence(mention.article, mention.span, mention.text)
    return sentence_place(articles, mention.article, mention.sentence)


# Numbers


def _of_number(articles: Sequence[ComparedArticle], row: int, group: NumberGroup) -> Draft:
    evidence = tuple(Evidence(v.article, v.span, v.text) for v in group.versions)
    said = who_says(articles, ((v.text, v.article) for v in group.versions))
    summary, why = f"{_NUMBER_LEADS[group.verdict]}: {said}.", group.why
    if in_another_order(group.versions):
        summary = f"Numbers may differ: {said}. The words are the same in another order."
    return Draft(row, "number", summary, why, (group.statement,), evidence, evidence)


# Quotations


def _of_quotation(comparison: Comparison, rows: _Rows, quotation: Quotation) -> Iterator[Draft]:
    """One finding a quotation, about its gravest differences."""
    articles, versions = comparison.articles, quotation.versions
    telling = _telling(quotation)
    if not telling:
        return
    parties = sorted({n for difference in telling for n in (difference.a, difference.b)})
    evidence = tuple(
        Evidence(versions[n].article, span, span.of(articles[versions[n].article].article.text))
        for n in parties
        for span in versions[n].spans
    )
    places = [(versions[n].article, p) for n in parties for p in versions[n].sentences]
    found = rows.around(places)
    yield Draft(
        found[0],
        "quotation",
        _summary(quotation, telling),
        " ".join(_not_told_twice([d.why for d in telling])),
        tuple(rows.statements[row].id for row in found),
        evidence,
        evidence,
    )


def _summary(quotation: Quotation, telling: Sequence[QuotationDifference]) -> str:
    """The gravest difference, and what a third outlet cuts of the same words."""
    gravest = min(telling, key=_grade)
    cuts = [d for d in telling if d.cut and {d.a, d.b} & {gravest.a, gravest.b}]
    told = [gravest.why, *(d.why for d in sorted(cuts, key=_grade)[:1] if not gravest.cut)]
    return _with_words(" ".join(_not_told_twice(told)), quotation.versions[gravest.a].parts)


def _not_told_twice(whys: Sequence[str]) -> list[str]:
    """The sentences of some reasons, each once."""
    return list(dict.fromkeys(told for why in whys for told in _SENTENCE_END.split(why)))


def _with_words(why: str, parts: Iterable[str]) -> str:
    """What differs between two versions, behind the words where it begins without any."""
    if "“" in why.partition(".")[0]:
        return why
    return f"{quoted(map(_stripped, parts), BOUNDS.excerpt_characters)}: {why}"


def _stripped(words: str) -> str:
    return words.rstrip(" ,")


def _telling(quotation: Quotation) -> list[QuotationDifference]:
    return [d for d in quotation.differences if _told(d.classes)]


def _grade(difference: QuotationDifference) -> int:
    return min(map(_TELLING_CLASSES.index, _told(difference.classes)))


def _told(classes: Iterable[QuotationClass]) -> list[QuotationClass]:
    return [each for each in classes if each != "identical"]


# Which weigh more


class Gravity:
    """How grave the findings of a comparison's ledgers are among those of their kind."""

    def __init__(self, comparison: Comparison) -> None:
        numbers = {
            (version.article, version.span): len(_NUMBER_LEADS)
            if in_another_order(group.versions)
            else [*_NUMBER_LEADS].index(group.verdict)
            for group in comparison.numbers
            if group.verdict != "agree"
            for version in group.versions
        }
        names = {
            (mention.article, mention.span): swap.kind not in NAMINGS
            for swap in comparison.substitutions
            for mention in (swap.a, swap.b)
        }
        quotations = {
            (version.article, span): min(map(_grade, telling))
            for quotation in comparison.quotations
            for telling in [_telling(quotation)]
            if telling
            for version in quotation.versions
            for span in version.spans
        }

        self._known: Mapping[FindingKind, Mapping[tuple[int, Span], int]] = {
            "relabelled": names,
            "quotation": quotations,
            "number": numbers,
        }

    def of(self, finding: Finding) -> int:
        """From 0, the gravest; 0 where a finding is of no ledger."""
        known = self._known.get(finding.kind, {})
        places = [(evidence.article, evidence.span) for evidence in finding.evidence]
        return min((known[place] for place in places if place in known), default=0)

    def is_petty(self, finding: Finding) -> bool:
        """Whether nothing but the order of a figure's words differs."""
        return finding.kind == "number" and self.of(finding) == len(_NUMBER_LEADS)


# Words


def who_says(
    articles: Sequence[ComparedArticle],
    said: Iterable[tuple[str, int]],
    also: Mapping[str, Mapping[int, int]] = MappingProxyType({}),
) -> str:
    """`“strikers” in Meridian; “militants” in The Herald and Sun`, in the order of articles.

    `also` has, for words in small letters, the articles that print them so many sentences further
    on: `“two boats” in Meridian, one sentence later in Sun`.
    """
    users: dict[str, set[int]] = defaultdict(set)
    spelling: dict[str, str] = {}
    for words, article in said:
        spelling.setdefault(words.casefold(), words)
        users[words.casefold()].add(article)
    ordered = sorted(users.items(), key=lambda entry: (min(entry[1]), entry[0]))
    return "; ".join(
        f"{_in_marks(spelling[words])} in {names_of(articles, sorted(who))}"
        f"{_further_on(articles, also.get(words, {}))}"
        for words, who in ordered
    )


def _further_on(articles: Sequence[ComparedArticle], away: Mapping[int, int]) -> str:
    """`, one sentence later in Sun`."""
    told = ""
    for steps in sorted(set(away.values())):
        who = [article for article in sorted(away) if away[article] == steps]
        many = "one sentence" if abs(steps) == 1 else f"{abs(steps)} sentences"
        told += f", {many} {'later' if steps > 0 else 'earlier'} in {names_of(articles, who)}"
    return told


def _in_marks(words: str) -> str:
    """Words in quotation marks, the ellipsis of shortened ones outside."""
    said = words.removesuffix(" …")
    return f"“{said}”" if said == words else f"“{said}” …"


def names_of(articles: Sequence[ComparedArticle], who: Sequence[int]) -> str:
    """The outlets of some articles: `A, B and C`."""
    return joined_names([outlet_name(articles[i].article) for i in who])


def excerpt(text: str) -> str:
    """The start of a sentence in quotation marks, those within it single."""
    return quoted([_stripped(text)], BOUNDS.excerpt_characters)


def shortened(text: str, characters: int) -> str:
    """A text, cut at a word where it is longer."""
    if len(text) <= characters:
        return text
    start = text[:characters].rsplit(" ", 1)[0]
    return f"{start.rstrip(',;:')} …"
