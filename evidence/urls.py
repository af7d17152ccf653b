"""Evidence pages."""

from django.urls import URLPattern, path

from evidence import views

_DATA = "partners/<str:mpn_id>/data/"

urlpatterns: list[URLPattern] = [
    path(_DATA, views.data, name="data"),
    path(_DATA + "imports/", views.imports, name="imports"),
    path(_DATA + "import/", views.import_file, name="import"),
    path(_DATA + "imports/<uuid:job_id>/", views.import_progress, name="import-progress"),
    path(_DATA + "runs/<int:run_id>/", views.run, name="run"),
    path(_DATA + "runs/<int:run_id>/rejections.csv", views.run_rejections, name="run-rejections"),
]
