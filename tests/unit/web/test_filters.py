"""How values are printed."""

from app.web.filters import isolated


def test_quotations_that_run_from_right_to_left_are_kept_together() -> None:
    told = "Number, different: “200 مسلح” (A) against “300 عامل” (B)."
    assert isolated(told) == (
        "Number, different: “\u2068200 مسلح\u2069” (A) against “\u2068300 عامل\u2069” (B)."
    )
    assert isolated("“200 men” against “300 men”") == "“200 men” against “300 men”"
