"""Referents: one thing, every name the outlets give it, and every place where one stands.

No list of the names of groups or people is needed: names are joined by evidence in the articles
themselves (`app.core.naming.naming`), and each join is told in plain words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations, pairwise, product

from app.core.aligning.similarity import STOP_WORDS
from app.core.comparison import ComparedArticle, Link, Mention, Referent, Statement, Substitution
from app.core.naming.names import (
    COUNTRIES,
    DETERMINERS,
    GROUP_NOUNS,
    ROLES,
    Joins,
    Key,
    bare,
    family_name,
    same_name,
    singular,
)
from app.core.naming.naming import (
    PLACED,
    SAYING,
    SWAPPED,
    Evidence,
    Pair,
    Row,
    Run,
    Texts,
    are_short_and_long,
    evidence_of,
    is_person,
    pair_of,
    texts_of,
)
from app.core.normalize import fold_marks
from app.core.quoting.voices import Voices
from app.core.text import Span
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

_ARTICLES = (("a",), ("an",), ("the",))
_BETWEEN_DIFFERENT = frozenset(", and or & nor vs versus against the both".split())
_OPPOSING = frozenset("and or & nor vs versus against".split())
_MOST_REASONS = 4
_MOST_NAMED = 60  # names in one sentence: more is a list, in which "the group" says nothing sure


def find_referents(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    links: Iterable[Link],
    substitutions: Iterable[Substitution],
    voices: Voices,
    tuning: Tuning = DEFAULT,
    apart: Iterable[frozenset[Key]] = (),
) -> tuple[Referent, ...]:
    """The things that have two names or more in these articles, those with most mentions first.

    Names are joined where outlets put one for the other in linked sentences, where the text
    explains one by the other, and where one is the other's acronym or short form. A proper name
    never joins a word for people ("militants"), nor a place anything else, nor a name one that
    stands beside it as a different thing. Linear in the text; swaps of names count by the
    statements they occur in, so that one odd pair of sentences joins little. Names that are
    `apart`, two by two as `name_key` has them, are never joined, whatever speaks for it.
    """
    texts = texts_of(articles)
    evidence = evidence_of(texts, articles, statements, links, substitutions)
    names = _Names(evidence, texts)
    joined = _joined(evidence, names, _named(apart, evidence), tuning)
    referents = _referents(joined, evidence, names, texts, articles, voices)
    return tuple(sorted(referents, key=lambda referent: (-len(referent.mentions), referent.names)))


def name_key(text: str) -> Key:
    """A name folded for comparing: case, possession, plural and a leading article left out."""
    words = [bare(norm) for norm in tokenize(text).norms if is_word(norm)]
    while len(words) > 1 and words[0] in DETERMINERS:
        words.pop(0)
    return (*words[:-1], singular(words[-1])) if words else ()


@dataclass(frozen=True, slots=True)
class NameCell:
    """How often one outlet uses one name, by voice; `first` is the first mention, if any."""

    own: int
    attributed: int
    quoted: int
    first: Mention | None

    @property
    def total(self) -> int:
        """All mentions together."""
        return self.own + self.attributed + self.quoted


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name, whether it only refers back ("the group"), and a cell for each article."""

    name: str
    refers_back: bool
    cells: tuple[NameCell, ...]


def name_matrix(referent: Referent, articles: int) -> tuple[NameRow, ...]:
    """The referent's names × articles: names in their own order, then what refers back to them.

    `articles` is how many articles the comparison has; each row has that many cells.
    """
    named = {name_key(name): name for name in referent.names}
    found: dict[str, list[list[Mention]]] = {
        name: [[] for _ in range(articles)] for name in referent.names
    }
    for mention in referent.mentions:
        name = named.get(name_key(mention.text), " ".join(mention.text.lower().split()))
        row = found.setdefault(name, [[] for _ in range(articles)])
        row[mention.article].append(mention)
    return tuple(
        NameRow(name, name not in referent.names, tuple(map(_cell, cells)))
        for name, cells in found.items()
    )


