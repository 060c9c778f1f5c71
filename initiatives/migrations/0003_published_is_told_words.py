from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_reference_data")]

    operations = [
        migrations.AlterConstraint(
            model_name="initiative",
            name="initiative_published_is_told",
            constraint=models.CheckConstraint(
                condition=~Q(state="published") | Q(carrier__isnull=False) & ~Q(summary=""),
                name="initiative_published_is_told",
                violation_error_message="Une fiche publiée dit qui la porte et se résume en trois lignes.",
            ),
        )
    ]
