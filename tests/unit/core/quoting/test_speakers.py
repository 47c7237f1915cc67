import pytest

from app.core.aligning.segment import sentences_of
from app.core.comparison import ComparedArticle
from app.core.quoting.speakers import NOBODY, Speakers, named_people, speakers_of
from app.core.quoting.voices import quoted_in
from tests.unit.core.made_up import article


def read(*paragraphs):
    made = article("a", *paragraphs)
    each = ComparedArticle(made, sentences_of(made), ())
    quoted = [q for q in quoted_in(each) if q.depth == 0 and not q.is_scare]
    return Speakers(each, quoted), quoted


def attributions(*paragraphs):
    speakers, quoted = read(*paragraphs)
    return [speakers.of(each) for each in quoted]


def told(*paragraphs):
    return [each.speaker for each in attributions(*paragraphs)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We stay," Ada Venn said.', "Ada Venn"),
        ('"We stay," said Ada Venn.', "Ada Venn"),
        ('"We stay," said Mayor Ada Venn, 54.', "Mayor Ada Venn"),
        ('"We stay," the mayor, Ada Venn, said.', "Ada Venn"),
        ('"We stay," Ada Venn, the mayor of Lorne, told reporters.', "Ada Venn"),
        ('"We stay," the ministry said in a statement.', "the ministry"),
        ('"We stay," according to Ada Venn.', "Ada Venn"),
        ('"We stay," said a docker who left Lorne.', "a docker who left Lorne"),
        ('"We stay here for good" at least until dawn, union leaders and the mayor said.',
         "union leaders and the mayor"),
        ('Ada Venn said: "We stay."', "Ada Venn"),
        ('In Lorne, harbour chief Ada Venn called for "a northern way".', "harbour chief Ada Venn"),
        ('Ada Venn of the League said on Monday that the gate was "shut for good".',
         "Ada Venn of the League"),
        ('Ada Venn, head of the League, warned Thursday that it was "shut for good".', "Ada Venn"),
        ('The mayor, who was tired, said she was "ready to go".', "The mayor"),
        ('Police chief Bo Lorne said men, who the union called "thugs", had left.', "the union"),
        ('The gates close by order of neighbouring Lorne, which calls them "thugs".',
         "neighbouring Lorne"),
        ('Under the plan, which critics describe as "a sham", gates close.', "critics"),
        ('The strike began, prompting Lorne to call for a "northern way".', "Lorne"),
        ('"We stay," Ada Venn said, adding "and we eat on the quay all day".', "Ada Venn"),
        ('But later the union repeatedly said it was "shut for good".', "the union"),
        ('The gate, it is said, will be "shut for good".', None),
        ('Nobody said "stop".', None),
        ('"We stay here for good," they cried.', None),
        ('He said "stop".', None),
        ('It said "stop".', None),
        ('Venn wants to say "stop".', None),
        ('Venn left the hall, calling it "a sham".', None),
        ('Because when he came, after which said "stop".', None),
        ('With the mayor said "stop".', None),
        ('A a b c d e f g h i j k l m n o said "stop".', None),
        ('The gate closes, but because said "stop".', None),
        ('The gate was at last "shut for good and ever".', None),
        ('"We stay," said.', None),
        ('"We stay," according to.', None),
        ('"We stay," according to the.', "the"),
    ],
)  # fmt: skip  # several to a line
def test_whose_words(text, speaker):
    assert told(text)[0] == speaker


def test_two_speakers_in_one_sentence():
    text = '"We stay," Ada Venn said, and Bo Lorne answered: "We leave."'
    assert told(text) == ["Ada Venn", "Bo Lorne"]
    text = 'Ada Venn says it is "over at last", but Bo Lorne insists it is "far from over".'
    assert told(text) == ["Ada Venn", "Bo Lorne"]


def test_the_words_that_it_was_read_from():
    (found,) = attributions('"We stay," said harbour chief Ada Venn.')
    assert found.why == "Read from “said harbour chief Ada Venn”."
    assert found.is_named
    (found,) = attributions('The mayor, who was tired, said she was "ready to go".')
    assert found.why == "Read from “The mayor, who was tired, said”."
    assert not found.is_named


def test_pronouns_stand_for_the_person_named_last():
    found = attributions(
        "Harbour chief Ada Venn said the gate was shut.",
        '"We stay," she said.',
        '"We eat," said the 50-year-old.',
        '"We sleep," the chief said.',
    )
    assert [each.speaker for each in found] == ["Ada Venn"] * 3
    assert found[0].why == (
        "Read from “she said”. The last person named before it is “Harbour chief Ada Venn”."
    )
    assert not found[0].is_named


