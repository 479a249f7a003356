"""One row read and one row written a step."""

from django.conf import settings
from django.db import models


class Page(models.Model):
    """What is shown, found by its slug."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=100)

    def __str__(self):
        return self.title


class Step(models.Model):
    """A step taken."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    page = models.ForeignKey(Page, models.CASCADE)
    choice = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.choice
