#include "model/area.h"

static const char *const texts[AREA_COUNT] = {[AREA_UNNAMED] = "",
                                              [AREA_OPEN] = "",
                                              [AREA_OWN] = "",
#define X(area, text) [AREA_##area] = (text),
                                              AREA_LIST(X)
#undef X
};

const char *area_text(enum area area)
{
    CHECK(area < AREA_COUNT);
    return texts[area];
}

enum err scope_parse(struct str text, enum area *area, enum level *level)
{
    ptrdiff_t colon = str_find_char(text, ':');
    struct str word = colon < 0 ? text : str_slice(text, (size_t)colon + 1, text.len);
    struct str name = colon < 0 ? STR_NONE : str_slice(text, 0, (size_t)colon);
    int found = AREA_UNNAMED;
    bool is_read = str_is_equal(word, STR("read"));
    if (!is_read && !str_is_equal(word, STR("write")))
        return ERR_INVALID;
    if (name.ptr != NULL) {
        for (found = AREA_OWN + 1; found < AREA_COUNT; found++)
            if (str_is_equal(name, str_from_c(texts[found])))
                break;
        if (found == AREA_COUNT)
            return ERR_INVALID;
    }
    *area = (enum area)found;
    *level = is_read ? LEVEL_READ : LEVEL_WRITE;
    return OK;
}
