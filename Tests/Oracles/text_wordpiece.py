"""Trains a small WordPiece vocabulary on the listings of standard input and tokenizes them with HuggingFace tokenizers.

Input: JSON {"listings": [[title, description], ...], "maximumCount": n, "vocabularySize": n, "specialText": bool}
Output: JSON {"vocabulary": text of vocab.txt, "ids": [[...], ...]}
With specialText, the special entries are not registered as special, so that a literal "[SEP]" stays plain text.
"""

import json
import os
import sys
import tempfile

from tokenizers import BertWordPieceTokenizer, Tokenizer, models, normalizers, pre_tokenizers

request = json.load(sys.stdin)
texts = [f"{title} {description}" for title, description in request["listings"]]
trainer = BertWordPieceTokenizer(lowercase=True)
trainer.train_from_iterator(
    texts[::2], vocab_size=request["vocabularySize"], min_frequency=2, limit_alphabet=1500, show_progress=False
)
with tempfile.TemporaryDirectory() as folder:
    trainer.save_model(folder)
    path = os.path.join(folder, "vocab.txt")
    with open(path, encoding="utf-8", newline="") as file:
        vocabulary = file.read()
    count = request["maximumCount"]
    if request["specialText"]:
        model = models.WordPiece.from_file(path, unk_token="[UNK]")
        tokenizer = Tokenizer(model)
        tokenizer.normalizer = normalizers.BertNormalizer(
            clean_text=True, handle_chinese_chars=True, strip_accents=True, lowercase=True
        )
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        ids = [[first] + tokenizer.encode(text).ids[: count - 2] + [last] for text in texts]
    else:
        tokenizer = BertWordPieceTokenizer(path, lowercase=True)
        tokenizer.enable_truncation(count)
        ids = [tokenizer.encode(text).ids for text in texts]
json.dump({"vocabulary": vocabulary, "ids": ids}, sys.stdout)
