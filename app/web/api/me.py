"""Who asks."""

from fastapi.responses import Response

from app.web.api import answers, models
from app.web.api.routing import Caller, answer, api_router

router = api_router("Who asks")


@router.get("/me", name="api_me", summary="Who asks", response_model=models.Me)
def show_me(user: Caller) -> Response:
    """Whose token it is and what it may do."""
    return answer(answers.me(user))
