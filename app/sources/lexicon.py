"""The files of loaded terms that come with Sidebyline."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from app.core.naming.lexicon import STRENGTHS, TERM_KINDS, Lexicon, Term


class LexiconError(ValueError):
    """A file of terms that cannot be used. Its text says where and what to mend."""


_OF_A_TERM = frozenset(("words", "strength", "why", "forms"))


@lru_cache(maxsize=1)
def own_lexicon() -> Lexicon:
    """The lexicon that comes with the program, read once."""
    return read_lexicon(files("app").joinpath("lexicon"))


def read_lexicon(folder: Traversable) -> Lexicon:
    """The lexicon of a folder's TOML files, in the order of their names.

    A file has one `kind` and `[[sets]]`, each with what its terms are `about` and the `terms`:
    `words`, `strength`, `why` and, where a verb needs them, `forms`. Raises LexiconError, which
    names the file, the term and what is wrong with it.
    """
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return Lexicon(tuple(term for file in found for term in _terms(file)))


def _terms(file: Traversable) -> Iterator[Term]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{file.name} cannot be read: {error}") from error
    kind = content.get("kind")
    if kind not in TERM_KINDS:
        raise LexiconError(f"{file.name}: kind is {kind!r}, not one of {_list(TERM_KINDS)}.")
    seen: set[str] = set()
    for entry, about in _entries(file.name, content):
        term = Term(kind=kind, about=about, **_fields(file.name, entry))
        if term.words in seen:
            raise LexiconError(f"{file.name}: “{term.words}” stands there twice.")
        seen.add(term.words)
        yield term


def _entries(name: str, content: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """(entry, what its set is about) of every set."""
    sets = content.get("sets", [])
    if not isinstance(sets, list) or not all(isinstance(each, dict) for each in sets):
        raise LexiconError(f"{name}: sets must be tables, written as [[sets]].")
    for each in sets:
        about, terms = each.get("about"), each.get("terms")
        if not isinstance(about, str) or not isinstance(terms, list):
            raise LexiconError(f"{name}: a set lacks “about” (words) or “terms” (a list).")
        yield from ((entry, about) for entry in terms)


def _fields(name: str, entry: object) -> dict[str, Any]:
    """A term's own fields, checked."""
    words = entry.get("words") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(words, str) or not words.strip():
        raise LexiconError(f"{name}: a term lacks its words: {entry!r}")
    if unknown := sorted(entry.keys() - _OF_A_TERM):
        raise LexiconError(f"{name}: “{words}” has fields nobody knows: {_list(unknown)}.")
    strength, why, forms = entry.get("strength"), entry.get("why"), entry.get("forms", [])
    if strength not in STRENGTHS:
        raise LexiconError(f"{name}: the strength of “{words}” is not one of {_list(STRENGTHS)}.")
    if not isinstance(why, str) or not why.strip():
        raise LexiconError(f"{name}: “{words}” lacks its reason (why).")
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        raise LexiconError(f"{name}: the forms of “{words}” must be a list of words.")
    return {"words": words, "strength": strength, "why": why, "forms": tuple(forms)}


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
