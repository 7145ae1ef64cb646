extension BankKind {
    /// The radius of a bank that is made without one, inclusive, in bits. An allow bank's is tighter, since what it clears is not looked at
    /// again: only what is the same picture.
    public func defaultRadius(for kind: FingerprintKind) -> Int {
        switch (self, kind) {
        case (.allow, .phash64): 4
        case (.allow, .pdq256): 15
        case (.block, .phash64), (.review, .phash64): 8
        case (.block, .pdq256), (.review, .pdq256): 31
        }
    }
}
