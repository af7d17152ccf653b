"""Membership overview, specializations, and the programme's desk."""

from django.urls import URLPattern, path

from specializations import audit_views, views

_MEMBERSHIP = "partners/<str:mpn_id>/membership/"
_ONE = _MEMBERSHIP + "specializations/<str:specialization>/"

urlpatterns: list[URLPattern] = [
    path(_MEMBERSHIP, views.membership, name="membership"),
    path(_MEMBERSHIP + "actions/", views.action_center, name="action-center"),
    path(_MEMBERSHIP + "specializations/", views.specializations, name="specializations"),
    path(_MEMBERSHIP + "specializations/areas/<str:area>/", views.specializations, name="specialization-area"),
    path(_ONE, views.specialization, name="specialization"),
    path(_ONE + "audit/", audit_views.audit_request, name="audit-request"),
    path(_ONE + "audit/step/", audit_views.audit_step, name="audit-step"),
    path(_ONE + "audit/audit.ics", audit_views.own_audit_calendar, name="own-audit-calendar"),
    path(_ONE + "audit/documents/<int:document_id>/", audit_views.own_audit_document, name="own-audit-document"),
    path(_ONE + "attest/", views.attest, name="attest"),
    path(_ONE + "requirements/<str:requirement>/", views.requirement_why, name="requirement-why"),
    path(
        _ONE + "requirements/<str:requirement>/contributions.csv",
        views.requirement_download,
        name="requirement-download",
    ),
    path("audits/", audit_views.audits, name="audits"),
    path("audits/<int:audit_id>/", audit_views.audit, name="audit"),
    path("audits/<int:audit_id>/audit.ics", audit_views.audit_calendar_entry, name="audit-calendar"),
    path("audits/<int:audit_id>/documents/<int:document_id>/", audit_views.audit_document, name="audit-document"),
    path("programme/auditors/", views.programme_auditors, name="programme-auditors"),
    path("programme/", views.programme, name="programme"),
    path("programme/partners/<str:mpn_id>/", views.programme_partner, name="programme-partner"),
    path("programme/partners/<str:mpn_id>/awards/", views.programme_award, name="programme-award"),
]
