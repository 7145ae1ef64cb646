#!/usr/bin/env python3
"""Writes the dashboards of deploy/grafana/dashboards from the tables below. Usage: deploy/grafana/render.py [--check]

A panel is a title, a unit, and pairs of query and legend; `$instance`, `$category` and `$region` are the dashboard's variables.
"""
import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "dashboards"
HELD = 'decision=~"BLOCK|REVIEW"'
ON = 'job="holster", instance=~"$instance"'
TRITON = 'job="triton"'
CONTEXT = ON + ', category=~"$category", region=~"$region"'
RATE = "$__rate_interval"


def share(numerator, denominator, by=""):
    grouped = f" by ({by})" if by else ""
    return f"sum{grouped} (rate({numerator}[{RATE}])) / sum{grouped} (rate({denominator}[{RATE}]))"


def quantile(share_below, metric, by=""):
    labels = f"{by}, le" if by else "le"
    return f"histogram_quantile({share_below}, sum by ({labels}) (rate({metric}_bucket{{{ON}}}[{RATE}])))"


SERVICE = {
    "uid": "holster-service", "title": "Holster: service", "variables": ["instance"],
    "panels": [
        ("Servers up", "short", "stat", [('sum(up{job="holster"})', "up")]),
        ("Availability against 99.9 %, 1 h", "percentunit", "stat", [("1 - max(holster:unavailable:ratio_rate1h)", "")]),
        ("P99 of the whole check, 5 m", "s", "stat", [("max(holster:check_seconds:p99_rate5m)", "")]),
        ("Alerts firing", "short", "stat", [('count(ALERTS{alertstate="firing"}) or vector(0)', "")]),
        ("Checks a second, by decision", "reqps", "timeseries", [(f"sum by (decision) (rate(holster_checks_total{{{ON}}}[{RATE}]))", "{{decision}}")]),
        ("Latency of the whole check", "s", "timeseries", [(quantile(q, "holster_check_seconds"), f"P{round(q * 100)}") for q in (0.5, 0.95, 0.99)]),
        ("Stages, P99", "s", "timeseries", [(quantile(0.99, "holster_stage_seconds", "stage"), "{{stage}}")]),
        ("Stages, median", "s", "timeseries", [(quantile(0.5, "holster_stage_seconds", "stage"), "{{stage}}")]),
        ("Rungs that answered", "percentunit", "timeseries", [(f"sum by (rung) (rate(holster_scoring_rung_total{{{ON}}}[{RATE}])) / ignoring(rung) group_left sum(rate(holster_scoring_rung_total{{{ON}}}[{RATE}]))", "{{rung}}")]),
        ("Fail-opens a second, by reason", "reqps", "timeseries", [(f"sum by (reason) (rate(holster_fail_open_total{{{ON}}}[{RATE}]))", "{{reason}}")]),
        ("Errors a second, by code", "reqps", "timeseries", [(f"sum by (code) (rate(holster_check_errors_total{{{ON}}}[{RATE}]))", "{{code}}"), (f"sum by (code) (rate(holster_grpc_calls_refused_total{{{ON}}}[{RATE}]))", "transport {{code}}")]),
        ("Error budget's burn", "percentunit", "timeseries", [(f"holster:unavailable:ratio_rate{window}", window) for window in ("5m", "1h", "6h", "3d")]),
        ("Checks under way", "short", "timeseries", [(f"holster_checks_in_flight{{{ON}}}", "{{instance}}"), (f"max(holster_checks_in_flight_limit{{{ON}}})", "limit")]),
        ("Annotations a second", "reqps", "timeseries", [(f"sum by (code) (rate(holster_annotations_total{{{ON}}}[{RATE}]))", "{{code}}")]),
        ("Photos not decoded again", "percentunit", "timeseries", [(share(f'holster_photo_cache_lookups_total{{{ON}, result!="miss"}}', f"holster_photo_cache_lookups_total{{{ON}}}"), "share")]),
        ("Replays and dry runs a second", "reqps", "timeseries", [(f"sum(rate(holster_replays_total{{{ON}}}[{RATE}]))", "replays"), (f"sum(rate(holster_dry_runs_total{{{ON}}}[{RATE}]))", "dry runs")]),
        ("Triton: requests a second, by model", "reqps", "timeseries", [(f"sum by (model) (rate(nv_inference_request_success{{{TRITON}}}[{RATE}]))", "{{model}}"), (f"sum by (model) (rate(nv_inference_request_failure{{{TRITON}}}[{RATE}])) > 0", "{{model}} failed")]),
        ("Triton: queue and compute of a request", "µs", "timeseries", [(f"sum by (model) (rate(nv_inference_{part}_duration_us{{{TRITON}}}[{RATE}])) / sum by (model) (rate(nv_inference_request_success{{{TRITON}}}[{RATE}]))", f"{{{{model}}}} {name}") for part, name in (("queue", "queue"), ("compute_infer", "compute"))]),
        ("Triton: requests in a batch", "short", "timeseries", [(f"sum by (model) (rate(nv_inference_count{{{TRITON}}}[{RATE}])) / sum by (model) (rate(nv_inference_exec_count{{{TRITON}}}[{RATE}]))", "{{model}}")]),
        ("Triton: GPU in use", "percentunit", "timeseries", [(f"nv_gpu_utilization{{{TRITON}}}", "{{instance}} {{gpu_uuid}}"), (f"nv_gpu_memory_used_bytes{{{TRITON}}} / nv_gpu_memory_total_bytes{{{TRITON}}}", "memory {{instance}} {{gpu_uuid}}")]),
    ],
}

