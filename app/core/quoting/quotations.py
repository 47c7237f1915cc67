"""The ledger of quotations: each utterance once, with every outlet's version under it."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, pairwise

from app.core.aligning.coverage import Kin, outlet_name
from app.core.aligning.similarity import STOP_WORDS, features
from app.core.comparison import (
    ComparedArticle,
    Quotation,
    QuotationClass,
    QuotationDifference,
    QuotationVersion,
    Relation,
    Statement,
)
from app.core.naming.names import Joins
from app.core.quoting.speakers import NOBODY, Attribution, Speakers, named_people
from app.core.quoting.voices import REPORTING_VERBS, Quoted, Voices, promised
from app.core.quoting.wordings import (
    Outlets,
    Wording,
    difference,
    excerpt,
    folded_gloss,
    printed_parts,
    wording_of,
)
from app.core.text import Span
from app.core.tuning import DEFAULT, Tuning

_WORD = re.compile(r"[^\W_]+(?:['’&-][^\W_]+)*")
_MAX_GAP_WORDS = 12
_MAX_GAP = 160
_MIN_PART = 3
_RAREST = 4
_FIRST = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """One sentence of a quotation: words `first` to `last` of the wording of group `group`."""

    group: int
    first: int
    last: int
    sentence: int
    words: tuple[str, ...]
    content: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Group:
    """One quotation as an outlet gives it: its spans, whatever stands between them."""

    article: int
    quoted: tuple[Quoted, ...]
    wording: Wording
    speaker: Attribution
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of an utterance before it is printed. `is_joined` where its words also belong
    to another utterance, with no end mark between."""

    article: int
    spans: tuple[Span, ...]
    wording: Wording
    speaker: Attribution
    is_joined: bool
    is_direct: bool = True


@dataclass(slots=True)
class _Edge:
    """Two groups of different articles with words in common, as positions of words in each."""

    a: int
    b: int
    in_a: set[int]
    in_b: set[int]


def find_quotations(
    articles: Sequence[ComparedArticle],
    statements: Sequence[Statement],
    voices: Voices,
    tuning: Tuning = DEFAULT,
    relations: Iterable[Relation] = (),
) -> tuple[Quotation, ...]:
    """Every utterance that body text quotes, in the order of its first version.

    Two quotations are one utterance where enough of the shorter one's words stand in the other,
    in order; short ones only where their sentences are linked or one named person says both.
    Two quotations of one article stay two utterances unless their words are equal; a quotation
    elsewhere that joins both is a version of each. That an outlet left words out is said only
    where `relations` tell that it carries the report of one that has them. Near-linear in the
    quotations: words propose at most `max_quotation_candidates` wordings.
    """
    return _Ledger(articles, statements, voices, tuning, Kin(relations)).entries()


