"""House rules: what they name changes, nothing else does, in whatever order they stand."""

from itertools import permutations
from typing import Any

import pytest

from app.core.comparison import Comparison
from app.core.judging.house_rules import HouseRule, apply_rules, kept_apart, with_rules
from app.core.naming.lexicon import Lexicon, Term
from app.core.statements import compare_articles
from app.core.text import Facts
from app.core.tuning import DEFAULT
from tests.unit.core.made_up import PLAIN, article

TERMS = Lexicon(
    (
        Term("militant", "actor", "weak", "Vague.", "people who protest"),
        Term("striker", "actor", "neutral", "Says what they do.", "people who protest"),
    )
)
STORY = (
    "The harbour of Port Marrow was closed on Thursday after workers walked out.",
    "Around 200 militants blocked the northern gate before dawn, police said.",
    "The FPL group said it would hold the covered market.",
    "Fish prices doubled within a single morning.",
    "The FPL group attacked a convoy near Lorn on Friday.",
)
OTHER = tuple(
    line.replace("militants", "strikers").replace("FPL", "Harbour Front") for line in STORY
)
FRONT = ("the FPL", "Harbour Front")


@pytest.fixture(scope="module")
def plain() -> Comparison:
    """Two outlets, which put two names and two labels for each other."""
    meridian = Facts(outlet="Meridian", published="2026-05-14")
    post = Facts(outlet="Harbour Post", published="2026-05-15T00:30+02:00")
    return compare_articles(
        [article("a", *STORY, facts=meridian), article("b", *OTHER, facts=post)],
        DEFAULT,
        lexicon=TERMS,
    )


def rule(*names: str, verdict="neutral variant", id="r", **given) -> HouseRule:
    return HouseRule(id, names or FRONT, verdict, **given)


def verdicts(plain: Comparison, *rules: HouseRule) -> list[tuple[str, bool, bool]]:
    """(words, editorial, sure) of each substitution under the rules."""
    ruled = apply_rules(plain.substitutions, rules, plain.articles)
    return [(s.a.text, s.editorial, s.is_sure) for s in ruled]


UNRULED = [("militants", True, True), ("FPL", True, True), ("FPL", True, True)]
NEUTRAL = [("militants", True, True), ("FPL", False, True), ("FPL", False, True)]


def test_without_a_rule_nothing_changes(plain: Comparison) -> None:
    assert verdicts(plain) == UNRULED
    assert with_rules(plain, ()) is plain


def test_a_neutral_variant_is_no_longer_editorial(plain: Comparison) -> None:
    neutral = rule(reason="One body, two names.")
    assert verdicts(plain, neutral) == NEUTRAL
    labels, name, _ = apply_rules(plain.substitutions, [neutral], plain.articles)
    assert labels is plain.substitutions[0]
    assert name.why == (
        "House rule (everywhere): “FPL” and “Harbour Front” are neutral variants of one name. "
        f"One body, two names. Without the rule: {plain.substitutions[1].why}"
    )


def test_an_editorial_verdict_makes_a_candidate_sure(plain: Comparison) -> None:
    neutral = with_rules(plain, [rule(verdict="never the same thing")])
    assert [s.is_sure for s in neutral.substitutions] == [True, False, False]
    assert verdicts(neutral, rule(verdict="editorial")) == UNRULED


def test_findings_follow(plain: Comparison) -> None:
    def named(comparison: Comparison) -> list[str]:
        return [f.summary for f in comparison.findings if f.kind == "relabelled"]

    label, name = named(plain)
    assert name.endswith("“FPL” in Meridian; “Harbour Front” in Harbour Post, in 2 statements.")
    assert named(with_rules(plain, [rule()])) == [label]
    assert with_rules(plain, [rule(verdict="editorial")]).findings[0].kind == "relabelled"


@pytest.mark.parametrize(
    "names",
    [("FPL", "Front"), ("FPL", "The FPL"), ("...", "Harbour Front"), ("FPL group", "Harbour")],
)
def test_what_a_rule_does_not_name_stays(plain: Comparison, names: tuple[str, ...]) -> None:
    assert verdicts(plain, rule(*names)) == UNRULED


