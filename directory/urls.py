"""Business profiles, leads, and the public directory."""

from django.urls import URLPattern, path

from directory import lead_views, public_views, views

_PROFILES = "partners/<str:mpn_id>/profiles/"
_ONE = _PROFILES + "<str:country>/"
_LEADS = "partners/<str:mpn_id>/leads/"
_PUBLIC = "directory/"

urlpatterns: list[URLPattern] = [
    path(_PUBLIC, public_views.directory, name="directory"),
    path(_PUBLIC + "places/", public_views.directory_places, name="directory-places"),
    path(_PUBLIC + "logos/<str:digest>/", public_views.logo, name="directory-logo"),
    path(_PUBLIC + "sitemap-<int:number>.xml", public_views.sitemap, name="directory-sitemap"),
    path(_PUBLIC + "<int:listing_id>/", public_views.provider, name="directory-profile"),
    path(_PUBLIC + "<int:listing_id>/contact/", public_views.contact, name="directory-contact"),
    path("sitemap.xml", public_views.sitemap_index, name="sitemap"),
    path("robots.txt", public_views.robots, name="robots"),
    path(_PROFILES, views.profiles, name="profiles"),
    path(_PROFILES + "new/", views.profile_new, name="profile-new"),
    path(_ONE, views.profile, name="profile"),
    path(_ONE + "save/", views.profile_save, name="profile-save"),
    path(_ONE + "locations/", views.profile_locations, name="profile-locations"),
    path(_ONE + "locations/step/", views.profile_location_step, name="profile-location-step"),
    path(_ONE + "preview/", views.profile_preview, name="profile-preview"),
    path(_ONE + "publish/", views.profile_publish, name="profile-publish"),
    path(_ONE + "delete/", views.profile_delete, name="profile-delete"),
    path(_ONE + "logo/", views.profile_logo, name="profile-logo"),
    path(_LEADS, lead_views.leads, name="leads"),
    path(_LEADS + "leads.csv", lead_views.leads_download, name="leads-download"),
    path(_LEADS + "<int:lead_id>/", lead_views.lead, name="lead"),
    path(_LEADS + "<int:lead_id>/step/", lead_views.lead_step, name="lead-step"),
]