def apart(referent: Referent) -> int:
    """How far outlets differ in what they call a thing: of its names, short and full forms of one
    counted once, those that not every outlet uses which names it; 0 where all forms are of one."""
    forms: Joins[str] = Joins()
    for one, two in combinations(referent.names, 2):
        if same_name(name_key(one), name_key(two)) in ("initials", "short form", "spelling"):
            forms.join(one, two)
    named = {name_key(name): name for name in referent.names}
    users: dict[str, set[int]] = defaultdict(set)
    for mention in referent.mentions:
        name = named.get(name_key(mention.text))
        if name is not None:
            users[forms.root(name)].add(mention.article)
    everyone = set().union(*users.values())
    return sum(who != everyone for who in users.values()) if len(users) > 1 else 0


def _cell(mentions: Sequence[Mention]) -> NameCell:
    voices = Counter(mention.voice for mention in mentions)
    first = mentions[0] if mentions else None
    return NameCell(voices["own"], voices["attributed"], voices["quoted"], first)


# Where names stand


@dataclass(frozen=True, slots=True)
class _Standing:
    """A name at one place: tokens first to last of a row; `end` cuts a compound ("IS-held")."""

    row: int
    first: int
    last: int
    key: Key
    end: int = 0


class _Names:
    """All names that may be joined, and where each of them stands."""

    def __init__(self, evidence: Evidence, texts: Texts) -> None:
        keys = evidence.keys()
        self.texts = texts
        self.proper = keys - evidence.common.keys()
        self.forms: dict[str, list[tuple[Key, Key, bool]]] = defaultdict(list)
        for key in sorted(keys):
            for form, is_plain in _forms(key, evidence.common.get(key)):
                self.forms[form[0]].append((form, key, is_plain))
        for forms in self.forms.values():
            forms.sort(key=lambda form: -len(form[0]))  # the longest name wins
        self.standing = [s for i in range(len(texts.rows)) for s in self._stand(i)]
        self.by_key: dict[Key, list[_Standing]] = defaultdict(list)
        self.by_row: dict[int, list[_Standing]] = defaultdict(list)
        for each in self.standing:
            self.by_key[each.key].append(each)
            self.by_row[each.row].append(each)
        self.people = {key for key in self.proper if is_person(texts, key)}
        self.places = {key for key in self.proper if self._is_place(key)}

    def _stand(self, number: int) -> Iterator[_Standing]:
        row, i = self.texts.rows[number], 0
        while i < len(row.words):
            found = self._at(number, row, i)
            if found:
                yield found
                i = found.last
            i += 1

    def _at(self, number: int, row: Row, i: int) -> _Standing | None:
        word = row.words[i]
        for form, key, is_plain in self.forms.get(word, ()):
            last = i + len(form) - 1
            if row.words[i : last + 1] == form and self._stands(
                number, row, i, last, key, is_plain
            ):
                return _Standing(number, i, last, key)
        if "-" in word:
            surface = row.tokens.surfaces[i]
            for form, key, _ in self.forms.get(word.partition("-")[0], ()):
                if len(form) == 1 and key in self.proper and surface[0].isupper():
                    return _Standing(number, i, i, key, end=fold_marks(surface).index("-"))
        return None

    def _stands(
        self, number: int, row: Row, first: int, last: int, key: Key, is_plain: bool
    ) -> bool:
        if key not in self.proper:
            return is_plain or _ends_a_phrase(row.words, last)
        if not row.tokens.surfaces[first][0].isupper():
            return False
        if len(key) > 1 or key[0].isupper():
            return True
        run = self.texts.at.get((number, first))
        if run is None:
            return row.is_title
        return run.key == key or run.key[:-1] in COUNTRIES

    def beside(self) -> set[Pair]:
        """Pairs of names that one sentence sets beside each other as two things."""
        found = set()
        for number, standing in self.by_row.items():
            words = self.texts.rows[number].words
            for a, b in pairwise(standing):
                between = words[a.last + 1 : b.first]
                if (
                    _BETWEEN_DIFFERENT.issuperset(between)
                    and not _OPPOSING.isdisjoint(between)
                    and not are_short_and_long(a.key, b.key)
                ):
                    found |= {(a.key, b.key), (b.key, a.key)}
        return found

    def together(self, ours: Iterable[Key], theirs: Iterable[Key]) -> int:
        """How many sentences hold names of both sets."""
        a, b = (
            {each.row for key in keys for each in self.by_key.get(key, ())}
            for keys in (ours, theirs)
        )
        return len(a & b)

    def _is_place(self, key: Key) -> bool:
        """Whether a proper name mostly stands where places do: "in X", "near X"."""
        standing = self.by_key.get(key, ())
        placed = sum(
            each.first > 0 and self.texts.rows[each.row].words[each.first - 1] in PLACED
            for each in standing
        )
        return 2 * placed > len(standing)


