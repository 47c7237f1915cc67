"""N articles -> statements, links between any two of them, and the findings that follow."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import blake2b, sha256
from itertools import accumulate, combinations

from app.core.aligning import coverage
from app.core.aligning.align import SAYS_AGAIN, Aligned, Bond, Unit, align, is_said, row_bond
from app.core.aligning.classify import link_type
from app.core.aligning.crossing import RULE, Meaning, cross
from app.core.aligning.diff import Strand, diff_strands
from app.core.aligning.moves import Placed, moved_blocks
from app.core.aligning.ranking import Ranking
from app.core.aligning.segment import sentences_of
from app.core.aligning.similarity import Candidate, Scale, features
from app.core.aligning.ties import FREE, ONE_ROW_KINDS, Bound, SentenceRef, Tie, bind
from app.core.comparison import (
    ComparedArticle,
    Comparison,
    Edit,
    Hint,
    Link,
    Relation,
    Side,
    Statement,
    Substitution,
)
from app.core.judging.checks import check
from app.core.judging.findings import list_findings
from app.core.moments import Moment
from app.core.naming.labels import find_substitutions, with_labels
from app.core.naming.lexicon import Lexicon
from app.core.progress import At, Progress, part_of, told, untold
from app.core.quoting.speakers import speakers_of
from app.core.quoting.voices import Voices
from app.core.text import Article, Block, BlockKind, Sentence, Span, base_language
from app.core.tuning import BOUNDS, DEFAULT, ENGINE_VERSION, Tuning

NO_TERMS = Lexicon()
_UNMEASURED = f"{RULE}: they share a row, and likeness was measured with other outlets of it"


def canonical_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles by publication (unknown last), key and content: never by arrival."""

    def order(article: Article) -> tuple[bool, float, str, str]:
        published = article.facts.published
        when = Moment.parse(published).earliest.timestamp() if published else 0.0
        content = sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        return published is None, when, article.key, content

    return tuple(sorted(articles, key=order))


def compare_articles(
    articles: Sequence[Article],
    tuning: Tuning = DEFAULT,
    *,
    every_link: bool = False,
    meaning: Meaning | None = None,
    lexicon: Lexicon = NO_TERMS,
    progress: Progress = untold,
    ties: Collection[Tie] = (),
) -> Comparison:
    """The comparison of N articles, the same in whatever order they are given.

    Beyond `max_full_articles`, links and relations are worked out with the reference articles
    only, unless `every_link` asks for all. Time is nearly linear in sentences, links apart; every
    link costs some .1 ms. With `meaning`, sentences of different languages meet too; `lexicon`
    tells loaded terms. As the work goes on, some thirty times, `progress` is told how far it
    has come. What people said in `ties` holds; all else is aligned around it. Raises ValueError if
    two articles have one key, or the ties contradict each other or name what is not there.
    """
    ordered = canonical_order(articles)
    if len({article.key for article in ordered}) < len(ordered):
        raise ValueError("Two articles have the same key.")
    is_full = every_link or len(ordered) <= tuning.max_full_articles
    references = None if is_full else _references(ordered, tuning)
    sentences = [sentences_of(article) for article in ordered]
    comparer = _Comparer(ordered, sentences, tuning, references, lexicon)
    if ties:
        comparer.bound = bind(ties, *_numbered(ordered, sentences))
    progress(At.SENTENCES)
    compared = comparer.run(meaning, progress)
    checked = check(compared, comparer.voices, tuning)
    progress(At.LEDGERS)
    found = replace(checked, findings=list_findings(checked))
    progress(At.FINDINGS)
    return found


def sentence_kinds(article: Article, sentences: Sequence[Sentence]) -> dict[SentenceRef, BlockKind]:
    """The kinds of an article's sentences, by what a tie calls them."""
    blocks = article.blocks
    return {SentenceRef(article.key, s.span): blocks[s.block].kind for s in sentences}


