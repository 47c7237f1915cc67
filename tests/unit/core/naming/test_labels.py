"""What one outlet says in other words, on invented sentences about many topics."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.core.comparison import Comparison, Edit, Substitution
from app.core.naming.labels import find_substitutions, with_labels
from app.core.naming.lexicon import Lexicon, Term
from app.core.quoting.voices import Voices
from app.core.text import Span
from app.core.tuning import DEFAULT, Tuning
from app.sources.lexicon import own_lexicon
from tests.unit.core.made_up import PLAIN, Paragraph, compared

Row = tuple[str, str, str, str]
"""Both sides' words, the kind, and the detail."""


def substitutions(
    comparison: Comparison, lexicon: Lexicon | None = None, tuning: Tuning = DEFAULT
) -> list[Substitution]:
    """All substitutions of a comparison, with our own lexicon unless told otherwise."""
    found = find_substitutions(
        comparison.articles,
        comparison.links,
        own_lexicon() if lexicon is None else lexicon,
        Voices(comparison.articles),
        tuning,
    )
    return list(found)


def between(a: str | Sequence[Paragraph], b: str | Sequence[Paragraph]) -> list[Substitution]:
    """The substitutions between two articles, each given as a sentence or as paragraphs."""
    sides = [[side] if isinstance(side, str) else side for side in (a, b)]
    comparison = compared(*sides)
    assert comparison.links, "the sentences of a test must be linked"
    return substitutions(comparison)


def rows(found: Sequence[Substitution]) -> list[Row]:
    return [(s.a.text, s.b.text, s.kind, s.detail) for s in found]


