"""What a person hands in (a file, or a pasted text) -> its text, or a refusal that helps."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass, replace
from typing import Final, Literal

from app.core.text import Facts
from app.sources.errors import ExtractError
from app.sources.extract import extract_page
from app.sources.language import language_of

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_FILES: Final = 50
"""Files handed in at once; whoever takes them in checks it with `check_count`."""
MAX_LINES: Final = 20_000
MAX_CHARACTERS: Final = 500_000
"""Of an article's text. The longest reports have some 200,000; comparing ten megabytes would take
minutes and more than a gigabyte of memory."""
MIN_WORDS: Final = 5

MediaType = Literal["text/plain", "text/html"]

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "ExtractError",
    "Extracted",
    "Upload",
    "check_count",
    "language_of",
    "read_upload",
]

_SAVE_AS_TEXT = "Save it as .txt or .html, or paste the text."
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a Word file or an archive"),
    (b"\xd0\xcf\x11\xe0", "a Word file"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"ID3", "a sound"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
# UTF-32 first: its mark begins with that of UTF-16.
_BOMS: tuple[tuple[bytes, str], ...] = (
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_HTML_NAME = re.compile(r"\.x?html?\Z", re.IGNORECASE)
_HTML_START = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--.{0,2000}?-->\s{0,200})?"
    r"<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(r"<(?:html|head|body|div|p|article|h1|meta|span|a)\b", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})"
    rb"|<\?xml\b[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_DECLARED_REACH = 4096  # bytes; browsers look at 1024
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_MOST_CONTROLS = 0.003  # of all characters; text has none, a binary file read as text has many
_SAMPLE_BYTES = 200_000
_WIDE = re.compile(r"utf-?_?(?:7|16|32)|ucs")
_NO_CHARSETS = frozenset({"unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined"})
"""What Python calls encodings and no page is written in."""
_MOST_WIDE_ZEROS = 0.02  # in the other half of the bytes; text has none there
_LEAST_WIDE_ZEROS = 0.5  # in one half of the bytes: the upper halves of Latin letters
_CHARSETS = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip  # several to a line
_NON_SPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_NON_SPACED_WORD = 3  # characters of a script without spaces that are about one word


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; a pasted text is its UTF-8 bytes with `name` None."""

    name: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text to keep, and what its carrier knew. Line ends are single line feeds."""

    text: str
    hints: Facts
    media_type: MediaType
    charset: str


def check_count(count: int) -> None:
    """Raises ExtractError for more files than are taken at once."""
    if count > MAX_FILES:
        raise ExtractError(f"{count} files at once are too many. Send at most {MAX_FILES}.")


def read_upload(upload: Upload) -> Extracted:
    """The text of an upload with the hints that its markup gives; the language is among them.

    Raises ExtractError, saying what to do, for what is empty, too large, not text, in an unknown
    character set, or no article.
    """
    _check_content(upload.content)
    printed, charset = _decode(upload.content)
    printed = printed.replace("\r\n", "\n").replace("\r", "\n")
    if _is_html(upload.name, printed):
        page = extract_page(printed)
        text, hints, media_type = page.text, page.hints, "text/html"
    else:
        text, hints, media_type = printed, Facts(), "text/plain"
    _check_text(text)
    language = language_of(text)
    if language is not None:
        evidence = (*hints.evidence, ("language", "recognised by its words"))
        hints = replace(hints, language=language, evidence=evidence)
    return Extracted(
        text, hints, "text/html" if media_type == "text/html" else "text/plain", charset
    )


def _check_content(content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        megabytes = MAX_FILE_BYTES // (1024 * 1024)
        raise ExtractError(
            f"This is larger than {megabytes} MB. Send the article alone, or paste its text."
        )
    if not content.strip(b" \t\r\n\x00"):
        raise ExtractError("This is empty. Paste the article's text, or choose another file.")
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise ExtractError(f"This looks like {what}. {_SAVE_AS_TEXT}")


def _decode(content: bytes) -> tuple[str, str]:
    """The characters of a file and the name of its character set. Raises ExtractError."""
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _decoded(content, charset), charset.removesuffix("-sig")
    if b"\x00" in content:
        return _decode_wide(content)
    # Valid UTF-8 with other than ASCII characters is UTF-8, whatever the page says.
    known = _declared_charset if content.isascii() else lambda _: "utf-8"
    for name_charset in (known, _declared_charset, lambda _: "utf-8", _guessed_charset):
        name = name_charset(content)
        try:
            if name:
                return _decoded(content, name), name
        except ExtractError:
            continue
    raise ExtractError(
        "The characters of this file cannot be read. Save it with the character set UTF-8, "
        "or paste the text."
    )


def _decode_wide(content: bytes) -> tuple[str, str]:
    """The characters of a file in UTF-16 without a mark: every other byte of its Latin letters,
    spaces and line ends is zero. Raises ExtractError for everything else with zero bytes."""
    sample = content[:_SAMPLE_BYTES]
    half = len(sample) / 2
    first, second = sample[::2].count(0) / half, sample[1::2].count(0) / half
    for here, there, charset in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        if here >= _LEAST_WIDE_ZEROS and there <= _MOST_WIDE_ZEROS:
            return _decoded(content, charset), charset
    raise ExtractError(f"This does not look like text. {_SAVE_AS_TEXT}")


def _decoded(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset)
    except (UnicodeError, LookupError) as error:
        raise ExtractError(
            f"This file is damaged: it says it is {charset.upper()}, but it cannot be read as "
            "that. Paste the text instead."
        ) from error
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ExtractError(f"This does not look like text. {_SAVE_AS_TEXT}")
    return text


def _declared_charset(content: bytes) -> str | None:
    """The character set that an HTML or XML file names in its head."""
    found = _DECLARED.search(content, 0, _DECLARED_REACH)
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii").lower()
    if _WIDE.match(name) or name.replace("-", "_") in _NO_CHARSETS:
        return None  # its own name could not be read here if that were so
    # Browsers read these names as the larger Windows set, and so do the pages' makers.
    return {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)


def _guessed_charset(content: bytes) -> str | None:
    """The likeliest of the character sets in use; of equals, the western one."""
    from charset_normalizer import from_bytes

    matches = list(from_bytes(content[:_SAMPLE_BYTES], cp_isolation=_CHARSETS))
    if not matches:
        return None
    best = matches[0]
    for match in matches:
        if match.encoding == "cp1252" and (match.chaos, match.coherence) == (
            best.chaos,
            best.coherence,
        ):
            return "cp1252"
    return "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding


def _is_html(name: str | None, text: str) -> bool:
    """Whether to read it as a page: it begins like one, or its name and its tags say so."""
    if _HTML_START.match(text):
        return True
    return bool(name and _HTML_NAME.search(name) and _ANY_TAG.search(text))


def _check_text(text: str) -> None:
    words = len(text[:_SAMPLE_BYTES].split())
    words += len(_NON_SPACED.findall(text[:1000])) // _NON_SPACED_WORD
    if words < MIN_WORDS:
        many = "one word" if words == 1 else "only a few words"
        raise ExtractError(
            f"This is {many}, not an article. Paste the whole text with its headline."
        )
    if len(text) > MAX_CHARACTERS:
        raise ExtractError(
            f"This has more than {MAX_CHARACTERS:,} characters, as no article has. "
            "Paste the article alone."
        )
    if text.count("\n") >= MAX_LINES:
        raise ExtractError(
            f"This has more than {MAX_LINES:,} lines, as no article has. Paste the article alone."
        )
