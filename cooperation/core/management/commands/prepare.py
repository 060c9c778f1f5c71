from django.core.management import BaseCommand, call_command, get_commands


class Command(BaseCommand):
    """What ``dev.py run`` needs before the servers start, in one process: starting Django takes a second."""

    help = "Migrate, load the demo network if the database is empty, print the demo accounts."
    requires_system_checks = ()  # the web server runs them

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_true", help="leave the database as it is")

    def handle(self, **options):
        call_command("migrate", interactive=False, verbosity=0)
        if not options["no_demo"] and "demo" in get_commands():
            call_command("demo", if_empty=True)
            call_command("demo", accounts=True)
