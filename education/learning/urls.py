"""Addresses of everything a learner sees."""

from django.urls import path

from education.learning import preview, views

app_name = "learning"

urlpatterns = [
    path("", views.home, name="home"),
    path("pathways/", views.pathways, name="pathways"),
    path("pathways/<slug:slug>/", views.cover, name="cover"),
    path("pathways/<slug:slug>/walks/", views.start, name="start"),
    path("walks/<uuid:walk_id>/", views.walk, name="walk"),
    path("walks/<uuid:walk_id>/steps/<int:seq>/", views.step, name="step"),
    path("walks/<uuid:walk_id>/choices/", views.choose, name="choose"),
    path("walks/<uuid:walk_id>/move/", views.move, name="move"),
    path("walks/<uuid:walk_id>/moved/", views.moved, name="moved"),
    path("admin/pathways/pathway/<int:pk>/preview/", preview.begin, name="preview_start"),
    path("admin/pathways/pathway/<int:pk>/preview/<slug:step_key>/", preview.step, name="preview"),
]
