import MediaInput
import ModerationCore
import ModerationServer
import Testing

@Suite struct BankPixelModesTests {
    private func bank(_ name: String, _ mode: String?) -> BankStatus {
        BankStatus(
            name: name,
            kind: .block,
            fingerprintKind: .phash64,
            radius: 8,
            pixelMode: mode,
            epoch: 1,
            entryCount: 1,
            staleMilliseconds: 0
        )
    }

    private static let cases: [(PixelMode, String?, [String])] = [
        (.exact, "exact", []), (.exact, nil, []), (.fast, "fast", []),
        (.exact, "fast", ["guns has fingerprints of fast pixels, this server makes exact ones"]),
        (.fast, nil, ["guns has fingerprints of exact pixels, this server makes fast ones"]),
        (.fast, "later", ["guns has fingerprints of later pixels, this server makes fast ones"]),
    ]

    @Test(arguments: cases)
    func remarks_onABankOfAnotherMode_nameBoth(mode: PixelMode, bankMode: String?, remarks: [String]) {
        #expect(mode.remarks(on: [bank("guns", bankMode)]) == remarks)
    }
}
