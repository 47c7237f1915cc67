import pytest

from app.core.aligning.diff import Strand, diff_strands


def changes(a, b):
    """Every edit that is no equal one, as its words in `a` and in `b`."""
    found = []
    for one, two in ((a, b), (b, a)):
        edits = diff_strands(Strand.of([(0, one)]), Strand.of([(0, two)]))
        found.append([(e.a.of(one), e.b.of(two)) for e in edits if e.op != "equal"])
    there, back = found
    assert back == [(new, old) for old, new in there]
    return there


def one_change(a, b, old, new):
    assert changes(a, b) == [(old, new)]


# Names


@pytest.mark.parametrize(
    ("a", "b", "old", "new"),
    [
        (
            "gates of the Lorne Harbour Guard shut",
            "gates of the Lorne Border Guard shut",
            "Lorne Harbour Guard",
            "Lorne Border Guard",
        ),
        ("they met Orla Venn here", "they met Piet Venn here", "Orla Venn", "Piet Venn"),
        ("boats left Port Marrow now", "boats left Port Lorne now", "Port Marrow", "Port Lorne"),
        (
            "boats of the Old Lorne Guard League sank",
            "boats of the Old Venn Guard League sank",
            "Old Lorne Guard League",
            "Old Venn Guard League",
        ),
        ("boats of Orla Venn's sank", "boats of Piet Venn's sank", "Orla Venn's", "Piet Venn's"),
        (
            "Lorne Harbour Guard shut gates",
            "Lorne Border Guard shut gates",
            "Lorne Harbour Guard",
            "Lorne Border Guard",
        ),
    ],
)
def test_a_name_is_replaced_as_a_whole(a, b, old, new):
    one_change(a, b, old, new)


@pytest.mark.parametrize(
    ("a", "b", "old", "new", "why"),
    [
        ("Angry Lorne left", "Angry Venn left", "Lorne", "Venn", "a capital opens a sentence"),
        ('he said: "Angry Lorne left', 'he said: "Angry Venn left', "Lorne", "Venn", "or a speech"),
        ("Lorne Venn left", "Marrow Venn left", "Lorne", "Marrow", "a word opens the sentence"),
        ("we met US Envoy Venn", "we met UN Envoy Venn", "US", "UN", "an acronym is a name"),
        ("we met Old SDF men", "we met Old IS men", "SDF", "IS", "an acronym is a name"),
        ("we met President Venn", "we met President Ros", "Venn", "Ros", "a title"),
        ("we met President Venn", "we met King Venn", "President", "King", "a title"),
        ("on Monday Venn left", "on Friday Venn left", "Monday", "Friday", "a day"),
        ("by Lorne-backed Venn Guards", "by Ros-backed Venn Guards", "Lorne-backed", "Ros-backed",
         "a compound"),
        ("all Lorne's Guards left", "all Venn's Guards left", "Lorne's", "Venn's", "whose"),
        ("all of Lorne's Venn left", "all of Lorne's Ros left", "Venn", "Ros", "whose"),
        ("all of Lorne Venn's Guards left", "all of Marrow Venn's Guards left", "Lorne Venn's",
         "Marrow Venn's", "a name ends with whose it is"),
        ("all Lorne guards left", "all Venn guards left", "Lorne", "Venn", "small letters"),
        ("Orla Venn Shuts Port Marrow", "Orla Venn Shuts Port Lorne", "Marrow", "Lorne",
         "a headline in capitals"),
        ("of Old Red Sun Bay Guard men", "of Old Red Sun Lorne Guard men", "Bay", "Lorne",
         "longer than a name"),
        ("all men and Orla left", "all men and ferries left", "Orla", "ferries", "one name"),
    ],
)  # fmt: skip  # several to a line
def test_what_is_no_part_of_the_name(a, b, old, new, why):
    assert changes(a, b) == [(old, new)], why


def test_what_is_added_to_a_name_stands_alone():
    one_change("we met Orla Venn here", "we met Orla Ros Venn here", "", "Ros")
    one_change("we met Orla Venn here", "we met Envoy Orla Venn here", "", "Envoy")


def test_a_name_that_changes_around_a_word_is_one():
    one_change(
        "we met Old Guard Lorne", "we met New Guard Venn", "Old Guard Lorne", "New Guard Venn"
    )


def test_a_label_is_swapped_alone():
    one_change("the strikers shut it", "the militants shut it", "strikers", "militants")
    one_change("some 200 strikers left", "some 200 militants left", "strikers", "militants")


# Quantities


@pytest.mark.parametrize(
    ("a", "b", "old", "new"),
    [
        ("it sank five miles off", "it sank five yards off", "five miles", "five yards"),
        ("it cost two million crowns", "it cost two billion crowns", "two million", "two billion"),
        ("it cost 2 million crowns", "it cost 2 million francs", "2 million crowns",
         "2 million francs"),
        ("miles off it sank", "yards off it sank", "miles", "yards"),
        ("many miles off it sank", "many yards off it sank", "miles", "yards"),
        ("some 12 miles off", "some 14 miles off", "12", "14"),
        ("five men sank", "five miles sank", "men", "miles"),
        ("it sank 5 metres off", "it sank 5 meters off", "metres", "meters"),
    ],
)  # fmt: skip  # several to a line
def test_a_unit_takes_its_number_along(a, b, old, new):
    one_change(a, b, old, new)


# Words that change places


def test_words_that_change_places_are_one_change():
    one_change(
        "half a kilometre square of wood", "half a square kilometre of wood",
        "kilometre square", "square kilometre",
    )  # fmt: skip  # several to a line
    one_change(
        "half a kilometre square of wood", "half a square kilometer of wood",
        "kilometre square", "square kilometer",
    )  # fmt: skip  # several to a line
    assert len(changes("so ferries there shut", "so there ferries shut")) == 2


# Quotations


@pytest.mark.parametrize(
    ("a", "b", "old", "new"),
    [
        ('she is "deeply sorry" now', "she is sorry now", '"deeply sorry"', "sorry"),
        ("she is “sorry indeed” now", "she is sorry now", "“sorry indeed”", "sorry"),
        ('she is "deeply sorry" now', "she is very sorry now", '"deeply sorry"', "very sorry"),
    ],
)
def test_a_short_quotation_is_changed_as_a_whole(a, b, old, new):
    one_change(a, b, old, new)


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ('the "gate" fell', "the gate fell", [('"', ""), ('"', "")]),
        ('the "gate." Boats sank', "the gate Boats sank", [('"', ""), ('."', "")]),
        ('the "old gate" fell', 'the "new gate" fell', [("old", "new")]),
        (
            'the "very very big old gate" fell',
            "the old gate fell",
            [('"very very big', ""), ('"', "")],
        ),
        ('a ""c1 gate" f1', "a gate f1", [('""c1', ""), ('"', "")]),
    ],
)
def test_quotation_marks_that_stay_edits_of_their_own(a, b, found):
    assert changes(a, b) == found


def test_a_number_that_opens_a_sentence_goes_with_its_unit():
    one_change("Five miles out it sank", "Five metres out it sank", "Five miles", "Five metres")


def test_a_capital_that_opens_a_speech_is_no_sign_of_a_name():
    one_change('he cried "Angry Lorne left', 'he cried "Angry Venn left', "Lorne", "Venn")
