"""What takes long: the job that makes it, answered where it was asked for."""

from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from app.services.jobs import NotReady
from app.web.api import answers, models
from app.web.api.answers import Here
from app.web.api.problems import JOB_SECONDS
from app.web.api.routing import answer

LATER: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "model": models.Job,
        "description": "It takes long: the job that makes it. Retry-After says when to ask again.",
    }
}


def later(request: Request, error: NotReady, here: Here) -> Response:
    """The job, with this address as what to ask for again. Raises `error` where the job has come
    to nothing."""
    if not error.job.is_alive:
        raise error
    query = f"?{request.url.query}" if request.url.query else ""
    result = f"{here.base}{request.url.path}{query}"
    job = answers.job(error.job, here).model_copy(update={"result": result})
    return answer(job, 202, {"Location": job.url, "Retry-After": str(JOB_SECONDS)})
