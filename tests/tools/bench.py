"""`make bench`: CPU time, memory and accuracy, beside other matchers in the same run."""

import difflib
import functools
import gc
import json
import re
import resource
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from itertools import combinations, pairwise
from typing import Any

from rich.console import Console
from rich.table import Table

from app.core.aligning.align import Unit, align
from app.core.aligning.segment import sentences_of
from app.core.aligning.similarity import features
from app.core.cleaning.newsroom import clean_text
from app.core.comparison import Comparison
from app.core.statements import compare_articles
from app.core.text import Article, Block, Facts, Span
from app.sources.lexicon import own_lexicon
from tests.tools.invented import BUILDS, Coverage, Pair

SENTENCES = 40
CUTOFFS = (0.3, 0.4, 0.5, 0.6, 0.7)
GROWTH = tuple(range(50, 501, 50))
CURVE_RUNS = 2


@dataclass(frozen=True, slots=True)
class Matched:
    """What a matcher found: linked pairs of sentences where they are to be judged, and how many."""

    count: int
    links: frozenset[Pair] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. CPU in ms, memory in MB; `first` is the process's first run, `best` the
    best of all; accuracy None where it was not judged; `note` is what else is to be said."""

    work: str
    best: float | None = None
    first: float | None = None
    peak: float | None = None
    resident: float | None = None
    links: int | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    moved: str = ""
    note: str = ""


def articles(texts: Sequence[str]) -> list[Article]:
    """Cleaned articles from texts, each paragraph body."""
    made = []
    for number, text in enumerate(texts):
        blocks, start = [], 0
        for paragraph in text.split("\n\n"):
            blocks.append(Block("body", Span(start, start + len(paragraph)), "a paragraph"))
            start += len(paragraph) + 2
        made.append(Article(f"outlet-{number}", text, tuple(blocks), Facts(language="en")))
    return made


def _cleaned(texts: Sequence[str]) -> list[Article]:
    found = []
    for number, text in enumerate(texts):
        cleaned = clean_text(text)
        found.append(Article(f"outlet-{number}", text, cleaned.blocks, cleaned.facts))
    return found


# The matchers: each makes ready what is not measured, and gives the work and a reader of its result


Matcher = tuple[Callable[[], object], Callable[[object], Matched]]


def sidebyline(coverage: Coverage) -> Matcher:
    """The whole comparison as the product makes it from cleaned articles, word edits and findings
    included. Where only links with reference articles are made, accuracy is not judged."""
    given, lexicon = articles(coverage.texts), own_lexicon()

    def read(result: object) -> Matched:
        assert isinstance(result, Comparison)
        pairs = frozenset(_pairs_of(result))
        return Matched(len(pairs), pairs if result.references is None else None)

    return lambda: compare_articles(given, lexicon=lexicon), read


def sidebyline_from_raw_text(coverage: Coverage) -> Matcher:
    """The same with the cleaning of the texts; not judged, since cleaning renumbers."""
    texts, lexicon = coverage.texts, own_lexicon()

    def read(result: object) -> Matched:
        assert isinstance(result, Comparison)
        return Matched(len(set(_pairs_of(result))))

    return lambda: compare_articles(_cleaned(texts), lexicon=lexicon), read


def _pairs_of(comparison: Comparison) -> Iterable[Pair]:
    """Linked sentences as positions of outlets and paragraphs, however articles are ordered."""
    for link in comparison.links:
        i, j = (int(comparison.articles[s.article].key.split("-")[1]) for s in (link.a, link.b))
        for a in (_paragraph(comparison, link.a.article, s) for s in link.a.sentences):
            for b in (_paragraph(comparison, link.b.article, s) for s in link.b.sentences):
                yield (i, a, j, b) if i < j else (j, b, i, a)


def _paragraph(comparison: Comparison, article: int, sentence: int) -> int:
    return comparison.articles[article].sentences[sentence].block


def sidebyline_links_alone(coverage: Coverage) -> Matcher:
    """Sentences split, compared and linked: what the plain matchers do, without the rest."""
    given = articles(coverage.texts)

    def work() -> object:
        units = [
            Unit(number, position, "body", features(sentence.text, "en"))
            for number, article in enumerate(given)
            for position, sentence in enumerate(sentences_of(article))
        ]
        return [
            (units[a].article, units[a].position, units[b].article, units[b].position)
            for bond in align(units).bonds
            for a in bond.a
            for b in bond.b
        ]

    def read(result: object) -> Matched:
        assert isinstance(result, list)
        return Matched(len(result), frozenset(result))

    return work, read


def difflib_sentences(coverage: Coverage) -> Matcher:
    """Each sentence's best partner in every other text by SequenceMatcher's ratio over words, the
    cutoff chosen afterwards with the truth at hand: the best that it can reach."""
    split = [[re.findall(r"\w+", p.lower()) for p in t.split("\n\n")] for t in coverage.texts]
    truth, _ = coverage.truth()

    def work() -> dict[Pair, float]:
        return dict(_nearest(split))

    def read(result: object) -> Matched:
        assert isinstance(result, dict)
        chosen = [frozenset(p for p, ratio in result.items() if ratio >= c) for c in CUTOFFS]
        links = max(chosen, key=lambda found: _accuracy(found, truth)[2])
        return Matched(len(links), links)

    return work, read


def _nearest(split: Sequence[Sequence[Sequence[str]]]) -> Iterable[tuple[Pair, float]]:
    matcher = difflib.SequenceMatcher(None, autojunk=False)
    for i, j in combinations(range(len(split)), 2):
        for a, sentence in enumerate(split[i]):
            matcher.set_seq2(sentence)
            best, partner = CUTOFFS[0], -1
            for b, other in enumerate(split[j]):
                matcher.set_seq1(other)
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                    ratio = matcher.ratio()
                    if ratio > best:
                        best, partner = ratio, b
            if partner >= 0:
                yield (i, a, j, partner), best


def collatex(coverage: Coverage) -> Matcher:
    """CollateX's alignment table of all texts. Two sentences are linked where more than half of
    the shorter one's words stand in one column with equal words of the other. Its search for
    moved words (`detect_transpositions`) fails in 2.3 with an AttributeError, so it is off."""
    classes = import_module("collatex.core_classes")  # only `make bench` installs it
    collate = import_module("collatex.core_functions").collate
    split = [[re.findall(r"\w+", p.lower()) for p in t.split("\n\n")] for t in coverage.texts]
    collation = classes.Collation()
    for i, text in enumerate(split):
        tokens = [{"t": w, "n": w, "at": a} for a, words in enumerate(text) for w in words]
        collation.add_witness({"id": str(i), "tokens": tokens})

    def work() -> object:
        return collate(collation, output="table", segmentation=False, near_match=False)

    def read(result: Any) -> Matched:
        together: Counter[Pair] = Counter()
        for column in result.columns:
            cells = sorted((int(i), t) for i, ts in column.tokens_per_witness.items() for t in ts)
            for (i, one), (j, two) in combinations(cells, 2):
                if i != j and one.token_string == two.token_string:
                    together[i, one.token_data["at"], j, two.token_data["at"]] += 1
        links = frozenset(
            pair
            for pair, words in together.items()
            if 2 * words > min(len(split[pair[0]][pair[1]]), len(split[pair[2]][pair[3]]))
        )
        return Matched(len(links), links)

    return work, read


# Measuring


def _accuracy(found: Iterable[Pair], truth: Iterable[Pair]) -> tuple[float, float, float]:
    """(precision, recall, F1)."""
    found, truth = set(found), set(truth)
    right = len(found & truth)
    precision, recall = right / max(len(found), 1), right / max(len(truth), 1)
    return precision, recall, 2 * right / max(len(found) + len(truth), 1)


def _forget() -> None:
    """Empties every cache of our own modules."""
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and thing.__module__.startswith(
            "app.core"
        ):
            thing.cache_clear()


def _seconds(work: Callable[[], object]) -> tuple[float, object]:
    """CPU seconds of one run from empty caches, and its result."""
    _forget()
    gc.collect()
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


def _peak(work: Callable[[], object]) -> float:
    """The peak of Python's own allocations in one run from empty caches, in MB."""
    _forget()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