DETECTIONS = {
    "uid": "holster-detections", "title": "Holster: detections", "variables": ["instance", "category", "region"],
    "panels": [
        ("Held, of all decisions", "percentunit", "timeseries", [(share(f"holster_decisions_by_context_total{{{CONTEXT}, {HELD}}}", f"holster_decisions_by_context_total{{{CONTEXT}}}"), "BLOCK or REVIEW"), ("max(holster:flagged:ratio_rate1d)", "last day, everywhere")]),
        ("Decisions a second", "reqps", "timeseries", [(f"sum by (decision) (rate(holster_decisions_by_context_total{{{CONTEXT}}}[{RATE}]))", "{{decision}}")]),
        ("Detection rate by category", "percentunit", "timeseries", [(share(f"holster_decisions_by_context_total{{{CONTEXT}, {HELD}}}", f"holster_decisions_by_context_total{{{CONTEXT}}}", "category"), "{{category}}")]),
        ("Detection rate by region", "percentunit", "timeseries", [(share(f"holster_decisions_by_context_total{{{CONTEXT}, {HELD}}}", f"holster_decisions_by_context_total{{{CONTEXT}}}", "region"), "{{region}}")]),
        ("Detection rate by category and region, 5 m", "percentunit", "table", [(f"sum by (category, region) (rate(holster_decisions_by_context_total{{{CONTEXT}, {HELD}}}[5m])) / sum by (category, region) (rate(holster_decisions_by_context_total{{{CONTEXT}}}[5m]))", "")]),
        ("Held listings, last hour", "short", "table", [(f"sum by (category, region, decision) (increase(holster_decisions_by_context_total{{{CONTEXT}, {HELD}}}[1h]))", "")]),
        ("Listings by category", "reqps", "timeseries", [(f"sum by (category) (rate(holster_decisions_by_context_total{{{CONTEXT}}}[{RATE}]))", "{{category}}")]),
        ("Listings by region", "reqps", "timeseries", [(f"sum by (region) (rate(holster_decisions_by_context_total{{{CONTEXT}}}[{RATE}]))", "{{region}}")]),
        ("Photos that matched, by bank", "reqps", "timeseries", [(f"sum by (bank) (rate(holster_bank_photos_matched{{{ON}}}[{RATE}]))", "{{bank}}")]),
        ("Cases' photos kept smaller, late or not at all", "short", "timeseries", [(f"sum(holster_store_photos_{kind}{{{ON}}})", kind) for kind in ("reduced", "late", "lost")]),
    ],
}

