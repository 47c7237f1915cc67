import pytest

from app.core.quoting.wordings import Outlets, difference, excerpt, wording_of
from app.core.text import Span

POST = Outlets(("Post",), ("Post",))
HERALD = Outlets(("Herald",), ("Herald",))


def wording(*parts):
    text = " | ".join(parts)
    spans, start = [], 0
    for part in parts:
        spans.append(Span(start, start + len(part)))
        start += len(part) + 3
    return wording_of(text, spans)


def test_words_as_compared():
    found = wording("The Harbour, organised…", "[sic] ends (here) IS is")
    assert found.words == ("the", "harbor", "organized", "ends", "IS", "is")
    assert [place.of(found.text) for place in found.places] == [
        "The", "Harbour", "organised", "ends", "IS", "is",
    ]  # fmt: skip  # several to a line
    assert (found.breaks, found.ellipses) == ({3}, {3})
    assert [(at, gloss.of(found.text)) for at, gloss in found.glosses] == [
        (3, "[sic]"),
        (4, "(here)"),
    ]


@pytest.mark.parametrize("mark", ["…", "...", "[…]", "[...]", "(...)", "(…)"])
def test_marks_of_omission(mark):
    assert wording(f"We stay {mark} here").ellipses == {2}
    assert wording(f"We stay {mark} here").glosses == ()


def test_words_as_printed():
    found = wording("[They] have  left, and", "they “eat” (well).")
    assert found.printed(0, 2) == ("[They] have left",)
    assert found.whole == ("[They] have left, and", "they “eat")
    assert found.printed(2, 2) == ()


def test_a_part_of_a_wording():
    found = wording("[They] have … left", "and we … stay")
    part = found.between(1, 4)
    assert part.words == ("left", "and", "we")
    assert (part.breaks, part.ellipses, part.glosses) == ({1}, {0, 3}, ())
    assert found.between(0, 1).glosses == found.glosses


def told(a, b, outlets=(POST, HERALD)):
    one, two = wording(*a.split(" | ")), wording(*b.split(" | "))
    found = difference(one, two, outlets)
    mirrored = difference(two, one, outlets[::-1])
    assert found.classes == mirrored.classes
    assert sorted(found.cut) == sorted(mirrored.cut)
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We stay here,", "we stay here"),
        ("We stay – here", "We stay, here."),
        ("The harbour’s ours", "The harbor's ours"),
        ("They [the men] stay", "They (the men) stay"),
        ("We stay | and eat", "We stay and eat"),
    ],
)
def test_no_difference(a, b):
    assert told(a, b).classes == ()


