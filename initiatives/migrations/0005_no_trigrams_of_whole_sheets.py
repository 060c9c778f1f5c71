from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_enrolment_name_mended")]

    operations = [migrations.RemoveIndex(model_name="initiative", name="initiative_search_trgm")]