class _Ledger:
    """The working state of `find_quotations`."""

    def __init__(
        self,
        articles: Sequence[ComparedArticle],
        statements: Sequence[Statement],
        voices: Voices,
        tuning: Tuning,
        kin: Kin,
    ) -> None:
        self.articles = articles
        self.kin = kin
        self.statements = statements
        self.voices = voices
        self.tuning = tuning
        self.speakers: list[Speakers] = []
        self.groups: list[_Group] = []
        self.pieces: list[_Piece] = []
        for number, article in enumerate(articles):
            self._collect(number, article)
        self.rows = _rows(statements)
        self.clusters = _Clusters(self.groups)

    def _collect(self, number: int, article: ComparedArticle) -> None:
        """The article's quotations, and their sentences."""
        quoted = [
            each
            for each in self.voices.quoted[number]
            if each.depth == 0
            and each.is_closed
            and not each.is_scare
            and article.article.blocks[each.block].kind == "body"
        ]
        speakers = Speakers(article, quoted, self.tuning)
        self.speakers.append(speakers)
        for run in _runs(article, quoted, speakers):
            spoken = [speakers.of(each) for each in run]
            speaker = next((s for s in spoken if s.is_named), None)
            speaker = speaker or next((s for s in spoken if s.speaker is not None), NOBODY)
            wording = wording_of(article.article.text, [each.span for each in run])
            if not wording.words:
                continue
            group = _Group(number, tuple(run), wording, speaker, _names(speaker.speaker))
            self.groups.append(group)
            self.pieces += _pieces(len(self.groups) - 1, group, speakers)

    def entries(self) -> tuple[Quotation, ...]:
        """The ledger."""
        self._join_repeats()
        for edge in self._edges():
            self.clusters.add(edge)
        made: list[Quotation] = []
        seen: Counter[str] = Counter()
        for members in self.clusters.all():
            versions = [self._version(*member) for member in members]
            versions += self._reports(versions)
            versions.sort(key=lambda v: (v.article, v.spans))
            digest = _digest(versions)
            seen[digest] += 1
            made.append(self._entry(versions, f"{digest}-{seen[digest]}"))
        return tuple(made)

    def _version(self, number: int, visiting: frozenset[int] | None) -> "_Version":
        """A group as a version: without the spans, and for the comparison without the words, that
        it has from another utterance; `visiting` are those that it shares as a guest."""
        group = self.groups[number]
        wording = group.wording
        lent, matched = self.clusters.lent[number], self.clusters.matched[number]
        if visiting is None:
            own, others = set(range(len(wording.words))) - lent, lent
        else:
            own, others = set(visiting), (lent | matched) - visiting
        parts = [
            set(range(*part)) for part in pairwise([0, *sorted(wording.breaks), len(wording.words)])
        ]
        spans = [each.span for each in group.quoted if _has_words(group, each)]
        kept = [n for n, part in enumerate(parts) if own & part]
        is_joined = any(others & parts[n] for n in kept)
        if is_joined and visiting is None:
            own = matched
        if is_joined or len(kept) < len(spans):
            wording = wording.between(min(own), max(own) + 1)
        return _Version(
            group.article, tuple(spans[n] for n in kept), wording, group.speaker, is_joined
        )

    def _reports(self, versions: Sequence["_Version"]) -> list["_Version"]:
        """What other outlets' linked sentences report of these words in indirect speech."""
        present = {version.article for version in versions}
        best: dict[int, tuple[float, _Version]] = {}
        for version in versions:
            if len(version.wording.words) < self.tuning.min_quoted_run:
                continue
            stems = features(" ".join(version.wording.words)).stems
            for article, sentence in self._linked(version):
                if article in present:
                    continue
                found = self._report(version, stems, article, sentence)
                if found is not None and found[0] > best.get(article, (0.0, found[1]))[0]:
                    best[article] = found
        return [version for _, version in best.values()]

    def _linked(self, version: "_Version") -> list[tuple[int, int]]:
        """The sentences of other articles that stand in a row with the version."""
        speakers = self.speakers[version.article]
        rows = {
            row
            for span in version.spans
            for n in range(speakers.sentence_at(span.start), speakers.sentence_at(span.end) + 1)
            for row in self.rows.get((version.article, n), ())
        }
        return sorted(
            {
                (article, sentence)
                for row in rows
                for article, reading in enumerate(self.statements[row].readings)
                for sentence in reading
                if article != version.article
            }
        )

    def _report(
        self, version: "_Version", stems: frozenset[str], article: int, sentence: int
    ) -> tuple[float, "_Version"] | None:
        """The sentence's indirect speech as a version, with the share of the words it has."""
        text = self.articles[article].article.text
        spans = self.voices.indirect(article, sentence)
        promises = self._promise(article, sentence)
        for span in (*spans, *promises):
            shared = len(stems & features(span.of(text)).stems)
            share = shared / max(len(stems), 1)
            if (
                shared >= self.tuning.min_quoted_content
                and share >= self.tuning.min_reported_containment
            ):
                speaker = self.speakers[article].reported(sentence)
                is_same = bool(_names(version.speaker.speaker) & _names(speaker.speaker))
                if is_same or not (span in promises or _are_contrary(version.speaker, speaker)):
                    wording = wording_of(text, [span])
                    told = _Version(article, (span,), wording, speaker, False, is_direct=False)
                    return share, told
        return None

    def _promise(self, article: int, sentence: int) -> tuple[Span, ...]:
        """What a sentence says that its speaker promised, where it does not quote all of it."""
        of = self.articles[article].sentences[sentence]
        found = promised(of.text)
        if found is None:
            return ()
        span = Span(of.span.start + found[0], of.span.start + found[1])
        quoted = self.voices.speech_around(article, Span(span.start, span.start))
        return () if quoted is not None else (span,)

    def _entry(self, versions: Sequence["_Version"], quotation_id: str) -> Quotation:
        """The ledger's entry of one utterance."""
        fullest = max(range(len(versions)), key=lambda n: (len(versions[n].wording.words), -n))
        repeats = _repeats(versions)
        pairs: Iterable[tuple[int, int]] = combinations(range(len(versions)), 2)
        if len(versions) > self.tuning.max_full_articles:
            pairs = ((min(n, fullest), max(n, fullest)) for n in range(len(versions)))
        told = _Telling(self, versions)
        return Quotation(
            quotation_id,
            _speaker_of(versions),
            tuple(self._printed(version) for version in versions),
            tuple(
                told.difference(a, b)
                for a, b in pairs
                if _are_comparable(versions[a], versions[b]) and not repeats & {a, b}
            ),
        )

    def _printed(self, version: "_Version") -> QuotationVersion:
        speakers = self.speakers[version.article]
        text = self.articles[version.article].article.text
        return QuotationVersion(
            version.article,
            tuple(
                sorted(
                    {
                        n
                        for span in version.spans
                        for n in range(
                            speakers.sentence_at(span.start), speakers.sentence_at(span.end - 1) + 1
                        )
                    }
                )
            ),
            version.spans,
            printed_parts(text, version.spans),
            version.speaker.speaker,
            version.speaker.why,
            version.is_direct,
        )

    def _join_repeats(self) -> None:
        """Joins what one article quotes twice in the same words: a summary and the passage."""
        first: dict[tuple[int, tuple[str, ...]], int] = {}
        for number, group in enumerate(self.groups):
            if len(group.wording.words) < 2 or not _content(group.wording.words):
                continue
            known = first.setdefault((group.article, group.wording.words), number)
            if known != number and not self._contradict(known, number):
                self.clusters.join(known, number)

    def _contradict(self, a: int, b: int) -> bool:
        """Whether two groups are given to two people, both by name."""
        one, two = self.groups[a].names, self.groups[b].names
        return len(one) > 1 and len(two) > 1 and not one & two

    def _edges(self) -> list[_Edge]:
        """All pairs of groups that give one utterance, those with most words in common first."""
        found: dict[tuple[int, int], _Edge] = {}
        for one, two in self._candidates():
            p, q = self.pieces[one], self.pieces[two]
            a, b = self.groups[p.group], self.groups[q.group]
            if a.article == b.article:
                continue
            common = _common(p.words, q.words) if _may_be_one(p, q) else ()
            if not common or not self._are_one(p, q, common):
                continue
            edge = found.setdefault((p.group, q.group), _Edge(p.group, q.group, set(), set()))
            for i, j, size in common:
                edge.in_a.update(range(p.first + i, p.first + i + size))
                edge.in_b.update(range(q.first + j, q.first + j + size))
        return sorted(found.values(), key=lambda e: (-len(e.in_a), e.a, e.b))

    def _are_one(self, p: _Piece, q: _Piece, common: Sequence[tuple[int, int, int]]) -> bool:
        """Whether two sentences in quotation marks give the same words of one person."""
        shorter, longer = sorted((len(p.words), len(q.words)))
        count = sum(size for _, _, size in common)
        content = _content(word for i, _, size in common for word in p.words[i : i + size])
        if not content:
            return False
        contradict = self._contradict(p.group, q.group)
        if self._share_a_row(p, q):
            if contradict:
                return count >= self.tuning.min_quoted_containment * longer
            return self._is_enough(p, q, count, content)
        if contradict:
            return False
        is_telling = (
            len(content) >= self.tuning.min_quoted_content
            and sum(map(len, content)) >= self.tuning.min_quoted_letters
        )
        if is_telling and count >= self.tuning.min_quoted_containment * shorter:
            return True
        if not self.groups[p.group].names & self.groups[q.group].names:
            return False
        unbroken = max(size for _, _, size in common)
        if unbroken == shorter and (shorter >= _MIN_PART or longer == shorter):
            return True
        return unbroken >= self.tuning.min_quoted_run and len(content) > 1

    def _is_enough(self, p: _Piece, q: _Piece, count: int, content: frozenset[str]) -> bool:
        """Whether linked sentences have enough of a quotation in common."""
        shorter = min(len(p.words), len(q.words))
        if count >= self.tuning.min_quoted_containment * shorter:
            return True
        least = self.tuning.min_quoted_containment_same_row
        told = min(len(p.content), len(q.content))
        is_long = shorter >= self.tuning.min_quoted_run
        return is_long and count >= least * shorter and len(content) >= least * told

    def _share_a_row(self, p: _Piece, q: _Piece) -> bool:
        a, b = self.groups[p.group].article, self.groups[q.group].article
        return not self.rows[a, p.sentence].isdisjoint(self.rows[b, q.sentence])

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs of pieces worth a look, each once: of one row, of equal words, with rare words in
        common."""
        seen: set[tuple[int, int]] = set()
        for bucket in (*self._row_buckets(), *self._word_buckets()):
            for place, one in enumerate(bucket):
                for two in bucket[max(0, place - self.tuning.max_quotation_candidates) : place]:
                    pair = (two, one) if two < one else (one, two)
                    if pair not in seen:
                        seen.add(pair)
                        yield pair

    def _row_buckets(self) -> Iterable[list[int]]:
        """The pieces of each statement."""
        buckets: defaultdict[int, list[int]] = defaultdict(list)
        for number, piece in enumerate(self.pieces):
            for row in self.rows[self.groups[piece.group].article, piece.sentence]:
                buckets[row].append(number)
        return buckets.values()

    def _word_buckets(self) -> Iterator[list[int]]:
        """Pieces with equal words, and the first ones of each two wordings that have one of their
        rarest words in common; of pieces with equal words in one article only the first."""
        alike: defaultdict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
        for number, piece in enumerate(self.pieces):
            alike[piece.words].setdefault(self.groups[piece.group].article, number)
        wordings = [list(numbers.values()) for numbers in alike.values()]
        yield from wordings
        having: defaultdict[str, list[int]] = defaultdict(list)
        for place, numbers in enumerate(wordings):
            for word in self.pieces[numbers[0]].content:
                having[word].append(place)
        for place, numbers in enumerate(wordings):
            content = self.pieces[numbers[0]].content
            for word in sorted(content, key=lambda w: (len(having[w]), w))[:_RAREST]:
                for other in having[word][: self.tuning.max_quotation_candidates]:
                    if other != place:
                        yield from (
                            [p, q] for p in wordings[other][:_FIRST] for q in numbers[:_FIRST]
                        )


def _rows(statements: Sequence[Statement]) -> Mapping[tuple[int, int], set[int]]:
    """For an article and a sentence, the statements that it stands in."""
    rows: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for number, statement in enumerate(statements):
        for article, reading in enumerate(statement.readings):
            for sentence in reading:
                rows[article, sentence].add(number)
    return rows


def _names(speaker: str | None) -> frozenset[str]:
    return frozenset(named_people(speaker)) if speaker else frozenset()


def _is_content(word: str) -> bool:
    return word not in STOP_WORDS


def _content(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(_is_content, words))


def _may_be_one(p: _Piece, q: _Piece) -> bool:
    """Whether two sentences share enough words for `_are_one`, in whatever order: a cheap look."""
    shorter, longer = sorted((p.words, q.words), key=len)
    other = set(longer)
    return 2 * sum(word in other for word in shorter) >= min(len(shorter), 12)


@lru_cache(maxsize=4_096)
def _common(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[tuple[int, int, int], ...]:
    """The equal runs of two sentences: where they start in each, and how long they are.

    None for unequal sentences beyond a table of 200 by 200 words: no speech is so long.
    """
    if a == b:
        return ((0, 0, len(a)),)
    if len(a) * len(b) > 40_000:
        return ()
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return tuple((i, j, size) for i, j, size in blocks if size)


def _runs(
    article: ComparedArticle, quoted: Sequence[Quoted], speakers: Speakers
) -> Iterator[list[Quoted]]:
    """The article's quotations, each with all its spans: paragraphs of one quotation, parts with
    "he said" between them, and a paragraph that is nothing but the quotation going on."""
    run: list[Quoted] = []
    for each in quoted:
        if run and not _goes_on(article, run[-1], each, speakers):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _goes_on(article: ComparedArticle, last: Quoted, each: Quoted, speakers: Speakers) -> bool:
    if each.run == last.run:
        return True
    text = article.article.text
    if each.block == last.block:
        gap = text[last.span.end + 1 : each.span.start - 1]
        return len(gap) <= _MAX_GAP and _is_attribution(gap, text[last.span.end - 1])
    end, start = speakers.sentence_at(last.span.end), speakers.sentence_at(each.span.start)
    block = article.article.blocks[each.block].span
    beside = text[block.start : each.span.start - 1] + text[each.span.end + 1 : block.end]
    return (
        start == end + 1
        and not _WORD.search(beside)
        and text[last.span.end - 1] != "?"
        and speakers.of(last).speaker is not None
    )


def _is_attribution(gap: str, last: str) -> bool:
    """Whether what stands between two spans only names the speaker: one verb of saying, and a
    mark behind it; or nothing at all."""
    words = _WORD.findall(gap)
    if not words:
        return True
    verbs = sum(word in REPORTING_VERBS for word in words)
    closes = gap.rstrip()[-1] in ".,;–—-"
    return verbs == 1 and closes and len(words) <= _MAX_GAP_WORDS and last in ",.!?…-–—"


def _pieces(number: int, group: _Group, speakers: Speakers) -> Iterator[_Piece]:
    """The group's words sentence by sentence; a new span starts a new piece, too."""
    wording = group.wording
    first = 0
    sentences = [speakers.sentence_at(place.start) for place in wording.places]
    for i in range(1, len(wording.words) + 1):
        if i == len(wording.words) or i in wording.breaks or sentences[i] != sentences[first]:
            words = wording.words[first:i]
            yield _Piece(number, first, i, sentences[first], words, _content(words))
            first = i


