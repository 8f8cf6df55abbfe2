/*
 * vigie probe: surveillance.  It opens no keys and not the main database.  No
 * probe is built yet: the process stands where it will be, so that the unit
 * files, the rights and the watch over the three processes are already real.
 */
#include "app/command.h"
#include "app/process.h"
#include "base/log.h"

int
command_probe(struct command_line *cl)
{
	(void)cl;
	process_begin("probe");
	log_info("nothing to watch yet");
	process_wait();
	return EXIT_DONE;
}