EDITORIAL: list[tuple[str, str, list[Row]]] = [
    (
        "Police clashed with protesters near the town hall in Ostrava Bay on Friday night.",
        "Police clashed with rioters near the town hall in Ostrava Bay on Friday night.",
        [("protesters", "rioters", "actor-label", "label")],
    ),
    (
        "The ship carried 40 undocumented migrants from the coast to Ferrol Island.",
        "The ship carried 40 illegal aliens from the coast to Ferrol Island.",
        [("undocumented migrants", "illegal aliens", "actor-label", "label")],
    ),
    (
        "Three residents of the hilltop village were wounded when stones hit their bus.",
        "Three settlers of the hilltop village were wounded when stones hit their bus.",
        [("residents", "settlers", "actor-label", "label")],
    ),
    (
        "The regime in Belmora cut the internet before the vote, watchdogs said.",
        "The government in Belmora cut the internet before the vote, watchdogs said.",
        [("regime", "government", "actor-label", "label")],
    ),
    (
        "Pro-life groups marched through the capital to demand a new law on clinics.",
        "Anti-abortion groups marched through the capital to demand a new law on clinics.",
        [("Pro-life", "Anti-abortion", "epithet", "epithet changed")],
    ),
    (
        "The finance minister promised tax relief for families before the winter budget.",
        "The finance minister promised tax cuts for families before the winter budget.",
        [("tax relief", "tax cuts", "other", "frame")],
    ),
    (
        "At least ten people died in clashes at the border crossing on Monday evening.",
        "At least ten people died in an attack at the border crossing on Monday evening.",
        [("clashes", "attack", "other", "frame")],
    ),
    (
        "The army said civilian deaths were limited during the raid on the market quarter.",
        "The army said collateral damage was limited during the raid on the market quarter.",
        [("civilian deaths", "collateral damage", "other", "frame")],
    ),
    (
        "Hundreds of dock workers sealed off the grain silos of Port Venn on Friday before dawn.",
        "Hundreds of masked militants seized the grain silos of Port Venn on Friday before dawn.",
        [
            ("", "masked", "epithet", "epithet added"),
            ("dock workers", "militants", "actor-label", "label"),
            ("sealed off", "seized", "other", "loaded verb"),
        ],
    ),
    (
        "Drivers of the city's trams have walked out, and the depot gates are shut.",
        "Saboteurs of the city's trams have walked out, and the depot gates are shut.",
        [("Drivers", "Saboteurs", "actor-label", "label")],
    ),
    (
        "The strikers chained both gates of the terminal shortly before dawn, witnesses said.",
        "The protesters chained both gates of the terminal shortly before dawn, witnesses said.",
        [("strikers", "protesters", "actor-label", "label")],
    ),
    (
        "The attack on the mosque left four worshippers dead and the roof badly burnt.",
        "The terrorist attack on the mosque left four worshippers dead and the roof badly burnt.",
        [("", "terrorist", "epithet", "epithet added")],
    ),
    (
        "The far-right Homeland Party won six seats in the northern province on Sunday.",
        "The Homeland Party won six seats in the northern province on Sunday.",
        [("far-right", "", "epithet", "epithet dropped")],
    ),
    (
        "Jailed opposition leader Piet Onda refused food for a ninth day, his lawyer said.",
        "Jailed criminal Piet Onda refused food for a ninth day, his lawyer said.",
        [("opposition leader", "criminal", "actor-label", "label")],
    ),
    (
        "A jailed radical from Onda Bay refused food for a ninth day, his lawyer said.",
        "A jailed campaigner from Onda Bay refused food for a ninth day, his lawyer said.",
        [("radical", "campaigner", "actor-label", "label")],
    ),
    (
        "It was the third operation at the terminal in two years, the harbour master said.",
        "It was the third massacre at the terminal in two years, the harbour master said.",
        [("operation", "massacre", "other", "frame")],
    ),
    (
        "A suspected arsonist was detained near the mill after fire destroyed two barns.",
        "An arsonist was detained near the mill after fire destroyed two barns.",
        [("suspected", "", "other", "hedge dropped")],
    ),
    (
        "President Lo Marin opened the canal on Monday in front of thousands of guests.",
        "The dictator opened the canal on Monday in front of thousands of guests.",
        [("President Lo Marin", "dictator", "actor-label", "label for a name")],
    ),
    (
        "Farmers in Lisenne Valley want the dam, but Lisenne has refused to build it.",
        "Farmers in Lisenne Valley want the dam, but the Lisenne regime has refused to build it.",
        [("", "regime", "actor-label", "label added")],
    ),
    (
        "A patrol of the navy stopped two boats off the Falklands on Monday, fishermen said.",
        "A patrol of the navy stopped two boats off the Malvinas on Monday, fishermen said.",
        [("Falklands", "Malvinas", "place", "")],
    ),
    (
        "The mayor called the plan a disgrace and asked the council to vote it down again.",
        'The mayor called the plan a "disgrace" and asked the council to vote it down again.',
        [("disgrace", '"disgrace"', "scare-quotes", "scare quotes added")],
    ),
    (
        "The “Republic of Varn” held an election on Sunday that no other state recognised.",
        "The Republic of Varn held an election on Sunday that no other state recognised.",
        [("“Republic of Varn”", "Republic of Varn", "scare-quotes", "scare quotes dropped")],
    ),
    (
        "The Free Harbour League, which called the strike, says the sale costs jobs.",
        "The so-called “Free Harbor League”, which called the strike, says the sale costs jobs.",
        [
            (
                "Free Harbour League",
                "so-called “Free Harbor League”",
                "scare-quotes",
                "scare quotes added",
            )
        ],
    ),
    (
        "The rebels declared a republic across the three valleys in March, and lost it in June.",
        "The rebels declared a ‘caliphate’ across the three valleys in March, and lost it in June.",
        [("republic", "‘caliphate’", "scare-quotes", "another word")],
    ),
    (
        "The militants declared a “caliphate” across the three valleys in March, and lost it.",
        "The fighters declared a state across the three valleys in March, and lost it.",
        [
            ("militants", "fighters", "actor-label", "label"),
            ("“caliphate”", "state", "scare-quotes", "another word"),
        ],
    ),
]


@pytest.mark.parametrize(("a", "b", "expected"), EDITORIAL)
def test_a_change_of_framing_is_found_with_its_reason(a: str, b: str, expected: list[Row]) -> None:
    found = between(a, b)
    assert rows(found) == expected
    assert all(s.is_sure and s.editorial and s.why for s in found)


@pytest.mark.parametrize(("a", "b", "expected"), EDITORIAL)
def test_the_other_order_says_the_same_mirrored(a: str, b: str, expected: list[Row]) -> None:
    turned = {"added": "dropped", "dropped": "added"}
    mirrored = []
    for ours, theirs, kind, detail in expected:
        words = [turned.get(word, word) for word in detail.split()]
        mirrored.append((theirs, ours, kind, " ".join(words)))
    assert rows(between(b, a)) == mirrored


