"""Curates the banks of a whole server with stock grpcio and stubs generated from proto/; prints what it saw as one JSON document.

Usage: e2e_banks.py HOST:PORT CURATOR_TOKEN READER_TOKEN GATEWAY_TOKEN PHOTO FILE_OF_ENTRIES.csv
"""

import json
import pathlib
import sys

import grpc

from e2e_stubs import stubs

CHUNK = 1000


def credentials(token):
    return [("authorization", f"Bearer {token}")] if token else []


def denied(call):
    try:
        call()
    except grpc.RpcError as error:
        return [error.code().name, error.details()]
    return ["OK", ""]


def main():
    address, curator, reader, gateway, photo, entries = sys.argv[1:]
    stubs()
    from holster.v1 import banks_pb2 as messages, banks_pb2_grpc, moderation_pb2, moderation_pb2_grpc

    seen = {}
    with grpc.insecure_channel(address) as channel:
        banks = banks_pb2_grpc.BanksStub(channel)
        call = dict(metadata=credentials(curator), timeout=20)
        made = banks.CreateBank(messages.CreateBankRequest(bank="e2e", kind="block", reason="a test"), **call)
        seen["radius"], seen["pixel_mode"] = made.bank.radius, made.bank.pixel_mode
        content = pathlib.Path(photo).read_bytes()
        added = banks.AddPhoto(messages.AddPhotoRequest(bank="e2e", content=content, source="photo", reason="offered before"), **call)
        seen["author"], seen["entry"] = added.entry.author, added.entry.id

        data = pathlib.Path(entries).read_bytes()
        start = messages.ImportStart(bank="e2e", format="csv", reason="a list", state="shadow")
        parts = [messages.ImportRequest(start=start)]
        parts += [messages.ImportRequest(chunk=data[at : at + CHUNK]) for at in range(0, len(data), CHUNK)]
        report = banks.Import(iter(parts), **call)
        seen["accepted"], seen["rejected"] = report.accepted_count, [[line.line, line.reason] for line in report.rejected]

        listed = [entry for batch in banks.ListEntries(messages.ListEntriesRequest(bank="e2e"), **call) for entry in batch.entries]
        seen["states"] = sorted({entry.state for entry in listed})
        seen["count"] = len(listed)
        exported = b"".join(piece.chunk for piece in banks.Export(messages.ExportRequest(bank="e2e", format="jsonl"), **call))
        seen["exported"] = sorted(json.loads(line)["id"] for line in exported.splitlines()) == sorted(entry.id for entry in listed)

        explained = banks.ExplainPhoto(messages.ExplainPhotoRequest(content=content), **call)
        nearest = explained.banks[0].nearest[0]
        seen["nearest"] = [nearest.entry.id, nearest.distance, nearest.within_radius]
        text = banks.ExplainText(messages.ExplainTextRequest(title="G.L.0.C.K 19 for sale"), **call)
        seen["rules"] = len(text.matches) > 0 and len(text.readings) > 0

        changed = banks.SetEntryState(messages.SetEntryStateRequest(bank="e2e", entry_ids=[added.entry.id], state="quarantined", reason="no"), **call)
        seen["quarantined"] = changed.changed_count
        stats = banks.Stats(messages.StatsRequest(bank="e2e"), **call).banks[0]
        seen["stats"] = [stats.live_count, stats.shadow_count, stats.quarantined_count]

        # Roles, at the headers.
        reading = dict(metadata=credentials(reader), timeout=20)
        seen["reader_lists"] = len(banks.ListBanks(messages.ListBanksRequest(), **reading).banks)
        remove = messages.RemoveEntriesRequest(bank="e2e", entry_ids=[added.entry.id], reason="mine")
        seen["reader_removes"] = denied(lambda: banks.RemoveEntries(remove, **reading))
        seen["gateway_lists"] = denied(lambda: banks.ListBanks(messages.ListBanksRequest(), metadata=credentials(gateway), timeout=20))
        seen["nobody_lists"] = denied(lambda: banks.ListBanks(messages.ListBanksRequest(), timeout=20))
        check = moderation_pb2.CheckRequest(request_id="roles-1", title="oak chair", dry_run=True)
        moderation = moderation_pb2_grpc.ModerationStub(channel)
        seen["curator_checks"] = denied(lambda: moderation.Check(check, **call))[0]
        seen["gateway_checks"] = denied(lambda: moderation.Check(check, metadata=credentials(gateway), timeout=20))[0]
        refused = denied(lambda: banks.CreateBank(messages.CreateBankRequest(bank="x", kind="blok", reason="r"), **call))
        seen["invalid"] = refused
        seen["removed"] = banks.RemoveEntries(remove, **call).changed_count
    print(json.dumps(seen))


main()
