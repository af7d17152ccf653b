"""The worker and the whole schedule, in sight.

Without ``REDIS_URL`` messages travel through a folder in ``VAR_DIR``: a real worker and a real beat all the same.
A message can be lost with a killed worker; the Job row cannot, and ``recover_jobs`` sends it again.
"""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerhub.settings")


def _folder_broker(var_dir: Path) -> dict[str, Any]:
    folder = var_dir / "broker"
    for name in ("queue", "control", "processed"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        "polling_interval": 0.1,
    }
    return {"broker_url": "filesystem://localhost//", "broker_transport_options": options}


app = Celery("partnerhub")
app.conf.update(
    {"broker_url": settings.REDIS_URL} if settings.REDIS_URL else _folder_broker(settings.VAR_DIR),
    broker_connection_retry_on_startup=True,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    beat_schedule_filename=str(settings.VAR_DIR / "beat-schedule"),
    timezone="UTC",
    beat_schedule={
        # Jobs whose worker vanished are sent again.
        "recover-jobs": {"task": "partnerhub.tasks.recover_jobs", "schedule": 60.0},
        # Letters that could not be sent, or whose worker vanished; the others are sent as they are written.
        "send-letters": {"task": "partnerhub.tasks.send_letters", "schedule": 60.0},
        # Skilling is refreshed daily: a certificate starts to count a fixed number of days after it was earned.
        "refresh-skilling": {"task": "scoring.tasks.refresh_skilling", "schedule": crontab(hour="3", minute="10")},
        # Performance and customer success are published monthly. The rulebook knows the day (the 15th in the 2022
        # edition, the 20th in 2023); the task asks it and does nothing on the other one.
        "refresh-performance": {
            "task": "scoring.tasks.refresh_performance",
            "schedule": crontab(day_of_month="15,20", hour="4", minute="10"),
        },
        # Anniversaries, renewals and reminders of specializations, after the scores of the day.
        "review-specializations": {
            "task": "specializations.tasks.review_everyone",
            "schedule": crontab(hour="5", minute="10"),
        },
        # Rules, records and partners that the credit of the last months rests on.
        "refresh-credit": {"task": "credit.tasks.refresh_everyone", "schedule": crontab(hour="3", minute="40")},
        # Files of imports that were killed before they were published.
        "sweep-lake": {"task": "evidence.tasks.sweep_lake", "schedule": crontab(hour="2", minute="40")},
        # Approvals of references that expire, contacts of references that are not needed any more.
        "end-references": {"task": "specializations.tasks.end_references", "schedule": crontab(hour="1", minute="20")},
        # Badges in the directory that end by the calendar, leads that expire, people in them who are forgotten.
        "directory": {"task": "directory.tasks.nightly", "schedule": crontab(hour="0", minute="10")},
        # Documents whose upload was broken off.
        "sweep-documents": {"task": "partnerhub.tasks.sweep_documents", "schedule": crontab(hour="2", minute="50")},
    },
)
app.autodiscover_tasks()
