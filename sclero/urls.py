"""Every address of Sclero; tests/access.py says who may use each with which verb."""

from django.contrib import admin
from django.urls import include, path

handler400 = "education.core.errors.bad_request"
handler403 = "education.core.errors.forbidden"
handler404 = "education.core.errors.not_found"
handler429 = "education.core.errors.too_many_requests"  # looked up by allauth's rate limits
handler500 = "education.core.errors.server_error"

urlpatterns = [
    path("", include("education.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("education.search.urls")),
    path("", include("education.library.urls")),
    path("", include("education.learning.urls")),
    path("admin/", admin.site.urls),
]
