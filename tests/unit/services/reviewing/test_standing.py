"""Where findings stand: who counts, who differs, who settles, and what undoing brings back."""

from datetime import UTC, datetime

import pytest

from app.services.reviewing.corrected import Correction
from app.services.reviewing.standing import DecisionView, standing

AT = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


def decisions(story: str) -> list[DecisionView]:
    """Decisions told in short: "A+" accepts, "A-" rejects, "A?" asks for a second look, "Am" and
    "An" correct to two different kinds, "Au2" takes back the second one."""
    made = []
    for number, told in enumerate(story.split(), 1):
        by, act, undoes = told[0], told[1], told[2:]
        ruling = {"+": "accepted", "-": "rejected", "?": "second look", "u": "undone"}
        correction = {
            "m": Correction("moved", "", (), ()),
            "n": Correction("number", "", (), ()),
        }.get(act)
        made.append(
            DecisionView(
                id=str(number),
                ruling=ruling.get(act, "corrected"),  # type: ignore[arg-type]  # from the table
                note="",
                by=by,
                at=AT,
                summary="",
                correction=correction,
                by_id=by,
                undoes=undoes,
            )
        )
    return made


@pytest.mark.parametrize(
    ("story", "state", "deciding", "disputed"),
    [
        ("", "open", "", ""),
        ("A+", "accepted", "A", ""),
        ("A+ A-", "rejected", "A", ""),
        ("A+ B+", "accepted", "B", ""),
        ("A+ B-", "second look", "B", "A B"),
        ("A+ B- C-", "rejected", "C", ""),
        ("A+ B- C+", "accepted", "C", ""),
        ("A+ B- A-", "rejected", "A", ""),
        ("A+ B- B+", "accepted", "B", ""),
        ("A+ B- A+", "second look", "A", "B A"),
        ("A+ B- C+ B-", "second look", "B", "C B"),
        ("A?", "second look", "A", ""),
        ("A? B+", "accepted", "B", ""),
        ("A? A+", "accepted", "A", ""),
        ("A+ B?", "second look", "B", "A B"),
        ("A+ B? A+", "accepted", "A", ""),
        ("A+ B? B-", "second look", "B", "A B"),
        ("A+ B- C?", "second look", "B", "A B"),
        ("Am", "corrected", "A", ""),
        ("Am Bm", "corrected", "B", ""),
        ("Am Bn", "second look", "B", "A B"),
        ("Am B+", "second look", "B", "A B"),
        ("A+ Au1", "open", "", ""),
        ("A+ B- Bu2", "accepted", "A", ""),
        ("A+ B- C+ Cu3", "second look", "B", "A B"),
        ("A+ Au1 A- Au3", "open", "", ""),
    ],
)
def test_a_finding_stands(story: str, state: str, deciding: str, disputed: str) -> None:
    stands = standing(decisions(story))
    assert stands.state == state
    assert (stands.decision.by if stands.decision else "") == deciding
    assert " ".join(each.by for each in stands.disputed) == disputed
