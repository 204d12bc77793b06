"""Findings say where, what and what to do, in two languages, and survive the trip through a store."""

from graph.findings import Finding, finding_kinds, findings_from_json, findings_to_json

FINDING = Finding("owner-scan-form", 12, 16, "水丰街道", "19", {"printed": "水丰街道", "name": "永丰街道"})


def test_a_finding_speaks_both_languages() -> None:
    assert FINDING.severity == "warning"
    assert FINDING.message("zh") == "“水丰街道”应为“永丰街道”（扫描误识）"
    assert FINDING.message("en") == "“水丰街道” is read as “永丰街道” (scan fault)"
    assert FINDING.advice("en") == "check the scan of the page"


def test_words_from_a_text_are_put_in_as_they_are() -> None:
    hostile = Finding("owner-unknown", 0, 1, words={"name": "{0.__class__}{name}"})
    assert hostile.message("en") == "the registry does not know “{0.__class__}{name}”; created from its printed name"


def test_findings_survive_json() -> None:
    assert findings_from_json(findings_to_json([FINDING])) == [FINDING]


def test_every_kind_has_a_sentence_and_advice_in_both_languages() -> None:
    for kind in finding_kinds().values():
        assert all(kind.message.values()), kind.code
        assert all(kind.advice.values()), kind.code
