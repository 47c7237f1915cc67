from dataclasses import replace
from itertools import permutations

import pytest

from app.core.aligning.segment import sentences_of
from app.core.comparison import (
    ComparedArticle,
    Edit,
    Link,
    Mention,
    Referent,
    Side,
    Statement,
    Substitution,
)
from app.core.naming.referents import apart, find_referents, name_key, name_matrix
from app.core.quoting.voices import Voices
from app.core.text import Article, Block, BlockKind, Span


def article(*paragraphs, key="meridian"):
    """An article of paragraphs; one that begins with # is a headline, with | a byline."""
    kinds: dict[str, BlockKind] = {"#": "headline", "|": "byline"}
    blocks, start = [], 0
    for paragraph in paragraphs:
        words = paragraph.lstrip("#|")
        kind = kinds.get(paragraph[:1], "body")
        blocks.append(Block(kind, Span(start, start + len(words)), "made for the test"))
        start += len(words) + 1
    text = "\n".join(paragraph.lstrip("#|") for paragraph in paragraphs)
    made = Article(key, text, tuple(blocks))
    return ComparedArticle(made, sentences_of(made), ())


def swap(articles, a, b, kind="actor-label", row=0, editorial=True):
    """`a` of the first article put for `b` of the second, in sentence `row` of both."""
    sides = []
    for position, words in enumerate((a, b)):
        found = articles[position].sentences[row]
        start = found.span.start + found.text.index(words)
        span = Span(start, start + len(words))
        sides.append(Mention(position, row, span, words, "own"))
    one, two = sides
    return Substitution(one, two, kind, editorial, "made for the test")


def found(articles, *swaps):
    """The referents' names, each set in order."""
    return [set(referent.names) for referent in referents(articles, *swaps)]


def relabelled(articles, *swaps):
    """Links whose word edits make the swaps, without a ruling on what they are."""
    return [
        Link(Side(0, (swap.a.sentence,)), Side(1, (swap.b.sentence,)), "relabelled", 0.9, "", 0.3,
             0.0, "", (Edit("equal", Span(0, 1), Span(0, 1)),
                       Edit("replace", swap.a.span, swap.b.span, label=True)))
        for swap in swaps
    ]  # fmt: skip  # several to a line


def referents(articles, *swaps, links=()):
    rows = range(max(len(each.sentences) for each in articles))
    statements = [Statement(f"s{i}", "body", tuple((i,) for _ in articles)) for i in rows]
    return find_referents(articles, statements, links, swaps, Voices(articles))


# Swaps


def test_words_for_people_that_stand_for_each_other_are_one():
    pair = [
        article("#Strikers block gate", "Strikers shut the gate.", "Some strikers sang."),
        article("#Militants block gate", "Militants shut the gate.", "The militants sang."),
    ]
    swaps = [
        swap(pair, "Strikers", "Militants", row=1),
        swap(pair, "strikers", "militants", row=2),
    ]
    (one,) = referents(pair, *swaps)
    assert one.names == ("militants", "strikers")
    assert [m.text for m in one.mentions if m.article == 0] == ["Strikers", "Strikers", "strikers"]
    assert one.why == "“militants” and “strikers”: they stand for each other in 2 statements."
    assert all(m.span.of(pair[m.article].article.text) == m.text for m in one.mentions)


def test_one_swap_suffices_where_no_sentence_has_both():
    pair = [article("The dockers shut the gate."), article("The saboteurs shut the gate.")]
    assert found(pair, swap(pair, "dockers", "saboteurs")) == [{"dockers", "saboteurs"}]


def test_two_kinds_of_people_in_one_sentence_are_not_one():
    pair = [
        article("The strikers clashed with the guards.", "The strikers threw stones."),
        article("The guards clashed with the strikers.", "The guards threw stones."),
    ]
    swaps = [swap(pair, "strikers", "guards"), swap(pair, "guards", "strikers")]
    assert found(pair, *swaps) == []
    assert found(pair, *swaps, swap(pair, "strikers", "guards", row=1)) == []


