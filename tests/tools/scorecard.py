"""`make scorecard`: every accuracy figure in one go, with one engine setting for all rows."""

import contextlib
import io
import runpy
import sys
import tempfile
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.core.document import article_document, comparison_document, document_bytes
from app.core.statements import align_sentences
from app.core.tuning import DEFAULT, ENGINE_VERSION, fingerprint
from app.services.compare import compare_uploads
from app.services.reading import Incoming, ReadArticle, read_article
from app.sources.upload import Upload
from tests.tools.datasets import HOW_TO, article_files, datasets, json_lines, scorer

Row = tuple[str, str, str]


def _uploads(folder: Path) -> list[Upload]:
    return [Upload(path.name, path.read_bytes()) for path in article_files(folder)]


def five_articles(folder: Path) -> list[Row]:
    """Links, types and moves of the two annotated pairs; equal bytes in every order of files."""
    comparison = compare_uploads(_uploads(folder)).comparison
    result = scorer(folder / "gold" / "score.py")(comparison_document(comparison))
    return [
        ("five articles", "link F1", f"{result['F1']:.3f}"),
        ("", "precision / recall", f"{result['P']:.3f} / {result['R']:.3f}"),
        ("", "type / moved right", f"{result['type_right']} / {result['moved_right']}"),
        ("", "links, all ten pairs", str(len(comparison.links))),
        ("", "by type", _counts(result["recall_by_type"])),
    ]


def orders(folder: Path) -> list[Row]:
    """Whether all orders of the files give equal bytes."""
    results = {
        document_bytes(comparison_document(compare_uploads(order).comparison))
        for order in permutations(_uploads(folder))
    }
    return [("orders of files", "different results in 120", str(len(results)))]


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
    return [("pasted articles", "score_paste", printed.strip())]


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


def aligned(folder: Path, name: str) -> dict[str, Any]:
    """The scorer's figures for one set of already split text pairs."""
    score = scorer(folder / "bench" / "score_align.py")
    gold = {row["id"]: row for row in json_lines(folder / "bench" / name / "dev.jsonl")}
    predicted = {}
    left = 0
    for key, row in gold.items():
        found = align_sentences(row["left"], row["right"])
        left += len(row["left"])
        predicted[key] = {
            "id": key,
            "pairs": [list(pair) for pair in found.pairs],
            "moved": [list(pair) for pair in found.moved],
        }
    total = sum(len(row["pairs"]) for row in predicted.values())
    return {**score(gold, predicted), "links": total, "links_per_left": total / left}


def other_texts(folder: Path) -> list[Row]:
    """The rows on other people's data."""
    spark, arg = aligned(folder, "spark_cross"), aligned(folder, "argrewrite")
    swipe, ecb = aligned(folder, "swipe_ops"), aligned(folder, "ecb_sent")
    recall = swipe["recall_by_label"]
    split_merged = _joint_f1(arg, ("split", "merged"))
    return [
        ("spark_cross", "F1 (P / R)", f"{spark['F1']:.3f} ({spark['P']:.2f} / {spark['R']:.2f})"),
        ("", "links in scope", f"{spark['pred_pairs']} for {spark['gold_pairs']} in the gold"),
        (
            "argrewrite",
            "dropped / added / split+merged F1",
            f"{arg['dropped']['F1']:.3f} / {arg['added']['F1']:.3f} / {split_merged:.3f}",
        ),
        ("", "links", f"{arg['pred_pairs']} for {arg['gold_pairs']} in the gold"),
        (
            "swipe_ops",
            "recall of moved / split",
            f"{recall['moved']['recall']:.3f} / {recall['split']['recall']:.3f}",
        ),
        ("", "links per left sentence", f"{swipe['links_per_left']:.2f}"),
        ("ecb_sent", "F1 (P / R)", f"{ecb['F1']:.3f} ({ecb['P']:.2f} / {ecb['R']:.2f})"),
        ("", "links in scope", f"{ecb['pred_pairs']} for {ecb['gold_pairs']} in the gold"),
    ]


def _joint_f1(result: Mapping[str, Any], labels: tuple[str, ...]) -> float:
    """F1 over several labels taken together, from each label's P, R and n."""
    rows = [result["by_label"][label] for label in labels if label in result["by_label"]]
    hits = sum(row["R"] * row["n"] for row in rows)
    gold = sum(row["n"] for row in rows)
    predicted = sum(row["R"] * row["n"] / row["P"] for row in rows if row["P"])
    return 2 * hits / (gold + predicted) if hits else 0.0


def _counts(counts: Mapping[str, str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items())


def main() -> None:
    """Prints the table; without the data says how to get it."""
    console = Console()
    folder = datasets()
    if folder is None:
        console.print(HOW_TO)
        return
    table = Table(title=f"Engine {ENGINE_VERSION}, tuning {fingerprint(DEFAULT)}, all rows alike")
    for heading in ("data", "figure", "value"):
        table.add_column(heading)
    for part in (five_articles, orders, pasted, other_texts):
        for row in part(folder):
            table.add_row(*row)
        table.add_section()
    console.print(table)


if __name__ == "__main__":
    main()
