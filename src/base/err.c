/* err - the texts of the errors, made from the one list. */
#include "base/err.h"

const char *err_text(enum err err)
{
    switch (err) {
#define X(code, text)                                                                              \
    case code:                                                                                     \
        return text;
        ERR_LIST(X)
#undef X
    }
    return "unknown error";
}
