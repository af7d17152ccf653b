"""Pages of partner-earned credit; a month is written 2023-07."""

from django.urls import URLPattern, path

from credit import views

_CREDIT = "partners/<str:mpn_id>/credit/"
_MONTH = _CREDIT + "<str:month>/"

urlpatterns: list[URLPattern] = [
    path(_CREDIT, views.credit, name="credit"),
    path(_CREDIT + "months.csv", views.months_download, name="credit-months-download"),
    path(_CREDIT + "next-steps/", views.next_steps, name="credit-steps"),
    path(_CREDIT + "alerts/", views.alerts, name="credit-alerts"),
    path(_CREDIT + "agreement/", views.lapse, name="credit-lapse"),
    path(_CREDIT + "agreement/<int:lapse_id>/back/", views.lapse_back, name="credit-lapse-back"),
    path(_MONTH, views.month, name="credit-month"),
    path(_MONTH + "shares.csv", views.shares_download, name="credit-shares-download"),
    path(_MONTH + "why/", views.why, name="credit-why"),
    path(_MONTH + "why/lines.csv", views.lines_download, name="credit-lines-download"),
    path(_MONTH + "reconciliation/", views.reconciliation, name="credit-reconciliation"),
    path(_MONTH + "reconciliation/differences.csv", views.differences_download, name="credit-differences-download"),
    path(_MONTH + "customers/<path:tenant>/", views.customer, name="credit-customer"),
    path(_MONTH + "resources/<path:scope>/", views.resource, name="credit-resource"),
]
