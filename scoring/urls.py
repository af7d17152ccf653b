"""Solutions Partner pages."""

from django.urls import URLPattern, path

from scoring import eligibility_views, views

_MEMBERSHIP = "partners/<str:mpn_id>/membership/"
_DESIGNATION = _MEMBERSHIP + "solutions-partner/<str:designation>/"
_CUSTOMERS = _MEMBERSHIP + "solutions-partner/customers/"
_PEOPLE = _MEMBERSHIP + "solutions-partner/people/"

urlpatterns: list[URLPattern] = [
    path(_MEMBERSHIP + "solutions-partner/", views.solutions_partner, name="solutions-partner"),
    path(_MEMBERSHIP + "history/", views.histories, name="histories"),
    path(_MEMBERSHIP + "skilling/", eligibility_views.skilling, name="skilling"),
    path(_CUSTOMERS, eligibility_views.customers, name="customers"),
    path(_CUSTOMERS + "customers.csv", eligibility_views.customers_download, name="customers-download"),
    path(_CUSTOMERS + "<path:tenant>/", eligibility_views.customer, name="customer"),
    path(_PEOPLE, eligibility_views.people, name="people"),
    path(_PEOPLE + "people.csv", eligibility_views.people_download, name="people-download"),
    path(_PEOPLE + "ending.csv", eligibility_views.ending_download, name="ending-download"),
    path(_PEOPLE + "<str:person>/", eligibility_views.person, name="person"),
    path(_DESIGNATION, views.designation, name="designation"),
    path(_DESIGNATION + "score.csv", views.score_download, name="score-download"),
    path(_DESIGNATION + "categories.csv", views.categories_download, name="categories-download"),
    path(_DESIGNATION + "history/", views.history, name="history"),
    path(_DESIGNATION + "history/history.csv", views.history_download, name="history-download"),
    path(_DESIGNATION + "changes/", views.changes, name="changes"),
    path(_DESIGNATION + "<str:metric>/", views.metric_why, name="why"),
    path(_DESIGNATION + "<str:metric>/contributions.csv", views.metric_download, name="why-download"),
]
