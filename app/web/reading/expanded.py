"""A statement laid open: who has which wording, why each cell says what it says."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from app.core.normalize import fold_spelling
from app.core.tokens import COSMETIC_MARKS, tokenize
from app.web.reading import signs
from app.web.reading.cells import Cell, SentenceView


@dataclass(frozen=True, slots=True)
class Wording:
    """A reading that some outlets share, cosmetic differences apart; printed as the first of them
    has it. `outlets` are their names."""

    outlets: tuple[str, ...]
    language: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an outlet's cell says what it says, and where it has something like the statement."""

    outlet: str
    said: str
    whys: tuple[str, ...]
    nearest: str = ""
    similarity: str = ""


@dataclass(frozen=True, slots=True)
class InFull:
    """A cell that is shown clean, with every mark: what differs from the base word by word."""

    outlet: str
    language: str | None
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class Expanded:
    """What stands under a row: `total` is the number of outlets shown, `without` names those that
    lack the statement, `base` is whose words the marks `in_full` start from."""

    total: int
    wordings: tuple[Wording, ...]
    without: tuple[str, ...]
    reasons: tuple[Reason, ...]
    base: str = ""
    in_full: tuple[InFull, ...] = ()


def expand(cells: Sequence[Cell]) -> Expanded:
    """A row's readings by wording, the one of most outlets first, and all its reasons."""
    groups: dict[Hashable, list[Cell]] = {}
    for cell in cells:
        if cell.sentences:
            groups.setdefault(_wording(cell), []).append(cell)
    by_size = sorted(groups.values(), key=lambda group: -len(group))
    return Expanded(
        len(cells),
        tuple(
            Wording(tuple(cell.outlet for cell in group), group[0].language, _printed(group[0]))
            for group in by_size
        ),
        tuple(cell.outlet for cell in cells if not cell.sentences),
        tuple(_reason(cell) for cell in cells if cell.reasons),
        cells[0].outlet,
        tuple(InFull(c.outlet, c.language, c.in_full) for c in cells if c.in_full),
    )


def _reason(cell: Cell) -> Reason:
    if cell.gap:
        return Reason(
            cell.outlet, cell.gap.said, cell.reasons, cell.gap.nearest, cell.gap.similarity
        )
    return Reason(cell.outlet, "", cell.reasons)


def _printed(cell: Cell) -> str:
    """The cell's words as the outlet printed them."""
    return " ".join(sentence.words for sentence in cell.sentences)


def _wording(cell: Cell) -> Hashable:
    """What two cells have in common whose difference is cosmetic. Quotation marks do not count
    but where they set a word off, which a box in the cell says."""
    norms = tokenize(_printed(cell)).norms
    words = tuple(fold_spelling(norm) for norm in norms if norm not in COSMETIC_MARKS)
    boxes = tuple(
        (piece.kind, piece.text)
        for sentence in cell.sentences
        for piece in sentence.pieces
        if piece.box and piece.box.sign == signs.LABEL
    )
    return words, boxes