SURE_BUT_NOT_FRAMING: list[tuple[str, str, list[Row]]] = [
    (
        "The company admitted that the dam had leaked for two weeks before the flood.",
        "The company said that the dam had leaked for two weeks before the flood.",
        [("admitted", "said", "attribution-verb", "conceding, neutral")],
    ),
    (
        "Prime Minister Ada Brill said the reform would help small farms survive the drought.",
        "Brill claimed the reform would help small farms survive the drought.",
        [("said", "claimed", "attribution-verb", "neutral, doubting")],
    ),
    (
        "The minister said the reform was cruel and asked the chamber to send it back.",
        "The minister lashed out the reform was cruel and asked the chamber to send it back.",
        [("said", "lashed out", "attribution-verb", "neutral, hostile")],
    ),
    (
        "The flour mills in the capital, Lisenne, have stocks for nine days.",
        "The flour mills in the capital, Lisenne, have stocks for only nine days.",
        [("", "only", "other", "intensifier added")],
    ),
]


@pytest.mark.parametrize(("a", "b", "expected"), SURE_BUT_NOT_FRAMING)
def test_tone_and_degree_are_told_but_are_no_framing(a: str, b: str, expected: list[Row]) -> None:
    found = between(a, b)
    assert rows(found) == expected
    assert all(s.is_sure and not s.editorial for s in found)


