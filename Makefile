# Vigie: the whole build in one file.  `make help` lists what it does.
#
# A new .c, .sql, .html, .po or .test file is found by itself.  Flavours
# (release, asan, fuzz, cov) live side by side under build/; generated code,
# the same for all, under build/gen.

SHELL = /bin/bash
.SHELLFLAGS = -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif

FLAVOUR = release
BUILD = build
DATA = var
PORT = 8080
SECONDS = 60
DECLARATIONS = 300

B = $(BUILD)/$(FLAVOUR)
GEN = $(BUILD)/gen
TOOL = $(BUILD)/tools

# ==== Compilers and flags ====

CC = gcc
CLANG = clang
PKGS = libmicrohttpd libsodium sqlite3 libpq jansson libcurl liboath libqrencode pangocairo cairo-pdf libqpdf libpsl libidn2 libarchive libseccomp expat md4c
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN = -Wall -Wextra -Wno-missing-field-initializers -Wconversion -Wshadow -Wvla -Wformat=2 -Wmissing-prototypes \
	-Wstrict-prototypes -Werror
CPPFLAGS = -D_GNU_SOURCE -Isrc -I$(BUILD) -I$(GEN) $(PKG_CFLAGS)
BANNED = -include base/banned.h
LDLIBS = $(PKG_LIBS) -lm -lpthread

# Sanitizers make gcc 12 see null formats where there are none.
flags_release = -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
link_release = -pie -Wl,-z,relro,-z,now
flags_asan = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all -Wno-format-truncation -Wno-format-overflow
link_asan = -fsanitize=address,undefined
flags_fuzz = -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all
link_fuzz = -fsanitize=address,undefined
flags_cov = -O0 -g --coverage
link_cov = --coverage
ifeq ($(FLAVOUR),fuzz)
CC = $(CLANG)
endif

CFLAGS = -std=gnu17 $(WARN) $(flags_$(FLAVOUR))
LDFLAGS = $(link_$(FLAVOUR))

# ==== What there is ====

find = $(sort $(shell find $(1) -type f -name '$(2)' 2>/dev/null))

