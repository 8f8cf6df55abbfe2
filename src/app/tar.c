#include "app/tar.h"

/* Where each member stands (IEEE 1003.1, ustar). */
enum {
	AT_MODE = 100,
	AT_UID = 108,
	AT_GID = 116,
	AT_SIZE = 124,
	AT_TIME = 136,
	AT_SUM = 148,
	AT_TYPE = 156,
	AT_MAGIC = 257,
	AT_PREFIX = 345,
};

#define SIZE_OCTAL ((int64_t)1 << 33)

static void
octal(char *at, size_t width, uint64_t n)
{
	at[--width] = '\0';
	while (width) {
		at[--width] = (char)('0' + (n & 7));
		n >>= 3;
	}
}

static void
number(char *at, int64_t n)
{
	if (n < SIZE_OCTAL) {
		octal(at, 12, (uint64_t)n);
		return;
	}
	for (int i = 11; i > 0; i--, n >>= 8)
		at[i] = (char)(n & 0xff);
	at[0] = (char)0x80;
}

static bool
read_number(const char *at, int64_t *ret)
{
	int64_t n = 0;

	if ((unsigned char)at[0] == 0x80) {
		for (int i = 4; i < 12; i++)
			n = (int64_t)((uint64_t)n << 8 | (unsigned char)at[i]);
		*ret = n;
		return n >= 0 && !(at[1] | at[2] | at[3]);
	}
	for (int i = 0; i < 12 && at[i] && at[i] != ' '; i++) {
		if (at[i] < '0' || at[i] > '7')
			return false;
		n = n * 8 + (at[i] - '0');
	}
	*ret = n;
	return true;
}

/* The sum of all bytes, its own place counting as spaces. */
static unsigned
sum(const char *block)
{
	unsigned n = 0;

	for (size_t i = 0; i < TAR_BLOCK; i++)
		n += i >= AT_SUM && i < AT_SUM + 8 ? ' ' : (unsigned char)block[i];
	return n;
}

bool
tar_header(struct str name, int64_t size, int64_t modified, char block[TAR_BLOCK])
{
	if (name.n == 0 || name.n > TAR_NAME_MAX)
		return false;
	memset(block, 0, TAR_BLOCK);
	memcpy(block, name.p, name.n);
	octal(block + AT_MODE, 8, 0600);
	octal(block + AT_UID, 8, 0);
	octal(block + AT_GID, 8, 0);
	number(block + AT_SIZE, size);
	number(block + AT_TIME, modified > 0 ? modified : 0);
	block[AT_TYPE] = '0';
	memcpy(block + AT_MAGIC, "ustar\00000", 8);
	octal(block + AT_SUM, 7, sum(block));
	block[AT_SUM + 7] = ' ';
	return true;
}

enum tar_kind
tar_parse(const char block[TAR_BLOCK], struct tar_entry *ret)
{
	static const char zero[TAR_BLOCK];
	int64_t told;

	if (memcmp(block, zero, TAR_BLOCK) == 0)
		return TAR_END;
	if (memcmp(block + AT_MAGIC, "ustar", 5) != 0 || block[AT_PREFIX] != '\0' ||
	    (block[AT_TYPE] != '0' && block[AT_TYPE] != '\0'))
		return TAR_BAD;
	/* The sum's field is 8 wide; what follows it is not a digit of it. */
	told = 0;
	for (int i = 0; i < 8 && block[AT_SUM + i] >= '0' && block[AT_SUM + i] <= '7'; i++)
		told = told * 8 + (block[AT_SUM + i] - '0');
	if (told != sum(block) || !read_number(block + AT_SIZE, &ret->size))
		return TAR_BAD;
	memcpy(ret->name, block, TAR_NAME_MAX);
	ret->name[TAR_NAME_MAX] = '\0';
	return TAR_FILE;
}
