"""Membership overview, specializations, and the programme's desk."""

from django.urls import URLPattern, path

from specializations import views

_MEMBERSHIP = "partners/<str:mpn_id>/membership/"
_ONE = _MEMBERSHIP + "specializations/<str:specialization>/"

urlpatterns: list[URLPattern] = [
    path(_MEMBERSHIP, views.membership, name="membership"),
    path(_MEMBERSHIP + "actions/", views.action_center, name="action-center"),
    path(_MEMBERSHIP + "specializations/", views.specializations, name="specializations"),
    path(_MEMBERSHIP + "specializations/areas/<str:area>/", views.specializations, name="specialization-area"),
    path(_ONE, views.specialization, name="specialization"),
    path(_ONE + "audit/", views.audit_request, name="audit-request"),
    path(_ONE + "audit/step/", views.audit_step, name="audit-step"),
    path(_ONE + "attest/", views.attest, name="attest"),
    path(_ONE + "requirements/<str:requirement>/", views.requirement_why, name="requirement-why"),
    path(
        _ONE + "requirements/<str:requirement>/contributions.csv",
        views.requirement_download,
        name="requirement-download",
    ),
    path("audits/", views.audits, name="audits"),
    path("audits/<int:audit_id>/", views.audit, name="audit"),
    path("programme/", views.programme, name="programme"),
    path("programme/partners/<str:mpn_id>/", views.programme_partner, name="programme-partner"),
    path("programme/partners/<str:mpn_id>/awards/", views.programme_award, name="programme-award"),
]
