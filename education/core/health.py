"""Is this process alive, and may it be sent readers? For load balancers and supervisors; no session, no cookie."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_migrated: set[str] = set()  # databases seen fully migrated by this process; migrations only ever go forward


@require_safe
@never_cache
def healthz(request):
    """200 as long as the process answers. Asks the database nothing."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request):
    """200 when the database answers and every migration is applied, 503 with what is missing otherwise."""
    missing = _missing()
    return JsonResponse({"status": missing or "ok"}, status=503 if missing else 200)


def _missing() -> str:
    """Return what stands in the way of serving: "" for nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "" if _is_migrated() else "migrations"
    except DatabaseError:
        return "database"


def _is_migrated() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True