class _Clusters:
    """Groups that give one utterance. Two groups of one article are never put together, unless
    they repeat each other; a group that answers to both is a guest with the second.

    `matched` is what a group shares within its cluster, `lent` what it shares as a guest only.
    """

    def __init__(self, groups: Sequence[_Group]) -> None:
        self._groups = groups
        self._joins: Joins[int] = Joins()
        self._of: dict[int, dict[int, tuple[str, ...]]] = {
            n: {group.article: group.wording.words} for n, group in enumerate(groups)
        }
        self.matched: defaultdict[int, set[int]] = defaultdict(set)
        self.lent: defaultdict[int, set[int]] = defaultdict(set)
        self._guests: list[tuple[int, int, frozenset[int]]] = []

    def join(self, a: int, b: int) -> None:
        """Puts the clusters of two groups together."""
        one, two = self._joins.root(a), self._joins.root(b)
        if one == two:
            return
        words = self._of.pop(one) | self._of.pop(two)
        self._joins.join(a, b)
        self._of[self._joins.root(a)] = words

    def add(self, edge: _Edge) -> None:
        """Joins two groups, or makes one a guest with the other."""
        one, two = self._joins.root(edge.a), self._joins.root(edge.b)
        shared = self._conflicts(one, two)
        if one == two or not shared:
            self.join(edge.a, edge.b)
            self.matched[edge.a] |= edge.in_a
            self.matched[edge.b] |= edge.in_b
            return
        is_in_both = [self._groups[number].article in shared for number in (edge.a, edge.b)]
        if is_in_both == [False, True]:
            self._guests.append((edge.a, edge.b, frozenset(edge.in_a)))
        elif is_in_both == [True, False]:
            self._guests.append((edge.b, edge.a, frozenset(edge.in_b)))

    def _conflicts(self, one: int, two: int) -> set[int]:
        """The articles that have different words in two clusters."""
        if one == two:
            return set()
        small, large = sorted((self._of[one], self._of[two]), key=len)
        return {a for a, words in small.items() if large.get(a, words) != words}

    def all(self) -> list[list[tuple[int, frozenset[int] | None]]]:
        """Each cluster's groups in order; with a guest, the words that it shares.

        No guest is what shares most of these words within its own cluster, known only now, or as
        a guest with another.
        """
        roots: defaultdict[int, list[tuple[int, frozenset[int] | None]]] = defaultdict(list)
        for number in range(len(self._groups)):
            roots[self._joins.root(number)].append((number, None))
        self._share_among_repeats()
        for guest, host, shared in self._guests:
            root = self._joins.root(host)
            article, present = self._groups[guest].article, self._of[root]
            abroad = shared - self.matched[guest] - self.lent[guest]
            if article not in present and 2 * len(abroad) >= len(shared):
                present[article] = ()
                roots[root].append((guest, shared))
                self.lent[guest] |= abroad
        return [sorted(members, key=lambda m: m[0]) for members in roots.values()]

    def _share_among_repeats(self) -> None:
        """Gives the groups of one article in one cluster, which have equal words, the same
        matched ones: only one of them may have been compared."""
        home: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        for number, group in enumerate(self._groups):
            known = home[self._joins.root(number), group.article]
            known |= self.matched[number]
            self.matched[number] = known


