"""How much of each article stands in each other, and which of them may come from one source.

Evidence in words, never a verdict: that two texts agree does not say who had them first.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise

from app.core.aligning.coverage import body_sentences, is_agency_copy, outlet_name
from app.core.comparison import ComparedArticle, Comparison, Link, Relation, Statement
from app.core.moments import Moment
from app.core.phrasing import joined_names
from app.core.text import Facts, Span, base_language
from app.core.tuning import DEFAULT, Tuning

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|\w(?:[\w'’&.-]*\w)?")
_UNNAMED = re.compile(r"\b(?:news )?(?:agenc(?:y|ies)|wires?|wire (?:services?|reports?))\b", re.I)


_KEPT_WORDINGS = 4096
_ALL = "All of them"
_OWN_REPORTS = "are agencies' own reports"


@dataclass(frozen=True, slots=True)
class TextShare:
    """How much of `article`'s body stands in `other`: the shares of its words, in [0, 1], that
    stand there word for word, and that stand beside them in linked but changed sentences. No word
    is in both."""

    article: int
    other: int
    verbatim: float
    reworded: float
    why: str


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Articles whose texts hang together, the likely source first. `source` is the agency's own
    report, None where it is not here; `agency` is the likely source's name, None where nothing
    names one."""

    articles: tuple[int, ...]
    source: int | None
    agency: str | None
    why: str


@dataclass(frozen=True, slots=True)
class LoneArticle:
    """An article whose text stands in no other to a telling share."""

    article: int
    why: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring statements (positions in `Comparison.statements`) that three or more articles
    have word for word, and side by side. `words` are those outside quotations; `uncredited` the
    articles among them that name no source."""

    statements: tuple[int, ...]
    articles: tuple[int, ...]
    words: int
    uncredited: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class Derivation:
    """Who has how much of whose text; each part is worked out when it is asked for."""

    comparison: Comparison
    tuning: Tuning = DEFAULT

    @property
    def articles(self) -> tuple[ComparedArticle, ...]:
        """The articles that are compared."""
        return self.comparison.articles

    @property
    def unknown(self) -> int:
        """How many pairs were not worked out, because there are too many articles."""
        count = len(self.articles)
        return count * (count - 1) // 2 - len(self.comparison.relations)

    @property
    def groups(self) -> tuple[SourceGroup, ...]:
        """Articles whose texts hang together, the largest group first."""
        return self._sources[0]

    @property
    def alone(self) -> tuple[LoneArticle, ...]:
        """The articles that share text with no other."""
        return self._sources[1]

    @cached_property
    def shares(self) -> tuple[TextShare, ...]:
        """Both directions of every pair that was worked out. Linear in links and their words."""
        return tuple(_Shares(self.comparison, self._names).of_all_pairs())

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What three articles or more print alike and not all of them credit."""
        return tuple(_Passages(self.comparison, self._names, self.tuning).find())

    def share(self, article: int, other: int) -> TextShare | None:
        """How much of `article` stands in `other`; None where that was not worked out."""
        return self._shares.get((article, other))

    @cached_property
    def _shares(self) -> Mapping[tuple[int, int], TextShare]:
        return {(share.article, share.other): share for share in self.shares}

    @property
    def order(self) -> tuple[int, ...]:
        """All articles in the order of the likely source: the largest group first."""
        grouped = [article for group in self.groups for article in group.articles]
        return (*grouped, *(lone.article for lone in self.alone))

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return article_names(self.articles)

    @cached_property
    def _sources(self) -> tuple[tuple[SourceGroup, ...], tuple[LoneArticle, ...]]:
        return _Sources(self.comparison, self._names).groups()


def article_names(articles: Sequence[ComparedArticle]) -> tuple[str, ...]:
    """What to call each article in a sentence: its outlet, with its key where two have one."""
    names = [outlet_name(compared.article) for compared in articles]
    counts = Counter(names)
    return tuple(
        f"{name} ({compared.key})" if counts[name] > 1 and name != compared.key else name
        for name, compared in zip(names, articles, strict=True)
    )


def derive(comparison: Comparison, tuning: Tuning = DEFAULT) -> Derivation:
    """How the articles' texts hang together."""
    return Derivation(comparison, tuning)


# Shares


