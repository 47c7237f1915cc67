"""The addresses that links out in the world rely on. Adding is free; changing needs a redirect."""

from pathlib import Path

from app.config import Settings
from app.main import create_app
from tests.pages import all_routes

ROUTES = {
    ("GET", "/", "events"),
    ("GET", "/batches/{batch_id}", "batch"),
    ("GET", "/events/{event_id}", "event"),
    ("GET", "/events/{event_id}/articles/{key}", "article"),
    ("GET", "/events/{event_id}/comparison", "comparison"),
    ("GET", "/events/{event_id}/coverage", "coverage"),
    ("GET", "/events/{event_id}/derivation", "derivation"),
    ("GET", "/events/{event_id}/findings", "findings"),
    ("GET", "/events/{event_id}/headlines", "headlines"),
    ("GET", "/events/{event_id}/names", "names"),
    ("GET", "/events/{event_id}/numbers", "numbers"),
    ("GET", "/events/{event_id}/quotations", "quotations"),
    ("GET", "/events/{event_id}/sentences/{named}", "sentence"),
    ("GET", "/events/{event_id}/shares", "shares"),
    ("GET", "/events/{event_id}/statements/{statement_id}", "statement"),
    ("GET", "/events/{event_id}/timeline", "timeline"),
    ("GET", "/refusals/{refusal_id}/file", "refused_file"),
    ("GET", "/revisions/{revision_id}/raw", "raw"),
    ("GET", "/jobs", "jobs"),
    ("GET", "/jobs/{job_id}", "job"),
    ("GET", "/rules", "rules"),
    ("GET", "/rules/new", "new_rule"),
    ("GET", "/rules/{rule_id}", "rule"),
    ("GET", "/s/{token}", "snapshot"),
    ("GET", "/s/{token}/coverage", "shared_coverage"),
    ("GET", "/s/{token}/derivation", "shared_derivation"),
    ("GET", "/s/{token}/document", "snapshot_document"),
    ("GET", "/s/{token}/headlines", "shared_headlines"),
    ("GET", "/s/{token}/names", "shared_names"),
    ("GET", "/s/{token}/numbers", "shared_numbers"),
    ("GET", "/s/{token}/quotations", "shared_quotations"),
    ("GET", "/s/{token}/timeline", "shared_timeline"),
    ("GET", "/sign-in/{token}", "sign_in"),
    ("GET", "/take-in", "take_in"),
    ("GET", "/terms", "terms"),
    ("GET", "/terms/new", "new_term"),
    ("GET", "/terms/{term_id}", "term"),
    ("POST", "/batches/{batch_id}", "correct"),
    ("POST", "/events/{event_id}", "rename_event"),
    ("POST", "/events/{event_id}/findings/{finding_id}/decisions", "decide"),
    ("POST", "/events/{event_id}/look/stop", "stop_look"),
    ("POST", "/events/{event_id}/shares", "share"),
    ("POST", "/jobs/{job_id}/cancel", "cancel_job"),
    ("POST", "/jobs/{job_id}/retry", "retry_job"),
    ("POST", "/rules", "save_rule"),
    ("POST", "/rules/{rule_id}/end", "end_rule"),
    ("POST", "/shares/{snapshot_id}/revoke", "revoke"),
    ("POST", "/sign-in/{token}", "enter"),
    ("POST", "/sign-out", "sign_out"),
    ("POST", "/take-in", "propose"),
    ("POST", "/terms", "save_term"),
    ("POST", "/terms/{term_id}/end", "end_term"),
}


def test_the_addresses_are_the_promised_ones(tmp_path: Path) -> None:
    app = create_app(Settings(data_folder=tmp_path))
    found = {
        (method, route.path, route.name)
        for route in all_routes(app)
        for method in (route.methods or set()) - {"HEAD"}
    }
    app.state.database.close()
    assert found == ROUTES
