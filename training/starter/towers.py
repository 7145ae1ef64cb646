"""The three starter networks, with the interfaces that production's CLIP, DistilBERT and fusion have."""

import math

import torch
from torch import nn
from torch.nn import functional

IMAGE_EMBEDDING_SIZE = 512
TEXT_EMBEDDING_SIZE = 768
CONTEXT_SIZE = 16
CLASS_COUNT = 9
TOKEN_LIMIT = 128

TEXT_WIDTH = 96
TEXT_HEADS = 4
TEXT_LAYERS = 2
TEXT_FEED_FORWARD = 192

IMAGE_MEAN = (0.48145466, 0.4578275, 0.40821073)
IMAGE_DEVIATION = (0.26862954, 0.26130258, 0.27577711)


class TextBlock(nn.Module):
    """One pre-norm transformer block, written in plain operators so that the dynamic INT8 tool finds every product."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(TEXT_WIDTH)
        self.query = nn.Linear(TEXT_WIDTH, TEXT_WIDTH)
        self.key = nn.Linear(TEXT_WIDTH, TEXT_WIDTH)
        self.value = nn.Linear(TEXT_WIDTH, TEXT_WIDTH)
        self.mix = nn.Linear(TEXT_WIDTH, TEXT_WIDTH)
        self.feed_norm = nn.LayerNorm(TEXT_WIDTH)
        self.widen = nn.Linear(TEXT_WIDTH, TEXT_FEED_FORWARD)
        self.narrow = nn.Linear(TEXT_FEED_FORWARD, TEXT_WIDTH)
        self.dropout = nn.Dropout(0.1)

    def split(self, x: torch.Tensor) -> torch.Tensor:
        return x.unflatten(2, (TEXT_HEADS, TEXT_WIDTH // TEXT_HEADS)).transpose(1, 2)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        normed = self.attention_norm(x)
        query, key, value = self.split(self.query(normed)), self.split(self.key(normed)), self.split(self.value(normed))
        scores = query @ key.transpose(2, 3) / math.sqrt(TEXT_WIDTH / TEXT_HEADS) + bias
        attended = (scores.softmax(-1) @ value).transpose(1, 2).flatten(2)
        x = x + self.dropout(self.mix(attended))
        return x + self.dropout(self.narrow(functional.relu(self.widen(self.feed_norm(x)))))


class TextTower(nn.Module):
    """Token ids and mask [B, L] to an embedding [B, 768]: position-aware encoder, masked mean and maximum."""

    def __init__(self, vocabulary_size: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary_size, TEXT_WIDTH)
        self.positions = nn.Embedding(TOKEN_LIMIT, TEXT_WIDTH)
        self.blocks = nn.ModuleList(TextBlock() for _ in range(TEXT_LAYERS))
        self.norm = nn.LayerNorm(TEXT_WIDTH)
        self.project = nn.Linear(2 * TEXT_WIDTH, TEXT_EMBEDDING_SIZE)
        self.embedding_norm = nn.LayerNorm(TEXT_EMBEDDING_SIZE, elementwise_affine=False)
        nn.init.normal_(self.words.weight, std=0.3)
        nn.init.normal_(self.positions.weight, std=0.05)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        mask = attention_mask.to(torch.float32)
        bias = (mask[:, None, None, :] - 1.0) * 10_000.0
        order = torch.cumsum(torch.ones_like(input_ids), 1) - 1
        x = self.words(input_ids) + self.positions(order)
        for block in self.blocks:
            x = block(x, bias)
        x = self.norm(x)
        weights = mask.unsqueeze(2)
        mean = (x * weights).sum(1) / weights.sum(1).clamp(min=1.0)
        peak = (x + (weights - 1.0) * 10_000.0).amax(1).clamp(min=-10.0)
        return self.embedding_norm(self.project(torch.cat((mean, peak), 1)))


class DepthwiseBlock(nn.Module):
    """Depthwise 3×3, then pointwise 1×1, each with batch normalisation (folded into the weights at export)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False)
        self.depthwise_norm = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.pointwise_norm = nn.BatchNorm2d(outputs)
        self.keeps_shape = stride == 1 and inputs == outputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = functional.relu(self.depthwise_norm(self.depthwise(x)))
        y = functional.relu(self.pointwise_norm(self.pointwise(y)))
        return x + y if self.keeps_shape else y


class ImageTower(nn.Module):
    """Pixels UINT8 [B, 224, 224, 3] to an embedding [B, 512]; halves the picture and normalises inside the graph."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(IMAGE_MEAN).view(1, 3, 1, 1) * 255.0)
        self.register_buffer("scale", 1.0 / (torch.tensor(IMAGE_DEVIATION).view(1, 3, 1, 1) * 255.0))
        self.stem = nn.Conv2d(3, 24, 3, 2, 1, bias=False)
        self.stem_norm = nn.BatchNorm2d(24)
        self.blocks = nn.Sequential(
            DepthwiseBlock(24, 32, 1),
            DepthwiseBlock(32, 64, 2),
            DepthwiseBlock(64, 64, 1),
            DepthwiseBlock(64, 128, 2),
            DepthwiseBlock(128, 128, 1),
            DepthwiseBlock(128, 192, 2),
            DepthwiseBlock(192, 192, 1),
        )
        self.dropout = nn.Dropout(0.3)
        self.project = nn.Linear(2 * 192, IMAGE_EMBEDDING_SIZE)
        self.embedding_norm = nn.LayerNorm(IMAGE_EMBEDDING_SIZE, elementwise_affine=False)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        halved = functional.avg_pool2d(pixels.to(torch.float32).permute(0, 3, 1, 2), 2)
        return self.encode(halved)

    def encode(self, halved: torch.Tensor) -> torch.Tensor:
        """From channels-first levels [B, 3, 112, 112], 0 to 255, which is what training caches."""
        x = functional.relu(self.stem_norm(self.stem((halved - self.mean) * self.scale)))
        x = self.blocks(x)
        pooled = torch.cat((x.mean((2, 3)), x.amax((2, 3))), 1)
        return self.embedding_norm(self.project(self.dropout(pooled)))


class Fusion(nn.Module):
    """Both embeddings, context and presence to nine probabilities: two dense layers."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(IMAGE_EMBEDDING_SIZE + TEXT_EMBEDDING_SIZE + CONTEXT_SIZE + 2, 64)
        self.output = nn.Linear(64, CLASS_COUNT)
        self.dropout = nn.Dropout(0.2)

    def logits(
        self, image_embedding: torch.Tensor, text_embedding: torch.Tensor, context: torch.Tensor, presence: torch.Tensor
    ) -> torch.Tensor:
        joined = torch.cat(
            (image_embedding * presence[:, 0:1], text_embedding * presence[:, 1:2], context, presence), 1
        )
        return self.output(self.dropout(functional.relu(self.hidden(joined))))

    def forward(
        self, image_embedding: torch.Tensor, text_embedding: torch.Tensor, context: torch.Tensor, presence: torch.Tensor
    ) -> torch.Tensor:
        return self.logits(image_embedding, text_embedding, context, presence).softmax(1)