CANDIDATES: list[tuple[str, str, list[Row]]] = [
    (
        "Every hour, Onda tells the pickets at the gate to stay calm and let ambulances in.",
        "Every hour, he tells the pickets at the gate to stay calm and let ambulances in.",
        [("Onda", "he", "actor-label", "pronoun")],
    ),
    (
        "On Monday, they chained both gates of the terminal shortly before dawn.",
        "On Monday, the strikers chained both gates of the terminal shortly before dawn.",
        [("they", "the strikers", "actor-label", "pronoun")],
    ),
    (
        "Thousands queued for the museum in Paris on its first day after the renovation.",
        "Thousands queued for the museum in Lyon on its first day after the renovation.",
        [("Paris", "Lyon", "place", "")],
    ),
    (
        "On Friday, Henrik Vale said the port would stay closed until the storm had passed.",
        "On Friday, Paul Stroud said the port would stay closed until the storm had passed.",
        [("Henrik Vale", "Paul Stroud", "other", "another name")],
    ),
    (
        "The letter that Marta Kessel wrote to the miners was printed on Tuesday.",
        "The letter that Mrs Kessel wrote to the miners was printed on Tuesday.",
        [("Marta", "Mrs", "other", "another name")],
    ),
    (
        "The ferry was inspected by engineers from France before it left the harbour.",
        "The ferry was inspected by engineers from Paris before it left the harbour.",
        [("France", "Paris", "place", "")],
    ),
    (
        "The ferry was sold, and France wants the money back before the harbour closes.",
        "The ferry was sold, and Paris wants the money back before the harbour closes.",
        [("France", "Paris", "other", "country")],
    ),
    (
        "At noon, Brill opened the canal that links both lakes in front of many guests.",
        "At noon, the president opened the canal that links both lakes in front of many guests.",
        [("Brill", "president", "actor-label", "common noun")],
    ),
    (
        "At noon, Brill opened the canal that links both lakes in front of many guests.",
        "At noon, the minister opened the canal that links both lakes in front of many guests.",
        [("Brill", "minister", "actor-label", "title")],
    ),
    (
        "Ten protesters were led away from the depot in the eastern garrison town.",
        "Ten demonstrators were led away from the depot in the eastern garrison town.",
        [("protesters", "demonstrators", "actor-label", "label")],
    ),
    (
        "Then passengers blocked the motorway with tractors and burning tyres, he wrote.",
        "Then demonstrators blocked the motorway with tractors and burning tyres, he wrote.",
        [("passengers", "demonstrators", "actor-label", "label")],
    ),
    (
        "Ten soldiers were killed when the depot exploded in the eastern garrison town.",
        "Ten soldiers died when the depot exploded in the eastern garrison town.",
        [("killed", "died", "other", "verb")],
    ),
    (
        "The controversial bridge over the Tarn gorge will open to traffic in two weeks.",
        "The bridge over the Tarn gorge will open to traffic in two weeks.",
        [("controversial", "", "epithet", "epithet dropped")],
    ),
    (
        "The controversial wooden bridge over the Tarn gorge will open in two weeks.",
        "The wooden bridge over the Tarn gorge will open to traffic in two weeks.",
        [("controversial", "", "epithet", "epithet dropped")],
    ),
    (
        "At dawn, tear gas was fired at the crowd outside the eastern gate of the terminal.",
        "At dawn, he fired tear gas at the crowd outside the eastern gate of the terminal.",
        [("was fired", "he fired", "other", "doer added")],
    ),
    (
        "On the quay the mob two sheds in the night and kept them for a week, he said.",
        "On the quay the painted two sheds in the night and kept them for a week, he said.",
        [("mob", "", "other", "loaded word dropped")],
    ),
    (
        "In the harbour, people have refused to build the dam that the farmers want.",
        "In the harbour, people regime have refused to build the dam that the farmers want.",
        [("", "regime", "other", "loaded word added")],
    ),
    (
        "Cranes, ropes, nets; the crowd left them on the quay at noon, he said.",
        "Cranes, chains, lorries, nets; the people left them on the quay at noon, he said.",
        [("crowd", "people", "actor-label", "label")],
    ),
    (
        "Two lorries were parked in Lisenne at noon, and nobody knows for how long.",
        "Two lorries were parked in the Varn crowd at noon, and nobody knows for how long.",
        [("Lisenne", "Varn crowd", "actor-label", "common noun")],
    ),
    (
        "Police shot dead three men outside the stadium after the final whistle.",
        "Three men were shot dead outside the stadium after the final whistle.",
        [("Police shot", "were shot", "other", "doer dropped")],
    ),
    (
        "On the bridge, officers fired tear gas at the crowd at about seven in the morning.",
        "On the bridge, tear gas was then fired at the crowd at about seven in the morning.",
        [("officers fired", "was then fired", "other", "doer dropped")],
    ),
    (
        "Three officers were slightly hurt by bolts that day, according to the ministry.",
        "Three officers were slightly hurt by bolts that a mob had found in one of the sheds there "
        "and carried up to the gate that day, according to the ministry.",
        [("", "mob", "other", "loaded word added")],
    ),
    (
        "Three officers were slightly hurt by bolts that a mob had found in one of the sheds there "
        "and carried up to the gate that day, according to the ministry.",
        "Three officers were slightly hurt by bolts that day, according to the ministry.",
        [("mob", "", "other", "loaded word dropped")],
    ),
    (
        "The ferry ‘Morning Star’ left the harbour at six for its usual run to the islands.",
        "The ferry Morning Star left the harbour at six for its usual run to the islands.",
        [("‘Morning Star’", "Morning Star", "scare-quotes", "scare quotes dropped")],
    ),
    (
        "The mayor said the bill was “a bit of a mess” and sent it back to the council.",
        "The mayor said the bill was rather unclear and sent it back to the council.",
        [],
    ),
    (
        "The office of the mayor called it a “shambles” and sent it back to the council.",
        "The office of the mayor called it a failure and sent it back to the council.",
        [("“shambles”", "failure", "scare-quotes", "another word")],
    ),
]


@pytest.mark.parametrize(("a", "b", "expected"), CANDIDATES)
def test_what_is_not_sure_is_only_a_candidate(a: str, b: str, expected: list[Row]) -> None:
    found = between(a, b)
    assert rows(found) == expected
    assert not any(s.is_sure for s in found)


