"""An audit request becomes the audit itself, with its steps. What was closed had no outcome: it is taken as withdrawn that day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import TruncDate

STATES = [
    ("requested", "Requested"), ("accepted", "Accepted by the auditor"), ("proposed", "Day proposed"),
    ("agreed", "Day agreed"), ("held", "Held"), ("gaps", "Gaps reported"), ("answered", "Gaps answered"),
    ("passed", "Pass"), ("not_passed", "No Pass"), ("withdrawn", "Withdrawn"), ("declined", "Declined by the auditor"),
]


def end_closed(apps, schema_editor):
    apps.get_model("specializations", "Audit").objects.filter(state="closed").update(
        state="withdrawn", ended_on=TruncDate("requested_at")
    )


class Migration(migrations.Migration):

    dependencies = [
        ("specializations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("AuditRequest", "audit_request_open_once"),
        migrations.RenameModel("AuditRequest", "Audit"),
        migrations.AlterField("Audit", "state", models.CharField(choices=STATES, default="requested", max_length=20)),
        migrations.AlterField("Audit", "partner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="audits", to="partnerhub.partner")),
        migrations.AddField("Audit", "auditor", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="audits", to=settings.AUTH_USER_MODEL)),
        migrations.AddField("Audit", "day", models.DateField(blank=True, null=True, verbose_name="the day proposed, or agreed")),
        migrations.AddField("Audit", "proposed_by", models.CharField(blank=True, default="", max_length=10, verbose_name="the side that proposed the day"), preserve_default=False),
        migrations.AddField("Audit", "ended_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(end_closed, migrations.RunPython.noop),
        migrations.AddConstraint("Audit", models.UniqueConstraint(condition=models.Q(("ended_on__isnull", True)), fields=("partner", "specialization"), name="audit_open_once")),
        migrations.CreateModel(
            name="AuditStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=20)),
                ("side", models.CharField(max_length=10, verbose_name="the side that took it")),
                ("at", models.DateTimeField()),
                ("day", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True, max_length=4000)),
                ("audit", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="specializations.audit")),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ("at", "pk")},
        ),
    ]
