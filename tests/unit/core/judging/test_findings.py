"""Findings of small comparisons: what they say, of whom, and in which order."""

from dataclasses import replace

import pytest

from app.core.judging.findings import list_findings
from app.core.naming.lexicon import Lexicon, Term
from app.core.statements import compare_articles
from app.core.text import Facts
from app.core.tuning import BOUNDS
from tests.unit.core.made_up import PLAIN, TERMS, article, compared

STRIKE = "Around 200 militants blocked the northern gate of the port before dawn on Thursday."
RENAMED = STRIKE.replace("militants", "strikers")
LORRIES = STRIKE.replace("militants", "lorries")
AGENCY = Facts(outlet="Meridian", agency="Meridian", published="2026-05-14T08:00+00:00")
PAPER = Facts(outlet="Herald", published="2026-05-15T08:00+00:00", complete="yes")


def findings(*texts, kind=None):
    return [f for f in compared(*texts).findings if kind in (None, f.kind)]


def outlets(*articles):
    return compare_articles(
        [article(key, *lines, facts=f) for key, (f, lines) in zip("abcd", articles, strict=False)],
        lexicon=TERMS,
    )


def test_equal_articles_give_no_findings():
    assert findings(PLAIN[:4], PLAIN[:4]) == []


def test_independent_articles_give_no_findings():
    assert findings(PLAIN[:3], PLAIN[3:6]) == []


def test_a_change_of_name():
    (found,) = findings([*PLAIN[:2], STRIKE], [*PLAIN[:2], RENAMED])
    assert found.kind == "relabelled"
    assert found.summary == "Named differently: “militants” in a; “strikers” in b."
    assert [(e.article, e.text) for e in found.evidence] == [(0, "militants"), (1, "strikers")]
    assert found.why == "“militants”: made for the test"
    assert found.rank == 1


def test_a_word_that_names_nobody_is_told_as_other_words():
    (found,) = findings([*PLAIN[:2], STRIKE], [*PLAIN[:2], LORRIES])
    assert found.kind == "reworded"


def test_a_name_is_said_once_with_all_who_use_it():
    (found,) = findings(*([*PLAIN[:2], text] for text in (STRIKE, RENAMED, RENAMED, STRIKE)))
    assert found.summary == "Named differently: “militants” in a and d; “strikers” in b and c."
    assert len(found.evidence) == 4


def test_other_words():
    texts = STRIKE, STRIKE.replace("blocked", "swiftly opened")
    (found,) = findings(*([*PLAIN[:2], text] for text in texts))
    assert found.kind == "reworded"
    change = "“blocked” in a; “swiftly opened” in b"
    assert found.summary == f"Worded differently in a and b: “{STRIKE}” ({change})."
    assert found.why == f"{change}."


def test_independent_reports_word_a_statement_in_their_own_way():
    gate = "Around 200 militants blocked the northern gate on Thursday."
    opened = "Around 200 militants swiftly opened the northern gate before dawn."
    comparison = compared([*PLAIN[:3], gate], [*PLAIN[3:8], opened])
    assert [link.type for link in comparison.links] == ["reworded"]
    assert comparison.findings == ()
    third = [*PLAIN[:3], gate.replace("blocked", "barred")]
    (found,) = findings([*PLAIN[:3], gate], [*PLAIN[3:8], opened], third)
    assert found.summary.startswith(f"Worded differently in a and c: “{gate}” (")
    assert [e.article for e in found.evidence] == [0, 2]


def test_little_in_common():
    shared = "Dock workers blocked the northern gate"
    texts = (
        f"{shared}, while insurers estimated losses of forty crowns and trawlers collided in fog.",
        f"{shared}, whereas volunteers served soup and forecasters expected snow over weekends.",
    )
    (found,) = findings(*([*PLAIN[4:6], text] for text in texts))
    assert found.summary.startswith("Only partly the same in a and b: “Dock workers")


def test_long_sentences_are_cut_at_a_word():
    words = STRIKE[:-1] + " and " + "marched " * 5 + "on."
    texts = words, words.replace("blocked", "swiftly opened")
    (found,) = findings(*([*PLAIN[:2], text] for text in texts))
    kept, _, rest = found.summary.split("“")[1].partition("”")
    assert rest.startswith(" …")
    assert words.startswith(kept + " ")
    assert len(kept) <= 90 < len(kept) + 1 + len(words[len(kept) :].split()[0])