SRC := $(filter-out %_test.c,$(call find,src,*.c))
UNIT := $(call find,src,*_test.c)
SQL := $(call find,src,*.sql)
SQL_H := $(patsubst src/%/,$(GEN)/%_sql.h,$(sort $(dir $(SQL))))
HTML := $(call find,src,*.html)
PO := $(call find,locale,*.po)
RUNNER := $(wildcard tests/*.c)
PLAY := $(wildcard tests/play/*.c)
CHECK := $(wildcard tests/check/*.c)
BENCH := $(wildcard bench/*.c)
FUZZ := $(wildcard fuzz/fuzz_*.c)
TOOLS := $(wildcard tools/*.c)
HEADERS := $(call find,src tools tests bench fuzz,*.h)
ALL_C = $(SRC) $(UNIT) $(RUNNER) $(PLAY) $(CHECK) $(BENCH) $(FUZZ) $(TOOLS)
DATA_FILES := $(call find,data,*)
STATIC_FILES := $(call find,static,*) $(wildcard tools/assets.sh package-lock.json)

GEN_C = $(GEN)/sql.c $(GEN)/migrations.c $(GEN)/messages.c $(GEN)/assets.c \
	$(HTML:src/%.html=$(GEN)/html/%.c)
MAIN = $(wildcard src/app/main.c)
OBJ = $(patsubst %.c,$(B)/%.o,$(filter-out $(MAIN),$(SRC))) \
	$(patsubst $(GEN)/%.c,$(B)/gen/%.o,$(GEN_C))
UNIT_BIN = $(UNIT:%.c=$(B)/%)
RUNNER_BIN = $(RUNNER:%.c=$(B)/%)
CHECK_BIN = $(CHECK:%.c=$(B)/%)
BENCH_BIN = $(BENCH:%.c=$(B)/%)
FUZZ_BIN = $(FUZZ:%.c=$(B)/%)

# $(call remember,FILE,WORDS): a file that changes only when the words do, so
# that a removed source or a changed flag builds again what depended on it.
remember = $(shell mkdir -p $(dir $(1)); echo '$(2)' | cmp -s - $(1) || echo '$(2)' >$(1))
$(call remember,$(B)/flags,$(CC) $(CPPFLAGS) $(CFLAGS))
$(call remember,$(B)/objects,$(OBJ) $(PLAY))
$(call remember,$(GEN)/list/sql,$(SQL))
$(call remember,$(GEN)/list/po,$(PO))
$(call remember,$(GEN)/list/data,$(DATA_FILES))
$(call remember,$(GEN)/list/static,$(STATIC_FILES))

# ==== The program ====

.PHONY: all
all: $(if $(MAIN),$(B)/vigie,$(B)/vigie.a) $(UNIT_BIN) $(RUNNER_BIN)

.PHONY: vigie
vigie: $(B)/vigie

# From the objects themselves: an archive would hide a name that two files define.
$(B)/vigie: $(MAIN:%.c=$(B)/%.o) $(OBJ) $(B)/objects
	@echo "link $@"
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LDLIBS)
	@[ $(FLAVOUR) != release ] || ln -sf $(FLAVOUR)/vigie $(BUILD)/vigie

$(B)/vigie.a: $(OBJ) $(B)/objects
	@rm -f $@ && ar rcs $@ $(OBJ)

# Objects wait for the generated headers, then -MMD knows which they need.
$(B)/src/%.o: src/%.c $(B)/flags | $(GEN)/sql.stamp
	@mkdir -p $(@D) && echo "cc   $<"
	@$(CC) $(CPPFLAGS) $(BANNED) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/%.o: $(GEN)/%.c $(B)/flags | $(GEN)/sql.stamp
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# What the programs of tests/ and bench/ share.
$(B)/tests/play.a: $(PLAY:%.c=$(B)/%.o) $(B)/objects
	@mkdir -p $(@D) && rm -f $@ && ar rcs $@ $(PLAY:%.c=$(B)/%.o)

$(B)/tests/play/%.o: tests/play/%.c $(B)/flags | $(GEN)/sql.stamp
	@mkdir -p $(@D) && echo "cc   $<"
	@$(CC) $(CPPFLAGS) -I. $(CFLAGS) -MMD -MP -c -o $@ $<

# A program of its own, linked with everything but the product's main.
link_alone = $(CC) $(CPPFLAGS) -I. $(if $(filter src/%,$<),$(BANNED)) $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -MT $@ -o $@ $< \
	$(filter %.a,$^) $(LDLIBS)

$(B)/src/%_test: src/%_test.c $(B)/vigie.a $(B)/flags
	@mkdir -p $(@D) && echo "test $<"
	@$(link_alone)

$(B)/tests/%: tests/%.c $(B)/tests/play.a $(B)/vigie.a $(B)/flags
	@mkdir -p $(@D) && echo "test $<"
	@$(link_alone)

$(B)/bench/%: bench/%.c $(B)/tests/play.a $(B)/vigie.a $(B)/flags
	@mkdir -p $(@D) && echo "test $<"
	@$(link_alone)

$(B)/fuzz/%: fuzz/%.c $(B)/vigie.a $(B)/flags
	@mkdir -p $(@D) && echo "fuzz $<"
	@$(CC) $(CPPFLAGS) -I. $(CFLAGS) -fsanitize=fuzzer -MMD -MP -MF $@.d -MT $@ -o $@ $< \
		$(B)/vigie.a $(LDLIBS)

# ==== Generated code ====

TOOL_BASE = tools/tool.c src/base/str.c src/base/buf.c src/base/arena.c src/base/log.c
TOOL_LIBS_embed = -lz -lbrotlienc
TOOL_SRC_html = tools/context.c
TOOL_SRC_sql = tools/clause.c

$(TOOL)/css: tools/css.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -o $@ $<

$(TOOL)/%: tools/%.c $(TOOL_BASE) tools/tool.h
	@mkdir -p $(@D)
	@gcc -std=gnu17 -O1 -g $(WARN) -D_GNU_SOURCE -Isrc -o $@ $< $(TOOL_SRC_$*) $(TOOL_BASE) $(TOOL_LIBS_$*)

$(TOOL)/html: tools/context.c tools/context.h
$(TOOL)/sql: tools/clause.c tools/clause.h

# The headers are rewritten only when they change: the stamp says they were looked at.
$(GEN)/sql.stamp: $(SQL) $(TOOL)/sql $(GEN)/list/sql
	@$(TOOL)/sql $(GEN) $(SQL) && touch $@

$(GEN)/sql.c $(GEN)/migrations.c $(SQL_H): $(GEN)/sql.stamp
	@:

$(GEN)/messages.c: $(PO) $(TOOL)/po $(GEN)/list/po
	@$(TOOL)/po $@ $(PO) && touch $@

$(GEN)/html/%.c: src/%.html $(TOOL)/html
	@mkdir -p $(@D)
	@$(TOOL)/html $< >$@

$(GEN)/static.stamp: $(STATIC_FILES) $(GEN)/list/static $(if $(wildcard tools/css.c),$(TOOL)/css)
	@mkdir -p $(BUILD)/static
	@[ ! -f tools/assets.sh ] || tools/assets.sh $(BUILD)/static $(TOOL)/css
	@touch $@

$(GEN)/assets.c: $(DATA_FILES) $(GEN)/list/data $(GEN)/static.stamp $(TOOL)/embed
	@mkdir -p data
	@$(TOOL)/embed $@ $(GEN)/assets.bin data $(BUILD)/static && touch $@

# ==== Running ====

.PHONY: run deps help clean
#: run         installs what is missing, builds, fills an empty DATA (var), serves on PORT (8080)
run: deps
	@$(MAKE) --no-print-directory vigie
	@tools/run.sh $(BUILD)/vigie $(DATA) $(PORT)

#: deps        Debian packages of packages.txt and the npm files, only what is missing
deps:
	@tools/deps.sh build run

#: all         build/vigie, unit tests and test programs (FLAVOUR=release|asan|fuzz|cov)
#: clean       removes build/
clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^#: //p' Makefile

# ==== The fast gate: make check ====

LINT = $(ALL_C:%.c=$(BUILD)/lint/%.ok) $(HTML:src/%.html=$(BUILD)/lint/html/%.ok)
LINT_FLAGS = -fsyntax-only $(CPPFLAGS) -I. -std=gnu17 $(WARN) -MMD -MP -MF $@.d -MT $@
GATES = lint check-format check-order check-size check-keys check-routes check-need generators statements unit

.PHONY: check $(GATES) format
#: check       the fast gate: builds, then lint, formats, rules of the tree, statements, unit tests
check:
	+@tools/prove.sh all $(GATES)

#: lint        clang on every C file
lint: $(LINT)

$(BUILD)/lint/src/%.ok: src/%.c $(B)/flags | $(GEN)/sql.stamp
	@mkdir -p $(@D)
	@$(CLANG) $(LINT_FLAGS) $(BANNED) $< && touch $@

$(BUILD)/lint/html/%.ok: $(GEN)/html/%.c $(B)/flags | $(GEN)/sql.stamp
	@mkdir -p $(@D)
	@$(CLANG) $(LINT_FLAGS) $< && touch $@

$(BUILD)/lint/%.ok: %.c $(B)/flags | $(GEN)/sql.stamp
	@mkdir -p $(@D)
	@$(CLANG) $(LINT_FLAGS) $< && touch $@

check-format:
	@clang-format --dry-run --Werror $(ALL_C) $(HEADERS)

#: format      lays every C file out as .clang-format says
format:
	@clang-format -i $(ALL_C) $(HEADERS)

check-order:
	@tools/check-order.sh

check-size: $(TOOL)/size
	@$(TOOL)/size $(ALL_C) $(HEADERS)

check-keys: $(TOOL)/keys
	@$(TOOL)/keys $(PO) $(SRC) $(HTML)

check-routes:
	@tools/check-routes.sh

#: check-need  every list of files says what it does of sealed ones
check-need:
	@tools/check-need.sh

generators: $(TOOL)/html $(TOOL)/po $(TOOL)/sql
	@tests/check/generators.sh $(TOOL)

#: statements  every SQL statement prepared on SQLite and PostgreSQL
statements: $(CHECK_BIN)
	@[ -z "$(CHECK_BIN)" ] || tools/postgres.sh $(B)/tests/check/statements

#: unit        the unit tests; UNIT=src/base/str_test.c for one
unit: $(UNIT_BIN)
	@tools/postgres.sh tools/unit.sh $(UNIT_BIN)

# ==== What CI runs: make test ====

TESTS := $(call find,src tests,*.test)

.PHONY: test sanitized scenarios fuzzed killed access browser walk bench fuzz valgrind torture
#: test        what CI runs: check, sanitized unit tests, scenarios, fuzzers, kill -9, every route for every account, browser; last line "N passed, N failed"
test:
	@tools/deps.sh build run test
	+@tools/prove.sh all $(GATES) sanitized scenarios fuzzed killed access browser

#: fuzzed      each fuzzer for five seconds
fuzzed:
	@$(MAKE) --no-print-directory fuzz SECONDS=5

#: sanitized   the unit tests under AddressSanitizer and UBSan
sanitized:
	@$(MAKE) --no-print-directory FLAVOUR=asan unit

#: scenarios   every .test on SQLite and PostgreSQL, under the sanitizers; TESTS=… for some
scenarios:
	@$(MAKE) --no-print-directory FLAVOUR=asan play

.PHONY: play
play: $(RUNNER_BIN) $(if $(MAIN),$(B)/vigie)
	@tools/scenarios.sh $(B) $(TESTS)

#: killed      DECLARATIONS (300) through the pages while kill -9 falls on every process
killed: $(B)/tests/kill $(if $(MAIN),vigie)
	@VIGIE=$(B)/vigie tools/postgres.sh $(B)/tests/kill $(DECLARATIONS)

#: access      every route for every account, over HTTP, against tests/access_table.h
access: $(B)/tests/access $(if $(MAIN),vigie)
	@VIGIE=$(B)/vigie $(B)/tests/access

#: browser     every page once in Chromium, with axe, and once without JavaScript
browser: $(if $(MAIN),vigie)
	@tools/browser.sh $(BUILD)/vigie once

# ==== Long proofs ====

#: walk        every page in every variant, each persona's day, in Chromium (long)
walk: $(if $(MAIN),vigie)
	@tools/browser.sh $(BUILD)/vigie all

#: torture     scenarios with each step of the store failing once, 10,000 declarations under kill -9 (long)
torture:
	@$(MAKE) --no-print-directory FLAVOUR=asan play TORTURE=1
	@$(MAKE) --no-print-directory killed DECLARATIONS=10000

#: valgrind    the unit tests under Valgrind
valgrind: $(UNIT_BIN)
	@tools/postgres.sh tools/unit.sh --valgrind $(UNIT_BIN)

#: fuzz        each fuzzer for SECONDS (60) on its corpus; FUZZ=fuzz/fuzz_csv.c for one
fuzz:
	@$(MAKE) --no-print-directory FLAVOUR=fuzz fuzz-run

.PHONY: fuzz-run
fuzz-run: $(FUZZ_BIN)
	@tools/fuzz.sh $(SECONDS) $(FUZZ_BIN)

#: bench       hot paths against named yardsticks, ratios of the same run
bench: $(BENCH_BIN) $(if $(MAIN),vigie)
	@[ -z "$(BENCH_BIN)" ] || for b in $(BENCH_BIN); do $$b; done
	@[ ! -x bench/run ] || bench/run $(BUILD)/vigie

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