def _numbered(
    articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]
) -> tuple[dict[SentenceRef, BlockKind], dict[SentenceRef, int]]:
    """The kinds of all sentences, and their numbers as units."""
    kinds: dict[SentenceRef, BlockKind] = {}
    for article, own in zip(articles, sentences, strict=True):
        kinds.update(sentence_kinds(article, own))
    return kinds, {ref: n for n, ref in enumerate(kinds)}


def _references(articles: Sequence[Article], tuning: Tuning) -> tuple[int, ...]:
    agencies = [i for i, a in enumerate(articles) if coverage.is_agency_copy(a.facts)]
    return tuple(sorted({0, *agencies[: tuning.max_references - 1]}))


def links_with(
    comparison: Comparison,
    base: int,
    others: Collection[int],
    tuning: Tuning = DEFAULT,
    *,
    lexicon: Lexicon = NO_TERMS,
) -> tuple[Link, ...]:
    """The links between `base` and `others`, worked out anew where the comparison lacks them.

    Anew, each row's readings of two articles are one link, whatever parts it has elsewhere; what a
    person linked is known.
    """
    pairs = {(min(base, other), max(base, other)) for other in others if other != base}
    known = comparison.references
    if known is None or base in known:
        return tuple(k for k in comparison.links if (k.a.article, k.b.article) in pairs)
    comparer = _Comparer(
        tuple(compared.article for compared in comparison.articles),
        [compared.sentences for compared in comparison.articles],
        tuning,
        known,
        lexicon,
    )
    said = {
        (link.statement, link.a.article, link.b.article): link
        for link in comparison.links
        if is_said(link.rule)
    }
    return tuple(
        said.get((link.statement, link.a.article, link.b.article), link)
        for link in comparer.row_links(comparison.statements, sorted(pairs))
    )


@dataclass(frozen=True, slots=True)
class PairAlignment:
    """Links of two lists of sentences: (left, right, label) with a label of same, relabelled,
    reworded, partial, split or merged; and the (left, right) pairs that moved."""

    pairs: tuple[tuple[int, int, str], ...]
    moved: tuple[tuple[int, int], ...]


def align_sentences(
    left: Sequence[str],
    right: Sequence[str],
    tuning: Tuning = DEFAULT,
    *,
    lexicon: Lexicon = NO_TERMS,
) -> PairAlignment:
    """The links between two texts that are split into sentences already, in reading order."""
    sides = [_article_of("left", left), _article_of("right", right)]
    articles = tuple(article for article, _ in sides)
    comparison = _Comparer(
        articles, [sentences for _, sentences in sides], tuning, None, lexicon
    ).run()
    found = sorted(
        (i, j, _label(link), link.moved)
        for link in comparison.links
        for i in link.a.sentences
        for j in link.b.sentences
    )
    return PairAlignment(
        tuple((i, j, label) for i, j, label, _ in found),
        tuple((i, j) for i, j, _, moved in found if moved),
    )


def _article_of(key: str, texts: Sequence[str]) -> tuple[Article, tuple[Sentence, ...]]:
    """An article with one body block a sentence."""
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    spans = [Span(start, start + len(text)) for start, text in zip(starts, texts, strict=False)]
    blocks = tuple(Block("body", span, "a sentence") for span in spans)
    sentences = tuple(
        Sentence(f"{key}-{i}", i, span, text)
        for i, (span, text) in enumerate(zip(spans, texts, strict=True))
    )
    return Article(key, "\n".join(texts), blocks), sentences


def _label(link: Link) -> str:
    if link.split:
        return "split"
    if link.merged:
        return "merged"
    return "same" if link.type == "identical" else link.type