SILENT = [
    (
        "Nurses at the hospital said pay talks had failed and a strike would begin soon.",
        "Staff at the hospital said pay talks had failed and a strike would begin soon.",
    ),
    (
        "The talks ended on Tuesday, Marta Kessel told reporters outside the ministry.",
        "The talks ended on Wednesday, Marta Kessel told reporters outside the ministry.",
    ),
    (
        "The minister denied the claim that the dam was unsafe in the dry season.",
        "The minister denied the report that the dam was unsafe in the dry season.",
    ),
    (
        "The Muslim Harvest Union opened a school in the northern province on Sunday.",
        "The Harvest Union opened a school in the northern province on Sunday.",
    ),
    (
        "Hospitals treated 14 people for the effects of tear gas, a city spokesman said.",
        "Hospitals treated dozens of people for the effects of tear gas, a city spokesman said.",
    ),
    (
        "The alleged plot was uncovered by two clerks of the harbour office in May.",
        "The suspected plot was uncovered by two clerks of the harbour office in May.",
    ),
    (
        "Police fired tear gas outside the eastern gate at about seven in the morning.",
        "Tear gas was fired by police outside the eastern gate at about seven in the morning.",
    ),
    (
        "The strike began at the terminal on Friday, and the court is to rule on Monday.",
        "The strikers began at the terminal on Friday, and the court is to rule on Monday.",
    ),
    (
        "Foreign fighters held the bridge over the Tarn for two days, the army said.",
        "Selvian fighters held the bridge over the Tarn for two days, the army said.",
    ),
    (
        "The cranes at the terminal stood still, and rails were blocked with lorries all day.",
        "The cranes at the terminal stood still, and rails were crossed with lorries all day.",
    ),
    (
        "The board sent its answer on Friday, and Kessel wants to read it first, her office said.",
        "The board sent its answer on Friday, and Friday wants to read it first, her office said.",
    ),
    (
        "The board sent its answer at noon, and the clerk wants to read it first, Kessel wrote.",
        "The board sent its answer at noon, and Monday wants to read it first, Kessel wrote.",
    ),
    (
        "The board sent its answer at noon, and Kessel's group wants to read it first.",
        "The board sent its answer at noon, and Kessel's friends want to read it first.",
    ),
]


SILENT += [
    (
        "When the siren went, an old harbour clerk with two red bags came out of the customs hall.",
        "When the siren went, a crowd of young nurses in white coats came out of the customs hall.",
    ),
    (
        "At noon the clerk counted his coins and notes and keys and pens and cups and hats and "
        "left again, as he had done on every day of that long and cold winter.",
        "At noon the boys played football and tennis and chess and cards and drums and flutes and "
        "left again, as they had done on every day of that long and cold winter.",
    ),
    (
        "The board sent its answer at noon, and it wants to read the reply first, he wrote.",
        "The board sent its answer at noon, and an office wants to read the reply first, he wrote.",
    ),
    (
        "The board sent its answer at noon, and it wants to read the reply first, he wrote.",
        "The board sent its answer at noon, and big blue crates full of heavy old iron chains "
        "wait; wants to read the reply first, he wrote.",
    ),
    (
        "The roads across Varn were closed at noon, and nobody knows for how long.",
        "The roads across Varn's were closed at noon, and nobody knows for how long.",
    ),
    (
        "On the quay the army occupied two sheds in the night and kept them for a week.",
        "On the quay the army banned two sheds in the night and kept them for a week.",
    ),
    (
        "At dawn, tear gas was fired at the crowd outside the eastern gate of the terminal.",
        "At dawn, fired at the crowd outside the eastern gate of the terminal, tear gas spread.",
    ),
    (
        "In the harbour, Lisenne has refused to build the dam that the farmers want.",
        "In the harbour, the Lisenne government has refused to build the dam the farmers want.",
    ),
    (
        "The harbour is modernised, and nobody knows for how long - he said at noon.",
        "The harbor is modernized, and nobody knows for how long – he said at dusk.",
    ),
]


@pytest.mark.parametrize(("a", "b"), SILENT)
def test_what_says_nothing_about_naming_is_passed_over(a: str, b: str) -> None:
    assert [row for row in rows(between(a, b)) if row[2] != "place"] == []


GROUPS_A = [
    "The Tarn Front group blocked the roads out of the valley on Sunday, its enemies said.",
    "On Friday, TF had closed the bridge with lorries and three old buses.",
    "A doctor said TF was keeping the sick from the clinic by the lake.",
    "“TF [the Dawn] let nobody out,” a nurse called Ilse Benn said of the night.",
    "Hundreds of foreigners are accused of cooking for TF in the camp near the dam.",
]
GROUPS_B = [
    "The Dawn group blocked the roads out of the valley on Sunday, its enemies said.",
    "On Friday, Dawn had closed the bridge with lorries and three old buses.",
    "A doctor said Dawn was keeping the sick from the clinic by the lake.",
    "“TF let nobody out,” a nurse called Ilse Benn said of the night.",
    "Hundreds of foreigners are accused of cooking for the group in the camp near the dam.",
]


