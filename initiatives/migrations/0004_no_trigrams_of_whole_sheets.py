from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_published_is_told_words")]

    operations = [migrations.RemoveIndex(model_name="initiative", name="initiative_search_trgm")]
