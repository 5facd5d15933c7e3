/* Any pasted text as any kind: each finding lies in the text and says something, and what was
 * mended is text that can be read again. */
#include "model/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_report(const struct lint_report *report, struct str text)
{
    CHECK(report->count <= LINT_FINDINGS_MAX);
    for (size_t i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->findings[i];
        CHECK(finding->at <= text.len && finding->len <= text.len - finding->at);
        CHECK(finding->message[0] != '\0' && finding->rule < LINT_RULE_COUNT);
        CHECK(memchr(finding->message, '\0', sizeof(finding->message)) != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    static const struct lint_macro macros[] = {{{"cid", 3}, {"#s1#", 4}, {"clickid", 7}}};
    struct arena *arena = arena_make(4 << 20);
    struct str text = {(const char *)data + 1, size - 1};
    struct lint_context context = {.tracking_url = STR("http://trk.example"),
                                   .macros = macros,
                                   .macro_count = ARRAY_LEN(macros),
                                   .external_id_param = STR("external_id"),
                                   .external_id_macro = STR("{conversions_tracking}"),
                                   .network_template = STR("{url}&s1={clickid}")};
    const struct lint_context nothing = {0};
    enum lint_kind kind = (enum lint_kind)(data[0] % LINT_KIND_COUNT);
    struct lint_report report;
    if (lint_read(arena, text, kind, data[0] & 0x80 ? &context : &nothing, &report) == OK) {
        check_report(&report, str_slice(text, 0, LINT_TEXT_BYTES_MAX));
        struct str fixed = report.fixed;
        if (fixed.ptr != NULL && lint_read(arena, fixed, report.kind, &nothing, &report) == OK)
            check_report(&report, str_slice(fixed, 0, LINT_TEXT_BYTES_MAX));
    }
    arena_free(arena);
    return 0;
}
