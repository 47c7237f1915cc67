"""Which given phrases name the same thing: names, countries, roles, and phrases by their words."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush

from app.core.aligning.similarity import STOP_WORDS, features
from app.core.naming.names import COUNTRIES, DETERMINERS, LEADERS, ROLES, Key, bare
from app.core.tokens import is_word, tokenize
from app.core.tuning import DEFAULT, Tuning

_STATE_WORDS = frozenset(
    """
    official officials officer officers government administration authorities envoy envoys troops
    forces soldiers army military diplomats counterpart representatives people citizens nation
    side regime
    """.split()
)
_GOVERNMENTS = frozenset("government administration regime cabinet".split())
_AFTER_HEAD = STOP_WORDS - DETERMINERS | {"among", "between", "within", "without", "like"}
_LONGEST_TITLE = 4  # words between a role and the name it introduces

_Label = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A phrase that names something, and the sentence it stands in."""

    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase's parts: `words` up to the noun that it turns on, `head`; `name` the words of a
    proper name at its end, `country` the country that it names or that qualifies it."""

    words: Key
    head: str
    name: Key
    country: str
    is_country: bool
    stems: frozenset[str]
    head_stem: str


def cluster_mentions(mentions: Sequence[NamedMention], tuning: Tuning = DEFAULT) -> tuple[int, ...]:
    """For each mention the number of its cluster, clusters numbered as they first appear.

    Proper names meet by the word that is used alone (Ada Rill, Ms. Rill), countries by name,
    people and seat of government, roles ("the director") by the name that they most often
    introduce. All other phrases are joined by average link over their words, rare ones and the
    head weighing more. Near-linear: only phrases with a word in common are compared, and a word
    of very many phrases proposes the first of them only.
    """
    lower = frozenset(_lower_words(mention.sentence for mention in mentions))
    phrases = {text: _phrase(text, lower) for text in dict.fromkeys(m.text for m in mentions)}
    labels = _named(phrases, mentions)
    others = {text: phrase for text, phrase in phrases.items() if text not in labels}
    labels |= _linked(others, tuning)
    numbers: dict[_Label, int] = {}
    return tuple(numbers.setdefault(labels[m.text], len(numbers)) for m in mentions)


def _lower_words(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in dict.fromkeys(sentences):
        tokens = tokenize(sentence)
        for surface, norm in zip(tokens.surfaces, tokens.norms, strict=True):
            if surface[0].islower():
                yield bare(norm)


# Phrases


def _phrase(text: str, lower: frozenset[str]) -> _Phrase:
    tokens = tokenize(text)
    words = [
        (surface, norm)
        for surface, norm in zip(tokens.surfaces, tokens.norms, strict=True)
        if is_word(norm) or norm == ","
    ]
    while len(words) > 1 and words[0][1] in DETERMINERS:
        words.pop(0)
    core = _core(words)
    keys = [bare(norm) for _, norm in core]
    country, end = _country(keys)
    head = keys[-1] if keys else ""
    is_country = bool(country) and end == len(keys)
    name = () if is_country else _proper_end(core, lower)
    stems = _stems(" ".join(keys_of(words)))
    head_stem = min(_stems(head), default=head)
    return _Phrase(tuple(keys), head, name, country, is_country, stems, head_stem)


def keys_of(words: Iterable[tuple[str, str]]) -> list[str]:
    """The words of tokens, marks left out."""
    return [bare(norm) for _, norm in words if norm != ","]


@lru_cache(maxsize=16_384)
def _stems(text: str) -> frozenset[str]:
    return features(text).stems


def _core(words: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """A phrase up to its head: what follows a comma or a small word only adds to it."""
    end = next(
        (i for i, (_, norm) in enumerate(words) if i and (norm == "," or norm in _AFTER_HEAD)),
        len(words),
    )
    while end > 1 and words[end - 1][0].islower() and words[end - 1][1].endswith(_ENDINGS):
        end -= 1
    return words[:end]


_ENDINGS = ("ed", "ing", "ly")


def _country(keys: Sequence[str]) -> tuple[str, int]:
    """The first country of some words, and the position after it; none: empty and 0."""
    for i in range(len(keys)):
        for length in (2, 1):
            words = tuple(key.removesuffix("-led") for key in keys[i : i + length])
            if words in COUNTRIES:
                return COUNTRIES[words], i + len(words)
    return "", 0


def _proper_end(core: Sequence[tuple[str, str]], lower: frozenset[str]) -> Key:
    """The proper name that a phrase ends in, without titles; empty where it ends otherwise."""
    name: list[str] = []
    for surface, norm in reversed(core):
        word = bare(norm)
        if not surface[0].isupper() or (name and norm.endswith("'s")) or word in ROLES:
            break
        name.insert(0, word)
    if not name or (name[-1] in lower and len(name[-1]) > 1):
        return ()
    plain = [word for word in name if len(word) > 1 and (word,) not in COUNTRIES]
    return tuple(plain)


# Names, countries, roles


def _named(phrases: Mapping[str, _Phrase], mentions: Sequence[NamedMention]) -> dict[str, _Label]:
    """The label of each phrase that is a name, a country, or somebody's role."""
    names = _names(phrases)
    roles = _roles(mentions, set(names.values()))
    halves = _halves(phrases)
    led = {
        name: country
        for (country, role), known in sorted(roles.items())
        if country and role in LEADERS
        for name in known
    }
    labels: dict[str, _Label] = {}
    for text, phrase in phrases.items():
        country = _state(phrase, halves, led)
        if country:
            labels[text] = ("country", country)
        elif phrase.name:
            labels[text] = ("name", names[phrase.name])
        elif phrase.head in ROLES:
            known = roles.get((phrase.country, phrase.head))
            if known:
                labels[text] = ("name", min(known, key=lambda name: (-known[name], name)))
            elif phrase.country and phrase.head in LEADERS:
                labels[text] = ("leader", phrase.country)
    return labels


