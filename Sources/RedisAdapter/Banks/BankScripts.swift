/// Each change to a bank is one Lua script, so it happens whole or not at all and other clients see only whole states
/// (https://redis.io/docs/latest/develop/interact/programmability/eval-intro/).
///
/// KEYS: meta, entries, log; two banks' where entries move. XADD comes first: it alone can fail on the data (an epoch at or below the log's
/// last id), and then nothing was written.
///
/// Each message carries a stamp, the moment of the change by Redis's clock in microseconds, and the stamp of the message before it; the meta
/// hash carries the last one. Whoever follows a log so notices that an epoch's content is another than the one it has (a backup restored, a
/// replica promoted that had not seen everything).
///
/// The log is bounded twice: by messages, and in bytes. It is counted in halves of ``logHalfByteCount``: when the half under way is full, the
/// one before it is trimmed away. So it holds between one and two halves, and a change costs no look at the log.
enum BankScripts {
    /// A follower that lags further behind than this reloads the bank.
    static let logLength = 100_000
    static let logHalfByteCount = 32 << 20
    /// Found in the document of a quarantined entry, as a Lua pattern: quotation marks within a value are escaped, so that the document need not
    /// be read.
    private static let quarantined = #""state"%s*:%s*"quarantined""#

    private static let preamble = """
        local time = redis.call('TIME')
        local stamp = string.format('%s%06d', time[1], tonumber(time[2]))
        local function open(first)
          local bank = {meta = KEYS[first], entries = KEYS[first + 1], log = KEYS[first + 2]}
          local values = redis.call('HMGET', bank.meta, 'state', 'epoch', 'stamp', 'fingerprint', 'log_bytes', 'log_mark')
          bank.exists = values[1] ~= 'removed' and redis.call('EXISTS', bank.meta) == 1
          bank.epoch = tonumber(values[2] or '0') + 1
          bank.number = string.format('%.0f', bank.epoch)
          bank.after = values[3] or ''
          bank.fingerprint = values[4]
          bank.bytes = tonumber(values[5] or '0') or 0
          bank.mark = values[6]
          return bank
        end
        local function log(bank, size, fields)
          redis.call('XADD', bank.log, 'MAXLEN', '~', '\(logLength)', bank.number .. '-0',
            'stamp', stamp, 'after', bank.after, 'change', unpack(fields))
          local bytes = bank.bytes + size
          if bytes > \(logHalfByteCount) and bank.bytes > 0 then
            if bank.mark then redis.call('XTRIM', bank.log, 'MINID', bank.mark) end
            bank.mark = bank.number
            bytes = size
          end
          redis.call('HSET', bank.meta, 'epoch', bank.number, 'stamp', stamp, 'log_bytes', string.format('%.0f', bytes),
            'log_mark', bank.mark or '0')
        end
        local bank = open(1)

        """

    /// ARGV: kind, fingerprint, radius, state, pixel mode (empty: none). -1 when the bank exists.
    static let create =
        preamble + """
            if bank.exists then return -1 end
            local fields = {'kind', ARGV[1], 'fingerprint', ARGV[2], 'radius', ARGV[3], 'state', ARGV[4]}
            if ARGV[5] ~= '' then
              fields[9] = 'pixel_mode'
              fields[10] = ARGV[5]
            end
            log(bank, 200, {'meta', unpack(fields)})
            redis.call('HDEL', KEYS[1], 'pixel_mode')
            redis.call('HSET', KEYS[1], unpack(fields))
            redis.call('UNLINK', KEYS[2])
            return bank.epoch
            """

    /// ARGV: radius, state. -1 without the bank.
    static let update =
        preamble + """
            if not bank.exists then return -1 end
            local kind = redis.call('HGET', KEYS[1], 'kind')
            local fields = {'meta', 'kind', kind, 'fingerprint', bank.fingerprint, 'radius', ARGV[1], 'state', ARGV[2]}
            local mode = redis.call('HGET', KEYS[1], 'pixel_mode')
            if mode then
              fields[10] = 'pixel_mode'
              fields[11] = mode
            end
            log(bank, 200, fields)
            redis.call('HSET', KEYS[1], 'radius', ARGV[1], 'state', ARGV[2])
            return bank.epoch
            """

    /// ARGV: fingerprint kind that the documents were checked against, then id and document of each entry. The epoch, and how many entries
    /// are quarantined and stayed as they are: only somebody's word releases them, and no file that is imported again. An epoch of -1 without the
    /// bank, -2 when its fingerprints are of another kind.
    static let put =
        preamble + """
            if not bank.exists then return {-1, 0} end
            if bank.fingerprint ~= ARGV[1] then return {-2, 0} end
            local ids = {}
            for index = 2, #ARGV, 2 do ids[#ids + 1] = ARGV[index] end
            local held = redis.call('HMGET', KEYS[2], unpack(ids))
            local fields, pairs = {'put'}, {}
            local size, kept = 100, 0
            for index, id in ipairs(ids) do
              local entry = ARGV[2 * index + 1]
              if held[index] and string.find(held[index], '\(quarantined)') then
                kept = kept + 1
              else
                fields[#fields + 1] = 'id'
                fields[#fields + 1] = id
                fields[#fields + 1] = 'entry'
                fields[#fields + 1] = entry
                pairs[#pairs + 1] = id
                pairs[#pairs + 1] = entry
                size = size + #id + #entry + 16
              end
            end
            if #pairs == 0 then return {bank.epoch - 1, kept} end
            log(bank, size, fields)
            redis.call('HSET', KEYS[2], unpack(pairs))
            return {bank.epoch, kept}
            """

