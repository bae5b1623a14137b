"""What the image is made of, and who looks after it: the list of parts, the workflows, and the rights that it runs with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.test_project.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PINNED = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
MANIFESTS = list(yaml.safe_load_all((ROOT / "deploy/kubernetes/wasla.yaml").read_text("utf-8")))
PODS = [one["spec"]["template"]["spec"] for one in MANIFESTS if one["kind"] in {"Deployment", "StatefulSet", "Job"}]


@cache
def makefile() -> str:
    return (ROOT / "Makefile").read_text("utf-8")


@pytest.fixture(scope="module")
def sbom(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``make sbom`` writes, by its own recipe."""
    recipe = re.search(r"^sbom:.*\n((?:\t.*\n)+)", makefile(), re.MULTILINE)
    assert recipe is not None
    line = next(line for line in recipe[1].replace("\\\n", "").splitlines() if "cyclonedx_py" in line)
    path: Path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    command = line.strip().removeprefix("@$(PY)").replace("build/sbom.json", str(path)).split()
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - ours
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_the_list_of_parts_names_each_package_of_the_image(sbom: dict[str, Any]) -> None:
    locked = {(name.lower(), version) for name, version in PINNED.findall((ROOT / "requirements-server.lock").read_text("utf-8"))}
    listed = {(one["name"].lower(), one["version"]) for one in sbom["components"]}
    assert listed == locked
    assert len(locked) > 30


def test_each_part_can_be_looked_up_and_checked(sbom: dict[str, Any]) -> None:
    assert (sbom["bomFormat"], sbom["metadata"]["component"]["name"]) == ("CycloneDX", "wasla")
    assert all(one["purl"].startswith("pkg:pypi/") for one in sbom["components"])
    assert all(place["hashes"] for one in sbom["components"] for place in one["externalReferences"] if place["type"] == "distribution")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_and_names_the_versions_of_what_it_uses(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert workflow["permissions"] == {"contents": "read"}
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    assert all(job["timeout-minutes"] <= 30 for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_a_workflow_makes_is_there(path: Path) -> None:
    asked = re.findall(r"\bmake ([a-z-]+)", path.read_text("utf-8"))
    assert [target for target in asked if not re.search(rf"^{target}:", makefile(), re.MULTILINE)] == []


def test_both_locks_are_looked_after_every_day() -> None:
    audit = yaml.safe_load((ROOT / ".github/workflows/audit.yml").read_text("utf-8"))
    # YAML 1.1 takes the word on for a truth.
    assert audit[True]["schedule"]
    assert audit["jobs"]["dependencies"]["strategy"]["matrix"]["lock"] == ["requirements-server.lock", "requirements.lock"]


def test_the_image_runs_as_nobody_in_particular() -> None:
    last = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    users = re.findall(r"^USER (\S+)", last, re.MULTILINE)
    assert users == ["10001"]
    assert re.search(r"useradd --system --uid 10001\b", last)
    assert not re.search(r"^(ADD|COPY) (?!--from=)", last, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_a_service_of_compose_writes_nowhere_and_may_nothing(name: str) -> None:
    service = COMPOSE["services"][name]
    assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - the container's own
    assert set(service.get("cap_add", [])) <= {"NET_BIND_SERVICE"}
    assert not service.get("privileged")


def test_compose_shows_the_outside_nothing_but_the_proxy() -> None:
    assert [name for name, service in COMPOSE["services"].items() if service.get("ports")] == ["caddy"]


@pytest.mark.parametrize("pod", PODS)
def test_a_pod_writes_nowhere_and_may_nothing(pod: dict[str, Any]) -> None:
    rights = pod["securityContext"]
    assert (rights["runAsNonRoot"], rights["seccompProfile"]["type"], pod["automountServiceAccountToken"]) == (True, "RuntimeDefault", False)
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    for container in [*pod["containers"], *pod.get("initContainers", [])]:
        own = container["securityContext"]
        assert (own["readOnlyRootFilesystem"], own["allowPrivilegeEscalation"], own["capabilities"]) == (True, False, {"drop": ["ALL"]})
        written = {volume["name"] for volume in pod["volumes"] if "emptyDir" in volume}
        assert {mount["name"] for mount in container["volumeMounts"] if not mount.get("readOnly")} <= written
