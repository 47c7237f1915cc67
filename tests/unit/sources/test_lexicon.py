"""The files of terms: all of ours can be read, and a broken one is refused in clear words."""

from pathlib import Path

import pytest

from app.core.naming.lexicon import TERM_KINDS
from app.sources.lexicon import LexiconError, own_lexicon, read_lexicon

GOOD = """
kind = "saying"
[[sets]]
about = "doubting"
terms = [{ words = "swear", strength = "weak", why = "Makes words solemn.", forms = ["swore"] }]
"""


def written(folder: Path, content: str | bytes) -> Path:
    """A folder with one file of this content, and a file that is no lexicon."""
    content = content.encode() if isinstance(content, str) else content
    (folder / "terms.toml").write_bytes(content)
    (folder / "README.md").write_text("not a lexicon", "utf-8")
    return folder


def test_our_own_terms_have_all_kinds_and_a_reason_in_a_sentence() -> None:
    terms = own_lexicon().terms
    assert {term.kind for term in terms} == set(TERM_KINDS)
    assert len(terms) >= 300
    assert all(term.why[0].isupper() and term.why[-1] in ".?" for term in terms)
    assert all(term.about for term in terms)


def test_our_own_terms_do_not_repeat_each_other() -> None:
    terms = own_lexicon().terms
    assert len(own_lexicon().with_entries(()).terms) == len(terms)


def test_a_file_is_read(tmp_path: Path) -> None:
    (term,) = read_lexicon(written(tmp_path, GOOD)).terms
    assert (term.words, term.kind, term.about, term.forms) == (
        "swear",
        "saying",
        "doubting",
        ("swore",),
    )


def test_a_file_without_sets_is_empty(tmp_path: Path) -> None:
    assert read_lexicon(written(tmp_path, 'kind = "act"')).terms == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kind = ", "terms.toml cannot be read"),
        (b"\xff", "terms.toml cannot be read"),
        ('kind = "verb"', "kind is 'verb', not one of actor"),
        ('kind = "act"\nsets = 3', "sets must be tables"),
        ('kind = "act"\nsets = [3]', "sets must be tables"),
        ('kind = "act"\n[[sets]]\nterms = []', "lacks “about”"),
        ('kind = "act"\n[[sets]]\nabout = "a"\nterms = 3', "or “terms” (a list)"),
        ('kind = "act"\n[[sets]]\nabout = "a"\nterms = [3]', "a term lacks its words: 3"),
        (GOOD.replace('"swear"', '" "'), "a term lacks its words"),
        (GOOD.replace("why", "reason"), "“swear” has fields nobody knows: reason"),
        (GOOD.replace('"weak"', '"loud"'), "the strength of “swear” is not one of neutral"),
        (GOOD.replace('"Makes words solemn."', '""'), "“swear” lacks its reason"),
        (GOOD.replace('["swore"]', "[3]"), "the forms of “swear” must be a list of words"),
        (GOOD.replace('["swore"]', '"swore"'), "the forms of “swear” must be a list of words"),
        (GOOD + GOOD.partition('"saying"')[2], "“swear” stands there twice"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(LexiconError) as refused:
        read_lexicon(written(tmp_path, content))
    assert message in str(refused.value)
    assert "terms.toml" in str(refused.value)
