"""Which way a text runs, for programs that do not find out themselves."""

import unicodedata


def is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    found = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in found if kind in ("L", "R", "AL")), "L") != "L"
