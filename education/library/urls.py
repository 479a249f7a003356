"""Addresses of the library's own pages."""

from django.urls import path

from education.library import views

app_name = "library"
urlpatterns = [
    path("references/<slug:key>/", views.reference, name="reference"),
    path("terms/", views.terms, name="terms"),
    path("terms/<slug:slug>/", views.term, name="term"),
]
