import GRPCTransport
import ModerationAPI
import ModerationCore
import ModerationServer
import Testing

struct MappingTests {
    @Test func listing_whenPhotoIsByURL_isRefusedByIndex() {
        var request = HolsterV1.CheckRequest()
        request.photos = [HolsterV1.Photo(source: .content([1])), HolsterV1.Photo(source: .url("https://example.com/x.jpg"))]
        do throws(ModerationError) {
            _ = try Listing(request)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .invalidRequest)
            #expect(error.message.contains("photos[1].url"))
        }
    }

    @Test func listing_carriesEveryField() throws {
        var request = HolsterV1.CheckRequest()
        request.requestID = "r"
        request.listingID = "l"
        request.title = "t"
        request.description = "d"
        request.language = "de"
        request.category = "tools"
        request.region = "DE-BY"
        request.price = HolsterV1.Price(amountMicros: 12_500_000, currency: "EUR")
        request.sellerID = "s"
        request.photos = [HolsterV1.Photo(source: .content([1, 2, 3]))]
        request.dryRun = true
        let expected = Listing(
            requestID: "r",
            listingID: "l",
            title: "t",
            description: "d",
            language: "de",
            category: "tools",
            region: "DE-BY",
            price: Price(amountMicros: 12_500_000, currency: "EUR"),
            sellerID: "s",
            photos: [Photo(content: [1, 2, 3])],
            isDryRun: true
        )
        #expect(try Listing(request) == expected)
    }

    @Test(arguments: ModerationError.Code.allCases)
    func status_ofEveryErrorCode_isTheContracts(code: ModerationError.Code) {
        let expected: [ModerationError.Code: GRPCStatusCode] = [
            .invalidRequest: .invalidArgument, .limitExceeded: .resourceExhausted, .duplicateRequestID: .alreadyExists,
            .overloaded: .resourceExhausted, .draining: .unavailable, .storeUnavailable: .unavailable,
            .decidedElsewhere: .unavailable,
            .deadlineExceeded: .deadlineExceeded, .cancelled: .cancelled, .internalFailure: .internalError,
        ]
        let status = GRPCStatus(ModerationError(code, "why", source: .caller, isRetryable: false))
        #expect(status.code == expected[code])
        #expect(status.message == "why")
    }

    @Test func verdict_classesAndDecisions_haveTheContractsNumbers() throws {
        for (index, each) in ContentClass.allCases.enumerated() {
            #expect(HolsterV1.ContentClass(each).rawValue == Int32(index) + 1)
        }
        for (index, each) in Decision.allCases.enumerated() { #expect(HolsterV1.Decision(each).rawValue == Int32(index) + 1) }
        let probabilities = try #require(ClassProbabilities([0.4, 0.1, 0, 0, 0, 0, 0, 0, 0.5]))
        let rule = RuleMatch(
            ruleID: "r1",
            contentClass: .firearm,
            action: .review,
            weight: 0.5,
            field: .title,
            start: 3,
            end: 9,
            text: "G.L.0.",
            view: "compact"
        )
        let verdict = Verdict(
            requestID: "r",
            listingID: "l",
            decision: .review,
            tags: [.airsoft],
            probabilities: probabilities,
            photoIndex: 2,
            reasons: [Reason(code: .textRule, detail: "d", contentClass: .firearm, rule: rule)],
            annotations: [Annotation(code: .bankStale, detail: "a")],
            rung: .full,
            stages: [StageRecord(stage: .media, status: .timedOut, microseconds: 12)],
            versions: VersionVector(bankEpochs: ["known-bad": 3], models: ModelVersions(fusion: 2)),
            failedOpen: true,
            caseID: "c-1",
            decidedAt: UnixTime(milliseconds: 5)
        )
        let wire = HolsterV1.Verdict(verdict)
        let decoded = try HolsterV1.Verdict(decoding: wire.encoded().bytes[...])
        #expect(decoded == wire)
        #expect(decoded.probabilities.count == 9)
        #expect(abs((decoded.violationProbability ?? 0) - 0.5) < 1e-6)
        #expect(decoded.reasons.first?.rule?.end == 9)
        #expect(decoded.stages.first?.status == "timed_out")
        #expect(decoded.versions?.models?.fusion == 2)
        #expect(decoded.versions?.bankEpochs["known-bad"] == 3)
    }
}
