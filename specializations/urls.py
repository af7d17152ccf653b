"""Membership overview, specializations, and the programme's desk."""

from django.urls import URLPattern, path

from specializations import audit_views, reference_views, views

_MEMBERSHIP = "partners/<str:mpn_id>/membership/"
_ONE = _MEMBERSHIP + "specializations/<str:specialization>/"
_REFERENCE = _MEMBERSHIP + "references/<int:reference_id>/"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("partners/<str:mpn_id>/at-work/", views.at_work, name="at-work"),
    path("partners/<str:mpn_id>/search/", views.search, name="search"),
    path(_MEMBERSHIP, views.membership, name="membership"),
    path(_MEMBERSHIP + "actions/", views.action_center, name="action-center"),
    path(_MEMBERSHIP + "specializations/", views.specializations, name="specializations"),
    path(_MEMBERSHIP + "specializations/areas/<str:area>/", views.specializations, name="specialization-area"),
    path(_MEMBERSHIP + "audits/", audit_views.own_audits, name="own-audits"),
    path(_ONE, views.specialization, name="specialization"),
    path(_ONE + "audit/", audit_views.audit_request, name="audit-request"),
    path(_ONE + "audit/step/", audit_views.audit_step, name="audit-step"),
    path(_ONE + "audit/audit.ics", audit_views.own_audit_calendar, name="own-audit-calendar"),
    path(_ONE + "audit/reports/<int:report_id>/", audit_views.own_audit_document, name="own-audit-document"),
    path(_ONE + "attest/", views.attest, name="attest"),
    path(_ONE + "requirements/<str:requirement>/", views.requirement_why, name="requirement-why"),
    path(
        _ONE + "requirements/<str:requirement>/contributions.csv",
        views.requirement_download,
        name="requirement-download",
    ),
    path(_ONE + "requirements/<str:requirement>/months.csv", views.requirement_months, name="requirement-months"),
    path("audits/", audit_views.audits, name="audits"),
    path("audits/<int:audit_id>/", audit_views.audit, name="audit"),
    path("audits/<int:audit_id>/audit.ics", audit_views.audit_calendar_entry, name="audit-calendar"),
    path("audits/<int:audit_id>/reports/<int:report_id>/", audit_views.audit_document, name="audit-document"),
    path("programme/auditors/", views.programme_auditors, name="programme-auditors"),
    path(_ONE + "references/new/", reference_views.reference_new, name="reference-new"),
    path(_MEMBERSHIP + "references/", reference_views.references, name="references"),
    path(_MEMBERSHIP + "references/customers/", reference_views.reference_customers, name="reference-customers"),
    path(_REFERENCE, reference_views.reference, name="reference"),
    path(_REFERENCE + "save/", reference_views.reference_save, name="reference-save"),
    path(_REFERENCE + "step/", reference_views.reference_step, name="reference-step"),
    path(_REFERENCE + "documents/", reference_views.reference_attach, name="reference-attach"),
    path(_REFERENCE + "documents/<int:document_id>/", reference_views.reference_document, name="reference-document"),
    path("references/<str:token>/", reference_views.reference_answer, name="reference-answer"),
    path(
        "references/<str:token>/documents/<int:document_id>/",
        reference_views.reference_answer_document,
        name="reference-answer-document",
    ),
    path("reviews/", reference_views.reviews, name="reference-reviews"),
    path("reviews/<int:review_id>/", reference_views.review, name="reference-review"),
    path(
        "reviews/<int:review_id>/documents/<int:document_id>/",
        reference_views.review_document,
        name="reference-review-document",
    ),
    path("programme/", views.programme, name="programme"),
    path("programme/partners/<str:mpn_id>/", views.programme_partner, name="programme-partner"),
    path("programme/partners/<str:mpn_id>/awards/", views.programme_award, name="programme-award"),
    path("programme/partners/<str:mpn_id>/awards/back/", views.programme_award_back, name="programme-award-back"),
]