def test_a_single_swap_does_not_join_two_sets_that_are_known():
    pair = [
        article("The dockers sang.", "The dockers slept.", "The guards ran.", "The guards sat.",
                "The dockers ate."),
        article("The strikers sang.", "The strikers slept.", "The wardens ran.",
                "The wardens sat.", "The guards ate."),
    ]  # fmt: skip  # several to a line
    swaps = [
        swap(pair, "dockers", "strikers", row=0),
        swap(pair, "dockers", "strikers", row=1),
        swap(pair, "guards", "wardens", row=2),
        swap(pair, "guards", "wardens", row=3),
        swap(pair, "dockers", "guards", row=4),
    ]
    assert sorted(map(sorted, found(pair, *swaps))) == [
        ["dockers", "strikers"],
        ["guards", "wardens"],
    ]


def test_two_names_that_a_sentence_sets_beside_each_other_are_not_one():
    pair = [
        article("Then Alba won.", "Then Alba lost.", "Both Alba and Borea played."),
        article("Then Borea won.", "Then Borea lost."),
    ]
    swaps = [swap(pair, "Alba", "Borea", "group-name", row=row) for row in (0, 1)]
    assert found(pair, *swaps) == []
    alone = [article("Then Alba won.", "Then Alba lost."), pair[1]]
    assert found(alone, *swaps) == [{"Alba", "Borea"}]


def test_a_place_never_joins_an_actor():
    pair = [
        article("They sat in Dorvale.", "He lives near Dorvale.", "All sang."),
        article("They sat with Zentrix.", "He lives on Zentrix.", "All sang."),
    ]
    swaps = [swap(pair, "Dorvale", "Zentrix", "group-name", row=row) for row in (0, 1)]
    assert found(pair, *swaps) == []


def test_two_countries_are_never_one():
    pair = [
        article("Then France won.", "Then France lost."),
        article("Then Spain won.", "Spain lost."),
    ]
    swaps = [swap(pair, "France", "Spain", "group-name", row=row) for row in (0, 1)]
    assert found(pair, *swaps) == []


def test_a_proper_name_never_joins_a_word_for_people():
    pair = [
        article("Then Zentrix sang.", "Here Zentrix sat."),
        article("Then militants sang.", "Here militants sat."),
    ]
    swaps = [swap(pair, "Zentrix", "militants", row=row) for row in (0, 1)]
    assert found(pair, *swaps) == []


def test_a_word_that_only_begins_sentences_is_what_the_other_side_is():
    pair = [article("Rioters shut the gate."), article("The protesters shut the gate.")]
    assert found(pair, swap(pair, "Rioters", "protesters")) == [{"rioters", "protesters"}]
    pair = [article("Petra hit the coast."), article("Monster hit the coast.")]
    assert found(pair, swap(pair, "Petra", "Monster", "group-name")) == [{"Petra", "Monster"}]
    pair = [article("Rioters hit the coast."), article("Dockers hit the coast.")]
    assert found(pair, swap(pair, "Rioters", "Dockers")) == [{"rioters", "dockers"}]


@pytest.mark.parametrize(
    ("a", "b", "kind", "names"),
    [
        ("40 strikers", "militants", "actor-label", []),
        ("the", "militants", "actor-label", []),
        ("workers", "militants", "actor-label", []),
        ("dock workers", "militants", "actor-label", [{"dock workers", "militants"}]),
        ("“strikers”", "militants", "actor-label", [{"strikers", "militants"}]),
        ("sealed", "seized", "other", []),
        ("civil war", "conflict", "other", [{"civil war", "conflict"}]),
        ("masked strikers", "militants", "actor-label", [{"strikers", "militants"}]),
        ("strikers (dockers)", "militants", "actor-label", [{"strikers", "militants"}]),
        ("strikers", "militants", "place", []),
        ("strikers", "militants", "other", [{"strikers", "militants"}]),
        ("grim Zentrixers", "militants", "actor-label", []),
        ("Zentrix group", "Borea", "group-name", [{"Zentrix", "Borea"}]),
        ("Interior Minister", "Borea", "group-name", []),
        ("x" * 121, "militants", "actor-label", []),
    ],
)
def test_what_side_of_a_swap_is_a_name(a, b, kind, names):
    pair = [article(f"Then {a} sang a song."), article(f"Then {b} sang a song.")]
    assert found(pair, swap(pair, a, b, kind)) == names


def test_words_of_no_kind_join_only_where_the_swap_is_editorial():
    pair = [article("The siege ended."), article("The blockade ended.")]
    assert found(pair, swap(pair, "siege", "blockade", "other", editorial=False)) == []


