"""What stands below ``deploy``: manifests that a cluster takes, and figures that the bot really gives."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import kubernetes_validate
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.app.gauges import Gauges
from bot.app.metrics import Metrics
from bot.flow.pace import Pace
from tests.test_project.source import ROOT

if TYPE_CHECKING:
    from bot.db import Database

METRIC = re.compile(r"\bwasla_[a-z_]+")
PARTS = re.compile(r"_(bucket|sum|count|total|created)$")
# Everything of a process is named by the library.
ELSEWHERE = {"process_resident_memory_bytes", "process_cpu_seconds_total"}
MANIFESTS = list(yaml.safe_load_all((ROOT / "deploy/kubernetes/wasla.yaml").read_text("utf-8")))


class Sender:
    """A sender as far as gauges look at it."""

    waiting = 0
    in_charge = True
    pace = Pace()


async def named(database: Database) -> set[str]:
    """Return the names of the series that a process shows, without the endings that Prometheus gives them."""
    metrics = Metrics()
    gauges = Gauges(database, metrics, {"n1": Sender()}, ["a1"], lambda: 1_760_000_000_000)  # type: ignore[dict-item]
    families = text_string_to_metric_families((await gauges.text()).decode())
    return {PARTS.sub("", family.name) for family in families}


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest["kind"])
def test_a_cluster_takes_the_manifests(manifest: dict[str, object]) -> None:
    kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)


def test_a_pod_runs_without_rights_and_is_probed_at_addresses_that_there_are() -> None:
    deployment = next(one for one in MANIFESTS if one["kind"] == "Deployment")["spec"]["template"]["spec"]
    container = deployment["containers"][0]
    assert deployment["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert {container[f"{probe}Probe"]["httpGet"]["path"] for probe in ("startup", "liveness", "readiness")} == {"/livez", "/readyz"}
    assert f"useradd --system --uid {deployment['securityContext']['runAsUser']}" in (ROOT / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize("name", ["deploy/prometheus/rules.yaml", "deploy/grafana/wasla.json", "deploy/kubernetes/wasla.yaml"])
async def test_only_figures_are_asked_for_that_the_bot_gives(name: str, database: Database) -> None:
    asked = {PARTS.sub("", word) for word in METRIC.findall((ROOT / name).read_text("utf-8"))}
    assert asked - await named(database) == set()
    assert asked


async def test_every_figure_that_the_bot_gives_is_on_the_dashboard(database: Database) -> None:
    shown = {PARTS.sub("", word) for word in METRIC.findall((ROOT / "deploy/grafana/wasla.json").read_text("utf-8"))}
    assert {name for name in await named(database) if name.startswith("wasla_")} - shown == set()


def test_panels_don_t_overlap_and_have_a_title() -> None:
    panels = json.loads((ROOT / "deploy/grafana/wasla.json").read_text("utf-8"))["panels"]
    fields = [
        (x, y)
        for panel in panels
        for place in [panel["gridPos"]]
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(fields) == len(set(fields))
    assert all(panel["title"] for panel in panels)


def test_every_alert_rule_says_what_it_is_and_what_to_do() -> None:
    rules = [rule for group in yaml.safe_load((ROOT / "deploy/prometheus/rules.yaml").read_text("utf-8"))["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    assert all({"summary", "description"} <= rule["annotations"].keys() and rule["labels"]["severity"] in {"page", "warn"} for rule in rules)


@pytest.mark.parametrize(
    "figure",
    [
        "wasla_inbox_oldest_seconds",
        "wasla_answer_seconds",
        "wasla_event_notice_seconds",
        "wasla_message_failures",
        "wasla_sender_waited_seconds",
        "wasla_cost_dollars",
        "wasla_templates",
        "wasla_job_runs",
        "wasla_job_last_success_timestamp_seconds",
        "wasla_http_requests",
    ],
)
async def test_what_somebody_must_know_at_once_is_given_shown_and_alarmed(figure: str, database: Database) -> None:
    rules = [rule for group in yaml.safe_load((ROOT / "deploy/prometheus/rules.yaml").read_text("utf-8"))["groups"] for rule in group["rules"]]
    assert figure in await named(database)
    assert figure in (ROOT / "deploy/grafana/wasla.json").read_text("utf-8")
    assert any(figure in rule["expr"] for rule in rules)
