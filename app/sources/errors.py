"""What goes wrong with text from outside, in words a person can act on."""


class ExtractError(Exception):
    """A file or a pasted text that cannot be read. Its text says what to do instead."""