@pytest.mark.parametrize(("length", "cut"), [(90, False), (91, True)])
def test_ninety_characters_are_short_enough(length, cut):
    base = "Strikers opened the northern gate of the port before dawn "
    text = base + "x" * (length - len(base) - 1) + "."
    texts = text, text.replace("opened", "swiftly blocked")
    (found,) = findings(*([*PLAIN[:2], t] for t in texts))
    assert ("”…" in found.summary.replace(" ", "")) is cut


@pytest.mark.parametrize(
    ("marks", "inner"), [("“”", "‘’"), ('""', "‘’"), ("«»", "«»"), ("‘’", "‘’")]
)
def test_a_quotation_within_an_excerpt_has_single_marks(marks, inner):
    saying = f"{marks[0]}We shut the northern gate,{marks[1]} said Orla Venn on Thursday."
    texts = saying, saying.replace("said", "shouted")
    (found,) = findings(*([*PLAIN[:2], t] for t in texts))
    told = f"“{inner[0]}We shut the northern gate,{inner[1]} said Orla Venn on Thursday.”"
    assert found.summary.startswith(f"Worded differently in a and b: {told} (")


def test_changes_are_told_the_longest_first_and_so_many_alone():
    text = (
        "Before dawn several rusty lorries left the wide yard of the old mill by the river road "
        "and carried fresh flour to the shops of Lisenne, the miller said on Thursday."
    )
    other = text
    for before, after in {
        "rusty": "painted",
        "wide": "narrow",
        "river road": "canal bridge",
        "fresh flour": "stale bread",
        "miller": "baker",
    }.items():
        other = other.replace(before, after)
    (found,) = findings([*PLAIN[:4], text], [*PLAIN[:4], other], kind="reworded")
    assert found.why.startswith("“river road” in a; “canal bridge” in b; ")
    assert found.why.count(" in a") == BOUNDS.changes_told
    assert found.why.endswith("; and 1 more.")


def test_a_long_change_is_cut():
    text = STRIKE.replace(
        "blocked", "closed, chained, barred, bolted, locked, nailed, walled up, hid"
    )
    (found,) = findings([*PLAIN[:2], STRIKE], [*PLAIN[:2], text])
    assert "“closed, chained, barred, bolted, locked, nailed, walled up” … in b" in found.why


def test_what_only_stands_elsewhere_in_the_sentence_is_not_reworded():
    said = "The ferry company cancelled all crossings until the weekend, Orla Venn said."
    before = "Orla Venn said the ferry company cancelled all crossings until the weekend."
    assert findings([*PLAIN[5:7], said], [*PLAIN[5:7], before]) == []
    one = "The docks were not all closed on Thursday when the ferry came in from the island."
    other = "Not the docks were all closed on Thursday when the ferry came in from the island."
    assert [f.kind for f in findings([*PLAIN[5:7], one], [*PLAIN[5:7], other])] == ["reworded"]


@pytest.mark.parametrize("mend", [("gate", '"gate"'), (" before", ", and before")])
def test_marks_and_joining_words_are_no_rewording(mend):
    texts = ([*PLAIN[:2], text] for text in (LORRIES, LORRIES.replace(*mend)))
    assert [f for f in findings(*texts) if f.kind == "reworded"] == []


def test_who_words_it_otherwise_than_the_others_is_named():
    opened = LORRIES.replace("blocked", "swiftly opened")
    texts = ([*PLAIN[:4], text] for text in (LORRIES, opened, LORRIES))
    (found,) = findings(*texts)
    assert found.summary.startswith(f"Worded differently in b than in a and c: “{LORRIES}” (")
    assert found.why == "“blocked” in a and c; “swiftly opened” in b."
    third = LORRIES.replace("blocked", "slowly unlocked")
    (found,) = findings(*([*PLAIN[:4], text] for text in (LORRIES, opened, third)))
    assert found.summary.startswith("Worded differently in a, b and c: ")


def test_a_part_is_told_beside_those_that_have_the_same():
    (found,) = findings(*([*PLAIN[:6], text] for text in (WHOLE, WHOLE, PART)))
    assert found.summary.startswith("Only partly the same in c as in a and b: “Crane drivers")


# Words that another finding is about


def told(one, other):
    """The kinds of findings on a sentence that two articles print differently."""
    return [f.kind for f in findings([*PLAIN[:2], one], [*PLAIN[:2], other])]