def _has_words(group: _Group, quoted: Quoted) -> bool:
    places = group.wording.places
    first = bisect_left(places, Span(quoted.span.start, quoted.span.start))
    return first < len(places) and places[first].start < quoted.span.end


def _digest(versions: Sequence[_Version]) -> str:
    """A hash of the fullest version's words."""
    fullest = max(versions, key=lambda v: (len(v.wording.words), v.wording.words))
    words = " ".join(fullest.wording.words)
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _speaker_of(versions: Sequence[_Version]) -> str | None:
    """Whom most versions name; of equals one that gives a person's name, then the longest."""
    told = [version.speaker for version in versions if version.speaker.speaker is not None]
    if not told:
        return None
    count = Counter(speaker.speaker for speaker in told)
    best = max(told, key=lambda s: (s.is_named, count[s.speaker], len(s.speaker or "")))
    return best.speaker


def _repeats(versions: Sequence[_Version]) -> set[int]:
    """Positions of versions whose words the same outlet printed before."""
    first: dict[tuple[int, tuple[str, ...]], int] = {}
    return {
        n
        for n, version in enumerate(versions)
        if first.setdefault((version.article, version.wording.words), n) != n
    }


def _are_comparable(one: _Version, two: _Version) -> bool:
    """Whether a difference can be told: of two outlets, one of which quotes, with common words."""
    if one.article == two.article or not (one.is_direct or two.is_direct):
        return False
    if not (one.is_direct and two.is_direct):
        return True
    return bool(_content(one.wording.words) & _content(two.wording.words))


