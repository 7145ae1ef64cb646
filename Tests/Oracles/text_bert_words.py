"""The words that HuggingFace tokenizers finds in every text of a JSON list on standard input: a JSON list of lists."""

import json
import sys

from tokenizers import normalizers, pre_tokenizers

normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True)
splitter = pre_tokenizers.BertPreTokenizer()


def words(text):
    return [word for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text))]


sys.stdout.buffer.write(json.dumps([words(text) for text in json.load(sys.stdin)]).encode())