VERSIONS = {
    "uid": "holster-versions", "title": "Holster: banks, models, processes", "variables": ["instance"],
    "panels": [
        ("Bank epochs", "none", "timeseries", [(f"holster_bank_epoch{{{ON}}}", "{{bank}} {{instance}}")]),
        ("Banks behind Redis", "ms", "timeseries", [(f"holster_bank_stale_milliseconds{{{ON}}}", "{{bank}} {{instance}}")]),
        ("Entries by bank and state", "short", "timeseries", [(f"max by (bank, state) (holster_bank_entries{{{ON}}})", "{{bank}} {{state}}")]),
        ("Banks missing, entries quarantined, malformed", "short", "timeseries", [(f"sum(holster_banks_missing{{{ON}}})", "missing"), (f"sum(holster_bank_entries_quarantined_total{{{ON}}})", "quarantined"), (f"sum(holster_bank_malformed{{{ON}}})", "malformed")]),
        ("Model versions that answered last", "none", "table", [(f"holster_model_version{{{ON}}} > 0", "")]),
        ("Model versions over time", "none", "timeseries", [(f"max by (model) (holster_model_version{{{ON}}})", "{{model}}")]),
        ("Builds", "short", "table", [(f"holster_build_info{{{ON}}}", "")]),
        ("Rules in use, reloads, refusals", "short", "timeseries", [(f"max(holster_rules{{{ON}}})", "rules"), (f"sum(holster_rules_reloads{{{ON}}})", "reloads"), (f"sum(holster_rules_refused{{{ON}}})", "refusals")]),
        ("Decisions on disk a second; failed, decided twice", "reqps", "timeseries", [(f"sum(rate(holster_store_records{{{ON}}}[{RATE}]))", "written"), (f"sum(rate(holster_store_records_failed{{{ON}}}[{RATE}]))", "failed"), (f"sum(rate(holster_store_duplicate_requests{{{ON}}}[{RATE}]))", "twice")]),
        ("Connections open", "short", "timeseries", [(f"holster_grpc_connections_open{{{ON}}}", "{{instance}}")]),
        ("Calls at the gate", "reqps", "timeseries", [(f"sum by (caller, result) (rate(holster_caller_calls_total{{{ON}}}[{RATE}]))", "{{caller}} {{result}}")]),
        ("Certificate ends in", "s", "timeseries", [(f"holster_tls_certificate_expiry_seconds{{{ON}}} - time()", "{{instance}}")]),
        ("Processor", "percentunit", "timeseries", [(f"rate(process_cpu_seconds_total{{{ON}}}[{RATE}])", "{{instance}}")]),
        ("Resident memory", "bytes", "timeseries", [(f"process_resident_memory_bytes{{{ON}}}", "{{instance}}"), (f"holster_photo_cache_bytes{{{ON}}}", "photo cache {{instance}}")]),
        ("Descriptors open, threads", "short", "timeseries", [(f"process_open_fds{{{ON}}}", "descriptors {{instance}}"), (f"process_threads{{{ON}}}", "threads {{instance}}")]),
        ("Running for", "s", "stat", [(f"time() - process_start_time_seconds{{{ON}}}", "{{instance}}")]),
    ],
}
VARIABLES = {
    "instance": 'label_values(holster_checks_total{job="holster"}, instance)',
    "category": 'label_values(holster_decisions_by_context_total{job="holster"}, category)',
    "region": 'label_values(holster_decisions_by_context_total{job="holster"}, region)',
}
SOURCE = {"type": "prometheus", "uid": "prometheus"}


def panel(number, title, unit, kind, queries, x, y, width, height):
    options = {"timeseries": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}}}
    return {
        "id": number, "title": title, "type": kind, "datasource": SOURCE,
        "gridPos": {"x": x, "y": y, "w": width, "h": height},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "options": options.get(kind, {}),
        "targets": [
            {"refId": chr(65 + index), "datasource": SOURCE, "expr": query, "legendFormat": legend, "instant": kind == "table", "range": kind != "table",
             "format": "table" if kind == "table" else "time_series"}
            for index, (query, legend) in enumerate(queries)
        ],
    }


def dashboard(table):
    panels, x, y = [], 0, 0
    for number, (title, unit, kind, queries) in enumerate(table["panels"], 1):
        width, height = (6, 4) if kind == "stat" else (12, 8)
        if x + width > 24:
            x, y = 0, y + panels[-1]["gridPos"]["h"]
        panels.append(panel(number, title, unit, kind, queries, x, y, width, height))
        x += width
    variables = [
        {"name": name, "label": name, "type": "query", "datasource": SOURCE, "query": {"query": VARIABLES[name], "refId": name}, "refresh": 2,
         "includeAll": True, "allValue": ".*", "multi": True, "sort": 1, "current": {"text": "All", "value": "$__all"}}
        for name in table["variables"]
    ]
    return {
        "uid": table["uid"], "title": table["title"], "tags": ["holster"], "timezone": "browser", "schemaVersion": 39, "version": 1, "editable": False,
        "refresh": "30s", "time": {"from": "now-1h", "to": "now"}, "templating": {"list": variables}, "annotations": {"list": []}, "panels": panels,
    }


def main():
    stale = []
    for table in (SERVICE, DETECTIONS, VERSIONS):
        file = FOLDER / f"{table['uid']}.json"
        text = json.dumps(dashboard(table), indent=2) + "\n"
        if "--check" in sys.argv[1:]:
            if not file.is_file() or file.read_text() != text:
                stale.append(f"{file.name} is not what render.py writes: run deploy/grafana/render.py")
        else:
            file.write_text(text)
    print("\n".join(stale), end="\n" if stale else "")
    sys.exit(1 if stale else 0)


main()
