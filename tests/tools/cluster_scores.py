"""Which given phrases name the same thing, against annotated mentions."""

from collections.abc import Callable, Iterable, Mapping
from statistics import fmean
from typing import Any

from app.core.naming.mentions import NamedMention, cluster_mentions
from tests.tools.scores import JSON, Row


def cluster_rows(pools: Iterable[JSON], score: Callable[..., Mapping[str, Any]]) -> list[Row]:
    """The mean over the pools of BCubed F1, as `score(mentions, clusters by id)` gives it."""
    results = []
    for pool in pools:
        mentions = pool["mentions"]
        clusters = cluster_mentions([NamedMention(m["text"], m["sentence"]) for m in mentions])
        ids = (mention["id"] for mention in mentions)
        results.append(score(mentions, dict(zip(ids, clusters, strict=True))))
    precision, recall, f1 = (
        [result[f"bcubed_{figure}"] for result in results] for figure in ("P", "R", "F1")
    )
    ours, annotated = (
        sum(result[f"{who}_clusters"] for result in results) for who in ("pred", "gold")
    )
    told = f"{fmean(f1):.3f} ({fmean(precision):.2f} / {fmean(recall):.2f})"
    return [
        Row("BCubed F1 (P / R)", told, "≥ .60"),
        Row("by pool", " / ".join(f"{figure:.3f}" for figure in f1)),
        Row("clusters", f"{ours} for {annotated} in the gold"),
    ]
