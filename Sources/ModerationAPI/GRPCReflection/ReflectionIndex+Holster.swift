import Foundation

extension ReflectionIndex {
    /// Every service that Holster answers for, itself and reflection included.
    public static func holster() throws(ReflectionIndexError) -> ReflectionIndex {
        var files: [ArraySlice<UInt8>] = []
        for text in ProtoFiles.all {
            guard let bytes = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else { throw .notBase64 }
            files.append([UInt8](bytes)[...])
        }
        let services = [
            HolsterV1.ModerationService.name, HolsterV1.BanksService.name, GRPCHealthV1.HealthService.name,
            GRPCReflection.ReflectionService.name,
            GRPCReflection.ReflectionService.alphaName,
        ]
        return try ReflectionIndex(files: files, services: services)
    }
}
