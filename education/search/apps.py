"""The search slice in Django's registry."""

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "education.search"
    verbose_name = _("search")

    def ready(self) -> None:
        from education.editorial import publishing
        from education.search import writing

        publishing.register_writer(writing.write)
        post_migrate.connect(keep_index, sender=self, dispatch_uid="search_index")


def keep_index(*, using: str, **_kwargs: object) -> None:
    """Put back what a migration that remakes a table on SQLite has dropped, and fill an index that was never filled."""
    from education.search import backends, writing

    connection = connections[using]
    with connection.cursor() as cursor:
        if "search_searchdocument" not in connection.introspection.table_names(cursor):
            return
    backends.index_of(connection).put(connection)
    if using == DEFAULT_DB_ALIAS:
        writing.fill_when_empty()