def measured(name: str, coverage: Coverage, matcher: Matcher, runs: int) -> Row:
    """A row of `runs` runs, and one more under tracemalloc unless one run is all."""
    work, read = matcher
    first, result = _seconds(work)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    matched = read(result)
    del result
    best = min([first, *(_seconds(work)[0] for _ in range(runs - 1))])
    peak = _peak(work) if runs > 1 else None
    row = Row(name, best * 1000, first * 1000, peak, resident, matched.count)
    return row if matched.links is None else _judged(row, matched.links, coverage)


def _judged(row: Row, links: frozenset[Pair], coverage: Coverage) -> Row:
    truth, moved = coverage.truth()
    precision, recall, f1 = _accuracy(links, truth)
    found = f"{len(moved & links)} of {len(moved)}"
    return replace(row, precision=precision, recall=recall, f1=f1, moved=found)


def growth(build: str) -> Row:
    """CPU of growing sets of articles, and what an article costs in each tenth of the largest."""
    times = {0: 0.0}
    for size in GROWTH:
        work, _ = sidebyline(BUILDS[build](size, SENTENCES))
        times[size] = min(_seconds(work)[0] for _ in range(CURVE_RUNS))
    each = [(times[b] - times[a]) / (b - a) * 1000 for a, b in pairwise(times)]
    curve = "  ".join(f"{ms:.1f}" for ms in each)
    note = (
        f"{GROWTH[-1]} x {SENTENCES}, {build}: CPU ms an article costs in each tenth of the set "
        f"({', '.join(map(str, GROWTH))} articles):\n  {curve}\n"
        f"  last tenth against the first: {each[-1] / each[0]:.2f}"
    )
    return Row(f"growth, {build}", note=note)