def test_a_changed_name_is_not_told_again_as_other_words():
    again = STRIKE.replace("200", "300").replace("blocked the", "blocked our")
    assert told(STRIKE, RENAMED) == ["relabelled"]
    assert told(STRIKE, again.replace("militants", "strikers")) == [
        "relabelled", "number", "reworded",
    ]  # fmt: skip  # several to a line


@pytest.mark.parametrize("word", ["rusty", "northern and southern", "whole northern"])
def test_what_changes_beside_a_name_is_told(word):
    assert told(STRIKE, RENAMED.replace("northern", word)) == ["relabelled", "reworded"]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("strikers", ["relabelled", "number"]),
        ("those strikers", ["relabelled", "number"]),
        ("no strikers", ["relabelled", "number", "reworded"]),
    ],
)
def test_function_words_around_what_is_told_are_no_rewording_but_a_negation_is(words, kinds):
    one = "At noon the militants still held 200 lorries before the northern gate of the port."
    other = one.replace("200", "300").replace("the militants", words)
    assert sorted(told(one, other)) == sorted(told(other, one)) == sorted(kinds)


def test_a_changed_number_is_told_once():
    assert told(STRIKE, STRIKE.replace("200", "300")) == ["number"]
    assert told(STRIKE, STRIKE.replace("200", "300").replace("blocked", "opened")) == [
        "number", "reworded",
    ]  # fmt: skip  # several to a line


SAID = "“We shut the northern gate of the port for good,” said Orla Venn on Thursday."


def test_a_changed_quotation_is_told_once():
    changed = SAID.replace("northern", "rusty")
    assert told(SAID, changed) == ["quotation"]
    assert told(SAID, changed.replace("said", "shouted")) == ["quotation", "reworded"]


def test_words_that_one_side_lacks_do_not_hide_what_it_has_instead():
    """The sentence without the word is evidence, but its other words are not told by that."""
    terms = Lexicon((Term("alleged", "hedge", "weak", "Nothing is proved."),))
    one = STRIKE.replace("northern", "alleged northern")
    other = STRIKE.replace("blocked", "swiftly blocked")
    lines = [article(key, *PLAIN[:2], text) for key, text in (("a", one), ("b", other))]
    kinds = [f.kind for f in compare_articles(lines, lexicon=terms).findings]
    assert kinds == ["relabelled", "reworded"]
    lines[1] = article("b", *PLAIN[:2], STRIKE)
    assert [f.kind for f in compare_articles(lines, lexicon=terms).findings] == ["relabelled"]


def test_what_is_told_of_two_articles_is_not_told_of_a_third():
    found = findings(*([*PLAIN[:2], text] for text in (STRIKE, RENAMED, LORRIES)))
    assert [f.kind for f in found] == ["relabelled", "reworded"]
    assert found[0].summary == "Named differently: “militants” in a; “strikers” in b."
    assert found[1].summary.startswith("Worded differently in a, b and c")


def test_a_dropped_statement():
    comparison = outlets((AGENCY, PLAIN[:5]), (PAPER, PLAIN[:4]))
    (found,) = comparison.findings
    assert found.kind == "missing"
    assert found.summary == f"“{PLAIN[4]}” stands in Meridian; dropped by Herald."
    assert found.why == "Herald is complete, carries Meridian's report and was published later."
    assert [(e.article, e.text) for e in found.evidence] == [(0, PLAIN[4])]


def test_what_one_article_alone_has_is_no_omission_of_the_others():
    unsure = replace(PAPER, complete="unknown")
    assert outlets((AGENCY, PLAIN[:5]), (unsure, PLAIN[:4])).findings == ()


def test_what_two_articles_have_and_a_third_lacks():
    (found,) = findings(PLAIN[:5], PLAIN[:5], PLAIN[:4])
    assert found.summary == f"“{PLAIN[4]}” stands in a and b; not in c."
    assert [e.article for e in found.evidence] == [0, 1]


def test_what_is_missing_is_held_by_two_that_share_text_with_who_lacks_it():
    own = [*PLAIN[5:9], PLAIN[4]]
    assert findings(PLAIN[:5], own, PLAIN[:4]) == []
    (found,) = findings(PLAIN[:5], own, PLAIN[:5], PLAIN[:4], kind="missing")
    assert found.summary == f"“{PLAIN[4]}” stands in a, b and c; not in d."


