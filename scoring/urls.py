"""Solutions Partner pages."""

from django.urls import URLPattern, path

from scoring import views

_DESIGNATION = "partners/<str:mpn_id>/membership/solutions-partner/<str:designation>/"

urlpatterns: list[URLPattern] = [
    path(_DESIGNATION, views.designation, name="designation"),
    path(_DESIGNATION + "history/", views.history, name="history"),
    path(_DESIGNATION + "changes/", views.changes, name="changes"),
    path(_DESIGNATION + "<str:metric>/", views.metric_why, name="why"),
    path(_DESIGNATION + "<str:metric>/contributions.csv", views.metric_download, name="why-download"),
]
