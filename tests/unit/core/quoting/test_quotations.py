import pytest

from app.core.aligning.segment import sentences_of
from app.core.comparison import ComparedArticle, Relation, Statement
from app.core.quoting.quotations import find_quotations
from app.core.quoting.voices import Voices
from app.core.tuning import DEFAULT
from tests.timing import takes_at_most
from tests.unit.core.made_up import article

LONG = "Every crane that stands idle tonight costs the harbour forty crowns"


def read(key, *paragraphs):
    made = article(key, *paragraphs)
    return ComparedArticle(made, sentences_of(made), ())


def ledger(*texts, rows=(), relations=(), tuning=DEFAULT):
    """The ledger of articles given as their paragraphs; a row is one sentence of each article."""
    articles = [read(key, *text) for key, text in zip("abcdefghijklmnop", texts, strict=False)]
    statements = [
        Statement(f"s{n}", "body", tuple(() if at is None else (at,) for at in row))
        for n, row in enumerate(rows)
    ]
    return find_quotations(articles, statements, Voices(articles), tuning, relations)


def versions(entry):
    return [(v.article, *v.parts) for v in entry.versions]


def classes(entry):
    return {(d.a, d.b): d.classes for d in entry.differences}


def test_each_utterance_once_with_its_versions():
    entries = ledger(
        [f'"{LONG}," Ada Venn said.', '"We eat soup here," Bo Lorne said.'],
        [f"“{LONG},” said Ada Venn."],
    )
    assert [versions(entry) for entry in entries] == [
        [(0, f"{LONG},"), (1, f"{LONG},")],
        [(0, "We eat soup here,")],
    ]
    assert classes(entries[0]) == {(0, 1): ("identical",)}
    assert entries[0].differences[0].why == "Both print the same words."
    assert [entry.speaker for entry in entries] == ["Ada Venn", "Bo Lorne"]
    assert entries[1].differences == ()
    assert len({entry.id for entry in entries}) == 2


def test_what_is_no_utterance_has_no_entry():
    assert (
        ledger(
            ['The "republic" fell.', ("headline", f'"{LONG}"'), f'"{LONG}', "The end."],
            [("caption", f'"{LONG}," Ada Venn said.')],
        )
        == ()
    )
    assert ledger() == ()


def test_only_brackets_between_marks():
    assert ledger(['Ada Venn said "[we all left early that day]".']) == ()
    (entry,) = ledger(['"[Sic]" "We stay here for good," Ada Venn said.'])
    assert versions(entry) == [(0, "We stay here for good,")]


def test_words_cut_are_shown():
    (entry,) = ledger([f'"{LONG}," Ada Venn said.'], ['"Every crane that stands idle tonight," Ada '
                                                     "Venn said."])  # fmt: skip  # in columns
    (found,) = entry.differences
    assert found.classes == ("trimmed",)
    assert found.cut == ("costs the harbour forty crowns",)
    assert found.why == (
        "b ends the quotation after “Every crane that stands idle tonight”; a has also “costs the "
        "harbour forty crowns”."
    )


def test_other_words_are_another_utterance():
    other = "Every lorry that waits outside tonight burns the depot's last diesel"
    assert len(ledger([f'"{LONG}," Ada Venn said.'], [f'"{other}," Ada Venn said.'])) == 2


def test_reworded_where_the_sentences_are_linked():
    a = '"The northern gate stays shut until the council answers us," Ada Venn said.'
    b = '"The gate stays shut until the whole city council answers all of us," Ada Venn said.'
    assert len(ledger([a], [b], rows=[(0, 0)])) == 1
    a = '"The old northern gate stays shut tonight until rulers answer," Ada Venn said.'
    b = '"The old northern gate opens never again until rulers answer," Ada Venn said.'
    assert len(ledger([a], [b])) == 2
    (entry,) = ledger([a], [b], rows=[(0, 0)])
    assert classes(entry) == {(0, 1): ("reworded",)}


