"""`make scorecard`: every accuracy figure in one go, with one engine setting for all rows."""

import argparse
import contextlib
import io
import json
import os
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.core.comparison import Comparison
from app.core.document import article_document, comparison_document, document_bytes
from app.core.tuning import DEFAULT, ENGINE_VERSION, fingerprint
from app.services.articles.reading import Incoming, ReadArticle, read_article
from app.services.comparing.compare import compare_uploads
from app.sources.upload import Upload
from tests.tools.align_scores import argrewrite, ecb, halves, spark, swipe
from tests.tools.cluster_scores import cluster_rows
from tests.tools.confirmed_scores import confirmed_rows
from tests.tools.datasets import HOW_TO, article_files, datasets, json_lines, scorer
from tests.tools.label_scores import label_rows
from tests.tools.number_scores import number_rows
from tests.tools.quote_scores import quote_rows
from tests.tools.referent_scores import referent_rows
from tests.tools.scores import Annotated, Row

_WIDTH = 140  # characters, where the table goes to a file and not to a screen


def _uploads(folder: Path) -> list[Upload]:
    return [Upload(path.name, path.read_bytes()) for path in article_files(folder)]


@cache
def _comparison(folder: Path) -> Comparison:
    """The comparison of the five articles."""
    return compare_uploads(_uploads(folder)).comparison


@cache
def _judged(folder: Path) -> Mapping[str, Any]:
    """What the annotation's own scorer says of the five articles' document."""
    result: Mapping[str, Any] = scorer(folder / "gold" / "score.py")(
        comparison_document(_comparison(folder))
    )
    return result


def _gold(folder: Path, name: str) -> Any:
    return json.loads((folder / "gold" / name).read_text(encoding="utf-8"))


def _annotated(folder: Path) -> Annotated:
    return Annotated(_gold(folder, "articles.json"), _comparison(folder).articles)


def five_articles(folder: Path) -> list[Row]:
    """Links, types and moves of the two annotated pairs."""
    result = _judged(folder)
    return [
        Row("link F1", f"{result['F1']:.3f}", "≥ .92, aim .96"),
        Row("precision / recall", f"{result['P']:.3f} / {result['R']:.3f}", "≥ .95, aim .97"),
        Row("type / moved right", f"{result['type_right']} / {result['moved_right']}"),
        Row("links, all ten pairs", str(len(_comparison(folder).links))),
        Row("by type", _counts(result["recall_by_type"])),
    ]


def orders(folder: Path) -> list[Row]:
    """Whether all orders of the files give equal bytes."""
    results = {
        document_bytes(comparison_document(compare_uploads(order).comparison))
        for order in permutations(_uploads(folder))
    }
    return [Row("different results in 120", str(len(results)), "1")]


def pasted(folder: Path) -> list[Row]:
    """Body lines and facts of the five pasted articles."""
    with tempfile.TemporaryDirectory() as made:
        for upload in _uploads(folder):
            read = read_article(Incoming(upload))
            if not isinstance(read, ReadArticle):
                raise SystemExit(f"{upload.name}: {read.message}")
            cleaned = read.cleaned
            document = article_document(cleaned.text, cleaned.blocks, cleaned.facts)
            name = f"{Path(upload.name or '').stem}.clean.json"
            Path(made, name).write_bytes(document_bytes(document))
        printed = _run(folder / "gold" / "score_paste.py", made, str(folder / "gold" / "paste"))
    return [Row("score_paste", printed.strip(), "all right")]


def _run(script: Path, *arguments: str) -> str:
    """What a script prints, run in this process with these arguments."""
    printed = io.StringIO()
    before = sys.argv
    sys.argv = [str(script), *arguments]
    try:
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            runpy.run_path(str(script), run_name="__main__")
    finally:
        sys.argv = before
    return printed.getvalue()


def _counts(counts: Mapping[str, str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items())


def labels(folder: Path) -> list[Row]:
    """Label substitutions of the annotated pair, by our count and by the annotation's scorer."""
    theirs = _judged(folder)["label_substitutions"]
    told = f"{theirs['found']}; {theirs['reported_in_0_1']} reported, {theirs['of_which_in_gold']}"
    return [
        *label_rows(_comparison(folder), _annotated(folder), _gold(folder, "labels.json")),
        Row("by score.py, any kind found", f"{told} of them right"),
    ]


def referents(folder: Path) -> list[Row]:
    """The names of the two annotated referents."""
    return referent_rows(_comparison(folder), _annotated(folder), _gold(folder, "labels.json"))


def quotations(folder: Path) -> list[Row]:
    """Quotations, utterances, classes and speakers of the annotated pair."""
    return quote_rows(_comparison(folder), _annotated(folder), _gold(folder, "quotes.json"))


def numbers(folder: Path) -> list[Row]:
    """Quantities of the annotated pair, verdicts of all five."""
    return number_rows(_comparison(folder), _annotated(folder), _gold(folder, "numbers.json"))


def named(folder: Path) -> list[Row]:
    """Given mentions of five outlets an event, clustered."""
    bench = folder / "bench"
    pools = json_lines(bench / "newswcl50_labels" / "dev.jsonl")
    return cluster_rows(pools, scorer(bench / "score_clusters.py", "one"))


PARTS: Mapping[str, Callable[[Path], list[Row]]] = {
    "five articles": five_articles,
    "orders of files": orders,
    "pasted articles": pasted,
    "labels": labels,
    "referents": referents,
    "quotations": quotations,
    "numbers": numbers,
    "newswcl50_labels": named,
    "spark_cross": spark,
    "argrewrite": argrewrite,
    "swipe_ops": swipe,
    "ecb_sent": ecb,
    "spread by halves": halves,
}
"""What the table's first column says, and what measures it."""


CONFIRMED = "SIDEBYLINE_CONFIRMED"
"""Names the file that `sidebyline confirmed` wrote of a project's own decisions."""


def parts(folder: Path | None, confirmed: Path | None) -> Iterator[tuple[str, list[Row]]]:
    """The table's parts for which there is data, each measured when it is asked for."""
    if folder:
        yield from ((title, part(folder)) for title, part in PARTS.items())
    if confirmed:
        yield "own decisions", confirmed_rows(confirmed)


def main() -> None:
    """Prints the table; without any data says how to get it."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    parser = argparse.ArgumentParser(description="Accuracy of the engine.")
    parser.add_argument("--confirmed", type=Path, default=os.environ.get(CONFIRMED) or None)
    folder, confirmed = datasets(), parser.parse_args().confirmed
    if folder is None and confirmed is None:
        console.print(HOW_TO)
        return
    table = Table(title=f"Engine {ENGINE_VERSION}, tuning {fingerprint(DEFAULT)}, all rows alike")
    for heading in ("data", "figure", "value", "target"):
        table.add_column(heading, no_wrap=heading != "value")
    for title, rows in parts(folder, confirmed):
        for n, row in enumerate(rows):
            table.add_row("" if n else title, *row)
        table.add_section()
    console.print(table)


if __name__ == "__main__":
    main()