def test_names_that_recur_for_each_other_are_one_groups() -> None:
    found = between(GROUPS_A, GROUPS_B)
    assert rows(found) == [
        ("Tarn Front", "Dawn", "group-name", ""),
        ("TF", "Dawn", "group-name", ""),
        ("TF", "Dawn", "group-name", ""),
        ("TF [the Dawn]", "TF", "group-name", "gloss dropped"),
        ("TF", "group", "group-name", "name for a common noun"),
    ]
    assert all(s.editorial and s.is_sure for s in found)


def test_a_pronoun_for_a_group_is_a_group_name() -> None:
    texts = [*GROUPS_A[1:3], "In May, TF left the camp near the dam and took the lorries along."]
    others = [*GROUPS_B[1:3], "In May, it left the camp near the dam and took the lorries along."]
    assert rows(between(texts, others))[-1] == ("TF", "it", "group-name", "pronoun")


def test_an_epithet_before_a_known_groups_name_is_none_of_the_name() -> None:
    texts = [*GROUPS_A[1:3], "Roads to the camp near the dam are held by the TF after all."]
    others = [*GROUPS_B[1:3], "Roads to the camp near the dam are held by Marxist Dawn after all."]
    assert rows(between(texts, others))[-2:] == [
        ("", "Marxist", "epithet", "epithet added"),
        ("TF", "Dawn", "group-name", ""),
    ]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("the Free Harbour League", "the Free Harbour League (FHL)", [False]),
        ("Corvane Holdings", "Corvane Holdings (a firm)", []),
        ("Corvane Holdings", "Corvane Holdings (which is a firm owned by two old banks)", []),
        ("the buyer", "the buyer (Corvane)", []),
        ("Corvane", "Corvane (Fennel)", [False]),
        ("Corvane", "Corvane [Fennel]", [True]),
        ("the bank", "Corvane [Fennel]", []),
        ("Corvane Holdings", "Corvane Holdings [Corvane]", [False]),
        ("Fennel Qadhari", "Fennel Qadhari [Fennel Kadhari]", [False]),
        ("France", "France [Paris]", [False]),
        ("France", "France [Oslo]", [True]),
    ],
)
def test_a_gloss_is_another_name_or_an_explanation(a: str, b: str, expected: list[bool]) -> None:
    text = "In March the city agreed to sell the quay and two berths to {} for a high sum."
    found = [s for s in between(text.format(a), text.format(b)) if "gloss" in s.detail]
    assert [s.editorial for s in found] == expected
    assert all(s.is_sure == s.editorial and s.b.text.endswith((")", "]")) for s in found)


def test_marks_inside_a_longer_quotation_are_not_scare_quotes() -> None:
    a = "“We told them that the plan is a disgrace and must be voted down again,” the mayor said."
    b = "The mayor told them that the plan is a “disgrace” and must be voted down again, he said."
    assert rows(between(a, b)) == []


def test_a_quotation_that_began_before_is_not_taken_for_none() -> None:
    a = [
        "“The plan comes from the old council and nobody has read it to the end yet.",
        "It is a disgrace and must be voted down again by the new council,” the mayor said.",
    ]
    b = ["It is a ‘disgrace’ and must be voted down again by the new council, the mayor said."]
    assert "scare-quotes" not in [s.kind for s in between(a, b)]


def test_what_stands_in_scare_quotes_is_not_told_twice() -> None:
    a = "A so-called “Harbour Council” of strikers met in the customs hall until midnight."
    b = "A Harbour Council of strikers met in the customs hall until midnight."
    assert rows(between(a, b)) == [
        ("so-called “Harbour Council”", "Harbour Council", "scare-quotes", "scare quotes dropped")
    ]


