"""Many triggers in one migration operation: Django draws all models anew for each operation, which took seconds."""

from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger


class AddTriggers(Operation):
    """What as many `AddTrigger` would do, (model name, compiled trigger) each, without asking for the models."""

    reversible = True

    def __init__(self, triggers):
        self.triggers = triggers

    def deconstruct(self):
        return self.__class__.__name__, [], {"triggers": self.triggers}

    def state_forwards(self, app_label, state):
        for model_name, trigger in self.triggers:
            AddTrigger(model_name=model_name, trigger=trigger).state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for _model_name, trigger in self.triggers:
            # No parameters: the functions hold percent signs of their own.
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for _model_name, trigger in reversed(self.triggers):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self):
        return f"Create {len(self.triggers)} triggers"
