import pytest

from app.core.aligning.segment import sentences_of
from app.core.comparison import ComparedArticle
from app.core.quoting.voices import Voices, indirect_speech, quotation_spans, quoted_in, scare_spans
from app.core.text import Span
from tests.unit.core.made_up import article


def compared(*paragraphs):
    made = article("a", *paragraphs)
    return ComparedArticle(made, sentences_of(made), ())


def spans(found, each):
    return [span.of(each.article.text) for span in found]


def quotations(*paragraphs):
    each = compared(*paragraphs)
    return spans(quotation_spans(each), each)


def scares(text):
    each = compared(text)
    return spans(scare_spans(each), each)


def voice(text, words, sentence=None):
    each = compared(text)
    start = text.index(words)
    place = next(n for n, s in enumerate(each.sentences) if s.span.end > start)
    return Voices([each]).at(0, place, Span(start, start + len(words)))


def test_quotations_in_order_with_their_depth():
    each = compared("\"They say 'no' to us,\" Venn said.", "“We stay here,” Lorne said.")
    found = [(q.span.of(each.article.text), q.depth, q.block, q.mark) for q in quoted_in(each)]
    assert found == [
        ("They say 'no' to us,", 0, 0, '"'),
        ("no", 1, 0, "'"),
        ("We stay here,", 0, 1, "“"),
    ]


def test_empty_marks_hold_nothing():
    assert quotations('The sign read "" and " ".') == []


@pytest.mark.parametrize(
    ("first", "second", "parts"),
    [
        ("Venn said: “We stay. We eat.", "“And we sleep,” she added.", 2),
        ('"We stay. We eat.', '"And we sleep," she added.', 2),
        ("‘We stay. We eat.', ", "‘And we sleep,’ she added.", 1),
        ("‘We stay. We eat.", "‘And we sleep,’ she added.", 2),
        ("« On reste.", "» Et on dort », dit-elle.", 2),
        ('"We stay. We eat.', 'And we sleep," she added.', 2),
        ("“We stay. We eat.", "«And we sleep», she added.", 1),
        ("“We stay. We eat.", "And we sleep», she added.", 1),
        ("“We stay. We eat.", "Nobody else sleeps.", 1),
        ("“We stay. We eat.", "Venn added: “And we sleep.”", 1),
    ],
)
def test_a_quotation_over_two_paragraphs(first, second, parts):
    found = quoted_in(compared(first, second))
    assert sum(quoted.run == found[0].run for quoted in found) == parts
    assert found[0].is_closed == (parts == 2 or "’" in first or "'" in first)


def test_three_paragraphs_are_one_run():
    found = quoted_in(compared("“We stay.", "“We eat.", "“We sleep,” she said."))
    assert len({quoted.run for quoted in found}) == 1
    assert [quoted.is_closed for quoted in found] == [True, True, True]


def test_never_closed_it_ends_with_its_block():
    (found,) = quoted_in(compared("She said: “We stay. ", "Nobody slept."))
    assert (found.span, found.is_closed) == (Span(11, 19), False)


def test_an_end_mark_left_out_before_the_speaker():
    assert quotations('"We stay, Venn said.', "Nobody slept.") == []
    assert quotations('"We stay.', 'Never, said Venn" again.') == ["We stay."]
    assert quotations("‘We stay here.", "Nobody slept.") == []


def test_captions_and_headlines_go_on_with_nothing():
    each = compared("“We stay.", ("caption", "“A picture of “a gate”"), "“We sleep,” she said.")
    found = quoted_in(each)
    assert found[0].run == found[-1].run
    each = compared("“We stay.", ("intertitle", "“Never”"), "“We sleep,” she said.")
    assert len({quoted.run for quoted in quoted_in(each)}) == 3
    assert quotations(("byline", "By “Venn”")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('The so-called "peace plan" failed.', ["peace plan"]),
        ('He said the so-called "peace plan" failed.', ["peace plan"]),
        ('Their "republic" fell on Monday.', ["republic"]),
        ('They declared a "republic" on Monday.', ["republic"]),
        ('The ferry "Marigold" sank, Venn said.', ["Marigold"]),
        ('Venn praised the ferry "Sea Marigold" there.', ["Sea Marigold"]),
        ("In the north, the 'republic' falls", ["republic"]),
        ('Venn called the plan "a sham".', []),
        ('The plan was "a sham", Venn said.', []),
        ('"Never," Venn said.', []),
        ('"Never!"', []),
        ('The answer was "never!" again.', []),
        ("«Jamais!» dit Venn.", []),
        ("”Vi går,” sade Venn.", []),
        ('The plan is "a sham that was never meant to work".', []),
        ('The plan is "—" now.', []),
        ('Venn called it late; the "plan" came.', ["plan"]),
        ('The "plan," which came late, failed.', ["plan,"]),
    ],
)
def test_words_set_off(text, words):
    assert scares(text) == words


def test_a_long_word_is_no_phrase_set_off():
    assert scares(f"The 「{'港' * 70}」 fell.") == []
    assert scares(f"The 「{'港' * 7}」 fell.") == ["港" * 7]


