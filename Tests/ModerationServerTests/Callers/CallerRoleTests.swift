import GRPCTransport
import ModerationAPI
import ModerationServer
import Testing

@Suite struct CallerRoleTests {
    private typealias Banks = HolsterV1.BanksService

    @Test func needed_forEveryMethod_isWhatItIsWorth() {
        let reading = [
            Banks.listBanks.path, Banks.listEntries.path, Banks.export.path, Banks.stats.path, Banks.explainPhoto.path,
            Banks.explainText.path,
        ]
        let writing = [
            Banks.createBank.path, Banks.updateBank.path, Banks.dropBank.path, Banks.addEntries.path, Banks.addPhoto.path,
            Banks.removeEntries.path, Banks.moveEntries.path, Banks.setEntryState.path, Banks.importEntries.path,
        ]
        for path in reading { #expect(CallerRole.needed(for: path) == .read, "\(path)") }
        for path in writing { #expect(CallerRole.needed(for: path) == .curate, "\(path)") }
        #expect(CallerRole.needed(for: HolsterV1.ModerationService.check.path) == .check)
        #expect(CallerRole.needed(for: HolsterV1.ModerationService.checkStream.path) == .check)
        #expect(CallerRole.needed(for: GRPCReflection.ReflectionService.info.path) == nil)
        // What nobody has thought about is closed.
        #expect(CallerRole.needed(for: "/holster.v1.Later/Method") == .curate)
        #expect(CallerRole.needed(for: "/holster.v1.ModerationLater/Method") == .curate)
    }

    @Test func allow_whoCurates_mayRead() {
        #expect(CallerRoles.curate.allow(.read) && CallerRoles.read.allow(.read))
        #expect(!CallerRoles.check.allow(.read) && !CallerRoles.read.allow(.curate) && !CallerRoles.curate.allow(.check))
        #expect(CallerRoles([.check, .curate]).allow(.check))
    }

    @Test func parsing_takesNamesWithCommas() {
        #expect(CallerRoles(parsing: "check") == .check)
        #expect(CallerRoles(parsing: "curate,check") == [.check, .curate])
        for bad in ["", "check,", "check,check", "admin", "Check", " check", "check, read"] {
            #expect(CallerRoles(parsing: bad) == nil, "\(bad)")
        }
        #expect(CallerRoles([.read, .check]).names == ["check", "read"])
    }
}