@pytest.mark.parametrize(
    ("a", "b", "rows", "count"),
    [
        ('He called them "human walls".', 'She called them "human walls".', (), 2),
        ('He called them "human walls".', 'She called them "human walls".', [(0, 0)], 1),
        ('Ada Venn called them "human walls".', 'Ada Venn said they were "human walls".', (), 1),
        ('Ada Venn called them "human walls".', 'Bo Lorne called them "human walls".', (), 2),
        ('Ada Venn called it "the end".', f'"{LONG}," Ada Venn said.', (), 2),
        ('Ada Venn said it was "of the".', 'Ada Venn said it was "of the".', [(0, 0)], 2),
        ('Ada Venn said "no crane moves".', '"So no crane moves today," Ada Venn said.', (), 1),
        ('Bo Lorne said "no crane moves".', '"So no crane moves today," Ada Venn said.', (), 2),
    ],
)
def test_short_quotations_ask_for_more(a, b, rows, count):
    assert len(ledger([a], [b], rows=rows)) == count


def test_an_unbroken_run_of_one_speaker():
    a = '"We paid for all of the new cranes and nobody thanked any of us," Ada Venn said.'
    b = '"Well, we paid for all of the new cranes when times were bad for them," Ada Venn said.'
    assert len(ledger([a], [b])) == 1
    assert len(ledger([a], [b.replace("Ada Venn", "they")])) == 2


def test_another_speaker_is_a_difference_only_where_sentences_are_linked():
    a, b = f'"{LONG}," Ada Venn said.', f'"{LONG}," harbour chief Bo Lorne said.'
    assert len(ledger([a], [b])) == 2
    (entry,) = ledger([a], [b], rows=[(0, 0)])
    assert classes(entry) == {(0, 1): ("other-speaker",)}
    assert entry.differences[0].why == (
        "a gives the words to Ada Venn, b to harbour chief Bo Lorne."
    )
    a, b = f'"{LONG}," Ada Venn said.', '"Every crane that stands idle," Bo Lorne said.'
    assert len(ledger([a], [b], rows=[(0, 0)])) == 2


def test_one_quotation_with_its_attribution_within():
    (entry,) = ledger(['"We stay here," Ada Venn said, "until dawn." "We eat soup."'])
    assert versions(entry) == [(0, "We stay here,", "until dawn.", "We eat soup.")]
    assert len(entry.versions[0].spans) == 3
    assert entry.speaker == "Ada Venn"


@pytest.mark.parametrize(
    "text",
    [
        ['"We stay here," Ada Venn said. Bo Lorne said: "We leave."'],
        ['"We stay here," Ada Venn said, while Bo Lorne ate. Then came "a long red dawn there".'],
        ['"We stay here," Ada Venn said.', '"We leave," Bo Lorne said.'],
        ['"Do we stay here?" Ada Venn asked.', '"We leave."'],
        ['"We stay here," they cried.', '"We leave at dawn tomorrow."'],
        ['"We stay here," Ada Venn said.', "Soup came.", '"We leave at dawn tomorrow."'],
        ['She said it was "shut for good and ever" and it was "red with rust all over".'],
    ],
)
def test_two_quotations_stay_two(text):
    assert len(ledger(text)) == 2


def test_a_paragraph_that_is_all_quotation_goes_on():
    (entry,) = ledger(['"We stay here," Ada Venn said.', '"We leave at dawn tomorrow."'])
    assert entry.versions[0].sentences == (0, 1)
    (entry,) = ledger(["“We stay here.", "“We leave at dawn,” Ada Venn said."])
    assert entry.versions[0].parts == ("We stay here.", "We leave at dawn,")


def test_an_outlet_that_says_it_twice():
    (entry,) = ledger(
        ['Venn called for a "northern way".', 'Mayor Ada Venn called for a "northern way".'],
        ['Mayor Ada Venn called for a "northern way".'],
        rows=[(1, 0)],
    )
    assert [v.sentences for v in entry.versions] == [(0,), (1,), (0,)]
    assert list(classes(entry)) == [(0, 2)]
    entries = ledger(['Bo Lorne called it "northern soup".', 'Ada Venn called it "northern soup".'])
    assert len(entries) == 2
    assert [entry.id[-2:] for entry in entries] == ["-1", "-2"]


