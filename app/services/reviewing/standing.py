"""Where a finding stands after what people ruled: a walk over its decisions, nothing stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from app.services.reviewing.corrected import Correction

Ruling = Literal["accepted", "rejected", "corrected", "second look"]
FindingState = Literal["open", "accepted", "corrected", "rejected", "second look"]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One ruling: who, when, on what words. `summary` is the finding as it read then.

    `correction` is what a "corrected" one put in the machine's place. One that is "undone" takes
    back the decision named in `undoes` and rules nothing itself.
    """

    id: str
    ruling: Ruling | Literal["undone"]
    note: str
    by: str
    at: datetime
    summary: str
    reason: str = ""
    correction: Correction | None = None
    by_id: str = ""
    undoes: str = ""
    bulk: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding's state and the decision that it comes from, None while it is open. `disputed` are
    the rulings of two people who differ, until a third one settles it; `last` is the last decision
    that nobody took back."""

    state: FindingState
    decision: DecisionView | None = None
    disputed: tuple[DecisionView, ...] = ()
    last: DecisionView | None = None


OPEN = Standing("open")


def standing(decisions: Sequence[DecisionView]) -> Standing:
    """Where decisions on the same anchors, oldest first, leave their finding.

    Of each person the latest ruling counts. Two who rule the same agree; two who differ leave it
    in need of a second look, until a third person rules or one of them comes round. Who asks for
    a second look is answered by the next ruling, whoever makes it.
    """
    effective = in_effect(decisions)
    voices: list[DecisionView] = []
    for decision in effective:
        voices = _heard(voices, decision)
    if not voices:
        return OPEN
    if len(voices) > 1:
        return Standing("second look", voices[-1], tuple(voices), effective[-1])
    return Standing(cast(FindingState, voices[0].ruling), voices[0], (), effective[-1])


def in_effect(decisions: Sequence[DecisionView]) -> list[DecisionView]:
    """The decisions that nobody took back, without the undoings themselves."""
    undone = {decision.undoes for decision in decisions if decision.undoes}
    return [d for d in decisions if d.ruling != "undone" and d.id not in undone]


def _heard(voices: Sequence[DecisionView], decision: DecisionView) -> list[DecisionView]:
    """Whose rulings count after one more: one voice, or two that differ."""
    others = [voice for voice in voices if voice.by_id != decision.by_id]
    if decision.ruling == "second look":
        return list(voices) if len(others) > 1 else [*others, decision]
    answered = [voice for voice in others if voice.ruling != "second look"]
    if len(answered) > 1 or (answered and _agree(answered[-1], decision)):
        return [decision]
    return [*answered, decision]


def _agree(one: DecisionView, other: DecisionView) -> bool:
    return (one.ruling, one.correction) == (other.ruling, other.correction)