def test_with_them_those_that_share_text_with_one_are_told():
    longer, short = [*PLAIN[:5], *PLAIN[8:10]], [*PLAIN[8:10], PLAIN[5]]
    assert findings(PLAIN[:5], longer, short) == []
    (found,) = findings(PLAIN[:5], longer, PLAIN[:4], short)
    assert found.summary == f"“{PLAIN[4]}” stands in a and b; not in c and d."


@pytest.mark.parametrize("below", [0.0, 0.001])
def test_what_is_nearly_said_elsewhere_in_the_article_is_not_missing(below):
    comparison = compared(PLAIN[:5], PLAIN[:5], PLAIN[:4])
    *others, last = comparison.statements
    gap = replace(last.gaps[0], nearest=3, similarity=BOUNDS.max_nearest_similarity - below)
    near = replace(comparison, statements=(*others, replace(last, gaps=(gap,))))
    assert len(list_findings(near)) == (1 if below else 0)


def test_dropped_by_one_and_lacking_in_another():
    post = Facts(outlet="Post", published="2026-05-16T08:00+00:00")
    comparison = outlets((AGENCY, PLAIN[:5]), (PAPER, PLAIN[:4]), (post, PLAIN[:4]))
    (found,) = comparison.findings
    assert found.summary.endswith("stands in Meridian; dropped by Herald; not in Post.")
    assert found.why.count("Post") == 1


def test_three_names_are_listed_with_and():
    (found,) = findings(PLAIN[:5], PLAIN[:5], PLAIN[:5], PLAIN[:4])
    assert "stands in a, b and c; not in d." in found.summary


def test_captions_and_headlines_are_not_missed():
    lines = [*PLAIN[:4], ("caption", PLAIN[5])]
    assert findings(lines, lines, PLAIN[:4]) == []


def test_what_is_not_comparable_is_not_missed():
    cut = replace(PAPER, complete="cut off")
    comparison = outlets((AGENCY, PLAIN[:5]), (Facts(), PLAIN[:5]), (cut, PLAIN[:4]))
    assert comparison.findings == ()


def test_a_moved_statement():
    (found,) = findings(PLAIN[:5], [*PLAIN[1:5], PLAIN[0]])
    assert found.kind == "moved"
    assert found.summary == (f"“{PLAIN[0]}” stands at paragraph 1 in a and paragraph 5 in b.")
    assert [(e.article, e.text) for e in found.evidence] == [(0, PLAIN[0]), (1, PLAIN[0])]
    assert "in one order" in found.why


def test_a_moved_block_is_one_finding():
    lines = [("headline", "Rain"), *PLAIN[:6]]
    others = [("headline", "Rain"), *PLAIN[2:6], *PLAIN[:2]]
    (found,) = findings(lines, others)
    assert found.summary == (
        f"2 statements, from “{PLAIN[0]}”, stand at paragraph 1 in a and paragraph 5 in b."
    )
    assert len(found.statements) == 2
    assert len(found.evidence) == 4


def test_two_blocks_are_two_findings():
    lines, others = PLAIN[:10], [*PLAIN[1:4], PLAIN[0], *PLAIN[4:8], PLAIN[9], PLAIN[8]]
    assert [f.kind for f in findings(lines, others)] == ["moved", "moved"]


def test_blocks_of_which_no_two_articles_have_both_are_two_findings():
    without_two = [*PLAIN[1:4], PLAIN[0], *PLAIN[4:8]]
    without_one = [*PLAIN[1:8], PLAIN[9], PLAIN[8]]
    moved = [f.summary for f in findings(PLAIN[:10], without_two, without_one) if f.kind == "moved"]
    assert moved == [
        f"“{PLAIN[0]}” stands at paragraph 1 in a and paragraph 4 in b.",
        f"“{PLAIN[9]}” stands at paragraph 10 in a and paragraph 8 in c.",
    ]


def test_blocks_that_change_places_are_one_finding():
    """Between a and b the shorter block counts as moved, between b and c the other one."""
    one, two = PLAIN[:3], PLAIN[3:7]
    found = findings([*one, *two, PLAIN[8]], [*two, *one, PLAIN[8]], [*one, *two[:2], PLAIN[8]])
    moved = [f for f in found if f.kind == "moved"]
    assert [f.summary for f in moved] == [
        f"“{one[0]}” stands before “{two[0]}” in a and c, after it in b."
    ]
    assert len(moved[0].statements) == 5
    assert "order between them" in moved[0].why


