import CHolsterPreprocessing

@c @implementation
public func holster_preprocessing_abi_version() -> UInt32 { UInt32(HOLSTER_PREPROCESSING_ABI_VERSION) }

@c @implementation
public func holster_preprocessing_photo_size() -> Int { MemoryLayout<holster_photo>.size }