def _forms(key: Key, is_plural: bool | None) -> Iterator[tuple[Key, bool]]:
    """A name's forms as compared, and whether each needs no look at what follows. `is_plural` is
    None for a proper name; of what was met in the plural, the singular may qualify a noun."""
    yield key, not is_plural
    if is_plural is None:
        return
    head = key[-1]
    if head.endswith("y"):
        yield (*key[:-1], f"{head[:-1]}ies"), True
    yield (*key[:-1], f"{head[:-3]}men" if head.endswith("man") else f"{head}s"), True


def _ends_a_phrase(words: Sequence[str], last: int) -> bool:
    """Whether no noun follows: "a militant said", not "the militant group"."""
    after = words[last + 1] if last + 1 < len(words) else "."
    return not is_word(after) or after in STOP_WORDS or after in SAYING


# Joining


def _named(apart: Iterable[frozenset[Key]], evidence: Evidence) -> set[Pair]:
    """Pairs of names as they stand in the articles, for pairs of names as `name_key` has them."""
    forms: dict[Key, list[Key]] = defaultdict(list)
    for key in sorted(evidence.keys()):
        forms[*key[:-1], singular(key[-1])].append(key)
    return {
        pair
        for a, b in map(tuple, apart)
        for one, two in product(forms[a], forms[b])
        for pair in ((one, two), (two, one))
    }


def _joined(evidence: Evidence, names: _Names, apart: set[Pair], tuning: Tuning) -> list[list[Key]]:
    """The names of each referent, joined from the surest evidence on."""
    joins: Joins[Key] = Joins()
    beside = names.beside() | apart
    for strength, _, (a, b) in evidence.ordered(evidence.reasons):
        ours, theirs = joins.members(a), joins.members(b)
        if ours is theirs or not _may_join(ours, theirs, names, beside):
            continue
        if strength >= SWAPPED and not _is_surely_swapped(
            strength, ours, theirs, evidence, names, tuning
        ):
            continue
        joins.join(a, b)
    sets = {joins.root(key): joins.members(key) for key in sorted(evidence.keys())}
    return [sorted(members) for members in sets.values() if len(members) > 1]


def _may_join(ours: Sequence[Key], theirs: Sequence[Key], names: _Names, beside: set[Pair]) -> bool:
    """Whether nothing speaks against two sets of names being one."""
    if (ours[0] in names.proper) != (theirs[0] in names.proper):
        return False
    if names.places.isdisjoint(ours) != names.places.isdisjoint(theirs):
        return False
    if not beside.isdisjoint(product(ours, theirs)):
        return False
    both = (*ours, *theirs)
    countries = {COUNTRIES[key] for key in both if key in COUNTRIES}
    people = {family_name(key) for key in both if key in names.people}
    return len(countries) < 2 and len(people) < 2


