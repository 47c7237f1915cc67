"""Jobs: the last ones, how far one is, cancelling and trying again."""

from fastapi import Request
from fastapi.responses import Response

from app.services import jobs
from app.web.api import answers, models
from app.web.api.here import Located
from app.web.api.paging import Paged, next_link, page_of
from app.web.api.routing import Caller, answer, api_router
from app.web.deps import Now, reading, writing

router = api_router("Jobs")


@router.get("/jobs", name="api_jobs", summary="List jobs", response_model=models.Jobs)
def list_jobs(request: Request, user: Caller, paging: Paged, here: Located) -> Response:
    """The team's last 50 jobs."""
    with reading(request) as session:
        found = jobs.list_jobs(session, user=user)
    page, cursor = page_of(
        found, paging, id_of=lambda each: each.id, key_of=lambda each: -each.created_at.timestamp()
    )
    items = [answers.job(each, here) for each in page]
    return answer(models.Jobs(items=items, next=cursor), headers=next_link(request, cursor))


@router.get("/jobs/{job_id}", name="api_job", summary="Get a job", response_model=models.Job)
def show(request: Request, job_id: str, user: Caller, here: Located) -> Response:
    """How far the job has come."""
    with reading(request) as session:
        return answer(answers.job(jobs.get_job(session, job_id, user=user), here))


@router.post(
    "/jobs/{job_id}/cancel",
    name="api_cancel_job",
    summary="Cancel a job",
    response_model=models.Job,
)
def cancel(request: Request, job_id: str, user: Caller, now: Now, here: Located) -> Response:
    """The job, cancelled unless it has ended already."""
    with writing(request) as session:
        return answer(answers.job(jobs.cancel(session, job_id, user=user, now=now), here))


@router.post(
    "/jobs/{job_id}/retry",
    name="api_retry_job",
    summary="Try a job again",
    response_model=models.Job,
)
def retry(request: Request, job_id: str, user: Caller, now: Now, here: Located) -> Response:
    """A job like the one that failed or was cancelled; else that one as it is."""
    with writing(request) as session:
        return answer(answers.job(jobs.retry(session, job_id, user=user, now=now), here))
