#!/usr/bin/env python
"""Django's command-line utility; `python3 dev.py manage …` runs it in the project's environment."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cooperation.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
