"""Where this Sidebyline is reached, for the addresses in answers."""

from typing import Annotated

from fastapi import Depends, Request

from app.web.api.answers import Here


def get_here(request: Request) -> Here:
    """The address that people and programs have, never the one that a request names."""
    return Here(request.app.state.base_url)


Located = Annotated[Here, Depends(get_here)]