def test_a_name_put_for_itself_or_without_a_statement_says_little():
    pair = [article("Then Zentrix sang."), article("Then Zentrix sang.")]
    assert find_referents(pair, [], [], [swap(pair, "Zentrix", "Zentrix")], Voices(pair)) == ()
    pair = [article("Then dockers sang."), article("Then strikers sang.")]
    (one,) = find_referents(pair, [], [], [swap(pair, "dockers", "strikers")], Voices(pair))
    assert one.names == ("dockers", "strikers")


def nicknames(*names):
    """The names of the referents where names are put for each other by word edits alone."""
    pair = [article(*(f"Then {names[i]} sang." for names in names)) for i in (0, 1)]
    swaps = [swap(pair, a, b, row=row) for row, (a, b) in enumerate(names)]
    return [set(one.names) for one in referents(pair, links=relabelled(pair, *swaps))]


def test_word_edits_alone_join_what_they_swap_twice():
    twice = ("Zentrix", "Orange Giant")
    assert nicknames(twice, twice) == [set(twice)]
    assert nicknames(twice) == []
    assert nicknames(("dockers", "strikers"), ("dockers", "strikers")) == [{"dockers", "strikers"}]
    assert nicknames(("Zentrix", "strikers"), ("Zentrix", "strikers")) == []


def test_an_unsure_substitution_counts_as_a_word_edit():
    pair = [article("The dockers sang."), article("The strikers sang.")]
    unsure = replace(swap(pair, "dockers", "strikers"), is_sure=False)
    assert found(pair, unsure) == []


def test_two_people_are_never_one():
    pair = [
        article("Then Ada Rill said no.", "Now Ada Rill said so."),
        article("Then Ben Quist said no.", "Now Ben Quist said so."),
    ]
    swaps = [swap(pair, "Ada Rill", "Ben Quist", row=row) for row in (0, 1)]
    assert [one.names for one in referents(pair, links=relabelled(pair, *swaps))] == []


# Glosses


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Free Port League (FPL) met.", [{"Free Port League", "FPL"}]),
        ("The FPL (Free Port League) met.", [{"Free Port League", "FPL"}]),
        ('He saw the Port League ("PL") then.', [{"Port League", "PL"}]),
        ("Then Zentrix [Borea] met.", [{"Zentrix", "Borea"}]),
        ("Then Zentrix (Borea) met.", []),
        ("Then Zentrix (the old Borea) met.", []),
        ("Then he [Borea] met.", []),
        ("All on Friday [Borea] met.", []),
        ("Then Zentrix [in the words of one who knew them all and sang of them] met.", []),
        ("Then Zentrix [Borea met.", []),
        ("Then Zentrix [Nordic acronym for “ZTX” / “ZRX”] met.", [{"Zentrix", "ZTX", "ZRX"}]),
        ("Then Zentrix (also known as Borea) met.", [{"Zentrix", "Borea"}]),
        ("Then Zentrix, also known as Borea, met.", [{"Zentrix", "Borea"}]),
        ('Then Zentrix, nicknamed "Borea", met.', [{"Zentrix", "Borea"}]),
        ("Then Zentrix also known as Borea met.", [{"Zentrix", "Borea"}]),
        ("Then Zentrix also known for songs met.", []),
        ("Then a man also known as Borea met.", []),
        ("Then Zentrix, also known as a firm, met.", []),
        ('Then "ZTX is here," he said, using an acronym for Zentrix.', [{"ZTX", "Zentrix"}]),
        ('Then "Borea is here," he said, using the acronym for Zentrix.', [{"Borea", "Zentrix"}]),
        ('Then "AB hit CD," he said, using an acronym for Zentrix.', []),
        ("He used an acronym for the firm Zentrix.", []),
        ("An acronym of letters is an acronym.", []),
    ],
)  # fmt: skip  # several to a line
def test_a_name_that_the_text_explains_by_another(text, names):
    assert found([article(text)]) == names


def test_the_reason_quotes_the_gloss():
    (one,) = referents([article("The Free Port League (FPL) met.")])
    assert "explains one by the other (“Free Port League ( FPL )”)" in one.why


