"""The words HuggingFace tokenizers finds around every Unicode scalar, or in every line of a JSON list.

Usage: text_bert_words.py scalars            one line for each scalar value but the surrogates: the words of "x", the scalar, "y"
       text_bert_words.py texts < list.json  a JSON list of the words of each text
"""

import json
import sys

from tokenizers import normalizers, pre_tokenizers

normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
splitter = pre_tokenizers.BertPreTokenizer()


def words(text):
    return [word for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text))]


if sys.argv[1] == "scalars":
    lines = []
    for value in range(0x110000):
        if not 0xD800 <= value <= 0xDFFF:
            lines.append(" ".join(words(f"x{chr(value)}y")))
    sys.stdout.buffer.write("\n".join(lines).encode())
else:
    sys.stdout.buffer.write(json.dumps([words(text) for text in json.load(sys.stdin)]).encode())
