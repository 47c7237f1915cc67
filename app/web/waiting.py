"""The page in place of one whose content a job is still making, at the same address."""

from fastapi import Request
from fastapi.responses import Response

from app.services import jobs
from app.services.jobs import Job
from app.web.render import go_to, render, wants_fragment

SHOWN = 200
UNDER_WAY = 202  # accepted, and not there yet: whoever reads the status alone is not misled
NOT_BEGUN = 409  # the job was cancelled or has failed, and a person must say whether to try again
REFRESH_SECONDS = 3  # without scripts; with them a fragment is fetched every second


def waiting_page(request: Request, job: Job) -> Response:
    """How far the job has come, where its result was asked for. It loads itself again until there
    is something else to show."""
    query = request.url.query
    here = request.url.path + (f"?{query}" if query else "")
    if wants_fragment(request):
        return go_to(request, here)
    return job_page(request, job, back=here, status=UNDER_WAY if job.is_alive else NOT_BEGUN)


def job_page(request: Request, job: Job, *, back: str, status: int = SHOWN) -> Response:
    """How far the job has come; `back` is the address to which its buttons lead."""
    return render(
        request,
        "jobs/show.html",
        fragment="jobs/_progress.html",
        status=status,
        job=job,
        may_steer=jobs.may_steer(request.state.user, job),
        back=back,
        seconds=REFRESH_SECONDS,
    )