def test_an_acronym_meets_the_only_name_it_can_stand_for():
    texts = [article("The Free Port League met. He joined the FPL.")]
    assert found(texts) == [{"Free Port League", "FPL"}]
    two = article("The Fair Price List is out. He read the Fair Price List.", key="b")
    assert found([*texts, two]) == []
    assert found([article("The Port League met. He joined the PL.")]) == []  # too short to tell
    assert found([article("The United States spoke. Then US troops left.")]) == [
        {"United States", "US"}
    ]


# People and short forms


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mayor Ada Rill spoke. Then Rill left.", [{"Ada Rill", "Rill"}]),
        ("The mayor, Ada Rill, spoke. Rill said no.", [{"Ada Rill", "Rill"}]),
        ("Mayor Omar al-Rill spoke. Then Rill left.", [{"Omar al-Rill", "Rill"}]),
        ("Then Ada Rill spoke. Then Rill left.", []),
        ("Mayor Ada Rill and judge Ben Rill spoke. Then Rill left.", []),
        ("Mayor Ada Paris spoke. Then Paris left.", []),
        ("Mayor Ada Rill spoke in Rill. Then Rill left.", []),
        ("The North Rill said no. Then Rill left.", []),
        ("General Motors said no. Then Motors left.", []),
        ("General Ada Rill spoke. Then Rill left.", [{"Ada Rill", "Rill"}]),
    ],
)
def test_people_by_full_and_family_name(text, names):
    assert found([article(text)]) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Free Port League met. Then the League left.", [{"Free Port League", "League"}]),
        ("The Free Port League met the Fair Price League. Then the League left.", []),
        ("The Free Port League met the Ice League. Then the League left.", []),
        ("He read the Fair Price List. Then the List left.", []),
        ("Then Zentrix Holdings met. Then Zentrix left.", [{"Zentrix Holdings", "Zentrix"}]),
        ("Then Zentrix Lines met. Then Zentrix left.", []),
    ],
)
def test_bodies_by_full_name_and_in_short(text, names):
    assert found([article(text)]) == names


def test_a_short_form_that_is_a_common_word_here_too_stays_apart():
    pair = [
        article("The Free Port League met the League.", "The league ran."),
        article("The Free Port League met.", "The union ran."),
    ]
    swaps = [swap(pair, "league", "union", row=1)]
    assert {"league", "union"} in found(pair, *swaps)


def test_a_name_that_stands_nowhere_is_not_told():
    pair = [article("Then dock, workers sang."), article("Then militants sang.")]
    assert found(pair, swap(pair, "dock, workers", "militants")) == []


# Mentions


def texts_of(referent, position=0):
    return [mention.text for mention in referent.mentions if mention.article == position]


def test_a_mention_is_a_whole_word_in_its_own_case():
    text = article(
        "#IS is here",
        "The Ice Sails (IS) won. This is it: IS-held, IS's, anti-IS and island. Sails and ice.",
        "|By the IS",
    )
    (one,) = referents([text])
    assert texts_of(one) == ["IS", "Ice Sails", "IS", "IS", "IS"]


def test_headlines_count_though_their_capitals_say_little():
    (one,) = referents([article("#Zentrix Won", "Then Zentrix [Borea] won. Zentrix.")])
    assert texts_of(one) == ["Zentrix", "Zentrix", "Borea", "Zentrix"]


def test_a_compound_counts_the_name_in_it_as_printed():
    (one,) = referents([article("The United States left. Then the U.S.-backed side and U.S. men.")])
    assert texts_of(one) == ["United States", "U.S.", "U.S."]
    pair = [article("The dockers left.", "Then docker-led men."), article("The strikers left.")]
    (one,) = referents(pair, swap(pair, "dockers", "strikers"))
    assert texts_of(one) == ["dockers"]


def test_the_longest_name_wins_and_a_longer_name_is_another():
    text = article("Mayor Ada Rill spoke. Then Rill left Rill Park with French Rill.")
    (one,) = referents([text])
    assert texts_of(one) == ["Ada Rill", "Rill", "Rill"]


def test_lower_case_words_are_no_proper_name():
    (one,) = referents([article("Then Zentrix [Borea] won. Some zentrix won.")])
    assert texts_of(one) == ["Zentrix", "Borea"]


