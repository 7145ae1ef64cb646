#pragma once
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

// Thread names longer than 15 bytes are refused by the kernel: the caller cuts them.
static inline void holster_set_thread_name(const char *name) { prctl(PR_SET_NAME, (unsigned long)name, 0, 0, 0); }

// epoll_wait with nanoseconds where the kernel has epoll_pwait2 (5.11), else with milliseconds rounded up: never early.
// A negative timeout waits for ever. Returns the event count or -errno.
static inline int holster_epoll_wait(int epoll, struct epoll_event *events, int capacity, int64_t timeout_nanoseconds) {
    static int has_pwait2 = 1;
    int count;
    if (has_pwait2) {
        struct timespec limit = {timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000};
        count = epoll_pwait2(epoll, events, capacity, timeout_nanoseconds < 0 ? NULL : &limit, NULL);
        if (count >= 0) return count;
        if (errno != ENOSYS && errno != EPERM) return -errno;
        has_pwait2 = 0;
    }
    int64_t milliseconds = timeout_nanoseconds < 0 ? -1 : (timeout_nanoseconds + 999999) / 1000000;
    count = epoll_wait(epoll, events, capacity, milliseconds > 86400000 ? 86400000 : (int)milliseconds);
    return count >= 0 ? count : -errno;
}