def test_a_person_without_a_verb_of_saying():
    assert told('Ada Venn, the mayor, slept there. "We stay," she said.') == ["Ada Venn"]


def test_the_person_named_last_may_be_too_far_away():
    gap = ["The gate was shut at dawn."] * 6
    assert told("Mayor Ada Venn said the gate was shut.", *gap, '"We stay," she said.') == [None]


def test_another_description_is_not_the_person_named_last():
    first = "Mayor Ada Venn said the gate was shut."
    assert told(first, '"We stay," the docker said.') == ["the docker"]
    assert told(first, '"We stay," the 20-year-old said.') == ["Ada Venn"]
    assert told('"We stay," the 20-year-old said.') == ["the 20-year-old"]


def test_it_stands_for_the_body_named_last():
    assert told('The ministry said it was shut. It added: "We stay."') == ["The ministry"]
    gap = ["The gate was shut at dawn."] * 6
    assert told("The ministry said it was shut.", *gap, '"We stay," it said.') == [None]


def test_full_names_stand_for_family_names():
    found = attributions("Mayor Ada Venn said the gate was shut.", '"We stay," Venn said.')
    assert found[-1].speaker == "Ada Venn"
    assert found[-1].why == "Read from “Venn said”. The article names “Ada Venn” elsewhere."
    assert told("President Omar al-Lorne's men left.", '"We stay," Lorne said.') == [
        "Omar al-Lorne"
    ]
    assert told("Ada Venn, 50, left. Bo Lorne, who stayed, slept.", '"No," Lorne said.') == [
        "Bo Lorne"
    ]
    assert told('"We stay," Quay Council said. Council added: "We eat."')[0] == "Quay Council"


def test_a_title_makes_a_person():
    assert attributions('"We stay," harbour chief Ada Venn said.')[0].is_named
    assert (
        attributions("Head Ada Venn Lorne Bo Ansgar Kell said so.", '"We stay," Venn said.')[
            0
        ].speaker
        == "Venn"
    )


def test_a_quotation_that_goes_on_keeps_its_speaker():
    found = attributions('"We stay here," Ada Venn said.', 'Otherwise, "we will all be lost".')
    assert found[1].speaker == "Ada Venn"
    assert found[1].why == "Carried over from the words before. Read from “Ada Venn said”."
    gap = "The gate was shut at dawn."
    assert told('"We stay here," Ada Venn said.', gap, '"We will all be lost."')[1] is None
    assert told('"We stay here," they cried.', '"We will all be lost."')[1] is None
    text = 'The northern gate was "shut for good and ever".'
    assert told('"We stay here," Ada Venn said.', text)[1] is None


def test_who_reports():
    speakers, _ = read("Mayor Ada Venn said the gate was shut.", "The gate was shut.")
    assert speakers.reported(0).speaker == "Mayor Ada Venn"
    assert speakers.reported(1) == NOBODY
    speakers, _ = read('"We stay here," said Ada Venn on Monday.', '"Yes," Bo said.')
    assert speakers.reported(0).speaker == "Ada Venn"
    assert speakers.reported(1).speaker == "Bo"


def test_an_unknown_quotation_has_no_speaker():
    speakers, _ = read("The gate was shut.")
    _, quoted = read('"We stay," Ada Venn said.')
    assert speakers.of(quoted[0]) == NOBODY
    assert speakers.sentence_at(3) == 0


def test_names_without_titles():
    assert list(named_people("harbour chief Ada Venn")) == ["Ada", "Venn"]
    assert list(named_people("Mayor Venn's office")) == ["Venn"]
    assert list(named_people("the ministry")) == []


def spoken(*paragraphs):
    made = article("a", *paragraphs)
    each = ComparedArticle(made, sentences_of(made), ())
    return dict(speakers_of(each, quoted_in(each)))


def test_sentences_that_are_the_words_of_a_person():
    assert spoken("Hail fell.") == {}
    assert spoken("Hail fell.", '"We stay here. The pier is ours," Ada Venn said.') == {
        1: {"ada", "venn"},
        2: {"ada", "venn"},
    }
    assert spoken('The "pier" was closed, Ada Venn said.') == {}
    assert spoken('Ada Venn said on Thursday at noon that they would "stay here".') == {}


@pytest.mark.parametrize("speaker", ["the Harbour Council", "the EU", "a witness"])
def test_of_others_than_persons_no_name_is_known(speaker):
    assert spoken(f'"We stay here until it is over," {speaker} said.') == {0: frozenset()}