def test_singular_words_for_people_count_where_no_noun_follows():
    pair = [
        article("Two militants sang.", "A militant. A militant said no. A militant group ran."),
        article("Two army men sang."),
        article("Two families ran. The family is here. A sentry, then sentries.", key="c"),
    ]
    (one,) = referents(pair, swap(pair, "militants", "army men"))
    assert texts_of(one) == ["militants", "militant", "militant"]
    assert texts_of(one, 1) == ["army men"]
    pair = [article("Two sentries sang.", "A sentry ran off."), article("Two guards sang.")]
    (one,) = referents(pair, swap(pair, "sentries", "guards"))
    assert texts_of(one) == ["sentries"]


def test_british_and_american_names_are_one():
    pair = [article("The Free Harbour League (FHL) met."), article("The Free Harbor League left.")]
    (one,) = referents(pair)
    assert texts_of(one, 1) == ["Free Harbor League"]


def test_voices_are_asked_for_each_mention():
    (one,) = referents([article('The Free Port League (FPL) met. He said: "The FPL is dead."')])
    assert [mention.voice for mention in one.mentions] == ["own", "own", "quoted"]


# Back references

LEAGUE = "The Free Port League (FPL) group met."
RIVAL = "The Ice Row Union (IRU) group left."


@pytest.mark.parametrize(
    ("then", "back"),
    [
        ("Later the group ate.", []),
        ("The group left.", []),
        ("The group's boat left.", ["The group"]),
        ("The group said no.", ["The group"]),
        ("The armed group said no.", ["The armed group"]),
        ("The group ended it.", ["The group"]),
        ("He joined the group.", ["the group"]),
        ("He joined the group", ["the group"]),
        ("The group of men said no.", []),
        ("The group Alba said no.", []),
        ("The group leader said no.", []),
        ("The Alba group said no.", []),
        ("The league's group said no.", []),
        ("The firm said no.", []),
        ("He joined the", []),
    ],
)
def test_the_group_is_the_one_group_named_before(then, back):
    (one,) = referents([article(LEAGUE, then)])
    assert [text for text in texts_of(one) if "roup" in text] == back


@pytest.mark.parametrize(
    "paragraphs",
    [
        (LEAGUE, RIVAL, "They ate.", "The group said no."),
        (f"{LEAGUE[:-1]} the Ice Row Union (IRU) group.", "The group said no."),
        ("The group said no.", LEAGUE),
        (f"#{LEAGUE}", "The group said no."),
        (LEAGUE, "|By Ann", "The group said no."),
        (LEAGUE, "#The group said no."),
        (LEAGUE, "The group, " + "Alba, " * 61 + "and the group said no."),
        (LEAGUE, "The aid group Alba ate.", "The aid group said no."),
    ],
)
def test_nothing_is_said_of_the_group_where_it_is_not_safe(paragraphs):
    for referent in referents([article(*paragraphs, LEAGUE)]):
        assert not [text for text in texts_of(referent) if text.lower().endswith("group")]


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Interior Minister Ada Rill spoke. Rill said no. The minister said so.", "The minister"),
        ("The minister Ada Rill spoke. Rill said no. The French minister said so.",
         "The French minister"),
        ("Then Zentrix Holdings, an old firm, ate. Zentrix won. The firm said no.", "The firm"),
        ("The Port League (PL) militia ate. The militia said no.", "The militia"),
    ],
)  # fmt: skip  # several to a line
def test_a_role_or_kind_refers_back_too(text, back):
    assert texts_of(referents([article(text)])[0])[-1] == back


@pytest.mark.parametrize(
    "text",
    [
        "Then Zentrix Holdings, a maker of things, ate. Zentrix won. The firm said no.",
        "Then Zentrix Holdings, a maker, ate. Zentrix won. The firm said no.",
        "Then Zentrix Holdings, a",
    ],
)
def test_no_kind_no_back_reference(text):
    for referent in referents([article(text, "Then Zentrix ate.")]):
        assert "firm" not in texts_of(referent)[-1]


# The whole


def test_the_result_does_not_depend_on_the_order_of_swaps():
    pair = [
        article("The dockers sang.", "The dockers ate.", "The dockers ran."),
        article("The strikers sang.", "The militants ate.", "The saboteurs ran."),
    ]
    swaps = [
        swap(pair, "dockers", "strikers", row=0),
        swap(pair, "dockers", "militants", row=1),
        swap(pair, "dockers", "saboteurs", row=2),
    ]
    results = {referents(pair, *order) for order in permutations(swaps)}
    assert len(results) == 1
    assert len(found(pair, *swaps)[0]) == 4