def _are_contrary(one: Attribution, two: Attribution) -> bool:
    """Whether both sentences name a person, and not the same."""
    is_named = one.is_named and two.is_named
    return is_named and not _names(one.speaker) & _names(two.speaker)


_Told = tuple[tuple[QuotationClass, ...], tuple[str, ...], str]
"""The classes of a difference, the words cut, and plain sentences."""

_SAME: _Told = (("identical",), (), "Both print the same words.")


class _Telling:
    """How the versions of an utterance differ. Outlets that print the same are named together, so
    that none is blamed for what others do as well."""

    def __init__(self, ledger: _Ledger, versions: Sequence[_Version]) -> None:
        self.ledger = ledger
        self.versions = versions
        self.groups = _alike(versions)
        self.group_of = {n: g for g, group in enumerate(self.groups) for n in group}
        self.known: dict[tuple[int, int], _Told] = {}

    def difference(self, a: int, b: int) -> QuotationDifference:
        """How two versions differ, in classes, in the words cut, and in plain sentences."""
        one, two = sorted((self.group_of[a], self.group_of[b]))
        if one == two and not self.versions[a].is_joined:
            return QuotationDifference(a, b, *_SAME)
        if (one, two) not in self.known:
            self.known[one, two] = self._between(one, two)
        return QuotationDifference(a, b, *self.known[one, two])

    def _between(self, a: int, b: int) -> _Told:
        """What is told of two groups of versions."""
        one, two = (self.versions[self.groups[g][0]] for g in (a, b))
        outlets = self._outlets(a, b), self._outlets(b, a)
        if not one.is_direct:
            return self._reported((two, one), outlets[::-1])
        if not two.is_direct:
            return self._reported((one, two), outlets)
        found = difference(one.wording, two.wording, outlets, self.ledger.tuning)
        classes: list[QuotationClass] = list(found.classes)
        why = list(found.why)
        joining = [
            f"{who.do('makes', 'make')} one quotation of these words and of others that are "
            "printed apart elsewhere."
            for who in dict.fromkeys(outlets)
            if who.is_part
        ]
        if joining:
            classes.append("joined")
        if self._contrary(a, b):
            classes.append("other-speaker")
            why.append(
                f"{outlets[0].do('gives', 'give')} the words to {one.speaker.speaker}, "
                f"{outlets[1].said} to {two.speaker.speaker}."
            )
        if not classes:  # a mark of omission alone
            return _SAME
        return tuple(classes), found.cut, " ".join([*joining, *why])

    def _reported(
        self, versions: tuple[_Version, _Version], outlets: tuple[Outlets, Outlets]
    ) -> _Told:
        """What is told of a quotation and a report of it; reworded, too, where the report has
        words between quotation marks that the quotation has not."""
        (quotation, report), (quotes, reports) = versions, outlets
        text = self.ledger.articles[report.article].article.text
        words = [part.rstrip(" .,;") for part in printed_parts(text, report.spans)]
        why = (
            f"{quotes.do('quotes', 'quote')} {excerpt(quotation.wording.whole)}; "
            f"{reports.do('reports', 'report')} in indirect speech: {excerpt(words)}."
        )
        marked = [
            wording
            for each in self.ledger.voices.quoted[report.article]
            if any(span.start <= each.span.start < span.end for span in report.spans)
            for wording in [wording_of(text, [each.span])]
            if not _holds(quotation.wording.words, wording.words)
        ]
        if not marked:
            return ("direct-indirect",), (), why
        other = ", ".join(excerpt(wording.whole) for wording in marked)
        add = f"{other}, between quotation marks there, is not in that quotation."
        return ("direct-indirect", "reworded"), (), f"{why} {add}"

    def _outlets(self, own: int, other: int) -> Outlets:
        """Who prints the versions of a group, compared with another group."""
        version = self.versions[self.groups[own][0]]
        mine, theirs = self._with_words(own), self._with_words(other)
        return Outlets(
            self._names(mine),
            self._names(self._articles([own])),
            carry=all(self.ledger.kin.sources(article, {*theirs}) for article in mine),
            is_part=version.is_joined,
        )

    def _with_words(self, group: int) -> list[int]:
        """The articles that print a group's words, whatever brackets they put in."""
        key = _words_key(self.versions[self.groups[group][0]])
        return self._articles(
            g
            for g, members in enumerate(self.groups)
            if _words_key(self.versions[members[0]]) == key and not self._contrary(g, group)
        )

    def _contrary(self, a: int, b: int) -> bool:
        one, two = (self.versions[self.groups[g][0]].speaker for g in (a, b))
        return _are_contrary(one, two)

    def _articles(self, groups: Iterable[int]) -> list[int]:
        return sorted({self.versions[n].article for g in groups for n in self.groups[g]})

    def _names(self, articles: Iterable[int]) -> tuple[str, ...]:
        return tuple(outlet_name(self.ledger.articles[i].article) for i in articles)


def _words_key(version: _Version) -> tuple[object, ...]:
    """What versions have in common that print the same words, brackets aside."""
    wording = version.wording
    return version.is_direct, version.is_joined, wording.words, wording.ellipses


def _alike(versions: Sequence[_Version]) -> list[list[int]]:
    """Positions of versions that print the same: words, brackets and marks of omission, none of
    them given to another person."""
    groups: defaultdict[tuple[object, ...], list[list[int]]] = defaultdict(list)
    for n, version in enumerate(versions):
        wording = version.wording
        glosses = tuple((at, folded_gloss(g.of(wording.text))) for at, g in wording.glosses)
        key = *_words_key(version), glosses
        for group in groups[key]:
            if not any(_are_contrary(versions[m].speaker, version.speaker) for m in group):
                group.append(n)
                break
        else:
            groups[key].append([n])
    return sorted(group for same in groups.values() for group in same)


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether words stand in others side by side."""
    return any(words[i : i + len(part)] == part for i in range(len(words)))