def _is_surely_swapped(
    strength: int,
    ours: Sequence[Key],
    theirs: Sequence[Key],
    evidence: Evidence,
    names: _Names,
    tuning: Tuning,
) -> bool:
    """Whether swaps alone suffice: more statements with a swap than sentences with both names,
    for in "police met strikers" two things stand. One statement adds but one name, and only where
    it is sure that a label was put for a label."""
    cases = evidence.swaps(product(ours, theirs))
    together = names.together(ours, theirs)
    if cases >= tuning.min_swaps_known:
        return cases > together
    return strength == SWAPPED and min(len(ours), len(theirs)) == 1 and not together


# What refers back


_Entity = int | Key
"""A referent by its position, or a name that has no other."""


class _BackReferences:
    """Where "the group" or "the minister" can only mean one thing that was named just before."""

    def __init__(self, texts: Texts, names: _Names, joined: Sequence[Sequence[Key]]) -> None:
        self.texts = texts
        self.entity = {key: number for number, keys in enumerate(joined) for key in keys}
        self.called: dict[str, set[_Entity]] = defaultdict(set)
        self.called_so: dict[tuple[str, str], set[_Entity]] = defaultdict(set)
        self.named: dict[int, list[tuple[int, _Entity]]] = defaultdict(list)
        for run in texts.runs:
            entity = self.entity.get(run.key, run.key)
            self.named[run.row].append((run.first, entity))
            for at in self._kind_words(run):
                words = texts.rows[run.row].words
                self.called[words[at]].add(entity)
                self.called_so[words[at - 1], words[at]].add(entity)
        for each in names.standing:
            self.named[each.row].append((each.first, self.entity.get(each.key, each.key)))
        self.found = self._find()

    def _kind_words(self, run: Run) -> Iterator[int]:
        """Where words stand that say what a name's bearer is: a role before, a body after."""
        words = self.texts.rows[run.row].words
        if run.title:
            yield run.first - 1
        after = run.end + (words[run.end : run.end + 1] == (")",))
        if words[after : after + 1] and words[after] in GROUP_NOUNS:
            yield after
        if words[run.end : run.end + 1] == (",",) and words[run.end + 1 : run.end + 2] in _ARTICLES:
            for at in range(run.end + 2, min(run.end + 6, len(words))):
                if not is_word(words[at]):
                    return
                if words[at] in GROUP_NOUNS or words[at] in ROLES:
                    yield at
                    return

    def _find(self) -> dict[int, list[_Standing]]:
        found: dict[int, list[_Standing]] = defaultdict(list)
        for number, row in enumerate(self.texts.rows):
            if row.is_title:
                continue
            for i, word in enumerate(row.words):
                at = self._noun(row, i) if word == "the" else 0
                if at and (entity := self._meant(number, i, at)) is not None:
                    found[entity].append(_Standing(number, i, at, ()))
        return found

    def _noun(self, row: Row, i: int) -> int:
        """Where the noun of "the group" or "the armed group" stands; 0 where it is not alone."""
        words, surfaces = row.words, row.tokens.surfaces
        for at in (i + 1, i + 2):
            if at < len(words) and words[at] in self.called and surfaces[at][0].islower():
                if at > i + 1 and not _is_adjective(surfaces[i + 1], words[i + 1]):
                    return 0
                owns = row.owns(at)
                after = words[at + 1] if at + 1 < len(words) else "."
                if after in ("of", "for") or (
                    surfaces[at + 1 : at + 2] and surfaces[at + 1][0].isupper() and not owns
                ):
                    return 0
                return at if owns or _ends_a_phrase(words, at) or after.endswith("ed") else 0
        return 0

    def _meant(self, number: int, i: int, at: int) -> int | None:
        """The one thing of that kind named before in this sentence or in the one before it."""
        row = self.texts.rows[number]
        kind = self.called[row.words[at]]
        if at > i + 1 and (so := self.called_so.get((row.words[at - 1], row.words[at]))):
            kind = so
        if len(self.named[number]) > _MOST_NAMED:
            return None
        near = {entity for first, entity in self.named[number] if first < i}
        if number and _follows(self.texts.rows[number - 1], row):
            near |= {entity for _, entity in self.named[number - 1]}
        meant = near & kind
        if len(meant) != 1:
            return None
        entity = meant.pop()
        return entity if isinstance(entity, int) else None


