"""Jobs: the team's last ones, cancelling one, trying one again."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.services import jobs
from app.services.jobs import Job
from app.web.deps import Member, Now, Posted, reading, writing
from app.web.forms import text_of
from app.web.render import go_to, load_again, render, wants_fragment
from app.web.waiting import job_page

router = APIRouter()
_OWN_ADDRESS = re.compile(r"/(?!/)[\w./?&=%+~:@!$'()*,;-]*", re.ASCII)


@router.get("/jobs", name="jobs")
def show_jobs(request: Request, member: Member) -> Response:
    """What is under way, what is done, and what came to nothing and why."""
    with reading(request) as session:
        found = jobs.list_jobs(session, user=member)
    may_steer = {job.id for job in found if jobs.may_steer(member, job)}
    return render(request, "jobs/index.html", jobs=found, may_steer=may_steer)


@router.get("/jobs/{job_id}", name="job")
def show_job(request: Request, job_id: str, member: Member) -> Response:
    """How far one job has come. A page that waits for it asks here, and loads itself anew when
    the job has ended."""
    with reading(request) as session:
        job = jobs.get_job(session, job_id, user=member)
    if wants_fragment(request) and not job.is_alive:
        return load_again()
    return job_page(request, job, back="/jobs")


@router.post("/jobs/{job_id}/cancel", name="cancel_job")
def cancel(request: Request, job_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The page that waited for the job, which says that it was cancelled."""
    with writing(request) as session:
        job = jobs.cancel(session, job_id, user=member, now=now)
    return go_to(request, _back(text_of(form, "back"), job))


@router.post("/jobs/{job_id}/retry", name="retry_job")
def retry(request: Request, job_id: str, member: Member, now: Now, form: Posted) -> Response:
    """The page that waits for the job, which begins anew."""
    with writing(request) as session:
        job = jobs.retry(session, job_id, user=member, now=now)
    return go_to(request, _back(text_of(form, "back"), job))


def _back(address: str, job: Job) -> str:
    """Where the button stood; never another site, whatever the form says."""
    if _OWN_ADDRESS.fullmatch(address):
        return address
    return f"/events/{job.event[0]}" if job.event else "/jobs"
