from app.core.phrasing import joined, joined_names, quoted


def test_a_list_of_names():
    assert joined(["A"]) == "A"
    assert joined(["A", "B", "C"]) == "A, B and C"
    assert joined_names(["A", "B"]) == "A and B"
    assert joined_names([*"ABCDEFGHIJK"]) == "A, B, C, D, E, F, G and 4 others"


def test_each_part_has_marks_of_its_own():
    assert quoted(["We stay,", "until dawn."], 40) == "“We stay,” “until dawn.”"
    assert quoted([], 40) == ""


def test_what_is_too_long_is_cut_at_a_word_outside_the_marks():
    assert quoted(["We stay, all of us"], 9) == "“We stay” …"
    assert quoted(["We stay,", "until dawn"], 14) == "“We stay,” “until” …"
    assert quoted(["We stay,", "until dawn"], 10) == "“We stay,” …"


def test_marks_within_become_single_ones():
    assert quoted(['We "stay" here', "the “end”"], 40) == "“We ‘stay’ here” “the ‘end’”"
