"""Linked sentences on other people's text pairs, as a whole and by halves."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.core.statements import align_sentences
from tests.tools.datasets import json_lines, scorer
from tests.tools.scores import Row

Figures = Mapping[str, Any]


@cache
def _linked(folder: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Annotation and prediction of a set's text pairs, by their ids."""
    gold = {row["id"]: row for row in json_lines(folder / "bench" / name / "dev.jsonl")}
    predicted = {}
    for key, row in gold.items():
        found = align_sentences(row["left"], row["right"])
        predicted[key] = {
            "id": key,
            "pairs": [list(pair) for pair in found.pairs],
            "moved": [list(pair) for pair in found.moved],
        }
    return gold, predicted


def figures(folder: Path, name: str, parity: int | None = None) -> Figures:
    """The scorer's figures for a set, or for its texts with an odd (1) or an even (0) number."""
    gold, predicted = (
        {key: row for key, row in rows.items() if parity in (None, number_of(key) % 2)}
        for rows in _linked(folder, name)
    )
    links = sum(len(row["pairs"]) for row in predicted.values())
    left = sum(len(row["left"]) for row in gold.values())
    score = scorer(folder / "bench" / "score_align.py")
    return {**score(gold, predicted), "links_per_left": links / left}


def spark(folder: Path) -> list[Row]:
    """Sentences of two outlets that report the same fact."""
    result = figures(folder, "spark_cross")
    return [Row("F1 (P / R)", _f1(result), "≥ .42, aim .50"), _links(result)]


def argrewrite(folder: Path) -> list[Row]:
    """Two drafts of an essay."""
    result = figures(folder, "argrewrite")
    target = "≥ .85 / .92 / .45, aim .92 / .95 / .65"
    return [Row("dropped / added / split+merged F1", _drafts(result), target), _links(result)]


def swipe(folder: Path) -> list[Row]:
    """Two versions of an encyclopedia's paragraph."""
    result = figures(folder, "swipe_ops")
    return [
        Row("recall of moved / split", _moved_split(result), "≥ .85 / .65, aim .92 / .80"),
        Row("links per left sentence", f"{result['links_per_left']:.2f}", "≤ 1.3"),
    ]


def ecb(folder: Path) -> list[Row]:
    """Sentences that share an event: reported, not aimed at."""
    result = figures(folder, "ecb_sent")
    return [Row("F1 (P / R)", _f1(result)), _links(result)]


def halves(folder: Path) -> list[Row]:
    """The figures above for texts with odd and with even numbers: how far they lie apart by chance.
    Both halves are development data."""
    rows = []
    for name, told in (("spark_cross", _f1), ("argrewrite", _drafts), ("swipe_ops", _moved_split)):
        for parity, word in ((1, "odd"), (0, "even")):
            result = figures(folder, name, parity)
            rows.append(Row(f"{name}, {result['items']} {word} pairs", told(result)))
    return rows


def number_of(key: str) -> int:
    """The number of the text that a pair is of: all pairs of one event or essay have the same,
    so that they stand in one half. The documents' own marks (-d0-d1) do not count."""
    return int(re.findall(r"\d+", re.sub(r"-d\d+", "", key))[-1])


def _f1(result: Figures) -> str:
    return f"{result['F1']:.3f} ({result['P']:.2f} / {result['R']:.2f})"


def _links(result: Figures) -> Row:
    return Row("links in scope", f"{result['pred_pairs']} for {result['gold_pairs']} in the gold")


def _drafts(result: Figures) -> str:
    joint = joint_f1(result["by_label"], ("split", "merged"))
    return f"{result['dropped']['F1']:.3f} / {result['added']['F1']:.3f} / {joint:.3f}"


def _moved_split(result: Figures) -> str:
    recall = result["recall_by_label"]
    return " / ".join(f"{recall[label]['recall']:.3f}" for label in ("moved", "split"))


def joint_f1(by_label: Mapping[str, Mapping[str, float]], labels: tuple[str, ...]) -> float:
    """F1 over several labels taken together, from each label's P, R and n."""
    rows = [by_label[label] for label in labels if label in by_label]
    hits = sum(row["R"] * row["n"] for row in rows)
    gold = sum(row["n"] for row in rows)
    predicted = sum(row["R"] * row["n"] / row["P"] for row in rows if row["P"])
    return 2 * hits / (gold + predicted) if hits else 0.0
