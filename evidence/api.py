"""Evidence over REST: what is known month by month; runs, uploads, one run with its rejected rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.http import Http404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from evidence import actions, lake
from evidence.coverage import Coverage
from evidence.data_page import DataPage, Line, Notice, data_page
from evidence.datasets import DATASETS
from evidence.models import Run
from evidence.pages import NAMED_MONTHS
from partnerhub import clock
from partnerhub.api import Page, PartnerView
from partnerhub.asking import SENSIBLE
from partnerhub.models import Job

REJECTIONS_SHOWN = 100


class RunSerializer(serializers.ModelSerializer[Run]):
    """One imported file."""

    months = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = (
            "id",
            "dataset",
            "file_name",
            "digest",
            "size",
            "customer",
            "status",
            "accepted",
            "rejected",
            "recorded_at",
            "months",
        )

    def get_months(self, run: Run) -> list[str]:
        return [f"{row.month:%Y-%m}" for row in run.months.all()]


class UploadSerializer(serializers.Serializer[Any]):
    """A file to import; its kind is recognised from the header unless it is named."""

    file = serializers.FileField()
    dataset = serializers.ChoiceField(sorted(DATASETS), required=False)
    customer = serializers.CharField(required=False, max_length=64, default="")


class JobSerializer(serializers.ModelSerializer[Job]):
    """A piece of background work and what came of it."""

    class Meta:
        model = Job
        fields = ("id", "title", "state", "percent", "step", "message", "result", "created_at", "finished_at")


class Runs(PartnerView):
    """Every imported file, newest first; POST uploads one and answers with the job that imports it (202)."""

    permissions: ClassVar = {"GET": "evidence.view", "POST": "evidence.import"}
    parser_classes = (MultiPartParser,)

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request, mpn_id: str) -> Response:
        pages = Page()
        rows = Run.objects.filter(partner=self.partner).prefetch_related(NAMED_MONTHS)
        page = pages.paginate_queryset(rows, request) or []
        return pages.get_paginated_response(RunSerializer(page, many=True).data)

    @extend_schema(request=UploadSerializer, responses={202: JobSerializer})
    def post(self, request: Request, mpn_id: str) -> Response:
        upload = UploadSerializer(data=request.data)
        upload.is_valid(raise_exception=True)
        data = upload.validated_data
        stored = actions.store_upload(data["file"])
        job = actions.request_import(self.partner, stored, data.get("dataset"), data["customer"], request.user)  # type: ignore[arg-type]
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class OneRun(PartnerView):
    """One imported file with its first 100 rejected rows."""

    permissions: ClassVar = {"GET": "evidence.view"}

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, mpn_id: str, run_id: int) -> Response:
        run = Run.objects.filter(partner=self.partner, pk=run_id).prefetch_related(NAMED_MONTHS).first()
        if run is None:
            raise Http404
        rejected = [
            {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason}
            for one in lake.rejections(run, REJECTIONS_SHOWN)
        ]
        return Response({**RunSerializer(run).data, "rejections": rejected})


class AskedDaySerializer(serializers.Serializer[Any]):
    """A day and a state of knowledge."""

    as_of = serializers.DateField(required=False, validators=SENSIBLE)
    known_at = serializers.DateTimeField(required=False)


class Data(PartnerView):
    """What is known of every dataset month by month, and what of it is late, missing or doubtful."""

    permissions: ClassVar = {"GET": "evidence.view"}

    @extend_schema(
        parameters=[
            OpenApiParameter("as_of", OpenApiTypes.DATE, description="The day that is looked at; today by default."),
            OpenApiParameter(
                "known_at", OpenApiTypes.DATETIME, description="With what was known at this moment; now by default."
            ),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, mpn_id: str) -> Response:
        asked = AskedDaySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        day, known_at = asked.validated_data.get("as_of"), asked.validated_data.get("known_at")
        return Response({"partner": mpn_id, **_data(data_page(self.partner, day or clock.today(), known_at))})


def _data(page: DataPage) -> dict[str, Any]:
    return {
        "as_of": page.as_of,
        "data_until": f"{page.fresh.data_until:%Y-%m}" if page.fresh else None,
        "next_refresh": page.fresh.next_refresh if page.fresh else None,
        "datasets": [_dataset(line) for line in page.lines],
        "notices": [_notice(notice) for notice in page.notices],
    }


def _dataset(line: Line) -> dict[str, Any]:
    covered, file = line.covered, line.covered.file
    return {
        "dataset": covered.dataset,
        "title": line.title,
        "late": covered.late,
        "newest_run": file.pk if file else None,
        "known_since": file.recorded_at if file else None,
        "newest_fact": covered.newest_fact,
        "months": _months(covered, line.known),
    }


def _months(covered: Coverage, named: Sequence[date]) -> list[dict[str, Any]]:
    return [
        {"month": f"{one.month:%Y-%m}", "state": one.state, "rows": one.rows, "run": one.run}
        for one in covered.months
        if one.run is None or one.month in named
    ]


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "dataset": notice.dataset,
        "state": notice.state,
        "months": [f"{month:%Y-%m}" for month in notice.months],
        "text": notice.text,
        "to_do": notice.to_do,
    }


class OneJob(PartnerView):
    """How far a piece of background work is."""

    permissions: ClassVar = {"GET": "activity.view"}

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, mpn_id: str, job_id: str) -> Response:
        job = Job.objects.filter(partner=self.partner, pk=job_id).first()
        if job is None:
            raise Http404
        return Response(JobSerializer(job).data)


_PARTNER = "partners/<str:mpn_id>/"
urlpatterns = [
    path(_PARTNER + "data/", Data.as_view(), name="api-data"),
    path(_PARTNER + "runs/", Runs.as_view(), name="api-runs"),
    path(_PARTNER + "runs/<int:run_id>/", OneRun.as_view(), name="api-run"),
    path(_PARTNER + "jobs/<uuid:job_id>/", OneJob.as_view(), name="api-job"),
]
