"""`make bench`: CPU time and memory, beside plain matchers on the same input in the same run."""

import difflib
import random
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from app.core.newsroom import clean_text
from app.core.segment import split_sentences
from app.core.statements import compare_articles
from app.core.text import Article, Block, Facts, Span

WORDS = 9_000
SEED = 20260514


def invented(outlets: int, sentences: int) -> list[str]:
    """Texts of a build like agency copy: each outlet rewrites, drops, splits and moves some."""
    draw = random.Random(SEED)  # noqa: S311 - not for secrets
    letters = "bcdfghklmnprstvz"
    vocabulary = [
        "".join(draw.choice(letters) + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
        for _ in range(WORDS)
    ]
    weights = [1 / (rank + 8) for rank in range(WORDS)]

    def sentence() -> list[str]:
        return draw.choices(vocabulary, weights, k=draw.randint(12, 30))

    source = [sentence() for _ in range(sentences)]
    texts = []
    for _ in range(outlets):
        own = []
        for words in source:
            fate = draw.random()
            if fate < 0.15:
                own.append(sentence())
                continue
            changed = [w if draw.random() > 0.12 else draw.choice(vocabulary) for w in words]
            own.append(words if fate < 0.5 else changed)
        if draw.random() < 0.3:
            cut = draw.randrange(len(own))
            own = own[cut:] + own[:cut]
        texts.append("\n\n".join(" ".join(words).capitalize() + "." for words in own))
    return texts


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


def difflib_sentences(texts: Sequence[str]) -> int:
    """Links of a plain matcher: each sentence's best partner by SequenceMatcher's ratio >= .6."""
    split = [[text[a:b] for a, b in split_sentences(text)] for text in texts]
    links = 0
    for i, left in enumerate(split):
        for right in split[i + 1 :]:
            for sentence in left:
                matcher = difflib.SequenceMatcher(None, autojunk=False)
                matcher.set_seq2(re.findall(r"\w+", sentence.lower()))
                best = 0.0
                for other in right:
                    matcher.set_seq1(re.findall(r"\w+", other.lower()))
                    if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                        best = max(best, matcher.ratio())
                links += best >= 0.6
    return links


def measured(work: Callable[[], object]) -> tuple[float, float, object]:
    """(CPU seconds, peak MB of a second run, result)."""
    before = time.process_time()
    result = work()
    seconds = time.process_time() - before
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return seconds, peak, result


def row(name: str) -> tuple[str, ...]:
    """One measurement, in this process: name it on the command line to run it alone and cold."""
    five = invented(5, 40)
    if name == "difflib sentence matcher, 5 x 40":
        seconds, peak, links = measured(lambda: difflib_sentences(five))
        return name, f"{seconds * 1000:.1f}", f"{peak:.1f}", str(links)
    if name == "Sidebyline, 5 x 40, from raw text":
        seconds, peak, links = measured(lambda: len(compare_articles(_cleaned(five)).links))
        return name, f"{seconds * 1000:.1f}", f"{peak:.1f}", str(links)
    outlets = int(name.split(",")[1].split("x")[0])
    given = articles(invented(outlets, 40))
    seconds, peak, links = measured(lambda: len(compare_articles(given).links))
    return name, f"{seconds * 1000:.1f}", f"{peak:.1f}", str(links)


def _cleaned(texts: Sequence[str]) -> list[Article]:
    found = []
    for number, text in enumerate(texts):
        cleaned = clean_text(text)
        found.append(Article(f"outlet-{number}", text, cleaned.blocks, cleaned.facts))
    return found


ROWS = (
    "difflib sentence matcher, 5 x 40",
    "Sidebyline, 5 x 40, from raw text",
    "Sidebyline, 2 x 40, from clean text",
    "Sidebyline, 5 x 40, from clean text",
    "Sidebyline, 50 x 40, from clean text",
)


def main() -> None:
    """Runs every row in a process of its own, so that no row warms another's caches."""
    if len(sys.argv) > 1:
        sys.stdout.write("\t".join(row(sys.argv[1])) + "\n")
        return
    table = Table(title="CPU of one core, cold; peak of Python's own allocations")
    for heading in ("work", "CPU ms", "peak MB", "links"):
        table.add_column(heading)
    for name in ROWS:
        command = [sys.executable, "-m", "tests.tools.bench", name]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        table.add_row(*printed.strip().split("\t"))
    Console().print(table)


if __name__ == "__main__":
    main()