def matching(matcher: Callable[[Coverage], Matcher], outlets: int, build: str, runs: int) -> Row:
    """The row of one matcher on one invented set."""
    coverage = BUILDS[build](outlets, SENTENCES)
    name = _name(matcher, outlets, build)
    try:
        return measured(name, coverage, matcher(coverage), runs)
    except ModuleNotFoundError as missing:
        return Row(name, note=f"{name}: not measured, {missing.name} is not installed")


PLANS: tuple[tuple[Callable[[Coverage], Matcher], int, int], ...] = (  # matcher, outlets, runs
    (sidebyline, 2, 9),
    (sidebyline, 5, 7),
    (sidebyline, 50, 5),
    (sidebyline, 500, 2),
    (sidebyline_from_raw_text, 5, 7),
    (sidebyline_links_alone, 5, 7),
    (difflib_sentences, 5, 3),
    (collatex, 5, 1),
)


def _name(matcher: Callable[[Coverage], Matcher], outlets: int, build: str) -> str:
    return f"{matcher.__name__.replace('_', ' ')}, {outlets} x {SENTENCES}, {build}"


def _rows() -> dict[str, Callable[[], Row]]:
    rows: dict[str, Callable[[], Row]] = {
        _name(matcher, outlets, build): partial(matching, matcher, outlets, build, runs)
        for build in BUILDS
        for matcher, outlets, runs in PLANS
    }
    return rows | {"growth, news": partial(growth, "news")}


# Printing

HEADINGS = "work|best ms|first ms|peak MB|RSS MB|pairs|precision|recall|F1|moved".split("|")


def _cells(row: Row) -> list[str]:
    def shown(value: float | None, digits: int) -> str:
        return "" if value is None else f"{value:.{digits}f}"

    return [
        row.work,
        *(shown(value, 1) for value in (row.best, row.first, row.peak, row.resident)),
        shown(row.links, 0),
        *(shown(value, 3) for value in (row.precision, row.recall, row.f1)),
        row.moved,
    ]


def _alone(name: str) -> Row:
    """The row of that name, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.tools.bench", name]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Row(**json.loads(run.stdout))


def _against(rows: dict[str, Row]) -> Iterable[str]:
    """How each other matcher stands against our whole work and our links, on the same texts."""
    for build in BUILDS:
        for other in (difflib_sentences, collatex):
            theirs, ours, alone = (
                rows.get(_name(matcher, 5, build), Row("")).best
                for matcher in (other, sidebyline, sidebyline_links_alone)
            )
            if theirs and ours and alone:
                yield (
                    f"{_name(other, 5, build)}: {theirs / ours:.1f} times the CPU of all that "
                    f"Sidebyline does, {theirs / alone:.1f} times that of its links alone"
                )


def _table(rows: Iterable[Row]) -> Table:
    table = Table(
        title="CPU of one core, each row in a process of its own: best of several runs, our "
        "caches cleared before each, and the process's very first. Peak of Python's own "
        "allocations; peak resident set after the first run. Linked pairs of sentences against "
        "the truth"
    )
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading == "work" else "right", no_wrap=True)
    for row in rows:
        if row.best is not None:
            table.add_row(*_cells(row))
    return table


def main() -> None:
    """Measures every row whose name has the words on the command line, in a process of its own;
    a row named in full is measured here and printed as JSON."""
    wanted = " ".join(sys.argv[1:])
    todo = _rows()
    if wanted in todo:
        sys.stdout.write(json.dumps(asdict(todo[wanted]())) + "\n")
        return
    console = Console(width=max(Console().width, 150))
    rows = {}
    for name in (name for name in todo if wanted in name):
        with console.status(f"measuring {name}"):
            rows[name] = _alone(name)
    console.print(_table(rows.values()))
    for line in (*_against(rows), *(row.note for row in rows.values() if row.note)):
        console.print(line, highlight=False)


if __name__ == "__main__":
    main()