def test_what_is_only_partly_the_same_did_not_move():
    lines = [WHOLE, *PLAIN[:6]]
    (found,) = findings(lines, [*PLAIN[:6], PART])
    assert found.kind == "reworded"
    (moved,) = findings(lines, [*PLAIN[:6], CHANGED], kind="moved")
    assert moved.summary.startswith("“Crane drivers")


def test_importance():
    opened = PLAIN[6].replace("sent", "swiftly walked")
    fewer = PLAIN[2].replace("ninety", "sixty")
    rusty = SAID.replace("northern", "rusty")
    post = Facts(outlet="Post", published="2026-05-16T08:00+00:00")
    comparison = outlets(
        (AGENCY, [*PLAIN[:4], SAID, STRIKE, *PLAIN[6:10], PLAIN[10], PLAIN[5]]),
        (PAPER, [PLAIN[1], fewer, PLAIN[3], PLAIN[0], rusty, RENAMED, opened, *PLAIN[7:10],
                 PLAIN[5]]),
        (post, [PLAIN[1], fewer, PLAIN[3], PLAIN[0], rusty, RENAMED, opened, *PLAIN[7:10]]),
    )  # fmt: skip  # several to a line
    found = [(f.kind, "dropped" in f.summary) for f in comparison.findings]
    assert found[:6] == [
        ("relabelled", False), ("quotation", False), ("number", False),
        ("missing", True), ("missing", False), ("reworded", False),
    ]  # fmt: skip  # several to a line
    assert {kind for kind, _ in found[6:]} == {"moved"}
    assert [f.rank for f in comparison.findings] == list(range(1, len(found) + 1))


def test_within_a_kind_statements_stand_in_their_order():
    market = STRIKE.replace("northern gate", "covered market")
    renamed = market.replace("militants", "strikers")
    comparison = compared([STRIKE, PLAIN[0], renamed], [RENAMED, PLAIN[0], market])
    ids = [statement.id for statement in comparison.statements]
    assert [f.statements for f in comparison.findings] == [(ids[0],), (ids[2],)]


def test_ids_hang_on_kind_and_evidence():
    one = findings([*PLAIN[:2], STRIKE], [*PLAIN[:2], RENAMED])[0]
    again = findings([*PLAIN[:2], STRIKE, PLAIN[5]], [*PLAIN[:2], RENAMED, PLAIN[5]])[0]
    placed = findings([*PLAIN[:3], STRIKE], [*PLAIN[:3], RENAMED])[0]
    assert one.id == again.id
    assert one.id != placed.id
    assert len(one.id) == 22


def test_ids_tell_apart_who_lacks_a_statement():
    three = findings(PLAIN[:5], PLAIN[:5], PLAIN[:4])[0]
    four = findings(PLAIN[:5], PLAIN[:5], PLAIN[:4], PLAIN[:4])[0]
    assert three.evidence == four.evidence
    assert three.id != four.id


def test_lone_surrogates_are_text_like_other():
    text = STRIKE.replace("gate", "\ud800 gate")
    assert findings([*PLAIN[:2], text], [*PLAIN[:2], text.replace("militants", "strikers")])


WHOLE = (
    "Crane drivers blocked the narrow harbour gate at dusk and parked nine old lorries across it."
)
CHANGED = (
    "Crane drivers blocked the narrow harbour gate at noon and parked nine old lorries across it."
)
PART = (
    "Crane drivers blocked the narrow harbour gate, while ministers far away praised patient crews."
)


def test_what_is_partly_the_same_is_told_apart():
    comparison = compared(
        [*PLAIN[:6], WHOLE], [*PLAIN[:6], CHANGED], [*PLAIN[:6], PART], [*PLAIN[:6]]
    )
    reworded, missing = (
        next(f for f in comparison.findings if f.kind == kind) for kind in ("reworded", "missing")
    )
    assert reworded.summary.startswith(
        "Worded differently in a and b, only partly the same in c: “Crane drivers"
    )
    assert "stands in a and b; in part in c; not in d." in missing.summary


def test_lone_surrogates_in_evidence_are_text_like_other():
    text = STRIKE.replace("gate", "\ud800 gate")
    (found,) = findings([*PLAIN[:2], text], [*PLAIN[:2], text.replace("blocked", "swiftly opened")])
    assert "\ud800" in found.evidence[0].text


