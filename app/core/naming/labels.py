"""Linked sentences -> what one outlet says in other words: names, labels, epithets, hedges, verbs
of saying, scare quotes. Each with a reason; what is not sure is marked so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core.aligning.similarity import NEGATIONS, STOP_WORDS
from app.core.comparison import (
    ComparedArticle,
    Edit,
    Link,
    Mention,
    Side,
    Substitution,
    SubstitutionKind,
)
from app.core.naming.lexicon import Lexicon, Term, TermKind
from app.core.naming.names import (
    COUNTRIES,
    DETERMINERS,
    GROUP_NOUNS,
    ROLES,
    Joins,
    Key,
    bare,
    same_name,
)
from app.core.naming.wording import (
    DATES,
    PLACED,
    Pair,
    Pairs,
    Phrase,
    Strand,
    Swap,
    at_commas,
    in_marks,
    is_edge,
    quoted_words,
    set_off,
    without_bracket,
)
from app.core.quoting.voices import Voices
from app.core.text import Span
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

_PRONOUNS = frozenset("he she it they him her them".split())
_IRREGULAR = frozenset(
    """
    took held began left fled shot hit met made ran won lost hurt threw drove broke beat set
    """.split()
)
_BEFORE_NOUNS = DETERMINERS | {"of"}
_PARTICLES = frozenset("off out up down in on over away back through".split())
_BEING = frozenset("was were is are been being be".split())
_LONGEST_DOER = 4  # words before the verb
_BODIES = GROUP_NOUNS | frozenset(
    """
    fighter fighters militants rebels gunmen guerrillas members front league brigade brigades army
    council committee republic republics
    """.split()
)
_OFFICES = frozenset("PM MP CEO CFO TV GDP AI DNA".split())
_PEOPLE = ("ers", "ors", "ists", "ants", "ents", "ees", "ians", "men", "people")
_ANOTHER_NAME = "another name"
"""The detail of a name that nothing shows to be another one for the same."""
_NAMING: tuple[SubstitutionKind, ...] = ("actor-label", "group-name")
_LABELS: tuple[TermKind, ...] = ("actor", "group")
_NOUNS: tuple[TermKind, ...] = ("actor", "group", "event")
_MODIFIERS: tuple[TermKind, ...] = ("hedge", "intensifier", "epithet")


@dataclass(frozen=True, slots=True)
class _Found:
    """A substitution in words, not yet tied to an article."""

    a: Phrase
    b: Phrase
    kind: SubstitutionKind
    editorial: bool
    why: str
    detail: str = ""
    is_sure: bool = True


def find_substitutions(
    articles: Sequence[ComparedArticle],
    links: Sequence[Link],
    lexicon: Lexicon,
    voices: Voices,
    tuning: Tuning = DEFAULT,
) -> tuple[Substitution, ...]:
    """What linked sentences say in other words: sure ones first, each by pair of articles and in
    reading order.

    `editorial` ones change how an actor, a state or a conflict is named or framed. Those with
    `is_sure` False are candidates: pronouns, short forms, places, names of which it is not clear
    that they mean the same, and sentences turned from active to passive. Equal pairs of sentences
    are looked at once, however many outlets print them. Some 40 µs a link.
    """
    pairs = Pairs(articles)
    read = [(link, pairs.of(link)) for link in links if any(map(_is_change, link.edits))]
    names = _Names.of(read, tuning)
    finder = _Finder(lexicon, names, tuning)
    found: dict[Substitution, float] = {}
    known: dict[int, tuple[_Found, ...]] = {}
    for link, pair in read:
        if id(pair) not in known:
            known[id(pair)] = tuple(finder.find(pair))
        for each in known[id(pair)]:
            done = _substitution(each, link, pairs, articles, voices)
            if done is not None:
                found[done] = max(link.similarity, found.get(done, 0.0))
    told = _confirmed(found, tuning.min_similarity_label)
    return tuple(sorted(told, key=lambda swap: not swap.is_sure))


def _confirmed(found: Mapping[Substitution, float], bound: float) -> Iterator[Substitution]:
    """Substitutions of sentences that are much alike, or that such sentences have as well, as sure
    as they are; the others as candidates: unlike sentences may tell of other people. Of these not
    the names and places that nothing brings together: another thing is told there."""
    firm = {_words(swap) for swap, similarity in found.items() if similarity >= bound}
    for swap in found:
        if _words(swap) in firm:
            yield swap
        elif swap.is_sure or not (swap.kind == "place" or swap.detail == _ANOTHER_NAME):
            yield replace(swap, is_sure=False)


def _words(swap: Substitution) -> frozenset[str]:
    return frozenset((swap.a.text.casefold(), swap.b.text.casefold()))


def with_labels(
    link: Link, substitutions: Iterable[Substitution], articles: Sequence[ComparedArticle]
) -> tuple[Edit, ...]:
    """A link's edits, those that put nothing but one name or label for another marked so.

    `substitutions` are those between the link's sentences.
    """
    swaps = [
        s
        for s in substitutions
        if s.kind in _NAMING and s.detail != "pronoun" and s.a.text and s.b.text
    ]
    if not swaps:
        return link.edits
    texts = [articles[side.article].article.text for side in (link.a, link.b)]

    def is_label(edit: Edit) -> bool:
        return edit.op == "replace" and any(
            _is_all_of(edit.a, s.a.span, texts[0]) and _is_all_of(edit.b, s.b.span, texts[1])
            for s in swaps
        )

    return tuple(replace(edit, label=True) if is_label(edit) else edit for edit in link.edits)


def _is_all_of(edit: Span, name: Span, text: str) -> bool:
    """Whether an edit holds a name and besides it only function words, marks and the noun of "the X
    group": no "not", and no figure."""
    if not edit.start <= name.start <= name.end <= edit.end:
        return False
    rest = text[edit.start : name.start] + " " + text[name.end : edit.end]
    return all(
        (is_edge(norm) and norm not in NEGATIONS and not norm[-1].isdigit()) or norm in GROUP_NOUNS
        for norm in tokenize(rest).norms
    )