def test_a_hedge_beside_scare_quotes_is_part_of_them_however_the_edits_are_cut() -> None:
    a = "The so-called “harbour council” met in the customs hall until midnight on Friday."
    b = "The harbour council met in the customs hall until midnight on Friday."
    comparison = compared([a], [b])
    spans = [Span(0, 3), Span(4, 13), Span(14, 15), Span(15, 30), Span(30, 31), Span(32, len(a))]
    others = [Span(0, 3), Span(3, 3), Span(3, 3), Span(4, 19), Span(19, 19), Span(20, len(b))]
    edits = tuple(
        Edit("equal" if len(theirs) else "delete", ours, theirs)
        for ours, theirs in zip(spans, others, strict=True)
    )
    link = replace(comparison.links[0], edits=edits, type="reworded")
    assert rows(substitutions(replace(comparison, links=(link,)))) == [
        ("so-called “harbour council”", "harbour council", "scare-quotes", "scare quotes dropped")
    ]


def test_a_headline_in_capitals_has_no_names_by_its_letters() -> None:
    a: Paragraph = ("headline", "Striking Drivers Block Harbour Gates Before Ruling On Quay Sale")
    b: Paragraph = ("headline", "Striking Dockers Block Harbour Gates Before Ruling On Quay Sale")
    comparison = compared([a], [b])
    assert comparison.links
    assert substitutions(comparison) == []


def test_spans_hold_the_words_and_each_voice() -> None:
    comparison = compared(
        ["Onda sat down.", "“The rioters left before dawn and took two lorries,” a clerk said."],
        ["“The protesters left before dawn and took two lorries,” a clerk said."],
    )
    (found,) = substitutions(comparison)
    for side in (found.a, found.b):
        article = comparison.articles[side.article]
        assert side.span.of(article.article.text) == side.text
        sentence = article.sentences[side.sentence].span
        assert sentence.start <= side.span.start <= side.span.end <= sentence.end
        assert side.voice == "quoted"


def test_an_empty_side_stands_at_its_place() -> None:
    (found,) = between(
        "They live there, he wrote, in sheds.", "They only live there, he wrote, in sheds."
    )
    assert found.a.span == Span(4, 4)


def test_words_in_the_second_sentence_of_a_side_are_found_there() -> None:
    a = ["Five ships left the harbour at noon without wheat. They met rioters near the lighthouse."]
    b = [
        "Five ships left the harbour at noon without wheat and met protesters near the lighthouse."
    ]
    comparison = compared(a, b)
    (found,) = [s for s in substitutions(comparison) if s.kind == "actor-label"]
    assert (found.a.text, found.a.sentence, found.b.text) == ("rioters", 1, "protesters")


def test_equal_pairs_of_sentences_give_equal_results_in_every_outlet() -> None:
    a, b = EDITORIAL[0][:2]
    found = substitutions(compared([a], [b], [a], [b]))
    assert [(s.a.article, s.b.article) for s in found] == [(0, 1), (0, 3), (1, 2), (2, 3)]
    assert {s.why for s in found} == {found[0].why}


def test_a_users_neutral_entry_silences_a_term() -> None:
    a = "A crowd of passengers waited at the gate until the depot had closed for the night."
    b = "A mob of passengers waited at the gate until the depot had closed for the night."
    comparison = compared([a], [b])
    quiet = own_lexicon().with_entries(
        [Term("mob", "actor", "neutral", "Ours.", "people who demonstrate")]
    )
    assert [s.is_sure for s in substitutions(comparison)] == [True]
    assert [s.is_sure for s in substitutions(comparison, quiet)] == [False]


def test_without_links_or_changes_there_is_nothing() -> None:
    same = "The mayor cancelled her holiday and returned by helicopter."
    assert substitutions(compared([same], [same])) == []
    assert substitutions(compared([same])) == []


def test_hostile_lengths_stay_cheap() -> None:
    text = " ".join(["“a” (b) was [C], ‘only’ Dee"] * 400)
    assert isinstance(between(text, text.replace("Dee", "was hurt mob")), list)