@pytest.mark.parametrize(
    ("a", "b", "classes", "cut", "why"),
    [
        (
            "We stay here and eat", "We stay here", ("trimmed",), ("and eat",),
            "Herald ends the quotation after “We stay here”; Post has also “and eat”.",
        ),
        (
            "And so we stay here", "We stay here", ("trimmed",), ("And so",),
            "Herald begins the quotation at “We stay here”; Post has also “And so” before it.",
        ),
        (
            "And so we stay here", "stay here", ("trimmed",), ("And so we",),
            "Herald begins the quotation at “stay here”; Post has also “And so we” before it.",
        ),
        (
            "We stay here. | Nobody sleeps.", "We stay here.", ("trimmed",), ("Nobody sleeps",),
            "Post quotes also “Nobody sleeps”, between other quotation marks; Herald does not.",
        ),
        (
            "Nobody sleeps. | We stay here.", "We stay here.", ("trimmed",), ("Nobody sleeps.",),
            "Post quotes also “Nobody sleeps”, between other quotation marks; Herald does not.",
        ),
        (
            "We stay here until dawn and then eat", "We stay here | and then eat", ("trimmed",),
            ("until dawn",), "Post has also “until dawn” between the two parts that Herald quotes.",
        ),
        (
            "We stay here until dawn and then eat", "We stay here and then eat", ("cut-unmarked",),
            ("until dawn",),
            "Inside the quotation Post has “until dawn”; Herald has not, and no mark for it.",
        ),
        (
            "We stay here. Nobody sleeps. We eat.", "We stay here. We eat.", ("cut-unmarked",),
            ("Nobody sleeps",),
            "Inside the quotation Post has “Nobody sleeps”; Herald has not, and no mark for it.",
        ),
        (
            "We stay here until dawn and then eat", "We stay here … and then eat", ("cut-marked",),
            ("until dawn",), "Herald leaves out “until dawn”, with a mark for it.",
        ),
        (
            "We stay here and eat", "We stay here …", ("cut-marked",), ("and eat",),
            "Herald leaves out “and eat”, with a mark for it.",
        ),
        (
            "The men stay all night long here", "The men … sleep here", ("cut-marked",),
            ("stay all night long",),
            "Herald leaves out “stay all night long”, with a mark for it.",
        ),
        (
            "We say that docks stay shut", "We say docks stay shut", ("reworded",), ("that",),
            "Herald does not have the word “that”.",
        ),
        (
            "The rebels stay here tonight", "The soldiers stay here tonight", ("reworded",), (),
            "Post has “rebels” where Herald has “soldiers”.",
        ),
        (
            "They stay here tonight", "They [the men] stay here tonight", ("insertion",), (),
            "Herald puts “[the men]” into the quotation.",
        ),
        (
            "They (the old men) stay here tonight", "They stay here tonight", ("insertion",), (),
            "Post puts “(the old men)” into the quotation.",
        ),
        (
            "They (the old men) stay here", "They [the rebels] stay here", ("insertion",), (),
            "Post puts in “(the old men)”, Herald “[the rebels]”.",
        ),
        (
            "Rebels are still here tonight", "[Venn] is are still here tonight", ("reworded",),
            (), None,
        ),
        (
            "Gallia is still using boats", "[Venn] is still using boats", ("insertion",), (),
            "Herald puts “[Venn]” in place of “Gallia”.",
        ),
    ],
)  # fmt: skip  # several to a line
def test_differences(a, b, classes, cut, why):
    found = told(a, b)
    assert found.classes == classes
    if cut is not None:
        assert [each.rstrip(".") for each in found.cut] == [each.rstrip(".") for each in cut]
    if why is not None:
        assert why in [each.replace(".”", "”") for each in found.why] or why in found.why


def test_a_gloss_in_a_passage_that_the_other_lacks_is_no_difference():
    found = told("We stay here. They [the men] eat soup.", "We stay here.")
    assert found.classes == ("trimmed",)


SHORTER = [
    ("We stay here and eat", "We stay here",
     "Herald and Sun end the quotation after “We stay here”, without “and eat”."),
    ("And so we stay here", "we stay here",
     "Herald and Sun begin the quotation at “we stay here”, without “And so” before it."),
    ("We stay here until dawn and then eat", "We stay here and then eat",
     "Herald and Sun leave out “until dawn” inside the quotation, without a mark for it."),
]  # fmt: skip  # several to a line


@pytest.mark.parametrize(("a", "b", "why"), SHORTER)
def test_who_left_words_out_is_said_where_the_source_is_known(a, b, why):
    carriers = Outlets(("Herald", "Sun"), ("Herald", "Sun"), carry=True)
    assert told(a, b, (POST, carriers)).why == (why,)


def test_a_part_of_a_longer_quotation_ends_nowhere():
    part = Outlets(("Herald",), ("Herald",), is_part=True)
    found = told("We stay here and eat", "We stay here", (POST, part))
    assert found.why == ("Beside “We stay here” Post has also “and eat”.",)


def test_a_bracket_is_put_in_by_those_who_print_it():
    both = Outlets(("Post", "Sun"), ("Sun",))
    found = told("They [the men] stay here and eat", "They stay here", (both, HERALD))
    assert found.why == (
        "Herald ends the quotation after “They stay here”; Post and Sun have also “and eat”.",
        "Sun puts “[the men]” into the quotation.",
    )


def test_words_of_two_quotations_stay_two():
    found = told("We stay here until noon. | And we eat soup", "We stay here")
    assert found.cut == ("until noon", "And we eat soup")
    assert found.why == (
        "Herald ends the quotation after “We stay here”; Post has also “until noon” “And we eat "
        "soup”.",
    )


def test_long_words_are_clipped_outside_the_marks():
    assert excerpt(["soup"]) == "“soup”"
    clipped = excerpt([" ".join(["soup"] * 90)])
    assert len(clipped) < 130
    assert clipped.endswith("soup” …")
