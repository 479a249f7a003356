"""Addresses of the library's own pages."""

from django.urls import path

from education.library import currency, matrix, reasons, references, tables, terms, therapies, thresholds

app_name = "library"
urlpatterns = [
    path("admin/library/currency/", currency.page, name="currency"),
    path("evidence/", matrix.evidence, name="evidence"),
    path("evidence/table.csv", tables.evidence_csv, name="evidence_csv"),
    path("evidence/table.json", tables.evidence_json, name="evidence_json"),
    path("evidence/<slug:therapy>/<slug:organ>/", matrix.cell, name="cell"),
    path("therapies/<slug:slug>/", therapies.therapy, name="therapy"),
    path("references/", references.references, name="references"),
    path("references/<slug:key>/", references.reference, name="reference"),
    path("references/<slug:key>/cite/", references.cite, name="cite"),
    path("thresholds/", thresholds.thresholds, name="thresholds"),
    path("terms/", terms.terms, name="terms"),
    path("terms/<slug:slug>/", terms.term, name="term"),
    path("why/", reasons.reasons, name="reasons"),
    path("why/<slug:slug>/", reasons.reason, name="reason"),
]
