"""Checking what a person entered for a house rule or a term, with a message for each field."""

from collections.abc import Mapping, Sequence

from app.services.errors import Invalid

MAX_WORDS_CHARACTERS = 200
MAX_REASON_CHARACTERS = 2_000
MAX_LISTED = 100


def refuse(wrong: Mapping[str, str]) -> None:
    """Raises Invalid where a field has a message."""
    told = {name: message for name, message in wrong.items() if message}
    if told:
        raise Invalid("Some fields cannot be taken as they are.", told)


def tidy(words: str) -> str:
    """Words with single spaces."""
    return " ".join(words.split())


def tidy_list(words: Sequence[str]) -> tuple[str, ...]:
    """The entries that have words, each once."""
    return tuple(dict.fromkeys(filter(None, map(tidy, words))))


def wrong_words(words: str) -> str:
    """What is wrong with a field of a few words that is needed; empty if nothing is."""
    if not words:
        return "This is needed."
    return "" if len(words) <= MAX_WORDS_CHARACTERS else _shorten(MAX_WORDS_CHARACTERS)


def wrong_list(words: Sequence[str]) -> str:
    """What is wrong with a list of words; empty if nothing is."""
    if len(words) > MAX_LISTED:
        return f"Give at most {MAX_LISTED} of them."
    too_long = any(len(each) > MAX_WORDS_CHARACTERS for each in words)
    return _shorten(MAX_WORDS_CHARACTERS) if too_long else ""


def wrong_reason(reason: str) -> str:
    """What is wrong with a reason; empty if nothing is."""
    if not reason.strip():
        return "Say why, so that others can follow it."
    return "" if len(reason) <= MAX_REASON_CHARACTERS else _shorten(MAX_REASON_CHARACTERS)


def _shorten(most: int) -> str:
    return f"Shorten this to {most:,} characters."
