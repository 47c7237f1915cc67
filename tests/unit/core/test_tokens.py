import pytest

from app.core.tokens import COSMETIC_MARKS, is_shouted, is_word, tokenize


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("", ""),
        ("   ", ""),
        ("Dockers left.", "Dockers|left|."),
        ("$35,000,000", "$35,000,000"),
        ("$ 35", "$ 35"),
        ("$5", "$5"),
        ("€5m a day", "€5m|a|day"),
        ("€5metres", "€5|metres"),
        ("£2.5bn.", "£2.5bn|."),
        ("£2.5bnx", "£2.5|bnx"),
        ("¥40 tn", "¥40 tn"),
        ("₹500k", "₹500k"),
        ("$3,000, they", "$3,000|,|they"),
        ("2,000 men", "2,000|men"),
        ("1.5", "1.5"),
        ("in 1999.", "in|1999|."),
        ("14:30", "14|:|30"),
        ("50% of", "50%|of"),
        ("50 % of", "50 %|of"),
        ("5% of", "5%|of"),
        ("a 10-year-old", "a|10-year-old"),
        ("a 5-year plan", "a|5-year|plan"),
        ("3rd", "3|rd"),
        ("U.S. Army", "U.S.|Army"),
        ("the U.S.-backed force", "the|U.S.-backed|force"),
        ("J. Stone", "J|.|Stone"),
        ("8 a.m.", "8|a.m."),
        ("US-backed Lorne's AT&T", "US-backed|Lorne's|AT&T"),
        ("dockers' hall", "dockers|'|hall"),
        ("wait... what", "wait|...|what"),
        ("wait… what", "wait|…|what"),
        ('"No," he', '"|No|,|"|he'),
        ("(SU) [sic]", "(|SU|)|[|sic|]"),
        ("?!", "?|!"),
        ("snake_case", "snake_case"),
        ("fell to -5 or +12.5%", "fell|to|-5|or|+12.5%"),
        ("aged 5-10", "aged|5-10"),
        ("(5)-10 a-5", "(|5|)|-|10|a-5"),
        ("cafe\u0301s", "cafe\u0301s"),
        ("गयी है", "गयी|है"),
        ("مُغلَق", "مُغلَق"),
        ("500 € 🎉🎉", "500|€|🎉|🎉"),
        ("\ud800\x00", "\ud800|\x00"),
        ("港口关闭", "港|口|关|闭"),
        ("みなと", "み|な|と"),
        ("أغلق الميناء،", "أغلق|الميناء|،"),
    ],
)
def test_what_is_one_token(text, surfaces):
    assert "|".join(tokenize(text).surfaces) == surfaces


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("The Harbour", "the harbour"),
        ("IS is Is", "IS is is"),
        ("US us", "US us"),
        ("U.S. us", "US us"),
        ("U.S.-Backed", "US-backed"),
        ("US-Backed", "US-backed"),
        ("Us-Backed", "us-backed"),
        ("a.m.", "am"),
        ("A I", "a i"),
        ("MARROW HARBOUR sank", "MARROW harbour sank"),  # six letters are an acronym, seven not
        ("AT&T", "at&t"),
        ("IS's", "IS's"),
        ("IS'S", "IS's"),
        ("Lorne’S", "lorne's"),
        ("B2B", "b2b"),
        ("1.5 $1.50", "1.5 $1.50"),
        ("…", "…"),
        ("...", "…"),
        ("....", "…"),
        ("“No” ‘no’ 'no'", '" no " " no " " no "'),
        ("a – b — c", "a - b - c"),
        ("!", "!"),
        ("cafe\u0301 caf\u00e9", "caf\u00e9 caf\u00e9"),
        ("LORNE UNION SAYS NO TO SU", "lorne union says no to su"),
    ],
)
def test_what_tokens_are_compared_by(text, norms):
    assert " ".join(tokenize(text).norms) == norms


def test_tokens_know_where_they_start():
    text = "  “No,” he\u00a0said."
    tokens = tokenize(text)
    assert tokens.starts == (2, 3, 5, 6, 8, 11, 15)
    assert [text[s : s + len(w)] for s, w in zip(tokens.starts, tokens.surfaces, strict=True)] == [
        "“", "No", ",", "”", "he", "said", ".",
    ]  # fmt: skip  # several to a line


@pytest.mark.parametrize(
    "norm", ["a", "7", "$5", "é", "港", "_", "50%", "%", "€", "🎉", "-5", "#", "°", "ab"]
)
def test_words(norm):
    assert is_word(norm)


@pytest.mark.parametrize("norm", [".", "…", '"', "-", "(", "]", "/", "!", "、", "؟", "।"])
def test_marks(norm):
    assert not is_word(norm)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", False),
        ("A" * 12, False),
        ("A" * 13, True),
        ("PORT SHUT, 12 BOATS SINK", True),
        ("PORT SHUT, 12 BOATS SINk", False),
        ("a" * 13, False),
        ("1" * 13, False),
        ("港" * 13, False),
    ],
)
def test_shouting_is_more_than_a_dozen_characters_without_a_small_letter(text, answer):
    assert is_shouted(text) is answer


def test_marks_whose_change_says_nothing_are_no_words_and_ask_nothing():
    assert not any(map(is_word, COSMETIC_MARKS))
    assert {".", ",", '"', "-", "(", "…", "。", "،"} <= COSMETIC_MARKS
    assert not COSMETIC_MARKS & set("!?؟？/%€")