def _state(phrase: _Phrase, halves: Mapping[Key, str], led: Mapping[str, str]) -> str:
    """The country that a phrase stands for, by its name, its officials or who leads it."""
    if phrase.name in halves:
        return halves[phrase.name]
    if phrase.is_country or (phrase.country and phrase.head in _STATE_WORDS):
        return phrase.country
    if phrase.head in _GOVERNMENTS:
        return next((led[word] for word in phrase.words if word in led), "")
    return ""


def _halves(phrases: Mapping[str, _Phrase]) -> dict[Key, str]:
    """The first word of each country of two words that is named: "the North" for its whole."""
    named = {phrase.country for phrase in phrases.values() if phrase.is_country}
    halves: dict[Key, list[str]] = defaultdict(list)
    for country in sorted(named):
        first, _, rest = country.lower().partition(" ")
        if rest and first in ("north", "south"):
            halves[first,].append(country)
    return {half: countries[0] for half, countries in halves.items() if len(countries) == 1}


def _names(phrases: Mapping[str, _Phrase]) -> dict[Key, str]:
    """Each proper name -> the one word of it that stands for it: one used alone, or its last."""
    alone = {phrase.name[0] for phrase in phrases.values() if len(phrase.name) == 1}
    long = {phrase.name for phrase in phrases.values() if len(phrase.name) > 1}
    given = {name[0]: name[-1] for name in sorted(long) if alone.issuperset((name[0], name[-1]))}
    chosen = {}
    for phrase in phrases.values():
        if phrase.name:
            first, last = phrase.name[0], phrase.name[-1]
            word = first if first in alone and last not in alone else last
            chosen[phrase.name] = given.get(word, word)
    return chosen


