"""Which names mean the same, by what the articles themselves say: swaps, glosses, short forms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.core.aligning.segment import SAYING_VERBS
from app.core.aligning.similarity import STOP_WORDS
from app.core.comparison import ComparedArticle, Link, Statement, Substitution
from app.core.naming.names import (
    COUNTRIES,
    COUNTRY_ACRONYMS,
    DETERMINERS,
    GROUP_NOUNS,
    ROLES,
    Key,
    bare,
    family_name,
    is_acronym_of,
    is_full_name,
    singular,
)
from app.core.normalize import fold_marks
from app.core.text import Span
from app.core.tokens import Tokens, is_word, tokenize

SAYING = frozenset(map(bare, SAYING_VERBS))
_TITLES = frozenset({"headline", "intertitle"})
_DAYS_AND_MONTHS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december
    """.split()
)
_INNER = frozenset("of for de la von van der den bin ibn".split())
PLACED = frozenset(
    "in near at from outside inside across around towards toward into beyond through".split()
)
_NEEDS_TWO_WORDS = frozenset(
    "general justice chief head king queen prince princess judge governor executive".split()
)
_GENERAL_HEADS = frozenset(
    """
    people person man woman child worker force fighter member resident citizen group team side
    leader official troop supporter
    """.split()
)
_COUNTS = frozenset(
    "one two three four five six seven eight nine ten dozens hundreds thousands".split()
)
_BEFORE_A_NAME = STOP_WORDS | DETERMINERS | _COUNTS
_BODY_HEADS = GROUP_NOUNS | frozenset(
    """
    league council committee commission court federation association agency authority institute
    foundation bank army front guard board ministry department front corps church forum
    """.split()
)
_COMPANY_ENDINGS = frozenset(
    "holdings inc ltd plc corp corporation group company co gmbh ag llc limited industries".split()
)
_ALIASES = tuple(
    tuple(words.split())
    for words in (
        "also known as",
        "better known as",
        "commonly known as",
        "formerly known as",
        "widely known as",
        "nicknamed",
        "dubbed",
        "aka",
    )
)
_ALIAS_STARTS = frozenset(alias[0] for alias in _ALIASES)
_SWAPS = frozenset({"actor-label", "group-name", "other"})
_OPENERS = frozenset({".", "!", "?", ":", '"', "…"})
_LONGEST_BRACKET = 14  # tokens: a gloss, not an aside
_MOST_WORDS = 3  # of a name that is no proper name: "dock workers", "civil war"
_LONGEST_SIDE = 120  # characters of a substitution that may still be a name