class _Shares:
    def __init__(self, comparison: Comparison, names: Sequence[str]) -> None:
        self.comparison, self.names = comparison, names
        self.words = [_body_words(compared) for compared in comparison.articles]
        self.links: dict[tuple[int, int], list[Link]] = defaultdict(list)
        for link in comparison.links:
            self.links[link.a.article, link.b.article].append(link)

    def of_all_pairs(self) -> Iterator[TextShare]:
        for relation in self.comparison.relations:
            links = self.links[relation.a, relation.b]
            yield self._share(relation.a, relation.b, links, relation)
            yield self._share(relation.b, relation.a, links, relation)

    def _share(
        self, article: int, other: int, links: Sequence[Link], relation: Relation
    ) -> TextShare:
        own, name = self.comparison.articles[article], self.names[article]
        verbatim = self.comparison.articles[other].carried[article] or 0.0
        changed = _changed_words(own, links, of_a=article == relation.a)
        reworded = min(changed / self.words[article], 1.0 - verbatim) if changed else 0.0
        languages = [
            base_language(self.comparison.articles[i].article.facts.language)
            for i in (article, other)
        ]
        if all(languages) and len(set(languages)) > 1 and not verbatim:
            why = f"{name} and {self.names[other]} are in two languages: no words to compare."
        else:
            why = _told_share(name, self.names[other], verbatim, reworded)
        return TextShare(article, other, verbatim, reworded, why)


def _body_words(compared: ComparedArticle) -> int:
    return sum(
        len(_wording(compared.sentences[position].text))
        for position in body_sentences(compared.article, compared.sentences)
    )


def _changed_words(compared: ComparedArticle, links: Sequence[Link], *, of_a: bool) -> int:
    """How many of an article's body words stand in linked sentences, but not word for word.

    What only shares a clause with the other article, or is linked across languages, is left out.
    """
    blocks, text = compared.article.blocks, compared.article.text
    equal: list[Span] = []
    linked: set[int] = set()
    for link in links:
        equal += [edit.a if of_a else edit.b for edit in link.edits if edit.op == "equal"]
        if link.type in ("relabelled", "reworded") and not link.translated:
            linked.update((link.a if of_a else link.b).sentences)
    equal.sort()
    spans = [
        compared.sentences[position].span
        for position in sorted(linked)
        if blocks[compared.sentences[position].block].kind == "body"
    ]
    return sum(
        len(_WORD.findall(text[start:end]))
        for span in spans
        for start, end in _between(span, equal)
    )