def test_the_order_of_statements_goes_before_that_of_articles():
    sacks = "At noon volunteers carried wet sacks across the square for stranded drivers."
    found = findings(
        PLAIN[:2],
        [sacks, PLAIN[0].replace("closed", "barred")],
        [sacks.replace("wet", "heavy brown"), PLAIN[2]],
        kind="reworded",
    )
    assert [[e.article for e in f.evidence] for f in found] == [[1, 2], [0, 1]]


def test_an_independent_report_that_has_a_part_is_not_told_to_have_it():
    comparison = compared(
        [*PLAIN[:6], WHOLE], [*PLAIN[:6], CHANGED], [*PLAIN[6:], PART], [*PLAIN[:6]]
    )
    (missing,) = [f for f in comparison.findings if f.kind == "missing"]
    assert "stands in a and b; not in d." in missing.summary


def reworded(one, *others):
    """The reason of the reworded finding between two articles, each some more paragraphs; None
    without one."""
    texts = [[*PLAIN[:2], *([own] if isinstance(own, str) else own)] for own in (one, *others)]
    found = findings(*texts, kind="reworded")
    return found[0].why if found else None


def test_words_that_stand_in_the_next_sentence_are_not_lacking():
    closed = "The harbour office closed the eastern basin for repairs, harbourmaster Venn said."
    bare = "The harbour office closed the eastern basin for repairs."
    near = [bare, "Wool, silk and iron will become dear, harbourmaster Venn said."]
    assert reworded(closed, bare) == "“harbourmaster Venn said” in a, not in b."
    assert reworded(closed, near) is None
    assert reworded(near, closed) is None


def test_of_words_that_stand_near_in_part_the_rest_is_told():
    closed = "The harbour office closed the eastern basin, and ninety barges may lie rusting there."
    near = [
        "The harbour office closed the eastern basin.",
        "Wool, silk and iron came with ninety barges from snowy Tessaly.",
    ]
    assert reworded(closed, near) == "“may lie rusting there” in a, not in b."
    assert reworded(near, closed) == "“may lie rusting there” in b, not in a."


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_name_for_a_pronoun_is_no_other_wording_where_the_name_stands_near(is_turned):
    texts = (
        ["The eastern basin of the harbour stays closed for repairs, Venn said."],
        ["The eastern basin of the harbour stays closed for repairs, she said."],
        ["The eastern basin of the harbour stays closed for repairs, she said. Venn left early."],
    )
    one, two, three = ([*PLAIN[:2], *text] for text in texts)
    for other, kinds in ((two, ["reworded"]), (three, [])):
        pair = (other, one) if is_turned else (one, other)
        assert [f.kind for f in findings(*pair) if f.kind == "reworded"] == kinds


def test_words_put_for_others_are_told_with_the_place_where_they_stand_too():
    full = "The harbour office closed the eastern basin to ninety barges on Thursday."
    short = "The harbour office closed the eastern basin to vessels on Thursday."
    then = "Wool, silk and iron came with ninety barges from snowy Tessaly."
    assert reworded(full, [short, then]) == (
        "“ninety barges” in a, one sentence later in b; “vessels” in b."
    )
    assert reworded([then, short], full) == (
        "“vessels” in a; “ninety barges” in b, one sentence earlier in a."
    )
    assert reworded(full, f"{short} Hail fell. {then}") == (
        "“ninety barges” in a, 2 sentences later in b; “vessels” in b."
    )


def test_a_word_that_turns_a_sentence_is_told_wherever_it_stands_too():
    open_ = "The eastern basin of the harbour was open to barges on Thursday morning."
    shut = "The eastern basin of the harbour was not open to barges on Thursday morning."
    assert "not" in (reworded(open_, f"{shut} It was not large.") or "")
    assert "not" in (reworded(f"{open_} It was not open.", shut) or "")


def test_a_small_word_alone_is_no_other_wording():
    one = "The harbour office closed the eastern basin for repairs on Thursday morning."
    assert reworded(one, one.replace("on Thursday", "Thursday")) is None


def test_every_outlet_that_a_finding_names_has_a_place():
    name = [*PLAIN[:2], STRIKE]
    found = findings(name, [*PLAIN[:2], RENAMED], kind="relabelled")[0]
    assert found.places == found.evidence
    whole = replace(found, beside=found.evidence[:1])
    assert [place.article for place in whole.places] == [0, 0, 1]