APART = [f'"{LONG}," Ada Venn said.', '"Our letters lie unread since the long winter," she added.']
JOINED = '"{}, and our letters lie unread since the long winter," Ada Venn said.'


def test_two_quotations_joined_in_another_outlet_are_two_utterances():
    entries = ledger(APART, [JOINED.format(LONG)])
    assert [len(entry.versions) for entry in entries] == [2, 2]
    assert [entry.versions[1].parts[0][:5] for entry in entries] == ["Every", "Every"]
    assert classes(entries[0]) == {(0, 1): ("joined",)}
    assert classes(entries[1]) == {(0, 1): ("joined",)}
    assert entries[0].differences[0].why == (
        "b makes one quotation of these words and of others that are printed apart elsewhere."
    )
    mirrored = ledger([JOINED.format(LONG)], APART)
    assert [classes(entry) for entry in mirrored] == [{(0, 1): ("joined",)}] * 2


def test_two_quotations_under_one_attribution_are_lent_whole():
    other = f'"{LONG}," Ada Venn said. "Our letters lie unread since the long winter."'
    entries = ledger(APART, [other])
    assert [entry.versions[1].parts for entry in entries] == [
        (f"{LONG},",),
        ("Our letters lie unread since the long winter.",),
    ]
    assert [classes(entry) for entry in entries] == [{(0, 1): ("identical",)}] * 2


def test_a_guest_is_no_version_where_its_outlet_has_one():
    entries = ledger(APART, [JOINED.format(LONG), APART[1].replace("she", "Ada Venn")])
    assert [[v.article for v in entry.versions] for entry in entries] == [[0, 1], [0, 1]]


def test_the_same_words_matched_twice_are_one_version():
    a = [f'"{LONG} again," Ada Venn said.', f'Once more: "{LONG} still and still".']
    entries = ledger(a, [f'"{LONG}," Ada Venn said.'])
    assert sorted(len(entry.versions) for entry in entries) == [1, 2]


def test_an_utterance_said_again_within_a_longer_one_is_not_lent_away():
    once = f'"{LONG}," Ada Venn said.'
    entries = ledger([once, once], [once, f'"{LONG}, {LONG}," Ada Venn said.'], rows=[(1, 1)])
    assert [[(v.article, v.sentences) for v in entry.versions] for entry in entries] == [
        [(0, (0,)), (0, (1,)), (1, (0,))],
        [(1, (1,))],
    ]
    assert [classes(entry) for entry in entries] == [{(0, 2): ("identical",)}, {}]


def test_crossed_matches_join_nothing_more():
    a = [f'"{LONG}," Ada Venn said.', f'"{LONG} too," Ada Venn added.']
    entries = ledger(a, a)
    assert [[v.article for v in entry.versions] for entry in entries] == [[0, 1], [0, 1]]


def test_indirect_speech_in_a_linked_sentence():
    direct = f'"{LONG}," Ada Venn said.'
    report = "Ada Venn said every idle crane had cost the harbour forty crowns tonight."
    (entry,) = ledger([direct], [report], rows=[(0, 0)])
    assert [v.is_direct for v in entry.versions] == [True, False]
    assert entry.versions[1].parts == (
        "every idle crane had cost the harbour forty crowns tonight.",
    )
    assert entry.versions[1].speaker == "Ada Venn"
    assert classes(entry) == {(0, 1): ("direct-indirect",)}
    assert entry.differences[0].why == (
        f"a quotes “{LONG}”; b reports in indirect speech: “every idle crane had cost the harbour "
        "forty crowns tonight”."
    )
    (mirrored,) = ledger([report], [direct], rows=[(0, 0)])
    assert classes(mirrored) == {(0, 1): ("direct-indirect",)}
    assert mirrored.differences[0].why.startswith(f"b quotes “{LONG}”; a reports in indirect")


