"""That every ledger is filled, each with the tuning it is given."""

from dataclasses import replace

from app.core.judging.checks import check
from app.core.quoting.voices import Voices
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import PLAIN, compared

ONE = [
    *PLAIN[:2],
    "Around 200 militants blocked the northern gate of the port before dawn on Thursday.",
    "“We shut the northern gate of the port for good,” said Orla Venn on Thursday.",
]
TWO = [
    *PLAIN[:2],
    "Around 300 strikers blocked the northern gate of the port before dawn on Thursday.",
    "“We shut the rusty gate of the port for good,” said Orla Venn on Thursday.",
]


def bare():
    return replace(compared(ONE, TWO), referents=(), quotations=(), numbers=(), findings=())


def checked(tuning=DEFAULT):
    comparison = bare()
    return check(comparison, Voices(comparison.articles), tuning)


def test_names_quotations_and_numbers_are_found():
    found = checked()
    assert ("militants", "strikers") in [tuple(sorted(r.names)) for r in found.referents]
    (quotation,) = found.quotations
    assert quotation.speaker == "Orla Venn"
    assert [" ".join(v.parts) for v in quotation.versions] == [
        "We shut the northern gate of the port for good,",
        "We shut the rusty gate of the port for good,",
    ]
    assert [(g.verdict, len(g.versions)) for g in found.numbers if g.verdict != "agree"] == [
        ("different", 2)
    ]


def test_nothing_else_changes():
    found = checked()
    assert replace(found, referents=(), quotations=(), numbers=()) == bare()


def test_a_comparison_is_checked():
    comparison = compared(ONE, TWO)
    assert checked() == replace(comparison, findings=())
    assert {f.kind for f in comparison.findings} == {"relabelled", "quotation", "number"}


def test_the_tuning_rules():
    assert checked(replace(DEFAULT, max_numbers_in_reading=0)).numbers == ()
