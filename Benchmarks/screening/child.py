"""A program that answers one line for each line it is asked: ours, or a peer in a process of its own, so that its memory can be told apart."""

import os
import subprocess
import sys


class Child:
    def __init__(self, command, core):
        self.command = command
        # The flag of OpenMP is for peers that would start a thread a core.
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )

    def ask(self, *words):
        """The answer's `key=value` pairs as numbers."""
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer or answer.startswith("error"):
            sys.exit(f"bench: {' '.join(map(str, words))}: {answer or 'the program ended'}")
        return {key: float(value) for key, value in (pair.split("=") for pair in answer.split())}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
