/// The messages of `proto/holster/v1/moderation.proto`: what gateways see, as opposed to the nouns of `ModerationCore`.
public enum HolsterV1 {}