def test_many_reasons_are_cut():
    labels = ("strikers", "militants", "saboteurs", "rioters", "rebels")
    pair = [
        article(*["The dockers sang."] * len(labels)),
        article(*(f"The {label} sang." for label in labels)),
    ]
    swaps = [swap(pair, "dockers", label, row=i) for i, label in enumerate(labels)]
    (one,) = referents(pair, *swaps)
    assert one.why.endswith("in 1 statement; and 1 more.")


def test_the_id_stays_when_an_article_without_new_names_is_added():
    one = article(LEAGUE)
    two = article("The FPL ate. The FPL sang. The FPL ran.", key="b")
    assert referents([one])[0].id == referents([one, two])[0].id


def test_the_most_frequent_referent_and_name_come_first():
    text = article("The Ice Row Union (IRU) and the Free Port League (FPL) met. FPL and FPL.")
    first, second = referents([text])
    assert first.names == ("FPL", "Free Port League")
    assert second.names == ("IRU", "Ice Row Union")


@pytest.mark.parametrize("text", ["", "(", "the", "acronym for", "also known as", "[" * 50, "A-B"])
def test_any_text_is_valid(text):
    assert referents([article(text, "x")]) == ()


def test_long_hostile_text_is_read_in_linear_time():
    for unit in ("(A ", "A-", "the group ", "A of ", "[A] ", "A, the group "):
        referents([article(unit * 20_000)])


# The matrix


def test_the_matrix_counts_names_by_outlet_and_voice():
    texts = [
        article(LEAGUE, 'The group said: "The FPL is here."'),
        article("The FPL ate. FPL's boat left.", key="b"),
    ]
    (one,) = referents(texts)
    short, long, back = name_matrix(one, 2)
    assert (short.name, long.name, back.name) == ("FPL", "Free Port League", "the group")
    assert (short.refers_back, back.refers_back) == (False, True)
    assert [cell.total for cell in short.cells] == [2, 2]
    assert (short.cells[0].own, short.cells[0].quoted, short.cells[0].attributed) == (1, 1, 0)
    assert short.cells[1].first == one.mentions[-2]
    assert long.cells[1].first is None
    assert sum(cell.total for row in (short, long, back) for cell in row.cells) == 6


def test_name_keys_fold_articles_plurals_and_possession():
    assert name_key("The militants") == name_key("militant") == ("militant",)
    assert name_key("Rill's") == ("rill",)
    assert name_key("IS") == ("IS",)
    assert name_key("the") == ("the",)
    assert name_key("…") == ()


def test_the_longest_of_two_names_that_begin_alike_stands():
    pair = [
        article("The Lorne Harbour Guard (LHG) shut the gate.", "The Lorne Harbour (LH) slept."),
        article("The LHG shut the gate.", "The LH slept."),
    ]
    assert sorted(map(sorted, found(pair))) == [
        ["LH", "Lorne Harbour"], ["LHG", "Lorne Harbour Guard"],
    ]  # fmt: skip  # several to a line


def made_of(*named: tuple[str, int]) -> Referent:
    """A referent by its names and the articles that use each."""
    names = tuple(dict.fromkeys(name for name, _ in named))
    mentions = tuple(Mention(i, 0, Span(0, len(name)), name, "own") for name, i in named)
    return Referent("r", names, mentions, "Because.")


@pytest.mark.parametrize(
    ("named", "far"),
    [
        ([("strikers", 0), ("rebels", 1)], 2),
        ([("strikers", 0), ("rebels", 0), ("strikers", 1), ("rebels", 1)], 0),
        ([("strikers", 0), ("rebels", 0), ("strikers", 1)], 1),
        ([("Ada Venn", 0), ("Venn", 1)], 0),
        ([("Free Harbour League", 0), ("FHL", 1), ("League", 2)], 0),
        ([("Free Harbour League", 0), ("FHL", 1), ("rebels", 2)], 2),
    ],
)
def test_how_far_outlets_are_apart(named, far):
    assert apart(made_of(*named)) == far


def test_what_refers_back_is_no_name():
    referent = replace(made_of(("strikers", 0), ("the group", 1)), names=("strikers", "rebels"))
    assert apart(referent) == 0
