/// The names and sizes that models, training and this orchestrator share ("Tensors" in the contract).
package enum ModelContract {
    package static let ensemble = "firearm_ensemble"
    package static let imageTower = "clip_image"
    package static let textTower = "distilbert_int8"
    package static let cpuTextTower = "distilbert_int8_cpu"
    package static let fusion = "fusion"

    package enum Name {
        package static let pixels = "pixels"
        package static let inputIDs = "input_ids"
        package static let attentionMask = "attention_mask"
        package static let context = "context"
        package static let presence = "presence"
        package static let imageEmbedding = "image_embedding"
        package static let textEmbedding = "text_embedding"
        package static let classProbabilities = "class_probabilities"
        package static let imageVersion = "clip_image_version"
        package static let textVersion = "distilbert_version"
        package static let fusionVersion = "fusion_version"
    }

    package static let imageEmbeddingWidth = 512
    package static let textEmbeddingWidth = 768
    package static let contextWidth = 16
    /// Photo first, then text; 1 where there is one.
    package static let presenceWidth = 2
}