# Rows, runs of capitals


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence's words as compared, with where it stands."""

    article: int
    position: int
    start: int
    block: int
    is_title: bool
    tokens: Tokens
    words: tuple[str, ...]

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens first to last, the last one without possession."""
        end = self.tokens.starts[last] + len(_unpossessed(self.tokens.surfaces[last]))
        return Span(self.start + self.tokens.starts[first], self.start + end)

    def owns(self, i: int) -> bool:
        """Whether a token ends in possession: X's."""
        return self.tokens.norms[i].endswith(("'s", "s'"))


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words side by side: tokens first ≤ i < end, without a title before a name."""

    row: int
    first: int
    end: int
    key: Key
    title: str


def _unpossessed(surface: str) -> str:
    return surface[:-2] if fold_marks(surface[-2:]).lower() == "'s" else surface


def texts_of(articles: Sequence[ComparedArticle]) -> "Texts":
    """The words of all sentences, and where in them capitalised words stand side by side."""
    return Texts(_rows(articles))


def _rows(articles: Sequence[ComparedArticle]) -> list[Row]:
    rows = []
    for i, article in enumerate(articles):
        blocks = article.article.blocks
        for position, sentence in enumerate(article.sentences):
            kind = blocks[sentence.block].kind
            tokens = tokenize(sentence.text)
            words = tuple(map(bare, tokens.norms))
            start = sentence.span.start
            rows.append(Row(i, position, start, sentence.block, kind in _TITLES, tokens, words))
    return rows


class Texts:
    """The rows of all articles, with the words printed in lower case and the runs of capitals."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.lower = frozenset(
            word
            for row in rows
            for word, surface in zip(row.words, row.tokens.surfaces, strict=True)
            if surface[0].islower()
        )
        self.within = frozenset(
            row.words[i]
            for row in rows
            if not row.is_title
            for i, surface in enumerate(row.tokens.surfaces)
            if surface[0].isupper() and i and row.tokens.norms[i - 1] not in _OPENERS
        )
        self.runs = [run for i in range(len(rows)) for run in self._runs(i)]
        self.by_key: dict[Key, list[Run]] = defaultdict(list)
        for run in self.runs:
            self.by_key[run.key].append(run)

    @cached_property
    def at(self) -> dict[tuple[int, int], Run]:
        """Row and token -> the run that holds it."""
        return {(run.row, i): run for run in self.runs for i in range(run.first, run.end)}

    def _runs(self, number: int) -> Iterator[Run]:
        row = self.rows[number]
        if row.is_title:
            return  # capitals there may be the paper's manner
        surfaces, i = row.tokens.surfaces, 0
        while i < len(surfaces):
            if not _is_capital(surfaces[i], row.words[i]):
                i += 1
                continue
            end = self._run_end(row, i)
            if run := self._run(number, i, end):
                yield run
            i = end

    @staticmethod
    def _run_end(row: Row, i: int) -> int:
        surfaces, words, end = row.tokens.surfaces, row.words, i + 1
        while end < len(surfaces):
            if row.owns(end - 1):
                break
            if _is_capital(surfaces[end], words[end]):
                end += 1
            elif (
                words[end] in _INNER
                and end + 1 < len(surfaces)
                and _is_capital(surfaces[end + 1], words[end + 1])
            ):
                end += 2
            else:
                break
        return end

    def _run(self, number: int, first: int, end: int) -> Run | None:
        row = self.rows[number]
        before = row.tokens.norms[first - 1] if first else "."
        word = row.words[first]
        if word in STOP_WORDS or (before in _OPENERS and word in self.lower and end - first > 1):
            first += 1
        elif before in _OPENERS and word in self.lower:
            return None
        cut = first
        for i in range(first, end):
            needed = 2 if row.words[i] in _NEEDS_TWO_WORDS else 1
            if row.words[i] in ROLES and end - i - 1 >= needed:
                cut = i + 1
        key = row.words[cut:end]
        if not key or key[-1] in ROLES or key[-1] in STOP_WORDS or len(key[-1]) < 2:
            return None
        title = row.words[cut - 1] if cut > first else _role(row.words, cut)
        return Run(number, cut, end, key, title)


def _role(words: Sequence[str], first: int) -> str:
    """The lower-case role or body word right before a name, if any."""
    before = words[first - 1] if first else ""
    return before if before in ROLES or before in GROUP_NOUNS else ""


def _is_capital(surface: str, word: str) -> bool:
    """Whether a token is part of a name by its looks: Syrian, IS, al-Amin; not IS-held, Friday."""
    if not surface[0].isupper() and not surface.startswith(("al", "el")):
        return False
    if word in _DAYS_AND_MONTHS:
        return False
    head, hyphen, tail = surface.partition("-")
    if hyphen:
        return tail[:1].isupper() and (head[0].isupper() or head in ("al", "el"))
    return surface[0].isupper()


