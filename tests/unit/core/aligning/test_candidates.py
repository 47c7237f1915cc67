from dataclasses import replace

from app.core.aligning.candidates import candidates
from app.core.aligning.similarity import Candidate, Scale, features
from app.core.tuning import DEFAULT


def scale(*texts, **settings):
    return Scale([features(text) for text in texts], replace(DEFAULT, **settings))


def found(made, groups, floor=0.0):
    return [(c.a, c.b) for c in candidates(made, groups, floor)]


def test_candidates_share_a_stem_and_come_from_different_groups():
    made = scale("gate blocked", "gate shut", "rain fell", "gate open")
    assert found(made, [0, 0, 1, 1]) == [(0, 3), (1, 3)]
    assert found(made, [0, 0, 0, 0]) == []


def test_candidates_carry_their_similarity_and_reach_the_floor():
    made = scale("gate blocked", "gate shut")
    alike = made.similarity(0, 1)
    assert candidates(made, [0, 1], alike) == [Candidate(0, 1, alike)]
    assert candidates(made, [0, 1], alike + 1e-9) == []


def test_equal_wording_without_stems_is_found():
    assert found(scale("it is he", "It is he!", "it is her"), [0, 1, 1]) == [(0, 1)]


def test_marks_alone_are_found_together():
    assert found(scale("***", "***"), [0, 1], 1.0) == [(0, 1)]


def test_little_in_common_is_not_looked_at():
    texts = "gate one two three four five", "gate six seven eight nine ten"
    made = scale(*texts, min_shared_weight=0.01)
    assert found(made, [0, 1]) == [(0, 1)]
    assert found(scale(*texts, min_shared_weight=0.9), [0, 1]) == []


def test_the_bound_on_what_is_looked_at_is_reached_by_equality():
    texts = "gate one", "gate two"
    plain = scale(*texts)
    share = 2 * plain.idf["gate"] / sum(plain.weights)
    assert found(scale(*texts, min_shared_weight=share), [0, 1]) == [(0, 1)]
    assert found(scale(*texts, min_shared_weight=share + 1e-9), [0, 1]) == []


def test_a_word_proposes_its_first_sentences_to_all_later_ones():
    texts = [f"gate {word}" for word in ("rain", "snow", "fog", "hail", "wind")]
    pairs = found(scale(*texts, max_candidates=2, min_shared_weight=0.0), range(5))
    assert pairs == [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (0, 4), (1, 4)]


def test_a_copy_meets_what_the_copy_before_it_met_and_what_came_since():
    texts = "gate rain", "gate rain", "gate snow", "gate rain"
    pairs = candidates(scale(*texts, max_candidates=1, min_shared_weight=0.0), [0, 1, 2, 3], 0.0)
    assert [(c.a, c.b) for c in pairs] == [(0, 1), (0, 2), (0, 3)]
    pairs = candidates(scale(*texts, min_shared_weight=0.0), [0, 1, 2, 3], 0.0)
    assert [(c.a, c.b) for c in pairs] == [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    assert pairs[3].similarity == pairs[4].similarity == 1.0


def test_equal_wording_proposes_its_first_sentences_to_all_later_ones():
    pairs = found(scale(*["it is he"] * 4, max_candidates=2), range(4))
    assert pairs == [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3)]


def test_sentences_of_one_group_need_not_stand_together():
    made = scale("gate rain", "gate snow", "gate fog", min_shared_weight=0.0)
    assert found(made, [0, 1, 0]) == [(0, 1), (1, 2)]
