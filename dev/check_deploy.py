#!/usr/bin/env python3
"""The deployment files as far as files can be checked without a daemon or a cluster. Usage: dev/check_deploy.py

Prometheus' configuration, rules and their unit tests (promtool); dashboards against their tables; docker-compose.yml for each profile
(docker-compose); Kubernetes' manifests against its schemas (kubernetes-validate) and as kustomize builds them (kubectl). A tool that is not
there is said in a line that begins with SKIPPED. dev/monitoring.py runs the rules and the dashboards against live servers.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
KUBERNETES_VERSIONS = ("1.29.0", "1.32.0")
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


def rules():
    for file in sorted((DEPLOY / "prometheus/rules").glob("*.yml")):
        for group in yaml.safe_load(file.read_text())["groups"]:
            yield from group["rules"]


def check_alerts():
    """Each alert says what it is, leads to a section of the runbook, and has a unit test in which it fires and one in which it does not."""
    headings = {re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
                for line in (ROOT / "docs/operations.md").read_text().splitlines() if line.startswith("#")}
    tested = {True: set(), False: set()}
    for file in sorted((DEPLOY / "prometheus/tests").glob("*.yml")):
        for test in yaml.safe_load(file.read_text())["tests"]:
            for case in test.get("promql_expr_test", []):
                for name in re.findall(r'alertname="(\w+)"', case["expr"]):
                    tested[bool(case["exp_samples"])].add(name)
            for case in test.get("alert_rule_test", []):
                tested[bool(case["exp_alerts"])].add(case["alertname"])
    for rule in rules():
        if "alert" not in rule:
            continue
        name = rule["alert"]
        if rule.get("labels", {}).get("severity") not in ("page", "ticket"):
            problems.append(f"{name}: severity is neither page nor ticket")
        notes = rule.get("annotations", {})
        for key in ("summary", "description", "runbook"):
            if not notes.get(key):
                problems.append(f"{name}: no {key}")
        file, _, anchor = notes.get("runbook", "").partition("#")
        if file != "docs/operations.md" or anchor not in headings:
            problems.append(f"{name}: its runbook {notes.get('runbook')} leads nowhere")
        for fires in (True, False):
            if name not in tested[fires]:
                problems.append(f"{name}: no unit test in which it {'fires' if fires else 'does not fire'}")


def check_prometheus():
    check_alerts()
    if have("promtool", "Prometheus' rules"):
        run(["promtool", "check", "config", "deploy/prometheus/prometheus.yml"])
        run(["promtool", "test", "rules", *sorted(map(str, (DEPLOY / "prometheus/tests").glob("*.yml")))])


def check_compose():
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


def check_kubernetes():
    validate = pathlib.Path(sys.executable).with_name("kubernetes-validate")
    folder = DEPLOY / "kubernetes"
    base = yaml.safe_load((folder / "base/kustomization.yaml").read_text())
    files = [folder / "base" / name for name in base["resources"]]
    with tempfile.TemporaryDirectory() as scratch:
        if have("kubectl", "kubectl kustomize"):
            for name in ("base", "overlays/cpu"):
                built = pathlib.Path(scratch) / f"{name.replace('/', '-')}.yaml"
                built.write_text(run(["kubectl", "kustomize", str(folder / name)]))
                files.append(built)
        if not validate.is_file():
            print("SKIPPED Kubernetes' schemas: no kubernetes-validate (dev/setup.sh deploy)")
            return
        for version in KUBERNETES_VERSIONS:
            run([str(validate), "--strict", "--quiet", "-k", version, *map(str, files)])


def main():
    check_prometheus()
    run([sys.executable, "deploy/grafana/render.py", "--check"])
    check_compose()
    check_kubernetes()
    print("\n".join(problems), end="\n" if problems else "")
    sys.exit(1 if problems else 0)


main()
