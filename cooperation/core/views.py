"""Health, and the pages shown when something goes wrong."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# procrastinate's worker says that it lives every 10 seconds.
WORKER_SILENCE = 60


@never_cache
@require_safe
def health(request):
    """200 when the database, the migrations and the worker are well; 503 and the reasons otherwise."""
    checks = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = _("des migrations restent à appliquer")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - make_interval(secs => %s)",
                [WORKER_SILENCE],
            )
            if not cursor.fetchone()[0]:
                checks["worker"] = _("aucun ouvrier n’a donné signe de vie depuis une minute")
    except DatabaseError as error:
        checks |= {"database": type(error).__name__, "migrations": _("inconnu"), "worker": _("inconnu")}
    well = all(state == "ok" for state in checks.values())
    return JsonResponse({"status": "ok" if well else "error", **checks}, status=200 if well else 503)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