# Evidence


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two names mean the same: the smaller `strength`, the surer; `place` tells cases apart."""

    strength: int
    text: str
    place: str = ""


TOLD, SHORT, SWAPPED, EDITED = 0, 1, 2, 3
Pair = tuple[Key, Key]
_Found = tuple[Key, Key, Reason]


@dataclass(slots=True)
class Evidence:
    """The reasons for each pair of names; `common` are those that are no proper names, each with
    whether it was met in the plural ("militants", "civil war")."""

    reasons: dict[Pair, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    common: dict[Key, bool] = field(default_factory=dict)

    def add(self, a: Key, b: Key, reason: Reason) -> None:
        """Notes a reason; a name says nothing about itself."""
        if a != b:
            self.reasons[pair_of(a, b)].append(reason)

    def folded(self, key: Key) -> Key:
        """A name that is no proper name, noted as such, in the singular."""
        name = (*key[:-1], singular(key[-1]))
        self.common[name] = self.common.get(name, False) or name != key
        return name

    def keys(self) -> set[Key]:
        """Every name with a reason."""
        return {key for pair in self.reasons for key in pair}

    def swaps(self, pairs: Iterable[Pair]) -> int:
        """In how many statements the names of pairs are put for each other."""
        found = (reason for a, b in pairs for reason in self.reasons.get(pair_of(a, b), ()))
        return len({reason.place for reason in found if reason.strength >= SWAPPED})

    def ordered(self, pairs: Iterable[Pair]) -> list[tuple[int, int, Pair]]:
        """Strength, less the number of cases, and pair: the surest first."""
        known = ((pair, self.reasons[pair]) for pair in pairs if pair in self.reasons)
        return sorted(
            (
                (
                    min(reason.strength for reason in reasons),
                    -len({reason.place for reason in reasons}),
                    pair,
                )
                for pair, reasons in known
            ),
            key=lambda each: (each[0], each[1], _order(each[2])),
        )


def pair_of(a: Key, b: Key) -> Pair:
    return min((a, b), (b, a), key=_order)


def _order(pair: Pair) -> tuple[str, str]:
    return " ".join(pair[0]), " ".join(pair[1])


def evidence_of(
    texts: Texts,
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    links: Iterable[Link],
    substitutions: Iterable[Substitution],
) -> Evidence:
    """Every reason in the articles to take two names for one thing. Linear in the text."""
    evidence = Evidence()
    rows = {
        (article, sentence): statement.id
        for statement in statements
        for article, reading in enumerate(statement.readings)
        for sentence in reading
    }
    for swap in (*_told_swaps(substitutions), *_edited_swaps(articles, links)):
        named = _names_of(swap, texts)
        if named is not None:
            reason = Reason(swap.strength, "", rows.get(swap.place, ""))
            a, b = named if swap.is_proper else map(evidence.folded, named)
            evidence.add(a, b, reason)
    for found in (_glosses, _acronyms, _people, _short_forms):
        for each in found(texts):
            evidence.add(*each)
    return evidence


@dataclass(slots=True)
class _Swap:
    """Words put for other words in the sentence `place`; `is_proper` is settled by the words."""

    a: str
    b: str
    place: tuple[int, int]
    strength: int
    is_proper: bool


def _told_swaps(substitutions: Iterable[Substitution]) -> Iterator[_Swap]:
    for each in substitutions:
        if each.kind not in _SWAPS or not (each.editorial or each.kind == "group-name"):
            continue
        strength = SWAPPED if each.is_sure else EDITED
        place = each.a.article, each.a.sentence
        yield _Swap(each.a.text, each.b.text, place, strength, each.kind == "group-name")


def _edited_swaps(articles: Sequence[ComparedArticle], links: Iterable[Link]) -> Iterator[_Swap]:
    """Name put for name as the word edits have it: people and nicknames, which are no loaded
    words and so no editorial substitutions."""
    for link in links:
        a, b = (articles[side.article].article.text for side in (link.a, link.b))
        for edit in link.edits:
            if edit.label:
                place = link.a.article, link.a.sentences[0]
                yield _Swap(edit.a.of(a), edit.b.of(b), place, EDITED, True)


def _names_of(swap: _Swap, texts: Texts) -> Pair | None:
    """The names that are put for each other, both proper or neither; None where there are none."""
    (a, is_proper_a), (b, is_proper_b) = _name_of(swap.a, texts), _name_of(swap.b, texts)
    kinds = {kind for kind in (is_proper_a, is_proper_b) if kind is not None}
    if not (a and b) or len(kinds) > 1:
        return None
    if kinds:
        swap.is_proper = kinds.pop()
    return a, b


def _name_of(text: str, texts: Texts) -> tuple[Key, bool | None]:
    """The name that one side of a substitution is, empty where it is none, and whether it is a
    proper name: None for a word that only ever begins a sentence."""
    words = _name_words(text) if len(text) <= _LONGEST_SIDE else []
    if not words or any(surface[0].isdigit() for surface, _ in words):
        return (), None
    key = tuple(word for _, word in words)
    if all(_is_capital(surface, word) and word not in texts.lower for surface, word in words):
        is_sure = any(word in texts.within or word.isupper() for word in key)
        return (key if key[-1] not in ROLES else ()), is_sure or None
    if key[-1] not in texts.lower and words[-1][0][0].isupper():
        return (), None
    if key[-1].endswith(("ed", "ing", "ly")):
        return (), None  # "sealed off" for "seized": words for what was done
    head = singular(key[-1])
    if head in _GENERAL_HEADS:
        return (key[-_MOST_WORDS:] if len(key) > 1 else ()), False
    return (key[-1:] if head != key[-1] else key[-_MOST_WORDS:]), False


def _name_words(text: str) -> list[tuple[str, str]]:
    """The words of a side, as printed and as compared, up to a bracket; without small words at
    the edges and without the noun that only says what a named body is ("X group")."""
    tokens = tokenize(text)
    words = []
    for surface, norm in zip(tokens.surfaces, tokens.norms, strict=True):
        if surface in "([":
            break
        if is_word(norm):
            words.append((surface, bare(norm)))
    while words and words[0][1] in _BEFORE_A_NAME:
        words.pop(0)
    while words and (words[-1][1] in STOP_WORDS or (len(words) > 1 and _is_body(*words[-1]))):
        words.pop()
    return words


def _is_body(surface: str, word: str) -> bool:
    return surface[0].islower() and word in GROUP_NOUNS


def _glosses(texts: Texts) -> Iterator[_Found]:
    """Names that the text explains by another: "Free Port League (FPL)", "the acronym for X"."""
    ends = {(run.row, run.end): run for run in texts.runs}
    starts = {(run.row, run.first): run for run in texts.runs}
    for number, row in enumerate(texts.rows):
        words = row.words
        for i, word in enumerate(words):
            if word in ("(", "["):
                yield from _bracket(texts, number, i, ends)
            elif word == "acronym" and words[i + 1 : i + 2] in (("for",), ("of",)):
                yield from _acronym_for(texts, number, i, starts)
            elif word in _ALIAS_STARTS:
                yield from _alias(texts, number, i, ends, starts)


_Places = Mapping[tuple[int, int], Run]


def _told(a: Key, b: Key, row: Row, first: int, last: int) -> _Found:
    words = " ".join(row.tokens.surfaces[first:last])
    place = f"{row.article}:{row.position}"
    return a, b, Reason(TOLD, f"an outlet explains one by the other (“{words}”)", place)


def _bracket(texts: Texts, number: int, i: int, ends: _Places) -> Iterator[_Found]:
    """A name and the names in the bracket right after it, where they explain it."""
    row, subject = texts.rows[number], ends.get((number, i))
    close = ")" if row.words[i] == "(" else "]"
    try:
        end = row.words.index(close, i, i + _LONGEST_BRACKET)
    except ValueError:
        return
    if subject is None:
        return
    inside = [
        run for j in range(i + 1, end) if (run := texts.at.get((number, j))) and run.first == j
    ]
    explains = "acronym" in row.words[i:end] or any(
        row.words[j : j + len(alias)] == alias for alias in _ALIASES for j in range(i, end)
    )
    if "for" in row.words[i:end]:
        inside = [run for run in inside if run.first > row.words.index("for", i)]
    alone = len(inside) == 1 and all(
        inside[0].first <= j < inside[0].end or row.words[j] == '"' for j in range(i + 1, end)
    )
    for run in inside:
        is_short = are_short_and_long(subject.key, run.key)
        if (explains and len(run.key[0]) > 1) or (alone and (close == "]" or is_short)):
            yield _told(subject.key, run.key, row, subject.first, end + 1)


def are_short_and_long(a: Key, b: Key) -> bool:
    return (len(a) == 1 and is_acronym_of(a[0], b)) or (len(b) == 1 and is_acronym_of(b[0], a))


def _acronym_for(texts: Texts, number: int, i: int, starts: _Places) -> Iterator[_Found]:
    """ "…", he said, using an acronym for X: the one acronym, or the one name, said before it."""
    row, meant = texts.rows[number], starts.get((number, i + 2))
    if meant is None:
        return
    before = {
        run.key: run
        for j in range(i - 2)
        if (run := texts.at.get((number, j)))
        and len(run.key) == 1
        and run.key != meant.key
        and run.key not in COUNTRIES
    }
    capitals = [key for key in before if key[0].isupper()]
    choice = capitals or list(before)
    if len(choice) == 1:
        yield _told(choice[0], meant.key, row, i, meant.end)


def _alias(texts: Texts, number: int, i: int, ends: _Places, starts: _Places) -> Iterator[_Found]:
    row = texts.rows[number]
    for alias in _ALIASES:
        after = i + len(alias)
        if row.words[i:after] != alias:
            continue
        subject = ends.get((number, i)) or (
            ends.get((number, i - 1)) if row.words[i - 1] in (",", "(", "is") else None
        )
        quoted = after < len(row.words) and row.words[after] == '"'
        meant = starts.get((number, after + quoted))
        if subject and meant:
            yield _told(subject.key, meant.key, row, subject.first, meant.end)


def _acronyms(texts: Texts) -> Iterator[_Found]:
    """Acronyms of three letters and more with the one name they can stand for; countries."""
    longer: dict[str, set[Key]] = defaultdict(set)
    for key in texts.by_key:
        if len(key) > 1:
            longer["".join(word[0].upper() for word in key)].add(key)
            longer["".join(word[0].upper() for word in key if word not in STOP_WORDS)].add(key)
    for key in texts.by_key:
        meant = longer.get(key[0], ()) if len(key) == 1 and key[0].isupper() else ()
        if len(key[0]) > 2 and len(meant) == 1:
            long = next(iter(meant))
            yield key, long, Reason(SHORT, f"{key[0]} is the acronym of the longer name")
    for full, short in COUNTRY_ACRONYMS:
        if full in texts.by_key and short in texts.by_key:
            yield full, short, Reason(SHORT, f"{short[0]} is the acronym of the longer name")


def _people(texts: Texts) -> Iterator[_Found]:
    """People by full name and by family name, where only one person has it."""
    full: dict[str, set[Key]] = defaultdict(set)
    for key in texts.by_key:
        if is_full_name(key):
            full[family_name(key)].add(key)
    for last, keys in full.items():
        alone = texts.by_key.get((last,))
        if alone is None or len(keys) > 1 or (last,) in COUNTRIES:
            continue
        (whole,) = keys
        runs = [*alone, *texts.by_key[whole]]
        if any(_speaks_or_serves(texts, run) for run in runs) and not any(
            _is_placed(texts, run) for run in runs
        ):
            yield whole, (last,), Reason(SHORT, "the family name is used alone")


def is_person(texts: Texts, key: Key) -> bool:
    """Whether a name is a full one, of somebody who speaks or has a role."""
    return is_full_name(key) and any(
        _speaks_or_serves(texts, run) for run in texts.by_key.get(key, ())
    )


def _speaks_or_serves(texts: Texts, run: Run) -> bool:
    words = texts.rows[run.row].words
    around = (words[run.first - 1] if run.first else "", *words[run.end : run.end + 1])
    return run.title in ROLES or not SAYING.isdisjoint(around)


def _is_placed(texts: Texts, run: Run) -> bool:
    """Whether a run stands where a place or a thing does: "in X", "the X"."""
    words = texts.rows[run.row].words
    before = words[run.first - 1] if run.first and not run.title else ""
    return before in PLACED or before == "the"


def _short_forms(texts: Texts) -> Iterator[_Found]:
    """Bodies by full name and in short: the Free Port League / the League, Acme Inc / Acme."""
    tails: dict[str, set[Key]] = defaultdict(set)
    for key in texts.by_key:
        if len(key) > 2 and key[-1] in _BODY_HEADS:
            tails[key[-1]].add(key)
        if len(key) > 1 and key[-1] in _COMPANY_ENDINGS and key[:-1] in texts.by_key:
            yield key, key[:-1], Reason(SHORT, "the name is used without its ending")
    for tail, keys in tails.items():
        alone = texts.by_key.get((tail,), ())
        others = {key[-1] == tail for key in texts.by_key if key not in keys and len(key) > 1}
        if alone and len(keys) == 1 and True not in others:
            yield next(iter(keys)), (tail,), Reason(SHORT, "the last word is used alone")