def _is_change(edit: Edit) -> bool:
    return edit.op != "equal" and not edit.cosmetic


def _substitution(
    found: _Found, link: Link, pairs: Pairs, articles: Sequence[ComparedArticle], voices: Voices
) -> Substitution | None:
    """What was found, at its place in the link's articles; None where one side's quotation marks
    are those of a longer quotation."""
    a, b = (
        _mention(phrase, side, pairs.starts_of(side), articles[side.article], voices)
        for phrase, side in ((found.a, link.a), (found.b, link.b))
    )
    if found.kind == "scare-quotes":
        unmarked = b if '"' in found.a.words else a
        if unmarked.voice == "quoted":
            return None
    return Substitution(
        a, b, found.kind, found.editorial, found.why, found.detail, is_sure=found.is_sure
    )


def _mention(
    phrase: Phrase, side: Side, starts: Sequence[int], article: ComparedArticle, voices: Voices
) -> Mention:
    """A phrase at its place; one without words stands behind the word before it."""
    surfaces, first, last = phrase.strand.surfaces, phrase.start, phrase.end - 1
    if phrase:
        span = Span(starts[first], starts[last] + len(surfaces[last]))
    else:
        place = starts[last] + len(surfaces[last]) if first else starts[0]
        span = Span(place, place)
    position = max(i for i in side.sentences if article.sentences[i].span.start <= span.start)
    voice = voices.at(side.article, position, span)
    return Mention(side.article, position, span, span.of(article.article.text), voice)


# Names that belong together


@dataclass(frozen=True, slots=True)
class _Names:
    """What the swaps of a comparison tell of its names.

    `groups` stand before "group", "fighters" and the like somewhere; `contested` are groups for
    which outlets put another name. Both hold roots of `joins`.
    """

    joins: Joins[Key]
    groups: frozenset[Key]
    contested: frozenset[Key]

    @classmethod
    def of(cls, read: Iterable[tuple[Link, Pair]], tuning: Tuning) -> "_Names":
        """The names that swaps put for one another: in two sentences of an article, or by their
        initials."""
        joins: Joins[Key] = Joins()
        places: dict[tuple[Key, Key], set[tuple[int, int]]] = defaultdict(set)
        groups: set[Key] = set()
        for link, pair in read:
            for swap in pair.name_swaps(tuning.max_label_words):
                places[swap.a.key, swap.b.key].update(
                    (side.article, side.sentences[0]) for side in (link.a, link.b)
                )
                groups.update(p.key for p in (swap.a, swap.b) if _is_of_a_group(p))
        _join_initials(joins, {key for pair in places for key in pair})
        disputed: list[Key] = []
        for (a, b), where in places.items():
            if same_name(a, b):
                joins.join(a, b)
            elif max(Counter(article for article, _ in where).values()) > 1 or ({a, b} <= groups):
                joins.join(a, b)
                disputed.append(a)
        of_groups = frozenset(map(joins.root, groups))
        contested = frozenset(map(joins.root, disputed)) & of_groups
        return cls(joins, of_groups, contested)

    def is_group(self, name: Key) -> bool:
        """Whether a name is that of a body of people."""
        return self.joins.root(name) in self.groups

    def are_one(self, one: Key, two: Key) -> bool:
        """Whether outlets give both names to one group."""
        return self.is_contested(one) and self.joins.root(one) == self.joins.root(two)

    def is_contested(self, name: Key) -> bool:
        """Whether outlets put another name for this group."""
        return self.joins.root(name) in self.contested


