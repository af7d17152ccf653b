"""The site map."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from partnerhub import rulebook_views, views
from partnerhub.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("language/", views.language, name="language"),
    path("help/", views.help_index, name="help"),
    path("help/<str:topic>/", views.help_topic, name="help-topic"),
    path("preferences/", views.prefer, name="preferences"),
    path("accounts/", include("allauth.account.urls")),
    path("rulebook/", rulebook_views.index, name="rulebook"),
    path("rulebook/coverage/", rulebook_views.coverage, name="rulebook-coverage"),
    path("rulebook/differences/", rulebook_views.differences, name="rulebook-differences"),
    path("rulebook/<str:chapter>/", rulebook_views.chapter, name="rulebook-chapter"),
    path("partners/<str:mpn_id>/activity/", views.activity, name="activity"),
    path("partners/<str:mpn_id>/users/", views.users, name="users"),
    path("", include("scoring.urls")),
    path("", include("specializations.urls")),
    path("", include("directory.urls")),
    path("", include("credit.urls")),
    path("", include("evidence.urls")),
    path("api/v1/schema/", public(SpectacularAPIView.as_view()), name="api-schema"),
    path("api/v1/", include("partnerhub.api")),
    path("api/v1/", include("scoring.api")),
    path("api/v1/", include("scoring.eligibility_api")),
    path("api/v1/", include("specializations.api")),
    path("api/v1/", include("directory.api")),
    path("api/v1/", include("evidence.api")),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", views.demo_door, name="demo-door"),
        path("demo/<int:user_id>/", views.demo_sign_in, name="demo-sign-in"),
    ]

handler403 = "partnerhub.views.refused"
handler404 = "partnerhub.views.not_found"