class _Comparer:
    def __init__(
        self,
        articles: tuple[Article, ...],
        sentences: Sequence[tuple[Sentence, ...]],
        tuning: Tuning,
        references: tuple[int, ...] | None,
        lexicon: Lexicon = NO_TERMS,
    ) -> None:
        self.articles = articles
        self.lexicon = lexicon
        self.references = references
        self.tuning = tuning
        self.sentences = sentences
        self.places = [
            (article, position)
            for article, sentences in enumerate(self.sentences)
            for position in range(len(sentences))
        ]
        self.first_unit = list(accumulate(map(len, self.sentences), initial=0))
        self.languages = [base_language(article.facts.language) for article in articles]
        self.compared = tuple(map(ComparedArticle, articles, sentences))
        self.voices = Voices(self.compared, tuning)
        self.spoken = [
            speakers_of(article, quoted, tuning)
            for article, quoted in zip(self.compared, self.voices.quoted, strict=True)
        ]
        self.units = [self._unit(*place) for place in self.places]
        self.substitutions: tuple[Substitution, ...] = ()
        self.bound: Bound = FREE

    def run(self, meaning: Meaning | None = None, progress: Progress = untold) -> Comparison:
        """The comparison without what follows from it: ledgers and findings."""
        rows = self._rows(meaning, progress)
        links = self._links(rows, progress)
        relations = self._relations(links)
        links = self._with_moves(links, relations)
        kin = coverage.Kin(relations.values())
        beside = self._said_beside(rows)
        statements = [
            self._with_gaps(statement, nearest, kin, beside.get(statement.id, set()))
            for statement, nearest in zip(rows.statements, rows.nearest, strict=True)
        ]
        progress(At.GAPS)
        return Comparison(
            ENGINE_VERSION,
            tuple(
                replace(article, carried=tuple(carried))
                for article, carried in zip(self.compared, self._carried, strict=True)
            ),
            tuple(statements),
            tuple(sorted(links, key=_in_order)),
            tuple(relations[pair] for pair in sorted(relations)),
            references=self.references,
            substitutions=self.substitutions,
            hints=tuple(map(self._hint, rows.hints)),
            meaning=meaning.name if meaning else None,
        )

    def _rows(self, meaning: Meaning | None, progress: Progress) -> "_Rows":
        references = None if self.references is None else frozenset(self.references)
        aligned = align(self.units, self.tuning, references, progress, self.bound)
        if meaning is not None:
            texts = [self._sentence(unit).text for unit in range(len(self.units))]
            languages = [article.facts.language for article in self.articles]
            aligned = cross(
                aligned,
                self.units,
                texts,
                languages,
                meaning,
                self.tuning,
                references,
                self.bound.parted,
            )
        statements, retold = self._statements(aligned)
        nearest = tuple(self._nearest(statement, aligned.ranking) for statement in statements)
        progress(At.ROWS)
        return _Rows(statements, retold, aligned.bonds, aligned.hints, nearest)

    def _hint(self, pair: Candidate) -> Hint:
        why = "Possibly related: too few words in common for a link."
        return Hint(self._side([pair.a]), self._side([pair.b]), pair.similarity, why)

    def row_links(
        self, statements: Sequence[Statement], pairs: Iterable[tuple[int, int]]
    ) -> tuple[Link, ...]:
        """A link for each row and pair of articles that both have it."""
        scale = Scale([unit.features for unit in self.units], self.tuning)
        drafts = []
        for a, b in pairs:
            for statement in statements:
                units = [
                    [self.first_unit[i] + position for position in statement.readings[i]]
                    for i in (a, b)
                ]
                if all(units) and statement.kind not in ONE_ROW_KINDS:
                    drafts.append((statement.id, self._row_bond(units[0], units[1], scale)))
        return tuple(self._linked(drafts))

    def _row_bond(self, a: Sequence[int], b: Sequence[int], scale: Scale) -> Bond:
        bond = row_bond(a, b, scale)
        if not self._is_translated(bond):
            return bond
        return replace(bond, rule=_UNMEASURED, similarity=0.0, threshold=0.0)

    def _sentence(self, unit: int) -> Sentence:
        article, position = self.places[unit]
        return self.sentences[article][position]

    def _kind(self, article: int, position: int) -> BlockKind:
        return self.articles[article].blocks[self.sentences[article][position].block].kind

    def _unit(self, article: int, position: int) -> Unit:
        language = self.articles[article].facts.language or "en"
        text = self.sentences[article][position].text
        speaker = self.spoken[article].get(position, frozenset())
        kind = self._kind(article, position)
        return Unit(article, position, kind, features(text, language), speaker)

    # Statements: the rows

    def _statements(self, aligned: Aligned) -> tuple[tuple[Statement, ...], frozenset[str]]:
        """All rows: headlines and standfirsts in one row each, the others in reading order; and
        the ids of those that retell what other rows of their sentences say."""
        rows = [
            self._statement(kind, held)
            for kind in ONE_ROW_KINDS
            for held in self._one_row(kind, aligned)
        ]
        retold = set()
        order = self._row_order(aligned)
        for n, members in zip(order, self._members(aligned, order), strict=True):
            kinds = [self._kind(*self.places[unit]) for unit in aligned.groups[n]]
            rows.append(self._statement("body" if "body" in kinds else kinds[0], members))
            if n in aligned.retold:
                retold.add(rows[-1].id)
        return tuple({row.id: row for row in rows}.values()), frozenset(retold)

    def _one_row(self, kind: BlockKind, aligned: Aligned) -> Iterable[list[int]]:
        """The units of the row of a kind that has one; of several, where people parted some."""
        rows: list[set[int]] = []
        parts: dict[int, list[int]] = defaultdict(list)
        for unit, group in aligned.parts:
            parts[group].append(unit)
        for n, own in enumerate(aligned.groups):
            if self._kind(*self.places[own[0]]) == kind:
                units = {*own, *parts[n]}
                row = next((row for row in rows if not self._are_parted(row, units)), set())
                if not row:
                    rows.append(row)
                row |= units
        return map(sorted, rows)

    def _are_parted(self, row: Set[int], units: Set[int]) -> bool:
        return any(not row.isdisjoint(self.bound.parted.get(unit, ())) for unit in units)

    def _row_order(self, aligned: Aligned) -> list[int]:
        """The groups that have a row of their own, in reading order: all but those of a part that
        is alone in its group."""
        row_of = {unit: row for row, group in enumerate(aligned.groups) for unit in group}
        for unit, group in aligned.parts:
            if len(aligned.groups[row_of[unit]]) == 1 and row_of[unit] not in aligned.hosts:
                row_of[unit] = group
        order = _RowOrder()
        for article, sentences in enumerate(self.sentences):
            order.add(
                [
                    row_of[self.first_unit[article] + position]
                    for position in range(len(sentences))
                    if self._kind(article, position) not in ONE_ROW_KINDS
                ]
            )
        return list(order)

    def _members(self, aligned: Aligned, order: Iterable[int]) -> Iterator[list[int]]:
        """The units of each row, its parts among them."""
        members = [list(group) for group in aligned.groups]
        for unit, group in aligned.parts:
            members[group].append(unit)
        return (sorted(set(members[row])) for row in order)

    def _statement(self, kind: BlockKind, units: Iterable[int]) -> Statement:
        readings: dict[int, list[int]] = defaultdict(list)
        for unit in units:
            article, position = self.places[unit]
            readings[article].append(position)
        ids = [self.sentences[a][p].id for a in sorted(readings) for p in readings[a]]
        digest = blake2b(f"{kind} {' '.join(ids)}".encode(), digest_size=6).hexdigest()
        table = tuple(tuple(sorted(readings.get(a, ()))) for a in range(len(self.articles)))
        return Statement(digest, kind, table)

    # Links: read off the alignment

    def _links(self, rows: "_Rows", progress: Progress) -> list[Link]:
        """The links of all bonds."""
        home = {
            (article, position): statement.id
            for statement in reversed(rows.statements)
            for article, reading in enumerate(statement.readings)
            for position in reading
        }
        bonds = [(home[self.places[bond.a[0]]], bond) for bond in rows.bonds]
        if any(bond.is_tied for bond in rows.bonds):
            bonds = list(self._in_shared_rows(rows.statements, bonds))
        return self._linked(bonds, progress)

    def _in_shared_rows(
        self, statements: Sequence[Statement], bonds: Iterable[tuple[str, Bond]]
    ) -> Iterator[tuple[str, Bond]]:
        """The bonds, a person's told with the first statement that both its sides stand in; the
        machine's are told where their first sentence is read."""
        holding: dict[tuple[int, int], set[int]] = defaultdict(set)
        for n, statement in enumerate(statements):
            for place in _places(statement):
                holding[place].add(n)
        for row, bond in bonds:
            if bond.is_tied:
                held = [holding[self.places[unit]] for unit in (bond.a[0], bond.b[0])]
                row = statements[min(set.intersection(*held))].id
            yield row, bond

    def _linked(self, bonds: Sequence[tuple[str, Bond]], progress: Progress = untold) -> list[Link]:
        """Links of (statement id, bond), typed once all substitutions are known."""
        drafting = told(bonds, part_of(progress, At.ROWS, At.DRAFTS))
        drafts = [self._draft(statement, bond) for statement, bond in drafting]
        self.substitutions = find_substitutions(
            self.compared, drafts, self.lexicon, self.voices, self.tuning
        )
        between: dict[tuple[int, int, int, int], list[Substitution]] = defaultdict(list)
        for swap in self.substitutions:
            a, b = swap.a, swap.b
            between[a.article, a.sentence, b.article, b.sentence].append(swap)
        progress(At.LINKS)
        return [
            self._typed(
                draft,
                [
                    swap
                    for i in draft.a.sentences
                    for j in draft.b.sentences
                    for swap in between.get((draft.a.article, i, draft.b.article, j), ())
                ],
            )
            for draft in drafts
        ]

    def _draft(self, statement: str, bond: Bond) -> Link:
        edits = self._edits(bond)
        translated = self._is_translated(bond)
        is_changed = translated or any(e.op != "equal" and not e.cosmetic for e in edits)
        return Link(
            self._side(bond.a),
            self._side(bond.b),
            "reworded" if is_changed else "identical",
            bond.similarity,
            bond.rule,
            bond.threshold,
            bond.runner_up,
            _why(bond),
            edits,
            bond.shared,
            split=len(bond.b) > 1 or bond.is_split,
            merged=len(bond.a) > 1 or bond.is_merge,
            translated=translated,
            statement=statement,
        )

    def _typed(self, draft: Link, swaps: Sequence[Substitution]) -> Link:
        if draft.type == "identical" or draft.translated:
            return draft
        edits = with_labels(draft, swaps, self.compared)
        texts = (self.articles[side.article].text for side in (draft.a, draft.b))
        kind = link_type(edits, *texts, similarity=draft.similarity, tuning=self.tuning)
        return replace(draft, type=kind, edits=edits)

    def _edits(self, bond: Bond) -> tuple[Edit, ...]:
        if self._is_translated(bond):
            return ()
        return diff_strands(self._strand(bond.a), self._strand(bond.b), self.tuning)

    def _is_translated(self, bond: Bond) -> bool:
        """Whether a bond is between two languages; equal words are equal whatever they are."""
        one, two = (self._language(units[0]) for units in (bond.a, bond.b))
        return one is not None and two is not None and one != two and bond.similarity < 1.0

    def _language(self, unit: int) -> str | None:
        return self.languages[self.places[unit][0]]

    def _side(self, units: Sequence[int]) -> Side:
        return Side(self.places[units[0]][0], tuple(self.places[unit][1] for unit in units))

    def _strand(self, units: Sequence[int]) -> Strand:
        return Strand.of([(s.span.start, s.text) for s in map(self._sentence, units)])

    # Relations, moves, gaps

    def _relations(self, links: Sequence[Link]) -> dict[tuple[int, int], Relation]:
        between: dict[tuple[int, int], list[Link]] = defaultdict(list)
        for link in links:
            if self._is_body(link):
                between[link.a.article, link.b.article].append(link)
        count = len(self.articles)
        bodies = [
            coverage.body_sentences(article, sentences)
            for article, sentences in zip(self.articles, self.sentences, strict=True)
        ]
        words = [
            array("L", (start for position in body for start in self._word_starts(i, position)))
            for i, body in enumerate(bodies)
        ]
        self._carried: list[list[float | None]] = [[None] * count for _ in range(count)]
        for i in range(count):
            self._carried[i][i] = 1.0
        relations = {}
        for a, b in self._compared_pairs():
            own = between[a, b]
            a_in_b = coverage.carried_share(words[a], own, of_a=True)
            b_in_a = coverage.carried_share(words[b], own, of_a=False)
            self._carried[b][a], self._carried[a][b] = a_in_b, b_in_a
            shorter = min(len(bodies[a]), len(bodies[b]))
            relations[a, b] = coverage.relation(
                a,
                b,
                self.articles,
                a_in_b=a_in_b,
                b_in_a=b_in_a,
                linked=len(own) / shorter if shorter else 0.0,
                tuning=self.tuning,
            )
        return relations

    def _word_starts(self, article: int, position: int) -> Iterable[int]:
        """Where each word of a sentence starts in its article."""
        offset = self.sentences[article][position].span.start
        starts = self.units[self.first_unit[article] + position].features.starts
        return map(offset.__add__, starts)

    def _compared_pairs(self) -> Iterable[tuple[int, int]]:
        """The pairs of articles (a < b) whose links are worked out."""
        known = self.references
        return (
            (a, b)
            for a, b in combinations(range(len(self.articles)), 2)
            if known is None or a in known or b in known
        )

    def _with_moves(
        self, links: Sequence[Link], relations: Mapping[tuple[int, int], Relation]
    ) -> list[Link]:
        result = list(links)
        between: dict[tuple[int, int], list[int]] = defaultdict(list)
        for n, link in enumerate(links):
            pair = link.a.article, link.b.article
            if self._has_place(link) and pair in relations and relations[pair].comparable_order:
                between[pair].append(n)
        for members in between.values():
            placed = [
                Placed(link.a.sentences[0], link.b.sentences[0], self._weight(link))
                for link in map(links.__getitem__, members)
            ]
            blocks = moved_blocks(placed, self.tuning.neighbour_reach)
            for n, block in zip(members, blocks, strict=True):
                if block is not None:
                    result[n] = replace(links[n], moved=True, moved_block=block)
        return result

    def _has_place(self, link: Link) -> bool:
        """Whether a link has a place in the order: a fact told a second time has none."""
        return self._is_body(link) and not link.rule.endswith(SAYS_AGAIN)

    def _is_body(self, link: Link) -> bool:
        """Whether a link is between body texts; a person may link other kinds with them."""
        return all(self._kind(s.article, s.sentences[0]) == "body" for s in (link.a, link.b))

    def _weight(self, link: Link) -> float:
        """Words of a link's smaller side: what a reader would have to carry elsewhere."""
        return min(
            sum(self._words(side.article, position) for position in side.sentences)
            for side in (link.a, link.b)
        )

    def _words(self, article: int, position: int) -> int:
        return len(self.units[self.first_unit[article] + position].features.wording)

    def _has_gaps(self, statement: Statement) -> bool:
        """Whether it is worked out who lacks a statement: with many articles, of rows alone."""
        if statement.kind != "body":
            return False
        return self.references is None or sum(map(bool, statement.readings)) > 1

    def _said_beside(self, rows: "_Rows") -> Mapping[str, set[int]]:
        """For statements that share a sentence with one that retells theirs, or retell: the
        articles that have the other."""
        holding: dict[tuple[int, int], list[Statement]] = defaultdict(list)
        for statement in rows.statements:
            for place in _places(statement):
                holding[place].append(statement)
        beside: dict[str, set[int]] = defaultdict(set)
        for statement in rows.statements:
            if statement.id in rows.retold:
                others = [o for place in _places(statement) for o in holding[place]]
                for one, two in ((statement, other) for other in others if other != statement):
                    beside[one.id].update(article for article, _ in _places(two))
                    beside[two.id].update(article for article, _ in _places(one))
        return beside

    def _with_gaps(
        self,
        statement: Statement,
        nearest: Mapping[int, tuple[int, float]],
        kin: coverage.Kin,
        said_beside: Set[int],
    ) -> Statement:
        if not self._has_gaps(statement):
            return statement
        holders = {i for i, reading in enumerate(statement.readings) if reading}
        gaps = tuple(
            coverage.gap(
                article,
                holders,
                self.articles,
                kin,
                nearest.get(article),
                is_said_beside=article in said_beside,
            )
            for article in range(len(self.articles))
            if article not in holders
        )
        return replace(statement, gaps=gaps)

    def _nearest(self, statement: Statement, ranking: Ranking) -> dict[int, tuple[int, float]]:
        """For each article that lacks a statement: its sentence most like any of the statement's
        first ones, and how alike; without the articles that have nothing near."""
        if not self._has_gaps(statement):
            return {}
        units = [
            self.first_unit[article] + position
            for article, reading in enumerate(statement.readings)
            for position in reading
        ][: self.tuning.max_witnesses]
        nearest = {}
        for article, reading in enumerate(statement.readings):
            if reading:
                continue
            near = (ranking.nearest(unit, article) for unit in units)
            found = [best for best in near if best is not None]
            if found:
                similarity, unit = max(found, key=lambda entry: (entry[0], -entry[1]))
                nearest[article] = self.places[unit][1], similarity
        return nearest


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is kept of an alignment: the rest is too large to hold while links are worked out.

    `retold` are the ids of statements that say in other words what another row of their sentences
    says. `nearest` has, for each statement, what `_Comparer._nearest` says.
    """

    statements: tuple[Statement, ...]
    retold: frozenset[str]
    bonds: tuple[Bond, ...]
    hints: tuple[Candidate, ...]
    nearest: tuple[Mapping[int, tuple[int, float]], ...]


def _places(statement: Statement) -> Iterator[tuple[int, int]]:
    """(article, sentence position) of everything in a row."""
    return ((a, position) for a, reading in enumerate(statement.readings) for position in reading)


def _in_order(link: Link) -> tuple[int, int, tuple[int, ...], tuple[int, ...]]:
    return link.a.article, link.b.article, link.a.sentences, link.b.sentences


class _RowOrder:
    """Rows in one order, made of the orders of several articles, the first of which rules.

    A linked list, so that an article's own rows can stand where its text has them.
    """

    def __init__(self) -> None:
        self._next: dict[int | None, int | None] = {None: None}
        self._previous: dict[int, int | None] = {}
        self._last: int | None = None

    def add(self, rows: Sequence[int]) -> None:
        """Places an article's new rows behind the row before them; those that open the article
        right before its first known row, or at the end where it has none."""
        known = next((row for row in rows if row in self._previous), None)
        before = self._last if known is None else self._previous[known]
        for row in rows:
            if row not in self._previous:
                self._insert(before, row)
            before = row

    def _insert(self, before: int | None, row: int) -> None:
        following = self._next[before]
        self._next[before], self._next[row] = row, following
        self._previous[row] = before
        if following is None:
            self._last = row
        else:
            self._previous[following] = row

    def __iter__(self) -> Iterator[int]:
        row = self._next[None]
        while row is not None:
            yield row
            row = self._next[row]


def _why(bond: Bond) -> str:
    """The evidence of a link in a sentence or two; its figures stand beside it in the link."""
    shared = ", ".join(f"“{word}”" for word in bond.shared[: BOUNDS.words_told])
    more = " and others" if len(bond.shared) > BOUNDS.words_told else ""
    rule = bond.rule + ". Words in common" if is_said(bond.rule) and shared else bond.rule
    return f"{rule[0].upper()}{rule[1:]}{shared and f': {shared}'}{more}."