def _join_initials(joins: Joins[Key], names: Iterable[Key]) -> None:
    """Joins names with those that are their initials."""
    ordered = sorted(names)
    initials: dict[str, list[Key]] = defaultdict(list)
    for name in ordered:
        if len(name) > 1:
            initials["".join(word[0] for word in name).upper()].append(name)
    for name in ordered:
        for long in initials.get(name[0], ()) if len(name) == 1 else ():
            joins.join(name, long)


def _is_of_a_group(name: Phrase) -> bool:
    """Whether a name stands before "group" or "fighters", ends with such a word, or is made of
    initials that are no country's and no office's."""
    if name.key in COUNTRIES:
        return False
    last, acronym = name.words[-1], name.key[0]
    is_acronym = len(name.key) == 1 and acronym.isupper() and len(acronym) > 1
    return {last, name.after} & _BODIES != set() or (is_acronym and acronym not in _OFFICES)


# Rules: what a change is


class _Finder:
    """The substitutions between two linked sides."""

    def __init__(self, lexicon: Lexicon, names: _Names, tuning: Tuning) -> None:
        self._lexicon = lexicon
        self._names = names
        self._longest = tuning.max_label_words
        self._longest_change = tuning.max_label_change
        self._verbs_known: dict[str, bool] = {}
        self._telling_known: dict[str, bool] = {}
        self._telling_words: dict[int, tuple[bool, ...]] = {}

    def find(self, pair: Pair) -> Iterator[_Found]:
        """Everything that was put in other words, change by change."""
        for a, b in pair.changes():
            if any(self._telling(a)) or any(self._telling(b)):
                yield from self._change(a, b)
        yield from self._scare_quotes(pair)
        yield from self._agent_shifts(pair)

    def _telling(self, phrase: Phrase) -> tuple[bool, ...]:
        """For each word, whether a rule could look at it: a name, a bracket, a quotation mark, or
        a word that the lexicon has. Spares most changes the rules."""
        strand = phrase.strand
        words = self._telling_words.get(id(strand))
        if words is None:
            known = map(self._is_telling, strand.norms)
            capitals = (surface[0].isupper() for surface in strand.surfaces)
            words = tuple(map(bool.__or__, known, capitals))
            self._telling_words[id(strand)] = words
        return words[phrase.start : phrase.end]

    def _is_telling(self, norm: str) -> bool:
        known = self._telling_known.get(norm)
        if known is None:
            known = norm in _PRONOUNS or norm in '"([' or self._lexicon.is_part(norm)
            self._telling_known[norm] = known
        return known

    def _change(self, a: Phrase, b: Phrase) -> Iterator[_Found]:
        """What one change is; where it is nothing else, its strong words, as candidates."""
        found = list(self._known_change(a, b))
        yield from found or self._loaded_words(a, b)

    def _known_change(self, a: Phrase, b: Phrase) -> Iterator[_Found]:
        rest_a, gloss_a = without_bracket(a)
        rest_b, gloss_b = without_bracket(b)
        if bool(gloss_a) != bool(gloss_b):
            yield from self._gloss(gloss_a or gloss_b, a if gloss_b else b, is_in_b=bool(gloss_b))
        if rest_a and rest_b:
            for part in at_commas(rest_a, rest_b):
                if max(len(part.a), len(part.b)) <= self._longest_change:
                    yield from self._swap(part)
        elif len(rest_a) + len(rest_b) <= self._longest:
            yield from self._heads(Swap(rest_a.trimmed(), rest_b.trimmed()))

    def _swap(self, raw: Swap) -> Iterator[_Found]:
        said = self._saying(raw)
        if said is not None:
            yield said
            return
        parts = list(self._at_verbs(raw))
        is_one_act = len(parts) == 1 or self._verbs(parts[1]) is not None
        for part in parts:
            single = self._verbs(part) or self._quoted_word(part) or self._pronoun(part)
            if single is not None:
                yield single
                continue
            for found in self._heads(Swap(part.a.trimmed(), part.b.trimmed())):
                # Who does something else may be someone else.
                yield found if is_one_act else replace(found, is_sure=False)

    def _loaded_words(self, a: Phrase, b: Phrase) -> Iterator[_Found]:
        """The strong nouns and epithets that only one side of a change has."""
        for own, other, change in ((a, b, "dropped"), (b, a, "added")):
            for i, norm in enumerate(own.words, own.start):
                if self._lexicon.of_word(norm) is None or norm in other.words:
                    continue
                word = own.part(i, i + 1)
                term = self._lexicon.term(word.words, *_NOUNS) or self._modifier(word)
                if term is not None and term.strength == "strong":
                    a, b = (word, other.opening) if change == "dropped" else (other.opening, word)
                    why, detail = _reasons(term), f"loaded word {change}"
                    yield _Found(a, b, "other", True, why, detail, is_sure=False)

    def _heads(self, swap: Swap) -> Iterator[_Found]:
        """What is found of a swap: the names or labels, and what is set before them."""
        before_a, a = self._modifiers(swap.a)
        before_b, b = self._modifiers(swap.b)
        if before_b and not b and a:  # the last word is the noun itself: "the radical"
            before_b, b = before_b[:-1], before_b[-1][0]
        elif before_a and not a and b:
            before_a, a = before_a[:-1], before_a[-1][0]
        rest = Swap(a, b)
        head = None
        if a and b:
            head = self._head(rest)
        elif a or b:
            head = self._added_label(rest)
        if head is not None or not (a or b):
            yield from self._modified(before_a, before_b, swap)
        yield from filter(None, [head])

    def _head(self, swap: Swap) -> _Found | None:
        """What one name or label for another is; None for longer or other words."""
        sides = (swap.a, swap.b)
        if swap.a.key == swap.b.key:
            return None
        if any(p.size > self._longest or p.has_digit or not p.is_plain for p in sides):
            return None
        rules = (self._place, self._two_names, self._name_and_label, self._labels)
        found = (rule(swap) for rule in rules)
        return next((each for each in found if each is not None), None)

    # Verbs

    def _saying(self, raw: Swap) -> _Found | None:
        """One verb of saying for another of a different tone, nothing but a speaker beside it."""
        a, b = self._verb_of_saying(raw.a), self._verb_of_saying(raw.b)
        if a is None or b is None or a[1].about == b[1].about:
            return None
        is_short = max(raw.a.size, raw.b.size) <= self._longest
        tones = f"“{a[0].printed}” is {a[1].about}, “{b[0].printed}” {b[1].about}."
        why, detail = f"{tones} {_reasons(a[1], b[1])}", f"{a[1].about}, {b[1].about}"
        return _Found(a[0], b[0], "attribution-verb", False, why, detail, is_short)

    def _verb_of_saying(self, phrase: Phrase) -> tuple[Phrase, Term] | None:
        """The only verb of saying of a phrase; None where it may be a noun ("a claim")."""
        found = []
        for i, norm in enumerate(phrase.words, phrase.start):
            known = self._lexicon.of_word(norm) or {}
            if "saying" in known:
                found.append((phrase.part(i, i + 1), known["saying"]))
            elif self._lexicon.begins(norm):
                part = phrase.part(i, min(i + 2, phrase.end))
                term = self._lexicon.term(part.words, "saying")
                found += [(part, term)] if term else []
        if len(found) != 1 or found[0][0].before in _BEFORE_NOUNS:
            return None
        return found[0]

    def _at_verbs(self, swap: Swap) -> Iterator[Swap]:
        """A swap cut where each side has its one verb: "X seized" against "Y sealed off"."""
        a, b = self._only_verb(swap.a), self._only_verb(swap.b)
        if not (a and b):
            yield swap
            return
        yield Swap(swap.a.part(swap.a.start, a.start), swap.b.part(swap.b.start, b.start))
        yield Swap(a, b)
        yield Swap(swap.a.part(a.end, swap.a.end), swap.b.part(b.end, swap.b.end))

    def _only_verb(self, phrase: Phrase) -> Phrase:
        """The only verb in the past of a phrase, with its particle; empty without one."""
        norms = phrase.strand.norms
        found = [i for i, norm in enumerate(phrase.words, phrase.start) if self._is_verb(norm)]
        if len(found) != 1:
            return phrase.opening
        end = found[0] + 1
        return phrase.part(found[0], end + (end < phrase.end and norms[end] in _PARTICLES))

    def _is_verb(self, norm: str) -> bool:
        """Whether a word looks like a verb in the past, or is one that the lexicon has."""
        known = self._verbs_known.get(norm)
        if known is None:
            if norm.endswith("ed") or norm in _IRREGULAR:
                known = self._lexicon.term((norm,), *_MODIFIERS) is None
            else:
                known = self._lexicon.term((norm,), "act") is not None
            self._verbs_known[norm] = known
        return known

    def _verbs(self, swap: Swap) -> _Found | None:
        """A loaded verb for another verb."""
        a, b = (self._lexicon.term(p.words, "act") for p in (swap.a, swap.b))
        are_verbs = all(self._only_verb(p).words == p.words for p in (swap.a, swap.b))
        if not are_verbs or a == b:
            return None
        if _is_loaded(a, b):
            return _Found(swap.a, swap.b, "other", True, _reasons(a, b), "loaded verb")
        if a is None or b is None or a.about != b.about:
            return None
        return _Found(swap.a, swap.b, "other", False, _reasons(a, b), "verb", is_sure=False)

    # Quotation marks

    def _quoted_word(self, raw: Swap) -> _Found | None:
        """A word in quotation marks for another word without them."""
        ours, theirs = in_marks(raw.a), in_marks(raw.b)
        if bool(ours) == bool(theirs):
            return None
        a, b = raw.a.trimmed(), raw.b.trimmed()
        marked, plain = (ours, b) if ours else (theirs, a)
        words = marked.without_marks().words
        if [*map(bare, words)] == [*map(bare, plain.words)]:
            return self._scare_quote(marked, plain, is_in_b=not ours)
        longest = max(len(a.words), len(b.words))
        if not (a and b) or longest > 3 or a.has_digit or b.has_digit:
            return None
        is_known = self._lexicon.ending(words, *_NOUNS) is not None and max(a.size, b.size) <= 2
        why = "Two words; one stands in quotation marks, which keep a distance."
        a, b = (marked, b) if ours else (a, marked)
        return _Found(a, b, "scare-quotes", is_known, why, "another word", is_known)

    def _scare_quotes(self, pair: Pair) -> Iterator[_Found]:
        """Equal words, with quotation marks around them on one side only."""
        if pair.a.is_tight == pair.b.is_tight == ():
            return
        for own, is_in_b in ((pair, False), (pair.mirrored(), True)):
            quoted, places = quoted_words(own.b), own.places_in_b()
            for marked in set_off(own.a):
                words = marked.without_marks()
                found = places[words.start : words.end]
                first = found[0] if found else None
                if first is None or found != list(range(first, first + len(found))):
                    continue
                plain = Phrase(own.b, first, first + len(found))
                if quoted.isdisjoint(range(*plain.ends)) and '"' not in (plain.before, plain.after):
                    yield self._scare_quote(marked, plain, is_in_b=is_in_b)

    def _scare_quote(self, marked: Phrase, plain: Phrase, *, is_in_b: bool) -> _Found:
        is_so_called = marked.before == "so-called" != plain.before
        words = marked.without_marks()
        is_title = words.is_proper and not (is_so_called or words.words[-1] in _BODIES)
        is_sure = not is_title and words.size <= 3 and not words.has_digit
        if is_so_called:
            marked = marked.part(marked.start - 1, marked.end)
        a, b = (plain, marked) if is_in_b else (marked, plain)
        why = "Quotation marks keep a distance from a word, or show that it is someone else's."
        if is_title:
            why += " Around a name they may be the outlet's style."
        detail = f"scare quotes {'added' if is_in_b else 'dropped'}"
        return _Found(a, b, "scare-quotes", is_sure, why, detail, is_sure)

    # Words set before a name

    def _modifiers(self, phrase: Phrase) -> tuple[list[tuple[Phrase, Term]], Phrase]:
        """The hedges, epithets and words of degree that open a phrase, and the rest of it."""
        head = self._lexicon.ending(phrase.words, *_NOUNS)
        last = phrase.end
        if head is not None and len(phrase.words) > 1:
            last = phrase.start + head[0]
        found: list[tuple[Phrase, Term]] = []
        start = phrase.start
        while start < last:
            own = phrase.part(start, start + 1)
            term = self._modifier(own)
            if term is None or self._is_part_of_name(own, phrase.end):
                break
            found.append((own, term))
            start += 1
        return found, phrase.part(start, phrase.end)

    def _modifier(self, word: Phrase) -> Term | None:
        """The term that a word is, if it stands before a noun as far as can be told; a word that
        is a noun as well ("militant") only before a name, a label or a frame."""
        norm, following = word.words[0], word.after
        term = self._lexicon.term(word.words, *_MODIFIERS)
        if term is None or (norm[-1] == "s" != term.words[-1]):
            return None
        if not following or not is_word(following) or following in STOP_WORDS:
            return None
        is_noun = self._lexicon.term(word.words, *_NOUNS) is not None
        return None if is_noun and not self._names_someone(word) else term

    def _is_part_of_name(self, word: Phrase, end: int) -> bool:
        """Whether a word with a capital belongs to the name behind it, as far as is known."""
        following = word.part(word.end, max(end, word.end + 1))
        return (
            word.strand.is_proper(word.start)
            and word.strand.is_proper(word.end)
            and not self._names.is_group(following.key)
        )

    def _modified(
        self,
        ours: list[tuple[Phrase, Term]],
        theirs: list[tuple[Phrase, Term]],
        swap: Swap,
    ) -> Iterator[_Found]:
        """Words that stand before the name on one side only; none where the other side has a
        word of the same kind and meaning."""
        own = [each for each in ours if all(_differ(each[1], term) for _, term in theirs)]
        others = [each for each in theirs if all(_differ(each[1], term) for _, term in ours)]
        if len(own) == len(others) == 1 and own[0][1].kind == others[0][1].kind == "epithet":
            (a, one), (b, two) = own[0], others[0]
            is_sure = _is_loaded(one, two) and self._names_someone(a) and self._names_someone(b)
            why = _reasons(one, two)
            yield _Found(a, b, "epithet", is_sure, why, "epithet changed", is_sure)
            return
        for phrase, term in own:
            yield self._one_sided(phrase, swap.b.opening, term, "dropped")
        for phrase, term in others:
            found = self._one_sided(phrase, swap.a.opening, term, "added")
            yield replace(found, a=found.b, b=found.a)

    def _one_sided(self, own: Phrase, other: Phrase, term: Term, change: str) -> _Found:
        why = f"“{own.printed}”: {term.why}"
        if term.kind == "epithet":
            names = term.is_loaded and self._names_someone(own)
            return _Found(own, other, "epithet", names, why, f"epithet {change}", names)
        is_hedge = term.kind == "hedge" and term.is_loaded
        return _Found(own, other, "other", is_hedge, why, f"{term.kind} {change}")

    def _names_someone(self, modifier: Phrase) -> bool:
        """Whether one of the two words behind a modifier is a name, a label or a frame."""
        strand = modifier.strand
        for position in range(modifier.end, min(modifier.end + 2, len(strand.norms))):
            norm = strand.norms[position]
            if not is_word(norm) or norm in STOP_WORDS:
                return False
            if (
                self._lexicon.term((norm,), *_NOUNS)
                or strand.is_proper(position)
                or _is_people(norm)
            ):
                return True
        return False

    def _added_label(self, swap: Swap) -> _Found | None:
        """A loaded noun set behind a name: "Lisenne" against "the Lisenne regime"."""
        own = swap.a or swap.b
        term = self._lexicon.term(own.words, *_LABELS)
        if term is None or not term.is_loaded or not own.start:
            return None
        if not own.strand.is_proper(own.start - 1):
            return None
        detail = f"label {'dropped' if swap.a else 'added'}"
        return _Found(swap.a, swap.b, "actor-label", True, _reasons(term), detail)

    def _gloss(self, gloss: Phrase, other: Phrase, *, is_in_b: bool) -> Iterator[_Found]:
        """A name in brackets behind a name, on one side only."""
        inner, strand = gloss.without_marks(), gloss.strand
        start = gloss.start
        while start and strand.norms[start - 1] not in STOP_WORDS and strand.is_proper(start - 1):
            start -= 1
        name = gloss.part(start, gloss.start)
        if not name or not inner.is_proper or inner.size > self._longest:
            return
        same = same_name(inner.key, name.key)
        is_known = self._names.joins.root(inner.key) == self._names.joins.root(name.key)
        is_other = not same and (strand.norms[gloss.start] == "[" or is_known)
        place = max(other.start - len(name.words), 0)
        plain = other.part(place, other.start)
        if plain.words != name.words:
            return
        whole = name.part(name.start, gloss.end)
        a, b = (plain, whole) if is_in_b else (whole, plain)
        if is_other:
            why = f"The outlet sets another name beside “{name.printed}” in brackets."
        else:
            why = f"A bracket explains “{name.printed}”{f' ({same})' if same else ''}."
        detail = f"gloss {'added' if is_in_b else 'dropped'}"
        yield _Found(a, b, "group-name", is_other, why, detail, is_other)

    # Names and labels

    def _pronoun(self, raw: Swap) -> _Found | None:
        """A pronoun for a name or a label."""
        ours, theirs = (p.without_marks() for p in (raw.a, raw.b))
        for own, other in ((ours, theirs), (theirs, ours)):
            if len(own.words) == 1 and own.words[0] in _PRONOUNS:
                name = other.trimmed()
                if not name or name.size > self._longest:
                    return None
                is_label = self._lexicon.ending(name.words, *_LABELS) is not None
                if not (name.is_proper or is_label):
                    return None
                kind: SubstitutionKind = (
                    "group-name" if self._names.is_group(name.key) else "actor-label"
                )
                why = "A pronoun stands for the name."
                return _Found(ours, theirs, kind, False, why, "pronoun", is_sure=False)
        return None

    def _place(self, swap: Swap) -> _Found | None:
        """A place for a place: a contested name, or one detail for another."""
        a, b = (self._lexicon.term(p.words, "place") for p in (swap.a, swap.b))
        if a is not None and b is not None and a.about == b.about:
            return _Found(swap.a, swap.b, "place", a != b, _reasons(a, b), "", a != b)
        sides = (swap.a, swap.b)
        if not any(p.preposition in PLACED for p in sides) or not all(
            p.has_name and not self._names.is_group(p.key) and p.preposition for p in sides
        ):
            return None
        if any(self._lexicon.ending(p.words, *_LABELS) for p in sides):
            return None
        why = "A place is told in another way, or another place is told."
        return _Found(swap.a, swap.b, "place", False, why, is_sure=False)

    def _two_names(self, swap: Swap) -> _Found | None:
        """One name for another; where capitals do not tell, two that stand for each other
        elsewhere."""
        a, b = swap.a.key, swap.b.key
        is_known = swap.is_capital and self._names.are_one(a, b)
        if not (swap.is_of_names or is_known):
            return None
        same = same_name(a, b)
        are_groups = self._names.is_group(a) and self._names.is_group(b)
        kind: SubstitutionKind = "group-name" if are_groups else "other"
        if same:
            why = f"Two forms of one name ({same})."
            return _Found(swap.a, swap.b, kind, False, why, same, is_sure=False)
        if are_groups or (self._names.is_contested(a) and self._names.is_contested(b)):
            why = "The outlets call this group by different names."
            return _Found(swap.a.bare, swap.b.bare, "group-name", True, why)
        why = "Another name stands here; it is not clear that both mean the same."
        return _Found(swap.a, swap.b, "other", False, why, _ANOTHER_NAME, is_sure=False)

    def _name_and_label(self, swap: Swap) -> _Found | None:
        """A name for a label, or for "the group"."""
        if swap.a.is_proper == swap.b.is_proper:
            return None
        name, label = (swap.a, swap.b) if swap.a.is_proper else (swap.b, swap.a)
        head = self._lexicon.ending(label.words, *_LABELS)
        if not DATES.isdisjoint(name.words) or not set(name.key).isdisjoint(label.key):
            return None
        if head is None:
            if label.words[-1] not in ROLES:
                return None
            why = "A title stands for the name."
            return _Found(swap.a, swap.b, "actor-label", False, why, "title", is_sure=False)
        term = head[1]
        kind: SubstitutionKind = "actor-label" if term.kind == "actor" else "group-name"
        if term.is_loaded:
            return _Found(swap.a, swap.b, kind, True, _reasons(term), "label for a name")
        if self._names.is_contested(name.key):
            why = f"“{name.printed}” is one of several names that outlets give this group."
            return _Found(swap.a, swap.b, kind, True, why, "name for a common noun")
        why = "A common noun stands for the name."
        return _Found(swap.a, swap.b, kind, False, why, "common noun", is_sure=False)

    def _labels(self, swap: Swap) -> _Found | None:
        """One common noun for another: labels of people and groups, frames of what happened."""
        if swap.a.is_proper or swap.b.is_proper:
            return None
        a, b = self._term(swap.a), self._term(swap.b)
        if a is None or b is None:
            whole = swap.with_word_before() if swap.a.before == swap.b.before else swap
            longer = self._term(whole.a), self._term(whole.b)
            if None not in longer:
                swap, (a, b) = whole, longer
        if a is not None and b is not None:
            return self._two_terms(swap, a, b)
        if a is not None:
            return self._term_and_word(swap, a, swap.b)
        return self._term_and_word(swap, b, swap.a) if b is not None else None

    def _term(self, phrase: Phrase) -> Term | None:
        """The term that heads a phrase."""
        found = self._lexicon.ending(phrase.words, *_NOUNS)
        return found[1] if found else None

    def _two_terms(self, swap: Swap, a: Term, b: Term) -> _Found | None:
        if a == b or (a.kind == "event") != (b.kind == "event"):
            return None
        kind: SubstitutionKind = "other" if a.kind == "event" else "actor-label"
        if _is_loaded(a, b):
            return _Found(swap.a, swap.b, kind, True, _reasons(a, b), _frame(a))
        if a.kind == b.kind == "actor" and a.about != b.about:
            why = f"One names {a.about}, the other {b.about}."
            return _Found(swap.a, swap.b, kind, True, why, _frame(a))
        why = "Two plain words for the same."
        return _Found(swap.a, swap.b, kind, False, why, _frame(a), is_sure=False)

    def _term_and_word(self, swap: Swap, term: Term, other: Phrase) -> _Found | None:
        """A term that the lexicon has, and a word that it has not."""
        if self._is_verb(other.words[-1]):
            return None
        is_event = term.kind == "event"
        kind: SubstitutionKind = "other" if is_event else "actor-label"
        is_same_slot = swap.a.before == swap.b.before and swap.a.after == swap.b.after
        is_sure = term.is_loaded and (is_same_slot if is_event else _is_people(other.words[-1]))
        if not is_sure and not _is_people(other.words[-1]):
            return None
        why = _reasons(term) if term.is_loaded else "Two words for the same, as far as is known."
        return _Found(swap.a, swap.b, kind, is_sure, why, _frame(term), is_sure)

    # Who did it

    def _agent_shifts(self, pair: Pair) -> Iterator[_Found]:
        """Active on one side, passive without its doer on the other; candidates only."""
        for own, is_in_b in ((pair, False), (pair.mirrored(), True)):
            beings = [
                i
                for step in own.steps
                if step.a[1] - step.a[0] <= self._longest_change
                for i in range(*step.a)
                if own.a.norms[i] in _BEING
            ]
            if not beings:
                continue
            counts = Counter(own.b.norms)
            places = {norm: i for i, norm in enumerate(own.b.norms)}
            for being in beings:
                passive = self._passive(own.a, being)
                if passive and counts[passive.words[-1]] == 1:
                    verb = Phrase(own.b, places[passive.words[-1]], places[passive.words[-1]] + 1)
                    yield from self._agent_shift(passive, verb, is_in_b=is_in_b)

    def _passive(self, strand: Strand, being: int) -> Phrase:
        """A passive without "by" that opens with this form of "be"; empty where there is none."""
        ends = (i for i in (being + 1, being + 2) if self._is_participle(strand, i))
        verb = next(ends, None)
        if verb is None or "by" in strand.norms[verb + 1 : verb + 5]:
            return Phrase(strand, being, being)
        return Phrase(strand, being, verb + 1)

    def _agent_shift(self, passive: Phrase, verb: Phrase, *, is_in_b: bool) -> Iterator[_Found]:
        norms, start = verb.strand.norms, max(verb.start - _LONGEST_DOER, 0)
        marks = [i for i in range(start, verb.start) if not is_word(norms[i])]
        doer = verb.part(marks[-1] + 1 if marks else start, verb.start)
        if not doer or not _BEING.isdisjoint(norms[start : verb.start]):
            return
        active = verb.part(doer.start, verb.end)
        why = f"Who {verb.printed} is told on one side only, as far as the form of the verb shows."
        a, b = (active, passive) if is_in_b else (passive, active)
        detail = f"doer {'dropped' if is_in_b else 'added'}"
        yield _Found(a, b, "other", True, why, detail, is_sure=False)

    def _is_participle(self, strand: Strand, position: int) -> bool:
        norm = strand.norms[position] if position < len(strand.norms) else ""
        return norm.endswith("ed") or norm in _IRREGULAR


@lru_cache(maxsize=16_384)
def _is_people(norm: str) -> bool:
    """Whether a word ends like one for people in the plural."""
    return len(norm) > 4 and norm.endswith(_PEOPLE)


def _is_loaded(*terms: Term | None) -> bool:
    return any(term is not None and term.is_loaded for term in terms)


def _reasons(*terms: Term | None) -> str:
    """The reasons of the terms, the loaded ones first; all of them where none is loaded."""
    known = [term for term in terms if term is not None]
    told = [term for term in known if term.is_loaded] or known
    return " ".join(f"“{term.words}”: {term.why}" for term in told)


def _frame(term: Term) -> str:
    return "frame" if term.kind == "event" else "label"


def _differ(one: Term, other: Term) -> bool:
    """Whether two words set before a name say different things; one hedge is like another."""
    is_alike = one.kind == other.kind != "epithet" and one.about == other.about
    return one != other and not is_alike
