"""A long invented article and a later revision of it, with the truth on every sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

_NOUNS = (
    "harbour ferry crane union mayor pilot lorry gate breakwater warehouse tide signal captain "
    "market school bridge council island lighthouse quay winch cargo storm channel museum orchard "
    "railway clinic quarry reservoir theatre bakery"
).split()
_VERBS = (
    "closed opened delayed inspected repaired blocked cleared followed reached warned welcomed "
    "rejected praised visited measured painted counted doubled"
).split()
_NAMES = "Lorne Venn Marrow Tessel Orsk Brand Hallow Quill Sedge Torrin".split()
_ENDS = (
    "on Thursday",
    "before dawn",
    "without a word of warning",
    "after a long meeting",
    "for the third time this year",
    "despite the rain",
    "at the end of the night shift",
)
SHORT = ("He declined to comment.", "Nobody was hurt.", "“We are ready.”")


@dataclass(frozen=True, slots=True)
class Retold:
    """Two revisions, each a list of sentences. `went[i]` are the later positions of sentence i,
    empty where it was taken out; `changed` holds those whose words are not the same."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    went: tuple[tuple[int, ...], ...]
    changed: frozenset[int]


def invented(random: Random, count: int = 200) -> list[str]:
    """So many sentences as news prints them; about one in twenty repeats a short one."""
    return [
        random.choice(SHORT) if random.random() < 0.05 else _sentence(random) for _ in range(count)
    ]


def edited(seed: int, count: int = 200, share: float = 0.2) -> Retold:
    """A revision with that share of the sentences reworded, split in two or taken out, and some
    put in."""
    random = Random(seed)  # noqa: S311 - made-up text, the same each time
    old = invented(random, count)
    touched = set(random.sample(range(count), round(share * count)))
    new: list[str] = []
    went = []
    for i, sentence in enumerate(old):
        parts = random.choice(_EDITS)(random, sentence) if i in touched else [sentence]
        went.append(tuple(range(len(new), len(new) + len(parts))))
        new.extend(parts)
        if i in touched and random.random() < 0.2:
            new.append(_sentence(random))
    return Retold(tuple(old), tuple(new), tuple(went), frozenset(touched))


def shuffled(seed: int, count: int = 200, block: int = 4) -> Retold:
    """A revision with its paragraphs, of `block` sentences each, in another order."""
    random = Random(seed)  # noqa: S311 - made-up text, the same each time
    old = invented(random, count)
    blocks = [range(at, min(at + block, count)) for at in range(0, count, block)]
    random.shuffle(blocks)
    order = [i for part in blocks for i in part]
    places = {i: at for at, i in enumerate(order)}
    went = tuple((places[i],) for i in range(count))
    return Retold(tuple(old), tuple(old[i] for i in order), went, frozenset())


def as_text(sentences: Sequence[str], paragraph: int = 4) -> str:
    """The sentences as an article is pasted, so many a paragraph."""
    starts = range(0, len(sentences), paragraph)
    return "\n\n".join(" ".join(sentences[at : at + paragraph]) for at in starts)


def _sentence(random: Random) -> str:
    who, what = random.choice(_NAMES), random.sample(_NOUNS, 4)
    verbs, end = random.sample(_VERBS, 2), random.choice(_ENDS)
    kind = random.randrange(3)
    if kind == 0:
        return (
            f"The {what[0]} near the {what[1]} {verbs[0]} {random.randint(3, 99)} visitors {end}."
        )
    if kind == 1:
        return f"{who} {verbs[0]} the {what[0]}, and the {what[1]} {verbs[1]} the {what[2]} {end}."
    return (
        f"“The {what[0]} {verbs[0]} our {what[1]},” {who} said, “while the {what[2]} {verbs[1]}.”"
    )


def _reworded(random: Random, sentence: str) -> list[str]:
    words = sentence.split()
    at = random.randrange(1, len(words))
    return [" ".join((*words[:at], random.choice(_NOUNS), *words[at:]))]


def _shortened(random: Random, sentence: str) -> list[str]:
    words = sentence.split()
    at = random.randrange(1, len(words) - 1)
    return [" ".join((*words[:at], *words[at + 1 :]))]


def _split(random: Random, sentence: str) -> list[str]:
    head, comma, tail = sentence.partition(", and ")
    return [f"{head}.", tail[0].upper() + tail[1:]] if comma else _reworded(random, sentence)


def _taken_out(random: Random, sentence: str) -> list[str]:
    return []


_EDITS: tuple[Callable[[Random, str], list[str]], ...] = (
    _reworded,
    _reworded,
    _shortened,
    _split,
    _taken_out,
)
