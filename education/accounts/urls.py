"""Addresses of what people set for themselves; signing in and out is under /accounts/ (allauth)."""

from django.urls import path

from education.accounts import views

app_name = "accounts"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
]
