#!/usr/bin/env python3
"""Runs Prometheus' rules and the dashboards' queries against live servers; dev/monitoring.sh starts those.

Usage: dev/monitoring.py configure FOLDER PROMETHEUS HOLSTER TRITON   write FOLDER/prometheus.yml: ours, scraping these addresses each second
       dev/monitoring.py hostile FOLDER            write listings whose categories and regions are meant to harm the page of metrics
       dev/monitoring.py loaded PROMETHEUS         a healthy system under load: rules, queries, names
       dev/monitoring.py failing PROMETHEUS HOLSTER   without Triton, after hostile listings: the alert, and the page
"""
import json
import math
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import monitoring_queries as queries

problems = []


def row(what, found, problem=None):
    print(f"{'FAILED' if problem else 'ok':7} {what:78.78} {problem or found}")
    if problem:
        problems.append(f"{what}: {problem}")


class Prometheus:
    def __init__(self, address):
        self.address = address

    def get(self, path, **parameters):
        url = f"http://{self.address}/api/v1/{path}?{urllib.parse.urlencode(parameters, doseq=True)}"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                body = json.load(answer)
        except urllib.error.HTTPError as error:
            body = json.load(error)
        if body["status"] != "success":
            raise ValueError(body["error"])
        return body["data"]

    def samples(self, expression, instant):
        """How many series have a number: now, or at some time of the last half minute."""
        if instant:
            series = [[each["value"]] for each in self.get("query", query=expression)["result"]]
        else:
            now = time.time()
            found = self.get("query_range", query=expression, start=now - 30, end=now, step=1)
            series = [each["values"] for each in found["result"]]
        return sum(any(math.isfinite(float(value)) for _, value in values) for values in series)

    def value(self, expression):
        result = self.get("query", query=expression)["result"]
        return float(result[0]["value"][1]) if result else math.nan

    def raised(self):
        """Names of the alerts that are pending or firing."""
        return {alert["labels"]["alertname"] for alert in self.get("alerts")["alerts"]}

    def wait(self, condition, seconds):
        """Whether it came true in time."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.5)
        return True


def configure(folder, prometheus, holster, triton):
    import yaml

    source = queries.DEPLOY / "prometheus/prometheus.yml"
    configuration = yaml.safe_load(source.read_text())
    configuration["global"] = {name: "1s" for name in configuration["global"]}
    configuration["rule_files"] = [str(source.parent / pattern) for pattern in configuration["rule_files"]]
    targets = {"holster": holster, "triton": triton, "prometheus": prometheus}
    for job in configuration["scrape_configs"]:
        job["static_configs"] = [{"targets": [targets[job["job_name"]]]}]
    pathlib.Path(folder, "prometheus.yml").write_text(yaml.safe_dump(configuration))


def hostile(folder):
    harmful = ['a"} 1\nholster_checks_total{decision="BLOCK"} 1e9\n', "a\r\n# TYPE a b\r\n", 'quote"\u0301', "back\\\u0301slash\\", "\x00\u202e\u2028", "{}", "𝕏" * 90]
    for number in range(200):
        category = harmful[number] if number < len(harmful) else f"category {number}"
        region = category[:5] if number < len(harmful) else f"R{number}"
        listing = {"listing_id": f"hostile-{number}", "title": f"Oak chair {number}", "category": category, "region": region}
        pathlib.Path(folder, f"{number:03}.json").write_text(json.dumps(listing))


def check_rules(prometheus):
    def all_groups():
        return prometheus.get("rules")["groups"]

    prometheus.wait(lambda: all(rule["health"] != "unknown" for group in all_groups() for rule in group["rules"]), 10)
    found = {group["name"]: group["rules"] for group in all_groups()}
    for _, group in queries.groups():
        rules = found.get(group["name"], [])
        faulty = [f"{rule['name']}: {rule['health']} {rule.get('lastError', '')}" for rule in rules if rule["health"] != "ok" or rule.get("lastError")]
        if len(rules) != len(group["rules"]):
            faulty.append(f"{len(rules)} of {len(group['rules'])} rules are loaded")
        row(f"rules      {group['name']}", f"{len(rules)} evaluated", "; ".join(faulty))


def check_targets(prometheus, but=None):
    for target in prometheus.get("targets")["activeTargets"]:
        if target["labels"]["job"] != but:
            row(f"scrape     {target['labels']['job']}", target["health"], target["lastError"])


def check_panels(prometheus):
    for dashboard, panel, expression, instant in queries.panel_queries():
        what = f"panel      {dashboard.removeprefix('Holster: ')}: {panel}"
        try:
            count = prometheus.samples(expression, instant)
        except ValueError as error:
            row(what, "", f"{error} in {expression}")
            continue
        reason = queries.reason_for_none(expression)
        row(what, f"{count} series" if count else f"none: {reason}", None if count or reason else f"no sample of {expression}")
    for dashboard, variable, selector, label in queries.variable_queries():
        values = prometheus.get(f"label/{label}/values", **{"match[]": selector})
        row(f"variable   {dashboard.removeprefix('Holster: ')}: ${variable}", f"{len(values)} values", None if values else "no value")


def check_names(prometheus):
    scraped = set(prometheus.get("label/__name__/values")) | {"ALERTS"}
    named = {metric for _, expression in queries.expressions() for metric in queries.metrics(expression)}
    missing = sorted(named - scraped - set(queries.LATER))
    row("names      metrics that rules and dashboards name", f"{len(named)}", f"nobody exports {missing}" if missing else None)
    for metric, when in sorted(queries.LATER.items()):
        row(f"names      {metric}", "there" if metric in scraped else f"only {when}", None if metric in named else "nothing asks for it any more")


def failed_open(prometheus):
    return f"{prometheus.value('holster:fail_open:ratio_rate5m'):.1%}"


def loaded(address):
    prometheus = Prometheus(address)
    check_targets(prometheus)
    check_rules(prometheus)
    check_panels(prometheus)
    check_names(prometheus)
    raised = prometheus.raised()
    row("alerts     raised with Triton", ", ".join(sorted(raised)) or "none", ", ".join(sorted(raised - set(queries.RAISED))))
    row("alert      HolsterFailingOpen, with Triton", f"{failed_open(prometheus)} failed open")


def failing(address, holster):
    prometheus = Prometheus(address)
    raised = prometheus.wait(lambda: "HolsterFailingOpen" in prometheus.raised(), 15)
    share = failed_open(prometheus)
    row("alert      HolsterFailingOpen, without Triton", f"raised, {share} failed open", None if raised else f"not raised, {share} failed open")
    for label, limit in (("category", 66), ("region", 34)):
        count = prometheus.value(f"count(count by ({label}) (holster_decisions_by_context_total))")
        row(f"bounds     {label}: values after 200 of them were sent", f"{count:.0f}", None if 20 < count <= limit else f"{count}, the limit is {limit}")
    forged = prometheus.value('max(holster_checks_total{job="holster"})')
    row("page       holster_checks_total, which a category tried to forge", f"{forged:.0f}", None if forged < 1e6 else f"{forged}")
    with urllib.request.urlopen(f"http://{holster}/metrics", timeout=10) as answer:
        page = answer.read()
    done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True)
    remarks = [line for line in (done.stdout + done.stderr).decode().splitlines() if line.strip() and line.split()[0] not in queries.REMARKED]
    # 1: the page is not read; 3: remarks.
    row("page       promtool check metrics", f"{len(page) >> 10} KiB", "; ".join(remarks) or (f"exit status {done.returncode}" if done.returncode not in (0, 3) else None))
    check_targets(prometheus, but="triton")


ACTIONS = {"configure": configure, "hostile": hostile, "loaded": loaded, "failing": failing}


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ACTIONS:
        sys.exit(__doc__)
    ACTIONS[sys.argv[1]](*sys.argv[2:])
    if problems:
        sys.exit("\n".join(["monitoring: failed:", *problems]))


main()