def test_two_reports_are_not_compared():
    report = "Ada Venn said every idle crane had cost the harbour forty crowns tonight."
    (entry,) = ledger([f'"{LONG}," Ada Venn said.'], [report], [report], rows=[(0, 0, 0)])
    assert list(classes(entry)) == [(0, 1), (0, 2)]


@pytest.mark.parametrize(
    "report",
    [
        "Bo Lorne said every idle crane had cost the harbour forty crowns tonight.",
        "Ada Venn said every crane in the whole wide world was blue.",
        "Ada Venn said nobody was there.",
        "Ada Venn said the harbour crane had cost the whole council its summer feast.",
        "Every idle crane had cost the harbour forty crowns tonight.",
    ],
)
def test_no_report_of_these_words(report):
    (entry,) = ledger([f'"{LONG}," Ada Venn said.'], [report], rows=[(0, 0)])
    assert len(entry.versions) == 1


def test_the_nearest_report_is_taken_and_none_of_short_words():
    near = "Ada Venn said every idle crane had cost the harbour forty crowns tonight."
    far = "Ada Venn said every idle crane had cost the harbour forty of its crowns."
    articles = [read("a", f'"{LONG}," Ada Venn said.'), read("b", far, near, far)]
    rows = [Statement("s", "body", ((0,), (0, 1, 2)))]
    (entry,) = find_quotations(articles, rows, Voices(articles))
    assert entry.versions[1].sentences == (1,)
    short = ['"Cranes stand idle," Ada Venn said.'], ["Ada Venn said cranes did stand idle."]
    (entry,) = ledger(*short, rows=[(0, 0)])
    assert len(entry.versions) == 1


def test_the_speaker_whom_most_name():
    entries = ledger([f'"{LONG}," Venn said.'], [f'"{LONG}," Mayor Ada Venn said.'])
    assert [entry.speaker for entry in entries] == ["Mayor Ada Venn"]
    (entry,) = ledger([f'"{LONG}."'])
    assert entry.speaker is None
    assert entry.versions[0].speaker is None


def test_many_outlets_are_compared_with_the_fullest():
    texts = [['"Every crane that stands idle tonight," Ada Venn said.']] * 13
    (entry,) = ledger(*texts, [f'"{LONG}," Ada Venn said.'])
    assert list(classes(entry)) == [(n, 13) for n in range(13)]


def test_a_sentence_beyond_measure_matches_only_its_equal():
    words = " ".join(f"crane{n}" for n in range(260))
    a, b = f'"{words}," Ada Venn said.', f'"{words} too," Ada Venn said.'
    assert len(ledger([a], [a])) == 1
    assert len(ledger([a], [b])) == 2


def test_four_times_the_quotations_take_no_more_than_eight_times_as_long():
    told = [
        f'"Crane {n} stands idle beside shed {n * 7} all night," Ada Venn said.' for n in range(500)
    ]
    few, many = [told[:125]] * 2, [told] * 2
    assert len(ledger(*many)) == 500
    assert takes_at_most(8, lambda: ledger(*few), lambda: ledger(*many))


def test_what_one_outlet_quotes_twice_is_one_utterance():
    (entry,) = ledger([f'"{LONG}," Ada Venn said.', "Rain fell.", f'"{LONG}," Venn said again.'])
    assert [v.sentences for v in entry.versions] == [(0,), (2,)]


WHOLE, SHORT = f'"{LONG}," Ada Venn said.', '"Every crane that stands idle tonight," Ada Venn said.'


def test_outlets_that_print_the_same_are_named_together():
    (entry,) = ledger([SHORT], [SHORT], [WHOLE])
    whys = {d.why for d in entry.differences if d.classes == ("trimmed",)}
    assert whys == {
        "a and b end the quotation after “Every crane that stands idle tonight”; c has also “costs "
        "the harbour forty crowns”."
    }


