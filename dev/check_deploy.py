#!/usr/bin/env python3
"""The deployment files as far as files can be checked without a daemon or a cluster. Usage: dev/check_deploy.py

Prometheus' configuration, rules and their unit tests (promtool); dashboards against their tables; docker-compose.yml for each profile
(docker-compose); the settings of both (`holster config print`, where it is built); Kubernetes' manifests against its schemas
(kubernetes-validate) and as kustomize builds them (kubectl). A tool that is not there is said in a line that begins with SKIPPED.
dev/monitoring.sh runs the rules and the dashboards against live servers.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import monitoring_queries as queries

ROOT, DEPLOY = queries.ROOT, queries.DEPLOY
HOLSTER = ROOT / ".build/release/holster"
KUBERNETES = DEPLOY / "kubernetes"
KUBERNETES_VERSIONS = ("1.29.0", "1.32.0")
# Younger than Debian's: the field `labels` came with 4.1.
KUSTOMIZE_VERSION = (4, 1)
problems = []

try:
    import yaml
except ImportError:
    print("SKIPPED deployment files: no PyYAML (dev/setup.sh deploy)")
    sys.exit(0)


def run(command, **options):
    """Output of a command; a failure is a problem."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, **options)
    if done.returncode != 0:
        problems.append(f"{' '.join(map(str, command[:4]))} …:\n{(done.stdout + done.stderr).strip()[-3000:]}")
    return done.stdout


def have(tool, what):
    if shutil.which(tool):
        return True
    print(f"SKIPPED {what}: no {tool}")
    return False


def headings(file):
    lines = (ROOT / file).read_text().splitlines()
    return {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in lines if line.startswith("#")}


def tested_alerts():
    """Names of the alerts that some unit test sees firing (True), and not firing (False)."""
    tested = {True: set(), False: set()}
    for file in sorted((DEPLOY / "prometheus/tests").glob("*.yml")):
        for test in yaml.safe_load(file.read_text())["tests"]:
            for case in test.get("promql_expr_test", []):
                for name in re.findall(r'alertname="(\w+)"', case["expr"]):
                    tested[bool(case["exp_samples"])].add(name)
            for case in test.get("alert_rule_test", []):
                tested[bool(case["exp_alerts"])].add(case["alertname"])
    return tested


def check_alerts():
    """Each alert says what it is, leads to a section of the runbook, and has a unit test in which it fires and one in which it does not."""
    sections, tested, names = headings("docs/runbook.md"), tested_alerts(), set()
    for rule in (rule for _, group in queries.groups() for rule in group["rules"] if "alert" in rule):
        name, notes = rule["alert"], rule.get("annotations", {})
        names.add(name)
        if rule.get("labels", {}).get("severity") not in ("page", "ticket"):
            problems.append(f"{name}: severity is neither page nor ticket")
        problems.extend(f"{name}: no {key}" for key in ("summary", "description") if not notes.get(key))
        if notes.get("runbook") != f"docs/runbook.md#{name.lower()}" or name.lower() not in sections:
            problems.append(f"{name}: its runbook {notes.get('runbook')} leads nowhere")
        for fires in (True, False):
            if name not in tested[fires]:
                problems.append(f"{name}: no unit test in which it {'fires' if fires else 'does not fire'}")
    left = {section for section in sections if section.startswith("holster")} - {name.lower() for name in names}
    problems.extend(f"docs/runbook.md: no alert is called {section}" for section in sorted(left))


def check_metric_names():
    """What rules and dashboards ask for is in the table of metrics."""
    table = (ROOT / "docs/operations.md").read_text()
    for where, expression in queries.expressions():
        for metric in queries.metrics(expression):
            name = re.sub(r"_(bucket|count|sum)$", "", metric) if "_seconds_" in metric else metric
            if name.startswith(("holster_", "process_")) and f"`{name}`" not in table:
                problems.append(f"{where}: {name} is not among docs/operations.md's metrics")