def _between(span: Span, equal: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The stretches of a span that no equal stretch covers; `equal` ascends."""
    place = span.start
    first = max(0, bisect_left(equal, span.start, key=lambda own: own.start) - 1)
    for own in islice(equal, first, None):
        if own.start >= span.end:
            break
        if own.start > place:
            yield place, own.start
        place = max(place, own.end)
    if place < span.end:
        yield place, span.end


def _told_share(name: str, other: str, verbatim: float, reworded: float) -> str:
    if not verbatim and not reworded:
        return f"Nothing of {name} was found in {other}."
    said = f"{percent(verbatim)} of {name} stands word for word in {other}"
    return f"{said}, a further {percent(reworded)} reworded." if reworded else f"{said}."


def percent(share: float) -> str:
    """A share as a reader expects it: `81%`; small and near-complete ones are not rounded off."""
    if 0.0 < share < 0.01:
        return "less than 1%"
    return f"{min(int(100 * share + 0.5), 100 if share == 1.0 else 99)}%"


# Sources


class _Sources:
    def __init__(self, comparison: Comparison, names: Sequence[str]) -> None:
        self.comparison, self.names = comparison, names
        self.articles = comparison.articles
        self.near: dict[int, dict[int, float]] = defaultdict(dict)
        for relation in comparison.relations:
            for own, other in ((relation.a, relation.b), (relation.b, relation.a)):
                self.near[own][other] = self.articles[other].carried[own] or 0.0

    def groups(self) -> tuple[tuple[SourceGroup, ...], tuple[LoneArticle, ...]]:
        """Articles that are not independent of each other, directly or through a third, the
        largest group first; and those that are independent of all."""
        home = list(range(len(self.articles)))
        for relation in self.comparison.relations:
            if relation.kind != "independent":
                one, two = home[relation.a], home[relation.b]
                home = [min(one, two) if h in (one, two) else h for h in home]
        members: dict[int, list[int]] = defaultdict(list)
        for article, first in enumerate(home):
            members[first].append(article)
        groups = sorted((own for own in members.values() if len(own) > 1), key=len, reverse=True)
        lone = [own[0] for own in members.values() if len(own) == 1]
        return tuple(map(self._group, groups)), tuple(
            LoneArticle(article, self._why_alone(article)) for article in lone
        )

    def _group(self, members: Sequence[int]) -> SourceGroup:
        source, agency, why = self._source(members)
        first = (
            source
            if source is not None
            else max(members, key=lambda i: (self._held_by_others(i, members), -i))
        )
        rest = sorted(
            (i for i in members if i != first), key=lambda i: (-self.near[i].get(first, 0.0), i)
        )
        return SourceGroup((first, *rest), source, agency, why)

    def _held_by_others(self, article: int, members: Iterable[int]) -> float:
        """How much of the others' texts stands in an article, as a sum of shares."""
        return sum(self.near[other].get(article, 0.0) for other in members)

    def _source(self, members: Sequence[int]) -> tuple[int | None, str | None, str]:
        """The likely source as (article, agency, why)."""
        carriers: dict[int, list[int]] = defaultdict(list)
        for relation in self.comparison.relations:
            if relation.a in members and relation.kind == "a carries b":
                carriers[relation.b].append(relation.a)
            if relation.a in members and relation.kind == "b carries a":
                carriers[relation.a].append(relation.b)
        if carriers:
            source = max(carriers, key=lambda i: (len(carriers[i]), -i))
            return (source, self._facts(source).agency, self._why_carried(source, carriers[source]))
        credits = self._credits(members)
        if credits:
            agency = next(iter(credits)) if len(credits) == 1 else None
            return None, agency, self._why_credited(members)
        why = f"{self._said(members)} share text. {self._told_credits(members)}"
        return None, None, f"{why} {self._first(members)}"

    def _facts(self, article: int) -> Facts:
        return self.articles[article].article.facts

    def _said(self, members: Sequence[int]) -> str:
        return joined_names([self.names[i] for i in members])

    def _credits(self, members: Sequence[int]) -> Mapping[str, list[int]]:
        """The agencies that articles name beside their own text, and who names them."""
        credits: dict[str, list[int]] = defaultdict(list)
        spelling: dict[str, str] = {}
        for article in members:
            facts = self._facts(article)
            if facts.agency and not is_agency_copy(facts):
                name = spelling.setdefault(facts.agency.casefold(), facts.agency)
                credits[name].append(article)
        return credits

    def _why_carried(self, source: int, carriers: Sequence[int]) -> str:
        carry = "carries" if len(carriers) == 1 else "carry"
        return (
            f"{self.names[source]} is an agency's own report; {self._said(carriers)} {carry} it. "
            f"{self._told_credits(carriers)}"
        )

    def _why_credited(self, members: Sequence[int]) -> str:
        here = any(is_agency_copy(self._facts(i)) for i in members)
        end = "" if here else " None of them is known to be the agency's own report."
        return f"{self._said(members)} share text. {self._told_credits(members)}{end}"

    def _told_credits(self, articles: Sequence[int]) -> str:
        """`A credits Meridian; B and C credit agencies without a name; D names no agency.`"""
        said: dict[str, list[int]] = defaultdict(list)
        for credit, who in self._credits(articles).items():
            said[f"credit {credit}"] = who
        for article in articles:
            if is_agency_copy(self._facts(article)):
                said[_OWN_REPORTS].append(article)
            elif _names_no_agency(self.articles[article]):
                said["name no agency"].append(article)
            elif not self._facts(article).agency:
                said["credit agencies without a name"].append(article)
        told = [
            f"{_ALL if 2 < len(articles) == len(who) else self._said(who)} {_verb(words, who)}"
            for words, who in said.items()
        ]
        return f"{'; '.join(told)}."

    def _first(self, members: Sequence[int]) -> str:
        """Which of some articles was surely published before all the others, if one was."""
        times = {i: self._facts(i).published for i in members}
        if all(times.values()):
            moments = {i: Moment.parse(time) for i, time in times.items() if time}
            first = min(moments, key=lambda i: (moments[i].latest, i))
            if all(moments[first].surely_before(m) for i, m in moments.items() if i != first):
                return f"{self.names[first]} was published first."
        return "Which of them was first, their times do not tell."

    def _why_alone(self, article: int) -> str:
        name, agency = self.names[article], self._facts(article).agency
        compared = self.near[article]
        if not compared:
            return f"{name} was not compared with another article."
        nearest = max(compared, key=lambda i: (compared[i], -i))
        share = percent(compared[nearest])
        why = f"No article has more of {name} word for word than {self.names[nearest]}: {share}."
        if not compared[nearest]:
            why = f"No article has words of {name} in a linked sentence."
        if len(compared) < len(self.articles) - 1:
            why += f" It was compared with {len(compared)} of {len(self.articles) - 1} others."
        if agency and not is_agency_copy(self._facts(article)):
            why += f" It credits {agency}."
        return why


def _verb(words: str, who: Sequence[int]) -> str:
    """`credit X` or `credits X`, as the number of its subjects asks."""
    if words == _OWN_REPORTS:
        return words if len(who) > 1 else "is an agency's own report"
    verb, _, rest = words.partition(" ")
    return words if len(who) > 1 else f"{verb}s {rest}"


# Passages


class _Passages:
    def __init__(self, comparison: Comparison, names: Sequence[str], tuning: Tuning) -> None:
        self.comparison, self.names, self.tuning = comparison, names, tuning
        self.articles = comparison.articles
        self.bodies = [body_sentences(c.article, c.sentences) for c in self.articles]
        self.next_row = self._next_rows()
        self.alike = [self._alike(statement) for statement in comparison.statements]

    def find(self) -> Iterator[Passage]:
        """Passages of which an article names no source, in the order of statements."""
        steps = [self._step(row) for row in range(len(self.alike))]
        used: set[int] = set()
        for row in range(len(steps)):
            run, articles = [row], steps[row][1]
            while run[-1] not in used and self._goes_on(steps[run[-1]][1], articles, steps[row][1]):
                used.add(run[-1])
                following, who = steps[run[-1]]
                articles &= who
                run.append(following)
            if len(run) > 1:
                yield from self._passage(run, sorted(articles))

    def _goes_on(self, who: frozenset[int], so_far: frozenset[int], first: frozenset[int]) -> bool:
        """Whether enough articles have the next statement too, half of the first at least."""
        both = who & so_far
        return self._are_enough(both) and 2 * len(both) >= len(first)

    def _are_enough(self, articles: Iterable[int]) -> bool:
        outlets = {outlet_name(self.articles[i].article) for i in articles}
        return len(outlets) >= self.tuning.min_passage_outlets

    def _next_rows(self) -> list[dict[int, int]]:
        """For each article: its statement's row -> the row of what stands next in its body."""
        statements = self.comparison.statements
        first: list[dict[int, int]] = [{} for _ in self.articles]
        for row, statement in enumerate(statements):
            for article, reading in enumerate(statement.readings):
                if reading:
                    first[article].setdefault(reading[0], row)
        following: list[dict[int, int]] = []
        for article, rows in enumerate(first):
            after = dict(pairwise(self.bodies[article]))
            lasts = {row: statements[row].readings[article][-1] for row in rows.values()}
            following.append(
                {row: rows[after[p]] for row, p in lasts.items() if after.get(p) in rows}
            )
        return following

    def _alike(self, statement: Statement) -> frozenset[int]:
        """The articles that have a statement in the words that most have; none if too few do."""
        held = [(i, reading) for i, reading in enumerate(statement.readings) if reading]
        if statement.kind != "body" or len(held) < self.tuning.min_passage_outlets:
            return frozenset()
        wordings: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for article, reading in held:
            sentences = self.articles[article].sentences
            words = tuple(w for p in reading for w in _wording(sentences[p].text))
            wordings[words].append(article)
        largest = max(map(len, wordings.values()))
        return frozenset(next(who for who in wordings.values() if len(who) == largest))

    def _step(self, row: int) -> tuple[int, frozenset[int]]:
        """The statement that follows in most articles, and those that have both alike."""
        following: dict[int, set[int]] = defaultdict(set)
        for article in self.alike[row]:
            after = self.next_row[article].get(row)
            if after is not None and article in self.alike[after]:
                following[after].add(article)
        after = max(following, key=lambda r: (len(following[r]), -r), default=row)
        return after, frozenset(following[after])

    def _passage(self, run: Sequence[int], articles: Sequence[int]) -> Iterator[Passage]:
        words = self._words_outside_quotations(run, articles[0])
        uncredited = tuple(i for i in articles if _names_no_agency(self.articles[i]))
        if words >= self.tuning.min_passage_words and uncredited:
            names = [joined_names([self.names[i] for i in who]) for who in (articles, uncredited)]
            names[1] = _ALL if len(uncredited) == len(articles) else names[1]
            why = (
                f"{len(run)} neighbouring statements, {words} words without quotations, stand word "
                f"for word in {names[0]}. {names[1]} {_verb('name no agency', uncredited)}."
            )
            yield Passage(tuple(run), tuple(articles), words, uncredited, why)

    def _words_outside_quotations(self, run: Iterable[int], article: int) -> int:
        compared = self.articles[article]
        sentences = [
            compared.sentences[position].span
            for row in run
            for position in self.comparison.statements[row].readings[article]
        ]
        return sum(
            len(_WORD.findall(compared.article.text[start:end]))
            for span in sentences
            for start, end in _between(span, self._quoted[article])
        )

    @cached_property
    def _quoted(self) -> Sequence[Sequence[Span]]:
        spans: list[list[Span]] = [[] for _ in self.articles]
        for quotation in self.comparison.quotations:
            for version in quotation.versions:
                if version.is_direct:
                    spans[version.article].extend(version.spans)
        return [sorted(own) for own in spans]


@lru_cache(maxsize=_KEPT_WORDINGS)
def _wording(text: str) -> tuple[str, ...]:
    """A sentence's words; outlets print the same sentence many times."""
    return tuple(_WORD.findall(text.casefold().replace("’", "'")))


def _names_no_agency(compared: ComparedArticle) -> bool:
    """Whether an article says of no agency that it took from it, not even unnamed ones."""
    facts = compared.article.facts
    return not facts.agency and not _UNNAMED.search(facts.byline or "")
