"""Addresses of everything a learner sees."""

from django.urls import path

from education.learning import claims, comparing, maps, mechanisms, moving, preview, recaps, views

app_name = "learning"

urlpatterns = [
    path("", views.home, name="home"),
    path("pathways/", views.pathways, name="pathways"),
    path("pathways/<slug:slug>/", views.cover, name="cover"),
    path("pathways/<slug:slug>/walks/", views.start, name="start"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<slug:key>/", claims.claim, name="claim"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("walks/<uuid:walk_id>/", views.walk, name="walk"),
    path("walks/<uuid:walk_id>/steps/<int:seq>/", views.step, name="step"),
    path("walks/<uuid:walk_id>/map/", maps.full_map, name="map"),
    path("walks/<uuid:walk_id>/choices/", views.choose, name="choose"),
    path("walks/<uuid:walk_id>/move/", views.move, name="move"),
    path("walks/<uuid:walk_id>/changes/", moving.changes, name="changes"),
    path("walks/<uuid:walk_id>/moved/", moving.moved, name="moved"),
    path("walks/<uuid:walk_id>/compare/", comparing.compare, name="compare"),
    path("walks/<uuid:walk_id>/recap/", recaps.recap, name="recap"),
    path("walks/<uuid:walk_id>/recap/print/", recaps.print_recap, name="print_recap"),
    path("walks/<uuid:walk_id>/print/", recaps.print_trail, name="print_trail"),
    path("walks/<uuid:walk_id>/steps/<int:seq>/print/", recaps.print_step, name="print_step"),
    path("pathways/<slug:slug>/print/", recaps.print_pathway, name="print_pathway"),
    path("pathways/<slug:slug>/compare/", comparing.compare_options, name="compare_options"),
    path("admin/pathways/pathway/<int:pk>/preview/", preview.begin, name="preview_start"),
    path("admin/pathways/pathway/<int:pk>/preview/<slug:step_key>/", preview.step, name="preview"),
]
