from dataclasses import replace
from itertools import permutations

import pytest

from app.core.naming.mentions import NamedMention, cluster_mentions
from app.core.tuning import DEFAULT


def clusters(*texts, sentence="Then all of them met."):
    """The texts, set together as clustered; each mention's sentence is `sentence`."""
    numbers = cluster_mentions([NamedMention(text, sentence) for text in texts])
    sets: dict[int, list[str]] = {}
    for text, number in zip(texts, numbers, strict=True):
        sets.setdefault(number, []).append(text)
    return list(sets.values())


@pytest.mark.parametrize(
    "same",
    [
        ("Ada Rill", "Rill", "Ms. Rill", "Mayor Ada Rill", "Rill"),
        ("Ada Rill", "Ada", "Rill"),
        ("Kim Dong Al", "Kim"),
        ("France", "the French", "Paris", "French officials"),
        ("North Korea", "the North", "Pyongyang"),
        ("the permit", "the permit signed"),
        ("the permit", "permits", "this permit", "a forged permit"),
        ("close the quay", "closing the quay for good", "to close the quay"),
        ("", "…"),
    ],
)
def test_what_names_the_same(same):
    assert clusters(*same) == [list(same)]


@pytest.mark.parametrize(
    "different",
    [
        ("Rill's lawyer", "Rill"),
        ("Ada Rill", "Ben Quist"),
        ("North Korea", "South Korea", "the permit"),
        ("North Korea", "North Dakotans", "the storm"),
        ("French bread", "France"),
        ("a quick ferry", "the mayor's hat"),
        ("a director", "the mayor"),
        ("the French president", "the Spanish president"),
    ],
)
def test_what_does_not(different):
    assert clusters(*different) == [[each] for each in different]


def test_half_a_name_stands_for_no_country_where_two_have_it():
    found = clusters("North Korea", "South Korea", "the North", "the South")
    assert found == [["North Korea", "the North"], ["South Korea", "the South"]]
    assert ["the South"] in clusters("South Korea", "South Africa", "the South")


def test_a_role_is_who_it_introduces_most_often():
    sentence = "Harbour director Ada Rill met director Ben Quist and director Rill."
    assert clusters("Rill", "Quist", "the director", sentence=sentence) == [
        ["Rill", "the director"],
        ["Quist"],
    ]


def test_a_role_with_a_country_is_that_country_s():
    sentence = "French President Ada Rill met Spanish President Ben Quist; President Quist left."
    found = clusters(
        "Rill", "Quist", "the French president", "the president", "the German leader",
        sentence=sentence,
    )  # fmt: skip  # several to a line
    assert found == [
        ["Rill", "the French president"],
        ["Quist", "the president"],
        ["the German leader"],
    ]


def test_a_title_far_off_or_behind_small_words_introduces_nobody():
    sentence = "The director of the board and Rill met. Director One Two Three Four Rill left."
    assert clusters("Rill", "the director", sentence=sentence) == [["Rill"], ["the director"]]


def test_a_government_is_that_of_the_country_its_leader_leads():
    sentence = "French President Ada Rill spoke."
    assert clusters(
        "France", "Rill", "the Rill government", "the government", sentence=sentence
    ) == [
        ["France", "the Rill government"],
        ["Rill"],
        ["the government"],
    ]


def test_a_headline_s_capital_is_no_name():
    sentence = "The meeting was long."
    assert clusters("Meeting", "the meeting", sentence=sentence) == [["Meeting", "the meeting"]]


def test_clusters_grow_by_average_link():
    found = clusters("red boat", "red boat race", "boat race", "race judge", "stone", "stone wall")
    assert ["stone", "stone wall"] in found
    assert len(found) > 2


def test_clusters_are_numbered_as_they_appear_and_no_order_changes_them():
    texts = ("Rill", "the permit", "Ada Rill", "a forged permit", "the storm")
    assert cluster_mentions([NamedMention(text, "") for text in texts]) == (0, 1, 0, 1, 2)
    results = {
        frozenset(frozenset(each) for each in clusters(*order)) for order in permutations(texts)
    }
    assert len(results) == 1


def test_nothing_gives_nothing():
    assert cluster_mentions([]) == ()


def test_many_mentions_are_clustered_in_near_linear_time():
    texts = [f"the {word}{i} permit{i}" for i in range(2_000) for word in ("old", "new")]
    assert len(set(cluster_mentions([NamedMention(text, "") for text in texts]))) <= 4_000


def test_a_word_of_very_many_phrases_still_joins_through_the_first_of_them():
    texts = [f"permit {word}" for word in ("red", "blue", "green", "grey")]
    few = replace(DEFAULT, max_name_partners=1, min_name_likeness=1e-6)
    assert len(set(cluster_mentions([NamedMention(text, "") for text in texts], few))) == 1
