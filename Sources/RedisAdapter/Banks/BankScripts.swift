/// Each change to a bank is one Lua script, so it happens whole or not at all and other clients see only whole states
/// (https://redis.io/docs/latest/develop/interact/programmability/eval-intro/).
///
/// KEYS: meta, entries, log. XADD comes first: it alone can fail on the data (an epoch at or below the log's last id), and then
/// nothing was written.
enum BankScripts {
    /// A follower that lags further behind than this reloads the bank.
    static let logLength = 100_000

    private static let preamble = """
        local state = redis.call('HGET', KEYS[1], 'state')
        local exists = redis.call('EXISTS', KEYS[1]) == 1 and state ~= 'removed'
        local epoch = tonumber(redis.call('HGET', KEYS[1], 'epoch') or '0') + 1
        local number = string.format('%.0f', epoch)
        local function log(...)
          redis.call('XADD', KEYS[3], 'MAXLEN', '~', '\(logLength)', number .. '-0', ...)
          redis.call('HSET', KEYS[1], 'epoch', number)
        end

        """

    /// ARGV: kind, fingerprint, radius, state, pixel mode (empty: none). -1 when the bank exists.
    static let create =
        preamble + """
            if exists then return -1 end
            local fields = {'kind', ARGV[1], 'fingerprint', ARGV[2], 'radius', ARGV[3], 'state', ARGV[4]}
            if ARGV[5] ~= '' then
              fields[9] = 'pixel_mode'
              fields[10] = ARGV[5]
            end
            log('change', 'meta', unpack(fields))
            redis.call('HDEL', KEYS[1], 'pixel_mode')
            redis.call('HSET', KEYS[1], unpack(fields))
            redis.call('DEL', KEYS[2])
            return epoch
            """

    /// ARGV: radius, state. -1 without the bank.
    static let update =
        preamble + """
            if not exists then return -1 end
            local kind = redis.call('HGET', KEYS[1], 'kind')
            local fingerprint = redis.call('HGET', KEYS[1], 'fingerprint')
            local fields = {'kind', kind, 'fingerprint', fingerprint, 'radius', ARGV[1], 'state', ARGV[2]}
            local mode = redis.call('HGET', KEYS[1], 'pixel_mode')
            if mode then
              fields[9] = 'pixel_mode'
              fields[10] = mode
            end
            log('change', 'meta', unpack(fields))
            redis.call('HSET', KEYS[1], 'radius', ARGV[1], 'state', ARGV[2])
            return epoch
            """

    /// ARGV: entry id, entry document, fingerprint kind that the document was checked against. -1 without such a bank.
    static let put =
        preamble + """
            if not exists or redis.call('HGET', KEYS[1], 'fingerprint') ~= ARGV[3] then return -1 end
            log('change', 'put', 'id', ARGV[1], 'entry', ARGV[2])
            redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
            return epoch
            """

    /// ARGV: entry id. -1 without the bank, 0 without the entry.
    static let remove =
        preamble + """
            if not exists then return -1 end
            if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then return 0 end
            log('change', 'remove', 'id', ARGV[1])
            redis.call('HDEL', KEYS[2], ARGV[1])
            return epoch
            """

    /// -1 without the bank. The meta hash stays as a tombstone.
    static let drop =
        preamble + """
            if not exists then return -1 end
            log('change', 'meta', 'state', 'removed')
            redis.call('HSET', KEYS[1], 'state', 'removed')
            redis.call('DEL', KEYS[2])
            return epoch
            """
}
