"""One page, one submit."""

import os

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

from bench.bare.models import Page, Step

ROWS = [
    {
        "label": f"Choice {n}",
        "text": "A line of text about it, as long as such lines are. " * 4,
        "note": "A word beside it.",
    }
    for n in range(int(os.environ.get("BENCH_ROWS", "40")))
]


@login_required
def step(request):
    """Answer a GET with the page; a POST reads one row by its index, writes one, and answers with the same page."""
    page = Page.objects.get(slug="page-1")
    if request.method == "POST":
        Step.objects.create(owner=request.user, page=page, choice=request.POST["choice"])
    return render(request, "page.html", {"page": page, "rows": ROWS})


urlpatterns = [path("step/", step)]
