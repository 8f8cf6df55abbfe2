/* Functions that are easy to misuse do not compile.  Included by the Makefile
 * before every source file of src/. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison gmtime localtime asctime ctime atoi atol setlocale system popen tmpnam
#pragma GCC poison longjmp setjmp rand

#endif
