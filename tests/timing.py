"""Whether time grows no faster than it may: a run measured against a smaller one, not in seconds,
since machines differ and are busy."""

import gc
from collections.abc import Callable
from math import inf
from time import process_time

ROUNDS = range(2, 9)
"""How often both are measured before it is said that the large one takes too long."""
SLACK_SECONDS = 0.1


def takes_at_most(times: float, small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Whether the large run takes at most so many times as long as the small one, and .1 s.

    Whatever else the machine does only adds to either, so that the quickest of several runs of
    each counts, taken by turns; the more noise, the more rounds.
    """
    quickest = {small: inf, large: inf}
    for round_ in range(1, ROUNDS.stop):
        for run, before in quickest.items():
            quickest[run] = min(before, _seconds(run))
        if round_ in ROUNDS and quickest[large] <= times * quickest[small] + SLACK_SECONDS:
            return True
    return False


def _seconds(run: Callable[[], object]) -> float:
    """Of the processor, without collecting what other tests have left behind."""
    gc.disable()
    try:
        started = process_time()
        run()
        return process_time() - started
    finally:
        gc.enable()