def test_words_that_are_only_added_are_no_names(plain: Comparison) -> None:
    added = compare_articles(
        [article("a", *STORY), article("b", STORY[0], STORY[1].replace("200", "200 alleged"))],
        lexicon=Lexicon((*TERMS.terms, Term("alleged", "hedge", "weak", "Open.", "doubt"))),
    )
    assert [(s.a.text, s.b.text) for s in added.substitutions] == [("", "alleged")]
    assert verdicts(added, rule("", "alleged")) == [("", True, True)]


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({"scope": "outlet", "outlet": "MERIDIAN "}, True),
        ({"scope": "outlet", "outlet": "harbour  post"}, True),
        ({"scope": "outlet", "outlet": "Sun"}, False),
        ({"scope": "event"}, True),
        ({"except_outlets": ("Sun",)}, True),
        ({"except_outlets": ("Sun", "harbour post")}, False),
        ({"since": "2026-05-14"}, True),
        ({"since": "2026-05-15"}, False),
        ({"until": "2026-05-15"}, True),
        ({"until": "2026-05-14"}, False),
        ({"since": "2026-05-14", "until": "2026-05-15"}, True),
    ],
)
def test_scope_days_and_exceptions(plain: Comparison, given: dict[str, Any], holds: bool) -> None:
    assert verdicts(plain, rule(**given)) == (NEUTRAL if holds else UNRULED)


def test_a_dated_rule_says_nothing_of_an_unknown_day() -> None:
    undated = compare_articles([article("a", *STORY), article("b", *OTHER)], lexicon=TERMS)
    assert verdicts(undated, rule(since="2026-01-01")) == UNRULED
    assert verdicts(undated, rule(scope="outlet", outlet="a")) == NEUTRAL  # named by its key


def test_the_narrowest_then_the_later_then_the_last_made_wins(plain: Comparison) -> None:
    """Each rule says the opposite of the one before and beats it, in every order."""
    ladder = [
        rule(id="9"),
        rule(verdict="editorial", id="8", made="2026-02"),
        rule(id="7", since="2026-05-01", made="2026-01"),
        rule(verdict="editorial", id="6", since="2026-05-02"),
        rule(id="5", scope="outlet", outlet="Meridian"),
        rule(verdict="editorial", id="4", scope="event"),
    ]
    for top in range(1, len(ladder) + 1):
        expected = NEUTRAL if top % 2 else UNRULED
        whys = set()
        for order in permutations(ladder[max(0, top - 3) : top]):
            assert verdicts(plain, *order) == expected
            whys.add(apply_rules(plain.substitutions, order, plain.articles)[1].why)
        assert len(whys) == 1


def test_a_rule_tells_where_it_holds() -> None:
    told = rule(
        scope="outlet",
        outlet="Meridian",
        since="2026-05-14",
        until="2026-06-01",
        except_outlets=("Sun", "Herald"),
    )
    assert told.where == "for Meridian, from 2026-05-14, until 2026-06-01, not for Sun or Herald"
    assert rule(scope="event").told("A", "B").startswith("House rule (in this event): “A” and “B”")


def test_names_that_are_never_the_same_are_kept_apart(plain: Comparison) -> None:
    assert [r.names for r in plain.referents] == [("militants", "strikers")]
    apart = rule("militants", "strikers", verdict="never the same thing")
    ruled = with_rules(plain, [apart])
    assert ruled.referents == ()
    assert ruled.links == plain.links
    assert ruled.substitutions[0].editorial is False
    assert with_rules(plain, [rule("FPL", "Lorn", verdict=apart.verdict)]).referents == (
        plain.referents
    )


def test_a_narrower_rule_lets_names_join_again(plain: Comparison) -> None:
    apart = rule("militants", "strikers", verdict="never the same thing")
    pair = frozenset({("militant",), ("striker",)})
    assert kept_apart([apart], plain.articles) == {pair}
    for other in (
        rule("strikers", "militant", id="s", scope="event"),
        rule("strikers", "militant", id="s", verdict="editorial", made="2026"),
    ):
        assert kept_apart([apart, other], plain.articles) == frozenset()
    elsewhere = rule(*apart.names, verdict=apart.verdict, scope="outlet", outlet="Sun")
    assert kept_apart([elsewhere], plain.articles) == frozenset()


def test_not_even_an_acronym_joins_names_that_are_kept_apart() -> None:
    story = ("The Free Port League (FPL) closed the harbour.", "The FPL said it would stay.")
    told = compare_articles([article("a", *story), article("b", *PLAIN[3:6])])
    assert [set(r.names) for r in told.referents] == [{"FPL", "Free Port League"}]
    apart = rule("the FPL", "Free Port League", verdict="never the same thing")
    assert with_rules(told, [apart]).referents == ()
