"""What deploy/ asks of Prometheus: the expressions of rules and dashboards, and the metrics that they name."""
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"

# Metrics that a healthy, loaded system does not show, and when they appear.
LATER = {
    "holster_tls_certificate_expiry_seconds": "with TLS on the gRPC port",
    "holster_grpc_calls_refused_total": "with the first call that the transport refuses",
    "nv_gpu_utilization": "with a GPU",
    "nv_gpu_memory_used_bytes": "with a GPU",
    "nv_gpu_memory_total_bytes": "with a GPU",
}
# Queries without a sample there although their metrics have some.
EMPTY = {
    "request_failure": "no request failed",
}
# Alerts that may be raised there.
RAISED = {
    "HolsterUnauthenticatedAllowed": "loopback, and no TLS",
    "HolsterFlagRateHalf": "about half of the listings of demo/ are to be held",
    "HolsterScoringDegraded": "as the machine is busy",
    "HolsterSlow": "as the machine is busy",
}
# Metrics on whose name promtool remarks: milliseconds, where it would have seconds.
REMARKED = {"holster_bank_stale_milliseconds"}
# What Grafana puts in: all of a variable, and four scrapes of one second, widened since a busy machine misses some.
VARIABLES = {"$__rate_interval": "15s", "$instance": ".*", "$category": ".*", "$region": ".*"}


def groups():
    """(file, group) of every group of rules."""
    import yaml

    for file in sorted((DEPLOY / "prometheus/rules").glob("*.yml")):
        for group in yaml.safe_load(file.read_text())["groups"]:
            yield file, group


def dashboards():
    for file in sorted((DEPLOY / "grafana/dashboards").glob("*.json")):
        yield json.loads(file.read_text())


def panel_queries():
    """(dashboard, panel, expression, whether it is asked of one moment) of every query, with the variables filled in."""
    for dashboard in dashboards():
        for panel in dashboard["panels"]:
            for target in panel["targets"]:
                expression = target["expr"]
                for name, value in VARIABLES.items():
                    expression = expression.replace(name, value)
                assert "$" not in expression, f"{panel['title']}: a variable is left in {expression}"
                yield dashboard["title"], panel["title"], expression, target["instant"]


def variable_queries():
    """(dashboard, variable, metric with its selector, label) of every variable."""
    for dashboard in dashboards():
        for variable in dashboard["templating"]["list"]:
            selector, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["query"]["query"]).groups()
            yield dashboard["title"], variable["name"], selector, label


def metrics(expression):
    """Names of the metrics of an expression, those that rules record included."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}', "", expression)
    return set(re.findall(r"\b(?:holster[_:]|process_|nv_)[\w:]*|\bup\b|\bALERTS\b", bare))


def expressions():
    """(where, expression) of every rule and every query."""
    for file, group in groups():
        for rule in group["rules"]:
            yield rule.get("alert") or rule["record"], rule["expr"]
    for dashboard, panel, expression, _ in panel_queries():
        yield f"{dashboard}, {panel}", expression
    for dashboard, variable, selector, _ in variable_queries():
        yield f"{dashboard}, ${variable}", selector


def reason_for_none(expression):
    """Why a healthy, loaded system has no sample for an expression; None where it must have one."""
    for metric in metrics(expression):
        if metric in LATER:
            return f"only {LATER[metric]}"
    return next((reason for part, reason in EMPTY.items() if part in expression), None)