def test_who_cut_is_said_of_those_who_carry_the_report():
    carries = [Relation(0, 2, "a carries b", True, ""), Relation(0, 1, "common source", True, "")]
    (entry,) = ledger([SHORT], [WHOLE], [WHOLE], relations=carries)
    assert {d.why for d in entry.differences if d.cut} == {
        "a ends the quotation after “Every crane that stands idle tonight”, without “costs the "
        "harbour forty crowns”."
    }
    (entry,) = ledger([SHORT], [SHORT], [WHOLE], relations=carries)
    assert "a and b end the quotation" in entry.differences[1].why
    assert "c has also" in entry.differences[1].why


def test_a_bracket_does_not_part_outlets_that_print_the_same_words():
    bracket = '"Every crane [of ours] that stands idle tonight," Ada Venn said.'
    (entry,) = ledger([bracket], [SHORT], [WHOLE])
    told = {(d.a, d.b): d.why for d in entry.differences}
    assert told[0, 1] == "a puts “[of ours]” into the quotation."
    assert told[0, 2].startswith("a and b end the quotation after")
    assert told[0, 2].endswith("a puts “[of ours]” into the quotation.")
    assert "“[of ours]”" not in told[1, 2]


def test_those_who_give_the_words_to_another_stand_apart():
    other = f'"{LONG}," harbour chief Bo Lorne said.'
    (entry,) = ledger([WHOLE], [WHOLE], [other], rows=[(0, 0, 0)])
    assert {d.why for d in entry.differences} == {
        "Both print the same words.",
        "a and b give the words to Ada Venn, c to harbour chief Bo Lorne.",
    }
    bracket = '"Every crane [of ours] that stands idle tonight," Bo Lorne said.'
    (entry,) = ledger([WHOLE], [WHOLE], [SHORT], [bracket], rows=[(0, 0, 0, 0)])
    told = {(d.a, d.b): d.why for d in entry.differences}
    assert told[0, 2].startswith("c ends the quotation after")


def test_a_mark_of_omission_alone_is_no_difference():
    (entry,) = ledger([WHOLE], [WHOLE.replace("that stands", "… that stands")])
    assert classes(entry) == {(0, 1): ("identical",)}


PROMISE = (
    '"We will clear the quay when the last families leave, and no hour before," Ada Venn said.'
)


def test_a_promise_that_is_quoted_in_part_is_told_beside_the_quotation():
    report = "Ada Venn promised to clear the quay when families leave, “within two hours”."
    (entry, alone) = ledger([PROMISE], [report], rows=[(0, 0)])
    assert versions(alone) == [(1, "within two hours")]
    assert [v.is_direct for v in entry.versions] == [True, False]
    assert classes(entry) == {(0, 1): ("direct-indirect", "reworded")}
    assert entry.differences[0].why == (
        "a quotes “We will clear the quay when the last families leave, and no hour before”; b "
        "reports in indirect speech: “to clear the quay when families leave, ‘within two hours’”. "
        "“within two hours”, between quotation marks there, is not in that quotation."
    )


def test_quoted_words_that_stand_in_the_quotation_are_no_rewording():
    report = "Ada Venn promised to clear the quay when families leave, and “no hour before”."
    entries = ledger([PROMISE], [report], rows=[(0, 0)])
    found = [told for entry in entries for told in entry.differences]
    assert [told.classes for told in found if "reworded" in told.classes] == []


@pytest.mark.parametrize(
    "report",
    [
        "Bo Lorne promised to clear the quay when families leave, within two hours.",
        "They promised to clear the quay when families leave, within two hours.",
        "“They promised to families an hour to leave, and clear no quay,” Ada Venn said.",
        "Ada Venn promised to clear the streets.",
    ],
)
def test_a_promise_of_another_or_of_other_things_is_none(report):
    entries = ledger([PROMISE], [report], rows=[(0, 0)])
    assert [len(entry.versions) for entry in entries] == [1] * len(entries)
