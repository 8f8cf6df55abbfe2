/*
 * What is allowed is written down, the rest is refused; a list of what is forbidden
 * grows old with each kernel.  Refused rather than killed: libraries ask for much
 * that they do without (locales, character sets).
 */
#include "base/confine.h"

#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static const int allowed[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect),
	SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom), SCMP_SYS(fstat),
	SCMP_SYS(lseek), SCMP_SYS(sched_yield), SCMP_SYS(sigaltstack), SCMP_SYS(gettid) };

static bool
limit(enum __rlimit_resource what, rlim_t most)
{
	struct rlimit r = { most, most };

	return setrlimit(what, &r) == 0;
}

static bool
filter(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(1 /* EPERM */));
	bool good = ctx != NULL;

	for (size_t i = 0; good && i < sizeof allowed / sizeof *allowed; i++)
		good = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	good = good && seccomp_load(ctx) == 0;
	seccomp_release(ctx);
	return good;
}

bool
confine(size_t memory, unsigned seconds)
{
	return close_range(3, ~0U, 0) == 0 && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) &&
	       limit(RLIMIT_CPU, seconds) && (memory == 0 || limit(RLIMIT_AS, memory)) &&
	       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && filter();
}
