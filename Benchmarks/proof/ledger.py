"""(d) Every request that was sent, against what the gateway saw, what the stores hold, and what Redis remembers."""

import collections
import json
import subprocess

from stack import REDIS, ROOT

UNCHECKED = "IDEMPOTENCY_UNCHECKED"
Call = collections.namedtuple("Call", "status decision failed_open case_id")
Stored = collections.namedtuple("Stored", "decision failed_open unchecked")


class Ledger:
    """`path` is what `holster-load --ledger` wrote: a line a call."""

    def __init__(self, path, sent, servers):
        self.sent, self.calls = sent, {}
        for line in path.read_text().splitlines():
            cells = line.split("\t")
            self.calls[cells[0]] = Call(cells[1], cells[2], cells[3] == "failed_open", cells[4])
        self.stored, self.case_ids = collections.defaultdict(list), set()
        for server in servers:
            for request_id, decision, failed_open, verdict in server.decisions():
                unchecked = any(each["code"] == UNCHECKED for each in json.loads(verdict)["annotations"])
                self.stored[request_id].append(Stored(decision, bool(failed_open), unchecked))
            self.case_ids |= server.case_ids()
        self.answered = {request_id: call for request_id, call in self.calls.items() if call.status == "OK"}

    def remembered(self):
        """The answered ids whose verdict Redis holds: a claim that nobody fulfilled lies under the same key."""
        ids = list(self.answered)
        lines = "".join(f"GETRANGE holster:verdict:{each} 0 7\n" for each in ids)
        done = subprocess.run(["redis-cli", "-h", "127.0.0.1", "-p", str(REDIS)], input=lines, capture_output=True, text=True, cwd=ROOT, check=True)
        return {each for each, answer in zip(ids, done.stdout.split("\n")) if answer == "verdict:"}

    def print(self, rows):
        statuses = collections.Counter(call.status for call in self.calls.values())
        rows.say(f"  ledger: sent {self.sent}; statuses that the gateway saw: " + ", ".join(f"{name} {count}" for name, count in statuses.most_common()))
        twice = {each: stored for each, stored in self.stored.items() if len(stored) > 1}
        unexplained = [each for each, stored in twice.items() if not any(one.unchecked for one in stored)]
        unanswered_decisions = [each for each in self.stored if each in self.calls and each not in self.answered]
        open_calls = {each: call for each, call in self.answered.items() if call.failed_open}
        unchecked = {each for each in self.answered if any(one.unchecked for one in self.stored.get(each, []))}
        remembered = self.remembered()
        forgotten = set(self.answered) - remembered - unchecked
        rows.say(f"  decided and stored, though the gateway had given up: {len(unanswered_decisions)}")
        rows.say(f"  decided without Redis ({UNCHECKED}): {len(unchecked)}; decided twice: {len(twice)}")
        rows.say(f"  answered {len(self.answered)}, failed open {len(open_calls)}; verdicts that Redis remembers: {len(remembered)}")
        rows.row("unanswered", self.sent - len(self.calls), most=0, note="calls sent without a status of their own")
        rows.row("answered_not_stored", sum(1 for each in self.answered if each not in self.stored), most=0)
        rows.row("answered_otherwise_than_stored", sum(1 for each, call in self.answered.items() if not self.agrees(each, call)), most=0)
        held = [call for call in self.answered.values() if call.decision in ("REVIEW", "BLOCK")]
        rows.row("held_without_case", sum(1 for call in held if call.case_id not in self.case_ids), most=0, note=f"of {len(held)} held or refused")
        rows.row("fail_open_without_case", sum(1 for call in open_calls.values() if call.case_id not in self.case_ids), most=0)
        rows.row("decided_twice_with_redis_there", len(unexplained), most=0)
        # The store is what must not forget; Redis is told after the answer, within 25 ms or not at all.
        rows.row("share_forgotten_by_redis", len(forgotten) / max(1, len(self.answered)), most=0.001, note=f"{len(forgotten)} decided with a claim, and no verdict kept")

    def agrees(self, request_id, call):
        stored = self.stored.get(request_id)
        return not stored or any(one.decision.upper() == call.decision.upper() and one.failed_open == call.failed_open for one in stored)
