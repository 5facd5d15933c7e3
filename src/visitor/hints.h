/* hints - what a browser says of itself in client hints (Sec-CH-UA and its kin). Pure; any thread.
 * (https://wicg.github.io/ua-client-hints/) */
#pragma once
#include "visitor/visitor.h"

/* What is asked for besides what browsers send unasked (Sec-CH-UA, -Mobile, -Platform). A browser
 * remembers it for the host and sends it from its next request on, over HTTPS only. There is no
 * Critical-CH: a browser would ask again at once, and the click would be there twice. */
#define HINTS_ACCEPT                                                                               \
    "Accept-CH: Sec-CH-UA-Full-Version-List, Sec-CH-UA-Model, Sec-CH-UA-Platform-Version\r\n"

struct hint_brand {
    struct str name, version;
};

/* Strings are lent by the request and the script; absent: not sent, or not as they should be. */
struct hints {
    struct hint_brand brand; /* the one that tells most; no made-up one, and no Chromium */
    bool is_whole_version;   /* the brand's version is more than its first number */
    bool is_chromium;        /* Chromium is among the brands, and no other that is known */
    struct str chromium_version;
    enum visitor_answer mobile;
    struct str platform, platform_version, model;
};

/* What a page's script says of its browser, in the form of the headers; absent: nothing. */
struct hints_said {
    struct str model, platform_version, full_version_list;
};

/* A header wins over what a script says. said: NULL: no script spoke. */
struct hints hints_read(const struct http_request *request, const struct hints_said *said);
