#include "visitor/device_type.h"

#define AGENT_MAX 2048

#define MOBILE  "mobile"
#define TABLET  "tablet"
#define TV      "tv"
#define DESKTOP "desktop"

/* What a user agent has in it, in small letters. The first line that holds decides. */
struct line {
    const char *type;
    const char *text;
    const char *also;    /* is there too; NULL: nothing else is asked */
    const char *without; /* is not there */
};

static const struct line lines[] = {
    /* Consoles: those in the hand are mobile, those at a television are a television. */
    {MOBILE, "nintendo switch", NULL, NULL},
    {MOBILE, "nintendo 3ds", NULL, NULL},
    {MOBILE, "nintendo dsi", NULL, NULL},
    {MOBILE, "playstation vita", NULL, NULL},
    {MOBILE, "playstation portable", NULL, NULL},
    {TV, "playstation", NULL, NULL},
    {TV, "xbox", NULL, NULL},
    {TV, "nintendo wii", NULL, NULL},
    /* Televisions and what is plugged into them. */
    {TV, "smart-tv", NULL, NULL},
    {TV, "smarttv", NULL, NULL},
    {TV, "smart tv", NULL, NULL},
    {TV, "google tv", NULL, NULL},
    {TV, "googletv", NULL, NULL},
    {TV, "android tv", NULL, NULL},
    {TV, "apple tv", NULL, NULL},
    {TV, "appletv", NULL, NULL},
    {TV, "tvos", NULL, NULL},
    {TV, "hbbtv", NULL, NULL},
    {TV, "netcast", NULL, NULL},
    {TV, "web0s", NULL, NULL},
    {TV, "webos.tv", NULL, NULL},
    {TV, "bravia", NULL, NULL},
    {TV, "viera", NULL, NULL},
    {TV, "vidaa", NULL, NULL},
    {TV, "inettvbrowser", NULL, NULL},
    {TV, "philipstv", NULL, NULL},
    {TV, "opera tv", NULL, NULL},
    {TV, "crkey", NULL, NULL},
    {TV, "roku", NULL, NULL},
    {TV, "mibox", NULL, NULL},
    {TV, "mitv", NULL, NULL},
    {TV, "; aft", "android", NULL}, /* Fire TV: AFTMM, AFTS ... */
    {TV, " tv safari/", NULL, NULL},
    /* An iPad that asks as a Mac still says Mobile in an app. */
    {TABLET, "macintosh", " mobile/", NULL},
    /* Windows says "Tablet PC" of every machine with a pen. */
    {DESKTOP, "tablet pc", NULL, "mobi"},
    {TABLET, "ipad", NULL, NULL},
    {TABLET, "tablet", NULL, NULL},
    {TABLET, "kindle", NULL, NULL},
    {TABLET, "playbook", NULL, NULL},
    {TABLET, "silk/", NULL, "mobile"},
    {MOBILE, "iphone", NULL, NULL},
    {MOBILE, "ipod", NULL, NULL},
    {MOBILE, "opera mini", NULL, NULL},
    {MOBILE, "opera mobi", NULL, NULL},
    {MOBILE, "dalvik/", NULL, NULL}, /* an app on Android, which does not say of what size */
    {MOBILE, "okhttp/", "android", NULL},
    /* Android's browsers say Mobile on telephones only. */
    {TABLET, "android", NULL, "mobi"},
    {MOBILE, "mobi", NULL, NULL},
    {MOBILE, "windows phone", NULL, NULL},
    {MOBILE, "windows ce", NULL, NULL},
    {MOBILE, "iemobile", NULL, NULL},
    {MOBILE, "blackberry", NULL, NULL},
    {MOBILE, "bb10", NULL, NULL},
    {MOBILE, "symbian", NULL, NULL},
    {MOBILE, "series60", NULL, NULL},
    {MOBILE, "midp", NULL, NULL},
    {MOBILE, "j2me", NULL, NULL},
    {MOBILE, "kaios", NULL, NULL},
    {MOBILE, "up.browser", NULL, NULL},
    {MOBILE, "ucweb", NULL, NULL},
};

struct word {
    const char *text;
    const char *type;
};

/* Systems as uap-core names them. */
static const struct word systems[] = {
    {"Windows Phone", MOBILE},
    {"Windows Mobile", MOBILE},
    {"Windows CE", MOBILE},
    {"iOS", MOBILE},
    {"Android", MOBILE},
    {"BlackBerry OS", MOBILE},
    {"Symbian OS", MOBILE},
    {"Symbian^3", MOBILE},
    {"Nokia Series 40", MOBILE},
    {"KaiOS", MOBILE},
    {"Firefox OS", MOBILE},
    {"Bada", MOBILE},
    {"MeeGo", MOBILE},
    {"Maemo", MOBILE},
    {"Brew MP", MOBILE},
    {"webOS", MOBILE},
    {"tvOS", TV},
    {"ATV OS X", TV},
    {"Web0S", TV},
    {"Chromecast", TV},
    {"Windows", DESKTOP},
    {"Mac OS X", DESKTOP},
    {"Mac OS", DESKTOP},
    {"Chrome OS", DESKTOP},
    {"Linux", DESKTOP},
    {"Ubuntu", DESKTOP},
    {"Debian", DESKTOP},
    {"Fedora", DESKTOP},
    {"Red Hat", DESKTOP},
    {"SUSE", DESKTOP},
    {"openSUSE", DESKTOP},
    {"Gentoo", DESKTOP},
    {"Arch Linux", DESKTOP},
    {"Linux Mint", DESKTOP},
    {"Mandriva", DESKTOP},
    {"Slackware", DESKTOP},
    {"CentOS", DESKTOP},
    {"FreeBSD", DESKTOP},
    {"OpenBSD", DESKTOP},
    {"NetBSD", DESKTOP},
    {"Solaris", DESKTOP},
    {"Fuchsia", TABLET},
};
/* Kinds of device that uap-core says in the place of a brand or model. */
static const struct word kinds[] = {
    {"Feature Phone", MOBILE},          {"Smartphone", MOBILE}, {"Tablet", TABLET},
    {"Generic_Android_Tablet", TABLET}, {"Generic_Inettv", TV},
};

static struct str word_of(const struct word *words, size_t count, struct str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_is_equal(text, str_from_c(words[i].text)))
            return str_from_c(words[i].type);
    return STR_NONE;
}

static bool has(struct str text, const char *part)
{
    return str_find(text, str_from_c(part)) >= 0;
}

static struct str by_lines(struct str agent)
{
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        const struct line *line = &lines[i];
        if (has(agent, line->text) && (line->also == NULL || has(agent, line->also)) &&
            (line->without == NULL || !has(agent, line->without)))
            return str_from_c(line->type);
    }
    return STR_NONE;
}

struct str device_type_of(const struct device_type_case *of)
{
    char memory[AGENT_MAX];
    size_t len = of->user_agent.len < AGENT_MAX ? of->user_agent.len : AGENT_MAX;
    if (str_is_equal(of->brand, STR("Spider"))) /* whatever it pretends to be */
        return STR_NONE;
    for (size_t i = 0; i < len; i++) {
        char c = of->user_agent.ptr[i];
        memory[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    struct str type = by_lines((struct str){memory, len});
    if (type.ptr == NULL)
        type = word_of(kinds, ARRAY_LEN(kinds), of->brand);
    if (type.ptr == NULL)
        type = word_of(kinds, ARRAY_LEN(kinds), of->model);
    if (type.ptr == NULL)
        type = word_of(systems, ARRAY_LEN(systems), of->os);
    return type;
}