def _is_adjective(surface: str, word: str) -> bool:
    """Whether a word may stand before "group" or "president" and leave open who is meant."""
    return (surface.islower() and surface.isalpha()) or (word,) in COUNTRIES


def _follows(before: Row, row: Row) -> bool:
    return (
        before.article == row.article
        and before.position == row.position - 1
        and before.block >= row.block - 1
        and not before.is_title
    )


# Referents


def _referents(
    joined: Sequence[Sequence[Key]],
    evidence: Evidence,
    names: _Names,
    texts: Texts,
    articles: Sequence[ComparedArticle],
    voices: Voices,
) -> Iterator[Referent]:
    back = _BackReferences(texts, names, joined)
    for number, keys in enumerate(joined):
        standing = [each for key in keys for each in names.by_key.get(key, ())]
        printed = _printed(standing, names, texts, articles)
        if len(printed) < 2:
            continue
        mentions = [
            _mention(each, texts, articles, voices) for each in (*standing, *back.found[number])
        ]
        mentions.sort(key=lambda mention: (mention.article, mention.span))
        yield Referent(
            _identity(printed), tuple(printed.values()), tuple(mentions), _why(printed, evidence)
        )


def _printed(
    standing: Iterable[_Standing],
    names: _Names,
    texts: Texts,
    articles: Sequence[ComparedArticle],
) -> dict[Key, str]:
    """Names as printed most often, the most frequent first; words for people in lower case."""
    forms: dict[Key, Counter[str]] = defaultdict(Counter)
    for each in standing:
        text = _span(each, texts).of(articles[texts.rows[each.row].article].article.text)
        forms[each.key][text if each.key in names.proper else text.lower()] += 1
    totals = {key: (-found.total(), " ".join(key)) for key, found in forms.items()}
    return {
        key: min(forms[key].items(), key=lambda form: (-form[1], form[0]))[0]
        for key in sorted(forms, key=totals.__getitem__)
    }


def _span(standing: _Standing, texts: Texts) -> Span:
    span = texts.rows[standing.row].span(standing.first, standing.last)
    return Span(span.start, span.start + standing.end) if standing.end else span


def _mention(
    standing: _Standing,
    texts: Texts,
    articles: Sequence[ComparedArticle],
    voices: Voices,
) -> Mention:
    row, span = texts.rows[standing.row], _span(standing, texts)
    return Mention(
        row.article,
        row.position,
        span,
        span.of(articles[row.article].article.text),
        voices.at(row.article, row.position, span),
    )


def _identity(printed: Mapping[Key, str]) -> str:
    content = "\0".join(sorted(" ".join(key) for key in printed))
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _why(printed: Mapping[Key, str], evidence: Evidence) -> str:
    """What joined the names, the surest first."""
    told = []
    pairs = (pair_of(a, b) for a, b in combinations(printed, 2))
    for strength, cases, (a, b) in evidence.ordered(pairs):
        where = f"{-cases} statement{'s' * (cases < -1)}"
        reason = (
            f"they stand for each other in {where}"
            if strength >= SWAPPED
            else min(evidence.reasons[a, b], key=lambda r: (r.strength, r.text)).text
        )
        told.append(f"“{printed[a]}” and “{printed[b]}”: {reason}")
    more = [f"and {len(told) - _MOST_REASONS} more"] if len(told) > _MOST_REASONS else []
    return "; ".join((*told[:_MOST_REASONS], *more)) + "."
