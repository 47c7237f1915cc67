"""Which links of two articles stand in another order: all but the heaviest chain in order."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """A link's places in both articles (first sentence positions) and its weight, e.g. words."""

    a: int
    b: int
    weight: float


def moved_blocks(placed: Sequence[Placed], reach: int) -> list[int | None]:
    """For each link the number of the block it moved with, or None where it stands in order.

    What stands in order is the heaviest chain of links that ascends on both sides; neighbours
    outside it, no more than `reach` sentences apart on both sides, moved as one block. Among
    equally heavy chains the one that keeps earlier links wins. O(n log n) in links.
    """
    order = sorted(range(len(placed)), key=lambda i: (placed[i].a, placed[i].b))
    kept = _heaviest_chain([placed[i] for i in order])
    blocks: list[int | None] = [None] * len(placed)
    number = -1
    last: Placed | None = None
    for rank, i in enumerate(order):
        if rank in kept:
            continue
        here = placed[i]
        if last is None or not _together(last, here, reach):
            number += 1
        blocks[i] = number
        last = here
    return blocks


def _together(one: Placed, two: Placed, reach: int) -> bool:
    return 0 <= two.a - one.a <= reach and 0 <= two.b - one.b <= reach


def _heaviest_chain(placed: Sequence[Placed]) -> set[int]:
    """Ranks of the heaviest subsequence that ascends (or stays) in both `a` and `b`."""
    rank_of_b = {b: r + 1 for r, b in enumerate(sorted({p.b for p in placed}))}
    tree: list[tuple[float, int]] = [(0.0, 1)] * (len(rank_of_b) + 1)  # (weight, -rank of end)
    before: list[int] = []
    best = (0.0, 1)
    for rank, here in enumerate(placed):
        weight, end = _best_up_to(tree, rank_of_b[here.b])
        before.append(-end)
        entry = (weight + here.weight, -rank)
        _raise(tree, rank_of_b[here.b], entry)
        best = max(best, entry)
    kept = set()
    rank = -best[1]
    while rank >= 0 and placed:
        kept.add(rank)
        rank = before[rank]
    return kept


def _best_up_to(tree: Sequence[tuple[float, int]], slot: int) -> tuple[float, int]:
    """The best entry of a Fenwick tree's slots 1 to `slot`."""
    best = (0.0, 1)
    while slot:
        best = max(best, tree[slot])
        slot &= slot - 1
    return best


def _raise(tree: list[tuple[float, int]], slot: int, entry: tuple[float, int]) -> None:
    while slot < len(tree):
        tree[slot] = max(tree[slot], entry)
        slot += slot & -slot
