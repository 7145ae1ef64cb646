import CLibFuzzer
import Screening

/// Whatever a bank's file holds, it is read whole or refused. The first byte says whether checksums count; without them, changed bytes reach the
/// blocks.
private func fuzzBankFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    _ = try? BankFileReader.entryCount(in: Array(input.dropFirst()), isChecked: choice & 1 != 0)
    return 0
}

@_cdecl("BankFileFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, fuzzBankFile)
}