@pytest.mark.parametrize(
    ("a", "b", "labels"),
    [
        ("By noon 31 strikers had left.", "By noon 38 protesters had left.", [False]),
        ("By noon strikers had left.", "By noon no protesters had left.", [False]),
        ("By noon the strikers had left.", "By noon they had left.", [False]),
        ("By noon dock workers had left.", "By noon masked militants had left.", [False]),
        ("By noon the mayor had left.", "By noon the doctor had left.", [False]),
        ("At noon rioters drank with nuns.", "At noon marchers danced with nuns.", [False]),
        (
            "At noon rioters met a nurse in red.",
            "At noon marchers met a nurse in blue.",
            [True, False],
        ),
        ("By noon rioters had left.", "By noon angry rioters had left.", [False]),
    ],
)
def test_an_edit_is_a_label_where_it_swaps_nothing_but_names(
    a: str, b: str, labels: list[bool]
) -> None:
    tail = " Nobody knows how long the terminal will stay closed, said the harbour office"
    texts = [a[:-1] + "," + tail.lower()], [b[:-1] + "," + tail.lower()]
    comparison = compared(*texts, lexicon=Lexicon())
    (link,) = comparison.links
    link = replace(link, edits=tuple(replace(edit, label=False) for edit in link.edits))
    edits = with_labels(link, substitutions(comparison), comparison.articles)
    assert [edit.label for edit in edits if edit.op != "equal"] == labels
    assert with_labels(link, (), comparison.articles) == link.edits


def test_who_does_something_else_may_be_someone_else() -> None:
    tail = " two cars near the old grain market in Port Venn on Sunday night."
    assert [s.is_sure for s in between(f"Rioters burned{tail}", f"Police towed{tail}")] == [False]


def test_names_in_unlike_sentences_are_candidates_unless_like_ones_swap_them_too() -> None:
    phrase = "the last corner of their river colony"
    unlike = (
        f"Hundreds of settlers near {phrase} asked for boats on Sunday.",
        f"Dozens of residents near {phrase} sold five sheep, and the harbour office closed early.",
    )
    like = (
        "The settlers of the hilltop village were counted when the tax office opened.",
        "The residents of the hilltop village were counted when the tax office opened.",
    )
    for first, is_sure in ((unlike, False), (like, True)):
        found = between(*first)
        assert [s.is_sure for s in found if "settlers" in s.a.text] == [is_sure]
    both = substitutions(compared([unlike[0], like[0]], [unlike[1], like[1]]))
    assert [s.is_sure for s in both if "settlers" in s.a.text] == [True, True]


def test_an_empty_side_at_the_start_stands_before_the_first_word() -> None:
    lead = "It had rained on the hills all night. "
    tail = "ilitants left the harbour before dawn on Friday."
    (found,) = between(f"{lead}Alleged m{tail}", f"{lead}M{tail}")
    assert (found.a.text, found.b.span) == ("Alleged", Span(len(lead), len(lead)))


def test_names_and_places_that_only_unlike_sentences_exchange_are_not_listed() -> None:
    phrase = "the last corner of their river colony"
    unlike = (
        f"Hundreds of people in Ferrol near {phrase} asked Marta Venn for boats on Sunday.",
        f"Dozens of sheep in Tessaly near {phrase} were sold to Paul Stroud, and it closed early.",
    )
    like = (
        "The village near Ferrol counted its sheep when the tax office opened, Marta Venn said.",
        "The village near Tessaly counted its sheep when the tax office opened, Paul Stroud said.",
    )
    assert between(*unlike) == []
    pair = compared([like[0]], [like[1]])
    told = rows(substitutions(pair))
    assert {row[2:] for row in told} == {("place", ""), ("other", "another name")}
    assert substitutions(pair, tuning=replace(DEFAULT, min_similarity_label=0.99)) == []


def test_a_name_is_known_where_capitals_do_not_tell() -> None:
    """At the start of a headline in capitals nothing shows that a word is a name but the text."""
    texts: list[Paragraph] = [
        ("headline", "In Port Hall, ARM in quiet last stand at the pier"),
        "The ARM group shut the northern gate of the grain port on Friday before dawn.",
        "Ships waited for the ARM fighters at the breakwater until nine in the evening.",
    ]
    others: list[Paragraph] = [
        ("headline", "Rendel in Last Stand at the Pier"),
        "The Rendel group shut the northern gate of the grain port on Friday before dawn.",
        "Ships waited for the Rendel fighters at the breakwater until nine in the evening.",
    ]
    found = [s for s in between(texts, others) if s.a.sentence == 0]
    assert rows(found) == [("ARM", "Rendel", "group-name", "")]
    assert found[0].is_sure
    alone = between([texts[0], *PLAIN[:2]], [others[0], *PLAIN[:2]])
    assert [s for s in alone if s.kind == "group-name"] == []
