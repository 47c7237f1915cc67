"""Uploads: what is read, in which character set, and what is refused with which words."""

import pytest

from app.sources.upload import (
    MAX_CHARACTERS,
    MAX_FILE_BYTES,
    MAX_FILES,
    ExtractError,
    Upload,
    check_count,
    read_upload,
)

ENGLISH = "The port of Marrow stood still on Thursday after dockers walked out at dawn.\n"
GERMAN = (
    "Die Arbeiter am Hafen blieben zu Hause. „Wir gehen nicht“, sagte die Führerin. Über dreißig."
)
FRENCH = "L’été dernier, les dockers ont déjà cessé le travail à l’aube, a déclaré le ministère."
CZECH = "Přístav Marrow ve čtvrtek stál poté, co dělníci odešli. Šestý den stávky začal."
RUSSIAN = "Порт Марроу остановился в четверг после забастовки докеров. Переговоры продолжатся."
ARABIC = "توقف العمل في ميناء مارو يوم الخميس بعد أن أضرب العمال عند الفجر."
JAPANESE = "港湾労働者は木曜日の夜明けにストライキに入った。会談は金曜日に再開される。"


def read(content, name=None):
    return read_upload(Upload(name, content))


def refusal(content, name=None):
    with pytest.raises(ExtractError) as caught:
        read(content, name)
    return str(caught.value)


def test_a_pasted_text():
    found = read(ENGLISH.encode())
    assert (found.text, found.media_type, found.charset) == (ENGLISH, "text/plain", "utf-8")
    assert found.hints.language == "en"


def test_line_ends_become_line_feeds():
    assert read(b"One two three\r\nfour five\rsix").text == "One two three\nfour five\nsix"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (CZECH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (ARABIC, "cp1256"),
        (JAPANESE, "shift_jis"),
    ],
)
def test_character_sets(text, charset):
    found = read(text.encode(charset), "a.txt")
    assert found.text == text
    assert found.charset == charset.removesuffix("-sig")


def test_a_declared_character_set():
    page = f'<html><head><meta charset="ISO-8859-1"></head><body><p>{FRENCH}</p></body></html>'
    found = read(page.encode("cp1252"))
    assert found.charset == "cp1252"
    assert FRENCH.replace("’", "'")[:20] in found.text.replace("’", "'")


WRONG = (
    "no-such-set",
    "utf-16",
    "utf-16-le",
    "UTF-32",
    "ucs-2",
    "unicode_escape",
    "raw-unicode-escape",
)


@pytest.mark.parametrize("declared", [*WRONG, "undefined", "punycode", "shift_jis", "cp1252"])
def test_a_wrongly_declared_character_set_is_passed_over(declared):
    words = f"{FRENCH} D\\ud800 +2AA-"
    page = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    found = read(page.encode())
    assert found.charset == "utf-8"
    assert FRENCH[-20:] in found.text


@pytest.mark.parametrize("declared", ["utf-16", "unicode_escape", "utf-7", "undefined"])
def test_an_ascii_page_is_never_read_as_what_it_cannot_be(declared):
    words = "The port of Marrow \\ud800 stood still +2AA- on Thursday after a walkout at dawn."
    page = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    assert words in read(page.encode()).text


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(charset):
    found = read(FRENCH.encode(charset), "a.txt")
    assert (found.text, found.charset) == (FRENCH, charset)
    assert "does not look like text" in refusal(b"\x00" + b"MOOV\x00\x01" * 99, "a.txt")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04...", "a Word file or an archive"),
        (b"\x89PNG....", "an image"),
        (b"{\\rtf1 hello", "a rich text (RTF) file"),
        (b"\x00\x01\x02" * 50, "does not look like text"),
        (b"\x01\x02\x03 some words and more words here" * 3, "characters of this file"),
    ],
)
def test_what_is_no_text_says_what_to_do(content, words):
    message = refusal(content, "a.txt")
    assert words in message
    assert "paste the text" in message


def test_bytes_that_no_character_set_explains():
    assert "UTF-8" in refusal(b"\x81\x8d\x8f\x90\x9d\xff\xfe\x01\x02" * 40, "a.txt")


def test_damaged_files_with_a_mark():
    assert "damaged" in refusal(b"\xef\xbb\xbfThe port \xff\xff stood still on Thursday")


@pytest.mark.parametrize("content", [b"", b" \n\t ", b"\x00\x00"])
def test_empty(content):
    assert "This is empty" in refusal(content)


def test_a_byte_order_mark_and_nothing_else():
    assert "only a few words" in refusal(b"\xef\xbb\xbf")


def test_one_word_and_few_words():
    assert "This is one word" in refusal(b"word")
    assert "only a few words" in refusal(b"Port of Marrow shut")
    assert read("马罗港的码头工人周四清晨罢工，港口陷入停顿。".encode()).text


def test_too_large_and_too_many():
    assert "larger than 10 MB" in refusal(b"x " * (MAX_FILE_BYTES // 2 + 1))
    check_count(MAX_FILES)
    with pytest.raises(ExtractError, match="51 files at once"):
        check_count(MAX_FILES + 1)


def test_too_many_lines():
    assert "20,000 lines" in refusal(b"a word\n" * 20_001)


def test_a_long_text_on_one_line_is_taken_and_ten_megabytes_are_refused():
    assert len(read(b"word. " * (MAX_CHARACTERS // 6)).text) <= MAX_CHARACTERS
    assert "500,000 characters" in refusal(b"word. " * (MAX_CHARACTERS // 6 + 1))
    assert "the article alone" in refusal(b"word. " * (MAX_FILE_BYTES // 6))


PAGE = "<p>The port of Marrow stood still on Thursday after dockers walked out at dawn.</p>" * 3


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (f"<!DOCTYPE html><html><body>{PAGE}</body></html>", None, "text/html"),
        (
            f"<?xml version='1.0'?>\n<!-- x --> <HTML><body>{PAGE}</body></HTML>",
            "a.txt",
            "text/html",
        ),
        (f"<div>{PAGE}</div>", "a.HTM", "text/html"),
        (f"<div>{PAGE}</div>", "a.txt", "text/plain"),
        ("A plain text that was saved under another name.", "a.html", "text/plain"),
    ],
)
def test_pages_are_known_by_their_beginning_or_by_name_and_tags(content, name, media_type):
    assert read(content.encode(), name).media_type == media_type