def _roles(
    mentions: Sequence[NamedMention], names: set[str]
) -> dict[tuple[str, str], Counter[str]]:
    """Country (or none) and role -> the names that it introduces, with how often."""
    roles: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    texts = (text for mention in mentions for text in (mention.sentence, mention.text))
    for text in dict.fromkeys(texts):
        tokens = tokenize(text)
        words = [bare(norm) for norm in tokens.norms]
        for i, word in enumerate(words):
            if word in names and tokens.surfaces[i][0].isupper():
                at = _title(words, tokens.surfaces, i)
                if at is not None:
                    country, _ = _country(words[max(0, at - 3) : at])
                    roles["", words[at]][word] += 1
                    if country:
                        roles[country, words[at]][word] += 1
    return roles


def _title(words: Sequence[str], surfaces: Sequence[str], i: int) -> int | None:
    """Where the role stands that introduces the name at i, given names passed over."""
    for at in range(i - 1, max(-1, i - _LONGEST_TITLE), -1):
        if words[at] in ROLES:
            return at
        if not surfaces[at][0].isupper():
            return None
    return None


# All other phrases


def _linked(phrases: Mapping[str, _Phrase], tuning: Tuning) -> dict[str, _Label]:
    """Clusters of phrases by average link over their weighted words."""
    alike: dict[tuple[frozenset[str], str], list[str]] = defaultdict(list)
    for text, phrase in phrases.items():
        alike[phrase.stems, phrase.head_stem].append(text)
    vectors = _vectors(list(alike), tuning)
    clusters = _average_link(vectors, tuning.min_name_likeness, tuning.max_name_partners)
    texts = list(alike.values())
    return {text: ("phrase", str(c)) for i, c in enumerate(clusters) for text in texts[i]}


def _vectors(kinds: Sequence[tuple[frozenset[str], str]], tuning: Tuning) -> list[dict[str, float]]:
    """Unit vectors of phrases: each stem by its rarity among them, the head once more."""
    frequency = Counter(stem for stems, _ in kinds for stem in stems)
    total = len(kinds) + 1
    rarity = {stem: math.log(total / (n + 0.5)) for stem, n in frequency.items()}
    vectors = []
    for stems, head in kinds:
        vector = {stem: rarity[stem] for stem in sorted(stems)}
        vector[f"head {head}"] = tuning.head_weight * rarity.get(head, 1.0)
        length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
        vectors.append({word: weight / length for word, weight in vector.items()} if length else {})
    return vectors


def _average_link(vectors: Sequence[Mapping[str, float]], threshold: float, most: int) -> list[int]:
    """The cluster of each vector: the two nearest clusters join while near enough on average.

    Clusters without a word in common never meet. Ties fall to the earlier vectors.
    """
    sums = _products(vectors, most)
    sizes = dict.fromkeys(range(len(vectors)), 1)
    cluster = list(range(len(vectors)))
    members = [[i] for i in cluster]
    queue = [(-value, i, j) for i, row in sums.items() for j, value in row.items() if i < j]
    heapify(queue)
    while queue and -queue[0][0] >= threshold:
        value, i, j = heappop(queue)
        if i not in sizes or j not in sizes or -value != sums[i][j] / (sizes[i] * sizes[j]):
            continue  # one of the two has grown or gone since
        for k, total in sums.pop(j).items():
            del sums[k][j]
            if k != i:
                sums[i][k] = sums[k][i] = sums[i].get(k, 0.0) + total
        sizes[i] += sizes.pop(j)
        members[i] += members[j]
        for k, total in sums[i].items():
            heappush(queue, (-total / (sizes[i] * sizes[k]), min(i, k), max(i, k)))
    for i in sizes:
        for member in members[i]:
            cluster[member] = i
    return cluster


def _products(vectors: Sequence[Mapping[str, float]], most: int) -> dict[int, dict[int, float]]:
    """The products of pairs of vectors that have a word in common, both ways; a word proposes
    the first `most` vectors that have it."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    products: dict[int, dict[int, float]] = {i: {} for i in range(len(vectors))}
    for j, vector in enumerate(vectors):
        row: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for i, other in holders[word]:
                row[i] += weight * other
            if len(holders[word]) < most:
                holders[word].append((j, weight))
        for i, value in row.items():
            products[i][j] = products[j][i] = value
    return products