def test_voices_of_quotations_and_glosses():
    text = 'Venn said: "They [the rulers] left (the city) at dawn and never came back."'
    assert voice(text, "left") == "quoted"
    assert voice(text, "the rulers") == "own"
    assert voice(text, "the city") == "own"
    assert voice(text, "Venn") == "own"


def test_words_set_off_are_the_outlets_own():
    assert voice('Their "republic" fell.', "republic") == "own"
    assert voice('Their "republic" fell.', "fell") == "own"


def test_words_between_a_quotation_and_its_end_are_own():
    text = '"We stay here," the rebels\' chief said, "and we eat."'
    assert voice(text, "rebels") == "own"
    assert voice(text, "eat") == "quoted"


@pytest.mark.parametrize(
    ("text", "attributed", "own"),
    [
        ("Venn said that rebels took the gate.", "rebels", "Venn"),
        ("Venn said rebels took the gate.", "rebels", "Venn"),
        ("Venn told the Courier on Monday that rebels left.", "rebels", "Courier"),
        ("Rebels took the gate, Venn said.", "Rebels", "Venn"),
        ("Rebels took the gate, Venn said on Monday.", "Rebels", "Venn"),
        ("Rebels took the gate, said Venn.", "Rebels", "Venn"),
        ("Rebels took the gate, according to Venn.", "Rebels", "Venn"),
        ("According to Venn, rebels took the gate.", "rebels", "Venn"),
        ("Venn claims rebels have the gate.", "rebels", "Venn"),
        ("Venn, who leads the city, said rebels had left.", "rebels", "city"),
        ("Venn said rebels left, but soldiers came.", "rebels", "soldiers"),
        ("Soldiers came; rebels left, according to Venn.", "rebels", "Soldiers"),
    ],
)
def test_indirect_speech(text, attributed, own):
    assert voice(text, attributed) == "attributed"
    assert voice(text, own) == "own"


@pytest.mark.parametrize(
    "text",
    [
        "Venn said nothing about the rebels.",
        "The alleged rebels declared a republic in the north.",
        "Rebels claimed the attack.",
        "Rebels claimed the attack, in which many have died.",
        "Venn spoke of rebels, added.",
        "According to Venn.",
        '"We stay here," said Venn, who has rebels at her side.',
        "Venn said: rebels.",
        "Venn said — rebels left.",
        "The rebels, X and the people of the whole wide city of Lorne on the sea they said.",
        "The rebels, the mayor said him there.",
        'In Lorne, the mayor said "we stay here".',
        "Venn denies that and rebels.",
        "The rebels left Lorne.",
    ],
)
def test_nothing_is_attributed_where_it_is_not_sure(text):
    each = compared(text)
    assert Voices([each]).indirect(0, 0) == ()


def test_quotations_are_left_out_of_indirect_speech():
    text = 'Venn said "we stay here" and that "we eat now" if rebels leave.'
    each = compared('"We stay.', f'We go on now." {text}')
    voices = Voices([each])
    assert [s.of(each.article.text) for s in voices.indirect(0, 1)] == []
    assert voices.indirect(0, 1) is voices.indirect(0, 1)
    assert (
        voice('"We stay here," Venn said. She said rebels left the gate.', "rebels") == "attributed"
    )
    assert indirect_speech("Venn said that \x00\x00\x00 rebels left.") == [(15, 31)]


def test_the_brackets_belong_to_a_gloss():
    text = 'Venn said: "They [the rulers] left at dawn and never came back."'
    assert voice(text, "[the rulers]") == "own"
    assert voice(text, "[the rulers] left") == "quoted"


def test_a_gloss_in_indirect_speech_is_the_outlets_own():
    text = "Venn said that the League (a terrorist group) left [its] camp at dawn."
    assert voice(text, "a terrorist group") == voice(text, "its") == "own"
    assert voice(text, "League") == voice(text, "camp") == "attributed"
    assert voice(text, "League (a terrorist group)") == "attributed"


def test_what_goes_on_in_the_next_paragraph_has_the_mark_that_opened_it():
    found = quoted_in(compared("“We stay. We eat.", "And we sleep,” she added."))
    assert [quoted.mark for quoted in found] == ["“", "“"]


@pytest.mark.parametrize("before", ["", "Soldiers came;", "Soldiers came; rain fell;"])
def test_reported_words_end_at_according_to_and_begin_behind_the_last_semicolon(before):
    text = f"{before} rebels left, according to Venn."
    assert indirect_speech(text) == [(len(before), text.index("according"))]


def test_blocks_that_are_not_compared_interrupt_no_quotations():
    paragraphs = '"We stay here," Venn said.', ("byline", "By Lorne"), '"We eat now," she added.'
    assert quotations(*paragraphs) == ["We stay here,", "We eat now,"]


def test_what_stands_within_a_quotation_or_is_never_closed_is_not_set_off():
    each = compared("\"They say 'no' to us,\" Venn said.", "“We stay")
    assert [(q.depth, q.is_closed, q.is_scare) for q in quoted_in(each)] == [
        (0, True, False), (1, True, False), (0, False, False),
    ]  # fmt: skip  # several to a line
