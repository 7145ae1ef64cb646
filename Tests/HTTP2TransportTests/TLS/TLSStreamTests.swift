import Foundation
import Glibc
import HTTP2Transport
import TestSupport
import Testing

@Suite struct TLSStreamTests {
    let fixture: TLSFixture

    init() throws { fixture = try TLSFixture.shared.get() }

    private func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { buffer in
            for offset in stride(from: 0, to: count - 7, by: 8) {
                buffer.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
            }
        }
        return bytes
    }

    @Test func handshake_whenBothAreRight_isTLS13WithAES128() throws {
        let pair = try TLSPair(fixture)
        #expect(pair.shakeHands())
        let stream = try #require(pair.server.transport as? TLSStream)
        #expect(stream.protocolDescription == "TLSv1.3 TLS_AES_128_GCM_SHA256")
        #expect(stream.peerCertificate == nil)
        #expect(pair.client.transport.peerCertificate?.commonName == "server")
        #expect(pair.client.transport.peerCertificate?.dnsNames == ["localhost", "holster.test"])
    }

    /// Both directions at once, over socket buffers far smaller than a record, so that every write stops midway.
    @Test(arguments: [(7, [1, 9, 300, 40_000]), (1_000, [16_384]), (131_072, [9, 150_000, 5])])
    func bytes_whenTenMegabytesEachWay_arriveUnchanged(_ readByteCount: Int, _ vectorSizes: [Int]) throws {
        // Reads of seven bytes are slow: a tenth of it.
        let count = readByteCount < 100 ? 1_000_003 : 10_000_003
        let pair = try TLSPair(fixture, sendBufferByteCount: 4_096)
        pair.client.toSend = noise(count, seed: 1)
        pair.server.toSend = noise(count, seed: 2)
        for peer in [pair.client, pair.server] {
            peer.readByteCount = readByteCount
            peer.vectorSizes = vectorSizes
        }
        #expect(
            pair.run {
                pair.client.isEnded || pair.server.isEnded
                    || pair.client.received.count == count && pair.server.received.count == count
            }
        )
        #expect(pair.server.received == pair.client.toSend)
        #expect(pair.client.received == pair.server.toSend)
    }

    /// 41 small pieces are two writes of 32 and 9 vectors, and come as two records.
    @Test func write_whenPiecesAreSmall_gathersThemIntoOneRecord() throws {
        let pair = try TLSPair(fixture)
        #expect(pair.shakeHands())
        #expect(pair.run { pair.client.transport.pendingInterest.isEmpty && pair.server.transport.pendingInterest.isEmpty })
        let before = pair.server.readCount
        pair.client.toSend = noise(41 * 30, seed: 3)
        pair.client.vectorSizes = [30]
        #expect(pair.run { pair.server.received.count == 41 * 30 })
        #expect(pair.server.readCount - before <= 2)
        #expect(pair.server.received == pair.client.toSend)
    }

    @Test func write_whenThePeerDoesNotRead_blocksWithBoundedMemoryAndGoesOnLater() throws {
        let pair = try TLSPair(fixture)
        #expect(pair.shakeHands())
        pair.server.isDeaf = true
        pair.client.toSend = noise(8 << 20, seed: 4)
        pair.client.write()
        #expect(pair.client.hasOutput)
        #expect(pair.client.transport.interest(hasOutput: true) == [.readable, .writable])
        pair.server.isDeaf = false
        #expect(pair.run { pair.server.received.count == 8 << 20 })
        #expect(pair.server.received == pair.client.toSend)
        #expect(pair.client.transport.interest(hasOutput: false) == .readable)
    }

    @Test func finish_isSeenAsEnd_alsoAfterData() throws {
        let pair = try TLSPair(fixture)
        #expect(pair.shakeHands())
        pair.client.toSend = Array("last words".utf8)
        #expect(pair.run { !pair.client.hasOutput })
        pair.client.transport.finish()
        #expect(pair.run { pair.server.isEnded })
        #expect(pair.server.end == .ended)
        #expect(pair.server.received == pair.client.toSend)
        var buffer = [UInt8](repeating: 0, count: 10)
        // Again and again.
        #expect(buffer.withUnsafeMutableBytes { pair.server.transport.read(into: $0) } == .ended)
        #expect(!pair.server.transport.hasBufferedInput)
    }

    @Test func read_whenTruncated_isEnd() throws {
        let (one, other) = try TransportPeer.sockets()
        let client = TransportPeer(try #require(TLSStream(client: try clientContext(), host: "localhost", over: one)))
        let server = TransportPeer(try #require(TLSStream(server: try serverContext(), over: other)))
        #expect(TransportPeer.run([client, server]) { client.transport.isEstablished && server.transport.isEstablished })
        // No close_notify: the socket below is cut.
        one.finish()
        #expect(TransportPeer.run([server]) { server.isEnded })
        #expect(server.end == .ended)
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", String(repeating: "~", count: 64)])
    func handshake_whenGarbageComes_failsWithReason(_ text: String) throws {
        let (one, other) = try TransportPeer.sockets()
        let server = TransportPeer(try #require(TLSStream(server: try serverContext(), over: other)))
        let bytes = Array(text.utf8)
        #expect(write(one.descriptor, bytes, bytes.count) == bytes.count)
        #expect(TransportPeer.run([server]) { server.isEnded })
        guard case .failed(let error) = server.end else { return #expect(Bool(false), "\(String(describing: server.end))") }
        #expect(error.call == "TLS handshake")
        #expect(!error.reason.isEmpty)
        #expect(!server.transport.isEstablished)
    }

    @Test func handshake_whenThePeerLeaves_endsOrFails() throws {
        let hello = try clientHello()
        for count in [0, 3, hello.count - 1] {
            let (one, other) = try TransportPeer.sockets()
            let server = TransportPeer(try #require(TLSStream(server: try serverContext(), over: other)))
            #expect(write(one.descriptor, hello, count) == count)
            server.read()
            #expect(!server.isEnded)
            #expect(server.transport.interest(hasOutput: true) == .readable)
            one.finish()
            #expect(TransportPeer.run([server]) { server.isEnded })
            // Only a peer that said nothing leaves without a failure.
            #expect((server.end == .ended) == (count == 0))
        }
    }

    /// Bytes that a client would send first.
    private func clientHello() throws -> [UInt8] {
        let (one, other) = try TransportPeer.sockets()
        let client = TransportPeer(try #require(TLSStream(client: try clientContext(), host: "localhost", over: one)))
        client.write()
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = recv(other.descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    private func serverContext() throws -> TLSServerContext { try TLSServerContext(.init(identity: fixture.server)) }
    private func clientContext() throws -> TLSClientContext { try TLSClientContext(.init(authorityFile: fixture.authority)) }

    /// Mutated, cut and repeated pieces of both sides' handshakes and data: nothing traps, nothing is established by luck, every server ends.
    @Test func handshake_whenBytesAreMutated_neverTraps() throws {
        let context = try serverContext()
        let trusting = try clientContext()
        let hello = try clientHello()
        var random = SeededRandom(seed: 77)
        for _ in 0..<1_500 {
            var bytes = hello
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            if Bool.random(using: &random) { bytes += bytes }
            let (one, other) = try TransportPeer.sockets()
            let server = TransportPeer(try #require(TLSStream(server: context, over: other)))
            #expect(write(one.descriptor, bytes, bytes.count) == bytes.count)
            server.read()
            #expect(!server.transport.isEstablished)
            one.finish()
            #expect(TransportPeer.run([server]) { server.isEnded })
        }
        for _ in 0..<300 { try relayMutated(context, trusting, &random) }
    }

    /// A man in the middle changes one byte somewhere in the first four kilobytes of either direction.
    private func relayMutated(_ server: TLSServerContext, _ client: TLSClientContext, _ random: inout SeededRandom) throws {
        let (clientSocket, clientWire) = try TransportPeer.sockets()
        let (serverSocket, serverWire) = try TransportPeer.sockets()
        let sender = TransportPeer(try #require(TLSStream(client: client, host: "localhost", over: clientSocket)))
        let receiver = TransportPeer(try #require(TLSStream(server: server, over: serverSocket)))
        sender.toSend = noise(2_000, seed: 5)
        let target = Int.random(in: 0..<4_000, using: &random)
        let forward = Bool.random(using: &random)
        var passed = (forward: 0, back: 0)
        var buffer = [UInt8](repeating: 0, count: 16_384)
        for _ in 0..<30 where !sender.isEnded && !receiver.isEnded {
            sender.write()
            let up = recv(clientWire.descriptor, &buffer, buffer.count, 0)
            if up > 0 {
                if forward, (passed.forward..<passed.forward + up).contains(target) { buffer[target - passed.forward] ^= 0x41 }
                passed.forward += up
                write(serverWire.descriptor, buffer, up)
            }
            receiver.read()
            let down = recv(serverWire.descriptor, &buffer, buffer.count, 0)
            if down > 0 {
                if !forward, (passed.back..<passed.back + down).contains(target) { buffer[target - passed.back] ^= 0x41 }
                passed.back += down
                write(clientWire.descriptor, buffer, down)
            }
            sender.read()
        }
        // Whatever arrived is what was sent: TLS lets no changed byte through.
        #expect(receiver.received == Array(sender.toSend.prefix(receiver.received.count)))
    }
}
