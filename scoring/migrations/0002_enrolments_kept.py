from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerhub", "0001_initial"),
        ("scoring", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(name="enrolment", options={"ordering": ("-starts", "-recorded_at")}),
        migrations.RemoveConstraint(model_name="enrolment", name="enrolment_once"),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("partner", "designation", "starts", "recorded_at"), name="enrolment_recorded_once"
            ),
        ),
    ]
