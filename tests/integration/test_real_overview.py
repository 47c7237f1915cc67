"""The five real articles at a glance, where they are at hand: three of one source, two alone."""

from functools import cache

import pytest

from app.core.comparison import Comparison
from app.core.judging.ledger_findings import Gravity
from app.core.overviews.burial import find_burials
from app.core.overviews.derivation import derive
from app.core.overviews.overview import coverage_part, most_important
from app.services.comparing.compare import compare_uploads
from app.sources.upload import Upload
from tests.tools.datasets import HOW_TO, article_files, datasets

pytestmark = [
    pytest.mark.datasets,
    pytest.mark.skipif(datasets() is None, reason=HOW_TO),
]
ONE_SOURCE = {"000", "001", "002"}
ALONE = {"003", "004"}


@cache
def five() -> Comparison:
    folder = datasets()
    assert folder is not None
    files = article_files(folder)
    uploads = [Upload(name=path.name, content=path.read_bytes()) for path in files]
    return compare_uploads(uploads).comparison


def number(article: int) -> str:
    """Which of the five it is."""
    return five().articles[article].key[:3]


def test_three_are_shown_as_one_source_and_two_on_their_own() -> None:
    derived = derive(five())
    (group,) = derived.groups
    assert {number(i) for i in group.articles} == ONE_SOURCE
    assert {number(lone.article) for lone in derived.alone} == ALONE
    for relation in five().relations:
        is_kin = {number(relation.a), number(relation.b)} <= ONE_SOURCE
        assert (relation.kind != "independent") == is_kin


def test_nobody_is_said_to_have_dropped_or_buried_anything() -> None:
    verdicts = {gap.verdict for statement in five().statements for gap in statement.gaps}
    assert "dropped" not in verdicts
    assert find_burials(five()) == ()


def test_no_omission_is_claimed_across_independent_stories() -> None:
    missing = {key[:3] for entry in coverage_part(five()) for key in entry["missing"]}
    assert missing
    assert missing <= ONE_SOURCE
    for entry in coverage_part(five()):
        if entry["missing"]:
            assert len({key[:3] for key in entry["outlets"]} & ONE_SOURCE) > 1


def test_moves_and_other_words_are_told_of_the_one_source_alone() -> None:
    told = [f for f in five().findings if f.kind in ("moved", "reworded", "missing")]
    for finding in told:
        whole = {number(evidence.article) for evidence in finding.evidence}
        assert finding.kind == "missing" or whole <= ONE_SOURCE


def test_the_first_screen_has_five_findings_that_are_not_petty() -> None:
    gravity = Gravity(five())
    shown = most_important(five().findings, five())
    assert [f.kind for f in shown] == [
        "relabelled",
        "relabelled",
        "quotation",
        "quotation",
        "missing",
    ]
    assert not [f for f in shown if gravity.is_petty(f)]
    petty = [f for f in five().findings if gravity.is_petty(f)]
    assert [f.summary.startswith("Numbers may differ: ") for f in petty] == [True]
