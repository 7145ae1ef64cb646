"""What the proof prints: a line a figure, and which of them miss their target."""


class Rows:
    def __init__(self):
        self.lines, self.misses = [], []

    def say(self, text):
        print(text, flush=True)
        self.lines.append(text)

    def row(self, name, value, unit="", least=None, most=None, note=""):
        """`metric=… value=… target=… met=…`"""
        target = f">={least:g}" if least is not None else f"<={most:g}" if most is not None else "-"
        holds = (least is None or value >= least) and (most is None or value <= most)
        if not holds:
            self.misses.append(name)
        met = "-" if target == "-" else "yes" if holds else "NO"
        self.say(f"metric={name} value={value:.4g}{unit} target={target} met={met}{'  # ' + note if note else ''}")

    def truth(self, name, holds, note=""):
        self.row(name, 1 if holds else 0, least=1, note=note)