    /// ARGV: entry ids. The epoch, and how many entries there were; an epoch of -1 without the bank.
    static let remove =
        preamble + """
            if not bank.exists then return {-1, 0} end
            local fields = {'remove'}
            local ids = {}
            local size = 100
            for index = 1, #ARGV do
              if redis.call('HEXISTS', KEYS[2], ARGV[index]) == 1 then
                ids[#ids + 1] = ARGV[index]
                fields[#fields + 1] = 'id'
                fields[#fields + 1] = ARGV[index]
                size = size + #ARGV[index] + 8
              end
            end
            if #ids == 0 then return {bank.epoch - 1, 0} end
            log(bank, size, fields)
            return {bank.epoch, redis.call('HDEL', KEYS[2], unpack(ids))}
            """

    /// ARGV: id, document as it was read, document that takes its place, of each entry. The epoch, how many were replaced, and the ids of
    /// those that had changed meanwhile; an epoch of -1 without the bank.
    static let replace =
        preamble + """
            if not bank.exists then return {-1, 0} end
            local fields = {'put'}
            local pairs = {}
            local others = {}
            local size = 100
            for index = 1, #ARGV, 3 do
              local id, old, new = ARGV[index], ARGV[index + 1], ARGV[index + 2]
              if redis.call('HGET', KEYS[2], id) == old then
                pairs[#pairs + 1] = id
                pairs[#pairs + 1] = new
                fields[#fields + 1] = 'id'
                fields[#fields + 1] = id
                fields[#fields + 1] = 'entry'
                fields[#fields + 1] = new
                size = size + #id + #new + 16
              else
                others[#others + 1] = id
              end
            end
            if #pairs == 0 then return {bank.epoch - 1, 0, others} end
            log(bank, size, fields)
            redis.call('HSET', KEYS[2], unpack(pairs))
            return {bank.epoch, #pairs / 2, others}
            """

    /// Six KEYS: the bank that entries leave, then the one they enter. ARGV: entry ids. The entered bank's epoch, and how many moved; an
    /// epoch of -1 without the first bank, -2 without the second, -3 when their fingerprints are of different kinds; -4, with its id, when an entry
    /// of the same id is quarantined there.
    static let move =
        preamble + """
            local target = open(4)
            if not bank.exists then return {-1, 0} end
            if not target.exists then return {-2, 0} end
            if bank.fingerprint ~= target.fingerprint then return {-3, 0} end
            local removed, added, ids, pairs = {'remove'}, {'put'}, {}, {}
            local removedSize, addedSize = 100, 100
            for index = 1, #ARGV do
              local id = ARGV[index]
              local entry = redis.call('HGET', KEYS[2], id)
              local there = entry and redis.call('HGET', KEYS[5], id)
              if there and string.find(there, '\(quarantined)') then return {-4, 0, {id}} end
              if entry then
                removed[#removed + 1] = 'id'
                removed[#removed + 1] = id
                added[#added + 1] = 'id'
                added[#added + 1] = id
                added[#added + 1] = 'entry'
                added[#added + 1] = entry
                ids[#ids + 1] = id
                pairs[#pairs + 1] = id
                pairs[#pairs + 1] = entry
                removedSize = removedSize + #id + 8
                addedSize = addedSize + #id + #entry + 16
              end
            end
            if #ids == 0 then return {target.epoch - 1, 0} end
            redis.call('HLEN', KEYS[5])
            local last = redis.call('XREVRANGE', KEYS[6], '+', '-', 'COUNT', '1')
            if last[1] and tonumber(string.match(last[1][1], '^%d+')) >= target.epoch then
              return redis.error_reply('ERR the log of the bank that is moved to is ahead of its epoch')
            end
            log(bank, removedSize, removed)
            log(target, addedSize, added)
            redis.call('HSET', KEYS[5], unpack(pairs))
            return {target.epoch, redis.call('HDEL', KEYS[2], unpack(ids))}
            """

    /// -1 without the bank. The meta hash stays as a tombstone.
    static let drop =
        preamble + """
            if not bank.exists then return -1 end
            log(bank, 100, {'meta', 'state', 'removed'})
            redis.call('HSET', KEYS[1], 'state', 'removed')
            redis.call('UNLINK', KEYS[2])
            return bank.epoch
            """
}