def check_prometheus():
    check_alerts()
    check_metric_names()
    if not have("promtool", "Prometheus' rules"):
        return
    run(["promtool", "check", "config", "deploy/prometheus/prometheus.yml"])
    run(["promtool", "test", "rules", *sorted(map(str, (DEPLOY / "prometheus/tests").glob("*.yml")))])
    # Debian's build knows no Kubernetes: the discovery is left out, relabelling is what is checked.
    cluster = yaml.safe_load((KUBERNETES / "prometheus.yml").read_text())
    for job in cluster["scrape_configs"]:
        del job["kubernetes_sd_configs"]
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write(yaml.safe_dump(cluster))
        file.flush()
        run(["promtool", "check", "config", file.name])


def check_compose():
    """Images are pinned, ports stay on loopback, and each profile is what docker-compose reads. Answers the services."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name, service in services.items():
        image = service["image"]
        if ":" not in image.rsplit("/", 1)[-1] or image.endswith(":latest"):
            problems.append(f"docker-compose.yml: {name}'s image {image} is not pinned")
        for port in service.get("ports", []):
            if not str(port).startswith("127.0.0.1:"):
                problems.append(f"docker-compose.yml: {name} publishes {port} beyond loopback")
    if have("docker-compose", "docker-compose.yml"):
        for profile in sorted({profile for service in services.values() for profile in service["profiles"]}):
            run(["docker-compose", "--profile", profile, "config", "--quiet"])
    return services


def check_settings(services):
    """The variables of the image and of compose, and the cluster's file, are settings that holster knows."""
    if not HOLSTER.is_file():
        print("SKIPPED settings of deployment files: holster is not built")
        return
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HOLSTER_")}
    image = dict(re.findall(r"(HOLSTER_\w+)=(\S+)", (ROOT / "Dockerfile").read_text()))
    for service in services.values():
        variables = {name: re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", value) for name, value in service.get("environment", {}).items()}
        run([HOLSTER, "config", "print"], env=bare | image | {name: value for name, value in variables.items() if name.startswith("HOLSTER_")})
    run([HOLSTER, "config", "print", "--config", KUBERNETES / "base/settings/holster.yaml"], env=bare | image)


def check_manifests(files):
    """A service called holster gives pods HOLSTER_PORT and the like, which holster refuses, unless their links are off."""
    for file in files:
        for manifest in yaml.safe_load_all(file.read_text()):
            pod = manifest.get("spec", {}).get("template", {}).get("spec", {})
            images = [container["image"] for container in pod.get("containers", [])]
            if any(re.match(r"(.*/)?holster\b", image) for image in images) and pod.get("enableServiceLinks") is not False:
                problems.append(f"{file.name}: {manifest['metadata']['name']}: enableServiceLinks is not false")


def kustomize_is_there():
    if not have("kubectl", "kubectl kustomize"):
        return False
    version = re.search(r"v(\d+)\.(\d+)", json.loads(run(["kubectl", "version", "--client", "-o", "json"])).get("kustomizeVersion", "v2.0"))
    if tuple(map(int, version.groups())) >= KUSTOMIZE_VERSION:
        return True
    print(f"SKIPPED kubectl kustomize: {version.group()} is too old")
    return False


def check_kubernetes():
    validate = pathlib.Path(sys.executable).with_name("kubernetes-validate")
    base = yaml.safe_load((KUBERNETES / "base/kustomization.yaml").read_text())
    files = [KUBERNETES / "base" / name for name in base["resources"]]
    with tempfile.TemporaryDirectory() as scratch:
        if kustomize_is_there():
            for name in ("base", "overlays/cpu"):
                built = pathlib.Path(scratch) / f"{name.replace('/', '-')}.yaml"
                built.write_text(run(["kubectl", "kustomize", str(KUBERNETES / name)]))
                files.append(built)
        check_manifests(files)
        if not validate.is_file():
            print("SKIPPED Kubernetes' schemas: no kubernetes-validate (dev/setup.sh deploy)")
            return
        for version in KUBERNETES_VERSIONS:
            run([str(validate), "--strict", "--quiet", "-k", version, *map(str, files)])


def main():
    check_prometheus()
    run([sys.executable, "deploy/grafana/render.py", "--check"])
    check_settings(check_compose())
    check_kubernetes()
    print("\n".join(problems), end="\n" if problems else "")
    sys.exit(1 if problems else 0)


main()
